//! What the gebiedsteam and the adviesorganen do with ideas, from the queue to the last update.

mod adviezen;
mod anything;
mod changes;
mod dossier;
mod execution;
mod grouping;
mod merging;
mod queue;
mod town;
mod verdicts;
