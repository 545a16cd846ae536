//! The database: the only place that speaks SQL. One file per aggregate; functions take a
//! connection inside a transaction that `app` opened, and give back domain types.

pub mod adviezen;
pub mod areas;
pub mod arguments;
pub mod backup;
pub mod ballot_box;
pub mod box_lists;
pub mod ceremony;
mod columns;
mod connection;
mod database;
pub mod divisions;
pub mod events;
pub mod fieldwork;
pub mod hands;
pub mod heads;
pub mod held_forms;
pub mod help;
pub mod idea_people;
pub mod ideas;
pub mod imports;
pub mod key_holders;
pub mod ledger;
pub mod migrate;
pub mod news;
pub mod outbox;
pub mod outcomes;
pub mod paper;
pub mod people;
pub mod photos;
pub mod polling;
pub mod privacy;
pub mod rehearsal;
pub mod review;
pub mod roll;
pub mod round_records;
pub mod rounds;
pub mod schema;
pub mod server_clock;
pub mod sessions;
pub mod tablets;
mod together;
pub mod updates;

pub use connection::{Db, Target, UnknownScheme};
pub use database::Database;
pub use together::Together;
