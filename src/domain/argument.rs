//! Arguments for and against an idea: who may give one, and what happens to one that goes too far.

use super::person::stored;

/// The longest argument, in characters.
pub const MAX_BODY: usize = 1_000;
/// The shortest argument, in characters.
pub const MIN_BODY: usize = 10;
/// The most arguments of one person in a day: enough for a talk, not for a flood.
pub const PER_DAY: i64 = 10;

/// Which way an argument points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// For the idea.
    For,
    /// Against it.
    Against,
}

stored!(Side {
    For = "for",
    Against = "against",
});

/// What everybody sees of an argument. It is never taken away without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The words.
    Whole,
    /// Only that it was hidden, and why.
    Hidden,
}

/// What happened to an argument.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Course {
    /// Somebody of the gebiedsteam hid it.
    pub hidden: bool,
    /// Its writer objected.
    pub objected: bool,
    /// Somebody else decided on the objection: whether it came back.
    pub decided: Option<bool>,
}

impl Course {
    /// What everybody sees of it.
    #[must_use]
    pub fn shown(self) -> Shown {
        if self.hidden && self.decided != Some(true) { Shown::Hidden } else { Shown::Whole }
    }

    /// Whether its writer can object: once, against what was hidden.
    #[must_use]
    pub const fn may_object(self) -> bool {
        self.hidden && !self.objected
    }

    /// Whether an objection waits for somebody else to decide.
    #[must_use]
    pub const fn waits(self) -> bool {
        self.objected && self.decided.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_comes_back_only_by_a_decision_on_an_objection() {
        let fresh = Course::default();
        let hidden = Course { hidden: true, ..fresh };
        let objected = Course { objected: true, ..hidden };
        let back = Course { decided: Some(true), ..objected };
        let gone = Course { decided: Some(false), ..objected };
        for (course, shown, may_object, waits) in [
            (fresh, Shown::Whole, false, false),
            (hidden, Shown::Hidden, true, false),
            (objected, Shown::Hidden, false, true),
            (back, Shown::Whole, false, false),
            (gone, Shown::Hidden, false, false),
        ] {
            assert_eq!((course.shown(), course.may_object(), course.waits()), (shown, may_object, waits), "{course:?}");
        }
    }
}
