//! Door-to-door work, street by street.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Db;
use super::schema::street_counts;
use crate::domain::fieldwork::Count;
use crate::domain::ids::{PersonId, StreetCountId, WijkId};
use crate::domain::time::Instant;
use crate::on_each;

/// What was counted in a street on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreetCount {
    /// Key.
    pub id: StreetCountId,
    /// The street.
    pub street: String,
    /// The day.
    pub day: NaiveDate,
    /// What was counted.
    pub count: Count,
}

/// What was counted, before it is written.
#[derive(Debug, Clone)]
pub struct NewCount {
    /// In which wijk.
    pub wijk: WijkId,
    /// The street.
    pub street: String,
    /// The day.
    pub day: NaiveDate,
    /// What was counted.
    pub count: Count,
    /// By whom.
    pub by: PersonId,
    /// The form it was written in: the same form sent twice is one count.
    pub form_key: String,
}

/// Adds a count; false when this form came in before.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, new: &NewCount, now: Instant) -> QueryResult<bool> {
    let row = (
        street_counts::wijk_id.eq(new.wijk),
        street_counts::street.eq(&new.street),
        street_counts::day.eq(new.day),
        street_counts::approached.eq(new.count.approached),
        street_counts::spoken.eq(new.count.spoken),
        street_counts::ideas.eq(new.count.ideas),
        street_counts::counted_by.eq(new.by),
        street_counts::counted_at.eq(now),
        street_counts::form_key.eq(&new.form_key),
    );
    let rows = on_each!(conn, |c| diesel::insert_into(street_counts::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(rows == 1)
}

/// Everything that was counted in these wijken, by street and day.
///
/// # Errors
/// When the database fails.
pub fn of_wijken(conn: &mut Db, wijken: &[WijkId]) -> QueryResult<Vec<(WijkId, StreetCount)>> {
    let rows: Vec<(WijkId, StreetCountId, String, NaiveDate, i64, i64, i64)> = street_counts::table
        .filter(street_counts::wijk_id.eq_any(wijken))
        .order((street_counts::street, street_counts::day, street_counts::id))
        .select((
            street_counts::wijk_id,
            street_counts::id,
            street_counts::street,
            street_counts::day,
            street_counts::approached,
            street_counts::spoken,
            street_counts::ideas,
        ))
        .load(conn)?;
    let count =
        |(wijk, id, street, day, approached, spoken, ideas)| (wijk, StreetCount { id, street, day, count: Count { approached, spoken, ideas } });
    Ok(rows.into_iter().map(count).collect())
}

/// Takes a count away that was a mistake; false when it was not of this wijk.
///
/// # Errors
/// When the database fails.
pub fn remove(conn: &mut Db, wijk: WijkId, id: StreetCountId) -> QueryResult<bool> {
    Ok(diesel::delete(street_counts::table.find(id).filter(street_counts::wijk_id.eq(wijk))).execute(conn)? == 1)
}
