//! Merging two ideas, when both owners agree.

use super::{awaits, not_frozen, open_for_reviewer};
use crate::app::ideas::{news, step};
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaStep, Part};
use crate::domain::ids::{IdeaId, MergeId, PersonId};
use crate::domain::person::Actor;
use crate::domain::review::{Consent, MergeAnswer};
use crate::error::{Error, Message, Result};
use crate::storage::ideas::Idea;
use crate::storage::review::merges::{self, Merge};
use crate::storage::{Db, ideas, people, review as store, rounds};
use crate::views::mail::Letter;

/// Proposes that idea `id` goes on inside idea `into`; both owners are asked.
///
/// # Errors
/// When they are not two ideas of one round that await a verdict, or one of them is in another
/// open proposal.
pub async fn propose(context: &Context, actor: &Actor, id: IdeaId, into: IdeaId, reason: String) -> Result<MergeId> {
    let (context, actor) = (context.clone(), actor.clone());
    context.db.clone().write(move |conn| propose_in(&context, conn, &actor, id, into, &reason)).await
}

/// The same inside a transaction that is open already.
///
/// # Errors
/// As [`propose`].
pub(super) fn propose_in(context: &Context, conn: &mut Db, actor: &Actor, id: IdeaId, into: IdeaId, reason: &str) -> Result<MergeId> {
    let now = context.now();
    let person = actor.person().ok_or(Error::Forbidden)?;
    let (idea, round) = open_for_reviewer(conn, actor, id)?;
    let other = ideas::find(conn, into)?;
    not_frozen(&round, now)?;
    awaits(&idea)?;
    if idea.id == other.id || idea.round_id != other.round_id || !other.state.awaits_verdict() {
        return Err(Error::refused(Message::new("error-merge-other")));
    }
    // Several ideas may go on in one; what goes on elsewhere takes in nothing.
    let open = merges::open_of(conn, &[id, into])?;
    if open.iter().any(|merge| merge.idea == id || merge.into == id || merge.idea == into) {
        return Err(Error::refused(Message::new("error-merge-open")));
    }
    let merge = merges::insert(conn, id, into, person, reason, now)?;
    let detail = serde_json::json!({ "into": into });
    Deed { actor, action: "idea.propose_merge", subject: Subject::Idea, id: id.0 }.record_inside(conn, now, Some(reason), detail)?;
    let letter = Letter::new(Message::new("mail-merge-propose-subject"))
        .line(Message::new("mail-merge-propose-text").with("idea", &idea.title).with("into", &other.title))
        .quote(reason)
        .line(Message::new("mail-merge-propose-after"))
        .button(Message::new("mail-merge-propose-button"), context.url(&format!("/samenvoegen/{merge}")));
    for owner in owners(&idea, &other) {
        let owner = people::find(conn, owner)?;
        context.post(conn, &owner, &letter)?;
    }
    Ok(merge)
}

/// The owners of two ideas, each once.
fn owners(one: &Idea, other: &Idea) -> Vec<PersonId> {
    if one.owner_id == other.owner_id { vec![one.owner_id] } else { vec![one.owner_id, other.owner_id] }
}

/// A proposal as its owners see it.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The proposal.
    pub merge: Merge,
    /// The idea that would go on inside the other.
    pub idea: Idea,
    /// The other.
    pub into: Idea,
    /// What this owner said.
    pub said: Option<Consent>,
}

/// A proposal, for one of the two owners.
///
/// # Errors
/// `NotFound`, or `Forbidden` for everybody else.
pub async fn proposal(context: &Context, actor: &Actor, id: MergeId) -> Result<Proposal> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let merge = merges::find(conn, id)?;
            let (idea, into) = (ideas::find(conn, merge.idea)?, ideas::find(conn, merge.into)?);
            let person = actor.person().filter(|person| owners(&idea, &into).contains(person)).ok_or(Error::Forbidden)?;
            let said = if person == idea.owner_id { merge.idea_owner_says } else { merge.into_owner_says };
            Ok(Proposal { merge, idea, into, said })
        })
        .await
}

/// An owner says yes or no. With the second yes the ideas go on together; one no keeps them apart.
///
/// # Errors
/// When the proposal is closed, or one of the ideas has moved on.
pub async fn answer(context: &Context, actor: &Actor, id: MergeId, says: Consent) -> Result<MergeAnswer> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let found = merges::find(conn, id)?;
            let (idea, into) = locked(conn, &found)?;
            // Read again: the other owner may have answered while this waited for the lock.
            let mut merge = merges::find(conn, id)?;
            let person = actor.person().filter(|person| owners(&idea, &into).contains(person)).ok_or(Error::Forbidden)?;
            if merge.closed_at.is_some() {
                return Err(Error::refused(Message::new("error-merge-closed")));
            }
            if person == idea.owner_id {
                merge.idea_owner_says = Some(says);
            }
            if person == into.owner_id {
                merge.into_owner_says = Some(says);
            }
            let answer = merge.answer();
            merge.closed_at = (answer != MergeAnswer::Open).then_some(now);
            merges::set_answers(conn, &merge)?;
            match answer {
                MergeAnswer::Open => {}
                MergeAnswer::Refused => refused(&context, conn, &actor, &merge, &idea, &into)?,
                MergeAnswer::Agreed => merged(&context, conn, &actor, &merge, &idea, &into)?,
            }
            Ok(answer)
        })
        .await
}

/// Locks both ideas, the lower key first, so that two answers never wait for each other.
fn locked(conn: &mut Db, merge: &Merge) -> Result<(Idea, Idea)> {
    if merge.idea < merge.into {
        let idea = ideas::lock(conn, merge.idea)?;
        Ok((idea, ideas::lock(conn, merge.into)?))
    } else {
        let into = ideas::lock(conn, merge.into)?;
        Ok((ideas::lock(conn, merge.idea)?, into))
    }
}

fn refused(context: &Context, conn: &mut Db, actor: &Actor, merge: &Merge, idea: &Idea, into: &Idea) -> Result<()> {
    let deed = Deed { actor, action: "idea.refuse_merge", subject: Subject::Idea, id: idea.id.0 };
    deed.record_inside(conn, context.now(), None, serde_json::json!({ "into": into.id }))?;
    let letter = Letter::new(Message::new("mail-merge-refused-subject"))
        .line(Message::new("mail-merge-refused-text").with("idea", &idea.title).with("into", &into.title));
    for person in owners(idea, into).into_iter().chain([merge.proposed_by]) {
        let person = people::find(conn, person)?;
        context.post(conn, &person, &letter)?;
    }
    Ok(())
}

fn merged(context: &Context, conn: &mut Db, actor: &Actor, merge: &Merge, idea: &Idea, into: &Idea) -> Result<()> {
    let now = context.now();
    not_frozen(&rounds::find(conn, idea.round_id)?, now)?;
    awaits(into)?;
    step(context, conn, actor, idea, IdeaStep::Merge, Some(&merge.reason))?;
    store::remove_verdict(conn, idea.id)?;
    store::dossier::end_hearing(conn, idea.id)?;
    store::set_merged_into(conn, idea.id, into.id)?;
    let authors = ideas::people_of(conn, idea.id, Part::CoAuthor)?.into_iter().map(|(author, _)| author);
    for author in authors.chain([idea.owner_id]).filter(|author| *author != into.owner_id) {
        store::add_author(conn, into.id, author, now)?;
    }
    let deed = Deed { actor, action: "idea.merge_in", subject: Subject::Idea, id: into.id.0 };
    deed.record(conn, now, Some(&merge.reason), serde_json::json!({ "idea": idea.id }))?;
    let letter = Letter::new(Message::new("mail-merge-done-subject").with("title", &into.title))
        .line(Message::new("mail-merge-done-text").with("idea", &idea.title).with("into", &into.title))
        .button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{}", into.id)));
    let heard = [into.owner_id, merge.proposed_by, idea.owner_id];
    for person in [into.owner_id, merge.proposed_by] {
        let person = people::find(conn, person)?;
        context.post(conn, &person, &letter)?;
    }
    news::tell(context, conn, into, "idea.merge_in", Some(&merge.reason), &heard)
}
