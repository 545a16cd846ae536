//! How chosen ideas are carried out: updates from the gebiedsteam.

use diesel::prelude::*;

use super::Db;
use super::schema::{idea_people, idea_updates, ideas, people, rounds};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{GebiedId, IdeaId, PersonId};
use crate::domain::money::Cents;
use crate::domain::time::Instant;

/// An update about an idea that is carried out.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Update {
    /// What happened.
    pub body: String,
    /// When.
    pub at: Instant,
}

/// Adds an update.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, idea: IdeaId, author: PersonId, body: &str, now: Instant) -> QueryResult<()> {
    diesel::insert_into(idea_updates::table)
        .values((idea_updates::idea_id.eq(idea), idea_updates::author_id.eq(author), idea_updates::body.eq(body), idea_updates::at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// The updates about an idea, newest first.
///
/// # Errors
/// When the database fails.
pub fn of_idea(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<Update>> {
    idea_updates::table
        .filter(idea_updates::idea_id.eq(idea))
        .order((idea_updates::at.desc(), idea_updates::id.desc()))
        .select((idea_updates::body, idea_updates::at))
        .load(conn)
}

/// An idea that was chosen, as far as the list needs it.
#[derive(Debug, Clone, Queryable)]
pub struct Chosen {
    /// Key.
    pub idea: IdeaId,
    /// The idea in one sentence.
    pub title: String,
    /// Where it is.
    pub state: IdeaState,
    /// Name of the round.
    pub round: String,
    /// The fixed contact.
    pub contact: Option<PersonId>,
    /// What it costs.
    pub cost: Option<Cents>,
    /// Last step.
    pub changed_at: Instant,
}

/// The chosen ideas of these gebieden: what has to begin or goes on, and what is over.
///
/// # Errors
/// When the database fails.
pub fn chosen(conn: &mut Db, gebieden: &[GebiedId]) -> QueryResult<Vec<Chosen>> {
    let states = [IdeaState::Chosen, IdeaState::InProgress, IdeaState::Done, IdeaState::Stopped];
    ideas::table
        .inner_join(rounds::table)
        .filter(ideas::state.eq_any(states).and(rounds::gebied_id.eq_any(gebieden)))
        .order((ideas::changed_at, ideas::id))
        .select((ideas::id, ideas::title, ideas::state, rounds::name, ideas::contact_id, ideas::cost, ideas::changed_at))
        .load(conn)
}

/// When the newest update about each of these ideas was.
///
/// # Errors
/// When the database fails.
pub fn newest(conn: &mut Db, of: &[IdeaId]) -> QueryResult<Vec<(IdeaId, Option<Instant>)>> {
    idea_updates::table
        .filter(idea_updates::idea_id.eq_any(of))
        .group_by(idea_updates::idea_id)
        .select((idea_updates::idea_id, diesel::dsl::max(idea_updates::at)))
        .load(conn)
}

/// The people who take part in an idea besides its owner: co-authors and supporters, each once.
///
/// # Errors
/// When the database fails.
pub fn followers(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<super::people::Person>> {
    let mut all: Vec<super::people::Person> = idea_people::table
        .inner_join(people::table)
        .filter(idea_people::idea_id.eq(idea).and(idea_people::accepted_at.is_not_null()))
        .order(people::id)
        .select(people::all_columns)
        .load(conn)?;
    all.dedup_by_key(|person| person.id);
    Ok(all)
}
