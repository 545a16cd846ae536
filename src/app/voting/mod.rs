//! Voting: coming in with a stemcode, seeing one's own ballot, and casting it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::app::count::key;
use crate::app::{Context, Deed};
use crate::domain::advies::Stance;
use crate::domain::ballot::{BallotText, Choices};
use crate::domain::code::Stemcode;
use crate::domain::event::Subject;
use crate::domain::ids::{AdviesId, IdeaId, RoundId, WijkId};
use crate::domain::outcome::{RollState, RoundStatus};
use crate::domain::person::{Actor, Role};
use crate::domain::phase::Phase;
use crate::domain::rules::OutcomeRule;
use crate::domain::time::{Instant, Language, Window, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::sealing::{Bound, FromCode, open_for_voter};
use crate::secrets::{Use, hex, sha256, unhex};
use crate::storage::ballot_box::{self, Frozen, Opening};
use crate::storage::rounds::Round;
use crate::storage::{Db, key_holders, roll, rounds};

mod casting;
pub mod delivery;
pub mod tablet;

pub use casting::{Casting, cast};

/// How long a voter can be away before the booth closes.
pub const BOOTH_MINUTES: i64 = 30;

/// What a voter needs to know before coming in.
#[derive(Debug, Clone)]
pub struct Booth {
    /// The round.
    pub round: Round,
    /// When votes are taken.
    pub window: Window,
    /// Whether they are taken now.
    pub open: bool,
    /// The wijken that vote.
    pub wijken: Vec<(WijkId, String)>,
    /// How many key holders there are.
    pub holders: usize,
}

/// The booth of a round that was published.
///
/// # Errors
/// `NotFound` when there is no such round, it is a draft, or it has no vote.
pub async fn booth(context: &Context, slug: String) -> Result<Booth> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            let window = round.schedule.window(Phase::Vote).ok_or(Error::NotFound)?;
            if round.status == RoundStatus::Draft {
                return Err(Error::NotFound);
            }
            let wijken = rounds::wijken_of(conn, round.id)?;
            let holders = key_holders::all(conn, round.id)?.len();
            Ok(Booth { open: round.is_open(Phase::Vote, now), round, window, wijken, holders })
        })
        .await
}

/// A round, for somebody who works on its vote in one of these roles.
///
/// # Errors
/// `NotFound`, or `Forbidden` when this person has none of the roles here.
pub async fn round_for(context: &Context, actor: &Actor, round: RoundId, roles: &'static [Role]) -> Result<Round> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let round = rounds::find(conn, round)?;
            if actor.has_at(roles, round.place()) { Ok(round) } else { Err(Error::Forbidden) }
        })
        .await
}

/// The right to vote with one code, while the booth is open. Sealed in a cookie of the voter.
#[derive(Clone)]
pub struct Ticket {
    /// The round.
    pub round: RoundId,
    /// What follows from the code.
    pub code: FromCode,
    /// When the booth closes by itself.
    pub until: Instant,
}

impl Ticket {
    /// A ticket that holds for the usual time from now.
    #[must_use]
    pub fn new(round: RoundId, code: FromCode, now: Instant) -> Self {
        Self::lasting(round, code, now, BOOTH_MINUTES)
    }

    /// A ticket that holds for so many minutes from now.
    #[must_use]
    pub fn lasting(round: RoundId, code: FromCode, now: Instant, minutes: i64) -> Self {
        Self { round, code, until: now.plus(chrono::TimeDelta::minutes(minutes)) }
    }

    /// The ticket as the value of a cookie: sealed, so that only this server can read it.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn sealed(&self, context: &Context) -> Result<String> {
        let plain = [
            self.round.0.to_be_bytes().as_slice(),
            &self.until.unix().to_be_bytes(),
            &self.code.code_hash,
            &self.code.credential,
            &self.code.voter_key,
        ]
        .concat();
        context.secrets.seal(Use::Booth, b"ticket", &plain).map(|sealed| hex(&sealed)).map_err(Error::Internal)
    }

    /// Reads a cookie; none when it is not ours or its time is over.
    #[must_use]
    pub fn open(context: &Context, value: &str) -> Option<Self> {
        let plain = context.secrets.open(Use::Booth, b"ticket", &unhex(value)?).ok()?;
        let (round, rest) = plain.split_first_chunk::<8>()?;
        let (until, rest) = rest.split_first_chunk::<8>()?;
        let (code_hash, rest) = rest.split_first_chunk::<32>()?;
        let (credential, rest) = rest.split_first_chunk::<32>()?;
        let voter_key: [u8; 32] = rest.try_into().ok()?;
        if i64::from_be_bytes(*until) <= context.now().unix() {
            return None;
        }
        let until: Instant = chrono::DateTime::from_timestamp(i64::from_be_bytes(*until), 0)?.into();
        let code = FromCode { code_hash: *code_hash, credential: *credential, voter_key };
        Some(Self { round: RoundId(i64::from_be_bytes(*round)), code, until })
    }
}

/// Comes in with a code. None when the code is on no roll: it looks right but was never handed out.
///
/// # Errors
/// When voting is not open, or the code was replaced by another.
pub async fn enter(context: &Context, round: RoundId, code: &Stemcode, language: Language) -> Result<Option<Ticket>> {
    let from_code = FromCode::new(&context.secrets, round, code);
    let (hash, now) = (from_code.code_hash, context.now());
    let state = context
        .db
        .read(move |conn| {
            let opening = ballot_box::opening(conn, round)?;
            check_open(&opening, now, language)?;
            Ok(roll::state_of(conn, round, &hash)?)
        })
        .await?;
    match state {
        None => Ok(None),
        Some(RollState::Revoked) => Err(Error::Invalid(vec![FieldError::new("code", Message::new("error-code-revoked"))])),
        Some(RollState::Paper) => Err(Error::Invalid(vec![FieldError::new("code", Message::new("error-code-on-paper"))])),
        Some(RollState::Issued | RollState::Used) => {
            frozen_ballot(context, round).await?;
            Ok(Some(Ticket::new(round, from_code, now)))
        }
    }
}

/// Says when votes are taken, when they are not taken now.
fn check_open(opening: &Opening, now: Instant, language: Language) -> Result<()> {
    if opening.takes_votes(now) {
        return Ok(());
    }
    let (starts, ends) = (long_time(opening.window.starts, language), long_time(opening.window.ends, language));
    Err(Error::refused(match opening.status {
        RoundStatus::Stopped => Message::new("error-vote-stopped"),
        _ if now < opening.window.starts => Message::new("error-vote-not-open").with("starts", starts).with("ends", ends),
        RoundStatus::Draft | RoundStatus::Published => Message::new("error-vote-closed").with("ends", ends),
    }))
}

/// The frozen ballots that were asked for. Once frozen a ballot never changes, so what is kept here
/// holds for every instance; a cast need not read and parse a hundred plans again.
#[derive(Default)]
pub struct FrozenBallots(RwLock<HashMap<RoundId, Arc<Frozen>>>);

impl FrozenBallots {
    fn get(&self, round: RoundId) -> Option<Arc<Frozen>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&round).cloned()
    }

    fn keep(&self, round: RoundId, frozen: Frozen) -> Arc<Frozen> {
        let frozen = Arc::new(frozen);
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(round, Arc::clone(&frozen));
        frozen
    }
}

/// The ballot of a round, frozen by whoever comes first after voting began.
///
/// # Errors
/// When voting has not begun, or the database fails.
pub async fn frozen_ballot(context: &Context, round: RoundId) -> Result<Arc<Frozen>> {
    if let Some(frozen) = context.ballots.get(round) {
        return Ok(frozen);
    }
    let frozen = match context.db.read(move |conn| ballot_box::frozen(conn, round)).await? {
        Some(frozen) => frozen,
        None => {
            let context = context.clone();
            context.db.clone().write(move |conn| ensure_ballot(&context, conn, round, context.now())).await?
        }
    };
    Ok(context.ballots.keep(round, frozen))
}

/// Freezes the ballot when it is not frozen yet. From then on nothing on it changes.
///
/// # Errors
/// When voting has not begun, or the database fails.
pub fn ensure_ballot(context: &Context, conn: &mut Db, round: RoundId, now: Instant) -> Result<Frozen> {
    ballot_box::lock_round(conn, round)?;
    if let Some(frozen) = ballot_box::frozen(conn, round)? {
        return Ok(frozen);
    }
    let round = rounds::find(conn, round)?;
    if !round.schedule.has_begun(Phase::Vote, now) {
        return Err(Error::refused(Message::new("error-ballot-not-yet")));
    }
    let counting_key = key::ensure(context, conn, round.id)?;
    let (text, stored, hash) = text_now(conn, &round)?;
    ballot_box::freeze(conn, round.id, &stored, &hash)?;
    let detail = serde_json::json!({ "plans": text.plans.len(), "hash": hex(&hash) });
    Deed { actor: &Actor::Clock, action: "round.freeze_ballot", subject: Subject::Round, id: round.id.0 }.record(conn, now, None, detail)?;
    Ok(Frozen { slug: round.slug, text, hash, counting_key })
}

/// What the ballot would say if it were frozen now, as it would be stored, and the hash of that.
///
/// # Errors
/// When the database fails.
pub fn text_now(conn: &mut Db, round: &Round) -> Result<(BallotText, String, Vec<u8>)> {
    let text = ballot_text(conn, round)?;
    let stored = serde_json::to_string(&text)?;
    let hash = sha256(stored.as_bytes()).to_vec();
    Ok((text, stored, hash))
}

/// What is on the ballot. A plan whose theme has no money of its own competes for the joker, or,
/// without a joker, cannot be chosen and is left out.
fn ballot_text(conn: &mut Db, round: &Round) -> Result<BallotText> {
    let per_theme = round.rules.outcome == OutcomeRule::WithinBudgetPerTheme;
    let mut plans = ballot_box::plans(conn, round.id)?;
    for plan in &mut plans {
        plan.theme = plan.theme.take().filter(|slug| round.rules.theme(slug).is_some());
    }
    let joker = round.rules.joker.is_some() || round.rules.leftovers_flow;
    plans.retain(|plan| !per_theme || plan.theme.is_some() || joker);
    Ok(BallotText { plans, form: round.rules.ballot.clone(), budget: round.amount() })
}

/// What a voter sees in the booth.
#[derive(Debug, Clone)]
pub struct OwnBallot {
    /// The round.
    pub round: Round,
    /// When votes are taken.
    pub window: Window,
    /// What is on the ballot.
    pub text: BallotText,
    /// What was saved before; none when nothing was.
    pub saved: Option<Choices>,
    /// Published adviezen about the plans.
    pub adviezen: Vec<(IdeaId, AdviesId, Stance, String)>,
    /// The places of the plans for this voter, in the order of `text.plans`.
    pub order: Vec<usize>,
}

/// The voter's own ballot.
///
/// # Errors
/// When voting is not open, or the code was replaced meanwhile.
pub async fn own_ballot(context: &Context, ticket: &Ticket, language: Language) -> Result<OwnBallot> {
    let frozen = frozen_ballot(context, ticket.round).await?;
    let (id, code, now) = (ticket.round, ticket.code.clone(), context.now());
    let order = order(context, &ticket.code, &frozen.text);
    context
        .db
        .read(move |conn| {
            let round = rounds::find(conn, id)?;
            let opening = ballot_box::opening(conn, id)?;
            check_open(&opening, now, language)?;
            let copy = ballot_box::own_copy(conn, id, &code.credential)?;
            let bound = Bound::new(id, &frozen.hash);
            let saved = copy
                .map(|sealed| {
                    let plain = open_for_voter(&code.voter_key, &bound, &sealed).map_err(Error::internal)?;
                    frozen.text.decode(&plain).map_err(Error::internal)
                })
                .transpose()?;
            let adviezen = ballot_box::adviezen_of(conn, id)?;
            Ok(OwnBallot { round, window: opening.window, text: frozen.text.clone(), saved, adviezen, order })
        })
        .await
}

/// The order of the plans for this voter: random, and the same every time they come back, so that
/// no plan gains by standing first.
fn order(context: &Context, code: &FromCode, text: &BallotText) -> Vec<usize> {
    let mut places: Vec<([u8; 32], usize)> = text
        .plans
        .iter()
        .enumerate()
        .map(|(place, plan)| (context.secrets.mac(Use::Order, &[&code.credential, &plan.id.0.to_be_bytes()]), place))
        .collect();
    places.sort_unstable();
    places.into_iter().map(|(_, place)| place).collect()
}
