//! From two typed piles to ballots in the box: a third person decides where they differ, and then the
//! whole batch is sealed to the counting key and put in the box in one transaction.

use std::collections::BTreeMap;

use super::batches::{self, OneBatch};
use super::typing::{Entries, Typed, check_key, hand_of, is_typed, open_all, parse, put};
use super::{batch_in, print};
use crate::app::voting::{self, Ticket};
use crate::app::{Context, Deed};
use crate::domain::ballot::BallotText;
use crate::domain::event::Subject;
use crate::domain::ids::PaperBatchId;
use crate::domain::outcome::Channel;
use crate::domain::paper::{BatchState, Hand, PaperEntry, PaperKind};
use crate::domain::person::Actor;
use crate::domain::text;
use crate::error::{Error, FieldError, Message, Result};
use crate::sealing::{Bound, seal_for_counting, seal_for_voter};
use crate::secrets::random;
use crate::storage::ballot_box::{self, Frozen, Sealed};
use crate::storage::paper;

/// The longest reason, in characters.
pub const MAX_REASON: usize = 300;

/// A paper that two people typed differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its number in the batch, from 1.
    pub number: i64,
    /// What the two typed.
    pub typed: [PaperEntry; 2],
    /// What a third decided.
    pub decided: Option<PaperEntry>,
}

/// A batch that two people typed.
#[derive(Debug, Clone)]
pub struct Settling {
    /// The batch.
    pub one: OneBatch,
    /// What is on the ballot.
    pub text: BallotText,
    /// Tells this ballot from others; it stands on the paper.
    pub mark: String,
    /// Whether two people typed every paper.
    pub complete: bool,
    /// Where they differ; nothing before both are ready.
    pub differences: Vec<Difference>,
    /// Whether this person can decide: they typed nothing of it.
    pub decides: bool,
}

impl Settling {
    /// Whether the batch can go in the box.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.one.batch.state == BatchState::Typing && self.complete && self.differences.iter().all(|one| one.decided.is_some())
    }
}

/// What the two typed differently. Nobody sees any of it before both are ready, and who typed sees
/// only the numbers of the papers.
///
/// # Errors
/// When this person does not work with paper here, or the key is not of this batch.
pub async fn settling(context: &Context, actor: &Actor, ticket: &Ticket, id: PaperBatchId) -> Result<Settling> {
    let one = batches::one(context, actor, id).await?;
    check_key(&one.batch, ticket)?;
    let frozen = voting::frozen_ballot(context, one.round.id).await?;
    let sealed = context.db.read(move |conn| Ok(paper::entries(conn, id)?)).await?;
    let complete = is_typed(&one.batch, &sealed);
    let differences = if complete { differences(&open_all(&frozen, &one.batch, ticket, &sealed)?) } else { Vec::new() };
    Ok(Settling {
        text: frozen.text.clone(),
        mark: print::mark(&frozen.hash),
        complete,
        differences,
        decides: hand_of(&one.batch, actor).is_none(),
        one,
    })
}

fn differences(entries: &Entries) -> Vec<Difference> {
    let none = BTreeMap::new();
    let of = |hand| entries.get(&hand).unwrap_or(&none);
    let (first, second, third) = (of(Hand::First), of(Hand::Second), of(Hand::Third));
    let differ = |(number, one): (&i64, &PaperEntry)| {
        let other = second.get(number).filter(|other| *other != one)?;
        Some(Difference { number: *number, typed: [one.clone(), other.clone()], decided: third.get(number).cloned() })
    };
    first.iter().filter_map(differ).collect()
}

/// What counts of each paper; none while something is not typed or decided.
fn agreed(entries: &Entries, papers: i64) -> Option<Vec<PaperEntry>> {
    let of = |hand: Hand, number: i64| entries.get(&hand).and_then(|all| all.get(&number));
    (1..=papers)
        .map(|number| match (of(Hand::First, number), of(Hand::Second, number)) {
            (Some(one), Some(other)) if one == other => Some(one.clone()),
            (Some(_), Some(_)) => of(Hand::Third, number).cloned(),
            _ => None,
        })
        .collect()
}

/// Decides what a paper says that two people typed differently, with the reason.
///
/// # Errors
/// `Invalid` when it cannot be a paper or there is no reason; when this person typed in the batch,
/// or the two do not differ on this paper.
pub async fn decide(context: &Context, actor: &Actor, ticket: &Ticket, id: PaperBatchId, number: i64, typed: &Typed, reason: &str) -> Result<()> {
    let frozen = voting::frozen_ballot(context, ticket.round).await?;
    let reason = text::line(reason, 3, MAX_REASON).map_err(|_| FieldError::new("reason", Message::new("error-paper-reason").with("max", MAX_REASON)));
    let (entry, reason) = match (parse(&frozen.text, typed), reason) {
        (Ok(entry), Ok(reason)) => (entry, reason),
        (Err(Error::Invalid(mut errors)), reason) => {
            errors.extend(reason.err());
            return Err(Error::Invalid(errors));
        }
        (Err(error), _) => return Err(error),
        (Ok(_), Err(error)) => return Err(Error::Invalid(vec![error])),
    };
    let (actor, inner, ticket) = (actor.clone(), context.clone(), ticket.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            let batch = batch_in(conn, &inner, &actor, id, BatchState::Typing)?;
            check_key(&batch, &ticket)?;
            if hand_of(&batch, &actor).is_some() || actor.person().is_none() {
                return Err(Error::refused(Message::new("error-paper-not-third")));
            }
            let sealed = paper::entries(conn, id)?;
            let found = if is_typed(&batch, &sealed) { differences(&open_all(&frozen, &batch, &ticket, &sealed)?) } else { Vec::new() };
            if found.iter().all(|one| one.number != number) {
                return Err(Error::refused(Message::new("error-paper-state")));
            }
            put(conn, &frozen, &batch, &ticket, Hand::Third, number, &entry)?;
            let detail = serde_json::json!({ "batch": batch.number, "paper": number });
            let deed = Deed { actor: &actor, action: "round.decide_paper", subject: Subject::Round, id: batch.round.0 };
            deed.record_inside(conn, now, Some(&reason), detail)
        })
        .await
}

/// Puts the ballots of a batch in the box, sealed to the counting key as every ballot, and forgets
/// what was typed. A paper that is blank or not valid comes in as a ballot without choices, so that
/// the box holds a ballot for every code that was used.
///
/// # Errors
/// When something is not typed or decided yet, or changed meanwhile.
pub async fn put_in_box(context: &Context, actor: &Actor, ticket: &Ticket, id: PaperBatchId) -> Result<()> {
    let one = batches::one(context, actor, id).await?;
    check_key(&one.batch, ticket)?;
    let frozen = voting::frozen_ballot(context, one.round.id).await?;
    let read = context.db.read(move |conn| Ok(paper::entries(conn, id)?)).await?;
    let entries = open_all(&frozen, &one.batch, ticket, &read)?;
    let agreed = agreed(&entries, one.batch.papers()).ok_or_else(|| Error::refused(Message::new("error-paper-open")))?;
    let decided = differences(&entries).len();
    let (agreed, channel) = if one.batch.is_table { (for_all_at_the_table(&one, &agreed), Channel::Table) } else { (agreed, Channel::Paper) };
    let ballots = seal_all(&frozen, &one, &agreed)?;
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            let batch = batch_in(conn, &inner, &actor, id, BatchState::Typing)?;
            if paper::entries(conn, id)? != read {
                return Err(Error::Conflict);
            }
            let rows: Vec<_> = ballots.iter().map(|ballot| (batch.wijk, channel, ballot)).collect();
            ballot_box::put(conn, batch.round, &rows)?;
            for kind in PaperKind::TYPED {
                let papers = i64::try_from(agreed.iter().filter(|entry| entry.kind == kind).count()).map_err(Error::internal)?;
                if papers > 0 {
                    paper::tally(conn, id, kind, papers)?;
                }
            }
            paper::forget_entries(conn, id)?;
            paper::set_state(conn, id, BatchState::Done)?;
            let detail = serde_json::json!({ "batch": batch.number, "papers": agreed.len(), "decided": decided });
            Deed { actor: &actor, action: "round.box_paper", subject: Subject::Round, id: batch.round.0 }.record_inside(conn, now, None, detail)
        })
        .await
}

/// The ballot of a table, once for everybody whose code was taken in.
fn for_all_at_the_table(one: &OneBatch, agreed: &[PaperEntry]) -> Vec<PaperEntry> {
    let people = usize::try_from(one.batch.of(PaperKind::Taken)).unwrap_or(0);
    agreed.iter().flat_map(|entry| std::iter::repeat_n(entry.clone(), people)).collect()
}

/// Seals what was agreed. Each ballot gets a name that follows from nothing: the paper has no code
/// any more. In the order of those names, so that the order of the pile is gone.
fn seal_all(frozen: &Frozen, one: &OneBatch, agreed: &[PaperEntry]) -> Result<Vec<Sealed>> {
    let bound = Bound::new(one.round.id, &frozen.hash);
    let seal = |entry: &PaperEntry| {
        let plain = frozen.text.encode(&entry.choices);
        let nobodys: [u8; 32] = random().map_err(Error::Internal)?;
        Ok(Sealed {
            credential: random().map_err(Error::Internal)?,
            for_counting: seal_for_counting(&frozen.counting_key, &bound, &plain).map_err(Error::internal)?,
            // Nobody comes back for it: sealed with a key that is thrown away.
            for_voter: seal_for_voter(&nobodys, &bound, &plain).map_err(Error::Internal)?,
        })
    };
    let mut ballots: Vec<Sealed> = agreed.iter().map(seal).collect::<Result<_>>()?;
    ballots.sort_unstable_by_key(|ballot| ballot.credential);
    Ok(ballots)
}
