//! The counting key of a round: its public half is in the database, its private half in one file on
//! this server, wrapped with the master key. When the round has key holders, what is in the file is
//! sealed to them as well, and two of them are needed to open it. The page of the vote says which.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::holders::{NEEDED, Passphrase, SharedKey};
use crate::app::Context;
use crate::domain::ids::RoundId;
use crate::error::{Error, Message, Result};
use crate::sealing::CountingKey;
use crate::secrets::{Use, write_private};
use crate::storage::{Db, ballot_box, key_holders};

fn file(context: &Context, round: RoundId) -> PathBuf {
    context.settings.data_dir.join("keys").join(format!("round-{round}.key"))
}

/// Says that the key was destroyed here.
fn note(context: &Context, round: RoundId) -> PathBuf {
    file(context, round).with_extension("destroyed")
}

fn wrapped_for(round: RoundId) -> [u8; 8] {
    round.0.to_be_bytes()
}

/// The public counting key of a round, made when there is none. When two instances make one at the
/// same time, the first one to reach the database counts.
///
/// # Errors
/// When the key file or the database fails.
pub fn ensure(context: &Context, conn: &mut Db, round: RoundId) -> Result<Vec<u8>> {
    if let Some(public) = ballot_box::counting_key(conn, round)? {
        return Ok(public);
    }
    let key = if file(context, round).exists() { read(context, round)? } else { make(context, conn, round)? };
    let public = key.public()?;
    if ballot_box::set_counting_key(conn, round, &public)? {
        return Ok(public);
    }
    ballot_box::counting_key(conn, round)?.ok_or_else(|| Error::internal("a round lost its counting key"))
}

/// A counting key as it is kept.
enum Kept {
    /// As it is: the master key opens the file.
    Whole(CountingKey),
    /// Sealed to key holders.
    Shared(SharedKey),
}

impl Kept {
    fn public(&self) -> Result<Vec<u8>> {
        match self {
            Self::Whole(key) => Ok(key.public().map_err(Error::internal)?.to_vec()),
            Self::Shared(shared) => Ok(shared.public()),
        }
    }
}

/// Two holders are needed to open a box, so fewer than two hold nothing.
fn make(context: &Context, conn: &mut Db, round: RoundId) -> Result<Kept> {
    let (key, holders) = (CountingKey::generate().map_err(Error::Internal)?, key_holders::all(conn, round)?);
    let kept = if holders.len() < NEEDED { Kept::Whole(key) } else { Kept::Shared(SharedKey::seal(round, &key, &holders)?) };
    let plain = match &kept {
        Kept::Whole(key) => Zeroizing::new(key.as_bytes().to_vec()),
        Kept::Shared(shared) => Zeroizing::new(serde_json::to_vec(shared)?),
    };
    let wrapped = context.secrets.seal(Use::CountingKey, &wrapped_for(round), &plain).map_err(Error::Internal)?;
    write_private(&file(context, round), &wrapped).map_err(|e| Error::internal(format!("cannot write the counting key: {e}")))?;
    Ok(kept)
}

fn read(context: &Context, round: RoundId) -> Result<Kept> {
    let path = file(context, round);
    let wrapped = std::fs::read(&path).map_err(|e| {
        tracing::error!(file = %path.display(), error = %e, "the counting key cannot be read");
        Error::refused(Message::new("error-counting-key-missing"))
    })?;
    let bytes = context.secrets.open(Use::CountingKey, &wrapped_for(round), &wrapped).map_err(|_| unfit())?;
    match CountingKey::from_bytes(&bytes) {
        Ok(key) => Ok(Kept::Whole(key)),
        Err(_) => serde_json::from_slice(&bytes).map(Kept::Shared).map_err(|_| unfit()),
    }
}

fn unfit() -> Error {
    Error::refused(Message::new("error-counting-key-unfit"))
}

/// The private counting key, when this server has it, it belongs to the ballots of the round, and
/// its holders, when it has any, gave their passphrases.
///
/// # Errors
/// When the file is not here, or is the key of something else, or a passphrase is wrong.
pub fn open(context: &Context, conn: &mut Db, round: RoundId, typed: &[Passphrase]) -> Result<CountingKey> {
    let key = match read(context, round)? {
        Kept::Whole(key) => key,
        Kept::Shared(shared) => shared.open(round, &key_holders::all(conn, round)?, typed)?,
    };
    let public = key.public().map_err(Error::internal)?;
    let expected = ballot_box::counting_key(conn, round)?;
    if expected.as_deref() == Some(public.as_slice()) { Ok(key) } else { Err(unfit()) }
}

/// Destroys the private counting key: from now on no old backup can be read. A note that it was
/// destroyed here stays in its place, so that this can be done again after a crash, and another
/// server, where the key never was, cannot say that it did this.
///
/// # Errors
/// When neither the key nor the note is on this server, or the file cannot be overwritten or removed.
pub fn destroy(context: &Context, round: RoundId) -> Result<()> {
    let (path, note) = (file(context, round), note(context, round));
    if !path.exists() {
        let name = format!("keys/round-{round}.key");
        return if note.exists() { Ok(()) } else { Err(Error::refused(Message::new("error-counting-key-elsewhere").with("file", name))) };
    }
    overwrite_and_remove(&path, &note).map_err(|error| {
        tracing::error!(round = round.0, %error, "the counting key was not destroyed; remove its file");
        Error::internal(error)
    })
}

fn overwrite_and_remove(path: &Path, note: &Path) -> std::io::Result<()> {
    if !note.exists() {
        write_private(note, b"destroyed")?;
    }
    let length = std::fs::metadata(path)?.len();
    std::fs::write(path, vec![0_u8; usize::try_from(length).unwrap_or(64)])?;
    std::fs::File::open(path)?.sync_all()?;
    std::fs::remove_file(path)
}
