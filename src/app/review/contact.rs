//! The one fixed contact person of an idea: taking it up and handing it over.

use super::{awaits, open_for_reviewer, team_at};
use crate::app::ideas::{authors, news, post_authors, step_with};
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaState, IdeaStep};
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::person::Actor;
use crate::error::{Error, Message, Result};
use crate::storage::ideas::Idea;
use crate::storage::rounds::Round;
use crate::storage::{Db, areas, people, review as store, rounds};
use crate::views::mail::Letter;

/// Takes an idea up: from now on this member of the gebiedsteam is its fixed contact.
///
/// # Errors
/// When it already has a contact, or awaits no verdict.
pub async fn take_up(context: &Context, actor: &Actor, id: IdeaId) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context.db.clone().write(move |conn| take_up_in(&context, conn, &actor, id)).await
}

/// The same inside a transaction that is open already.
///
/// # Errors
/// As [`take_up`].
pub(super) fn take_up_in(context: &Context, conn: &mut Db, actor: &Actor, id: IdeaId) -> Result<()> {
    let (idea, round) = open_for_reviewer(conn, actor, id)?;
    awaits(&idea)?;
    if idea.contact_id.is_some() {
        return Err(Error::refused(Message::new("error-review-has-contact")));
    }
    taken_up(context, conn, actor, idea, &round).map(|_| ())
}

/// Makes `actor` the contact of an idea that has none, and takes the idea into review when it still
/// waited. An idea that has a contact stays as it is.
///
/// # Errors
/// When the database fails.
pub(super) fn taken_up(context: &Context, conn: &mut Db, actor: &Actor, idea: Idea, round: &Round) -> Result<Idea> {
    let person = actor.person().ok_or(Error::Forbidden)?;
    if idea.contact_id.is_some() {
        return Ok(idea);
    }
    store::set_contact(conn, idea.id, person)?;
    let idea = Idea { contact_id: Some(person), ..idea };
    if idea.state != IdeaState::Submitted {
        return told_of_contact(context, conn, actor, &idea, None).map(|()| idea);
    }
    let contact = contact_line(actor.name(), &areas::find_gebied(conn, round.gebied)?.name);
    step_with(context, conn, actor, &idea, IdeaStep::TakeUp, None, |letter, _| letter.line(contact.clone()))
}

fn contact_line(name: &str, gebied: &str) -> Message {
    Message::new("mail-review-contact").with("name", name).with("gebied", gebied)
}

/// Records that an idea has a new contact and tells the owner.
fn told_of_contact(context: &Context, conn: &mut Db, actor: &Actor, idea: &Idea, reason: Option<&str>) -> Result<()> {
    let deed = Deed { actor, action: "idea.hand_over", subject: Subject::Idea, id: idea.id.0 };
    let heard = authors(conn, idea)?;
    news::happened(context, conn, &deed, idea, reason, serde_json::json!({}), &heard)?;
    let contact = people::find(conn, idea.contact_id.ok_or(Error::NotFound)?)?;
    let round = rounds::find(conn, idea.round_id)?;
    let gebied = areas::find_gebied(conn, round.gebied)?.name;
    let mut letter = Letter::new(Message::new("mail-review-hand-over-subject").with("title", &idea.title)).line(contact_line(&contact.name, &gebied));
    if let Some(reason) = reason {
        letter = letter.line(Message::new("mail-review-hand-over-reason")).quote(reason);
    }
    let letter = letter.button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{}", idea.id)));
    post_authors(context, conn, idea, |_| letter.clone())
}

/// Hands an idea to a colleague, with a reason; the owner and the colleague are told.
///
/// # Errors
/// When the reason is too short, or the colleague does not answer ideas in this gebied.
pub async fn hand_over(context: &Context, actor: &Actor, id: IdeaId, to: PersonId, reason: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context.db.clone().write(move |conn| hand_over_in(&context, conn, &actor, id, to, &reason)).await
}

/// The same inside a transaction that is open already.
///
/// # Errors
/// As [`hand_over`].
pub(super) fn hand_over_in(context: &Context, conn: &mut Db, actor: &Actor, id: IdeaId, to: PersonId, reason: &str) -> Result<()> {
    let (idea, round) = open_for_reviewer(conn, actor, id)?;
    let team = team_at(conn, round.place(), context.now().day())?;
    let colleague = team.iter().find(|person| person.id == to).ok_or_else(|| Error::refused(Message::new("error-review-colleague")))?;
    if idea.contact_id == Some(to) {
        return Err(Error::refused(Message::new("error-review-same-contact")));
    }
    store::set_contact(conn, id, to)?;
    let idea = Idea { contact_id: Some(to), ..idea };
    told_of_contact(context, conn, actor, &idea, Some(reason))?;
    if actor.person() == Some(to) {
        return Ok(());
    }
    let letter = Letter::new(Message::new("mail-review-yours-subject").with("title", &idea.title))
        .line(Message::new("mail-review-yours-text").with("name", actor.name()))
        .quote(reason)
        .button(Message::new("mail-review-button"), context.url(&format!("/werk/ideeen/{id}")));
    context.post(conn, colleague, &letter)
}
