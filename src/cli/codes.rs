//! `wijkdeal codes ROUND WIJK COUNT`: makes stemcodes and prints them once; `wijkdeal import-codes`
//! takes over codes that were made elsewhere.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::app::letters::{self, Addresses};
use crate::app::{Context, codes};
use crate::domain::ids::{RoundId, WijkId};
use crate::domain::person::Actor;
use crate::error::{Error, Message, Result};
use crate::secrets::unhex;
use crate::storage::{areas, rounds};

/// Arguments of `codes`.
#[derive(Args, Clone, Debug)]
pub struct CodesArgs {
    /// The round: the last part of its address
    pub round: String,
    /// The wijk: the last part of its address
    pub wijk: String,
    /// How many codes; as many as there are addresses when a list is given
    #[arg(required_unless_present = "addresses")]
    pub count: Option<u32>,
    /// A list of addresses (CSV with the names of the columns on the first line); they are kept nowhere
    #[arg(long, conflicts_with = "count")]
    pub addresses: Option<PathBuf>,
}

/// Arguments of `import-codes`.
#[derive(Args, Clone, Debug)]
pub struct ImportCodesArgs {
    /// The round: the last part of its address
    pub round: String,
    /// The wijk: the last part of its address
    pub wijk: String,
    /// A file with one fingerprint a line: SHA-256 in hexadecimal, as docs/stemgeheim.md says
    pub file: PathBuf,
}

async fn places(context: &Context, round: &str, wijk: &str) -> Result<(RoundId, WijkId)> {
    let (round, wijk, day) = (round.to_owned(), wijk.to_owned(), context.now().day());
    context.db.read(move |conn| Ok((rounds::by_slug(conn, &round)?.id, areas::wijk_by_slug(conn, &wijk, day)?.id))).await
}

fn text(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).map_err(|e| Error::internal(format!("{}: {e}", file.display())))
}

/// Makes the codes and prints them as CSV. They are kept nowhere: send the output to a file.
///
/// # Errors
/// When there is no such round or wijk, or the codes cannot be made.
pub async fn codes(context: &Context, args: &CodesArgs, out: &mut impl Write) -> Result<()> {
    let (round, wijk) = places(context, &args.round, &args.wijk).await?;
    let addresses = args.addresses.as_ref().map(|file| Addresses::parse(&text(file)?)).transpose()?.unwrap_or_default();
    let count = args.count.unwrap_or_else(|| u32::try_from(addresses.rows.len()).unwrap_or(u32::MAX));
    let bar = super::bar(u64::from(count), "codes on the roll");
    let shown = bar.clone();
    let done = Box::new(move |done| shown.set_position(u64::try_from(done).unwrap_or(u64::MAX)));
    let batch = codes::make_batch_telling(context, &Actor::Clock, round, wijk, count, done).await?;
    bar.finish_and_clear();
    let file = letters::csv(context, &batch, &addresses)?;
    out.write_all(&file).and_then(|()| out.flush()).map_err(Error::internal)
}

/// Puts codes that were made elsewhere on the roll.
///
/// # Errors
/// When there is no such round or wijk, or a line is no fingerprint.
pub async fn import_codes(context: &Context, args: &ImportCodesArgs) -> Result<()> {
    let (round, wijk) = places(context, &args.round, &args.wijk).await?;
    let mut fingerprints: Vec<[u8; 32]> = Vec::new();
    for (place, line) in text(&args.file)?.lines().enumerate() {
        let bytes = unhex(line.trim()).and_then(|bytes| bytes.try_into().ok());
        fingerprints.push(bytes.ok_or_else(|| Error::refused(Message::new("error-fingerprint").with("line", place + 1)))?);
    }
    codes::import(context, &Actor::Clock, round, wijk, &fingerprints).await
}
