//! Advies: members of an adviesorgaan write together, the chair adopts and publishes, the gebiedsteam
//! replies in public.

use std::collections::BTreeMap;

use chrono::Datelike;

pub mod organen;

use self::organen::members_of;
use crate::app::review::{gebieden_of, team_at};
use crate::app::{Context, Deed};
use crate::domain::advies::{AdviesState, AdviesStep, AdviesText, ReplyKind, kenmerk, next_number, reply_due};
use crate::domain::event::Subject;
use crate::domain::ids::{AdviesId, AdviesorgaanId, IdeaId, RoundId};
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{ADVISERS, Actor, REVIEWERS, Role};
use crate::domain::phase::Phase;
use crate::domain::time::{Instant, long_date};
use crate::domain::working_days;
use crate::error::{Error, Message, Result};
use crate::storage::adviezen::{self as store, About, Advies, Adviesorgaan, Reply, Shown, TextVersion};
use crate::storage::people::Person;
use crate::storage::{Db, ideas, people, rounds};
use crate::views::mail::Letter;

/// The chair of an adviesorgaan.
const CHAIR: &[Role] = &[Role::AdviesVoorzitter];

/// All public adviezen, newest first.
///
/// # Errors
/// When the database fails.
pub async fn published(context: &Context) -> Result<Vec<Shown>> {
    context.db.read(|conn| Ok(store::published(conn)?)).await
}

/// A public advies.
///
/// # Errors
/// `NotFound` when it is not public.
pub async fn public(context: &Context, id: AdviesId) -> Result<Shown> {
    let found = context.db.read(move |conn| Ok(store::find_shown(conn, id)?)).await?;
    if found.advies.state.is_public() { Ok(found) } else { Err(Error::NotFound) }
}

/// What waits for somebody: the adviezen of their adviesorganen, and those their gebiedsteam must reply to.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The adviesorganen they are a member of.
    pub organen: Vec<Adviesorgaan>,
    /// The adviezen of these, drafts too.
    pub ours: Vec<Shown>,
    /// Public adviezen that await a reply of their gebiedsteam.
    pub to_answer: Vec<Shown>,
}

/// The desk of a member of an adviesorgaan or a gebiedsteam.
///
/// # Errors
/// When the database fails.
pub async fn desk(context: &Context, actor: &Actor) -> Result<Desk> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let organen: Vec<Adviesorgaan> = store::organen(conn)?.into_iter().filter(|orgaan| actor.has_in(ADVISERS, orgaan.id)).collect();
            let ids: Vec<AdviesorgaanId> = organen.iter().map(|orgaan| orgaan.id).collect();
            let gebieden = gebieden_of(conn, &actor)?;
            Ok(Desk { ours: store::of_organen(conn, &ids)?, to_answer: store::awaiting_reply(conn, &gebieden)?, organen })
        })
        .await
}

/// What an advies can be about.
#[derive(Debug, Clone, Default)]
pub struct Subjects {
    /// The adviesorganen this person writes for.
    pub organen: Vec<Adviesorgaan>,
    /// Published rounds: (key, name).
    pub rounds: Vec<(RoundId, String)>,
    /// Ideas that residents may still vote on: (key, title, name of the round).
    pub ideas: Vec<(IdeaId, String, String)>,
}

/// What a member can begin an advies about.
///
/// # Errors
/// When the database fails.
pub async fn subjects(context: &Context, actor: &Actor) -> Result<Subjects> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let organen = store::organen(conn)?.into_iter().filter(|orgaan| actor.has_in(ADVISERS, orgaan.id)).collect();
            let open = |round: &rounds::Round| round.status == RoundStatus::Published && !round.schedule.is_over(Phase::Vote, now);
            let rounds: BTreeMap<RoundId, String> = rounds::all(conn)?.into_iter().filter(open).map(|round| (round.id, round.name)).collect();
            let ideas =
                store::open_ideas(conn)?.into_iter().filter_map(|(id, title, round)| Some((id, title, rounds.get(&round)?.clone()))).collect();
            Ok(Subjects { organen, ideas, rounds: rounds.into_iter().collect() })
        })
        .await
}

/// What a member begins an advies about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A whole round.
    Round(RoundId),
    /// One idea.
    Idea(IdeaId),
}

/// Begins an advies as a draft that only members see.
///
/// # Errors
/// `Forbidden` for who is no member; `NotFound` for what is not public.
pub async fn draft(context: &Context, actor: &Actor, orgaan: AdviesorgaanId, topic: Topic, text: AdviesText) -> Result<AdviesId> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let person = actor.person().filter(|_| actor.has_in(ADVISERS, orgaan)).ok_or(Error::Forbidden)?;
            let about = match topic {
                Topic::Round(round) => About { round, idea: None },
                Topic::Idea(idea) => {
                    let idea = ideas::find(conn, idea)?;
                    About { round: idea.round_id, idea: Some(idea.id).filter(|_| idea.state.is_public()) }
                }
            };
            let round = rounds::find(conn, about.round)?;
            if round.status == RoundStatus::Draft || (about.idea.is_none() && matches!(topic, Topic::Idea(_))) {
                return Err(Error::NotFound);
            }
            let id = store::insert(conn, orgaan, about, &text, person, now)?;
            Deed { actor: &actor, action: "advies.draft", subject: Subject::Advies, id: id.0 }.record_inside(
                conn,
                now,
                None,
                serde_json::json!({}),
            )?;
            Ok(id)
        })
        .await
}

/// An advies as its members work on it.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// The advies.
    pub shown: Shown,
    /// Its texts, newest first.
    pub texts: Vec<TextVersion>,
    /// Whether this member is the chair.
    pub chair: bool,
}

/// An advies for the members of its adviesorgaan.
///
/// # Errors
/// `NotFound` for everybody else: that it exists is theirs to tell.
pub async fn workshop(context: &Context, actor: &Actor, id: AdviesId) -> Result<Workshop> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let shown = store::find_shown(conn, id)?;
            let orgaan = shown.advies.adviesorgaan_id;
            if !actor.has_in(ADVISERS, orgaan) {
                return Err(Error::NotFound);
            }
            Ok(Workshop { texts: store::texts_of(conn, id)?, chair: actor.has_in(CHAIR, orgaan), shown })
        })
        .await
}

/// An advies, locked, for one of its members, who saw this version.
fn open_for_member(conn: &mut Db, actor: &Actor, id: AdviesId, version: i64, roles: &[Role]) -> Result<Advies> {
    let advies = store::lock(conn, id)?;
    if !actor.has_in(ADVISERS, advies.adviesorgaan_id) {
        return Err(Error::NotFound);
    }
    if !actor.has_in(roles, advies.adviesorgaan_id) {
        return Err(Error::Forbidden);
    }
    if advies.version == version { Ok(advies) } else { Err(Error::Conflict) }
}

/// Changes the text of a draft. Every text is kept.
///
/// # Errors
/// `Conflict` when somebody changed it since this member opened it; a refusal when it is no draft.
pub async fn save(context: &Context, actor: &Actor, id: AdviesId, version: i64, text: AdviesText) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let advies = open_for_member(conn, &actor, id, version, ADVISERS)?;
            let person = actor.person().ok_or(Error::Forbidden)?;
            if !advies.state.is_open() {
                return Err(Error::refused(Message::new("error-advies-fixed")));
            }
            store::set_text(conn, &advies, &text, person, now)?;
            Deed { actor: &actor, action: "advies.write", subject: Subject::Advies, id: id.0 }.record_inside(conn, now, None, serde_json::json!({}))
        })
        .await
}

/// Takes an advies a step further inside its adviesorgaan: put up for adoption by a member; reopened,
/// adopted or published by the chair.
///
/// # Errors
/// `Conflict` when the text is not the one this member saw; a refusal when the step is not possible.
pub async fn step(context: &Context, actor: &Actor, id: AdviesId, version: i64, step: AdviesStep) -> Result<()> {
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
            store::set_state(conn, id, state)?;
            let (action, public) = match step {
                AdviesStep::Propose => ("advies.propose", false),
                AdviesStep::Reopen => ("advies.reopen", false),
                AdviesStep::Adopt => ("advies.adopt", false),
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
                AdviesStep::Reopen => Ok(()),
                AdviesStep::Adopt => adopted(&context, conn, &advies),
                AdviesStep::Publish | AdviesStep::Answer => made_public(&context, conn, &actor, &advies),
            }
        })
        .await
}

fn after(advies: &Advies, step: AdviesStep) -> Result<AdviesState> {
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
fn adopted(context: &Context, conn: &mut Db, advies: &Advies) -> Result<()> {
    let now = context.now();
    let orgaan = store::lock_orgaan(conn, advies.adviesorgaan_id)?;
    let year = now.day().year();
    let used = store::kenmerken(conn, orgaan.id, &format!("{}-{year}-", orgaan.slug.to_uppercase()))?;
    let name = kenmerk(&orgaan.slug, year, next_number(used.iter().map(String::as_str)));
    store::set_adopted(conn, advies.id, &name, now)?;
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
    on_idea(conn, actor, advies, "idea.advies", now)?;
    let round = rounds::find(conn, advies.round_id)?;
    let subject = || Message::new("mail-advies-published-subject").with("orgaan", &orgaan.name);
    let text = || Message::new("mail-advies-published-text").with("orgaan", &orgaan.name).with("title", &advies.title);
    let page = context.url(&format!("/adviezen/{}", advies.id));
    for colleague in team_at(conn, round.place(), now.day())? {
        let date = long_date(working_days::last_day(due), colleague.language);
        let letter = Letter::new(subject())
            .line(text())
            .line(Message::new("mail-advies-reply-by").with("date", date))
            .button(Message::new("mail-advies-reply-button"), context.url(&format!("/werk/adviezen/{}/reactie", advies.id)));
        context.post(conn, &colleague, &letter)?;
    }
    let letter = Letter::new(subject()).line(text()).button(Message::new("mail-advies-button"), page);
    for person in told(conn, advies, now)? {
        context.post(conn, &person, &letter)?;
    }
    Ok(())
}

/// The members, and the owner of the idea.
fn told(conn: &mut Db, advies: &Advies, now: Instant) -> Result<Vec<Person>> {
    let mut all: Vec<Person> = members_of(conn, advies.adviesorgaan_id, now.day())?.into_iter().map(|(_, person)| person).collect();
    if let Some(idea) = advies.idea_id {
        let owner = ideas::find(conn, idea)?.owner_id;
        if all.iter().all(|person| person.id != owner) {
            all.push(people::find(conn, owner)?);
        }
    }
    Ok(all)
}

/// Notes on the timeline of the idea what happened to an advies about it.
fn on_idea(conn: &mut Db, actor: &Actor, advies: &Advies, action: &'static str, now: Instant) -> Result<()> {
    let Some(idea) = advies.idea_id else { return Ok(()) };
    Deed { actor, action, subject: Subject::Idea, id: idea.0 }.record(conn, now, None, serde_json::json!({ "advies": advies.id }))
}

/// A public advies for the gebiedsteam that must reply to it.
///
/// # Errors
/// `NotFound` when it is not public, `Forbidden` for other gebiedsteams.
pub async fn to_answer(context: &Context, actor: &Actor, id: AdviesId) -> Result<Shown> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let shown = store::find_shown(conn, id)?;
            let round = rounds::find(conn, shown.advies.round_id)?;
            match shown.advies.state.is_public() {
                false => Err(Error::NotFound),
                true if actor.has_at(REVIEWERS, round.place()) => Ok(shown),
                true => Err(Error::Forbidden),
            }
        })
        .await
}

/// The gebiedsteam replies in public, once: follows the advies, a part of it, or not, with a reason.
///
/// # Errors
/// `Forbidden` for other gebiedsteams; a refusal when it was answered already.
pub async fn answer(context: &Context, actor: &Actor, id: AdviesId, kind: ReplyKind, reason: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let advies = store::lock(conn, id)?;
            let round = rounds::find(conn, advies.round_id)?;
            let person = actor.person().filter(|_| actor.has_at(REVIEWERS, round.place())).ok_or(Error::Forbidden)?;
            let state = after(&advies, AdviesStep::Answer)?;
            store::set_state(conn, id, state)?;
            store::add_reply(conn, &Reply { advies_id: id, kind, reason: reason.clone(), author_id: person, at: now })?;
            let deed = Deed { actor: &actor, action: "advies.answer", subject: Subject::Advies, id: id.0 };
            deed.record(conn, now, Some(&reason), serde_json::json!({ "kind": kind }))?;
            on_idea(conn, &actor, &advies, "idea.advies_reply", now)?;
            let letter = Letter::new(Message::new("mail-advies-answered-subject").with("title", &advies.title))
                .line(Message::new("mail-advies-answered-text"))
                .quote(reason)
                .button(Message::new("mail-advies-button"), context.url(&format!("/adviezen/{id}")));
            for person in told(conn, &advies, now)? {
                context.post(conn, &person, &letter)?;
            }
            Ok(())
        })
        .await
}
