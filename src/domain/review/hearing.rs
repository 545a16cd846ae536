//! Hearing both sides: before a "no" is final, the owner sees it and can answer.

use chrono::Days;

use crate::domain::time::Instant;
use crate::domain::working_days;

/// Days an owner has to answer a "no" before it becomes final.
pub const HEARING_DAYS: u64 = 7;

/// The end of the term of a "no" that the owner saw at `asked`.
#[must_use]
pub fn answer_by(asked: Instant) -> Instant {
    let last = asked.day().checked_add_days(Days::new(HEARING_DAYS)).unwrap_or(asked.day());
    working_days::end_of(last)
}

/// What is known of the owner's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// Until when the owner can answer.
    pub due: Instant,
    /// When the owner answered.
    pub answered: Option<Instant>,
}

/// Whether a "no" that was prepared at `prepared` may become final: the owner's term has passed, or
/// the owner answered and somebody looked at the answer and prepared the "no" again.
#[must_use]
pub fn may_be_final(heard: Option<Heard>, prepared: Instant, now: Instant) -> bool {
    heard.is_some_and(|heard| match heard.answered {
        Some(answered) => prepared > answered,
        None => heard.due <= now,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse_local(text).unwrap()
    }

    #[test]
    fn a_no_waits_for_the_owner_and_an_answer_for_somebody_who_reads_it() {
        let due = answer_by(at("2027-03-01T12:00"));
        assert_eq!(due, at("2027-03-09T00:00"));
        for (answered, prepared, now, is_final) in [
            (None, "2027-03-01T12:00", "2027-03-08T23:59", false),
            (None, "2027-03-01T12:00", "2027-03-09T00:00", true),
            (Some("2027-03-03T12:00"), "2027-03-01T12:00", "2027-03-20T00:00", false),
            (Some("2027-03-03T12:00"), "2027-03-04T12:00", "2027-03-04T12:00", true),
        ] {
            let heard = Some(Heard { due, answered: answered.map(at) });
            assert_eq!(may_be_final(heard, at(prepared), at(now)), is_final, "{answered:?} {prepared} {now}");
        }
        assert!(!may_be_final(None, at("2027-03-01T12:00"), at("2028-01-01T00:00")), "an owner who was not asked was not heard");
    }
}
