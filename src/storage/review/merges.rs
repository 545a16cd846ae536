//! Proposals to merge two ideas.

use diesel::prelude::*;

use crate::domain::ids::{IdeaId, MergeId, PersonId};
use crate::domain::review::{Consent, MergeAnswer, merge_answer};
use crate::domain::time::Instant;
use crate::storage::Db;
use crate::storage::schema::merges;

/// A proposal that one idea goes on inside another.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Merge {
    /// Key.
    pub id: MergeId,
    /// The idea that goes on inside the other.
    pub idea: IdeaId,
    /// The idea that stays.
    pub into: IdeaId,
    /// Who proposed it.
    pub proposed_by: PersonId,
    /// Why.
    pub reason: String,
    /// When.
    pub proposed_at: Instant,
    /// What the owner of the idea says.
    pub idea_owner_says: Option<Consent>,
    /// What the owner of the other idea says.
    pub into_owner_says: Option<Consent>,
    /// When it was decided.
    pub closed_at: Option<Instant>,
}

impl Merge {
    /// What the two owners decided.
    #[must_use]
    pub const fn answer(&self) -> MergeAnswer {
        merge_answer(self.idea_owner_says, self.into_owner_says)
    }
}

/// Adds a proposal.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, idea: IdeaId, into: IdeaId, by: PersonId, reason: &str, now: Instant) -> QueryResult<MergeId> {
    diesel::insert_into(merges::table)
        .values((
            merges::idea_id.eq(idea),
            merges::into_id.eq(into),
            merges::proposed_by.eq(by),
            merges::reason.eq(reason),
            merges::proposed_at.eq(now),
        ))
        .returning(merges::id)
        .get_result(conn)
}

/// The proposal with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: MergeId) -> QueryResult<Merge> {
    merges::table.find(id).first(conn)
}

/// The proposals an idea is part of, newest first.
///
/// # Errors
/// When the database fails.
pub fn of_idea(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<Merge>> {
    merges::table.filter(merges::idea_id.eq(idea).or(merges::into_id.eq(idea))).order(merges::id.desc()).load(conn)
}

/// Writes what the owners say so far, and when that closed the proposal.
///
/// # Errors
/// When the database fails.
pub fn set_answers(conn: &mut Db, merge: &Merge) -> QueryResult<()> {
    diesel::update(merges::table.find(merge.id))
        .set((
            merges::idea_owner_says.eq(merge.idea_owner_says),
            merges::into_owner_says.eq(merge.into_owner_says),
            merges::closed_at.eq(merge.closed_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// The open proposals that one of these ideas is part of, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn open_of(conn: &mut Db, of: &[IdeaId]) -> QueryResult<Vec<Merge>> {
    merges::table.filter(merges::closed_at.is_null().and(merges::idea_id.eq_any(of).or(merges::into_id.eq_any(of)))).order(merges::id).load(conn)
}
