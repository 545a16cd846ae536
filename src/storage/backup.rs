//! Copies of the SQLite database, made while it is used. PostgreSQL has its own programs for that.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::r2d2::ManageConnection;
use diesel::sql_types::Text;

use super::connection::{Db, Manager, Purpose, Target};
use super::schema::{ballot_box, roll};
use crate::domain::ids::RoundId;
use crate::domain::outcome::RollState;
use crate::secrets::write_private;

/// A copy that was made and checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Its size.
    pub bytes: u64,
    /// Ballots in boxes that were not opened yet.
    pub ballots: i64,
}

/// Copies the database into a new file that only its owner can read, in one moment, while others go
/// on; then checks that it is whole and that every box holds as many ballots as codes were used.
///
/// # Errors
/// When the file exists, the database is not SQLite, or the copy is not whole: then it is removed.
pub fn copy(target: &Target, file: &Path) -> Result<Copied, String> {
    let Target::Sqlite(_) = target else {
        return Err("this is for SQLite; make a copy of PostgreSQL with pg_dump or pg_basebackup".to_owned());
    };
    let shown = file.display();
    // Made empty first: what is copied into it keeps its mode.
    write_private(file, b"").map_err(|e| format!("cannot make the file {shown}: {e}"))?;
    let done = fill(target, file).and_then(|()| check(file));
    if done.is_err() {
        // What went wrong is told; a copy that is not whole must not look like one.
        let _ = std::fs::remove_file(file);
    }
    let ballots = done?;
    let bytes = std::fs::metadata(file).map_err(|e| format!("{shown}: {e}"))?.len();
    Ok(Copied { bytes, ballots })
}

fn fill(target: &Target, file: &Path) -> Result<(), String> {
    let mut conn = Manager { target: target.clone(), purpose: Purpose::Write }.connect().map_err(|e| e.to_string())?;
    let Db::Sqlite(conn) = &mut conn else { return Err("not SQLite".to_owned()) };
    diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(file.display().to_string()).execute(conn).map_err(|e| format!("the copy: {e}"))?;
    std::fs::File::open(file).and_then(|copy| copy.sync_all()).map_err(|e| e.to_string())
}

#[derive(QueryableByName)]
struct Checked {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// Gives how many ballots there are in boxes that were not opened.
fn check(file: &Path) -> Result<i64, String> {
    let address = format!("file:{}?mode=ro&immutable=1", file.display());
    let mut conn = SqliteConnection::establish(&address).map_err(|e| e.to_string())?;
    conn.batch_execute("PRAGMA query_only = ON").map_err(|e| e.to_string())?;
    let found: Checked = diesel::sql_query("PRAGMA integrity_check").get_result(&mut conn).map_err(|e| e.to_string())?;
    if found.integrity_check != "ok" {
        return Err(format!("the copy is not whole: {}", found.integrity_check));
    }
    let boxes: Vec<(RoundId, i64)> =
        ballot_box::table.group_by(ballot_box::round_id).select((ballot_box::round_id, count_star())).load(&mut conn).map_err(|e| e.to_string())?;
    for (round, ballots) in &boxes {
        let of = |conn: &mut SqliteConnection, state: RollState| -> Result<i64, String> {
            let codes = roll::table.filter(roll::round_id.eq(*round).and(roll::state.eq(state)));
            codes.count().get_result(conn).map_err(|e| e.to_string())
        };
        let (used, paper) = (of(&mut conn, RollState::Used)?, of(&mut conn, RollState::Paper)?);
        // A pile of paper whose codes were taken in may not be in the box yet.
        if *ballots < used || *ballots > used + paper {
            return Err(format!("the copy does not add up: {ballots} ballots, {used} codes used and {paper} taken in on paper"));
        }
    }
    Ok(boxes.iter().map(|(_, ballots)| ballots).sum())
}
