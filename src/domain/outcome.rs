//! The way of an outcome from the count to the public page: four eyes, nothing skipped.

use super::person::stored;

/// Where the outcome of a round is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutcomeState {
    /// Counted, seen by staff of the round only.
    Counted,
    /// Checked by a second member of the gebiedsteam.
    Checked,
    /// Confirmed by the wijkwethouder.
    Confirmed,
    /// Public.
    Published,
}

stored!(OutcomeState {
    Counted = "counted",
    Checked = "checked",
    Confirmed = "confirmed",
    Published = "published",
});

impl OutcomeState {
    /// The next state; none after the last.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Counted => Some(Self::Checked),
            Self::Checked => Some(Self::Confirmed),
            Self::Confirmed => Some(Self::Published),
            Self::Published => None,
        }
    }
}

/// Where a round is, besides its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundStatus {
    /// Being set up; only staff see it.
    Draft,
    /// Rules and dates are public and fixed; from here on the clock decides.
    Published,
    /// Stopped for good, with a public reason.
    Stopped,
}

stored!(RoundStatus {
    Draft = "draft",
    Published = "published",
    Stopped = "stopped",
});

/// How a voter came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// A stemcode from a letter.
    Letter,
    /// A stemcode from an e-mail.
    Email,
    /// A ballot on paper. As the origin of a code: it is printed on a ballot paper.
    Paper,
    /// A stemcode handed out at a meeting.
    Meeting,
    /// The ballot of a table at a meeting: it is there once for each person at the table.
    Table,
    /// Ballots that were imported from elsewhere.
    Imported,
}

stored!(Channel {
    Letter = "letter",
    Email = "email",
    Paper = "paper",
    Meeting = "meeting",
    Table = "table",
    Imported = "imported",
});

impl Channel {
    /// Whether it is a vote at a meeting, for rounds in which meetings decide a part of their own.
    #[must_use]
    pub const fn is_at_meeting(self) -> bool {
        matches!(self, Self::Meeting | Self::Table)
    }
}

/// Where a stemcode is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollState {
    /// Handed out, no ballot yet.
    Issued,
    /// A ballot is in the box.
    Used,
    /// A ballot on paper was taken in; nothing else comes in with this code any more.
    Paper,
    /// Replaced by another or taken back.
    Revoked,
}

stored!(RollState {
    Issued = "issued",
    Used = "used",
    Paper = "paper",
    Revoked = "revoked",
});
