//! `wijkdeal import-wijken FILE`: loads a division (CSV) or boundaries (GeoJSON), whole or not at all.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::app::areas;
use crate::clock::{Clock, SystemClock};
use crate::config::Settings;
use crate::domain::time::Language;
use crate::domain::{division, outline};
use crate::error::Error;
use crate::i18n::{Texts, Translator};
use crate::storage::Database;

/// The largest file that is read, in bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Loads gebieden, wijken and buurten from CSV, or their boundaries from GeoJSON.
#[derive(Debug, clap::Args)]
pub struct ImportWijken {
    /// CSV with the columns buurtcode, buurtnaam, wijk, wijknaam, gebied, gebiednaam and
    /// inwoners_YEAR (soort, stad or dorp, may be added); or a GeoJSON FeatureCollection of wijken
    /// or buurten in WGS 84.
    file: PathBuf,
    /// The first day on which the division holds (YYYY-MM-DD); today when left out. What differs in
    /// the division before it ends the day before.
    #[arg(long)]
    from: Option<NaiveDate>,
}

/// Runs the command and gives what to print.
///
/// # Errors
/// Every problem with its line; nothing was written then.
pub fn run(settings: &Settings, command: &ImportWijken) -> Result<String, String> {
    let bytes = read(&command.file)?;
    std::fs::create_dir_all(&settings.data_dir).map_err(|e| e.to_string())?;
    let db = Database::open(&settings.database, settings.connections)?;
    let day = command.from.unwrap_or_else(|| SystemClock.now().day());
    actix_web::rt::System::new().block_on(load(&db, &bytes, day)).map_err(|problem| format!("{}: {problem}", command.file.display()))
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    let told = |e: std::io::Error| format!("{}: {e}", file.display());
    if std::fs::metadata(file).map_err(told)?.len() > MOST_BYTES {
        return Err(format!("{}: larger than {} MB", file.display(), MOST_BYTES / 1024 / 1024));
    }
    std::fs::read(file).map_err(told)
}

/// Loads a file that was read: what begins with a brace is GeoJSON.
///
/// # Errors
/// Every problem with its line; nothing was written then.
pub async fn load(db: &Database, bytes: &[u8], day: NaiveDate) -> Result<String, String> {
    let now = SystemClock.now();
    if bytes.trim_ascii_start().starts_with(b"{") {
        let text = std::str::from_utf8(bytes).map_err(|e| format!("not UTF-8: {e}"))?;
        let shapes = outline::read_geojson(text).map_err(|e| e.to_string())?;
        let loaded = db.write(move |conn| areas::import_outlines(conn, &shapes, day)).await.map_err(told)?.map_err(|e| e.to_string())?;
        return Ok(format!("{loaded} wijken have a boundary"));
    }
    let division = division::read_csv(bytes).map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let empty = division.empty_buurten();
    let loaded = db.write(move |conn| areas::import(conn, &division, day, now)).await.map_err(told)?;
    let done = format!("from {day}: {} wijken added, {} kept, {} closed", loaded.added, loaded.kept, loaded.closed);
    Ok(if empty == 0 { done } else { format!("{done}; {empty} buurten have no inhabitants or no number of them") })
}

/// A refusal in words for the terminal.
fn told(error: Error) -> String {
    match (error, Texts::load()) {
        (Error::Refused(message), Ok(texts)) => Translator::new(&texts, Language::En).message(&message),
        (error, _) => error.to_string(),
    }
}
