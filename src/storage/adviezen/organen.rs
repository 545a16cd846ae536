//! Adviesorganen and their rules.

use diesel::prelude::*;

use crate::domain::advies::council::{CouncilRules, Majority};
use crate::domain::ids::AdviesorgaanId;
use crate::storage::Db;
use crate::storage::schema::adviesorganen;

/// An adviesorgaan: the WIJ-raad, a kinderraad, Stadadviseert.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = adviesorganen)]
pub struct Adviesorgaan {
    /// Key.
    pub id: AdviesorgaanId,
    /// Part of its address and of the kenmerk of its adviezen.
    pub slug: String,
    /// Name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The most members it can have.
    pub max_members: i32,
    /// Working days in which the gebiedsteam must reply.
    pub reply_days: i32,
    /// The part of the members that must take part in adopting, in percent.
    pub quorum: i32,
    /// The majority that adopting needs.
    pub majority: Majority,
    /// What new members are asked; empty while nobody is sought.
    pub recruiting: String,
}

impl Adviesorgaan {
    /// The rules by which it adopts.
    #[must_use]
    pub fn rules(&self) -> CouncilRules {
        CouncilRules { quorum: u8::try_from(self.quorum).unwrap_or(CouncilRules::USUAL.quorum), majority: self.majority }
    }
}

/// All adviesorganen, by name.
///
/// # Errors
/// When the database fails.
pub fn organen(conn: &mut Db) -> QueryResult<Vec<Adviesorgaan>> {
    adviesorganen::table.order(adviesorganen::name).select(Adviesorgaan::as_select()).load(conn)
}

/// The adviesorgaan with this slug.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn orgaan_by_slug(conn: &mut Db, slug: &str) -> QueryResult<Adviesorgaan> {
    adviesorganen::table.filter(adviesorganen::slug.eq(slug)).select(Adviesorgaan::as_select()).first(conn)
}

/// The adviesorgaan with this key, locked until the transaction ends.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn lock_orgaan(conn: &mut Db, id: AdviesorgaanId) -> QueryResult<Adviesorgaan> {
    let query = adviesorganen::table.find(id);
    match conn {
        Db::Postgres(c) => query.select(Adviesorgaan::as_select()).for_update().first(c),
        Db::Sqlite(c) => query.select(Adviesorgaan::as_select()).first(c),
    }
}

/// What can be filled in about an adviesorgaan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgaanText {
    /// Name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The most members it can have.
    pub max_members: i32,
    /// Working days in which the gebiedsteam must reply.
    pub reply_days: i32,
    /// The rules by which it adopts.
    pub rules: CouncilRules,
    /// What new members are asked; empty while nobody is sought.
    pub recruiting: String,
}

/// Adds an adviesorgaan.
///
/// # Errors
/// When the slug is taken or the database fails.
pub fn insert_orgaan(conn: &mut Db, slug: &str, text: &OrgaanText) -> QueryResult<AdviesorgaanId> {
    diesel::insert_into(adviesorganen::table)
        .values((
            adviesorganen::slug.eq(slug),
            adviesorganen::name.eq(&text.name),
            adviesorganen::purpose.eq(&text.purpose),
            adviesorganen::max_members.eq(text.max_members),
            adviesorganen::reply_days.eq(text.reply_days),
            adviesorganen::quorum.eq(i32::from(text.rules.quorum)),
            adviesorganen::majority.eq(text.rules.majority),
            adviesorganen::recruiting.eq(&text.recruiting),
        ))
        .returning(adviesorganen::id)
        .get_result(conn)
}

/// Changes an adviesorgaan; its slug stays, because it is part of published addresses.
///
/// # Errors
/// When the database fails.
pub fn update_orgaan(conn: &mut Db, id: AdviesorgaanId, text: &OrgaanText) -> QueryResult<()> {
    diesel::update(adviesorganen::table.find(id))
        .set((
            adviesorganen::name.eq(&text.name),
            adviesorganen::purpose.eq(&text.purpose),
            adviesorganen::max_members.eq(text.max_members),
            adviesorganen::reply_days.eq(text.reply_days),
            adviesorganen::quorum.eq(i32::from(text.rules.quorum)),
            adviesorganen::majority.eq(text.rules.majority),
            adviesorganen::recruiting.eq(&text.recruiting),
        ))
        .execute(conn)?;
    Ok(())
}
