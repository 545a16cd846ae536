//! The roll: which stemcodes there are and whether a ballot came in with them. No name, no time.

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, Text};

use super::Db;
use super::schema::{code_batches, email_entrances, roll};
use crate::domain::ids::{BatchId, PersonId, RoundId, WijkId};
use crate::domain::outcome::{Channel, RollState};
use crate::domain::time::Instant;
use crate::on_each;

/// Rows in one statement; both databases take so many parameters.
const ROWS: usize = 5_000;

/// Where a batch of codes belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    /// Round.
    pub round: RoundId,
    /// Wijk.
    pub wijk: WijkId,
    /// How the codes reach people.
    pub channel: Channel,
}

/// Adds a batch for so many codes.
///
/// # Errors
/// When the database fails.
pub fn add_batch(conn: &mut Db, batch: Batch, codes: i64, by: Option<PersonId>, at: Instant) -> QueryResult<BatchId> {
    diesel::insert_into(code_batches::table)
        .values((
            code_batches::round_id.eq(batch.round),
            code_batches::wijk_id.eq(batch.wijk),
            code_batches::channel.eq(batch.channel),
            code_batches::codes.eq(codes),
            code_batches::made_by.eq(by),
            code_batches::made_at.eq(at),
        ))
        .returning(code_batches::id)
        .get_result(conn)
}

/// The batch that codes by e-mail belong to, made when there is none, with one code more.
///
/// # Errors
/// When the database fails.
pub fn email_batch(conn: &mut Db, batch: Batch, at: Instant) -> QueryResult<BatchId> {
    let found = code_batches::table
        .filter(code_batches::round_id.eq(batch.round).and(code_batches::wijk_id.eq(batch.wijk)))
        .filter(code_batches::channel.eq(batch.channel))
        .select(code_batches::id)
        .first(conn)
        .optional()?;
    let id = match found {
        Some(id) => id,
        None => add_batch(conn, batch, 0, None, at)?,
    };
    diesel::update(code_batches::table.find(id)).set(code_batches::codes.eq(code_batches::codes + 1)).execute(conn)?;
    Ok(id)
}

/// Puts codes on the roll, as their hashes.
///
/// # Errors
/// When the database fails.
pub fn add_codes(conn: &mut Db, id: BatchId, batch: Batch, hashes: &[[u8; 32]]) -> QueryResult<()> {
    for part in hashes.chunks(ROWS) {
        let rows: Vec<_> = part
            .iter()
            .map(|hash| {
                (
                    roll::round_id.eq(batch.round),
                    roll::code_hash.eq(hash.as_slice()),
                    roll::wijk_id.eq(batch.wijk),
                    roll::batch_id.eq(id),
                    roll::channel.eq(batch.channel),
                    roll::state.eq(RollState::Issued),
                )
            })
            .collect();
        on_each!(conn, |c| diesel::insert_into(roll::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Where a code is, when it is on the roll.
///
/// # Errors
/// When the database fails.
pub fn state_of(conn: &mut Db, round: RoundId, hash: &[u8]) -> QueryResult<Option<RollState>> {
    roll::table.find((round, hash)).select(roll::state).first(conn).optional()
}

/// Marks a code as used, unless it was revoked; gives its wijk and channel. The row stays locked
/// until the transaction ends, so two casts with one code come one after the other.
///
/// # Errors
/// When the database fails.
pub fn mark_used(conn: &mut Db, round: RoundId, hash: &[u8]) -> QueryResult<Option<(WijkId, Channel)>> {
    on_each!(conn, |c| MarkUsed { round, hash }.get_result(c)).optional()
}

/// The statement of [`mark_used`]. Diesel's own update is prepared anew at every call; this one is
/// prepared once per connection, which counts on the evening everybody casts.
struct MarkUsed<'a> {
    round: RoundId,
    hash: &'a [u8],
}

impl QueryId for MarkUsed<'_> {
    type QueryId = MarkUsed<'static>;

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for MarkUsed<'_> {
    type SqlType = (BigInt, Text);
}

impl<C> RunQueryDsl<C> for MarkUsed<'_> {}

impl<DB: Backend> QueryFragment<DB> for MarkUsed<'_>
where
    i64: ToSql<BigInt, DB>,
    str: ToSql<Text, DB>,
    [u8]: ToSql<Binary, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE roll SET state = ");
        out.push_bind_param::<Text, _>(&RollState::Used)?;
        out.push_sql(" WHERE round_id = ");
        out.push_bind_param::<BigInt, _>(&self.round)?;
        out.push_sql(" AND code_hash = ");
        out.push_bind_param::<Binary, _>(self.hash)?;
        out.push_sql(" AND state <> ");
        out.push_bind_param::<Text, _>(&RollState::Revoked)?;
        out.push_sql(" RETURNING wijk_id, channel");
        Ok(())
    }
}

/// Revokes a code that was not used yet; false when it was.
///
/// # Errors
/// When the database fails.
pub fn revoke_unused(conn: &mut Db, round: RoundId, hash: &[u8]) -> QueryResult<bool> {
    let changed = diesel::update(roll::table.find((round, hash)).filter(roll::state.eq(RollState::Issued)))
        .set(roll::state.eq(RollState::Revoked))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Codes of one wijk, channel and state.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Count {
    /// Wijk.
    pub wijk: WijkId,
    /// Channel.
    pub channel: Channel,
    /// State.
    pub state: RollState,
    /// How many.
    pub codes: i64,
}

/// How many codes there are per wijk, channel and state.
///
/// # Errors
/// When the database fails.
pub fn counts(conn: &mut Db, round: RoundId) -> QueryResult<Vec<Count>> {
    roll::table
        .filter(roll::round_id.eq(round))
        .group_by((roll::wijk_id, roll::channel, roll::state))
        .select((roll::wijk_id, roll::channel, roll::state, diesel::dsl::count_star()))
        .load(conn)
}

/// Notes that an address gets a code; false when it already has one.
///
/// # Errors
/// When the database fails.
pub fn claim_entrance(conn: &mut Db, round: RoundId, email_hash: &[u8], code_hash: &[u8]) -> QueryResult<bool> {
    let row = (email_entrances::round_id.eq(round), email_entrances::email_hash.eq(email_hash), email_entrances::code_hash.eq(code_hash));
    let added = on_each!(conn, |c| diesel::insert_into(email_entrances::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(added == 1)
}

/// The code an address has, locked until the transaction ends.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn entrance_code(conn: &mut Db, round: RoundId, email_hash: &[u8]) -> QueryResult<Vec<u8>> {
    let query = email_entrances::table.find((round, email_hash)).select(email_entrances::code_hash);
    match conn {
        Db::Postgres(c) => query.for_update().first(c),
        Db::Sqlite(c) => query.first(c),
    }
}

/// Gives an address another code.
///
/// # Errors
/// When the database fails.
pub fn replace_entrance(conn: &mut Db, round: RoundId, email_hash: &[u8], code_hash: &[u8]) -> QueryResult<()> {
    diesel::update(email_entrances::table.find((round, email_hash))).set(email_entrances::code_hash.eq(code_hash)).execute(conn)?;
    Ok(())
}

/// Forgets which address got which code, once voting is over.
///
/// # Errors
/// When the database fails.
pub fn forget_entrances(conn: &mut Db, round: RoundId) -> QueryResult<()> {
    diesel::delete(email_entrances::table.filter(email_entrances::round_id.eq(round))).execute(conn)?;
    Ok(())
}
