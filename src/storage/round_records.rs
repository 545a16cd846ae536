//! What is written once about a round: versions of its rules, extensions, its evaluation, and who
//! takes part in it.

use diesel::prelude::*;

use super::Db;
use super::people::Person;
use super::schema::{evaluations, events, idea_people, ideas, people, round_extensions, rounds, rules_versions};
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaState, Part};
use crate::domain::ids::{GebiedId, PersonId, RoundId};
use crate::domain::phase::Phase;
use crate::domain::time::Instant;

/// A published version of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct RulesVersion {
    /// From 1.
    pub version: i64,
    /// The published text.
    pub text: String,
    /// SHA-256 of that text.
    pub hash: Vec<u8>,
    /// Why it was changed; empty for the first version.
    pub reason: String,
    /// When.
    pub published_at: Instant,
}

/// The published versions of the rules of a round, newest first.
///
/// # Errors
/// When the database fails.
pub fn versions(conn: &mut Db, round: RoundId) -> QueryResult<Vec<RulesVersion>> {
    rules_versions::table
        .filter(rules_versions::round_id.eq(round))
        .order(rules_versions::version.desc())
        .select((rules_versions::version, rules_versions::rules, rules_versions::rules_hash, rules_versions::reason, rules_versions::published_at))
        .load(conn)
}

/// Adds the next version of the rules and gives its number.
///
/// # Errors
/// When the database fails.
pub fn add_version(conn: &mut Db, round: RoundId, text: &str, hash: &[u8], reason: &str, now: Instant) -> QueryResult<i64> {
    let last: Option<i64> = rules_versions::table
        .filter(rules_versions::round_id.eq(round))
        .select(rules_versions::version)
        .order(rules_versions::version.desc())
        .first(conn)
        .optional()?;
    let version = last.unwrap_or(0) + 1;
    diesel::insert_into(rules_versions::table)
        .values((
            rules_versions::round_id.eq(round),
            rules_versions::version.eq(version),
            rules_versions::rules.eq(text),
            rules_versions::rules_hash.eq(hash),
            rules_versions::reason.eq(reason),
            rules_versions::published_at.eq(now),
        ))
        .execute(conn)?;
    Ok(version)
}

/// A phase that was made longer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Extension {
    /// Which phase.
    pub phase: Phase,
    /// When it would have ended.
    pub old_ends: Instant,
    /// When it ends.
    pub new_ends: Instant,
    /// Why, in public.
    pub reason: String,
    /// When it was decided.
    pub at: Instant,
}

/// The extensions of a round, oldest first.
///
/// # Errors
/// When the database fails.
pub fn extensions(conn: &mut Db, round: RoundId) -> QueryResult<Vec<Extension>> {
    round_extensions::table
        .filter(round_extensions::round_id.eq(round))
        .order(round_extensions::id)
        .select((round_extensions::phase, round_extensions::old_ends_at, round_extensions::new_ends_at, round_extensions::reason, round_extensions::at))
        .load(conn)
}

/// Adds an extension.
///
/// # Errors
/// When the database fails.
pub fn add_extension(conn: &mut Db, round: RoundId, extension: &Extension) -> QueryResult<()> {
    diesel::insert_into(round_extensions::table)
        .values((
            round_extensions::round_id.eq(round),
            round_extensions::phase.eq(extension.phase),
            round_extensions::old_ends_at.eq(extension.old_ends),
            round_extensions::new_ends_at.eq(extension.new_ends),
            round_extensions::reason.eq(&extension.reason),
            round_extensions::at.eq(extension.at),
        ))
        .execute(conn)?;
    Ok(())
}

/// What was learned from a round.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Evaluation {
    /// The round.
    pub round: RoundId,
    /// What was learned.
    pub learned: String,
    /// What will be done differently.
    pub change: String,
    /// When it was written.
    pub published_at: Instant,
}

/// The evaluation of a round, when it was written.
///
/// # Errors
/// When the database fails.
pub fn evaluation(conn: &mut Db, round: RoundId) -> QueryResult<Option<Evaluation>> {
    evaluations::table
        .find(round)
        .select((evaluations::round_id, evaluations::learned, evaluations::change, evaluations::published_at))
        .first(conn)
        .optional()
}

/// The rounds that have an evaluation.
///
/// # Errors
/// When the database fails.
pub fn evaluated(conn: &mut Db) -> QueryResult<Vec<RoundId>> {
    evaluations::table.select(evaluations::round_id).load(conn)
}

/// The evaluations of the rounds of a gebied, newest first, with the names of the rounds.
///
/// # Errors
/// When the database fails.
pub fn lessons(conn: &mut Db, gebied: GebiedId) -> QueryResult<Vec<(String, Evaluation)>> {
    evaluations::table
        .inner_join(rounds::table)
        .filter(rounds::gebied_id.eq(gebied))
        .order(evaluations::published_at.desc())
        .select((rounds::name, (evaluations::round_id, evaluations::learned, evaluations::change, evaluations::published_at)))
        .load(conn)
}

/// Writes the evaluation of a round in place of an earlier one.
///
/// # Errors
/// When the database fails.
pub fn set_evaluation(conn: &mut Db, new: &Evaluation, author: PersonId) -> QueryResult<()> {
    diesel::delete(evaluations::table.find(new.round)).execute(conn)?;
    diesel::insert_into(evaluations::table)
        .values((
            evaluations::round_id.eq(new.round),
            evaluations::learned.eq(&new.learned),
            evaluations::change.eq(&new.change),
            evaluations::author_id.eq(author),
            evaluations::published_at.eq(new.published_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Residents who take part in a round: owners, co-authors and supporters of its ideas, each once.
///
/// # Errors
/// When the database fails.
pub fn participants(conn: &mut Db, round: RoundId) -> QueryResult<Vec<Person>> {
    let owners: Vec<PersonId> =
        ideas::table.filter(ideas::round_id.eq(round).and(ideas::state.ne(IdeaState::Withdrawn))).select(ideas::owner_id).load(conn)?;
    let others: Vec<PersonId> = idea_people::table
        .inner_join(ideas::table)
        .filter(ideas::round_id.eq(round))
        .filter(idea_people::part.eq_any([Part::CoAuthor, Part::Supporter]))
        .filter(idea_people::accepted_at.is_not_null())
        .select(idea_people::person_id)
        .load(conn)?;
    let all: std::collections::BTreeSet<PersonId> = owners.into_iter().chain(others).collect();
    let ids: Vec<PersonId> = all.into_iter().collect();
    let mut found = Vec::with_capacity(ids.len());
    // Databases limit how many values one statement takes.
    for some in ids.chunks(500) {
        let rows: Vec<Person> = people::table.filter(people::id.eq_any(some)).order(people::id).load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// The events with this action about a round, as their detail: what was done at a moment, so that it
/// is not done twice.
///
/// # Errors
/// When the database fails.
pub fn details(conn: &mut Db, round: RoundId, action: &str) -> QueryResult<Vec<serde_json::Value>> {
    let rows: Vec<String> = events::table
        .filter(events::subject.eq(Subject::Round).and(events::subject_id.eq(round.0)).and(events::action.eq(action)))
        .select(events::detail)
        .load(conn)?;
    Ok(rows.iter().map(|text| serde_json::from_str(text).unwrap_or_default()).collect())
}
