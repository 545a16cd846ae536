//! Meetings of adviesorganen.

use diesel::prelude::*;

use crate::domain::ids::{AdviesorgaanId, MeetingId, PersonId};
use crate::domain::time::Instant;
use crate::storage::Db;
use crate::storage::schema::{meeting_members, meetings, people};

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Meeting {
    /// Key.
    pub id: MeetingId,
    /// Of which adviesorgaan.
    pub orgaan: AdviesorgaanId,
    /// When.
    pub held_at: Instant,
    /// Where.
    pub place: String,
    /// What is on the agenda.
    pub agenda: String,
    /// What was said and decided; none before the minutes are written.
    pub minutes: Option<String>,
}

/// The meetings of an adviesorgaan, newest first.
///
/// # Errors
/// When the database fails.
pub fn of_orgaan(conn: &mut Db, orgaan: AdviesorgaanId) -> QueryResult<Vec<Meeting>> {
    meetings::table.filter(meetings::adviesorgaan_id.eq(orgaan)).order(meetings::held_at.desc()).load(conn)
}

/// The meeting with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: MeetingId) -> QueryResult<Meeting> {
    meetings::table.find(id).first(conn)
}

/// Plans a meeting.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, orgaan: AdviesorgaanId, held_at: Instant, place: &str, agenda: &str) -> QueryResult<MeetingId> {
    diesel::insert_into(meetings::table)
        .values((meetings::adviesorgaan_id.eq(orgaan), meetings::held_at.eq(held_at), meetings::place.eq(place), meetings::agenda.eq(agenda)))
        .returning(meetings::id)
        .get_result(conn)
}

/// Writes what was said and who was there, in the place of what stood there before.
///
/// # Errors
/// When the database fails.
pub fn set_minutes(conn: &mut Db, id: MeetingId, minutes: &str, present: &[PersonId]) -> QueryResult<()> {
    diesel::update(meetings::table.find(id)).set(meetings::minutes.eq(minutes)).execute(conn)?;
    diesel::delete(meeting_members::table.filter(meeting_members::meeting_id.eq(id))).execute(conn)?;
    for person in present {
        diesel::insert_into(meeting_members::table)
            .values((meeting_members::meeting_id.eq(id), meeting_members::person_id.eq(person)))
            .execute(conn)?;
    }
    Ok(())
}

/// Who was at a meeting, by name.
///
/// # Errors
/// When the database fails.
pub fn present(conn: &mut Db, id: MeetingId) -> QueryResult<Vec<(PersonId, String)>> {
    meeting_members::table
        .inner_join(people::table)
        .filter(meeting_members::meeting_id.eq(id))
        .order(people::name)
        .select((people::id, people::name))
        .load(conn)
}
