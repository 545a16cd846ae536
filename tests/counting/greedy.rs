//! Going down the list by votes: what most cities do.

use wijkdeal::counting::{
    Ballot, BallotForm, Cap, CapOn, ConflictGroup, Decision, ElectionFault, Eligibility, Greedy, Leftover, Misfit, Reason, Rule, Threshold, TieOrder,
    TieStep, Withdrawn, count,
};

use super::support::{counted, euro, reason, ties_by_id, under, vote, winners};

/// 100 euro; a 60 (10 votes), b 50 (8), c 30 (6), d 10 (4).
fn street() -> wijkdeal::counting::Election {
    vote(100, &[("a", 60), ("b", 50), ("c", 30), ("d", 10)], &[(10, &["a"]), (8, &["b"]), (6, &["c"]), (4, &["d"])])
}

#[test]
fn a_plan_that_does_not_fit_is_skipped_and_the_next_gets_its_turn() {
    let outcome = counted(&under(street(), "greedy-votes"));
    assert_eq!(outcome.winners, ["a", "c", "d"]);
    assert_eq!((outcome.spent, outcome.left), (euro(100), 0));
    assert_eq!(reason(&outcome, "b"), &Reason::DoesNotFit { money_left: euro(40) });
    assert_eq!(reason(&outcome, "c"), &Reason::Fits { money_before: euro(40), step: 2 });
}

#[test]
fn without_skipping_the_list_stops_at_the_first_that_does_not_fit() {
    let outcome = counted(&under(street(), "greedy-no-skip"));
    assert_eq!(outcome.winners, ["a"]);
    assert_eq!(reason(&outcome, "c"), &Reason::ListStopped { at: "b".to_owned() });
}

#[test]
fn with_the_eighty_percent_rule_a_plan_that_nearly_fits_is_funded_and_then_it_stops() {
    let mut election = street();
    let rule = |percent| Rule::Greedy(Greedy { misfit: Misfit::FundFrom(percent), ..Greedy::by_votes() });
    election.rule = rule(80);
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["a", "b"], "40 left is exactly 80 % of 50");
    assert_eq!(outcome.left, euro(-10));
    election.rule = rule(81);
    assert_eq!(counted(&election).winners, ["a"]);
}

#[test]
fn votes_per_euro_favours_cheap_plans() {
    // d 0.4, c 0.2, a 0.1667, b 0.16 votes per euro.
    assert_eq!(winners(&street(), "greedy-votes-per-cost"), ["d", "c", "a"]);
}

#[test]
fn a_plan_without_votes_does_not_win_even_when_it_fits() {
    let election = vote(100, &[("a", 10), ("nobody", 10)], &[(1, &["a"]), (3, &[])]);
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["a"]);
    assert_eq!(reason(&outcome, "nobody"), &Reason::NoSupport);
    assert_eq!((outcome.ballots, outcome.blank), (4, 3));
}

#[test]
fn a_plan_of_exactly_the_budget_fits_and_one_cent_more_never_wins() {
    let mut election = vote(100, &[("all", 100), ("more", 100)], &[(1, &["all"]), (2, &["more"])]);
    election.projects[1].cost += 1;
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["all"]);
    assert_eq!(reason(&outcome, "more"), &Reason::OverBudget { budget: euro(100) });
}

#[test]
fn a_plan_that_costs_nothing_is_refused() {
    let election = vote(100, &[("free", 0)], &[(1, &["free"])]);
    assert_eq!(count(&election), Err(ElectionFault::NoCost("free".to_owned())));
}

#[test]
fn no_ballots_no_winners() {
    let outcome = counted(&vote(100, &[("a", 10)], &[]));
    assert!(outcome.winners.is_empty());
    assert_eq!(outcome.left, euro(100));
}

#[test]
fn equal_votes_lower_cost_first() {
    let election = vote(100, &[("a", 80), ("b", 60)], &[(1, &["a", "b"])]);
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["b"]);
    let against = vec!["b".to_owned()];
    assert_eq!(reason(&outcome, "a"), &Reason::LostTie { step: TieStep::MinCost, against });
    assert!(outcome.ties[0].matters);
}

#[test]
fn equal_votes_and_cost_need_a_lot_only_when_not_both_fit() {
    let projects = [("a", 60), ("b", 60), ("c", 10)];
    let ballots: [(u64, &[&str]); 2] = [(2, &["a", "b"]), (1, &["c"])];
    let outcome = counted(&vote(100, &projects, &ballots));
    assert!(outcome.winners.is_empty());
    assert!(matches!(outcome.decision, Decision::LotNeeded { ref between, .. } if between == &["a", "b"]));
    assert_eq!(counted(&vote(130, &projects, &ballots)).winners, ["a", "b", "c"]);
    assert_eq!(counted(&vote(50, &projects, &ballots)).winners, ["c"]);
    assert_eq!(counted(&ties_by_id(vote(100, &projects, &ballots))).winners, ["a", "c"]);
}

#[test]
fn a_threshold_itself_is_enough() {
    let mut election = street();
    election.eligibility = Eligibility { min_score: Some(6), ..Eligibility::default() };
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["a", "c"]);
    assert!(matches!(
        reason(&outcome, "d"),
        Reason::TooFewVotes { threshold: Threshold::Score, needed } if needed.to_string() == "6"
    ));
}

#[test]
fn a_share_of_the_ballots_is_rounded_up_to_whole_votes() {
    // 28 ballots; 15 % is 4.2, so 5 votes are needed and d has 4.
    let mut election = street();
    election.eligibility.min_share = Some("15/100".parse().unwrap());
    assert_eq!(counted(&election).winners, ["a", "c"]);
    // 4/28 is exactly 1/7: enough.
    election.eligibility.min_share = Some("1/7".parse().unwrap());
    assert_eq!(counted(&election).winners, ["a", "c", "d"]);
}

#[test]
fn an_expensive_plan_can_need_more_votes() {
    // Swiecie: votes/28 >= cost/(3 x 100). a needs 5.6, b 4.67, c 2.8, d 0.93.
    let mut election = street();
    election.eligibility.cost_share_divisor = Some(3);
    assert_eq!(counted(&election).winners, ["a", "c", "d"]);
    // With 1 instead of 3: a needs 16.8 and b 14; c needs 8.4; d 2.8.
    election.eligibility.cost_share_divisor = Some(1);
    assert_eq!(counted(&election).winners, ["d"]);
}

#[test]
fn of_a_conflict_group_at_most_one_wins() {
    let mut election = street();
    election.conflicts = vec![ConflictGroup { name: "the square".to_owned(), projects: vec!["a".to_owned(), "c".to_owned()] }];
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["a", "d"]);
    let expected = Reason::Conflict { group: "the square".to_owned(), winner: "a".to_owned() };
    assert_eq!(reason(&outcome, "c"), &expected);
}

#[test]
fn a_cap_holds_in_the_first_walk_and_not_for_leftover_money() {
    let mut election = street();
    for p in [0, 2] {
        election.projects[p].themes = vec!["green".to_owned()];
    }
    election.caps = vec![Cap { on: CapOn::Theme("green".to_owned()), max: euro(80) }];
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["a", "d"]);
    let expected = Reason::CapReached { cap: "green".to_owned(), room: euro(20) };
    assert_eq!(reason(&outcome, "c"), &expected);
    election.rule = Rule::Greedy(Greedy { leftover: Leftover::Fill, ..Greedy::by_votes() });
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["a", "d", "c"]);
    assert_eq!(reason(&outcome, "c"), &Reason::FromLeftover { money_before: euro(30), step: 3 });
}

#[test]
fn the_last_money_can_pay_part_of_one_plan() {
    let mut election = street();
    election.budget = euro(105);
    election.rule = Rule::Greedy(Greedy { leftover: Leftover::PartOfOne, ..Greedy::by_votes() });
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["a", "c", "d", "b"]);
    assert_eq!(reason(&outcome, "b"), &Reason::InPart { amount: euro(5), step: 4 });
    assert_eq!((outcome.spent, outcome.left), (euro(105), 0));
}

#[test]
fn a_withdrawn_winner_is_counted_again_without_it() {
    let mut election = street();
    election.projects[0].withdrawn = Some(Withdrawn { reason: "owner moved".to_owned() });
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["b", "c", "d"]);
    assert_eq!(reason(&outcome, "a"), &Reason::Withdrawn { reason: "owner moved".to_owned() });
}

#[test]
fn below_the_quorum_the_count_is_made_and_marked() {
    let mut election = street();
    election.quorum = Some(29);
    let outcome = counted(&election);
    assert!(outcome.below_quorum);
    assert_eq!(outcome.winners, ["a", "c", "d"]);
    election.quorum = Some(28);
    assert!(!counted(&election).below_quorum);
}

#[test]
fn each_step_of_the_tie_order_decides_when_those_before_it_cannot() {
    // Points: x and y both score 4 and cost 60; x has two voters, y one; only
    // one of them fits.
    let mut election = vote(100, &[("x", 60), ("y", 60)], &[]);
    election.ballot_form = BallotForm::points();
    election.ballots = vec![Ballot::with_points([(0, 2)]), Ballot::with_points([(0, 2)]), Ballot::with_points([(1, 4)])];
    (election.projects[0].submitted, election.projects[1].submitted) = (Some(2), Some(1));
    let mut decided = |steps: &[TieStep]| {
        election.tie_order = TieOrder { steps: steps.to_vec(), seed: Some("07".to_owned()) };
        let outcome = counted(&election);
        (outcome.winners.join(" "), outcome.ties[0].decided_by)
    };
    use TieStep::{Earliest, Id, Lot, MaxScore, MaxVotes, MinCost};
    assert_eq!(decided(&[MinCost, MaxScore, MaxVotes, Id]), ("x".to_owned(), Some(MaxVotes)), "cost and score are equal, two voters beat one");
    assert_eq!(decided(&[MinCost, MaxScore, Earliest, Id]), ("y".to_owned(), Some(Earliest)));
    assert_eq!(decided(&[MinCost, MaxScore, Id]), ("x".to_owned(), Some(Id)));
    assert_eq!(decided(&[MinCost, MaxScore, Lot]).1, Some(Lot));
    assert_eq!(decided(&[MinCost, MaxScore]), (String::new(), None), "nothing decides: a lot is needed");
    // With the usual order the dearer one loses.
    election.projects[0].cost += 1;
    election.tie_order = TieOrder::cost_votes_lot(None);
    let outcome = counted(&election);
    assert_eq!((outcome.winners.join(" "), outcome.ties[0].decided_by), ("y".to_owned(), Some(MinCost)));
}
