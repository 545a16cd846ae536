//! Tablets that take votes without a connection, and what became of the sealed ballots that they
//! delivered. No code, no choice, no time.

use diesel::prelude::*;

use super::Db;
use super::schema::{polling_places, tablet_deliveries, tablet_tallies, tablets, wijken};
use crate::domain::ids::{PollingPlaceId, RoundId, TabletId, WijkId};
use crate::domain::tablet::Delivered;
use crate::on_each;

/// A tablet that is being set up.
#[derive(Debug, Clone, Copy)]
pub struct NewTablet<'a> {
    /// Its round.
    pub round: RoundId,
    /// Where it stands; none when that is no polling place.
    pub place: Option<PollingPlaceId>,
    /// Whose votes it takes; none for every wijk of the round.
    pub wijk: Option<WijkId>,
    /// The key with which it seals.
    pub public_key: &'a [u8],
    /// The key that opens, wrapped.
    pub wrapped: &'a [u8],
}

/// A tablet that takes votes without a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tablet {
    /// Key.
    pub id: TabletId,
    /// Its round.
    pub round: RoundId,
    /// Its number in the round, from 1.
    pub number: i64,
    /// Name of the polling place where it stands.
    pub place: Option<String>,
    /// Whose votes it takes, with the name; none for every wijk of the round.
    pub wijk: Option<(WijkId, String)>,
    /// The key with which it seals.
    pub public_key: Vec<u8>,
    /// The key that opens, wrapped; none once the box is closed.
    pub wrapped: Option<Vec<u8>>,
    /// Somebody looked and said that nothing waits on it.
    pub is_done: bool,
    /// What became of the ballots it delivered.
    pub tallies: Vec<(Delivered, i64)>,
}

impl Tablet {
    /// How many of its ballots this became of.
    #[must_use]
    pub fn of(&self, outcome: Delivered) -> i64 {
        self.tallies.iter().find(|(one, _)| *one == outcome).map_or(0, |(_, ballots)| *ballots)
    }

    /// How many of its ballots were refused.
    #[must_use]
    pub fn refused(&self) -> i64 {
        Delivered::REFUSALS.iter().map(|outcome| self.of(*outcome)).sum()
    }
}

/// Adds a tablet with the next number of the round, which is locked.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, new: NewTablet<'_>) -> QueryResult<TabletId> {
    super::ballot_box::lock_round(conn, new.round)?;
    let last: Option<i64> = tablets::table.filter(tablets::round_id.eq(new.round)).select(diesel::dsl::max(tablets::number)).first(conn)?;
    diesel::insert_into(tablets::table)
        .values((
            tablets::round_id.eq(new.round),
            tablets::number.eq(last.unwrap_or(0) + 1),
            tablets::place_id.eq(new.place),
            tablets::wijk_id.eq(new.wijk),
            tablets::public_key.eq(new.public_key),
            tablets::wrapped.eq(new.wrapped),
            tablets::is_done.eq(false),
        ))
        .returning(tablets::id)
        .get_result(conn)
}

/// A tablet.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: TabletId) -> QueryResult<Tablet> {
    type Row = (RoundId, i64, Option<String>, Option<WijkId>, Option<String>, Vec<u8>, Option<Vec<u8>>, bool);
    let (round, number, place, wijk, wijk_name, public_key, wrapped, is_done): Row = tablets::table
        .left_join(polling_places::table)
        .left_join(wijken::table.on(tablets::wijk_id.eq(wijken::id.nullable())))
        .filter(tablets::id.eq(id))
        .select((
            tablets::round_id,
            tablets::number,
            polling_places::name.nullable(),
            tablets::wijk_id,
            wijken::name.nullable(),
            tablets::public_key,
            tablets::wrapped,
            tablets::is_done,
        ))
        .first(conn)?;
    let tallies = tablet_tallies::table
        .filter(tablet_tallies::tablet_id.eq(id))
        .order(tablet_tallies::outcome)
        .select((tablet_tallies::outcome, tablet_tallies::ballots))
        .load(conn)?;
    Ok(Tablet { id, round, number, place, wijk: wijk.zip(wijk_name), public_key, wrapped, is_done, tallies })
}

/// The tablets of a round, by number.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut Db, round: RoundId) -> QueryResult<Vec<Tablet>> {
    let ids: Vec<TabletId> = tablets::table.filter(tablets::round_id.eq(round)).order(tablets::number).select(tablets::id).load(conn)?;
    ids.into_iter().map(|id| find(conn, id)).collect()
}

/// Notes that nothing waits on a tablet any more.
///
/// # Errors
/// When the database fails.
pub fn set_done(conn: &mut Db, id: TabletId) -> QueryResult<()> {
    diesel::update(tablets::table.find(id)).set(tablets::is_done.eq(true)).execute(conn)?;
    Ok(())
}

/// What became of a delivery, when it came in before.
///
/// # Errors
/// When the database fails.
pub fn outcome_of(conn: &mut Db, id: TabletId, delivery: &[u8]) -> QueryResult<Option<Delivered>> {
    tablet_deliveries::table.find((id, delivery)).select(tablet_deliveries::outcome).first(conn).optional()
}

/// Notes what became of a delivery and counts it; false when it had come in before, and then nothing
/// changes.
///
/// # Errors
/// When the database fails.
pub fn note(conn: &mut Db, id: TabletId, delivery: &[u8], outcome: Delivered) -> QueryResult<bool> {
    let row = (tablet_deliveries::tablet_id.eq(id), tablet_deliveries::delivery.eq(delivery), tablet_deliveries::outcome.eq(outcome));
    let new = on_each!(conn, |c| diesel::insert_into(tablet_deliveries::table).values(row).on_conflict_do_nothing().execute(c))? == 1;
    if new {
        let row = (tablet_tallies::tablet_id.eq(id), tablet_tallies::outcome.eq(outcome), tablet_tallies::ballots.eq(1));
        let add = tablet_tallies::ballots.eq(tablet_tallies::ballots + 1);
        on_each!(conn, |c| diesel::insert_into(tablet_tallies::table)
            .values(row)
            .on_conflict((tablet_tallies::tablet_id, tablet_tallies::outcome))
            .do_update()
            .set(add)
            .execute(c))?;
    }
    Ok(new)
}

/// Forgets the keys of the tablets of a round: nothing can be opened any more.
///
/// # Errors
/// When the database fails.
pub fn forget_keys(conn: &mut Db, round: RoundId) -> QueryResult<()> {
    diesel::update(tablets::table.filter(tablets::round_id.eq(round))).set(tablets::wrapped.eq(None::<Vec<u8>>)).execute(conn)?;
    Ok(())
}

/// Forgets which deliveries came in, once they are counted; how many stays.
///
/// # Errors
/// When the database fails.
pub fn forget_deliveries(conn: &mut Db, round: RoundId) -> QueryResult<()> {
    let here = tablets::table.filter(tablets::round_id.eq(round)).select(tablets::id);
    diesel::delete(tablet_deliveries::table.filter(tablet_deliveries::tablet_id.eq_any(here))).execute(conn)?;
    Ok(())
}
