//! Secrets: one master key in a file only the owner can read; every use has its own key derived
//! from it. `docs/sleutels.md` lists them.

use std::io::{Read, Write};
use std::path::Path;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use zeroize::ZeroizeOnDrop;

/// What a key is for. Each has its own label, so no key can stand in for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Signs session cookies.
    Session,
    /// Makes CSRF tokens.
    Csrf,
    /// Seals the cookie of the voting booth.
    Booth,
    /// Hashes stemcodes (the "pepper").
    Stemcode,
    /// Makes box credentials out of stemcodes.
    Credential,
    /// Hashes e-mail addresses on the roll of a round.
    EmailEntrance,
    /// Seals the seeds of second factors.
    SecondFactor,
    /// Wraps the private counting keys of rounds.
    CountingKey,
    /// Wraps the private keys with which ballots that tablets deliver are opened.
    DeliveryKey,
    /// Makes the key with which a round signs receipts and the list of the box.
    RoundSignature,
    /// Signs heads of the record that are sent outside.
    RecordSignature,
    /// Makes the order of plans on a ballot, per visitor.
    Order,
    /// Signs the link with which a specialist answers a question.
    SpecialistLink,
    /// Signs what is unsubscribed by a link.
    MailLink,
}

impl Use {
    const fn label(self) -> &'static str {
        match self {
            Self::Session => "wijkdeal/1/session",
            Self::Csrf => "wijkdeal/1/csrf",
            Self::Booth => "wijkdeal/1/booth",
            Self::Stemcode => "wijkdeal/1/stemcode",
            Self::Credential => "wijkdeal/1/credential",
            Self::EmailEntrance => "wijkdeal/1/email-entrance",
            Self::SecondFactor => "wijkdeal/1/second-factor",
            Self::CountingKey => "wijkdeal/1/counting-key",
            Self::DeliveryKey => "wijkdeal/1/delivery-key",
            Self::RoundSignature => "wijkdeal/1/round-signature",
            Self::RecordSignature => "wijkdeal/1/record-signature",
            Self::Order => "wijkdeal/1/order",
            Self::SpecialistLink => "wijkdeal/1/specialist-link",
            Self::MailLink => "wijkdeal/1/mail-link",
        }
    }
}

/// The master key.
#[derive(Clone, ZeroizeOnDrop)]
pub struct Secrets([u8; 32]);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(hidden)")
    }
}

/// Something sealed that cannot be opened: changed, or sealed with another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot be opened")]
pub struct CannotOpen;

impl Secrets {
    /// Reads the master key from `file`, or makes one (mode 0600) when there is none.
    ///
    /// # Errors
    /// When the file cannot be read or made, has another size, or others can read it.
    pub fn load_or_make(file: &Path) -> Result<Self, String> {
        let shown = file.display();
        if !file.exists() {
            let key = Self(random()?);
            write_private(file, &key.0).map_err(|e| format!("cannot make the key file {shown}: {e}"))?;
            return Ok(key);
        }
        check_private(file)?;
        let mut key = [0_u8; 32];
        let mut open = std::fs::File::open(file).map_err(|e| format!("cannot read the key file {shown}: {e}"))?;
        open.read_exact(&mut key).map_err(|_| format!("the key file {shown} must hold 32 bytes"))?;
        Ok(Self(key))
    }

    /// A master key of known bytes, for tests.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key for one use.
    #[must_use]
    pub fn key(&self, purpose: Use) -> [u8; 32] {
        derive(&self.0, purpose.label().as_bytes())
    }

    /// HMAC-SHA-256 of `parts` (each with its length) under the key for `purpose`.
    #[must_use]
    pub fn mac(&self, purpose: Use, parts: &[&[u8]]) -> [u8; 32] {
        mac(&self.key(purpose), parts)
    }

    /// Seals bytes under the key for `purpose`, bound to `context`.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn seal(&self, purpose: Use, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, String> {
        seal(&self.key(purpose), context, plain)
    }

    /// Opens what [`Secrets::seal`] sealed.
    ///
    /// # Errors
    /// When it was changed or sealed for something else.
    pub fn open(&self, purpose: Use, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
        open(&self.key(purpose), context, sealed)
    }
}

/// A key derived from `secret` for `label` (HKDF-SHA-256, RFC 5869).
#[must_use]
pub fn derive(secret: &[u8], label: &[u8]) -> [u8; 32] {
    let mut out = [0_u8; 32];
    // 32 bytes is far below the limit of HKDF, the only thing that can go wrong.
    if Hkdf::<Sha256>::new(None, secret).expand(label, &mut out).is_err() {
        out = Sha256::digest([secret, label].concat()).into();
    }
    out
}

/// HMAC-SHA-256 of `parts`, each with its length, under `key`.
#[must_use]
pub fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC fills a short key up with zeros to the block of its hash (RFC 2104), as is done here.
    let mut block = [0_u8; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut hmac = <Hmac<Sha256> as Mac>::new(&block.into());
    for part in parts {
        hmac.update(&(part.len() as u64).to_be_bytes());
        hmac.update(part);
    }
    hmac.finalize().into_bytes().into()
}

/// Seals bytes (ChaCha20-Poly1305, random nonce in front), bound to `context`.
///
/// # Errors
/// When the machine has no randomness.
pub fn seal(key: &[u8; 32], context: &[u8], plain: &[u8]) -> Result<Vec<u8>, String> {
    let nonce: [u8; 12] = random()?;
    let cipher = ChaCha20Poly1305::new(Key::from_slice(key));
    let sealed = cipher.encrypt(Nonce::from_slice(&nonce), Payload { msg: plain, aad: context }).map_err(|_| "too large to seal".to_owned())?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what [`seal`] sealed.
///
/// # Errors
/// When it was changed, or sealed with another key or context.
pub fn open(key: &[u8; 32], context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
    let (nonce, body) = sealed.split_at_checked(12).ok_or(CannotOpen)?;
    ChaCha20Poly1305::new(Key::from_slice(key)).decrypt(Nonce::from_slice(nonce), Payload { msg: body, aad: context }).map_err(|_| CannotOpen)
}

/// Bytes nobody can guess, from the operating system.
///
/// # Errors
/// When the machine has no randomness.
pub fn random<const N: usize>() -> Result<[u8; N], String> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|e| format!("no randomness: {e}"))?;
    Ok(bytes)
}

/// SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Reads what [`hex`] wrote; none when it is not hexadecimal.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|i| text.get(i..i + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok())).collect()
}

/// Writes a new file that only its owner can read; an existing file is not overwritten.
///
/// # Errors
/// When the file exists or cannot be written.
pub fn write_private(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(file)?;
    out.write_all(bytes)?;
    out.sync_all()
}

#[cfg(unix)]
fn check_private(file: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(file).map_err(|e| e.to_string())?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(format!("others can read the key file {}: run chmod 600 on it first", file.display()))
}

#[cfg(not(unix))]
fn check_private(_: &Path) -> Result<(), String> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_with_the_same_key_and_context() {
        let secrets = Secrets::from_bytes([7; 32]);
        let sealed = secrets.seal(Use::Booth, b"round 1", b"hello").unwrap();
        assert_eq!(secrets.open(Use::Booth, b"round 1", &sealed).unwrap(), b"hello");
        assert_eq!(secrets.open(Use::Booth, b"round 2", &sealed), Err(CannotOpen));
        assert_eq!(secrets.open(Use::Session, b"round 1", &sealed), Err(CannotOpen));
        assert_eq!(secrets.open(Use::Booth, b"round 1", b"short"), Err(CannotOpen));
    }

    #[test]
    fn parts_cannot_be_shifted() {
        let key = [1; 32];
        assert_ne!(mac(&key, &[b"ab", b"c"]), mac(&key, &[b"a", b"bc"]));
    }

    #[test]
    fn a_key_file_others_can_read_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("secret");
        let made = Secrets::load_or_make(&file).unwrap();
        assert_eq!(Secrets::load_or_make(&file).unwrap().key(Use::Csrf), made.key(Use::Csrf));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
            assert!(Secrets::load_or_make(&file).unwrap_err().contains("chmod 600"));
        }
    }
}
