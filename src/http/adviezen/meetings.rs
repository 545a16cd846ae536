//! The meetings of an adviesorgaan: agenda, who was there, what was said.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::desk::crumbs;
use crate::app::Context;
use crate::app::adviezen::meetings::{self, Held, Room};
use crate::domain::ids::{AdviesorgaanId, MeetingId, PersonId};
use crate::domain::person::{ADVISERS, Role};
use crate::domain::text::{line, paragraphs};
use crate::domain::time::{Instant, long_time};
use crate::error::{Error, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Posted};
use crate::http::respond::{page, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::adviezen::meetings::Meeting;
use crate::views::form::{Field, Form, Values};
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
}

/// The meetings of an adviesorgaan.
#[derive(Debug, Serialize)]
pub struct MeetingsPage {
    slug: String,
    name: String,
    meetings: Vec<Line>,
    plan: Option<Vec<Field>>,
}

impl MeetingsPage {
    fn new(tr: Translator<'_>, room: &Room, now: Instant) -> Self {
        let none = Values::new();
        let form = Form::new(tr, "meeting", &none, &[]);
        Self {
            slug: room.orgaan.slug.clone(),
            name: room.orgaan.name.clone(),
            meetings: room.meetings.iter().map(|held| shown(tr, room, held, now)).collect(),
            plan: room.chair.then(|| {
                vec![form.field("held_at").kind("datetime-local", None), form.field("place").max(200), form.field("agenda").max(MAX_TEXT).rows(6)]
            }),
        }
    }
}

fn shown(tr: Translator<'_>, room: &Room, held: &Held, now: Instant) -> Line {
    let meeting = &held.meeting;
    let names: Vec<&str> = held.present.iter().map(|(_, name)| name.as_str()).collect();
    let heading = Message::new("meeting-heading").with("time", long_time(meeting.held_at, tr.language)).with("place", &meeting.place);
    let typed = Values::from([("minutes".to_owned(), meeting.minutes.clone().unwrap_or_default())]);
    let form = Form::new(tr, "meeting", &typed, &[]);
    let own = |field: Field| Field { id: format!("{}-{}", field.id, meeting.id), ..field };
    let members = room.members.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let write = || {
        let mut present = form.choice("present", members.clone());
        for choice in present.options.iter_mut().flatten() {
            choice.selected = held.present.iter().any(|(id, _)| id.to_string() == choice.value);
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
        [room(true), room(false), none].iter().map(|room| Self::new(tr, room, samples::noon(5))).collect()
    }
}

async fn show(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let room = meetings::room(&context, &visit.actor, slug.into_inner()).await?;
    page(&context, &visit, &MeetingsPage::new(context.views.translator(visit.language), &room, context.now()))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    held_at: String,
    place: String,
    agenda: String,
}

async fn plan(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, form: Posted<Plan>) -> Result<HttpResponse> {
    let wrong = || Error::refused(Message::new("error-meeting-plan"));
    let held_at = Instant::parse_local(&form.0.held_at).map_err(|_| wrong())?;
    let place = line(&form.0.place, 2, 200).map_err(|_| wrong())?;
    let agenda = paragraphs(&form.0.agenda, 3, MAX_TEXT).map_err(|_| wrong())?;
    let back = format!("/werk/adviesorganen/{slug}/vergaderingen");
    meetings::plan(&context, &visit.actor, slug.into_inner(), held_at, place, agenda).await?;
    Ok(see_with(&context, &back, "ok", "flash-saved"))
}

async fn minutes(context: web::Data<Context>, visit: Visit, path: web::Path<(String, i64)>, fields: Fields) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let text = paragraphs(fields.one("minutes"), 3, MAX_TEXT).map_err(|_| Error::refused(Message::new("error-meeting-minutes")))?;
    let present = fields.all("present").filter_map(|id| id.parse().ok()).collect();
    meetings::write_minutes(&context, &visit.actor, MeetingId(id), text, present).await?;
    Ok(see_with(&context, &format!("/werk/adviesorganen/{slug}/vergaderingen"), "ok", "flash-saved"))
}
