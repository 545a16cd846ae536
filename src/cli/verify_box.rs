//! `wijkdeal verify-box FILE`: checks the signed list of a closed ballot box.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::count::{Answer, CommandError, open};
use crate::app::receipts::BoxList;

/// Arguments of `verify-box`.
#[derive(Args, Clone, Debug)]
pub struct VerifyBoxArgs {
    /// The list (a JSON file from the page where receipts are checked)
    pub list: PathBuf,
}

/// Checks signature, order, number and root of a list, and says in one sentence whether it holds.
///
/// # Errors
/// When the file is not a list.
pub fn verify_box(args: &VerifyBoxArgs, out: &mut impl Write) -> Result<Answer, CommandError> {
    let list: BoxList = serde_json::from_reader(open(&args.list)?).map_err(|source| CommandError::Bundle { path: args.list.clone(), source })?;
    Ok(match list.verify() {
        Ok(statement) => {
            writeln!(
                out,
                "The list holds: {} ballots of {}, closed at {}, root {}, signed with key {}.",
                statement.ballots,
                statement.round,
                statement.closed_at.naive_utc(),
                statement.root,
                statement.signing_key
            )?;
            Answer::Yes
        }
        Err(why) => {
            writeln!(out, "The list does not hold: {why}.")?;
            Answer::No
        }
    })
}
