//! The latest moment any server was at: what all servers on one database agree on.

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::Db;
use super::schema::server_clock;
use crate::domain::time::Instant;
use crate::on_each;

/// The latest moment that was kept.
///
/// # Errors
/// When the database fails.
pub fn latest(conn: &mut Db) -> QueryResult<Option<Instant>> {
    server_clock::table.find(1_i64).select(server_clock::latest).first(conn).optional()
}

/// Keeps a moment, also when it is earlier than what was kept.
///
/// # Errors
/// When the database fails.
pub fn keep(conn: &mut Db, at: Instant) -> QueryResult<()> {
    let row = (server_clock::id.eq(1_i64), server_clock::latest.eq(at));
    on_each!(conn, |c| diesel::insert_into(server_clock::table)
        .values(row)
        .on_conflict(server_clock::id)
        .do_update()
        .set(server_clock::latest.eq(excluded(server_clock::latest)))
        .execute(c))?;
    Ok(())
}

/// Locks the row until the transaction ends and gives what was kept: servers take turns.
///
/// # Errors
/// When the database fails.
pub fn lock(conn: &mut Db) -> QueryResult<Option<Instant>> {
    let row = server_clock::table.find(1_i64).select(server_clock::latest);
    match conn {
        Db::Postgres(c) => row.for_update().first(c).optional(),
        Db::Sqlite(c) => row.first(c).optional(),
    }
}
