//! The meetings of an adviesorgaan: agenda, who was there, what was said.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::desk::crumbs;
use crate::app::Context;
use crate::app::adviezen::meetings::{self, Held, Room};
use crate::domain::ids::{AdviesorgaanId, MeetingId, PersonId};
use crate::domain::person::{ADVISERS, Role};
use crate::domain::text::{line, paragraphs};
use crate::domain::time::{Instant, long_time};
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Reading};
use crate::http::respond::{page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::adviezen::meetings::Meeting;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page, samples};

/// The longest agenda or minutes, in characters.
const MAX_TEXT: usize = 20_000;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let chair = Access::Roles(&[Role::AdviesVoorzitter]);
    routes
        .get("/werk/adviesorganen/{slug}/vergaderingen", Access::Roles(ADVISERS), show)
        .post("/werk/adviesorganen/{slug}/vergaderingen", chair, plan)
        .post("/werk/adviesorganen/{slug}/vergaderingen/{id:[0-9]+}", chair, minutes)
}

#[derive(Debug, Serialize)]
struct Line {
    id: MeetingId,
    heading: String,
    agenda: String,
    present: Option<String>,
    minutes: Option<String>,
    write: Option<Vec<Field>>,
    writing: bool,
}

/// The meetings of an adviesorgaan.
#[derive(Debug, Serialize)]
pub struct MeetingsPage {
    slug: String,
    name: String,
    meetings: Vec<Line>,
    plan: Option<Vec<Field>>,
    planning: bool,
    errors: Vec<SummaryLine>,
}

/// What the chair filled in, for a new meeting or for the minutes of one, and what is wrong with it.
#[derive(Debug, Default)]
struct Attempt {
    minutes_of: Option<MeetingId>,
    fields: Fields,
    errors: Vec<FieldError>,
}

impl MeetingsPage {
    fn new(tr: Translator<'_>, room: &Room, now: Instant, attempt: &Attempt) -> Self {
        let values = attempt.fields.values();
        let own = attempt.minutes_of.is_none();
        let form = Form::new(tr, "meeting", &values, &attempt.errors);
        Self {
            slug: room.orgaan.slug.clone(),
            name: room.orgaan.name.clone(),
            planning: own && !attempt.errors.is_empty(),
            errors: attempt
                .errors
                .iter()
                .map(|error| SummaryLine { id: field_id(&error.field, attempt.minutes_of), text: tr.message(&error.message) })
                .collect(),
            meetings: room.meetings.iter().map(|held| shown(tr, room, held, now, attempt)).collect(),
            plan: room.chair.then(|| {
                vec![form.field("held_at").kind("datetime-local", None), form.field("place").max(200), form.field("agenda").max(MAX_TEXT).rows(6)]
            }),
        }
    }
}

/// Fields of the minutes are there once for every meeting.
fn field_id(name: &str, meeting: Option<MeetingId>) -> String {
    meeting.map_or_else(|| name.to_owned(), |meeting| format!("{name}-{meeting}"))
}

fn shown(tr: Translator<'_>, room: &Room, held: &Held, now: Instant, attempt: &Attempt) -> Line {
    let meeting = &held.meeting;
    let names: Vec<&str> = held.present.iter().map(|(_, name)| name.as_str()).collect();
    let heading = Message::new("meeting-heading").with("time", long_time(meeting.held_at, tr.language)).with("place", &meeting.place);
    let tried = attempt.minutes_of == Some(meeting.id);
    let stored = || Values::from([("minutes".to_owned(), meeting.minutes.clone().unwrap_or_default())]);
    let typed = if tried { attempt.fields.values() } else { stored() };
    let form = Form::new(tr, "meeting", &typed, if tried { &attempt.errors } else { &[] });
    let own = |field: Field| Field { id: field_id(&field.name, Some(meeting.id)), ..field };
    let members = room.members.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let write = || {
        let mut present = form.choice("present", members.clone());
        for choice in present.options.iter_mut().flatten() {
            choice.selected = if tried {
                attempt.fields.all("present").any(|id| id == choice.value)
            } else {
                held.present.iter().any(|(id, _)| id.to_string() == choice.value)
            };
        }
        vec![own(form.field("minutes").max(MAX_TEXT).rows(8)), own(present)]
    };
    Line {
        id: meeting.id,
        heading: tr.message(&heading),
        agenda: meeting.agenda.clone(),
        present: meeting.minutes.as_ref().map(|_| tr.message(&Message::new("meeting-present-names").with("names", names.join(", ")))),
        minutes: meeting.minutes.clone(),
        write: (room.chair && meeting.held_at <= now).then(write),
        writing: tried,
    }
}

impl Page for MeetingsPage {
    const TEMPLATE: &'static str = "pages/adviezen_meetings";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("meetings-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::name(self.name.clone(), format!("/werk/adviesorganen/{}/vergaderingen", self.slug)));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let meeting = |day, minutes: Option<&str>| Meeting {
            id: MeetingId(i64::from(day)),
            orgaan: AdviesorgaanId(1),
            held_at: samples::noon(day),
            place: "Buurthuis".into(),
            agenda: "1. Bomen\n2. <Rondvraag>".into(),
            minutes: minutes.map(Into::into),
        };
        let jo = (PersonId(4), "Jo".to_owned());
        let room = |chair| Room {
            orgaan: super::public::sample_orgaan(),
            meetings: vec![
                Held { meeting: meeting(9, None), present: Vec::new() },
                Held { meeting: meeting(3, Some("Besloten.")), present: vec![jo.clone()] },
            ],
            members: vec![jo.clone(), (PersonId(5), "Kim".into())],
            chair,
        };
        let none = Room { meetings: Vec::new(), ..room(false) };
        let wrong = |minutes_of, field: &str| Attempt {
            minutes_of,
            fields: Fields(vec![(field.to_owned(), "1. <Bomen>".to_owned())]),
            errors: vec![FieldError::new(field, Message::new("error-meeting-minutes"))],
        };
        let calm: Vec<Self> = [room(true), room(false), none].iter().map(|room| Self::new(tr, room, samples::noon(5), &Attempt::default())).collect();
        let tried = [wrong(None, "agenda"), wrong(Some(MeetingId(3)), "minutes")];
        calm.into_iter().chain(tried.iter().map(|attempt| Self::new(tr, &room(true), samples::noon(5), attempt))).collect()
    }
}

async fn show(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    shown_with(&context, &visit, slug.into_inner(), StatusCode::OK, &Attempt::default()).await
}

async fn shown_with(context: &Context, visit: &Visit, slug: String, status: StatusCode, attempt: &Attempt) -> Result<HttpResponse> {
    let room = meetings::room(context, &visit.actor, slug).await?;
    page_with(context, visit, status, &MeetingsPage::new(context.views.translator(visit.language), &room, context.now(), attempt))
}

async fn plan(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let slug = slug.into_inner();
    let mut read = Reading::new(&fields);
    let held_at = read.field("held_at", |text| Instant::parse_local(text).ok(), "error-meeting-time");
    let place = read.field("place", |text| line(text, 2, 200).ok(), "error-meeting-place");
    let agenda = read.field("agenda", |text| paragraphs(text, 3, MAX_TEXT).ok(), "error-meeting-agenda");
    match read.done(held_at.zip(place).zip(agenda)) {
        Ok(((held_at, place), agenda)) => {
            meetings::plan(&context, &visit.actor, slug.clone(), held_at, place, agenda).await?;
            Ok(see_with(&context, &format!("/werk/adviesorganen/{slug}/vergaderingen"), "ok", "flash-saved"))
        }
        Err(errors) => {
            let attempt = Attempt { minutes_of: None, fields, errors };
            shown_with(&context, &visit, slug, StatusCode::UNPROCESSABLE_ENTITY, &attempt).await
        }
    }
}

async fn minutes(context: web::Data<Context>, visit: Visit, path: web::Path<(String, i64)>, fields: Fields) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let mut read = Reading::new(&fields);
    let text = read.field("minutes", |text| paragraphs(text, 3, MAX_TEXT).ok(), "error-meeting-minutes");
    match read.done(text) {
        Ok(text) => {
            let present = fields.all("present").filter_map(|id| id.parse().ok()).collect();
            meetings::write_minutes(&context, &visit.actor, MeetingId(id), text, present).await?;
            Ok(see_with(&context, &format!("/werk/adviesorganen/{slug}/vergaderingen"), "ok", "flash-saved"))
        }
        Err(errors) => {
            let attempt = Attempt { minutes_of: Some(MeetingId(id)), fields, errors };
            shown_with(&context, &visit, slug, StatusCode::UNPROCESSABLE_ENTITY, &attempt).await
        }
    }
}
