//! The answer of the gebiedsteam to an idea: what a verdict needs, when it may be given and
//! changed, who may judge again, and when two ideas go on together.

pub mod bulk;
pub mod challenge;
pub mod change;
pub mod costs;
pub mod forward;
pub mod frame;
pub mod hearing;

use chrono::NaiveDate;

use crate::domain::idea::{IdeaState, VerdictKind};
use crate::domain::ids::PersonId;
use crate::domain::money::Cents;
use crate::domain::person::stored;
use crate::domain::phase::{Phase, Schedule};
use crate::domain::text::{TextError, paragraphs};
use crate::domain::time::Instant;
use crate::domain::working_days;

/// The shortest reason, in characters: long enough to say something.
pub const MIN_REASON: usize = 20;
/// The longest reason, in characters.
pub const MAX_REASON: usize = 4_000;
/// Working days after an idea came in within which its owner hears from the gebiedsteam.
pub const FIRST_REACTION_DAYS: u32 = 10;
/// Days an owner has to answer a question.
pub const QUESTION_DAYS: u64 = 14;

/// A reason in plain language.
///
/// # Errors
/// When it is shorter than [`MIN_REASON`] or longer than [`MAX_REASON`].
pub fn reason(text: &str) -> Result<String, TextError> {
    paragraphs(text, MIN_REASON, MAX_REASON)
}

/// The shortest question, in characters.
pub const MIN_QUESTION: usize = 10;
/// The longest question, in characters.
pub const MAX_QUESTION: usize = 1_000;

/// A question to somebody.
///
/// # Errors
/// When it is shorter than [`MIN_QUESTION`] or longer than [`MAX_QUESTION`].
pub fn question(text: &str) -> Result<String, TextError> {
    paragraphs(text, MIN_QUESTION, MAX_QUESTION)
}

/// An answer that can be given: no "possible" without a cost, no answer without a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Possible, for this much money.
    Feasible {
        /// What it costs.
        cost: Cents,
        /// Why.
        reason: String,
    },
    /// Not possible.
    NotFeasible {
        /// Why not.
        reason: String,
    },
    /// About the whole city: handed on.
    Forwarded {
        /// Why, and to whom.
        reason: String,
    },
}

/// Why an answer cannot be given like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerdictFlaw {
    /// "Possible" without an amount, or with nothing.
    #[error("a plan needs a cost")]
    CostMissing,
    /// More than one plan may cost in this round.
    #[error("more than a plan may cost: {0}")]
    CostOverMaximum(Cents),
    /// The amount is not what the lines of the dossier come to.
    #[error("the lines come to {0}")]
    CostNotTheLines(Cents),
    /// The sources of cover do not add up to the cost of every year.
    #[error("the cover does not add up")]
    NotCovered,
    /// The reason is too short or too long.
    #[error("the reason is not right: {0}")]
    Reason(TextError),
}

impl Verdict {
    /// An answer, when it has what it needs. `max_cost` is what one plan may cost in the round.
    ///
    /// # Errors
    /// Everything that is not right with it.
    pub fn new(kind: VerdictKind, cost: Option<Cents>, text: &str, max_cost: Option<Cents>) -> Result<Self, Vec<VerdictFlaw>> {
        let mut flaws = Vec::new();
        let amount = cost.filter(|cost| *cost > Cents::ZERO);
        if kind == VerdictKind::Feasible {
            match (amount, max_cost) {
                (None, _) => flaws.push(VerdictFlaw::CostMissing),
                (Some(cost), Some(max)) if cost > max => flaws.push(VerdictFlaw::CostOverMaximum(max)),
                (Some(_), _) => {}
            }
        }
        match (reason(text), amount) {
            (Err(error), _) => {
                flaws.push(VerdictFlaw::Reason(error));
                Err(flaws)
            }
            (Ok(reason), Some(cost)) if kind == VerdictKind::Feasible && flaws.is_empty() => Ok(Self::Feasible { cost, reason }),
            (Ok(reason), _) if kind == VerdictKind::NotFeasible => Ok(Self::NotFeasible { reason }),
            (Ok(reason), _) if kind == VerdictKind::Forwarded => Ok(Self::Forwarded { reason }),
            (Ok(_), _) => Err(flaws),
        }
    }

    /// That the amount of a plan is what its cost lines come to, and that its cover adds up. Without
    /// lines the amount stands by itself.
    ///
    /// # Errors
    /// What does not add up.
    pub fn adds_up(&self, costs: &[costs::CostLine], covers: &[costs::CoverLine]) -> Result<(), VerdictFlaw> {
        let Self::Feasible { cost, .. } = self else { return Ok(()) };
        let total = costs::total(costs);
        if costs.is_empty() && covers.is_empty() {
            return Ok(());
        }
        if total != *cost {
            return Err(VerdictFlaw::CostNotTheLines(total));
        }
        if costs::is_covered(costs, covers) { Ok(()) } else { Err(VerdictFlaw::NotCovered) }
    }

    /// Which answer it is.
    #[must_use]
    pub const fn kind(&self) -> VerdictKind {
        match self {
            Self::Feasible { .. } => VerdictKind::Feasible,
            Self::NotFeasible { .. } => VerdictKind::NotFeasible,
            Self::Forwarded { .. } => VerdictKind::Forwarded,
        }
    }

    /// What it costs, when it is possible.
    #[must_use]
    pub const fn cost(&self) -> Option<Cents> {
        match self {
            Self::Feasible { cost, .. } => Some(*cost),
            Self::NotFeasible { .. } | Self::Forwarded { .. } => None,
        }
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::Feasible { reason, .. } | Self::NotFeasible { reason } | Self::Forwarded { reason } => reason,
        }
    }
}

/// Whether answers can no longer change: people vote on what they say.
#[must_use]
pub fn frozen(schedule: &Schedule, now: Instant) -> bool {
    schedule.has_begun(Phase::Vote, now)
}

/// Whether the published moment has come for an answer that was prepared at `prepared`. What is
/// prepared at the moment or after it waits for somebody to publish it.
#[must_use]
pub fn is_due(verdicts_at: Option<Instant>, prepared: Instant, now: Instant) -> bool {
    verdicts_at.is_some_and(|moment| prepared < moment && moment <= now)
}

/// Whether the gebiedsmanager may publish by hand: no moment was named, or it has passed.
#[must_use]
pub fn may_publish_by_hand(verdicts_at: Option<Instant>, schedule: &Schedule, now: Instant) -> bool {
    !frozen(schedule, now) && verdicts_at.is_none_or(|moment| moment <= now)
}

/// Until when the owner of an idea that "cannot" may ask for a second look: the end of the phase
/// for that, or else the start of the vote. None when that has passed, or when neither is planned.
#[must_use]
pub fn second_look_until(schedule: &Schedule, now: Instant) -> Option<Instant> {
    let until = schedule.window(Phase::Reconsider).map(|window| window.ends).or_else(|| schedule.window(Phase::Vote).map(|window| window.starts))?;
    (now < until && !frozen(schedule, now)).then_some(until)
}

/// Whether `judge` may give the answer of a second look: anybody but who gave the first.
#[must_use]
pub fn may_judge_again(first: PersonId, judge: PersonId) -> bool {
    first != judge
}

/// The last day on which the owner of an idea must have heard something.
#[must_use]
pub fn first_reaction_by(submitted: Instant) -> NaiveDate {
    working_days::after(submitted.day(), FIRST_REACTION_DAYS)
}

/// The end of the term of a question asked at `asked`.
#[must_use]
pub fn answer_by(asked: Instant) -> Instant {
    let last = asked.day().checked_add_days(chrono::Days::new(QUESTION_DAYS)).unwrap_or(asked.day());
    working_days::end_of(last)
}

/// Who has to do something before an idea can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// The gebiedsteam: nobody has taken it up yet.
    Team,
    /// The contact person: there is no verdict yet.
    Contact,
    /// The owner: a question is open.
    Owner,
    /// The moment of publication: the verdict is ready.
    Publication,
}

stored!(WaitsFor {
    Team = "team",
    Contact = "contact",
    Owner = "owner",
    Publication = "publication",
});

/// Who an idea in this state waits for.
#[must_use]
pub const fn waits_for(state: IdeaState, has_contact: bool, prepared: bool) -> WaitsFor {
    match state {
        IdeaState::Question => WaitsFor::Owner,
        _ if prepared => WaitsFor::Publication,
        _ if has_contact => WaitsFor::Contact,
        _ => WaitsFor::Team,
    }
}

/// What an owner says of a proposal to go on together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Agrees.
    Yes,
    /// Does not agree.
    No,
}

stored!(Consent {
    Yes = "yes",
    No = "no",
});

/// Where a proposal to merge two ideas is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeAnswer {
    /// Somebody still has to answer.
    Open,
    /// Both agree.
    Agreed,
    /// One does not: the ideas stay apart.
    Refused,
}

/// What two owners decide together: one "no" is enough to stay apart.
#[must_use]
pub const fn merge_answer(one: Option<Consent>, other: Option<Consent>) -> MergeAnswer {
    match (one, other) {
        (Some(Consent::No), _) | (_, Some(Consent::No)) => MergeAnswer::Refused,
        (Some(Consent::Yes), Some(Consent::Yes)) => MergeAnswer::Agreed,
        (None, _) | (_, None) => MergeAnswer::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Window;

    const REASON: &str = "Er ligt een gasleiding onder het plein.";

    fn at(text: &str) -> Instant {
        Instant::parse_local(text).unwrap()
    }

    fn schedule(phases: &[(Phase, &str, &str)]) -> Schedule {
        Schedule::new(phases.iter().map(|(phase, starts, ends)| (*phase, Window { starts: at(starts), ends: at(ends) })).collect()).unwrap()
    }

    #[test]
    fn no_answer_without_what_it_needs() {
        use VerdictKind as K;
        let (some, max) = (Some(Cents::euros(500)), Some(Cents::euros(1_000)));
        let short = VerdictFlaw::Reason(TextError::TooShort(MIN_REASON));
        for (kind, cost, text, expected) in [
            (K::Feasible, some, REASON, Vec::new()),
            (K::Feasible, None, REASON, vec![VerdictFlaw::CostMissing]),
            (K::Feasible, Some(Cents::ZERO), REASON, vec![VerdictFlaw::CostMissing]),
            (K::Feasible, Some(Cents::euros(1_001)), REASON, vec![VerdictFlaw::CostOverMaximum(Cents::euros(1_000))]),
            (K::Feasible, None, "Nee.", vec![VerdictFlaw::CostMissing, short]),
            (K::NotFeasible, None, REASON, Vec::new()),
            (K::NotFeasible, None, "", vec![VerdictFlaw::Reason(TextError::Empty)]),
            (K::NotFeasible, None, "Kan helaas niet.   ", vec![short]),
            (K::Forwarded, None, REASON, Vec::new()),
            (K::Forwarded, some, "Te groot", vec![short]),
        ] {
            let found = Verdict::new(kind, cost, text, max).err().unwrap_or_default();
            assert_eq!(found, expected, "{kind:?} {cost:?} {text:?}");
        }
    }

    #[test]
    fn only_what_is_possible_has_a_cost() {
        let no = Verdict::new(VerdictKind::NotFeasible, Some(Cents::euros(5)), REASON, None).unwrap();
        assert_eq!((no.cost(), no.kind()), (None, VerdictKind::NotFeasible));
    }

    #[test]
    fn answers_come_out_at_the_moment_that_was_named() {
        let moment = Some(at("2027-03-10T09:00"));
        for (prepared, now, due) in [
            ("2027-03-01T12:00", "2027-03-10T08:59", false),
            ("2027-03-01T12:00", "2027-03-10T09:00", true),
            ("2027-03-01T12:00", "2027-06-01T09:00", true),
            ("2027-03-10T08:59", "2027-03-10T09:00", true),
            ("2027-03-10T09:00", "2027-03-10T09:00", false),
            ("2027-03-10T09:01", "2027-03-11T09:00", false),
        ] {
            assert_eq!(is_due(moment, at(prepared), at(now)), due, "{prepared} {now}");
        }
        assert!(!is_due(None, at("2027-03-01T12:00"), at("2027-06-01T09:00")));
    }

    #[test]
    fn a_second_look_can_be_asked_until_its_phase_or_the_vote() {
        let with = schedule(&[(Phase::Reconsider, "2027-04-01", "2027-04-15"), (Phase::Vote, "2027-05-01", "2027-06-01")]);
        let without = schedule(&[(Phase::Review, "2027-03-01", "2027-04-01"), (Phase::Vote, "2027-05-01", "2027-06-01")]);
        for (plan, now, until) in [
            (&with, "2027-04-14T23:59", Some("2027-04-15")),
            (&with, "2027-04-15T00:00", None),
            (&without, "2027-04-30T23:59", Some("2027-05-01")),
            (&without, "2027-05-01T00:00", None),
        ] {
            assert_eq!(second_look_until(plan, at(now)), until.map(at), "{now}");
        }
        assert!(may_judge_again(PersonId(1), PersonId(2)) && !may_judge_again(PersonId(1), PersonId(1)));
    }

    #[test]
    fn answers_freeze_when_people_vote() {
        let plan = schedule(&[(Phase::Vote, "2027-05-01", "2027-06-01")]);
        for (moment, now, by_hand) in [
            (None, "2027-04-30T23:59", true),
            (None, "2027-05-01T00:00", false),
            (Some("2027-04-10"), "2027-04-09T12:00", false),
            (Some("2027-04-10"), "2027-04-10T00:00", true),
        ] {
            assert_eq!(may_publish_by_hand(moment.map(at), &plan, at(now)), by_hand, "{moment:?} {now}");
        }
    }

    #[test]
    fn ideas_merge_only_when_both_owners_agree() {
        use Consent::{No, Yes};
        for (one, other, answer) in [
            (None, None, MergeAnswer::Open),
            (Some(Yes), None, MergeAnswer::Open),
            (None, Some(Yes), MergeAnswer::Open),
            (Some(Yes), Some(Yes), MergeAnswer::Agreed),
            (Some(No), None, MergeAnswer::Refused),
            (Some(Yes), Some(No), MergeAnswer::Refused),
            (Some(No), Some(Yes), MergeAnswer::Refused),
        ] {
            assert_eq!(merge_answer(one, other), answer, "{one:?} {other:?}");
        }
    }

    #[test]
    fn the_queue_says_who_has_to_do_something() {
        use IdeaState as S;
        for (state, contact, prepared, who) in [
            (S::Submitted, false, false, WaitsFor::Team),
            (S::InReview, true, false, WaitsFor::Contact),
            (S::Question, true, true, WaitsFor::Owner),
            (S::InReview, true, true, WaitsFor::Publication),
        ] {
            assert_eq!(waits_for(state, contact, prepared), who, "{state:?}");
        }
    }

    #[test]
    fn terms() {
        assert_eq!(first_reaction_by(at("2027-03-01T23:59")).to_string(), "2027-03-15");
        assert_eq!(answer_by(at("2027-03-01T12:00")), at("2027-03-16"));
    }
}
