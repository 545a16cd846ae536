//! The house itself: sign-in, access, templates, layers, schema.

mod layers;
mod schema;
mod sign_in;
mod source;
mod templates;
mod texts;
