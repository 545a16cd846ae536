//! Supporting an idea: once for each person, and to be taken back.

use super::{Tie, readable_locked};
use crate::app::Context;
use crate::domain::idea::{IdeaState, Part};
use crate::domain::ids::IdeaId;
use crate::domain::person::Actor;
use crate::domain::phase::Phase;
use crate::domain::time::Instant;
use crate::error::{Error, Message, Result};
use crate::storage::idea_people;
use crate::storage::ideas::Idea;
use crate::storage::rounds::Round;

/// Whether an idea can be supported now. From the vote on, voting is what counts.
#[must_use]
pub fn is_open(idea: &Idea, round: &Round, now: Instant) -> bool {
    let going = idea.state.awaits_verdict() || matches!(idea.state, IdeaState::Feasible | IdeaState::Challenge);
    going && !round.schedule.has_begun(Phase::Vote, now)
}

/// Supports an idea. Doing so twice, also at the same moment, counts once.
///
/// # Errors
/// When it is their own idea, or too late.
pub async fn give(context: &Context, actor: Actor, id: IdeaId) -> Result<()> {
    let person = actor.person().ok_or(Error::SignInFirst)?;
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, round, tie) = readable_locked(conn, &actor, id)?;
            refuse_own(tie)?;
            if !is_open(&idea, &round, now) {
                return Err(Error::refused(Message::new("error-support-over")));
            }
            idea_people::add(conn, id, person, Part::Supporter, true, now)?;
            Ok(())
        })
        .await
}

fn refuse_own(tie: Tie) -> Result<()> {
    if tie.author { Err(Error::refused(Message::new("error-support-own"))) } else { Ok(()) }
}

/// Takes support back.
///
/// # Errors
/// When it is too late: support that stood at the vote stays as it was.
pub async fn take_back(context: &Context, actor: Actor, id: IdeaId) -> Result<()> {
    let person = actor.person().ok_or(Error::SignInFirst)?;
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let (idea, round, _) = readable_locked(conn, &actor, id)?;
            if !is_open(&idea, &round, context.now()) {
                return Err(Error::refused(Message::new("error-support-over")));
            }
            idea_people::remove(conn, id, person, Part::Supporter)?;
            Ok(())
        })
        .await
}

/// Follows an idea, or stops following it: who follows hears what happens.
///
/// # Errors
/// `NotFound` for a draft.
pub async fn follow(context: &Context, actor: Actor, id: IdeaId, follows: bool) -> Result<()> {
    let person = actor.person().ok_or(Error::SignInFirst)?;
    let now = context.now();
    context
        .db
        .write(move |conn| {
            let (idea, ..) = readable_locked(conn, &actor, id)?;
            match (follows, idea.state.is_public()) {
                (true, false) => return Err(Error::NotFound),
                (true, true) => drop(idea_people::add(conn, id, person, Part::Follower, true, now)?),
                (false, _) => drop(idea_people::remove(conn, id, person, Part::Follower)?),
            }
            Ok(())
        })
        .await
}
