//! `wijkdeal export-pb ROUND`: a published outcome with its ballots as a `.pb` file.

use std::io::Write;

use clap::Args;

use crate::app::Context;
use crate::app::count::outcomes;
use crate::error::{Error, Result};

/// Arguments of `export-pb`.
#[derive(Args, Clone, Debug)]
pub struct ExportPbArgs {
    /// The round: the last part of its address
    pub round: String,
}

/// Prints the file.
///
/// # Errors
/// When there is no such round with a published outcome.
pub async fn export_pb(context: &Context, args: &ExportPbArgs, out: &mut impl Write) -> Result<()> {
    let (found, election, outcome) = outcomes::published(context, args.round.clone()).await?;
    let file = outcomes::pb(context, &found, &election, &outcome)?;
    out.write_all(&file).and_then(|()| out.flush()).map_err(Error::internal)
}
