//! Staff: how they come in (a password and a second factor), set both up, and show once more that
//! it is them before something that cannot be undone.

use std::time::Duration;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::TimeDelta;
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;
use totp_rs::TOTP;

use super::sign_in::{Started, current_grants, open_session};
use super::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::ids::PersonId;
use crate::domain::password::{self, PasswordProblem};
use crate::domain::person::Actor;
use crate::domain::text::Email;
use crate::domain::time::Instant;
use crate::error::{Error, FieldError, Message, Result};
use crate::secrets::{Use, hex, random, sha256, unhex};
use crate::storage::people::{self, Credentials, Person};
use crate::storage::sessions::{self, Link, LinkPurpose, NewLink};
use crate::storage::{Db, outbox};
use crate::views::mail::Letter;

/// How long a set-up link works.
const SETUP_LIFE: TimeDelta = TimeDelta::hours(24);
/// How long a second factor counts as just given (ASVS 7.5.3).
const FRESH: TimeDelta = TimeDelta::minutes(5);
/// A refusal takes at least this long, so that the time says nothing about the address.
const REFUSAL: Duration = Duration::from_millis(250);
/// Wrong tries before each next one has to wait.
const FREE_TRIES: i32 = 3;
/// Wrong tries before the owner gets a mail about them.
const ALARMING_TRIES: i32 = 10;
/// Seconds that one code of the app holds (RFC 6238).
const STEP: i64 = 30;
/// The hash of a password nobody knows: unknown addresses take as long as known ones.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$d2lqa2RlYWwtbm9ib2R5$Yl9LmmbXN0vOyFkKVTKpDvB2yVqxCNXOJZ6OMcZkvMQ";
/// Hashing costs 19 MiB and some 25 ms each, so only two run at a time; the others wait.
static HASHING: Semaphore = Semaphore::const_new(2);

fn argon() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Runs work with a password, a few at a time and away from the threads that answer requests.
async fn hashing<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let turn = tokio::time::timeout(Duration::from_secs(5), HASHING.acquire()).await.map_err(|_| Error::Busy)?;
    let _turn = turn.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// The stored form of a password (argon2id, 19 MiB, two passes).
///
/// # Errors
/// When too many wait, or the machine has no randomness.
pub async fn hash(password: String) -> Result<String> {
    hashing(move || {
        let salt = SaltString::encode_b64(&random::<16>().map_err(Error::Internal)?).map_err(Error::internal)?;
        Ok(argon()?.hash_password(password.as_bytes(), &salt).map_err(Error::internal)?.to_string())
    })
    .await
}

async fn is_right(password: String, stored: String) -> Result<bool> {
    hashing(move || {
        let parsed = PasswordHash::new(&stored).map_err(Error::internal)?;
        Ok(argon()?.verify_password(password.as_bytes(), &parsed).is_ok())
    })
    .await
}

fn totp(context: &Context, seed: Vec<u8>, email: &str) -> Result<TOTP> {
    let issuer = format!("wijkdeal {}", context.settings.municipality.replace(':', " "));
    TOTP::new(totp_rs::Algorithm::SHA1, 6, 0, STEP.unsigned_abs(), seed, Some(issuer), email.to_owned()).map_err(Error::internal)
}

/// The step whose code this is, when it is later than `after`: the step of now, or the one before or
/// after it, because clocks differ and typing takes time (RFC 6238 5.2).
fn step_of(totp: &TOTP, code: &str, now: Instant, after: i64) -> Option<i64> {
    let typed: String = code.chars().filter(char::is_ascii_digit).collect();
    let here = now.unix() / STEP;
    (here - 1..=here + 1).filter(|step| *step > after).find(|step| {
        let right = totp.generate(step.unsigned_abs() * STEP.unsigned_abs());
        bool::from(right.as_bytes().ct_eq(typed.as_bytes()))
    })
}

fn seal_context(person: PersonId) -> Vec<u8> {
    format!("person {person}").into_bytes()
}

fn not_right() -> Error {
    Error::refused(Message::new("error-staff-sign-in"))
}

/// Signs in a member of staff. Whatever is wrong, the answer and the time it takes are the same.
///
/// # Errors
/// One refusal for all that can be wrong, or [`Error::Busy`].
pub async fn sign_in(context: &Context, email: Email, password: String, code: String) -> Result<Started> {
    let begun = tokio::time::Instant::now();
    let open = |conn: &mut Db, person: &Person, now| open_session(conn, person, true, "/werk".to_owned(), now);
    let started = proven(context, email, password, code, open).await?;
    if started.is_none() {
        tokio::time::sleep_until(begun + REFUSAL).await;
        tracing::warn!("a staff sign-in was refused");
    }
    started.ok_or_else(not_right)
}

/// Recognises a member of staff by the same proof, without signing them in: for what two people do at
/// the server itself.
///
/// # Errors
/// As [`sign_in`].
pub async fn recognise(context: &Context, email: Email, password: String, code: String) -> Result<Actor> {
    let who = |conn: &mut Db, person: &Person, now| {
        Ok(Actor::Person { id: person.id, name: person.name.clone(), grants: current_grants(conn, person, now)? })
    };
    proven(context, email, password, code, who).await?.ok_or_else(not_right)
}

/// What `then` makes of a member of staff who gave the right password and code; none when not.
async fn proven<T: Send + 'static>(
    context: &Context,
    email: Email,
    password: String,
    code: String,
    then: impl FnOnce(&mut Db, &Person, Instant) -> Result<T> + Send + 'static,
) -> Result<Option<T>> {
    let known = context
        .db
        .read(move |conn| {
            let Some(person) = people::by_email(conn, &email)? else { return Ok(None) };
            Ok(people::credentials(conn, person.id)?.map(|credentials| (person, credentials)))
        })
        .await?;
    let stored = known.as_ref().map_or_else(|| NOBODY.to_owned(), |(_, credentials)| credentials.password_hash.clone());
    let right = is_right(password, stored.clone()).await?;
    let Some((person, _)) = known else { return Ok(None) };
    let context = context.clone();
    context
        .db
        .clone()
        .write_unseen(move |conn| {
            let now = context.now();
            let Some(credentials) = people::credentials_locked(conn, person.id)?.filter(|c| c.password_hash == stored) else { return Ok(None) };
            let staff = person.disabled_at.is_none() && !current_grants(conn, &person, now)?.is_empty();
            if !try_code(&context, conn, &person, &credentials, right && staff, &code)? {
                return Ok(None);
            }
            then(conn, &person, now).map(Some)
        })
        .await
}

/// Tries a code and notes how it went. Tries that come too soon after wrong ones are not looked at
/// and not counted: nobody can lock somebody else out, only slow down guessing.
fn try_code(context: &Context, conn: &mut Db, person: &Person, credentials: &Credentials, rest_is_right: bool, code: &str) -> Result<bool> {
    let now = context.now();
    if credentials.wait_until.is_some_and(|until| now < until) {
        return Ok(false);
    }
    let seed = context.secrets.open(Use::SecondFactor, &seal_context(person.id), &credentials.totp_sealed).map_err(Error::internal)?;
    let totp = totp(context, seed, person.email.as_ref().map_or("", Email::as_str))?;
    let step = step_of(&totp, code, now, credentials.totp_last_step).filter(|_| rest_is_right);
    let failures = if step.is_some() { 0 } else { credentials.failures.saturating_add(1) };
    people::note_try(conn, person.id, step.unwrap_or(credentials.totp_last_step), failures, wait_after(failures).map(|wait| now.plus(wait)))?;
    if failures == ALARMING_TRIES {
        let letter = Letter::new(Message::new("mail-staff-tries-subject")).line(Message::new("mail-staff-tries-text").with("n", ALARMING_TRIES));
        context.post(conn, person, &letter)?;
    }
    Ok(step.is_some())
}

/// How long to wait after so many wrong tries: 1, 2, 4, ... seconds, a minute at most.
fn wait_after(failures: i32) -> Option<TimeDelta> {
    let over = u32::try_from(failures - FREE_TRIES).ok()?;
    Some(TimeDelta::seconds(1_i64.checked_shl(over.min(6)).unwrap_or(60).min(60)))
}

/// Shows once more that it is them: a new code of the app.
///
/// # Errors
/// When the code is wrong or was used before.
pub async fn confirm(context: &Context, actor: &Actor, session: [u8; 32], code: String) -> Result<()> {
    let id = actor.person().ok_or(Error::SignInFirst)?;
    let context = context.clone();
    let right = context
        .db
        .clone()
        .write_unseen(move |conn| {
            let person = people::find(conn, id)?;
            let Some(credentials) = people::credentials_locked(conn, id)? else { return Ok(false) };
            let right = try_code(&context, conn, &person, &credentials, true, &code)?;
            if right {
                sessions::stepped_up(conn, &sha256(&session), context.now())?;
            }
            Ok(right)
        })
        .await?;
    if right { Ok(()) } else { Err(Error::refused(Message::new("error-code-wrong"))) }
}

/// Demands that the second factor of this session was given in the last five minutes: before
/// counting, confirming, publishing, and changes of roles. In the demo, where nobody has an app
/// with codes, being signed in is enough.
///
/// # Errors
/// [`Error::CodeFirst`] when it was longer ago; [`Error::SignInFirst`] without a session.
pub fn require_fresh(context: &Context, conn: &mut Db, session: Option<&[u8; 32]>) -> Result<()> {
    let session = session.ok_or(Error::SignInFirst)?;
    let (found, person) = sessions::find(conn, &sha256(session))?.ok_or(Error::SignInFirst)?;
    let fresh = found.step_up_at.is_some_and(|at| context.now().since(at) < FRESH);
    if fresh || (context.settings.demo && people::credentials(conn, person.id)?.is_none()) { Ok(()) } else { Err(Error::CodeFirst) }
}

/// Proof that the second factor of a session was given in the last five minutes. What matters most
/// asks for it, so that it cannot be forgotten.
#[derive(Debug, Clone, Copy)]
pub struct Fresh(());

impl Fresh {
    /// For the command line and the demo: there is no session to ask.
    #[must_use]
    pub const fn without_session() -> Self {
        Self(())
    }
}

/// What [`require_fresh`] demands, as a proof.
///
/// # Errors
/// As [`require_fresh`].
pub async fn fresh(context: &Context, session: Option<[u8; 32]>) -> Result<Fresh> {
    let inner = context.clone();
    context.db.read(move |conn| require_fresh(&inner, conn, session.as_ref())).await?;
    Ok(Fresh(()))
}

/// Whether [`require_fresh`] would let this session through: to ask for the code before a form
/// instead of after it.
///
/// # Errors
/// When the database fails.
pub async fn is_fresh(context: &Context, session: Option<[u8; 32]>) -> Result<bool> {
    let inner = context.clone();
    match context.db.read(move |conn| require_fresh(&inner, conn, session.as_ref())).await {
        Ok(()) => Ok(true),
        Err(Error::CodeFirst | Error::SignInFirst) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes a set-up link for somebody with a role; earlier ones stop working. Gives its address.
///
/// # Errors
/// When the person has no address, or the database fails.
pub fn setup_link(context: &Context, conn: &mut Db, person: &Person) -> Result<String> {
    let email = person.email.clone().ok_or(Error::NotFound)?;
    let token: [u8; 32] = random().map_err(Error::Internal)?;
    let now = context.now();
    let link = NewLink {
        token_hash: sha256(&token).to_vec(),
        // No digits can be typed instead: this is the hash of something nobody has.
        code_hash: sha256(&random::<32>().map_err(Error::Internal)?).to_vec(),
        browser_hash: None,
        email,
        purpose: LinkPurpose::StaffSetup,
        next: "/werk".to_owned(),
        expires_at: now.plus(SETUP_LIFE),
    };
    sessions::add_link(conn, &link, now)?;
    Ok(context.url(&format!("/inloggen/instellen#t={}", hex(&token))))
}

/// What somebody needs to set up the app with codes.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Whose.
    pub email: Email,
    /// The seed, as an app takes it when it is typed.
    pub secret: String,
    /// The same as an address in a QR code.
    pub url: String,
    /// The seed, sealed: the page carries it until the set-up is done.
    pub sealed: String,
}

fn expired() -> Error {
    Error::refused(Message::new("error-setup-link"))
}

/// The person a set-up link is for, when it works and they (will) have a role.
fn invited(conn: &mut Db, hash: &[u8], now: Instant) -> Result<(Link, Person)> {
    let link = sessions::link_by_token(conn, hash)?.filter(|link| link.purpose == LinkPurpose::StaffSetup);
    let link = link.filter(|link| link.used_at.is_none() && now < link.expires_at).ok_or_else(expired)?;
    let person = people::by_email(conn, &link.email)?.filter(|person| person.disabled_at.is_none()).ok_or_else(expired)?;
    let has_role = people::roles_of(conn, person.id)?.iter().any(|row| row.grant.ends.is_none_or(|last| now.day() <= last));
    if has_role { Ok((link, person)) } else { Err(expired()) }
}

/// Begins, or goes on with, a set-up. Looking changes nothing: the link works until it is finished.
///
/// # Errors
/// When the link is unknown, used or too old.
pub async fn begin_setup(context: &Context, token: &str, sealed: Option<&str>) -> Result<Setup> {
    let hash = unhex(token).map(|bytes| sha256(&bytes)).ok_or_else(expired)?;
    let now = context.now();
    let email = context.db.write_unseen(move |conn| invited(conn, &hash, now).map(|(link, _)| link.email)).await?;
    let seed = match sealed {
        Some(sealed) => open_seed(context, &hash, sealed)?,
        None => random::<20>().map_err(Error::Internal)?.to_vec(),
    };
    let sealed = hex(&context.secrets.seal(Use::SecondFactor, &hash, &seed).map_err(Error::Internal)?);
    let totp = totp(context, seed, email.as_str())?;
    Ok(Setup { secret: totp.get_secret_base32(), url: totp.get_url(), email, sealed })
}

fn open_seed(context: &Context, hash: &[u8], sealed: &str) -> Result<Vec<u8>> {
    let bytes = unhex(sealed).ok_or_else(expired)?;
    context.secrets.open(Use::SecondFactor, hash, &bytes).map_err(|_| expired())
}

/// Finishes a set-up: stores password and second factor, ends all other sessions, and signs in.
///
/// # Errors
/// What is wrong with the password or the code, or with the link.
pub async fn finish_setup(context: &Context, token: &str, sealed: &str, password: String, code: &str) -> Result<Started> {
    let hash = unhex(token).map(|bytes| sha256(&bytes)).ok_or_else(expired)?;
    let seed = open_seed(context, &hash, sealed)?;
    let now = context.now();
    let person = context.db.write_unseen(move |conn| invited(conn, &hash, now).map(|(_, person)| person)).await?;
    let email = person.email.clone().ok_or_else(expired)?;
    let step = step_of(&totp(context, seed.clone(), email.as_str())?, code, now, 0);
    let mut errors = Vec::new();
    errors.extend(password_error(&password, &person).map(|message| FieldError::new("password", message)));
    if step.is_none() {
        errors.push(FieldError::new("code", Message::new("error-code-wrong")));
    }
    let (Some(step), true) = (step, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let password_hash = self::hash(password).await?;
    let sealed = context.secrets.seal(Use::SecondFactor, &seal_context(person.id), &seed).map_err(Error::Internal)?;
    let context = context.clone();
    context
        .db
        .clone()
        .write_unseen(move |conn| {
            let (link, person) = invited(conn, &hash, now)?;
            sessions::use_link(conn, link.id, now)?;
            people::set_credentials(conn, person.id, &password_hash, &sealed, step, now)?;
            sessions::end_all(conn, person.id, None, now)?;
            let actor = Actor::Person { id: person.id, name: person.name.clone(), grants: current_grants(conn, &person, now)? };
            Deed { actor: &actor, action: "person.set_up", subject: Subject::Person, id: person.id.0 }.record_inside(
                conn,
                now,
                None,
                serde_json::json!({}),
            )?;
            let letter = Letter::new(Message::new("mail-staff-set-up-subject")).line(Message::new("mail-staff-set-up-text"));
            outbox::queue(conn, &context.views.mail(&link.email, person.language, &letter)?, now)?;
            open_session(conn, &person, true, link.next, now)
        })
        .await
}

/// What is wrong with a password for this person.
fn password_error(password: &str, person: &Person) -> Option<Message> {
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let own: Vec<String> = words(&person.name).into_iter().chain(words(person.email.as_ref().map_or("", Email::as_str))).collect();
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    match password::check(password, &own) {
        Ok(()) => None,
        Err(PasswordProblem::TooShort) => Some(Message::new("error-password-short").with("n", password::SHORTEST)),
        Err(PasswordProblem::TooLong) => Some(Message::new("error-password-long").with("n", password::LONGEST)),
        Err(PasswordProblem::Common) => Some(Message::new("error-password-common")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_gets_slower_and_never_stops() {
        let seconds: Vec<i64> = (0..12).map(|n| wait_after(n).map_or(0, |wait| wait.num_seconds())).collect();
        assert_eq!(seconds, [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(wait_after(i32::MAX), Some(TimeDelta::seconds(60)));
    }

    #[test]
    fn the_hash_of_nobody_costs_as_much_as_a_real_one() {
        let parsed = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(Params::try_from(&parsed).unwrap(), Params::new(19 * 1024, 2, 1, Some(32)).unwrap());
        assert!(parsed.hash.is_some());
    }
}
