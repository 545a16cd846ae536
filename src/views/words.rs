//! States as people read them: a few words and a tone, the same on every page.

use serde::Serialize;

use crate::domain::advies::{AdviesState, ReplyKind, Stance};
use crate::domain::idea::IdeaState;
use crate::domain::time::{Instant, long_date};
use crate::i18n::Translator;

/// A state in a few words, as `partials/badge.hbs` takes it.
#[derive(Debug, Clone, Serialize)]
pub struct Badge {
    /// `neutral`, `info`, `success`, `warning`, `error` or `active`.
    pub tone: &'static str,
    /// The words.
    pub text: String,
}

/// The key of the text for a stored name: `idea.take_up` of `event` is `event-idea-take-up`.
#[must_use]
pub fn key(family: &str, name: &str) -> String {
    format!("{family}-{}", name.replace(['.', '_'], "-"))
}

/// The text for a stored name.
#[must_use]
pub fn word(tr: Translator<'_>, family: &str, name: &str) -> String {
    tr.text(&key(family, name))
}

/// The state of an idea.
#[must_use]
pub fn idea_state(tr: Translator<'_>, state: IdeaState) -> Badge {
    let tone = match state {
        IdeaState::Draft | IdeaState::Submitted | IdeaState::Withdrawn | IdeaState::NotChosen | IdeaState::Merged => "neutral",
        IdeaState::InReview | IdeaState::Challenge | IdeaState::Forwarded | IdeaState::Reserve => "info",
        IdeaState::Question => "warning",
        IdeaState::Feasible | IdeaState::Chosen | IdeaState::Done => "success",
        IdeaState::InProgress => "active",
        IdeaState::NotFeasible | IdeaState::Stopped => "error",
    };
    Badge { tone, text: word(tr, "idea-state", state.as_str()) }
}

/// The state of an advies; a reply that is late says so.
#[must_use]
pub fn advies_state(tr: Translator<'_>, state: AdviesState, late: bool) -> Badge {
    if state == AdviesState::Published && late {
        return Badge { tone: "error", text: tr.text("advies-late") };
    }
    let tone = match state {
        AdviesState::Draft | AdviesState::Proposed => "neutral",
        AdviesState::Adopted => "info",
        AdviesState::Published => "warning",
        AdviesState::Answered => "success",
    };
    Badge { tone, text: word(tr, "advies-state", state.as_str()) }
}

/// What an adviesorgaan says of a plan.
#[must_use]
pub fn stance(tr: Translator<'_>, stance: Stance) -> Badge {
    let tone = match stance {
        Stance::Positive => "success",
        Stance::Conditional => "warning",
        Stance::Negative => "error",
    };
    Badge { tone, text: word(tr, "advies-stance", stance.as_str()) }
}

/// What the gebiedsteam does with an advies.
#[must_use]
pub fn reply(tr: Translator<'_>, kind: ReplyKind) -> Badge {
    let tone = match kind {
        ReplyKind::Follow => "success",
        ReplyKind::Partly => "warning",
        ReplyKind::Not => "error",
    };
    Badge { tone, text: word(tr, "advies-reply", kind.as_str()) }
}

/// A day as people read it and as machines do.
#[derive(Debug, Clone, Serialize)]
pub struct Day {
    /// `4 maart 2027`.
    pub text: String,
    /// `2027-03-04`.
    pub iso: String,
}

/// The day of a moment.
#[must_use]
pub fn day(tr: Translator<'_>, at: Instant) -> Day {
    Day { text: long_date(at.day(), tr.language), iso: at.day().to_string() }
}
