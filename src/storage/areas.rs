//! Gebieden, wijken and buurten, as they hold on a day.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Db;
use super::schema::{buurten, gebieden, wijken};
use crate::domain::area::{Buurt, Gebied, GebiedKind, Wijk};
use crate::domain::ids::{BuurtId, GebiedId, WijkId};

type GebiedRow = (GebiedId, String, String, GebiedKind);
type WijkRow = (WijkId, GebiedId, String, String, i64, i32, NaiveDate, Option<NaiveDate>, Option<String>);
type BuurtRow = (BuurtId, WijkId, String, String, i64);

fn gebied((id, slug, name, kind): GebiedRow) -> Gebied {
    Gebied { id, slug, name, kind }
}

fn wijk((id, gebied, slug, name, inhabitants, inhabitants_year, valid_from, valid_to, outline): WijkRow) -> Wijk {
    Wijk { id, gebied, slug, name, inhabitants, inhabitants_year, valid_from, valid_to, outline }
}

fn buurt((id, wijk, code, name, inhabitants): BuurtRow) -> Buurt {
    Buurt { id, wijk, code, name, inhabitants }
}

/// All gebieden, by name.
///
/// # Errors
/// When the database fails.
pub fn gebieden(conn: &mut Db) -> QueryResult<Vec<Gebied>> {
    let rows: Vec<GebiedRow> = gebieden::table.order(gebieden::name).load(conn)?;
    Ok(rows.into_iter().map(gebied).collect())
}

/// The gebied with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find_gebied(conn: &mut Db, id: GebiedId) -> QueryResult<Gebied> {
    gebieden::table.find(id).first(conn).map(gebied)
}

/// The gebied with this slug.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn gebied_by_slug(conn: &mut Db, slug: &str) -> QueryResult<Gebied> {
    gebieden::table.filter(gebieden::slug.eq(slug)).first(conn).map(gebied)
}

/// All wijken that hold on `day`, by name.
///
/// # Errors
/// When the database fails.
pub fn wijken(conn: &mut Db, day: NaiveDate) -> QueryResult<Vec<Wijk>> {
    let rows: Vec<WijkRow> = wijken::table
        .filter(wijken::valid_from.le(day).and(wijken::valid_to.is_null().or(wijken::valid_to.ge(day))))
        .order(wijken::name)
        .load(conn)?;
    Ok(rows.into_iter().map(wijk).collect())
}

/// The wijk with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find_wijk(conn: &mut Db, id: WijkId) -> QueryResult<Wijk> {
    wijken::table.find(id).first(conn).map(wijk)
}

/// The wijk with this slug that holds on `day`.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn wijk_by_slug(conn: &mut Db, slug: &str, day: NaiveDate) -> QueryResult<Wijk> {
    wijken::table
        .filter(wijken::slug.eq(slug))
        .filter(wijken::valid_from.le(day).and(wijken::valid_to.is_null().or(wijken::valid_to.ge(day))))
        .first(conn)
        .map(wijk)
}

/// All buurten that hold on `day`, by name.
///
/// # Errors
/// When the database fails.
pub fn buurten(conn: &mut Db, day: NaiveDate) -> QueryResult<Vec<Buurt>> {
    let rows: Vec<BuurtRow> = buurten::table
        .filter(buurten::valid_from.le(day).and(buurten::valid_to.is_null().or(buurten::valid_to.ge(day))))
        .order(buurten::name)
        .select((buurten::id, buurten::wijk_id, buurten::code, buurten::name, buurten::inhabitants))
        .load(conn)?;
    Ok(rows.into_iter().map(buurt).collect())
}

/// The buurten of a wijk that hold on `day`, by name.
///
/// # Errors
/// When the database fails.
pub fn buurten_of(conn: &mut Db, wijk: WijkId, day: NaiveDate) -> QueryResult<Vec<Buurt>> {
    let rows: Vec<BuurtRow> = buurten::table
        .filter(buurten::wijk_id.eq(wijk))
        .filter(buurten::valid_from.le(day).and(buurten::valid_to.is_null().or(buurten::valid_to.ge(day))))
        .order(buurten::name)
        .select((buurten::id, buurten::wijk_id, buurten::code, buurten::name, buurten::inhabitants))
        .load(conn)?;
    Ok(rows.into_iter().map(buurt).collect())
}
