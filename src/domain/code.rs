//! The stemcode: sixteen symbols a resident types from a letter.
//!
//! Fifteen random Crockford symbols (75 bits) and one check symbol: the weighted sum over GF(32)
//! with weights α⁰ … α¹⁵ is zero, so every single wrong symbol and every swap of two symbols is
//! seen before it reaches the database.

/// Symbols, without I, L, O and U (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Symbols in a code, the check symbol included.
pub const LENGTH: usize = 16;

/// A well-formed stemcode. Knowing one is the right to vote once, so it has no `Debug`.
#[derive(Clone, PartialEq, Eq, zeroize::Zeroize, zeroize::ZeroizeOnDrop)]
pub struct Stemcode([u8; LENGTH]);

impl std::fmt::Debug for Stemcode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stemcode(hidden)")
    }
}

/// Why what was typed is no stemcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// Not sixteen symbols.
    #[error("{0} symbols instead of 16")]
    Length(usize),
    /// A character that is in no code.
    #[error("{0:?} is in no code")]
    Symbol(char),
    /// A typing error: the check symbol does not fit.
    #[error("a typing error")]
    Check,
}

impl Stemcode {
    /// Makes a code of fifteen random numbers (only the lowest five bits of each are used).
    #[must_use]
    pub fn from_random(random: [u8; LENGTH - 1]) -> Self {
        let mut symbols = [0_u8; LENGTH];
        for (symbol, value) in symbols.iter_mut().zip(random) {
            *symbol = value & 31;
        }
        let sum = weighted_sum(&symbols);
        if let Some(last) = symbols.last_mut() {
            *last = divide(sum, power(LENGTH - 1));
        }
        Self(symbols)
    }

    /// Reads a code. Case, blanks and dashes do not matter; O is 0, I and L are 1.
    ///
    /// # Errors
    /// Says whether it is too short or long, has a wrong symbol, or has a typing error.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let typed: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        if typed.is_empty() {
            return Err(CodeError::Empty);
        }
        let values: Vec<u8> = typed.iter().map(|c| symbol(*c).ok_or(CodeError::Symbol(*c))).collect::<Result<_, _>>()?;
        let symbols: [u8; LENGTH] = values.try_into().map_err(|v: Vec<u8>| CodeError::Length(v.len()))?;
        if weighted_sum(&symbols) == 0 { Ok(Self(symbols)) } else { Err(CodeError::Check) }
    }

    /// The sixteen symbols, for hashing.
    #[must_use]
    pub const fn symbols(&self) -> &[u8; LENGTH] {
        &self.0
    }

    /// As on the letter: `7KQ4-M2XH-9TRB-3FZC`.
    #[must_use]
    pub fn printed(&self) -> String {
        let mut out = String::with_capacity(LENGTH + 3);
        for (i, value) in self.0.iter().enumerate() {
            if i > 0 && i % 4 == 0 {
                out.push('-');
            }
            out.push(ALPHABET.get(usize::from(*value)).map_or('?', |b| char::from(*b)));
        }
        out
    }
}

fn symbol(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let position = ALPHABET.iter().position(|b| char::from(*b) == c)?;
    u8::try_from(position).ok()
}

/// A number as symbols, five bits each, in groups.
pub(super) fn spelled(value: u128, symbols: usize, group: usize) -> String {
    let mut out = String::with_capacity(symbols + symbols / group);
    for place in 0..symbols {
        if place > 0 && place % group == 0 {
            out.push('-');
        }
        let symbol = usize::try_from(value >> (5 * (symbols - 1 - place)) & 31).ok().and_then(|value| ALPHABET.get(value));
        out.push(symbol.map_or('?', |symbol| char::from(*symbol)));
    }
    out
}

/// Reads what [`spelled`] wrote, however it is typed; none when it has another length or a symbol
/// that does not exist.
pub(super) fn read(text: &str, symbols: usize) -> Option<u128> {
    let values: Vec<u8> = text.chars().filter(|c| c.is_alphanumeric()).map(symbol).collect::<Option<_>>()?;
    (values.len() == symbols).then(|| values.iter().fold(0, |all, value| all << 5 | u128::from(*value)))
}

/// Multiplication in GF(32) with x⁵ + x² + 1.
const fn multiply(a: u8, b: u8) -> u8 {
    let (mut a, mut b, mut product) = (a, b, 0);
    while b > 0 {
        if b & 1 == 1 {
            product ^= a;
        }
        a <<= 1;
        if a & 32 != 0 {
            a ^= 0b10_0101;
        }
        b >>= 1;
    }
    product
}

/// αⁱ with α = 2, whose order is 31: the sixteen weights differ.
const fn power(exponent: usize) -> u8 {
    let mut value = 1;
    let mut i = 0;
    while i < exponent {
        value = multiply(value, 2);
        i += 1;
    }
    value
}

/// a / b for b ≠ 0: b³⁰ is the inverse of b.
const fn divide(a: u8, b: u8) -> u8 {
    let mut inverse = 1;
    let mut i = 0;
    while i < 30 {
        inverse = multiply(inverse, b);
        i += 1;
    }
    multiply(a, inverse)
}

fn weighted_sum(symbols: &[u8; LENGTH]) -> u8 {
    symbols.iter().enumerate().fold(0, |sum, (i, value)| sum ^ multiply(*value, power(i)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Stemcode {
        Stemcode::from_random([3, 17, 30, 9, 0, 22, 8, 31, 5, 14, 27, 1, 19, 6, 12])
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = some();
        let printed = code.printed();
        assert_eq!(printed.len(), 19);
        for typed in [printed.clone(), printed.to_lowercase(), printed.replace('-', " "), printed.replace('0', "o").replace('1', "l")] {
            assert_eq!(Stemcode::parse(&typed), Ok(code.clone()), "{typed}");
        }
    }

    #[test]
    fn every_wrong_symbol_and_every_swap_is_seen() {
        let code = some();
        for i in 0..LENGTH {
            for wrong in 0..32 {
                let mut symbols = *code.symbols();
                if symbols[i] != wrong {
                    symbols[i] = wrong;
                    assert_ne!(weighted_sum(&symbols), 0);
                }
            }
            for j in 0..i {
                let mut symbols = *code.symbols();
                symbols.swap(i, j);
                assert_eq!(weighted_sum(&symbols) == 0, symbols == *code.symbols());
            }
        }
    }

    #[test]
    fn what_is_no_code_is_told_apart() {
        assert_eq!(Stemcode::parse(" - "), Err(CodeError::Empty));
        assert_eq!(Stemcode::parse("ABCD"), Err(CodeError::Length(4)));
        assert_eq!(Stemcode::parse("UUUU-AAAA"), Err(CodeError::Symbol('U')));
    }
}
