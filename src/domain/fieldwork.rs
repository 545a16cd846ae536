//! Door-to-door work: how many doors, talks and ideas, counted per street. Totals are always computed
//! from what was counted, never typed.

/// What was counted in a street, or in several together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Addresses where somebody rang.
    pub approached: i64,
    /// Addresses where somebody talked.
    pub spoken: i64,
    /// Ideas that came out of those talks.
    pub ideas: i64,
}

/// The most addresses in one count: more is a typing error.
pub const MOST: i64 = 5_000;

/// What is wrong with a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CountFlaw {
    /// Nobody was approached, or more than anybody can in a day.
    #[error("between 1 and {MOST} addresses")]
    Approached,
    /// More talks than addresses.
    #[error("more talks than addresses")]
    Spoken,
    /// Ideas without a talk, or very many.
    #[error("ideas without a talk")]
    Ideas,
}

impl Count {
    /// A count that can be.
    ///
    /// # Errors
    /// Everything that cannot.
    pub fn new(approached: i64, spoken: i64, ideas: i64) -> Result<Self, Vec<CountFlaw>> {
        let flaws: Vec<CountFlaw> = [
            (!(1..=MOST).contains(&approached), CountFlaw::Approached),
            (!(0..=approached).contains(&spoken), CountFlaw::Spoken),
            (!(0..=MOST).contains(&ideas) || spoken == 0 && ideas > 0, CountFlaw::Ideas),
        ]
        .into_iter()
        .filter_map(|(wrong, flaw)| wrong.then_some(flaw))
        .collect();
        if flaws.is_empty() { Ok(Self { approached, spoken, ideas }) } else { Err(flaws) }
    }

    /// Several counts together.
    #[must_use]
    pub fn total(counts: impl IntoIterator<Item = Self>) -> Self {
        counts.into_iter().fold(Self::default(), |sum, count| Self {
            approached: sum.approached.saturating_add(count.approached),
            spoken: sum.spoken.saturating_add(count.spoken),
            ideas: sum.ideas.saturating_add(count.ideas),
        })
    }

    /// Addresses where nobody talked.
    #[must_use]
    pub const fn silent(self) -> i64 {
        self.approached.saturating_sub(self.spoken)
    }

    /// The share of addresses where somebody talked.
    #[must_use]
    pub fn response(self) -> Option<i64> {
        percent(self.spoken, self.approached)
    }
}

/// A share in whole percents, half up; none of nothing.
#[must_use]
pub fn percent(part: i64, whole: i64) -> Option<i64> {
    let doubled = part.checked_mul(200)?.checked_add(whole)?;
    if whole > 0 { doubled.checked_div(whole.checked_mul(2)?) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(parts: &[i64]) -> i64 {
        Count::total(parts.iter().map(|part| Count { approached: *part, spoken: *part, ideas: 0 })).spoken
    }

    #[test]
    fn the_response_of_the_letter_is_58_percent() {
        // Letter S2 of the college: 754 addresses, 438 talks (N4).
        let streets = [Count::new(254, 140, 11).unwrap(), Count::new(300, 201, 0).unwrap(), Count::new(200, 97, 4).unwrap()];
        let wijk = Count::total(streets);
        assert_eq!((wijk.approached, wijk.spoken, wijk.silent(), wijk.response()), (754, 438, 316, Some(58)));
    }

    #[test]
    fn shares_are_rounded_half_up_and_of_nothing_there_is_none() {
        for (part, whole, share) in [(49, 100, Some(49)), (1, 200, Some(1)), (1, 201, Some(0)), (355, 438, Some(81)), (0, 5, Some(0)), (0, 0, None)] {
            assert_eq!(percent(part, whole), share, "{part}/{whole}");
        }
    }

    #[test]
    fn totals_are_computed_so_that_they_always_add_up() {
        // N6 and N7 of the letter add up; N8 does not: it says 145.
        assert_eq!(spoken(&[31, 11, 41, 355]), 438);
        assert_eq!(spoken(&[117, 145, 93]), 355);
        assert_eq!(spoken(&[113, 33]), 146);
        assert_eq!(spoken(&[113, 8]), 121);
    }

    #[test]
    fn a_count_that_cannot_be_is_refused() {
        for (approached, talked, ideas, flaws) in [
            (0, 0, 0, vec![CountFlaw::Approached]),
            (10, 11, 0, vec![CountFlaw::Spoken]),
            (10, 0, 1, vec![CountFlaw::Ideas]),
            (10, -1, -1, vec![CountFlaw::Spoken, CountFlaw::Ideas]),
            (MOST + 1, 1, 0, vec![CountFlaw::Approached]),
        ] {
            assert_eq!(Count::new(approached, talked, ideas), Err(flaws), "{approached} {talked} {ideas}");
        }
        assert!(Count::new(10, 10, 25).is_ok(), "one talk can bring several ideas");
    }
}
