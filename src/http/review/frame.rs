//! The conditions and criteria of a round: as everybody reads them, and as the gebiedsmanager sets them.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::review::weighing;
use crate::domain::person::Role;
use crate::domain::review::frame::{Frame, FrameFlaw};
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::rounds::Round;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let manager = Access::Roles(&[Role::Gebiedsmanager]);
    routes.get("/rondes/{slug}/voorwaarden", Access::Public, show).get("/werk/rondes/{slug}/kader", manager, form).post(
        "/werk/rondes/{slug}/kader",
        manager,
        save,
    )
}

#[derive(Debug, Serialize)]
struct CriterionLine {
    name: String,
    guidance: String,
    weight: String,
}

/// What ideas of a round are judged by.
#[derive(Debug, Serialize)]
pub struct FramePage {
    slug: String,
    round: String,
    conditions: Vec<String>,
    criteria: Vec<CriterionLine>,
}

impl FramePage {
    fn new(tr: Translator<'_>, round: Round, frame: Frame) -> Self {
        let line = |c: crate::domain::review::frame::Criterion| CriterionLine {
            weight: tr.message(&Message::new("dossier-weight").with("n", c.weight)),
            name: c.name,
            guidance: c.guidance,
        };
        Self {
            slug: round.slug,
            round: round.name,
            conditions: frame.conditions.into_iter().map(|condition| condition.text).collect(),
            criteria: frame.criteria.into_iter().map(line).collect(),
        }
    }
}

impl Page for FramePage {
    const TEMPLATE: &'static str = "pages/frame";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("frame-title").with("round", &self.round)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let round = format!("/rondes/{}", self.slug);
        vec![Crumb::text("nav-home", "/"), Crumb::name(self.round.clone(), round.clone()), Crumb::text("frame-crumb", format!("{round}/voorwaarden"))]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let none = Frame { conditions: Vec::new(), criteria: Vec::new() };
        vec![Self::new(tr, samples::round(), Frame::usual()), Self::new(tr, samples::round(), none)]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let (round, frame) = weighing::public_frame(&context, slug.into_inner()).await?;
    page(&context, &visit, &FramePage::new(context.views.translator(visit.language), round, frame))
}

/// Setting the conditions and criteria of a round.
#[derive(Debug, Serialize)]
pub struct FrameFormPage {
    slug: String,
    round: String,
    conditions: Field,
    criteria: Field,
    errors: Vec<SummaryLine>,
    open: bool,
}

impl FrameFormPage {
    fn new(tr: Translator<'_>, round: Round, frame: &Frame, open: bool, typed: Option<(&Values, &[FieldError])>) -> Self {
        let stored = Values::from([("conditions".to_owned(), frame.conditions_text()), ("criteria".to_owned(), frame.criteria_text())]);
        let (values, errors) = typed.unwrap_or((&stored, &[]));
        let form = Form::new(tr, "frame-form", values, errors);
        Self {
            slug: round.slug,
            round: round.name,
            conditions: form.field("conditions").max(5_000).rows(8),
            criteria: form.field("criteria").max(10_000).rows(8),
            errors: form.summary(),
            open,
        }
    }
}

impl Page for FrameFormPage {
    const TEMPLATE: &'static str = "pages/frame_form";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("frame-form-title").with("round", &self.round)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-work", "/werk"),
            Crumb::name(self.round.clone(), format!("/werk/rondes/{}", self.slug)),
            Crumb::text("frame-crumb", format!("/werk/rondes/{}/kader", self.slug)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let (usual, none) = (Frame::usual(), Values::new());
        let errors = [FieldError::new("criteria", Message::new("error-empty"))];
        vec![
            Self::new(tr, samples::round(), &usual, true, None),
            Self::new(tr, samples::round(), &usual, true, Some((&none, &errors))),
            Self::new(tr, samples::round(), &usual, false, None),
        ]
    }
}

async fn form(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let (round, frame, open) = weighing::frame_for_manager(&context, &visit.actor, slug.into_inner()).await?;
    page(&context, &visit, &FrameFormPage::new(context.views.translator(visit.language), round, &frame, open, None))
}

async fn save(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let back = format!("/werk/rondes/{slug}/kader");
    let flaw = match Frame::parse(fields.one("conditions"), fields.one("criteria")) {
        Ok(frame) => {
            weighing::set_frame(&context, &visit.actor, slug.into_inner(), frame).await?;
            return Ok(see_with(&context, &back, "ok", "flash-saved"));
        }
        Err(flaw) => flaw,
    };
    let error = match flaw {
        FrameFlaw::Condition(text) => FieldError::new("conditions", Message::new("error-frame-condition").with("line", text)),
        FrameFlaw::Criterion(text) => FieldError::new("criteria", Message::new("error-frame-criterion").with("line", text)),
        FrameFlaw::TooMany => FieldError::new("conditions", Message::new("error-frame-many")),
    };
    let (round, frame, open) = weighing::frame_for_manager(&context, &visit.actor, slug.into_inner()).await?;
    let tr = context.views.translator(visit.language);
    let shown = FrameFormPage::new(tr, round, &frame, open, Some((&fields.values(), &[error])));
    page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
}
