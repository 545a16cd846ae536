//! How money is split before the count: pots per wijk or theme, a joker, an
//! amount kept for a theme, what is left flowing on, and one count over areas.

use std::collections::BTreeMap;

use wijkdeal::counting::{AreaShare, Ballot, Election, ElectionFault, Pot, PotTakes, Pots, Reason, Rule, count};

use super::support::{counted, euro, reason, under, vote};

fn pot(id: &str, budget: i64) -> Pot {
    Pot { id: id.to_owned(), name: id.to_owned(), budget: euro(budget), takes: PotTakes::Own, leftover_to: None, rule: None }
}

/// Green 50 (g1 40, g2 30), play 50 (p1 45, p2 20); everyone votes in both.
fn themes() -> Election {
    let mut election = vote(100, &[("g1", 40), ("g2", 30), ("p1", 45), ("p2", 20)], &[(5, &["g1", "p2"]), (3, &["g2", "p2"]), (4, &["g2", "p1"])]);
    for (project, pot) in election.projects.iter_mut().zip(["green", "green", "play", "play"]) {
        project.pot = Some(pot.to_owned());
    }
    election.pots = Pots::Separate { pots: vec![pot("green", 50), pot("play", 50)] };
    election
}

#[test]
fn each_theme_has_its_own_money() {
    let outcome = counted(&themes());
    // Green: g2 (7) then g1 does not fit. Play: p2 (8), then p1 does not fit.
    assert_eq!(outcome.winners, ["g2", "p2"]);
    assert_eq!((outcome.pots[0].left, outcome.pots[1].left), (euro(20), euro(30)));
    assert_eq!(outcome.left, euro(50));
}

pub(super) fn themes_with_a_joker() -> Election {
    let mut election = themes();
    let mut pots = vec![pot("green", 50), pot("play", 50), pot("joker", 5)];
    pots[0].leftover_to = Some("joker".to_owned());
    pots[1].leftover_to = Some("joker".to_owned());
    pots[2].takes = PotTakes::Rest;
    election.budget = euro(105);
    election.pots = Pots::Separate { pots };
    election
}

#[test]
fn a_joker_gets_what_is_left_and_all_that_lost() {
    let outcome = counted(&themes_with_a_joker());
    // Joker: 5 + 20 + 30 = 55: g1 (5 votes) fits, then p1 (45) does not.
    assert_eq!(outcome.winners, ["g2", "p2", "g1"]);
    assert_eq!((outcome.pots[2].budget, outcome.pots[2].received), (euro(55), euro(50)));
    assert_eq!(outcome.pots[0].left_to.as_deref(), Some("joker"));
    assert_eq!(reason(&outcome, "p1"), &Reason::DoesNotFit { money_left: euro(15) });
}

#[test]
fn wijken_can_have_their_own_pots_rules_and_voters() {
    let mut election = vote(100, &[("n", 50), ("s", 50)], &[]);
    election.projects[0].pot = Some("north".to_owned());
    election.projects[1].pot = Some("south".to_owned());
    election.ballots = vec![Ballot::times(9, [0]).for_pot("north"), Ballot::times(2, [1]).for_pot("south")];
    let mut pots = vec![pot("north", 50), pot("south", 50)];
    pots[1].rule = Some(Rule::named("top-1", 100).unwrap());
    election.pots = Pots::Separate { pots };
    let outcome = counted(&election);
    assert_eq!(outcome.winners, ["n", "s"]);
    assert_eq!((outcome.pots[0].ballots, outcome.pots[1].ballots), (9, 2));
    assert_eq!(reason(&outcome, "s"), &Reason::InTop { place: 1 });
}

#[test]
fn amounts_of_pots_must_add_up() {
    let mut election = themes();
    election.budget += 1;
    assert!(matches!(count(&election), Err(ElectionFault::Parameter(_))));
}

/// Two wijken with 50 each and a city-wide pot of 10. Everyone votes in their
/// own wijk, and with a second ballot for the city.
pub(super) fn wijken_and_the_city() -> Election {
    let mut election = vote(110, &[("n1", 30), ("n2", 25), ("s1", 45), ("s2", 40), ("bridge", 20)], &[]);
    for (project, pot) in election.projects.iter_mut().zip(["north", "north", "south", "south", "city"]) {
        project.pot = Some(pot.to_owned());
    }
    election.ballots = vec![
        Ballot::times(9, [0, 1]).for_pot("north"),
        Ballot::times(4, [0]).for_pot("north"),
        Ballot::times(6, [2]).for_pot("south"),
        Ballot::times(5, [3]).for_pot("south"),
        Ballot::times(12, [4]).for_pot("city"),
        Ballot::times(7, [1]).for_pot("city"),
    ];
    let mut pots = vec![pot("north", 50), pot("south", 50), pot("city", 10)];
    pots[0].leftover_to = Some("city".to_owned());
    pots[1].leftover_to = Some("city".to_owned());
    pots[2].takes = PotTakes::Rest;
    election.pots = Pots::Separate { pots };
    election
}

#[test]
fn what_the_wijken_leave_flows_to_the_city() {
    // North: n1 (13 votes) costs 30, n2 (25) does not fit the 20 left. South: s1
    // (6) costs 45 and leaves 5. City: 10 + 20 + 5 = 35: the bridge (12 votes)
    // for 20, and then 15 is too little for n2 (7 votes in this pot).
    let outcome = counted(&wijken_and_the_city());
    assert_eq!(outcome.winners, ["n1", "s1", "bridge"]);
    let city = &outcome.pots[2];
    assert_eq!((city.budget, city.received, city.left), (euro(35), euro(25), euro(15)));
    assert_eq!(city.ballots, 19);
    assert_eq!(reason(&outcome, "n2"), &Reason::DoesNotFit { money_left: euro(15) });
    assert_eq!((outcome.spent, outcome.left), (euro(95), euro(15)));
}

/// 100 of which 30 is kept for green; all voters vote on everything.
pub(super) fn reserved_for_green() -> Election {
    let mut election = vote(100, &[("trees", 20), ("pond", 15), ("hall", 70), ("slide", 10)], &[]);
    election.ballots = vec![Ballot::times(8, [2, 3]), Ballot::times(3, [0]), Ballot::times(2, [0, 1])];
    for p in [0, 1] {
        election.projects[p].pot = Some("green".to_owned());
    }
    for p in [2, 3] {
        election.projects[p].pot = Some("open".to_owned());
    }
    let mut pots = vec![pot("green", 30), pot("open", 70)];
    pots[0].leftover_to = Some("open".to_owned());
    pots[1].takes = PotTakes::Rest;
    election.pots = Pots::Separate { pots };
    election
}

#[test]
fn an_amount_kept_for_a_theme_is_spent_there_first_and_the_rest_flows_back() {
    // Green: trees (5 votes) for 20; the pond (15) does not fit the 10 left.
    // Open: 70 + 10: hall and slide (8 votes each) cost exactly 80.
    let outcome = counted(&reserved_for_green());
    assert_eq!(outcome.winners, ["trees", "slide", "hall"]);
    assert_eq!(outcome.pots[1].received, euro(10));
    assert_eq!(reason(&outcome, "pond"), &Reason::DoesNotFit { money_left: 0 });
    // Without the reserve the votes for hall and slide come first: 80, and
    // trees (20) just fit as well; so the reserve only matters when it is tight.
    let mut without = reserved_for_green();
    without.pots = Pots::Single;
    without.budget = euro(90);
    assert_eq!(counted(&without).winners, ["slide", "hall"], "10 is left, trees cost 20");
}

/// North: 2 voters with 60 together; South: 4 voters with 40. n (30) is for one
/// northerner, s (40) for all southerners.
pub(super) fn areas_together() -> Election {
    let mut election = vote(100, &[("n", 30), ("s", 40), ("both", 30)], &[]);
    election.ballots = vec![Ballot::new([0, 2]).from_area("north"), Ballot::new([2]).from_area("north"), Ballot::times(4, [1]).from_area("south")];
    election.pots = Pots::Shared {
        areas: vec![AreaShare { area: "north".to_owned(), budget: euro(60) }, AreaShare { area: "south".to_owned(), budget: euro(40) }],
    };
    under(election, "mes-cost")
}

#[test]
fn areas_can_start_with_their_own_money() {
    let outcome = counted(&areas_together());
    // s: 10 each, all they have. both: 15 each. n: 15 left of 30: short.
    assert_eq!(outcome.winners, ["s", "both"]);
    let shares = outcome.pots[0].shares.as_ref().unwrap();
    let start: BTreeMap<&str, String> = shares.start.iter().map(|(area, share)| (area.as_str(), share.to_string())).collect();
    assert_eq!((start["north"].as_str(), start["south"].as_str()), ("3000", "1000"));
}

#[test]
fn one_count_over_areas_needs_equal_shares() {
    let election = under(areas_together(), "greedy-votes");
    assert!(matches!(count(&election), Err(ElectionFault::RuleDoesNotApply(_))));
}
