//! From a text to a public advies: put up for adoption, adopted by the rules, published.

use chrono::Datelike;

use super::organen::members_of;
use super::write::open_for_member;
use super::{CHAIR, COLLEGE, decision, seats};
use crate::app::ideas::{authors, news};
use crate::app::review::team_at;
use crate::app::{Context, Deed};
use crate::domain::advies::council::Decision;
use crate::domain::advies::{AdviesState, AdviesStep, kenmerk, next_number, reply_due};
use crate::domain::event::Subject;
use crate::domain::ids::{AdviesId, IdeaId, MeetingId, PersonId};
use crate::domain::person::{ADVISERS, Actor, Role};
use crate::domain::time::{Instant, long_date};
use crate::domain::working_days;
use crate::error::{Error, Message, Result};
use crate::storage::adviezen::{self as store, Advies, deliberation, meetings};
use crate::storage::ideas::Idea;
use crate::storage::people::Person;
use crate::storage::{Db, ideas, people, rounds};
use crate::views::mail::Letter;

/// Takes an advies a step further inside its adviesorgaan: put up for adoption by a member; reopened,
/// adopted or published by the chair.
///
/// # Errors
/// `Conflict` when the text is not the one this member saw; a refusal when the step is not possible.
pub async fn step(context: &Context, actor: &Actor, id: AdviesId, version: i64, step: AdviesStep, meeting: Option<MeetingId>) -> Result<()> {
    let roles = match step {
        AdviesStep::Propose => ADVISERS,
        AdviesStep::Reopen | AdviesStep::Adopt | AdviesStep::Publish => CHAIR,
        AdviesStep::Answer => return Err(Error::Forbidden),
    };
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let advies = open_for_member(conn, &actor, id, version, roles)?;
            let state = after(&advies, step)?;
            if step == AdviesStep::Adopt {
                carried(conn, &advies, meeting, now)?;
            }
            store::set_state(conn, id, state)?;
            let (action, public) = match step {
                AdviesStep::Propose => ("advies.propose", false),
                AdviesStep::Reopen => ("advies.reopen", false),
                AdviesStep::Adopt => ("advies.adopt", true),
                AdviesStep::Publish | AdviesStep::Answer => ("advies.publish", true),
            };
            let deed = Deed { actor: &actor, action, subject: Subject::Advies, id: id.0 };
            let detail = serde_json::json!({ "from": advies.state, "to": state });
            if public {
                deed.record(conn, now, None, detail)?
            } else {
                deed.record_inside(conn, now, None, detail)?
            }
            match step {
                AdviesStep::Propose => proposed(&context, conn, &actor, &advies),
                AdviesStep::Reopen => Ok(deliberation::clear_votes(conn, id)?),
                AdviesStep::Adopt => adopted(&context, conn, &advies, meeting),
                AdviesStep::Publish | AdviesStep::Answer => made_public(&context, conn, &actor, &advies),
            }
        })
        .await
}

/// That the members decided by the rules of their adviesorgaan, in writing or in this meeting.
fn carried(conn: &mut Db, advies: &Advies, meeting: Option<MeetingId>, now: Instant) -> Result<()> {
    let orgaan = store::lock_orgaan(conn, advies.adviesorgaan_id)?;
    if let Some(meeting) = meeting {
        let held = meetings::find(conn, meeting)?;
        if held.orgaan != orgaan.id || held.minutes.is_none() {
            return Err(Error::refused(Message::new("error-advies-meeting")));
        }
    }
    let seats = seats(conn, orgaan.id, advies.id, now.day())?;
    match decision(conn, &orgaan, &seats, advies.id, meeting)?.0 {
        Decision::Adopted => Ok(()),
        Decision::TooFew { missing } => Err(Error::refused(Message::new("error-advies-quorum").with("missing", missing))),
        Decision::NoMajority => Err(Error::refused(Message::new("error-advies-majority"))),
    }
}

pub(super) fn after(advies: &Advies, step: AdviesStep) -> Result<AdviesState> {
    advies.state.after(step).map_err(|_| Error::refused(Message::new("error-advies-step")))
}

fn proposed(context: &Context, conn: &mut Db, actor: &Actor, advies: &Advies) -> Result<()> {
    let letter = Letter::new(Message::new("mail-advies-proposed-subject").with("title", &advies.title))
        .line(Message::new("mail-advies-proposed-text").with("name", actor.name()))
        .button(Message::new("mail-advies-work-button"), context.url(&format!("/werk/adviezen/{}", advies.id)));
    for (role, person) in members_of(conn, advies.adviesorgaan_id, context.now().day())? {
        if role == Role::AdviesVoorzitter {
            context.post(conn, &person, &letter)?;
        }
    }
    Ok(())
}

/// Gives an adopted advies its name, unique for the adviesorgaan and the year.
fn adopted(context: &Context, conn: &mut Db, advies: &Advies, meeting: Option<MeetingId>) -> Result<()> {
    let now = context.now();
    let orgaan = store::lock_orgaan(conn, advies.adviesorgaan_id)?;
    let year = now.day().year();
    let used = store::kenmerken(conn, orgaan.id, &format!("{}-{year}-", orgaan.slug.to_uppercase()))?;
    let name = kenmerk(&orgaan.slug, year, next_number(used.iter().map(String::as_str)));
    store::set_adopted(conn, advies.id, &name, meeting, now)?;
    let letter = Letter::new(Message::new("mail-advies-adopted-subject").with("title", &advies.title))
        .line(Message::new("mail-advies-adopted-text").with("kenmerk", name))
        .button(Message::new("mail-advies-work-button"), context.url(&format!("/werk/adviezen/{}", advies.id)));
    for (_, person) in members_of(conn, orgaan.id, now.day())? {
        context.post(conn, &person, &letter)?;
    }
    Ok(())
}

/// Starts the term of the reply and tells everybody it concerns.
fn made_public(context: &Context, conn: &mut Db, actor: &Actor, advies: &Advies) -> Result<()> {
    let now = context.now();
    let orgaan = store::lock_orgaan(conn, advies.adviesorgaan_id)?;
    let due = reply_due(now, u32::try_from(orgaan.reply_days).unwrap_or_default());
    store::set_published(conn, advies.id, now, due)?;
    let subject = || Message::new("mail-advies-published-subject").with("orgaan", &orgaan.name);
    let text = || Message::new("mail-advies-published-text").with("orgaan", &orgaan.name).with("title", &advies.title);
    let page = context.url(&format!("/adviezen/{}", advies.id));
    for colleague in repliers(conn, advies, now)? {
        let date = long_date(working_days::last_day(due), colleague.language);
        let letter = Letter::new(subject())
            .line(text())
            .line(Message::new("mail-advies-reply-by").with("date", date))
            .button(Message::new("mail-advies-reply-button"), context.url(&format!("/werk/adviezen/{}/reactie", advies.id)));
        context.post(conn, &colleague, &letter)?;
    }
    let letter = Letter::new(subject()).line(text()).button(Message::new("mail-advies-button"), page);
    tell(context, conn, actor, advies, "idea.advies", &letter)
}

/// Who has to reply: the gebiedsteam of the round, or the college for a standing topic.
///
/// # Errors
/// When the database fails.
pub(super) fn repliers(conn: &mut Db, advies: &Advies, now: Instant) -> Result<Vec<Person>> {
    if let Some(round) = advies.round_id {
        let place = rounds::find(conn, round)?.place();
        return team_at(conn, place, now.day());
    }
    let mut found: Vec<Person> = Vec::new();
    for (role, person) in people::all_roles(conn)? {
        let holds = COLLEGE.contains(&role.grant.role) && role.grant.holds_on(now.day()) && person.disabled_at.is_none();
        if holds && found.iter().all(|known| known.id != person.id) {
            found.push(person);
        }
    }
    Ok(found)
}

/// The ideas an advies is about.
fn ideas_of(conn: &mut Db, advies: &Advies) -> Result<Vec<Idea>> {
    let more = store::more_ideas(conn, advies.id)?.into_iter().map(|(id, _)| id);
    let ids: Vec<IdeaId> = advies.idea_id.into_iter().chain(more).collect();
    Ok(ids.into_iter().map(|id| ideas::find(conn, id)).collect::<Result<_, _>>()?)
}

/// Tells the members of the adviesorgaan what happened with an advies, and whoever made, supports or
/// follows an idea it is about; on the timelines of these ideas it stands too.
///
/// # Errors
/// When the database or a template fails.
pub(super) fn tell(context: &Context, conn: &mut Db, actor: &Actor, advies: &Advies, action: &'static str, letter: &Letter) -> Result<()> {
    let now = context.now();
    let mut heard: Vec<PersonId> = Vec::new();
    for (_, person) in members_of(conn, advies.adviesorgaan_id, now.day())? {
        heard.push(person.id);
        context.post(conn, &person, letter)?;
    }
    for idea in ideas_of(conn, advies)? {
        Deed { actor, action, subject: Subject::Idea, id: idea.id.0 }.record(conn, now, None, serde_json::json!({ "advies": advies.id }))?;
        for author in authors(conn, &idea)? {
            if !heard.contains(&author) {
                heard.push(author);
                let author = people::find(conn, author)?;
                context.post(conn, &author, letter)?;
            }
        }
        news::tell_with(context, conn, &idea, action, &heard, |_| letter.clone())?;
    }
    Ok(())
}
