//! The public record of one thing, to be taken along as a file.

use super::Context;
use crate::domain::event::Subject;
use crate::domain::ids::{AdviesId, IdeaId};
use crate::domain::outcome::RoundStatus;
use crate::error::{Error, Result};
use crate::storage::events::{self, Event, Link};
use crate::storage::{adviezen, ideas, rounds};

/// The public record of an idea or an advies.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its title.
    pub title: String,
    /// Its page.
    pub path: String,
    /// What happened, oldest first.
    pub events: Vec<Event>,
}

impl Record {
    /// A name for a file: `ideeen-7`.
    #[must_use]
    pub fn name(&self) -> String {
        crate::domain::text::slug(&self.path)
    }
}

/// The public record of an idea or an advies that is public.
///
/// # Errors
/// `NotFound` when it is not public, or there is no such thing.
pub async fn of(context: &Context, subject: Subject, id: i64) -> Result<Record> {
    context
        .db
        .read(move |conn| {
            let (title, path) = match subject {
                Subject::Idea => {
                    let idea = ideas::find(conn, IdeaId(id))?;
                    let shown = idea.state.is_public() && rounds::find(conn, idea.round_id)?.status != RoundStatus::Draft;
                    (Some(idea.title).filter(|_| shown), format!("/ideeen/{id}"))
                }
                Subject::Advies => {
                    let advies = adviezen::find_shown(conn, AdviesId(id))?.advies;
                    let shown = advies.state.is_public();
                    (Some(advies.title).filter(|_| shown), format!("/adviezen/{id}"))
                }
                _ => (None, String::new()),
            };
            let title = title.ok_or(Error::NotFound)?;
            Ok(Record { title, path, events: events::about(conn, subject, id, false)? })
        })
        .await
}

/// How many events of the chain one file holds.
pub const LINKS: i64 = 20_000;

/// A part of the chain of everything that happened, without what it says: place, own hash and chained
/// hash. Whoever has a record can find its events in it, and follow the chain to its head.
///
/// # Errors
/// `NotFound` when there is no such part.
pub async fn links(context: &Context, part: i64) -> Result<Vec<Link>> {
    let after = part.checked_mul(LINKS).ok_or(Error::NotFound)?;
    let found = context.db.read(move |conn| Ok(events::links(conn, after, LINKS)?)).await?;
    if found.is_empty() { Err(Error::NotFound) } else { Ok(found) }
}

/// Place and hash of the newest event.
///
/// # Errors
/// When the database fails.
pub async fn head(context: &Context) -> Result<(i64, Vec<u8>)> {
    context.db.read(|conn| Ok(events::head(conn)?)).await
}
