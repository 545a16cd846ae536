//! An idea: one record for life, from draft to done.

use super::person::stored;

/// Where an idea is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdeaState {
    /// Only the owner and those the owner invited see it.
    Draft,
    /// Handed in, waiting for the gebiedsteam.
    Submitted,
    /// The gebiedsteam asked the owner something.
    Question,
    /// The gebiedsteam is looking at it.
    InReview,
    /// Possible: a plan residents can vote on.
    Feasible,
    /// Not possible, with a reason.
    NotFeasible,
    /// Goes on inside another idea, with consent of both owners.
    Merged,
    /// About the whole city: handed on, with an answer due.
    Forwarded,
    /// Residents ask to take over a task of the gemeente: goes its own way, with no vote.
    Challenge,
    /// Taken back by the owner.
    Withdrawn,
    /// Won in the vote.
    Chosen,
    /// Did not win.
    NotChosen,
    /// First in line when a chosen plan falls out.
    Reserve,
    /// Being carried out.
    InProgress,
    /// Carried out.
    Done,
    /// Stopped while being carried out, with a reason.
    Stopped,
}

stored!(IdeaState {
    Draft = "draft",
    Submitted = "submitted",
    Question = "question",
    InReview = "in_review",
    Feasible = "feasible",
    NotFeasible = "not_feasible",
    Merged = "merged",
    Forwarded = "forwarded",
    Challenge = "challenge",
    Withdrawn = "withdrawn",
    Chosen = "chosen",
    NotChosen = "not_chosen",
    Reserve = "reserve",
    InProgress = "in_progress",
    Done = "done",
    Stopped = "stopped",
});

/// What can happen to an idea.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdeaStep {
    /// The owner hands it in.
    Submit,
    /// The gebiedsteam starts looking.
    TakeUp,
    /// The gebiedsteam asks the owner something.
    Ask,
    /// The owner answers.
    Answer,
    /// The verdict "possible" is published.
    PublishFeasible,
    /// The verdict "not possible" is published.
    PublishNotFeasible,
    /// Both owners agreed to go on together.
    Merge,
    /// Handed on to the city.
    Forward,
    /// Goes the way of the Right to Challenge.
    Challenge,
    /// The owner takes it back.
    Withdraw,
    /// Looked at again after a "no".
    Reconsider,
    /// The outcome: in.
    Choose,
    /// The outcome: out.
    NotChoose,
    /// The outcome: on the reserve list.
    PutOnReserve,
    /// Work begins.
    Start,
    /// Work is done.
    Finish,
    /// Work stops for good.
    Stop,
}

stored!(IdeaStep {
    Submit = "submit",
    TakeUp = "take_up",
    Ask = "ask",
    Answer = "answer",
    PublishFeasible = "publish_feasible",
    PublishNotFeasible = "publish_not_feasible",
    Merge = "merge",
    Forward = "forward",
    Challenge = "challenge",
    Withdraw = "withdraw",
    Reconsider = "reconsider",
    Choose = "choose",
    NotChoose = "not_choose",
    PutOnReserve = "put_on_reserve",
    Start = "start",
    Finish = "finish",
    Stop = "stop",
});

/// A step that is not possible from this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{step:?} is not possible for an idea that is {state:?}")]
pub struct StepRefused {
    /// Where the idea is.
    pub state: IdeaState,
    /// What was asked.
    pub step: IdeaStep,
}

impl IdeaState {
    /// The state after `step`; every pair that is not written here is refused.
    ///
    /// # Errors
    /// When the step is not possible from this state.
    pub fn after(self, step: IdeaStep) -> Result<Self, StepRefused> {
        use IdeaState as S;
        use IdeaStep as T;
        match (self, step) {
            (S::Draft, T::Submit) => Ok(S::Submitted),
            (S::Submitted | S::Question, T::TakeUp) => Ok(S::InReview),
            (S::Submitted | S::InReview, T::Ask) => Ok(S::Question),
            (S::Question, T::Answer) => Ok(S::InReview),
            (S::Submitted | S::InReview | S::Question, T::PublishFeasible) => Ok(S::Feasible),
            (S::Submitted | S::InReview | S::Question, T::PublishNotFeasible) => Ok(S::NotFeasible),
            (S::Submitted | S::InReview | S::Question, T::Merge) => Ok(S::Merged),
            (S::Submitted | S::InReview | S::Question, T::Forward) => Ok(S::Forwarded),
            (S::Submitted | S::InReview | S::Question, T::Challenge) => Ok(S::Challenge),
            (S::Draft | S::Submitted | S::InReview | S::Question | S::Feasible | S::Challenge, T::Withdraw) => Ok(S::Withdrawn),
            (S::NotFeasible, T::Reconsider) => Ok(S::InReview),
            (S::Feasible | S::Reserve | S::NotChosen, T::Choose) => Ok(S::Chosen),
            (S::Feasible, T::NotChoose) => Ok(S::NotChosen),
            (S::Feasible | S::NotChosen, T::PutOnReserve) => Ok(S::Reserve),
            (S::Chosen | S::Challenge, T::Start) => Ok(S::InProgress),
            (S::InProgress, T::Finish) => Ok(S::Done),
            (S::Chosen | S::InProgress | S::Challenge, T::Stop) => Ok(S::Stopped),
            (state, step) => Err(StepRefused { state, step }),
        }
    }

    /// Whether everybody may read it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Draft)
    }

    /// Whether the gebiedsteam still owes an answer.
    #[must_use]
    pub const fn awaits_verdict(self) -> bool {
        matches!(self, Self::Submitted | Self::Question | Self::InReview)
    }
}

/// Somebody's part in an idea besides owning it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Writes along and is shown as an author.
    CoAuthor,
    /// A WIJ-medewerker who reads along with the draft.
    Reader,
    /// Supports it.
    Supporter,
    /// Hears what happens with it.
    Follower,
}

stored!(Part {
    CoAuthor = "co_author",
    Reader = "reader",
    Supporter = "supporter",
    Follower = "follower",
});

/// The prepared answer of the gebiedsteam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerdictKind {
    /// Possible.
    Feasible,
    /// Not possible.
    NotFeasible,
    /// About the whole city.
    Forwarded,
}

stored!(VerdictKind {
    Feasible = "feasible",
    NotFeasible = "not_feasible",
    Forwarded = "forwarded",
});

impl VerdictKind {
    /// The step its publication is.
    #[must_use]
    pub const fn step(self) -> IdeaStep {
        match self {
            Self::Feasible => IdeaStep::PublishFeasible,
            Self::NotFeasible => IdeaStep::PublishNotFeasible,
            Self::Forwarded => IdeaStep::Forward,
        }
    }
}

/// The longest title, in characters.
pub const MAX_TITLE: usize = 100;
/// The longest text of one question of the form, in characters.
pub const MAX_TEXT: usize = 4_000;

/// Pairs of ideas that look alike: the share of words they have in common, from 0 to 100
/// (Sørensen–Dice on the set of words of three letters and more).
#[must_use]
pub fn likeness(one: &str, other: &str) -> u32 {
    let words = |text: &str| -> std::collections::BTreeSet<String> {
        super::text::search_form(text).split(' ').filter(|w| w.chars().count() >= 3).map(stem).collect()
    };
    let (a, b) = (words(one), words(other));
    let total = a.len() + b.len();
    if total == 0 {
        return 0;
    }
    u32::try_from(200 * a.intersection(&b).count() / total).unwrap_or(100)
}

/// Cuts the most common Dutch endings, so that `bomen planten` is like `boom plant`.
pub(super) fn stem(word: &str) -> String {
    let base =
        ["en", "es", "e", "s", "je", "jes"].into_iter().filter_map(|end| word.strip_suffix(end)).find(|b| b.chars().count() >= 3).unwrap_or(word);
    let mut letters: Vec<char> = base.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_life_of_an_idea() {
        use IdeaStep as T;
        let happy = [T::Submit, T::TakeUp, T::Ask, T::Answer, T::PublishFeasible, T::Choose, T::Start, T::Finish];
        let end = happy.into_iter().try_fold(IdeaState::Draft, IdeaState::after);
        assert_eq!(end, Ok(IdeaState::Done));
    }

    #[test]
    fn nothing_reaches_the_ballot_or_the_outcome_by_a_side_door() {
        for state in IdeaState::ALL {
            let chosen = state.after(IdeaStep::Choose).is_ok();
            let on_the_ballot = matches!(state, IdeaState::Feasible | IdeaState::Reserve | IdeaState::NotChosen);
            assert_eq!(chosen, on_the_ballot, "{state:?}");
            let feasible = state.after(IdeaStep::PublishFeasible).is_ok();
            assert_eq!(feasible, state.awaits_verdict(), "{state:?}");
        }
        for end in [IdeaState::Done, IdeaState::Withdrawn, IdeaState::Merged, IdeaState::Stopped] {
            assert!(IdeaStep::ALL.iter().all(|step| end.after(*step).is_err()), "{end:?} is an end");
        }
    }

    #[test]
    fn alike_ideas_are_found() {
        assert!(likeness("Meer bomen in de straat", "Een boom planten in onze straat") >= 40);
        assert!(likeness("Meer bomen in de straat", "Elke week samen eten") < 20);
    }
}
