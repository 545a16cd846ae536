//! What the gebiedsteam and the adviesorganen do with ideas, from the queue to the last update.

mod adviezen;
mod anything;
mod arguments;
mod challenges;
mod changes;
mod dossier;
mod execution;
mod fieldwork;
mod forwarding;
mod grouping;
mod hands;
mod help;
mod merging;
mod news;
mod queue;
mod timeline;
pub mod town;
mod verdicts;
