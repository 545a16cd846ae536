//! Meetings of an adviesorgaan: planned with an agenda, written down with who was there.

use super::organen::members_of;
use super::{CHAIR, organen_of};
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::ids::{AdviesorgaanId, MeetingId, PersonId};
use crate::domain::person::Actor;
use crate::domain::time::{Instant, long_time};
use crate::error::{Error, Message, Result};
use crate::storage::adviezen::meetings::{self as store, Meeting};
use crate::storage::adviezen::{Adviesorgaan, orgaan_by_slug};
use crate::views::mail::Letter;

/// A meeting with who was there.
#[derive(Debug, Clone)]
pub struct Held {
    /// The meeting.
    pub meeting: Meeting,
    /// Who was there.
    pub present: Vec<(PersonId, String)>,
}

/// The meetings of an adviesorgaan, for its members.
#[derive(Debug, Clone)]
pub struct Room {
    /// The adviesorgaan.
    pub orgaan: Adviesorgaan,
    /// Its meetings, newest first.
    pub meetings: Vec<Held>,
    /// Its members.
    pub members: Vec<(PersonId, String)>,
    /// Whether this member is the chair.
    pub chair: bool,
}

/// The meetings of an adviesorgaan.
///
/// # Errors
/// `Forbidden` for who is no member.
pub async fn room(context: &Context, actor: &Actor, slug: String) -> Result<Room> {
    let (actor, today) = (actor.clone(), context.now().day());
    context
        .db
        .read(move |conn| {
            let orgaan = orgaan_by_slug(conn, &slug)?;
            if organen_of(conn, &actor)?.iter().all(|own| own.id != orgaan.id) {
                return Err(Error::Forbidden);
            }
            let held = store::of_orgaan(conn, orgaan.id)?
                .into_iter()
                .map(|meeting| Ok(Held { present: store::present(conn, meeting.id)?, meeting }))
                .collect::<Result<Vec<_>>>()?;
            let members = members_of(conn, orgaan.id, today)?.into_iter().map(|(_, person)| (person.id, person.name)).collect();
            Ok(Room { meetings: held, members, chair: actor.has_in(CHAIR, orgaan.id), orgaan })
        })
        .await
}

/// The chair plans a meeting; the members get the agenda.
///
/// # Errors
/// `Forbidden` for everybody but the chair.
pub async fn plan(context: &Context, actor: &Actor, slug: String, held_at: Instant, place: String, agenda: String) -> Result<MeetingId> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let orgaan = orgaan_by_slug(conn, &slug)?;
            chaired(&actor, orgaan.id)?;
            let id = store::insert(conn, orgaan.id, held_at, &place, &agenda)?;
            let deed = Deed { actor: &actor, action: "adviesorgaan.plan_meeting", subject: Subject::Adviesorgaan, id: orgaan.id.0 };
            deed.record_inside(conn, context.now(), None, serde_json::json!({ "meeting": id }))?;
            for (_, member) in members_of(conn, orgaan.id, context.now().day())? {
                let when = long_time(held_at, member.language);
                let letter = Letter::new(Message::new("mail-meeting-subject").with("orgaan", &orgaan.name).with("time", &when))
                    .line(Message::new("mail-meeting-text").with("time", when).with("place", &place))
                    .quote(agenda.clone())
                    .button(Message::new("mail-meeting-button"), context.url(&format!("/werk/adviesorganen/{slug}/vergaderingen")));
                context.post(conn, &member, &letter)?;
            }
            Ok(id)
        })
        .await
}

/// The chair writes down what was said and who was there.
///
/// # Errors
/// `Forbidden` for everybody but the chair; a refusal before the meeting, or for who is no member.
pub async fn write_minutes(context: &Context, actor: &Actor, id: MeetingId, minutes: String, present: Vec<PersonId>) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let (now, meeting) = (context.now(), store::find(conn, id)?);
            chaired(&actor, meeting.orgaan)?;
            if now < meeting.held_at {
                return Err(Error::refused(Message::new("error-meeting-early")));
            }
            let members = members_of(conn, meeting.orgaan, meeting.held_at.day())?;
            if present.iter().any(|person| members.iter().all(|(_, member)| member.id != *person)) {
                return Err(Error::refused(Message::new("error-meeting-member")));
            }
            store::set_minutes(conn, id, &minutes, &present)?;
            let deed = Deed { actor: &actor, action: "adviesorgaan.minutes", subject: Subject::Adviesorgaan, id: meeting.orgaan.0 };
            deed.record_inside(conn, now, None, serde_json::json!({ "meeting": id, "present": present.len() }))
        })
        .await
}

fn chaired(actor: &Actor, orgaan: AdviesorgaanId) -> Result<()> {
    if actor.has_in(CHAIR, orgaan) { Ok(()) } else { Err(Error::Forbidden) }
}
