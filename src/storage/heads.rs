//! Heads of the record that were sent outside, so that each goes once.

use diesel::prelude::*;

use super::Db;
use super::schema::{events, sent_heads};
use crate::domain::time::Instant;
use crate::on_each;

/// Place and moment of the head that was sent last.
///
/// # Errors
/// When the database fails.
pub fn last(conn: &mut Db) -> QueryResult<Option<(i64, Instant)>> {
    sent_heads::table.order(sent_heads::seq.desc()).select((sent_heads::seq, sent_heads::sent_at)).first(conn).optional()
}

/// Whether one of these actions was recorded after a place in the record.
///
/// # Errors
/// When the database fails.
pub fn happened_after(conn: &mut Db, seq: i64, actions: &[&str]) -> QueryResult<bool> {
    let found: Option<i64> =
        events::table.filter(events::seq.gt(seq).and(events::action.eq_any(actions))).select(events::seq).first(conn).optional()?;
    Ok(found.is_some())
}

/// Notes that a head is sent; false when another instance was first.
///
/// # Errors
/// When the database fails.
pub fn note(conn: &mut Db, seq: i64, hash: &[u8], now: Instant) -> QueryResult<bool> {
    let row = (sent_heads::seq.eq(seq), sent_heads::hash.eq(hash), sent_heads::sent_at.eq(now));
    let added = on_each!(conn, |c| diesel::insert_into(sent_heads::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(added == 1)
}

/// The hash of the record at a place; none when it is not that long.
///
/// # Errors
/// When the database fails.
pub fn hash_at(conn: &mut Db, seq: i64) -> QueryResult<Option<Vec<u8>>> {
    events::table.find(seq).select(events::hash).first(conn).optional()
}
