//! Right to Challenge: residents ask to take over a task of the gemeente. Such an idea says what is
//! done now, by whom and at what cost, and goes its own way: it is not voted on.

use crate::domain::idea::IdeaStep;
use crate::domain::money::Cents;
use crate::domain::person::stored;

/// The longest answer about the task, in characters.
pub const MAX_TEXT: usize = 1_000;

/// The task as it is done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What is done now.
    pub now: String,
    /// By whom.
    pub by: String,
    /// What that costs in a year, when it is known.
    pub cost: Option<Cents>,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Residents asked; nobody of the gebiedsteam has answered.
    Asked,
    /// Residents and the gemeente look together at what the task takes.
    Exploring,
    /// They put on paper who does what, for how much, and from when.
    Agreeing,
    /// Residents do it from now on.
    TakenOver,
    /// It stays with the gemeente, with a reason.
    NotTaken,
}

stored!(Stage {
    Asked = "asked",
    Exploring = "exploring",
    Agreeing = "agreeing",
    TakenOver = "taken_over",
    NotTaken = "not_taken",
});

impl Stage {
    /// Where it can go from here.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Asked => &[Self::Exploring],
            Self::Exploring => &[Self::Agreeing, Self::NotTaken],
            Self::Agreeing => &[Self::TakenOver, Self::NotTaken],
            Self::TakenOver | Self::NotTaken => &[],
        }
    }

    /// What this does to the idea itself; none when it stays where it is.
    #[must_use]
    pub const fn step(self) -> Option<IdeaStep> {
        match self {
            Self::Exploring => Some(IdeaStep::Challenge),
            Self::TakenOver => Some(IdeaStep::Start),
            Self::NotTaken => Some(IdeaStep::Stop),
            Self::Asked | Self::Agreeing => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::idea::IdeaState;

    #[test]
    fn every_way_through_is_a_way_for_the_idea_too() {
        let mut ways = vec![(Stage::Asked, IdeaState::InReview)];
        let mut ends = Vec::new();
        while let Some((stage, state)) = ways.pop() {
            if stage.next().is_empty() {
                ends.push((stage, state));
            }
            for next in stage.next() {
                let after = next.step().map_or(state, |step| state.after(step).unwrap());
                assert!(!after.awaits_verdict() && after != IdeaState::Feasible, "it is not voted on: {next:?}");
                ways.push((*next, after));
            }
        }
        ends.sort_by_key(|(stage, _)| stage.as_str());
        ends.dedup();
        assert_eq!(ends, [(Stage::NotTaken, IdeaState::Stopped), (Stage::TakenOver, IdeaState::InProgress)]);
    }
}
