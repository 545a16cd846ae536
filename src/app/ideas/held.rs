//! What a visitor typed before signing in, or after a session ended: nobody loses a letter.

use chrono::TimeDelta;

use super::words::Typed;
use crate::app::Context;
use crate::error::Result;
use crate::secrets::sha256;
use crate::storage::held_forms;

/// How long it is kept.
const LIFE: TimeDelta = TimeDelta::hours(24);

/// Keeps what was typed for this browser; what others left longer ago goes.
///
/// # Errors
/// When the database fails.
pub async fn keep(context: &Context, visitor: [u8; 16], path: String, typed: &Typed) -> Result<()> {
    let (now, fields) = (context.now(), serde_json::to_string(typed)?);
    context
        .db
        .write_unseen(move |conn| {
            held_forms::forget_before(conn, now.plus(-LIFE))?;
            Ok(held_forms::keep(conn, &sha256(&visitor), &path, &fields, now)?)
        })
        .await
}

/// What was typed on this page in this browser, when anything was.
///
/// # Errors
/// When the database fails.
pub async fn find(context: &Context, visitor: [u8; 16], path: String) -> Result<Option<Typed>> {
    let since = context.now().plus(-LIFE);
    let fields = context.db.read(move |conn| Ok(held_forms::find(conn, &sha256(&visitor), &path, since)?)).await?;
    Ok(fields.map(|fields| serde_json::from_str(&fields)).transpose()?)
}

/// Forgets what was typed on this page in this browser: it has a place of its own now.
///
/// # Errors
/// When the database fails.
pub async fn forget(context: &Context, visitor: [u8; 16], path: String) -> Result<()> {
    context.db.write_unseen(move |conn| Ok(held_forms::forget(conn, &sha256(&visitor), &path)?)).await
}
