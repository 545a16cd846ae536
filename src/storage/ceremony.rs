//! What was done of the ceremony of closing, counting and publishing. Rows are only ever added; each
//! step has one place, so nothing is done twice.

use diesel::prelude::*;

use super::Db;
use super::schema::ceremony_steps;
use crate::domain::ceremony::Step;
use crate::domain::ids::{PersonId, RoundId};
use crate::domain::time::Instant;
use crate::on_each;

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ceremony_steps)]
pub struct Done {
    /// Which.
    pub step: Step,
    /// When.
    pub done_at: Instant,
    /// Who pressed the button; none for the clock.
    pub done_by: Option<PersonId>,
    /// The first of two key holders who opened the box.
    pub first_holder: Option<PersonId>,
    /// The second one.
    pub second_holder: Option<PersonId>,
    /// How many ballots there were.
    pub ballots: Option<i64>,
    /// Names the mixed ballots: SHA-256, in hexadecimal.
    pub digest: Option<String>,
}

impl Done {
    /// A step that one person did.
    #[must_use]
    pub const fn by(step: Step, done_by: Option<PersonId>, done_at: Instant) -> Self {
        Self { step, done_at, done_by, first_holder: None, second_holder: None, ballots: None, digest: None }
    }
}

/// The steps that were done, in their order.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut Db, round: RoundId) -> QueryResult<Vec<Done>> {
    let mut rows: Vec<Done> = ceremony_steps::table.filter(ceremony_steps::round_id.eq(round)).select(Done::as_select()).load(conn)?;
    rows.sort_by_key(|done| done.step);
    Ok(rows)
}

/// Adds a step; false when it was done before.
///
/// # Errors
/// When the database fails.
pub fn add(conn: &mut Db, round: RoundId, done: &Done) -> QueryResult<bool> {
    let row = (ceremony_steps::round_id.eq(round), done);
    let added = on_each!(conn, |c| diesel::insert_into(ceremony_steps::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(added == 1)
}

/// The rounds whose box was opened and whose counting key is still there.
///
/// # Errors
/// When the database fails.
pub fn with_key(conn: &mut Db) -> QueryResult<Vec<RoundId>> {
    let destroyed: Vec<RoundId> = ceremony_steps::table.filter(ceremony_steps::step.eq(Step::Destroy)).select(ceremony_steps::round_id).load(conn)?;
    ceremony_steps::table
        .filter(ceremony_steps::step.eq(Step::Open).and(ceremony_steps::round_id.ne_all(destroyed)))
        .select(ceremony_steps::round_id)
        .load(conn)
}
