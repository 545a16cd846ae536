//! Ideas: one record for life.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::Db;
use super::schema::{challenges, help_requests, idea_changes, idea_people, ideas, people, photos, questions};
use crate::domain::idea::{IdeaState, Part};
use crate::domain::ids::{IdeaId, PersonId, RoundId, WijkId};
use crate::domain::money::Cents;
use crate::domain::text::search_form;
use crate::domain::time::Instant;
use crate::on_each;

/// An idea.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = ideas)]
pub struct Idea {
    /// Key.
    pub id: IdeaId,
    /// Its round.
    pub round_id: RoundId,
    /// Who it belongs to.
    pub owner_id: PersonId,
    /// The one fixed contact in the gebiedsteam.
    pub contact_id: Option<PersonId>,
    /// Where it is.
    pub state: IdeaState,
    /// The idea in one sentence.
    pub title: String,
    /// Why it is good for the wijk.
    pub why: String,
    /// What residents do themselves.
    pub residents_do: String,
    /// What is asked of the gemeente.
    pub municipality_does: String,
    /// What the owner thinks it costs.
    pub cost_guess: Option<Cents>,
    /// What it costs, says the published verdict.
    pub cost: Option<Cents>,
    /// Slug of its theme.
    pub theme: Option<String>,
    /// The wijk it is in.
    pub wijk_id: Option<WijkId>,
    /// Where, in words.
    pub place: String,
    /// The idea it goes on in.
    pub merged_into: Option<IdeaId>,
    /// When it was begun.
    pub created_at: Instant,
    /// Last change.
    pub changed_at: Instant,
    /// When it was handed in.
    pub submitted_at: Option<Instant>,
    /// Counts changes, so that two people never overwrite each other.
    pub version: i64,
}

/// The words of an idea.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The idea in one sentence.
    pub title: String,
    /// Why it is good for the wijk.
    pub why: String,
    /// What residents do themselves.
    pub residents_do: String,
    /// What is asked of the gemeente.
    pub municipality_does: String,
    /// What it costs, about.
    pub cost_guess: Option<Cents>,
    /// Slug of its theme.
    pub theme: Option<String>,
    /// The wijk it is in.
    pub wijk_id: Option<WijkId>,
    /// Where, in words.
    pub place: String,
}

/// Begins an idea as a draft. `form_key` names the form it was written in: the same form sent twice
/// is the same idea, whose key is given back unchanged.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, round: RoundId, owner: PersonId, words: &Words, form_key: &str, now: Instant) -> QueryResult<IdeaId> {
    let values = (
        ideas::round_id.eq(round),
        ideas::owner_id.eq(owner),
        ideas::state.eq(IdeaState::Draft),
        words_columns(words),
        ideas::form_key.eq(form_key),
        ideas::created_at.eq(now),
        ideas::changed_at.eq(now),
        ideas::version.eq(1),
    );
    on_each!(conn, |c| diesel::insert_into(ideas::table).values(values).on_conflict(ideas::form_key).do_nothing().execute(c))?;
    ideas::table.filter(ideas::form_key.eq(form_key)).select(ideas::id).first(conn)
}

/// The idea that was begun with this form, when there is one.
///
/// # Errors
/// When the database fails.
pub fn by_form_key(conn: &mut Db, form_key: &str) -> QueryResult<Option<Idea>> {
    ideas::table.filter(ideas::form_key.eq(form_key)).select(Idea::as_select()).first(conn).optional()
}

/// Removes a draft with everything that hangs on it. What was handed in once is never removed.
///
/// # Errors
/// When the database fails.
pub fn delete_draft(conn: &mut Db, id: IdeaId) -> QueryResult<()> {
    diesel::delete(photos::table.filter(photos::idea_id.eq(id))).execute(conn)?;
    diesel::delete(idea_changes::table.filter(idea_changes::idea_id.eq(id))).execute(conn)?;
    diesel::delete(challenges::table.find(id)).execute(conn)?;
    diesel::delete(help_requests::table.filter(help_requests::idea_id.eq(id))).execute(conn)?;
    diesel::delete(idea_people::table.filter(idea_people::idea_id.eq(id))).execute(conn)?;
    diesel::delete(ideas::table.filter(ideas::id.eq(id).and(ideas::state.eq(IdeaState::Draft)))).execute(conn)?;
    Ok(())
}

/// Drafts that nobody changed since then, and whose owner was not told so.
///
/// # Errors
/// When the database fails.
pub fn drafts_left_since(conn: &mut Db, since: Instant) -> QueryResult<Vec<Idea>> {
    ideas::table
        .filter(ideas::state.eq(IdeaState::Draft).and(ideas::changed_at.lt(since)))
        .filter(ideas::warned_at.is_null().or(ideas::warned_at.lt(ideas::changed_at.nullable())))
        .select(Idea::as_select())
        .load(conn)
}

/// Drafts whose owner was told before then that they go, and that nobody changed since.
///
/// # Errors
/// When the database fails.
pub fn drafts_warned_before(conn: &mut Db, before: Instant) -> QueryResult<Vec<IdeaId>> {
    ideas::table
        .filter(ideas::state.eq(IdeaState::Draft).and(ideas::warned_at.lt(before)))
        .filter(ideas::warned_at.ge(ideas::changed_at.nullable()))
        .select(ideas::id)
        .load(conn)
}

/// The owner of a draft was told that it goes.
///
/// # Errors
/// When the database fails.
pub fn set_warned(conn: &mut Db, id: IdeaId, now: Instant) -> QueryResult<()> {
    diesel::update(ideas::table.find(id)).set(ideas::warned_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Replaces the words of an idea, when it still has the version the writer saw.
///
/// # Errors
/// When the database fails; gives false when somebody else changed it first.
pub fn set_words(conn: &mut Db, id: IdeaId, version: i64, words: &Words, now: Instant) -> QueryResult<bool> {
    let changed = diesel::update(ideas::table.filter(ideas::id.eq(id).and(ideas::version.eq(version))))
        .set((words_columns(words), ideas::changed_at.eq(now), ideas::version.eq(ideas::version + 1)))
        .execute(conn)?;
    Ok(changed == 1)
}

type WordsColumns = (
    diesel::dsl::Eq<ideas::title, String>,
    diesel::dsl::Eq<ideas::why, String>,
    diesel::dsl::Eq<ideas::residents_do, String>,
    diesel::dsl::Eq<ideas::municipality_does, String>,
    diesel::dsl::Eq<ideas::cost_guess, Option<Cents>>,
    diesel::dsl::Eq<ideas::theme, Option<String>>,
    diesel::dsl::Eq<ideas::wijk_id, Option<WijkId>>,
    diesel::dsl::Eq<ideas::place, String>,
    diesel::dsl::Eq<ideas::search_text, String>,
);

fn words_columns(words: &Words) -> WordsColumns {
    let search = search_form(&format!("{} {} {} {} {}", words.title, words.why, words.residents_do, words.municipality_does, words.place));
    (
        ideas::title.eq(words.title.clone()),
        ideas::why.eq(words.why.clone()),
        ideas::residents_do.eq(words.residents_do.clone()),
        ideas::municipality_does.eq(words.municipality_does.clone()),
        ideas::cost_guess.eq(words.cost_guess),
        ideas::theme.eq(words.theme.clone()),
        ideas::wijk_id.eq(words.wijk_id),
        ideas::place.eq(words.place.clone()),
        ideas::search_text.eq(search),
    )
}

/// The idea with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: IdeaId) -> QueryResult<Idea> {
    ideas::table.find(id).select(Idea::as_select()).first(conn)
}

/// The idea with this key, locked until the transaction ends.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn lock(conn: &mut Db, id: IdeaId) -> QueryResult<Idea> {
    let query = ideas::table.find(id);
    match conn {
        Db::Postgres(c) => query.select(Idea::as_select()).for_update().first(c),
        Db::Sqlite(c) => query.select(Idea::as_select()).first(c),
    }
}

/// The public ideas of a round (everything but drafts), newest first.
///
/// # Errors
/// When the database fails.
pub fn public_of_round(conn: &mut Db, round: RoundId) -> QueryResult<Vec<Idea>> {
    ideas::table
        .filter(ideas::round_id.eq(round).and(ideas::state.ne(IdeaState::Draft)))
        .order((ideas::submitted_at.desc(), ideas::id.desc()))
        .select(Idea::as_select())
        .load(conn)
}

/// Writes the next state of an idea; `app::ideas::step` is the only caller, which asks the domain.
///
/// # Errors
/// When the database fails.
pub fn set_state(conn: &mut Db, id: IdeaId, state: IdeaState, now: Instant) -> QueryResult<()> {
    diesel::update(ideas::table.find(id))
        .set((ideas::state.eq(state), ideas::changed_at.eq(now), ideas::version.eq(ideas::version + 1)))
        .execute(conn)?;
    if state == IdeaState::Submitted {
        diesel::update(ideas::table.filter(ideas::id.eq(id).and(ideas::submitted_at.is_null()))).set(ideas::submitted_at.eq(now)).execute(conn)?;
    }
    Ok(())
}

/// The people with this part in an idea, who accepted it: (key, name).
///
/// # Errors
/// When the database fails.
pub fn people_of(conn: &mut Db, id: IdeaId, part: Part) -> QueryResult<Vec<(PersonId, String)>> {
    idea_people::table
        .inner_join(people::table)
        .filter(idea_people::idea_id.eq(id).and(idea_people::part.eq(part)).and(idea_people::accepted_at.is_not_null()))
        .order(idea_people::since)
        .select((people::id, people::name))
        .load(conn)
}

/// An idea as a list shows it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = ideas)]
pub struct Card {
    /// Key.
    pub id: IdeaId,
    /// Where it is.
    pub state: IdeaState,
    /// The idea in one sentence.
    pub title: String,
    /// Why it is good for the wijk.
    pub why: String,
    /// What the owner thinks it costs.
    pub cost_guess: Option<Cents>,
    /// What it costs, says the published verdict.
    pub cost: Option<Cents>,
    /// Slug of its theme.
    pub theme: Option<String>,
    /// The wijk it is in.
    pub wijk_id: Option<WijkId>,
    /// Where, in words.
    pub place: String,
    /// All its words, for searching.
    pub search_text: String,
}

/// The public ideas of a round for a list, newest first.
///
/// # Errors
/// When the database fails.
pub fn cards(conn: &mut Db, round: RoundId) -> QueryResult<Vec<Card>> {
    ideas::table
        .filter(ideas::round_id.eq(round).and(ideas::state.ne(IdeaState::Draft)))
        .order((ideas::submitted_at.desc(), ideas::id.desc()))
        .select(Card::as_select())
        .load(conn)
}

/// Keys and titles of the public ideas of a round.
///
/// # Errors
/// When the database fails.
pub fn titles(conn: &mut Db, round: RoundId) -> QueryResult<Vec<(IdeaId, String)>> {
    ideas::table
        .filter(ideas::round_id.eq(round).and(ideas::state.ne(IdeaState::Draft)))
        .order(ideas::id)
        .select((ideas::id, ideas::title))
        .load(conn)
}

/// How many ideas of every round are in which state.
///
/// # Errors
/// When the database fails.
pub fn counts(conn: &mut Db) -> QueryResult<Vec<(RoundId, IdeaState, i64)>> {
    ideas::table.group_by((ideas::round_id, ideas::state)).select((ideas::round_id, ideas::state, count_star())).load(conn)
}

/// How many ideas of one round are in which state.
///
/// # Errors
/// When the database fails.
pub fn counts_of(conn: &mut Db, round: RoundId) -> QueryResult<Vec<(IdeaState, i64)>> {
    ideas::table.filter(ideas::round_id.eq(round)).group_by(ideas::state).select((ideas::state, count_star())).load(conn)
}

/// The ideas of a round that are in one of these states, in the order they were handed in.
///
/// # Errors
/// When the database fails.
pub fn in_states(conn: &mut Db, round: RoundId, states: &[IdeaState]) -> QueryResult<Vec<Idea>> {
    ideas::table
        .filter(ideas::round_id.eq(round).and(ideas::state.eq_any(states.to_vec())))
        .order((ideas::submitted_at, ideas::id))
        .select(Idea::as_select())
        .load(conn)
}

/// The ideas somebody owns, newest first.
///
/// # Errors
/// When the database fails.
pub fn owned_by(conn: &mut Db, person: PersonId) -> QueryResult<Vec<Idea>> {
    ideas::table.filter(ideas::owner_id.eq(person)).order(ideas::id.desc()).select(Idea::as_select()).load(conn)
}

/// The ideas somebody has a part in, with whether they accepted it; newest first.
///
/// # Errors
/// When the database fails.
pub fn with_part(conn: &mut Db, person: PersonId, part: Part) -> QueryResult<Vec<(Idea, bool)>> {
    let rows: Vec<(Idea, Option<Instant>)> = ideas::table
        .inner_join(idea_people::table)
        .filter(idea_people::person_id.eq(person).and(idea_people::part.eq(part)))
        .order(ideas::id.desc())
        .select((Idea::as_select(), idea_people::accepted_at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(idea, accepted)| (idea, accepted.is_some())).collect())
}

/// A question of the gebiedsteam that waits for an answer.
#[derive(Debug, Clone, Queryable)]
pub struct OpenQuestion {
    /// The idea it is about.
    pub idea: IdeaId,
    /// Title of the idea.
    pub title: String,
    /// The question.
    pub question: String,
    /// When the answer is due.
    pub due_at: Instant,
}

/// The questions about these ideas that wait for an answer, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn open_questions(conn: &mut Db, of: &[IdeaId]) -> QueryResult<Vec<OpenQuestion>> {
    questions::table
        .inner_join(ideas::table)
        .filter(questions::idea_id.eq_any(of.to_vec()).and(questions::answered_at.is_null()))
        .order(questions::due_at)
        .select((ideas::id, ideas::title, questions::question, questions::due_at))
        .load(conn)
}
