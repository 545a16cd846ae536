//! The tables are the same in both databases, in the program, and after going down and up.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::{PgConnection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use wijkdeal::storage::{Target, migrate};

use super::source::read;
use crate::support::databases;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Table, then column, then (kind of value, may be empty).
type Tables = BTreeMap<String, BTreeMap<String, (String, bool)>>;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = diesel::sql_types::Text)]
    table_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    column_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    kind: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    empty: bool,
}

fn tables(columns: Vec<Column>) -> Tables {
    let mut all = Tables::new();
    for column in columns.into_iter().filter(|column| !column.table_name.starts_with("__diesel")) {
        all.entry(column.table_name).or_default().insert(column.column_name, (column.kind.to_lowercase(), column.empty));
    }
    all
}

fn sqlite_tables(conn: &mut SqliteConnection) -> Tables {
    let sql = "SELECT t.name AS table_name, c.name AS column_name, c.type AS kind, c.\"notnull\" = 0 AS empty \
        FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
    tables(diesel::sql_query(sql).load(conn).unwrap())
}

fn postgres_tables(conn: &mut PgConnection) -> Tables {
    let sql = "SELECT table_name::text, column_name::text, data_type::text AS kind, is_nullable = 'YES' AS empty \
        FROM information_schema.columns WHERE table_schema = 'public'";
    tables(diesel::sql_query(sql).load(conn).unwrap())
}

/// The tables as `src/storage/schema.rs` gives them to the compiler.
fn program_tables() -> Tables {
    let mut all = Tables::new();
    let mut table = String::new();
    for line in read("src/storage/schema.rs").lines().map(str::trim).filter(|line| !line.starts_with("diesel::")) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            table = name.to_owned();
        } else if let Some((column, kind)) = line.split_once(" -> ") {
            let kind = kind.trim_end_matches(',');
            let inner = kind.strip_prefix("Nullable<").map(|k| k.trim_end_matches('>'));
            all.entry(table.clone()).or_default().insert(column.to_owned(), (inner.unwrap_or(kind).to_owned(), inner.is_some()));
        }
    }
    all
}

/// What a kind of the program is called in SQLite and in PostgreSQL.
fn stored_as(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "BigInt" => ("integer", "bigint"),
        "Integer" => ("integer", "integer"),
        "Bool" => ("integer", "boolean"),
        "Text" => ("text", "text"),
        "Binary" => ("blob", "bytea"),
        "Date" => ("text", "date"),
        "Timestamp" => ("text", "timestamp without time zone"),
        other => panic!("a kind of column this test does not know: {other}"),
    }
}

fn expected(of: fn((&'static str, &'static str)) -> &'static str) -> Tables {
    let kinds = |(column, (kind, empty)): (String, (String, bool))| (column, (of(stored_as(&kind)).to_owned(), empty));
    program_tables().into_iter().map(|(table, columns)| (table, columns.into_iter().map(kinds).collect())).collect()
}

/// A connection to a fresh, migrated database of each kind.
fn on_each(check: impl Fn(&mut SqliteConnection), check_postgres: impl Fn(&mut PgConnection)) {
    for target in databases::fresh() {
        match target {
            Target::Sqlite(path) => check(&mut SqliteConnection::establish(&path).unwrap()),
            Target::Postgres(url) => check_postgres(&mut PgConnection::establish(&url).unwrap()),
        }
    }
}

fn compare(found: &Tables, expected: &Tables) {
    for (table, columns) in expected {
        assert_eq!(found.get(table), Some(columns), "table {table}: in the database (left), in schema.rs (right)");
    }
    let extra: Vec<_> = found.keys().filter(|table| !expected.contains_key(*table)).collect();
    assert!(extra.is_empty(), "tables that schema.rs does not know: {extra:?}");
}

#[test]
fn both_databases_have_the_tables_the_program_was_built_with() {
    on_each(
        |conn| compare(&sqlite_tables(conn), &expected(|(sqlite, _)| sqlite)),
        |conn| compare(&postgres_tables(conn), &expected(|(_, postgres)| postgres)),
    );
}

/// T-MIG: everything that goes up comes down, and goes up again to the same tables.
#[test]
fn migrations_go_down_and_up_again() {
    on_each(
        |conn| {
            let before = sqlite_tables(conn);
            conn.revert_all_migrations(SQLITE).unwrap();
            assert_eq!(sqlite_tables(conn), Tables::new());
            conn.run_pending_migrations(SQLITE).unwrap();
            assert_eq!(sqlite_tables(conn), before);
        },
        |conn| {
            let before = postgres_tables(conn);
            conn.revert_all_migrations(POSTGRES).unwrap();
            assert_eq!(postgres_tables(conn), Tables::new());
            conn.run_pending_migrations(POSTGRES).unwrap();
            assert_eq!(postgres_tables(conn), before);
        },
    );
}

/// T-MIG: a program never works on tables that a later version made.
#[test]
fn a_database_newer_than_the_program_is_refused() {
    for target in databases::fresh() {
        let later = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000000')";
        match &target {
            Target::Sqlite(path) => SqliteConnection::establish(path).unwrap().batch_execute(later).unwrap(),
            Target::Postgres(url) => PgConnection::establish(url).unwrap().batch_execute(later).unwrap(),
        }
        let problem = migrate::up(&target).unwrap_err();
        assert!(problem.contains("newer wijkdeal") && problem.contains("99991231000000"), "{problem}");
    }
}
