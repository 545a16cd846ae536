//! The mails of the demo, where nobody gets real mail. Outside the demo there is nothing to see.

use super::Context;
use crate::domain::ids::MailId;
use crate::error::{Error, Result};
use crate::storage::outbox::{self, Kept};

/// How many mails are shown.
const MOST: i64 = 200;

/// The newest mails.
///
/// # Errors
/// `NotFound` outside the demo.
pub async fn newest(context: &Context) -> Result<Vec<Kept>> {
    only_in_the_demo(context)?;
    context.db.read(|conn| Ok(outbox::newest(conn, MOST)?)).await
}

/// One mail.
///
/// # Errors
/// `NotFound` outside the demo, and when there is no such mail.
pub async fn find(context: &Context, id: MailId) -> Result<Kept> {
    only_in_the_demo(context)?;
    context.db.read(move |conn| Ok(outbox::find(conn, id)?)).await
}

fn only_in_the_demo(context: &Context) -> Result<()> {
    if context.settings.demo { Ok(()) } else { Err(Error::NotFound) }
}
