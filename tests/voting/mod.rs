//! Voting: codes, the booth, casting, and what must hold whatever happens.

mod alarms;
mod booth;
mod casting;
mod codes;
mod counting;
mod forensic;
mod forms;
mod holders;
mod import;
pub mod killed;
mod letters;
mod paper;
mod polling;
mod races;
mod receipts;
mod rehearsal;
mod tables;
mod tablet;
pub mod world;
