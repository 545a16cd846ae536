//! The house itself: sign-in, access, templates, layers, schema.

mod access;
mod forms;
mod layers;
mod schema;
mod sign_in;
mod source;
mod staff;
mod templates;
mod texts;
mod web;
