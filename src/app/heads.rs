//! The head of the record, sent outside: by mail and to a file elsewhere, after every close and
//! publication and once a day. Whoever keeps those lines can show later that the record was cut off
//! or written anew, also when the server itself was taken over.

use std::io::Write;
use std::path::Path;

use chrono::{SecondsFormat, TimeDelta};

use super::Context;
use crate::domain::time::{Instant, Language};
use crate::error::{Error, Message, Result};
use crate::secrets::{hex, unhex};
use crate::signing::{self, RoundSigner};
use crate::storage::events::{self, BrokenChain};
use crate::storage::{Db, heads, outbox};
use crate::views::mail::Letter;

/// A head that is older than this is followed by a new one, when anything happened.
const DAILY: TimeDelta = TimeDelta::hours(24);
/// What is worth a head at once.
const MOMENTS: [&str; 5] = ["round.close_box", "round.publish_outcome", "round.withdraw_plan", "round.destroy_key", "platform.accept_restore"];
/// The name of the format of a line.
const FORMAT: &str = "wijkdeal-head/1";

/// A head as one line: format, place, hash, moment, signature and public key.
///
/// # Errors
/// When the signing key is refused, which it is not.
pub fn line(context: &Context, seq: i64, hash: &[u8], at: Instant) -> Result<String> {
    let text = format!("{FORMAT} {seq} {} {}", hex(hash), at.utc().to_rfc3339_opts(SecondsFormat::Secs, true));
    let signer = RoundSigner::of_the_record(&context.secrets).map_err(Error::Internal)?;
    Ok(format!("{text} {} {}", hex(&signer.sign(text.as_bytes())), hex(signer.public())))
}

/// Sends the head outside when it is time; gives it when it was.
///
/// # Errors
/// When the database fails, or the file cannot be written.
pub async fn send_due(context: &Context) -> Result<Option<String>> {
    if context.settings.head_mail.is_empty() && context.settings.head_file.is_none() {
        return Ok(None);
    }
    let now = context.now();
    if !context.db.read(move |conn| is_due(conn, now)).await? {
        return Ok(None);
    }
    let inner = context.clone();
    let sent = context
        .db
        .write_unseen(move |conn| {
            let now = inner.now();
            let (seq, hash) = events::head(conn)?;
            if !is_due(conn, now)? || !heads::note(conn, seq, &hash, now)? {
                return Ok(None);
            }
            let line = line(&inner, seq, &hash, now)?;
            let letter = Letter::new(Message::new("mail-head-subject").with("seq", seq)).line(Message::new("mail-head-text")).quote(&line);
            for address in &inner.settings.head_mail {
                outbox::queue(conn, &inner.views.mail(address, Language::Nl, &letter)?, now)?;
            }
            Ok(Some(line))
        })
        .await?;
    if let (Some(line), Some(file)) = (&sent, context.settings.head_file.clone()) {
        let line = line.clone();
        tokio::task::spawn_blocking(move || append(&file, &line)).await.map_err(Error::internal)?.map_err(Error::internal)?;
    }
    Ok(sent)
}

fn is_due(conn: &mut Db, now: Instant) -> Result<bool> {
    let Some((seq, sent_at)) = heads::last(conn)? else { return Ok(events::head(conn)?.0 > 0) };
    if heads::happened_after(conn, seq, &MOMENTS)? {
        return Ok(true);
    }
    Ok(now.since(sent_at) >= DAILY && events::head(conn)?.0 > seq)
}

fn append(file: &Path, line: &str) -> std::io::Result<()> {
    let mut out = std::fs::OpenOptions::new().append(true).create(true).open(file)?;
    out.write_all(format!("{line}\n").as_bytes())?;
    out.sync_all()
}

/// Why lines that were kept do not fit the record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeadError {
    /// Not a line of ours.
    #[error("line {0} is not a head")]
    NotAHead(usize),
    /// Signed by another key, or changed.
    #[error("line {0} was not signed by this platform, or was changed")]
    Signature(usize),
    /// The record has become shorter.
    #[error("event {seq} was there on {at} and is gone: the record was cut off, or an older database was put back")]
    Gone {
        /// Place in the record.
        seq: i64,
        /// When it was there.
        at: String,
    },
    /// The record says something else at that place.
    #[error("the record up to event {seq} is not what it was on {at}: it was written anew")]
    Rewritten {
        /// Place in the record.
        seq: i64,
        /// When it was otherwise.
        at: String,
    },
    /// The chain itself is broken.
    #[error(transparent)]
    Broken(#[from] BrokenChain),
}

/// Checks the whole record, and that every head that was kept is in it. Gives how many heads there
/// were. What stands around them is skipped, so that a whole mail will do.
///
/// # Errors
/// When the database fails; in the inner result, the first thing that does not fit.
pub async fn check(context: &Context, kept: &str) -> Result<std::result::Result<usize, HeadError>> {
    let own = RoundSigner::of_the_record(&context.secrets).map_err(Error::Internal)?.public().to_vec();
    let line = |(place, line): (usize, &str)| Some((place + 1, line.get(line.find(FORMAT)?..)?.trim_end().to_owned()));
    let lines: Vec<(usize, String)> = kept.lines().enumerate().filter_map(line).collect();
    context
        .db
        .read(move |conn| {
            if let Err(broken) = events::check(conn)? {
                return Ok(Err(broken.into()));
            }
            for (place, line) in &lines {
                if let Err(error) = check_line(conn, *place, line, &own)? {
                    return Ok(Err(error));
                }
            }
            Ok(Ok(lines.len()))
        })
        .await
}

fn check_line(conn: &mut Db, place: usize, line: &str, own: &[u8]) -> Result<std::result::Result<(), HeadError>> {
    let parts: Vec<&str> = line.split(' ').collect();
    let [_, seq, hash, at, signature, key] = parts.as_slice() else { return Ok(Err(HeadError::NotAHead(place))) };
    let (Ok(seq), Some(hash), Some(signature), Some(key)) = (seq.parse::<i64>(), unhex(hash), unhex(signature), unhex(key)) else {
        return Ok(Err(HeadError::NotAHead(place)));
    };
    let text = parts.iter().take(4).copied().collect::<Vec<_>>().join(" ");
    if key != own || signing::verify(own, text.as_bytes(), &signature).is_err() {
        return Ok(Err(HeadError::Signature(place)));
    }
    let at = (*at).to_owned();
    Ok(match heads::hash_at(conn, seq)? {
        None => Err(HeadError::Gone { seq, at }),
        Some(now) if now != hash => Err(HeadError::Rewritten { seq, at }),
        Some(_) => Ok(()),
    })
}
