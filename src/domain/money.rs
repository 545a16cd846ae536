//! Money: whole cents, never a fraction, checked arithmetic.

use std::fmt;

/// An amount in euro cents. May be negative in differences, never in budgets or costs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

/// Why an amount could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not a number such as `1500`, `1.500` or `12,50`.
    #[error("not an amount")]
    NotAnAmount,
    /// More than a thousand million euro.
    #[error("amount too large")]
    TooLarge,
}

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount a person may type: a thousand million euro.
    pub const MAX_INPUT: Self = Self(100_000_000_000);

    /// Whole euros.
    #[must_use]
    pub const fn euros(euros: i64) -> Self {
        Self(euros.saturating_mul(100))
    }

    /// The sum, or `None` when it does not fit.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` when it does not fit.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// This amount for each of `count`, or `None` when it does not fit.
    #[must_use]
    pub fn times(self, count: i64) -> Option<Self> {
        self.0.checked_mul(count).map(Self)
    }

    /// Adds up; saturates far beyond any budget.
    #[must_use]
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Self {
        Self(amounts.into_iter().fold(0, |sum, amount| sum.saturating_add(amount.0)))
    }

    /// Reads what a Dutch resident types: `1500`, `1.500`, `€ 1.500,50`, `12,5`.
    ///
    /// A point is a thousands separator when three digits follow, else a decimal point.
    ///
    /// # Errors
    /// When it is no amount, negative, or larger than [`Self::MAX_INPUT`].
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '€' && *c != '\u{a0}').collect();
        let text = text.strip_suffix(",-").unwrap_or(&text);
        let (whole, fraction) = match text.rsplit_once(',') {
            Some((whole, fraction)) => (whole.to_owned(), fraction.to_owned()),
            None => match text.rsplit_once('.') {
                Some((whole, fraction)) if fraction.len() != 3 => (whole.to_owned(), fraction.to_owned()),
                _ => (text.to_owned(), String::new()),
            },
        };
        let whole = thousands(&whole).ok_or(AmountError::NotAnAmount)?;
        let cents = match fraction.len() {
            0 => 0,
            1 | 2 if fraction.bytes().all(|b| b.is_ascii_digit()) => {
                let value: i64 = fraction.parse().map_err(|_| AmountError::NotAnAmount)?;
                if fraction.len() == 1 { value * 10 } else { value }
            }
            _ => return Err(AmountError::NotAnAmount),
        };
        let total = whole.checked_mul(100).and_then(|w| w.checked_add(cents)).ok_or(AmountError::TooLarge)?;
        if total > Self::MAX_INPUT.0 {
            return Err(AmountError::TooLarge);
        }
        Ok(Self(total))
    }
}

/// Digits with optional points between groups of three.
fn thousands(text: &str) -> Option<i64> {
    let groups: Vec<&str> = text.split('.').collect();
    let digits = |g: &&str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    if !groups.iter().all(digits) || groups.iter().skip(1).any(|g| g.len() != 3) {
        return None;
    }
    if groups.len() > 1 && groups.first().is_some_and(|g| g.len() > 3) {
        return None;
    }
    groups.concat().parse().ok().filter(|_| groups.concat().len() <= 12)
}

impl fmt::Display for Cents {
    /// As the gemeente writes it: `€ 150.000`, `€ 12,50`, `- € 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "- " } else { "" };
        let (euros, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let digits = group_thousands(euros);
        if cents == 0 { write!(f, "{sign}€\u{a0}{digits}") } else { write!(f, "{sign}€\u{a0}{digits},{cents:02}") }
    }
}

/// `150000` as `150.000`.
#[must_use]
pub fn group_thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_residents_type_them() {
        for (text, cents) in [
            ("1500", 150_000),
            ("1.500", 150_000),
            ("€ 1.500,50", 150_050),
            ("12,5", 1_250),
            ("12.50", 1_250),
            ("1.000.000", 100_000_000),
            ("250,-", 25_000),
            ("0", 0),
        ] {
            assert_eq!(Cents::parse(text), Ok(Cents(cents)), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "veel", "-5", "1,2,3", "1.50.000", "1e9", "12,345", "1..5"] {
            assert_eq!(Cents::parse(text), Err(AmountError::NotAnAmount), "{text}");
        }
        assert_eq!(Cents::parse("2000000000"), Err(AmountError::TooLarge));
    }

    #[test]
    fn amounts_are_shown_as_the_gemeente_writes_them() {
        assert_eq!(Cents(15_000_000).to_string(), "€\u{a0}150.000");
        assert_eq!(Cents(1_250).to_string(), "€\u{a0}12,50");
        assert_eq!(Cents(-300).to_string(), "- €\u{a0}3");
    }
}
