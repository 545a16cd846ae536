//! The clock of the reply: the gebiedsteam is reminded before the end of the term and after it.

use super::adopt::repliers;
use crate::app::Context;
use crate::domain::advies::reminders_due;
use crate::domain::time::long_date;
use crate::domain::working_days;
use crate::error::{Message, Result};
use crate::storage::adviezen as store;
use crate::views::mail::Letter;

/// Sends the reminders that are due; gives how many adviezen they were about. Doing it twice, or on
/// several instances, sends nothing twice.
///
/// # Errors
/// When the database fails.
pub async fn remind(context: &Context) -> Result<usize> {
    let now = context.now();
    let waiting = context.db.read(|conn| Ok(store::all_awaiting_reply(conn)?)).await?;
    let mut reminded = 0;
    for shown in waiting.into_iter().filter(|shown| shown.advies.reminders < reminders_due(shown.advies.state, shown.advies.reply_due_at, now)) {
        let context = context.clone();
        let id = shown.advies.id;
        reminded += context
            .db
            .clone()
            .write(move |conn| {
                let advies = store::lock(conn, id)?;
                let times = reminders_due(advies.state, advies.reply_due_at, now);
                let Some(due) = advies.reply_due_at.filter(|_| advies.reminders < times) else { return Ok(0) };
                store::set_reminded(conn, id, times)?;
                let late = due <= now;
                for person in repliers(conn, &advies, now)? {
                    let date = long_date(working_days::last_day(due), person.language);
                    let (subject, text) = if late {
                        ("mail-advies-late-subject", "mail-advies-late-text")
                    } else {
                        ("mail-advies-soon-subject", "mail-advies-soon-text")
                    };
                    let letter = Letter::new(Message { key: subject, args: vec![("title", advies.title.clone())] })
                        .line(Message { key: text, args: vec![("date", date)] })
                        .button(Message::new("mail-advies-reply-button"), context.url(&format!("/werk/adviezen/{id}/reactie")));
                    context.post(conn, &person, &letter)?;
                }
                Ok(1)
            })
            .await?;
    }
    Ok(reminded)
}
