//! The ballot box: sealed ballots, the frozen text of the ballot, and the mixed ballots after the
//! count. No time, no person, no sequence.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::ManageConnection;
use diesel::upsert::excluded;

use super::connection::{Manager, Purpose, Target};
use super::schema::{adviezen, ballot_box, counted_ballots, ideas, round_phases, rounds, wijken};
use super::{Db, roll, tablets};
use crate::domain::advies::{AdviesState, Stance};
use crate::domain::ballot::{BallotPlan, BallotText, Choices};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{AdviesId, IdeaId, RoundId, WijkId};
use crate::domain::money::Cents;
use crate::domain::outcome::{Channel, RoundStatus};
use crate::domain::phase::Phase;
use crate::domain::time::{Instant, Window};
use crate::domain::tracker::Tracker;
use crate::error::Result;
use crate::on_each;

/// The ballot of a round as it was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// Address of the round.
    pub slug: String,
    /// What is on it.
    pub text: BallotText,
    /// SHA-256 of the text as it is stored.
    pub hash: Vec<u8>,
    /// The public counting key.
    pub counting_key: Vec<u8>,
}

/// The frozen ballot, when it is frozen.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn frozen(conn: &mut Db, round: RoundId) -> Result<Option<Frozen>> {
    type Row = (String, Option<String>, Option<Vec<u8>>, Option<Vec<u8>>);
    let row: Row = rounds::table.find(round).select((rounds::slug, rounds::ballot_text, rounds::ballot_hash, rounds::counting_key)).first(conn)?;
    let (slug, Some(text), Some(hash), Some(counting_key)) = row else { return Ok(None) };
    Ok(Some(Frozen { slug, text: serde_json::from_str(&text)?, hash, counting_key }))
}

/// Locks the round until the transaction ends: waits for casts that are under way, and holds up
/// new ones.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn lock_round(conn: &mut Db, round: RoundId) -> QueryResult<()> {
    let query = rounds::table.find(round).select(rounds::id);
    let _: RoundId = match conn {
        Db::Postgres(c) => query.for_update().first(c)?,
        Db::Sqlite(c) => query.first(c)?,
    };
    Ok(())
}

/// Freezes the text of the ballot, unless it is frozen already.
///
/// # Errors
/// When the database fails.
pub fn freeze(conn: &mut Db, round: RoundId, text: &str, hash: &[u8]) -> QueryResult<()> {
    diesel::update(rounds::table.find(round).filter(rounds::ballot_text.is_null()))
        .set((rounds::ballot_text.eq(text), rounds::ballot_hash.eq(hash)))
        .execute(conn)?;
    Ok(())
}

/// The public counting key of a round, when it has one.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn counting_key(conn: &mut Db, round: RoundId) -> QueryResult<Option<Vec<u8>>> {
    rounds::table.find(round).select(rounds::counting_key).first(conn)
}

/// Sets the public counting key, once; false when there was one.
///
/// # Errors
/// When the database fails.
pub fn set_counting_key(conn: &mut Db, round: RoundId, public: &[u8]) -> QueryResult<bool> {
    let changed =
        diesel::update(rounds::table.find(round).filter(rounds::counting_key.is_null())).set(rounds::counting_key.eq(public)).execute(conn)?;
    Ok(changed == 1)
}

/// The plans that go on the ballot: possible, and with a cost.
///
/// # Errors
/// When the database fails.
pub fn plans(conn: &mut Db, round: RoundId) -> QueryResult<Vec<BallotPlan>> {
    type Row = (IdeaId, String, String, Option<Cents>, Option<String>, Option<WijkId>, String);
    let rows: Vec<Row> = ideas::table
        .filter(ideas::round_id.eq(round).and(ideas::state.eq(IdeaState::Feasible)).and(ideas::cost.gt(Cents::ZERO)))
        .order(ideas::id)
        .select((ideas::id, ideas::title, ideas::why, ideas::cost, ideas::theme, ideas::wijk_id, ideas::place))
        .load(conn)?;
    let names: Vec<(WijkId, String)> = wijken::table.select((wijken::id, wijken::name)).load(conn)?;
    let name = |wijk: WijkId| names.iter().find(|(id, _)| *id == wijk).map(|(_, name)| name.clone());
    let plan = |(id, title, summary, cost, theme, wijk, place): Row| {
        Some(BallotPlan { id, title, summary, cost: cost?, theme, wijk: wijk.and_then(name), place })
    };
    Ok(rows.into_iter().filter_map(plan).collect())
}

/// When votes are taken, and whether the box was closed for the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// Draft, published or stopped.
    pub status: RoundStatus,
    /// From when until when.
    pub window: Window,
    /// Since when nothing is put in any more.
    pub closed_at: Option<Instant>,
}

impl Opening {
    /// Whether a vote is taken at `now`.
    #[must_use]
    pub fn takes_votes(&self, now: Instant) -> bool {
        self.status == RoundStatus::Published && self.closed_at.is_none() && self.window.contains(now)
    }
}

/// When votes are taken. The row stays as it is until the transaction ends, so that the count
/// waits for casts that are under way.
///
/// # Errors
/// `NotFound` when the round has no vote, or when the database fails.
pub fn opening(conn: &mut Db, round: RoundId) -> QueryResult<Opening> {
    let query = rounds::table.inner_join(round_phases::table).filter(rounds::id.eq(round).and(round_phases::phase.eq(Phase::Vote))).select((
        rounds::status,
        round_phases::starts_at,
        round_phases::ends_at,
        rounds::box_closed_at,
    ));
    let row: (RoundStatus, Instant, Instant, Option<Instant>) = match conn {
        Db::Postgres(c) => query.for_key_share().first(c)?,
        Db::Sqlite(c) => query.first(c)?,
    };
    let (status, starts, ends, closed_at) = row;
    Ok(Opening { status, window: Window { starts, ends }, closed_at })
}

/// A sealed ballot on its way into the box.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// Names the ballot; follows from the code.
    pub credential: [u8; 32],
    /// Sealed to the counting key.
    pub for_counting: Vec<u8>,
    /// Sealed to the voter.
    pub for_voter: Vec<u8>,
}

/// Puts ballots in the box, each in the place of an earlier one with the same code. No two of them
/// have the same code.
///
/// # Errors
/// When the database fails.
pub fn put(conn: &mut Db, round: RoundId, ballots: &[(WijkId, Channel, &Sealed)]) -> QueryResult<()> {
    let row = |(wijk, channel, ballot): &(WijkId, Channel, &'_ Sealed)| {
        (
            ballot_box::round_id.eq(round),
            ballot_box::tracker.eq(Tracker::of(round, &ballot.for_counting).as_bytes().to_vec()),
            ballot_box::credential.eq(ballot.credential.to_vec()),
            ballot_box::wijk_id.eq(*wijk),
            ballot_box::channel.eq(*channel),
            ballot_box::for_counting.eq(ballot.for_counting.clone()),
            ballot_box::for_voter.eq(ballot.for_voter.clone()),
        )
    };
    let rows: Vec<_> = ballots.iter().map(row).collect();
    on_each!(conn, |c| diesel::insert_into(ballot_box::table)
        .values(&rows)
        .on_conflict((ballot_box::round_id, ballot_box::credential))
        .do_update()
        .set((
            ballot_box::tracker.eq(excluded(ballot_box::tracker)),
            ballot_box::for_counting.eq(excluded(ballot_box::for_counting)),
            ballot_box::for_voter.eq(excluded(ballot_box::for_voter)),
        ))
        .execute(c))?;
    Ok(())
}

/// The voter's own copy of the ballot with this credential.
///
/// # Errors
/// When the database fails.
pub fn own_copy(conn: &mut Db, round: RoundId, credential: &[u8]) -> QueryResult<Option<Vec<u8>>> {
    ballot_box::table.find((round, credential)).select(ballot_box::for_voter).first(conn).optional()
}

/// What is in the box: (wijk, channel, sealed to the counting key).
///
/// # Errors
/// When the database fails.
pub fn contents(conn: &mut Db, round: RoundId) -> QueryResult<Vec<(WijkId, Channel, Vec<u8>)>> {
    ballot_box::table.filter(ballot_box::round_id.eq(round)).select((ballot_box::wijk_id, ballot_box::channel, ballot_box::for_counting)).load(conn)
}

/// A ballot as it is counted: nothing ties it to a code any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The wijk of the code it came in with.
    pub wijk: WijkId,
    /// How it came in.
    pub channel: Channel,
    /// What was chosen.
    pub choices: Choices,
}

/// Closes the box for the count: nothing is put in any more.
///
/// # Errors
/// When the database fails.
pub fn close(conn: &mut Db, round: RoundId, now: Instant) -> QueryResult<()> {
    lock_round(conn, round)?;
    diesel::update(rounds::table.find(round).filter(rounds::box_closed_at.is_null())).set(rounds::box_closed_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Empties the box: the ballots go over into the list that is counted, in the order given, and
/// their credentials, the addresses that asked for codes and the deliveries of tablets are gone.
///
/// # Errors
/// When the database fails.
pub fn empty_into(conn: &mut Db, round: RoundId, mixed: &[Counted]) -> Result<()> {
    add_counted(conn, round, mixed)?;
    diesel::delete(ballot_box::table.filter(ballot_box::round_id.eq(round))).execute(conn)?;
    tablets::forget_deliveries(conn, round)?;
    Ok(roll::forget_entrances(conn, round)?)
}

/// Adds ballots to the list that is counted.
///
/// # Errors
/// When the database fails.
pub fn add_counted(conn: &mut Db, round: RoundId, ballots: &[Counted]) -> Result<()> {
    for part in ballots.chunks(5_000) {
        let mut rows = Vec::with_capacity(part.len());
        for ballot in part {
            rows.push((
                counted_ballots::round_id.eq(round),
                counted_ballots::wijk_id.eq(ballot.wijk),
                counted_ballots::channel.eq(ballot.channel),
                counted_ballots::choices.eq(serde_json::to_string(&ballot.choices)?),
            ));
        }
        on_each!(conn, |c| diesel::insert_into(counted_ballots::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// The ballots that are counted.
///
/// # Errors
/// When the database fails.
pub fn counted(conn: &mut Db, round: RoundId) -> Result<Vec<Counted>> {
    let rows: Vec<(WijkId, Channel, String)> = counted_ballots::table
        .filter(counted_ballots::round_id.eq(round))
        .select((counted_ballots::wijk_id, counted_ballots::channel, counted_ballots::choices))
        .load(conn)?;
    rows.into_iter().map(|(wijk, channel, choices)| Ok(Counted { wijk, channel, choices: serde_json::from_str(&choices)? })).collect()
}

/// Whether the box was closed for the count.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn closed_at(conn: &mut Db, round: RoundId) -> QueryResult<Option<Instant>> {
    rounds::table.find(round).select(rounds::box_closed_at).first(conn)
}

/// Writes the database anew without what was deleted, and cuts off its log: what was in the box
/// must not stay behind in free pages.
///
/// # Errors
/// What the database says. The outcome does not depend on it; it can be done again.
pub fn rewrite(target: &Target) -> std::result::Result<(), String> {
    let mut conn = Manager { target: target.clone(), purpose: Purpose::Write }.connect().map_err(|e| e.to_string())?;
    let statements: &[&str] = match &conn {
        Db::Sqlite(_) => &["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"],
        Db::Postgres(_) => &[
            "SET statement_timeout = 0",
            "VACUUM FULL ballot_box",
            "VACUUM FULL roll",
            "VACUUM FULL email_entrances",
            "VACUUM FULL counted_ballots",
            "VACUUM FULL paper_entries",
            "VACUUM FULL tablet_deliveries",
        ],
    };
    for statement in statements {
        on_each!(&mut conn, |c| c.batch_execute(statement)).map_err(|e| format!("{statement}: {e}"))?;
    }
    Ok(())
}

/// Published adviezen about plans of a round: (idea, advies, stance, title).
///
/// # Errors
/// When the database fails.
pub fn adviezen_of(conn: &mut Db, round: RoundId) -> QueryResult<Vec<(IdeaId, AdviesId, Stance, String)>> {
    let rows: Vec<(Option<IdeaId>, AdviesId, Stance, String)> = adviezen::table
        .filter(adviezen::round_id.eq(round).and(adviezen::idea_id.is_not_null()))
        .filter(adviezen::state.eq_any([AdviesState::Published, AdviesState::Answered]))
        .order(adviezen::id)
        .select((adviezen::idea_id, adviezen::id, adviezen::stance, adviezen::title))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(idea, id, stance, title)| Some((idea?, id, stance, title))).collect())
}
