//! Commands about counting: `tally`, `check` and `verify`. Other programs call
//! them, so their arguments and output are fixed.

mod check;
mod tally;
mod verify;

use std::fs::File;
use std::io::{self, BufReader, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::counting::explain::Language;
use crate::counting::{ElectionFault, Progress, UnknownRule};
use crate::pabulib::ReadError;

pub use check::{CheckArgs, check};
pub use tally::{TallyArgs, tally};
pub use verify::{VerifyArgs, verify};

/// What a command came to, as a process tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Done, or: it holds.
    Yes,
    /// It does not hold, or the file is invalid.
    No,
    /// The rules leave a tie open: a lot is needed.
    LotNeeded,
}

impl Answer {
    /// The exit code: 0, 1 or 3. (2 is for wrong arguments.)
    pub fn code(self) -> u8 {
        match self {
            Answer::Yes => 0,
            Answer::No => 1,
            Answer::LotNeeded => 3,
        }
    }
}

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The file cannot be opened.
    #[error("{path}: cannot be opened ({source})")]
    Open {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: ReadError,
    },
    /// The file is not a bundle.
    #[error("{path}: this is not a result bundle ({source})")]
    Bundle {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: serde_json::Error,
    },
    /// No count can be made.
    #[error(transparent)]
    Election(#[from] ElectionFault),
    /// The rule does not exist.
    #[error(transparent)]
    Rule(#[from] UnknownRule),
    /// The seed is not hexadecimal.
    #[error("the seed must be hexadecimal, two digits per byte")]
    Seed,
    /// The output cannot be written.
    #[error("the output cannot be written ({0})")]
    Write(#[from] io::Error),
    /// The output cannot be made.
    #[error("the output cannot be made ({0})")]
    Json(#[from] serde_json::Error),
}

/// The language of the sentences in the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OutputLanguage {
    /// Dutch.
    #[default]
    Nl,
    /// English.
    En,
}

impl OutputLanguage {
    fn language(self) -> Language {
        match self {
            OutputLanguage::Nl => Language::Dutch,
            OutputLanguage::En => Language::English,
        }
    }
}

pub(super) fn open(path: &Path) -> Result<BufReader<File>, CommandError> {
    let opened = File::open(path).map_err(|source| CommandError::Open { path: path.to_path_buf(), source })?;
    Ok(BufReader::with_capacity(1 << 17, opened))
}

/// Shows on a terminal how far a count is; shows nothing in a pipe.
struct Watch(ProgressBar);

impl Watch {
    fn start() -> Self {
        let target = if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(100), target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {bar:30} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Watch(bar)
    }

    fn tell(&self, progress: Progress) {
        let budget = progress.budget.max(1);
        let percent = (i128::from(progress.spent) * 100 / i128::from(budget)).clamp(0, 100);
        self.0.set_position(u64::try_from(percent).unwrap_or(0));
        self.0.set_message(format!("run {}, {percent}% of the budget", progress.runs));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
