//! Writing an idea: the form, keeping a draft, handing in. Nobody loses what they typed.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::FormPage;
use super::form_page::Parts;
use crate::app::Context;
use crate::app::ideas::read::{self, Desk};
use crate::app::ideas::words::{self, Aim, Typed};
use crate::app::ideas::write::{self, Changed, Form};
use crate::app::ideas::{Tie, held, is_editable, photos};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, PhotoId};
use crate::domain::person::Actor;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{self, Posted, new_form_key};
use crate::http::limits::Rule;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::sign_in::Nothing;
use crate::http::upload::{self, File, WithPhoto, browser_token};
use crate::http::visit::Visit;
use crate::storage::ideas::Idea;
use crate::storage::photos::Photo;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/rondes/{slug}/ideeen/nieuw", Access::Anyone, new)
        .post("/rondes/{slug}/ideeen/nieuw", Access::Anyone, new_sent)
        .post("/rondes/{slug}/ideeen/concept", Access::SignedIn, new_autosaved)
        .get("/rondes/{slug}/ideeen/lijkt-op", Access::Anyone, similar)
        .get("/ideeen/{id:[0-9]+}/bewerken", Access::SignedIn, edit)
        .post("/ideeen/{id:[0-9]+}/bewerken", Access::Anyone, edit_sent)
        .post("/ideeen/{id:[0-9]+}/concept", Access::SignedIn, autosaved)
        .post("/ideeen/{id:[0-9]+}/fotos/{photo:[0-9]+}/weg", Access::SignedIn, remove_photo)
        .post("/ideeen/{id:[0-9]+}/intrekken", Access::SignedIn, withdraw)
        .post("/ideeen/{id:[0-9]+}/weggooien", Access::SignedIn, discard)
}

/// The idea form.
#[derive(Debug)]
struct IdeaForm;

impl WithPhoto for IdeaForm {
    const FIELDS: &'static [&'static str] =
        &["title", "why", "residents_do", "municipality_does", "cost", "theme", "wijk", "place", "name", "agree", "alt", "form_key", "version", "do"];
}

type Sent = upload::Sent<IdeaForm>;

/// Name of who is writing.
fn writer(actor: &Actor) -> Option<&str> {
    actor.person().map(|_| actor.name())
}

/// What was typed on this page before signing in; only for who did sign in.
async fn held_for(context: &Context, visit: &Visit) -> Result<Option<Typed>> {
    match (visit.actor.person(), visit.visitor) {
        (Some(_), Some(visitor)) => held::find(context, visitor, visit.path.clone()).await,
        _ => Ok(None),
    }
}

/// Keeps what a visitor typed and sends them to sign in, after which they find it again.
async fn keep_and_sign_in(context: &Context, visit: &Visit, sent: &Sent) -> Result<HttpResponse> {
    context.limits.count(Rule::Write, visit.address)?;
    if let Some(visitor) = visit.visitor {
        held::keep(context, visitor, visit.path.clone(), &sent.typed).await?;
    }
    Ok(see_with(context, &format!("/inloggen?verder={}", visit.path), "info", "flash-idea-held"))
}

/// What was held of the form on this page is kept in an idea now: nobody finds it there again.
async fn forget_held(context: &Context, visit: &Visit, page: String) -> Result<()> {
    match visit.visitor {
        Some(visitor) => held::forget(context, visitor, page).await,
        None => Ok(()),
    }
}

/// What the button says; without one the form is handed in.
fn aim(typed: &Typed) -> Aim {
    if typed.get("do").is_some_and(|what| what == "bewaren") { Aim::Keep } else { Aim::HandIn }
}

/// The form with its photo made safe; a refused photo is an error at its field.
async fn form(context: &Context, visit: &Visit, sent: Sent, aim: Aim) -> Result<Form> {
    context.limits.count(Rule::Write, visit.address)?;
    Ok(Form { typed: sent.typed, photo: sent.file.accept(context, visit).await?, aim })
}

/// How the form comes back: its status, what is wrong with which field, and why in general.
/// Errors after which a form makes no sense go on as they are.
fn again(error: Error, had_photo: bool) -> Result<(StatusCode, Vec<FieldError>, Option<Message>)> {
    match error {
        Error::Invalid(mut fields) => {
            if had_photo && !fields.iter().any(|field| field.field == "photo") {
                fields.push(FieldError::new("photo", Message::new("error-photo-again")));
            }
            Ok((StatusCode::UNPROCESSABLE_ENTITY, fields, None))
        }
        Error::Refused(message) => Ok((StatusCode::CONFLICT, Vec::new(), Some(message))),
        Error::Conflict => Ok((StatusCode::CONFLICT, Vec::new(), Some(Message::new("error-idea-again")))),
        Error::Busy => Ok((StatusCode::SERVICE_UNAVAILABLE, Vec::new(), Some(Message::new("error-busy-text")))),
        Error::Unavailable(cause) => {
            tracing::error!(cause, "an idea was not saved");
            Ok((StatusCode::SERVICE_UNAVAILABLE, Vec::new(), Some(Message::new("error-unavailable-text"))))
        }
        Error::TooManyTries(seconds) => {
            let message = Message::new("error-too-many-tries-text").with("seconds", seconds);
            Ok((StatusCode::TOO_MANY_REQUESTS, Vec::new(), Some(message)))
        }
        other => Err(other),
    }
}

async fn new(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let desk = read::desk(&context, slug.into_inner()).await?;
    let held = held_for(&context, &visit).await?;
    let is_held = held.is_some();
    let mut typed = held.unwrap_or_default();
    if !typed.contains_key("form_key") {
        typed.insert("form_key".to_owned(), new_form_key()?);
    }
    let (tr, browser) = (context.views.translator(visit.language), browser_token(&context, &visit));
    page(&context, &visit, &FormPage::new(tr, &Parts { held: is_held, ..new_parts(&desk, &browser, &typed, &visit) }))
}

fn new_parts<'a>(desk: &'a Desk, browser: &'a str, typed: &'a Typed, visit: &'a Visit) -> Parts<'a> {
    Parts { desk, browser, typed, writer: writer(&visit.actor), idea: None, photos: &[], errors: &[], problem: None, held: false, meanwhile: None }
}

async fn new_sent(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, sent: Sent) -> Result<HttpResponse> {
    let slug = slug.into_inner();
    if visit.actor == Actor::Visitor {
        read::desk(&context, slug).await?;
        return keep_and_sign_in(&context, &visit, &sent).await;
    }
    let (typed, had_photo) = (sent.typed.clone(), !matches!(sent.file, File::None));
    let error = match begin(&context, &visit, slug.clone(), sent).await {
        Ok(idea) => {
            forget_held(&context, &visit, visit.path.clone()).await?;
            return Ok(kept(&context, &idea));
        }
        Err(error) => error,
    };
    let (status, errors, problem) = again(error, had_photo)?;
    let (desk, browser) = (read::desk(&context, slug).await?, browser_token(&context, &visit));
    let parts = Parts { errors: &errors, problem: problem.as_ref(), ..new_parts(&desk, &browser, &typed, &visit) };
    page_with(&context, &visit, status, &FormPage::new(context.views.translator(visit.language), &parts))
}

async fn begin(context: &Context, visit: &Visit, slug: String, sent: Sent) -> Result<Idea> {
    if !sent.trusted {
        return Err(Error::refused(Message::new("error-idea-stale")));
    }
    let aim = aim(&sent.typed);
    let form_key = form_key(&sent.typed)?;
    let form = form(context, visit, sent, aim).await?;
    write::begin(context, visit.actor.clone(), slug, form_key, form).await
}

/// The name of the form this was written in, as we gave it.
fn form_key(typed: &Typed) -> Result<String> {
    forms::form_key(typed.get("form_key").map_or("", String::as_str))
}

fn kept(context: &Context, idea: &Idea) -> HttpResponse {
    match idea.state {
        IdeaState::Draft => see_with(context, &format!("/ideeen/{}/bewerken", idea.id), "ok", "flash-draft-kept"),
        _ => see_with(context, &format!("/ideeen/{}", idea.id), "ok", "flash-idea-in"),
    }
}

/// The answer to a form that is kept while typing: where it is kept from now on.
#[derive(Debug, Serialize)]
struct Autosaved {
    autosave: String,
    action: String,
    version: i64,
}

impl Autosaved {
    fn answer(idea: &Idea) -> HttpResponse {
        let id = idea.id;
        HttpResponse::Ok().json(Self { autosave: format!("/ideeen/{id}/concept"), action: format!("/ideeen/{id}/bewerken"), version: idea.version })
    }
}

async fn new_autosaved(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, sent: Sent) -> Result<HttpResponse> {
    if !sent.trusted {
        return Err(Error::Forbidden);
    }
    let form_key = form_key(&sent.typed)?;
    let form = Form { typed: sent.typed, photo: None, aim: Aim::Keep };
    let page = format!("/rondes/{slug}/ideeen/nieuw");
    let idea = write::begin(&context, visit.actor.clone(), slug.into_inner(), form_key, form).await?;
    forget_held(&context, &visit, page).await?;
    Ok(Autosaved::answer(&idea))
}

async fn autosaved(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>, sent: Sent) -> Result<HttpResponse> {
    if !sent.trusted {
        return Err(Error::Forbidden);
    }
    let version = version(&sent.typed)?;
    let form = Form { typed: sent.typed, photo: None, aim: Aim::Keep };
    match write::change(&context, visit.actor.clone(), *id, version, form).await? {
        Changed::Kept(idea) => {
            forget_held(&context, &visit, format!("/ideeen/{id}/bewerken")).await?;
            Ok(Autosaved::answer(&idea))
        }
        Changed::Meanwhile(_) => Err(Error::Conflict),
    }
}

fn version(typed: &Typed) -> Result<i64> {
    typed.get("version").and_then(|text| text.parse().ok()).ok_or_else(|| Error::refused(Message::new("error-form-changed")))
}

#[derive(Debug, Deserialize)]
struct Query {
    #[serde(default)]
    q: String,
}

#[derive(Debug, Serialize)]
struct Alike {
    title: String,
    href: String,
}

async fn similar(context: web::Data<Context>, slug: web::Path<String>, query: web::Query<Query>) -> Result<HttpResponse> {
    let title: String = query.q.chars().take(200).collect();
    let found = read::like(&context, slug.into_inner(), title).await?;
    let found: Vec<Alike> = found.into_iter().map(|(id, title)| Alike { title, href: format!("/ideeen/{id}") }).collect();
    Ok(HttpResponse::Ok().json(found))
}

fn edit_parts<'a>(idea: &'a Idea, tie: Tie, photos: &'a [Photo], new: Parts<'a>) -> Parts<'a> {
    Parts { idea: Some((idea, tie)), photos, ..new }
}

async fn edit(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>) -> Result<HttpResponse> {
    let (idea, tie, desk, photos) = read::desk_of(&context, visit.actor.clone(), *id).await?;
    if !is_editable(idea.state) {
        return Err(Error::refused(Message::new("error-idea-taken-up")));
    }
    let held = held_for(&context, &visit).await?;
    let is_held = held.is_some();
    let (typed, browser) = (held.unwrap_or_else(|| words::typed(&idea)), browser_token(&context, &visit));
    let parts = Parts { held: is_held, ..edit_parts(&idea, tie, &photos, new_parts(&desk, &browser, &typed, &visit)) };
    page(&context, &visit, &FormPage::new(context.views.translator(visit.language), &parts))
}

async fn edit_sent(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>, sent: Sent) -> Result<HttpResponse> {
    if visit.actor == Actor::Visitor {
        // This form is made only for who is signed in, so only a session that ended explains it.
        if sent.trusted {
            return Err(Error::NotFound);
        }
        return keep_and_sign_in(&context, &visit, &sent).await;
    }
    let (typed, had_photo) = (sent.typed.clone(), !matches!(sent.file, File::None));
    let outcome = change(&context, &visit, *id, sent).await;
    if let Ok(Changed::Kept(idea)) = &outcome {
        forget_held(&context, &visit, visit.path.clone()).await?;
        return Ok(kept(&context, idea));
    }
    let (status, errors, problem, now) = match outcome {
        Ok(Changed::Kept(idea) | Changed::Meanwhile(idea)) => {
            (StatusCode::CONFLICT, Vec::new(), Some(Message::new("error-idea-meanwhile")), Some(words::typed(&idea)))
        }
        Err(error) => {
            let (status, errors, problem) = again(error, had_photo)?;
            (status, errors, problem, None)
        }
    };
    let (idea, tie, desk, photos) = read::desk_of(&context, visit.actor.clone(), *id).await?;
    let browser = browser_token(&context, &visit);
    let parts = edit_parts(&idea, tie, &photos, new_parts(&desk, &browser, &typed, &visit));
    let parts = Parts { errors: &errors, problem: problem.as_ref(), meanwhile: now.as_ref(), ..parts };
    page_with(&context, &visit, status, &FormPage::new(context.views.translator(visit.language), &parts))
}

async fn change(context: &Context, visit: &Visit, id: IdeaId, sent: Sent) -> Result<Changed> {
    if !sent.trusted {
        return Err(Error::refused(Message::new("error-idea-stale")));
    }
    let (aim, version) = (aim(&sent.typed), version(&sent.typed)?);
    let form = form(context, visit, sent, aim).await?;
    write::change(context, visit.actor.clone(), id, version, form).await
}

async fn remove_photo(context: web::Data<Context>, visit: Visit, path: web::Path<(IdeaId, PhotoId)>, _: Posted<Nothing>) -> Result<HttpResponse> {
    let (idea, photo) = path.into_inner();
    photos::remove(&context, visit.actor, idea, photo).await?;
    Ok(see_with(&context, &format!("/ideeen/{idea}/bewerken"), "ok", "flash-photo-gone"))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    reason: String,
}

async fn withdraw(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>, form: Posted<Reason>) -> Result<HttpResponse> {
    write::withdraw(&context, visit.actor, *id, form.0.reason).await?;
    Ok(see_with(&context, &format!("/ideeen/{id}"), "ok", "flash-idea-withdrawn"))
}

async fn discard(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>, _: Posted<Nothing>) -> Result<HttpResponse> {
    write::discard(&context, visit.actor, *id).await?;
    Ok(see_with(&context, "/mijn", "ok", "flash-draft-gone"))
}
