//! What the gebiedsteam and the adviesorganen do with ideas, from the queue to the last update.

mod adviezen;
mod anything;
mod dossier;
mod execution;
mod merging;
mod queue;
mod town;
mod verdicts;
