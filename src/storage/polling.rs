//! Places where people vote on paper, with the hours they are open.

use diesel::prelude::*;

use super::Db;
use super::schema::{paper_batches, polling_hours, polling_places, tablets, wijken};
use crate::domain::ids::{PollingPlaceId, RoundId, WijkId};
use crate::domain::time::{Instant, Window};
use crate::on_each;

/// What is told of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlace {
    /// Its wijk.
    pub wijk: WijkId,
    /// Its name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// When it is open.
    pub hours: Vec<Window>,
}

/// A place where people vote on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollingPlace {
    /// Key.
    pub id: PollingPlaceId,
    /// What is told of it.
    pub about: NewPlace,
    /// Name of its wijk.
    pub wijk_name: String,
    /// Ballot papers that went there.
    pub supplied: i64,
    /// Ballot papers that came back clean.
    pub unused: i64,
    /// Ballot papers that were handed in for another.
    pub spoiled: i64,
    /// Why its papers do not add up, when somebody explained it.
    pub explanation: Option<String>,
}

/// The places of a round, by wijk and name.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut Db, round: RoundId) -> QueryResult<Vec<PollingPlace>> {
    type Row = (PollingPlaceId, WijkId, String, String, String, i64, i64, i64, Option<String>);
    let rows: Vec<Row> = polling_places::table
        .inner_join(wijken::table)
        .filter(polling_places::round_id.eq(round))
        .order((wijken::name, polling_places::name, polling_places::id))
        .select((
            polling_places::id,
            polling_places::wijk_id,
            wijken::name,
            polling_places::name,
            polling_places::address,
            polling_places::supplied,
            polling_places::unused,
            polling_places::spoiled,
            polling_places::explanation,
        ))
        .load(conn)?;
    let hours: Vec<(PollingPlaceId, Instant, Instant)> = polling_hours::table
        .inner_join(polling_places::table)
        .filter(polling_places::round_id.eq(round))
        .order(polling_hours::starts_at)
        .select((polling_hours::place_id, polling_hours::starts_at, polling_hours::ends_at))
        .load(conn)?;
    let of = |id| hours.iter().filter(|(place, ..)| *place == id).map(|(_, starts, ends)| Window { starts: *starts, ends: *ends }).collect();
    let place = |(id, wijk, wijk_name, name, address, supplied, unused, spoiled, explanation): Row| PollingPlace {
        id,
        about: NewPlace { wijk, name, address, hours: of(id) },
        wijk_name,
        supplied,
        unused,
        spoiled,
        explanation,
    };
    Ok(rows.into_iter().map(place).collect())
}

/// Adds a place.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, round: RoundId, new: &NewPlace) -> QueryResult<PollingPlaceId> {
    let id = diesel::insert_into(polling_places::table)
        .values((
            polling_places::round_id.eq(round),
            polling_places::wijk_id.eq(new.wijk),
            polling_places::name.eq(&new.name),
            polling_places::address.eq(&new.address),
            polling_places::supplied.eq(0),
            polling_places::unused.eq(0),
            polling_places::spoiled.eq(0),
        ))
        .returning(polling_places::id)
        .get_result(conn)?;
    set_hours(conn, id, &new.hours)?;
    Ok(id)
}

/// Changes what is told of a place; false when the round has no such place.
///
/// # Errors
/// When the database fails.
pub fn update(conn: &mut Db, round: RoundId, id: PollingPlaceId, new: &NewPlace) -> QueryResult<bool> {
    let changed = diesel::update(polling_places::table.find(id).filter(polling_places::round_id.eq(round)))
        .set((polling_places::wijk_id.eq(new.wijk), polling_places::name.eq(&new.name), polling_places::address.eq(&new.address)))
        .execute(conn)?;
    if changed == 1 {
        set_hours(conn, id, &new.hours)?;
    }
    Ok(changed == 1)
}

fn set_hours(conn: &mut Db, id: PollingPlaceId, hours: &[Window]) -> QueryResult<()> {
    diesel::delete(polling_hours::table.filter(polling_hours::place_id.eq(id))).execute(conn)?;
    let row = |window: &Window| (polling_hours::place_id.eq(id), polling_hours::starts_at.eq(window.starts), polling_hours::ends_at.eq(window.ends));
    let rows: Vec<_> = hours.iter().map(row).collect();
    if !rows.is_empty() {
        on_each!(conn, |c| diesel::insert_into(polling_hours::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Takes a place away that no paper and no tablet came from; false when the round has none like that.
///
/// # Errors
/// When the database fails.
pub fn remove(conn: &mut Db, round: RoundId, id: PollingPlaceId) -> QueryResult<bool> {
    let batches: i64 = paper_batches::table.filter(paper_batches::place_id.eq(id)).count().get_result(conn)?;
    let tablets: i64 = tablets::table.filter(tablets::place_id.eq(id)).count().get_result(conn)?;
    if batches + tablets > 0 {
        return Ok(false);
    }
    let here: i64 = polling_places::table.find(id).filter(polling_places::round_id.eq(round)).count().get_result(conn)?;
    if here == 0 {
        return Ok(false);
    }
    diesel::delete(polling_hours::table.filter(polling_hours::place_id.eq(id))).execute(conn)?;
    diesel::delete(polling_places::table.find(id)).execute(conn)?;
    Ok(true)
}

/// Notes how many papers went to a place and came back, which asks for a new explanation; false
/// when the round has no such place.
///
/// # Errors
/// When the database fails.
pub fn set_papers(conn: &mut Db, round: RoundId, id: PollingPlaceId, [supplied, unused, spoiled]: [i64; 3]) -> QueryResult<bool> {
    let changed = diesel::update(polling_places::table.find(id).filter(polling_places::round_id.eq(round)))
        .set((
            polling_places::supplied.eq(supplied),
            polling_places::unused.eq(unused),
            polling_places::spoiled.eq(spoiled),
            polling_places::explanation.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes why the papers of a place do not add up; false when the round has no such place.
///
/// # Errors
/// When the database fails.
pub fn explain(conn: &mut Db, round: RoundId, id: PollingPlaceId, why: &str) -> QueryResult<bool> {
    let place = polling_places::table.find(id).filter(polling_places::round_id.eq(round));
    Ok(diesel::update(place).set(polling_places::explanation.eq(why)).execute(conn)? == 1)
}

/// Forgets why the papers of a place did not add up: there are others now.
///
/// # Errors
/// When the database fails.
pub fn forget_explanation(conn: &mut Db, id: PollingPlaceId) -> QueryResult<()> {
    diesel::update(polling_places::table.find(id)).set(polling_places::explanation.eq(None::<String>)).execute(conn)?;
    Ok(())
}
