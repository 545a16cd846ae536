//! Advies: what an adviesorgaan says about an idea or a round, and what is done with it.

use super::person::stored;

/// Where an advies is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdviesState {
    /// Members write.
    Draft,
    /// The text is ready to be adopted.
    Proposed,
    /// Adopted: the text is fixed and has a kenmerk.
    Adopted,
    /// Everybody can read it; a reply is due.
    Published,
    /// The gebiedsteam replied in public.
    Answered,
}

stored!(AdviesState {
    Draft = "draft",
    Proposed = "proposed",
    Adopted = "adopted",
    Published = "published",
    Answered = "answered",
});

/// What can happen to an advies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdviesStep {
    /// Members put the text up for adoption.
    Propose,
    /// Back to writing.
    Reopen,
    /// The chair adopts it.
    Adopt,
    /// The chair publishes it.
    Publish,
    /// The gebiedsteam replies.
    Answer,
}

stored!(AdviesStep {
    Propose = "propose",
    Reopen = "reopen",
    Adopt = "adopt",
    Publish = "publish",
    Answer = "answer",
});

/// A step that is not possible from this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{step:?} is not possible for an advies that is {state:?}")]
pub struct AdviesStepRefused {
    /// Where the advies is.
    pub state: AdviesState,
    /// What was asked.
    pub step: AdviesStep,
}

impl AdviesState {
    /// The state after `step`.
    ///
    /// # Errors
    /// When the step is not possible from this state.
    pub fn after(self, step: AdviesStep) -> Result<Self, AdviesStepRefused> {
        use AdviesState as S;
        use AdviesStep as T;
        match (self, step) {
            (S::Draft, T::Propose) => Ok(S::Proposed),
            (S::Proposed, T::Reopen) => Ok(S::Draft),
            (S::Proposed, T::Adopt) => Ok(S::Adopted),
            (S::Adopted, T::Publish) => Ok(S::Published),
            (S::Published, T::Answer) => Ok(S::Answered),
            (state, step) => Err(AdviesStepRefused { state, step }),
        }
    }

    /// Whether everybody may read it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Answered)
    }

    /// Whether members may still change the text.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft)
    }
}

/// What an adviesorgaan says of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// Do it.
    Positive,
    /// Do it, if.
    Conditional,
    /// Do not do it.
    Negative,
}

stored!(Stance {
    Positive = "positive",
    Conditional = "conditional",
    Negative = "negative",
});

/// What the gebiedsteam does with an advies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyKind {
    /// Follows it.
    Follow,
    /// Follows a part.
    Partly,
    /// Does not follow it.
    Not,
}

stored!(ReplyKind {
    Follow = "follow",
    Partly = "partly",
    Not = "not",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_life_of_an_advies() {
        use AdviesStep as T;
        let end = [T::Propose, T::Reopen, T::Propose, T::Adopt, T::Publish, T::Answer].into_iter().try_fold(AdviesState::Draft, AdviesState::after);
        assert_eq!(end, Ok(AdviesState::Answered));
    }

    #[test]
    fn an_adopted_text_is_fixed() {
        for state in [AdviesState::Adopted, AdviesState::Published, AdviesState::Answered] {
            assert!(!state.is_open());
            assert!(state.after(AdviesStep::Reopen).is_err());
        }
        assert!(AdviesState::Draft.after(AdviesStep::Publish).is_err());
    }
}
