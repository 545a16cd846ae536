//! Invented outcomes, with which the tests render every page about them.

use crate::app::count::ceremony::{Ceremony, Next, State, Taken};
use crate::app::count::lot::{Drawn, Lot};
use crate::app::count::outcomes::Counted;
use crate::app::count::told::{Beside, Both, Told, ToldBeside, ToldPlan, ToldPot, ToldShares, ToldTheme, ToldTie};
use crate::app::count::turnout::{ChannelTurnout, Turnout, WijkTurnout};
use crate::counting::explain::{Fact, People, Replay, Scene};
use crate::counting::{Currency, EqualShares, Measure, Phase, Rule, Standing, Step, Stopped, TieStep};
use crate::domain::ceremony::Step as Turn;
use crate::domain::ids::{IdeaId, PersonId, WijkId};
use crate::domain::outcome::{Channel, OutcomeState};
use crate::domain::rules::Template;
use crate::domain::time::Instant;
use crate::error::Message;
use crate::http::receipt::sample_statement;
use crate::storage::ceremony::Done;
use crate::storage::outcomes::Row;

fn at() -> Instant {
    Instant::from_naive_utc(chrono::NaiveDateTime::default())
}

fn plan(key: &str, votes: u64, chosen: bool) -> ToldPlan {
    ToldPlan {
        key: key.into(),
        idea: IdeaId(1),
        title: format!("Plan <{key}>"),
        theme: Some("Groen".into()),
        wijk: Some(WijkId(1)),
        cost: 450_000,
        votes,
        score_tenths: None,
        rank: 1,
        chosen,
        reserve: !chosen,
        withdrawn: false,
        left: chosen.then_some(14_550_000),
        step: Some(if chosen { 1 } else { 2 }),
        support: None,
        by_wijk: vec![Some(200), None],
        why: Both { nl: vec!["Gekozen: plaats 1.".into(), "312 stemmen.".into()], en: vec!["Chosen.".into(), "312 votes.".into()] },
    }
}

/// A top ten with everything: two pots, ties, a lot, small numbers.
pub(super) fn counted() -> Counted {
    let lost = |key: &str| ToldPlan { reserve: false, step: None, ..plan(key, 90, false) };
    let withdrawn = ToldPlan { withdrawn: true, votes: 0, why: Both::default(), ..lost("d") };
    let pot = |name: Option<&str>| ToldPot {
        key: name.unwrap_or_default().to_owned(),
        name: name.map(str::to_owned),
        budget: 15_000_000,
        spent: 450_000,
        plans: vec![plan("a", 312, true), plan("b", 198, false), lost("c"), withdrawn.clone()],
    };
    let tie = |by| ToldTie { between: vec!["Plan a".into(), "Plan b".into()], by };
    Counted {
        row: Row {
            version: 1,
            why: None,
            state: OutcomeState::Published,
            explanation: String::new(),
            turnout: String::new(),
            engine: "wijkdeal-count 1.0.0".into(),
            input_hash: "ab".repeat(32),
            counted_at: at(),
            counted_by: None,
            checked_at: Some(at()),
            checked_by: None,
            confirmed_at: Some(at()),
            confirmed_by: None,
            confirmed_note: Some("Met dank aan alle bewoners.".into()),
            published_at: None,
            lot: None,
        },
        told: Told {
            currency: Currency::euro(),
            budget: 15_000_000,
            spent: 450_000,
            rule: Rule::TopK { k: 10, extend_on_tie: false, measure: Measure::Score },
            gives_points: false,
            weighted: false,
            standing: Standing::Exact,
            ballots: 812,
            below_quorum: true,
            with_nothing: Some(120),
            pots: vec![pot(None), pot(Some("Groen"))],
            themes: vec![ToldTheme { name: "Groen".into(), plans: 1, cost: 450_000, votes_permille: 1_000 }],
            ties: vec![tie(Some(TieStep::MinCost)), tie(Some(TieStep::Earliest)), tie(Some(TieStep::Lot)), tie(None)],
            lot_between: Vec::new(),
            seed: Some("0f".repeat(32)),
            shares: None,
            steps: 2,
            beside: vec![ToldBeside { what: Beside::EqualWeights, winners: vec!["a".into(), "b".into()] }],
        },
        turnout: Turnout {
            ballots: 812,
            incomplete: 3,
            small_group: false,
            inhabitants: 8_000,
            codes: 4_000,
            revoked: 2,
            channels: vec![ChannelTurnout { channel: Channel::Letter, ballots: Some(812) }],
            wijken: vec![
                WijkTurnout { wijk: WijkId(1), slug: "de-wijert".into(), name: "De Wijert".into(), inhabitants: 8_000, ballots: Some(812) },
                WijkTurnout { wijk: WijkId(2), slug: "helpman".into(), name: "Helpman".into(), inhabitants: 6_000, ballots: None },
            ],
        },
        lot: Some(drawn()),
        names: ["Sam".into(), "Kim".into(), "Noor".into()],
    }
}

/// A count by Equal Shares of one wijk, as a preview.
pub(super) fn equal_shares() -> Counted {
    let mut counted = counted();
    let (told, turnout) = (&mut counted.told, &mut counted.turnout);
    told.rule = Rule::EqualShares(EqualShares::proposed(100));
    told.standing = Standing::Preview;
    told.shares = Some(ToldShares { start: 18_473, end: 21_700, runs: 33, stopped: Stopped::NextOverBudget, left: 120_000 });
    told.pots.truncate(1);
    for plan in told.pots.iter_mut().flat_map(|pot| &mut pot.plans) {
        plan.support = (!plan.chosen).then_some(712);
        plan.by_wijk = Vec::new();
    }
    (told.with_nothing, told.ties, told.themes) = (None, Vec::new(), Vec::new());
    turnout.wijken.truncate(1);
    turnout.inhabitants = 0;
    (counted.lot, counted.row.confirmed_note) = (None, None);
    counted
}

/// The ceremony at every step, with and without its turn, and after somebody changed something.
pub(super) fn ceremonies() -> Vec<Ceremony> {
    let mut all: Vec<Ceremony> = Turn::ALL.iter().map(|step| ceremony(Next::Take(*step), true)).collect();
    all.extend([ceremony(Next::Wait, false), ceremony(Next::Done, true), ceremony(Next::Take(Turn::Publish), false)]);
    let mut second = ceremony(Next::Take(Turn::Check), false);
    if let Some(counted) = &mut second.counted {
        counted.row.why = Some("Plan <a>: de grond is vervuild.".into());
    }
    let alarms = vec![Message::new("alarm-record").with("seq", 12), Message::new("alarm-list"), Message::new("alarm-ballots")];
    all.extend([second, Ceremony { alarms, ..ceremony(Next::Take(Turn::Open), true) }]);
    all
}

/// The ceremony just before this step.
pub(super) fn ceremony(next: Next, mine: bool) -> Ceremony {
    let before = |step: &Turn| match next {
        Next::Wait => false,
        Next::Take(now) => *step < now,
        Next::Done => true,
    };
    let note = |step: &Turn| Done { ballots: Some(812), digest: Some("cd".repeat(32)), ..Done::by(*step, None, at()) };
    let noted: Vec<Done> = Turn::ALL.iter().filter(|step| before(step)).map(note).collect();
    let taken = noted.iter().map(|done| Taken { step: done.step, at: at(), names: vec!["Sam <Voorbeeld>".into(), "Kim Voorbeeld".into()] });
    let closed = noted.first().map(|_| (sample_statement(), "5e".repeat(64)));
    let counted = before(&Turn::Count).then(counted);
    let holders = vec![(PersonId(1), "Sam <Voorbeeld>".to_owned()), (PersonId(2), "Kim Voorbeeld".to_owned())];
    Ceremony {
        round: crate::http::ballot::sample_round(Template::TopTen.rules()),
        next,
        mine,
        recounts: mine,
        taken: taken.collect(),
        lot: closed.as_ref().map(|_| if before(&Turn::Draw) { drawn() } else { Lot::sample() }),
        closed,
        state: State { steps: noted, counted: counted.as_ref().map(|counted| counted.row.clone()), holders: holders.clone() },
        holders,
        counted,
        alarms: Vec::new(),
        tablets: crate::http::tablet::sample_tablets(),
        head: (1_234, vec![0xab; 32]),
    }
}

fn drawn() -> Lot {
    let mut lot = Lot::sample();
    lot.drawn = Some(Drawn { dice: "1234561234".into(), place: "Buurthuis, met twaalf bewoners".into(), at: at(), by: None });
    lot
}

/// The steps of the samples: one that wins and one that is passed over, in every phase.
pub(super) fn replay() -> Replay {
    let scene = |phase: Phase, project: &str, won: bool| Scene {
        pot: String::new(),
        step: Step { phase, project: project.into(), won, money_before: 15_000_000, money_after: if won { 14_550_000 } else { 15_000_000 } },
        paid: if phase == Phase::Shares { vec![Fact::PaidFull { people: People::Shown(300), price: 1_442, per_point: false }] } else { Vec::new() },
        strength: if phase == Phase::Shares { vec![Some(3_120), Some(1_980), None, None] } else { Vec::new() },
        left: if phase == Phase::Shares { vec![None, Some(90_000), None, None] } else { Vec::new() },
    };
    let phases = [Phase::List, Phase::Shares, Phase::Loads, Phase::Completion, Phase::Leftover];
    Replay {
        projects: ["a", "b", "c", "d"].map(str::to_owned).to_vec(),
        start: vec![Some(900_000), Some(400_000), None, None],
        scenes: phases.into_iter().flat_map(|phase| [scene(phase, "a", true), scene(phase, "b", false)]).collect(),
    }
}
