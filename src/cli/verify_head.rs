//! `wijkdeal verify-head FILE`: checks heads of the record that were kept outside.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use crate::app::heads;
use crate::clock::SystemClock;
use crate::server;

/// Arguments of `verify-head`.
#[derive(Args, Clone, Debug)]
pub struct VerifyHeadArgs {
    /// Lines that were kept: the file they were added to, or mails saved as text
    pub file: PathBuf,
}

/// Checks the record and every kept line, and says in one sentence whether all fit. Also works on a
/// database that the program refuses to start on.
///
/// # Errors
/// When the file or the database cannot be read.
pub fn verify_head(args: &VerifyHeadArgs, out: &mut impl Write) -> Result<ExitCode, String> {
    let kept = std::fs::read_to_string(&args.file).map_err(|e| format!("{}: {e}", args.file.display()))?;
    let context = server::context(super::settings()?, Arc::new(SystemClock))?;
    let checked = actix_web::rt::System::new().block_on(heads::check(&context, &kept)).map_err(|error| error.to_string())?;
    let (said, code) = match checked {
        Ok(0) => (format!("There is no head in {}.", args.file.display()), ExitCode::from(2)),
        Ok(heads) => (format!("The record holds, and so do all {heads} heads."), ExitCode::SUCCESS),
        Err(why) => (format!("The record does not hold: {why}."), ExitCode::FAILURE),
    };
    writeln!(out, "{said}").and_then(|()| out.flush()).map_err(|e| e.to_string())?;
    Ok(code)
}
