//! How the work on a chosen idea goes, as `partials/updates.hbs` takes it.

use serde::Serialize;

use super::words::{Day, day};
use crate::i18n::Translator;
use crate::storage::updates::Update;

/// An update as pages show it.
#[derive(Debug, Clone, Serialize)]
pub struct UpdateView {
    /// What happened.
    pub body: String,
    /// When.
    pub date: Day,
}

/// The updates about an idea.
#[must_use]
pub fn updates(tr: Translator<'_>, all: Vec<Update>) -> Vec<UpdateView> {
    all.into_iter().map(|update| UpdateView { date: day(tr, update.at), body: update.body }).collect()
}
