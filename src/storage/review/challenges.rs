//! Ideas with which residents ask to take over a task of the gemeente.

use diesel::prelude::*;

use crate::domain::idea::IdeaState;
use crate::domain::ids::{GebiedId, IdeaId};
use crate::domain::money::Cents;
use crate::domain::review::challenge::{Stage, Task};
use crate::domain::time::Instant;
use crate::storage::Db;
use crate::storage::schema::{challenges, ideas, rounds};

/// Such an idea.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Which idea.
    pub idea: IdeaId,
    /// The task as it is done now.
    pub task: Task,
    /// How far it is.
    pub stage: Stage,
    /// Since when.
    pub since: Instant,
}

type Row = (IdeaId, String, String, Option<Cents>, Stage, Instant);

fn challenge((idea, now, by, cost, stage, since): Row) -> Challenge {
    Challenge { idea, task: Task { now, by, cost }, stage, since }
}

/// What an idea asks to take over, when it does.
///
/// # Errors
/// When the database fails.
pub fn of_idea(conn: &mut Db, idea: IdeaId) -> QueryResult<Option<Challenge>> {
    challenges::table.find(idea).first::<Row>(conn).map(challenge).optional()
}

/// Writes what an idea asks to take over.
///
/// # Errors
/// When the database fails.
pub fn describe(conn: &mut Db, idea: IdeaId, task: &Task, now: Instant) -> QueryResult<()> {
    let words = (challenges::task_now.eq(&task.now), challenges::done_by.eq(&task.by), challenges::cost_now.eq(task.cost));
    if diesel::update(challenges::table.find(idea)).set(words).execute(conn)? == 0 {
        let first = (challenges::stage.eq(Stage::Asked), challenges::since.eq(now));
        diesel::insert_into(challenges::table).values((challenges::idea_id.eq(idea), words, first)).execute(conn)?;
    }
    Ok(())
}

/// The idea asks to take over nothing.
///
/// # Errors
/// When the database fails.
pub fn remove(conn: &mut Db, idea: IdeaId) -> QueryResult<()> {
    diesel::delete(challenges::table.find(idea)).execute(conn)?;
    Ok(())
}

/// Writes how far it is.
///
/// # Errors
/// When the database fails.
pub fn set_stage(conn: &mut Db, idea: IdeaId, stage: Stage, now: Instant) -> QueryResult<()> {
    diesel::update(challenges::table.find(idea)).set((challenges::stage.eq(stage), challenges::since.eq(now))).execute(conn)?;
    Ok(())
}

/// All of them in these gebieden that were handed in, with their titles; who waits longest first.
///
/// # Errors
/// When the database fails.
pub fn in_gebieden(conn: &mut Db, gebieden: &[GebiedId]) -> QueryResult<Vec<(Challenge, String)>> {
    let rows: Vec<(Row, String)> = challenges::table
        .inner_join(ideas::table.inner_join(rounds::table))
        .filter(rounds::gebied_id.eq_any(gebieden).and(ideas::state.ne(IdeaState::Draft)))
        .order((challenges::since, challenges::idea_id))
        .select((challenges::all_columns, ideas::title))
        .load(conn)?;
    Ok(rows.into_iter().map(|(row, title)| (challenge(row), title)).collect())
}
