//! Mail that waits to be sent.

use diesel::prelude::*;

use super::Db;
use super::schema::outbox;
use crate::domain::ids::MailId;
use crate::domain::text::Email;
use crate::domain::time::{Instant, Language};

/// A mail, ready to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// To whom.
    pub to: Email,
    /// In which language it was written.
    pub language: Language,
    /// Subject, one line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
    /// The address that ends this kind of mail with one click; none for mail that somebody has to get.
    pub one_click: Option<String>,
}

/// Puts a mail in the outbox, in the transaction of what caused it.
///
/// # Errors
/// When the database fails.
pub fn queue(conn: &mut Db, mail: &Mail, at: Instant) -> QueryResult<()> {
    diesel::insert_into(outbox::table)
        .values((
            outbox::to_address.eq(&mail.to),
            outbox::language.eq(mail.language),
            outbox::subject.eq(&mail.subject),
            outbox::body_text.eq(&mail.text),
            outbox::body_html.eq(&mail.html),
            outbox::one_click.eq(&mail.one_click),
            outbox::state.eq("queued"),
            outbox::tries.eq(0),
            outbox::made_at.eq(at),
            outbox::next_at.eq(at),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many mails were written to this address since `since`.
///
/// # Errors
/// When the database fails.
pub fn count_since(conn: &mut Db, to: &Email, since: Instant) -> QueryResult<i64> {
    outbox::table.filter(outbox::to_address.eq(to).and(outbox::made_at.ge(since))).count().get_result(conn)
}

/// A mail taken from the outbox to be sent now.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Key; also makes the Message-ID, so that a second sending is recognised.
    pub id: MailId,
    /// The mail.
    pub mail: Mail,
    /// How often it was tried before. It grows each time somebody takes the mail, so it also tells
    /// whether it is still theirs.
    pub tries: i32,
}

/// Holds on to a mail that was taken until `until`, to send it now; false when another instance took
/// it over, because this one was away too long.
///
/// # Errors
/// When the database fails.
pub fn hold(conn: &mut Db, id: MailId, tries: i32, until: Instant) -> QueryResult<bool> {
    let ours = outbox::table.find(id).filter(outbox::state.eq("sending").and(outbox::tries.eq(tries + 1)));
    Ok(diesel::update(ours).set(outbox::next_at.eq(until)).execute(conn)? == 1)
}

type Row = (MailId, Email, Language, String, String, String, Option<String>, i32);

/// Takes up to `limit` mails that are due, marks them as being sent until `until`, and skips what
/// another instance took. A mail whose sender died is due again after `until`.
///
/// # Errors
/// When the database fails.
pub fn take(conn: &mut Db, now: Instant, until: Instant, limit: i64) -> QueryResult<Vec<Taken>> {
    let due =
        outbox::table.filter(outbox::state.eq_any(["queued", "sending"])).filter(outbox::next_at.le(now)).order(outbox::id).limit(limit).select((
            outbox::id,
            outbox::to_address,
            outbox::language,
            outbox::subject,
            outbox::body_text,
            outbox::body_html,
            outbox::one_click,
            outbox::tries,
        ));
    let rows: Vec<Row> = match conn {
        Db::Postgres(c) => due.for_update().skip_locked().load(c)?,
        Db::Sqlite(c) => due.load(c)?,
    };
    let ids: Vec<MailId> = rows.iter().map(|row| row.0).collect();
    diesel::update(outbox::table.filter(outbox::id.eq_any(ids)))
        .set((outbox::state.eq("sending"), outbox::next_at.eq(until), outbox::tries.eq(outbox::tries + 1)))
        .execute(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, to, language, subject, text, html, one_click, tries)| Taken {
            id,
            mail: Mail { to, language, subject, text, html, one_click },
            tries,
        })
        .collect())
}

/// A mail as it stands in the outbox.
#[derive(Debug, Clone, Queryable)]
pub struct Kept {
    /// Key.
    pub id: MailId,
    /// To whom.
    pub to: Email,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
    /// When it was written.
    pub made_at: Instant,
}

/// The newest mails, at most `limit`: for the demo, where nobody gets real mail.
///
/// # Errors
/// When the database fails.
pub fn newest(conn: &mut Db, limit: i64) -> QueryResult<Vec<Kept>> {
    outbox::table
        .order(outbox::id.desc())
        .limit(limit)
        .select((outbox::id, outbox::to_address, outbox::subject, outbox::body_text, outbox::body_html, outbox::made_at))
        .load(conn)
}

/// One mail, for the demo.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: MailId) -> QueryResult<Kept> {
    outbox::table
        .find(id)
        .select((outbox::id, outbox::to_address, outbox::subject, outbox::body_text, outbox::body_html, outbox::made_at))
        .first(conn)
}

/// Forgets mails that were written before `before` and are not waiting any more.
///
/// # Errors
/// When the database fails.
pub fn forget(conn: &mut Db, before: Instant) -> QueryResult<usize> {
    diesel::delete(outbox::table.filter(outbox::made_at.lt(before)).filter(outbox::state.eq_any(["sent", "dead"]))).execute(conn)
}

/// Forgets every mail to an address, sent or not.
///
/// # Errors
/// When the database fails.
pub fn forget_to(conn: &mut Db, to: &Email) -> QueryResult<usize> {
    diesel::delete(outbox::table.filter(outbox::to_address.eq(to))).execute(conn)
}

/// Marks a mail as sent and keeps what was in it: for the demo only, where people read it on a page.
///
/// # Errors
/// When the database fails.
pub fn shown(conn: &mut Db, id: MailId, at: Instant) -> QueryResult<()> {
    diesel::update(outbox::table.find(id)).set((outbox::state.eq("sent"), outbox::sent_at.eq(at))).execute(conn)?;
    Ok(())
}

/// Marks a mail as sent and forgets what was in it: links and codes must not stay behind.
///
/// # Errors
/// When the database fails.
pub fn sent(conn: &mut Db, id: MailId, at: Instant) -> QueryResult<()> {
    diesel::update(outbox::table.find(id))
        .set((
            outbox::state.eq("sent"),
            outbox::sent_at.eq(at),
            outbox::body_text.eq(""),
            outbox::body_html.eq(""),
            outbox::one_click.eq(None::<String>),
            outbox::last_error.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Marks a mail to be tried again at `next`, or given up when there is no next time.
///
/// # Errors
/// When the database fails.
pub fn failed(conn: &mut Db, id: MailId, error: &str, next: Option<Instant>) -> QueryResult<()> {
    let state = if next.is_some() { "queued" } else { "dead" };
    diesel::update(outbox::table.find(id)).set((outbox::state.eq(state), outbox::last_error.eq(error))).execute(conn)?;
    if let Some(next) = next {
        diesel::update(outbox::table.find(id)).set(outbox::next_at.eq(next)).execute(conn)?;
    }
    Ok(())
}
