//! A vote from a `.pb` file as a closed round with a public outcome.

use std::io::BufRead;

use chrono::{NaiveDate, TimeDelta};

use super::told::{Place, Told, tell};
use super::turnout::{ChannelTurnout, Turnout, WijkTurnout};
use crate::app::{Context, Deed};
use crate::counting::explain::Replay;
use crate::counting::{self, Currency, Election, Outcome, Rule, TieOrder};
use crate::domain::ballot::Choices;
use crate::domain::event::Subject;
use crate::domain::ids::{IdeaId, RoundId, WijkId};
use crate::domain::money::Cents;
use crate::domain::outcome::Channel;
use crate::domain::person::Actor;
use crate::domain::phase::{Phase, Schedule};
use crate::domain::rules::{Amount, BallotForm, Entrances, OutcomeRule, Rules, Template, Theme};
use crate::domain::text::slug;
use crate::domain::time::{Instant, Language, Window};
use crate::error::{Error, Message, Result};
use crate::pabulib::{self, Document, Labels, Mode, PbElection, ProjectRow};
use crate::storage::ballot_box::{self, Counted};
use crate::storage::imports::{self, Plan};
use crate::storage::outcomes::{self, NewOutcome};
use crate::storage::rounds::{self, NewRound};
use crate::storage::{Db, areas, people};

/// What becomes of a file.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Part of the address of the round.
    pub slug: String,
    /// Ballots.
    pub ballots: u64,
    /// Plans.
    pub plans: usize,
    /// Titles of the winners, in order.
    pub winners: Vec<String>,
    /// Errors in the file that were read past.
    pub faults: u64,
}

/// Imports a file: counts its ballots with `rule` and publishes the outcome as imported.
///
/// # Errors
/// When the file cannot be read or counted, or was imported before.
pub async fn import(context: &Context, input: impl BufRead, rule: &str, wijk: Option<String>) -> Result<Imported> {
    let mut read = pabulib::read(input, Mode::Lenient, Labels::Drop).map_err(Error::internal)?;
    read.election.rule = Rule::named(rule, read.election.currency.unit()).map_err(Error::internal)?;
    read.election.tie_order = TieOrder::by_id();
    let made = tokio::task::spawn_blocking(move || Made::of(read)).await.map_err(Error::internal)??;
    let inner = context.clone();
    context.db.write(move |conn| store(&inner, conn, made, wijk.as_deref())).await
}

/// A file with its outcome, before it has a place here.
struct Made {
    read: PbElection,
    outcome: Outcome,
    told: Told,
    replay: Replay,
}

impl Made {
    /// Counts, and tells it with the place of every plan in the file instead of an idea.
    fn of(read: PbElection) -> Result<Self> {
        let outcome = counting::count(&read.election).map_err(Error::internal)?;
        let place = |(at, project): (i64, &counting::Project)| {
            (project.id.clone(), Place { idea: IdeaId(at), wijk: None, theme: project.themes.first().cloned(), by_wijk: Vec::new() })
        };
        let places = (0..).zip(&read.election.projects).map(place).collect();
        let (told, replay) = tell(&read.election, &outcome, &places).map_err(Error::internal)?;
        Ok(Self { read, outcome, told, replay })
    }

    /// Gives the plans their ideas and their wijk.
    fn settle(&mut self, ideas: &[IdeaId], wijk: WijkId) {
        for plan in self.told.pots.iter_mut().flat_map(|pot| &mut pot.plans) {
            let idea = usize::try_from(plan.idea.0).ok().and_then(|at| ideas.get(at));
            (plan.idea, plan.wijk) = (idea.copied().unwrap_or(plan.idea), Some(wijk));
        }
    }
}

fn store(context: &Context, conn: &mut Db, mut made: Made, wijk: Option<&str>) -> Result<Imported> {
    let now = context.now();
    let (read, outcome) = (&made.read, &made.outcome);
    let meta = |key: &str| read.document.text(key).unwrap_or_default().to_owned();
    let name = [meta("unit"), meta("subunit"), meta("instance")].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let round_slug = slug(&name);
    if round_slug.is_empty() {
        return Err(Error::refused(Message::new("error-import-nameless")));
    }
    if imports::round_exists(conn, &round_slug)? {
        return Err(Error::refused(Message::new("error-import-twice").with("slug", round_slug)));
    }
    let (from, until) = dates(&meta("date_begin"), &meta("date_end"), now);
    let (gebied, wijk) = match wijk {
        Some(slug) => {
            let wijk = areas::wijk_by_slug(conn, slug, now.day())?;
            (wijk.gebied, wijk.id)
        }
        None => imports::place(conn, &slug(&meta("unit")), &meta("unit"), from)?,
    };
    let place = areas::find_wijk(conn, wijk)?;
    let inhabitants = place.inhabitants;
    let schedule = schedule(from, until)?;
    let new = NewRound {
        slug: round_slug.clone(),
        purpose: format!("Deze stemming komt uit een bestand van Pabulib: {}.", meta("description")),
        name,
        gebied,
        rules: rules(&read.election),
        schedule,
        wijken: vec![wijk],
        inhabitants,
        raadsbesluit: None,
        verdicts_at: None,
    };
    let round = rounds::insert(conn, &new, now)?;
    rounds::set_published(conn, round, now)?;
    ballot_box::close(conn, round, now)?;
    let ideas = plans(conn, round, wijk, read, outcome, now)?;
    ballots(conn, round, wijk, &read.election, &ideas)?;
    let turnout = Turnout {
        ballots: i64::try_from(outcome.ballots).unwrap_or(i64::MAX),
        inhabitants,
        channels: vec![ChannelTurnout { channel: Channel::Imported, ballots: i64::try_from(outcome.ballots).ok() }],
        wijken: vec![WijkTurnout { wijk, slug: place.slug, name: place.name, inhabitants, ballots: i64::try_from(outcome.ballots).ok() }],
        ..Turnout::default()
    };
    made.settle(&ideas, wijk);
    let (read, outcome) = (&made.read, &made.outcome);
    let stored = NewOutcome {
        election: serde_json::to_string(&read.election.canonical().map_err(Error::internal)?)?,
        outcome: serde_json::to_string(outcome)?,
        explanation: serde_json::to_string(&made.told)?,
        replay: serde_json::to_string(&made.replay)?,
        turnout: serde_json::to_string(&turnout)?,
        engine: outcome.engine.clone(),
        input_hash: outcome.input_hash.clone(),
        lot: None,
    };
    outcomes::insert(conn, (round, outcomes::FIRST), None, &stored, None, now)?;
    outcomes::set_imported(conn, round, now)?;
    let detail = serde_json::json!({ "ballots": outcome.ballots, "input_hash": outcome.input_hash });
    Deed { actor: &Actor::Clock, action: "round.import", subject: Subject::Round, id: round.0 }.record(conn, now, None, detail)?;
    let title = |id: &String| outcome.projects.iter().find(|p| p.id == *id).map_or_else(|| id.clone(), |p| p.name.clone());
    Ok(Imported {
        slug: round_slug,
        ballots: outcome.ballots,
        plans: outcome.projects.len(),
        winners: outcome.winners.iter().map(title).collect(),
        faults: read.findings.errors(),
    })
}

/// Stored amounts in cents, whatever the currency's smallest unit is.
fn cents(currency: &Currency, amount: i64) -> Cents {
    let unit = i128::from(currency.unit().max(1));
    Cents(i64::try_from(i128::from(amount) * 100 / unit).unwrap_or(i64::MAX))
}

fn rules(election: &Election) -> Rules {
    let mut names: Vec<&String> = election.projects.iter().flat_map(|project| &project.themes).collect();
    names.sort();
    names.dedup();
    let ballot = match &election.ballot_form {
        counting::BallotForm::Approval { min, max, .. } | counting::BallotForm::Ranking { min, max, .. } => {
            BallotForm::Choose { min: min.unwrap_or(1), max: max.unwrap_or(u32::MAX).min(u32::try_from(election.projects.len()).unwrap_or(u32::MAX)) }
        }
        counting::BallotForm::ChooseOne => BallotForm::Choose { min: 1, max: 1 },
        counting::BallotForm::Knapsack { .. } => BallotForm::FillBudget,
        counting::BallotForm::Points { .. } => BallotForm::Choose { min: 1, max: u32::try_from(election.projects.len()).unwrap_or(u32::MAX) },
    };
    let outcome = if matches!(election.rule, Rule::EqualShares(_)) { OutcomeRule::EqualShares } else { OutcomeRule::WithinBudget };
    Rules {
        amount: Amount::Fixed { cents: cents(&election.currency, election.budget) },
        themes: names.into_iter().map(|name| Theme { slug: slug(name), name: name.clone(), amount: None }).collect(),
        ballot,
        outcome,
        min_votes: 0,
        ties: Vec::new(),
        entrances: Entrances { letter: false, email: false },
        ..Template::WithinBudget.rules()
    }
}

/// The days of the vote; a file may name only years.
fn dates(begin: &str, end: &str, now: Instant) -> (NaiveDate, NaiveDate) {
    let day = |text: &str, last: bool| {
        let year =
            || text.parse().ok().and_then(|year| if last { NaiveDate::from_ymd_opt(year, 12, 31) } else { NaiveDate::from_ymd_opt(year, 1, 1) });
        NaiveDate::parse_from_str(text, "%d.%m.%Y").ok().or_else(year)
    };
    let from = day(begin, false).unwrap_or_else(|| now.plus(TimeDelta::days(-365)).day());
    let until = day(end, true).filter(|until| *until >= from).unwrap_or(from);
    (from, until)
}

fn schedule(from: NaiveDate, until: NaiveDate) -> Result<Schedule> {
    let at = |day: NaiveDate, days: i64| {
        let local = (day + TimeDelta::days(days)).and_hms_opt(0, 0, 0).unwrap_or_default();
        Instant::from_local(local).map_err(Error::internal)
    };
    let window = |starts: Instant, ends: Instant| Window { starts, ends };
    Schedule::new(vec![
        (Phase::Submit, window(at(from, -60)?, at(from, -30)?)),
        (Phase::Review, window(at(from, -30)?, at(from, 0)?)),
        (Phase::Vote, window(at(from, 0)?, at(until, 1)?)),
        (Phase::Result, window(at(until, 1)?, at(until, 30)?)),
        (Phase::Evaluate, window(at(until, 30)?, at(until, 60)?)),
        (Phase::Closed, window(at(until, 60)?, at(until, 61)?)),
    ])
    .map_err(Error::internal)
}

/// The plans, in the order of the election.
fn plans(conn: &mut Db, round: RoundId, wijk: WijkId, read: &PbElection, outcome: &Outcome, now: Instant) -> Result<Vec<IdeaId>> {
    let owner = people::insert(conn, None, "Indieners (uit een bestand)", Language::Nl, None, now)?.id;
    let mut ideas = Vec::with_capacity(read.election.projects.len());
    for (place, project) in read.election.projects.iter().enumerate() {
        let row = read.document.projects().iter().find(|row| row.id == project.id);
        let plan = Plan {
            title: project.name.clone(),
            description: row.map_or_else(String::new, |row| read.document.of(row, "description")),
            cost: cents(&read.election.currency, project.cost),
            theme: project.themes.first().map(|name| slug(name)),
            place: row.map_or_else(String::new, |row| place_of(&read.document, row)),
            chosen: outcome.winners.contains(&project.id),
        };
        ideas.push(imports::add_plan(conn, round, owner, wijk, &plan, &format!("import-{round}-{place}"), now)?);
    }
    Ok(ideas)
}

/// Where a plan is: the name of the neighbourhood, and the degrees when the file has them.
fn place_of(document: &Document, row: &ProjectRow) -> String {
    let named = ["neighborhood", "district"].into_iter().map(|column| document.of(row, column)).find(|name| !name.is_empty());
    let (north, east) = (document.of(row, "latitude"), document.of(row, "longitude"));
    let degrees = (!north.is_empty() && !east.is_empty()).then(|| format!("{north}, {east}"));
    let parts: Vec<String> = named.into_iter().chain(degrees).collect();
    parts.join(" · ")
}

fn ballots(conn: &mut Db, round: RoundId, wijk: WijkId, election: &Election, ideas: &[IdeaId]) -> Result<()> {
    let mut all = Vec::with_capacity(election.ballots.len());
    for ballot in &election.ballots {
        let chosen = ballot.picks.iter().filter_map(|pick| usize::try_from(*pick).ok().and_then(|place| ideas.get(place)).copied());
        let counted = Counted { wijk, channel: Channel::Imported, choices: Choices::ticks(chosen) };
        all.extend((0..ballot.count).map(|_| counted.clone()));
    }
    ballot_box::add_counted(conn, round, &all)
}
