//! The top of the list by votes: the rule of the wijkdeal.

use wijkdeal::counting::{Decision, Reason, Rule, TieOrder, TieStep};

use super::support::{counted, reason, ties_by_id, under, vote, winners};

#[test]
fn the_two_plans_with_most_votes_win_whatever_they_cost() {
    let election = vote(100, &[("bench", 10), ("hall", 5000), ("trees", 20)], &[(5, &["hall"]), (4, &["trees"]), (3, &["bench"])]);
    assert_eq!(winners(&election, "top-2"), ["hall", "trees"]);
    let outcome = counted(&under(election, "top-2"));
    assert_eq!(reason(&outcome, "bench"), &Reason::BelowTop { place: 3, k: 2 });
}

#[test]
fn a_plan_without_votes_never_wins_even_with_places_free() {
    let election = vote(100, &[("a", 10), ("b", 10)], &[(1, &["a"])]);
    assert_eq!(winners(&election, "top-10"), ["a"]);
    let outcome = counted(&under(election, "top-10"));
    assert_eq!(reason(&outcome, "b"), &Reason::NoSupport);
}

#[test]
fn a_tie_at_the_cut_that_the_rules_leave_open_needs_a_lot() {
    let election = vote(100, &[("a", 10), ("b", 10), ("c", 10)], &[(2, &["a"]), (1, &["b", "c"])]);
    let outcome = counted(&under(election, "top-2"));
    assert_eq!(outcome.winners, ["a"]);
    let between = vec!["b".to_owned(), "c".to_owned()];
    assert_eq!(outcome.decision, Decision::LotNeeded { between, pot: String::new() });
    assert_eq!(reason(&outcome, "b"), &Reason::LotOpen);
}

#[test]
fn a_tie_above_the_cut_does_not_matter() {
    let election = vote(100, &[("a", 10), ("b", 10), ("c", 10)], &[(2, &["a", "b"]), (1, &["c"])]);
    let outcome = counted(&under(election, "top-2"));
    assert_eq!(outcome.winners, ["a", "b"]);
    assert_eq!(outcome.decision, Decision::Decided);
    assert!(!outcome.ties[0].matters);
}

#[test]
fn the_lower_cost_decides_a_tie_at_the_cut_and_the_loser_is_told_so() {
    let election = vote(100, &[("a", 30), ("b", 10)], &[(1, &["a", "b"])]);
    let outcome = counted(&under(election, "top-1"));
    assert_eq!(outcome.winners, ["b"]);
    let against = vec!["b".to_owned()];
    assert_eq!(reason(&outcome, "a"), &Reason::LostTie { step: TieStep::MinCost, against });
}

#[test]
fn a_published_seed_decides_the_lot_the_same_way_for_everyone() {
    let mut election = vote(100, &[("a", 10), ("b", 10)], &[(1, &["a", "b"])]);
    election.rule = Rule::named("top-1", 100).unwrap();
    election.tie_order = TieOrder::cost_votes_lot(Some("01".to_owned()));
    let outcome = counted(&election);
    assert_eq!(outcome.decision, Decision::Decided);
    assert_eq!(outcome.ties[0].decided_by, Some(TieStep::Lot));
    let mut seeds: Vec<String> = (0..16_u8).map(|n| format!("{n:02x}")).collect();
    seeds.retain(|seed| {
        election.tie_order = TieOrder::cost_votes_lot(Some(seed.clone()));
        counted(&election).winners == ["a"]
    });
    assert!((3..=13).contains(&seeds.len()), "a lot favours neither: {seeds:?}");
}

#[test]
fn with_extension_all_that_are_tied_at_the_cut_win() {
    let mut election = vote(100, &[("a", 10), ("b", 10), ("c", 10)], &[(1, &["a", "b", "c"])]);
    election.rule = Rule::TopK { k: 2, extend_on_tie: true, measure: Default::default() };
    assert_eq!(counted(&election).winners.len(), 3);
}

#[test]
fn ids_are_text_so_010_and_10_differ_and_sort_as_text() {
    let election = vote(100, &[("10", 10), ("2", 10), ("010", 10)], &[(1, &["10", "2", "010"])]);
    assert_eq!(winners(&ties_by_id(election), "top-3"), ["010", "10", "2"]);
}
