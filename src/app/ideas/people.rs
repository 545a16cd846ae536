//! Writing together: co-authors by invitation, and a WIJ-medewerker who reads along.

use super::{Tie, news, readable, readable_locked};
use crate::app::{Context, Deed, help};
use crate::domain::event::Subject;
use crate::domain::help::reaches;
use crate::domain::idea::Part;
use crate::domain::ids::{IdeaId, PersonId, WijkId};
use crate::domain::person::{Actor, Place, Role};
use crate::domain::text::Email;
use crate::domain::time::{Instant, Language};
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::Db;
use crate::storage::idea_people::{self, Member};
use crate::storage::ideas::Idea;
use crate::storage::people::{self, Person};
use crate::storage::rounds::{self, Round};
use crate::views::mail::Letter;

/// The most people besides the owner who write or read along.
const MOST: usize = 10;

/// Invites somebody to write along. The answer is the same whether the address is known or not.
///
/// # Errors
/// When the idea is not theirs, or enough people were asked.
pub async fn invite(context: &Context, actor: Actor, id: IdeaId, email: Email, language: Language) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, ..) = owned(conn, &actor, id)?;
            room(conn, id, "email")?;
            let person = people::by_email_or_new(conn, &email, language, now)?;
            if person.id == idea.owner_id {
                return Err(Error::Invalid(vec![FieldError::new("email", Message::new("error-invite-self"))]));
            }
            if idea_people::add(conn, id, person.id, Part::CoAuthor, false, now)? {
                let letter = Letter::new(Message::new("mail-invite-subject").with("name", actor.name()))
                    .line(Message::new("mail-invite-text").with("name", actor.name()))
                    .quote(&idea.title)
                    .button(Message::new("mail-invite-button"), context.url(&format!("/ideeen/{id}/uitnodiging")))
                    .line(Message::new("mail-invite-not-you"));
                context.post(conn, &person, &letter)?;
            }
            Ok(())
        })
        .await
}

/// An idea of this person.
fn owned(conn: &mut Db, actor: &Actor, id: IdeaId) -> Result<(Idea, Round, Tie)> {
    let found = readable_locked(conn, actor, id)?;
    if found.2.owner { Ok(found) } else { Err(Error::Forbidden) }
}

fn room(conn: &mut Db, id: IdeaId, field: &str) -> Result<()> {
    if idea_people::writers_and_readers(conn, id)?.len() < MOST {
        return Ok(());
    }
    Err(Error::Invalid(vec![FieldError::new(field, Message::new("error-invite-most").with("n", MOST))]))
}

/// Asks a WIJ-medewerker of this place to read along. They can at once: it is their work.
///
/// # Errors
/// When the idea is not theirs, or this is no WIJ-medewerker of this place.
pub async fn ask_reader(context: &Context, actor: Actor, id: IdeaId, reader: PersonId) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, round, _) = owned(conn, &actor, id)?;
            room(conn, id, "reader")?;
            let wrong = || Error::Invalid(vec![FieldError::new("reader", Message::new("error-reader"))]);
            let person = readers_for(conn, &idea, &round, now)?.into_iter().find(|person| person.id == reader).ok_or_else(wrong)?;
            if idea_people::add(conn, id, person.id, Part::Reader, true, now)? {
                let letter = Letter::new(Message::new("mail-reader-subject").with("name", actor.name()))
                    .line(Message::new("mail-reader-text").with("name", actor.name()))
                    .quote(&idea.title)
                    .button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{id}")));
                context.post(conn, &person, &letter)?;
            }
            Ok(())
        })
        .await
}

/// The WIJ-medewerkers who can read along with an idea: those of its wijk, or of its gebied.
///
/// # Errors
/// When the database fails.
pub fn readers_for(conn: &mut Db, idea: &Idea, round: &Round, now: Instant) -> Result<Vec<Person>> {
    let place = Place { gebied: round.gebied, wijk: idea.wijk_id };
    let wijken: Vec<WijkId> = rounds::wijken_of(conn, round.id)?.into_iter().map(|(id, _)| id).collect();
    let mut found: Vec<Person> = Vec::new();
    for (row, person) in people::all_roles(conn)? {
        let here = reaches(row.grant.scope, place, &wijken);
        let holds = row.grant.role == Role::WijMedewerker && row.grant.holds_on(now.day()) && person.disabled_at.is_none();
        if here && holds && !found.iter().any(|known| known.id == person.id) {
            found.push(person);
        }
    }
    Ok(found)
}

/// What an invitation is about: the idea's title and who asks.
///
/// # Errors
/// `NotFound` when there is no open invitation for this person.
pub async fn invitation(context: &Context, actor: Actor, id: IdeaId) -> Result<(Idea, String)> {
    context
        .db
        .read(move |conn| {
            let idea = invited(conn, &actor, id)?;
            let owner = people::find(conn, idea.owner_id)?;
            Ok((idea, owner.name))
        })
        .await
}

fn invited(conn: &mut Db, actor: &Actor, id: IdeaId) -> Result<Idea> {
    let idea = crate::storage::ideas::find(conn, id)?;
    if super::tie(conn, actor, &idea)?.invited { Ok(idea) } else { Err(Error::NotFound) }
}

/// Accepts or declines an invitation.
///
/// # Errors
/// `NotFound` when there is no open invitation for this person.
pub async fn answer(context: &Context, actor: Actor, id: IdeaId, yes: bool) -> Result<()> {
    let person = actor.person().ok_or(Error::SignInFirst)?;
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let idea = invited(conn, &actor, id)?;
            if !yes {
                idea_people::remove(conn, id, person, Part::CoAuthor)?;
                return Ok(());
            }
            idea_people::accept(conn, id, person, Part::CoAuthor, now)?;
            // Who writes an idea does not also support it.
            idea_people::remove(conn, id, person, Part::Supporter)?;
            let deed = Deed { actor: &actor, action: "idea.join", subject: Subject::Idea, id: id.0 };
            news::happened(&context, conn, &deed, &idea, None, serde_json::json!({}), &[idea.owner_id, person])?;
            let owner = people::find(conn, idea.owner_id)?;
            let letter = Letter::new(Message::new("mail-joined-subject").with("name", actor.name()).with("title", &idea.title))
                .line(Message::new("mail-joined-text").with("name", actor.name()))
                .button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{id}")));
            context.post(conn, &owner, &letter)
        })
        .await
}

/// Ends somebody's part: the owner can for everybody, and everybody for themselves.
///
/// # Errors
/// When it is not for them to do.
pub async fn part_with(context: &Context, actor: Actor, id: IdeaId, person: PersonId, part: Part) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let (idea, _, tie) = readable_locked(conn, &actor, id)?;
            if matches!(part, Part::Supporter | Part::Follower) || !(tie.owner || actor.person() == Some(person)) {
                return Err(Error::Forbidden);
            }
            let took_part = idea_people::parts(conn, id, person)?.iter().any(|member| member.part == part && member.accepted_at.is_some());
            idea_people::remove(conn, id, person, part)?;
            match part {
                Part::Reader => help::end_in(&context, conn, &actor, &idea, person),
                Part::CoAuthor if took_part => left(&context, conn, &actor, &idea, person),
                _ => Ok(()),
            }
        })
        .await
}

/// Writes on the record that a co-author left, and tells everybody.
fn left(context: &Context, conn: &mut Db, actor: &Actor, idea: &Idea, person: PersonId) -> Result<()> {
    let deed = Deed { actor, action: "idea.leave", subject: Subject::Idea, id: idea.id.0 };
    let heard = [idea.owner_id, person];
    news::happened(context, conn, &deed, idea, None, serde_json::json!({}), &heard)?;
    for person in heard.into_iter().filter(|person| actor.person() != Some(*person)) {
        let person = people::find(conn, person)?;
        context.post(conn, &person, &news::letter(context, idea, deed.action, None, person.language))?;
    }
    Ok(())
}

/// The page on which the owner shares an idea.
#[derive(Debug)]
pub struct Sharing {
    /// The idea.
    pub idea: Idea,
    /// Its round.
    pub round: Round,
    /// Who writes or reads along, invitations too.
    pub members: Vec<Member>,
    /// Who can be asked to read along.
    pub readers: Vec<Person>,
}

/// Who writes and reads along with an idea, for its owner.
///
/// # Errors
/// When it is not theirs.
pub async fn sharing(context: &Context, actor: Actor, id: IdeaId) -> Result<Sharing> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let (idea, round, tie) = readable(conn, &actor, id)?;
            if !tie.owner {
                return Err(Error::Forbidden);
            }
            let members = idea_people::writers_and_readers(conn, id)?;
            let mut readers = readers_for(conn, &idea, &round, now)?;
            readers.retain(|reader| !members.iter().any(|member| member.person == reader.id && member.part == Part::Reader));
            Ok(Sharing { idea, round, members, readers })
        })
        .await
}
