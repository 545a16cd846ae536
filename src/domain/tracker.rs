//! The tracker on a receipt: sixteen symbols that name a sealed ballot. It shows that a ballot is
//! in the box, never what is in it.

use std::fmt;

use sha2::{Digest, Sha256};

use super::code::{read, spelled};
use super::ids::RoundId;

/// Bytes of a tracker: 80 bits, five in each of its sixteen symbols.
const BYTES: usize = 10;
/// Symbols of a tracker.
const SYMBOLS: usize = 16;

/// Names a sealed ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tracker([u8; BYTES]);

impl Tracker {
    /// The tracker of a sealed ballot: the first 80 bits of SHA-256 over its label, the round and
    /// the sealed bytes. Another choice, or the same choice sealed again, gives another tracker.
    #[must_use]
    pub fn of(round: RoundId, sealed: &[u8]) -> Self {
        let hash = Sha256::new().chain_update(b"tracker").chain_update(round.0.to_be_bytes()).chain_update(sealed).finalize();
        let mut bytes = [0; BYTES];
        for (to, from) in bytes.iter_mut().zip(hash) {
            *to = from;
        }
        Self(bytes)
    }

    /// A tracker as it is stored; none when it has another length.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// As it is stored.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Reads a tracker as people type it: case, blanks and dashes do not matter, O is 0, I and L
    /// are 1. None when it is no tracker.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let all = read(text, SYMBOLS)?;
        Self::from_bytes(all.to_be_bytes().get(16 - BYTES..)?)
    }
}

impl fmt::Display for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.0.iter().fold(0_u128, |all, byte| all << 8 | u128::from(*byte));
        f.write_str(&spelled(all, SYMBOLS, 4))
    }
}

/// The root of the Merkle tree over trackers in ascending order, as in RFC 6962: a leaf is
/// SHA-256(0 ‖ tracker), a node SHA-256(1 ‖ left ‖ right), the left half as large a power of two as
/// fits, and the root of nothing SHA-256 of nothing.
#[must_use]
pub fn merkle_root(trackers: &[Tracker]) -> [u8; 32] {
    match trackers {
        [] => Sha256::digest([]).into(),
        [one] => Sha256::new().chain_update([0]).chain_update(one.0).finalize().into(),
        more => {
            let half = more.len().next_power_of_two() / 2;
            let (left, right) = more.split_at(half);
            Sha256::new().chain_update([1]).chain_update(merkle_root(left)).chain_update(merkle_root(right)).finalize().into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tracker_is_read_however_it_is_typed() {
        let tracker = Tracker::of(RoundId(3), b"sealed");
        let printed = tracker.to_string();
        assert_eq!(printed.len(), 19);
        for typed in [printed.clone(), printed.to_lowercase(), printed.replace('-', " "), printed.replace('0', "O").replace('1', "l")] {
            assert_eq!(Tracker::parse(&typed), Some(tracker), "{typed}");
        }
        for wrong in ["", "ABCD", "UUUU-UUUU-UUUU-UUUU", &format!("{printed}0")] {
            assert_eq!(Tracker::parse(wrong), None, "{wrong}");
        }
        assert_ne!(Tracker::of(RoundId(4), b"sealed"), tracker);
    }

    #[test]
    fn a_tracker_more_fewer_or_changed_changes_the_root() {
        let all: Vec<Tracker> = (0..7_u8).map(|n| Tracker([n; BYTES])).collect();
        let roots: std::collections::BTreeSet<[u8; 32]> = (0..=7).map(|n| merkle_root(&all[..n])).collect();
        assert_eq!(roots.len(), 8);
        let mut changed = all.clone();
        changed[6].0[9] ^= 1;
        assert_ne!(merkle_root(&changed), merkle_root(&all));
        // RFC 6962, 2.1: three leaves are a pair and a single one.
        let leaf = |n: u8| Sha256::new().chain_update([0]).chain_update([n; BYTES]).finalize();
        let pair = Sha256::new().chain_update([1]).chain_update(leaf(0)).chain_update(leaf(1)).finalize();
        let root: [u8; 32] = Sha256::new().chain_update([1]).chain_update(pair).chain_update(leaf(2)).finalize().into();
        assert_eq!(merkle_root(&all[..3]), root);
    }
}
