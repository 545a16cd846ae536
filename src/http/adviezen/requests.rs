//! Asking an adviesorgaan for advies.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::desk::{ASKERS, crumbs};
use crate::app::Context;
use crate::app::adviezen::requests::{self, AskAbout, Possible};
use crate::domain::advies::topic::StandingTopic;
use crate::domain::ids::{IdeaId, RoundId};
use crate::domain::review::{MAX_QUESTION, question};
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::word;
use crate::views::{Crumb, Nav, Page};

/// The term that is proposed, in working days.
const TERM: &str = "20";

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let askers = Access::Roles(ASKERS);
    routes.get("/werk/adviezen/vragen", askers, form).post("/werk/adviezen/vragen", askers, send)
}

/// Asking for advies.
#[derive(Debug, Serialize)]
pub struct AskAdviesPage {
    orgaan: Field,
    topic: Field,
    question: Field,
    days: Field,
    errors: Vec<SummaryLine>,
    possible: bool,
}

impl AskAdviesPage {
    fn new(tr: Translator<'_>, all: &Possible, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "advies-ask", values, errors);
        let rounds = all.rounds.iter().map(|(id, name)| (format!("ronde-{id}"), tr.message(&Message::new("advies-topic-round").with("name", name))));
        let ideas = all.ideas.iter().map(|(id, title)| (format!("idee-{id}"), tr.message(&Message::new("advies-ask-idea").with("title", title))));
        let standing = StandingTopic::ALL.iter().filter(|_| all.topics);
        let standing = standing.map(|topic| (format!("onderwerp-{}", topic.as_str()), word(tr, "advies-topic", topic.as_str())));
        Self {
            orgaan: form.choice("orgaan", all.organen.iter().map(|orgaan| (orgaan.slug.clone(), orgaan.name.clone()))),
            topic: form.choice("topic", rounds.chain(ideas).chain(standing)),
            question: form.field("question").max(MAX_QUESTION),
            days: form.field("days").inputmode("numeric").max(3).or_value(TERM),
            errors: form.summary(),
            possible: !all.organen.is_empty() && (all.topics || !all.rounds.is_empty()),
        }
    }
}

impl Page for AskAdviesPage {
    const TEMPLATE: &'static str = "pages/adviezen_ask";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("advies-ask-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::text("advies-ask-title", "/werk/adviezen/vragen"));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let all = Possible {
            organen: vec![super::public::sample_orgaan()],
            rounds: vec![(RoundId(1), "De Wijert 2027".into())],
            ideas: vec![(IdeaId(7), "Plukbomen".into())],
            topics: true,
        };
        let errors = [FieldError::new("question", Message::new("error-empty"))];
        let none = Values::new();
        vec![Self::new(tr, &all, &none, &errors), Self::new(tr, &Possible::default(), &none, &[])]
    }
}

async fn form(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let all = requests::possible(&context, &visit.actor).await?;
    page(&context, &visit, &AskAdviesPage::new(context.views.translator(visit.language), &all, &Values::new(), &[]))
}

fn read_topic(text: &str) -> Option<AskAbout> {
    match text.split_once('-')? {
        ("ronde", id) => Some(AskAbout::Round(id.parse().ok()?)),
        ("idee", id) => Some(AskAbout::Idea(id.parse().ok()?)),
        ("onderwerp", topic) => Some(AskAbout::Standing(topic.parse().ok()?)),
        _ => None,
    }
}

async fn send(context: web::Data<Context>, visit: Visit, fields: Fields) -> Result<HttpResponse> {
    let mut errors = Vec::new();
    let topic = read_topic(fields.one("topic"));
    if topic.is_none() {
        errors.push(FieldError::new("topic", Message::new("error-advies-topic")));
    }
    let days = fields.one("days").trim().parse::<u32>().ok().filter(|days| (5..=100).contains(days));
    if days.is_none() {
        errors.push(FieldError::new("days", Message::new("error-advies-days")));
    }
    let text =
        question(fields.one("question")).map_err(|_| errors.push(FieldError::new("question", crate::app::review::questions::question_error())));
    if let (Some(topic), Some(days), Ok(text)) = (topic, days, text) {
        requests::ask(&context, &visit.actor, fields.one("orgaan").to_owned(), topic, text, days).await?;
        return Ok(see_with(&context, "/werk/adviezen", "ok", "flash-sent"));
    }
    let all = requests::possible(&context, &visit.actor).await?;
    let tr = context.views.translator(visit.language);
    page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &AskAdviesPage::new(tr, &all, &fields.values(), &errors))
}
