//! Files in the Pabulib format (`.pb`): reading old and current ones, checking
//! them, and writing the current one.
//!
//! The format is described at pabulib.org; see Faliszewski et al.,
//! "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023.

mod decimal;
mod document;
mod findings;
mod reader;
mod rows;
mod votes;

pub use document::{Cell, Document, Labels, ProjectRow};
pub use findings::{Finding, Findings, Kind, Level};
pub use reader::{Mode, PbElection, read};
pub use rows::ReadError;

/// A finding that ends the reading.
fn fatal(line: u64, kind: Kind, text: &str) -> Finding {
    Finding { line, level: Level::Error, kind, text: text.to_owned() }
}
