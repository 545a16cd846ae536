//! Typing a batch: two people apart, neither sees what the other typed. Entries are sealed with a key
//! that follows from the code on the cover sheet, so that who has the database and the master key
//! cannot read them without the papers.

use std::collections::BTreeMap;

use super::batches::{self, OneBatch};
use super::{PAPER, batch_in, print};
use crate::app::Context;
use crate::app::voting::{self, Ticket};
use crate::domain::ballot::BallotText;
use crate::domain::code::Stemcode;
use crate::domain::ids::PaperBatchId;
use crate::domain::paper::{BatchState, EntryError, Hand, PaperEntry, PaperKind};
use crate::domain::person::Actor;
use crate::error::{Error, FieldError, Message, Result};
use crate::sealing::{Bound, FromCode, open_for_voter, seal_for_voter};
use crate::storage::ballot_box::Frozen;
use crate::storage::paper::{self, PaperBatch};
use crate::storage::{Db, people};

/// What was typed of a batch, by hand and number.
pub(super) type Entries = BTreeMap<Hand, BTreeMap<i64, PaperEntry>>;

/// What somebody typed on the page of a paper.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Numbers of the plans.
    pub numbers: String,
    /// The stored name of a kind of paper.
    pub kind: String,
}

/// The key of a batch, from the code on its cover sheet.
///
/// # Errors
/// `Invalid` when the code is not that of this batch.
pub async fn unlock(context: &Context, actor: &Actor, id: PaperBatchId, code: &str) -> Result<Ticket> {
    let wrong = || Error::Invalid(vec![FieldError::new("code", Message::new("error-paper-key"))]);
    let batch = batches::one(context, actor, id).await?.batch;
    let code = Stemcode::parse(code).map_err(|_| wrong())?;
    let key = FromCode::new(&context.secrets, batch.round, &code);
    if key.code_hash.as_slice() == batch.key_hash { Ok(Ticket::new(batch.round, key, context.now())) } else { Err(wrong()) }
}

/// Whether this is the key of this batch.
#[must_use]
pub fn fits(batch: &PaperBatch, ticket: &Ticket) -> bool {
    ticket.round == batch.round && ticket.code.code_hash.as_slice() == batch.key_hash
}

pub(super) fn check_key(batch: &PaperBatch, ticket: &Ticket) -> Result<()> {
    if fits(batch, ticket) { Ok(()) } else { Err(Error::refused(Message::new("error-paper-key"))) }
}

/// What a sealed entry is bound to: it cannot be moved to another paper, hand or batch.
pub(super) fn bound(batch: &PaperBatch, frozen: &Frozen, hand: Hand, number: i64) -> Bound {
    let place = [frozen.hash.as_slice(), &batch.id.0.to_be_bytes(), &number.to_be_bytes(), hand.as_str().as_bytes()].concat();
    Bound::new(batch.round, &place)
}

/// Everything that was typed of a batch, opened.
pub(super) fn open_all(frozen: &Frozen, batch: &PaperBatch, ticket: &Ticket, sealed: &[(Hand, i64, Vec<u8>)]) -> Result<Entries> {
    let mut entries = Entries::new();
    for (hand, number, sealed) in sealed {
        let damaged = || Error::refused(Message::new("error-paper-damaged").with("number", number));
        let plain = open_for_voter(&ticket.code.voter_key, &bound(batch, frozen, *hand, *number), sealed).map_err(|_| damaged())?;
        let entry = PaperEntry::decode(&frozen.text, &plain).map_err(|_| damaged())?;
        entries.entry(*hand).or_default().insert(*number, entry);
    }
    Ok(entries)
}

/// The hand of a person in a batch, when they typed in it.
pub(super) fn hand_of(batch: &PaperBatch, actor: &Actor) -> Option<Hand> {
    let person = actor.person().filter(|_| actor.has_any(PAPER));
    match batch.typists {
        [first, _] if person.is_some() && first == person => Some(Hand::First),
        [_, second] if person.is_some() && second == person => Some(Hand::Second),
        _ => None,
    }
}

/// How many papers of a batch each hand typed.
pub(super) fn typed_by(sealed: &[(Hand, i64, Vec<u8>)], hand: Hand) -> i64 {
    i64::try_from(sealed.iter().filter(|(one, ..)| *one == hand).count()).unwrap_or(i64::MAX)
}

/// Whether two people typed every paper.
pub(super) fn is_typed(batch: &PaperBatch, sealed: &[(Hand, i64, Vec<u8>)]) -> bool {
    let taken = batch.papers();
    [Hand::First, Hand::Second].into_iter().all(|hand| typed_by(sealed, hand) >= taken)
}

/// What somebody who types sees.
#[derive(Debug, Clone)]
pub struct Typing {
    /// The batch.
    pub one: OneBatch,
    /// What is on the ballot.
    pub text: BallotText,
    /// Tells this ballot from others; it stands on the paper.
    pub mark: String,
    /// Papers to type.
    pub papers: i64,
    /// How many of them this person typed.
    pub typed: i64,
    /// Whether this person can type now.
    pub may: bool,
    /// Whether two people typed every paper.
    pub complete: bool,
    /// The paper that is shown, from 1.
    pub number: i64,
    /// What this person typed of it before.
    pub own: Option<PaperEntry>,
}

/// The page of a paper for who types: the one that was asked for, or the next.
///
/// # Errors
/// When this person does not work with paper here, or the key is not of this batch.
pub async fn typing(context: &Context, actor: &Actor, ticket: &Ticket, id: PaperBatchId, wanted: Option<i64>) -> Result<Typing> {
    let one = batches::one(context, actor, id).await?;
    check_key(&one.batch, ticket)?;
    let frozen = voting::frozen_ballot(context, one.round.id).await?;
    let sealed = context.db.read(move |conn| Ok(paper::entries(conn, id)?)).await?;
    let (batch, hand) = (&one.batch, hand_of(&one.batch, actor));
    let papers = batch.papers();
    let mine: Vec<(Hand, i64, Vec<u8>)> = sealed.iter().filter(|(by, ..)| Some(*by) == hand).cloned().collect();
    let own = open_all(&frozen, batch, ticket, &mine)?.remove(&hand.unwrap_or(Hand::Third)).unwrap_or_default();
    let next = (1..=papers).find(|number| !own.contains_key(number)).unwrap_or(papers);
    let number = wanted.filter(|number| (1..=papers).contains(number)).unwrap_or(next);
    let complete = is_typed(batch, &sealed);
    let free = batch.typists.iter().any(Option::is_none);
    let typed = hand.map_or(0, |hand| typed_by(&sealed, hand));
    Ok(Typing {
        text: frozen.text.clone(),
        mark: print::mark(&frozen.hash),
        papers,
        typed,
        may: batch.state == BatchState::Typing && !complete && (hand.is_some() || free),
        complete,
        number,
        own: own.get(&number).cloned(),
        one,
    })
}

/// What was typed, as an entry.
pub(super) fn parse(text: &BallotText, typed: &Typed) -> Result<PaperEntry> {
    let kind = if typed.kind.is_empty() { Ok(PaperKind::Valid) } else { typed.kind.parse() };
    let wrong = |message| Error::Invalid(vec![FieldError::new("numbers", message)]);
    let kind = kind.map_err(|_| wrong(Message::new("error-choose")))?;
    PaperEntry::parse(text, &typed.numbers, kind).map_err(|error| {
        wrong(match error {
            EntryError::Which => Message::new("error-paper-which"),
            EntryError::Number(number) => Message::new("error-paper-number").with("number", number).with("last", text.plans.len()),
            EntryError::Pair(typed) => Message::new("error-paper-pair").with("typed", typed),
            EntryError::Twice(number) => Message::new("error-paper-twice").with("number", number),
            EntryError::Rules(_) | EntryError::TooFew(_) => Message::new("error-paper-rules"),
        })
    })
}

/// Keeps what somebody typed of a paper. Who begins first is the first hand, the next the second; a
/// third cannot type. Can be changed until both typed everything.
///
/// # Errors
/// `Invalid` when it cannot be a paper; when this person is a third, or everything was typed.
pub async fn save(context: &Context, actor: &Actor, ticket: &Ticket, id: PaperBatchId, number: i64, typed: &Typed) -> Result<()> {
    let frozen = voting::frozen_ballot(context, ticket.round).await?;
    let entry = parse(&frozen.text, typed)?;
    let (actor, inner, ticket) = (actor.clone(), context.clone(), ticket.clone());
    context
        .db
        .write_unseen(move |conn| {
            let batch = batch_in(conn, &inner, &actor, id, BatchState::Typing)?;
            check_key(&batch, &ticket)?;
            if !(1..=batch.papers()).contains(&number) {
                return Err(Error::NotFound);
            }
            if is_typed(&batch, &paper::entries(conn, id)?) {
                return Err(Error::refused(Message::new("error-paper-typed")));
            }
            let hand = claim(conn, &batch, &actor)?;
            put(conn, &frozen, &batch, &ticket, hand, number, &entry)
        })
        .await
}

/// Seals an entry and keeps it.
pub(super) fn put(conn: &mut Db, frozen: &Frozen, batch: &PaperBatch, ticket: &Ticket, hand: Hand, number: i64, entry: &PaperEntry) -> Result<()> {
    let sealed = seal_for_voter(&ticket.code.voter_key, &bound(batch, frozen, hand, number), &entry.encode(&frozen.text)).map_err(Error::Internal)?;
    Ok(paper::put_entry(conn, batch.id, hand, number, &sealed)?)
}

fn claim(conn: &mut Db, batch: &PaperBatch, actor: &Actor) -> Result<Hand> {
    if let Some(hand) = hand_of(batch, actor) {
        return Ok(hand);
    }
    let person = actor.person();
    let (typists, hand) = match batch.typists {
        [None, second] => ([person, second], Hand::First),
        [first, None] => ([first, person], Hand::Second),
        [Some(_), Some(_)] => return Err(Error::refused(Message::new("error-paper-third"))),
    };
    paper::set_typists(conn, batch.id, typists)?;
    Ok(hand)
}

/// Names of who typed a batch, for the report.
pub(super) fn typists(conn: &mut Db, batch: &PaperBatch) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for person in batch.typists.iter().flatten() {
        names.push(people::find(conn, *person)?.name);
    }
    Ok(names)
}
