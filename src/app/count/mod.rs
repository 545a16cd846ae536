//! The count: a ceremony of steps that each can be taken again after a crash, and none of them twice.

use crate::domain::outcome::RoundStatus;
use crate::domain::phase::Phase;
use crate::domain::time::Instant;
use crate::storage::rounds::Round;

pub mod again;
mod alarms;
pub mod ceremony;
pub mod doors;
pub mod election;
pub mod holders;
pub mod import;
pub mod key;
pub mod lot;
mod opening;
pub mod outcomes;
mod tally;
pub mod told;
pub mod turnout;
pub mod whatif;

/// Whether the dates say that the count may begin: voting is over, and the phase of counting, when
/// the round has one, has begun.
#[must_use]
pub fn may_begin(round: &Round, now: Instant) -> bool {
    let counting = round.schedule.window(Phase::Count).is_none() || round.schedule.has_begun(Phase::Count, now);
    round.status == RoundStatus::Published && round.schedule.is_over(Phase::Vote, now) && counting
}
