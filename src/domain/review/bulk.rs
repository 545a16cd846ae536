//! Doing the same with several ideas at once, and what it would do to each of them.

use crate::domain::idea::IdeaState;
use crate::domain::ids::PersonId;
use crate::domain::person::stored;

/// What is done with several ideas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkAction {
    /// Whoever does it becomes their contact.
    TakeUp,
    /// A colleague becomes their contact.
    HandOver,
    /// Their owners are asked the same question.
    Ask,
}

stored!(BulkAction {
    TakeUp = "take_up",
    HandOver = "hand_over",
    Ask = "ask",
});

/// Why nothing would happen to an idea.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// It has an answer already, or went on another way.
    Decided,
    /// It has a contact, and one fixed contact is the rule.
    HasContact,
    /// The colleague is its contact already.
    SameContact,
    /// A question is open already.
    Asked,
    /// People vote on it.
    Frozen,
}

stored!(WhyNot {
    Decided = "decided",
    HasContact = "has_contact",
    SameContact = "same_contact",
    Asked = "asked",
    Frozen = "frozen",
});

/// An idea as far as it decides what can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Where it is.
    pub state: IdeaState,
    /// Its contact.
    pub contact: Option<PersonId>,
    /// Whether people vote already.
    pub frozen: bool,
}

/// Whether an action does something to an idea; `to` is the colleague of a hand-over.
///
/// # Errors
/// Why it does nothing.
pub fn effect(action: BulkAction, idea: Standing, to: Option<PersonId>) -> Result<(), WhyNot> {
    if !idea.state.awaits_verdict() {
        return Err(WhyNot::Decided);
    }
    match action {
        BulkAction::TakeUp if idea.contact.is_some() => Err(WhyNot::HasContact),
        BulkAction::HandOver if idea.contact.is_some() && idea.contact == to => Err(WhyNot::SameContact),
        BulkAction::Ask if idea.frozen => Err(WhyNot::Frozen),
        BulkAction::Ask if idea.state == IdeaState::Question => Err(WhyNot::Asked),
        BulkAction::TakeUp | BulkAction::HandOver | BulkAction::Ask => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_happen_is_known_before_it_does() {
        use BulkAction as A;
        use IdeaState as S;
        let (sam, kim) = (Some(PersonId(1)), Some(PersonId(2)));
        for (action, state, contact, frozen, expected) in [
            (A::TakeUp, S::Submitted, None, false, Ok(())),
            (A::TakeUp, S::InReview, sam, false, Err(WhyNot::HasContact)),
            (A::TakeUp, S::Feasible, None, false, Err(WhyNot::Decided)),
            (A::HandOver, S::Submitted, None, false, Ok(())),
            (A::HandOver, S::InReview, sam, true, Ok(())),
            (A::HandOver, S::InReview, kim, false, Err(WhyNot::SameContact)),
            (A::Ask, S::InReview, sam, false, Ok(())),
            (A::Ask, S::Question, sam, false, Err(WhyNot::Asked)),
            (A::Ask, S::InReview, sam, true, Err(WhyNot::Frozen)),
        ] {
            assert_eq!(effect(action, Standing { state, contact, frozen }, kim), expected, "{action:?} {state:?}");
        }
    }
}
