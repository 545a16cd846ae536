//! Signatures (Ed25519, RFC 8032): of a round on receipts and on the list of the closed box, and of
//! the platform on heads of its record.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use crate::domain::ids::RoundId;
use crate::secrets::{Secrets, Use};

/// Signs in the name of a round, or of the record. Every server with the same master key signs the same.
pub struct RoundSigner(Ed25519KeyPair);

/// Not signed with this key, or changed after it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not fit")]
pub struct Forged;

impl RoundSigner {
    /// The signer of a round.
    ///
    /// # Errors
    /// When the key is refused, which no key of 32 bytes is.
    pub fn new(secrets: &Secrets, round: RoundId) -> Result<Self, String> {
        Self::from_seed(&secrets.mac(Use::RoundSignature, &[&round.0.to_be_bytes()]))
    }

    /// The signer of the record of everything that happens.
    ///
    /// # Errors
    /// When the key is refused, which no key of 32 bytes is.
    pub fn of_the_record(secrets: &Secrets) -> Result<Self, String> {
        Self::from_seed(&secrets.key(Use::RecordSignature))
    }

    fn from_seed(seed: &[u8; 32]) -> Result<Self, String> {
        Ed25519KeyPair::from_seed_unchecked(seed).map(Self).map_err(|e| format!("cannot make a signing key: {e}"))
    }

    /// The public half: with it anybody can check a signature.
    #[must_use]
    pub fn public(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    /// Signs a message.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).as_ref().to_vec()
    }
}

/// Checks a signature.
///
/// # Errors
/// When it does not fit.
pub fn verify(public: &[u8], message: &[u8], signature: &[u8]) -> Result<(), Forged> {
    UnparsedPublicKey::new(&ED25519, public).verify(message, signature).map_err(|_| Forged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_message_and_another_round_do_not_fit() {
        let secrets = Secrets::from_bytes([4; 32]);
        let (one, two) = (RoundSigner::new(&secrets, RoundId(1)).unwrap(), RoundSigner::new(&secrets, RoundId(2)).unwrap());
        let signature = one.sign(b"list");
        assert_eq!(verify(one.public(), b"list", &signature), Ok(()));
        assert_eq!(verify(one.public(), b"lisp", &signature), Err(Forged));
        assert_eq!(verify(two.public(), b"list", &signature), Err(Forged));
    }
}
