//! The lot: drawn in public when the box is closed and before it is opened. It decides only where the
//! rules leave a tie open.
//!
//! Nobody can steer it. The program chooses a secret number when the box closes and shows its hash;
//! the dice are thrown in public after that, while nobody knows what is in the box. Both together are
//! the seed.

use serde::{Deserialize, Serialize};

use crate::domain::ids::PersonId;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::secrets::{hex, random, sha256, unhex};

/// The fewest throws of a die.
pub const THROWS: usize = 10;
/// The most throws of a die.
pub const MOST_THROWS: usize = 100;

/// A lot that is prepared, or was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// The secret number, in hexadecimal. Public only after the draw.
    secret: String,
    /// The draw.
    pub drawn: Option<Drawn>,
}

/// A draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// What was thrown, one digit a throw.
    pub dice: String,
    /// Where, and who saw it.
    pub place: String,
    /// When it was written down.
    pub at: Instant,
    /// Who wrote it down.
    pub by: Option<PersonId>,
}

/// What was thrown: digits from 1 to 6, blanks and dashes between them do not matter.
#[must_use]
pub fn dice(text: &str) -> Option<String> {
    let thrown: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | ',')).collect();
    let right = thrown.chars().all(|c| ('1'..='6').contains(&c)) && (THROWS..=MOST_THROWS).contains(&thrown.len());
    right.then_some(thrown)
}

impl Lot {
    /// A lot with a new secret number.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn prepared() -> Result<Self> {
        Ok(Self { secret: hex(&random::<32>().map_err(Error::Internal)?), drawn: None })
    }

    /// A lot for the samples of pages.
    #[must_use]
    pub fn sample() -> Self {
        Self { secret: "5e".repeat(32), drawn: None }
    }

    /// SHA-256 of the secret number, in hexadecimal: public before the draw.
    #[must_use]
    pub fn commitment(&self) -> String {
        hex(&sha256(&unhex(&self.secret).unwrap_or_default()))
    }

    /// The secret number, once the lot was drawn.
    #[must_use]
    pub fn secret(&self) -> Option<&str> {
        self.drawn.as_ref().map(|_| self.secret.as_str())
    }

    /// The seed: SHA-256 of the bytes of the secret number followed by the digits that were thrown.
    #[must_use]
    pub fn seed(&self) -> Option<String> {
        let drawn = self.drawn.as_ref()?;
        let mut bytes = unhex(&self.secret)?;
        bytes.extend(drawn.dice.bytes());
        Some(hex(&sha256(&bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_told_only_with_the_dice_and_both_make_the_seed() {
        let mut lot = Lot::prepared().unwrap();
        assert_eq!((lot.secret(), lot.seed()), (None, None));
        let before = lot.commitment();
        let draw = |dice: &str| {
            Some(Drawn { dice: dice.into(), place: "Buurthuis".into(), at: Instant::parse_local("2027-05-25T20:00").unwrap(), by: None })
        };
        lot.drawn = draw("1234561234");
        let secret = unhex(lot.secret().unwrap()).unwrap();
        assert_eq!(hex(&sha256(&secret)), before, "everybody can check that the number was chosen before");
        let seed = lot.seed().unwrap();
        assert_eq!(seed, hex(&sha256(&[secret.as_slice(), b"1234561234"].concat())));
        lot.drawn = draw("1234561235");
        assert_ne!(lot.seed().unwrap(), seed);
    }

    #[test]
    fn dice_are_digits_from_one_to_six() {
        assert_eq!(dice("12345 61234").as_deref(), Some("1234561234"));
        for wrong in ["", "123456123", "1234567123", "zes zes zes zes", &"6".repeat(101)] {
            assert_eq!(dice(wrong), None, "{wrong}");
        }
    }
}
