//! A new round from a template.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::edit::{Lesson, lessons};
use super::fields::text_error;
use crate::app::Context;
use crate::app::rounds::{self, City, NewFromTemplate};
use crate::domain::area::{Gebied, Wijk};
use crate::domain::ids::{GebiedId, WijkId};
use crate::domain::person::{Actor, Place, ROUND_MANAGERS};
use crate::domain::rules::Template;
use crate::domain::text::{line, paragraphs};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::samples;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::round_records::Evaluation;
use crate::views::form::{Choice, Field, Form, SummaryLine};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk/rondes/nieuw", Access::Roles(ROUND_MANAGERS), form).post("/werk/rondes/nieuw", Access::Roles(ROUND_MANAGERS), create)
}

/// The gebieden where somebody manages rounds, with their wijken.
fn managed(city: City, actor: &Actor) -> Vec<(Gebied, Vec<Wijk>)> {
    city.gebieden.into_iter().filter(|(gebied, _)| actor.has_at(ROUND_MANAGERS, Place { gebied: gebied.id, wijk: None })).collect()
}

/// The form for a new round. With more than one gebied the gebied is chosen first.
#[derive(Debug, Serialize)]
pub struct NewPage {
    gebied: Field,
    gebied_name: Option<String>,
    gebied_id: String,
    template: Field,
    wijk: Field,
    name: Field,
    purpose: Field,
    errors: Vec<SummaryLine>,
    lessons: Vec<Lesson>,
}

impl NewPage {
    fn new(tr: Translator<'_>, gebieden: &[(Gebied, Vec<Wijk>)], fields: &Fields, errors: &[FieldError], learned: &[(String, Evaluation)]) -> Self {
        let values = fields.values();
        let form = Form::new(tr, "new-round", &values, errors);
        let chosen = gebieden.iter().find(|(gebied, _)| gebied.id.to_string() == fields.one("gebied"));
        let chosen = chosen.or_else(|| gebieden.first().filter(|_| gebieden.len() == 1));
        let ticked: Vec<&str> = fields.all("wijk").collect();
        let boxes = chosen.map(|(_, wijken)| wijken.as_slice()).unwrap_or_default().iter().map(|wijk| {
            let value = wijk.id.to_string();
            Choice { selected: ticked.contains(&value.as_str()), label: wijk.name.clone(), value }
        });
        let template = |template: &Template| (template.as_str().to_owned(), tr.text(&format!("template-{}", template.as_str().replace('_', "-"))));
        let names = gebieden.iter().map(|(gebied, _)| (gebied.id.to_string(), gebied.name.clone()));
        Self {
            gebied: form.choice("gebied", names),
            gebied_name: chosen.map(|(gebied, _)| gebied.name.clone()),
            gebied_id: chosen.map(|(gebied, _)| gebied.id.to_string()).unwrap_or_default(),
            template: form.choice("template", Template::ALL.iter().map(template)),
            wijk: Field { options: Some(boxes.collect()), ..form.field("wijk") },
            name: form.field("name").max(80),
            purpose: form.field("purpose").max(1_000),
            errors: form.summary(),
            lessons: lessons(learned),
        }
    }
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "pages/round_new";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("new-round-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("new-round-title", "/werk/rondes/nieuw")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let gebieden = samples::gebieden();
        let learned = [("Wijkdeal 2025".to_owned(), samples::evaluation())];
        let errors = [FieldError::new("name", Message::new("error-empty"))];
        let one = gebieden.iter().take(1).cloned().collect::<Vec<_>>();
        vec![Self::new(tr, &gebieden, &Fields::default(), &[], &[]), Self::new(tr, &one, &Fields::default(), &errors, &learned)]
    }
}

#[derive(Debug, Deserialize)]
struct Chosen {
    #[serde(default)]
    gebied: String,
}

async fn learned(context: &Context, gebieden: &[(Gebied, Vec<Wijk>)], chosen: &str) -> Result<Vec<(String, Evaluation)>> {
    let one = gebieden.len() == 1;
    let ids: Vec<GebiedId> = gebieden.iter().map(|(gebied, _)| gebied.id).filter(|id| one || id.to_string() == chosen).collect();
    rounds::lessons(context, ids).await
}

async fn form(context: web::Data<Context>, visit: Visit, chosen: web::Query<Chosen>) -> Result<HttpResponse> {
    let gebieden = managed(rounds::city(&context).await?, &visit.actor);
    let learned = learned(&context, &gebieden, &chosen.gebied).await?;
    let fields = Fields(vec![("gebied".into(), chosen.into_inner().gebied), ("template".into(), Template::TopTen.as_str().into())]);
    page(&context, &visit, &NewPage::new(context.views.translator(visit.language), &gebieden, &fields, &[], &learned))
}

fn parse(fields: &Fields) -> Result<NewFromTemplate, Vec<FieldError>> {
    let mut errors = Vec::new();
    let name = line(fields.one("name"), 3, 80).map_err(|e| errors.push(FieldError::new("name", text_error(e)))).unwrap_or_default();
    let purpose = paragraphs(fields.one("purpose"), 10, 1_000).map_err(|e| errors.push(FieldError::new("purpose", text_error(e)))).unwrap_or_default();
    let template = fields.one("template").parse().ok();
    if template.is_none() {
        errors.push(FieldError::new("template", Message::new("error-round-choose")));
    }
    let wijken: Vec<WijkId> = fields.all("wijk").filter_map(|id| id.parse().ok()).collect();
    if wijken.is_empty() {
        errors.push(FieldError::new("wijk", Message::new("error-round-no-wijk")));
    }
    let gebied = fields.one("gebied").parse().ok();
    match (template, gebied) {
        (Some(template), Some(gebied)) if errors.is_empty() => Ok(NewFromTemplate { template, gebied, wijken, name, purpose }),
        (_, None) => Err(vec![FieldError::new("gebied", Message::new("error-round-choose"))]),
        _ => Err(errors),
    }
}

async fn create(context: web::Data<Context>, visit: Visit, fields: Fields) -> Result<HttpResponse> {
    let outcome = match parse(&fields) {
        Ok(new) => rounds::create(&context, visit.actor.clone(), new).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match outcome {
        Ok(slug) => Ok(see_with(&context, &format!("/werk/rondes/{slug}"), "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => {
            let gebieden = managed(rounds::city(&context).await?, &visit.actor);
            let learned = learned(&context, &gebieden, fields.one("gebied")).await?;
            let shown = NewPage::new(context.views.translator(visit.language), &gebieden, &fields, &errors, &learned);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}
