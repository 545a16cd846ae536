//! Every text exists in every language.

use std::collections::{BTreeMap, BTreeSet};

use wijkdeal::domain::time::Language;
use wijkdeal::i18n::Texts;

use super::source::{File, files};

/// What is typed before a key in the program.
const BEFORE_A_KEY: [&str; 6] = ["Message::new(\"", ".text(\"", ".optional(\"", "Message { key: \"", "Crumb::text(\"", "error_key(\""];
/// Keys that begin like this are passed on as values, so every such text in the program must be one.
const ONLY_KEYS: [&str; 5] = ["error-", "flash-", "mail-", "event-", "nav-"];

#[test]
fn every_text_that_the_program_names_exists_in_every_language() {
    let texts = Texts::load().unwrap();
    let mut missing = BTreeSet::new();
    // The counting and the .pb files speak of their own fields, and to no page.
    let speaks = |file: &File| !["src/counting/", "src/pabulib/", "src/cli/count/"].iter().any(|folder| file.path.starts_with(folder));
    for file in files("src", ".rs").into_iter().filter(speaks) {
        let program = file.program();
        let named = BEFORE_A_KEY.iter().flat_map(|before| program.split(before).skip(1).filter_map(|rest| rest.split('"').next()));
        let passed_on = literals(&program).into_iter().filter(|text| ONLY_KEYS.iter().any(|start| text.starts_with(start)) && is_key(text));
        for key in named.chain(passed_on).filter(|key| is_key(key)) {
            for language in Language::ALL {
                if !texts.has(language, key) {
                    missing.insert(format!("{}: {key} ({})", file.path, language.code()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "texts that do not exist: {missing:#?}");
}

#[test]
fn every_language_has_the_same_texts() {
    let mut keys: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for language in Language::ALL {
        let of_language = keys.entry(language.code()).or_default();
        for file in files(&format!("templates/locales/{}", language.code()), ".ftl") {
            of_language.extend(file.text.lines().filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned())).filter(|key| is_key(key)));
        }
    }
    for language in Language::ALL {
        let extra: Vec<_> = keys["nl"].symmetric_difference(&keys[language.code()]).collect();
        assert!(extra.is_empty(), "only in nl or only in {}: {extra:#?}", language.code());
    }
}

#[test]
fn dutch_says_u() {
    let mut wrong = Vec::new();
    for file in files("templates/locales/nl", ".ftl") {
        for line in file.text.lines() {
            let words: Vec<String> =
                line.split_once(" =").map_or(line, |(_, text)| text).split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
            if words.iter().any(|word| matches!(word.as_str(), "jij" | "jouw" | "je" | "jullie")) {
                wrong.push(format!("{}: {line}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// The texts between quotes in a program.
fn literals(program: &str) -> Vec<&str> {
    program.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).collect()
}
