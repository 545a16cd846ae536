//! The way of an outcome to the public page: checked by a second person, confirmed by the
//! wijkwethouder, published by the gebiedsmanager. Nothing is skipped, nothing is done twice.

use super::holders::NEEDED;
use super::lot::Lot;
use super::told::{Told, ToldPlan};
use super::turnout::Turnout;
use super::{key, may_begin};
use crate::app::staff::Fresh;
use crate::app::{Context, Deed, ideas as ideas_app, ledger};
use crate::counting::explain::Replay;
use crate::counting::{Bundle, Election, Outcome};
use crate::domain::area::Wijk;
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaState, IdeaStep};
use crate::domain::ids::{PersonId, RoundId};
use crate::domain::money::Cents;
use crate::domain::outcome::{OutcomeState, RoundStatus};
use crate::domain::person::{Actor, REVIEWERS, Role};
use crate::domain::phase::Phase;
use crate::domain::rules::OutcomeRule;
use crate::domain::text::{self, TextError};
use crate::domain::time::{Instant, Language, Window, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::pabulib::{self, About};
use crate::storage::outcomes::{self, Row};
use crate::storage::rounds::Round;
use crate::storage::{Db, areas, ideas, key_holders, rounds};

/// Who sees the count before it is public.
pub const COUNTERS: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager, Role::Wijkwethouder];
/// The fewest ballots for which the ballots themselves are published.
pub const PUBLIC_BALLOTS: i64 = 50;
/// The longest note of the wijkwethouder, in characters.
pub const MAX_NOTE: usize = 1_000;

/// What staff can do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Voting goes on, or the date of the count has not come.
    Wait,
    /// Count.
    Count,
    /// Draw a lot in public: the rules leave a tie open.
    Draw,
    /// Check, by somebody else than who counted.
    Check,
    /// Confirm, by the wijkwethouder.
    Confirm,
    /// Publish, by the gebiedsmanager.
    Publish,
    /// Nothing: it is public.
    Done,
}

/// An outcome with everything that is told of it.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Its steps so far.
    pub row: Row,
    /// What is told.
    pub told: Told,
    /// Who voted.
    pub turnout: Turnout,
    /// The lot, when one is needed or was drawn.
    pub lot: Option<Lot>,
    /// Names of who counted, checked and confirmed.
    pub names: [String; 3],
}

impl Counted {
    /// Whether a lot must be drawn first.
    #[must_use]
    pub const fn needs_lot(&self) -> bool {
        !self.told.lot_between.is_empty()
    }
}

/// The count of a round, as staff see it.
#[derive(Debug, Clone)]
pub struct Ceremony {
    /// The round.
    pub round: Round,
    /// The next step.
    pub next: Next,
    /// Whether this person takes it.
    pub mine: bool,
    /// Whether this person can take a plan out.
    pub recounts: bool,
    /// Who can open the box together; nobody when one key file opens it.
    pub holders: Vec<(PersonId, String)>,
    /// The outcome, once it is counted.
    pub counted: Option<Counted>,
}

/// The count of a round: what was done and what comes next.
///
/// # Errors
/// When this person may not see it.
pub async fn ceremony(context: &Context, actor: &Actor, round: RoundId) -> Result<Ceremony> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let round = rounds::find(conn, round)?;
            if !actor.has_at(COUNTERS, round.place()) {
                return Err(Error::Forbidden);
            }
            let counted = counted(conn, round.id)?;
            let next = next(&round, counted.as_ref(), now);
            let mine = takes(&actor, &round, next, counted.as_ref().map(|counted| &counted.row));
            // A vote that was taken over from elsewhere is not ours to count again.
            let ours = counted.as_ref().is_none_or(|counted| !counted.turnout.is_imported());
            let recounts = ours && actor.has_at(REVIEWERS, round.place());
            let all: Vec<(PersonId, String)> = key_holders::all(conn, round.id)?.into_iter().map(|holder| (holder.person, holder.name)).collect();
            let holders = if next == Next::Count && all.len() >= NEEDED { all } else { Vec::new() };
            Ok(Ceremony { round, next, mine, recounts, holders, counted })
        })
        .await
}

pub(super) fn next(round: &Round, counted: Option<&Counted>, now: Instant) -> Next {
    match counted.map(|counted| counted.row.state) {
        None if may_begin(round, now) => Next::Count,
        None => Next::Wait,
        Some(OutcomeState::Counted) if counted.is_some_and(Counted::needs_lot) => Next::Draw,
        Some(OutcomeState::Counted) => Next::Check,
        Some(OutcomeState::Checked) => Next::Confirm,
        Some(OutcomeState::Confirmed) => Next::Publish,
        Some(OutcomeState::Published) => Next::Done,
    }
}

/// Whether this person takes this step: each needs its own role, and another pair of eyes.
pub(super) fn takes(actor: &Actor, round: &Round, next: Next, row: Option<&Row>) -> bool {
    let place = round.place();
    let took = |earlier: &[Option<PersonId>]| earlier.contains(&actor.person());
    match (next, row) {
        (Next::Count, _) | (Next::Draw, Some(_)) => actor.has_at(REVIEWERS, place),
        (Next::Check, Some(row)) => actor.has_at(REVIEWERS, place) && !took(&[row.counted_by]),
        (Next::Confirm, Some(row)) => actor.has_at(&[Role::Wijkwethouder], place) && !took(&[row.counted_by, row.checked_by]),
        (Next::Publish, Some(_)) => actor.has_at(&[Role::Gebiedsmanager], place),
        _ => false,
    }
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
pub(super) fn waiting(conn: &mut Db, actor: &Actor, round: RoundId, step: Next, now: Instant) -> Result<(Round, Row)> {
    let round = rounds::find(conn, round)?;
    if !actor.has_at(COUNTERS, round.place()) {
        return Err(Error::Forbidden);
    }
    let counted = counted(conn, round.id)?.ok_or_else(|| Error::refused(Message::new("error-outcome-order")))?;
    if next(&round, Some(&counted), now) != step {
        return Err(Error::refused(Message::new("error-outcome-order")));
    }
    let row = counted.row;
    if !takes(actor, &round, step, Some(&row)) {
        return Err(match step {
            Next::Check if actor.person() == row.counted_by => Error::refused(Message::new("error-four-eyes")),
            Next::Confirm if actor.has_at(&[Role::Wijkwethouder], round.place()) => Error::refused(Message::new("error-four-eyes")),
            _ => Error::Forbidden,
        });
    }
    Ok((round, row))
}

/// The outcome when it was counted, public or not, for who may count it again.
pub(super) fn recountable(conn: &mut Db, actor: &Actor, round: RoundId, now: Instant) -> Result<(Round, Row)> {
    let round = rounds::find(conn, round)?;
    if !actor.has_at(REVIEWERS, round.place()) {
        return Err(Error::Forbidden);
    }
    let counted = counted(conn, round.id)?;
    match (next(&round, counted.as_ref(), now), counted) {
        (Next::Draw | Next::Check | Next::Confirm | Next::Publish | Next::Done, Some(counted)) => Ok((round, counted.row)),
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
            let (_, row) = waiting(conn, &who, round, Next::Check, inner.now())?;
            documents(conn, round, row.version)
        })
        .await?;
    tokio::task::spawn_blocking(move || recount(&election, &outcome)).await.map_err(Error::internal)??;
    let inner = context.clone();
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            waiting(conn, &actor, round, Next::Check, now)?;
            done(outcomes::set_checked(conn, round, actor.person(), now)?)?;
            deed(&actor, "round.check_outcome", round).record(conn, now, None, serde_json::json!({}))
        })
        .await
}

/// The stored outcome must be what the stored ballots give: a change in the database is found here.
fn recount(election: &Election, outcome: &Outcome) -> Result<()> {
    let again = crate::counting::count(election).map_err(Error::internal)?;
    if again == *outcome { Ok(()) } else { Err(Error::refused(Message::new("error-recount"))) }
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
            waiting(conn, &actor, round, Next::Confirm, now)?;
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
pub async fn publish(context: &Context, actor: &Actor, _: Fresh, round: RoundId, language: Language) -> Result<()> {
    let (inner, actor) = (context.clone(), actor.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            let (round, row) = waiting(conn, &actor, round, Next::Publish, now)?;
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
    key::destroy(context, round).map_err(|error| {
        tracing::error!(round = round.0, %error, "the counting key was not destroyed; remove its file");
        Error::internal(error)
    })
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
