//! Exact fractions. Every decision in the count that is not a comparison of
//! whole cents or votes is a comparison of these.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::election::Cents;

/// The most digits a fraction read from a file may have; more is refused, so
/// that a hostile file cannot make reading one number expensive.
const MAX_DIGITS: usize = 100_000;

/// An exact fraction in lowest terms.
///
/// It is written as `"p/q"`, or as `"p"` when it is a whole number, so that a
/// recount in any language gets the same value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ratio(RBig);

impl Ratio {
    /// The whole number `n`.
    pub fn whole(n: i128) -> Self {
        Ratio(RBig::from(IBig::from(n)))
    }

    /// `numerator / denominator`; `None` when the denominator is zero.
    pub fn new(numerator: i128, denominator: u128) -> Option<Self> {
        Ratio::from_big(IBig::from(numerator), UBig::from(denominator))
    }

    /// As [`Ratio::new`], for numbers of any size.
    pub(crate) fn from_big(numerator: IBig, denominator: UBig) -> Option<Self> {
        if denominator == UBig::ZERO {
            return None;
        }
        Some(Ratio(RBig::from_parts(numerator, denominator)))
    }

    /// Zero.
    pub fn zero() -> Self {
        Ratio(RBig::ZERO)
    }

    /// So many times as much.
    #[must_use]
    pub fn times(&self, factor: i128) -> Self {
        Ratio(&self.0 * RBig::from(IBig::from(factor)))
    }

    pub(crate) fn big(&self) -> &RBig {
        &self.0
    }

    /// The nearest float: for display and for filtering, never for a decision.
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().value()
    }

    /// Is this zero?
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Rounded to a whole number, halves to the even neighbour. `None` when it
    /// does not fit.
    pub fn round_half_even(&self) -> Option<i64> {
        let floor = self.0.floor();
        let rest = RBig::from(floor.clone());
        let twice = (self.0.clone() - rest) * RBig::from(2);
        let up = match twice.cmp(&RBig::ONE) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => &floor % IBig::from(2) != IBig::ZERO,
        };
        let rounded = if up { floor + IBig::ONE } else { floor };
        i64::try_from(&rounded).ok()
    }

    /// An amount of cents for people to read: rounded half-even. Sums of
    /// rounded amounts need not add up; the exact total is printed beside them.
    pub fn to_cents(&self) -> Option<Cents> {
        self.round_half_even()
    }
}

impl From<RBig> for Ratio {
    fn from(value: RBig) -> Self {
        Ratio(value)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_int() { write!(f, "{}", self.0.numerator()) } else { write!(f, "{}/{}", self.0.numerator(), self.0.denominator()) }
    }
}

/// The text is not a fraction `p/q` or whole number `p`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a fraction; write a whole number or p/q")]
pub struct NotARatio(String);

impl FromStr for Ratio {
    type Err = NotARatio;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotARatio(text.chars().take(40).collect());
        if text.len() > MAX_DIGITS {
            return Err(wrong());
        }
        let (p, q) = text.split_once('/').unwrap_or((text, "1"));
        let p = IBig::from_str(p).map_err(|_| wrong())?;
        let q = UBig::from_str(q).map_err(|_| wrong())?;
        Ratio::from_big(p, q).ok_or_else(wrong)
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
