//! Door-to-door work, street by street.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Db;
use super::schema::street_counts;
use crate::domain::fieldwork::Count;
use crate::domain::ids::{PersonId, StreetCountId, WijkId};
use crate::domain::time::Instant;

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

/// Adds a count.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, wijk: WijkId, street: &str, day: NaiveDate, count: Count, by: PersonId, now: Instant) -> QueryResult<()> {
    diesel::insert_into(street_counts::table)
        .values((
            street_counts::wijk_id.eq(wijk),
            street_counts::street.eq(street),
            street_counts::day.eq(day),
            street_counts::approached.eq(count.approached),
            street_counts::spoken.eq(count.spoken),
            street_counts::ideas.eq(count.ideas),
            street_counts::counted_by.eq(by),
            street_counts::counted_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Everything that was counted in a wijk, by street and day.
///
/// # Errors
/// When the database fails.
pub fn of_wijk(conn: &mut Db, wijk: WijkId) -> QueryResult<Vec<StreetCount>> {
    let rows: Vec<(StreetCountId, String, NaiveDate, i64, i64, i64)> = street_counts::table
        .filter(street_counts::wijk_id.eq(wijk))
        .order((street_counts::street, street_counts::day, street_counts::id))
        .select((
            street_counts::id,
            street_counts::street,
            street_counts::day,
            street_counts::approached,
            street_counts::spoken,
            street_counts::ideas,
        ))
        .load(conn)?;
    let count = |(id, street, day, approached, spoken, ideas)| StreetCount { id, street, day, count: Count { approached, spoken, ideas } };
    Ok(rows.into_iter().map(count).collect())
}

/// Takes a count away that was a mistake; false when it was not of this wijk.
///
/// # Errors
/// When the database fails.
pub fn remove(conn: &mut Db, wijk: WijkId, id: StreetCountId) -> QueryResult<bool> {
    Ok(diesel::delete(street_counts::table.find(id).filter(street_counts::wijk_id.eq(wijk))).execute(conn)? == 1)
}
