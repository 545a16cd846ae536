//! Coming in and going out. Residents get a link by mail; it signs in the browser that asked for it.

use chrono::TimeDelta;

use super::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::person::{Actor, Grant};
use crate::domain::text::Email;
use crate::domain::time::{Instant, Language};
use crate::error::{Error, Message, Result};
use crate::secrets::{hex, random, sha256, unhex};
use crate::storage::people::Person;
use crate::storage::sessions::{self, Link, LinkPurpose, NewLink};
use crate::storage::{Db, outbox, people};
use crate::views::mail::Letter;

/// How long a link works (ASVS 6.5.5).
const LINK_LIFE: TimeDelta = TimeDelta::minutes(10);
/// Wrong digits before a link stops working.
const MOST_TRIES: i32 = 5;

/// How long sessions last and how many a person has.
#[derive(Debug, Clone, Copy)]
pub struct SessionLimits {
    /// Without use.
    pub idle: TimeDelta,
    /// In all.
    pub longest: TimeDelta,
    /// At the same time; one more ends the oldest.
    pub most: i64,
}

/// The limits for residents and for staff.
#[must_use]
pub const fn limits(staff: bool) -> SessionLimits {
    if staff {
        SessionLimits { idle: TimeDelta::minutes(30), longest: TimeDelta::hours(8), most: 3 }
    } else {
        SessionLimits { idle: TimeDelta::hours(2), longest: TimeDelta::hours(12), most: 5 }
    }
}

/// Asks for a link. The answer is the same for every address; what differs is in the mail.
///
/// # Errors
/// When the database fails.
pub async fn ask_link(context: &Context, email: Email, visitor: Option<[u8; 16]>, next: String, language: Language) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write_unseen(move |conn| {
            let now = context.now();
            let recent = sessions::links_since(conn, &email, now.plus(TimeDelta::minutes(-15)))?;
            let today = sessions::links_since(conn, &email, now.plus(TimeDelta::hours(-24)))?;
            if recent >= 3 || today >= 10 {
                return Ok(());
            }
            let known = people::by_email(conn, &email)?;
            let language = known.as_ref().map_or(language, |person| person.language);
            let is_staff = match &known {
                Some(person) => !current_grants(conn, person, now)?.is_empty(),
                None => false,
            };
            let letter = if is_staff {
                Letter::new(Message::new("mail-staff-sign-in-subject"))
                    .line(Message::new("mail-staff-sign-in-text"))
                    .button(Message::new("mail-staff-sign-in-button"), context.url("/inloggen/medewerker"))
            } else {
                resident_letter(&context, conn, &email, visitor, next, now)?
            };
            outbox::queue(conn, &context.views.mail(&email, language, &letter)?, now)?;
            Ok(())
        })
        .await
}

fn resident_letter(context: &Context, conn: &mut Db, email: &Email, visitor: Option<[u8; 16]>, next: String, now: Instant) -> Result<Letter> {
    let (token, digits) = (random::<32>().map_err(Error::Internal)?, digits()?);
    let link = NewLink {
        token_hash: sha256(&token).to_vec(),
        code_hash: sha256(digits.as_bytes()).to_vec(),
        browser_hash: visitor.map(|id| sha256(&id).to_vec()),
        email: email.clone(),
        purpose: LinkPurpose::Resident,
        next,
        expires_at: now.plus(LINK_LIFE),
    };
    sessions::add_link(conn, &link, now)?;
    Ok(Letter::new(Message::new("mail-sign-in-subject"))
        .line(Message::new("mail-sign-in-text"))
        .button(Message::new("mail-sign-in-button"), context.url(&format!("/inloggen/link#t={}", hex(&token))))
        .line(Message::new("mail-sign-in-code"))
        .quote(digits)
        .line(Message::new("mail-sign-in-not-you")))
}

/// Eight digits nobody can guess in five tries (26.6 bits).
fn digits() -> Result<String> {
    let number = u64::from_be_bytes(random().map_err(Error::Internal)?);
    Ok(format!("{:08}", number % 100_000_000))
}

/// A session that was started: its identifier for the cookie, and where to go.
#[derive(Debug)]
pub struct Started {
    /// Identifier; only its hash is stored.
    pub session: [u8; 32],
    /// Whether the limits for staff hold.
    pub staff: bool,
    /// Path to go to.
    pub next: String,
}

/// Signs in with the token of a link.
///
/// # Errors
/// When the link is unknown, used, too old, or was asked for in another browser.
pub async fn with_token(context: &Context, token: &str, visitor: Option<[u8; 16]>, language: Language) -> Result<Started> {
    let hash = unhex(token).map(|bytes| sha256(&bytes)).ok_or_else(expired)?;
    let context = context.clone();
    context
        .db
        .clone()
        .write_unseen(move |conn| {
            let now = context.now();
            let link = sessions::link_by_token(conn, &hash)?.ok_or_else(expired)?;
            let same_browser = link.browser_hash == visitor.map(|id| sha256(&id).to_vec());
            match link.purpose {
                LinkPurpose::Demo if context.settings.demo => {}
                LinkPurpose::Resident if usable(&link, now) && same_browser => {}
                LinkPurpose::Resident if usable(&link, now) => return Err(Error::refused(Message::new("error-link-other-browser"))),
                LinkPurpose::Resident | LinkPurpose::Demo | LinkPurpose::StaffSetup => return Err(expired()),
            }
            start(conn, &link, language, now)
        })
        .await
}

/// Signs in with the digits from the mail, typed in the browser that asked. Outcome of a wrong try
/// is written too, so it is not an error inside the transaction.
///
/// # Errors
/// When there is no such link, or the digits are wrong.
pub async fn with_digits(context: &Context, digits: String, visitor: [u8; 16], language: Language) -> Result<Started> {
    let context = context.clone();
    let started = context
        .db
        .clone()
        .write_unseen(move |conn| {
            let now = context.now();
            let link = sessions::link_by_browser(conn, &sha256(&visitor))?.filter(|link| usable(link, now)).ok_or_else(expired)?;
            let typed: String = digits.chars().filter(char::is_ascii_digit).collect();
            if sha256(typed.as_bytes()).as_slice() != link.code_hash {
                sessions::count_try(conn, link.id)?;
                return Ok(None);
            }
            start(conn, &link, language, now).map(Some)
        })
        .await?;
    started.ok_or_else(|| Error::refused(Message::new("error-digits-wrong")))
}

fn expired() -> Error {
    Error::refused(Message::new("error-link-expired"))
}

fn usable(link: &Link, now: Instant) -> bool {
    link.used_at.is_none() && now < link.expires_at && link.tries < MOST_TRIES
}

fn start(conn: &mut Db, link: &Link, language: Language, now: Instant) -> Result<Started> {
    sessions::use_link(conn, link.id, now)?;
    let person = people::by_email_or_new(conn, &link.email, language, now)?;
    if person.disabled_at.is_some() {
        return Err(expired());
    }
    let staff = !current_grants(conn, &person, now)?.is_empty();
    if staff && link.purpose == LinkPurpose::Resident {
        return Err(expired());
    }
    open_session(conn, &person, staff, link.next.clone(), now)
}

/// Starts a session for somebody who has proven who they are.
///
/// # Errors
/// When the database fails.
pub(super) fn open_session(conn: &mut Db, person: &Person, staff: bool, next: String, now: Instant) -> Result<Started> {
    let session: [u8; 32] = random().map_err(Error::Internal)?;
    people::seen(conn, person.id, now)?;
    sessions::start(conn, &sha256(&session), person.id, staff, now)?;
    sessions::end_older(conn, person.id, limits(staff).most, now)?;
    if staff {
        let actor = Actor::Person { id: person.id, name: person.name.clone(), grants: current_grants(conn, person, now)? };
        Deed { actor: &actor, action: "person.sign_in", subject: Subject::Person, id: person.id.0 }.record_inside(
            conn,
            now,
            None,
            serde_json::json!({}),
        )?;
    }
    Ok(Started { session, staff, next })
}

/// The roles of a person that hold now.
///
/// # Errors
/// When the database fails.
pub fn current_grants(conn: &mut Db, person: &Person, now: Instant) -> Result<Vec<Grant>> {
    let rows = people::roles_of(conn, person.id)?;
    Ok(rows.into_iter().map(|row| row.grant).filter(|grant| grant.holds_on(now.day())).collect())
}

/// Who a session belongs to, when it still holds. Changed roles and ended sessions count at once.
///
/// # Errors
/// When the database fails.
pub async fn resume(context: &Context, session: &[u8; 32]) -> Result<Option<Actor>> {
    let hash = sha256(session);
    let now = context.now();
    let found = context
        .db
        .read(move |conn| {
            let Some((session, person)) = sessions::find(conn, &hash)? else { return Ok(None) };
            let grants = current_grants(conn, &person, now)?;
            let limits = limits(!grants.is_empty());
            if !grants.is_empty() && session.step_up_at.is_none() {
                // Began as a resident and got a role since: that asks for the second factor.
                return Ok(None);
            }
            let held = now.since(session.seen_at) < limits.idle && now.since(session.created_at) < limits.longest;
            let touch = now.since(session.seen_at) >= TimeDelta::minutes(1);
            Ok(held.then_some((Actor::Person { id: person.id, name: person.name, grants }, touch)))
        })
        .await?;
    let Some((actor, touch)) = found else { return Ok(None) };
    if touch {
        context.db.write_unseen(move |conn| Ok(sessions::seen(conn, &hash, now)?)).await?;
    }
    Ok(Some(actor))
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(context: &Context, session: &[u8; 32]) -> Result<()> {
    let (hash, now) = (sha256(session), context.now());
    context.db.write_unseen(move |conn| Ok(sessions::end(conn, &hash, now)?)).await
}
