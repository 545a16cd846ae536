//! Changing a round before residents take part in it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::fields::{Group, Maker, typed};
use super::reader::parse;
use crate::app::Context;
use crate::app::rounds::{self, SetupPage};
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, ROUND_MANAGERS};
use crate::domain::text::paragraphs;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::samples;
use crate::http::visit::Visit;
use crate::http::work::doors_of;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine};
use crate::views::round::Action;
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk/rondes/{slug}", Access::Roles(ROUND_MANAGERS), form).post("/werk/rondes/{slug}", Access::Roles(ROUND_MANAGERS), save)
}

/// What was learned in an earlier round.
#[derive(Debug, Serialize)]
pub struct Lesson {
    /// Name of that round.
    pub round: String,
    /// What was learned.
    pub learned: String,
    /// What would be done differently.
    pub change: String,
}

/// The lessons of earlier rounds.
#[must_use]
pub fn lessons(all: &[(String, crate::storage::round_records::Evaluation)]) -> Vec<Lesson> {
    all.iter().map(|(round, e)| Lesson { round: round.clone(), learned: e.learned.clone(), change: e.change.clone() }).collect()
}

/// The form for a round.
#[derive(Debug, Serialize)]
pub struct EditPage {
    name: String,
    slug: String,
    version: String,
    state: String,
    frozen: bool,
    published: bool,
    runs: bool,
    groups: Vec<Group>,
    reason: Field,
    errors: Vec<SummaryLine>,
    lessons: Vec<Lesson>,
    evaluate: bool,
    doors: Vec<Action>,
}

impl EditPage {
    fn new(tr: Translator<'_>, actor: &Actor, shown: &SetupPage, fields: &Fields, errors: &[FieldError]) -> Self {
        let round = &shown.round;
        let version = fields.one("version");
        let values = fields.values();
        let form = Form::new(tr, "round", &values, errors);
        let frozen = round.is_frozen(shown.now) || round.status == RoundStatus::Stopped;
        let state = match round.status {
            RoundStatus::Draft => "round-state-draft",
            RoundStatus::Stopped => "round-state-stopped",
            RoundStatus::Published if frozen => "round-state-frozen",
            RoundStatus::Published => "round-state-published",
        };
        Self {
            name: round.name.clone(),
            slug: round.slug.clone(),
            version: if version.is_empty() { round.version.to_string() } else { version.to_owned() },
            state: tr.text(state),
            frozen,
            published: round.status == RoundStatus::Published,
            runs: round.status == RoundStatus::Published,
            groups: if frozen { Vec::new() } else { Maker { tr, page: shown, typed: fields, errors }.groups() },
            reason: form.field("reason").max(500),
            errors: form.summary(),
            lessons: lessons(&shown.lessons),
            evaluate: round.schedule.has_begun(crate::domain::phase::Phase::Evaluate, shown.now),
            doors: doors_of(tr, actor, round, shown.now),
        }
    }
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "pages/round_edit";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("round-edit-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::name(&self.name, format!("/werk/rondes/{}", self.slug))]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("name", Message::new("error-empty")), FieldError::new("starts_vote_which", Message::new("error-time-twice"))];
        let manager = samples::manager();
        samples::setups()
            .iter()
            .flat_map(|shown| {
                let mut odd = typed(shown);
                odd.0.retain(|(name, _)| name != "starts_vote");
                odd.0.push(("starts_vote".into(), "2027-10-31T02:30".into()));
                [Self::new(tr, &manager, shown, &typed(shown), &[]), Self::new(tr, &manager, shown, &odd, &errors)]
            })
            .collect()
    }
}

async fn form(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let shown = rounds::setup_page(&context, visit.actor.clone(), slug.into_inner()).await?;
    page(&context, &visit, &EditPage::new(context.views.translator(visit.language), &visit.actor, &shown, &typed(&shown), &[]))
}

async fn save(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let slug = slug.into_inner();
    let shown = rounds::setup_page(&context, visit.actor.clone(), slug.clone()).await?;
    // There is no form to come back to; it is asked again inside the transaction.
    if shown.round.is_frozen(shown.now) {
        return Err(Error::refused(Message::new("error-round-frozen")));
    }
    let version = fields.one("version").parse().unwrap_or_default();
    let reason = paragraphs(fields.one("reason"), 0, 500).map_err(|e| vec![FieldError::new("reason", super::fields::text_error(e))]);
    let outcome = match (parse(&fields), reason) {
        (Ok(setup), Ok(reason)) => rounds::save(&context, visit.actor.clone(), slug.clone(), version, setup, reason).await,
        (setup, reason) => Err(Error::Invalid(setup.err().into_iter().chain(reason.err()).flatten().collect())),
    };
    let (status, errors) = match outcome {
        Ok(()) => return Ok(see_with(&context, &format!("/werk/rondes/{slug}/controle"), "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Refused(message)) => (StatusCode::CONFLICT, vec![FieldError::new("name", message)]),
        Err(Error::Conflict) => (StatusCode::CONFLICT, vec![FieldError::new("name", Message::new("error-conflict-text"))]),
        Err(error) => return Err(error),
    };
    page_with(&context, &visit, status, &EditPage::new(context.views.translator(visit.language), &visit.actor, &shown, &fields, &errors))
}
