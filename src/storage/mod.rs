//! The database: the only place that speaks SQL. One file per aggregate; functions take a
//! connection inside a transaction that `app` opened, and give back domain types.

pub mod areas;
pub mod ballot_box;
mod columns;
mod connection;
mod database;
pub mod events;
pub mod ideas;
pub mod imports;
pub mod migrate;
pub mod outbox;
pub mod outcomes;
pub mod people;
pub mod privacy;
pub mod roll;
pub mod rounds;
pub mod schema;
pub mod sessions;

pub use connection::{Db, Target, UnknownScheme};
pub use database::Database;
