//! Help of the WIJ-team: asking for it, taking it up, and writing an idea down for somebody.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::access::Access;
use super::forms::{Fields, Posted, form_key, new_form_key};
use super::respond::{page, page_with, see_with};
use super::routes::Routes;
use super::sign_in::Nothing;
use super::visit::Visit;
use crate::app::Context;
use crate::app::help::{self, HELPERS, HelpDesk};
use crate::app::ideas::read::Desk;
use crate::app::ideas::words::{MAX_NAME, MAX_PLACE};
use crate::domain::help::{HelpRole, WORDS};
use crate::domain::idea::{IdeaState, MAX_TEXT, MAX_TITLE};
use crate::domain::ids::{HelpId, IdeaId, PersonId, WijkId};
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::storage::help::Request;
use crate::storage::ideas::Idea;
use crate::storage::rounds::Round;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::{day, word};
use crate::views::{Crumb, Link, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let helpers = Access::Roles(HELPERS);
    routes
        .get("/ideeen/{id:[0-9]+}/hulp", Access::SignedIn, form)
        .post("/ideeen/{id:[0-9]+}/hulp", Access::SignedIn, ask)
        .get("/werk/hulp", helpers, desk)
        .post("/werk/hulp/{id:[0-9]+}", helpers, take)
        .post("/werk/hulp/{id:[0-9]+}/klaar", helpers, stop)
        .get("/werk/namens/{slug}", helpers, new)
        .post("/werk/namens/{slug}", helpers, enter)
}

/// Asking for help with an idea.
#[derive(Debug, Serialize)]
pub struct AskHelpPage {
    id: IdeaId,
    name: String,
    waiting: bool,
    words: Field,
    errors: Vec<SummaryLine>,
}

impl AskHelpPage {
    fn new(tr: Translator<'_>, idea: &Idea, requests: &[Request], values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "helping", values, errors);
        Self {
            id: idea.id,
            name: idea.title.clone(),
            waiting: requests.iter().any(|request| request.taken_by.is_none()),
            words: form.field("words").max(WORDS.1).rows(5),
            errors: form.summary(),
        }
    }
}

fn request() -> Request {
    Request {
        id: HelpId(1),
        idea_id: IdeaId(7),
        words: "Hoe vraag ik <subsidie> aan?".into(),
        asked_at: samples::noon(2),
        taken_by: None,
        taken_as: None,
    }
}

impl Page for AskHelpPage {
    const TEMPLATE: &'static str = "pages/help_ask";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("help-ask-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-mine", "/mijn"),
            Crumb::name(self.name.clone(), format!("/ideeen/{}", self.id)),
            Crumb::text("help-ask-title", format!("/ideeen/{}/hulp", self.id)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let idea = samples::idea(IdeaState::Draft);
        let errors = [FieldError::new("words", Message::new("error-empty"))];
        vec![Self::new(tr, &idea, &[], &Values::new(), &errors), Self::new(tr, &idea, &[request()], &Values::new(), &[])]
    }
}

async fn form(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let (idea, requests) = help::for_owner(&context, &visit.actor, IdeaId(*id)).await?;
    page(&context, &visit, &AskHelpPage::new(context.views.translator(visit.language), &idea, &requests, &Values::new(), &[]))
}

async fn ask(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    match help::ask(&context, &visit.actor, id, fields.one("words").to_owned()).await {
        Ok(()) => Ok(see_with(&context, &format!("/ideeen/{id}/hulp"), "ok", "flash-sent")),
        Err(Error::Invalid(errors)) => {
            let (idea, requests) = help::for_owner(&context, &visit.actor, id).await?;
            let shown = AskHelpPage::new(context.views.translator(visit.language), &idea, &requests, &fields.values(), &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

/// A request that waits.
#[derive(Debug, Serialize)]
struct Waiting {
    id: HelpId,
    title: String,
    words: String,
    asked: String,
    role: Field,
}

/// An idea somebody helps with.
#[derive(Debug, Serialize)]
struct Helping {
    id: HelpId,
    idea: IdeaId,
    title: String,
    role: Option<String>,
}

/// The requests that wait for a WIJ-medewerker, and the ideas they help with.
#[derive(Debug, Serialize)]
pub struct HelpDeskPage {
    all: Vec<Waiting>,
    helping: Vec<Helping>,
    rounds: Vec<Link>,
}

impl HelpDeskPage {
    fn new(tr: Translator<'_>, desk: &HelpDesk) -> Self {
        let none = Values::new();
        let link = |round: &Round| Link { label: round.name.clone(), href: format!("/werk/namens/{}", round.slug), current: false };
        let form = Form::new(tr, "helping", &none, &[]);
        let roles = || HelpRole::ALL.iter().map(|role| (role.as_str().to_owned(), word(tr, "help-role", role.as_str())));
        let waiting = |(request, title): &(Request, String)| Waiting {
            id: request.id,
            title: title.clone(),
            words: request.words.clone(),
            asked: day(tr, request.asked_at).text,
            role: Field { id: format!("role-{}", request.id), ..form.choice("role", roles()) },
        };
        let helping = |(request, title): &(Request, String)| Helping {
            id: request.id,
            idea: request.idea_id,
            title: title.clone(),
            role: request.taken_as.map(|role| word(tr, "help-role", role.as_str())),
        };
        Self {
            all: desk.waiting.iter().map(waiting).collect(),
            helping: desk.helping.iter().map(helping).collect(),
            rounds: desk.rounds.iter().map(link).collect(),
        }
    }
}

impl Page for HelpDeskPage {
    const TEMPLATE: &'static str = "pages/help_desk";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("help-desk-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("help-desk-title", "/werk/hulp")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let taken = Request { id: HelpId(3), taken_by: Some(PersonId(5)), taken_as: Some(HelpRole::Verbinder), ..request() };
        let desk = HelpDesk {
            waiting: vec![(request(), "Plukbomen".into()), (Request { id: HelpId(2), ..request() }, String::new())],
            helping: vec![(taken, "Een <b>bankje</b>".into())],
            rounds: vec![samples::round()],
        };
        vec![Self::new(tr, &desk), Self::new(tr, &HelpDesk::default())]
    }
}

async fn desk(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let desk = help::desk(&context, &visit.actor).await?;
    page(&context, &visit, &HelpDeskPage::new(context.views.translator(visit.language), &desk))
}

async fn take(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let role: HelpRole = fields.one("role").parse().map_err(|_| Error::refused(Message::new("error-help-role")))?;
    help::take(&context, &visit.actor, HelpId(*id), role).await?;
    Ok(see_with(&context, "/werk/hulp", "ok", "flash-help-taken"))
}

async fn stop(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, _: Posted<Nothing>) -> Result<HttpResponse> {
    help::stop(&context, &visit.actor, HelpId(*id)).await?;
    Ok(see_with(&context, "/werk/hulp", "ok", "flash-done"))
}

/// Writing an idea down for a resident.
#[derive(Debug, Serialize)]
pub struct EnterPage {
    slug: String,
    round: String,
    key: String,
    open: bool,
    who: Vec<Field>,
    words: Vec<Field>,
    theme: Option<Field>,
    wijk: Option<Field>,
    errors: Vec<SummaryLine>,
}

impl EnterPage {
    fn new(tr: Translator<'_>, desk: &Desk, key: String, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "enter", values, errors);
        let text = |name: &str, rows: u32| form.field(name).max(MAX_TEXT).rows(rows);
        let none = || (String::new(), tr.text("enter-choose"));
        let themes = desk.round.rules.themes.iter().map(|theme| (theme.slug.clone(), theme.name.clone()));
        let wijken = desk.wijken.iter().map(|(id, name)| (id.to_string(), name.clone()));
        Self {
            slug: desk.round.slug.clone(),
            round: desk.round.name.clone(),
            key,
            open: desk.open,
            who: vec![
                form.field("name").max(MAX_NAME),
                form.field("email").kind("email", Some("off")).optional(),
                form.choice("agree", [("ja".to_owned(), tr.text("enter-agree-yes"))]),
            ],
            words: vec![
                form.field("title").max(MAX_TITLE),
                text("why", 5),
                text("residents_do", 3).optional(),
                text("municipality_does", 3).optional(),
                form.field("cost").inputmode("decimal").max(20).optional(),
                form.field("place").max(MAX_PLACE).optional(),
            ],
            theme: (!desk.round.rules.themes.is_empty()).then(|| form.choice("theme", std::iter::once(none()).chain(themes))),
            wijk: (desk.wijken.len() > 1).then(|| form.choice("wijk", std::iter::once(none()).chain(wijken))),
            errors: form.summary(),
        }
    }
}

impl Page for EnterPage {
    const TEMPLATE: &'static str = "pages/help_enter";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("enter-page-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-work", "/werk"),
            Crumb::name(self.round.clone(), format!("/rondes/{}", self.slug)),
            Crumb::text("enter-page-title", format!("/werk/namens/{}", self.slug)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let wijken = vec![(WijkId(1), "De Wijert".to_owned()), (WijkId(2), "Helpman".to_owned())];
        let desk = |open, wijken: &[(WijkId, String)]| Desk { round: samples::round(), wijken: wijken.to_vec(), open, conditions: Vec::new() };
        let mut bare = desk(true, &[]);
        bare.round.rules.themes.clear();
        let errors = [FieldError::new("title", Message::new("error-idea-title")), FieldError::new("agree", Message::new("error-idea-agree"))];
        let typed = Values::from([("agree".to_owned(), "ja".to_owned())]);
        vec![
            Self::new(tr, &desk(true, &wijken), "00".into(), &typed, &errors),
            Self::new(tr, &bare, "00".into(), &Values::new(), &[]),
            Self::new(tr, &desk(false, &wijken), "00".into(), &Values::new(), &[]),
        ]
    }
}

async fn new(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let desk = help::desk_of(&context, &visit.actor, slug.into_inner()).await?;
    let key = new_form_key()?;
    page(&context, &visit, &EnterPage::new(context.views.translator(visit.language), &desk, key, &Values::new(), &[]))
}

async fn enter(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let (slug, typed) = (slug.into_inner(), fields.values());
    let key = form_key(fields.one("form_key"))?;
    match help::enter(&context, &visit.actor, slug.clone(), key.clone(), typed.clone()).await {
        Ok(id) => Ok(see_with(&context, &format!("/ideeen/{id}"), "ok", "flash-idea-entered")),
        Err(Error::Invalid(errors)) => {
            let desk = help::desk_of(&context, &visit.actor, slug).await?;
            let shown = EnterPage::new(context.views.translator(visit.language), &desk, key, &typed, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}
