//! The number of a letter: it names the code in the letter without being it, so that the desk can
//! take back a code that was lost without anybody seeing the code.

use std::fmt;
use std::ops::RangeInclusive;

use super::code::{read, spelled};

/// Symbols of a number.
const SYMBOLS: usize = 10;
/// Bits of a number that are not in it, of the first eight bytes of a hash.
const REST: u32 = 14;

/// The number on a letter: the first fifty bits of the hash that names its code on the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterNumber(u64);

impl LetterNumber {
    /// The number of the letter with the code of this hash.
    #[must_use]
    pub fn of(code_hash: &[u8; 32]) -> Self {
        let first = code_hash.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        Self(first >> REST)
    }

    /// Reads a number as people type it; none when it is no number of a letter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        u64::try_from(read(text, SYMBOLS)?).ok().map(Self)
    }

    /// The hashes with this number: those between these two.
    #[must_use]
    pub fn hashes(self) -> RangeInclusive<[u8; 32]> {
        let edge = |fill: u8| {
            let mut hash = [fill; 32];
            let first = self.0 << REST | if fill == 0 { 0 } else { (1 << REST) - 1 };
            for (to, from) in hash.iter_mut().zip(first.to_be_bytes()) {
                *to = from;
            }
            hash
        };
        edge(0)..=edge(0xff)
    }
}

impl fmt::Display for LetterNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&spelled(u128::from(self.0), SYMBOLS, 5))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_finds_the_hash_it_was_made_of_and_no_neighbour() {
        for byte in [0, 7, 0x80, 0xff] {
            let hash = [byte; 32];
            let number = LetterNumber::of(&hash);
            assert_eq!(LetterNumber::parse(&number.to_string().to_lowercase()), Some(number));
            assert!(number.hashes().contains(&hash));
            let mut other = hash;
            other[5] ^= 0x20;
            assert!(!number.hashes().contains(&other), "{number}");
        }
        assert_eq!(LetterNumber::parse("ABCDE"), None);
    }
}
