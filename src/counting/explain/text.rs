//! Numbers and amounts as people read them.

use super::super::election::{Cents, Currency};
use super::super::ratio::Ratio;

/// The language of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Dutch, at B1 level.
    Dutch,
    /// English.
    English,
}

/// A whole number with a mark per three digits.
pub(super) fn number(language: Language, n: i128) -> String {
    let digits = n.unsigned_abs().to_string();
    let mark = if language == Language::Dutch { '.' } else { ',' };
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    if n < 0 { format!("-{text}") } else { text }
}

/// An amount with its currency: `€ 1.234,50`, `€1,234.50`, `€ 1.234`.
pub fn money(language: Language, currency: &Currency, amount: Cents) -> String {
    let unit = currency.unit();
    let (whole, rest) = (amount / unit, (amount % unit).unsigned_abs());
    let mut text = number(language, i128::from(whole));
    if amount < 0 && whole == 0 {
        text.insert(0, '-');
    }
    if rest != 0 {
        let comma = if language == Language::Dutch { ',' } else { '.' };
        let width = usize::from(currency.decimals);
        text = format!("{text}{comma}{rest:0width$}");
    }
    match (currency.code.as_str(), language) {
        ("EUR", Language::Dutch) => format!("€ {text}"),
        ("EUR", Language::English) => format!("€{text}"),
        ("", _) => text,
        (code, _) => format!("{code} {text}"),
    }
}

/// A fraction with at most one decimal.
pub(super) fn one_decimal(language: Language, value: &Ratio) -> String {
    let tenths = Ratio::from(value.big() * dashu_ratio::RBig::from(10)).round_half_even();
    let tenths = tenths.unwrap_or(i64::MAX);
    let whole = number(language, i128::from(tenths / 10));
    let comma = if language == Language::Dutch { ',' } else { '.' };
    match (tenths % 10).unsigned_abs() {
        0 => whole,
        rest => format!("{whole}{comma}{rest}"),
    }
}

/// Thousandths as a percentage with at most one decimal.
pub(super) fn percent(language: Language, permille: u32) -> String {
    let tenths = Ratio::new(i128::from(permille), 10).unwrap_or_else(Ratio::zero);
    format!("{}%", one_decimal(language, &tenths))
}
