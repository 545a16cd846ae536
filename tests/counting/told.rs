//! Explanations, comparisons, bundles and commands.

use wijkdeal::counting::explain::{self, Fact, Language, People};
use wijkdeal::counting::{Bundle, Election, Pots, Precision, TieOrder, Verdict, Weighting, metrics, verify, what_if};

use super::support::{counted, euro, under, vote};

/// 100 voters. A (500) has 60, B (500) 50 of them, C (300) the other 40.
fn two_camps() -> Election {
    vote(1000, &[("A", 500), ("B", 500), ("C", 300)], &[(50, &["A", "B"]), (10, &["A"]), (40, &["C"])])
}

#[test]
fn a_loser_hears_what_its_voters_had_and_where_their_money_went() {
    let election = under(two_camps(), "mes-cost");
    let outcome = counted(&election);
    let mut all = explain::explain(&outcome);
    let b = &mut all[1];
    b.add_distance(&explain::distance(&election, "B").unwrap());
    let text = b.sentences(Language::Dutch, &outcome.currency);
    assert_eq!(text[0], "Niet gekozen: na ronde 1 hadden de stemmers voor dit plan samen niet meer genoeg voor € 500.");
    assert_eq!(text[1], "50 stemmen, plaats 2 op de lijst.");
    assert_eq!(text[2], "De stemmers voor dit plan hadden samen nog € 83,33. Dat is 16,6% van de kosten. Zij kwamen € 416,67 tekort.");
    assert_eq!(text[3], "50 van hen stemden ook op 'A' en betaalden daaraan € 416,67.");
    let english = b.sentences(Language::English, &outcome.currency);
    assert_eq!(english[2], "Its voters still had €83.33 together. That is 16.6% of the cost. They were €416.67 short.");
    // At 83 euro its 50 voters can pay it together.
    assert!(b.facts.contains(&Fact::AtCost { cost: euro(83) }));
    assert!(b.facts.iter().any(|fact| matches!(fact, Fact::MoreVotes { .. })));
}

#[test]
fn the_distance_down_the_list_is_exact() {
    let election = under(two_camps(), "greedy-votes");
    // C has 40 votes and needs its turn before B (50 votes, 500 euro): one more
    // than B would win; ties go to the lower cost, so 50 is enough.
    let distance = explain::distance(&election, "C").unwrap();
    assert_eq!(distance.more_votes, Some(10));
    assert_eq!(distance.at_cost, None, "nothing is left, however cheap");
    assert_eq!(explain::distance(&election, "A").unwrap(), Default::default());
}

#[test]
fn fewer_than_ten_people_are_not_counted_out_loud() {
    assert_eq!((People::of(9), People::of(10), People::of(0)), (People::Few, People::Shown(10), People::Shown(0)));
    let election = under(vote(100, &[("A", 50), ("B", 50), ("C", 30)], &[(5, &["A", "B"]), (1, &["A"]), (4, &["C"])]), "mes-cost");
    let outcome = counted(&election);
    for explanation in explain::explain(&outcome) {
        for language in [Language::Dutch, Language::English] {
            let text = explanation.sentences(language, &outcome.currency).join(" ");
            assert!(!text.contains("5 van hen") && !text.contains("5 of them"), "{text}");
        }
        assert!(!explanation.facts.iter().any(|fact| matches!(fact, Fact::WentTo { .. })));
    }
}

#[test]
fn two_rules_side_by_side() {
    let mut election = two_camps();
    election.projects[0].themes = vec!["play".to_owned()];
    election.projects[1].themes = vec!["play".to_owned()];
    election.projects[2].themes = vec!["green".to_owned()];
    let (list, shares) = (under(election.clone(), "greedy-votes"), under(election, "mes-cost"));
    let compared = what_if(&list, &shares, Precision::Exact).unwrap();
    assert_eq!((compared.both, compared.only_one, compared.only_other), (vec!["A".into()], vec!["B".into()], vec!["C".into()]));
    assert_eq!((compared.prefer_one, compared.prefer_other), (50, 40));
    assert_eq!((compared.one.metrics.with_nothing, compared.other.metrics.with_nothing), (40, 0));
    assert_eq!(compared.one.metrics.themes["green"].money, 0);
    assert_eq!(compared.other.metrics.themes["green"].money, euro(300));
    assert_eq!(compared.one.metrics.histogram, [40, 10, 50]);
    assert_eq!(compared.one.metrics.funded_per_ballot.to_string(), "11/10");
    // 40 voters could have paid 300 of their 400 and got nothing.
    let left_out = compared.one.metrics.left_out.unwrap();
    assert_eq!((left_out.project.as_str(), left_out.voters), ("C", 40));
    assert_eq!(compared.other.metrics.left_out, None);
    assert_eq!(metrics(&shares, &["A".to_owned()]).unwrap().spent, euro(500));
}

#[test]
fn inequality_is_zero_when_all_get_the_same() {
    let election = vote(10, &[("a", 10)], &[(4, &["a"])]);
    assert_eq!(metrics(&election, &["a".to_owned()]).unwrap().inequality_permille, 0);
    // One of four has all: 3/4.
    let election = vote(10, &[("a", 10)], &[(1, &["a"]), (3, &[])]);
    assert_eq!(metrics(&election, &["a".to_owned()]).unwrap().inequality_permille, 750);
}

#[test]
fn a_bundle_holds_until_anything_in_it_changes() {
    let bundle = Bundle::make(&under(two_camps(), "mes-cost-add1u")).unwrap();
    let check = |bundle: &Bundle| verify(bundle, &mut |_| {});
    assert!(matches!(check(&bundle), Verdict::Holds { winners: 2, ballots: 100 }));
    assert!(check(&bundle).sentence(Language::Dutch).starts_with("De uitslag klopt:"));
    let mut votes = bundle.clone();
    votes.election.ballots[0].count += 1;
    assert_eq!(check(&votes), Verdict::ElectionChanged);
    let mut winners = bundle.clone();
    winners.outcome.winners[1] = "B".to_owned();
    assert_eq!(check(&winners), Verdict::OutcomeChanged);
    let forged = Bundle::of(&winners.election, winners.outcome).unwrap();
    assert_eq!(check(&forged), Verdict::OtherWinners { extra: vec!["B".into()], missing: vec!["C".into()] });
    assert_eq!(
        check(&forged).sentence(Language::Dutch),
        "De uitslag klopt niet: opnieuw geteld is plan B ten onrechte gekozen en is plan C ten onrechte niet gekozen."
    );
    let mut detail = bundle.outcome.clone();
    detail.projects[0].votes += 1;
    let detail = Bundle::of(&bundle.election, detail).unwrap();
    assert_eq!(check(&detail), Verdict::OtherDetail { place: "projects.1.votes".to_owned() });
}

/// Elections that use every part the independent recount knows.
fn varied() -> Vec<(String, Election)> {
    let mut base = vote(
        1000,
        &[("a", 300), ("b", 310), ("c", 90), ("d", 90), ("e", 450)],
        &[(31, &["a", "b", "e"]), (22, &["c", "d"]), (17, &["b", "c"]), (9, &["e"]), (4, &[])],
    );
    base.tie_order = TieOrder::cost_votes_lot(Some("c0ffee".to_owned()));
    base.projects[2].themes = vec!["green".to_owned()];
    base.projects[3].themes = vec!["green".to_owned()];
    let mut varied = Vec::new();
    for rule in [
        "top-2",
        "greedy-votes",
        "greedy-votes-per-cost",
        "greedy-no-skip",
        "mes-cost",
        "mes-card",
        "mes-cost-greedy",
        "mes-cost-add1",
        "mes-card-add1u",
        "mes-cost-add1-eqshares",
        "mes-cost-add1-pabulib",
    ] {
        let plain = under(base.clone(), rule);
        let mut capped = plain.clone();
        capped.caps = vec![wijkdeal::counting::Cap { on: wijkdeal::counting::CapOn::Theme("green".to_owned()), max: euro(100) }];
        capped.eligibility.min_share = Some("1/10".parse().unwrap());
        let mut bound = plain.clone();
        bound.conflicts = vec![wijkdeal::counting::ConflictGroup { name: "corner".to_owned(), projects: vec!["b".to_owned(), "c".to_owned()] }];
        let mut weighed = plain.clone();
        for (at, ballot) in weighed.ballots.iter_mut().enumerate() {
            ballot.channel = Some(if at % 2 == 0 { "online" } else { "table" }.into());
        }
        let half = || "1/2".parse().unwrap();
        weighed.weighting =
            Weighting::Channels { shares: [("online".to_owned(), half()), ("table".to_owned(), half())].into(), base: Default::default() };
        let mut open = plain.clone();
        open.tie_order = TieOrder::cost_votes_lot(None);
        for (name, election) in [("plain", plain), ("capped", capped), ("bound", bound), ("weighed", weighed), ("open", open)] {
            assert_eq!(election.pots, Pots::Single);
            varied.push((format!("{rule} {name}"), election));
        }
    }
    varied.extend(parameters(&base));
    varied
}

/// Every parameter that has no name of its own at `tally`.
fn parameters(base: &Election) -> Vec<(String, Election)> {
    use wijkdeal::counting::{Comparison, EqualShares, Greedy, Leftover, Measure, Misfit, Rule, Utility};
    let list = |misfit, leftover| Rule::Greedy(Greedy { misfit, leftover, ..Greedy::by_votes() });
    let shares = |comparison| Rule::EqualShares(EqualShares { comparison: Some(comparison), ..EqualShares::proposed(100) });
    let rules = [
        ("80 %", list(Misfit::FundFrom(80), Leftover::Keep)),
        ("60 %", list(Misfit::FundFrom(60), Leftover::Keep)),
        ("leftover fills", list(Misfit::Stop, Leftover::Fill)),
        ("leftover for a part", list(Misfit::Skip, Leftover::PartOfOne)),
        ("by votes", Rule::Greedy(Greedy { measure: Measure::Votes, ..Greedy::by_votes() })),
        ("extended at a tie", Rule::TopK { k: 3, extend_on_tie: true, measure: Measure::Score }),
        ("compared", shares(Comparison::Satisfaction)),
        ("compared by exclusion", shares(Comparison::ExclusionRatio)),
        ("one run compared", Rule::EqualShares(EqualShares { comparison: Some(Comparison::Satisfaction), ..EqualShares::plain(Utility::Cost) })),
    ];
    let mut elections: Vec<(String, Election)> = rules.into_iter().map(|(name, rule)| (name.to_owned(), Election { rule, ..base.clone() })).collect();
    let mut withdrawn = under(base.clone(), "mes-cost-add1-pabulib-greedy");
    withdrawn.projects[1].withdrawn = Some(wijkdeal::counting::Withdrawn { reason: "owner moved".to_owned() });
    withdrawn.eligibility.cost_share_divisor = Some(3);
    withdrawn.eligibility.min_score = Some(20);
    elections.push(("withdrawn, thresholds".to_owned(), withdrawn));
    for rule in ["greedy-votes", "mes-cost-add1u", "top-1"] {
        elections.push((format!("themes and a joker, {rule}"), under(super::pots::themes_with_a_joker(), rule)));
        elections.push((format!("wijken and the city, {rule}"), under(super::pots::wijken_and_the_city(), rule)));
        elections.push((format!("a reserved amount, {rule}"), under(super::pots::reserved_for_green(), rule)));
    }
    for rule in ["mes-cost", "mes-cost-add1-pabulib", "mes-card-add1u"] {
        elections.push((format!("one count over areas, {rule}"), under(super::pots::areas_together(), rule)));
    }
    elections
}

#[expect(clippy::disallowed_types, reason = "the independent counter is another program")]
fn python() -> std::process::Command {
    std::process::Command::new("python3")
}

#[test]
fn an_independent_program_counts_the_same() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/independent/recount.py");
    if python().arg("--version").output().is_err() {
        eprintln!("SKIPPED: there is no python3 to count again with");
        return;
    }
    let mut elections = varied();
    if let Some(data) = super::published::data() {
        for name in ["Netherlands_Assen_2025", "Switzerland_Zurich_D10", "Worldwide_Mechanical_Turk_Ranking_value_8"] {
            let election = super::published::read(&data.join(format!("stemmen/{name}.pb")));
            for rule in ["greedy-votes", "mes-cost-add1u"] {
                elections.push((format!("{name} {rule}"), under(election.clone(), rule)));
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (at, (name, election)) in elections.iter().enumerate() {
        let name = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        paths.push(folder.path().join(format!("{at}-{name}.json")));
        let bundle = Bundle::make(election).unwrap();
        std::fs::write(&paths[at], serde_json::to_string(&bundle).unwrap()).unwrap();
    }
    let answer = python().arg(script).args(&paths).output().unwrap();
    let said = String::from_utf8_lossy(&answer.stdout);
    assert!(answer.status.success(), "{said}{}", String::from_utf8_lossy(&answer.stderr));
    assert_eq!(said.lines().count(), paths.len());
}
