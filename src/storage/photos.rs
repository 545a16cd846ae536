//! Photos of ideas, already made safe and small. The large columns are read only to be served.

use diesel::prelude::*;

use super::Db;
use super::schema::{ideas, photos};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, PersonId, PhotoId, RoundId};
use crate::domain::time::Instant;
use crate::on_each;
use crate::storage::ideas::Idea;

/// A photo, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = photos)]
pub struct Photo {
    /// Key.
    pub id: PhotoId,
    /// The idea it belongs to.
    pub idea_id: IdeaId,
    /// Who added it.
    pub owner_id: PersonId,
    /// SHA-256 of its bytes, in hexadecimal: its address.
    pub sha256: String,
    /// What can be seen on it, for who cannot see it.
    pub alt: String,
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
}

/// A photo before it is stored.
#[derive(Debug, Clone)]
pub struct NewPhoto<'a> {
    /// The idea it belongs to.
    pub idea: IdeaId,
    /// Who adds it.
    pub owner: PersonId,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: &'a str,
    /// What can be seen on it.
    pub alt: &'a str,
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
    /// The JPEG.
    pub bytes: &'a [u8],
    /// The same, small.
    pub thumb: &'a [u8],
}

/// Adds a photo; adding the same one to the same idea twice adds it once.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, new: &NewPhoto<'_>, now: Instant) -> QueryResult<()> {
    let values = (
        photos::idea_id.eq(new.idea),
        photos::owner_id.eq(new.owner),
        photos::sha256.eq(new.sha256),
        photos::alt.eq(new.alt),
        photos::width.eq(new.width),
        photos::height.eq(new.height),
        photos::bytes.eq(new.bytes),
        photos::thumb.eq(new.thumb),
        photos::added_at.eq(now),
    );
    on_each!(conn, |c| diesel::insert_into(photos::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// The photos of an idea, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_idea(conn: &mut Db, idea: IdeaId) -> QueryResult<Vec<Photo>> {
    photos::table.filter(photos::idea_id.eq(idea)).order(photos::id).select(Photo::as_select()).load(conn)
}

/// The photos of the public ideas of a round, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_round(conn: &mut Db, round: RoundId) -> QueryResult<Vec<Photo>> {
    photos::table
        .inner_join(ideas::table)
        .filter(ideas::round_id.eq(round).and(ideas::state.ne(IdeaState::Draft)))
        .order(photos::id)
        .select(Photo::as_select())
        .load(conn)
}

/// The photo with this key.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: PhotoId) -> QueryResult<Photo> {
    photos::table.find(id).select(Photo::as_select()).first(conn)
}

/// Removes a photo.
///
/// # Errors
/// When the database fails.
pub fn delete(conn: &mut Db, id: PhotoId) -> QueryResult<()> {
    diesel::delete(photos::table.find(id)).execute(conn)?;
    Ok(())
}

/// The ideas that show the photo with these bytes: it may be read by who may read one of them.
///
/// # Errors
/// When the database fails.
pub fn ideas_with(conn: &mut Db, sha256: &str) -> QueryResult<Vec<Idea>> {
    ideas::table.inner_join(photos::table).filter(photos::sha256.eq(sha256)).select(Idea::as_select()).load(conn)
}

/// The bytes of a photo, large or small.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn bytes(conn: &mut Db, sha256: &str, small: bool) -> QueryResult<Vec<u8>> {
    let found = photos::table.filter(photos::sha256.eq(sha256));
    if small { found.select(photos::thumb).first(conn) } else { found.select(photos::bytes).first(conn) }
}
