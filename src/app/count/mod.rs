//! The count, in steps that can each be taken again after a crash: close the box, open and mix the
//! ballots, write the database anew, count, store. Nothing is counted twice.

use super::staff::Fresh;
use super::{Context, Deed, receipts, voting};
use crate::domain::event::Subject;
use crate::domain::ids::{RoundId, WijkId};
use crate::domain::outcome::{Channel, RoundStatus};
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::phase::Phase;
use crate::domain::time::Instant;
use crate::error::{Error, Message, Result};
use crate::sealing::{Bound, CountingKey};
use crate::secrets::random;
use crate::storage::ballot_box::{self, Counted, Frozen};
use crate::storage::rounds::Round;
use crate::storage::{outcomes as stored, rounds};

use holders::Passphrase;

pub mod again;
pub mod doors;
pub mod election;
pub mod holders;
pub mod import;
pub mod key;
pub mod lot;
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

/// Counts a round. After a crash, asking again goes on where it stopped.
///
/// # Errors
/// When this person may not, it is too early, it was counted before, or the box is damaged.
/// The second factor was given a short time ago, which [`Fresh`] proves.
pub async fn count(context: &Context, actor: &Actor, fresh: Fresh, round: RoundId) -> Result<()> {
    count_with(context, actor, fresh, round, Vec::new()).await
}

/// The same for a box that two key holders open together, with their passphrases.
///
/// # Errors
/// As [`count`], and when a passphrase is wrong.
pub async fn count_with(context: &Context, actor: &Actor, _: Fresh, round: RoundId, typed: Vec<Passphrase>) -> Result<()> {
    let (ready, frozen) = close_box(context, actor, round).await?;
    mix(context, &ready, &frozen, typed).await?;
    let target = context.settings.database.clone();
    let rewritten = tokio::task::spawn_blocking(move || ballot_box::rewrite(&target)).await.map_err(Error::internal)?;
    if let Err(error) = rewritten {
        tracing::warn!(error, "the database was not written anew after mixing; counting again does it");
    }
    tally::first(context, actor, ready, frozen).await
}

/// Fences the box: casts that are under way are in, later ones are refused.
async fn close_box(context: &Context, actor: &Actor, round: RoundId) -> Result<(Round, Frozen)> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let found = rounds::find(conn, round)?;
            if !actor.has_at(REVIEWERS, found.place()) {
                return Err(Error::Forbidden);
            }
            if !may_begin(&found, now) {
                return Err(Error::refused(Message::new("error-count-too-early")));
            }
            if stored::find(conn, round)?.is_some() {
                return Err(Error::refused(Message::new("error-count-done")));
            }
            let frozen = voting::ensure_ballot(&context, conn, round, now)?;
            if ballot_box::closed_at(conn, round)?.is_none() {
                ballot_box::close(conn, round, now)?;
                let detail = receipts::publish_list(&context, conn, &found, &frozen, now)?;
                Deed { actor: &actor, action: "round.close_box", subject: Subject::Round, id: round.0 }.record(conn, now, None, detail)?;
            }
            Ok((found, frozen))
        })
        .await
}

/// Opens the ballots in memory and writes them back in random order, without what could tie them
/// to a code. The old box is emptied in the same transaction.
async fn mix(context: &Context, round: &Round, frozen: &Frozen, typed: Vec<Passphrase>) -> Result<()> {
    let (inner, id) = (context.clone(), round.id);
    let found = context
        .db
        .read(move |conn| {
            let sealed = ballot_box::contents(conn, id)?;
            if sealed.is_empty() {
                return Ok(None);
            }
            receipts::check_box(conn, id)?;
            Ok(Some((sealed, key::open(&inner, conn, id, &typed)?)))
        })
        .await?;
    let Some((sealed, key)) = found else { return Ok(()) };
    let (frozen, bound) = (frozen.clone(), Bound::new(id, &frozen.hash));
    let mixed = tokio::task::spawn_blocking(move || open_all(&key, &frozen, &bound, sealed)).await.map_err(Error::internal)??;
    context
        .db
        .write_unseen(move |conn| {
            ballot_box::lock_round(conn, id)?;
            // Somebody else may have mixed it in the meantime.
            if ballot_box::contents(conn, id)?.len() != mixed.len() {
                return Err(Error::Conflict);
            }
            ballot_box::empty_into(conn, id, &mixed)
        })
        .await
}

fn open_all(key: &CountingKey, frozen: &Frozen, bound: &Bound, sealed: Vec<(WijkId, Channel, Vec<u8>)>) -> Result<Vec<Counted>> {
    let all = sealed.len();
    let mut mixed: Vec<([u8; 16], Counted)> = Vec::with_capacity(all);
    for (wijk, channel, ballot) in sealed {
        let choices = key.open(bound, &ballot).ok().and_then(|plain| frozen.text.decode(&plain).ok());
        if let Some(choices) = choices.filter(|choices| frozen.text.check(choices).is_ok()) {
            mixed.push((random().map_err(Error::Internal)?, Counted { wijk, channel, choices }));
        }
    }
    if mixed.len() != all {
        return Err(Error::refused(Message::new("error-box-damaged").with("n", all - mixed.len())));
    }
    mixed.sort_unstable_by_key(|(place, _)| *place);
    Ok(mixed.into_iter().map(|(_, ballot)| ballot).collect())
}
