//! Trackers: of the ballots in an open box, and the signed list of those in a closed one.

use diesel::prelude::*;

use super::Db;
use super::schema::{ballot_box, box_list_trackers, box_lists};
use crate::domain::ids::{RoundId, WijkId};
use crate::domain::outcome::Channel;
use crate::domain::tracker::Tracker;
use crate::error::{Error, Result};
use crate::on_each;

/// The tracker of the ballot with this credential.
///
/// # Errors
/// When the database fails.
pub fn tracker_of(conn: &mut Db, round: RoundId, credential: &[u8]) -> QueryResult<Option<Tracker>> {
    let found: Option<Vec<u8>> = ballot_box::table.find((round, credential)).select(ballot_box::tracker).first(conn).optional()?;
    Ok(found.and_then(|bytes| Tracker::from_bytes(&bytes)))
}

/// Whether a ballot with this tracker is in the box.
///
/// # Errors
/// When the database fails.
pub fn in_box(conn: &mut Db, round: RoundId, tracker: Tracker) -> QueryResult<bool> {
    let query = ballot_box::table.filter(ballot_box::round_id.eq(round).and(ballot_box::tracker.eq(tracker.as_bytes())));
    Ok(query.count().get_result::<i64>(conn)? > 0)
}

/// What is said of a ballot in the box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InBox {
    /// Its tracker, worked out anew from the sealed ballot.
    pub tracker: Tracker,
    /// Whether that is the tracker it came in with.
    pub whole: bool,
    /// Its wijk.
    pub wijk: WijkId,
    /// Its channel.
    pub channel: Channel,
}

/// The ballots in the box.
///
/// # Errors
/// When the database fails.
pub fn ballots(conn: &mut Db, round: RoundId) -> QueryResult<Vec<InBox>> {
    let rows: Vec<(Vec<u8>, Vec<u8>, WijkId, Channel)> = ballot_box::table
        .filter(ballot_box::round_id.eq(round))
        .select((ballot_box::for_counting, ballot_box::tracker, ballot_box::wijk_id, ballot_box::channel))
        .load(conn)?;
    let ballot = |(sealed, kept, wijk, channel): (Vec<u8>, Vec<u8>, WijkId, Channel)| {
        let tracker = Tracker::of(round, &sealed);
        InBox { tracker, whole: tracker.as_bytes() == kept, wijk, channel }
    };
    Ok(rows.into_iter().map(ballot).collect())
}

/// What was signed when a box was closed.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Signed {
    /// The statement, as it was signed.
    pub statement: String,
    /// The signature of the round.
    pub signature: Vec<u8>,
}

/// Keeps the list of a box: its trackers in ascending order, what was signed about them, and the lot
/// as JSON.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, round: RoundId, trackers: &[Tracker], signed: &Signed, lot: &str) -> QueryResult<()> {
    let row = (
        box_lists::round_id.eq(round),
        box_lists::statement.eq(&signed.statement),
        box_lists::signature.eq(&signed.signature),
        box_lists::lot.eq(lot),
    );
    diesel::insert_into(box_lists::table).values(row).execute(conn)?;
    for part in trackers.chunks(5_000) {
        let row = |tracker: &Tracker| (box_list_trackers::round_id.eq(round), box_list_trackers::tracker.eq(tracker.as_bytes().to_vec()));
        let rows: Vec<_> = part.iter().map(row).collect();
        on_each!(conn, |c| diesel::insert_into(box_list_trackers::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// What was signed when the box of this round was closed, once it was.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Db, round: RoundId) -> QueryResult<Option<Signed>> {
    box_lists::table.find(round).select((box_lists::statement, box_lists::signature)).first(conn).optional()
}

/// The lot of a closed box, as JSON.
///
/// # Errors
/// `NotFound` while the box is open, or when the database fails.
pub fn lot(conn: &mut Db, round: RoundId) -> QueryResult<String> {
    box_lists::table.find(round).select(box_lists::lot).first(conn)
}

/// Keeps the lot as it was drawn.
///
/// # Errors
/// When the database fails.
pub fn set_lot(conn: &mut Db, round: RoundId, lot: &str) -> QueryResult<()> {
    diesel::update(box_lists::table.find(round)).set(box_lists::lot.eq(lot)).execute(conn)?;
    Ok(())
}

/// Whether a tracker is in the list.
///
/// # Errors
/// When the database fails.
pub fn holds(conn: &mut Db, round: RoundId, tracker: Tracker) -> QueryResult<bool> {
    Ok(box_list_trackers::table.find((round, tracker.as_bytes())).count().get_result::<i64>(conn)? > 0)
}

/// The trackers of the list, in ascending order.
///
/// # Errors
/// When the database fails, or one of them is no tracker.
pub fn trackers(conn: &mut Db, round: RoundId) -> Result<Vec<Tracker>> {
    let rows: Vec<Vec<u8>> = box_list_trackers::table
        .filter(box_list_trackers::round_id.eq(round))
        .order(box_list_trackers::tracker)
        .select(box_list_trackers::tracker)
        .load(conn)?;
    rows.iter().map(|bytes| Tracker::from_bytes(bytes).ok_or_else(|| Error::internal("a tracker of the wrong length"))).collect()
}
