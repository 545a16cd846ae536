//! Advies: members of an adviesorgaan write together, adopt and publish; the gebiedsteam or the
//! college replies in public.

pub mod adopt;
pub mod deliberate;
pub mod meetings;
pub mod organen;
pub mod reminders;
pub mod reply;
pub mod requests;
pub mod write;

use crate::app::Context;
use crate::app::review::gebieden_of;
use crate::domain::advies::council::{Decision, Votes, decide};
use crate::domain::event::Subject;
use crate::domain::ids::{AdviesId, AdviesorgaanId, IdeaId, MeetingId, PersonId};
use crate::domain::person::{ADVISERS, Actor, REVIEWERS, Role};
use crate::error::{Error, Result};
use crate::storage::adviezen::deliberation::{self, Minority, Note, PointReply, Recusal};
use crate::storage::adviezen::meetings::{self as meeting_store, Meeting};
use crate::storage::adviezen::requests::{self as request_store, Asked};
use crate::storage::adviezen::{self as store, Adviesorgaan, Shown};
use crate::storage::events::{self, Event};
use crate::storage::{Db, rounds};

/// The chair of an adviesorgaan.
pub(super) const CHAIR: &[Role] = &[Role::AdviesVoorzitter];
/// Who replies to an advies on a standing topic: the college, and who heads a gebiedsteam.
const COLLEGE: &[Role] = &[Role::Wijkwethouder, Role::Gebiedsmanager];

/// All public adviezen, newest first.
///
/// # Errors
/// When the database fails.
pub async fn published(context: &Context) -> Result<Vec<Shown>> {
    context.db.read(|conn| Ok(store::published(conn)?)).await
}

/// A public advies with everything that belongs to it.
#[derive(Debug, Clone)]
pub struct PublicAdvies {
    /// The advies.
    pub shown: Shown,
    /// The other ideas of its set.
    pub more: Vec<(IdeaId, String)>,
    /// Members who stepped aside, with why.
    pub recusals: Vec<Recusal>,
    /// Minority views.
    pub minorities: Vec<Minority>,
    /// How the members voted; none when the chair of an informal adviesorgaan adopted.
    pub votes: Option<Votes>,
    /// The meeting it was adopted in.
    pub meeting: Option<Meeting>,
    /// Its public record, oldest first.
    pub events: Vec<Event>,
    /// The reply to each point.
    pub points: Vec<PointReply>,
    /// What happened afterwards.
    pub afterwards: Vec<Note>,
}

/// A public advies.
///
/// # Errors
/// `NotFound` when it is not public.
pub async fn public(context: &Context, id: AdviesId) -> Result<PublicAdvies> {
    context
        .db
        .read(move |conn| {
            let shown = store::find_shown(conn, id)?;
            if shown.advies.state.is_public() { whole(conn, shown) } else { Err(Error::NotFound) }
        })
        .await
}

fn whole(conn: &mut Db, shown: Shown) -> Result<PublicAdvies> {
    let id = shown.advies.id;
    let votes = Votes::of(deliberation::votes(conn, id)?.into_iter().map(|(_, says)| says));
    Ok(PublicAdvies {
        events: events::about(conn, Subject::Advies, id.0, false)?,
        more: store::more_ideas(conn, id)?,
        recusals: deliberation::recusals(conn, id)?,
        minorities: deliberation::minorities(conn, id)?,
        votes: (votes.total() > 0).then_some(votes),
        meeting: shown.advies.meeting_id.map(|meeting| meeting_store::find(conn, meeting)).transpose()?,
        points: deliberation::point_replies(conn, id)?,
        afterwards: deliberation::afterwards(conn, id)?,
        shown,
    })
}

/// What waits for somebody: the adviezen of their adviesorganen, and those their gebiedsteam must reply to.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The adviesorganen they are a member of.
    pub organen: Vec<Adviesorgaan>,
    /// The adviezen of these, drafts too.
    pub ours: Vec<Shown>,
    /// What these were asked and have not begun.
    pub asked: Vec<Asked>,
    /// Public adviezen that await a reply of their gebiedsteam, or of the college.
    pub to_answer: Vec<Shown>,
}

/// The desk of a member of an adviesorgaan or a gebiedsteam.
///
/// # Errors
/// When the database fails.
pub async fn desk(context: &Context, actor: &Actor) -> Result<Desk> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let organen = organen_of(conn, &actor)?;
            let ids: Vec<AdviesorgaanId> = organen.iter().map(|orgaan| orgaan.id).collect();
            let gebieden = gebieden_of(conn, &actor)?;
            let mut to_answer = store::awaiting_reply(conn, &gebieden)?;
            if actor.has_any(COLLEGE) {
                to_answer.extend(store::awaiting_reply_on_topics(conn)?);
            }
            let asked = request_store::of_organen(conn, &ids)?.into_iter().filter(|asked| asked.request.advies_id.is_none()).collect();
            Ok(Desk { ours: store::of_organen(conn, &ids)?, asked, to_answer, organen })
        })
        .await
}

/// The adviesorganen somebody is a member of.
fn organen_of(conn: &mut Db, actor: &Actor) -> Result<Vec<Adviesorgaan>> {
    Ok(store::organen(conn)?.into_iter().filter(|orgaan| actor.has_in(ADVISERS, orgaan.id)).collect())
}

/// Whether somebody may reply to an advies: the gebiedsteam of its round, or the college for a
/// standing topic.
fn may_reply(conn: &mut Db, actor: &Actor, advies: &store::Advies) -> Result<bool> {
    match advies.round_id {
        Some(round) => Ok(actor.has_at(REVIEWERS, rounds::find(conn, round)?.place())),
        None => Ok(actor.has_any(COLLEGE)),
    }
}

/// A member at the table, as far as this advies is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Whether they stepped aside.
    pub recused: bool,
}

/// What the members decided so far about an advies; for a meeting only who was there counts.
fn decision(conn: &mut Db, orgaan: &Adviesorgaan, seats: &[Seat], id: AdviesId, meeting: Option<MeetingId>) -> Result<(Decision, Votes)> {
    let counted: Vec<PersonId> = seats.iter().filter(|seat| !seat.recused).map(|seat| seat.person).collect();
    let there = meeting.map(|meeting| meeting_store::present(conn, meeting)).transpose()?;
    let present = |person: &PersonId| there.as_ref().is_none_or(|there| there.iter().any(|(id, _)| id == person));
    let votes = deliberation::votes(conn, id)?;
    let votes = Votes::of(votes.into_iter().filter(|(person, _)| counted.contains(person) && present(person)).map(|(_, says)| says));
    Ok((decide(orgaan.rules(), counted.len(), votes), votes))
}

/// The members of an adviesorgaan today, with who stepped aside from this advies.
fn seats(conn: &mut Db, orgaan: AdviesorgaanId, id: AdviesId, today: chrono::NaiveDate) -> Result<Vec<Seat>> {
    let recused: Vec<PersonId> = deliberation::recusals(conn, id)?.into_iter().map(|recusal| recusal.person).collect();
    let mut seats: Vec<Seat> = Vec::new();
    for (_, person) in organen::members_of(conn, orgaan, today)? {
        if seats.iter().all(|seat| seat.person != person.id) {
            seats.push(Seat { recused: recused.contains(&person.id), person: person.id, name: person.name });
        }
    }
    Ok(seats)
}

/// That somebody may ask advies about this: the gebiedsteam about its own rounds, the college about a
/// standing topic.
fn may_ask(conn: &mut Db, actor: &Actor, about: &store::About) -> Result<()> {
    let may = match about.round {
        Some(round) => actor.has_at(REVIEWERS, rounds::find(conn, round)?.place()),
        None => actor.has_any(COLLEGE),
    };
    if may { Ok(()) } else { Err(Error::Forbidden) }
}
