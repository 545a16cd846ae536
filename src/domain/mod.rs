//! The rules of a wijkdeal round, and nothing else: no HTTP, no SQL, no templates, no clock.
//!
//! Whatever a rule needs from outside (the time, facts from the database) is passed in.
//! `tests/layers.rs` keeps it that way.

pub mod advies;
pub mod area;
pub mod argument;
pub mod ballot;
pub mod ceremony;
pub mod cluster;
pub mod code;
pub mod division;
pub mod event;
pub mod fieldwork;
pub mod flaws;
pub mod hands;
pub mod help;
pub mod idea;
pub mod ids;
pub mod ledger;
pub mod letter;
pub mod money;
pub mod news;
pub mod outcome;
pub mod outline;
pub mod paper;
pub mod password;
pub mod person;
pub mod phase;
pub mod plain;
pub mod published;
pub mod review;
pub mod rules;
pub mod tablet;
pub mod text;
pub mod time;
pub mod tracker;
pub mod working_days;
