//! A tablet on which one voter votes after another, at a polling place, a desk or a meeting.

use chrono::TimeDelta;

use crate::app::codes::DESK;
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::ids::RoundId;
use crate::domain::person::Actor;
use crate::error::{Error, Result};
use crate::secrets::{Use, hex, unhex};
use crate::storage::rounds::{self, Round};

/// How long a tablet stays one: a long day at a polling place.
pub const HOURS: i64 = 14;
/// How long a voter can be away on it before the booth closes.
pub const MINUTES: i64 = 5;

/// Makes a browser a shared tablet of a round; gives the value of its cookie, which names nobody.
///
/// # Errors
/// When this person does not work at the desk of this round.
pub async fn start(context: &Context, actor: &Actor, round: RoundId) -> Result<(Round, String)> {
    let found = note(context, actor, round, "round.start_tablet").await?;
    let until = context.now().plus(TimeDelta::hours(HOURS)).unix();
    let plain = [round.0.to_be_bytes(), until.to_be_bytes()].concat();
    let sealed = context.secrets.seal(Use::Booth, b"tablet", &plain).map_err(Error::Internal)?;
    Ok((found, hex(&sealed)))
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
            let found = rounds::find(conn, round)?;
            if !actor.has_at(DESK, found.place()) {
                return Err(Error::Forbidden);
            }
            Deed { actor: &actor, action, subject: Subject::Round, id: round.0 }.record_inside(conn, inner.now(), None, serde_json::json!({}))?;
            Ok(found)
        })
        .await
}

/// Whether this is the cookie of a shared tablet of a round, and its day is not over.
#[must_use]
pub fn opens(context: &Context, value: &str, round: RoundId) -> bool {
    let plain = unhex(value).and_then(|sealed| context.secrets.open(Use::Booth, b"tablet", &sealed).ok());
    let Some(plain) = plain else { return false };
    let Some((own, until)) = plain.split_first_chunk::<8>() else { return false };
    let until = until.try_into().map_or(0, i64::from_be_bytes);
    i64::from_be_bytes(*own) == round.0 && until > context.now().unix()
}
