//! Setting up a round: from a template to published rules.

use std::collections::BTreeSet;

use super::{deed, must_manage, staff_at};
use crate::app::Context;
use crate::domain::flaws::{self, Flaw};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{BuurtId, GebiedId, WijkId};
use crate::domain::money::Cents;
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, Place, REVIEWERS, ROUND_MANAGERS};
use crate::domain::phase::{Phase, Schedule};
use crate::domain::published::{PublishedRules, hash};
use crate::domain::rules::{Rules, Template};
use crate::domain::text::slug;
use crate::domain::time::{Instant, long_date};
use crate::error::{Error, FieldError, Message, Result};
use crate::secrets::hex;
use crate::storage::rounds::{NewRound, Round};
use crate::storage::{Db, areas, ideas, ledger, round_records, rounds};
use crate::views::mail::Letter;

/// A new round from a template.
#[derive(Debug, Clone)]
pub struct NewFromTemplate {
    /// Where to start from.
    pub template: Template,
    /// The gebied whose gebiedsteam runs it.
    pub gebied: GebiedId,
    /// Its wijken, all in that gebied.
    pub wijken: Vec<WijkId>,
    /// Name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
}

/// Everything about a round that can be set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// Name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Its wijken.
    pub wijken: Vec<WijkId>,
    /// Its buurten; a wijk without any of these is in as a whole.
    pub buurten: Vec<BuurtId>,
    /// The rules.
    pub rules: Rules,
    /// The dates.
    pub schedule: Schedule,
    /// Decision of the gemeenteraad.
    pub raadsbesluit: Option<String>,
    /// When the verdicts are published together.
    pub verdicts_at: Option<Instant>,
}

/// Makes a draft of a round; gives its slug.
///
/// # Errors
/// When the actor does not manage rounds there, or a wijk is not in the gebied.
pub async fn create(context: &Context, actor: Actor, new: NewFromTemplate) -> Result<String> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            if !actor.has_at(ROUND_MANAGERS, Place { gebied: new.gebied, wijk: None }) {
                return Err(Error::Forbidden);
            }
            let inhabitants = inhabitants(conn, new.gebied, &new.wijken, &[], now)?;
            let row = NewRound {
                slug: free_slug(conn, &new.name)?,
                name: new.name,
                purpose: new.purpose,
                gebied: new.gebied,
                rules: new.template.rules(),
                schedule: Schedule::proposed(now.day()),
                wijken: new.wijken,
                inhabitants,
                raadsbesluit: None,
                verdicts_at: None,
            };
            let id = rounds::insert(conn, &row, now)?;
            let round = rounds::find(conn, id)?;
            let detail = serde_json::json!({ "template": new.template.as_str() });
            deed(&actor, "round.create", &round).record_inside(conn, now, None, detail)?;
            Ok(row.slug)
        })
        .await
}

/// An address for a round that no other round has.
fn free_slug(conn: &mut Db, name: &str) -> Result<String> {
    let wanted = slug(name);
    let wanted = if wanted.is_empty() { "ronde".to_owned() } else { wanted };
    // "nieuw" is the address of the form for a new round.
    let taken: BTreeSet<String> = rounds::all(conn)?.into_iter().map(|round| round.slug).chain(["nieuw".to_owned()]).collect();
    let numbered = (2..).map(|n| format!("{wanted}-{n}"));
    std::iter::once(wanted.clone()).chain(numbered).find(|slug| !taken.contains(slug)).ok_or_else(|| Error::internal("no free slug"))
}

/// Inhabitants of these wijken, or of the chosen buurten of a wijk; all must be in the gebied.
fn inhabitants(conn: &mut Db, gebied: GebiedId, wijken: &[WijkId], buurten: &[BuurtId], now: Instant) -> Result<i64> {
    let parts = areas::buurten(conn, now.day())?;
    let mut total = 0;
    for id in wijken {
        let wijk = areas::find_wijk(conn, *id)?;
        if wijk.gebied != gebied {
            return Err(Error::Invalid(vec![FieldError::new("wijk", Message::new("error-round-wijk"))]));
        }
        let chosen: Vec<i64> = parts.iter().filter(|b| b.wijk == *id && buurten.contains(&b.id)).map(|b| b.inhabitants).collect();
        total += if chosen.is_empty() { wijk.inhabitants } else { chosen.iter().sum() };
    }
    let outside = buurten.iter().any(|id| !parts.iter().any(|b| b.id == *id && wijken.contains(&b.wijk)));
    if outside { Err(Error::Invalid(vec![FieldError::new("buurt", Message::new("error-round-buurt"))])) } else { Ok(total) }
}

/// Changes a round: freely while it is a draft; with a public reason, as a new version of the rules,
/// once it is published; not at all once residents take part.
///
/// # Errors
/// When it is frozen, changed by somebody else, or not right.
pub async fn save(context: &Context, actor: Actor, slug: String, version: i64, setup: Setup, reason: String) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let round = rounds::lock(conn, &slug)?;
            must_manage(&actor, &round)?;
            must_be_open_to_change(&round, now)?;
            if round.version != version {
                return Err(Error::Conflict);
            }
            let published = round.status == RoundStatus::Published;
            if published && reason.is_empty() {
                return Err(Error::Invalid(vec![FieldError::new("reason", Message::new("error-round-reason"))]));
            }
            let inhabitants = inhabitants(conn, round.gebied, &setup.wijken, &setup.buurten, now)?;
            let row = NewRound {
                slug,
                name: setup.name,
                purpose: setup.purpose,
                gebied: round.gebied,
                rules: setup.rules,
                schedule: setup.schedule,
                wijken: setup.wijken,
                inhabitants,
                raadsbesluit: setup.raadsbesluit,
                verdicts_at: setup.verdicts_at,
            };
            if !rounds::update(conn, round.id, version, &row)? {
                return Err(Error::Conflict);
            }
            rounds::set_buurten(conn, round.id, &setup.buurten)?;
            let changed = rounds::find(conn, round.id)?;
            if !published {
                return deed(&actor, "round.change", &changed).record_inside(conn, now, None, serde_json::json!({}));
            }
            must_be_right(conn, &changed, now)?;
            add_version(conn, &actor, &changed, &reason, now)?;
            tell_team(&context, conn, &changed, "mail-round-changed-subject", "mail-round-changed-text", Some(&reason))
        })
        .await
}

/// Refuses changes to rules that are frozen, or to a round that was stopped.
fn must_be_open_to_change(round: &Round, now: Instant) -> Result<()> {
    match round.status {
        RoundStatus::Stopped => Err(Error::refused(Message::new("error-round-stopped"))),
        RoundStatus::Draft | RoundStatus::Published if round.is_frozen(now) => Err(Error::refused(Message::new("error-round-frozen"))),
        RoundStatus::Draft | RoundStatus::Published => Ok(()),
    }
}

/// What is missing, impossible or odd about a round.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The round.
    pub round: Round,
    /// What was found; those that block first.
    pub flaws: Vec<Flaw>,
}

/// What is missing, impossible or odd about a round, for those who manage it.
///
/// # Errors
/// `NotFound`, `Forbidden`, or when the database fails.
pub async fn check(context: &Context, actor: Actor, slug: String) -> Result<Checked> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            must_manage(&actor, &round)?;
            let mut flaws = flaws(conn, &round, now)?;
            flaws.sort_by_key(|flaw| !flaw.blocks());
            Ok(Checked { round, flaws })
        })
        .await
}

fn flaws(conn: &mut Db, round: &Round, now: Instant) -> Result<Vec<Flaw>> {
    let placed = !rounds::wijken_of(conn, round.id)?.is_empty();
    let mut found = flaws::flaws(&round.rules, &round.schedule, round.inhabitants, placed);
    if round.schedule.opens_at().is_some_and(|opens| opens <= now) && round.status == RoundStatus::Draft {
        found.push(Flaw::AlreadyBegun);
    }
    if round.raadsbesluit.is_none() {
        found.push(Flaw::NoRaadsbesluit);
    }
    let free = ledger::balance(conn, round.gebied, round.budget_year(now))?.free();
    if free < round.amount() {
        found.push(Flaw::NotGranted { free, total: round.amount() });
    }
    if round.schedule.is_over(Phase::Review, now) && !round.schedule.is_over(Phase::Vote, now) {
        let plans = ideas::public_of_round(conn, round.id)?;
        let costs: Vec<Cents> = plans.iter().filter(|idea| idea.state == IdeaState::Feasible).filter_map(|idea| idea.cost).collect();
        found.extend(flaws::plan_flaws(&round.rules, round.inhabitants, &costs));
    }
    Ok(found)
}

fn must_be_right(conn: &mut Db, round: &Round, now: Instant) -> Result<()> {
    let begun = round.schedule.opens_at().is_some_and(|opens| opens <= now);
    if begun || flaws(conn, round, now)?.iter().any(Flaw::blocks) {
        return Err(Error::refused(Message::new("error-round-flaws")));
    }
    Ok(())
}

/// Publishes the rules of a draft: from here on the clock decides.
///
/// # Errors
/// When something is missing or impossible, or somebody else changed it in the meantime.
pub async fn publish(context: &Context, actor: Actor, slug: String, version: i64) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let round = rounds::lock(conn, &slug)?;
            must_manage(&actor, &round)?;
            if round.version != version {
                return Err(Error::Conflict);
            }
            must_be_right(conn, &round, context.now())?;
            publish_in(&context, conn, &actor, &round)
        })
        .await
}

/// Publishes a draft inside an open transaction, whatever its dates: version 1 of its rules, the
/// event, and a mail to the gebiedsteam.
///
/// # Errors
/// When it is no draft, or the database fails.
pub fn publish_in(context: &Context, conn: &mut Db, actor: &Actor, round: &Round) -> Result<()> {
    if round.status != RoundStatus::Draft {
        return Err(Error::refused(Message::new("error-round-published")));
    }
    let now = context.now();
    rounds::set_published(conn, round.id, now)?;
    add_version(conn, actor, round, "", now)?;
    tell_team(context, conn, round, "mail-round-published-subject", "mail-round-published-text", None)
}

fn add_version(conn: &mut Db, actor: &Actor, round: &Round, reason: &str, now: Instant) -> Result<()> {
    let text = text_of(conn, round)?.text()?;
    let hash = hash(&text);
    let version = round_records::add_version(conn, round.id, &text, &hash, reason, now)?;
    let action = if version == 1 { "round.publish" } else { "round.new_rules" };
    let detail = serde_json::json!({ "version": version, "hash": hex(&hash) });
    deed(actor, action, round).record(conn, now, Some(reason).filter(|reason| !reason.is_empty()), detail)
}

/// The rules of a round as they are now, ready to be published.
pub(super) fn text_of(conn: &mut Db, round: &Round) -> Result<PublishedRules> {
    let places = rounds::places(conn)?;
    Ok(PublishedRules {
        name: round.name.clone(),
        purpose: round.purpose.clone(),
        wijken: super::places_of(&places, round).into_iter().map(|place| place.slug).collect(),
        buurten: rounds::buurten_of(conn, round.id)?.into_iter().map(|(_, code, _)| code).collect(),
        inhabitants: round.inhabitants,
        raadsbesluit: round.raadsbesluit.clone(),
        rules: round.rules.clone(),
        phases: PublishedRules::dates(&round.schedule),
        verdicts_at: round.verdicts_at,
    })
}

fn tell_team(context: &Context, conn: &mut Db, round: &Round, subject: &'static str, text: &'static str, reason: Option<&str>) -> Result<()> {
    for person in staff_at(conn, round.place(), REVIEWERS, context.now())? {
        let opens = round.schedule.opens_at().map_or_else(String::new, |at| long_date(at.day(), person.language));
        let letter =
            Letter::new(Message::new(subject).with("name", &round.name)).line(Message::new(text).with("name", &round.name).with("opens", opens));
        let letter = reason.map_or_else(|| letter.clone(), |reason| letter.clone().quote(reason));
        let letter = letter.button(Message::new("mail-round-button"), context.url(&format!("/rondes/{}/spelregels", round.slug)));
        context.post(conn, &person, &letter)?;
    }
    Ok(())
}
