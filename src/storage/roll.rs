//! The roll: which stemcodes there are and whether a ballot came in with them. No name, no time.

use diesel::prelude::*;

use super::Db;
use super::schema::{code_batches, email_entrances, roll};
use crate::domain::ids::{BatchId, PersonId, RoundId, WijkId};
use crate::domain::letter::LetterNumber;
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
    grow_batch(conn, id, 1)?;
    Ok(id)
}

/// Puts codes on the roll, as their hashes, and gives how many were not on it yet. In the order of
/// the hashes: where a row lies must not tell which letter it belongs to. Tells `done` how many are
/// in after each part.
///
/// # Errors
/// When the database fails.
pub fn add_codes(conn: &mut Db, id: BatchId, batch: Batch, mut hashes: Vec<[u8; 32]>, done: &dyn Fn(usize)) -> QueryResult<usize> {
    hashes.sort_unstable();
    let (mut added, mut sent) = (0, 0);
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
        added += on_each!(conn, |c| diesel::insert_into(roll::table).values(&rows).on_conflict_do_nothing().execute(c))?;
        sent += part.len();
        done(sent);
    }
    Ok(added)
}

/// A batch of codes. How many were used is not told: with the other numbers it would show when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRow {
    /// The batch.
    pub id: BatchId,
    /// Where it belongs.
    pub batch: Batch,
    /// When it was made.
    pub made_at: Instant,
    /// Its codes.
    pub codes: i64,
    /// Its codes that were revoked.
    pub revoked: i64,
}

/// The batches of a round for letters and on ballot papers, oldest first.
///
/// # Errors
/// When the database fails.
pub fn batches(conn: &mut Db, round: RoundId) -> QueryResult<Vec<BatchRow>> {
    let rows: Vec<(BatchId, WijkId, Channel, Instant, i64)> = code_batches::table
        .filter(code_batches::round_id.eq(round).and(code_batches::channel.eq_any([Channel::Letter, Channel::Paper, Channel::Meeting])))
        .order(code_batches::id)
        .select((code_batches::id, code_batches::wijk_id, code_batches::channel, code_batches::made_at, code_batches::codes))
        .load(conn)?;
    let counts: Vec<(BatchId, i64)> = roll::table
        .filter(roll::round_id.eq(round).and(roll::state.eq(RollState::Revoked)))
        .group_by(roll::batch_id)
        .select((roll::batch_id, diesel::dsl::count_star()))
        .load(conn)?;
    let revoked = |id| counts.iter().find(|(batch, _)| *batch == id).map_or(0, |(_, n)| *n);
    let row = |(id, wijk, channel, made_at, codes)| BatchRow { id, batch: Batch { round, wijk, channel }, made_at, codes, revoked: revoked(id) };
    Ok(rows.into_iter().map(row).collect())
}

/// Revokes the codes of a batch that were not used yet, and gives how many that were.
///
/// # Errors
/// When the database fails.
pub fn revoke_batch(conn: &mut Db, round: RoundId, id: BatchId) -> QueryResult<usize> {
    let unused = roll::round_id.eq(round).and(roll::batch_id.eq(id)).and(roll::state.eq(RollState::Issued));
    diesel::update(roll::table.filter(unused)).set(roll::state.eq(RollState::Revoked)).execute(conn)
}

/// A code as the roll knows it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct OnRoll {
    /// Names the code.
    pub code_hash: Vec<u8>,
    /// Its wijk.
    pub wijk: WijkId,
    /// Its batch.
    pub batch: BatchId,
    /// Its channel.
    pub channel: Channel,
    /// Its state.
    pub state: RollState,
}

/// The codes with the number of a letter: one, or none.
///
/// # Errors
/// When the database fails.
pub fn by_letter(conn: &mut Db, round: RoundId, number: LetterNumber) -> QueryResult<Vec<OnRoll>> {
    let hashes = number.hashes();
    roll::table
        .filter(roll::round_id.eq(round))
        .filter(roll::code_hash.ge(hashes.start().as_slice()).and(roll::code_hash.le(hashes.end().as_slice())))
        .select((roll::code_hash, roll::wijk_id, roll::batch_id, roll::channel, roll::state))
        .load(conn)
}

/// Counts so many codes more in a batch.
///
/// # Errors
/// When the database fails.
pub fn grow_batch(conn: &mut Db, id: BatchId, codes: i64) -> QueryResult<()> {
    diesel::update(code_batches::table.find(id)).set(code_batches::codes.eq(code_batches::codes + codes)).execute(conn)?;
    Ok(())
}

/// Where a code is, when it is on the roll.
///
/// # Errors
/// When the database fails.
pub fn state_of(conn: &mut Db, round: RoundId, hash: &[u8]) -> QueryResult<Option<RollState>> {
    roll::table.find((round, hash)).select(roll::state).first(conn).optional()
}

/// A code on the roll.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Entry {
    /// Names the code.
    pub code_hash: Vec<u8>,
    /// The wijk that it was made for.
    pub wijk: WijkId,
    /// How it reached its voter.
    pub channel: Channel,
    /// Whether a ballot came in with it.
    pub state: RollState,
}

/// These codes, as far as they are on the roll. They stay locked until the transaction ends, so two
/// casts with one code come one after the other; always in the same order, so that two transactions
/// never wait for each other.
///
/// # Errors
/// When the database fails.
pub fn locked(conn: &mut Db, round: RoundId, codes: &[&[u8]]) -> QueryResult<Vec<Entry>> {
    let query = roll::table.filter(roll::round_id.eq(round).and(roll::code_hash.eq_any(codes))).order(roll::code_hash).select((
        roll::code_hash,
        roll::wijk_id,
        roll::channel,
        roll::state,
    ));
    match conn {
        Db::Postgres(c) => query.for_update().load(c),
        Db::Sqlite(c) => query.load(c),
    }
}

/// Marks codes as used that were not used before.
///
/// # Errors
/// When the database fails.
pub fn mark_used(conn: &mut Db, round: RoundId, codes: &[&[u8]]) -> QueryResult<()> {
    if !codes.is_empty() {
        let unused = roll::table.filter(roll::round_id.eq(round).and(roll::code_hash.eq_any(codes)).and(roll::state.eq(RollState::Issued)));
        on_each!(conn, |c| diesel::update(unused).set(roll::state.eq(RollState::Used)).execute(c))?;
    }
    Ok(())
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
