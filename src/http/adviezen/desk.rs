//! The desk of an adviesorgaan: the list, beginning an advies, and the list the gebiedsteam must reply to.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::adviezen::{self, Desk, Subjects, Topic};
use crate::domain::advies::{AdviesState, AdviesText, MAX_BODY, MAX_TITLE, Stance};
use crate::domain::ids::{AdviesorgaanId, IdeaId, RoundId};
use crate::domain::person::{ADVISERS, Role};
use crate::domain::time::Instant;
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::adviezen::Shown;
use crate::views::advies::{AdviesSummary, sample, summary};
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::word;
use crate::views::{Crumb, Nav, Page, samples};

/// Who has something to do with adviezen that are not public, or not answered.
const DESK: &[Role] = &[Role::AdviesLid, Role::AdviesVoorzitter, Role::Gebiedsteam, Role::Gebiedsmanager];

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk/adviezen", Access::Roles(DESK), show).get("/werk/adviezen/nieuw", Access::Roles(ADVISERS), new).post(
        "/werk/adviezen/nieuw",
        Access::Roles(ADVISERS),
        begin,
    )
}

/// The way to the desk.
pub(super) fn crumbs() -> Vec<Crumb> {
    vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("advies-desk-title", "/werk/adviezen")]
}

/// What waits for a member of an adviesorgaan or a gebiedsteam.
#[derive(Debug, Serialize)]
pub struct DeskPage {
    member: bool,
    heading: String,
    ours: Vec<AdviesSummary>,
    to_answer: Vec<AdviesSummary>,
}

impl DeskPage {
    fn new(tr: Translator<'_>, desk: &Desk, now: Instant) -> Self {
        let line = |shown: &Shown, href: String| AdviesSummary { href, ..summary(tr, shown, now) };
        let names: Vec<&str> = desk.organen.iter().map(|orgaan| orgaan.name.as_str()).collect();
        Self {
            member: !desk.organen.is_empty(),
            heading: tr.message(&Message::new("advies-desk-ours").with("names", names.join(", "))),
            ours: desk.ours.iter().map(|shown| line(shown, format!("/werk/adviezen/{}", shown.advies.id))).collect(),
            to_answer: desk.to_answer.iter().map(|shown| line(shown, format!("/werk/adviezen/{}/reactie", shown.advies.id))).collect(),
        }
    }
}

impl Page for DeskPage {
    const TEMPLATE: &'static str = "pages/adviezen_desk";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("advies-desk-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let organen = vec![super::public::sample_orgaan()];
        let full = Desk { organen: organen.clone(), ours: vec![sample(AdviesState::Draft)], to_answer: vec![sample(AdviesState::Published)] };
        let empty = Desk { organen, ours: Vec::new(), to_answer: Vec::new() };
        let team = Desk { organen: Vec::new(), ours: Vec::new(), to_answer: Vec::new() };
        [full, empty, team].iter().map(|desk| Self::new(tr, desk, samples::noon(5))).collect()
    }
}

async fn show(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let desk = adviezen::desk(&context, &visit.actor).await?;
    page(&context, &visit, &DeskPage::new(context.views.translator(visit.language), &desk, context.now()))
}

/// The fields of the text of an advies, which beginning and changing it share.
pub(super) fn text_fields(tr: Translator<'_>, form: &Form<'_>) -> Vec<Field> {
    let stances = Stance::ALL.iter().map(|stance| (stance.as_str().to_owned(), word(tr, "advies-stance", stance.as_str())));
    vec![form.choice("stance", stances), form.field("title").max(MAX_TITLE), form.field("body").max(MAX_BODY).rows(16)]
}

/// Reads the text of an advies.
pub(super) fn read_text(fields: &Fields) -> Result<AdviesText, Vec<FieldError>> {
    let message = |field: &str| Message::new(if field == "title" { "error-advies-title" } else { "error-advies-body" });
    let Ok(stance) = fields.one("stance").parse::<Stance>() else {
        return Err(vec![FieldError::new("stance", Message::new("error-advies-stance"))]);
    };
    AdviesText::new(stance, fields.one("title"), fields.one("body"))
        .map_err(|flaws| flaws.into_iter().map(|(field, _)| FieldError::new(field, message(field))).collect())
}

/// Beginning an advies.
#[derive(Debug, Serialize)]
pub struct NewAdviesPage {
    orgaan: Field,
    topic: Field,
    text: Vec<Field>,
    errors: Vec<SummaryLine>,
    possible: bool,
}

impl NewAdviesPage {
    fn new(tr: Translator<'_>, subjects: &Subjects, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "advies-form", values, errors);
        let rounds = subjects.rounds.iter().map(|(id, name)| (format!("ronde-{id}"), Message::new("advies-topic-round").with("name", name)));
        let ideas = subjects
            .ideas
            .iter()
            .map(|(id, title, round)| (format!("idee-{id}"), Message::new("advies-topic-idea").with("title", title).with("round", round)));
        Self {
            orgaan: form.choice("orgaan", subjects.organen.iter().map(|orgaan| (orgaan.id.to_string(), orgaan.name.clone()))),
            topic: form.choice("topic", rounds.chain(ideas).map(|(value, label)| (value, tr.message(&label)))),
            text: text_fields(tr, &form),
            errors: form.summary(),
            possible: !subjects.rounds.is_empty() && !subjects.organen.is_empty(),
        }
    }
}

impl Page for NewAdviesPage {
    const TEMPLATE: &'static str = "pages/adviezen_new";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("advies-new-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::text("advies-new-title", "/werk/adviezen/nieuw"));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let subjects = Subjects {
            organen: vec![super::public::sample_orgaan()],
            rounds: vec![(RoundId(1), "De Wijert 2027".into())],
            ideas: vec![(IdeaId(7), "Plukbomen".into(), "De Wijert 2027".into())],
        };
        let errors = [FieldError::new("title", Message::new("error-advies-title"))];
        let none = Values::new();
        vec![Self::new(tr, &subjects, &none, &errors), Self::new(tr, &Subjects::default(), &none, &[])]
    }
}

/// The idea to begin with, when a link named one.
#[derive(Debug, Deserialize)]
struct About {
    idee: Option<i64>,
}

async fn new(context: web::Data<Context>, visit: Visit, about: web::Query<About>) -> Result<HttpResponse> {
    let subjects = adviezen::subjects(&context, &visit.actor).await?;
    let values = about.idee.map(|idea| ("topic".to_owned(), format!("idee-{idea}"))).into_iter().collect();
    page(&context, &visit, &NewAdviesPage::new(context.views.translator(visit.language), &subjects, &values, &[]))
}

fn read_topic(text: &str) -> Option<Topic> {
    match text.split_once('-')? {
        ("ronde", id) => Some(Topic::Round(id.parse().ok()?)),
        ("idee", id) => Some(Topic::Idea(id.parse().ok()?)),
        _ => None,
    }
}

async fn begin(context: web::Data<Context>, visit: Visit, fields: Fields) -> Result<HttpResponse> {
    let mut errors = Vec::new();
    let orgaan = fields.one("orgaan").parse::<AdviesorgaanId>().ok();
    let topic = read_topic(fields.one("topic"));
    if orgaan.is_none() {
        errors.push(FieldError::new("orgaan", Message::new("error-advies-orgaan")));
    }
    if topic.is_none() {
        errors.push(FieldError::new("topic", Message::new("error-advies-topic")));
    }
    let text = read_text(&fields).map_err(|flaws| errors.extend(flaws)).ok();
    if let (Some(orgaan), Some(topic), Some(text)) = (orgaan, topic, text) {
        let id = adviezen::draft(&context, &visit.actor, orgaan, topic, text).await?;
        return Ok(see_with(&context, &format!("/werk/adviezen/{id}"), "ok", "flash-saved"));
    }
    let subjects = adviezen::subjects(&context, &visit.actor).await?;
    let tr = context.views.translator(visit.language);
    page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &NewAdviesPage::new(tr, &subjects, &fields.values(), &errors))
}
