//! Sessions and sign-in links. Only hashes are stored: who reads the database cannot sign in.

use diesel::prelude::*;

use super::schema::{held_forms, people, sessions, sign_in_links};
use super::{Db, people::Person};
use crate::domain::ids::PersonId;
use crate::domain::text::Email;
use crate::domain::time::Instant;

/// A session that was started.
#[derive(Debug, Clone, Queryable)]
pub struct Session {
    /// SHA-256 of its identifier.
    pub id_hash: Vec<u8>,
    /// Whose.
    pub person: PersonId,
    /// Start.
    pub created_at: Instant,
    /// Last use, to the minute.
    pub seen_at: Instant,
    /// Last time the second factor was given.
    pub step_up_at: Option<Instant>,
    /// Ended.
    pub revoked_at: Option<Instant>,
}

/// Starts a session.
///
/// # Errors
/// When the database fails.
pub fn start(conn: &mut Db, id_hash: &[u8], person: PersonId, stepped_up: bool, now: Instant) -> QueryResult<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id_hash.eq(id_hash),
            sessions::person_id.eq(person),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::step_up_at.eq(stepped_up.then_some(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The session with this hash and its person, when both still hold.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Db, id_hash: &[u8]) -> QueryResult<Option<(Session, Person)>> {
    sessions::table
        .inner_join(people::table)
        .filter(sessions::id_hash.eq(id_hash))
        .filter(sessions::revoked_at.is_null())
        .filter(people::disabled_at.is_null().and(people::erased_at.is_null()))
        .first(conn)
        .optional()
}

/// Notes that a session is in use.
///
/// # Errors
/// When the database fails.
pub fn seen(conn: &mut Db, id_hash: &[u8], now: Instant) -> QueryResult<()> {
    diesel::update(sessions::table.find(id_hash)).set(sessions::seen_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// When the database fails.
pub fn end(conn: &mut Db, id_hash: &[u8], now: Instant) -> QueryResult<()> {
    diesel::update(sessions::table.find(id_hash)).set(sessions::revoked_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Ends all sessions of a person but the newest `keep`.
///
/// # Errors
/// When the database fails.
pub fn end_older(conn: &mut Db, person: PersonId, keep: i64, now: Instant) -> QueryResult<()> {
    let newest: Vec<Vec<u8>> = sessions::table
        .filter(sessions::person_id.eq(person).and(sessions::revoked_at.is_null()))
        .order(sessions::created_at.desc())
        .limit(keep)
        .select(sessions::id_hash)
        .load(conn)?;
    diesel::update(
        sessions::table.filter(sessions::person_id.eq(person)).filter(sessions::id_hash.ne_all(newest)).filter(sessions::revoked_at.is_null()),
    )
    .set(sessions::revoked_at.eq(now))
    .execute(conn)?;
    Ok(())
}

/// Ends all sessions of a person, but for `keep`.
///
/// # Errors
/// When the database fails.
pub fn end_all(conn: &mut Db, person: PersonId, keep: Option<&[u8]>, now: Instant) -> QueryResult<usize> {
    let all = sessions::table.filter(sessions::person_id.eq(person).and(sessions::revoked_at.is_null()));
    match keep {
        Some(keep) => diesel::update(all.filter(sessions::id_hash.ne(keep))).set(sessions::revoked_at.eq(now)).execute(conn),
        None => diesel::update(all).set(sessions::revoked_at.eq(now)).execute(conn),
    }
}

/// The sessions of a person that were not ended, the newest first.
///
/// # Errors
/// When the database fails.
pub fn of_person(conn: &mut Db, person: PersonId) -> QueryResult<Vec<Session>> {
    sessions::table.filter(sessions::person_id.eq(person).and(sessions::revoked_at.is_null())).order(sessions::created_at.desc()).load(conn)
}

/// Notes that the second factor was given again.
///
/// # Errors
/// When the database fails.
pub fn stepped_up(conn: &mut Db, id_hash: &[u8], now: Instant) -> QueryResult<()> {
    diesel::update(sessions::table.find(id_hash)).set(sessions::step_up_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Forgets sessions that ended, or began, before `before`.
///
/// # Errors
/// When the database fails.
pub fn forget_sessions(conn: &mut Db, before: Instant) -> QueryResult<usize> {
    diesel::delete(sessions::table.filter(sessions::revoked_at.lt(before).or(sessions::created_at.lt(before)))).execute(conn)
}

/// Forgets links that stopped working before `before`.
///
/// # Errors
/// When the database fails.
pub fn forget_links(conn: &mut Db, before: Instant) -> QueryResult<usize> {
    diesel::delete(sign_in_links::table.filter(sign_in_links::expires_at.lt(before))).execute(conn)
}

/// Forgets every link of an address.
///
/// # Errors
/// When the database fails.
pub fn forget_links_of(conn: &mut Db, email: &Email) -> QueryResult<usize> {
    diesel::delete(sign_in_links::table.filter(sign_in_links::email.eq(email))).execute(conn)
}

/// Forgets forms that were held before `before`.
///
/// # Errors
/// When the database fails.
pub fn forget_forms(conn: &mut Db, before: Instant) -> QueryResult<usize> {
    diesel::delete(held_forms::table.filter(held_forms::held_at.lt(before))).execute(conn)
}

/// What a sign-in link is for; it can do only that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// A resident signs in; bound to the browser that asked.
    Resident,
    /// A member of staff sets a password and a second factor, once.
    StaffSetup,
    /// The demo city: works more than once.
    Demo,
}

impl LinkPurpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::StaffSetup => "staff_setup",
            Self::Demo => "demo",
        }
    }

    fn from_stored(text: &str) -> Option<Self> {
        [Self::Resident, Self::StaffSetup, Self::Demo].into_iter().find(|purpose| purpose.as_str() == text)
    }
}

/// A sign-in link.
#[derive(Debug, Clone)]
pub struct Link {
    /// Key.
    pub id: i64,
    /// SHA-256 of its token.
    pub token_hash: Vec<u8>,
    /// SHA-256 of the digits that can be typed instead.
    pub code_hash: Vec<u8>,
    /// SHA-256 of the identifier of the browser that asked.
    pub browser_hash: Option<Vec<u8>>,
    /// Who signs in.
    pub email: Email,
    /// What for.
    pub purpose: LinkPurpose,
    /// Where to go afterwards: a path of our own.
    pub next: String,
    /// Wrong digits typed.
    pub tries: i32,
    /// First moment it does not work any more.
    pub expires_at: Instant,
    /// Used.
    pub used_at: Option<Instant>,
}

/// A link before it is stored.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// SHA-256 of its token.
    pub token_hash: Vec<u8>,
    /// SHA-256 of the digits.
    pub code_hash: Vec<u8>,
    /// SHA-256 of the browser's identifier.
    pub browser_hash: Option<Vec<u8>>,
    /// Who signs in.
    pub email: Email,
    /// What for.
    pub purpose: LinkPurpose,
    /// Where to go afterwards.
    pub next: String,
    /// First moment it does not work any more.
    pub expires_at: Instant,
}

type LinkRow = (i64, Vec<u8>, Vec<u8>, Option<Vec<u8>>, Email, String, String, i32, Instant, Instant, Option<Instant>);

fn link(row: LinkRow) -> Option<Link> {
    let (id, token_hash, code_hash, browser_hash, email, purpose, next, tries, _, expires_at, used_at) = row;
    let purpose = LinkPurpose::from_stored(&purpose)?;
    Some(Link { id, token_hash, code_hash, browser_hash, email, purpose, next, tries, expires_at, used_at })
}

/// Stores a link; earlier unused links of the same address and purpose stop working.
///
/// # Errors
/// When the database fails.
pub fn add_link(conn: &mut Db, new: &NewLink, now: Instant) -> QueryResult<()> {
    // Not taken away: who asks again and again is counted by them.
    diesel::update(
        sign_in_links::table
            .filter(sign_in_links::email.eq(&new.email).and(sign_in_links::purpose.eq(new.purpose.as_str())))
            .filter(sign_in_links::used_at.is_null()),
    )
    .set(sign_in_links::used_at.eq(now))
    .execute(conn)?;
    diesel::insert_into(sign_in_links::table)
        .values((
            sign_in_links::token_hash.eq(&new.token_hash),
            sign_in_links::code_hash.eq(&new.code_hash),
            sign_in_links::browser_hash.eq(&new.browser_hash),
            sign_in_links::email.eq(&new.email),
            sign_in_links::purpose.eq(new.purpose.as_str()),
            sign_in_links::next.eq(&new.next),
            sign_in_links::tries.eq(0),
            sign_in_links::created_at.eq(now),
            sign_in_links::expires_at.eq(new.expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// The link with this token, locked until the transaction ends.
///
/// # Errors
/// When the database fails.
pub fn link_by_token(conn: &mut Db, token_hash: &[u8]) -> QueryResult<Option<Link>> {
    let query = sign_in_links::table.filter(sign_in_links::token_hash.eq(token_hash));
    let row: Option<LinkRow> = match conn {
        Db::Postgres(c) => query.for_update().first(c).optional()?,
        Db::Sqlite(c) => query.first(c).optional()?,
    };
    Ok(row.and_then(link))
}

/// The newest unused link a browser asked for, locked until the transaction ends.
///
/// # Errors
/// When the database fails.
pub fn link_by_browser(conn: &mut Db, browser_hash: &[u8]) -> QueryResult<Option<Link>> {
    let query = sign_in_links::table
        .filter(sign_in_links::browser_hash.eq(browser_hash).and(sign_in_links::used_at.is_null()))
        .order(sign_in_links::id.desc());
    let row: Option<LinkRow> = match conn {
        Db::Postgres(c) => query.for_update().first(c).optional()?,
        Db::Sqlite(c) => query.first(c).optional()?,
    };
    Ok(row.and_then(link))
}

/// Marks a link as used.
///
/// # Errors
/// When the database fails.
pub fn use_link(conn: &mut Db, id: i64, now: Instant) -> QueryResult<()> {
    diesel::update(sign_in_links::table.find(id)).set(sign_in_links::used_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Counts a wrong try.
///
/// # Errors
/// When the database fails.
pub fn count_try(conn: &mut Db, id: i64) -> QueryResult<()> {
    diesel::update(sign_in_links::table.find(id)).set(sign_in_links::tries.eq(sign_in_links::tries + 1)).execute(conn)?;
    Ok(())
}

/// How many links an address asked for since `since`.
///
/// # Errors
/// When the database fails.
pub fn links_since(conn: &mut Db, email: &Email, since: Instant) -> QueryResult<i64> {
    sign_in_links::table.filter(sign_in_links::email.eq(email).and(sign_in_links::created_at.ge(since))).count().get_result(conn)
}
