//! Voting: codes, the booth, casting, and what must hold whatever happens.

mod booth;
mod casting;
mod codes;
mod counting;
mod import;
pub mod world;
