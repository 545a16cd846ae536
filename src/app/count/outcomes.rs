//! The way of an outcome to the public page: checked by a second person, confirmed by the
//! wijkwethouder, published by the gebiedsmanager. Nothing is skipped, nothing is done twice.

use super::alarms::alarms;
use super::ceremony::{self, State, turn};
use super::lot::Lot;
use super::tally::agree;
use super::told::{Told, ToldPlan};
use super::turnout::Turnout;
use crate::app::staff::Fresh;
use crate::app::{Context, Deed, ideas as ideas_app, ledger};
use crate::counting::explain::Replay;
use crate::counting::{Bundle, Election, Outcome};
use crate::domain::area::Wijk;
use crate::domain::ceremony::Step;
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaState, IdeaStep};
use crate::domain::ids::RoundId;
use crate::domain::money::Cents;
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, REVIEWERS, Role};
use crate::domain::phase::Phase;
use crate::domain::rules::OutcomeRule;
use crate::domain::text::{self, TextError};
use crate::domain::time::{Instant, Language, Window, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::pabulib::{self, About};
use crate::storage::outcomes::{self, Row};
use crate::storage::rounds::Round;
use crate::storage::{Db, areas, ideas, rounds};

/// Who sees the count before it is public.
pub const COUNTERS: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager, Role::Wijkwethouder];
/// The fewest ballots for which the ballots themselves are published.
pub const PUBLIC_BALLOTS: i64 = 50;
/// The longest note of the wijkwethouder, in characters.
pub const MAX_NOTE: usize = 1_000;

/// An outcome with everything that is told of it.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Its steps so far.
    pub row: Row,
    /// What is told.
    pub told: Told,
    /// Who voted.
    pub turnout: Turnout,
    /// The lot, when one was drawn.
    pub lot: Option<Lot>,
    /// Names of who counted, checked and confirmed.
    pub names: [String; 3],
}

pub(super) fn counted(conn: &mut Db, round: RoundId) -> Result<Option<Counted>> {
    outcomes::find(conn, round)?.map(|row| told(conn, row)).transpose()
}

/// The outcome that holds: the newest one that was published.
pub(super) fn newest_public(conn: &mut Db, round: RoundId) -> Result<Option<Counted>> {
    outcomes::published(conn, round)?.into_iter().next().map(|row| told(conn, row)).transpose()
}

fn told(conn: &mut Db, row: Row) -> Result<Counted> {
    let names = [outcomes::name_of(conn, row.counted_by)?, outcomes::name_of(conn, row.checked_by)?, outcomes::name_of(conn, row.confirmed_by)?];
    let lot = row.lot.as_deref().map(serde_json::from_str).transpose()?;
    Ok(Counted { told: serde_json::from_str(&row.explanation)?, turnout: serde_json::from_str(&row.turnout)?, lot, row, names })
}

/// The outcome when it waits for this step and this person takes it.
fn waiting(context: &Context, conn: &mut Db, actor: &Actor, round: RoundId, step: Step) -> Result<(Round, Row)> {
    let (round, state) = turn(context, conn, actor, round, step)?;
    Ok((round, state.counted.ok_or_else(|| Error::internal("a step after the count, and no count"))?))
}

/// The outcome when it was counted, public or not, for who may count it again.
pub(super) fn recountable(context: &Context, conn: &mut Db, actor: &Actor, round: RoundId) -> Result<(Round, Row)> {
    let round = rounds::find(conn, round)?;
    if !actor.has_at(REVIEWERS, round.place()) {
        return Err(Error::Forbidden);
    }
    let state = State::read(conn, round.id)?;
    if let Some(alarm) = alarms(context, conn, round.id, &state)?.into_iter().next() {
        return Err(Error::refused(alarm));
    }
    match (state.last().is_some_and(Step::may_recount), state.counted) {
        (true, Some(row)) => Ok((round, row)),
        _ => Err(Error::refused(Message::new("error-outcome-order"))),
    }
}

/// Checks the outcome: a second member of the gebiedsteam looked at it.
///
/// # Errors
/// When it does not wait for that, or this person counted it.
pub async fn check(context: &Context, actor: &Actor, _: Fresh, round: RoundId) -> Result<()> {
    let (inner, actor) = (context.clone(), actor.clone());
    let who = actor.clone();
    let (election, outcome) = context
        .db
        .read(move |conn| {
            let (_, row) = waiting(&inner, conn, &who, round, Step::Check)?;
            documents(conn, round, row.version)
        })
        .await?;
    tokio::task::spawn_blocking(move || recount(&election, &outcome)).await.map_err(Error::internal)??;
    let inner = context.clone();
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            waiting(&inner, conn, &actor, round, Step::Check)?;
            done(outcomes::set_checked(conn, round, actor.person(), now)?)?;
            deed(&actor, "round.check_outcome", round).record(conn, now, None, serde_json::json!({}))
        })
        .await
}

/// The stored outcome must be what the stored ballots give: a change in the database is found here.
fn recount(election: &Election, outcome: &Outcome) -> Result<()> {
    let again = crate::counting::count(election).map_err(Error::internal)?;
    if again != *outcome {
        return Err(Error::refused(Message::new("error-recount")));
    }
    agree(&serde_json::to_string(election)?, outcome)
}

/// Confirms the outcome, with a note for everybody to read when there is something to say.
///
/// # Errors
/// When it does not wait for that, or this person is not the wijkwethouder of the gebied.
pub async fn confirm(context: &Context, actor: &Actor, _: Fresh, round: RoundId, note: &str) -> Result<()> {
    let note = text::paragraphs(note, 0, MAX_NOTE).map_err(|error| Error::Invalid(vec![FieldError::new("note", note_error(error))]))?;
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            waiting(&context, conn, &actor, round, Step::Confirm)?;
            let note = Some(note.as_str()).filter(|note| !note.is_empty());
            done(outcomes::set_confirmed(conn, round, actor.person(), note, now)?)?;
            deed(&actor, "round.confirm_outcome", round).record(conn, now, note, serde_json::json!({}))
        })
        .await
}

fn note_error(_: TextError) -> Message {
    Message::new("error-note-long").with("max", MAX_NOTE)
}

/// Publishes the outcome: every plan gets its place, its owner a mail, the chosen ones their money,
/// and the counting key is destroyed.
///
/// # Errors
/// When it does not wait for that, the date has not come, or this person is not the gebiedsmanager.
pub async fn publish(context: &Context, actor: &Actor, fresh: Fresh, round: RoundId, language: Language) -> Result<()> {
    let (inner, actor) = (context.clone(), actor.clone());
    let manager = actor.clone();
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            let (round, row) = waiting(&inner, conn, &actor, round, Step::Publish)?;
            if let Some(window) = round.schedule.window(Phase::Result).filter(|window| now < window.starts) {
                return Err(Error::refused(Message::new("error-publish-too-early").with("starts", long_time(window.starts, language))));
            }
            done(outcomes::set_published(conn, round.id, now)?)?;
            deed(&actor, "round.publish_outcome", round.id).record(conn, now, None, serde_json::json!({ "input_hash": row.input_hash }))?;
            let told: Told = serde_json::from_str(&row.explanation)?;
            // First what falls free, so that it can go to who is chosen now.
            let (chosen, others): (Vec<&ToldPlan>, Vec<&ToldPlan>) = told.plans().partition(|plan| plan.chosen);
            for plan in others.into_iter().chain(chosen) {
                settle(&inner, conn, &actor, &round, plan, now)?;
            }
            Ok(())
        })
        .await?;
    let earlier = context.db.read(move |conn| Ok(State::read(conn, round)?.done(Step::Destroy).is_some())).await?;
    // The key of a box that is counted again was destroyed with the first outcome.
    if earlier {
        return Ok(());
    }
    match ceremony::destroy(context, &manager, fresh, round).await {
        // The key is on another server: the outcome is public, and the page of the ceremony asks for that step.
        Err(Error::Refused(why)) => {
            tracing::warn!(round = round.0, why = why.key, "the counting key was not destroyed here");
            Ok(())
        }
        other => other,
    }
}

/// What an outcome means for a plan that is here now; nothing when it stays where it is. A plan that
/// was withdrawn stays withdrawn, and work that began goes on.
const fn meaning(now: IdeaState, plan: &ToldPlan) -> Option<IdeaStep> {
    match (now, plan.chosen, plan.reserve) {
        (IdeaState::Feasible | IdeaState::Reserve | IdeaState::NotChosen, true, _) => Some(IdeaStep::Choose),
        (IdeaState::Feasible | IdeaState::NotChosen, false, true) => Some(IdeaStep::PutOnReserve),
        (IdeaState::Feasible, false, false) => Some(IdeaStep::NotChoose),
        // Only after a recount: an earlier outcome chose it.
        (IdeaState::Chosen, false, _) => Some(IdeaStep::Stop),
        _ => None,
    }
}

/// Gives one plan the place the outcome gives it, and its money.
fn settle(context: &Context, conn: &mut Db, actor: &Actor, round: &Round, plan: &ToldPlan, now: Instant) -> Result<()> {
    let idea = ideas::lock(conn, plan.idea)?;
    let Some(step) = meaning(idea.state, plan) else { return Ok(()) };
    let why = plan.why.nl.first().map_or("", String::as_str);
    let idea = ideas_app::step(context, conn, actor, &idea, step, Some(why).filter(|why| !why.is_empty()))?;
    if step == IdeaStep::Stop {
        return ledger::release(conn, actor, round, &idea, why, now);
    }
    if !plan.chosen {
        return Ok(());
    }
    match ledger::reserve(conn, actor, round, &idea, Cents(plan.cost), why, now) {
        // A list of priorities is made without looking at money: what does not fit in the
        // gebiedsbudget is still a priority, and gets its money when there is some.
        Err(Error::Refused(_)) if matches!(round.rules.outcome, OutcomeRule::Top { .. }) => Ok(()),
        reserved => reserved,
    }
}

fn deed<'a>(actor: &'a Actor, action: &'static str, round: RoundId) -> Deed<'a> {
    Deed { actor, action, subject: Subject::Round, id: round.0 }
}

fn done(changed: bool) -> Result<()> {
    if changed { Ok(()) } else { Err(Error::Conflict) }
}

/// The outcome of a round as everybody sees it.
#[derive(Debug, Clone)]
pub struct Public {
    /// The round.
    pub round: Round,
    /// When the outcome is due, when it is not there yet.
    pub due: Option<Window>,
    /// The outcome.
    pub counted: Option<Counted>,
    /// Every outcome that was published, newest first: the first one holds.
    pub versions: Vec<Version>,
    /// Why the ballots are being counted again, while that is under way.
    pub recounting: Option<String>,
    /// The wijken of the city, for the map.
    pub city: Vec<Wijk>,
}

/// One of the published outcomes of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: i64,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// Why it came beside the one before.
    pub why: Option<String>,
}

/// The outcome of a round that was published, or when to expect it.
///
/// # Errors
/// `NotFound` when there is no such round or it is a draft.
pub async fn public(context: &Context, slug: String) -> Result<Public> {
    find_public(context, slug, None).await
}

/// An earlier or the present outcome, by its number.
///
/// # Errors
/// `NotFound` when it was not published.
pub async fn public_version(context: &Context, slug: String, version: i64) -> Result<Public> {
    let found = find_public(context, slug, Some(version)).await?;
    if found.counted.is_some() { Ok(found) } else { Err(Error::NotFound) }
}

async fn find_public(context: &Context, slug: String, version: Option<i64>) -> Result<Public> {
    let today = context.now().day();
    context
        .db
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            if round.status == RoundStatus::Draft {
                return Err(Error::NotFound);
            }
            let rows = outcomes::published(conn, round.id)?;
            let version_of = |row: &Row| Version { number: row.version, published_at: row.published_at, why: row.why.clone() };
            let versions: Vec<Version> = rows.iter().map(version_of).collect();
            let row = rows.into_iter().find(|row| version.is_none_or(|version| row.version == version));
            let counted = row.map(|row| told(conn, row)).transpose()?;
            let recounting = if versions.is_empty() { None } else { outcomes::recount_under_way(conn, round.id)? };
            let city = if counted.is_some() { areas::wijken(conn, today)? } else { Vec::new() };
            Ok(Public { due: round.schedule.window(Phase::Result), round, counted, versions, recounting, city })
        })
        .await
}

/// A published outcome with its replay.
///
/// # Errors
/// `NotFound` when it was not published.
pub async fn replayed(context: &Context, slug: String) -> Result<(Public, Replay)> {
    let found = public(context, slug).await?;
    let Some(version) = found.counted.as_ref().map(|counted| counted.row.version) else { return Err(Error::NotFound) };
    let id = found.round.id;
    let replay = context.db.read(move |conn| Ok(outcomes::replay(conn, id, version)?)).await?;
    Ok((found, serde_json::from_str(&replay)?))
}

pub(super) fn documents(conn: &mut Db, round: RoundId, version: i64) -> Result<(Election, Outcome)> {
    let (election, outcome) = outcomes::documents(conn, round, version)?;
    Ok((serde_json::from_str(&election)?, serde_json::from_str(&outcome)?))
}

/// A published outcome, as files are made of it.
///
/// # Errors
/// `NotFound` when it was not published.
pub async fn published(context: &Context, slug: String) -> Result<(Public, Election, Outcome)> {
    with_documents(context, public(context, slug).await?).await
}

/// An earlier or the present outcome, as files are made of it.
///
/// # Errors
/// `NotFound` when it was not published.
pub async fn published_version(context: &Context, slug: String, version: i64) -> Result<(Public, Election, Outcome)> {
    with_documents(context, public_version(context, slug, version).await?).await
}

async fn with_documents(context: &Context, found: Public) -> Result<(Public, Election, Outcome)> {
    let Some(version) = found.counted.as_ref().map(|counted| counted.row.version) else { return Err(Error::NotFound) };
    let id = found.round.id;
    let (election, outcome) = context.db.read(move |conn| documents(conn, id, version)).await?;
    Ok((found, election, outcome))
}

/// The bundle with which anybody can count again.
///
/// # Errors
/// When the stored election cannot be read.
pub fn bundle(election: &Election, outcome: Outcome) -> Result<String> {
    let bundle = Bundle::of(election, outcome).map_err(Error::internal)?;
    Ok(serde_json::to_string(&bundle)? + "\n")
}

/// The ballots with the outcome in the format of pabulib.org.
///
/// # Errors
/// When the format has no place for the election.
pub fn pb(context: &Context, found: &Public, election: &Election, outcome: &Outcome) -> Result<Vec<u8>> {
    let round = &found.round;
    // A vote that was taken over from elsewhere is not a vote of this municipality.
    let elsewhere = found.counted.as_ref().and_then(|counted| {
        let turnout = &counted.turnout;
        turnout.wijken.first().filter(|_| turnout.is_imported()).map(|wijk| wijk.name.clone())
    });
    let day = |at: Instant| at.day().format("%d.%m.%Y").to_string();
    let window = round.schedule.window(Phase::Vote);
    let about = About {
        description: format!("Participatory budgeting: {}", round.name),
        country: "Netherlands".to_owned(),
        subunit: elsewhere.is_none().then(|| round.name.clone()),
        unit: elsewhere.unwrap_or_else(|| context.settings.municipality.clone()),
        instance: round.slug.clone(),
        date_begin: window.map_or_else(String::new, |window| day(window.starts)),
        date_end: window.map_or_else(String::new, |window| day(window.ends)),
        language: Some("nl".to_owned()),
        comments: Vec::new(),
    };
    let mut out = Vec::new();
    pabulib::write(election, Some(outcome), &about, &mut out).map_err(Error::internal)?;
    Ok(out)
}

/// Whether the ballots themselves are published: not when there are so few, in all or in a group
/// that they carry, that a ballot could be told to be somebody's.
#[must_use]
pub const fn ballots_are_public(turnout: &Turnout) -> bool {
    turnout.ballots >= PUBLIC_BALLOTS && !turnout.small_group
}
