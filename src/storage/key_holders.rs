//! Who holds a part of the key of a round: their public key, and their private key under their own
//! passphrase.

use diesel::prelude::*;

use super::Db;
use super::schema::{people, round_key_holders};
use crate::domain::ids::{PersonId, RoundId};
use crate::on_each;

/// Somebody who holds a part of the key.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Holder {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Public key.
    pub public_key: Vec<u8>,
    /// Private key, wrapped under the passphrase.
    pub wrapped: Vec<u8>,
}

/// The holders of the key of a round, in the order of their identifiers.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut Db, round: RoundId) -> QueryResult<Vec<Holder>> {
    round_key_holders::table
        .inner_join(people::table)
        .filter(round_key_holders::round_id.eq(round))
        .order(round_key_holders::person_id)
        .select((round_key_holders::person_id, people::name, round_key_holders::public_key, round_key_holders::wrapped))
        .load(conn)
}

/// Adds a holder, or gives one a new key.
///
/// # Errors
/// When the database fails.
pub fn put(conn: &mut Db, round: RoundId, person: PersonId, public_key: &[u8], wrapped: &[u8]) -> QueryResult<()> {
    let row = (
        round_key_holders::round_id.eq(round),
        round_key_holders::person_id.eq(person),
        round_key_holders::public_key.eq(public_key),
        round_key_holders::wrapped.eq(wrapped),
    );
    let new = (round_key_holders::public_key.eq(public_key), round_key_holders::wrapped.eq(wrapped));
    on_each!(conn, |c| diesel::insert_into(round_key_holders::table)
        .values(row)
        .on_conflict((round_key_holders::round_id, round_key_holders::person_id))
        .do_update()
        .set(new)
        .execute(c))?;
    Ok(())
}
