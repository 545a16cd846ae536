//! Photos of an idea.

use super::readable;
use super::words::Typed;
use super::write::authored;
use crate::app::Context;
use crate::domain::ids::{IdeaId, PhotoId};
use crate::domain::person::Actor;
use crate::domain::text::line;
use crate::domain::time::Instant;
use crate::error::{Error, FieldError, Message, Result};
use crate::images::{self, Refused};
use crate::storage::Db;
use crate::storage::ideas::Idea;
use crate::storage::photos::{self, NewPhoto};

/// The most photos of one idea.
pub const MOST: usize = 8;
/// The longest description of a photo, in characters.
pub const MAX_ALT: usize = 200;

/// What can be seen on the photo, in words: who cannot see it needs them.
///
/// # Errors
/// When it is missing or too long.
pub fn alt(typed: &Typed) -> Result<String, FieldError> {
    let text = typed.get("alt").map_or("", String::as_str);
    line(text, 3, MAX_ALT).map_err(|_| FieldError::new("alt", Message::new("error-photo-alt")))
}

/// What to do about a file that was refused.
#[must_use]
pub fn message(refused: Refused) -> Message {
    Message::new(match refused {
        Refused::Kind => "error-photo-kind",
        Refused::Animated => "error-photo-animated",
        Refused::TooLarge => "error-photo-large",
        Refused::TooManyPixels => "error-photo-pixels",
        Refused::Damaged | Refused::Failed => "error-photo-damaged",
    })
}

/// Adds a photo inside the transaction of what it came with.
pub(in crate::app) fn add(conn: &mut Db, actor: &Actor, idea: &Idea, photo: &images::Photo, alt: &str, now: Instant) -> Result<()> {
    let owner = actor.person().ok_or(Error::SignInFirst)?;
    if photos::of_idea(conn, idea.id)?.len() >= MOST {
        return Err(Error::Invalid(vec![FieldError::new("photo", Message::new("error-photo-most").with("n", MOST))]));
    }
    let side = |length: u32| i32::try_from(length).map_err(Error::internal);
    let (width, height) = (side(photo.width)?, side(photo.height)?);
    let new = NewPhoto { idea: idea.id, owner, sha256: &photo.sha256, alt, width, height, bytes: &photo.bytes, thumb: &photo.thumb };
    Ok(photos::insert(conn, &new, now)?)
}

/// Removes a photo from an idea that may still be changed.
///
/// # Errors
/// When the idea is not theirs to change, or it is too late.
pub async fn remove(context: &Context, actor: Actor, idea: IdeaId, photo: PhotoId) -> Result<()> {
    context
        .db
        .write(move |conn| {
            authored(conn, &actor, idea)?;
            let found = photos::find(conn, photo)?;
            if found.idea_id != idea {
                return Err(Error::NotFound);
            }
            Ok(photos::delete(conn, photo)?)
        })
        .await
}

/// A photo to be shown.
#[derive(Debug)]
pub struct Shown {
    /// The JPEG.
    pub bytes: Vec<u8>,
    /// Whether everybody may see it.
    pub public: bool,
}

/// The photo at this address, for who may read an idea it belongs to.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn show(context: &Context, actor: Actor, sha256: String, small: bool) -> Result<Shown> {
    context
        .db
        .read(move |conn| {
            let ideas = photos::ideas_with(conn, &sha256)?;
            let public = ideas.iter().any(|idea| idea.state.is_public());
            let mut shown = public;
            for idea in ideas.iter().filter(|_| !public) {
                shown = shown || readable(conn, &actor, idea.id).is_ok();
            }
            if shown { Ok(Shown { bytes: photos::bytes(conn, &sha256, small)?, public }) } else { Err(Error::NotFound) }
        })
        .await
}
