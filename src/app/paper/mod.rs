//! Voting on paper: papers to print, batches that two people type apart, and piles that must add up
//! before the box can be closed.

use super::Context;
use crate::domain::ids::{PaperBatchId, RoundId};
use crate::domain::outcome::RoundStatus;
use crate::domain::paper::BatchState;
use crate::domain::person::{Actor, Role};
use crate::domain::time::Instant;
use crate::error::{Error, Message, Result};
use crate::storage::paper::{self, PaperBatch};
use crate::storage::rounds::{self, Round};
use crate::storage::{Db, ballot_box};

pub mod batches;
pub mod print;
pub mod report;
pub mod settling;
pub mod typing;

/// Who works with ballots on paper.
pub const PAPER: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager, Role::WijMedewerker];

/// The round, for somebody who works with its paper.
fn round_of(conn: &mut Db, actor: &Actor, round: RoundId) -> Result<Round> {
    let round = rounds::find(conn, round)?;
    if actor.has_at(PAPER, round.place()) { Ok(round) } else { Err(Error::Forbidden) }
}

/// Paper is taken in from the beginning of the vote until the box is closed: what was in the urn in
/// time may be typed later.
fn check_open(conn: &mut Db, round: RoundId, now: Instant) -> Result<()> {
    let opening = ballot_box::opening(conn, round)?;
    if opening.closed_at.is_some() || opening.status != RoundStatus::Published {
        return Err(Error::refused(Message::new("error-paper-closed")));
    }
    if now < opening.window.starts { Err(Error::refused(Message::new("error-paper-not-yet"))) } else { Ok(()) }
}

/// A batch that this person works on, locked and in this state, while the box is open.
fn batch_in(conn: &mut Db, context: &Context, actor: &Actor, id: PaperBatchId, state: BatchState) -> Result<PaperBatch> {
    let batch = paper::lock(conn, id)?;
    round_of(conn, actor, batch.round)?;
    check_open(conn, batch.round, context.now())?;
    if batch.state == state { Ok(batch) } else { Err(Error::refused(Message::new("error-paper-state"))) }
}
