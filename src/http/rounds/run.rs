//! Making a phase longer, and stopping a round: with a public reason.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::fields::{Item, moment, moment_items, text_error};
use crate::app::Context;
use crate::app::rounds::{self, SetupPage};
use crate::domain::person::ROUND_MANAGERS;
use crate::domain::phase::Phase;
use crate::domain::text::paragraphs;
use crate::domain::time::long_time;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::samples;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine};
use crate::views::round::phase_name;
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/werk/rondes/{slug}/verlengen", Access::Roles(ROUND_MANAGERS), extend_form)
        .post("/werk/rondes/{slug}/verlengen", Access::Roles(ROUND_MANAGERS), extend)
        .get("/werk/rondes/{slug}/stoppen", Access::Roles(ROUND_MANAGERS), stop_form)
        .post("/werk/rondes/{slug}/stoppen", Access::Roles(ROUND_MANAGERS), stop)
}

fn crumbs(name: &str, slug: &str, key: &'static str, page: &str) -> Vec<Crumb> {
    let here = format!("/werk/rondes/{slug}");
    let last = Crumb::text(key, format!("{here}/{page}"));
    vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::name(name, here), last]
}

/// The form that makes a phase longer.
#[derive(Debug, Serialize)]
pub struct ExtendPage {
    name: String,
    slug: String,
    phase: Field,
    ends: Vec<Item>,
    reason: Field,
    errors: Vec<SummaryLine>,
}

impl ExtendPage {
    fn new(tr: Translator<'_>, shown: &SetupPage, fields: &Fields, errors: &[FieldError]) -> Self {
        let values = fields.values();
        let form = Form::new(tr, "extend", &values, errors);
        let left = shown.round.schedule.windows().iter().filter(|(_, window)| window.ends > shown.now);
        let option = |(phase, window): &(Phase, crate::domain::time::Window)| {
            let label = Message::new("extend-phase-option").with("phase", phase_name(tr, *phase)).with("ends", long_time(window.ends, tr.language));
            (phase.as_str().to_owned(), tr.message(&label))
        };
        Self {
            name: shown.round.name.clone(),
            slug: shown.round.slug.clone(),
            phase: form.choice("phase", left.map(option)),
            ends: moment_items(tr, "ends", &tr.text("extend-ends"), fields, errors),
            reason: form.field("reason").max(500),
            errors: form.summary(),
        }
    }
}

impl Page for ExtendPage {
    const TEMPLATE: &'static str = "pages/round_extend";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("extend-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.name, &self.slug, "extend", "verlengen")
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("reason", Message::new("error-empty"))];
        samples::setups().iter().flat_map(|shown| [Self::new(tr, shown, &Fields::default(), &[]), Self::new(tr, shown, &Fields::default(), &errors)]).collect()
    }
}

/// The form that stops a round.
#[derive(Debug, Serialize)]
pub struct StopPage {
    name: String,
    slug: String,
    reason: Field,
    errors: Vec<SummaryLine>,
}

impl StopPage {
    fn new(tr: Translator<'_>, shown: &SetupPage, fields: &Fields, errors: &[FieldError]) -> Self {
        let values = fields.values();
        let form = Form::new(tr, "stop", &values, errors);
        Self { name: shown.round.name.clone(), slug: shown.round.slug.clone(), reason: form.field("reason").max(1_000), errors: form.summary() }
    }
}

impl Page for StopPage {
    const TEMPLATE: &'static str = "pages/round_stop";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("stop-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.name, &self.slug, "stop", "stoppen")
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("reason", Message::new("error-empty"))];
        samples::setups().iter().flat_map(|shown| [Self::new(tr, shown, &Fields::default(), &[]), Self::new(tr, shown, &Fields::default(), &errors)]).collect()
    }
}

async fn extend_form(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let shown = rounds::setup_page(&context, visit.actor.clone(), slug.into_inner()).await?;
    let now = shown.round.schedule.at(shown.now).filter(|moment| moment.open);
    let fields = now.map(|moment| vec![("phase".to_owned(), moment.phase.as_str().to_owned())]).unwrap_or_default();
    page(&context, &visit, &ExtendPage::new(context.views.translator(visit.language), &shown, &Fields(fields), &[]))
}

async fn extend(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let slug = slug.into_inner();
    let mut errors = Vec::new();
    let phase = fields.one("phase").parse::<Phase>().ok();
    if phase.is_none() {
        errors.push(FieldError::new("phase", Message::new("error-round-choose")));
    }
    let ends = moment(&fields, "ends").and_then(|at| at.ok_or_else(|| FieldError::new("ends", Message::new("error-empty")))).map_err(|e| errors.push(e)).ok();
    let reason = paragraphs(fields.one("reason"), 10, 500).map_err(|e| errors.push(FieldError::new("reason", text_error(e)))).ok();
    let outcome = match (phase, ends, reason) {
        (Some(phase), Some(ends), Some(reason)) => rounds::extend(&context, visit.actor.clone(), slug.clone(), phase, ends, reason).await,
        _ => Err(Error::Invalid(errors)),
    };
    match outcome {
        Ok(()) => Ok(see_with(&context, &format!("/rondes/{slug}"), "ok", "flash-round-extended")),
        Err(Error::Invalid(errors)) => {
            let shown = rounds::setup_page(&context, visit.actor.clone(), slug).await?;
            let again = ExtendPage::new(context.views.translator(visit.language), &shown, &fields, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(error) => Err(error),
    }
}

async fn stop_form(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let shown = rounds::setup_page(&context, visit.actor.clone(), slug.into_inner()).await?;
    page(&context, &visit, &StopPage::new(context.views.translator(visit.language), &shown, &Fields::default(), &[]))
}

async fn stop(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let slug = slug.into_inner();
    match paragraphs(fields.one("reason"), 10, 1_000) {
        Ok(reason) => {
            rounds::stop(&context, visit.actor.clone(), slug.clone(), reason).await?;
            Ok(see_with(&context, &format!("/rondes/{slug}"), "ok", "flash-done"))
        }
        Err(error) => {
            let shown = rounds::setup_page(&context, visit.actor.clone(), slug).await?;
            let errors = [FieldError::new("reason", text_error(error))];
            let again = StopPage::new(context.views.translator(visit.language), &shown, &fields, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
    }
}
