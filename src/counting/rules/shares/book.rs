//! The exact side of Equal Shares: all prices so far over one common
//! denominator.
//!
//! A voter who still has money has paid the full price for every purchase on
//! the ballot (whoever could not pay in full has nothing left). So what a group
//! of voters has together is the sum of their starting shares minus, for each
//! purchase, its price times a whole number; no fraction per voter is needed.

use dashu_int::{
    IBig, UBig,
    ops::{BitTest, Gcd},
};
use dashu_ratio::RBig;

/// Starting shares and prices over one common denominator.
#[derive(Clone, Debug)]
pub(super) struct Book {
    denominator: IBig,
    start: Vec<IBig>,
    prices: Vec<IBig>,
}

/// A price as numbers in the book: `above / (denominator x points)`.
#[derive(Clone, Debug)]
pub(super) struct Price {
    /// What the ones who pay in full still have to bring together, times the
    /// denominator.
    pub(super) above: IBig,
    /// Their points together.
    pub(super) points: u128,
}

impl Book {
    /// A book with a starting share per area.
    pub(super) fn open(shares: &[RBig]) -> Self {
        let denominator = shares.iter().fold(UBig::ONE, |all, share| {
            let common = (&all).gcd(share.denominator());
            all / common * share.denominator()
        });
        let start = shares.iter().map(|share| share.numerator() * IBig::from(&denominator / share.denominator())).collect();
        Book { denominator: denominator.into(), start, prices: Vec::new() }
    }

    /// An amount in the book's unit.
    pub(super) fn amount(&self, money: u128) -> IBig {
        IBig::from(money) * &self.denominator
    }

    /// What voters have together, in the book's unit: per area how much they
    /// weigh, and per purchase how many full prices they paid.
    pub(super) fn together(&self, by_area: &[u128], full_prices: &[u128]) -> IBig {
        let sum = |weights: &[u128], values: &[IBig]| {
            weights.iter().zip(values).filter(|(weight, _)| **weight > 0).fold(IBig::ZERO, |sum, (weight, value)| sum + IBig::from(*weight) * value)
        };
        sum(by_area, &self.start) - sum(full_prices, &self.prices)
    }

    /// Adds the price of the next purchase.
    pub(super) fn add(&mut self, price: &Price) {
        let points = UBig::from(price.points);
        let common = UBig::from(price.points).gcd(price.above.clone());
        let factor = IBig::from(points / &common);
        let above = &price.above / IBig::from(common);
        if factor != IBig::ONE {
            self.denominator *= &factor;
            self.start.iter_mut().chain(&mut self.prices).for_each(|value| *value *= &factor);
        }
        self.prices.push(above);
    }

    /// The last price added, as a float for filtering.
    pub(super) fn last_price(&self) -> f64 {
        self.prices.last().map_or(0.0, |price| quotient(price, &self.denominator))
    }

    /// A price as a fraction.
    pub(super) fn fraction(&self, price: &Price) -> RBig {
        RBig::from_parts_signed(price.above.clone(), &self.denominator * IBig::from(price.points))
    }

    /// An amount in the book's unit, divided by `scale`, as a fraction of money.
    pub(super) fn money(&self, amount: IBig, scale: u64) -> RBig {
        RBig::from_parts_signed(amount, &self.denominator * IBig::from(scale))
    }
}

/// `a / b` for positive numbers, correct to 62 bits and then rounded once.
fn quotient(a: &IBig, b: &IBig) -> f64 {
    let (bits_a, bits_b) = (a.bit_len(), b.bit_len());
    let shift = (bits_b + 64).saturating_sub(bits_a);
    let spare = bits_a.saturating_sub(bits_b + 64);
    let whole: IBig = (a.clone() << shift >> spare) / b;
    let whole = i128::try_from(&whole).unwrap_or(i128::MAX);
    let power = i32::try_from(spare).unwrap_or(0) - i32::try_from(shift).unwrap_or(0);
    whole as f64 * 2.0_f64.powi(power)
}
