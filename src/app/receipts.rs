//! Receipts: that a ballot is in the box, never what is in it. And the signed list of the box,
//! published when it closes, with which anybody can check that nothing was put in or taken out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Context;
use super::count::lot::Lot;
use super::count::turnout::{Cell, hide_small};
use super::voting::Ticket;
use crate::domain::ids::{RoundId, WijkId};
use crate::domain::outcome::{Channel, RollState, RoundStatus};
use crate::domain::phase::Phase;
use crate::domain::time::Instant;
use crate::domain::tracker::{Tracker, merkle_root};
use crate::error::{Error, Message, Result};
use crate::secrets::{hex, unhex};
use crate::signing::{self, RoundSigner};
use crate::storage::ballot_box::Frozen;
use crate::storage::box_lists::{self, InBox, Signed};
use crate::storage::rounds::Round;
use crate::storage::{Db, events, roll, rounds};

/// What a voter takes home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Names the sealed ballot.
    pub tracker: Tracker,
    /// The signature of the round over [`receipt_text`], in hexadecimal.
    pub signature: String,
    /// The public key of the round, in hexadecimal.
    pub public_key: String,
}

/// What the round signs on a receipt.
#[must_use]
pub fn receipt_text(slug: &str, tracker: Tracker) -> String {
    format!("wijkdeal receipt 1\n{slug}\n{tracker}\n")
}

/// The receipt of the ballot of this voter; none when nothing was saved.
///
/// # Errors
/// When the database fails.
pub async fn receipt(context: &Context, ticket: &Ticket) -> Result<Option<Receipt>> {
    let (round, credential) = (ticket.round, ticket.code.credential);
    let (slug, found) = context.db.read(move |conn| Ok((rounds::find(conn, round)?.slug, box_lists::tracker_of(conn, round, &credential)?))).await?;
    let signer = RoundSigner::new(&context.secrets, round).map_err(Error::Internal)?;
    Ok(found.map(|tracker| Receipt {
        tracker,
        signature: hex(&signer.sign(receipt_text(&slug, tracker).as_bytes())),
        public_key: hex(signer.public()),
    }))
}

/// Ballots of one wijk in a closed box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfWijk {
    /// Its name.
    pub wijk: String,
    /// How many; none when there are too few to tell.
    pub ballots: Cell,
}

/// Ballots of one channel in a closed box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfChannel {
    /// The channel.
    pub channel: Channel,
    /// How many; none when there are too few to tell.
    pub ballots: Cell,
}

/// What the round says, and signs, when its box is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// What this is: [`FORMAT`].
    pub format: String,
    /// The round: last part of its address.
    pub round: String,
    /// When the box was closed.
    pub closed_at: Instant,
    /// SHA-256 of the text of the ballot, in hexadecimal.
    pub ballot_hash: String,
    /// The public counting key, in hexadecimal.
    pub counting_key: String,
    /// The key with which this is signed, in hexadecimal.
    pub signing_key: String,
    /// Ballots in the box.
    pub ballots: i64,
    /// The Merkle root over their trackers, in hexadecimal.
    pub root: String,
    /// Codes that were ever handed out.
    pub issued: i64,
    /// Codes of those that were replaced or taken back.
    pub replaced: i64,
    /// Codes with which a ballot came in.
    pub used: i64,
    /// Ballots per wijk.
    pub wijken: Vec<OfWijk>,
    /// Ballots per channel.
    pub channels: Vec<OfChannel>,
    /// SHA-256 of the secret number of the lot, in hexadecimal: fixed before the dice are thrown.
    pub lot_commitment: String,
    /// The newest event of the record before this one.
    pub event: i64,
    /// Its hash, in hexadecimal.
    pub event_hash: String,
}

/// The name of the format of a [`Statement`].
pub const FORMAT: &str = "wijkdeal-box/1";

/// Closes the books on a box: makes, signs and keeps its list. Gives what the record says of it.
///
/// # Errors
/// When a ballot was changed, or the box holds another number of ballots than codes were used.
pub fn publish_list(context: &Context, conn: &mut Db, (round, frozen): (&Round, &Frozen), lot: &Lot, now: Instant) -> Result<serde_json::Value> {
    let ballots = box_lists::ballots(conn, round.id)?;
    let changed = ballots.iter().filter(|ballot| !ballot.whole).count();
    if changed > 0 {
        return Err(Error::refused(Message::new("error-box-damaged").with("n", changed)));
    }
    let trackers = in_order(&ballots);
    let signer = RoundSigner::new(&context.secrets, round.id).map_err(Error::Internal)?;
    let codes = roll::counts(conn, round.id)?;
    let of = |wanted: &[RollState]| codes.iter().filter(|c| wanted.contains(&c.state)).map(|c| c.codes).sum::<i64>();
    let used = of(&[RollState::Used, RollState::Paper]);
    if i64::try_from(trackers.len()) != Ok(used) {
        return Err(Error::refused(Message::new("error-box-roll").with("ballots", trackers.len()).with("used", used)));
    }
    let (event, event_hash) = events::head(conn)?;
    let (wijken, channels) = groups(&ballots, rounds::wijken_of(conn, round.id)?);
    let root = hex(&merkle_root(&trackers));
    let statement = serde_json::to_string(&Statement {
        format: FORMAT.to_owned(),
        round: round.slug.clone(),
        closed_at: now,
        ballot_hash: hex(&frozen.hash),
        counting_key: hex(&frozen.counting_key),
        signing_key: hex(signer.public()),
        ballots: used,
        root: root.clone(),
        issued: of(RollState::ALL),
        replaced: of(&[RollState::Revoked]),
        used,
        wijken,
        channels,
        lot_commitment: lot.commitment(),
        event,
        event_hash: hex(&event_hash),
    })?;
    let signature = signer.sign(statement.as_bytes());
    box_lists::insert(conn, round.id, &trackers, &Signed { statement, signature }, &serde_json::to_string(lot)?)?;
    Ok(serde_json::json!({ "ballots": used, "root": root, "lot": lot.commitment() }))
}

fn in_order(ballots: &[InBox]) -> Vec<Tracker> {
    let mut trackers: Vec<Tracker> = ballots.iter().map(|ballot| ballot.tracker).collect();
    trackers.sort_unstable();
    trackers
}

/// Before the box is emptied: it must hold exactly the ballots of the signed list.
///
/// # Errors
/// When a ballot was put in, taken out or changed after the box was closed.
pub fn check_box(conn: &mut Db, round: RoundId) -> Result<()> {
    let signed = box_lists::find(conn, round)?.ok_or_else(|| Error::internal("a closed box without a list"))?;
    let statement: Statement = serde_json::from_str(&signed.statement)?;
    let holds = hex(&merkle_root(&in_order(&box_lists::ballots(conn, round)?))) == statement.root;
    if holds { Ok(()) } else { Err(Error::refused(Message::new("error-box-list"))) }
}

/// How many ballots there are per wijk and per channel, small numbers hidden.
fn groups(ballots: &[InBox], wijken: Vec<(WijkId, String)>) -> (Vec<OfWijk>, Vec<OfChannel>) {
    let mut by_channel: BTreeMap<Channel, i64> = BTreeMap::new();
    let mut by_wijk: BTreeMap<WijkId, i64> = BTreeMap::new();
    for ballot in ballots {
        *by_wijk.entry(ballot.wijk).or_default() += 1;
        *by_channel.entry(ballot.channel).or_default() += 1;
    }
    let counts: Vec<i64> = wijken.iter().map(|(id, _)| by_wijk.get(id).copied().unwrap_or(0)).collect();
    let wijken = wijken.into_iter().zip(hide_small(&counts)).map(|((_, wijk), ballots)| OfWijk { wijk, ballots }).collect();
    let counts: Vec<i64> = by_channel.values().copied().collect();
    let channels = by_channel.into_keys().zip(hide_small(&counts)).map(|(channel, ballots)| OfChannel { channel, ballots }).collect();
    (wijken, channels)
}

/// The list of a closed box as a file: what was signed, its signature, and the trackers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxList {
    /// A [`Statement`] as it was signed, letter for letter.
    pub statement: String,
    /// The signature, in hexadecimal.
    pub signature: String,
    /// The trackers, in ascending order.
    pub trackers: Vec<String>,
}

/// Why a list of a box does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BoxListError {
    /// The statement cannot be read.
    #[error("the statement cannot be read: {0}")]
    Statement(String),
    /// Not signed by the key it names, or changed afterwards.
    #[error("the signature does not fit the statement")]
    Signature,
    /// A tracker that is none.
    #[error("{0:?} is no tracker")]
    Tracker(String),
    /// Out of order, or twice.
    #[error("the trackers are not in ascending order, each once")]
    Order,
    /// More or fewer trackers than were signed for.
    #[error("there are {found} trackers; {signed} were signed for")]
    Number {
        /// In the list.
        found: usize,
        /// In the statement.
        signed: i64,
    },
    /// Other trackers than were signed for.
    #[error("the root of these trackers is not the root that was signed")]
    Root,
}

impl BoxList {
    /// Checks the list against its own signature.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn verify(&self) -> Result<Statement, BoxListError> {
        let statement: Statement = serde_json::from_str(&self.statement).map_err(|e| BoxListError::Statement(e.to_string()))?;
        let (key, signature) = (unhex(&statement.signing_key).unwrap_or_default(), unhex(&self.signature).unwrap_or_default());
        signing::verify(&key, self.statement.as_bytes(), &signature).map_err(|_| BoxListError::Signature)?;
        let read = |text: &String| Tracker::parse(text).ok_or_else(|| BoxListError::Tracker(text.clone()));
        let trackers: Vec<Tracker> = self.trackers.iter().map(read).collect::<Result<_, _>>()?;
        if !trackers.is_sorted_by(|one, next| one < next) {
            return Err(BoxListError::Order);
        }
        if i64::try_from(trackers.len()) != Ok(statement.ballots) {
            return Err(BoxListError::Number { found: trackers.len(), signed: statement.ballots });
        }
        if hex(&merkle_root(&trackers)) == statement.root { Ok(statement) } else { Err(BoxListError::Root) }
    }
}

/// The list of the box of a round.
///
/// # Errors
/// `NotFound` while the box is open.
pub async fn list(context: &Context, slug: String) -> Result<(Round, BoxList)> {
    context
        .db
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            let list = list_of(conn, round.id)?;
            Ok((round, list))
        })
        .await
}

/// The list of the box of a round, inside a transaction.
///
/// # Errors
/// `NotFound` while the box is open.
pub fn list_of(conn: &mut Db, round: RoundId) -> Result<BoxList> {
    let signed = box_lists::find(conn, round)?.ok_or(Error::NotFound)?;
    let trackers = box_lists::trackers(conn, round)?.iter().map(ToString::to_string).collect();
    Ok(BoxList { statement: signed.statement, signature: hex(&signed.signature), trackers })
}

/// What was signed when the box of a round was closed, with the signature in hexadecimal.
///
/// # Errors
/// When the database fails, or what was signed cannot be read.
pub fn closed(conn: &mut Db, round: RoundId) -> Result<Option<(Statement, String)>> {
    let signed = box_lists::find(conn, round)?;
    signed.map(|signed| Ok((serde_json::from_str(&signed.statement)?, hex(&signed.signature)))).transpose()
}

/// Where a ballot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// In the box.
    InBox,
    /// In the published list of the closed box.
    InList,
    /// In neither: changed since, mistyped, or of another round.
    Nowhere,
}

/// What the page for checking shows.
#[derive(Debug, Clone)]
pub struct Checking {
    /// The round.
    pub round: Round,
    /// Whether voting has begun.
    pub begun: bool,
    /// What was signed when the box was closed.
    pub closed: Option<(Statement, String)>,
    /// The tracker that was asked for, and where its ballot is.
    pub asked: Option<(Tracker, Found)>,
    /// Length and last hash of the record of what happened.
    pub head: (i64, Vec<u8>),
}

/// The page for checking a round, with where the ballot with a tracker is.
///
/// # Errors
/// `NotFound` when there is no such round, it is a draft, or it has no vote.
pub async fn check(context: &Context, slug: String, asked: Option<Tracker>) -> Result<Checking> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            if round.status == RoundStatus::Draft || round.schedule.window(Phase::Vote).is_none() {
                return Err(Error::NotFound);
            }
            let closed = closed(conn, round.id)?;
            let asked = asked.map(|tracker| Ok::<_, Error>((tracker, find(conn, round.id, tracker, closed.is_some())?))).transpose()?;
            Ok(Checking { begun: round.schedule.has_begun(Phase::Vote, now), closed, asked, head: events::head(conn)?, round })
        })
        .await
}

fn find(conn: &mut Db, round: RoundId, tracker: Tracker, closed: bool) -> Result<Found> {
    Ok(match closed {
        true if box_lists::holds(conn, round, tracker)? => Found::InList,
        false if box_lists::in_box(conn, round, tracker)? => Found::InBox,
        _ => Found::Nowhere,
    })
}
