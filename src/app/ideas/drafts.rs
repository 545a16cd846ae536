//! Drafts that nobody wrote on for a year go, a month after their owner was told.

use chrono::TimeDelta;

use crate::app::Context;
use crate::error::{Message, Result};
use crate::storage::{ideas, people};
use crate::views::mail::Letter;

/// After how long without a change the owner is told.
const QUIET: TimeDelta = TimeDelta::days(335);
/// How long the owner has from then on.
const NOTICE: TimeDelta = TimeDelta::days(30);

/// Tells the owners of drafts that were left for eleven months, and removes those whose owners were
/// told a month ago and did nothing. Doing it twice does nothing more. Gives how many were removed.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(context: &Context) -> Result<usize> {
    let inside = context.clone();
    context
        .db
        .write(move |conn| {
            let now = inside.now();
            let gone = ideas::drafts_warned_before(conn, now.plus(-NOTICE))?;
            for idea in &gone {
                ideas::delete_draft(conn, *idea)?;
            }
            for idea in ideas::drafts_left_since(conn, now.plus(-QUIET))? {
                ideas::set_warned(conn, idea.id, now)?;
                let owner = people::find(conn, idea.owner_id)?;
                let title = if idea.title.is_empty() { "…".to_owned() } else { idea.title };
                let letter = Letter::new(Message { key: "mail-draft-old-subject", args: vec![("title", title.clone())] })
                    .line(Message { key: "mail-draft-old-text", args: vec![("title", title)] })
                    .button(Message::new("mail-draft-old-button"), inside.url(&format!("/ideeen/{}/bewerken", idea.id)));
                inside.post(conn, &owner, &letter)?;
            }
            Ok(gone.len())
        })
        .await
}
