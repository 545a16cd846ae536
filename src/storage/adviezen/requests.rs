//! Requests for advies, by a gebiedsteam or the college.

use diesel::prelude::*;

use super::About;
use crate::domain::advies::topic::StandingTopic;
use crate::domain::ids::{AdviesId, AdviesorgaanId, IdeaId, PersonId, RequestId, RoundId};
use crate::domain::time::Instant;
use crate::storage::Db;
use crate::storage::schema::{advies_requests, adviesorganen, ideas, people, rounds};

/// A request for advies.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = advies_requests)]
pub struct Request {
    /// Key.
    pub id: RequestId,
    /// To whom.
    pub adviesorgaan_id: AdviesorgaanId,
    /// About which round.
    pub round_id: Option<RoundId>,
    /// About which idea.
    pub idea_id: Option<IdeaId>,
    /// About which standing topic.
    pub topic: Option<StandingTopic>,
    /// The question.
    pub question: String,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Instant,
    /// From when on it is late.
    pub due_at: Instant,
    /// The advies it led to.
    pub advies_id: Option<AdviesId>,
}

/// A request with what pages show around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The request.
    pub request: Request,
    /// Name of the adviesorgaan.
    pub orgaan: String,
    /// Who asked.
    pub by: String,
    /// Title of the idea, or else name of the round.
    pub about: Option<String>,
}

/// The requests to these adviesorganen, the shortest term first.
///
/// # Errors
/// When the database fails.
pub fn of_organen(conn: &mut Db, ids: &[AdviesorgaanId]) -> QueryResult<Vec<Asked>> {
    type Row = (Request, String, String, Option<String>, Option<String>);
    let rows: Vec<Row> = advies_requests::table
        .inner_join(adviesorganen::table)
        .inner_join(people::table)
        .left_join(ideas::table)
        .left_join(rounds::table)
        .filter(advies_requests::adviesorgaan_id.eq_any(ids))
        .order((advies_requests::due_at, advies_requests::id))
        .select((Request::as_select(), adviesorganen::name, people::name, ideas::title.nullable(), rounds::name.nullable()))
        .load(conn)?;
    let asked = |(request, orgaan, by, idea, round): Row| Asked { request, orgaan, by, about: idea.or(round) };
    Ok(rows.into_iter().map(asked).collect())
}

/// The request with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: RequestId) -> QueryResult<Request> {
    advies_requests::table.find(id).first(conn)
}

/// Adds a request.
///
/// # Errors
/// When the database fails.
pub fn insert(
    conn: &mut Db,
    orgaan: AdviesorgaanId,
    about: &About,
    question: &str,
    by: PersonId,
    now: Instant,
    due: Instant,
) -> QueryResult<RequestId> {
    diesel::insert_into(advies_requests::table)
        .values((
            advies_requests::adviesorgaan_id.eq(orgaan),
            advies_requests::round_id.eq(about.round),
            advies_requests::idea_id.eq(about.idea),
            advies_requests::topic.eq(about.topic),
            advies_requests::question.eq(question),
            advies_requests::asked_by.eq(by),
            advies_requests::asked_at.eq(now),
            advies_requests::due_at.eq(due),
        ))
        .returning(advies_requests::id)
        .get_result(conn)
}

/// Notes which advies a request led to.
///
/// # Errors
/// When the database fails.
pub fn set_advies(conn: &mut Db, id: RequestId, advies: AdviesId) -> QueryResult<()> {
    diesel::update(advies_requests::table.find(id)).set(advies_requests::advies_id.eq(advies)).execute(conn)?;
    Ok(())
}
