//! `wijkdeal import-pb FILE`: a vote from elsewhere as a closed round with a public outcome.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::PathBuf;

use clap::Args;

use crate::app::Context;
use crate::app::count::import;
use crate::error::{Error, Result};

/// Arguments of `import-pb`.
#[derive(Args, Clone, Debug)]
pub struct ImportPbArgs {
    /// The .pb file, of the old or the current format
    pub file: PathBuf,
    /// The wijk it belongs to (the last part of its address); without it the place in the file
    #[arg(long)]
    pub wijk: Option<String>,
    /// The rule to count with, as in `tally`
    #[arg(long, default_value = "greedy-votes")]
    pub rule: String,
}

/// Imports a file and says where the round is.
///
/// # Errors
/// When the file cannot be read or counted, or was imported before.
pub async fn import_pb(context: &Context, args: &ImportPbArgs, out: &mut impl Write) -> Result<()> {
    let file = File::open(&args.file).map_err(|e| Error::internal(format!("{}: cannot be opened ({e})", args.file.display())))?;
    let spinner = super::spinner("importing");
    let imported = import::import(context, BufReader::new(file), &args.rule, args.wijk.clone()).await?;
    spinner.finish_and_clear();
    let mut say = || -> std::io::Result<()> {
        writeln!(out, "{} plans, {} ballots, {} chosen:", imported.plans, imported.ballots, imported.winners.len())?;
        for winner in &imported.winners {
            writeln!(out, "  {winner}")?;
        }
        if imported.faults > 0 {
            writeln!(out, "{} errors in the file were read past (see wijkdeal check)", imported.faults)?;
        }
        writeln!(out, "{}", context.url(&format!("/rondes/{}/uitslag", imported.slug)))
    };
    say().map_err(Error::internal)
}
