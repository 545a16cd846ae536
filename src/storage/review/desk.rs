//! The desk of a reviewer: what it was narrowed down to last, and ideas that were picked from it.

use diesel::prelude::*;

use crate::domain::idea::IdeaState;
use crate::domain::ids::{GebiedId, IdeaId, PersonId, RoundId};
use crate::storage::Db;
use crate::storage::schema::{desk_filters, ideas, rounds};

/// What somebody's queue was narrowed down to last: the values of the filter, as they are in its address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = desk_filters)]
pub struct Filter {
    /// Whose ideas.
    pub contact: String,
    /// Who has to do something.
    pub waits_for: String,
    /// Which round.
    pub round: String,
}

/// What somebody's queue was narrowed down to last.
///
/// # Errors
/// When the database fails.
pub fn filter_of(conn: &mut Db, person: PersonId) -> QueryResult<Option<Filter>> {
    desk_filters::table.find(person).select(Filter::as_select()).first(conn).optional()
}

/// Keeps what somebody narrowed their queue down to.
///
/// # Errors
/// When the database fails.
pub fn keep_filter(conn: &mut Db, person: PersonId, filter: &Filter) -> QueryResult<()> {
    let values = (desk_filters::contact.eq(&filter.contact), desk_filters::waits_for.eq(&filter.waits_for), desk_filters::round.eq(&filter.round));
    if diesel::update(desk_filters::table.find(person)).set(values).execute(conn)? == 0 {
        diesel::insert_into(desk_filters::table).values((desk_filters::person_id.eq(person), values)).execute(conn)?;
    }
    Ok(())
}

/// An idea that was picked from the queue.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Picked {
    /// Key.
    pub id: IdeaId,
    /// The idea in one sentence.
    pub title: String,
    /// Where it is.
    pub state: IdeaState,
    /// Its owner.
    pub owner: PersonId,
    /// Its contact.
    pub contact: Option<PersonId>,
    /// Counts changes.
    pub version: i64,
    /// Its round.
    pub round: RoundId,
    /// The gebied of its round.
    pub gebied: GebiedId,
}

/// Public ideas with these keys, by key.
///
/// # Errors
/// When the database fails.
pub fn picked(conn: &mut Db, ids: &[IdeaId]) -> QueryResult<Vec<Picked>> {
    ideas::table
        .inner_join(rounds::table)
        .filter(ideas::id.eq_any(ids).and(ideas::state.ne(IdeaState::Draft)))
        .order(ideas::id)
        .select((ideas::id, ideas::title, ideas::state, ideas::owner_id, ideas::contact_id, ideas::version, rounds::id, rounds::gebied_id))
        .load(conn)
}
