//! The Method of Equal Shares, worked out by hand.

use wijkdeal::counting::{
    Ballot, BallotForm, Cap, CapOn, Comparison, Completion, ConflictGroup, Decision, Election, EqualShares, Project, Raise, RaiseStart, RaiseStop,
    Reason, Rule, Stopped, TieStep, Utility, Withdrawn, simple_election,
};

use super::support::{counted, euro, reason, ties_by_id, under, vote, winners};

/// 10 voters with 10 euro each. A costs 50 (6 voters), B 50 (5 of the same 6),
/// C 30 (the other 4).
fn two_camps() -> Election {
    vote(100, &[("A", 50), ("B", 50), ("C", 30)], &[(5, &["A", "B"]), (1, &["A"]), (4, &["C"])])
}

fn trace(election: &Election) -> wijkdeal::counting::SharesTrace {
    counted(election).pots.remove(0).shares.expect("a trace of Equal Shares")
}

#[test]
fn a_minority_gets_its_share_where_greedy_gives_all_to_the_majority() {
    // By votes: A (6), then B (5): the camp of C gets nothing.
    assert_eq!(winners(&two_camps(), "greedy-votes"), ["A", "B"]);
    // Equal Shares: A costs its 6 voters 8.33 each. B's 5 voters have 1.67 left
    // each: too little. C's 4 voters pay 7.50 each.
    let election = under(two_camps(), "mes-cost");
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["A", "C"]);
    assert_eq!(outcome.left, euro(20));
    let shares = trace(&election);
    assert_eq!(shares.purchases[0].price.to_string(), "2500/3", "in cents");
    assert_eq!(shares.purchases[0].effective_votes.to_string(), "6");
    assert_eq!(shares.purchases[1].price.to_string(), "750");
    // B: 5 x (1000 - 2500/3) = 2500/3 cents left of 5000.
    let loser = &shares.losers[0];
    assert_eq!((loser.project.as_str(), loser.after_step), ("B", 1));
    assert_eq!(loser.money_left.to_string(), "2500/3");
    assert_eq!(loser.effective_support_permille, 166);
    assert_eq!(loser.went_to[0].project, "A");
    assert_eq!((loser.went_to[0].people, loser.went_to[0].paid), (5, 4167));
}

#[test]
fn who_has_less_pays_the_last_and_counts_for_a_part() {
    // 4 voters, 25 each. P (40): v1..v4, 10 each. Q (45): v1, v2, v3 have 15
    // each, exactly 45. R (20): v1 and v4; v1 has nothing left and v4 has 15.
    let mut election = vote(100, &[("P", 40), ("Q", 45), ("R", 20)], &[(1, &["P", "Q", "R"]), (2, &["P", "Q"]), (1, &["P", "R"])]);
    election = under(election, "mes-cost");
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["P", "Q"], "a sum of exactly the cost is enough");
    assert!(matches!(
        reason(&outcome, "R"),
        Reason::SupportersShort { after_step: 2, money_left } if money_left.to_string() == "1500"
    ));
    // With S (15) for v4 alone, everything is spent to the last cent.
    election.projects.push(Project::new("S", euro(15)));
    election.ballots[2].picks.push(3);
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["P", "Q", "S"]);
    assert_eq!(outcome.left, 0);
}

#[test]
fn a_poor_supporter_pays_less_and_the_others_pay_more() {
    // 3 voters, 20 each. P (30): all, 10 each. v3 then pays 8 for Q alone and
    // has 2. R (18): v1, v2, v3: v3 pays 2, the others 8 each.
    let election = under(vote(60, &[("P", 30), ("Q", 8), ("R", 18)], &[(2, &["P", "R"]), (1, &["P", "Q", "R"])]), "mes-card");
    // By cardinality the lowest price goes first: R at 6 each, then Q at 8,
    // then P: v1 and v2 have 14, v3 has 6: 12 + 12 + 6 = 30.
    let shares = trace(&election);
    let bought: Vec<&str> = shares.purchases.iter().map(|p| p.project.as_str()).collect();
    assert_eq!(bought, ["R", "Q", "P"]);
    let last = &shares.purchases[2];
    assert_eq!(last.price.to_string(), "1200");
    assert_eq!((last.paid_full.people, last.paid_full.paid.to_string()), (2, "2400".to_owned()));
    assert_eq!((last.paid_last.people, last.paid_last.paid.to_string()), (1, "600".to_owned()));
    assert_eq!(last.effective_votes.to_string(), "5/2", "30 euro at 12 each: two and a half");
}

#[test]
fn cost_and_cardinality_differ() {
    // Dear: 3 of 4 voters, 75. Cheap: 2 of them, 20.
    // Cost: 3 votes before 2. Then v1, v2 have 0 left. Cardinality: cheap first
    // (10 each), and then 15 + 15 + 25 < 75.
    let election = vote(100, &[("dear", 75), ("cheap", 20)], &[(2, &["dear", "cheap"]), (1, &["dear"]), (1, &[])]);
    assert_eq!(winners(&election, "mes-cost"), ["dear"]);
    assert_eq!(winners(&election, "mes-card"), ["cheap"]);
}

#[test]
fn a_blank_ballot_takes_its_share_along() {
    let projects = [("a", 40)];
    assert_eq!(winners(&vote(80, &projects, &[(1, &["a"]), (1, &[])]), "mes-cost"), ["a"]);
    assert!(winners(&vote(80, &projects, &[(1, &["a"]), (2, &[])]), "mes-cost").is_empty());
}

#[test]
fn nobody_and_one_voter() {
    assert!(winners(&vote(100, &[("a", 10)], &[]), "mes-cost-add1u").is_empty());
    assert_eq!(winners(&vote(100, &[("a", 100)], &[(1, &["a"])]), "mes-cost-add1u"), ["a"]);
    assert!(winners(&vote(100, &[("a", 10)], &[(3, &[])]), "mes-cost-add1u").is_empty());
}

#[test]
fn all_projects_affordable_stops_the_rise_at_once() {
    let election = under(vote(100, &[("a", 10), ("b", 20)], &[(3, &["a"]), (1, &["b"])]), "mes-cost-add1-pabulib");
    assert_eq!(trace(&election).stopped, Stopped::Exhaustive);
    assert_eq!(counted(&election).winners, ["a", "b"]);
}

#[test]
fn points_weigh_in_the_price() {
    // 2 voters, 50 each; P (60) gets 2 points from v1 and 1 from v2: at 20 per
    // point they pay 40 and 20. Then Q (30), 1 point from v2 who has 30.
    let mut election = simple_election(
        euro(100),
        vec![Project::new("P", euro(60)), Project::new("Q", euro(30))],
        vec![Ballot::with_points([(0, 2)]), Ballot::with_points([(0, 1), (1, 1)])],
    );
    election.ballot_form = BallotForm::points();
    election = under(election, "mes-cost");
    let shares = trace(&election);
    assert_eq!(shares.purchases[0].price.to_string(), "2000");
    assert_eq!(shares.purchases[0].effective_votes.to_string(), "3");
    assert_eq!(counted(&election).winners, ["P", "Q"]);
}

#[test]
fn equal_effective_votes_are_an_exact_tie_that_the_tie_order_decides() {
    // 1/3 of a euro in cents is no float: both have exactly 3 effective votes.
    let election = vote(10, &[("a", 4), ("b", 5)], &[(3, &["a"]), (3, &["b"]), (1, &[])]);
    let outcome = counted(&under(election.clone(), "mes-cost"));
    assert_eq!(outcome.winners, ["a"], "10/7 x 3 = 4.29: a fits, b does not");
    let election = vote(10, &[("a", 4), ("b", 4)], &[(3, &["a", "b"]), (1, &["a"]), (1, &["b"])]);
    // Both have 4 supporters with 2 each: 8 >= 4, 1 each. Then the other: three
    // have 1 and one has 2: again 4 in all, exactly.
    let outcome = counted(&under(election.clone(), "mes-cost"));
    assert!(matches!(outcome.decision, Decision::LotNeeded { ref between, .. } if between == &["a", "b"]));
    let outcome = counted(&under(ties_by_id(election), "mes-cost"));
    assert_eq!(outcome.winners, ["a", "b"]);
    assert_eq!(outcome.ties[0].decided_by, Some(TieStep::Id));
}

#[test]
fn a_tie_in_prices_after_unequal_payments_is_seen_exactly() {
    // 3 voters, 1/3 budget shares. After P the shares are no round numbers, and
    // Q and R must still tie exactly: lower cost decides, and costs are equal.
    let election = vote(10, &[("P", 1), ("Q", 3), ("R", 3)], &[(1, &["P", "Q"]), (1, &["P", "R"]), (1, &["P"])]);
    let outcome = counted(&under(ties_by_id(election), "mes-card"));
    // 10/3 - 1/3 = 3 euro exactly: both can pay, neither is lost to rounding.
    assert_eq!(outcome.winners, ["P", "Q", "R"]);
    assert_eq!(outcome.ties.len(), 1);
}

/// 3 voters, 33.33 each; a (45) needs two voters, b (40) one voter.
fn rising() -> Election {
    vote(100, &[("a", 60), ("b", 40)], &[(2, &["a"]), (1, &["b"])])
}

#[test]
fn the_share_rises_until_the_minority_can_pay() {
    assert_eq!(winners(&rising(), "mes-cost"), ["a"], "one voter has 33.33 and b costs 40");
    let election = under(rising(), "mes-cost-add1");
    let shares = trace(&election);
    assert_eq!(counted(&election).winners, ["a", "b"]);
    // From 33.33 in steps of 1: 40.33 is the first that reaches 40.
    assert_eq!(shares.end[""].to_string(), "12100/3");
    assert_eq!((shares.runs, shares.stopped), (8, Stopped::Exhaustive));
    let shares = trace(&under(rising(), "mes-cost-add1-eqshares"));
    // From 33 in steps of 1: 40.
    assert_eq!(shares.end[""].to_string(), "4000");
}

#[test]
fn the_two_stop_rules_differ_once_nothing_fits() {
    // 4 voters, 25 each. x (60) of v1..v3, y (30) of v4, z (45) of v1..v3.
    // At 25: x (20 each); 40 left, z does not fit and y does, so the share
    // rises to 30: y too, and 10 left: exhaustive. Higher: at 35, x and z cost
    // v1..v3 exactly 35 each, and x + y + z = 135 > 100.
    let election = vote(100, &[("x", 60), ("y", 30), ("z", 45)], &[(3, &["x", "z"]), (1, &["y"])]);
    let stops_early = trace(&under(election.clone(), "mes-cost-add1-eqshares"));
    assert_eq!((stops_early.end[""].to_string(), stops_early.stopped), ("3000".to_owned(), Stopped::Exhaustive));
    let goes_on = trace(&under(election, "mes-cost-add1-pabulib"));
    assert_eq!((goes_on.end[""].to_string(), goes_on.stopped), ("3400".to_owned(), Stopped::NextOverBudget));
}

#[test]
fn a_project_nobody_wants_can_keep_the_share_rising_or_not() {
    let mut election = vote(100, &[("x", 60), ("y", 30), ("z", 45), ("nobody", 5)], &[(3, &["x", "z"]), (1, &["y"])]);
    let mut end = |stop| {
        let raise = Some(Raise { start: RaiseStart::Floor, step: 100, stop });
        election.rule = Rule::EqualShares(EqualShares { raise, ..EqualShares::plain(Utility::Cost) });
        trace(&election).end[""].to_string()
    };
    assert_eq!(end(RaiseStop::ExhaustiveSupported), "3000");
    assert_eq!(end(RaiseStop::ExhaustiveAll), "3400", "nobody's project still fits the 10 left");
}

#[test]
fn what_is_left_goes_down_the_list_and_is_told_apart() {
    let outcome = counted(&under(rising(), "mes-cost-greedy"));
    assert_eq!(outcome.winners, ["a", "b"]);
    assert!(matches!(reason(&outcome, "a"), Reason::Bought { step: 1, .. }));
    assert_eq!(reason(&outcome, "b"), &Reason::Completed { money_before: euro(40), step: 2 });
}

#[test]
fn when_more_voters_prefer_the_list_the_list_wins() {
    let mut election = two_camps();
    let rule = |comparison| Rule::EqualShares(EqualShares { comparison, completion: Completion::Keep, ..EqualShares::plain(Utility::Cost) });
    // The list funds A and B: 5 voters get 2 instead of 1; 4 voters lose C.
    election.rule = rule(Some(Comparison::Satisfaction));
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["A", "B"]);
    let comparison = outcome.pots[0].shares.as_ref().unwrap().comparison.clone().unwrap();
    assert_eq!((comparison.prefer_shares, comparison.prefer_list), (4, 5));
    // By exclusion: nobody gains a first project, 4 voters lose theirs.
    election.rule = rule(Some(Comparison::ExclusionRatio));
    assert_eq!(counted(&election).winners, ["A", "C"]);
}

#[test]
fn of_a_conflict_group_the_first_bought_wins() {
    let mut election = under(two_camps(), "mes-cost");
    election.conflicts = vec![ConflictGroup { name: "one field".to_owned(), projects: vec!["A".to_owned(), "C".to_owned()] }];
    let outcome = counted(&election);
    // A is bought first; C leaves the pool, B's voters are short.
    assert_eq!(outcome.winners, ["A"]);
    assert!(matches!(reason(&outcome, "C"), Reason::Conflict { winner, .. } if winner == "A"));
}

#[test]
fn a_plan_over_its_cap_leaves_the_pool_and_its_voters_keep_their_money() {
    // A (50) fills the cap of 60 for green, so C (30) no longer fits within it.
    let mut election = two_camps();
    for p in [0, 2] {
        election.projects[p].themes = vec!["green".to_owned()];
    }
    election.caps = vec![Cap { on: CapOn::Theme("green".to_owned()), max: euro(60) }];
    let outcome = counted(&under(election, "mes-cost"));
    assert_eq!(outcome.winners, ["A"]);
    assert_eq!(reason(&outcome, "C"), &Reason::CapReached { cap: "green".to_owned(), room: euro(10) });
}

#[test]
fn after_a_withdrawal_the_money_goes_to_who_comes_next() {
    // Without A its six voters have 10 each again: B costs its five voters all
    // they have, exactly.
    let mut election = under(two_camps(), "mes-cost");
    election.projects[0].withdrawn = Some(Withdrawn { reason: "not allowed to build there".to_owned() });
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["B", "C"]);
    assert_eq!(reason(&outcome, "A"), &Reason::Withdrawn { reason: "not allowed to build there".to_owned() });
    let paid = &trace(&election).purchases[0];
    assert_eq!((paid.price.to_string(), paid.paid_full.people), ("1000".to_owned(), 5));
}
