//! Stemcodes: made in a batch for letters, or one by one for an e-mail address.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{Context, Deed};
use crate::domain::code::{LENGTH, Stemcode};
use crate::domain::event::Subject;
use crate::domain::ids::{RoundId, WijkId};
use crate::domain::outcome::{Channel, RollState, RoundStatus};
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::phase::Phase;
use crate::domain::text::Email;
use crate::domain::time::{Instant, Language, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::sealing::FromCode;
use crate::secrets::{Use, random};
use crate::storage::roll::{self, Batch};
use crate::storage::rounds::Round;
use crate::storage::{Db, outbox, rounds};
use crate::views::mail::Letter;

/// The most codes in one batch.
pub const MOST_CODES: u32 = 300_000;
/// Mails to one address in a quarter of an hour.
const MOST_MAILS: i64 = 3;

/// A new batch, to be delivered once: the codes are not kept.
pub struct NewBatch {
    /// The round.
    pub round: Round,
    /// Name of the wijk.
    pub wijk: String,
    /// The codes.
    pub codes: Vec<Stemcode>,
}

/// Makes codes for a wijk of a round.
///
/// # Errors
/// When this person may not, the number is not right, or voting is over.
pub async fn make_batch(context: &Context, actor: &Actor, round: RoundId, wijk: WijkId, count: u32) -> Result<NewBatch> {
    let who = actor.clone();
    let found = context
        .db
        .read(move |conn| {
            let round = rounds::find(conn, round)?;
            if !matches!(who, Actor::Clock) && !who.has_at(REVIEWERS, round.place()) {
                return Err(Error::Forbidden);
            }
            let wijken = rounds::wijken_of(conn, round.id)?;
            Ok((round, wijken))
        })
        .await?;
    let (round, wijken) = found;
    let name = wijken.into_iter().find(|(id, _)| *id == wijk).map(|(_, name)| name);
    let name = name.ok_or_else(|| Error::Invalid(vec![FieldError::new("wijk", Message::new("error-choose"))]))?;
    if count == 0 || count > MOST_CODES {
        return Err(Error::Invalid(vec![FieldError::new("count", Message::new("error-codes-count").with("max", MOST_CODES))]));
    }
    let codes = generate(count)?;
    let hashes = FromCode::hash_all(&context.secrets, round.id, &codes);
    let (actor, inner, id) = (actor.clone(), context.clone(), round.id);
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            let round = rounds::find(conn, id)?;
            if round.status == RoundStatus::Stopped || round.schedule.is_over(Phase::Vote, now) {
                return Err(Error::refused(Message::new("error-codes-too-late")));
            }
            let batch = Batch { round: id, wijk, channel: Channel::Letter };
            let batch_id = roll::add_batch(conn, batch, i64::from(count), actor.person(), now)?;
            roll::add_codes(conn, batch_id, batch, &hashes)?;
            let detail = serde_json::json!({ "batch": batch_id.0, "wijk": wijk.0, "channel": batch.channel, "codes": count });
            Deed { actor: &actor, action: "round.make_codes", subject: Subject::Round, id: id.0 }.record_inside(conn, now, None, detail)
        })
        .await?;
    Ok(NewBatch { round, wijk: name, codes })
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

/// The codes of a batch as a file for the printer.
///
/// # Errors
/// When the file cannot be made.
pub fn csv(context: &Context, batch: &NewBatch) -> Result<Vec<u8>> {
    // The mark that tells spreadsheets which letters are used.
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut file = csv::WriterBuilder::new().delimiter(b';').from_writer(&mut out);
    file.write_record(["stemcode", "adres", "wijk"]).map_err(Error::internal)?;
    for code in &batch.codes {
        file.write_record([&code.printed(), &booth_url(context, &batch.round, code), &batch.wijk]).map_err(Error::internal)?;
    }
    file.flush().map_err(Error::internal)?;
    drop(file);
    Ok(out)
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
    /// Whether codes can still be made.
    pub open: bool,
}

/// The codes of a round, per wijk and channel: turnout yes, choices never.
///
/// # Errors
/// When this person may not see it.
pub async fn overview(context: &Context, actor: &Actor, round: RoundId) -> Result<Overview> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let round = rounds::find(conn, round)?;
            if !actor.has_at(REVIEWERS, round.place()) {
                return Err(Error::Forbidden);
            }
            let wijken = rounds::wijken_of(conn, round.id)?;
            let over = round.schedule.is_over(Phase::Vote, now);
            let codes = codes_of(conn, round.id, &wijken, over)?;
            Ok(Overview { open: !over && round.status != RoundStatus::Stopped, round, wijken, codes })
        })
        .await
}

fn codes_of(conn: &mut Db, round: RoundId, wijken: &[(WijkId, String)], over: bool) -> Result<Vec<CodesOf>> {
    let mut groups: BTreeMap<(WijkId, Channel), (i64, i64, i64)> = BTreeMap::new();
    for count in roll::counts(conn, round)? {
        let group = groups.entry((count.wijk, count.channel)).or_default();
        match count.state {
            RollState::Issued => group.0 += count.codes,
            RollState::Used => group.1 += count.codes,
            RollState::Revoked => group.2 += count.codes,
        }
    }
    let name = |id: WijkId| wijken.iter().find(|(wijk, _)| *wijk == id).map_or_else(String::new, |(_, name)| name.clone());
    Ok(groups
        .into_iter()
        .map(|((wijk, channel), (issued, used, revoked))| CodesOf {
            wijk: name(wijk),
            channel,
            valid: issued + used,
            used: Turnout::of(used, over),
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
    roll::add_codes(conn, id, batch, &[hash])?;
    Ok(Some(code))
}
