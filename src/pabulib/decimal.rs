//! Decimal numbers as `.pb` files write them.

/// The most decimals an amount can have.
pub(super) const MAX_DECIMALS: u8 = 6;

/// A decimal number, `units / 10^decimals`, without trailing zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    units: i64,
    pub(super) decimals: u8,
    /// It was written with a comma.
    pub(super) comma: bool,
}

impl Decimal {
    /// Reads `1234`, `1234.50`, `1234,50`. No signs, exponents or spaces.
    pub(super) fn read(text: &str) -> Option<Decimal> {
        let comma = text.contains(',');
        let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(rest) {
            return None;
        }
        let rest = rest.trim_end_matches('0');
        let decimals = u8::try_from(rest.len()).ok().filter(|n| *n <= MAX_DECIMALS)?;
        let units = format!("{whole}{rest}").parse().ok()?;
        Some(Decimal { units, decimals, comma })
    }

    /// The amount in units of `10^-decimals`; `None` when it does not fit.
    pub(super) fn in_units(self, decimals: u8) -> Option<i64> {
        let up = decimals.checked_sub(self.decimals)?;
        self.units.checked_mul(10_i64.checked_pow(u32::from(up))?)
    }

    /// A whole number, when it is one.
    pub(super) fn whole(self) -> Option<u32> {
        (self.decimals == 0).then(|| u32::try_from(self.units).ok()).flatten()
    }
}
