//! Help of the WIJ-team for who has an idea: asked for, and given in a role. The idea stays its owner's.

use super::ids::WijkId;
use super::person::{Place, Scope, stored};

/// The part that a WIJ-medewerker plays (letter S1 of the college: "aanjager, verbinder, facilitator
/// of adviseur").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpRole {
    /// Gets it going.
    Aanjager,
    /// Brings people together.
    Verbinder,
    /// Arranges room and means.
    Facilitator,
    /// Thinks along.
    Adviseur,
}

stored!(HelpRole {
    Aanjager = "aanjager",
    Verbinder = "verbinder",
    Facilitator = "facilitator",
    Adviseur = "adviseur",
});

/// Whether help in this part of the city reaches an idea: one of a single wijk is helped there, one of
/// the whole round in each of its wijken.
#[must_use]
pub fn reaches(scope: Scope, idea: Place, wijken: &[WijkId]) -> bool {
    match scope {
        Scope::City => true,
        Scope::Gebied(gebied) => gebied == idea.gebied,
        Scope::Wijk(wijk) => idea.wijk.map_or_else(|| wijken.contains(&wijk), |of_idea| of_idea == wijk),
        Scope::Adviesorgaan(_) => false,
    }
}

/// The shortest and the longest request, in characters.
pub const WORDS: (usize, usize) = (10, 1_000);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::GebiedId;

    #[test]
    fn help_stays_in_its_own_wijk_and_an_idea_of_no_wijk_is_helped_in_all_of_its_round() {
        let here = Place { gebied: GebiedId(1), wijk: None };
        let wijken = [WijkId(1), WijkId(2)];
        for (wijk, whole, of_one) in [(1, true, true), (2, true, false), (3, false, false)] {
            let scope = Scope::Wijk(WijkId(wijk));
            assert_eq!(reaches(scope, here, &wijken), whole, "wijk {wijk}");
            assert_eq!(reaches(scope, Place { wijk: Some(WijkId(1)), ..here }, &wijken), of_one, "wijk {wijk}");
        }
    }
}
