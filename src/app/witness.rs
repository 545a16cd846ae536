//! A witness outside the database: a small file that says how far this server saw the database come.
//! When an older copy is put back, codes that were used in the time that is lost look unused again.
//! The program sees that at its start, and does not open until two people have accepted it.
//!
//! The same heartbeat keeps the clocks of all servers together: no phase ever goes back.

use std::io::Write;
use std::path::Path;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{Context, Deed};
use crate::clock::MOST_AHEAD;
use crate::domain::event::Subject;
use crate::domain::outcome::RoundStatus;
use crate::domain::person::Actor;
use crate::domain::phase::Phase;
use crate::domain::time::Instant;
use crate::error::{Error, Message, Result};
use crate::secrets::hex;
use crate::storage::{Db, events, heads, rounds, server_clock};

/// Clocks may differ by so much before it is an alarm.
pub const MOST_SKEW: TimeDelta = TimeDelta::seconds(1);

/// What the witness saw last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// When.
    pub at: Instant,
    /// The newest event of the record.
    pub seq: i64,
    /// Its hash, in hexadecimal.
    pub hash: String,
}

/// An older database than the witness saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollback {
    /// The last moment the database knows.
    pub from: Option<Instant>,
    /// The last moment the witness saw.
    pub until: Instant,
    /// Events of the record that were there and are not.
    pub events: i64,
}

/// One heartbeat: keeps the latest moment in the database and in the witness, and lets the clock of
/// this server never say less. Gives how far the clock of this machine is behind that.
///
/// # Errors
/// When the database fails, or the witness cannot be written.
pub async fn beat(context: &Context) -> Result<TimeDelta> {
    let behind = kept(context).await;
    context.db.note_heartbeat(behind.is_ok());
    behind
}

async fn kept(context: &Context) -> Result<TimeDelta> {
    let machine = context.clock.machine();
    let (latest, head) = context
        .db
        .write_unseen(move |conn| {
            // A moment far ahead was a mistake of somebody's clock: it is not followed.
            let kept = server_clock::lock(conn)?.filter(|kept| kept.since(machine) <= MOST_AHEAD);
            let latest = kept.map_or(machine, |kept| kept.max(machine));
            server_clock::keep(conn, latest)?;
            Ok((latest, events::head(conn)?))
        })
        .await?;
    context.clock.at_least(latest);
    let seen = Seen { at: latest, seq: head.0, hash: hex(&head.1) };
    let file = context.settings.witness_file();
    let shown = file.display().to_string();
    let written = tokio::task::spawn_blocking(move || write(&file, &seen)).await.map_err(Error::internal)?;
    written.map_err(|error| Error::Unavailable(format!("the witness {shown} cannot be written: {error}")))?;
    Ok(latest.since(machine))
}

/// The whole file or the old one, also when the power goes.
fn write(file: &Path, seen: &Seen) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(&serde_json::to_vec(seen)?)?;
    new.as_file().sync_all()?;
    new.persist(file)?;
    Ok(())
}

/// Whether the database is older than what the witness saw; none when there is no witness yet.
///
/// # Errors
/// When the database fails, or the witness cannot be read.
pub async fn rollback(context: &Context) -> Result<Option<Rollback>> {
    let file = &context.settings.witness_file();
    if !file.exists() {
        return Ok(None);
    }
    let unreadable = |error: &dyn std::fmt::Display| Error::internal(format!("the witness {} cannot be read: {error}", file.display()));
    let bytes = std::fs::read(file).map_err(|error| unreadable(&error))?;
    let seen: Seen = serde_json::from_slice(&bytes).map_err(|error| unreadable(&error))?;
    context
        .db
        .read(move |conn| {
            let from = server_clock::latest(conn)?;
            let head = events::head(conn)?.0;
            let whole = seen.seq == 0 || heads::hash_at(conn, seen.seq)?.is_some_and(|hash| hex(&hash) == seen.hash);
            let timely = from.is_some_and(|from| from >= seen.at);
            Ok((!whole || !timely).then(|| Rollback { from, until: seen.at, events: (seen.seq - head).max(0) }))
        })
        .await
}

/// Two people accept that an older database is used: that is public, and every round in which people
/// voted in the time that is lost says so.
///
/// # Errors
/// When they are one person, or the database fails.
pub async fn accept(context: &Context, rollback: &Rollback, people: [Actor; 2]) -> Result<()> {
    let [first, second] = &people;
    if first.person().is_none() || first.person() == second.person() {
        return Err(Error::refused(Message::new("error-two-people")));
    }
    let (inner, lost) = (context.clone(), rollback.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            let detail = serde_json::json!({ "from": lost.from, "until": lost.until, "events": lost.events });
            for actor in &people {
                let deed = Deed { actor, action: "platform.accept_restore", subject: Subject::Platform, id: 0 };
                deed.record(conn, now, None, detail.clone())?;
            }
            tell_rounds(conn, &lost, now, &detail)
        })
        .await?;
    beat(context).await.map(drop)
}

fn tell_rounds(conn: &mut Db, lost: &Rollback, now: Instant, detail: &serde_json::Value) -> Result<()> {
    for round in rounds::all(conn)?.into_iter().filter(|round| round.status == RoundStatus::Published) {
        let voted = round.schedule.window(Phase::Vote).is_some_and(|vote| vote.starts <= lost.until && lost.from.is_none_or(|from| from < vote.ends));
        if voted {
            let deed = Deed { actor: &Actor::Clock, action: "round.restored", subject: Subject::Round, id: round.id.0 };
            deed.record(conn, now, None, detail.clone())?;
        }
    }
    Ok(())
}
