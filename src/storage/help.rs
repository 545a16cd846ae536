//! Requests for help of the WIJ-team.

use diesel::prelude::*;

use super::Db;
use super::schema::{help_requests, ideas, people, rounds};
use crate::domain::help::HelpRole;
use crate::domain::ids::{GebiedId, HelpId, IdeaId, PersonId, RoundId, WijkId};
use crate::domain::time::Instant;

/// A request for help.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = help_requests)]
pub struct Request {
    /// Key.
    pub id: HelpId,
    /// With which idea.
    pub idea_id: IdeaId,
    /// What is asked.
    pub words: String,
    /// When.
    pub asked_at: Instant,
    /// Who helps.
    pub taken_by: Option<PersonId>,
    /// In which role.
    pub taken_as: Option<HelpRole>,
}

/// Adds a request.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, idea: IdeaId, words: &str, now: Instant) -> QueryResult<HelpId> {
    diesel::insert_into(help_requests::table)
        .values((help_requests::idea_id.eq(idea), help_requests::words.eq(words), help_requests::asked_at.eq(now)))
        .returning(help_requests::id)
        .get_result(conn)
}

/// The request with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: HelpId) -> QueryResult<Request> {
    help_requests::table.find(id).select(Request::as_select()).first(conn)
}

/// The requests about an idea, newest first.
///
/// # Errors
/// When the database fails.
pub fn of_idea(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<Request>> {
    help_requests::table.filter(help_requests::idea_id.eq(idea)).order(help_requests::id.desc()).select(Request::as_select()).load(conn)
}

/// Who helps with an idea, by name and role, in the order they began.
///
/// # Errors
/// When the database fails.
pub fn helpers(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<(String, Option<HelpRole>)>> {
    help_requests::table
        .inner_join(people::table.on(people::id.nullable().eq(help_requests::taken_by)))
        .filter(help_requests::idea_id.eq(idea).and(help_requests::ended_at.is_null()))
        .order(help_requests::id)
        .select((people::name, help_requests::taken_as))
        .load(conn)
}

/// A request that nobody took up, with what says who can.
#[derive(Debug, Clone, Queryable)]
pub struct Open {
    /// The request.
    #[diesel(embed)]
    pub request: Request,
    /// The idea in one sentence.
    pub title: String,
    /// Its wijk, when it is of one.
    pub wijk: Option<WijkId>,
    /// Its round.
    pub round: RoundId,
    /// The gebied of that round.
    pub gebied: GebiedId,
}

/// The requests that nobody took up, oldest first.
///
/// # Errors
/// When the database fails.
pub fn open(conn: &mut Db) -> QueryResult<Vec<Open>> {
    help_requests::table
        .inner_join(ideas::table.inner_join(rounds::table))
        .filter(help_requests::taken_by.is_null())
        .order(help_requests::id)
        .select((Request::as_select(), ideas::title, ideas::wijk_id, rounds::id, rounds::gebied_id))
        .load(conn)
}

/// The requests with which somebody helps now, oldest first, with the title of the idea.
///
/// # Errors
/// When the database fails.
pub fn taken_by(conn: &mut Db, person: PersonId) -> QueryResult<Vec<(Request, String)>> {
    help_requests::table
        .inner_join(ideas::table)
        .filter(help_requests::taken_by.eq(person).and(help_requests::ended_at.is_null()))
        .order(help_requests::id)
        .select((Request::as_select(), ideas::title))
        .load(conn)
}

/// Somebody takes a request up; false when a colleague was first.
///
/// # Errors
/// When the database fails.
pub fn take(conn: &mut Db, id: HelpId, by: PersonId, role: HelpRole, now: Instant) -> QueryResult<bool> {
    let open = help_requests::table.find(id).filter(help_requests::taken_by.is_null());
    let values = (help_requests::taken_by.eq(by), help_requests::taken_as.eq(role), help_requests::taken_at.eq(now));
    Ok(diesel::update(open).set(values).execute(conn)? == 1)
}

/// Ends the help of somebody with an idea; false when they did not help.
///
/// # Errors
/// When the database fails.
pub fn end(conn: &mut Db, idea: IdeaId, helper: PersonId, now: Instant) -> QueryResult<bool> {
    let theirs = help_requests::idea_id.eq(idea).and(help_requests::taken_by.eq(helper)).and(help_requests::ended_at.is_null());
    Ok(diesel::update(help_requests::table.filter(theirs)).set(help_requests::ended_at.eq(now)).execute(conn)? > 0)
}
