//! `wijkdeal backup FILE`: a copy of the SQLite database, made while people vote and checked at once.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::config::Settings;
use crate::storage::backup;

/// Arguments of `backup`.
#[derive(Args, Clone, Debug)]
pub struct BackupArgs {
    /// The file to make; it must not exist yet
    pub file: PathBuf,
}

/// Makes the copy and says what is in it.
///
/// # Errors
/// When the file exists, the database is not SQLite, or the copy is not whole: then it is removed.
pub fn backup(settings: &Settings, args: &BackupArgs, out: &mut impl Write) -> Result<(), String> {
    let copied = backup::copy(&settings.database, &args.file)?;
    let said =
        format!("{}: {} bytes, whole; {} ballots in open boxes, as many as codes were used.", args.file.display(), copied.bytes, copied.ballots);
    writeln!(out, "{said} Keep it apart from the folder with keys.").and_then(|()| out.flush()).map_err(|e| e.to_string())
}
