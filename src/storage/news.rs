//! News of ideas for who supports or follows them: how often they want it, what waits for the next
//! letter, and of which ideas they want none.

use diesel::prelude::*;

use super::Db;
use super::schema::{ideas, mail_wishes, muted_ideas, news};
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::news::Pace;
use crate::domain::time::Instant;
use crate::on_each;

/// How often somebody wants news.
///
/// # Errors
/// When the database fails.
pub fn pace_of(conn: &mut Db, person: PersonId) -> QueryResult<Pace> {
    let found: Option<Pace> = mail_wishes::table.find(person).select(mail_wishes::pace).first(conn).optional()?;
    Ok(found.unwrap_or_default())
}

/// How often these people want news, as far as they said.
///
/// # Errors
/// When the database fails.
pub fn paces(conn: &mut Db, of: &[PersonId]) -> QueryResult<Vec<(PersonId, Pace)>> {
    mail_wishes::table.filter(mail_wishes::person_id.eq_any(of)).select((mail_wishes::person_id, mail_wishes::pace)).load(conn)
}

/// Writes how often somebody wants news.
///
/// # Errors
/// When the database fails.
pub fn set_pace(conn: &mut Db, person: PersonId, pace: Pace) -> QueryResult<()> {
    diesel::delete(mail_wishes::table.find(person)).execute(conn)?;
    diesel::insert_into(mail_wishes::table).values((mail_wishes::person_id.eq(person), mail_wishes::pace.eq(pace))).execute(conn)?;
    Ok(())
}

/// The people who want no mail about an idea.
///
/// # Errors
/// When the database fails.
pub fn muted_for(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<PersonId>> {
    muted_ideas::table.filter(muted_ideas::idea_id.eq(idea)).select(muted_ideas::person_id).load(conn)
}

/// The ideas about which somebody wants no mail.
///
/// # Errors
/// When the database fails.
pub fn muted_by(conn: &mut Db, person: PersonId) -> QueryResult<Vec<IdeaId>> {
    muted_ideas::table.filter(muted_ideas::person_id.eq(person)).select(muted_ideas::idea_id).load(conn)
}

/// No more mail about an idea to this person; doing so twice is the same.
///
/// # Errors
/// When the database fails.
pub fn mute(conn: &mut Db, person: PersonId, idea: IdeaId, now: Instant) -> QueryResult<()> {
    let row = (muted_ideas::person_id.eq(person), muted_ideas::idea_id.eq(idea), muted_ideas::since.eq(now));
    on_each!(conn, |c| diesel::insert_into(muted_ideas::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// Mail about an idea again.
///
/// # Errors
/// When the database fails.
pub fn unmute(conn: &mut Db, person: PersonId, idea: IdeaId) -> QueryResult<()> {
    diesel::delete(muted_ideas::table.find((person, idea))).execute(conn)?;
    Ok(())
}

/// Keeps news for the next letter.
///
/// # Errors
/// When the database fails.
pub fn keep(conn: &mut Db, person: PersonId, idea: IdeaId, what: &str, now: Instant) -> QueryResult<()> {
    diesel::insert_into(news::table)
        .values((news::person_id.eq(person), news::idea_id.eq(idea), news::what.eq(what), news::at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// The people for whom news waits, with how often they want it and since when it waits.
///
/// # Errors
/// When the database fails.
pub fn waiting(conn: &mut Db) -> QueryResult<Vec<(PersonId, Pace, Instant)>> {
    let mut rows: Vec<(PersonId, Option<Pace>, Instant)> = news::table
        .left_join(mail_wishes::table.on(mail_wishes::person_id.eq(news::person_id)))
        .order((news::person_id, news::id))
        .select((news::person_id, mail_wishes::pace.nullable(), news::at))
        .load(conn)?;
    rows.dedup_by_key(|(person, ..)| *person);
    Ok(rows.into_iter().map(|(person, pace, at)| (person, pace.unwrap_or_default(), at)).collect())
}

/// Takes the news for somebody up to a moment: (idea, its title, what happened), in order. Whoever
/// takes it, sends it: it is gone.
///
/// # Errors
/// When the database fails.
pub fn take(conn: &mut Db, person: PersonId, until: Instant) -> QueryResult<Vec<(IdeaId, String, String)>> {
    let due = news::person_id.eq(person).and(news::at.lt(until));
    let keys: Vec<i64> = news::table.filter(due).order(news::id).select(news::id).load(conn)?;
    let rows = news::table
        .inner_join(ideas::table)
        .filter(news::id.eq_any(&keys))
        .order((news::idea_id, news::id))
        .select((ideas::id, ideas::title, news::what))
        .load(conn)?;
    let gone = diesel::delete(news::table.filter(news::id.eq_any(&keys))).execute(conn)?;
    // Another instance took some of them at the same moment: it sends them.
    if gone == keys.len() { Ok(rows) } else { Err(diesel::result::Error::RollbackTransaction) }
}

/// Forgets the news that waits for somebody's next letter.
///
/// # Errors
/// When the database fails.
pub fn forget_waiting(conn: &mut Db, person: PersonId) -> QueryResult<usize> {
    diesel::delete(news::table.filter(news::person_id.eq(person))).execute(conn)
}
