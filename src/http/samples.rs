//! Values with which the tests render every page about the city and its rounds.

use chrono::{NaiveDate, TimeDelta};

use crate::app::ledger::BudgetPage;
use crate::app::rounds::{City, Overview, RoundPage, RulesPage, SetupPage, WijkPage};
use crate::domain::area::{Buurt, Gebied, GebiedKind, Wijk};
use crate::domain::flaws::Flaw;
use crate::domain::ids::{BookingId, BuurtId, GebiedId, IdeaId, PersonId, RoundId, WijkId};
use crate::domain::ledger::{Balance, BookingKind};
use crate::domain::money::Cents;
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, Grant, Role, Scope};
use crate::domain::phase::{Phase, Schedule};
use crate::domain::published::PublishedRules;
use crate::domain::rules::Template;
use crate::domain::time::Instant;
use crate::storage::ledger::Booking;
use crate::storage::round_records::{Evaluation, Extension, RulesVersion};
use crate::storage::rounds::{Round, RoundPlace};

use super::rounds::public::sample_event;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// The time at which the samples are shown.
#[must_use]
pub fn now() -> Instant {
    Instant::from_naive_utc(day(2027, 3, 1).and_time(chrono::NaiveTime::MIN))
}

fn wijk(id: i64, slug: &str, name: &str, outline: Option<&str>) -> Wijk {
    Wijk {
        id: WijkId(id),
        gebied: GebiedId(1),
        slug: slug.into(),
        name: name.into(),
        inhabitants: 7_990,
        inhabitants_year: 2016,
        valid_from: day(2016, 1, 1),
        valid_to: None,
        outline: outline.map(str::to_owned),
    }
}

/// A gebiedsmanager of the whole city.
#[must_use]
pub fn manager() -> Actor {
    let grant = Grant { role: Role::Gebiedsmanager, scope: Scope::City, starts: day(2020, 1, 1), ends: None };
    Actor::Person { id: PersonId(1), name: "Sam <Voorbeeld>".into(), grants: vec![grant] }
}

/// Gebieden with their wijken.
#[must_use]
pub fn gebieden() -> Vec<(Gebied, Vec<Wijk>)> {
    let gebied = |id, slug: &str, name: &str, kind| Gebied { id: GebiedId(id), slug: slug.into(), name: name.into(), kind };
    vec![
        (gebied(1, "zuid", "Zuid", GebiedKind::Stad), vec![wijk(1, "de-wijert", "De Wijert", None), wijk(2, "helpman", "Helpman e.o.", None)]),
        (gebied(2, "haren", "Haren", GebiedKind::Dorp), vec![wijk(3, "haren", "Haren", None)]),
    ]
}

/// A round that began so many weeks ago, of each template in turn.
fn round(id: i64, weeks_ago: i64, status: RoundStatus) -> Round {
    let templates = Template::ALL;
    let template = templates.get(usize::try_from(id).unwrap_or_default() % templates.len()).copied().unwrap_or(Template::TopTen);
    Round {
        id: RoundId(id),
        slug: format!("ronde-{id}"),
        name: format!("Wijkdeal <De Wijert> {id}"),
        purpose: "Samen kiezen wat er in de wijk gebeurt.".into(),
        gebied: GebiedId(1),
        status,
        rules: template.rules(),
        schedule: Schedule::proposed(now().plus(TimeDelta::weeks(-weeks_ago)).day()),
        inhabitants: 7_990,
        raadsbesluit: (id % 2 == 0).then(|| "Raadsbesluit 2026-118".into()),
        verdicts_at: (id % 2 == 0).then(now),
        stopped_reason: (status == RoundStatus::Stopped).then(|| "Er is geen geld meer.".into()),
        published_at: Some(now()),
        version: 1,
    }
}

fn overview(id: i64, weeks_ago: i64, status: RoundStatus) -> Overview {
    let place = RoundPlace { round: RoundId(id), wijk: WijkId(1), slug: "de-wijert".into(), name: "De Wijert".into() };
    Overview {
        round: round(id, weeks_ago, status),
        places: vec![place],
        ideas: (weeks_ago - 4).max(0),
        plans: (weeks_ago - 14).max(0),
        outcome: weeks_ago >= 20,
    }
}

/// A round in each of its phases, a stopped one and a draft.
fn overviews() -> Vec<Overview> {
    let weeks = [-1, 1, 4, 5, 9, 15, 17, 18, 19, 21, 40, 75, 90];
    let published = (1..).zip(weeks).map(|(id, weeks)| overview(id, weeks, RoundStatus::Published));
    published.chain([overview(50, 5, RoundStatus::Stopped), overview(51, -2, RoundStatus::Draft)]).collect()
}

/// A city without rounds, one with a map of tiles, one with boundaries.
#[must_use]
pub fn cities() -> Vec<City> {
    let mut drawn = gebieden();
    for (_, wijken) in &mut drawn {
        for wijk in wijken {
            wijk.outline = Some("M0 0L10 0L10 10Z".into());
        }
    }
    vec![
        City { gebieden: Vec::new(), rounds: Vec::new(), now: now() },
        City { gebieden: gebieden(), rounds: overviews(), now: now() },
        City { gebieden: drawn, rounds: overviews(), now: now() },
    ]
}

/// A wijk with everything, and one with nothing.
#[must_use]
pub fn wijken() -> Vec<WijkPage> {
    let buurt = Buurt { id: BuurtId(1), wijk: WijkId(1), code: "BU00140605".into(), name: "De Wijert".into(), inhabitants: 4_000 };
    let all = gebieden().into_iter().filter_map(|(gebied, wijken)| Some((gebied, wijken.into_iter().next()?)));
    all.enumerate()
        .map(|(i, (gebied, wijk))| {
            let full = i == 0;
            WijkPage {
                buurten: if full { vec![buurt.clone()] } else { Vec::new() },
                rounds: if full { overviews() } else { Vec::new() },
                wethouder: if full { vec!["Sam Voorbeeld".into()] } else { Vec::new() },
                team: if full { vec!["Robin Proef".into(), "Kim Test".into()] } else { Vec::new() },
                balance: Balance::default(),
                wijk,
                gebied,
                now: now(),
            }
        })
        .collect()
}

/// What was learned.
#[must_use]
pub fn evaluation() -> Evaluation {
    Evaluation { round: RoundId(1), learned: "Op papier stemmen werkte goed.".into(), change: "Eerder beginnen.".into(), published_at: now() }
}

fn extension(phase: Phase) -> Extension {
    Extension { phase, old_ends: now(), new_ends: now().plus(TimeDelta::days(7)), reason: "Er kwamen veel ideeën <b>".into(), at: now() }
}

/// The page of a round in every phase.
#[must_use]
pub fn rounds() -> Vec<RoundPage> {
    let dates = serde_json::json!({ "phase": "vote", "from": now(), "to": now().plus(TimeDelta::days(7)) });
    let events = vec![
        sample_event("round.publish", serde_json::json!({ "version": 1, "hash": "00" }), None, now()),
        sample_event("round.new_rules", serde_json::json!({ "version": 2 }), Some("Een fout in de bedragen."), now()),
        sample_event("round.extend", dates, Some("De brieven kwamen later."), now()),
        sample_event("round.phase", serde_json::json!({ "phase": "vote" }), None, now()),
        sample_event("round.stop", serde_json::json!({}), Some("Er is geen geld."), now()),
        sample_event("round.evaluate", serde_json::json!({}), None, now()),
    ];
    let page = |(i, overview): (usize, Overview)| RoundPage {
        gebied: Gebied { id: GebiedId(1), slug: "zuid".into(), name: "Zuid".into(), kind: GebiedKind::Stad },
        buurten: if i % 2 == 0 { vec!["De Wijert-Zuid".into()] } else { Vec::new() },
        extensions: vec![extension(Phase::Submit), extension(Phase::Vote)],
        evaluation: (i % 2 == 0).then(evaluation),
        evaluation_due: overview.round.schedule.has_begun(Phase::Evaluate, now()),
        events: events.clone(),
        places: if i % 2 == 0 { super::polling::sample_places() } else { Vec::new() },
        manages: i % 2 == 0,
        overview,
        now: now(),
    };
    overviews().into_iter().enumerate().map(page).collect()
}

/// Rules of every template: published in two versions, and never published.
#[must_use]
pub fn rules() -> Vec<RulesPage> {
    let version = |n: i64| RulesVersion {
        version: n,
        text: "{}".into(),
        hash: vec![7; 32],
        reason: if n == 1 { String::new() } else { "Een fout in de bedragen.".into() },
        published_at: now(),
    };
    overviews()
        .into_iter()
        .zip([Some(1), Some(2), None].into_iter().cycle())
        .map(|(overview, shown)| {
            let round = &overview.round;
            let published = PublishedRules {
                name: round.name.clone(),
                purpose: round.purpose.clone(),
                wijken: vec!["de-wijert".into(), "elders".into()],
                buurten: if round.id.0 % 2 == 0 { vec!["BU00140606".into()] } else { Vec::new() },
                inhabitants: round.inhabitants,
                raadsbesluit: round.raadsbesluit.clone(),
                rules: round.rules.clone(),
                phases: PublishedRules::dates(&round.schedule),
                verdicts_at: round.verdicts_at,
            };
            let versions = if shown.is_some() { vec![version(2), version(1)] } else { Vec::new() };
            RulesPage { overview, shown: published, version: shown, versions }
        })
        .collect()
}

/// The form of a draft, a published round, a frozen one and a stopped one.
#[must_use]
pub fn setups() -> Vec<SetupPage> {
    let buurt = Buurt { id: BuurtId(1), wijk: WijkId(1), code: "BU00140605".into(), name: "De Wijert".into(), inhabitants: 4_000 };
    let states = [(1, -2, RoundStatus::Draft), (2, -2, RoundStatus::Published), (3, 90, RoundStatus::Published), (4, 5, RoundStatus::Stopped)];
    states
        .into_iter()
        .map(|(id, weeks, status)| {
            let overview = overview(id, weeks, status);
            SetupPage {
                gebied: Gebied { id: GebiedId(1), slug: "zuid".into(), name: "Zuid".into(), kind: GebiedKind::Stad },
                wijken: vec![(wijk(1, "de-wijert", "De Wijert", None), if id == 1 { vec![buurt.clone()] } else { Vec::new() })],
                chosen: overview.places,
                buurten: if id == 1 { vec![BuurtId(1)] } else { Vec::new() },
                lessons: if id == 1 { vec![("Wijkdeal 2025".into(), evaluation())] } else { Vec::new() },
                round: overview.round,
                now: now(),
            }
        })
        .collect()
}

/// Every flaw there is.
#[must_use]
pub fn flaws() -> Vec<Flaw> {
    let (some, more) = (Cents::euros(1_000), Cents::euros(2_000));
    vec![
        Flaw::NoPlace,
        Flaw::NoMoney,
        Flaw::ThemesDoNotAddUp { themes: more, total: some },
        Flaw::ThemeWithoutAmount("Groen".into()),
        Flaw::NoThemes,
        Flaw::ThemeTwice("Groen".into()),
        Flaw::JokerWithoutThemes,
        Flaw::BallotImpossible { min: 3, max: 1 },
        Flaw::NoPlaces,
        Flaw::BudgetBallotNeedsBudget,
        Flaw::NoEntrance,
        Flaw::PhaseMissing(Phase::Vote),
        Flaw::AlreadyBegun,
        Flaw::MaxCostOverBudget { max: more, total: some },
        Flaw::ThresholdOutOfReach { needed: 9_000, inhabitants: 7_990 },
        Flaw::QuorumOutOfReach { needed: 9_000, inhabitants: 7_990 },
        Flaw::NothingToChoose { plans: 9, places: 10 },
        Flaw::EverythingFits,
        Flaw::NoRaadsbesluit,
        Flaw::NotGranted { free: some, total: more },
    ]
}

/// A gebiedsbudget with every kind of booking, and one without any.
#[must_use]
pub fn budgets() -> Vec<BudgetPage> {
    let gebied = Gebied { id: GebiedId(1), slug: "zuid".into(), name: "Zuid".into(), kind: GebiedKind::Stad };
    let booking = |(i, kind): (i64, BookingKind)| Booking {
        id: BookingId(i),
        year: 2027,
        kind,
        cents: Cents::euros(i * 100),
        reason: "Raadsbesluit <2026-118>".into(),
        at: now(),
        person: (i % 2 == 0).then(|| "Sam Voorbeeld".into()),
        idea: (i > 1).then_some(IdeaId(7)),
        idea_title: (i > 1).then(|| "Bankjes <langs het park>".into()),
        round: None,
    };
    let bookings: Vec<Booking> = (1..).zip(BookingKind::ALL.iter().copied()).map(booking).collect();
    let empty = BudgetPage {
        gebied: gebied.clone(),
        year: 2027,
        years: Vec::new(),
        balance: Balance::default(),
        bookings: Vec::new(),
        reserved: Vec::new(),
        manages: false,
    };
    let reserved = vec![(IdeaId(7), "Bankjes".to_owned(), Cents::euros(50))];
    vec![BudgetPage { years: vec![2027, 2026], bookings, reserved, manages: true, ..empty.clone() }, empty]
}
