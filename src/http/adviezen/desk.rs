//! The desk of an adviesorgaan: the list, beginning an advies, and the list the gebiedsteam must reply to.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::adviezen::write::{self, Subjects, Topic};
use crate::app::adviezen::{self, Desk};
use crate::domain::advies::topic::StandingTopic;
use crate::domain::advies::{AdviesState, AdviesText, MAX_BODY, MAX_INTERESTS, MAX_TITLE, Stance};
use crate::domain::ids::{AdviesorgaanId, IdeaId, PersonId, RequestId, RoundId};
use crate::domain::person::{ADVISERS, Role};
use crate::domain::time::{Instant, long_date};
use crate::domain::working_days;
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::adviezen::Shown;
use crate::storage::adviezen::requests::{Asked, Request};
use crate::views::advies::{AdviesSummary, sample, summary};
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::word;
use crate::views::{Crumb, Link, Nav, Page, samples};

/// Who has something to do with adviezen that are not public, or not answered.
const DESK: &[Role] = &[Role::AdviesLid, Role::AdviesVoorzitter, Role::Gebiedsteam, Role::Gebiedsmanager, Role::Wijkwethouder];
/// Who may ask for advies.
pub(super) const ASKERS: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager, Role::Wijkwethouder];

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
    asked: Vec<AskedLine>,
    organen: Vec<Link>,
    may_ask: bool,
}

/// Advies that was asked for.
#[derive(Debug, Serialize)]
struct AskedLine {
    question: String,
    about: String,
    by: String,
    due: String,
    late: bool,
    href: String,
}

impl DeskPage {
    fn new(tr: Translator<'_>, desk: &Desk, may_ask: bool, now: Instant) -> Self {
        let line = |shown: &Shown, href: String| AdviesSummary { href, ..summary(tr, shown, now) };
        let names: Vec<&str> = desk.organen.iter().map(|orgaan| orgaan.name.as_str()).collect();
        Self {
            member: !desk.organen.is_empty(),
            asked: desk.asked.iter().map(|asked| asked_line(tr, asked, now)).collect(),
            organen: desk
                .organen
                .iter()
                .map(|orgaan| Link {
                    label: tr.message(&Message::new("advies-desk-meetings").with("name", &orgaan.name)),
                    href: format!("/werk/adviesorganen/{}/vergaderingen", orgaan.slug),
                    current: false,
                })
                .collect(),
            may_ask,
            heading: tr.message(&Message::new("advies-desk-ours").with("names", names.join(", "))),
            ours: desk.ours.iter().map(|shown| line(shown, format!("/werk/adviezen/{}", shown.advies.id))).collect(),
            to_answer: desk.to_answer.iter().map(|shown| line(shown, format!("/werk/adviezen/{}/reactie", shown.advies.id))).collect(),
        }
    }
}

fn asked_line(tr: Translator<'_>, asked: &Asked, now: Instant) -> AskedLine {
    let request = &asked.request;
    let topic = || request.topic.map(|topic| word(tr, "advies-topic", topic.as_str())).unwrap_or_default();
    AskedLine {
        question: request.question.clone(),
        about: asked.about.clone().unwrap_or_else(topic),
        by: asked.by.clone(),
        due: long_date(working_days::last_day(request.due_at), tr.language),
        late: request.due_at <= now,
        href: format!("/werk/adviezen/nieuw?verzoek={}", request.id),
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
        let request = |due| Request {
            id: RequestId(1),
            adviesorgaan_id: AdviesorgaanId(1),
            round_id: None,
            idea_id: None,
            topic: Some(StandingTopic::Carers),
            question: "Wat vindt u <hiervan>?".into(),
            asked_by: PersonId(1),
            asked_at: samples::noon(1),
            due_at: samples::noon(due),
            advies_id: None,
        };
        let asked = |due| Asked { request: request(due), orgaan: "WIJ-raad".into(), by: "Sam".into(), about: None };
        let none = Desk { organen, ours: Vec::new(), asked: Vec::new(), to_answer: Vec::new() };
        let full = Desk {
            ours: vec![sample(AdviesState::Draft)],
            asked: vec![asked(3), asked(9)],
            to_answer: vec![sample(AdviesState::Published)],
            ..none.clone()
        };
        let team = Desk { organen: Vec::new(), ..none.clone() };
        vec![
            Self::new(tr, &full, false, samples::noon(5)),
            Self::new(tr, &none, false, samples::noon(5)),
            Self::new(tr, &team, true, samples::noon(5)),
        ]
    }
}

async fn show(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let desk = adviezen::desk(&context, &visit.actor).await?;
    page(&context, &visit, &DeskPage::new(context.views.translator(visit.language), &desk, visit.actor.has_any(ASKERS), context.now()))
}

/// The fields of the text of an advies, which beginning and changing it share.
pub(super) fn text_fields(tr: Translator<'_>, form: &Form<'_>) -> Vec<Field> {
    let stances = Stance::ALL.iter().map(|stance| (stance.as_str().to_owned(), word(tr, "advies-stance", stance.as_str())));
    vec![
        form.choice("stance", stances),
        form.field("title").max(MAX_TITLE),
        form.field("body").max(MAX_BODY).rows(16),
        form.field("interests").max(MAX_INTERESTS).rows(5).optional(),
        form.field("points").max(MAX_BODY).rows(6).optional(),
    ]
}

/// Reads the text of an advies.
pub(super) fn read_text(fields: &Fields) -> Result<AdviesText, Vec<FieldError>> {
    let message = |field: &str| {
        Message::new(match field {
            "title" => "error-advies-title",
            "interests" => "error-advies-interests",
            "points" => "error-advies-points-form",
            _ => "error-advies-body",
        })
    };
    let Ok(stance) = fields.one("stance").parse::<Stance>() else {
        return Err(vec![FieldError::new("stance", Message::new("error-advies-stance"))]);
    };
    AdviesText::new(stance, fields.one("title"), fields.one("body"))
        .and_then(|text| text.with(fields.one("interests"), fields.one("points")))
        .map_err(|flaws| flaws.into_iter().map(|(field, _)| FieldError::new(field, message(field))).collect())
}

/// Beginning an advies.
#[derive(Debug, Serialize)]
pub struct NewAdviesPage {
    orgaan: Field,
    topic: Field,
    more: Option<Field>,
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
        let standing = StandingTopic::ALL.iter().map(|topic| (format!("onderwerp-{}", topic.as_str()), word(tr, "advies-topic", topic.as_str())));
        let asked = values.get("verzoek").map(|id| (format!("verzoek-{id}"), tr.text("advies-topic-request"))).into_iter();
        Self {
            orgaan: form.choice("orgaan", subjects.organen.iter().map(|orgaan| (orgaan.id.to_string(), orgaan.name.clone()))),
            topic: form.choice("topic", asked.chain(rounds.chain(ideas).map(|(value, label)| (value, tr.message(&label)))).chain(standing)),
            more: (subjects.ideas.len() > 1)
                .then(|| form.choice("more", subjects.ideas.iter().map(|(id, title, _)| (id.to_string(), title.clone()))).optional()),
            text: text_fields(tr, &form),
            errors: form.summary(),
            possible: !subjects.organen.is_empty(),
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
            ideas: vec![(IdeaId(7), "Plukbomen".into(), "De Wijert 2027".into()), (IdeaId(8), "Fruit".into(), "De Wijert 2027".into())],
        };
        let one = Subjects { ideas: Vec::new(), ..subjects.clone() };
        let errors = [FieldError::new("title", Message::new("error-advies-title"))];
        let none = Values::new();
        let asked = Values::from([("verzoek".to_owned(), "1".to_owned())]);
        vec![Self::new(tr, &subjects, &none, &errors), Self::new(tr, &one, &asked, &[]), Self::new(tr, &Subjects::default(), &none, &[])]
    }
}

/// The idea to begin with, when a link named one.
#[derive(Debug, Deserialize)]
struct About {
    idee: Option<i64>,
    verzoek: Option<i64>,
}

async fn new(context: web::Data<Context>, visit: Visit, about: web::Query<About>) -> Result<HttpResponse> {
    let subjects = write::subjects(&context, &visit.actor).await?;
    let idea = about.idee.map(|idea| ("topic".to_owned(), format!("idee-{idea}")));
    let asked = about.verzoek.map(|id| [("topic".to_owned(), format!("verzoek-{id}")), ("verzoek".to_owned(), id.to_string())]);
    let values = idea.into_iter().chain(asked.into_iter().flatten()).collect();
    page(&context, &visit, &NewAdviesPage::new(context.views.translator(visit.language), &subjects, &values, &[]))
}

fn read_topic(text: &str) -> Option<Topic> {
    match text.split_once('-')? {
        ("ronde", id) => Some(Topic::Round(id.parse().ok()?)),
        ("idee", id) => Some(Topic::Idea(id.parse().ok()?)),
        ("onderwerp", topic) => Some(Topic::Standing(topic.parse().ok()?)),
        ("verzoek", id) => Some(Topic::Request(id.parse().ok()?)),
        _ => None,
    }
}

/// The set of an idea with the others that were ticked.
fn with_more(topic: Topic, fields: &Fields) -> Topic {
    let Topic::Idea(first) = topic else { return topic };
    let others = fields.all("more").filter_map(|id| id.parse().ok()).filter(|id| *id != first);
    let set: Vec<IdeaId> = std::iter::once(first).chain(others).collect();
    if set.len() == 1 { Topic::Idea(first) } else { Topic::Set(set) }
}

async fn begin(context: web::Data<Context>, visit: Visit, fields: Fields) -> Result<HttpResponse> {
    let mut errors = Vec::new();
    let orgaan = fields.one("orgaan").parse::<AdviesorgaanId>().ok();
    let topic = read_topic(fields.one("topic")).map(|topic| with_more(topic, &fields));
    if orgaan.is_none() {
        errors.push(FieldError::new("orgaan", Message::new("error-advies-orgaan")));
    }
    if topic.is_none() {
        errors.push(FieldError::new("topic", Message::new("error-advies-topic")));
    }
    let text = read_text(&fields).map_err(|flaws| errors.extend(flaws)).ok();
    if let (Some(orgaan), Some(topic), Some(text)) = (orgaan, topic, text) {
        let id = write::draft(&context, &visit.actor, orgaan, topic, text).await?;
        return Ok(see_with(&context, &format!("/werk/adviezen/{id}"), "ok", "flash-saved"));
    }
    let subjects = write::subjects(&context, &visit.actor).await?;
    let tr = context.views.translator(visit.language);
    page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &NewAdviesPage::new(tr, &subjects, &fields.values(), &errors))
}
