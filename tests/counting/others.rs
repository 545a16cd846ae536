//! Phragmen, BOS, weights, tables and results per wijk.

use std::collections::BTreeMap;

use wijkdeal::counting::{Ballot, BallotForm, ChannelBase, ElectionFault, Project, RankPoints, Reason, Standing, Weighting, count, simple_election};

use super::support::{counted, euro, reason, ties_by_id, under, vote, winners};

#[test]
fn phragmen_keeps_loads_equal() {
    // a (60): 3 voters, 20 each. b (60): the same 3. c (30): 1 other voter, 30.
    let election = vote(150, &[("a", 60), ("b", 60), ("c", 30)], &[(3, &["a", "b"]), (1, &["c"])]);
    // First a (or b: same cost and votes, by id a) at 20; then c at 30; then b
    // at (60 + 3 x 20)/3 = 40.
    let outcome = counted(&under(ties_by_id(election), "phragmen"));
    assert_eq!(outcome.winners, ["a", "c", "b"]);
    assert!(matches!(reason(&outcome, "b"), Reason::Carried { load, .. } if load.to_string() == "4000"));
}

#[test]
fn phragmen_stops_when_a_plan_with_the_smallest_load_does_not_fit() {
    let election = vote(100, &[("a", 60), ("b", 60), ("c", 39)], &[(3, &["a", "b"]), (1, &["c"])]);
    // a at 20; then c at 39 and b at 40: c. Then b does not fit.
    let outcome = counted(&under(ties_by_id(election.clone()), "phragmen"));
    assert_eq!(outcome.winners, ["a", "c"]);
    // With c at 41, b comes first, does not fit, and ends the count.
    let mut dearer = under(ties_by_id(election), "phragmen");
    dearer.projects[2].cost = euro(40) + 100;
    dearer.budget = euro(110);
    let outcome = counted(&dearer);
    assert_eq!(outcome.winners, ["a"]);
    assert_eq!(reason(&outcome, "c"), &Reason::LoadsStopped { at: vec!["b".to_owned()] });
}

#[test]
fn phragmen_counts_ticks_only() {
    let mut election = under(vote(100, &[("a", 10)], &[]), "phragmen");
    election.ballot_form = BallotForm::points();
    assert!(matches!(count(&election), Err(ElectionFault::RuleDoesNotApply(_))));
}

#[test]
fn bos_lets_supporters_overspend_and_is_marked_as_simulation() {
    // 2 voters, 50 each. a (80) has one voter: 62.5 % of its cost.
    let election = vote(100, &[("a", 80), ("b", 20)], &[(1, &["a"]), (1, &["b"])]);
    let outcome = counted(&under(election.clone(), "bos"));
    assert_eq!(outcome.standing, Standing::Simulation);
    assert_eq!(outcome.winners, ["b", "a"]);
    assert!(matches!(reason(&outcome, "a"), Reason::Overspent { covered_permille: 625, .. }));
    assert_eq!(winners(&election, "mes-cost"), ["b"]);
}

#[test]
fn hoogkerk_online_and_meetings_each_decide_half() {
    // Online 90 for a, 10 for b. One meeting: two tables of 5 and one of 6 for
    // b, one table of 4 for a: 16 to 4. Percentages: a 90 and 20, b 10 and 80.
    let mut election = vote(100, &[("a", 60), ("b", 60)], &[]);
    election.ballots = vec![
        Ballot::times(90, [0]).through("online"),
        Ballot::times(10, [1]).through("online"),
        Ballot::times(5, [1]).through("table"),
        Ballot::times(5, [1]).through("table"),
        Ballot::times(6, [1]).through("table"),
        Ballot::times(4, [0]).through("table"),
    ];
    assert_eq!(counted(&election).winners, ["a"], "without weights: 94 to 26");
    let half = || "1/2".parse().unwrap();
    election.weighting =
        Weighting::Channels { shares: BTreeMap::from([("online".to_owned(), half()), ("table".to_owned(), half())]), base: ChannelBase::Ballots };
    // 120 ballots, 60 per channel: a 54 + 12 = 66, b 6 + 48 = 54.
    let outcome = counted(&election);
    let scores: Vec<String> = outcome.projects.iter().map(|p| p.score.to_string()).collect();
    assert_eq!(scores, ["66", "54"]);
    assert_eq!(outcome.projects[0].votes, 94, "votes stay real ballots");
    // A channel nobody used gives its half to the other.
    election.ballots.truncate(2);
    assert_eq!(counted(&election).projects[0].score.to_string(), "90");
}

#[test]
fn weights_count_in_equal_shares_too() {
    // Online 3 for a, table 1 for b; each channel decides half of 80 euro.
    let mut election = vote(80, &[("a", 40), ("b", 40)], &[]);
    election.ballots = vec![Ballot::times(3, [0]).through("online"), Ballot::new([1]).through("table")];
    assert_eq!(winners(&election, "mes-cost"), ["a"], "b's one voter has 20");
    let half = || "1/2".parse().unwrap();
    election.weighting =
        Weighting::Channels { shares: BTreeMap::from([("online".to_owned(), half()), ("table".to_owned(), half())]), base: ChannelBase::Ballots };
    assert_eq!(winners(&ties_by_id(election), "mes-cost"), ["a", "b"]);
}

#[test]
fn ranking_points_by_vector_or_by_length() {
    let mut election = simple_election(
        euro(10),
        vec![Project::new("a", euro(10)), Project::new("b", euro(10)), Project::new("c", euro(10))],
        vec![Ballot::times(2, [0, 1, 2]), Ballot::times(2, [1, 0])],
    );
    let mut scores = |points| {
        election.ballot_form = BallotForm::Ranking { points, min: None, max: None };
        let outcome = counted(&ties_by_id(election.clone()));
        outcome.projects.iter().map(|p| p.score.to_string()).collect::<Vec<_>>()
    };
    // By length: a 2x3 + 2x1, b 2x2 + 2x2, c 2x1: the last place counts.
    assert_eq!(scores(RankPoints::BallotLength), ["8", "8", "2"]);
    // 3-2-0: a 2x3 + 2x2, b 2x2 + 2x3, c none.
    assert_eq!(scores(RankPoints::Vector(vec![3, 2, 0])), ["10", "10", "0"]);
}

#[test]
fn results_per_wijk_come_from_the_same_ballots() {
    let mut election = vote(100, &[("a", 10), ("b", 10)], &[]);
    election.ballots = vec![Ballot::times(3, [0, 1]).from_area("Helpman"), Ballot::times(2, [1]).from_area("De Wijert")];
    let outcome = counted(&election);
    let names: Vec<&str> = outcome.areas.iter().map(|area| area.name.as_str()).collect();
    assert_eq!(names, ["De Wijert", "Helpman"]);
    assert_eq!(outcome.areas[1].votes["a"], 3);
    assert_eq!(outcome.areas[0].votes.get("a"), None);
}
