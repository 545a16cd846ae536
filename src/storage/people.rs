//! People, their roles and their staff credentials.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Db;
use super::schema::{people, roles, staff_credentials};
use crate::domain::ids::{AdviesorgaanId, GebiedId, PersonId, RoleId, WijkId};
use crate::domain::person::{Grant, Role, Scope};
use crate::domain::text::Email;
use crate::domain::time::{Instant, Language};

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Person {
    /// Key.
    pub id: PersonId,
    /// Address; gone after erasure.
    pub email: Option<Email>,
    /// Name shown to others.
    pub name: String,
    /// Language of mails.
    pub language: Language,
    /// The wijk they say they live in.
    pub wijk: Option<WijkId>,
    /// Since when.
    pub created_at: Instant,
    /// Last sign-in.
    pub seen_at: Instant,
    /// May not sign in since.
    pub disabled_at: Option<Instant>,
    /// Erased at their own request since.
    pub erased_at: Option<Instant>,
}

/// The person with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: PersonId) -> QueryResult<Person> {
    people::table.find(id).first(conn)
}

/// The person with this address, when there is one.
///
/// # Errors
/// When the database fails.
pub fn by_email(conn: &mut Db, email: &Email) -> QueryResult<Option<Person>> {
    people::table.filter(people::email.eq(email)).first(conn).optional()
}

/// The person with this address, made when there was none. A new person is called by the part of
/// the address before the `@` until they choose a name.
///
/// # Errors
/// When the database fails.
pub fn by_email_or_new(conn: &mut Db, email: &Email, language: Language, now: Instant) -> QueryResult<Person> {
    if let Some(person) = by_email(conn, email)? {
        return Ok(person);
    }
    let name = email.as_str().split('@').next().unwrap_or_default().to_owned();
    insert(conn, Some(email), &name, language, None, now)
}

/// The names of these people.
///
/// # Errors
/// When the database fails.
pub fn names(conn: &mut Db, ids: &[PersonId]) -> QueryResult<BTreeMap<PersonId, String>> {
    let rows: Vec<(PersonId, String)> = people::table.filter(people::id.eq_any(ids)).select((people::id, people::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Adds a person.
///
/// # Errors
/// When the address is taken or the database fails.
pub fn insert(conn: &mut Db, email: Option<&Email>, name: &str, language: Language, wijk: Option<WijkId>, now: Instant) -> QueryResult<Person> {
    diesel::insert_into(people::table)
        .values((
            people::email.eq(email),
            people::name.eq(name),
            people::language.eq(language),
            people::wijk_id.eq(wijk),
            people::created_at.eq(now),
            people::seen_at.eq(now),
        ))
        .returning(people::all_columns)
        .get_result(conn)
}

/// Notes a sign-in.
///
/// # Errors
/// When the database fails.
pub fn seen(conn: &mut Db, id: PersonId, now: Instant) -> QueryResult<()> {
    diesel::update(people::table.find(id)).set(people::seen_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Changes what a person may change of themselves.
///
/// # Errors
/// When the database fails.
pub fn update(conn: &mut Db, id: PersonId, name: &str, language: Language, wijk: Option<WijkId>) -> QueryResult<()> {
    diesel::update(people::table.find(id)).set((people::name.eq(name), people::language.eq(language), people::wijk_id.eq(wijk))).execute(conn)?;
    Ok(())
}

/// A role as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRow {
    /// Key.
    pub id: RoleId,
    /// Whose.
    pub person: PersonId,
    /// What, where, how long.
    pub grant: Grant,
}

type Row = (RoleId, PersonId, Role, Option<GebiedId>, Option<WijkId>, Option<AdviesorgaanId>, NaiveDate, Option<NaiveDate>, Instant);

fn role_row((id, person, role, gebied, wijk, orgaan, starts, ends, _): Row) -> RoleRow {
    let scope = match (gebied, wijk, orgaan) {
        (_, _, Some(orgaan)) => Scope::Adviesorgaan(orgaan),
        (_, Some(wijk), None) => Scope::Wijk(wijk),
        (Some(gebied), None, None) => Scope::Gebied(gebied),
        (None, None, None) => Scope::City,
    };
    RoleRow { id, person, grant: Grant { role, scope, starts, ends } }
}

/// The roles of a person, past and future ones too.
///
/// # Errors
/// When the database fails.
pub fn roles_of(conn: &mut Db, person: PersonId) -> QueryResult<Vec<RoleRow>> {
    let rows: Vec<Row> = roles::table.filter(roles::person_id.eq(person)).order(roles::id).load(conn)?;
    Ok(rows.into_iter().map(role_row).collect())
}

/// Everybody's roles, with the people.
///
/// # Errors
/// When the database fails.
pub fn all_roles(conn: &mut Db) -> QueryResult<Vec<(RoleRow, Person)>> {
    let rows: Vec<(Row, Person)> = roles::table.inner_join(people::table).order((people::name, roles::id)).load(conn)?;
    Ok(rows.into_iter().map(|(row, person)| (role_row(row), person)).collect())
}

/// Gives a role.
///
/// # Errors
/// When the database fails.
pub fn grant(conn: &mut Db, person: PersonId, grant: &Grant, now: Instant) -> QueryResult<RoleId> {
    let (gebied, wijk, orgaan) = match grant.scope {
        Scope::City => (None, None, None),
        Scope::Gebied(id) => (Some(id), None, None),
        Scope::Wijk(id) => (None, Some(id), None),
        Scope::Adviesorgaan(id) => (None, None, Some(id)),
    };
    diesel::insert_into(roles::table)
        .values((
            roles::person_id.eq(person),
            roles::role.eq(grant.role),
            roles::gebied_id.eq(gebied),
            roles::wijk_id.eq(wijk),
            roles::adviesorgaan_id.eq(orgaan),
            roles::starts_on.eq(grant.starts),
            roles::ends_on.eq(grant.ends),
            roles::granted_at.eq(now),
        ))
        .returning(roles::id)
        .get_result(conn)
}

/// Ends a role: its last day is `last`.
///
/// # Errors
/// When the database fails.
pub fn end_role(conn: &mut Db, id: RoleId, last: NaiveDate) -> QueryResult<()> {
    diesel::update(roles::table.find(id)).set(roles::ends_on.eq(last)).execute(conn)?;
    Ok(())
}

/// A role by its key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find_role(conn: &mut Db, id: RoleId) -> QueryResult<RoleRow> {
    let row: Row = roles::table.find(id).first(conn)?;
    Ok(role_row(row))
}

/// Everybody who has set up a password and a second factor.
///
/// # Errors
/// When the database fails.
pub fn set_up(conn: &mut Db) -> QueryResult<Vec<PersonId>> {
    staff_credentials::table.select(staff_credentials::person_id).load(conn)
}

/// What a member of staff signs in with.
#[derive(Debug, Clone, Queryable)]
pub struct Credentials {
    /// Whose.
    pub person: PersonId,
    /// Argon2id, in PHC form.
    pub password_hash: String,
    /// The seed of the second factor, sealed with a key that is not in the database.
    pub totp_sealed: Vec<u8>,
    /// The last 30-second step whose code was used: no code works twice.
    pub totp_last_step: i64,
    /// Wrong tries since the last right one.
    pub failures: i32,
    /// No tries before this moment.
    pub wait_until: Option<Instant>,
    /// Last change.
    pub updated_at: Instant,
}

/// The credentials of a member of staff, when set up.
///
/// # Errors
/// When the database fails.
pub fn credentials(conn: &mut Db, person: PersonId) -> QueryResult<Option<Credentials>> {
    staff_credentials::table.find(person).first(conn).optional()
}

/// The same, locked until the transaction ends: one code can be used by one request.
///
/// # Errors
/// When the database fails.
pub fn credentials_locked(conn: &mut Db, person: PersonId) -> QueryResult<Option<Credentials>> {
    let query = staff_credentials::table.find(person);
    match conn {
        Db::Postgres(c) => query.for_update().first(c).optional(),
        Db::Sqlite(c) => query.first(c).optional(),
    }
}

/// Sets or replaces credentials.
///
/// # Errors
/// When the database fails.
pub fn set_credentials(conn: &mut Db, person: PersonId, password_hash: &str, totp_sealed: &[u8], step: i64, now: Instant) -> QueryResult<()> {
    diesel::delete(staff_credentials::table.find(person)).execute(conn)?;
    diesel::insert_into(staff_credentials::table)
        .values((
            staff_credentials::person_id.eq(person),
            staff_credentials::password_hash.eq(password_hash),
            staff_credentials::totp_sealed.eq(totp_sealed),
            staff_credentials::totp_last_step.eq(step),
            staff_credentials::failures.eq(0),
            staff_credentials::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes the outcome of a try: a used step and no failures, or one failure more and a wait.
///
/// # Errors
/// When the database fails.
pub fn note_try(conn: &mut Db, person: PersonId, step: i64, failures: i32, wait_until: Option<Instant>) -> QueryResult<()> {
    diesel::update(staff_credentials::table.find(person))
        .set((staff_credentials::totp_last_step.eq(step), staff_credentials::failures.eq(failures), staff_credentials::wait_until.eq(wait_until)))
        .execute(conn)?;
    Ok(())
}
