//! Other words for an idea: somebody who helps proposes them, the owner decides within a term.

use chrono::Days;

use crate::domain::money::Cents;
use crate::domain::person::stored;
use crate::domain::time::Instant;
use crate::domain::working_days;

/// Days an owner has to answer a proposal; after that it lapses and the idea stays as it was.
pub const CHANGE_DAYS: u64 = 14;

/// The end of the term of a proposal made at `proposed`.
#[must_use]
pub fn answer_by(proposed: Instant) -> Instant {
    let last = proposed.day().checked_add_days(Days::new(CHANGE_DAYS)).unwrap_or(proposed.day());
    working_days::end_of(last)
}

/// The words of an idea that can be proposed anew.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Wording {
    /// The idea in one sentence.
    pub title: String,
    /// Why it is good for the wijk.
    pub why: String,
    /// What residents do themselves.
    pub residents_do: String,
    /// What is asked of the gemeente.
    pub municipality_does: String,
    /// What it costs, about.
    pub cost: Option<Cents>,
}

/// A part that would go on as an idea of its own.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PartOff {
    /// That idea in one sentence.
    pub title: String,
    /// Why it is good for the wijk.
    pub why: String,
}

/// Where a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeState {
    /// The owner has to answer.
    Open,
    /// The owner took it as it was.
    Accepted,
    /// The owner did not want it.
    Refused,
    /// The owner wrote it their own way.
    Rewritten,
    /// The term passed, or the idea went on without it.
    Lapsed,
}

stored!(ChangeState {
    Open = "open",
    Accepted = "accepted",
    Refused = "refused",
    Rewritten = "rewritten",
    Lapsed = "lapsed",
});

impl ChangeState {
    /// Whether the words of the idea became other words.
    #[must_use]
    pub const fn changed_the_idea(self) -> bool {
        matches!(self, Self::Accepted | Self::Rewritten)
    }
}

/// Why a proposal cannot be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// There is an answer already.
    #[error("the proposal is closed")]
    Closed,
    /// The term has passed.
    #[error("the term has passed")]
    Late,
}

/// Whether a proposal that is due then can be answered at `now`.
///
/// # Errors
/// When it is closed, or too late; also when nobody has written down yet that it lapsed.
pub fn may_answer(state: ChangeState, due: Instant, now: Instant) -> Result<(), NotNow> {
    match state {
        ChangeState::Open if now < due => Ok(()),
        ChangeState::Open => Err(NotNow::Late),
        ChangeState::Accepted | ChangeState::Refused | ChangeState::Rewritten | ChangeState::Lapsed => Err(NotNow::Closed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_has_two_weeks_and_answers_once() {
        let at = |text: &str| Instant::parse_local(text).unwrap();
        let due = answer_by(at("2027-03-01T12:00"));
        assert_eq!(due, at("2027-03-16T00:00"));
        assert_eq!(may_answer(ChangeState::Open, due, at("2027-03-15T23:59")), Ok(()));
        assert_eq!(may_answer(ChangeState::Open, due, due), Err(NotNow::Late));
        for closed in ChangeState::ALL.iter().filter(|state| **state != ChangeState::Open) {
            assert_eq!(may_answer(*closed, due, at("2027-03-02T12:00")), Err(NotNow::Closed), "{closed:?}");
        }
    }
}
