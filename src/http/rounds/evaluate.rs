//! Writing what was learned from a round.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::fields::text_error;
use crate::app::Context;
use crate::app::rounds::{self, RoundPage as Shown};
use crate::domain::person::Role;
use crate::domain::text::paragraphs;
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::samples;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine};
use crate::views::{Crumb, Nav, Page};

/// Who may come in; the gebied is asked when it is written.
const EVALUATORS: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager, Role::Beheerder];

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/werk/rondes/{slug}/evaluatie", Access::Roles(EVALUATORS), form)
        .post("/werk/rondes/{slug}/evaluatie", Access::Roles(EVALUATORS), write)
}

/// The form for an evaluation.
#[derive(Debug, Serialize)]
pub struct EvaluatePage {
    name: String,
    slug: String,
    learned: Field,
    change: Field,
    errors: Vec<SummaryLine>,
}

impl EvaluatePage {
    fn new(tr: Translator<'_>, shown: &Shown, fields: &Fields, errors: &[FieldError]) -> Self {
        let round = &shown.overview.round;
        let values = fields.values();
        let form = Form::new(tr, "evaluate", &values, errors);
        Self {
            name: round.name.clone(),
            slug: round.slug.clone(),
            learned: form.field("learned").rows(8).max(5_000),
            change: form.field("change").rows(8).max(5_000),
            errors: form.summary(),
        }
    }
}

impl Page for EvaluatePage {
    const TEMPLATE: &'static str = "pages/evaluation_edit";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("evaluate-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let here = format!("/werk/rondes/{}", self.slug);
        let last = Crumb::text("evaluate", format!("{here}/evaluatie"));
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::name(&self.name, format!("/rondes/{}", self.slug)), last]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("learned", Message::new("error-empty"))];
        samples::rounds().iter().flat_map(|shown| [Self::new(tr, shown, &Fields::default(), &[]), Self::new(tr, shown, &Fields::default(), &errors)]).collect()
    }
}

async fn form(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let shown = rounds::round_page(&context, visit.actor.clone(), slug.into_inner()).await?;
    let before = shown.evaluation.as_ref();
    let fields = before.map(|e| vec![("learned".to_owned(), e.learned.clone()), ("change".to_owned(), e.change.clone())]).unwrap_or_default();
    page(&context, &visit, &EvaluatePage::new(context.views.translator(visit.language), &shown, &Fields(fields), &[]))
}

async fn write(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let slug = slug.into_inner();
    let mut errors = Vec::new();
    let mut text = |name: &str| paragraphs(fields.one(name), 20, 5_000).map_err(|e| errors.push(FieldError::new(name, text_error(e)))).unwrap_or_default();
    let (learned, change) = (text("learned"), text("change"));
    if errors.is_empty() {
        rounds::evaluate(&context, visit.actor.clone(), slug.clone(), learned, change).await?;
        return Ok(see_with(&context, &format!("/rondes/{slug}"), "ok", "flash-saved"));
    }
    let shown = rounds::round_page(&context, visit.actor.clone(), slug).await?;
    let again = EvaluatePage::new(context.views.translator(visit.language), &shown, &fields, &errors);
    page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &again)
}
