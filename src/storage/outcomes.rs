//! Outcomes of rounds, as they were counted: stored once, never counted again for a page.

use diesel::prelude::*;

use super::Db;
use super::schema::{ideas, outcomes, people};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, PersonId, RoundId, WijkId};
use crate::domain::outcome::OutcomeState;
use crate::domain::time::Instant;
use crate::on_each;
use crate::secrets::{hex, sha256};

/// What pages need of an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = outcomes)]
pub struct Row {
    /// Which count of the round it is, from 1. There is a next one when a plan falls out after
    /// the outcome was published.
    pub version: i64,
    /// Why there is this count beside the one before; none for the first.
    pub why: Option<String>,
    /// Where it is.
    pub state: OutcomeState,
    /// What is told of it, as JSON.
    pub explanation: String,
    /// Who voted, in numbers, as JSON.
    pub turnout: String,
    /// Name and version of the counting engine.
    pub engine: String,
    /// SHA-256 of the canonical election, in hexadecimal.
    pub input_hash: String,
    /// When it was counted.
    pub counted_at: Instant,
    /// Who counted.
    pub counted_by: Option<PersonId>,
    /// When it was checked.
    pub checked_at: Option<Instant>,
    /// Who checked.
    pub checked_by: Option<PersonId>,
    /// When it was confirmed.
    pub confirmed_at: Option<Instant>,
    /// Who confirmed.
    pub confirmed_by: Option<PersonId>,
    /// What the wijkwethouder says with it.
    pub confirmed_note: Option<String>,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// The lot, when one is needed or was drawn, as JSON.
    pub lot: Option<String>,
}

/// The newest count of a round, public or not.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Db, round: RoundId) -> QueryResult<Option<Row>> {
    outcomes::table.filter(outcomes::round_id.eq(round)).order(outcomes::version.desc()).select(Row::as_select()).first(conn).optional()
}

/// The outcomes of a round that were published, newest first. The first one holds; the others
/// stay to be read.
///
/// # Errors
/// When the database fails.
pub fn published(conn: &mut Db, round: RoundId) -> QueryResult<Vec<Row>> {
    let public = outcomes::round_id.eq(round).and(outcomes::state.eq(OutcomeState::Published));
    outcomes::table.filter(public).order(outcomes::version.desc()).select(Row::as_select()).load(conn)
}

/// The rounds with a count that is not public yet.
///
/// # Errors
/// When the database fails.
pub fn under_way(conn: &mut Db) -> QueryResult<Vec<RoundId>> {
    outcomes::table.filter(outcomes::state.ne(OutcomeState::Published)).select(outcomes::round_id).load(conn)
}

/// Why the ballots of a round are being counted again; none when they are not.
///
/// # Errors
/// When the database fails.
pub fn recount_under_way(conn: &mut Db, round: RoundId) -> QueryResult<Option<String>> {
    let open = outcomes::round_id.eq(round).and(outcomes::state.ne(OutcomeState::Published));
    let why: Option<Option<String>> = outcomes::table.filter(open).select(outcomes::why).first(conn).optional()?;
    Ok(why.flatten())
}

/// The name of somebody who took a step; empty when nobody did.
///
/// # Errors
/// When the database fails.
pub fn name_of(conn: &mut Db, person: Option<PersonId>) -> QueryResult<String> {
    let Some(person) = person else { return Ok(String::new()) };
    people::table.find(person).select(people::name).first(conn)
}

/// The election and the outcome as JSON, for downloads and recounts.
///
/// # Errors
/// `NotFound` when there is none, or when the database fails.
pub fn documents(conn: &mut Db, round: RoundId, version: i64) -> QueryResult<(String, String)> {
    outcomes::table.find((round, version)).select((outcomes::election, outcomes::outcome)).first(conn)
}

/// The count step by step, as JSON.
///
/// # Errors
/// `NotFound` when there is none, or when the database fails.
pub fn replay(conn: &mut Db, round: RoundId, version: i64) -> QueryResult<String> {
    outcomes::table.find((round, version)).select(outcomes::replay).first(conn)
}

/// What names everything that is kept and told of a count: SHA-256, in hexadecimal.
fn digest_of(documents: [&str; 4]) -> String {
    hex(&sha256(&documents.map(|document| sha256(document.as_bytes())).concat()))
}

/// The digest of a count as it is kept now.
///
/// # Errors
/// `NotFound` when there is none, or when the database fails.
pub fn digest(conn: &mut Db, round: RoundId, version: i64) -> QueryResult<String> {
    let kept: (String, String, String, String) = outcomes::table
        .find((round, version))
        .select((outcomes::election, outcomes::outcome, outcomes::explanation, outcomes::turnout))
        .first(conn)?;
    Ok(digest_of([&kept.0, &kept.1, &kept.2, &kept.3]))
}

/// An outcome before it is stored.
#[derive(Debug, Clone)]
pub struct NewOutcome {
    /// The election as JSON.
    pub election: String,
    /// The outcome as JSON.
    pub outcome: String,
    /// What is told of it, as JSON.
    pub explanation: String,
    /// The count step by step, as JSON.
    pub replay: String,
    /// Who voted, in numbers, as JSON.
    pub turnout: String,
    /// Name and version of the counting engine.
    pub engine: String,
    /// SHA-256 of the canonical election, in hexadecimal.
    pub input_hash: String,
    /// The lot, when one is needed or was drawn, as JSON.
    pub lot: Option<String>,
}

impl NewOutcome {
    /// What names everything that is kept and told of this count.
    #[must_use]
    pub fn digest(&self) -> String {
        digest_of([&self.election, &self.outcome, &self.explanation, &self.turnout])
    }
}

/// The first count of a round.
pub const FIRST: i64 = 1;

/// Stores a count that was just made, with why it was made when it is not the first; false when
/// there is one with this number already.
///
/// # Errors
/// When the database fails.
pub fn insert(
    conn: &mut Db,
    (round, version): (RoundId, i64),
    why: Option<&str>,
    new: &NewOutcome,
    by: Option<PersonId>,
    now: Instant,
) -> QueryResult<bool> {
    let row = (
        outcomes::round_id.eq(round),
        outcomes::version.eq(version),
        outcomes::why.eq(why),
        outcomes::state.eq(OutcomeState::Counted),
        outcomes::election.eq(&new.election),
        outcomes::outcome.eq(&new.outcome),
        outcomes::explanation.eq(&new.explanation),
        outcomes::replay.eq(&new.replay),
        outcomes::turnout.eq(&new.turnout),
        outcomes::engine.eq(&new.engine),
        outcomes::input_hash.eq(&new.input_hash),
        outcomes::counted_at.eq(now),
        outcomes::counted_by.eq(by),
        outcomes::lot.eq(&new.lot),
    );
    let added = on_each!(conn, |c| diesel::insert_into(outcomes::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(added == 1)
}

/// Replaces an outcome that is not public by a new count of the same ballots: after a lot, or without
/// a plan that was withdrawn. It must be checked and confirmed anew. False when it was not the one
/// with this hash any more.
///
/// # Errors
/// When the database fails.
pub fn replace(conn: &mut Db, round: RoundId, old_hash: &str, new: &NewOutcome, by: Option<PersonId>, now: Instant) -> QueryResult<bool> {
    let nobody: Option<PersonId> = None;
    let never: Option<Instant> = None;
    let here = outcomes::table
        .filter(outcomes::round_id.eq(round))
        .filter(outcomes::input_hash.eq(old_hash))
        .filter(outcomes::state.ne(OutcomeState::Published));
    let document = (
        outcomes::election.eq(&new.election),
        outcomes::outcome.eq(&new.outcome),
        outcomes::explanation.eq(&new.explanation),
        outcomes::replay.eq(&new.replay),
        outcomes::turnout.eq(&new.turnout),
        outcomes::engine.eq(&new.engine),
        outcomes::input_hash.eq(&new.input_hash),
        outcomes::lot.eq(&new.lot),
    );
    let steps = (
        outcomes::state.eq(OutcomeState::Counted),
        outcomes::counted_at.eq(now),
        outcomes::counted_by.eq(by),
        outcomes::checked_at.eq(never),
        outcomes::checked_by.eq(nobody),
        outcomes::confirmed_at.eq(never),
        outcomes::confirmed_by.eq(nobody),
        outcomes::confirmed_note.eq(Option::<String>::None),
    );
    Ok(diesel::update(here).set((document, steps)).execute(conn)? == 1)
}

/// Marks as checked; false when it was not waiting for that.
///
/// # Errors
/// When the database fails.
pub fn set_checked(conn: &mut Db, round: RoundId, by: Option<PersonId>, now: Instant) -> QueryResult<bool> {
    let waiting = outcomes::table.filter(outcomes::round_id.eq(round)).filter(outcomes::state.eq(OutcomeState::Counted));
    let values = (outcomes::state.eq(OutcomeState::Checked), outcomes::checked_at.eq(now), outcomes::checked_by.eq(by));
    Ok(diesel::update(waiting).set(values).execute(conn)? == 1)
}

/// Marks as confirmed; false when it was not waiting for that.
///
/// # Errors
/// When the database fails.
pub fn set_confirmed(conn: &mut Db, round: RoundId, by: Option<PersonId>, note: Option<&str>, now: Instant) -> QueryResult<bool> {
    let waiting = outcomes::table.filter(outcomes::round_id.eq(round)).filter(outcomes::state.eq(OutcomeState::Checked));
    let values = (
        outcomes::state.eq(OutcomeState::Confirmed),
        outcomes::confirmed_at.eq(now),
        outcomes::confirmed_by.eq(by),
        outcomes::confirmed_note.eq(note),
    );
    Ok(diesel::update(waiting).set(values).execute(conn)? == 1)
}

/// Marks as published; false when it was not waiting for that.
///
/// # Errors
/// When the database fails.
pub fn set_published(conn: &mut Db, round: RoundId, now: Instant) -> QueryResult<bool> {
    let waiting = outcomes::table.filter(outcomes::round_id.eq(round)).filter(outcomes::state.eq(OutcomeState::Confirmed));
    let values = (outcomes::state.eq(OutcomeState::Published), outcomes::published_at.eq(now));
    Ok(diesel::update(waiting).set(values).execute(conn)? == 1)
}

/// Publishes an imported outcome at once: others counted, checked and confirmed it long ago.
///
/// # Errors
/// When the database fails.
pub fn set_imported(conn: &mut Db, round: RoundId, at: Instant) -> QueryResult<()> {
    diesel::update(outcomes::table.find((round, FIRST)))
        .set((outcomes::state.eq(OutcomeState::Published), outcomes::published_at.eq(at)))
        .execute(conn)?;
    Ok(())
}

/// What a count needs to know of a plan of a round.
#[derive(Debug, Clone, Queryable)]
pub struct PlanRow {
    /// Idea.
    pub id: IdeaId,
    /// Where it is.
    pub state: IdeaState,
    /// The wijk it is in.
    pub wijk: Option<WijkId>,
    /// When it was handed in.
    pub submitted_at: Option<Instant>,
}

/// The ideas of a round, for the count.
///
/// # Errors
/// When the database fails.
pub fn plans(conn: &mut Db, round: RoundId) -> QueryResult<Vec<PlanRow>> {
    ideas::table.filter(ideas::round_id.eq(round)).select((ideas::id, ideas::state, ideas::wijk_id, ideas::submitted_at)).load(conn)
}
