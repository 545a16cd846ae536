//! What the pages about rounds and wijken show.

use super::{Context, evaluation_due, must_manage, places_of, staff_at};
use crate::app::areas::by_gebied;
use crate::domain::area::{Buurt, Gebied, Wijk};
use crate::domain::event::Subject;
use crate::domain::idea::IdeaState;
use crate::domain::ids::{BuurtId, GebiedId, RoundId};
use crate::domain::ledger::Balance;
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, Place, REVIEWERS, ROUND_MANAGERS, Role};
use crate::domain::published::PublishedRules;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::storage::events::Event;
use crate::storage::polling::PollingPlace;
use crate::storage::round_records::{self, Evaluation, Extension, RulesVersion};
use crate::storage::rounds::{Round, RoundPlace};
use crate::storage::{Db, areas, events, ledger, polling, rounds};

/// A round with what lists say about it.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The round.
    pub round: Round,
    /// Its wijken.
    pub places: Vec<RoundPlace>,
    /// Ideas that were sent in.
    pub ideas: i64,
    /// Ideas that residents can vote on, or could.
    pub plans: i64,
    /// Whether its outcome is public.
    pub outcome: bool,
}

/// All rounds, drafts too, in a constant number of queries.
///
/// # Errors
/// When the database fails.
pub fn overviews(conn: &mut Db) -> Result<Vec<Overview>> {
    let (all, places) = (rounds::all(conn)?, rounds::places(conn)?);
    let (counts, outcomes) = (rounds::idea_counts(conn)?, rounds::with_outcome(conn)?);
    Ok(all.into_iter().map(|round| shown(round, &places, &counts, &outcomes)).collect())
}

fn shown(round: Round, places: &[RoundPlace], counts: &[(RoundId, IdeaState, i64)], outcomes: &[RoundId]) -> Overview {
    let of = |wanted: fn(IdeaState) -> bool| counts.iter().filter(|(id, state, _)| *id == round.id && wanted(*state)).map(|(_, _, n)| n).sum();
    Overview { places: places_of(places, &round), ideas: of(|_| true), plans: of(is_plan), outcome: outcomes.contains(&round.id), round }
}

/// Whether an idea came through the review: residents can vote on it, or could.
fn is_plan(state: IdeaState) -> bool {
    use IdeaState as S;
    matches!(state, S::Feasible | S::Chosen | S::NotChosen | S::Reserve | S::InProgress | S::Done | S::Stopped)
}

/// The round with this slug, with what lists say about it.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn overview(conn: &mut Db, slug: &str) -> Result<Overview> {
    let round = rounds::by_slug(conn, slug)?;
    let (places, counts, outcomes) = (rounds::places(conn)?, rounds::idea_counts(conn)?, rounds::with_outcome(conn)?);
    Ok(shown(round, &places, &counts, &outcomes))
}

/// The whole city: gebieden with their wijken, and all rounds that are not drafts.
#[derive(Debug, Clone)]
pub struct City {
    /// Gebieden with their wijken.
    pub gebieden: Vec<(Gebied, Vec<Wijk>)>,
    /// Rounds.
    pub rounds: Vec<Overview>,
    /// When.
    pub now: Instant,
}

/// The whole city.
///
/// # Errors
/// When the database fails.
pub async fn city(context: &Context) -> Result<City> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let public = overviews(conn)?.into_iter().filter(|o| o.round.status != RoundStatus::Draft).collect();
            Ok(City { gebieden: by_gebied(conn, now.day())?, rounds: public, now })
        })
        .await
}

/// What the page of a wijk shows.
#[derive(Debug, Clone)]
pub struct WijkPage {
    /// The wijk.
    pub wijk: Wijk,
    /// Its gebied.
    pub gebied: Gebied,
    /// Its buurten.
    pub buurten: Vec<Buurt>,
    /// Its rounds, also those of an earlier division.
    pub rounds: Vec<Overview>,
    /// Names of the wijkwethouder.
    pub wethouder: Vec<String>,
    /// Names of the gebiedsteam.
    pub team: Vec<String>,
    /// The gebiedsbudget of this year.
    pub balance: Balance,
    /// When.
    pub now: Instant,
}

/// The page of a wijk.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub async fn wijk_page(context: &Context, slug: String) -> Result<WijkPage> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let wijk = areas::wijk_by_slug(conn, &slug, now.day())?;
            let gebied = areas::find_gebied(conn, wijk.gebied)?;
            let place = Place { gebied: gebied.id, wijk: Some(wijk.id) };
            let names = |people: Vec<crate::storage::people::Person>| people.into_iter().map(|person| person.name).collect();
            let here = |o: &Overview| o.round.status != RoundStatus::Draft && o.places.iter().any(|place| place.slug == slug);
            Ok(WijkPage {
                buurten: areas::buurten_of(conn, wijk.id, now.day())?,
                rounds: overviews(conn)?.into_iter().filter(here).collect(),
                wethouder: names(staff_at(conn, place, &[Role::Wijkwethouder], now)?),
                team: names(staff_at(conn, place, REVIEWERS, now)?),
                balance: ledger::balance(conn, gebied.id, chrono::Datelike::year(&now.day()))?,
                wijk,
                gebied,
                now,
            })
        })
        .await
}

/// What the page of a round shows.
#[derive(Debug, Clone)]
pub struct RoundPage {
    /// The round.
    pub overview: Overview,
    /// Its gebied.
    pub gebied: Gebied,
    /// Names of its buurten, when it is for a part of a wijk.
    pub buurten: Vec<String>,
    /// Phases that were made longer.
    pub extensions: Vec<Extension>,
    /// What was learned.
    pub evaluation: Option<Evaluation>,
    /// Whether an evaluation should have been begun.
    pub evaluation_due: bool,
    /// What happened, in public.
    pub events: Vec<Event>,
    /// Where people can vote on paper.
    pub places: Vec<PollingPlace>,
    /// Whether the reader manages this round.
    pub manages: bool,
    /// When.
    pub now: Instant,
}

/// The page of a round. A draft is there for those who manage it only.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub async fn round_page(context: &Context, actor: Actor, slug: String) -> Result<RoundPage> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let overview = overview(conn, &slug)?;
            let round = &overview.round;
            let manages = actor.has_at(ROUND_MANAGERS, round.place());
            if round.status == RoundStatus::Draft && !manages {
                return Err(Error::NotFound);
            }
            Ok(RoundPage {
                gebied: areas::find_gebied(conn, round.gebied)?,
                buurten: rounds::buurten_of(conn, round.id)?.into_iter().map(|(_, _, name)| name).collect(),
                extensions: round_records::extensions(conn, round.id)?,
                evaluation: round_records::evaluation(conn, round.id)?,
                evaluation_due: evaluation_due(round, now),
                events: events::about(conn, Subject::Round, round.id.0, false)?,
                places: polling::all(conn, round.id)?,
                manages,
                overview,
                now,
            })
        })
        .await
}

/// What the page with the rules of a round shows.
#[derive(Debug, Clone)]
pub struct RulesPage {
    /// The round.
    pub overview: Overview,
    /// The rules that are shown.
    pub shown: PublishedRules,
    /// Which version that is; none when it was never published.
    pub version: Option<i64>,
    /// All versions, newest first.
    pub versions: Vec<RulesVersion>,
}

/// The rules of a round, in the newest version or in this one.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub async fn rules_page(context: &Context, actor: Actor, slug: String, version: Option<i64>) -> Result<RulesPage> {
    context
        .db
        .read(move |conn| {
            let overview = overview(conn, &slug)?;
            if overview.round.status == RoundStatus::Draft && !actor.has_at(ROUND_MANAGERS, overview.round.place()) {
                return Err(Error::NotFound);
            }
            let versions = round_records::versions(conn, overview.round.id)?;
            let found = match version {
                Some(number) => Some(versions.iter().find(|v| v.version == number).ok_or(Error::NotFound)?),
                None => versions.first(),
            };
            let shown = match found {
                Some(found) => serde_json::from_str(&found.text)?,
                None => super::setup::text_of(conn, &overview.round)?,
            };
            Ok(RulesPage { version: found.map(|found| found.version), shown, versions, overview })
        })
        .await
}

/// The published text of a version of the rules, as it was hashed.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub async fn rules_text(context: &Context, slug: String, version: i64) -> Result<String> {
    context
        .db
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            let versions = round_records::versions(conn, round.id)?;
            versions.into_iter().find(|v| v.version == version).map(|v| v.text).ok_or(Error::NotFound)
        })
        .await
}

/// What the form for a round needs.
#[derive(Debug, Clone)]
pub struct SetupPage {
    /// The round.
    pub round: Round,
    /// Its gebied.
    pub gebied: Gebied,
    /// The wijken it can be for, with their buurten.
    pub wijken: Vec<(Wijk, Vec<Buurt>)>,
    /// The wijken it is for.
    pub chosen: Vec<RoundPlace>,
    /// The buurten it is for, when it is for a part of a wijk.
    pub buurten: Vec<BuurtId>,
    /// What was learned before in this gebied: name of the round, evaluation.
    pub lessons: Vec<(String, Evaluation)>,
    /// When.
    pub now: Instant,
}

/// The form for a round, for those who manage it.
///
/// # Errors
/// `NotFound`, `Forbidden`, or when the database fails.
pub async fn setup_page(context: &Context, actor: Actor, slug: String) -> Result<SetupPage> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            must_manage(&actor, &round)?;
            let buurten = areas::buurten(conn, now.day())?;
            let mine = areas::wijken(conn, now.day())?.into_iter().filter(|wijk| wijk.gebied == round.gebied);
            let with_buurten = mine.map(|wijk| {
                let parts = buurten.iter().filter(|buurt| buurt.wijk == wijk.id).cloned().collect();
                (wijk, parts)
            });
            Ok(SetupPage {
                wijken: with_buurten.collect(),
                gebied: areas::find_gebied(conn, round.gebied)?,
                chosen: places_of(&rounds::places(conn)?, &round),
                buurten: rounds::buurten_of(conn, round.id)?.into_iter().map(|(id, ..)| id).collect(),
                lessons: round_records::lessons(conn, round.gebied)?,
                round,
                now,
            })
        })
        .await
}

/// What was learned from earlier rounds in the gebieden where somebody manages rounds.
///
/// # Errors
/// When the database fails.
pub async fn lessons(context: &Context, gebieden: Vec<GebiedId>) -> Result<Vec<(String, Evaluation)>> {
    context
        .db
        .read(move |conn| {
            let mut all = Vec::new();
            for gebied in gebieden {
                all.extend(round_records::lessons(conn, gebied)?);
            }
            Ok(all)
        })
        .await
}

/// The rounds somebody works on, drafts too, newest first.
///
/// # Errors
/// When the database fails.
pub fn work_rounds(conn: &mut Db, actor: &Actor) -> Result<Vec<Overview>> {
    let works = |o: &Overview| o.places.iter().any(|place| actor.has_at(Role::ALL, Place { gebied: o.round.gebied, wijk: Some(place.wijk) }));
    Ok(overviews(conn)?.into_iter().filter(works).collect())
}
