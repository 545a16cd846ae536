//! The public record in words: what happened, when, by whom in which role, and why.

use serde::Serialize;

use super::words::word;
use crate::domain::time::long_date;
use crate::i18n::Translator;
use crate::storage::events::Event;

/// Something that happened, as `partials/timeline` takes it.
#[derive(Debug, Clone, Serialize)]
pub struct Moment {
    /// The day as people read it.
    pub date: String,
    /// The day for machines: 2027-03-04.
    pub iso: String,
    /// What happened.
    pub title: String,
    /// Why.
    pub text: Option<String>,
    /// Who did it.
    pub actor: Option<String>,
    /// Whether nothing happened since.
    pub current: bool,
}

/// The record, oldest first.
#[must_use]
pub fn timeline(tr: Translator<'_>, events: &[Event]) -> Vec<Moment> {
    let last = events.len();
    events.iter().enumerate().map(|(at, event)| moment(tr, event, at + 1 == last)).collect()
}

/// One thing that happened.
#[must_use]
pub fn moment(tr: Translator<'_>, event: &Event, current: bool) -> Moment {
    let what = &event.what;
    Moment {
        date: long_date(what.at.day(), tr.language),
        iso: what.at.day().to_string(),
        title: word(tr, "event", &what.action),
        text: what.reason.clone(),
        actor: Some(who(tr, event)),
        current,
    }
}

/// Who did it: a resident by name, somebody with a role by name and role.
#[must_use]
pub fn who(tr: Translator<'_>, event: &Event) -> String {
    let role = word(tr, "role", &event.what.actor_role);
    match &event.actor_name {
        Some(name) if event.what.actor_role == "resident" => name.clone(),
        Some(name) => format!("{name}, {role}"),
        None => role,
    }
}
