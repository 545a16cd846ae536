//! Counting the same ballots again, without a plan that fell out after the vote. The new outcome is checked and confirmed anew. A public outcome never changes: the new
//! count comes beside it, and holds from the day it is published too.

use super::lot::Lot;
use super::outcomes::{documents, recountable};
use super::tally::Input;
use super::told::Told;
use crate::app::staff::Fresh;
use crate::app::{Context, Deed, ideas as ideas_app, ledger};
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaState, IdeaStep};
use crate::domain::ids::{IdeaId, RoundId};
use crate::domain::outcome::OutcomeState;
use crate::domain::person::Actor;
use crate::domain::text::{TextError, paragraphs};
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::outcomes::{self as stored, NewOutcome, Row};
use crate::storage::rounds::Round;
use crate::storage::{Db, ballot_box, ideas};

/// The longest reason, in characters.
pub const MAX_TEXT: usize = 500;

/// Reads what a recount needs: the ballots and the lot.
fn read(conn: &mut Db, round: Round, row: &Row) -> Result<(Input, Lot)> {
    let frozen = ballot_box::frozen(conn, round.id)?.ok_or(Error::NotFound)?;
    let lot = serde_json::from_str(row.lot.as_deref().ok_or(Error::NotFound)?)?;
    Ok((Input::read(conn, round, frozen)?, lot))
}

fn replace(conn: &mut Db, round: RoundId, old: &str, new: &NewOutcome, actor: &Actor, now: crate::domain::time::Instant) -> Result<()> {
    if stored::replace(conn, round, old, new, actor.person(), now)? { Ok(()) } else { Err(Error::Conflict) }
}

/// Takes a plan out after the vote, with a reason for everybody to read, and counts again without it.
/// When the outcome is public already, this makes a next count beside it.
///
/// # Errors
/// When it was not counted yet, when this person may not, or when the plan has begun.
pub async fn withdraw(context: &Context, actor: &Actor, _: Fresh, round: RoundId, plan: IdeaId, reason: &str) -> Result<()> {
    let reason = paragraphs(reason, 10, MAX_TEXT).map_err(|error| Error::Invalid(vec![FieldError::new("reason", reason_error(error))]))?;
    let (inner, who, why) = (context.clone(), actor.clone(), reason.clone());
    let (row, input, lot) = context
        .db
        .read(move |conn| {
            let (round, row) = recountable(&inner, conn, &who, round)?;
            must_be_in(&row, plan)?;
            let (mut input, lot) = read(conn, round, &row)?;
            fell_out_before(conn, &mut input, &row)?;
            input.now.entry(plan).or_default().withdrawn = Some(why);
            Ok((row, input, lot))
        })
        .await?;
    let new = tokio::task::spawn_blocking(move || input.outcome(&lot)).await.map_err(Error::internal)??;
    let (inner, actor) = (context.clone(), actor.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            let (found, newest) = recountable(&inner, conn, &actor, round)?;
            if newest.input_hash != row.input_hash {
                return Err(Error::Conflict);
            }
            let idea = ideas::lock(conn, plan)?;
            let step = falling_out(idea.state).ok_or_else(|| Error::refused(Message::new("error-withdraw-begun")))?;
            let idea = ideas_app::step(&inner, conn, &actor, &idea, step, Some(&reason))?;
            if newest.state == OutcomeState::Published {
                ledger::release(conn, &actor, &found, &idea, &reason, now)?;
                let why = format!("{}: {reason}", idea.title);
                if !stored::insert(conn, (round, newest.version + 1), Some(&why), &new, actor.person(), now)? {
                    return Err(Error::Conflict);
                }
            } else {
                replace(conn, round, &row.input_hash, &new, &actor, now)?;
            }
            let detail = serde_json::json!({ "plan": idea.title, "input_hash": new.input_hash, "digest": new.digest() });
            Deed { actor: &actor, action: "round.withdraw_plan", subject: Subject::Round, id: round.0 }.record(conn, now, Some(&reason), detail)
        })
        .await
}

/// The step of a plan that falls out; none when the work has begun: that is stopped, not counted again.
const fn falling_out(now: IdeaState) -> Option<IdeaStep> {
    match now {
        IdeaState::Feasible => Some(IdeaStep::Withdraw),
        IdeaState::Chosen => Some(IdeaStep::Stop),
        _ => None,
    }
}

/// What fell out at an earlier count stays out, for the same reason, and the turnout stays what it
/// was: the codes can have been forgotten since.
fn fell_out_before(conn: &mut Db, input: &mut Input, row: &Row) -> Result<()> {
    input.turnout = serde_json::from_str(&row.turnout)?;
    let (election, _) = documents(conn, input.round.id, row.version)?;
    for project in election.projects {
        if let (Ok(idea), Some(withdrawn)) = (project.id.parse(), project.withdrawn) {
            input.now.entry(idea).or_default().withdrawn = Some(withdrawn.reason);
        }
    }
    Ok(())
}

fn reason_error(error: TextError) -> Message {
    match error {
        TextError::TooLong(_) => Message::new("error-text-long").with("n", MAX_TEXT),
        TextError::Empty | TextError::TooShort(_) | TextError::NotAnEmail => Message::new("error-withdraw-reason"),
    }
}

/// Only a plan that takes part can fall out; when the outcome is public, only one that was chosen.
fn must_be_in(row: &Row, plan: IdeaId) -> Result<()> {
    let told: Told = serde_json::from_str(&row.explanation)?;
    let public = row.state == OutcomeState::Published;
    let takes_part = told.plans().any(|told| told.idea == plan && !told.withdrawn && (told.chosen || !public));
    if takes_part { Ok(()) } else { Err(Error::Invalid(vec![FieldError::new("plan", Message::new("error-choose"))])) }
}
