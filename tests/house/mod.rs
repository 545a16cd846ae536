//! The house itself: sign-in, access, templates, layers, schema.

mod access;
mod dependencies;
mod documentation;
mod forms;
mod layers;
mod mail;
mod privacy;
mod schema;
mod sign_in;
pub mod source;
pub mod staff;
mod templates;
mod texts;
mod tokens;
mod web;
