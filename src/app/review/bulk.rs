//! The same for several ideas at once: first exactly what it would do, then all of it or nothing.

use std::collections::BTreeMap;

use super::{contact, questions, team_in};
use crate::app::Context;
use crate::domain::ids::{GebiedId, IdeaId, PersonId};
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::review::bulk::{BulkAction, Standing, WhyNot, effect};
use crate::domain::review::{self, question, reason};
use crate::error::{Error, FieldError, Message, Result};
use crate::secrets::{hex, sha256};
use crate::storage::review::desk::{self, Picked};
use crate::storage::{Db, ideas, people, rounds};

/// The most ideas at once.
pub const MOST: usize = 500;

/// What a reviewer asks to be done.
#[derive(Debug, Clone)]
pub struct Order {
    /// What.
    pub action: BulkAction,
    /// With which ideas.
    pub ideas: Vec<IdeaId>,
    /// To whom, for a hand-over.
    pub to: Option<PersonId>,
    /// The reason of a hand-over, or the question.
    pub words: String,
}

/// What would happen to one idea.
#[derive(Debug, Clone)]
pub struct Line {
    /// The idea as it is now.
    pub idea: Picked,
    /// Name of its owner, who gets a mail when something happens.
    pub owner: String,
    /// Name of its contact.
    pub contact: Option<String>,
    /// Whether something happens.
    pub effect: Result<(), WhyNot>,
}

/// Exactly what an order would do.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The order.
    pub order: Order,
    /// Name of the colleague of a hand-over.
    pub to: Option<String>,
    /// The colleagues it can be handed to.
    pub team: Vec<(PersonId, String)>,
    /// What would happen, idea by idea.
    pub lines: Vec<Line>,
    /// What has to be filled in first.
    pub errors: Vec<FieldError>,
    /// Names exactly this: it changes when one of the ideas does.
    pub seen: String,
}

/// What an order would do. The number of queries does not depend on the number of ideas.
///
/// # Errors
/// `Invalid` without ideas or with too many, `Forbidden` when one of them is in another gebied, or the
/// database fails.
pub async fn preview(context: &Context, actor: &Actor, order: Order) -> Result<Preview> {
    let (context, actor) = (context.clone(), actor.clone());
    context.db.clone().read(move |conn| planned(&context, conn, &actor, order)).await
}

fn planned(context: &Context, conn: &mut Db, actor: &Actor, order: Order) -> Result<Preview> {
    let now = context.now();
    if order.ideas.is_empty() || order.ideas.len() > MOST {
        return Err(Error::Invalid(vec![FieldError::new("ids", Message::new("error-bulk-none").with("max", MOST))]));
    }
    let picked = desk::picked(conn, &order.ideas)?;
    let mut frozen = BTreeMap::new();
    for round in rounds::all(conn)? {
        if picked.iter().any(|idea| idea.round == round.id) {
            if !actor.has_at(REVIEWERS, round.place()) {
                return Err(Error::Forbidden);
            }
            frozen.insert(round.id, review::frozen(&round.schedule, now));
        }
    }
    let gebieden: Vec<GebiedId> = picked.iter().map(|idea| idea.gebied).collect();
    let team: Vec<(PersonId, String)> = team_in(conn, &gebieden, now.day())?.into_iter().map(|person| (person.id, person.name)).collect();
    let to = order.to.and_then(|to| team.iter().find(|(id, _)| *id == to)).map(|(_, name)| name.clone());
    let errors = missing(&order, to.as_deref());
    let named: Vec<PersonId> = picked.iter().flat_map(|idea| [Some(idea.owner), idea.contact]).flatten().collect();
    let names = people::names(conn, &named)?;
    let seen = digest(&picked);
    let lines = picked
        .into_iter()
        .map(|idea| {
            let standing = Standing { state: idea.state, contact: idea.contact, frozen: frozen.get(&idea.round).copied().unwrap_or(true) };
            Line {
                owner: names.get(&idea.owner).cloned().unwrap_or_default(),
                contact: idea.contact.and_then(|id| names.get(&id).cloned()),
                effect: effect(order.action, standing, order.to),
                idea,
            }
        })
        .collect();
    Ok(Preview { order, to, team, lines, errors, seen })
}

/// What an order lacks before it can be carried out.
fn missing(order: &Order, to: Option<&str>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if order.action == BulkAction::HandOver {
        if to.is_none() {
            errors.push(FieldError::new("to", Message::new("error-review-colleague")));
        }
        errors.extend(reason(&order.words).err().map(|error| FieldError::new("words", super::verdicts::reason_error(error))));
    }
    if order.action == BulkAction::Ask {
        errors.extend(question(&order.words).err().map(|_| FieldError::new("words", questions::question_error())));
    }
    errors
}

/// A name for ideas as they are.
fn digest(picked: &[Picked]) -> String {
    let text: String = picked.iter().map(|idea| format!("{}/{}/{}/{:?};", idea.id, idea.version, idea.state.as_str(), idea.contact)).collect();
    hex(&sha256(text.as_bytes()))
}

/// Does what was shown: all of it, or nothing. Gives how many ideas it was done with.
///
/// # Errors
/// `Conflict` when one of the ideas changed since it was shown; `Invalid` when something is missing.
pub async fn carry_out(context: &Context, actor: &Actor, order: Order, seen: String) -> Result<usize> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let mut keys = order.ideas.clone();
            // In the order of their keys, so that two colleagues never wait for each other in a ring.
            keys.sort_unstable();
            for id in keys {
                ideas::lock(conn, id)?;
            }
            let plan = planned(&context, conn, &actor, order)?;
            if plan.seen != seen {
                return Err(Error::Conflict);
            }
            if !plan.errors.is_empty() {
                return Err(Error::Invalid(plan.errors));
            }
            let mut done = 0;
            for line in plan.lines.iter().filter(|line| line.effect.is_ok()) {
                let id = line.idea.id;
                match plan.order.action {
                    BulkAction::TakeUp => contact::take_up_in(&context, conn, &actor, id)?,
                    BulkAction::HandOver => {
                        let to = plan.order.to.ok_or(Error::NotFound)?;
                        contact::hand_over_in(&context, conn, &actor, id, to, &plan.order.words)?;
                    }
                    BulkAction::Ask => questions::ask_in(&context, conn, &actor, id, &plan.order.words)?,
                }
                done += 1;
            }
            Ok(done)
        })
        .await
}
