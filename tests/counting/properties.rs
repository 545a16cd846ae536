//! What must hold for every vote, tried on many small made-up ones.

use std::collections::BTreeSet;

use proptest::prelude::*;
use wijkdeal::counting::{
    AreaShare, Ballot, BallotForm, Completion, Election, EqualShares, Pots, Precision, Project, Rule, Standing, TieOrder, Utility, count, count_with,
    metrics, simple_election,
};

/// Rules that every property is tried on.
const RULES: [&str; 15] = [
    "top-3",
    "greedy-votes",
    "greedy-votes-per-cost",
    "greedy-no-skip",
    "mes-cost",
    "mes-card",
    "mes-cost-greedy",
    "mes-card-greedy",
    "mes-cost-add1",
    "mes-card-add1",
    "mes-cost-add1u",
    "mes-cost-add1-eqshares",
    "mes-cost-add1-pabulib",
    "phragmen",
    "bos",
];

/// Small votes with many ties: few costs, few voters, whole euros.
fn votes() -> impl Strategy<Value = Election> {
    let projects = prop::collection::vec(1_i64..12, 1..7);
    (projects, 5_i64..40, any::<bool>()).prop_flat_map(|(costs, budget, points)| {
        let m = costs.len();
        let pick = (0..m, 1_u32..4);
        let ballot = prop::collection::vec(pick, 0..=m);
        prop::collection::vec((ballot, 1_u64..4), 0..9).prop_map(move |ballots| {
            let projects = costs.iter().enumerate();
            let projects = projects.map(|(at, cost)| Project::new(&format!("p{at}"), cost * 100));
            let ballots = ballots.iter().map(|(picks, count)| {
                let mut seen = BTreeSet::new();
                let picks = picks.iter().filter(|(p, _)| seen.insert(*p));
                let pairs = picks.map(|(p, points)| (u32::try_from(*p).unwrap(), *points));
                let mut ballot = Ballot::with_points(pairs);
                if !points {
                    ballot.points.clear();
                }
                Ballot { count: *count, ..ballot }
            });
            let mut election = simple_election(budget * 100, projects.collect(), ballots.collect());
            if points {
                election.ballot_form = BallotForm::points();
            }
            election.tie_order = TieOrder::by_id();
            election
        })
    })
}

fn with(election: &Election, rule: &str) -> Option<Election> {
    let points = matches!(election.ballot_form, BallotForm::Points { .. });
    let rule = (rule != "phragmen" || !points).then(|| Rule::named(rule, 100).expect("known"))?;
    Some(Election { rule, ..election.clone() })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn winners_never_cost_more_than_the_budget(election in votes()) {
        for rule in &RULES[1..] {
            let Some(election) = with(&election, rule) else { continue };
            let outcome = count(&election).unwrap();
            prop_assert!(outcome.spent <= outcome.budget, "{rule}");
            prop_assert_eq!(outcome.left, outcome.budget - outcome.spent);
            for project in &outcome.projects {
                prop_assert_eq!(project.selected, project.reason.won(), "{} {}", rule, project.id);
            }
        }
    }

    #[test]
    fn the_second_counter_finds_the_same_winners(election in votes()) {
        for rule in RULES.iter().filter(|rule| !["phragmen", "bos", "mes-cost-add1-eqshares"].contains(rule)) {
            let Some(election) = with(&election, rule) else { continue };
            let canonical = serde_json::to_string(&election.canonical().unwrap()).unwrap();
            prop_assert_eq!(wijkdeal::recount::winners(&canonical), Ok(count(&election).unwrap().winners), "{}", rule);
        }
    }

    #[test]
    fn the_order_of_ballots_and_projects_changes_nothing(election in votes(), by in 1_usize..5) {
        let m = election.projects.len();
        let mut turned = election.clone();
        turned.projects.rotate_left(by % m);
        for ballot in &mut turned.ballots {
            for pick in &mut ballot.picks {
                *pick = u32::try_from((*pick as usize + m - by % m) % m).unwrap();
            }
        }
        turned.ballots.reverse();
        for rule in RULES {
            let (Some(one), Some(other)) = (with(&election, rule), with(&turned, rule)) else { continue };
            prop_assert_eq!(count(&one).unwrap(), count(&other).unwrap(), "{}", rule);
        }
    }

    #[test]
    fn other_names_in_the_same_order_win_alike(election in votes()) {
        let mut renamed = election.clone();
        for project in &mut renamed.projects {
            project.id = format!("x-{}", project.id);
        }
        for rule in RULES {
            let (Some(one), Some(other)) = (with(&election, rule), with(&renamed, rule)) else { continue };
            let one: Vec<String> = count(&one).unwrap().winners.iter().map(|id| format!("x-{id}")).collect();
            prop_assert_eq!(one, count(&other).unwrap().winners, "{}", rule);
        }
    }

    #[test]
    fn equal_ballots_together_or_apart_count_alike(election in votes()) {
        let mut apart = election.clone();
        apart.ballots = election
            .ballots
            .iter()
            .flat_map(|b| (0..b.count).map(|_| Ballot { count: 1, ..b.clone() }))
            .collect();
        for rule in RULES {
            let (Some(one), Some(other)) = (with(&election, rule), with(&apart, rule)) else { continue };
            prop_assert_eq!(count(&one).unwrap(), count(&other).unwrap(), "{}", rule);
        }
    }

    #[test]
    fn one_more_vote_for_a_greedy_winner_never_unseats_it(election in votes()) {
        for rule in ["top-3", "greedy-votes", "greedy-no-skip", "greedy-votes-per-cost"] {
            let Some(election) = with(&election, rule) else { continue };
            for winner in count(&election).unwrap().winners {
                let place = u32::try_from(election.projects.iter().position(|p| p.id == winner).unwrap()).unwrap();
                let mut more = election.clone();
                let points = matches!(more.ballot_form, BallotForm::Points { .. });
                more.ballots.push(if points { Ballot::with_points([(place, 1)]) } else { Ballot::new([place]) });
                prop_assert!(count(&more).unwrap().winners.contains(&winner), "{} {}", rule, winner);
            }
        }
    }

    #[test]
    fn payments_add_up_to_exactly_the_cost(election in votes()) {
        for rule in ["mes-cost", "mes-card", "mes-cost-add1u"] {
            let outcome = count(&with(&election, rule).unwrap()).unwrap();
            for purchase in &outcome.pots[0].shares.as_ref().unwrap().purchases {
                let cost = dashu(&purchase.paid_full.paid) + dashu(&purchase.paid_last.paid);
                prop_assert_eq!(cost, dashu(&format!("{}", purchase.cost)), "{}", rule);
            }
        }
    }

    /// Steps of a rising share in which nothing happens are not counted one by one. With two areas they are, so both
    /// must come to the same.
    #[test]
    fn steps_that_change_nothing_may_be_skipped(election in votes(), most in 1_usize..3) {
        let mut one = election;
        one.ballots.iter_mut().for_each(|ballot| {
            ballot.picks.truncate(most);
            ballot.points.truncate(most);
        });
        let half = one.budget / 2;
        one.budget = 2 * half;
        let mut two = one.clone();
        let areas = ["A", "B"].map(|area| AreaShare { area: area.to_owned(), budget: half });
        two.pots = Pots::Shared { areas: areas.to_vec() };
        let half_of = |area: &'static str| one.ballots.iter().map(move |b| Ballot { area: Some(area.into()), ..b.clone() });
        two.ballots = half_of("A").chain(half_of("B")).collect();
        one.ballots.iter_mut().for_each(|ballot| ballot.count *= 2);
        for name in ["mes-cost-add1", "mes-card-add1", "mes-cost-add1u", "mes-cost-add1-eqshares", "mes-cost-add1-pabulib"] {
            let rule = Rule::named(name, 1).unwrap();
            let skipped = count(&Election { rule: rule.clone(), ..one.clone() }).unwrap();
            let stepped = count(&Election { rule, ..two.clone() }).unwrap();
            prop_assert_eq!(&skipped.winners, &stepped.winners, "{}", name);
            prop_assert_eq!(&skipped.ties, &stepped.ties, "{}", name);
            let (skipped, stepped) = (skipped.pots[0].shares.as_ref().unwrap(), stepped.pots[0].shares.as_ref().unwrap());
            prop_assert_eq!((skipped.runs, skipped.stopped), (stepped.runs, stepped.stopped), "{}", name);
            prop_assert_eq!(skipped.end.get(""), stepped.end.get("A"), "{}", name);
            prop_assert_eq!(&skipped.purchases, &stepped.purchases, "{}", name);
            prop_assert_eq!(&skipped.losers, &stepped.losers, "{}", name);
        }
    }

    #[test]
    fn equal_shares_leaves_no_group_out(election in votes()) {
        let election = Election { ballot_form: BallotForm::approval(), ..election };
        let mut election = election;
        election.ballots.iter_mut().for_each(|ballot| ballot.points.clear());
        for utility in [Utility::Cost, Utility::Cardinality] {
            for completion in [Completion::Keep, Completion::Greedy] {
                election.rule = Rule::EqualShares(EqualShares { completion, ..EqualShares::plain(utility) });
                let outcome = count(&election).unwrap();
                let found = metrics(&election, &outcome.winners).unwrap().left_out;
                if utility == Utility::Cost {
                    prop_assert_eq!(found, None);
                }
            }
        }
    }

    #[test]
    fn a_preview_is_right_or_says_it_cannot_know(election in votes()) {
        for rule in RULES {
            let Some(election) = with(&election, rule) else { continue };
            let fast = count_with(&election, Precision::Preview, &mut |_| {}).unwrap();
            let exact = count(&election).unwrap();
            prop_assert_ne!(fast.standing, Standing::Exact);
            if fast.standing == Standing::Preview {
                prop_assert_eq!(fast.winners, exact.winners, "{}", rule);
            }
        }
    }

    #[test]
    fn an_outcome_survives_json(election in votes()) {
        for rule in ["greedy-votes", "mes-cost-add1u"] {
            let outcome = count(&with(&election, rule).unwrap()).unwrap();
            let text = serde_json::to_string(&outcome).unwrap();
            let again: wijkdeal::counting::Outcome = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(serde_json::to_string(&again).unwrap(), text);
            prop_assert_eq!(again, outcome);
        }
    }
}

/// An exact fraction to add up with.
fn dashu(ratio: &impl ToString) -> dashu_ratio::RBig {
    ratio.to_string().parse().expect("a fraction")
}
