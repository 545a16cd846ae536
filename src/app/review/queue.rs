//! The queue of the gebiedsteam: what waits, for whom, until when.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{gebieden_of, team_in};
use crate::app::Context;
use crate::app::work::Task;
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, PersonId, RoundId};
use crate::domain::person::Actor;
use crate::domain::review::{self, WaitsFor};
use crate::domain::time::Instant;
use crate::domain::working_days;
use crate::error::{Error, Message, Result};
use crate::storage::review::desk::{self, Filter};
use crate::storage::review::{self as store, Waiting};
use crate::storage::{Db, people};

/// A line of the queue.
#[derive(Debug, Clone)]
pub struct QueueLine {
    /// The idea.
    pub idea: Waiting,
    /// Name of the contact.
    pub contact: Option<String>,
    /// Who has to do something.
    pub waits_for: WaitsFor,
    /// The last day of the term, when there is one.
    pub due: Option<NaiveDate>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// Days since it was handed in.
    pub age: i64,
}

/// What one colleague has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Ideas of which they are the contact and that still await an answer.
    pub ideas: usize,
    /// Those that are past their term.
    pub overdue: usize,
}

/// The queue of somebody.
#[derive(Debug, Clone, Default)]
pub struct Queue {
    /// The ideas: what is overdue first, then by term, then by age.
    pub lines: Vec<QueueLine>,
    /// What every colleague has to do, by name.
    pub load: Vec<Load>,
    /// What the reader narrowed the queue down to last.
    pub kept: Option<Filter>,
}

/// All ideas of my gebieden that await a verdict. The number of queries does not depend on the
/// number of ideas or colleagues.
///
/// # Errors
/// When the database fails.
pub async fn queue(context: &Context, actor: &Actor) -> Result<Queue> {
    let (actor, now) = (actor.clone(), context.now());
    context.db.read(move |conn| read(conn, &actor, now)).await
}

/// The same on a connection that is there already.
///
/// # Errors
/// When the database fails.
pub fn read(conn: &mut Db, actor: &Actor, now: Instant) -> Result<Queue> {
    let mine = gebieden_of(conn, actor)?;
    let waiting = store::waiting(conn, &mine)?;
    let asked: BTreeMap<IdeaId, Instant> = store::open_questions(conn, &mine)?.into_iter().collect();
    let contacts: BTreeSet<PersonId> = waiting.iter().filter_map(|row| row.contact).collect();
    let names = people::names(conn, &contacts.into_iter().collect::<Vec<_>>())?;
    let team = team_in(conn, &mine, now.day())?;
    let kept = match actor.person() {
        Some(person) => desk::filter_of(conn, person)?,
        None => None,
    };
    let mut lines: Vec<QueueLine> = waiting
        .into_iter()
        .map(|idea| {
            let contact = idea.contact.and_then(|id| names.get(&id).cloned());
            line(idea, contact, &asked, now)
        })
        .collect();
    lines.sort_by_key(|line| (!line.overdue, line.due.is_none(), line.due, line.idea.submitted_at, line.idea.idea));
    let load = team.into_iter().map(|person| load(&lines, person.id, person.name)).collect();
    Ok(Queue { lines, load, kept })
}

/// What waits for this reviewer: ideas that nobody took up yet, and their own that await a verdict.
///
/// # Errors
/// When the database fails.
pub fn tasks(conn: &mut Db, actor: &Actor, now: Instant) -> Result<Vec<Task>> {
    let lines = read(conn, actor, now)?.lines;
    let me = actor.person();
    let task = |label, contact, count: usize| -> Result<Task> {
        let count = i64::try_from(count).map_err(Error::internal)?;
        Ok(Task { href: format!("/werk/ideeen?contact={contact}"), label: Message::new(label), count })
    };
    let theirs = lines.iter().filter(|line| line.waits_for == WaitsFor::Contact && line.idea.contact == me).count();
    let nobodys = lines.iter().filter(|line| line.waits_for == WaitsFor::Team).count();
    Ok(vec![task("work-task-ideas", "mij", theirs)?, task("work-task-new-ideas", "niemand", nobodys)?])
}

fn load(lines: &[QueueLine], person: PersonId, name: String) -> Load {
    let theirs = || lines.iter().filter(|line| line.idea.contact == Some(person));
    Load { person, name, ideas: theirs().count(), overdue: theirs().filter(|line| line.overdue).count() }
}

/// Keeps what somebody narrowed their queue down to, until they choose something else.
///
/// # Errors
/// When nobody is signed in, or the database fails.
pub async fn keep_filter(context: &Context, actor: &Actor, filter: Filter) -> Result<()> {
    let person = actor.person().ok_or(Error::SignInFirst)?;
    context.db.write_unseen(move |conn| Ok(desk::keep_filter(conn, person, &filter)?)).await
}

fn line(idea: Waiting, contact: Option<String>, asked: &BTreeMap<IdeaId, Instant>, now: Instant) -> QueueLine {
    let waits_for = review::waits_for(idea.state, idea.contact.is_some(), idea.prepared_at.is_some());
    let due = match (waits_for, idea.state) {
        (WaitsFor::Owner, _) => asked.get(&idea.idea).map(|due| working_days::last_day(*due)),
        (_, IdeaState::Submitted) => idea.submitted_at.map(review::first_reaction_by),
        _ => idea.verdicts_at.filter(|moment| now < *moment || idea.prepared_at.is_none()).map(Instant::day),
    };
    let overdue = due.is_some_and(|due| due < now.day());
    let age = idea.submitted_at.map_or(0, |at| now.day().signed_duration_since(at.day()).num_days());
    QueueLine { idea, contact, waits_for, due, overdue, age }
}

/// The rounds of a queue: slug and name by key.
#[must_use]
pub fn rounds_in(lines: &[QueueLine]) -> BTreeMap<RoundId, (String, String)> {
    lines.iter().map(|line| (line.idea.round, (line.idea.round_slug.clone(), line.idea.round_name.clone()))).collect()
}
