//! What must happen at a moment: the beginning of a phase is written down once, and who takes part
//! is told when there is something to do.

use chrono::TimeDelta;

use super::{deed, tell};
use crate::app::Context;
use crate::domain::outcome::RoundStatus;
use crate::domain::person::Actor;
use crate::domain::phase::Phase;
use crate::domain::time::{Instant, Window, long_time};
use crate::error::{Message, Result};
use crate::storage::rounds::Round;
use crate::storage::{Db, round_records, rounds};
use crate::views::mail::Letter;

/// A phase that began longer ago is not news.
const NEWS: TimeDelta = TimeDelta::days(2);
/// The name of the event.
const BEGUN: &str = "round.phase";

/// Does what the dates of the rounds say must happen now. May be called as often as one likes, by
/// any instance: the event of a beginning is written once.
///
/// # Errors
/// When the database fails.
pub async fn by_the_clock(context: &Context) -> Result<()> {
    let now = context.now();
    let due = context
        .db
        .read(move |conn| {
            let mut due = Vec::new();
            for round in rounds::all(conn)? {
                let begun = newly_begun(&round, now);
                if !begun.is_empty() && unwritten(conn, &round, &begun)?.next().is_some() {
                    due.push(round.slug);
                }
            }
            Ok(due)
        })
        .await?;
    for slug in due {
        let context = context.clone();
        context
            .db
            .clone()
            .write(move |conn| {
                let now = context.now();
                let round = rounds::lock(conn, &slug)?;
                let begun = newly_begun(&round, now);
                for (phase, window) in unwritten(conn, &round, &begun)? {
                    begin(&context, conn, &round, phase, window)?;
                }
                Ok(())
            })
            .await?;
    }
    Ok(())
}

/// The phases of a published round that began lately.
fn newly_begun(round: &Round, now: Instant) -> Vec<(Phase, Window)> {
    let published = round.published_at.filter(|_| round.status == RoundStatus::Published);
    let new = |window: &Window| window.starts <= now && now.since(window.starts) < NEWS && published.is_some_and(|at| at <= window.starts);
    round.schedule.windows().iter().filter(|(_, window)| new(window)).copied().collect()
}

/// Those of them whose beginning is not written down yet.
fn unwritten(conn: &mut Db, round: &Round, begun: &[(Phase, Window)]) -> Result<std::vec::IntoIter<(Phase, Window)>> {
    let written = round_records::details(conn, round.id, BEGUN)?;
    let is_written = |phase: Phase| written.iter().any(|detail| detail.get("phase").and_then(|p| p.as_str()) == Some(phase.as_str()));
    let left: Vec<(Phase, Window)> = begun.iter().filter(|(phase, _)| !is_written(*phase)).copied().collect();
    Ok(left.into_iter())
}

fn begin(context: &Context, conn: &mut Db, round: &Round, phase: Phase, window: Window) -> Result<()> {
    deed(&Actor::Clock, BEGUN, round).record(conn, context.now(), None, serde_json::json!({ "phase": phase }))?;
    let Some((subject, text)) = news(phase) else { return Ok(()) };
    tell(context, conn, round, |language| {
        Letter::new(Message::new(subject).with("name", &round.name))
            .line(Message::new(text).with("name", &round.name).with("ends", long_time(window.ends, language)))
            .button(Message::new("mail-round-button"), context.url(&format!("/rondes/{}", round.slug)))
    })
}

/// The mail at the beginning of a phase in which there is something to do.
const fn news(phase: Phase) -> Option<(&'static str, &'static str)> {
    match phase {
        Phase::Submit => Some(("mail-phase-submit-subject", "mail-phase-submit-text")),
        Phase::Vote => Some(("mail-phase-vote-subject", "mail-phase-vote-text")),
        Phase::Evaluate => Some(("mail-phase-evaluate-subject", "mail-phase-evaluate-text")),
        Phase::Prepare | Phase::Review | Phase::Reconsider | Phase::Count | Phase::Result | Phase::Execute | Phase::Closed => None,
    }
}
