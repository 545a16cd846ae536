//! Rounds: rules as one value, dates as rows, places as links.

use diesel::prelude::*;

use super::Db;
use super::schema::{round_phases, round_wijken, rounds, wijken};
use crate::domain::ids::{GebiedId, RoundId, WijkId};
use crate::domain::money::Cents;
use crate::domain::outcome::RoundStatus;
use crate::domain::person::Place;
use crate::domain::phase::{Phase, Schedule};
use crate::domain::rules::Rules;
use crate::domain::time::{Instant, Window};
use crate::error::{Error, Result};

/// A round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Key.
    pub id: RoundId,
    /// Part of its address.
    pub slug: String,
    /// Name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The gebied whose gebiedsteam runs it.
    pub gebied: GebiedId,
    /// Draft, published or stopped.
    pub status: RoundStatus,
    /// The rules.
    pub rules: Rules,
    /// When each phase is.
    pub schedule: Schedule,
    /// Inhabitants of its wijken or buurten, when the rules were published.
    pub inhabitants: i64,
    /// Decision of the gemeenteraad that grants the money.
    pub raadsbesluit: Option<String>,
    /// When the prepared verdicts are published together.
    pub verdicts_at: Option<Instant>,
    /// Why it was stopped.
    pub stopped_reason: Option<String>,
    /// When its rules were published.
    pub published_at: Option<Instant>,
    /// Counts changes, so that two people never overwrite each other.
    pub version: i64,
}

impl Round {
    /// The money of the round.
    #[must_use]
    pub fn amount(&self) -> Cents {
        self.rules.amount.total(self.inhabitants)
    }

    /// Where the round is, for the scope of a role.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place { gebied: self.gebied, wijk: None }
    }

    /// Whether this phase is open now: what the date says, and the round is published and not stopped.
    #[must_use]
    pub fn is_open(&self, phase: Phase, now: Instant) -> bool {
        self.status == RoundStatus::Published && self.schedule.is_open(phase, now)
    }

    /// The phase now, when the round is published.
    #[must_use]
    pub fn phase(&self, now: Instant) -> Option<Phase> {
        self.schedule.at(now).filter(|_| self.status == RoundStatus::Published).map(|moment| moment.phase)
    }
}

/// The columns of a round that every page needs (not the frozen ballot).
#[derive(Queryable, Selectable)]
#[diesel(table_name = rounds)]
struct Row {
    id: RoundId,
    slug: String,
    name: String,
    purpose: String,
    gebied_id: GebiedId,
    status: RoundStatus,
    rules: String,
    inhabitants: i64,
    raadsbesluit: Option<String>,
    verdicts_at: Option<Instant>,
    stopped_reason: Option<String>,
    published_at: Option<Instant>,
    version: i64,
}

fn round(row: Row, windows: Vec<(Phase, Window)>) -> Result<Round> {
    Ok(Round {
        id: row.id,
        slug: row.slug,
        name: row.name,
        purpose: row.purpose,
        gebied: row.gebied_id,
        status: row.status,
        rules: serde_json::from_str(&row.rules)?,
        schedule: Schedule::new(windows).map_err(Error::internal)?,
        inhabitants: row.inhabitants,
        raadsbesluit: row.raadsbesluit,
        verdicts_at: row.verdicts_at,
        stopped_reason: row.stopped_reason,
        published_at: row.published_at,
        version: row.version,
    })
}

fn windows_of(conn: &mut Db, id: RoundId) -> QueryResult<Vec<(Phase, Window)>> {
    let rows: Vec<(Phase, Instant, Instant)> = round_phases::table
        .filter(round_phases::round_id.eq(id))
        .select((round_phases::phase, round_phases::starts_at, round_phases::ends_at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(phase, starts, ends)| (phase, Window { starts, ends })).collect())
}

/// The round with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: RoundId) -> Result<Round> {
    let row: Row = rounds::table.find(id).select(Row::as_select()).first(conn)?;
    let windows = windows_of(conn, row.id)?;
    round(row, windows)
}

/// The round with this slug.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn by_slug(conn: &mut Db, slug: &str) -> Result<Round> {
    let row: Row = rounds::table.filter(rounds::slug.eq(slug)).select(Row::as_select()).first(conn)?;
    let windows = windows_of(conn, row.id)?;
    round(row, windows)
}

/// All rounds, newest first, in two queries.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut Db) -> Result<Vec<Round>> {
    let rows: Vec<Row> = rounds::table.order(rounds::id.desc()).select(Row::as_select()).load(conn)?;
    let phases: Vec<(RoundId, Phase, Instant, Instant)> =
        round_phases::table.select((round_phases::round_id, round_phases::phase, round_phases::starts_at, round_phases::ends_at)).load(conn)?;
    rows.into_iter()
        .map(|row| {
            let mine = phases.iter().filter(|(id, ..)| *id == row.id);
            let windows = mine.map(|(_, phase, starts, ends)| (*phase, Window { starts: *starts, ends: *ends })).collect();
            round(row, windows)
        })
        .collect()
}

/// The wijken of a round: (key, name), by name.
///
/// # Errors
/// When the database fails.
pub fn wijken_of(conn: &mut Db, id: RoundId) -> QueryResult<Vec<(WijkId, String)>> {
    round_wijken::table
        .inner_join(wijken::table)
        .filter(round_wijken::round_id.eq(id))
        .order(wijken::name)
        .select((wijken::id, wijken::name))
        .load(conn)
}

/// A round before it is stored.
#[derive(Debug, Clone)]
pub struct NewRound {
    /// Part of its address.
    pub slug: String,
    /// Name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The gebied whose gebiedsteam runs it.
    pub gebied: GebiedId,
    /// The rules.
    pub rules: Rules,
    /// When each phase is.
    pub schedule: Schedule,
    /// Its wijken.
    pub wijken: Vec<WijkId>,
    /// Inhabitants of its wijken or buurten.
    pub inhabitants: i64,
    /// Decision of the gemeenteraad.
    pub raadsbesluit: Option<String>,
    /// When the prepared verdicts are published together.
    pub verdicts_at: Option<Instant>,
}

/// Adds a round as a draft.
///
/// # Errors
/// When the slug is taken or the database fails.
pub fn insert(conn: &mut Db, new: &NewRound, now: Instant) -> Result<RoundId> {
    let id: RoundId = diesel::insert_into(rounds::table)
        .values((
            rounds::slug.eq(&new.slug),
            rounds::name.eq(&new.name),
            rounds::purpose.eq(&new.purpose),
            rounds::gebied_id.eq(new.gebied),
            rounds::status.eq(RoundStatus::Draft),
            rounds::rules.eq(serde_json::to_string(&new.rules)?),
            rounds::inhabitants.eq(new.inhabitants),
            rounds::raadsbesluit.eq(&new.raadsbesluit),
            rounds::verdicts_at.eq(new.verdicts_at),
            rounds::created_at.eq(now),
            rounds::version.eq(1),
        ))
        .returning(rounds::id)
        .get_result(conn)?;
    set_schedule(conn, id, &new.schedule)?;
    set_wijken(conn, id, &new.wijken)?;
    Ok(id)
}

/// Replaces the dates of a round.
///
/// # Errors
/// When the database fails.
pub fn set_schedule(conn: &mut Db, id: RoundId, schedule: &Schedule) -> QueryResult<()> {
    diesel::delete(round_phases::table.filter(round_phases::round_id.eq(id))).execute(conn)?;
    for (phase, window) in schedule.windows() {
        diesel::insert_into(round_phases::table)
            .values((
                round_phases::round_id.eq(id),
                round_phases::phase.eq(phase),
                round_phases::starts_at.eq(window.starts),
                round_phases::ends_at.eq(window.ends),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Replaces the wijken of a round.
///
/// # Errors
/// When the database fails.
pub fn set_wijken(conn: &mut Db, id: RoundId, places: &[WijkId]) -> QueryResult<()> {
    diesel::delete(round_wijken::table.filter(round_wijken::round_id.eq(id))).execute(conn)?;
    for wijk in places {
        diesel::insert_into(round_wijken::table).values((round_wijken::round_id.eq(id), round_wijken::wijk_id.eq(wijk))).execute(conn)?;
    }
    Ok(())
}

/// Publishes a draft: from here on the clock decides.
///
/// # Errors
/// When the database fails.
pub fn set_published(conn: &mut Db, id: RoundId, now: Instant) -> QueryResult<()> {
    diesel::update(rounds::table.find(id))
        .set((rounds::status.eq(RoundStatus::Published), rounds::published_at.eq(now), rounds::version.eq(rounds::version + 1)))
        .execute(conn)?;
    Ok(())
}
