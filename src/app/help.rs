//! Help of the WIJ-team: who has an idea asks, a WIJ-medewerker of the wijk takes it up in a role, or
//! writes the idea down for somebody at the kitchen table. It never becomes theirs.

use super::ideas::people::readers_for;
use super::ideas::words::{self, Aim, Typed};
use super::ideas::{read, readable, step, write};
use super::work::Task;
use super::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::help::{HelpRole, WORDS, reaches};
use crate::domain::idea::{IdeaStep, Part};
use crate::domain::ids::{HelpId, IdeaId, WijkId};
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, Place, Role};
use crate::domain::phase::Phase;
use crate::domain::text::{Email, paragraphs};
use crate::domain::time::Language;
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::help::{self as store, Request};
use crate::storage::ideas::Idea;
use crate::storage::rounds::Round;
use crate::storage::{Db, idea_people, ideas, people, rounds};
use crate::views::mail::Letter;

/// Roles that help residents.
pub const HELPERS: &[Role] = &[Role::WijMedewerker];

/// Whether somebody helps with ideas like this one: in its wijk, or anywhere in its gebied.
fn helps(conn: &mut Db, actor: &Actor, idea: &Idea, round: &Round) -> Result<bool> {
    let place = Place { gebied: round.gebied, wijk: idea.wijk_id };
    let wijken: Vec<WijkId> = rounds::wijken_of(conn, round.id)?.into_iter().map(|(id, _)| id).collect();
    Ok(actor.grants().iter().any(|grant| HELPERS.contains(&grant.role) && reaches(grant.scope, place, &wijken)))
}

/// An idea with the help that was asked, for its owner.
///
/// # Errors
/// `Forbidden` for everybody else.
pub async fn for_owner(context: &Context, actor: &Actor, id: IdeaId) -> Result<(Idea, Vec<Request>)> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let (idea, _, tie) = readable(conn, &actor, id)?;
            if tie.owner { Ok((idea, store::of_idea(conn, id)?)) } else { Err(Error::Forbidden) }
        })
        .await
}

/// The owner asks for help: every WIJ-medewerker of the wijk gets a mail, and the first who can takes it up.
///
/// # Errors
/// When it is not theirs, a request is open, or the words are too short or too long.
pub async fn ask(context: &Context, actor: &Actor, id: IdeaId, text: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, round, tie) = readable(conn, &actor, id)?;
            if !tie.owner {
                return Err(Error::Forbidden);
            }
            let wrong = |_| Error::Invalid(vec![FieldError::new("words", Message::new("error-help").with("min", WORDS.0).with("max", WORDS.1))]);
            let text = paragraphs(&text, WORDS.0, WORDS.1).map_err(wrong)?;
            if store::of_idea(conn, id)?.iter().any(|request| request.taken_by.is_none()) {
                return Err(Error::refused(Message::new("error-help-open")));
            }
            store::insert(conn, id, &text, now)?;
            let letter = Letter::new(Message::new("mail-help-subject"))
                .line(Message::new("mail-help-text").with("name", actor.name()))
                .quote(text)
                .button(Message::new("mail-help-button"), context.url("/werk/hulp"));
            for helper in readers_for(conn, &idea, &round, now)? {
                context.post(conn, &helper, &letter)?;
            }
            Ok(())
        })
        .await
}

/// The requests that wait for somebody like this, with the title of the idea, and the rounds in which
/// ideas can be handed in now.
///
/// # Errors
/// When the database fails.
pub async fn desk(context: &Context, actor: &Actor) -> Result<(Vec<(Request, String)>, Vec<Round>)> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let open = rounds::all(conn)?.into_iter().filter(|round| round.is_open(Phase::Submit, now)).collect();
            Ok((mine(conn, &actor)?, open))
        })
        .await
}

fn mine(conn: &mut Db, actor: &Actor) -> Result<Vec<(Request, String)>> {
    let mut found = Vec::new();
    for (request, title) in store::open(conn)? {
        let idea = ideas::find(conn, request.idea_id)?;
        let round = rounds::find(conn, idea.round_id)?;
        if helps(conn, actor, &idea, &round)? {
            found.push((request, title));
        }
    }
    Ok(found)
}

/// What waits for a WIJ-medewerker.
///
/// # Errors
/// When the database fails.
pub fn tasks(conn: &mut Db, actor: &Actor) -> Result<Vec<Task>> {
    let count = if actor.has_any(HELPERS) { mine(conn, actor)?.len() } else { 0 };
    let count = i64::try_from(count).map_err(Error::internal)?;
    Ok(vec![Task { href: "/werk/hulp".to_owned(), label: Message::new("work-task-help"), count }])
}

/// Takes a request up in a role: from now on they read along, and the owner knows who it is.
///
/// # Errors
/// `Forbidden` in another wijk; a refusal when a colleague was first.
pub async fn take(context: &Context, actor: &Actor, id: HelpId, role: HelpRole) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let request = store::find(conn, id)?;
            let idea = ideas::lock(conn, request.idea_id)?;
            let round = rounds::find(conn, idea.round_id)?;
            let mine = helps(conn, &actor, &idea, &round)?;
            let person = actor.person().filter(|_| mine).ok_or(Error::Forbidden)?;
            if !store::take(conn, id, person, role, now)? {
                return Err(Error::refused(Message::new("error-help-taken")));
            }
            idea_people::add(conn, idea.id, person, Part::Reader, true, now)?;
            let deed = Deed { actor: &actor, action: "idea.help", subject: Subject::Idea, id: idea.id.0 };
            let detail = serde_json::json!({ "role": role });
            if idea.state.is_public() {
                deed.record(conn, now, None, detail)?
            } else {
                deed.record_inside(conn, now, None, detail)?
            }
            let owner = people::find(conn, idea.owner_id)?;
            let letter = Letter::new(Message::new("mail-helper-subject"))
                .line(Message::new("mail-helper-text").with("name", actor.name()))
                .button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{}", idea.id)));
            context.post(conn, &owner, &letter)
        })
        .await
}

/// The round in which somebody writes an idea down for a resident.
///
/// # Errors
/// `NotFound`, or `Forbidden` in another gebied.
pub async fn desk_of(context: &Context, actor: &Actor, slug: String) -> Result<read::Desk> {
    let desk = read::desk(context, slug).await?;
    if actor.has_at(HELPERS, Place { gebied: desk.round.gebied, wijk: None })
        || desk.wijken.iter().any(|(wijk, _)| actor.has_at(HELPERS, Place { gebied: desk.round.gebied, wijk: Some(*wijk) }))
    {
        Ok(desk)
    } else {
        Err(Error::Forbidden)
    }
}

/// Hands an idea in for a resident who said yes to that: it is theirs from the first moment, and with
/// an address they can go on by themselves. The same form sent twice is one idea.
///
/// # Errors
/// When the phase is not open, or a field needs another look.
pub async fn enter(context: &Context, actor: &Actor, slug: String, form_key: String, typed: Typed) -> Result<IdeaId> {
    desk_of(context, actor, slug.clone()).await?;
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let round = rounds::by_slug(conn, &slug)?;
            if round.status != RoundStatus::Published || !round.is_open(Phase::Submit, now) {
                return Err(Error::refused(write::not_open(&round, now)));
            }
            if let Some(before) = ideas::by_form_key(conn, &form_key)? {
                return Ok(before.id);
            }
            let (words, name, email) = read_form(conn, &round, &typed)?;
            let owner = match &email {
                Some(email) => people::by_email_or_new(conn, email, Language::Nl, now)?,
                None => people::insert(conn, None, &name, Language::Nl, words.wijk_id, now)?,
            };
            let id = ideas::insert(conn, round.id, owner.id, &words, &form_key, now)?;
            let idea = ideas::find(conn, id)?;
            step(&context, conn, &actor, &idea, IdeaStep::Submit, None)?;
            let helper = actor.person().ok_or(Error::Forbidden)?;
            idea_people::add(conn, id, helper, Part::Reader, true, now)?;
            let deed = Deed { actor: &actor, action: "idea.enter_for", subject: Subject::Idea, id: id.0 };
            deed.record(conn, now, None, serde_json::json!({}))?;
            Ok(id)
        })
        .await
}

type Entered = (crate::storage::ideas::Words, String, Option<Email>);

fn read_form(conn: &mut Db, round: &Round, typed: &Typed) -> Result<Entered> {
    let wijken = rounds::wijken_of(conn, round.id)?;
    let mut errors = Vec::new();
    let words = match words::read(typed, round, &wijken, Aim::HandIn) {
        Ok(words) => Some(words),
        Err(Error::Invalid(found)) => {
            errors.extend(found);
            None
        }
        Err(other) => return Err(other),
    };
    let name = words::name(typed, Aim::HandIn).map_err(|error| errors.push(error)).ok().flatten();
    let email = match typed.get("email").map_or("", |text| text.trim()) {
        "" => Some(None),
        text => Email::parse(text).map(Some).map_err(|_| errors.push(FieldError::new("email", Message::new("error-email")))).ok(),
    };
    match (words, name, email) {
        (Some(words), Some(name), Some(email)) => Ok((words, name, email)),
        _ => Err(Error::Invalid(errors)),
    }
}
