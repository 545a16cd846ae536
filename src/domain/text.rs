//! What people type, made into values that are safe to keep: parse, don't validate.

/// Why a text was refused. The page turns it into a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing was filled in.
    #[error("empty")]
    Empty,
    /// Shorter than so many characters.
    #[error("shorter than {0} characters")]
    TooShort(usize),
    /// Longer than so many characters.
    #[error("longer than {0} characters")]
    TooLong(usize),
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    NotAnEmail,
}

/// Takes out what no honest text needs and what is used to deceive: control characters and the
/// marks that turn the direction of text around; line ends become `\n`; outer blanks go.
#[must_use]
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.chars().filter(|c| *c == '\n' || !(c.is_control() || is_direction_mark(*c))).collect();
    kept.trim().to_owned()
}

/// Marks that hide or turn text: bidi embeddings, overrides and isolates, zero-width characters.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// One line of text between `min` and `max` characters.
///
/// # Errors
/// When it is empty, too short or too long.
pub fn line(text: &str, min: usize, max: usize) -> Result<String, TextError> {
    let text = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    bounded(text, min, max)
}

/// Several lines of text between `min` and `max` characters.
///
/// # Errors
/// When it is empty (and `min` > 0), too short or too long.
pub fn paragraphs(text: &str, min: usize, max: usize) -> Result<String, TextError> {
    bounded(clean(text), min, max)
}

fn bounded(text: String, min: usize, max: usize) -> Result<String, TextError> {
    match text.chars().count() {
        0 if min > 0 => Err(TextError::Empty),
        n if n < min => Err(TextError::TooShort(min)),
        n if n > max => Err(TextError::TooLong(max)),
        _ => Ok(text),
    }
}

/// An e-mail address, in lower case.
///
/// Deliberately simple: one `@`, no blanks, quotes or separators, a dot in the domain, at most
/// 254 characters (RFC 5321 4.5.3.1.3). Whether it works only a mail can tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Reads an address.
    ///
    /// # Errors
    /// When it cannot be one.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.trim().to_lowercase();
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        let refused = |c: char| {
            c.is_whitespace()
                || c.is_control()
                || is_direction_mark(c)
                || matches!(c, ',' | ';' | ':' | '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\\' | '%' | '。' | '．')
        };
        let parts: Vec<&str> = text.split('@').collect();
        match parts.as_slice() {
            [name, domain]
                if !name.is_empty()
                    && name.len() <= 64
                    && text.len() <= 254
                    && !text.contains(refused)
                    && !name.starts_with('.')
                    && !name.ends_with('.')
                    && !text.contains("..")
                    && domain.contains('.')
                    && domain.split('.').all(|l| !l.is_empty() && !l.starts_with('-') && !l.ends_with('-'))
                    && domain.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-') =>
            {
                Ok(Self(text))
            }
            _ => Err(TextError::NotAnEmail),
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name for an address: lower case letters, digits and single hyphens. `De Wijert 2027!` gives
/// `de-wijert-2027`.
#[must_use]
pub fn slug(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(fold).collect();
    plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// A letter without its accent, for addresses and for searching.
#[must_use]
pub fn fold(c: char) -> char {
    match c {
        'á' | 'à' | 'ä' | 'â' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ë' | 'ê' => 'e',
        'í' | 'ì' | 'ï' | 'î' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'ü' | 'û' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}

/// Text for searching: lower case, no accents, one blank between words.
#[must_use]
pub fn search_form(text: &str) -> String {
    let folded: String = text.to_lowercase().chars().map(fold).collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_hide_control_or_direction_marks() {
        assert_eq!(line("Gemeente\u{202e} \r\n Groningen\0", 1, 80).unwrap(), "Gemeente Groningen");
    }

    #[test]
    fn addresses_that_carry_more_than_an_address_are_refused() {
        for bad in ["", "a", "a@b", "a@b.nl\r\nBcc: x@y.nl", "a@b.nl,c@d.nl", "a@b.nl;", "a b@c.nl", "a%0a@b.nl", "\"a\"@b.nl", "a@b..nl"] {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
        assert_eq!(Email::parse(" Anna@Voorbeeld.NL ").unwrap().as_str(), "anna@voorbeeld.nl");
    }

    #[test]
    fn slugs_are_addresses() {
        assert_eq!(slug("Café & Tuín 2027!"), "cafe-tuin-2027");
    }
}
