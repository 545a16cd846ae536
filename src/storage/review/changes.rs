//! Other words for an idea, proposed by who helps its owner.

use diesel::prelude::*;

use crate::domain::ids::{ChangeId, IdeaId, PersonId};
use crate::domain::review::change::{ChangeState, PartOff, Wording};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::storage::Db;
use crate::storage::schema::{idea_changes, ideas};

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Key.
    pub id: ChangeId,
    /// Of which idea.
    pub idea: IdeaId,
    /// Who proposed it.
    pub by: PersonId,
    /// The words before: when it was proposed, and once it is answered those that it replaced.
    pub before: Wording,
    /// The words that were proposed.
    pub proposed: Wording,
    /// The words that the idea got.
    pub became: Option<Wording>,
    /// The part that would go on as an idea of its own.
    pub part: Option<PartOff>,
    /// That idea.
    pub part_idea: Option<IdeaId>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Instant,
    /// Until when the owner can answer.
    pub due_at: Instant,
    /// Where it is.
    pub state: ChangeState,
    /// What the owner said with the answer.
    pub answer: Option<String>,
    /// When it was answered or lapsed.
    pub closed_at: Option<Instant>,
}

/// A proposal as it is kept, its words as JSON.
#[derive(Queryable)]
struct Row {
    id: ChangeId,
    idea: IdeaId,
    by: PersonId,
    before: String,
    proposed: String,
    became: Option<String>,
    part: Option<String>,
    part_idea: Option<IdeaId>,
    reason: String,
    at: Instant,
    due_at: Instant,
    state: ChangeState,
    answer: Option<String>,
    closed_at: Option<Instant>,
}

impl Row {
    fn read(self) -> Result<Change> {
        Ok(Change {
            id: self.id,
            idea: self.idea,
            by: self.by,
            before: serde_json::from_str(&self.before)?,
            proposed: serde_json::from_str(&self.proposed)?,
            became: self.became.as_deref().map(serde_json::from_str).transpose()?,
            part: self.part.as_deref().map(serde_json::from_str).transpose()?,
            part_idea: self.part_idea,
            reason: self.reason,
            at: self.at,
            due_at: self.due_at,
            state: self.state,
            answer: self.answer,
            closed_at: self.closed_at,
        })
    }
}

/// What somebody proposes.
#[derive(Debug, Clone)]
pub struct NewChange {
    /// Of which idea.
    pub idea: IdeaId,
    /// Who proposes it.
    pub by: PersonId,
    /// The words now.
    pub before: Wording,
    /// Other words.
    pub proposed: Wording,
    /// A part that would go on by itself.
    pub part: Option<PartOff>,
    /// Why.
    pub reason: String,
    /// Until when the owner can answer.
    pub due_at: Instant,
}

/// Adds a proposal.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, new: &NewChange, now: Instant) -> Result<ChangeId> {
    let part = new.part.as_ref().map(serde_json::to_string).transpose()?;
    Ok(diesel::insert_into(idea_changes::table)
        .values((
            idea_changes::idea_id.eq(new.idea),
            idea_changes::proposed_by.eq(new.by),
            idea_changes::before_words.eq(serde_json::to_string(&new.before)?),
            idea_changes::proposed_words.eq(serde_json::to_string(&new.proposed)?),
            idea_changes::part_off.eq(part),
            idea_changes::reason.eq(&new.reason),
            idea_changes::proposed_at.eq(now),
            idea_changes::due_at.eq(new.due_at),
            idea_changes::state.eq(ChangeState::Open),
        ))
        .returning(idea_changes::id)
        .get_result(conn)?)
}

/// The proposal with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: ChangeId) -> Result<Change> {
    idea_changes::table.find(id).first::<Row>(conn)?.read()
}

/// The proposals about an idea, newest first.
///
/// # Errors
/// When the database fails.
pub fn of_idea(conn: &mut Db, idea: IdeaId) -> Result<Vec<Change>> {
    let rows: Vec<Row> = idea_changes::table.filter(idea_changes::idea_id.eq(idea)).order(idea_changes::id.desc()).load(conn)?;
    rows.into_iter().map(Row::read).collect()
}

/// The proposals about these ideas that wait for an answer: (key, idea, title, due), the first due first.
///
/// # Errors
/// When the database fails.
pub fn open_of(conn: &mut Db, of: &[IdeaId]) -> QueryResult<Vec<(ChangeId, IdeaId, String, Instant)>> {
    idea_changes::table
        .inner_join(ideas::table.on(ideas::id.eq(idea_changes::idea_id)))
        .filter(idea_changes::idea_id.eq_any(of).and(idea_changes::state.eq(ChangeState::Open)))
        .order((idea_changes::due_at, idea_changes::id))
        .select((idea_changes::id, ideas::id, ideas::title, idea_changes::due_at))
        .load(conn)
}

/// Open proposals whose term has passed, or whose idea is no longer in a state that waits for one.
///
/// # Errors
/// When the database fails.
pub fn to_lapse(conn: &mut Db, now: Instant) -> QueryResult<Vec<ChangeId>> {
    use crate::domain::idea::IdeaState as S;
    idea_changes::table
        .inner_join(ideas::table.on(ideas::id.eq(idea_changes::idea_id)))
        .filter(idea_changes::state.eq(ChangeState::Open))
        .filter(idea_changes::due_at.le(now).or(ideas::state.ne_all([S::Draft, S::Submitted, S::Question, S::InReview])))
        .order(idea_changes::id)
        .select(idea_changes::id)
        .load(conn)
}

/// How a proposal ended.
#[derive(Debug, Clone)]
pub struct Closed {
    /// How.
    pub state: ChangeState,
    /// The words that it replaced and those that came, when the idea changed.
    pub words: Option<(Wording, Wording)>,
    /// The idea that went on by itself.
    pub part_idea: Option<IdeaId>,
    /// What the owner said.
    pub answer: Option<String>,
}

/// Writes how a proposal ended.
///
/// # Errors
/// When the database fails.
pub fn close(conn: &mut Db, id: ChangeId, closed: &Closed, now: Instant) -> Result<()> {
    if let Some((before, became)) = &closed.words {
        diesel::update(idea_changes::table.find(id))
            .set((
                idea_changes::before_words.eq(serde_json::to_string(before)?),
                idea_changes::final_words.eq(serde_json::to_string(became)?),
                idea_changes::part_idea_id.eq(closed.part_idea),
            ))
            .execute(conn)?;
    }
    diesel::update(idea_changes::table.find(id))
        .set((idea_changes::state.eq(closed.state), idea_changes::answer.eq(&closed.answer), idea_changes::closed_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// The idea out of which this one came, when it was a part of another: (key, title).
///
/// # Errors
/// When the database fails.
pub fn came_from(conn: &mut Db, part: IdeaId) -> QueryResult<Option<(IdeaId, String)>> {
    idea_changes::table
        .inner_join(ideas::table.on(ideas::id.eq(idea_changes::idea_id)))
        .filter(idea_changes::part_idea_id.eq(part))
        .select((ideas::id, ideas::title))
        .first(conn)
        .optional()
}

/// The ideas that came out of this one: (key, title).
///
/// # Errors
/// When the database fails.
pub fn went_off(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<(IdeaId, String)>> {
    idea_changes::table
        .inner_join(ideas::table.on(ideas::id.nullable().eq(idea_changes::part_idea_id)))
        .filter(idea_changes::idea_id.eq(idea))
        .order(ideas::id)
        .select((ideas::id, ideas::title))
        .load(conn)
}
