//! Real votes with independently computed outcomes (Pabulib; Faliszewski et
//! al., IJCAI 2023). The files are not part of this project; without them these
//! tests say so and pass.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wijkdeal::counting::{Comparison, Election, EqualShares, Precision, Raise, RaiseStop, Rule, Utility, count, count_with};
use wijkdeal::pabulib::{self, Labels, Mode};

/// Set to count every outcome; without it, only those that a build without
/// optimisation counts in seconds.
const EVERYTHING: &str = "WIJKDEAL_ALL_OUTCOMES";

/// Above this many ticks an outcome waits for [`EVERYTHING`].
const QUICK_TICKS: usize = 60_000;

/// The same for a rising share, which counts many times over.
const QUICK_RISING_TICKS: usize = 5_000;

pub(super) fn data() -> Option<PathBuf> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/pabulib");
    let place = std::env::var_os("WIJKDEAL_PABULIB").map_or(place, PathBuf::from);
    if place.is_dir() {
        Some(place)
    } else {
        eprintln!("SKIPPED: the real votes are not at {}", place.display());
        None
    }
}

pub(super) fn read(path: &Path) -> Election {
    let file = BufReader::new(File::open(path).expect("a vote that can be opened"));
    pabulib::read(file, Mode::Lenient, Labels::Drop).expect("a vote that can be read").election
}

fn ids(value: &Value) -> Vec<String> {
    let ids = value.as_array().into_iter().flatten();
    ids.filter_map(|id| id.as_str().map(str::to_owned)).collect()
}

/// Is this outcome too slow for a build without optimisation?
fn is_heavy(election: &Election, rule: &str) -> bool {
    let ticks: usize = election.ballots.iter().map(|ballot| ballot.picks.len()).sum();
    let rising = rule.contains("add1");
    // A step of one forint means tens of thousands of runs.
    let tiny_steps = rising && election.currency.code == "HUF";
    tiny_steps || ticks > if rising { QUICK_RISING_TICKS } else { QUICK_TICKS }
}

#[test]
fn every_published_outcome_is_reproduced() {
    let Some(data) = data() else { return };
    let everything = std::env::var_os(EVERYTHING).is_some();
    let mut files: Vec<PathBuf> = fs::read_dir(data.join("uitkomsten"))
        .expect("a folder with outcomes")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    let (mut same, mut waiting, mut wrong) = (0, Vec::new(), Vec::new());
    for file in files {
        let expected: Value = serde_json::from_str(&fs::read_to_string(&file).expect("an outcome file")).expect("JSON");
        let name = file.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
        let mut election = read(&data.join("stemmen").join(format!("{name}.pb")));
        for (key, outcome) in expected["rules"].as_object().expect("rules") {
            let rule = key.replace('_', "-");
            if !everything && is_heavy(&election, &rule) {
                waiting.push(format!("{name} {rule}"));
                continue;
            }
            election.rule = Rule::named(&rule, election.currency.unit()).expect("a known rule");
            match compare(&election, outcome) {
                None => same += 1,
                Some(difference) => wrong.push(format!("{name} {rule}: {difference}")),
            }
        }
    }
    eprintln!("{same} outcomes are the same");
    if !waiting.is_empty() {
        eprintln!("{} outcomes wait for {EVERYTHING}=1 and --release: {}", waiting.len(), waiting.join(", "));
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn compare(election: &Election, expected: &Value) -> Option<String> {
    let outcome = match count(election) {
        Ok(outcome) => outcome,
        Err(fault) => return Some(fault.to_string()),
    };
    let winners: BTreeSet<String> = outcome.winners.iter().cloned().collect();
    let wanted: BTreeSet<String> = ids(&expected["winners"]).into_iter().collect();
    if winners != wanted {
        let missing: Vec<_> = wanted.difference(&winners).collect();
        let extra: Vec<_> = winners.difference(&wanted).collect();
        return Some(format!("missing {missing:?}, extra {extra:?}"));
    }
    // Some totals are written as a fraction of the unit; cents suffice here.
    let total = expected["total_cost"].as_str().filter(|total| !total.contains('/'));
    let spent = outcome.currency.decimal(outcome.spent);
    if total.is_some_and(|total| total != spent) {
        return Some(format!("spent {spent} instead of {}", total.unwrap_or_default()));
    }
    let order = ids(&expected["selection_order"]);
    let ordered = election.rule != Rule::Phragmen && !order.is_empty();
    (ordered && order != outcome.winners).then(|| format!("in another order: {:?}", outcome.winners))
}

fn official(name: &str) -> Option<(Election, BTreeSet<String>)> {
    let path = data()?.join("stemmen").join(format!("{name}.pb"));
    let file = BufReader::new(File::open(&path).expect("a vote that can be opened"));
    let read = pabulib::read(file, Mode::Strict, Labels::Drop).expect("a valid vote");
    let document = &read.document;
    let selected = document.projects().iter().filter(|row| document.of(row, "selected") == "1");
    let selected = selected.map(|row| row.id.clone()).collect();
    Some((read.election, selected))
}

/// Winners by cost utility with this way of rising, as a set.
fn rising(election: &Election, raise: Raise, comparison: Option<Comparison>) -> BTreeSet<String> {
    let mut election = election.clone();
    let plain = EqualShares::plain(Utility::Cost);
    election.rule = Rule::EqualShares(EqualShares { raise: Some(raise), comparison, ..plain });
    count(&election).expect("a countable vote").winners.into_iter().collect()
}

#[test]
fn assen_and_swiecie_come_out_as_published_in_all_three_ways() {
    for name in ["Netherlands_Assen_2024", "Netherlands_Assen_2025", "Poland_Swiecie_2023"] {
        let Some((election, selected)) = official(name) else { return };
        let unit = election.currency.unit();
        for raise in [Raise::pabulib(unit), Raise::equalshares_net(unit), Raise::pabutools(unit)] {
            assert_eq!(rising(&election, raise, None), selected, "{name}");
        }
    }
}

#[test]
fn wieliczka_comes_out_as_published_only_without_the_exhaustive_stop() {
    let Some((election, selected)) = official("Poland_Wieliczka_2023_Green_Budget") else { return };
    let unit = election.currency.unit();
    let compared = Some(Comparison::Satisfaction);
    assert_eq!(rising(&election, Raise::pabulib(unit), compared), selected);
    assert_eq!(selected.len(), 30);
    for raise in [Raise::equalshares_net(unit), Raise::pabutools(unit)] {
        assert_ne!(raise.stop, RaiseStop::OverBudget);
        assert_eq!(rising(&election, raise, compared).len(), 31);
    }
}

#[test]
fn a_preview_gives_the_same_winners_or_says_that_it_cannot_know() {
    use wijkdeal::counting::Standing;
    let Some(data) = data() else { return };
    for name in ["Netherlands_Assen_2024", "Netherlands_Amsterdam_605", "Poland_Swiecie_2023"] {
        let mut election = read(&data.join("stemmen").join(format!("{name}.pb")));
        for rule in ["mes-cost", "mes-card-greedy", "mes-cost-add1u", "phragmen"] {
            election.rule = Rule::named(rule, 100).expect("a known rule");
            let fast = count_with(&election, Precision::Preview, &mut |_| {}).expect("countable");
            assert_ne!(fast.standing, Standing::Exact, "a preview is always marked");
            let exact = count(&election).expect("countable");
            if fast.standing == Standing::Preview {
                assert_eq!(fast.winners, exact.winners, "{name} {rule}");
            }
        }
    }
}
