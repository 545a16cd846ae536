//! Ideas that were handed on to the city: to whom, until when, and the answer.

use diesel::prelude::*;

use crate::domain::ids::{GebiedId, IdeaId, PersonId};
use crate::domain::review::forward::Keeper;
use crate::domain::text::Email;
use crate::domain::time::Instant;
use crate::storage::Db;
use crate::storage::schema::{forwards, ideas, rounds};

/// An idea that is or will be handed on.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = forwards)]
pub struct Forward {
    /// Which idea.
    pub idea_id: IdeaId,
    /// Who owes the answer: name.
    pub keeper_name: String,
    /// And address.
    pub keeper_email: Email,
    /// Who named them.
    pub named_by: PersonId,
    /// When it was handed on; none while the verdict is prepared.
    pub sent_at: Option<Instant>,
    /// Until when the answer is due.
    pub due_at: Option<Instant>,
    /// How often the keeper was reminded.
    pub reminders: i32,
    /// The answer.
    pub answer: Option<String>,
    /// When it came.
    pub answered_at: Option<Instant>,
}

impl Forward {
    /// Whether the answer is due and not there.
    #[must_use]
    pub fn is_late(&self, now: Instant) -> bool {
        self.answered_at.is_none() && self.due_at.is_some_and(|due| due <= now)
    }
}

/// How an idea was handed on, or will be.
///
/// # Errors
/// When the database fails.
pub fn of_idea(conn: &mut Db, idea: IdeaId) -> QueryResult<Option<Forward>> {
    forwards::table.find(idea).select(Forward::as_select()).first(conn).optional()
}

/// Names who owes the answer about an idea.
///
/// # Errors
/// When the database fails.
pub fn name(conn: &mut Db, idea: IdeaId, keeper: &Keeper, by: PersonId) -> QueryResult<()> {
    let values = (forwards::keeper_name.eq(&keeper.name), forwards::keeper_email.eq(&keeper.email), forwards::named_by.eq(by));
    if diesel::update(forwards::table.find(idea)).set(values).execute(conn)? == 0 {
        diesel::insert_into(forwards::table).values((forwards::idea_id.eq(idea), values, forwards::reminders.eq(0))).execute(conn)?;
    }
    Ok(())
}

/// Writes that an idea was handed on, and until when the answer is due.
///
/// # Errors
/// When the database fails.
pub fn set_sent(conn: &mut Db, idea: IdeaId, now: Instant, due: Instant) -> QueryResult<()> {
    diesel::update(forwards::table.find(idea)).set((forwards::sent_at.eq(now), forwards::due_at.eq(due))).execute(conn)?;
    Ok(())
}

/// Writes how often the keeper was reminded.
///
/// # Errors
/// When the database fails.
pub fn set_reminded(conn: &mut Db, idea: IdeaId, times: i32) -> QueryResult<()> {
    diesel::update(forwards::table.find(idea)).set(forwards::reminders.eq(times)).execute(conn)?;
    Ok(())
}

/// Writes the answer, once; false when there was one.
///
/// # Errors
/// When the database fails.
pub fn answer(conn: &mut Db, idea: IdeaId, answer: &str, now: Instant) -> QueryResult<bool> {
    let open = forwards::table.filter(forwards::idea_id.eq(idea).and(forwards::answered_at.is_null()));
    Ok(diesel::update(open).set((forwards::answer.eq(answer), forwards::answered_at.eq(now))).execute(conn)? == 1)
}

/// What was handed on out of these gebieden, with the title of the idea: what is open first, by the
/// end of its term.
///
/// # Errors
/// When the database fails.
pub fn sent_from(conn: &mut Db, gebieden: &[GebiedId]) -> QueryResult<Vec<(Forward, String)>> {
    forwards::table
        .inner_join(ideas::table.inner_join(rounds::table))
        .filter(forwards::sent_at.is_not_null().and(rounds::gebied_id.eq_any(gebieden)))
        .order((forwards::answered_at.is_not_null(), forwards::due_at, forwards::idea_id))
        .select((Forward::as_select(), ideas::title))
        .load(conn)
}

/// Everything that was handed on and has no answer.
///
/// # Errors
/// When the database fails.
pub fn open(conn: &mut Db) -> QueryResult<Vec<Forward>> {
    forwards::table
        .filter(forwards::sent_at.is_not_null().and(forwards::answered_at.is_null()))
        .order(forwards::idea_id)
        .select(Forward::as_select())
        .load(conn)
}
