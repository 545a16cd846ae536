//! A round that runs: made longer, stopped, evaluated; always with a reason and in public.

use super::{deed, evaluation_due, must_manage, tell};
use crate::app::Context;
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, REVIEWERS, ROUND_MANAGERS};
use crate::domain::phase::{Phase, ScheduleError};
use crate::domain::time::{Instant, Window, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::round_records::{Evaluation, Extension};
use crate::storage::rounds::Round;
use crate::storage::{round_records, rounds};
use crate::views::mail::Letter;

fn must_run(round: &Round) -> Result<()> {
    if round.status == RoundStatus::Published { Ok(()) } else { Err(Error::refused(Message::new("error-round-not-running"))) }
}

/// Makes a phase longer, with a public reason; tells everybody who takes part.
///
/// # Errors
/// When the phase is over, the new end is not later, or the next phase would begin before it.
pub async fn extend(context: &Context, actor: Actor, slug: String, phase: Phase, ends: Instant, reason: String) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let round = rounds::lock(conn, &slug)?;
            must_manage(&actor, &round)?;
            must_run(&round)?;
            let old = round.schedule.window(phase).ok_or(Error::NotFound)?;
            let extension = Extension { phase, old_ends: old.ends, new_ends: ends, reason, at: now };
            let schedule = longer(&round, old, &extension)?;
            rounds::set_schedule(conn, round.id, &schedule)?;
            rounds::touch(conn, round.id)?;
            round_records::add_extension(conn, round.id, &extension)?;
            let detail = serde_json::json!({ "phase": phase, "from": old.ends, "to": ends });
            deed(&actor, "round.extend", &round).record(conn, now, Some(&extension.reason), detail)?;
            tell(&context, conn, &round, |language| {
                Letter::new(Message::new("mail-round-extended-subject").with("name", &round.name))
                    .line(Message::new(extended_text(phase)).with("name", &round.name))
                    .line(Message::new("mail-round-extended-dates").with("from", long_time(old.ends, language)).with("to", long_time(ends, language)))
                    .line(Message::new("mail-round-reason"))
                    .quote(extension.reason.clone())
                    .button(Message::new("mail-round-button"), context.url(&format!("/rondes/{}", round.slug)))
            })
        })
        .await
}

fn longer(round: &Round, old: Window, extension: &Extension) -> Result<crate::domain::phase::Schedule> {
    if old.ends <= extension.at {
        return Err(Error::refused(Message::new("error-round-phase-over")));
    }
    if extension.new_ends <= old.ends {
        return Err(Error::Invalid(vec![FieldError::new("ends", Message::new("error-round-not-later"))]));
    }
    round.schedule.extended(extension.phase, extension.new_ends).map_err(|error| match error {
        ScheduleError::Overlap(..) | ScheduleError::EndsBeforeItStarts(_) | ScheduleError::Twice(_) => {
            Error::Invalid(vec![FieldError::new("ends", Message::new("error-round-next-phase"))])
        }
    })
}

const fn extended_text(phase: Phase) -> &'static str {
    match phase {
        Phase::Prepare => "mail-round-extended-prepare",
        Phase::Submit => "mail-round-extended-submit",
        Phase::Review => "mail-round-extended-review",
        Phase::Reconsider => "mail-round-extended-reconsider",
        Phase::Vote => "mail-round-extended-vote",
        Phase::Count => "mail-round-extended-count",
        Phase::Result => "mail-round-extended-result",
        Phase::Execute => "mail-round-extended-execute",
        Phase::Evaluate | Phase::Closed => "mail-round-extended-evaluate",
    }
}

/// Stops a round for good, with a public reason; tells everybody who takes part.
///
/// # Errors
/// When it does not run.
pub async fn stop(context: &Context, actor: Actor, slug: String, reason: String) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let round = rounds::lock(conn, &slug)?;
            must_manage(&actor, &round)?;
            must_run(&round)?;
            rounds::set_stopped(conn, round.id, &reason)?;
            deed(&actor, "round.stop", &round).record(conn, now, Some(&reason), serde_json::json!({}))?;
            tell(&context, conn, &round, |_| {
                Letter::new(Message::new("mail-round-stopped-subject").with("name", &round.name))
                    .line(Message::new("mail-round-stopped-text").with("name", &round.name))
                    .quote(reason.clone())
                    .button(Message::new("mail-round-button"), context.url(&format!("/rondes/{}", round.slug)))
            })
        })
        .await
}

/// Writes what was learned from a round and what will be done differently.
///
/// # Errors
/// When the actor does not work in the gebied, or the evaluation has not begun.
pub async fn evaluate(context: &Context, actor: Actor, slug: String, learned: String, change: String) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let round = rounds::lock(conn, &slug)?;
            let author = actor.person().filter(|_| actor.has_at(&[REVIEWERS, ROUND_MANAGERS].concat(), round.place())).ok_or(Error::Forbidden)?;
            if !evaluation_due(&round, now) {
                return Err(Error::refused(Message::new("error-round-evaluate-later")));
            }
            let evaluation = Evaluation { round: round.id, learned, change, published_at: now };
            round_records::set_evaluation(conn, &evaluation, author)?;
            deed(&actor, "round.evaluate", &round).record(conn, now, None, serde_json::json!({}))
        })
        .await
}
