//! The database: the only place that speaks SQL. One file per aggregate; functions take a
//! connection inside a transaction that `app` opened, and give back domain types.

pub mod adviezen;
pub mod areas;
pub mod divisions;
mod columns;
mod connection;
mod database;
pub mod events;
pub mod ideas;
pub mod ledger;
pub mod merges;
pub mod migrate;
pub mod outbox;
pub mod people;
pub mod privacy;
pub mod review;
pub mod round_records;
pub mod rounds;
pub mod schema;
pub mod sessions;
pub mod updates;

pub use connection::{Db, Target, UnknownScheme};
pub use database::Database;
