//! Stemcodes: made in a batch for letters, or one by one for an e-mail address.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;

use super::{Context, Deed};
use crate::domain::code::{LENGTH, Stemcode};
use crate::domain::event::Subject;
use crate::domain::ids::{BatchId, RoundId, WijkId};
use crate::domain::letter::LetterNumber;
use crate::domain::outcome::{Channel, RollState, RoundStatus};
use crate::domain::person::{Actor, REVIEWERS, Role};
use crate::domain::phase::Phase;
use crate::domain::text::{self, Email};
use crate::domain::time::{Instant, Language, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::sealing::FromCode;
use crate::secrets::{Use, random};
use crate::storage::roll::{self, Batch, BatchRow};
use crate::storage::rounds::Round;
use crate::storage::{Db, outbox, rounds};
use crate::views::mail::Letter;

/// The most codes in one batch.
pub const MOST_CODES: u32 = 300_000;
/// Mails to one address in a quarter of an hour.
const MOST_MAILS: i64 = 3;
/// The longest reason for taking codes back, in characters.
const MAX_REASON: usize = 300;
/// Who replaces a lost code.
pub const DESK: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager, Role::WijMedewerker];

/// A new batch, to be delivered once: the codes are not kept.
pub struct NewBatch {
    /// The round.
    pub round: Round,
    /// Name of the wijk.
    pub wijk: String,
    /// The codes.
    pub codes: Vec<Stemcode>,
}

/// Told how many codes are on the roll while a batch is made.
pub type Progress = Box<dyn Fn(usize) + Send>;

/// Makes codes for a wijk of a round.
///
/// # Errors
/// When this person may not, the number is not right, or voting is over.
pub async fn make_batch(context: &Context, actor: &Actor, round: RoundId, wijk: WijkId, count: u32) -> Result<NewBatch> {
    make_batch_telling(context, actor, round, wijk, count, Box::new(|_| ())).await
}

/// The same, telling how far it is.
///
/// # Errors
/// As [`make_batch`].
pub async fn make_batch_telling(context: &Context, actor: &Actor, round: RoundId, wijk: WijkId, count: u32, done: Progress) -> Result<NewBatch> {
    make_telling(context, actor, Channel::Letter, round, wijk, count, done).await
}

async fn make_telling(
    context: &Context,
    actor: &Actor,
    channel: Channel,
    round: RoundId,
    wijk: WijkId,
    count: u32,
    done: Progress,
) -> Result<NewBatch> {
    let (round, wijk_name) = for_codes(context, actor, REVIEWERS, round, wijk).await?;
    if count == 0 || count > MOST_CODES {
        return Err(Error::Invalid(vec![FieldError::new("count", Message::new("error-codes-count").with("max", MOST_CODES))]));
    }
    let codes = generate(count)?;
    let hashes = FromCode::hash_all(&context.secrets, round.id, &codes);
    put_on_roll(context, actor, Batch { round: round.id, wijk, channel }, hashes, done).await?;
    Ok(NewBatch { round, wijk: wijk_name, codes })
}

/// Makes codes that are handed out at a meeting: the same codes in a batch of their own, so that the
/// votes at meetings can be told apart.
///
/// # Errors
/// As [`make_batch`].
pub async fn make_for_meeting(context: &Context, actor: &Actor, round: RoundId, wijk: WijkId, count: u32) -> Result<NewBatch> {
    make_telling(context, actor, Channel::Meeting, round, wijk, count, Box::new(|_| ())).await
}

/// Makes codes that are printed on ballot papers of a wijk.
///
/// # Errors
/// When this person may not, or voting is over.
pub async fn make_papers(context: &Context, actor: &Actor, round: RoundId, wijk: WijkId, count: u32) -> Result<NewBatch> {
    let (round, wijk_name) = for_codes(context, actor, DESK, round, wijk).await?;
    let codes = generate(count)?;
    let hashes = FromCode::hash_all(&context.secrets, round.id, &codes);
    put_on_roll(context, actor, Batch { round: round.id, wijk, channel: Channel::Paper }, hashes, Box::new(|_| ())).await?;
    Ok(NewBatch { round, wijk: wijk_name, codes })
}

/// Takes over codes that were made elsewhere, as fingerprints ([`crate::sealing::fingerprint`]): the
/// codes themselves are never here.
///
/// # Errors
/// When this person may not, there are none or too many, one is there twice, or voting is over.
pub async fn import(context: &Context, actor: &Actor, round: RoundId, wijk: WijkId, fingerprints: &[[u8; 32]]) -> Result<()> {
    let (round, _) = for_codes(context, actor, REVIEWERS, round, wijk).await?;
    if fingerprints.is_empty() || u32::try_from(fingerprints.len()).is_ok_and(|n| n > MOST_CODES) {
        return Err(Error::Invalid(vec![FieldError::new("count", Message::new("error-codes-count").with("max", MOST_CODES))]));
    }
    let hashes = FromCode::hash_fingerprints(&context.secrets, round.id, fingerprints);
    put_on_roll(context, actor, Batch { round: round.id, wijk, channel: Channel::Letter }, hashes, Box::new(|_| ())).await
}

/// The round and the name of the wijk for which this person can make codes.
async fn for_codes(context: &Context, actor: &Actor, roles: &'static [Role], round: RoundId, wijk: WijkId) -> Result<(Round, String)> {
    let who = actor.clone();
    context
        .db
        .read(move |conn| {
            let round = rounds::find(conn, round)?;
            if !matches!(who, Actor::Clock) && !who.has_at(roles, round.place()) {
                return Err(Error::Forbidden);
            }
            let name = rounds::wijken_of(conn, round.id)?.into_iter().find(|(id, _)| *id == wijk).map(|(_, name)| name);
            let name = name.ok_or_else(|| Error::Invalid(vec![FieldError::new("wijk", Message::new("error-choose"))]))?;
            Ok((round, name))
        })
        .await
}

async fn put_on_roll(context: &Context, actor: &Actor, batch: Batch, hashes: Vec<[u8; 32]>, done: Progress) -> Result<()> {
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            check_not_over(&rounds::find(conn, batch.round)?, now)?;
            let count = hashes.len();
            let batch_id = roll::add_batch(conn, batch, i64::try_from(count).unwrap_or(i64::MAX), actor.person(), now)?;
            if roll::add_codes(conn, batch_id, batch, hashes, &*done)? != count {
                return Err(Error::refused(Message::new("error-codes-double")));
            }
            let detail = serde_json::json!({ "batch": batch_id.0, "wijk": batch.wijk.0, "channel": batch.channel, "codes": count });
            Deed { actor: &actor, action: "round.make_codes", subject: Subject::Round, id: batch.round.0 }.record_inside(conn, now, None, detail)
        })
        .await
}

/// Whether codes can still be handed out.
pub(super) fn check_not_over(round: &Round, now: Instant) -> Result<()> {
    let over = round.status == RoundStatus::Stopped || round.schedule.is_over(Phase::Vote, now);
    if over { Err(Error::refused(Message::new("error-codes-too-late"))) } else { Ok(()) }
}

/// Takes back the codes of a batch with which nobody voted yet, with the reason for everybody to
/// read. What was voted stays.
///
/// # Errors
/// When this person may not, there is no reason, no code to take back, or voting is over.
pub async fn revoke_batch(context: &Context, actor: &Actor, round: RoundId, batch: BatchId, reason: &str) -> Result<()> {
    let reason = text::line(reason, 5, MAX_REASON)
        .map_err(|_| Error::Invalid(vec![FieldError::new("reason", Message::new("error-codes-reason").with("max", MAX_REASON))]))?;
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            let found = rounds::find(conn, round)?;
            if !actor.has_at(REVIEWERS, found.place()) {
                return Err(Error::Forbidden);
            }
            check_not_over(&found, now)?;
            let revoked = roll::revoke_batch(conn, round, batch)?;
            if revoked == 0 {
                return Err(Error::refused(Message::new("error-codes-none-left")));
            }
            let detail = serde_json::json!({ "batch": batch.0, "codes": revoked });
            Deed { actor: &actor, action: "round.revoke_codes", subject: Subject::Round, id: round.0 }.record(conn, now, Some(&reason), detail)
        })
        .await
}

/// Gives somebody whose letter was lost a new code at the desk. The old one works no more from that
/// moment. Nobody sees the old code: the letter is found by its number.
///
/// # Errors
/// When this person may not, no letter has this number, or its code was used or replaced.
pub async fn replace(context: &Context, actor: &Actor, round: RoundId, number: &str) -> Result<NewBatch> {
    let wrong = |key| Error::Invalid(vec![FieldError::new("letter", Message::new(key))]);
    let number = LetterNumber::parse(number).ok_or_else(|| wrong("error-letter-number"))?;
    let code = generate(1)?;
    let hashes = FromCode::hash_all(&context.secrets, round, &code);
    let (actor, inner) = (actor.clone(), context.clone());
    let (round, wijk) = context
        .db
        .write(move |conn| {
            let now = inner.now();
            let found = rounds::find(conn, round)?;
            if !actor.has_at(DESK, found.place()) {
                return Err(Error::Forbidden);
            }
            check_not_over(&found, now)?;
            let [old] = <[_; 1]>::try_from(roll::by_letter(conn, round, number)?).map_err(|_| wrong("error-letter-unknown"))?;
            if !roll::revoke_unused(conn, round, &old.code_hash)? {
                let used = matches!(old.state, RollState::Used | RollState::Paper);
                return Err(wrong(if used { "error-letter-used" } else { "error-letter-replaced" }));
            }
            let batch = Batch { round, wijk: old.wijk, channel: old.channel };
            roll::grow_batch(conn, old.batch, 1)?;
            roll::add_codes(conn, old.batch, batch, hashes, &|_| ())?;
            let detail = serde_json::json!({ "wijk": old.wijk.0, "channel": old.channel });
            Deed { actor: &actor, action: "round.replace_code", subject: Subject::Round, id: round.0 }.record_inside(conn, now, None, detail)?;
            let name = rounds::wijken_of(conn, round)?.into_iter().find(|(id, _)| *id == old.wijk).map_or_else(String::new, |(_, name)| name);
            Ok((found, name))
        })
        .await?;
    Ok(NewBatch { round, wijk, codes: code })
}

/// Codes nobody can guess.
///
/// # Errors
/// When the machine has no randomness.
pub fn generate(count: u32) -> Result<Vec<Stemcode>> {
    (0..count).map(|_| random::<{ LENGTH - 1 }>().map(Stemcode::from_random).map_err(Error::Internal)).collect()
}

/// The address on a letter: the code stands behind `#`, which no browser sends to a server.
#[must_use]
pub fn booth_url(context: &Context, round: &Round, code: &Stemcode) -> String {
    context.url(&format!("/rondes/{}/stemmen#c={}", round.slug, code.printed()))
}

/// How many people voted with a group of codes, as far as may be told now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turnout {
    /// Voting is over: so many.
    Exactly(i64),
    /// At least so many; told in tens while people vote, so that nobody's moment can be seen.
    AtLeast(i64),
}

impl Turnout {
    /// What may be told of `used` codes.
    #[must_use]
    pub const fn of(used: i64, over: bool) -> Self {
        if over { Self::Exactly(used) } else { Self::AtLeast(used - used % 10) }
    }
}

/// The turnout that was told last, per round. It is told anew every five minutes, so that nobody sees
/// somebody's moment by looking often.
#[derive(Default)]
pub struct ToldTurnout(Mutex<HashMap<RoundId, (i64, Used)>>);

type Used = BTreeMap<(WijkId, Channel), i64>;

impl ToldTurnout {
    /// Seconds between two moments at which the turnout changes.
    const STEP: i64 = 300;

    fn of(&self, round: RoundId, now: Instant, used: Used) -> Used {
        let step = now.unix() / Self::STEP;
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let told = all.entry(round).or_insert((step, Used::new()));
        if told.0 != step || told.1.is_empty() {
            *told = (step, used);
        }
        told.1.clone()
    }
}

/// The codes of one wijk and channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodesOf {
    /// Name of the wijk.
    pub wijk: String,
    /// Channel.
    pub channel: Channel,
    /// Handed out and valid, used or not.
    pub valid: i64,
    /// Used.
    pub used: Turnout,
    /// Replaced or taken back.
    pub revoked: i64,
}

/// What staff see of the codes of a round.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The round.
    pub round: Round,
    /// Its wijken.
    pub wijken: Vec<(WijkId, String)>,
    /// Codes per wijk and channel.
    pub codes: Vec<CodesOf>,
    /// The batches for letters.
    pub batches: Vec<BatchRow>,
    /// Whether codes can still be made.
    pub open: bool,
}

/// The codes of a round, per wijk and channel: turnout yes, choices never.
///
/// # Errors
/// When this person may not see it.
pub async fn overview(context: &Context, actor: &Actor, round: RoundId) -> Result<Overview> {
    let (actor, now, turnout) = (actor.clone(), context.now(), Arc::clone(&context.turnout));
    context
        .db
        .read(move |conn| {
            let round = rounds::find(conn, round)?;
            if !actor.has_at(REVIEWERS, round.place()) {
                return Err(Error::Forbidden);
            }
            let wijken = rounds::wijken_of(conn, round.id)?;
            let over = round.schedule.is_over(Phase::Vote, now);
            let told = (!over).then_some((&*turnout, now));
            let codes = codes_of(conn, round.id, &wijken, told)?;
            let batches = roll::batches(conn, round.id)?;
            Ok(Overview { open: !over && round.status != RoundStatus::Stopped, round, wijken, codes, batches })
        })
        .await
}

/// While people vote, only the turnout that may be told at this moment.
fn codes_of(conn: &mut Db, round: RoundId, wijken: &[(WijkId, String)], voting: Option<(&ToldTurnout, Instant)>) -> Result<Vec<CodesOf>> {
    let mut groups: BTreeMap<(WijkId, Channel), (i64, i64, i64)> = BTreeMap::new();
    for count in roll::counts(conn, round)? {
        let group = groups.entry((count.wijk, count.channel)).or_default();
        match count.state {
            RollState::Issued => group.0 += count.codes,
            RollState::Used | RollState::Paper => group.1 += count.codes,
            RollState::Revoked => group.2 += count.codes,
        }
    }
    let counted: Used = groups.iter().map(|(group, (_, used, _))| (*group, *used)).collect();
    let told = voting.map_or_else(|| counted.clone(), |(turnout, now)| turnout.of(round, now, counted.clone()));
    let name = |id: WijkId| wijken.iter().find(|(wijk, _)| *wijk == id).map_or_else(String::new, |(_, name)| name.clone());
    Ok(groups
        .into_iter()
        .map(|((wijk, channel), (issued, used, revoked))| CodesOf {
            wijk: name(wijk),
            channel,
            valid: issued + used,
            used: Turnout::of(told.get(&(wijk, channel)).copied().unwrap_or_default(), voting.is_none()),
            revoked,
        })
        .collect())
}

/// Sends a code to an e-mail address, on the word of its reader that they may vote. One address
/// has one code at a time: asking again replaces an unused one; that a code was used is told in
/// the mail only, so the page is the same for every address.
///
/// # Errors
/// When the round takes no votes by e-mail now.
pub async fn send_code(context: &Context, round: RoundId, wijk: WijkId, email: Email, language: Language) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write_unseen(move |conn| {
            let now = context.now();
            let round = rounds::find(conn, round)?;
            check_entrance(conn, &round, wijk, now, language)?;
            if outbox::count_since(conn, &email, now.plus(TimeDelta::minutes(-15)))? >= MOST_MAILS {
                return Ok(());
            }
            let letter = match new_code(&context, conn, &round, wijk, &email, now)? {
                Some(code) => Letter::new(Message::new("mail-stemcode-subject").with("round", &round.name))
                    .line(Message::new("mail-stemcode-text").with("round", &round.name))
                    .quote(code.printed())
                    .button(Message::new("mail-stemcode-button"), booth_url(&context, &round, &code))
                    .line(Message::new("mail-stemcode-until").with("ends", ends(&round, language)))
                    .line(Message::new("mail-stemcode-not-you")),
                None => Letter::new(Message::new("mail-stemcode-used-subject").with("round", &round.name))
                    .line(Message::new("mail-stemcode-used-text").with("ends", ends(&round, language))),
            };
            Ok(outbox::queue(conn, &context.views.mail(&email, language, &letter)?, now)?)
        })
        .await
}

fn ends(round: &Round, language: Language) -> String {
    round.schedule.window(Phase::Vote).map_or_else(String::new, |window| long_time(window.ends, language))
}

fn check_entrance(conn: &mut Db, round: &Round, wijk: WijkId, now: Instant, language: Language) -> Result<()> {
    if !round.rules.entrances.email {
        return Err(Error::NotFound);
    }
    if !round.is_open(Phase::Vote, now) {
        return Err(Error::refused(Message::new("error-vote-closed").with("ends", ends(round, language))));
    }
    if rounds::wijken_of(conn, round.id)?.iter().all(|(id, _)| *id != wijk) {
        return Err(Error::Invalid(vec![FieldError::new("wijk", Message::new("error-choose"))]));
    }
    Ok(())
}

/// A new code for this address, in the place of an unused one; none when its code was used.
fn new_code(context: &Context, conn: &mut Db, round: &Round, wijk: WijkId, email: &Email, now: Instant) -> Result<Option<Stemcode>> {
    let code = random::<{ LENGTH - 1 }>().map(Stemcode::from_random).map_err(Error::Internal)?;
    let hash = FromCode::hash(&context.secrets, round.id, &code);
    let address = context.secrets.mac(Use::EmailEntrance, &[&round.id.0.to_be_bytes(), email.as_str().as_bytes()]);
    if !roll::claim_entrance(conn, round.id, &address, &hash)? {
        let earlier = roll::entrance_code(conn, round.id, &address)?;
        if !roll::revoke_unused(conn, round.id, &earlier)? {
            return Ok(None);
        }
        roll::replace_entrance(conn, round.id, &address, &hash)?;
    }
    let batch = Batch { round: round.id, wijk, channel: Channel::Email };
    let id = roll::email_batch(conn, batch, now)?;
    roll::add_codes(conn, id, batch, vec![hash], &|_| ())?;
    Ok(Some(code))
}
