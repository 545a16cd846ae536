//! Files in the Pabulib format (`.pb`): reading old and current ones, checking
//! them, and writing the current one.
//!
//! The format is described at pabulib.org; see Faliszewski et al.,
//! "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023.

mod check;
mod decimal;
mod document;
mod fields;
mod findings;
mod names;
mod outcome;
mod reader;
mod rows;
mod votes;
mod writer;

pub use check::check;
pub use document::{Cell, Document, Labels, ProjectRow};
pub use findings::{Finding, Findings, Kind, Level};
pub use reader::{Mode, PbElection, read};
pub use rows::ReadError;
pub use writer::{About, WriteError, write};

/// A finding that ends the reading.
fn fatal(line: u64, kind: Kind, text: &str) -> Finding {
    Finding { line, level: Level::Error, kind, text: text.to_owned() }
}
