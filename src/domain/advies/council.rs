//! The rules by which an adviesorgaan adopts: how many members must take part, and which majority.

use crate::domain::person::stored;

/// Which majority an advies needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Majority {
    /// More for than against.
    Simple,
    /// At least twice as many for as against.
    TwoThirds,
}

stored!(Majority {
    Simple = "simple",
    TwoThirds = "two_thirds",
});

/// How a member votes on an advies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// For.
    For,
    /// Against.
    Against,
    /// Takes part, and says neither.
    Abstains,
}

stored!(Says {
    For = "for",
    Against = "against",
    Abstains = "abstains",
});

/// The rules of an adviesorgaan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CouncilRules {
    /// The part of the members that must take part, in percent. 0 for an informal adviesorgaan:
    /// its chair adopts without a vote.
    pub quorum: u8,
    /// The majority.
    pub majority: Majority,
}

impl CouncilRules {
    /// The rules a new adviesorgaan begins with: half of the members, and more for than against.
    pub const USUAL: Self = Self { quorum: 50, majority: Majority::Simple };

    /// How many of `members` must take part.
    #[must_use]
    pub fn needed(self, members: usize) -> usize {
        members.saturating_mul(usize::from(self.quorum)).div_ceil(100)
    }
}

/// The votes on an advies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Votes {
    /// For.
    pub yes: usize,
    /// Against.
    pub no: usize,
    /// Neither.
    pub neither: usize,
}

impl Votes {
    /// Counts votes.
    #[must_use]
    pub fn of(all: impl IntoIterator<Item = Says>) -> Self {
        all.into_iter().fold(Self::default(), |sum, says| match says {
            Says::For => Self { yes: sum.yes + 1, ..sum },
            Says::Against => Self { no: sum.no + 1, ..sum },
            Says::Abstains => Self { neither: sum.neither + 1, ..sum },
        })
    }

    /// How many members took part.
    #[must_use]
    pub const fn total(self) -> usize {
        self.yes + self.no + self.neither
    }
}

/// What the members decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Adopted.
    Adopted,
    /// Not enough members took part yet.
    TooFew {
        /// How many more are needed.
        missing: usize,
    },
    /// Enough took part, and there is no majority for it.
    NoMajority,
}

/// What `members` (those who did not step aside) decided by these votes.
#[must_use]
pub fn decide(rules: CouncilRules, members: usize, votes: Votes) -> Decision {
    if rules.quorum == 0 {
        return Decision::Adopted;
    }
    let missing = rules.needed(members).max(1).saturating_sub(votes.total());
    let carried = match rules.majority {
        Majority::Simple => votes.yes > votes.no,
        Majority::TwoThirds => votes.yes > 0 && votes.yes >= votes.no.saturating_mul(2),
    };
    match (missing, carried) {
        (0, true) => Decision::Adopted,
        (0, false) => Decision::NoMajority,
        (missing, _) => Decision::TooFew { missing },
    }
}

/// Whether members see each other's views: everybody who did not step aside gave theirs, or the
/// chair opened them.
#[must_use]
pub const fn views_are_open(members: usize, given: usize, opened: bool) -> bool {
    opened || (members > 0 && given >= members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adoption_needs_the_quorum_and_the_majority_of_the_rules() {
        let votes = |yes, no, neither| Votes { yes, no, neither };
        let strict = CouncilRules { quorum: 60, majority: Majority::TwoThirds };
        let informal = CouncilRules { quorum: 0, majority: Majority::Simple };
        for (rules, members, votes, decision) in [
            (CouncilRules::USUAL, 5, votes(2, 0, 0), Decision::TooFew { missing: 1 }),
            (CouncilRules::USUAL, 5, votes(2, 1, 0), Decision::Adopted),
            (CouncilRules::USUAL, 5, votes(2, 2, 1), Decision::NoMajority),
            (CouncilRules::USUAL, 5, votes(0, 0, 3), Decision::NoMajority),
            (CouncilRules::USUAL, 1, votes(0, 0, 0), Decision::TooFew { missing: 1 }),
            (CouncilRules::USUAL, 0, votes(0, 0, 0), Decision::TooFew { missing: 1 }),
            (strict, 5, votes(2, 1, 0), Decision::Adopted),
            (strict, 5, votes(3, 2, 0), Decision::NoMajority),
            (strict, 5, votes(2, 0, 0), Decision::TooFew { missing: 1 }),
            (informal, 5, votes(0, 0, 0), Decision::Adopted),
        ] {
            assert_eq!(decide(rules, members, votes), decision, "{rules:?} {members} {votes:?}");
        }
    }

    #[test]
    fn views_open_when_everybody_has_spoken_or_the_chair_says_so() {
        for (members, given, opened, open) in [(5, 4, false, false), (5, 5, false, true), (5, 1, true, true), (0, 0, false, false)] {
            assert_eq!(views_are_open(members, given, opened), open, "{members} {given} {opened}");
        }
    }

    #[test]
    fn votes_are_counted() {
        assert_eq!(Votes::of([Says::For, Says::Against, Says::For, Says::Abstains]), Votes { yes: 2, no: 1, neither: 1 });
    }
}
