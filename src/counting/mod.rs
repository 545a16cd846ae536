//! The count: a pure function from an [`Election`] to an [`Outcome`].
//!
//! No clock, no randomness, no input or output: everything the result depends
//! on is in the election, and two equal elections give the same bytes on every
//! machine. Whole numbers and exact fractions decide; floats only filter.
//!
//! ```
//! use wijkdeal::counting::{Ballot, Election, Project, Rule, count, simple_election};
//!
//! let mut election: Election = simple_election(
//!     30_000_00,
//!     vec![Project::new("playground", 20_000_00), Project::new("trees", 15_000_00)],
//!     vec![Ballot::times(30, [0]), Ballot::times(20, [0, 1])],
//! );
//! election.rule = Rule::named("greedy-votes", 100)?;
//! let outcome = count(&election)?;
//! assert_eq!(outcome.winners, ["playground"]);
//! assert_eq!(outcome.left, 10_000_00);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ballots;
mod bundle;
mod canonical;
mod count;
mod election;
pub mod explain;
mod float;
mod metrics;
mod outcome;
mod problem;
mod ratio;
mod room;
mod rule;
mod rules;
mod tie;
mod weights;
mod whatif;

pub use bundle::{Bundle, FORMAT, Signature, Verdict, verify};
pub use canonical::ElectionFault;
pub use count::{ENGINE, Precision, Progress, count, count_with, preview};
pub use election::{
    AreaShare, Ballot, BallotForm, Cap, CapOn, Cents, ChannelBase, ConflictGroup, Currency, Election, Eligibility, Label, Pot, PotTakes, Pots,
    Project, RankPoints, Weighting, Withdrawn, simple_election,
};
pub use metrics::{LeftOut, Metrics, Portion, metrics};
pub use outcome::{
    AreaVotes, ComparisonResult, Decision, MoneyFlow, Outcome, Payers, Phase, PotOutcome, ProjectOutcome, Purchase, Reason, SharesTrace, Shortfall,
    Standing, Step, Stopped, Threshold, Tie,
};
pub use ratio::{NotARatio, Ratio};
pub use rule::{
    Comparison, Completion, EqualShares, Greedy, Leftover, Measure, Misfit, NAMES, Raise, RaiseStart, RaiseStop, Rule, UnknownRule, Utility,
};
pub use tie::{TieOrder, TieStep, lot_position, seed_bytes};
pub use whatif::{Side, WhatIf, what_if};
