//! Which part of the program may know which other part.

use super::source::files;

/// A folder or file, and what its program may not name.
const FORBIDDEN: [(&str, &[&str]); 4] = [
    ("src/domain", &["diesel", "actix", "handlebars", "lettre", "crate::app", "crate::http", "crate::storage", "crate::views", "crate::mail"]),
    (
        "src/counting",
        &["diesel", "actix", "handlebars", "lettre", "crate::app", "crate::http", "crate::storage", "crate::views", "crate::domain::person"],
    ),
    ("src/pabulib", &["diesel", "actix", "handlebars", "lettre", "crate::app", "crate::http", "crate::storage", "crate::views"]),
    ("src/views", &["diesel", "actix"]),
];

#[test]
fn the_rules_know_nothing_of_databases_and_pages() {
    let mut wrong = Vec::new();
    for (folder, words) in FORBIDDEN {
        for file in files(folder, ".rs") {
            let program = file.program();
            wrong.extend(words.iter().filter(|word| program.contains(**word)).map(|word| format!("{} names {word}", file.path)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_storage_speaks_to_the_database() {
    // src/error.rs turns the database's errors into ours; the readiness check asks for one row.
    let may = ["src/storage/", "src/error.rs"];
    let wrong: Vec<String> = files("src", ".rs")
        .into_iter()
        .filter(|file| !may.iter().any(|prefix| file.path.starts_with(prefix)) && file.program().contains("diesel"))
        .map(|file| file.path)
        .collect();
    assert!(wrong.is_empty(), "these say diesel outside src/storage: {wrong:?}");
}

#[test]
fn pages_have_no_queries_and_use_cases_no_pages() {
    let mut wrong = Vec::new();
    for (folder, words) in
        [("src/app", &["actix_web", "handlebars"][..]), ("src/storage", &["crate::app", "crate::http", "crate::views", "actix"][..])]
    {
        for file in files(folder, ".rs") {
            let program = file.program();
            wrong.extend(words.iter().filter(|word| program.contains(**word)).map(|word| format!("{} names {word}", file.path)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_stay_short_enough_to_read() {
    // One list by their nature: the tables, everything a result says about itself, the ideas of the demo.
    let lists = ["src/storage/schema.rs", "src/counting/outcome.rs", "src/demo/plans.rs"];
    let long: Vec<String> = files("src", ".rs")
        .into_iter()
        .filter(|file| !lists.contains(&file.path.as_str()))
        .map(|file| (file.text.lines().count(), file.path))
        .filter(|(lines, _)| *lines > 500)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "longer than 500 lines: {long:?}");
}

#[test]
fn no_statement_is_put_together_out_of_text() {
    let wrong: Vec<String> =
        files("src", ".rs").into_iter().filter(|file| file.program().contains("sql_query(format!")).map(|file| file.path).collect();
    assert!(wrong.is_empty(), "sql_query(format!…) in {wrong:?}");
}
