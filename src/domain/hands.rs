//! Hands: an idea asks neighbours for help with something at some time, and they say they will come.

use super::idea::IdeaState;

/// The shortest and longest words about what has to be done, in characters.
pub const WHAT: (usize, usize) = (5, 300);
/// The shortest and longest words about when, in characters.
pub const WHEN: (usize, usize) = (2, 100);
/// The longest words of who offers a hand, in characters.
pub const MAX_WORDS: usize = 300;
/// The most people that can be asked for at once.
pub const MOST_WANTED: i32 = 500;
/// The most calls of one idea that are open at the same time.
pub const MOST_CALLS: usize = 5;

/// Whether an idea in this state can ask for hands, and be offered them: it is public and goes on by itself.
#[must_use]
pub const fn is_open(state: IdeaState) -> bool {
    use IdeaState as S;
    state.awaits_verdict() || matches!(state, S::Feasible | S::Challenge | S::Chosen | S::Reserve | S::InProgress)
}

/// How many people are asked for, from what was typed.
#[must_use]
pub fn wanted(text: &str) -> Option<i32> {
    text.trim().parse().ok().filter(|number| (1..=MOST_WANTED).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hands_are_asked_for_what_goes_on_and_by_a_number_of_people() {
        for (state, open) in [(IdeaState::Draft, false), (IdeaState::InReview, true), (IdeaState::InProgress, true), (IdeaState::Withdrawn, false)] {
            assert_eq!(is_open(state), open, "{state:?}");
        }
        for (text, number) in [(" 4 ", Some(4)), ("500", Some(500)), ("501", None), ("0", None), ("-3", None), ("veel", None), ("", None)] {
            assert_eq!(wanted(text), number, "{text:?}");
        }
    }
}
