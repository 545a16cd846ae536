//! A tablet on which one voter votes after another, at a polling place, a desk or a meeting. One that
//! is set up for it goes on without a connection: it seals ballots and delivers them later.

use chrono::TimeDelta;

use super::delivery::{seal_name, wrapped_for};
use super::{OwnBallot, frozen_ballot};
use crate::app::codes::DESK;
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::ids::{PollingPlaceId, RoundId, TabletId, WijkId};
use crate::domain::person::Actor;
use crate::domain::phase::Phase;
use crate::domain::tablet::Content;
use crate::domain::time::Instant;
use crate::envelope::DeliveryKey;
use crate::error::{Error, FieldError, Message, Result};
use crate::secrets::{Use, hex, unhex};
use crate::storage::polling::{self, PollingPlace};
use crate::storage::rounds::{self, Round};
use crate::storage::tablets::{self, NewTablet, Tablet};
use crate::storage::{Db, ballot_box};

/// How long a tablet stays one: a long day at a polling place.
pub const HOURS: i64 = 14;
/// How long a voter can be away on it before the booth closes.
pub const MINUTES: i64 = 5;
/// How long after the close a tablet can still tell what waits on it.
const DAYS_AFTER: i64 = 7;

/// What the cookie of a shared tablet says. It names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shared {
    /// The round that is voted in.
    pub round: RoundId,
    /// The tablet, when it goes on without a connection.
    pub tablet: Option<TabletId>,
    /// Until when it is one.
    pub until: Instant,
}

impl Shared {
    /// As the value of a cookie: sealed, so that only this server makes one.
    fn sealed(&self, context: &Context) -> Result<String> {
        let tablet = self.tablet.map_or(0, |id| id.0);
        let plain = [self.round.0, self.until.unix(), tablet].map(i64::to_be_bytes).concat();
        context.secrets.seal(Use::Booth, b"tablet", &plain).map(|sealed| hex(&sealed)).map_err(Error::Internal)
    }

    /// Reads a cookie; none when it is not ours or its day is over.
    #[must_use]
    pub fn open(context: &Context, value: &str) -> Option<Self> {
        let plain = context.secrets.open(Use::Booth, b"tablet", &unhex(value)?).ok()?;
        let (round, rest) = plain.split_first_chunk::<8>()?;
        let (until, rest) = rest.split_first_chunk::<8>()?;
        let tablet = i64::from_be_bytes(rest.try_into().ok()?);
        let until: Instant = chrono::DateTime::from_timestamp(i64::from_be_bytes(*until), 0)?.into();
        let shared = Self { round: RoundId(i64::from_be_bytes(*round)), tablet: (tablet > 0).then_some(TabletId(tablet)), until };
        (until > context.now()).then_some(shared)
    }
}

/// A browser that became a shared tablet.
#[derive(Debug, Clone)]
pub struct Started {
    /// The round.
    pub round: Round,
    /// The value of its cookie.
    pub cookie: String,
    /// For how many seconds.
    pub seconds: i64,
}

/// Makes a browser a shared tablet of a round.
///
/// # Errors
/// When this person does not work at the desk of this round.
pub async fn start(context: &Context, actor: &Actor, round: RoundId) -> Result<Started> {
    let round = note(context, actor, round, "round.start_tablet").await?;
    started(context, round, None, context.now().plus(TimeDelta::hours(HOURS)))
}

fn started(context: &Context, round: Round, tablet: Option<TabletId>, until: Instant) -> Result<Started> {
    let cookie = Shared { round: round.id, tablet, until }.sealed(context)?;
    Ok(Started { round, cookie, seconds: until.unix() - context.now().unix() })
}

/// Notes that a browser is a tablet no more.
///
/// # Errors
/// As [`start`].
pub async fn stop(context: &Context, actor: &Actor, round: RoundId) -> Result<()> {
    note(context, actor, round, "round.stop_tablet").await.map(drop)
}

async fn note(context: &Context, actor: &Actor, round: RoundId, action: &'static str) -> Result<Round> {
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write(move |conn| {
            let found = desk_of(conn, &actor, round)?;
            Deed { actor: &actor, action, subject: Subject::Round, id: round.0 }.record_inside(conn, inner.now(), None, serde_json::json!({}))?;
            Ok(found)
        })
        .await
}

/// The round, for somebody who works at its desk.
fn desk_of(conn: &mut Db, actor: &Actor, round: RoundId) -> Result<Round> {
    let found = rounds::find(conn, round)?;
    if actor.has_at(DESK, found.place()) { Ok(found) } else { Err(Error::Forbidden) }
}

/// The tablets of a round, for who sets one up.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The round.
    pub round: Round,
    /// Its wijken.
    pub wijken: Vec<(WijkId, String)>,
    /// Its polling places.
    pub places: Vec<PollingPlace>,
    /// The tablets that go on without a connection.
    pub tablets: Vec<Tablet>,
    /// Whether votes are taken now.
    pub open: bool,
}

/// The tablets of a round.
///
/// # Errors
/// When this person does not work at the desk of this round.
pub async fn overview(context: &Context, actor: &Actor, round: RoundId) -> Result<Overview> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let round = desk_of(conn, &actor, round)?;
            Ok(Overview {
                wijken: rounds::wijken_of(conn, round.id)?,
                places: polling::all(conn, round.id)?,
                tablets: tablets::all(conn, round.id)?,
                open: round.is_open(Phase::Vote, now),
                round,
            })
        })
        .await
}

/// Makes a browser a tablet that goes on without a connection, for a wijk or for all of them, at a
/// polling place or elsewhere. Its key is made here; the half that opens never leaves the server.
///
/// # Errors
/// `Invalid` when there is no such wijk or place; when votes are not taken now, or this person may not.
pub async fn set_up(context: &Context, actor: &Actor, round: RoundId, wijk: &str, place: &str) -> Result<Started> {
    // Whoever may not, waits for no key.
    let here = overview(context, actor, round).await?;
    if !here.open {
        return Err(Error::refused(Message::new("error-tablet-not-open")));
    }
    frozen_ballot(context, round).await?;
    let (wijk, place) = chosen(&here, wijk, place)?;
    let key = tokio::task::spawn_blocking(DeliveryKey::generate).await.map_err(Error::internal)?.map_err(Error::internal)?;
    let public = key.public().map_err(Error::internal)?;
    let bytes = key.to_bytes().map_err(Error::internal)?;
    let wrapped = context.secrets.seal(Use::DeliveryKey, &wrapped_for(&public), &bytes).map_err(Error::Internal)?;
    let (actor, inner) = (actor.clone(), context.clone());
    let (round, id, until) = context
        .db
        .write(move |conn| {
            let now = inner.now();
            ballot_box::lock_round(conn, round)?;
            let found = desk_of(conn, &actor, round)?;
            let opening = ballot_box::opening(conn, round)?;
            if !opening.takes_votes(now) {
                return Err(Error::refused(Message::new("error-tablet-not-open")));
            }
            let id = tablets::insert(conn, NewTablet { round, place, wijk, public_key: &public, wrapped: &wrapped })?;
            let tablet = tablets::find(conn, id)?;
            let detail = serde_json::json!({ "tablet": tablet.number, "place": tablet.place });
            Deed { actor: &actor, action: "round.set_up_tablet", subject: Subject::Round, id: round.0 }.record_inside(conn, now, None, detail)?;
            Ok((found, id, opening.window.ends.plus(TimeDelta::days(DAYS_AFTER))))
        })
        .await?;
    started(context, round, Some(id), until)
}

/// The wijk and the place that were chosen; nothing chosen is every wijk, and no polling place.
fn chosen(here: &Overview, wijk: &str, place: &str) -> Result<(Option<WijkId>, Option<PollingPlaceId>)> {
    let wijk = match wijk {
        "" => Some(None),
        id => id.parse().ok().filter(|id| here.wijken.iter().any(|(wijk, _)| wijk == id)).map(Some),
    };
    let place = match place {
        "" => Some(None),
        id => id.parse().ok().filter(|id| here.places.iter().any(|place| place.id == *id)).map(Some),
    };
    match (wijk, place) {
        (Some(wijk), Some(place)) => Ok((wijk, place)),
        (wijk, place) => {
            let wrong = [("wijk", wijk.is_none()), ("place", place.is_none())].into_iter().filter(|(_, wrong)| *wrong);
            Err(Error::Invalid(wrong.map(|(field, _)| FieldError::new(field, Message::new("error-choose"))).collect()))
        }
    }
}

/// Notes that somebody looked at a tablet and that nothing waits on it.
///
/// # Errors
/// `NotFound` when the round has no such tablet, or this person does not work at its desk.
pub async fn finish(context: &Context, actor: &Actor, round: RoundId, id: TabletId) -> Result<()> {
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            desk_of(conn, &actor, round)?;
            let tablet = tablets::find(conn, id)?;
            if tablet.round != round {
                return Err(Error::NotFound);
            }
            tablets::set_done(conn, id)?;
            let detail = serde_json::json!({ "tablet": tablet.number, "place": tablet.place });
            Deed { actor: &actor, action: "round.finish_tablet", subject: Subject::Round, id: round.0 }.record_inside(conn, now, None, detail)
        })
        .await
}

/// What the page on a tablet needs to go on without a connection.
#[derive(Debug, Clone)]
pub struct Device {
    /// The tablet.
    pub tablet: Tablet,
    /// What a voter sees; nobody's ballot.
    pub ballot: OwnBallot,
    /// Whether votes are taken now.
    pub open: bool,
    /// The name under which it seals.
    pub seal_name: String,
    /// How long the content of every seal is made, in bytes.
    pub size: usize,
}

/// What the page on a tablet shows.
///
/// # Errors
/// `NotFound` when there is no such tablet.
pub async fn device(context: &Context, id: TabletId) -> Result<Device> {
    let tablet = context.db.read(move |conn| Ok(tablets::find(conn, id)?)).await?;
    let frozen = frozen_ballot(context, tablet.round).await?;
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let round = rounds::find(conn, tablet.round)?;
            let opening = ballot_box::opening(conn, tablet.round)?;
            let adviezen = ballot_box::adviezen_of(conn, tablet.round)?;
            let (text, order) = (frozen.text.clone(), (0..frozen.text.plans.len()).collect());
            Ok(Device {
                open: opening.takes_votes(now),
                seal_name: seal_name(id),
                size: Content::size(text.plans.len()),
                ballot: OwnBallot { round, window: opening.window, text, saved: None, adviezen, order },
                tablet,
            })
        })
        .await
}

/// What a tablet is told: whether votes are taken, and what became of what it delivered.
///
/// # Errors
/// `NotFound` when there is no such tablet.
pub async fn standing(context: &Context, id: TabletId) -> Result<(bool, Tablet)> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let tablet = tablets::find(conn, id)?;
            Ok((ballot_box::opening(conn, tablet.round)?.takes_votes(now), tablet))
        })
        .await
}
