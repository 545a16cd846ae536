//! What the gebiedsteam does with ideas: contact persons, questions, prepared verdicts, second looks.

pub mod challenges;
pub mod changes;
pub mod desk;
pub mod dossier;
pub mod forwards;
pub mod merges;

use diesel::prelude::*;

use crate::domain::idea::{IdeaState, Part, VerdictKind};
use crate::domain::ids::{GebiedId, IdeaId, PersonId, QuestionId, RoundId};
use crate::domain::money::Cents;
use crate::domain::outcome::RoundStatus;
use crate::domain::review::Verdict;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::storage::Db;
use crate::storage::schema::{idea_people, ideas, people, questions, reconsiderations, rounds, verdicts};

/// The states in which the gebiedsteam owes an answer.
const AWAITING: [IdeaState; 3] = [IdeaState::Submitted, IdeaState::Question, IdeaState::InReview];

/// An idea that awaits a verdict, as far as the queue needs it.
#[derive(Debug, Clone, Queryable)]
pub struct Waiting {
    /// Key.
    pub idea: IdeaId,
    /// The idea in one sentence.
    pub title: String,
    /// Where it is.
    pub state: IdeaState,
    /// Its round.
    pub round: RoundId,
    /// Part of the address of the round.
    pub round_slug: String,
    /// Name of the round.
    pub round_name: String,
    /// When the verdicts of the round are published together.
    pub verdicts_at: Option<Instant>,
    /// The fixed contact.
    pub contact: Option<PersonId>,
    /// When it was handed in.
    pub submitted_at: Option<Instant>,
    /// When a verdict was prepared.
    pub prepared_at: Option<Instant>,
}

/// All ideas of published rounds in these gebieden that await a verdict.
///
/// # Errors
/// When the database fails.
pub fn waiting(conn: &mut Db, gebieden: &[GebiedId]) -> QueryResult<Vec<Waiting>> {
    ideas::table
        .inner_join(rounds::table)
        .left_join(verdicts::table)
        .filter(ideas::state.eq_any(AWAITING))
        .filter(rounds::gebied_id.eq_any(gebieden).and(rounds::status.eq(RoundStatus::Published)))
        .order(ideas::id)
        .select((
            ideas::id,
            ideas::title,
            ideas::state,
            rounds::id,
            rounds::slug,
            rounds::name,
            rounds::verdicts_at,
            ideas::contact_id,
            ideas::submitted_at,
            verdicts::prepared_at.nullable(),
        ))
        .load(conn)
}

/// The open questions about ideas in these gebieden: which idea, and the end of the term.
///
/// # Errors
/// When the database fails.
pub fn open_questions(conn: &mut Db, gebieden: &[GebiedId]) -> QueryResult<Vec<(IdeaId, Instant)>> {
    questions::table
        .inner_join(ideas::table.inner_join(rounds::table))
        .filter(questions::answered_at.is_null().and(rounds::gebied_id.eq_any(gebieden)))
        .order(questions::id)
        .select((questions::idea_id, questions::due_at))
        .load(conn)
}

/// Sets the fixed contact of an idea.
///
/// # Errors
/// When the database fails.
pub fn set_contact(conn: &mut Db, idea: IdeaId, contact: PersonId) -> QueryResult<()> {
    diesel::update(ideas::table.find(idea)).set(ideas::contact_id.eq(contact)).execute(conn)?;
    Ok(())
}

/// A question of the gebiedsteam to an owner.
#[derive(Debug, Clone, Queryable)]
pub struct Question {
    /// Key.
    pub id: QuestionId,
    /// About which idea.
    pub idea: IdeaId,
    /// Who asked.
    pub asked_by: PersonId,
    /// The question.
    pub question: String,
    /// When it was asked.
    pub asked_at: Instant,
    /// The end of the term.
    pub due_at: Instant,
    /// The answer.
    pub answer: Option<String>,
    /// When it came.
    pub answered_at: Option<Instant>,
}

/// Adds a question.
///
/// # Errors
/// When the database fails.
pub fn add_question(conn: &mut Db, idea: IdeaId, by: PersonId, question: &str, now: Instant, due: Instant) -> QueryResult<()> {
    diesel::insert_into(questions::table)
        .values((
            questions::idea_id.eq(idea),
            questions::asked_by.eq(by),
            questions::question.eq(question),
            questions::asked_at.eq(now),
            questions::due_at.eq(due),
        ))
        .execute(conn)?;
    Ok(())
}

/// The questions about an idea, oldest first.
///
/// # Errors
/// When the database fails.
pub fn questions_of(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<Question>> {
    questions::table.filter(questions::idea_id.eq(idea)).order(questions::id).load(conn)
}

/// Writes the answer to a question.
///
/// # Errors
/// When the database fails.
pub fn answer_question(conn: &mut Db, id: QuestionId, answer: &str, now: Instant) -> QueryResult<()> {
    diesel::update(questions::table.find(id)).set((questions::answer.eq(answer), questions::answered_at.eq(now))).execute(conn)?;
    Ok(())
}

/// A verdict as it was prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// About which idea.
    pub idea: IdeaId,
    /// The verdict.
    pub verdict: Verdict,
    /// Who prepared it last.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// When it was published.
    pub published_at: Option<Instant>,
}

type VerdictRow = (IdeaId, VerdictKind, Option<Cents>, String, PersonId, Instant, Option<Instant>);

fn prepared((idea, kind, cost, reason, by, at, published_at): VerdictRow) -> Result<Prepared> {
    let verdict = match (kind, cost) {
        (VerdictKind::Feasible, Some(cost)) => Verdict::Feasible { cost, reason },
        (VerdictKind::Feasible, None) => return Err(Error::internal(format!("verdict {idea} without a cost"))),
        (VerdictKind::NotFeasible, _) => Verdict::NotFeasible { reason },
        (VerdictKind::Forwarded, _) => Verdict::Forwarded { reason },
    };
    Ok(Prepared { idea, verdict, by, at, published_at })
}

/// The verdict on an idea, published or not.
///
/// # Errors
/// When the database fails.
pub fn verdict_of(conn: &mut Db, idea: IdeaId) -> Result<Option<Prepared>> {
    let row: Option<VerdictRow> = verdicts::table.find(idea).first(conn).optional()?;
    row.map(prepared).transpose()
}

/// The verdicts on ideas of a round that are ready and not yet published, by idea.
///
/// # Errors
/// When the database fails.
pub fn prepared_of_round(conn: &mut Db, round: RoundId) -> Result<Vec<Prepared>> {
    let rows: Vec<VerdictRow> = verdicts::table
        .inner_join(ideas::table)
        .filter(ideas::round_id.eq(round).and(ideas::state.eq_any(AWAITING)))
        .filter(verdicts::published_at.is_null())
        .order(verdicts::idea_id)
        .select(verdicts::all_columns)
        .load(conn)?;
    rows.into_iter().map(prepared).collect()
}

/// The ideas of a round that await a verdict and have none ready: (key, title, contact).
///
/// # Errors
/// When the database fails.
pub fn unprepared_of_round(conn: &mut Db, round: RoundId) -> QueryResult<Vec<(IdeaId, String, Option<PersonId>)>> {
    ideas::table
        .left_join(verdicts::table)
        .filter(ideas::round_id.eq(round).and(ideas::state.eq_any(AWAITING)))
        .filter(verdicts::prepared_at.nullable().is_null())
        .order(ideas::id)
        .select((ideas::id, ideas::title, ideas::contact_id))
        .load(conn)
}

/// The published rounds with prepared verdicts whose moment has come.
///
/// # Errors
/// When the database fails.
pub fn rounds_due(conn: &mut Db, now: Instant) -> QueryResult<Vec<RoundId>> {
    verdicts::table
        .inner_join(ideas::table.inner_join(rounds::table))
        .filter(verdicts::published_at.is_null().and(ideas::state.eq_any(AWAITING)))
        .filter(rounds::status.eq(RoundStatus::Published).and(rounds::verdicts_at.le(now)))
        .filter(verdicts::prepared_at.nullable().lt(rounds::verdicts_at))
        .order(rounds::id)
        .select(rounds::id)
        .distinct()
        .load(conn)
}

/// Writes a prepared verdict in the place of the one before it.
///
/// # Errors
/// When the database fails.
pub fn set_verdict(conn: &mut Db, idea: IdeaId, verdict: &Verdict, by: PersonId, now: Instant) -> QueryResult<()> {
    remove_verdict(conn, idea)?;
    diesel::insert_into(verdicts::table)
        .values((
            verdicts::idea_id.eq(idea),
            verdicts::kind.eq(verdict.kind()),
            verdicts::cost.eq(verdict.cost()),
            verdicts::reason.eq(verdict.reason()),
            verdicts::prepared_by.eq(by),
            verdicts::prepared_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes the verdict on an idea away; what was published stays in the record of events.
///
/// # Errors
/// When the database fails.
pub fn remove_verdict(conn: &mut Db, idea: IdeaId) -> QueryResult<()> {
    diesel::delete(verdicts::table.find(idea)).execute(conn)?;
    Ok(())
}

/// Marks a verdict as published and gives the idea its cost.
///
/// # Errors
/// When the database fails.
pub fn set_published(conn: &mut Db, prepared: &Prepared, now: Instant) -> QueryResult<()> {
    diesel::update(verdicts::table.find(prepared.idea)).set(verdicts::published_at.eq(now)).execute(conn)?;
    diesel::update(ideas::table.find(prepared.idea)).set(ideas::cost.eq(prepared.verdict.cost())).execute(conn)?;
    Ok(())
}

/// A second look that an owner asked for.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SecondLook {
    /// At which idea.
    pub idea: IdeaId,
    /// Who asked.
    pub asked_by: PersonId,
    /// Why.
    pub reason: String,
    /// When.
    pub asked_at: Instant,
    /// Who judged first.
    pub first_reviewer: PersonId,
}

/// The second look at an idea, when there was one.
///
/// # Errors
/// When the database fails.
pub fn second_look(conn: &mut Db, idea: IdeaId) -> QueryResult<Option<SecondLook>> {
    reconsiderations::table.find(idea).first(conn).optional()
}

/// Adds a second look.
///
/// # Errors
/// When there was one already, or the database fails.
pub fn add_second_look(conn: &mut Db, look: &SecondLook) -> QueryResult<()> {
    diesel::insert_into(reconsiderations::table)
        .values((
            reconsiderations::idea_id.eq(look.idea),
            reconsiderations::asked_by.eq(look.asked_by),
            reconsiderations::reason.eq(&look.reason),
            reconsiderations::asked_at.eq(look.asked_at),
            reconsiderations::first_reviewer.eq(look.first_reviewer),
        ))
        .execute(conn)?;
    Ok(())
}

/// Makes somebody a co-author of an idea, with their consent; nothing changes when they were one.
///
/// # Errors
/// When the database fails.
pub fn add_author(conn: &mut Db, idea: IdeaId, person: PersonId, now: Instant) -> QueryResult<()> {
    let row = (
        idea_people::idea_id.eq(idea),
        idea_people::person_id.eq(person),
        idea_people::part.eq(Part::CoAuthor),
        idea_people::since.eq(now),
        idea_people::accepted_at.eq(now),
    );
    let invited = idea_people::table.find((idea, person, Part::CoAuthor));
    if diesel::update(invited).set(idea_people::accepted_at.eq(now)).execute(conn)? == 0 {
        diesel::insert_into(idea_people::table).values(row).execute(conn)?;
    }
    Ok(())
}

/// The ideas that go on in this one: (key, title, name of the owner), in the order they were handed in.
///
/// # Errors
/// When the database fails.
pub fn merged_from(conn: &mut Db, into: IdeaId) -> QueryResult<Vec<(IdeaId, String, String)>> {
    ideas::table
        .inner_join(people::table.on(people::id.eq(ideas::owner_id)))
        .filter(ideas::merged_into.eq(into))
        .order((ideas::submitted_at, ideas::id))
        .select((ideas::id, ideas::title, people::name))
        .load(conn)
}

/// Writes into which idea this one goes on.
///
/// # Errors
/// When the database fails.
pub fn set_merged_into(conn: &mut Db, idea: IdeaId, into: IdeaId) -> QueryResult<()> {
    diesel::update(ideas::table.find(idea)).set(ideas::merged_into.eq(into)).execute(conn)?;
    Ok(())
}
