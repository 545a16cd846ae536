//! Batches: a counted pile of papers, whose codes are taken in one by one.

use super::{batch_in, check_open, round_of};
use crate::app::{Context, Deed, codes, voting};
use crate::domain::code::Stemcode;
use crate::domain::event::Subject;
use crate::domain::ids::{PaperBatchId, PollingPlaceId, RoundId, WijkId};
use crate::domain::outcome::RollState;
use crate::domain::paper::{BatchState, MOST_AT_TABLE, MOST_PAPERS, PaperKind};
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::phase::Phase;
use crate::domain::text;
use crate::error::{Error, FieldError, Message, Result};
use crate::sealing::FromCode;
use crate::storage::paper::{self, NewBatch, PaperBatch};
use crate::storage::polling::{self, PollingPlace};
use crate::storage::rounds::{self, Round};
use crate::storage::{Db, ballot_box};

/// What people who work with paper see of a round.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The round.
    pub round: Round,
    /// Its wijken.
    pub wijken: Vec<(WijkId, String)>,
    /// Its polling places.
    pub places: Vec<PollingPlace>,
    /// Its batches.
    pub batches: Vec<PaperBatch>,
    /// Whether paper is taken in now.
    pub open: bool,
    /// Whether this person can begin a batch again.
    pub begins_again: bool,
}

/// The batches of a round.
///
/// # Errors
/// When this person does not work with its paper, or the round has no vote.
pub async fn desk(context: &Context, actor: &Actor, round: RoundId) -> Result<Desk> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let round = round_of(conn, &actor, round)?;
            round.schedule.window(Phase::Vote).ok_or(Error::NotFound)?;
            Ok(Desk {
                wijken: rounds::wijken_of(conn, round.id)?,
                places: polling::all(conn, round.id)?,
                batches: paper::all(conn, round.id)?,
                open: check_open(conn, round.id, now).is_ok(),
                begins_again: actor.has_at(REVIEWERS, round.place()),
                round,
            })
        })
        .await
}

/// A batch with where it comes from, for who works on it.
#[derive(Debug, Clone)]
pub struct OneBatch {
    /// The round.
    pub round: Round,
    /// The batch.
    pub batch: PaperBatch,
    /// Name of its polling place.
    pub place: String,
}

/// One batch.
///
/// # Errors
/// `NotFound`, or when this person does not work with the paper of its round.
pub async fn one(context: &Context, actor: &Actor, id: PaperBatchId) -> Result<OneBatch> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let batch = paper::find(conn, id)?;
            let round = round_of(conn, &actor, batch.round)?;
            with_place(conn, round, batch)
        })
        .await
}

pub(super) fn with_place(conn: &mut Db, round: Round, batch: PaperBatch) -> Result<OneBatch> {
    let place = polling::all(conn, round.id)?.into_iter().find(|place| place.id == batch.place);
    Ok(OneBatch { place: place.map_or_else(String::new, |place| place.about.name), round, batch })
}

/// What a new batch is, as typed.
#[derive(Debug, Clone, Default)]
pub struct Pile {
    /// Where it comes from.
    pub place: String,
    /// The wijk of its voters.
    pub wijk: String,
    /// How many papers, or people at the table.
    pub pile: String,
    /// The ballot of a table, instead of a pile of papers.
    pub is_table: bool,
}

/// Opens a batch for a pile that was counted. Gives the code of its key, which is shown once, on the
/// cover sheet: with it the entries are sealed, and it stays with the papers.
///
/// # Errors
/// `Invalid` with what must be filled in; when paper is not taken in now, or this person may not.
pub async fn open(context: &Context, actor: &Actor, round: RoundId, typed: &Pile) -> Result<(OneBatch, Stemcode)> {
    let code = codes::generate(1)?.pop().ok_or_else(|| Error::internal("no code"))?;
    let key_hash = FromCode::new(&context.secrets, round, &code).code_hash;
    let (place, wijk): (Option<PollingPlaceId>, Option<WijkId>) = (typed.place.parse().ok(), typed.wijk.parse().ok());
    let (is_table, most) = (typed.is_table, if typed.is_table { MOST_AT_TABLE } else { MOST_PAPERS });
    let pile = typed.pile.trim().parse().ok().filter(|papers| (1..=most).contains(papers));
    // From here on the numbers of the plans are those of the ballot that voters have.
    voting::frozen_ballot(context, round).await?;
    let (actor, inner) = (actor.clone(), context.clone());
    let opened = context
        .db
        .write(move |conn| {
            let now = inner.now();
            let found = round_of(conn, &actor, round)?;
            check_open(conn, round, now)?;
            if is_table && !found.rules.meetings.tables {
                return Err(Error::refused(Message::new("error-paper-no-tables")));
            }
            let place = place.filter(|id| polling::all(conn, round).is_ok_and(|all| all.iter().any(|place| place.id == *id)));
            let wijk = wijk.filter(|id| rounds::wijken_of(conn, round).is_ok_and(|all| all.iter().any(|(wijk, _)| wijk == id)));
            let (Some(place), Some(wijk), Some(pile)) = (place, wijk, pile) else {
                let choose = |missing: bool, field: &str| missing.then(|| FieldError::new(field, Message::new("error-choose")));
                let count = pile.is_none().then(|| FieldError::new("pile", Message::new("error-paper-pile").with("max", most)));
                return Err(Error::Invalid(
                    [choose(place.is_none(), "place"), choose(wijk.is_none(), "wijk"), count].into_iter().flatten().collect(),
                ));
            };
            let id = paper::insert(conn, NewBatch { round, place, wijk, pile, is_table, key_hash: &key_hash })?;
            polling::forget_explanation(conn, place)?;
            let batch = paper::find(conn, id)?;
            let opened = with_place(conn, found, batch)?;
            let detail = serde_json::json!({ "batch": opened.batch.number, "place": opened.place, "papers": pile, "table": is_table });
            Deed { actor: &actor, action: "round.open_paper", subject: Subject::Round, id: round.0 }.record_inside(conn, now, None, detail)?;
            Ok(opened)
        })
        .await?;
    Ok((opened, code))
}

/// The longest reason to begin again, in characters.
pub const MAX_AGAIN: usize = 300;

/// Begins a batch again for the same pile, when its cover sheet is lost: nobody can open what was typed
/// of it any more, and its codes were taken in. The codes and what was refused go over to a new batch
/// with a key of its own; what was typed is gone. Gives the new batch and the code of its key.
///
/// # Errors
/// `Invalid` without a reason; when the batch is done or this person may not.
pub async fn again(context: &Context, actor: &Actor, round: RoundId, id: PaperBatchId, why: &str) -> Result<(OneBatch, Stemcode)> {
    let why = text::line(why, 5, MAX_AGAIN)
        .map_err(|_| Error::Invalid(vec![FieldError::new("reden", Message::new("error-paper-reason").with("max", MAX_AGAIN))]))?;
    let code = codes::generate(1)?.pop().ok_or_else(|| Error::internal("no code"))?;
    let key_hash = FromCode::new(&context.secrets, round, &code).code_hash;
    let (actor, inner) = (actor.clone(), context.clone());
    let opened = context
        .db
        .write(move |conn| {
            let now = inner.now();
            ballot_box::lock_round(conn, round)?;
            let old = paper::lock(conn, id)?;
            let found = round_of(conn, &actor, round)?;
            if !actor.has_at(REVIEWERS, found.place()) {
                return Err(Error::Forbidden);
            }
            check_open(conn, round, now)?;
            if old.round != round || !matches!(old.state, BatchState::Taking | BatchState::Typing) {
                return Err(Error::refused(Message::new("error-paper-state")));
            }
            let (place, wijk, pile, is_table) = (old.place, old.wijk, old.pile, old.is_table);
            let new = paper::insert(conn, NewBatch { round, place, wijk, pile, is_table, key_hash: &key_hash })?;
            paper::set_state(conn, new, old.state)?;
            paper::take_over(conn, id, new, &why)?;
            let batch = paper::find(conn, new)?;
            let opened = with_place(conn, found, batch)?;
            let detail = serde_json::json!({ "batch": old.number, "again": opened.batch.number, "place": opened.place });
            Deed { actor: &actor, action: "round.again_paper", subject: Subject::Round, id: round.0 }.record(conn, now, Some(&why), detail)?;
            Ok(opened)
        })
        .await?;
    Ok((opened, code))
}

/// Takes the code of a paper in: from that moment nothing else comes in with it. Tells what became
/// of the paper.
///
/// # Errors
/// `Invalid` when the code belongs in a batch of another wijk; when the batch is not taken in now.
pub async fn take_in(context: &Context, actor: &Actor, id: PaperBatchId, code: &Stemcode) -> Result<PaperKind> {
    let batch = one(context, actor, id).await?.batch;
    let hash = FromCode::hash(&context.secrets, batch.round, code);
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write_unseen(move |conn| {
            let batch = batch_in(conn, &inner, &actor, id, BatchState::Taking)?;
            let kind = match paper::on_roll(conn, batch.round, &hash)? {
                None => PaperKind::Unknown,
                Some((wijk, RollState::Issued)) if wijk != batch.wijk => {
                    let name =
                        rounds::wijken_of(conn, batch.round)?.into_iter().find(|(id, _)| *id == wijk).map_or_else(String::new, |(_, name)| name);
                    return Err(Error::Invalid(vec![FieldError::new("code", Message::new("error-paper-wijk").with("wijk", name))]));
                }
                Some((_, RollState::Issued)) if paper::take_in(conn, batch.round, &hash)? => PaperKind::Taken,
                // Between looking and taking somebody used it elsewhere: look again.
                Some((_, RollState::Issued)) => refusal(paper::on_roll(conn, batch.round, &hash)?.map(|(_, state)| state)),
                Some((_, state)) => refusal(Some(state)),
            };
            paper::tally(conn, id, kind, 1)?;
            Ok(kind)
        })
        .await
}

const fn refusal(state: Option<RollState>) -> PaperKind {
    match state {
        Some(RollState::Used) => PaperKind::UsedOnline,
        Some(RollState::Paper) => PaperKind::UsedOnPaper,
        Some(RollState::Revoked) => PaperKind::Replaced,
        Some(RollState::Issued) | None => PaperKind::Unknown,
    }
}

/// Counts a paper on which no code can be read: it is refused.
///
/// # Errors
/// When the batch is not taken in now.
pub async fn without_code(context: &Context, actor: &Actor, id: PaperBatchId) -> Result<()> {
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write_unseen(move |conn| {
            batch_in(conn, &inner, &actor, id, BatchState::Taking)?;
            Ok(paper::tally(conn, id, PaperKind::NoCode, 1)?)
        })
        .await
}

/// Takes back a refusal that was a slip, such as one strip read twice.
///
/// # Errors
/// When there is no such refusal, or the batch is not taken in now.
pub async fn undo_refusal(context: &Context, actor: &Actor, id: PaperBatchId, kind: PaperKind) -> Result<()> {
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            let batch = batch_in(conn, &inner, &actor, id, BatchState::Taking)?;
            if !PaperKind::REFUSALS.contains(&kind) || batch.of(kind) == 0 {
                return Err(Error::NotFound);
            }
            paper::untally(conn, id, kind)?;
            let detail = serde_json::json!({ "batch": batch.number, "kind": kind });
            Deed { actor: &actor, action: "round.undo_refusal", subject: Subject::Round, id: batch.round.0 }.record_inside(conn, now, None, detail)
        })
        .await
}

/// Ends taking in: what was taken in is typed now. A batch of which nothing was taken in is done.
///
/// # Errors
/// When the batch is not taken in now.
pub async fn end_taking(context: &Context, actor: &Actor, id: PaperBatchId) -> Result<()> {
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            let batch = batch_in(conn, &inner, &actor, id, BatchState::Taking)?;
            let taken = batch.of(PaperKind::Taken);
            paper::set_state(conn, id, if taken > 0 { BatchState::Typing } else { BatchState::Done })?;
            let detail = serde_json::json!({ "batch": batch.number, "taken": taken });
            Deed { actor: &actor, action: "round.take_paper", subject: Subject::Round, id: batch.round.0 }.record_inside(conn, now, None, detail)
        })
        .await
}

/// Whether the box of a round was closed.
pub(super) fn is_closed(conn: &mut Db, round: RoundId) -> Result<bool> {
    Ok(ballot_box::closed_at(conn, round)?.is_some())
}
