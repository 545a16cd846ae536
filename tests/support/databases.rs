//! Databases for the stories: a fresh one each, copied from one that was migrated once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::prelude::*;
use wijkdeal::storage::{Target, migrate};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A fresh database of every kind there is.
pub fn fresh() -> Vec<Target> {
    let mut all = vec![sqlite()];
    match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) => all.push(postgres(&url)),
        Err(_) => eprintln!("PostgreSQL is left out: TEST_POSTGRES_URL names no server (tests/run starts one)"),
    }
    all
}

fn name() -> String {
    format!("wijkdeal_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A file that is a copy of the migrated one. The folder goes when the tests end.
pub fn sqlite() -> Target {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        migrate::up(&Target::Sqlite(folder.path().join("template.sqlite").display().to_string())).unwrap();
        folder
    });
    let file = folder.path().join(format!("{}.sqlite", name()));
    std::fs::copy(folder.path().join("template.sqlite"), &file).unwrap();
    Target::Sqlite(file.display().to_string())
}

/// A database that is a copy of the migrated one, on the server of the tests.
pub fn postgres(server: &str) -> Target {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    let base = server.rsplit_once('/').unwrap().0;
    let template = TEMPLATE.get_or_init(|| {
        let template = name();
        execute(server, &format!("CREATE DATABASE {template}"));
        migrate::up(&Target::Postgres(format!("{base}/{template}"))).unwrap();
        template
    });
    let name = name();
    execute(server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
    Target::Postgres(format!("{base}/{name}"))
}

fn execute(server: &str, sql: &str) {
    // A template can be copied only while nobody else is copying it.
    static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one = ONE.lock().unwrap();
    let mut conn = PgConnection::establish(server).unwrap();
    diesel::sql_query(sql).execute(&mut conn).unwrap();
}
