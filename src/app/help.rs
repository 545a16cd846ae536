//! Help of the WIJ-team: who has an idea asks, a WIJ-medewerker of the wijk takes it up in a role, or
//! writes the idea down for somebody at the kitchen table. It never becomes theirs.

use std::collections::BTreeMap;

use super::ideas::people::readers_for;
use super::ideas::words::{self, Aim, Typed};
use super::ideas::{news, read, readable, step, write};
use super::work::Task;
use super::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::help::{HelpRole, WORDS, reaches};
use crate::domain::idea::{IdeaStep, Part};
use crate::domain::ids::{HelpId, IdeaId, PersonId, RoundId, WijkId};
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, Place, Role};
use crate::domain::phase::Phase;
use crate::domain::text::{Email, paragraphs};
use crate::domain::time::{Instant, Language};
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::help::{self as store, Open, Request};
use crate::storage::ideas::Idea;
use crate::storage::rounds::Round;
use crate::storage::{Db, idea_people, ideas, people, rounds};
use crate::views::mail::Letter;

/// Roles that help residents.
pub const HELPERS: &[Role] = &[Role::WijMedewerker];

/// Whether somebody helps with ideas of this place, out of the wijken of its round.
fn helps(actor: &Actor, place: Place, wijken: &[WijkId]) -> bool {
    actor.grants().iter().any(|grant| HELPERS.contains(&grant.role) && reaches(grant.scope, place, wijken))
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

/// The desk of a WIJ-medewerker.
#[derive(Debug, Clone, Default)]
pub struct HelpDesk {
    /// The requests that wait for somebody like this, with the title of the idea.
    pub waiting: Vec<(Request, String)>,
    /// The requests with which they help now, with the title of the idea.
    pub helping: Vec<(Request, String)>,
    /// The rounds in which ideas can be handed in now.
    pub rounds: Vec<Round>,
}

/// What waits for a WIJ-medewerker, and with what they help.
///
/// # Errors
/// When the database fails.
pub async fn desk(context: &Context, actor: &Actor) -> Result<HelpDesk> {
    let (actor, now) = (actor.clone(), context.now());
    context.db.read(move |conn| read_desk(conn, &actor, now)).await
}

/// The same on a connection that is there already. The number of queries does not depend on the
/// number of requests.
///
/// # Errors
/// When the database fails.
pub fn read_desk(conn: &mut Db, actor: &Actor, now: Instant) -> Result<HelpDesk> {
    let person = actor.person().ok_or(Error::SignInFirst)?;
    let rounds = rounds::all(conn)?.into_iter().filter(|round| round.is_open(Phase::Submit, now)).collect();
    Ok(HelpDesk { waiting: mine(conn, actor)?, helping: store::taken_by(conn, person)?, rounds })
}

fn mine(conn: &mut Db, actor: &Actor) -> Result<Vec<(Request, String)>> {
    let mut wijken: BTreeMap<RoundId, Vec<WijkId>> = BTreeMap::new();
    for place in rounds::places(conn)? {
        wijken.entry(place.round).or_default().push(place.wijk);
    }
    let in_reach = |open: &Open| {
        let place = Place { gebied: open.gebied, wijk: open.wijk };
        helps(actor, place, wijken.get(&open.round).map_or(&[], Vec::as_slice))
    };
    Ok(store::open(conn)?.into_iter().filter(in_reach).map(|open| (open.request, open.title)).collect())
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
            let wijken: Vec<WijkId> = rounds::wijken_of(conn, round.id)?.into_iter().map(|(id, _)| id).collect();
            let mine = helps(&actor, Place { gebied: round.gebied, wijk: idea.wijk_id }, &wijken);
            let person = actor.person().filter(|_| mine).ok_or(Error::Forbidden)?;
            if !store::take(conn, id, person, role, now)? {
                return Err(Error::refused(Message::new("error-help-taken")));
            }
            idea_people::add(conn, idea.id, person, Part::Reader, true, now)?;
            let deed = Deed { actor: &actor, action: "idea.help", subject: Subject::Idea, id: idea.id.0 };
            news::happened(&context, conn, &deed, &idea, None, serde_json::json!({ "role": role }), &[idea.owner_id, person])?;
            let owner = people::find(conn, idea.owner_id)?;
            let letter = Letter::new(Message::new("mail-helper-subject"))
                .line(Message::new("mail-helper-text").with("name", actor.name()))
                .button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{}", idea.id)));
            context.post(conn, &owner, &letter)
        })
        .await
}

/// Who helps stops helping: they read along no more, and everybody hears it.
///
/// # Errors
/// `Forbidden` for everybody else.
pub async fn stop(context: &Context, actor: &Actor, id: HelpId) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let request = store::find(conn, id)?;
            let idea = ideas::lock(conn, request.idea_id)?;
            let helper = actor.person().filter(|person| request.taken_by == Some(*person)).ok_or(Error::Forbidden)?;
            idea_people::remove(conn, idea.id, helper, Part::Reader)?;
            end_in(&context, conn, &actor, &idea, helper)
        })
        .await
}

/// Ends the help of somebody with an idea, if they helped: on the record, and told to everybody.
///
/// # Errors
/// When the database or a template fails.
pub fn end_in(context: &Context, conn: &mut Db, actor: &Actor, idea: &Idea, helper: PersonId) -> Result<()> {
    if !store::end(conn, idea.id, helper, context.now())? {
        return Ok(());
    }
    let deed = Deed { actor, action: "idea.help_end", subject: Subject::Idea, id: idea.id.0 };
    let heard = [idea.owner_id, helper];
    news::happened(context, conn, &deed, idea, None, serde_json::json!({}), &heard)?;
    for person in heard.into_iter().filter(|person| actor.person() != Some(*person)) {
        let person = people::find(conn, person)?;
        context.post(conn, &person, &news::letter(context, idea, deed.action, None, person.language))?;
    }
    Ok(())
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
