//! Any bytes as a small election: every rule gives the same outcome twice, stays
//! within the budget, and makes a bundle that holds.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wijkdeal_fuzz::counting::{Ballot, BallotForm, Bundle, Project, Rule, Standing, TieOrder, Verdict, count, preview, simple_election, verify};

const RULES: [&str; 12] = [
    "top-2",
    "greedy-votes",
    "greedy-votes-per-cost",
    "greedy-no-skip",
    "mes-cost",
    "mes-card",
    "mes-cost-add1u",
    "mes-card-add1",
    "mes-cost-add1-eqshares",
    "mes-cost-add1-pabulib",
    "phragmen",
    "bos",
];

fuzz_target!(|bytes: &[u8]| {
    let [settings, projects, rest @ ..] = bytes else { return };
    let projects = usize::from(projects % 7) + 1;
    if rest.len() < projects + 2 {
        return;
    }
    let (costs, rest) = rest.split_at(projects);
    let (budget, ballots) = rest.split_at(2);
    let points = settings & 1 == 1;
    let mut election = simple_election(
        i64::from(u16::from_le_bytes([budget[0], budget[1]])),
        costs.iter().enumerate().map(|(at, cost)| Project::new(&at.to_string(), i64::from(*cost) + 1)).collect(),
        ballots
            .iter()
            .take(40)
            .map(|bits| {
                let picks = (0..projects as u32).filter(|p| bits >> p & 1 == 1);
                if points { Ballot::with_points(picks.map(|p| (p, u32::from(*bits) % (p + 2)))) } else { Ballot::new(picks) }
            })
            .collect(),
    );
    if points {
        election.ballot_form = BallotForm::points();
    }
    if settings & 2 == 2 {
        election.tie_order = TieOrder::by_id();
    }
    let rule = RULES[usize::from(settings >> 2) % RULES.len()];
    election.rule = Rule::named(rule, 1 + i64::from(settings >> 4)).expect("a known rule");
    let Ok(outcome) = count(&election) else { return };
    assert!(rule == "top-2" || outcome.spent <= outcome.budget);
    let fast = preview(&election).expect("what counts exactly counts in floats");
    if fast.standing == Standing::Preview {
        assert_eq!(fast.winners, outcome.winners);
    }
    let bundle = Bundle::of(&election, outcome).expect("a canonical form");
    assert!(matches!(verify(&bundle, &mut |_| {}), Verdict::Holds { .. }));
});
