//! The bookings of the gebiedsbudget: rows are only ever added.

use diesel::prelude::*;

use super::Db;
use super::schema::{bookings, gebieden, ideas, people, rounds};
use crate::domain::ids::{BookingId, GebiedId, IdeaId, PersonId, RoundId};
use crate::domain::ledger::{Balance, BookingKind};
use crate::domain::money::Cents;
use crate::domain::time::Instant;

/// A booking before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBooking {
    /// Whose budget.
    pub gebied: GebiedId,
    /// Of which year.
    pub year: i32,
    /// What it does.
    pub kind: BookingKind,
    /// How much; more than nothing.
    pub cents: Cents,
    /// For which round.
    pub round: Option<RoundId>,
    /// For which plan.
    pub idea: Option<IdeaId>,
    /// Why, in public; for a grant the decision of the gemeenteraad.
    pub reason: String,
    /// Who; none for the clock.
    pub person: Option<PersonId>,
}

/// A booking as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Booking {
    /// Key, in the order of writing.
    pub id: BookingId,
    /// Of which year.
    pub year: i32,
    /// What it does.
    pub kind: BookingKind,
    /// How much.
    pub cents: Cents,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Instant,
    /// Name of who did it.
    pub person: Option<String>,
    /// The plan: key and title.
    pub idea: Option<IdeaId>,
    /// Title of the plan.
    pub idea_title: Option<String>,
    /// Name of the round.
    pub round: Option<String>,
}

/// Waits until nobody else books in this gebied, and keeps it so until the transaction ends: what is
/// free is asked first and promised after.
///
/// # Errors
/// When the database fails.
pub fn lock(conn: &mut Db, gebied: GebiedId) -> QueryResult<()> {
    let query = gebieden::table.find(gebied).select(gebieden::id);
    if let Db::Postgres(c) = conn {
        let _: GebiedId = query.for_update().first(c)?;
    }
    Ok(())
}

/// Writes a booking.
///
/// # Errors
/// When the amount is not more than nothing, or the database fails.
pub fn book(conn: &mut Db, new: &NewBooking, at: Instant) -> QueryResult<BookingId> {
    diesel::insert_into(bookings::table)
        .values((
            bookings::gebied_id.eq(new.gebied),
            bookings::year.eq(new.year),
            bookings::kind.eq(new.kind),
            bookings::cents.eq(new.cents),
            bookings::round_id.eq(new.round),
            bookings::idea_id.eq(new.idea),
            bookings::reason.eq(&new.reason),
            bookings::person_id.eq(new.person),
            bookings::at.eq(at),
        ))
        .returning(bookings::id)
        .get_result(conn)
}

/// The budget of a gebied in a year, added up.
///
/// # Errors
/// When the database fails.
pub fn balance(conn: &mut Db, gebied: GebiedId, year: i32) -> QueryResult<Balance> {
    let rows: Vec<(BookingKind, Cents)> = bookings::table
        .filter(bookings::gebied_id.eq(gebied).and(bookings::year.eq(year)))
        .select((bookings::kind, bookings::cents))
        .load(conn)?;
    Ok(Balance::of(rows))
}

/// The bookings for a plan, added up: what is still reserved for it and what was paid.
///
/// # Errors
/// When the database fails.
pub fn balance_of_idea(conn: &mut Db, gebied: GebiedId, idea: IdeaId) -> QueryResult<Balance> {
    let rows: Vec<(BookingKind, Cents)> = bookings::table
        .filter(bookings::gebied_id.eq(gebied).and(bookings::idea_id.eq(idea)))
        .select((bookings::kind, bookings::cents))
        .load(conn)?;
    Ok(Balance::of(rows))
}

/// All bookings of a gebied, oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_gebied(conn: &mut Db, gebied: GebiedId) -> QueryResult<Vec<Booking>> {
    bookings::table
        .left_join(people::table)
        .left_join(ideas::table)
        .left_join(rounds::table)
        .filter(bookings::gebied_id.eq(gebied))
        .order(bookings::id)
        .select((
            bookings::id,
            bookings::year,
            bookings::kind,
            bookings::cents,
            bookings::reason,
            bookings::at,
            people::name.nullable(),
            bookings::idea_id,
            ideas::title.nullable(),
            rounds::name.nullable(),
        ))
        .load(conn)
}
