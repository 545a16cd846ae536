//! wijkdeal: residents of a wijk decide together, from the first idea to the published result.
//!
//! Where things are (dependencies point downwards):
//!
//! - [`cli`]: the commands; [`demo`]: a city to try it in; [`server`]: the web server; [`worker`]: what happens by itself;
//! - [`http`]: one file per page or action; [`views`]: what pages show; [`i18n`]: texts;
//! - [`app`]: what people can do, one function for each thing; [`mail`]: sending;
//! - [`storage`]: the only place that speaks SQL; [`sealing`], [`envelope`]: sealed ballots; [`secrets`]: keys;
//! - [`domain`]: the rules; [`counting`]: the count; [`pabulib`]: its files. Without any I/O.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod counting;
pub mod demo;
pub mod domain;
pub mod envelope;
pub mod error;
pub mod http;
pub mod i18n;
pub mod images;
pub mod mail;
pub mod pabulib;
pub mod recount;
pub mod sealing;
pub mod secrets;
pub mod server;
pub mod signing;
pub mod storage;
pub mod views;
pub mod worker;
