//! How members get to an advies: views of their own, stepping aside, votes, minority views, comments;
//! the reply point by point, and what happened afterwards.

use diesel::prelude::*;

use crate::domain::advies::council::Says;
use crate::domain::advies::{ReplyKind, Stance};
use crate::domain::ids::{AdviesId, PersonId};
use crate::domain::time::Instant;
use crate::storage::Db;
use crate::storage::schema::{
    advies_afterwards, advies_comments, advies_minorities, advies_recusals, advies_reply_points, advies_views, advies_votes, adviezen, people,
};

/// The view one member gave before seeing those of the others.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct View {
    /// Whose.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// What they think of it.
    pub stance: Stance,
    /// Why.
    pub body: String,
}

/// The views on an advies, by name.
///
/// # Errors
/// When the database fails.
pub fn views(conn: &mut Db, id: AdviesId) -> QueryResult<Vec<View>> {
    advies_views::table
        .inner_join(people::table)
        .filter(advies_views::advies_id.eq(id))
        .order(people::name)
        .select((people::id, people::name, advies_views::stance, advies_views::body))
        .load(conn)
}

/// Writes the view of a member in the place of the one before it.
///
/// # Errors
/// When the database fails.
pub fn set_view(conn: &mut Db, id: AdviesId, person: PersonId, stance: Stance, body: &str, now: Instant) -> QueryResult<()> {
    diesel::delete(advies_views::table.find((id, person))).execute(conn)?;
    diesel::insert_into(advies_views::table)
        .values((
            advies_views::advies_id.eq(id),
            advies_views::person_id.eq(person),
            advies_views::stance.eq(stance),
            advies_views::body.eq(body),
            advies_views::at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that the chair let members see each other's views.
///
/// # Errors
/// When the database fails.
pub fn open_views(conn: &mut Db, id: AdviesId, now: Instant) -> QueryResult<()> {
    diesel::update(adviezen::table.find(id)).set(adviezen::views_opened_at.eq(now)).execute(conn)?;
    Ok(())
}

/// A member who stepped aside.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Recusal {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// The members who stepped aside, by name.
///
/// # Errors
/// When the database fails.
pub fn recusals(conn: &mut Db, id: AdviesId) -> QueryResult<Vec<Recusal>> {
    advies_recusals::table
        .inner_join(people::table)
        .filter(advies_recusals::advies_id.eq(id))
        .order(people::name)
        .select((people::id, people::name, advies_recusals::reason))
        .load(conn)
}

/// Notes that a member stepped aside; what they said of it before goes.
///
/// # Errors
/// When they did so before, or the database fails.
pub fn add_recusal(conn: &mut Db, id: AdviesId, person: PersonId, reason: &str, now: Instant) -> QueryResult<()> {
    diesel::delete(advies_views::table.find((id, person))).execute(conn)?;
    diesel::delete(advies_votes::table.find((id, person))).execute(conn)?;
    diesel::delete(advies_minorities::table.find((id, person))).execute(conn)?;
    diesel::insert_into(advies_recusals::table)
        .values((
            advies_recusals::advies_id.eq(id),
            advies_recusals::person_id.eq(person),
            advies_recusals::reason.eq(reason),
            advies_recusals::at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// The votes on an advies: who, and what.
///
/// # Errors
/// When the database fails.
pub fn votes(conn: &mut Db, id: AdviesId) -> QueryResult<Vec<(PersonId, Says)>> {
    advies_votes::table
        .filter(advies_votes::advies_id.eq(id))
        .order(advies_votes::person_id)
        .select((advies_votes::person_id, advies_votes::says))
        .load(conn)
}

/// Writes the vote of a member in the place of the one before it.
///
/// # Errors
/// When the database fails.
pub fn set_vote(conn: &mut Db, id: AdviesId, person: PersonId, says: Says, now: Instant) -> QueryResult<()> {
    diesel::delete(advies_votes::table.find((id, person))).execute(conn)?;
    diesel::insert_into(advies_votes::table)
        .values((advies_votes::advies_id.eq(id), advies_votes::person_id.eq(person), advies_votes::says.eq(says), advies_votes::at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// Takes all votes away: the text they were about goes back to writing.
///
/// # Errors
/// When the database fails.
pub fn clear_votes(conn: &mut Db, id: AdviesId) -> QueryResult<()> {
    diesel::delete(advies_votes::table.filter(advies_votes::advies_id.eq(id))).execute(conn)?;
    Ok(())
}

/// A minority view: part of the advies, in the words of who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Minority {
    /// Whose.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// The words.
    pub body: String,
}

/// The minority views on an advies, by name.
///
/// # Errors
/// When the database fails.
pub fn minorities(conn: &mut Db, id: AdviesId) -> QueryResult<Vec<Minority>> {
    advies_minorities::table
        .inner_join(people::table)
        .filter(advies_minorities::advies_id.eq(id))
        .order(people::name)
        .select((people::id, people::name, advies_minorities::body))
        .load(conn)
}

/// Writes the minority view of a member, or takes it away when it is empty.
///
/// # Errors
/// When the database fails.
pub fn set_minority(conn: &mut Db, id: AdviesId, person: PersonId, body: &str, now: Instant) -> QueryResult<()> {
    diesel::delete(advies_minorities::table.find((id, person))).execute(conn)?;
    if body.is_empty() {
        return Ok(());
    }
    diesel::insert_into(advies_minorities::table)
        .values((
            advies_minorities::advies_id.eq(id),
            advies_minorities::person_id.eq(person),
            advies_minorities::body.eq(body),
            advies_minorities::at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Something somebody said about an advies: a comment of a member, or what happened afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Note {
    /// Name.
    pub name: String,
    /// The words.
    pub body: String,
    /// When.
    pub at: Instant,
}

/// What members said to each other about an advies, oldest first.
///
/// # Errors
/// When the database fails.
pub fn comments(conn: &mut Db, id: AdviesId) -> QueryResult<Vec<Note>> {
    advies_comments::table
        .inner_join(people::table)
        .filter(advies_comments::advies_id.eq(id))
        .order(advies_comments::id)
        .select((people::name, advies_comments::body, advies_comments::at))
        .load(conn)
}

/// Adds a comment of a member.
///
/// # Errors
/// When the database fails.
pub fn add_comment(conn: &mut Db, id: AdviesId, by: PersonId, body: &str, now: Instant) -> QueryResult<()> {
    diesel::insert_into(advies_comments::table)
        .values((advies_comments::advies_id.eq(id), advies_comments::author_id.eq(by), advies_comments::body.eq(body), advies_comments::at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// What happened after the reply, oldest first.
///
/// # Errors
/// When the database fails.
pub fn afterwards(conn: &mut Db, id: AdviesId) -> QueryResult<Vec<Note>> {
    advies_afterwards::table
        .inner_join(people::table)
        .filter(advies_afterwards::advies_id.eq(id))
        .order(advies_afterwards::id)
        .select((people::name, advies_afterwards::body, advies_afterwards::at))
        .load(conn)
}

/// Adds what happened after the reply.
///
/// # Errors
/// When the database fails.
pub fn add_afterwards(conn: &mut Db, id: AdviesId, by: PersonId, body: &str, now: Instant) -> QueryResult<()> {
    diesel::insert_into(advies_afterwards::table)
        .values((
            advies_afterwards::advies_id.eq(id),
            advies_afterwards::author_id.eq(by),
            advies_afterwards::body.eq(body),
            advies_afterwards::at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// The reply to one point of an advies.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct PointReply {
    /// Which point, from 1.
    pub number: i32,
    /// What is done with it.
    pub kind: ReplyKind,
    /// Why.
    pub reason: String,
}

/// The replies point by point, in order.
///
/// # Errors
/// When the database fails.
pub fn point_replies(conn: &mut Db, id: AdviesId) -> QueryResult<Vec<PointReply>> {
    advies_reply_points::table
        .filter(advies_reply_points::advies_id.eq(id))
        .order(advies_reply_points::number)
        .select((advies_reply_points::number, advies_reply_points::kind, advies_reply_points::reason))
        .load(conn)
}

/// Adds the reply to one point.
///
/// # Errors
/// When there is one already, or the database fails.
pub fn add_point_reply(conn: &mut Db, id: AdviesId, reply: &PointReply) -> QueryResult<()> {
    diesel::insert_into(advies_reply_points::table)
        .values((
            advies_reply_points::advies_id.eq(id),
            advies_reply_points::number.eq(reply.number),
            advies_reply_points::kind.eq(reply.kind),
            advies_reply_points::reason.eq(&reply.reason),
        ))
        .execute(conn)?;
    Ok(())
}
