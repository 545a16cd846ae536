//! Ids of projects and voters, found fast: files have millions of them.

use std::collections::{HashMap, HashSet};

/// Numbers below this find their place in a table.
const TABLE: usize = 1 << 17;

/// Where each project stands, by its id.
#[derive(Default)]
pub(super) struct Places {
    /// For ids that are a plain number: the place plus one, or 0.
    numbers: Vec<u32>,
    others: HashMap<Box<str>, u32>,
}

/// The number that an id is, when it is a small one without leading zeros:
/// `010` is another id than `10`.
fn number(id: &str) -> Option<usize> {
    plain_number(id).filter(|number| *number < TABLE)
}

impl Places {
    /// The place of a project.
    pub(super) fn find(&self, id: &str) -> Option<u32> {
        match number(id) {
            Some(number) => self.numbers.get(number).and_then(|place| place.checked_sub(1)),
            None => self.others.get(id).copied(),
        }
    }

    /// Notes the place of a project.
    pub(super) fn insert(&mut self, id: &str, place: u32) {
        let Some(number) = number(id) else {
            self.others.insert(id.into(), place);
            return;
        };
        if self.numbers.len() <= number {
            self.numbers.resize(number + 1, 0);
        }
        if let Some(slot) = self.numbers.get_mut(number) {
            *slot = place.saturating_add(1);
        }
    }
}

/// Ids that were seen before.
#[derive(Default)]
pub(super) struct Seen {
    /// One bit for each id that is a plain number below [`BITS`].
    numbers: Vec<u64>,
    /// Other ids of at most 15 bytes, with their length, as one number each.
    short: HashSet<u128>,
    long: HashSet<Box<str>>,
}

/// Numbers below this are remembered with a bit: 16 MiB when all are used.
const BITS: usize = 1 << 27;

/// The number that an id is, when it is one without leading zeros.
fn plain_number(id: &str) -> Option<usize> {
    let digits = id.as_bytes();
    if digits.is_empty() || digits.len() > 9 || (digits.first() == Some(&b'0') && digits.len() > 1) {
        return None;
    }
    digits.iter().try_fold(0, |number: usize, digit| digit.is_ascii_digit().then(|| number * 10 + usize::from(digit - b'0')))
}

impl Seen {
    /// Notes an id; false when it was seen before.
    pub(super) fn insert(&mut self, id: &str) -> bool {
        if let Some(number) = plain_number(id).filter(|number| *number < BITS) {
            return self.insert_number(number);
        }
        if id.len() > 15 {
            return self.long.insert(id.into());
        }
        let length = u128::try_from(id.len()).unwrap_or(0);
        self.short.insert(id.bytes().fold(length, |number, byte| number << 8 | u128::from(byte)))
    }

    fn insert_number(&mut self, number: usize) -> bool {
        let (word, bit) = (number / 64, 1_u64 << (number % 64));
        if self.numbers.len() <= word {
            self.numbers.resize(word + 1, 0);
        }
        match self.numbers.get_mut(word) {
            Some(bits) if *bits & bit == 0 => {
                *bits |= bit;
                true
            }
            _ => false,
        }
    }
}
