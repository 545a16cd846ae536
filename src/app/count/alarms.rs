//! What is looked at before every step, and shown on the page of the ceremony: nothing that was done
//! before has been changed since. Whoever changes the database afterwards is seen here.

use super::ceremony::State;
use crate::app::{Context, receipts};
use crate::domain::ceremony::Step;
use crate::domain::event::Subject;
use crate::domain::ids::RoundId;
use crate::error::{Error, Message, Result};
use crate::secrets::{hex, sha256};
use crate::signing::RoundSigner;
use crate::storage::ballot_box::{self, Counted};
use crate::storage::{Db, events, outcomes};

/// Everything that does not hold any more, in plain words.
pub(super) fn alarms(context: &Context, conn: &mut Db, round: RoundId, state: &State) -> Result<Vec<Message>> {
    let mut all = Vec::new();
    if let Err(broken) = events::check(conn)? {
        all.push(Message::new("alarm-record").with("seq", broken.seq));
    }
    if !state.steps.is_empty() {
        all.extend(list(context, conn, round)?);
        all.extend(ballots(conn, round, state)?);
        all.extend(outcome(conn, round, state)?);
    }
    Ok(all)
}

/// The signed list of the box must still be what this round signed.
fn list(context: &Context, conn: &mut Db, round: RoundId) -> Result<Option<Message>> {
    let signer = RoundSigner::new(&context.secrets, round).map_err(Error::Internal)?;
    let statement = receipts::list_of(conn, round)?.verify();
    let ours = statement.is_ok_and(|statement| statement.signing_key == hex(signer.public()));
    Ok((!ours).then(|| Message::new("alarm-list")))
}

/// Until the box is opened it holds the ballots of the list; after that the mixed ballots stay as they are.
fn ballots(conn: &mut Db, round: RoundId, state: &State) -> Result<Option<Message>> {
    let Some(opened) = state.done(Step::Open) else {
        return match receipts::check_box(conn, round) {
            Ok(()) => Ok(None),
            Err(Error::Refused(message)) => Ok(Some(message)),
            Err(error) => Err(error),
        };
    };
    let now = digest(&ballot_box::counted(conn, round)?)?;
    let told = said(conn, round, &["round.open_box"], "digest")?;
    let same = opened.digest.as_ref() == Some(&now) && told.as_ref() == Some(&now);
    Ok((!same).then(|| Message::new("alarm-ballots")))
}

/// The outcome must be what the record says was counted.
fn outcome(conn: &mut Db, round: RoundId, state: &State) -> Result<Option<Message>> {
    let Some(version) = state.counted.as_ref().map(|row| row.version) else { return Ok(None) };
    let told = said(conn, round, &["round.count", "round.withdraw_plan"], "digest")?;
    let same = told == Some(outcomes::digest(conn, round, version)?);
    Ok((!same).then(|| Message::new("alarm-outcome")))
}

/// What the newest of these events of a round says under a name.
fn said(conn: &mut Db, round: RoundId, actions: &[&str], name: &str) -> Result<Option<String>> {
    let events = events::about(conn, Subject::Round, round.0, true)?;
    let newest = events.into_iter().rev().find(|event| actions.contains(&event.what.action.as_str()));
    Ok(newest.and_then(|event| event.what.detail.get(name).and_then(|value| value.as_str().map(str::to_owned))))
}

/// Names a pile of mixed ballots, whatever their order: SHA-256 over them in canonical order.
pub(super) fn digest(ballots: &[Counted]) -> Result<String> {
    let mut lines = Vec::with_capacity(ballots.len());
    for ballot in ballots {
        lines.push(format!("{} {} {}", ballot.wijk, ballot.channel.as_str(), serde_json::to_string(&ballot.choices)?));
    }
    lines.sort_unstable();
    Ok(hex(&sha256(lines.join("\n").as_bytes())))
}
