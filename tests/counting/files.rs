//! `.pb` files: what is read, what is reported, and what is written.

use std::path::Path;

use wijkdeal::counting::{BallotForm, Rule, count};
use wijkdeal::pabulib::{self, About, Findings, Kind, Labels, Mode, PbElection, ReadError};

use super::support::{counted, euro, under, vote};

const HEAD: &str = "META\nkey;value\ndescription;Test\ncountry;Netherlands\nunit;Nowhere\ninstance;2024\n";

/// A file with these META rows, projects and votes.
fn file(meta: &str, projects: &str, votes: &str) -> String {
    format!("{HEAD}{meta}PROJECTS\n{projects}VOTES\n{votes}")
}

fn small(vote_type: &str, projects: &str, votes: &str) -> String {
    let meta = format!("num_projects;2\nnum_votes;2\nbudget;100\nvote_type;{vote_type}\nrule;unknown\ndate_begin;2024\ndate_end;2024\n");
    file(&meta, projects, votes)
}

fn lenient(text: &str) -> PbElection {
    pabulib::read(text.as_bytes(), Mode::Lenient, Labels::Keep).expect("readable")
}

fn strict(text: &str) -> Result<PbElection, ReadError> {
    pabulib::read(text.as_bytes(), Mode::Strict, Labels::Drop)
}

fn line_of(findings: &Findings, kind: Kind) -> Option<u64> {
    findings.list().iter().find(|finding| finding.kind == kind).map(|finding| finding.line)
}

#[test]
fn a_file_from_windows_with_a_byte_order_mark_reads_the_same() {
    let plain = small("approval", "project_id;cost;name\na;10;A\nb;20;B\n", "voter_id;vote\n1;a,b\n2;b\n");
    let windows = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
    assert_eq!(lenient(&plain).election, lenient(&windows).election);
    assert_eq!(lenient(&windows).findings.errors(), 0);
    assert_eq!(line_of(&pabulib::check(windows.as_bytes()).unwrap(), Kind::ByteOrderMark), Some(1));
}

#[test]
fn quotes_hold_separators_and_quotes() {
    let text = small("approval", "project_id;cost;name\na;10;\"Bench; \"\"red\"\"\"\nb;20;B\n", "voter_id;vote\n1;\"a,b\"\n2;b\n");
    let read = lenient(&text);
    assert_eq!(read.election.projects[0].name, "Bench; \"red\"");
    assert_eq!(read.election.ballots[0].picks, [0, 1]);
}

#[test]
fn decimals_become_cents_and_a_comma_is_reported_with_its_line() {
    let text = small("approval", "project_id;cost\na;10.50\nb;20.0\n", "voter_id;vote\n1;a\n2;b\n");
    let costs = |text: &str| lenient(text).election.projects.iter().map(|p| p.cost).collect::<Vec<_>>();
    assert_eq!(costs(&text), [1050, 2000]);
    let comma = text.replace("10.50", "10,50");
    assert_eq!(costs(&comma), [1050, 2000]);
    assert_eq!(line_of(&lenient(&comma).findings, Kind::CommaDecimal), Some(16));
    assert!(strict(&comma).is_err());
    let fine = text.replace("10.50", "10.125");
    assert!(strict(&fine).is_err(), "more than two decimals are refused");
    let outcome = counted(&under(lenient(&fine).election, "greedy-votes"));
    assert_eq!(outcome.currency.decimal(outcome.spent), "30.125");
}

#[test]
fn a_project_twice_on_a_ballot_counts_once_with_its_last_points() {
    let votes = "voter_id;vote;points\n1;a,a,b,a;1,1,2,3\n2;b;1\n";
    let text = small("cumulative", "project_id;cost\na;10\nb;20\n", votes);
    let read = lenient(&text);
    assert_eq!(read.election.ballots[0].picks, [0, 1]);
    assert_eq!(read.election.ballots[0].points, [3, 2]);
    assert_eq!(line_of(&read.findings, Kind::DoublePick), Some(20));
    assert!(matches!(strict(&text), Err(ReadError::Refused { .. })));
    let ticks = small("approval", "project_id;cost\na;10\nb;20\n", "voter_id;vote\n1;a,a\n2;b\n");
    assert_eq!(lenient(&ticks).election.ballots[0].picks, [0]);
}

#[test]
fn a_vote_for_an_unknown_project_is_left_out_and_reported() {
    let text = small("approval", "project_id;cost\na;10\nb;20\n", "voter_id;vote\n1;a,zzz\n2;b\n");
    let read = lenient(&text);
    assert_eq!(read.election.ballots[0].picks, [0]);
    assert_eq!(line_of(&read.findings, Kind::UnknownProject), Some(20));
}

#[test]
fn rankings_give_the_length_of_the_ballot_to_the_first() {
    let text = small("ordinal", "project_id;cost\na;10\nb;20\n", "voter_id;vote\n1;b,a\n2;b\n");
    let read = lenient(&text);
    assert!(matches!(read.election.ballot_form, BallotForm::Ranking { .. }));
    let outcome = counted(&read.election);
    let scores: Vec<String> = outcome.projects.iter().map(|p| p.score.to_string()).collect();
    assert_eq!(scores, ["1", "3"]);
}

#[test]
fn points_with_decimals_count_in_smaller_units() {
    // a: 1 + 0.25, b: 1.3. In hundredths 125 and 130, read before and after.
    let text = small("scoring", "project_id;cost;score\na;60;1.25\nb;60;1.30\n", "voter_id;vote;points\n1;a,b;1,1\n2;b,a;0.3,0.25\n");
    let read = lenient(&text);
    assert_eq!(read.election.ballots[0].points, [100, 100]);
    assert_eq!(read.election.ballots[1].points, [30, 25]);
    assert_eq!(counted(&read.election).winners, ["b"]);
    assert_eq!(line_of(&pabulib::check(text.as_bytes()).unwrap(), Kind::WrongScore), None);
    let negative = text.replace("0.3,0.25", "0.3,-2");
    assert_eq!(line_of(&lenient(&negative).findings, Kind::Points), Some(21));
}

#[test]
fn the_country_must_exist_and_needless_fields_are_named() {
    let text = small("approval", "project_id;cost\na;10\nb;20\n", "voter_id;vote\n1;a\n2;b\n");
    let check = |text: &str| pabulib::check(text.as_bytes()).unwrap();
    assert_eq!(line_of(&check(&text), Kind::InvalidValue), None);
    assert_eq!(line_of(&check(&text.replace("Netherlands", "worldwide")), Kind::InvalidValue), Some(4));
    assert_eq!(line_of(&check(&text.replace("Netherlands", "NLD")), Kind::InvalidValue), None);
    let needless = text.replace("rule;unknown\n", "rule;unknown\nmax_points;3\n");
    assert_eq!(line_of(&check(&needless), Kind::NeedlessField), Some(12));
}

#[test]
fn labels_are_kept_only_when_asked_for() {
    let votes = "voter_id;vote;voting_method;neighborhood\n1;a;internet;Helpman\n2;b;paper;\n";
    let text = small("approval", "project_id;cost\na;10\nb;20\n", votes);
    let kept = lenient(&text).election.ballots;
    assert_eq!(kept[0].channel.as_deref(), Some("internet"));
    assert_eq!(kept[0].area.as_deref(), Some("Helpman"));
    assert_eq!(strict(&text.replace("2;b;paper;", "2;b;paper;X")).unwrap().election.ballots[0].area, None);
}

#[test]
fn broken_and_hostile_files_get_a_clear_error() {
    let message = |text: &[u8]| match pabulib::read(text, Mode::Lenient, Labels::Drop) {
        Ok(_) => panic!("this must not be readable"),
        Err(error) => error.to_string(),
    };
    assert!(message(b"").contains("META, PROJECTS and VOTES"));
    assert!(message(b"\x00\xff\xfe garbage").contains("META, PROJECTS and VOTES"));
    assert!(message(b"VOTES\nvoter_id;vote\n1;a\n").contains("vote_type"));
    let open = small("approval", "project_id;cost\n\"a;10\n", "voter_id;vote\n");
    assert!(message(open.as_bytes()).contains("line 16: a quote"));
    let twice = small("approval", "project_id;cost\na;10\n", "voter_id;vote\nMETA\n");
    assert!(message(twice.as_bytes()).contains("in this order"));
    let words = small("approval", "project_id;cost\na;ten\n", "voter_id;vote\n1;a\n");
    assert!(message(words.as_bytes()).contains("the cost of project 'a' is 'ten'"));
    let huge = small("approval", "project_id;cost\na;99999999999999999999\n", "voter_id;vote\n");
    assert!(message(huge.as_bytes()).contains("cost"));
    let long = format!("META\n{}", "x".repeat(5 << 20));
    assert!(message(long.as_bytes()).contains("longer than"));
}

#[test]
fn a_plan_that_costs_nothing_is_read_and_refused_by_the_count() {
    let text = small("approval", "project_id;cost\na;0\nb;20\n", "voter_id;vote\n1;a\n2;b\n");
    assert!(count(&lenient(&text).election).is_err());
    let findings = pabulib::check(text.as_bytes()).unwrap();
    assert_eq!(line_of(&findings, Kind::NoCost), Some(16));
}

#[test]
fn the_check_counts_again_and_names_lines() {
    let meta =
        "num_projects;3\nnum_votes;2\nbudget;100\nvote_type;approval\nrule;greedy\ndate_begin;2024\ndate_end;01.01.2023\nmax_length;1\nmystery;1\n";
    let projects = "project_id;cost;votes;name;target;selected\na;60;1;A;;1\nb;60;2;B;;0\n";
    let text = file(meta, projects, "voter_id;vote\n1;a,b\n1;b\n");
    let findings = pabulib::check(text.as_bytes()).unwrap();
    for (kind, line) in [
        (Kind::WrongCount, 7),
        (Kind::Dates, 13),
        (Kind::UnknownField, 15),
        (Kind::RenamedField, 17),
        (Kind::VoteLength, 22),
        (Kind::DoubleVoter, 23),
        (Kind::RuleNotFollowed, 18),
    ] {
        assert_eq!(line_of(&findings, kind), Some(line), "{kind:?}");
    }
    assert!(line_of(&findings, Kind::WrongVotes).is_none(), "1 and 2 votes are right");
}

#[test]
fn a_winner_of_another_kind_is_one_under_the_rule_of_poznan_only() {
    let meta = |rule: &str| {
        format!("num_projects;3\nnum_votes;3\nbudget;100\nvote_type;approval\nrule;{rule}\ncomment;#1: x\ndate_begin;2024\ndate_end;2024\n")
    };
    // 60 is paid; 45 needs less than 80 % more than what is left; 30 comes from a reserve.
    let projects = "project_id;cost;votes;name;selected\na;60;3;A;1\nb;45;2;B;2\nc;30;1;C;3\n";
    let votes = "voter_id;vote\n1;a,b,c\n2;a,b\n3;a\n";
    let broken_rule = |head: &str, rule: &str| {
        let text = file(&meta(rule), projects, votes).replace("unit;Nowhere", head);
        let findings = pabulib::check(text.as_bytes()).expect("readable");
        findings.list().iter().filter(|finding| finding.kind == Kind::RuleNotFollowed).map(|finding| finding.line).collect::<Vec<_>>()
    };
    assert_eq!(broken_rule("unit;Poznań", "greedy-custom"), [0; 0]);
    assert_eq!(broken_rule("unit;Nowhere", "greedy"), [19], "c fits in what is left, and is not marked 1");
}

#[test]
fn what_is_written_reads_back_and_passes_the_check() {
    for (rule, name) in [("greedy-votes", "greedy"), ("mes-cost-add1-pabulib", "equalshares/add1"), ("mes-cost", "equalshares")] {
        let mut election = under(vote(100, &[("a", 60), ("b", 50), ("c;1", 30)], &[(7, &["a", "b"]), (4, &["c;1"]), (1, &["c;1", "a"])]), rule);
        election.projects[0].themes = vec!["green, water".to_owned()];
        election.ballot_form = BallotForm::Approval { min: Some(1), max: Some(2), max_per_theme: None };
        let outcome = counted(&election);
        let about = About {
            description: "A test".to_owned(),
            country: "Netherlands".to_owned(),
            unit: "Groningen".to_owned(),
            subunit: Some("De Wijert".to_owned()),
            instance: "2024".to_owned(),
            date_begin: "01.03.2024".to_owned(),
            date_end: "14.03.2024".to_owned(),
            language: Some("nl".to_owned()),
            comments: vec!["made up".to_owned()],
        };
        let mut text = Vec::new();
        pabulib::write(&election, Some(&outcome), &about, &mut text).unwrap();
        let findings = pabulib::check(text.as_slice()).unwrap();
        assert_eq!(findings.list(), [], "{}", String::from_utf8_lossy(&text));
        let read = pabulib::read(text.as_slice(), Mode::Strict, Labels::Drop).unwrap();
        assert_eq!(read.document.text("rule"), Some(name));
        let mut again = read.election;
        (again.rule, again.tie_order) = (election.rule.clone(), election.tie_order.clone());
        assert_eq!(again.budget, euro(100));
        assert_eq!(counted(&again).winners, outcome.winners);
    }
}

#[test]
fn old_and_invalid_example_files_are_read_and_reported() {
    let Some(data) = super::published::data() else { return };
    let place = data.join("ongeldig");
    let errors = |name: &str| {
        let path = place.join(name);
        let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
        pabulib::check(file).unwrap()
    };
    assert_eq!(line_of(&errors("example_invalid.pb"), Kind::InvalidValue), Some(20));
    assert_eq!(line_of(&errors("test_empty_lines.pb"), Kind::BlankLine), Some(5));
    let old = "oldformat_poland_czestochowa_2020_grabowka.pb";
    assert_eq!(line_of(&errors(old), Kind::UnknownField), Some(20));
    let mut election = super::published::read(Path::new(&place.join(old)));
    election.rule = Rule::named("greedy-votes", 100).unwrap();
    assert_eq!(counted(&election).winners, ["196", "443", "463", "47", "198"]);
}
