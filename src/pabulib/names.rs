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
    let digits = id.as_bytes();
    if digits.len() > 6 || (digits.first() == Some(&b'0') && digits.len() > 1) || digits.is_empty() {
        return None;
    }
    let add = |number: usize, digit: &u8| digit.is_ascii_digit().then(|| number * 10 + usize::from(digit - b'0'));
    digits.iter().try_fold(0, add).filter(|number| *number < TABLE)
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
    /// Ids of at most 15 bytes, with their length, as one number each.
    short: HashSet<u128>,
    long: HashSet<Box<str>>,
}

impl Seen {
    /// Notes an id; false when it was seen before.
    pub(super) fn insert(&mut self, id: &str) -> bool {
        if id.len() > 15 {
            return self.long.insert(id.into());
        }
        let length = u128::try_from(id.len()).unwrap_or(0);
        self.short.insert(id.bytes().fold(length, |number, byte| number << 8 | u128::from(byte)))
    }
}
