//! What adviesorganen advise, how they got there, and what is done with it.

pub mod deliberation;
pub mod meetings;
pub mod organen;
pub mod requests;

pub use organen::{Adviesorgaan, OrgaanText, insert_orgaan, lock_orgaan, orgaan_by_slug, organen, update_orgaan};

use diesel::prelude::*;

use crate::domain::advies::topic::StandingTopic;
use crate::domain::advies::{AdviesState, AdviesText, ReplyKind, Stance};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{AdviesId, AdviesorgaanId, GebiedId, IdeaId, MeetingId, PersonId, RoundId};
use crate::domain::outcome::RoundStatus;
use crate::domain::time::Instant;
use crate::storage::Db;
use crate::storage::schema::{advies_ideas, advies_replies, advies_texts, adviesorganen, adviezen, ideas, people, rounds};

/// An advies.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = adviezen)]
pub struct Advies {
    /// Key.
    pub id: AdviesId,
    /// Whose.
    pub adviesorgaan_id: AdviesorgaanId,
    /// About which round; none for a standing topic.
    pub round_id: Option<RoundId>,
    /// About which idea; none for the whole round.
    pub idea_id: Option<IdeaId>,
    /// About which standing topic.
    pub topic: Option<StandingTopic>,
    /// Where it is.
    pub state: AdviesState,
    /// What it says of the idea or round.
    pub stance: Stance,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// The interests that were weighed.
    pub interests: String,
    /// What is asked, point by point, one on each line.
    pub points: String,
    /// Its name, from adoption on.
    pub kenmerk: Option<String>,
    /// Who began it.
    pub author_id: PersonId,
    /// When.
    pub created_at: Instant,
    /// When the chair let members see each other's views before everybody had given one.
    pub views_opened_at: Option<Instant>,
    /// When it was adopted.
    pub adopted_at: Option<Instant>,
    /// In which meeting; none when it was adopted in writing.
    pub meeting_id: Option<MeetingId>,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// From when on a reply is late.
    pub reply_due_at: Option<Instant>,
    /// How often the gebiedsteam was reminded.
    pub reminders: i32,
    /// Counts changes, so that two people never overwrite each other.
    pub version: i64,
}

/// The public reply of the gebiedsteam.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = advies_replies)]
pub struct Reply {
    /// To which advies.
    pub advies_id: AdviesId,
    /// What it does with the advies.
    pub kind: ReplyKind,
    /// Why.
    pub reason: String,
    /// Who wrote it.
    pub author_id: PersonId,
    /// When.
    pub at: Instant,
}

/// An advies with what pages show around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The advies.
    pub advies: Advies,
    /// Slug of the adviesorgaan.
    pub orgaan_slug: String,
    /// Name of the adviesorgaan.
    pub orgaan: String,
    /// Slug and name of the round.
    pub round: Option<(String, String)>,
    /// Title of the idea.
    pub idea: Option<String>,
    /// The reply.
    pub reply: Option<Reply>,
}

type ShownRow = (Advies, String, String, Option<(String, String)>, Option<String>, Option<Reply>);

fn shown((advies, orgaan_slug, orgaan, round, idea, reply): ShownRow) -> Shown {
    Shown { advies, orgaan_slug, orgaan, round, idea, reply }
}

/// The query of [`Shown`], with a filter.
macro_rules! shown_where {
    ($conn:expr, $filter:expr) => {{
        let rows: Vec<ShownRow> = adviezen::table
            .inner_join(adviesorganen::table)
            .left_join(rounds::table)
            .left_join(ideas::table)
            .left_join(advies_replies::table)
            .filter($filter)
            .order((adviezen::published_at.desc(), adviezen::id.desc()))
            .select((
                Advies::as_select(),
                adviesorganen::slug,
                adviesorganen::name,
                (rounds::slug, rounds::name).nullable(),
                ideas::title.nullable(),
                Option::<Reply>::as_select(),
            ))
            .load($conn)?;
        Ok(rows.into_iter().map(shown).collect())
    }};
}

/// Ideas of published rounds that residents may still vote on: (key, title, round).
///
/// # Errors
/// When the database fails.
pub fn open_ideas(conn: &mut Db) -> QueryResult<Vec<(IdeaId, String, RoundId)>> {
    let open = [IdeaState::Submitted, IdeaState::Question, IdeaState::InReview, IdeaState::Feasible];
    ideas::table
        .inner_join(rounds::table)
        .filter(ideas::state.eq_any(open).and(rounds::status.eq(RoundStatus::Published)))
        .order((ideas::round_id, ideas::title))
        .select((ideas::id, ideas::title, ideas::round_id))
        .load(conn)
}

const PUBLIC: [AdviesState; 2] = [AdviesState::Published, AdviesState::Answered];

/// All public adviezen, newest first.
///
/// # Errors
/// When the database fails.
pub fn published(conn: &mut Db) -> QueryResult<Vec<Shown>> {
    shown_where!(conn, adviezen::state.eq_any(PUBLIC))
}

/// The public adviezen on these ideas, newest first, in one query.
///
/// # Errors
/// When the database fails.
pub fn published_on_ideas(conn: &mut Db, ids: &[IdeaId]) -> QueryResult<Vec<Shown>> {
    shown_where!(conn, adviezen::state.eq_any(PUBLIC).and(adviezen::idea_id.eq_any(ids)))
}

/// The public adviezen on one idea, newest first.
///
/// # Errors
/// When the database fails.
pub fn published_on_idea(conn: &mut Db, id: IdeaId) -> QueryResult<Vec<Shown>> {
    published_on_ideas(conn, &[id])
}

/// The public adviezen on a round as a whole, newest first.
///
/// # Errors
/// When the database fails.
pub fn published_on_round(conn: &mut Db, id: RoundId) -> QueryResult<Vec<Shown>> {
    shown_where!(conn, adviezen::state.eq_any(PUBLIC).and(adviezen::round_id.eq(id)).and(adviezen::idea_id.is_null()))
}

/// All adviezen of these adviesorganen, drafts too.
///
/// # Errors
/// When the database fails.
pub fn of_organen(conn: &mut Db, ids: &[AdviesorgaanId]) -> QueryResult<Vec<Shown>> {
    shown_where!(conn, adviezen::adviesorgaan_id.eq_any(ids))
}

/// The public adviezen that the gebiedsteams of these gebieden have to reply to.
///
/// # Errors
/// When the database fails.
pub fn awaiting_reply(conn: &mut Db, gebieden: &[GebiedId]) -> QueryResult<Vec<Shown>> {
    shown_where!(conn, adviezen::state.eq(AdviesState::Published).and(rounds::gebied_id.nullable().eq_any(gebieden)))
}

/// The public adviezen on standing topics that still await a reply.
///
/// # Errors
/// When the database fails.
pub fn awaiting_reply_on_topics(conn: &mut Db) -> QueryResult<Vec<Shown>> {
    shown_where!(conn, adviezen::state.eq(AdviesState::Published).and(adviezen::round_id.is_null()))
}

/// All public adviezen that still await a reply.
///
/// # Errors
/// When the database fails.
pub fn all_awaiting_reply(conn: &mut Db) -> QueryResult<Vec<Shown>> {
    shown_where!(conn, adviezen::state.eq(AdviesState::Published))
}

/// The advies with this key and what is around it.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find_shown(conn: &mut Db, id: AdviesId) -> QueryResult<Shown> {
    let found: QueryResult<Vec<Shown>> = shown_where!(conn, adviezen::id.eq(id));
    found?.pop().ok_or(diesel::result::Error::NotFound)
}

/// The advies with this key, locked until the transaction ends.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn lock(conn: &mut Db, id: AdviesId) -> QueryResult<Advies> {
    let query = adviezen::table.find(id);
    match conn {
        Db::Postgres(c) => query.select(Advies::as_select()).for_update().first(c),
        Db::Sqlite(c) => query.select(Advies::as_select()).first(c),
    }
}

/// What an advies is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The round; none for a standing topic.
    pub round: Option<RoundId>,
    /// The idea; none for the whole round.
    pub idea: Option<IdeaId>,
    /// More ideas, when it is about a set.
    pub more: Vec<IdeaId>,
    /// The standing topic.
    pub topic: Option<StandingTopic>,
}

/// Begins an advies.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, orgaan: AdviesorgaanId, about: &About, text: &AdviesText, by: PersonId, now: Instant) -> QueryResult<AdviesId> {
    let id = diesel::insert_into(adviezen::table)
        .values((
            adviezen::adviesorgaan_id.eq(orgaan),
            adviezen::round_id.eq(about.round),
            adviezen::idea_id.eq(about.idea),
            adviezen::topic.eq(about.topic),
            adviezen::state.eq(AdviesState::Draft),
            adviezen::stance.eq(text.stance),
            adviezen::title.eq(&text.title),
            adviezen::body.eq(&text.body),
            adviezen::interests.eq(&text.interests),
            adviezen::points.eq(text.points.join("\n")),
            adviezen::reminders.eq(0),
            adviezen::author_id.eq(by),
            adviezen::created_at.eq(now),
            adviezen::version.eq(1),
        ))
        .returning(adviezen::id)
        .get_result(conn)?;
    for idea in &about.more {
        diesel::insert_into(advies_ideas::table).values((advies_ideas::advies_id.eq(id), advies_ideas::idea_id.eq(idea))).execute(conn)?;
    }
    keep_text(conn, id, 1, text, by, now)?;
    Ok(id)
}

fn keep_text(conn: &mut Db, id: AdviesId, version: i64, text: &AdviesText, by: PersonId, now: Instant) -> QueryResult<()> {
    diesel::insert_into(advies_texts::table)
        .values((
            advies_texts::advies_id.eq(id),
            advies_texts::version.eq(version),
            advies_texts::stance.eq(text.stance),
            advies_texts::title.eq(&text.title),
            advies_texts::body.eq(&text.body),
            advies_texts::interests.eq(&text.interests),
            advies_texts::points.eq(text.points.join("\n")),
            advies_texts::author_id.eq(by),
            advies_texts::at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Replaces the text of an advies and keeps the one before. The caller has locked the advies and
/// seen that `advies` is still its newest version.
///
/// # Errors
/// When the database fails.
pub fn set_text(conn: &mut Db, advies: &Advies, text: &AdviesText, by: PersonId, now: Instant) -> QueryResult<()> {
    let version = advies.version + 1;
    diesel::update(adviezen::table.find(advies.id))
        .set((
            adviezen::stance.eq(text.stance),
            adviezen::title.eq(&text.title),
            adviezen::body.eq(&text.body),
            adviezen::interests.eq(&text.interests),
            adviezen::points.eq(text.points.join("\n")),
            adviezen::version.eq(version),
        ))
        .execute(conn)?;
    keep_text(conn, advies.id, version, text, by, now)
}

/// A text an advies has had.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct TextVersion {
    /// Which one.
    pub version: i64,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub at: Instant,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// The interests that were weighed.
    pub interests: String,
    /// What is asked, one point on each line.
    pub points: String,
}

/// The other ideas of the set an advies is about: (key, title).
///
/// # Errors
/// When the database fails.
pub fn more_ideas(conn: &mut Db, id: AdviesId) -> QueryResult<Vec<(IdeaId, String)>> {
    advies_ideas::table.inner_join(ideas::table).filter(advies_ideas::advies_id.eq(id)).order(ideas::id).select((ideas::id, ideas::title)).load(conn)
}

/// The texts an advies has had, newest first.
///
/// # Errors
/// When the database fails.
pub fn texts_of(conn: &mut Db, id: AdviesId) -> QueryResult<Vec<TextVersion>> {
    advies_texts::table
        .inner_join(people::table)
        .filter(advies_texts::advies_id.eq(id))
        .order(advies_texts::version.desc())
        .select((
            advies_texts::version,
            people::name,
            advies_texts::at,
            advies_texts::title,
            advies_texts::body,
            advies_texts::interests,
            advies_texts::points,
        ))
        .load(conn)
}

/// Writes the next state of an advies.
///
/// # Errors
/// When the database fails.
pub fn set_state(conn: &mut Db, id: AdviesId, state: AdviesState) -> QueryResult<()> {
    diesel::update(adviezen::table.find(id)).set((adviezen::state.eq(state), adviezen::version.eq(adviezen::version + 1))).execute(conn)?;
    Ok(())
}

/// The kenmerken of an adviesorgaan that begin like this.
///
/// # Errors
/// When the database fails.
pub fn kenmerken(conn: &mut Db, orgaan: AdviesorgaanId, begin: &str) -> QueryResult<Vec<String>> {
    let all: Vec<Option<String>> = adviezen::table.filter(adviezen::adviesorgaan_id.eq(orgaan)).select(adviezen::kenmerk).load(conn)?;
    Ok(all.into_iter().flatten().filter(|kenmerk| kenmerk.starts_with(begin)).collect())
}

/// Fixes the name and date of an adopted advies.
///
/// # Errors
/// When the kenmerk is taken or the database fails.
pub fn set_adopted(conn: &mut Db, id: AdviesId, kenmerk: &str, meeting: Option<MeetingId>, now: Instant) -> QueryResult<()> {
    diesel::update(adviezen::table.find(id))
        .set((adviezen::kenmerk.eq(kenmerk), adviezen::adopted_at.eq(now), adviezen::meeting_id.eq(meeting)))
        .execute(conn)?;
    Ok(())
}

/// Fixes when an advies was published and until when it is answered in time.
///
/// # Errors
/// When the database fails.
pub fn set_published(conn: &mut Db, id: AdviesId, now: Instant, due: Instant) -> QueryResult<()> {
    diesel::update(adviezen::table.find(id)).set((adviezen::published_at.eq(now), adviezen::reply_due_at.eq(due))).execute(conn)?;
    Ok(())
}

/// Adds the reply to an advies.
///
/// # Errors
/// When there is one already, or the database fails.
pub fn add_reply(conn: &mut Db, reply: &Reply) -> QueryResult<()> {
    diesel::insert_into(advies_replies::table)
        .values((
            advies_replies::advies_id.eq(reply.advies_id),
            advies_replies::kind.eq(reply.kind),
            advies_replies::reason.eq(&reply.reason),
            advies_replies::author_id.eq(reply.author_id),
            advies_replies::at.eq(reply.at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that the gebiedsteam was reminded once more.
///
/// # Errors
/// When the database fails.
pub fn set_reminded(conn: &mut Db, id: AdviesId, times: i32) -> QueryResult<()> {
    diesel::update(adviezen::table.find(id)).set(adviezen::reminders.eq(times)).execute(conn)?;
    Ok(())
}
