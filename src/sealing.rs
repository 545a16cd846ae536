//! Sealed ballots: for the count (HPKE, RFC 9180) and for the voter who comes back.
//!
//! Suite: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. Both seals are bound to the
//! round and to the text of the ballot. `docs/stemgeheim.md` describes the whole scheme.

use aws_lc_rs::agreement::{PrivateKey, X25519};
use rustls::crypto::aws_lc_rs::hpke::DH_KEM_X25519_HKDF_SHA256_CHACHA20_POLY1305 as SUITE;
use rustls::crypto::hpke::{EncapsulatedSecret, Hpke, HpkePrivateKey, HpkePublicKey};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::domain::code::Stemcode;
use crate::domain::ids::RoundId;
use crate::secrets::{self, CannotOpen, Secrets, Use};

/// Bytes of the encapsulated key in front of a sealed ballot.
const ENCAPPED: usize = 32;
/// What an HPKE seal of this program is for.
const INFO: &[u8] = b"wijkdeal/1/ballot";

/// The private half of a counting key. Whoever has it can read the ballots of its round.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct CountingKey([u8; 32]);

impl std::fmt::Debug for CountingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CountingKey(hidden)")
    }
}

impl CountingKey {
    /// A new key.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn generate() -> Result<Self, String> {
        secrets::random().map(Self)
    }

    /// The key with these bytes.
    ///
    /// # Errors
    /// When they are no key.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CannotOpen> {
        let key = Self(bytes.try_into().map_err(|_| CannotOpen)?);
        key.public().map(|_| key)
    }

    /// The bytes of the key, to be wrapped before they are kept.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The public half: anybody can seal with it, nobody can open.
    ///
    /// # Errors
    /// When the bytes are no key.
    pub fn public(&self) -> Result<[u8; 32], CannotOpen> {
        let private = PrivateKey::from_private_key(&X25519, &self.0).map_err(|_| CannotOpen)?;
        private.compute_public_key().ok().and_then(|public| public.as_ref().try_into().ok()).ok_or(CannotOpen)
    }

    /// Opens a ballot.
    ///
    /// # Errors
    /// When it was changed, or sealed to another key, round or ballot text.
    pub fn open(&self, bound: &Bound, sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
        let (encapped, body) = sealed.split_at_checked(ENCAPPED).ok_or(CannotOpen)?;
        let private = HpkePrivateKey::from(self.0.to_vec());
        SUITE.open(&EncapsulatedSecret(encapped.to_vec()), INFO, &bound.0, body, &private).map_err(|_| CannotOpen)
    }
}

/// What a seal is bound to: a ballot of one round cannot be opened as a ballot of another, nor
/// under another text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound(Vec<u8>);

impl Bound {
    /// Bound to this round and the hash of its ballot text.
    #[must_use]
    pub fn new(round: RoundId, ballot_hash: &[u8]) -> Self {
        Self([&round.0.to_be_bytes(), ballot_hash].concat())
    }
}

/// Seals a ballot to the public counting key of its round.
///
/// # Errors
/// When `public` is no key.
pub fn seal_for_counting(public: &[u8], bound: &Bound, ballot: &[u8]) -> Result<Vec<u8>, CannotOpen> {
    let (encapped, body) = SUITE.seal(INFO, &bound.0, ballot, &HpkePublicKey(public.to_vec())).map_err(|_| CannotOpen)?;
    Ok([encapped.0, body].concat())
}

/// What follows from a stemcode, and from nothing else without the keys of this server.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct FromCode {
    /// Names the code on the roll.
    pub code_hash: [u8; 32],
    /// Names the ballot in the box.
    pub credential: [u8; 32],
    /// Opens the voter's own copy of the ballot.
    pub voter_key: [u8; 32],
}

impl FromCode {
    /// Works out everything that follows from a code in a round.
    #[must_use]
    pub fn new(secrets: &Secrets, round: RoundId, code: &Stemcode) -> Self {
        let code_hash = Self::hash(secrets, round, code);
        let round = round.0.to_be_bytes();
        let symbols: &[u8] = code.symbols();
        let for_voter = secrets.mac(Use::Credential, &[b"voter", &round, symbols]);
        Self {
            code_hash,
            credential: secrets.mac(Use::Credential, &[b"box", &round, symbols]),
            voter_key: secrets::derive(&[for_voter.as_slice(), symbols].concat(), b"wijkdeal/1/voter"),
        }
    }

    /// Names a code on the roll of a round.
    #[must_use]
    pub fn hash(secrets: &Secrets, round: RoundId, code: &Stemcode) -> [u8; 32] {
        code_hash(&secrets.key(Use::Stemcode), round, code)
    }

    /// Names codes that were made elsewhere, of which only the fingerprints are known here.
    #[must_use]
    pub fn hash_fingerprints(secrets: &Secrets, round: RoundId, fingerprints: &[[u8; 32]]) -> Vec<[u8; 32]> {
        let key = secrets.key(Use::Stemcode);
        fingerprints.iter().map(|fingerprint| named(&key, round, fingerprint)).collect()
    }

    /// Names many codes: the key is derived once.
    #[must_use]
    pub fn hash_all(secrets: &Secrets, round: RoundId, codes: &[Stemcode]) -> Vec<[u8; 32]> {
        let key = secrets.key(Use::Stemcode);
        codes.iter().map(|code| code_hash(&key, round, code)).collect()
    }
}

fn code_hash(key: &[u8; 32], round: RoundId, code: &Stemcode) -> [u8; 32] {
    named(key, round, &fingerprint(code))
}

fn named(key: &[u8; 32], round: RoundId, fingerprint: &[u8; 32]) -> [u8; 32] {
    secrets::mac(key, &[&round.0.to_be_bytes(), fingerprint])
}

/// What somebody who makes codes elsewhere hands over instead of a code: SHA-256 of
/// `wijkdeal stemcode 1`, a line feed, and the code as it is printed. A code has 75 random bits, so
/// nobody finds it from this.
#[must_use]
pub fn fingerprint(code: &Stemcode) -> [u8; 32] {
    secrets::sha256(format!("wijkdeal stemcode 1\n{}", code.printed()).as_bytes())
}

/// Seals the voter's own copy of a ballot.
///
/// # Errors
/// When the machine has no randomness.
pub fn seal_for_voter(voter_key: &[u8; 32], bound: &Bound, ballot: &[u8]) -> Result<Vec<u8>, String> {
    secrets::seal(voter_key, &bound.0, ballot)
}

/// Opens the voter's own copy of a ballot.
///
/// # Errors
/// When it was changed or sealed with another code.
pub fn open_for_voter(voter_key: &[u8; 32], bound: &Bound, sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
    secrets::open(voter_key, &bound.0, sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ballot_opens_with_its_own_key_round_and_text_only() {
        let (key, other) = (CountingKey::generate().unwrap(), CountingKey::generate().unwrap());
        let here = Bound::new(RoundId(1), b"text");
        let sealed = seal_for_counting(&key.public().unwrap(), &here, b"ballot").unwrap();
        assert_eq!(key.open(&here, &sealed).unwrap(), b"ballot");
        assert!(other.open(&here, &sealed).is_err());
        assert!(key.open(&Bound::new(RoundId(2), b"text"), &sealed).is_err());
        assert!(key.open(&Bound::new(RoundId(1), b"changed"), &sealed).is_err());
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(key.open(&here, &changed).is_err(), "byte {place}");
        }
    }

    #[test]
    fn another_program_opens_our_ballots_and_we_open_its() {
        use hpke::aead::ChaCha20Poly1305;
        use hpke::kdf::HkdfSha256;
        use hpke::kem::X25519HkdfSha256;
        use hpke::rand_core::{OsRng, TryRngCore};
        use hpke::{Deserializable, OpModeR, OpModeS, Serializable};

        let (key, bound) = (CountingKey::generate().unwrap(), Bound::new(RoundId(1), b"text"));
        let public = key.public().unwrap();
        let ours = seal_for_counting(&public, &bound, b"ballot").unwrap();
        let (encapped, body) = ours.split_at(ENCAPPED);
        let theirs = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &Deserializable::from_bytes(key.as_bytes()).unwrap(),
            &Deserializable::from_bytes(encapped).unwrap(),
            INFO,
            body,
            &bound.0,
        );
        assert_eq!(theirs.unwrap(), b"ballot");
        let (encapped, body) = hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256, _>(
            &OpModeS::Base,
            &Deserializable::from_bytes(&public).unwrap(),
            INFO,
            b"theirs",
            &bound.0,
            &mut OsRng.unwrap_err(),
        )
        .unwrap();
        assert_eq!(key.open(&bound, &[encapped.to_bytes().as_slice(), &body].concat()).unwrap(), b"theirs");
    }

    #[test]
    fn the_same_ballot_never_looks_the_same_and_is_always_as_long() {
        let key = CountingKey::generate().unwrap().public().unwrap();
        let bound = Bound::new(RoundId(1), b"text");
        let one = seal_for_counting(&key, &bound, b"ballot").unwrap();
        let two = seal_for_counting(&key, &bound, b"ballot").unwrap();
        assert_ne!(one, two);
        assert_eq!(one.len(), two.len());
    }

    #[test]
    fn what_follows_from_a_code_differs_per_round_and_per_use() {
        let secrets = Secrets::from_bytes([3; 32]);
        let code = Stemcode::from_random([5; 15]);
        let one = FromCode::new(&secrets, RoundId(1), &code);
        let two = FromCode::new(&secrets, RoundId(2), &code);
        let all = [one.code_hash, one.credential, one.voter_key, two.code_hash, two.credential, two.voter_key];
        let different: std::collections::BTreeSet<_> = all.into_iter().collect();
        assert_eq!(different.len(), 6);
    }
}
