//! Key holders: two or three people, of whom any two together open the box. The server seals the
//! counting key to each pair of them when voting begins and forgets it; from then on nobody can open
//! the box alone, not even who has the whole server.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::ids::{PersonId, RoundId};
use crate::domain::password::{self, PasswordProblem};
use crate::domain::person::{Actor, Role};
use crate::domain::phase::Phase;
use crate::error::{Error, FieldError, Message, Result};
use crate::sealing::{Bound, CountingKey, seal_for_counting};
use crate::secrets::{self, hex, random, unhex};
use crate::storage::key_holders::{self, Holder};
use crate::storage::rounds::Round;
use crate::storage::{ballot_box, rounds};

/// Who can be a key holder.
pub const HOLDERS: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager, Role::Wijkwethouder];
/// The most holders of one key.
pub const MOST: usize = 3;
/// How many of them open the box.
pub const NEEDED: usize = 2;

/// The counting key, sealed to one pair of holders: both are needed to open it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    first: PersonId,
    second: PersonId,
    sealed: String,
}

/// A counting key that no server can open by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedKey {
    /// The public half.
    public: String,
    pairs: Vec<Pair>,
}

/// Somebody's passphrase.
pub struct Passphrase {
    /// Whose.
    pub person: PersonId,
    /// What was typed.
    pub typed: String,
}

fn bound(round: RoundId, person: PersonId) -> Bound {
    Bound::new(round, format!("key holder {person}").as_bytes())
}

fn wrapping_key(passphrase: &str, salt: &[u8]) -> Result<[u8; 32]> {
    let params = Params::new(64 * 1024, 3, 1, Some(32)).map_err(Error::internal)?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(passphrase.as_bytes(), salt, &mut key).map_err(Error::internal)?;
    Ok(key)
}

/// A key pair for a holder: the public key, and the private one under the passphrase, with its salt.
fn pair_for(round: RoundId, person: PersonId, passphrase: &str) -> Result<(Vec<u8>, Vec<u8>)> {
    let (key, salt) = (CountingKey::generate().map_err(Error::Internal)?, random::<16>().map_err(Error::Internal)?);
    let context = format!("{round}/{person}");
    let wrapped = secrets::seal(&wrapping_key(passphrase, &salt)?, context.as_bytes(), key.as_bytes()).map_err(Error::Internal)?;
    Ok((key.public().map_err(Error::internal)?.to_vec(), [salt.as_slice(), &wrapped].concat()))
}

fn private_of(round: RoundId, holder: &Holder, passphrase: &str) -> Result<CountingKey> {
    let wrong = || Error::refused(Message::new("error-passphrase").with("name", &holder.name));
    let (salt, wrapped) = holder.wrapped.split_at_checked(16).ok_or_else(wrong)?;
    let context = format!("{round}/{}", holder.person);
    let plain = secrets::open(&wrapping_key(passphrase, salt)?, context.as_bytes(), wrapped).map_err(|_| wrong())?;
    CountingKey::from_bytes(&plain).map_err(|_| wrong())
}

impl SharedKey {
    /// Seals a counting key to every pair of these holders.
    ///
    /// # Errors
    /// When a public key is none.
    pub fn seal(round: RoundId, key: &CountingKey, holders: &[Holder]) -> Result<Self> {
        let mut pairs = Vec::new();
        for (place, first) in holders.iter().enumerate() {
            for second in holders.iter().skip(place + 1) {
                let inner = seal_for_counting(&second.public_key, &bound(round, second.person), key.as_bytes()).map_err(Error::internal)?;
                let sealed = seal_for_counting(&first.public_key, &bound(round, first.person), &inner).map_err(Error::internal)?;
                pairs.push(Pair { first: first.person, second: second.person, sealed: hex(&sealed) });
            }
        }
        Ok(Self { public: hex(&key.public().map_err(Error::internal)?), pairs })
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> Vec<u8> {
        unhex(&self.public).unwrap_or_default()
    }

    /// Opens the key with the passphrases of two holders.
    ///
    /// # Errors
    /// When there are not two of them, or a passphrase is wrong.
    pub fn open(&self, round: RoundId, holders: &[Holder], typed: &[Passphrase]) -> Result<CountingKey> {
        let both = || Error::refused(Message::new("error-passphrases-two"));
        let given = |person: PersonId| typed.iter().find(|passphrase| passphrase.person == person && !passphrase.typed.is_empty());
        let pair = self.pairs.iter().find(|pair| given(pair.first).is_some() && given(pair.second).is_some()).ok_or_else(both)?;
        let mut opened = unhex(&pair.sealed).unwrap_or_default();
        for person in [pair.first, pair.second] {
            let holder = holders.iter().find(|holder| holder.person == person).ok_or_else(both)?;
            let passphrase = given(person).ok_or_else(both)?;
            let private = private_of(round, holder, &passphrase.typed)?;
            let unfit = |_| Error::refused(Message::new("error-counting-key-unfit"));
            opened = private.open(&bound(round, person), &opened).map_err(unfit)?;
        }
        CountingKey::from_bytes(&opened).map_err(|_| Error::refused(Message::new("error-counting-key-unfit")))
    }
}

/// What the page of the key holders shows.
#[derive(Debug, Clone)]
pub struct HoldersPage {
    /// The round.
    pub round: Round,
    /// Who holds a part of the key.
    pub holders: Vec<(PersonId, String)>,
    /// Whether holders can still be added: voting has not begun.
    pub open: bool,
    /// Whether this person is one of them.
    pub mine: bool,
}

/// The key holders of a round.
///
/// # Errors
/// When this person may not see them.
pub async fn holders(context: &Context, actor: &Actor, round: RoundId) -> Result<HoldersPage> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let found = rounds::find(conn, round)?;
            if !actor.has_at(HOLDERS, found.place()) {
                return Err(Error::Forbidden);
            }
            let holders: Vec<_> = key_holders::all(conn, round)?.into_iter().map(|holder| (holder.person, holder.name)).collect();
            let open = !found.schedule.has_begun(Phase::Vote, now) && ballot_box::counting_key(conn, round)?.is_none();
            Ok(HoldersPage { mine: holders.iter().any(|(person, _)| Some(*person) == actor.person()), round: found, holders, open })
        })
        .await
}

/// Becomes a key holder, under a passphrase that is kept nowhere. Doing it again before voting begins
/// replaces the passphrase.
///
/// # Errors
/// When this person may not, the passphrase is weak or not twice the same, there are enough holders,
/// or voting has begun.
pub async fn become_holder(context: &Context, actor: &Actor, round: RoundId, passphrase: String, again: &str) -> Result<()> {
    let person = actor.person().ok_or(Error::SignInFirst)?;
    let wrong = |field: &str, message| Error::Invalid(vec![FieldError::new(field, message)]);
    match password::check(&passphrase, &[]) {
        Err(PasswordProblem::TooShort) => return Err(wrong("passphrase", Message::new("error-password-short").with("n", password::SHORTEST))),
        Err(PasswordProblem::TooLong) => return Err(wrong("passphrase", Message::new("error-password-long").with("n", password::LONGEST))),
        Err(PasswordProblem::Common) => return Err(wrong("passphrase", Message::new("error-password-common"))),
        Ok(()) if passphrase != again => return Err(wrong("again", Message::new("error-passphrase-again"))),
        Ok(()) => {}
    }
    let page = holders(context, actor, round).await?;
    let too_late = || Error::refused(Message::new("error-holders-late"));
    if !page.open {
        return Err(too_late());
    }
    let (public, wrapped) = tokio::task::spawn_blocking(move || pair_for(round, person, &passphrase)).await.map_err(Error::internal)??;
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            ballot_box::lock_round(conn, round)?;
            let now = context.now();
            if rounds::find(conn, round)?.schedule.has_begun(Phase::Vote, now) || ballot_box::counting_key(conn, round)?.is_some() {
                return Err(too_late());
            }
            let known = key_holders::all(conn, round)?;
            let new = known.iter().all(|holder| holder.person != person);
            if new && known.len() >= MOST {
                return Err(Error::refused(Message::new("error-holders-enough").with("max", MOST)));
            }
            key_holders::put(conn, round, person, &public, &wrapped)?;
            let detail = serde_json::json!({ "holders": known.len() + usize::from(new) });
            Deed { actor: &actor, action: "round.key_holder", subject: Subject::Round, id: round.0 }.record(conn, now, None, detail)
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUND: RoundId = RoundId(5);

    fn holder(person: i64, passphrase: &str) -> Holder {
        let (public_key, wrapped) = pair_for(ROUND, PersonId(person), passphrase).unwrap();
        Holder { person: PersonId(person), name: format!("Houder {person}"), public_key, wrapped }
    }

    fn typed(all: &[(i64, &str)]) -> Vec<Passphrase> {
        all.iter().map(|(person, typed)| Passphrase { person: PersonId(*person), typed: (*typed).to_owned() }).collect()
    }

    #[test]
    fn any_two_of_three_holders_open_the_box_and_one_does_not() {
        let holders = [holder(1, "een zin van de eerste"), holder(2, "een zin van de tweede"), holder(3, "een zin van de derde")];
        let key = CountingKey::generate().unwrap();
        let shared = SharedKey::seal(ROUND, &key, &holders).unwrap();
        let text = serde_json::to_string(&shared).unwrap();
        let shared: SharedKey = serde_json::from_str(&text).unwrap();
        let (one, two, three) = ((1, "een zin van de eerste"), (2, "een zin van de tweede"), (3, "een zin van de derde"));
        for pair in [[one, two], [three, one], [two, three]] {
            assert_eq!(shared.open(ROUND, &holders, &typed(&pair)).unwrap().as_bytes(), key.as_bytes());
        }
        let key_of = |error: Error| match error {
            Error::Refused(message) => message.key,
            other => panic!("{other}"),
        };
        assert_eq!(key_of(shared.open(ROUND, &holders, &typed(&[one])).unwrap_err()), "error-passphrases-two");
        assert_eq!(key_of(shared.open(ROUND, &holders, &typed(&[one, one])).unwrap_err()), "error-passphrases-two");
        assert_eq!(key_of(shared.open(ROUND, &holders, &typed(&[one, (2, "een andere zin")])).unwrap_err()), "error-passphrase");
        assert!(shared.open(RoundId(6), &holders, &typed(&[one, two])).is_err(), "of this round only");
    }
}
