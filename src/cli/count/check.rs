//! `wijkdeal check FILE.pb`: says everything that is wrong with a file.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::pabulib::{self, Level};

use super::{Answer, CommandError, open};

/// Arguments of `check`.
#[derive(Args, Clone, Debug)]
pub struct CheckArgs {
    /// The .pb file
    pub file: PathBuf,
    /// Print JSON instead of lines
    #[arg(long)]
    pub json: bool,
}

/// Checks a file as the Pabulib checker does, and prints what is wrong with
/// line numbers.
///
/// # Errors
/// [`CommandError`] when the file cannot be opened or read.
pub fn check(args: &CheckArgs, out: &mut impl Write) -> Result<Answer, CommandError> {
    let findings = pabulib::check(open(&args.file)?).map_err(|source| CommandError::Read { path: args.file.clone(), source })?;
    if args.json {
        let value = json!({
            "valid": findings.errors() == 0,
            "errors": findings.errors(),
            "warnings": findings.warnings(),
            "findings": findings.list(),
        });
        serde_json::to_writer_pretty(&mut *out, &value)?;
        writeln!(out)?;
    } else {
        for finding in findings.list() {
            let level = match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
            };
            writeln!(out, "{level}: {finding}")?;
        }
        let valid = if findings.errors() == 0 { "valid" } else { "not valid" };
        writeln!(out, "{valid}: {} error(s), {} warning(s)", findings.errors(), findings.warnings())?;
    }
    Ok(if findings.errors() == 0 { Answer::Yes } else { Answer::No })
}
