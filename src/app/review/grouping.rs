//! Clustering: ideas of a round that are about the same, side by side, and a plan made of several of
//! them. What looks alike is only proposed; the gebiedsteam chooses, and the owners decide.

use std::collections::{BTreeMap, BTreeSet};

use super::merging::propose_in;
use crate::app::Context;
use crate::domain::cluster;
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::review;
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::ideas::Idea;
use crate::storage::review::merges;
use crate::storage::rounds::Round;
use crate::storage::{Db, idea_people, ideas, people, rounds};

/// The most ideas that become one plan at once.
pub const MOST: usize = 20;

/// An idea that may go on together with others.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The idea.
    pub idea: Idea,
    /// Name of its owner.
    pub owner: String,
    /// How many residents support it.
    pub support: i64,
    /// Whether a proposal to go on together is open for it.
    pub proposed: bool,
}

/// The ideas of a round that await a verdict, sorted by what they are about.
#[derive(Debug, Clone)]
pub struct Grouping {
    /// The round.
    pub round: Round,
    /// Ideas that are about the same, the largest group first.
    pub groups: Vec<Vec<Candidate>>,
    /// All of them, by title.
    pub all: Vec<Candidate>,
    /// Whether answers can still change.
    pub open: bool,
}

/// The ideas of a round, sorted by what they are about. The number of queries does not depend on
/// the number of ideas.
///
/// # Errors
/// `NotFound` or `Forbidden`, or when the database fails.
pub async fn grouping(context: &Context, actor: &Actor, slug: String) -> Result<Grouping> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let round = round_of(conn, &actor, &slug)?;
            let mut all = candidates(conn, &round)?;
            let texts: Vec<(&str, &str)> = all.iter().map(|one| (one.idea.title.as_str(), one.idea.why.as_str())).collect();
            let pick = |group: Vec<usize>| group.into_iter().filter_map(|index| all.get(index).cloned()).collect::<Vec<_>>();
            let groups = cluster::groups(&texts).into_iter().map(pick).collect();
            all.sort_by_cached_key(|one| crate::domain::text::search_form(&one.idea.title));
            Ok(Grouping { open: !review::frozen(&round.schedule, now), groups, all, round })
        })
        .await
}

fn round_of(conn: &mut Db, actor: &Actor, slug: &str) -> Result<Round> {
    let round = rounds::by_slug(conn, slug)?;
    if actor.has_at(REVIEWERS, round.place()) { Ok(round) } else { Err(Error::Forbidden) }
}

fn candidates(conn: &mut Db, round: &Round) -> Result<Vec<Candidate>> {
    let waiting: Vec<Idea> = ideas::public_of_round(conn, round.id)?.into_iter().filter(|idea| idea.state.awaits_verdict()).collect();
    let (keys, owners): (Vec<IdeaId>, Vec<PersonId>) = waiting.iter().map(|idea| (idea.id, idea.owner_id)).unzip();
    let names = people::names(conn, &owners)?;
    let support = idea_people::support_in_round(conn, round.id)?;
    let proposed: BTreeSet<IdeaId> = merges::open_of(conn, &keys)?.into_iter().flat_map(|merge| [merge.idea, merge.into]).collect();
    let candidate = |idea: Idea| Candidate {
        owner: names.get(&idea.owner_id).cloned().unwrap_or_default(),
        support: support.get(&idea.id).copied().unwrap_or_default(),
        proposed: proposed.contains(&idea.id),
        idea,
    };
    Ok(waiting.into_iter().map(candidate).collect())
}

/// Ideas side by side.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The round.
    pub round: Round,
    /// The ideas, in the order they were chosen.
    pub ideas: Vec<Candidate>,
}

/// These ideas of a round side by side.
///
/// # Errors
/// A refusal when they are fewer than two or too many; `NotFound` or `Forbidden`.
pub async fn beside(context: &Context, actor: &Actor, slug: String, chosen: Vec<IdeaId>) -> Result<Beside> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let round = round_of(conn, &actor, &slug)?;
            let all: BTreeMap<IdeaId, Candidate> = candidates(conn, &round)?.into_iter().map(|one| (one.idea.id, one)).collect();
            let ideas: Vec<Candidate> = each_once(chosen).iter().filter_map(|id| all.get(id).cloned()).collect();
            few_enough(ideas.len())?;
            Ok(Beside { round, ideas })
        })
        .await
}

fn each_once(mut ids: Vec<IdeaId>) -> Vec<IdeaId> {
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    ids
}

fn few_enough(count: usize) -> Result<()> {
    if (2..=MOST).contains(&count) { Ok(()) } else { Err(Error::refused(Message::new("error-group-count").with("max", MOST))) }
}

/// Asks the owners of these ideas to go on together in `lead`: one question for each idea that would
/// go on in it, so that whoever says no stays apart and the others can go on. All are asked or nobody.
///
/// # Errors
/// As [`super::merging::propose`]; `Invalid` when `lead` is not one of them.
pub async fn propose(context: &Context, actor: &Actor, slug: String, chosen: Vec<IdeaId>, lead: Option<IdeaId>, reason: String) -> Result<usize> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let round = round_of(conn, &actor, &slug)?;
            let mut chosen = each_once(chosen);
            few_enough(chosen.len())?;
            let lead = lead.filter(|lead| chosen.contains(lead));
            let lead = lead.ok_or_else(|| Error::Invalid(vec![FieldError::new("lead", Message::new("error-group-lead"))]))?;
            // In the order of their keys, so that two colleagues never wait for each other in a ring.
            chosen.sort_unstable();
            let mut asked = 0;
            for id in chosen.into_iter().filter(|id| *id != lead) {
                if ideas::find(conn, id)?.round_id != round.id {
                    return Err(Error::refused(Message::new("error-merge-other")));
                }
                propose_in(&context, conn, &actor, id, lead, &reason)?;
                asked += 1;
            }
            Ok(asked)
        })
        .await
}
