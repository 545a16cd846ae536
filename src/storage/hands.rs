//! Calls for hands, and who offered theirs.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::Db;
use super::people::Person;
use super::schema::{hand_calls, hand_offers, people};
use crate::domain::ids::{CallId, IdeaId, PersonId};
use crate::domain::time::Instant;
use crate::on_each;

/// A call for hands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = hand_calls)]
pub struct Call {
    /// Key.
    pub id: CallId,
    /// Of which idea.
    pub idea_id: IdeaId,
    /// What has to be done.
    pub what: String,
    /// When, in the words of who asks.
    pub at_when: String,
    /// How many people.
    pub wanted: i32,
    /// Since when.
    pub made_at: Instant,
    /// Until when.
    pub closed_at: Option<Instant>,
}

/// What a call says.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What has to be done.
    pub what: String,
    /// When.
    pub when: String,
    /// How many people.
    pub wanted: i32,
}

/// A hand that was offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Whose.
    pub person: PersonId,
    /// The name shown to others.
    pub name: String,
    /// What they say with it; may be empty.
    pub words: String,
}

/// Adds a call.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, idea: IdeaId, asked: &Asked, now: Instant) -> QueryResult<CallId> {
    diesel::insert_into(hand_calls::table)
        .values((
            hand_calls::idea_id.eq(idea),
            hand_calls::what.eq(&asked.what),
            hand_calls::at_when.eq(&asked.when),
            hand_calls::wanted.eq(asked.wanted),
            hand_calls::made_at.eq(now),
        ))
        .returning(hand_calls::id)
        .get_result(conn)
}

/// The call with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: CallId) -> QueryResult<Call> {
    hand_calls::table.find(id).select(Call::as_select()).first(conn)
}

/// The calls of an idea with the hands that were offered, oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_idea(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<(Call, Vec<Offer>)>> {
    let calls: Vec<Call> = hand_calls::table.filter(hand_calls::idea_id.eq(idea)).order(hand_calls::id).select(Call::as_select()).load(conn)?;
    let keys: Vec<CallId> = calls.iter().map(|call| call.id).collect();
    let rows: Vec<(CallId, PersonId, String, String)> = hand_offers::table
        .inner_join(people::table)
        .filter(hand_offers::call_id.eq_any(&keys))
        .order((hand_offers::call_id, hand_offers::at, hand_offers::person_id))
        .select((hand_offers::call_id, people::id, people::name, hand_offers::words))
        .load(conn)?;
    let mut offers: BTreeMap<CallId, Vec<Offer>> = BTreeMap::new();
    for (call, person, name, words) in rows {
        offers.entry(call).or_default().push(Offer { person, name, words });
    }
    Ok(calls.into_iter().map(|call| (offers.remove(&call.id).unwrap_or_default(), call)).map(|(offers, call)| (call, offers)).collect())
}

/// The people who offered a hand.
///
/// # Errors
/// When the database fails.
pub fn offering(conn: &mut Db, call: CallId) -> QueryResult<Vec<Person>> {
    hand_offers::table.inner_join(people::table).filter(hand_offers::call_id.eq(call)).order(people::id).select(people::all_columns).load(conn)
}

/// The ideas to which somebody offered a hand.
///
/// # Errors
/// When the database fails.
pub fn ideas_of(conn: &mut Db, person: PersonId) -> QueryResult<Vec<IdeaId>> {
    hand_offers::table.inner_join(hand_calls::table).filter(hand_offers::person_id.eq(person)).select(hand_calls::idea_id).distinct().load(conn)
}

/// Offers a hand; false when they did already. The key of the table makes that two requests at the
/// same moment count once.
///
/// # Errors
/// When the database fails.
pub fn offer(conn: &mut Db, call: CallId, person: PersonId, words: &str, now: Instant) -> QueryResult<bool> {
    let row = (hand_offers::call_id.eq(call), hand_offers::person_id.eq(person), hand_offers::words.eq(words), hand_offers::at.eq(now));
    Ok(on_each!(conn, |c| diesel::insert_into(hand_offers::table).values(row).on_conflict_do_nothing().execute(c))? == 1)
}

/// Takes a hand back; false when there was none.
///
/// # Errors
/// When the database fails.
pub fn withdraw(conn: &mut Db, call: CallId, person: PersonId) -> QueryResult<bool> {
    Ok(diesel::delete(hand_offers::table.find((call, person))).execute(conn)? == 1)
}

/// Closes a call.
///
/// # Errors
/// When the database fails.
pub fn close(conn: &mut Db, call: CallId, now: Instant) -> QueryResult<()> {
    diesel::update(hand_calls::table.find(call)).set(hand_calls::closed_at.eq(now)).execute(conn)?;
    Ok(())
}
