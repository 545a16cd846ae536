//! Voting: codes, the booth, casting, and what must hold whatever happens.

mod booth;
mod casting;
mod codes;
mod counting;
mod forensic;
mod holders;
mod import;
mod killed;
mod letters;
mod races;
mod receipts;
pub mod world;
