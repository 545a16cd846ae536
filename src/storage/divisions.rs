//! Writing divisions of the city: old ones are closed, never thrown away.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Db;
use super::schema::{buurten, gebieden, wijken};
use crate::domain::area::GebiedKind;
use crate::domain::division::{BuurtEntry, WijkEntry};
use crate::domain::ids::{GebiedId, WijkId};

/// Adds the gebied with this slug, or gives it this name and kind.
///
/// # Errors
/// When the database fails.
pub fn set_gebied(conn: &mut Db, slug: &str, name: &str, kind: GebiedKind) -> QueryResult<GebiedId> {
    let known: Option<GebiedId> = gebieden::table.filter(gebieden::slug.eq(slug)).select(gebieden::id).first(conn).optional()?;
    match known {
        Some(id) => {
            diesel::update(gebieden::table.find(id)).set((gebieden::name.eq(name), gebieden::kind.eq(kind))).execute(conn)?;
            Ok(id)
        }
        None => diesel::insert_into(gebieden::table)
            .values((gebieden::slug.eq(slug), gebieden::name.eq(name), gebieden::kind.eq(kind)))
            .returning(gebieden::id)
            .get_result(conn),
    }
}

/// A wijk without a last day, with its buurten.
#[derive(Debug, Clone)]
pub struct OpenWijk {
    /// Key.
    pub id: WijkId,
    /// Its gebied.
    pub gebied: GebiedId,
    /// The year of its number of inhabitants.
    pub year: i32,
    /// First day.
    pub valid_from: NaiveDate,
    /// Boundary.
    pub outline: Option<String>,
    /// Slug, name and buurten.
    pub entry: WijkEntry,
}

type OpenRow = (WijkId, GebiedId, String, String, i32, NaiveDate, Option<String>);

/// All wijken without a last day, with their buurten by code.
///
/// # Errors
/// When the database fails.
pub fn open_wijken(conn: &mut Db) -> QueryResult<Vec<OpenWijk>> {
    let rows: Vec<OpenRow> = wijken::table
        .filter(wijken::valid_to.is_null())
        .select((wijken::id, wijken::gebied_id, wijken::slug, wijken::name, wijken::inhabitants_year, wijken::valid_from, wijken::outline))
        .load(conn)?;
    let parts: Vec<(WijkId, String, String, i64)> = buurten::table
        .filter(buurten::valid_to.is_null())
        .order(buurten::code)
        .select((buurten::wijk_id, buurten::code, buurten::name, buurten::inhabitants))
        .load(conn)?;
    let of = |id: WijkId| {
        let mine = parts.iter().filter(move |part| part.0 == id);
        mine.map(|(_, code, name, inhabitants)| BuurtEntry { code: code.clone(), name: name.clone(), inhabitants: *inhabitants }).collect()
    };
    let open = |(id, gebied, slug, name, year, valid_from, outline): OpenRow| {
        let entry = WijkEntry { slug, name, buurten: of(id) };
        OpenWijk { id, gebied, year, valid_from, outline, entry }
    };
    Ok(rows.into_iter().map(open).collect())
}

/// Closes a wijk and its buurten: `last` is their last day.
///
/// # Errors
/// When the database fails.
pub fn close_wijk(conn: &mut Db, id: WijkId, last: NaiveDate) -> QueryResult<()> {
    diesel::update(wijken::table.find(id)).set(wijken::valid_to.eq(last)).execute(conn)?;
    diesel::update(buurten::table.filter(buurten::wijk_id.eq(id).and(buurten::valid_to.is_null()))).set(buurten::valid_to.eq(last)).execute(conn)?;
    Ok(())
}

/// Adds a wijk with its buurten.
///
/// # Errors
/// When the database fails.
pub fn insert_wijk(conn: &mut Db, gebied: GebiedId, entry: &WijkEntry, year: i32, from: NaiveDate, outline: Option<&str>) -> QueryResult<WijkId> {
    let id: WijkId = diesel::insert_into(wijken::table)
        .values((
            wijken::gebied_id.eq(gebied),
            wijken::slug.eq(&entry.slug),
            wijken::name.eq(&entry.name),
            wijken::inhabitants.eq(entry.inhabitants()),
            wijken::inhabitants_year.eq(year),
            wijken::valid_from.eq(from),
            wijken::outline.eq(outline),
        ))
        .returning(wijken::id)
        .get_result(conn)?;
    for buurt in &entry.buurten {
        diesel::insert_into(buurten::table)
            .values((
                buurten::wijk_id.eq(id),
                buurten::code.eq(&buurt.code),
                buurten::name.eq(&buurt.name),
                buurten::inhabitants.eq(buurt.inhabitants),
                buurten::valid_from.eq(from),
            ))
            .execute(conn)?;
    }
    Ok(id)
}

/// Sets the boundary of a wijk.
///
/// # Errors
/// When the database fails.
pub fn set_outline(conn: &mut Db, id: WijkId, path: &str) -> QueryResult<()> {
    diesel::update(wijken::table.find(id)).set(wijken::outline.eq(path)).execute(conn)?;
    Ok(())
}
