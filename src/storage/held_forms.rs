//! What somebody typed while not signed in: kept for the same browser, for a day.

use diesel::prelude::*;

use super::Db;
use super::schema::held_forms;
use crate::domain::time::Instant;
use crate::on_each;

/// Keeps the fields of a form; a newer one on the same page takes its place.
///
/// # Errors
/// When the database fails.
pub fn keep(conn: &mut Db, visitor_hash: &[u8], path: &str, fields: &str, now: Instant) -> QueryResult<()> {
    let values = (held_forms::visitor_hash.eq(visitor_hash), held_forms::path.eq(path), held_forms::fields.eq(fields), held_forms::held_at.eq(now));
    on_each!(conn, |c| {
        diesel::insert_into(held_forms::table)
            .values(values)
            .on_conflict((held_forms::visitor_hash, held_forms::path))
            .do_update()
            .set((held_forms::fields.eq(fields), held_forms::held_at.eq(now)))
            .execute(c)
    })?;
    Ok(())
}

/// What was typed on this page in this browser after `since`.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Db, visitor_hash: &[u8], path: &str, since: Instant) -> QueryResult<Option<String>> {
    held_forms::table
        .filter(held_forms::visitor_hash.eq(visitor_hash).and(held_forms::path.eq(path)).and(held_forms::held_at.gt(since)))
        .select(held_forms::fields)
        .first(conn)
        .optional()
}

/// Forgets what was typed on this page in this browser.
///
/// # Errors
/// When the database fails.
pub fn forget(conn: &mut Db, visitor_hash: &[u8], path: &str) -> QueryResult<()> {
    diesel::delete(held_forms::table.filter(held_forms::visitor_hash.eq(visitor_hash).and(held_forms::path.eq(path)))).execute(conn)?;
    Ok(())
}

/// Forgets everything kept before `moment`.
///
/// # Errors
/// When the database fails.
pub fn forget_before(conn: &mut Db, moment: Instant) -> QueryResult<usize> {
    diesel::delete(held_forms::table.filter(held_forms::held_at.le(moment))).execute(conn)
}
