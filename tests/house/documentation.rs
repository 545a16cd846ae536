//! The documents say what the program does: keys, data, scenarios, words.

use std::collections::BTreeSet;

use super::source::{files, read};

/// The cells between backquotes in a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// ASVS 14.1: every column of every table has its place in docs/gegevens.md, and nothing else has.
#[test]
fn every_column_is_classified() {
    let mut columns = BTreeSet::new();
    let mut table = String::new();
    for line in read("src/storage/schema.rs").lines().map(str::trim).filter(|line| !line.starts_with("diesel::")) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            table = name.to_owned();
        } else if let Some((column, _)) = line.split_once(" -> ") {
            columns.insert(format!("{table}.{column}"));
        }
    }
    let mut documented = BTreeSet::new();
    for line in read("docs/gegevens.md").lines() {
        if let Some(name) = line.strip_prefix("## ") {
            table = name.to_owned();
        } else if line.starts_with("| `") {
            let cell = line.split('|').nth(1).unwrap_or_default();
            documented.extend(quoted(cell).map(|column| format!("{table}.{column}")));
        }
    }
    let missing: Vec<_> = columns.symmetric_difference(&documented).collect();
    assert!(missing.is_empty(), "in the tables or in docs/gegevens.md, not in both: {missing:#?}");
}

/// ASVS 11.1: every key that is derived is in docs/sleutels.md.
#[test]
fn every_key_is_in_the_list() {
    let program = files("src", ".rs").into_iter().map(|file| file.program()).collect::<String>();
    let labels: BTreeSet<&str> = program.split('"').filter(|text| text.starts_with("wijkdeal/1/")).collect();
    let document = read("docs/sleutels.md");
    let listed: BTreeSet<&str> = document.lines().filter(|line| line.starts_with("| `")).filter_map(|line| quoted(line).next()).collect();
    assert_eq!(labels, listed, "in the program (left), in docs/sleutels.md (right)");
}

/// Every scenario of docs/beveiliging.md names tests that exist, and every scenario that a test says
/// it plays is in the table.
#[test]
fn every_scenario_names_its_tests() {
    let document = read("docs/beveiliging.md");
    let tests = files("tests", ".rs").into_iter().chain(files("src", ".rs")).chain(files("tests", ".mjs"));
    let (mut known, mut played) = (BTreeSet::new(), BTreeSet::new());
    for file in tests {
        known.extend(file.text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next()).map(str::to_owned));
        known.extend(file.path.strip_prefix("tests/browser/").map(str::to_owned));
        if file.path.starts_with("tests/house/") {
            let comments = file.text.lines().filter(|line| line.starts_with("///"));
            played.extend(comments.flat_map(|line| line.split([' ', ':', ',', '/'])).filter(|word| word.starts_with("T-") && word.len() > 4).map(str::to_owned));
        }
    }
    let mut wrong = Vec::new();
    for line in document.lines().filter(|line| line.starts_with("| T-") || line.starts_with("| R")) {
        let cell = line.split('|').nth(3).unwrap_or_default();
        wrong.extend(quoted(cell).filter(|name| !known.contains(*name)).map(|name| format!("no test {name}")));
        if quoted(cell).next().is_none() {
            wrong.push(format!("no test in: {line}"));
        }
    }
    wrong.extend(played.iter().filter(|id| !document.contains(&format!("| {id} |"))).map(|id| format!("{id} is not in the table")));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// One word per thing: what docs/begrippen.md calls something in the code is called so there.
#[test]
fn the_words_of_the_glossary_are_those_of_the_code() {
    let program = files("src", ".rs").into_iter().map(|file| file.program()).collect::<String>();
    let mut missing = Vec::new();
    for line in read("docs/begrippen.md").lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Op de pagina")) {
        let cell = line.split('|').nth(2).unwrap_or_default();
        for name in quoted(cell) {
            missing.extend(name.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !program.contains(*word)).map(|_| name.to_owned()));
        }
    }
    assert!(missing.is_empty(), "in docs/begrippen.md, not in the code: {missing:?}");
}
