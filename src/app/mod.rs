//! What people can do: one function for each thing, which opens the transaction, asks the domain,
//! writes, and adds the event and the mails in the same transaction.

use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Settings;
use crate::domain::event::{NewEvent, Subject};
use crate::domain::person::Actor;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::http::limits::Limits;
use crate::secrets::{Secrets, random};
use crate::storage::people::Person;
use crate::storage::{Database, Db, events, outbox};
use crate::views::Views;
use crate::views::mail::Letter;

pub mod adviezen;
pub mod areas;
pub mod arguments;
pub mod codes;
pub mod count;
pub mod execution;
pub mod fieldwork;
pub mod hands;
pub mod heads;
pub mod help;
pub mod ideas;
pub mod ledger;
pub mod letters;
pub mod mailbox;
pub mod paper;
pub mod people;
pub mod polling;
pub mod privacy;
pub mod receipts;
pub mod rehearsal;
pub mod review;
pub mod rounds;
pub mod sign_in;
pub mod staff;
pub mod timeline;
pub mod voting;
pub mod witness;
pub mod work;

/// Everything a use case needs from outside.
#[derive(Clone)]
pub struct Context {
    /// The database.
    pub db: Database,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Keys.
    pub secrets: Arc<Secrets>,
    /// Settings.
    pub settings: Arc<Settings>,
    /// Templates and texts.
    pub views: Arc<Views>,
    /// Limits on tries.
    pub limits: Arc<Limits>,
    /// Ballots that do not change any more.
    pub ballots: Arc<voting::FrozenBallots>,
    /// The turnout that was told last.
    pub turnout: Arc<codes::ToldTurnout>,
    /// Ballots on their way into the box.
    pub casting: voting::Casting,
}

impl Context {
    /// The time now.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// An address of ours for mails and printed matter.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.settings.base_url)
    }

    /// Puts a letter to this person in the outbox; nobody without an address gets one.
    ///
    /// # Errors
    /// When the database or a template fails.
    pub fn post(&self, conn: &mut Db, to: &Person, letter: &Letter) -> Result<()> {
        let Some(email) = to.email.as_ref().filter(|_| to.erased_at.is_none()) else { return Ok(()) };
        let mail = self.views.mail(email, to.language, letter)?;
        outbox::queue(conn, &mail, self.now())?;
        Ok(())
    }
}

/// Something somebody does, on its way to the record.
#[derive(Debug, Clone)]
pub struct Deed<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// What: `idea.submit`.
    pub action: &'static str,
    /// To what kind of thing.
    pub subject: Subject,
    /// To which one.
    pub id: i64,
}

impl Deed<'_> {
    /// Adds the deed to the public record.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record(&self, conn: &mut Db, at: Instant, reason: Option<&str>, detail: serde_json::Value) -> Result<()> {
        self.write(conn, at, reason, detail, true)
    }

    /// Adds the deed to the record that only staff can read.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_inside(&self, conn: &mut Db, at: Instant, reason: Option<&str>, detail: serde_json::Value) -> Result<()> {
        self.write(conn, at, reason, detail, false)
    }

    fn write(&self, conn: &mut Db, at: Instant, reason: Option<&str>, detail: serde_json::Value, public: bool) -> Result<()> {
        let event = NewEvent {
            at,
            actor: self.actor.person(),
            actor_role: role_name(self.actor).to_owned(),
            action: self.action.to_owned(),
            subject: self.subject,
            subject_id: self.id,
            reason: reason.map(str::to_owned),
            detail,
            public,
        };
        let salt = random().map_err(Error::Internal)?;
        Ok(events::append(conn, &event, &salt)?)
    }
}

/// In which capacity somebody acts: their first role, `resident`, or `clock`.
fn role_name(actor: &Actor) -> &'static str {
    match actor {
        Actor::Clock => "clock",
        Actor::Visitor => "visitor",
        Actor::Person { grants, .. } => grants.first().map_or("resident", |grant| grant.role.as_str()),
    }
}
