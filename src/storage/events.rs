//! The record of what happened: rows are only ever added, each chained to the one before.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::Db;
use super::schema::{events, people};
use crate::domain::event::{NewEvent, Subject, chain_hash, leaf, mark};
use crate::domain::ids::PersonId;
use crate::domain::time::Instant;

/// An event as it was written.
#[derive(Debug, Clone)]
pub struct Event {
    /// Place in the chain, from 1.
    pub seq: i64,
    /// What happened.
    pub what: NewEvent,
    /// Name of who did it, when it was a person who still has one.
    pub actor_name: Option<String>,
    /// What stands for who did it in its own hash.
    pub mark: Vec<u8>,
    /// Its own hash.
    pub leaf: Vec<u8>,
    /// Hash of this event and all before it.
    pub hash: Vec<u8>,
}

type Row = (i64, Instant, Option<PersonId>, String, String, Subject, i64, Option<String>, String, bool, Vec<u8>, Vec<u8>, Vec<u8>);

/// Adds an event to the chain. The salt must be random and new: it keeps the hash from being guessed.
///
/// # Errors
/// When the database fails.
pub fn append(conn: &mut Db, event: &NewEvent, salt: &[u8; 32]) -> QueryResult<()> {
    if let Db::Postgres(c) = conn {
        // One writer of the chain at a time, until this transaction ends. SQLite has one writer.
        diesel::sql_query("SELECT pg_advisory_xact_lock(7461)").execute(c)?;
    }
    let (seq, previous) = head(conn)?;
    let own = leaf(event, &mark(salt, event.actor));
    diesel::insert_into(events::table)
        .values((
            events::seq.eq(seq + 1),
            events::at.eq(event.at),
            events::actor_id.eq(event.actor),
            events::actor_role.eq(&event.actor_role),
            events::action.eq(&event.action),
            events::subject.eq(event.subject),
            events::subject_id.eq(event.subject_id),
            events::reason.eq(&event.reason),
            events::detail.eq(event.detail.to_string()),
            events::public.eq(event.public),
            events::salt.eq(salt.as_slice()),
            events::leaf.eq(&own),
            events::hash.eq(chain_hash(&previous, &own)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Place and hash of the newest event: the head of the chain; 0 and nothing before the first.
///
/// # Errors
/// When the database fails.
pub fn head(conn: &mut Db) -> QueryResult<(i64, Vec<u8>)> {
    let last: Option<(i64, Vec<u8>)> = events::table.select((events::seq, events::hash)).order(events::seq.desc()).first(conn).optional()?;
    Ok(last.unwrap_or_default())
}

/// The events about one thing, oldest first; only the public ones unless `all`.
///
/// # Errors
/// When the database fails.
pub fn about(conn: &mut Db, subject: Subject, id: i64, all: bool) -> QueryResult<Vec<Event>> {
    let rows: Vec<(Row, Option<String>)> = events::table
        .left_join(people::table)
        .filter(events::subject.eq(subject).and(events::subject_id.eq(id)))
        .filter(events::public.eq(true).or(events::public.ne(all)))
        .order(events::seq)
        .select((events::all_columns, people::name.nullable()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(row, name)| event(row, name)).collect())
}

fn event(row: Row, actor_name: Option<String>) -> Event {
    let (seq, at, actor, actor_role, action, subject, subject_id, reason, detail, public, salt, leaf, hash) = row;
    let detail = serde_json::from_str(&detail).unwrap_or(serde_json::Value::Null);
    Event {
        seq,
        what: NewEvent { at, actor, actor_role, action, subject, subject_id, reason, detail, public },
        actor_name,
        mark: mark(&salt, actor),
        leaf,
        hash,
    }
}

/// Where the chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("event {seq} was changed, removed or put in")]
pub struct BrokenChain {
    /// The first event that does not fit.
    pub seq: i64,
}

/// Checks the whole chain and gives its length and last hash.
///
/// # Errors
/// The database error, or in the inner result the first event that does not fit.
pub fn check(conn: &mut Db) -> QueryResult<Result<(i64, Vec<u8>), BrokenChain>> {
    let rows: Vec<Row> = events::table.order(events::seq).load(conn)?;
    let mut head = (0, Vec::new());
    for row in rows {
        let found = event(row, None);
        let fits = found.leaf == leaf(&found.what, &found.mark) && found.hash == chain_hash(&head.1, &found.leaf);
        if found.seq != head.0 + 1 || !fits {
            return Ok(Err(BrokenChain { seq: head.0 + 1 }));
        }
        head = (found.seq, found.hash);
    }
    Ok(Ok(head))
}

/// A link of the chain, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Link {
    /// Its place.
    pub seq: i64,
    /// The hash of the event alone.
    pub leaf: Vec<u8>,
    /// The hash of the event and all before it.
    pub hash: Vec<u8>,
}

/// A part of the chain without what it says: place, own hash and chained hash of at most `count`
/// events after this place.
///
/// # Errors
/// When the database fails.
pub fn links(conn: &mut Db, after: i64, count: i64) -> QueryResult<Vec<Link>> {
    events::table.filter(events::seq.gt(after)).order(events::seq).limit(count).select((events::seq, events::leaf, events::hash)).load(conn)
}

/// The last public event about each of these things, by their key.
///
/// # Errors
/// When the database fails.
pub fn last_about(conn: &mut Db, subject: Subject, ids: &[i64]) -> QueryResult<BTreeMap<i64, Event>> {
    let newest: Vec<Option<i64>> = events::table
        .filter(events::subject.eq(subject).and(events::subject_id.eq_any(ids)).and(events::public.eq(true)))
        .group_by(events::subject_id)
        .select(diesel::dsl::max(events::seq))
        .load(conn)?;
    let newest: Vec<i64> = newest.into_iter().flatten().collect();
    let rows: Vec<(Row, Option<String>)> = events::table
        .left_join(people::table)
        .filter(events::seq.eq_any(&newest))
        .select((events::all_columns, people::name.nullable()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(row, name)| event(row, name)).map(|event| (event.what.subject_id, event)).collect())
}
