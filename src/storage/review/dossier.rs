//! The dossier of an idea: conditions, scores, notes, questions to specialists, costs and cover, and
//! the owner's side.

use diesel::prelude::*;

use crate::domain::ids::{CostId, CoverId, IdeaId, PersonId, RoundId, SpecialistQuestionId};
use crate::domain::money::Cents;
use crate::domain::review::costs::{CostLine, CoverLine, Often};
use crate::domain::review::frame::{Frame, Score};
use crate::domain::review::hearing::Heard;
use crate::domain::text::Email;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::storage::Db;
use crate::storage::schema::{
    condition_answers, cost_lines, cover_lines, dossier_notes, hearings, judges, people, review_frames, scores, specialist_questions,
};

/// The frame of a round: its own, or the usual one.
///
/// # Errors
/// When the database fails.
pub fn frame_of(conn: &mut Db, round: RoundId) -> Result<Frame> {
    let text: Option<String> = review_frames::table.find(round).select(review_frames::frame).first(conn).optional()?;
    Ok(match text {
        Some(text) => serde_json::from_str(&text)?,
        None => Frame::usual(),
    })
}

/// Gives a round a frame of its own.
///
/// # Errors
/// When the database fails.
pub fn set_frame(conn: &mut Db, round: RoundId, frame: &Frame) -> Result<()> {
    let text = serde_json::to_string(frame)?;
    diesel::delete(review_frames::table.find(round)).execute(conn)?;
    diesel::insert_into(review_frames::table).values((review_frames::round_id.eq(round), review_frames::frame.eq(text))).execute(conn)?;
    Ok(())
}

/// Whether a hard condition is met.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ConditionAnswer {
    /// Slug of the condition.
    pub condition: String,
    /// Whether it is met.
    pub met: bool,
    /// Why, when it is not.
    pub note: String,
}

/// The answers to the hard conditions.
///
/// # Errors
/// When the database fails.
pub fn condition_answers(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<ConditionAnswer>> {
    condition_answers::table
        .filter(condition_answers::idea_id.eq(idea))
        .order(condition_answers::condition)
        .select((condition_answers::condition, condition_answers::met, condition_answers::note))
        .load(conn)
}

/// Writes the answers to the hard conditions in the place of those before them.
///
/// # Errors
/// When the database fails.
pub fn set_condition_answers(conn: &mut Db, idea: IdeaId, by: PersonId, answers: &[ConditionAnswer], now: Instant) -> QueryResult<()> {
    diesel::delete(condition_answers::table.filter(condition_answers::idea_id.eq(idea))).execute(conn)?;
    for answer in answers {
        diesel::insert_into(condition_answers::table)
            .values((
                condition_answers::idea_id.eq(idea),
                condition_answers::condition.eq(&answer.condition),
                condition_answers::met.eq(answer.met),
                condition_answers::note.eq(&answer.note),
                condition_answers::person_id.eq(by),
                condition_answers::at.eq(now),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The colleagues who were asked to score an idea, or did: (key, name), by name.
///
/// # Errors
/// When the database fails.
pub fn judges(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<(PersonId, String)>> {
    judges::table.inner_join(people::table).filter(judges::idea_id.eq(idea)).order(people::name).select((people::id, people::name)).load(conn)
}

/// Makes somebody one of those who score an idea; nothing changes when they were.
///
/// # Errors
/// When the database fails.
pub fn add_judge(conn: &mut Db, idea: IdeaId, person: PersonId, now: Instant) -> QueryResult<()> {
    let known: i64 = judges::table.filter(judges::idea_id.eq(idea).and(judges::person_id.eq(person))).count().get_result(conn)?;
    if known == 0 {
        diesel::insert_into(judges::table)
            .values((judges::idea_id.eq(idea), judges::person_id.eq(person), judges::asked_at.eq(now)))
            .execute(conn)?;
    }
    Ok(())
}

/// All scores of an idea: who gave what.
///
/// # Errors
/// When the database fails.
pub fn scores(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<(PersonId, Score)>> {
    let rows: Vec<(PersonId, String, i32)> = scores::table
        .filter(scores::idea_id.eq(idea))
        .order((scores::person_id, scores::criterion))
        .select((scores::person_id, scores::criterion, scores::score))
        .load(conn)?;
    Ok(rows.into_iter().map(|(person, criterion, score)| (person, Score { criterion, score })).collect())
}

/// Writes the scores of one colleague in the place of those before them.
///
/// # Errors
/// When the database fails.
pub fn set_scores(conn: &mut Db, idea: IdeaId, person: PersonId, given: &[Score]) -> QueryResult<()> {
    diesel::delete(scores::table.filter(scores::idea_id.eq(idea).and(scores::person_id.eq(person)))).execute(conn)?;
    for score in given {
        diesel::insert_into(scores::table)
            .values((scores::idea_id.eq(idea), scores::person_id.eq(person), scores::criterion.eq(&score.criterion), scores::score.eq(score.score)))
            .execute(conn)?;
    }
    Ok(())
}

/// A note that only the gebiedsteam reads: (name, words, when).
pub type Note = (String, String, Instant);

/// The notes of the gebiedsteam, oldest first.
///
/// # Errors
/// When the database fails.
pub fn notes(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<Note>> {
    dossier_notes::table
        .inner_join(people::table)
        .filter(dossier_notes::idea_id.eq(idea))
        .order(dossier_notes::id)
        .select((people::name, dossier_notes::body, dossier_notes::at))
        .load(conn)
}

/// Adds a note.
///
/// # Errors
/// When the database fails.
pub fn add_note(conn: &mut Db, idea: IdeaId, by: PersonId, body: &str, now: Instant) -> QueryResult<()> {
    diesel::insert_into(dossier_notes::table)
        .values((dossier_notes::idea_id.eq(idea), dossier_notes::author_id.eq(by), dossier_notes::body.eq(body), dossier_notes::at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// A question to a specialist, who needs no account.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = specialist_questions)]
pub struct SpecialistQuestion {
    /// Key.
    pub id: SpecialistQuestionId,
    /// About which idea.
    pub idea_id: IdeaId,
    /// Who asked.
    pub asked_by: PersonId,
    /// Name and department of the specialist.
    pub name: String,
    /// Where the question went.
    pub email: Email,
    /// The question.
    pub question: String,
    /// When it was asked.
    pub asked_at: Instant,
    /// From when on it is late.
    pub due_at: Instant,
    /// The answer.
    pub answer: Option<String>,
    /// When it came.
    pub answered_at: Option<Instant>,
}

/// A question to a specialist before it is asked.
#[derive(Debug, Clone)]
pub struct NewSpecialistQuestion {
    /// About which idea.
    pub idea: IdeaId,
    /// Name and department.
    pub name: String,
    /// Where it goes.
    pub email: Email,
    /// The question.
    pub question: String,
    /// From when on it is late.
    pub due: Instant,
}

/// The questions to specialists about an idea, oldest first.
///
/// # Errors
/// When the database fails.
pub fn specialist_questions(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<SpecialistQuestion>> {
    specialist_questions::table
        .filter(specialist_questions::idea_id.eq(idea))
        .order(specialist_questions::id)
        .select(SpecialistQuestion::as_select())
        .load(conn)
}

/// A question to a specialist, locked until the transaction ends.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn lock_specialist_question(conn: &mut Db, id: SpecialistQuestionId) -> QueryResult<SpecialistQuestion> {
    let query = specialist_questions::table.find(id);
    match conn {
        Db::Postgres(c) => query.select(SpecialistQuestion::as_select()).for_update().first(c),
        Db::Sqlite(c) => query.select(SpecialistQuestion::as_select()).first(c),
    }
}

/// A question to a specialist.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find_specialist_question(conn: &mut Db, id: SpecialistQuestionId) -> QueryResult<SpecialistQuestion> {
    specialist_questions::table.find(id).select(SpecialistQuestion::as_select()).first(conn)
}

/// Adds a question to a specialist.
///
/// # Errors
/// When the database fails.
pub fn add_specialist_question(conn: &mut Db, new: &NewSpecialistQuestion, by: PersonId, now: Instant) -> QueryResult<SpecialistQuestionId> {
    diesel::insert_into(specialist_questions::table)
        .values((
            specialist_questions::idea_id.eq(new.idea),
            specialist_questions::asked_by.eq(by),
            specialist_questions::name.eq(&new.name),
            specialist_questions::email.eq(&new.email),
            specialist_questions::question.eq(&new.question),
            specialist_questions::asked_at.eq(now),
            specialist_questions::due_at.eq(new.due),
        ))
        .returning(specialist_questions::id)
        .get_result(conn)
}

/// Writes the answer of a specialist.
///
/// # Errors
/// When the database fails.
pub fn answer_specialist_question(conn: &mut Db, id: SpecialistQuestionId, answer: &str, now: Instant) -> QueryResult<()> {
    diesel::update(specialist_questions::table.find(id))
        .set((specialist_questions::answer.eq(answer), specialist_questions::answered_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// What an idea costs, line by line.
///
/// # Errors
/// When the database fails.
pub fn costs(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<(CostId, CostLine)>> {
    let rows: Vec<(CostId, String, Often, Cents, i32, i32)> = cost_lines::table
        .filter(cost_lines::idea_id.eq(idea))
        .order(cost_lines::id)
        .select((cost_lines::id, cost_lines::what, cost_lines::often, cost_lines::cents, cost_lines::year, cost_lines::years))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, what, often, cents, year, years)| (id, CostLine { what, often, cents, year, years })).collect())
}

/// Adds a line.
///
/// # Errors
/// When the database fails.
pub fn add_cost(conn: &mut Db, idea: IdeaId, line: &CostLine) -> QueryResult<()> {
    diesel::insert_into(cost_lines::table)
        .values((
            cost_lines::idea_id.eq(idea),
            cost_lines::what.eq(&line.what),
            cost_lines::often.eq(line.often),
            cost_lines::cents.eq(line.cents),
            cost_lines::year.eq(line.year),
            cost_lines::years.eq(line.years),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes a line away.
///
/// # Errors
/// When the database fails.
pub fn remove_cost(conn: &mut Db, idea: IdeaId, id: CostId) -> QueryResult<()> {
    diesel::delete(cost_lines::table.find(id).filter(cost_lines::idea_id.eq(idea))).execute(conn)?;
    Ok(())
}

/// Where the money comes from.
///
/// # Errors
/// When the database fails.
pub fn covers(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<(CoverId, CoverLine)>> {
    let rows: Vec<(CoverId, String, i32, Cents)> = cover_lines::table
        .filter(cover_lines::idea_id.eq(idea))
        .order((cover_lines::year, cover_lines::id))
        .select((cover_lines::id, cover_lines::source, cover_lines::year, cover_lines::cents))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, source, year, cents)| (id, CoverLine { source, year, cents })).collect())
}

/// Adds a source of cover.
///
/// # Errors
/// When the database fails.
pub fn add_cover(conn: &mut Db, idea: IdeaId, line: &CoverLine) -> QueryResult<()> {
    diesel::insert_into(cover_lines::table)
        .values((
            cover_lines::idea_id.eq(idea),
            cover_lines::source.eq(&line.source),
            cover_lines::year.eq(line.year),
            cover_lines::cents.eq(line.cents),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes a source of cover away.
///
/// # Errors
/// When the database fails.
pub fn remove_cover(conn: &mut Db, idea: IdeaId, id: CoverId) -> QueryResult<()> {
    diesel::delete(cover_lines::table.find(id).filter(cover_lines::idea_id.eq(idea))).execute(conn)?;
    Ok(())
}

/// The owner's side of a "no" before it is final.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = hearings)]
pub struct Hearing {
    /// About which idea.
    pub idea_id: IdeaId,
    /// The reason of the "no" as the owner saw it.
    pub reason: String,
    /// When the owner saw it.
    pub asked_at: Instant,
    /// Until when the owner can answer.
    pub due_at: Instant,
    /// The answer.
    pub answer: Option<String>,
    /// When it came.
    pub answered_at: Option<Instant>,
}

impl Hearing {
    /// What decides whether the "no" may become final.
    #[must_use]
    pub const fn heard(&self) -> Heard {
        Heard { due: self.due_at, answered: self.answered_at }
    }
}

/// The owner's side of a "no" on an idea.
///
/// # Errors
/// When the database fails.
pub fn hearing(conn: &mut Db, idea: IdeaId) -> QueryResult<Option<Hearing>> {
    hearings::table.find(idea).select(Hearing::as_select()).first(conn).optional()
}

/// Writes that the owner was shown a "no", in the place of the one before it.
///
/// # Errors
/// When the database fails.
pub fn set_hearing(conn: &mut Db, idea: IdeaId, reason: &str, now: Instant, due: Instant) -> QueryResult<()> {
    end_hearing(conn, idea)?;
    diesel::insert_into(hearings::table)
        .values((hearings::idea_id.eq(idea), hearings::reason.eq(reason), hearings::asked_at.eq(now), hearings::due_at.eq(due)))
        .execute(conn)?;
    Ok(())
}

/// Writes the answer of the owner.
///
/// # Errors
/// When the database fails.
pub fn answer_hearing(conn: &mut Db, idea: IdeaId, answer: &str, now: Instant) -> QueryResult<()> {
    diesel::update(hearings::table.find(idea)).set((hearings::answer.eq(answer), hearings::answered_at.eq(now))).execute(conn)?;
    Ok(())
}

/// Ends a hearing: the "no" is off the table.
///
/// # Errors
/// When the database fails.
pub fn end_hearing(conn: &mut Db, idea: IdeaId) -> QueryResult<()> {
    diesel::delete(hearings::table.find(idea)).execute(conn)?;
    Ok(())
}
