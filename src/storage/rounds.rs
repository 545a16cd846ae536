//! Rounds: rules as one value, dates as rows, places as links.

use diesel::prelude::*;

use super::Db;
use super::schema::{buurten, ideas, outcomes, round_buurten, round_phases, round_wijken, rounds, wijken};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{BuurtId, GebiedId, RoundId, WijkId};
use crate::domain::money::Cents;
use crate::domain::outcome::{OutcomeState, RoundStatus};
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

    /// Whether the rules can no longer change: published, and residents have begun to take part.
    #[must_use]
    pub fn is_frozen(&self, now: Instant) -> bool {
        self.status != RoundStatus::Draft && self.schedule.opens_at().is_some_and(|opens| opens <= now)
    }

    /// The year of the gebiedsbudget the money comes from: that of the opening.
    #[must_use]
    pub fn budget_year(&self, now: Instant) -> i32 {
        chrono::Datelike::year(&self.schedule.opens_at().unwrap_or(now).day())
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

/// The round with this slug, locked until the transaction ends, so that changes come one by one.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn lock(conn: &mut Db, slug: &str) -> Result<Round> {
    let query = rounds::table.filter(rounds::slug.eq(slug)).select(rounds::id);
    let id: RoundId = match conn {
        Db::Postgres(c) => query.for_update().first(c)?,
        Db::Sqlite(c) => query.first(c)?,
    };
    find(conn, id)
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

/// A wijk as a place of a round.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct RoundPlace {
    /// The round.
    pub round: RoundId,
    /// The wijk.
    pub wijk: WijkId,
    /// Its slug, the same in every division.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// The wijken of all rounds, by name.
///
/// # Errors
/// When the database fails.
pub fn places(conn: &mut Db) -> QueryResult<Vec<RoundPlace>> {
    round_wijken::table
        .inner_join(wijken::table)
        .order(wijken::name)
        .select((round_wijken::round_id, wijken::id, wijken::slug, wijken::name))
        .load(conn)
}

/// The buurten of a round that is for a part of a wijk: (key, code, name), by name.
///
/// # Errors
/// When the database fails.
pub fn buurten_of(conn: &mut Db, id: RoundId) -> QueryResult<Vec<(BuurtId, String, String)>> {
    round_buurten::table
        .inner_join(buurten::table)
        .filter(round_buurten::round_id.eq(id))
        .order(buurten::name)
        .select((buurten::id, buurten::code, buurten::name))
        .load(conn)
}

/// How many ideas rounds have in each state but draft.
///
/// # Errors
/// When the database fails.
pub fn idea_counts(conn: &mut Db) -> QueryResult<Vec<(RoundId, IdeaState, i64)>> {
    ideas::table
        .filter(ideas::state.ne(IdeaState::Draft))
        .group_by((ideas::round_id, ideas::state))
        .select((ideas::round_id, ideas::state, diesel::dsl::count_star()))
        .load(conn)
}

/// The rounds whose outcome is public.
///
/// # Errors
/// When the database fails.
pub fn with_outcome(conn: &mut Db) -> QueryResult<Vec<RoundId>> {
    outcomes::table.filter(outcomes::state.eq(OutcomeState::Published)).select(outcomes::round_id).distinct().load(conn)
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

/// Replaces the buurten of a round.
///
/// # Errors
/// When the database fails.
pub fn set_buurten(conn: &mut Db, id: RoundId, places: &[BuurtId]) -> QueryResult<()> {
    diesel::delete(round_buurten::table.filter(round_buurten::round_id.eq(id))).execute(conn)?;
    for buurt in places {
        diesel::insert_into(round_buurten::table).values((round_buurten::round_id.eq(id), round_buurten::buurt_id.eq(buurt))).execute(conn)?;
    }
    Ok(())
}

/// Replaces what was set up of a round (not its address and gebied), when it still has the version
/// the writer saw.
///
/// # Errors
/// When the database fails; gives false when somebody else changed it first.
pub fn update(conn: &mut Db, id: RoundId, version: i64, new: &NewRound) -> Result<bool> {
    let changed = diesel::update(rounds::table.filter(rounds::id.eq(id).and(rounds::version.eq(version))))
        .set((
            rounds::name.eq(&new.name),
            rounds::purpose.eq(&new.purpose),
            rounds::rules.eq(serde_json::to_string(&new.rules)?),
            rounds::inhabitants.eq(new.inhabitants),
            rounds::raadsbesluit.eq(&new.raadsbesluit),
            rounds::verdicts_at.eq(new.verdicts_at),
            rounds::version.eq(rounds::version + 1),
        ))
        .execute(conn)?;
    if changed == 1 {
        set_schedule(conn, id, &new.schedule)?;
        set_wijken(conn, id, &new.wijken)?;
    }
    Ok(changed == 1)
}

/// Stops a round for good.
///
/// # Errors
/// When the database fails.
pub fn set_stopped(conn: &mut Db, id: RoundId, reason: &str) -> QueryResult<()> {
    diesel::update(rounds::table.find(id))
        .set((rounds::status.eq(RoundStatus::Stopped), rounds::stopped_reason.eq(reason), rounds::version.eq(rounds::version + 1)))
        .execute(conn)?;
    Ok(())
}

/// Counts a change of a round that is not in its own row, such as its dates.
///
/// # Errors
/// When the database fails.
pub fn touch(conn: &mut Db, id: RoundId) -> QueryResult<()> {
    diesel::update(rounds::table.find(id)).set(rounds::version.eq(rounds::version + 1)).execute(conn)?;
    Ok(())
}
