//! Arguments for and against ideas.

use diesel::prelude::*;

use super::Db;
use super::schema::{argument_reports, arguments, ideas, people, rounds};
use crate::domain::argument::{Course, Side};
use crate::domain::ids::{ArgumentId, GebiedId, IdeaId, PersonId};
use crate::domain::time::Instant;
use crate::on_each;

/// An argument.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = arguments)]
pub struct Argument {
    /// Key.
    pub id: ArgumentId,
    /// About which idea.
    pub idea_id: IdeaId,
    /// Who gave it.
    pub author_id: PersonId,
    /// Which way it points.
    pub side: Side,
    /// The words.
    pub body: String,
    /// When.
    pub at: Instant,
    /// Who hid it.
    pub hidden_by: Option<PersonId>,
    /// Why, for everybody.
    pub hidden_reason: Option<String>,
    /// What its writer says against that.
    pub objection: Option<String>,
    /// Whether it came back after that.
    pub restored: Option<bool>,
    /// Up to when reports were looked at.
    pub checked_at: Option<Instant>,
}

impl Argument {
    /// What happened to it.
    #[must_use]
    pub const fn course(&self) -> Course {
        Course { hidden: self.hidden_by.is_some(), objected: self.objection.is_some(), decided: self.restored }
    }
}

/// Adds an argument.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, idea: IdeaId, author: PersonId, side: Side, body: &str, now: Instant) -> QueryResult<ArgumentId> {
    diesel::insert_into(arguments::table)
        .values((
            arguments::idea_id.eq(idea),
            arguments::author_id.eq(author),
            arguments::side.eq(side),
            arguments::body.eq(body),
            arguments::at.eq(now),
        ))
        .returning(arguments::id)
        .get_result(conn)
}

/// How many arguments somebody gave since then.
///
/// # Errors
/// When the database fails.
pub fn count_since(conn: &mut Db, author: PersonId, since: Instant) -> QueryResult<i64> {
    arguments::table.filter(arguments::author_id.eq(author).and(arguments::at.ge(since))).count().get_result(conn)
}

/// The argument with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: ArgumentId) -> QueryResult<Argument> {
    arguments::table.find(id).select(Argument::as_select()).first(conn)
}

/// The arguments about an idea with the names of who gave them, oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_idea(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<(Argument, String)>> {
    arguments::table
        .inner_join(people::table.on(people::id.eq(arguments::author_id)))
        .filter(arguments::idea_id.eq(idea))
        .order(arguments::id)
        .select((Argument::as_select(), people::name))
        .load(conn)
}

/// Reports an argument; once for each person.
///
/// # Errors
/// When the database fails.
pub fn report(conn: &mut Db, id: ArgumentId, person: PersonId, reason: &str, now: Instant) -> QueryResult<()> {
    let row = (
        argument_reports::argument_id.eq(id),
        argument_reports::person_id.eq(person),
        argument_reports::reason.eq(reason),
        argument_reports::at.eq(now),
    );
    on_each!(conn, |c| diesel::insert_into(argument_reports::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// The arguments in these gebieden that wait for the gebiedsteam, with what was reported: those that
/// were reported since somebody looked, and those of which the writer objects.
///
/// # Errors
/// When the database fails.
pub fn waiting(conn: &mut Db, gebieden: &[GebiedId]) -> QueryResult<Vec<(Argument, Vec<String>)>> {
    let reported: Vec<(ArgumentId, String)> = argument_reports::table
        .inner_join(arguments::table.inner_join(ideas::table.inner_join(rounds::table)))
        .filter(rounds::gebied_id.eq_any(gebieden).and(arguments::hidden_by.is_null()))
        .filter(arguments::checked_at.is_null().or(arguments::checked_at.lt(argument_reports::at.nullable())))
        .order((argument_reports::at, argument_reports::person_id))
        .select((arguments::id, argument_reports::reason))
        .load(conn)?;
    let keys: Vec<ArgumentId> = reported.iter().map(|(id, _)| *id).collect();
    let objected = arguments::objection.is_not_null().and(arguments::restored.is_null());
    let all: Vec<Argument> = arguments::table
        .inner_join(ideas::table.inner_join(rounds::table))
        .filter(rounds::gebied_id.eq_any(gebieden).and(arguments::id.eq_any(&keys).or(objected)))
        .order(arguments::id)
        .select(Argument::as_select())
        .load(conn)?;
    let of = |id: ArgumentId| reported.iter().filter(|(key, _)| *key == id).map(|(_, reason)| reason.clone()).collect();
    Ok(all.into_iter().map(|argument| (of(argument.id), argument)).map(|(reasons, argument)| (argument, reasons)).collect())
}

/// Somebody looked at the reports and left the argument as it is.
///
/// # Errors
/// When the database fails.
pub fn set_checked(conn: &mut Db, id: ArgumentId, now: Instant) -> QueryResult<()> {
    diesel::update(arguments::table.find(id)).set(arguments::checked_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Hides an argument.
///
/// # Errors
/// When the database fails.
pub fn hide(conn: &mut Db, id: ArgumentId, by: PersonId, reason: &str, now: Instant) -> QueryResult<()> {
    diesel::update(arguments::table.find(id))
        .set((arguments::hidden_by.eq(by), arguments::hidden_reason.eq(reason), arguments::checked_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// Writes what its writer says against hiding it.
///
/// # Errors
/// When the database fails.
pub fn object(conn: &mut Db, id: ArgumentId, objection: &str) -> QueryResult<()> {
    diesel::update(arguments::table.find(id)).set(arguments::objection.eq(objection)).execute(conn)?;
    Ok(())
}

/// Writes whether it came back.
///
/// # Errors
/// When the database fails.
pub fn decide(conn: &mut Db, id: ArgumentId, restored: bool) -> QueryResult<()> {
    diesel::update(arguments::table.find(id)).set(arguments::restored.eq(restored)).execute(conn)?;
    Ok(())
}

/// The ideas somebody gave an argument about.
///
/// # Errors
/// When the database fails.
pub fn ideas_of(conn: &mut Db, person: PersonId) -> QueryResult<Vec<IdeaId>> {
    arguments::table.filter(arguments::author_id.eq(person)).select(arguments::idea_id).distinct().load(conn)
}
