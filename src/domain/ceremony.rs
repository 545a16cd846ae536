//! The ceremony of closing, counting and publishing: its steps in their one order. A step is done
//! once, after the step before it, and never undone. Only a new count of the same ballots, when a plan
//! falls out, goes back, and never further than the count.

use super::person::stored;

/// A step of the ceremony.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The box is closed: its list is signed and public, and the secret number of the lot is fixed.
    Close,
    /// The dice of the lot are thrown in public, while nobody knows what is in the box.
    Draw,
    /// The box is opened; the ballots are mixed and have lost their credentials.
    Open,
    /// The database is written anew, so that nothing of the box is left in it.
    Clean,
    /// The ballots are counted by two programs that agree.
    Count,
    /// Somebody else checked the count; both programs counted once more.
    Check,
    /// The wijkwethouder confirmed it.
    Confirm,
    /// It is public.
    Publish,
    /// The counting key is destroyed.
    Destroy,
}

stored!(Step {
    Close = "close",
    Draw = "draw",
    Open = "open",
    Clean = "clean",
    Count = "count",
    Check = "check",
    Confirm = "confirm",
    Publish = "publish",
    Destroy = "destroy",
});

impl Step {
    /// The step that comes after this one; none after the last.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Close => Some(Self::Draw),
            Self::Draw => Some(Self::Open),
            Self::Open => Some(Self::Clean),
            Self::Clean => Some(Self::Count),
            Self::Count => Some(Self::Check),
            Self::Check => Some(Self::Confirm),
            Self::Confirm => Some(Self::Publish),
            Self::Publish => Some(Self::Destroy),
            Self::Destroy => None,
        }
    }

    /// Whether this step can be taken when `last` is the last one that was done.
    #[must_use]
    pub fn may_follow(self, last: Option<Self>) -> bool {
        last.map_or(Some(Self::Close), Self::next) == Some(self)
    }

    /// Whether the ballots can be counted anew when this is the last step that was done.
    #[must_use]
    pub const fn may_recount(self) -> bool {
        match self {
            Self::Close | Self::Draw | Self::Open | Self::Clean => false,
            Self::Count | Self::Check | Self::Confirm | Self::Publish | Self::Destroy => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_comes_after_the_one_before_it_and_no_other() {
        let mut last = None;
        for step in Step::ALL {
            let allowed: Vec<&Step> = Step::ALL.iter().filter(|step| step.may_follow(last)).collect();
            assert_eq!(allowed, [step], "after {last:?}");
            last = Some(*step);
        }
        assert!(Step::ALL.iter().all(|step| !step.may_follow(last)), "nothing comes after the last step");
    }

    #[test]
    fn only_what_was_counted_is_counted_anew() {
        let recounted: Vec<&Step> = Step::ALL.iter().filter(|step| step.may_recount()).collect();
        assert_eq!(recounted, [&Step::Count, &Step::Check, &Step::Confirm, &Step::Publish, &Step::Destroy]);
    }
}
