//! A person's own page: name, language, wijk, sessions, data.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::forms::Posted;
use super::respond::{page, page_with, see_with};
use super::routes::Routes;
use super::sign_in::Nothing;
use super::visit::{Visit, no_session_cookie};
use crate::app::people::{self, Profile};
use crate::app::{Context, privacy};
use crate::domain::ids::WijkId;
use crate::domain::time::{Language, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::secrets::{hex, sha256, unhex};
use crate::storage::sessions::Session;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/mijn/profiel", Access::SignedIn, show)
        .post("/mijn/profiel", Access::SignedIn, save)
        .get("/mijn/sessies", Access::SignedIn, sessions)
        .post("/mijn/sessies/eindig", Access::SignedIn, end_session)
        .post("/mijn/sessies/andere", Access::SignedIn, end_others)
        .get("/mijn/gegevens.json", Access::SignedIn, data)
        .get("/mijn/wissen", Access::SignedIn, erase)
        .post("/mijn/wissen", Access::SignedIn, erased)
}

fn crumbs(title: &'static str, path: &str) -> Vec<Crumb> {
    vec![Crumb::text("nav-home", "/"), Crumb::text("nav-mine", "/mijn"), Crumb::text(title, path)]
}

/// The page where somebody changes what others see of them.
#[derive(Debug, Serialize)]
pub struct ProfilePage {
    address: String,
    name: Field,
    language: Field,
    wijk: Field,
    errors: Vec<SummaryLine>,
}

impl ProfilePage {
    fn new(tr: Translator<'_>, email: &str, wijken: &[(String, String)], values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "profile", values, errors);
        let languages = Language::ALL.map(|language| {
            let key = match language {
                Language::Nl => "language-nl",
                Language::En => "language-en",
            };
            (language.code().to_owned(), tr.text(key))
        });
        let none = [(String::new(), tr.text("profile-wijk-none"))];
        Self {
            address: email.to_owned(),
            name: form.field("name").kind("text", Some("nickname")).max(people::NAME),
            language: form.choice("language", languages),
            wijk: form.choice("wijk", none.into_iter().chain(wijken.iter().cloned())).optional(),
            errors: form.summary(),
        }
    }
}

impl Page for ProfilePage {
    const TEMPLATE: &'static str = "pages/profile";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("profile-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("profile-title", "/mijn/profiel")
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let wijken = [("12".to_owned(), "De Wijert".to_owned())];
        let values = Values::from([("name".to_owned(), "Anna <A>".to_owned()), ("language".to_owned(), "en".to_owned())]);
        let wrong = [FieldError::new("name", Message::new("error-name-official"))];
        vec![Self::new(tr, "anna@voorbeeld.nl", &wijken, &values, &[]), Self::new(tr, "anna@voorbeeld.nl", &[], &values, &wrong)]
    }
}

/// The page with the sessions of a person.
#[derive(Debug, Serialize)]
pub struct SessionsPage {
    sessions: Vec<SessionRow>,
    others: bool,
}

/// A session on the page.
#[derive(Debug, Serialize)]
struct SessionRow {
    id: String,
    began: String,
    seen: String,
    here: bool,
}

impl SessionsPage {
    fn new(language: Language, all: &[Session], here: Option<&[u8; 32]>) -> Self {
        let here = here.map(|id| sha256(id).to_vec());
        let sessions: Vec<SessionRow> = all
            .iter()
            .map(|session| SessionRow {
                id: hex(&session.id_hash),
                began: long_time(session.created_at, language),
                seen: long_time(session.seen_at, language),
                here: here.as_ref() == Some(&session.id_hash),
            })
            .collect();
        Self { others: sessions.iter().any(|session| !session.here), sessions }
    }
}

impl Page for SessionsPage {
    const TEMPLATE: &'static str = "pages/profile_sessions";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("sessions-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("sessions-title", "/mijn/sessies")
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let row = |id: &str, here| SessionRow { id: id.to_owned(), began: tr.text("phase-vote"), seen: tr.text("phase-vote"), here };
        vec![Self { sessions: vec![row("00", true), row("01", false)], others: true }, Self { sessions: vec![row("00", true)], others: false }]
    }
}

/// The page before an account is erased.
#[derive(Debug, Serialize)]
pub struct ErasePage {
    staff: bool,
}

impl Page for ErasePage {
    const TEMPLATE: &'static str = "pages/profile_erase";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("erase-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("erase-title", "/mijn/wissen")
    }

    fn samples(_: Translator<'_>) -> Vec<Self> {
        vec![Self { staff: false }, Self { staff: true }]
    }
}

fn profile_page(tr: Translator<'_>, profile: &Profile, values: &Values, errors: &[FieldError]) -> ProfilePage {
    let wijken: Vec<(String, String)> = profile.wijken.iter().map(|wijk| (wijk.id.to_string(), wijk.name.clone())).collect();
    let email = profile.person.email.as_ref().map(ToString::to_string).unwrap_or_default();
    ProfilePage::new(tr, &email, &wijken, values, errors)
}

async fn show(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let profile = people::profile(&context, &visit.actor).await?;
    let values = Values::from([
        ("name".to_owned(), profile.person.name.clone()),
        ("language".to_owned(), profile.person.language.code().to_owned()),
        ("wijk".to_owned(), profile.person.wijk.map(|wijk| wijk.to_string()).unwrap_or_default()),
    ]);
    page(&context, &visit, &profile_page(context.views.translator(visit.language), &profile, &values, &[]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    name: String,
    language: String,
    wijk: String,
}

async fn save(context: web::Data<Context>, visit: Visit, form: Posted<Saved>) -> Result<HttpResponse> {
    let form = form.0;
    let wijk: Option<WijkId> = if form.wijk.is_empty() { None } else { Some(form.wijk.parse().map_err(|_| Error::NotFound)?) };
    let language = Language::from_code(&form.language).ok_or(Error::NotFound)?;
    match people::save_profile(&context, &visit.actor, &form.name, language, wijk).await {
        Ok(()) => Ok(see_with(&context, "/mijn/profiel", "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => {
            let profile = people::profile(&context, &visit.actor).await?;
            let values = Values::from([("name".to_owned(), form.name), ("language".to_owned(), form.language), ("wijk".to_owned(), form.wijk)]);
            let shown = profile_page(context.views.translator(visit.language), &profile, &values, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

async fn sessions(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let all = people::my_sessions(&context, &visit.actor).await?;
    page(&context, &visit, &SessionsPage::new(visit.language, &all, visit.session.as_ref()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ended {
    id: String,
}

async fn end_session(context: web::Data<Context>, visit: Visit, form: Posted<Ended>) -> Result<HttpResponse> {
    let id = unhex(&form.0.id).ok_or(Error::NotFound)?;
    people::end_session(&context, &visit.actor, id).await?;
    Ok(see_with(&context, "/mijn/sessies", "ok", "flash-session-ended"))
}

async fn end_others(context: web::Data<Context>, visit: Visit, _: Posted<Nothing>) -> Result<HttpResponse> {
    people::end_other_sessions(&context, &visit.actor, visit.session.ok_or(Error::SignInFirst)?).await?;
    Ok(see_with(&context, "/mijn/sessies", "ok", "flash-session-ended"))
}

async fn data(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let all = privacy::my_data(&context, &visit.actor).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/json; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"mijn-gegevens.json\""))
        .body(serde_json::to_string_pretty(&all)?))
}

async fn erase(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    page(&context, &visit, &ErasePage { staff: visit.actor.is_staff() })
}

async fn erased(context: web::Data<Context>, visit: Visit, _: Posted<Nothing>) -> Result<HttpResponse> {
    privacy::forget_me(&context, &visit.actor).await?;
    let mut answer = see_with(&context, "/", "ok", "flash-erased");
    answer.add_cookie(&no_session_cookie(&context)).map_err(Error::internal)?;
    answer.headers_mut().insert(header::HeaderName::from_static("clear-site-data"), header::HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(answer)
}
