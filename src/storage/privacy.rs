//! What is known about one person, and forgetting it.

use diesel::prelude::*;
use serde::Serialize;

use super::Db;
use super::people::Person;
use super::schema::{
    arguments, challenges, email_entrances, events, hand_calls, hand_offers, help_requests, idea_changes, idea_people, ideas, mail_wishes,
    muted_ideas, news, outbox, outcomes, people, photos, roll, sessions, staff_credentials,
};
use crate::domain::argument::Side;
use crate::domain::idea::{IdeaState, Part};
use crate::domain::ids::{IdeaId, PersonId, RoundId};
use crate::domain::time::Instant;

/// The name of somebody who was erased.
pub const NOBODY: &str = "bewoner";

/// An idea in somebody's own copy of their data.
#[derive(Debug, Serialize, Queryable)]
pub struct OwnIdea {
    /// Key.
    pub id: IdeaId,
    /// State.
    pub state: IdeaState,
    /// The idea in a sentence.
    pub title: String,
    /// Why.
    pub why: String,
    /// What residents do.
    pub residents_do: String,
    /// What is asked of the municipality.
    pub municipality_does: String,
    /// Place.
    pub place: String,
    /// Begun.
    pub created_at: Instant,
    /// Last changed.
    pub changed_at: Instant,
}

/// A part in somebody's idea.
#[derive(Debug, Serialize, Queryable)]
pub struct OwnPart {
    /// Which idea.
    pub idea: IdeaId,
    /// Which part.
    pub part: Part,
    /// Since.
    pub since: Instant,
}

/// A photo.
#[derive(Debug, Serialize, Queryable)]
pub struct OwnPhoto {
    /// Of which idea.
    pub idea: IdeaId,
    /// What is on it.
    pub alt: String,
    /// Since.
    pub added_at: Instant,
}

/// An argument for or against an idea.
#[derive(Debug, Serialize, Queryable)]
pub struct OwnArgument {
    /// About which idea.
    pub idea: IdeaId,
    /// Which way it points.
    pub side: Side,
    /// The words.
    pub body: String,
    /// Since.
    pub at: Instant,
}

/// A hand that was offered.
#[derive(Debug, Serialize, Queryable)]
pub struct OwnHand {
    /// To which idea.
    pub idea: IdeaId,
    /// For what.
    pub what: String,
    /// With which words.
    pub words: String,
    /// Since.
    pub at: Instant,
}

/// A session.
#[derive(Debug, Serialize, Queryable)]
pub struct OwnSession {
    /// Start.
    pub began_at: Instant,
    /// Last use.
    pub seen_at: Instant,
    /// End.
    pub ended_at: Option<Instant>,
}

/// Something they did.
#[derive(Debug, Serialize, Queryable)]
pub struct OwnDeed {
    /// When.
    pub at: Instant,
    /// What.
    pub action: String,
    /// With their own words about it.
    pub reason: Option<String>,
}

/// A mail to them.
#[derive(Debug, Serialize, Queryable)]
pub struct OwnMail {
    /// Subject.
    pub subject: String,
    /// When it was written.
    pub made_at: Instant,
}

/// Everything that is kept about a person besides the account itself. Votes are not here: nothing
/// joins them to anybody.
#[derive(Debug, Serialize)]
pub struct Kept {
    /// Ideas.
    pub ideas: Vec<OwnIdea>,
    /// Parts in ideas.
    pub parts: Vec<OwnPart>,
    /// Photos.
    pub photos: Vec<OwnPhoto>,
    /// Arguments.
    pub arguments: Vec<OwnArgument>,
    /// Hands they offered.
    pub hands: Vec<OwnHand>,
    /// Sessions.
    pub sessions: Vec<OwnSession>,
    /// Deeds.
    pub deeds: Vec<OwnDeed>,
    /// Mails.
    pub mails: Vec<OwnMail>,
}

/// Collects what is kept about a person.
///
/// # Errors
/// When the database fails.
pub fn kept_about(conn: &mut Db, person: &Person) -> QueryResult<Kept> {
    let id = person.id;
    Ok(Kept {
        ideas: ideas::table
            .filter(ideas::owner_id.eq(id))
            .order(ideas::id)
            .select((
                ideas::id,
                ideas::state,
                ideas::title,
                ideas::why,
                ideas::residents_do,
                ideas::municipality_does,
                ideas::place,
                ideas::created_at,
                ideas::changed_at,
            ))
            .load(conn)?,
        parts: idea_people::table
            .filter(idea_people::person_id.eq(id))
            .order(idea_people::since)
            .select((idea_people::idea_id, idea_people::part, idea_people::since))
            .load(conn)?,
        photos: photos::table
            .filter(photos::owner_id.eq(id))
            .order(photos::id)
            .select((photos::idea_id, photos::alt, photos::added_at))
            .load(conn)?,
        arguments: arguments::table
            .filter(arguments::author_id.eq(id))
            .order(arguments::id)
            .select((arguments::idea_id, arguments::side, arguments::body, arguments::at))
            .load(conn)?,
        hands: hand_offers::table
            .inner_join(hand_calls::table)
            .filter(hand_offers::person_id.eq(id))
            .order(hand_offers::at)
            .select((hand_calls::idea_id, hand_calls::what, hand_offers::words, hand_offers::at))
            .load(conn)?,
        sessions: sessions::table
            .filter(sessions::person_id.eq(id))
            .order(sessions::created_at)
            .select((sessions::created_at, sessions::seen_at, sessions::revoked_at))
            .load(conn)?,
        deeds: events::table.filter(events::actor_id.eq(id)).order(events::seq).select((events::at, events::action, events::reason)).load(conn)?,
        mails: match &person.email {
            Some(email) => {
                outbox::table.filter(outbox::to_address.eq(email)).order(outbox::id).select((outbox::subject, outbox::made_at)).load(conn)?
            }
            None => Vec::new(),
        },
    })
}

/// Forgets the codes of rounds whose outcome was published before `before`: who may vote is of no
/// use any more, and the turnout stands in the outcome.
///
/// # Errors
/// When the database fails.
pub fn forget_rolls(conn: &mut Db, before: Instant) -> QueryResult<usize> {
    let done: Vec<RoundId> = outcomes::table.filter(outcomes::published_at.lt(before)).select(outcomes::round_id).load(conn)?;
    diesel::delete(email_entrances::table.filter(email_entrances::round_id.eq_any(&done))).execute(conn)?;
    diesel::delete(roll::table.filter(roll::round_id.eq_any(&done))).execute(conn)
}

/// Forgets who somebody is. What they made public stays, made by "bewoner"; drafts and everything
/// they sign in with go.
///
/// # Errors
/// When the database fails.
pub fn forget_person(conn: &mut Db, id: PersonId, now: Instant) -> QueryResult<()> {
    let drafts: Vec<IdeaId> = ideas::table.filter(ideas::owner_id.eq(id).and(ideas::state.eq(IdeaState::Draft))).select(ideas::id).load(conn)?;
    diesel::delete(photos::table.filter(photos::idea_id.eq_any(&drafts))).execute(conn)?;
    diesel::delete(idea_changes::table.filter(idea_changes::idea_id.eq_any(&drafts))).execute(conn)?;
    diesel::delete(challenges::table.filter(challenges::idea_id.eq_any(&drafts))).execute(conn)?;
    diesel::delete(help_requests::table.filter(help_requests::idea_id.eq_any(&drafts))).execute(conn)?;
    diesel::delete(idea_people::table.filter(idea_people::idea_id.eq_any(&drafts))).execute(conn)?;
    diesel::delete(ideas::table.filter(ideas::id.eq_any(&drafts))).execute(conn)?;
    diesel::delete(idea_people::table.filter(idea_people::person_id.eq(id)).filter(idea_people::part.eq(Part::Reader))).execute(conn)?;
    diesel::delete(hand_offers::table.filter(hand_offers::person_id.eq(id))).execute(conn)?;
    diesel::delete(mail_wishes::table.find(id)).execute(conn)?;
    diesel::delete(muted_ideas::table.filter(muted_ideas::person_id.eq(id))).execute(conn)?;
    diesel::delete(news::table.filter(news::person_id.eq(id))).execute(conn)?;
    diesel::delete(idea_people::table.filter(idea_people::person_id.eq(id)).filter(idea_people::part.eq(Part::Follower))).execute(conn)?;
    diesel::delete(sessions::table.filter(sessions::person_id.eq(id))).execute(conn)?;
    diesel::delete(staff_credentials::table.find(id)).execute(conn)?;
    diesel::update(people::table.find(id))
        .set((
            people::email.eq(None::<String>),
            people::name.eq(NOBODY),
            people::wijk_id.eq(None::<i64>),
            people::disabled_at.eq(now),
            people::erased_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}
