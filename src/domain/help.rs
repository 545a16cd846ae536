//! Help of the WIJ-team for who has an idea: asked for, and given in a role. The idea stays its owner's.

use super::person::stored;

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

/// The shortest and the longest request, in characters.
pub const WORDS: (usize, usize) = (10, 1_000);
