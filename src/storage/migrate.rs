//! Brings the tables up to date; refuses a database that is newer than this program.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::ManageConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{Db, Manager, Purpose, Target};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Runs the migrations that have not run yet.
///
/// # Errors
/// When the database cannot be reached, is newer than this program, or would lose commits.
pub fn up(target: &Target) -> Result<(), String> {
    let mut conn = Manager { target: target.clone(), purpose: Purpose::Write }.connect().map_err(|e| e.to_string())?;
    match &mut conn {
        Db::Postgres(c) => {
            check_durable(c)?;
            // Two instances that start together must not migrate together.
            c.batch_execute("SELECT pg_advisory_lock(7460)").map_err(|e| e.to_string())?;
            run(c, POSTGRES)
        }
        Db::Sqlite(c) => run(c, SQLITE),
    }
}

fn run<C, B>(conn: &mut C, migrations: EmbeddedMigrations) -> Result<(), String>
where
    C: MigrationHarness<B>,
    B: diesel::backend::Backend,
{
    use diesel::migration::MigrationSource;
    let known: Vec<String> =
        MigrationSource::<B>::migrations(&migrations).map_err(|e| e.to_string())?.iter().map(|m| m.name().version().to_string()).collect();
    let applied = conn.applied_migrations().map_err(|e| e.to_string())?;
    if let Some(unknown) = applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        return Err(format!(
            "this database was made by a newer wijkdeal (migration {unknown} is unknown here): start the newer program, or restore the backup from before the upgrade"
        ));
    }
    conn.run_pending_migrations(migrations).map(drop).map_err(|e| e.to_string())
}

/// A vote that was confirmed must survive a power cut, so these settings are not optional.
fn check_durable(conn: &mut PgConnection) -> Result<(), String> {
    #[derive(QueryableByName)]
    struct Setting {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
        #[diesel(sql_type = diesel::sql_types::Text)]
        setting: String,
    }
    let settings: Vec<Setting> =
        diesel::sql_query("SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')")
            .load(conn)
            .map_err(|e| e.to_string())?;
    match settings.iter().find(|s| s.setting == "off") {
        Some(off) => Err(format!("PostgreSQL runs with {} = off: a confirmed vote could be lost. Set it to on.", off.name)),
        None => Ok(()),
    }
}
