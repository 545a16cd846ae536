//! Who has a part in an idea besides its owner: co-authors, readers, supporters.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::Db;
use super::schema::{idea_people, ideas, people};
use crate::domain::idea::Part;
use crate::domain::ids::{IdeaId, PersonId, RoundId};
use crate::domain::text::Email;
use crate::domain::time::Instant;
use crate::on_each;

/// Somebody's part in an idea.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// The name shown to others.
    pub name: String,
    /// Their address, for who invited them by it.
    pub email: Option<Email>,
    /// Which part.
    pub part: Part,
    /// Since when they accepted it; none while it is an invitation.
    pub accepted_at: Option<Instant>,
}

/// Gives somebody a part; false when they had it already. The key of the table makes that two
/// requests at the same moment count once.
///
/// # Errors
/// When the database fails.
pub fn add(conn: &mut Db, idea: IdeaId, person: PersonId, part: Part, accepted: bool, now: Instant) -> QueryResult<bool> {
    let values = (
        idea_people::idea_id.eq(idea),
        idea_people::person_id.eq(person),
        idea_people::part.eq(part),
        idea_people::since.eq(now),
        idea_people::accepted_at.eq(accepted.then_some(now)),
    );
    let added = on_each!(conn, |c| diesel::insert_into(idea_people::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(added == 1)
}

/// Notes that somebody accepted their part; false when there was no open invitation.
///
/// # Errors
/// When the database fails.
pub fn accept(conn: &mut Db, idea: IdeaId, person: PersonId, part: Part, now: Instant) -> QueryResult<bool> {
    let changed = diesel::update(idea_people::table.find((idea, person, part)).filter(idea_people::accepted_at.is_null()))
        .set(idea_people::accepted_at.eq(now))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Ends somebody's part; false when they had none.
///
/// # Errors
/// When the database fails.
pub fn remove(conn: &mut Db, idea: IdeaId, person: PersonId, part: Part) -> QueryResult<bool> {
    Ok(diesel::delete(idea_people::table.find((idea, person, part))).execute(conn)? == 1)
}

/// The parts of one person in an idea.
///
/// # Errors
/// When the database fails.
pub fn parts(conn: &mut Db, idea: IdeaId, person: PersonId) -> QueryResult<Vec<Member>> {
    members().filter(idea_people::idea_id.eq(idea).and(idea_people::person_id.eq(person))).load(conn)
}

/// Co-authors and readers of an idea, invitations too, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn writers_and_readers(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<Member>> {
    members()
        .filter(idea_people::idea_id.eq(idea).and(idea_people::part.eq_any([Part::CoAuthor, Part::Reader])))
        .order((idea_people::since, idea_people::person_id))
        .load(conn)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn members() -> _ {
    idea_people::table.inner_join(people::table).select((people::id, people::name, people::email, idea_people::part, idea_people::accepted_at))
}

/// How many people support an idea.
///
/// # Errors
/// When the database fails.
pub fn support(conn: &mut Db, idea: IdeaId) -> QueryResult<i64> {
    idea_people::table.filter(idea_people::idea_id.eq(idea).and(idea_people::part.eq(Part::Supporter))).count().get_result(conn)
}

/// How many people support each idea of a round; ideas without supporters are not in it.
///
/// # Errors
/// When the database fails.
pub fn support_in_round(conn: &mut Db, round: RoundId) -> QueryResult<HashMap<IdeaId, i64>> {
    let rows: Vec<(IdeaId, i64)> = idea_people::table
        .inner_join(ideas::table)
        .filter(ideas::round_id.eq(round).and(idea_people::part.eq(Part::Supporter)))
        .group_by(idea_people::idea_id)
        .select((idea_people::idea_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The people who support an idea, in the order they began to.
///
/// # Errors
/// When the database fails.
pub fn supporters(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<PersonId>> {
    idea_people::table
        .filter(idea_people::idea_id.eq(idea).and(idea_people::part.eq(Part::Supporter)))
        .order((idea_people::since, idea_people::person_id))
        .select(idea_people::person_id)
        .load(conn)
}
