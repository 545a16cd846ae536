//! Privacy: seeing what is kept about you, being forgotten, and forgetting by itself what has had
//! its time. The terms are those of `docs/gegevens.md` and the page /privacy.

use chrono::TimeDelta;
use serde::Serialize;

use super::sign_in::current_grants;
use super::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::person::Actor;
use crate::domain::time::Instant;
use crate::error::{Error, Message, Result};
use crate::storage::privacy::{self, Kept};
use crate::storage::{outbox, people, sessions};
use crate::views::mail::Letter;

/// How long a link is kept after it stopped working.
const LINKS: TimeDelta = TimeDelta::hours(24);
/// How long a session is kept after its end.
const SESSIONS: TimeDelta = TimeDelta::days(30);
/// How long a form is held for somebody whose session had ended.
const FORMS: TimeDelta = TimeDelta::hours(24);
/// How long the fact that a mail was sent is kept.
const MAILS: TimeDelta = TimeDelta::days(30);

/// How long the codes of a round are kept after its outcome was published.
const CODES: TimeDelta = TimeDelta::days(30);

/// Somebody's own copy of their data.
#[derive(Debug, Serialize)]
pub struct MyData {
    /// Name.
    pub name: String,
    /// Address.
    pub email: Option<String>,
    /// Language.
    pub language: &'static str,
    /// Since when there is an account.
    pub created_at: Instant,
    /// Last sign-in.
    pub seen_at: Instant,
    /// Roles: name, first and last day.
    pub roles: Vec<(&'static str, String, Option<String>)>,
    /// The rest.
    #[serde(flatten)]
    pub kept: Kept,
}

/// Everything that is kept about whoever asks.
///
/// # Errors
/// When nobody is signed in, or the database fails.
pub async fn my_data(context: &Context, actor: &Actor) -> Result<MyData> {
    let id = actor.person().ok_or(Error::SignInFirst)?;
    context
        .db
        .read(move |conn| {
            let person = people::find(conn, id)?;
            let roles = people::roles_of(conn, id)?
                .into_iter()
                .map(|row| (row.grant.role.as_str(), row.grant.starts.to_string(), row.grant.ends.map(|day| day.to_string())))
                .collect();
            let kept = privacy::kept_about(conn, &person)?;
            Ok(MyData {
                email: person.email.map(|email| email.to_string()),
                language: person.language.code(),
                created_at: person.created_at,
                seen_at: person.seen_at,
                name: person.name,
                roles,
                kept,
            })
        })
        .await
}

/// Forgets whoever asks: name and address go, sessions end, drafts go; what they made public stays
/// without their name. Somebody with a role gives that back first.
///
/// # Errors
/// When somebody still has a role, or the database fails.
pub async fn forget_me(context: &Context, actor: &Actor) -> Result<()> {
    let id = actor.person().ok_or(Error::SignInFirst)?;
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let person = people::find(conn, id)?;
            if !current_grants(conn, &person, now)?.is_empty() {
                return Err(Error::refused(Message::new("error-erase-role")));
            }
            if let Some(email) = &person.email {
                sessions::forget_links_of(conn, email)?;
                outbox::forget_to(conn, email)?;
            }
            privacy::forget_person(conn, id, now)?;
            Deed { actor: &actor, action: "person.erase", subject: Subject::Person, id: id.0 }.record_inside(
                conn,
                now,
                None,
                serde_json::json!({}),
            )?;
            if let Some(email) = &person.email {
                // The last mail: it leaves, and then nothing of the address is left.
                let letter = Letter::new(Message::new("mail-erased-subject")).line(Message::new("mail-erased-text"));
                outbox::queue(conn, &context.views.mail(email, person.language, &letter)?, now)?;
            }
            Ok(())
        })
        .await
}

/// What was forgotten because its time was over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Sign-in links.
    pub links: usize,
    /// Sessions.
    pub sessions: usize,
    /// Forms.
    pub forms: usize,
    /// Mails.
    pub mails: usize,
    /// Stemcodes of rounds that are over.
    pub codes: usize,
}

/// Forgets what has had its time. Doing it twice forgets nothing more.
///
/// # Errors
/// When the database fails.
pub async fn clean_up(context: &Context) -> Result<Cleaned> {
    let now = context.now();
    let before = move |term: TimeDelta| now.plus(-term);
    context
        .db
        .write_unseen(move |conn| {
            Ok(Cleaned {
                links: sessions::forget_links(conn, before(LINKS))?,
                sessions: sessions::forget_sessions(conn, before(SESSIONS))?,
                forms: sessions::forget_forms(conn, before(FORMS))?,
                mails: outbox::forget(conn, before(MAILS))?,
                codes: privacy::forget_rolls(conn, before(CODES))?,
            })
        })
        .await
}
