//! Envelopes: what a browser seals for this server with the cryptography it has itself (Web Crypto).
//! A JWE in its compact form (RFC 7516) with RSA-OAEP-256 and A256GCM (RFC 7518). A browser has no
//! HPKE; this is the standard that it can do without any cryptography of ours.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeySize, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::secrets::CannotOpen;

/// The private half of the key of one tablet: opens the envelopes that were sealed on it.
pub struct DeliveryKey(PrivateDecryptingKey);

impl std::fmt::Debug for DeliveryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeliveryKey(hidden)")
    }
}

/// The head of an envelope. Nothing else is read: an envelope cannot choose how it is opened.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    alg: String,
    enc: String,
    kid: String,
}

impl DeliveryKey {
    /// A new key of 3072 bits. Takes a moment: not for a thread that others wait for.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn generate() -> Result<Self, CannotOpen> {
        PrivateDecryptingKey::generate(KeySize::Rsa3072).map(Self).map_err(|_| CannotOpen)
    }

    /// The key with these bytes (PKCS #8).
    ///
    /// # Errors
    /// When they are no key.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CannotOpen> {
        PrivateDecryptingKey::from_pkcs8(bytes).map(Self).map_err(|_| CannotOpen)
    }

    /// The bytes of the key (PKCS #8), to be wrapped before they are kept.
    ///
    /// # Errors
    /// When the key cannot be written.
    pub fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        let der: Pkcs8V1Der<'_> = self.0.as_der().map_err(|_| CannotOpen)?;
        Ok(Zeroizing::new(der.as_ref().to_vec()))
    }

    /// The public half, as browsers read it (SPKI).
    ///
    /// # Errors
    /// When the key cannot be written.
    pub fn public(&self) -> Result<Vec<u8>, CannotOpen> {
        let der: PublicKeyX509Der<'_> = self.0.public_key().as_der().map_err(|_| CannotOpen)?;
        Ok(der.as_ref().to_vec())
    }

    /// Opens an envelope that was sealed under this name.
    ///
    /// # Errors
    /// When it was changed, or sealed to another key, under another name or in another way.
    pub fn open(&self, name: &str, envelope: &str) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        let parts: Vec<&str> = envelope.split('.').collect();
        let [head, wrapped, nonce, sealed, tag] = parts.as_slice() else { return Err(CannotOpen) };
        let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| CannotOpen);
        let says: Head = serde_json::from_slice(&bytes(head)?).map_err(|_| CannotOpen)?;
        if (says.alg.as_str(), says.enc.as_str(), says.kid.as_str()) != ("RSA-OAEP-256", "A256GCM", name) {
            return Err(CannotOpen);
        }
        let key = OaepPrivateDecryptingKey::new(self.0.clone()).map_err(|_| CannotOpen)?;
        let mut room = Zeroizing::new(vec![0_u8; key.min_output_size()]);
        let content_key = key.decrypt(&OAEP_SHA256_MGF1SHA256, &bytes(wrapped)?, &mut room, None).map_err(|_| CannotOpen)?;
        let content_key = UnboundKey::new(&AES_256_GCM, content_key).map_err(|_| CannotOpen)?;
        let nonce: [u8; NONCE_LEN] = bytes(nonce)?.try_into().map_err(|_| CannotOpen)?;
        let mut plain = Zeroizing::new([bytes(sealed)?, bytes(tag)?].concat());
        let length = LessSafeKey::new(content_key)
            .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(head.as_bytes()), &mut plain)
            .map_err(|_| CannotOpen)?
            .len();
        plain.truncate(length);
        Ok(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sealed elsewhere, by a browser that only got the public half of this key: what Web Crypto
    /// writes is what we read. The browser story `tablet.mjs` does the same with fresh keys.
    fn sealed(public: &[u8], head: &str, plain: &[u8]) -> String {
        use aws_lc_rs::rsa::{OaepPublicEncryptingKey, PublicEncryptingKey};
        let content_key: [u8; 32] = crate::secrets::random().unwrap();
        let public = OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(public).unwrap()).unwrap();
        let mut wrapped = vec![0; public.ciphertext_size()];
        public.encrypt(&OAEP_SHA256_MGF1SHA256, &content_key, &mut wrapped, None).unwrap();
        let head = URL_SAFE_NO_PAD.encode(head);
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &content_key).unwrap());
        let mut body = plain.to_vec();
        let tag = key.seal_in_place_separate_tag(Nonce::assume_unique_for_key([7; 12]), Aad::from(head.as_bytes()), &mut body).unwrap();
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        [head, part(&wrapped), part(&[7; 12]), part(&body), part(tag.as_ref())].join(".")
    }

    #[test]
    fn an_envelope_opens_with_its_own_key_and_name_only_and_whole() {
        let (key, other) = (DeliveryKey::generate().unwrap(), DeliveryKey::generate().unwrap());
        let head = r#"{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"tablet 1"}"#;
        let envelope = sealed(&key.public().unwrap(), head, b"ballot");
        assert_eq!(key.open("tablet 1", &envelope).unwrap().as_slice(), b"ballot");
        assert!(key.open("tablet 2", &envelope).is_err());
        assert!(other.open("tablet 1", &envelope).is_err());
        let kept = DeliveryKey::from_bytes(&key.to_bytes().unwrap()).unwrap();
        assert_eq!(kept.open("tablet 1", &envelope).unwrap().as_slice(), b"ballot", "a key that was kept is the same key");
        for (at, _) in envelope.char_indices().step_by(9) {
            let mut changed = envelope.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert!(key.open("tablet 1", &String::from_utf8(changed).unwrap()).is_err(), "place {at}");
        }
        for weaker in [r#"{"alg":"RSA-OAEP","enc":"A256GCM","kid":"tablet 1"}"#, r#"{"alg":"dir","enc":"A256GCM","kid":"tablet 1"}"#, "{}"] {
            assert!(key.open("tablet 1", &sealed(&key.public().unwrap(), weaker, b"ballot")).is_err(), "{weaker}");
        }
        assert!(key.open("tablet 1", "").is_err() && key.open("tablet 1", "a.b.c.d.e").is_err());
    }
}
