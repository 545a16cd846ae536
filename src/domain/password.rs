//! Which passwords are good enough for staff: long, and not one of those everybody tries.
//!
//! No rules about capitals or signs (NIST SP 800-63B-4 3.1.1.2, ASVS 6.2.5): length is what counts,
//! and a sentence is easy to remember.

/// Fewest characters.
pub const SHORTEST: usize = 15;
/// Most characters; only there so that nobody lets the machine hash a book.
pub const LONGEST: usize = 256;

/// Why a password was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Fewer than [`SHORTEST`] characters.
    #[error("shorter than {SHORTEST} characters")]
    TooShort,
    /// More than [`LONGEST`] characters.
    #[error("longer than {LONGEST} characters")]
    TooLong,
    /// Made of what is tried first.
    #[error("easy to guess")]
    Common,
}

/// Words and rows of keys that the lists of leaked passwords are full of. A password made of
/// nothing else, with digits and signs between them, is refused.
const COMMON: [&str; 60] = [
    "password",
    "passwort",
    "wachtwoord",
    "paswoord",
    "passw",
    "geheim",
    "secret",
    "welkom",
    "welcome",
    "hallo",
    "hello",
    "admin",
    "administrator",
    "beheerder",
    "beheer",
    "gemeente",
    "groningen",
    "stadhuis",
    "wijkdeal",
    "wijkraad",
    "wijraad",
    "wijk",
    "stad",
    "gebiedsteam",
    "nederland",
    "amsterdam",
    "rotterdam",
    "feyenoord",
    "ajax",
    "qwerty",
    "qwertyuiop",
    "asdf",
    "asdfgh",
    "asdfghjkl",
    "zxcv",
    "zxcvbnm",
    "azerty",
    "abc",
    "abcd",
    "abcdef",
    "abcdefgh",
    "abcdefghijklmnop",
    "iloveyou",
    "ikhouvanjou",
    "letmein",
    "monkey",
    "dragon",
    "football",
    "voetbal",
    "baseball",
    "princess",
    "sunshine",
    "master",
    "superman",
    "batman",
    "trustno",
    "lente",
    "zomer",
    "herfst",
    "winter",
];

/// Sentences that became known as examples of good passwords, and so are not.
const FAMOUS: [&str; 4] = ["correcthorsebatterystaple", "correctbatteryhorsestaple", "juistpaardbatterijniet", "thequickbrownfoxjumpsoverthelazydog"];

/// Checks a password. `own` are the words that are easy to find out about its owner: the parts of
/// the name and the address.
///
/// # Errors
/// Why it was refused.
pub fn check(password: &str, own: &[&str]) -> Result<(), PasswordProblem> {
    match password.chars().count() {
        n if n < SHORTEST => return Err(PasswordProblem::TooShort),
        n if n > LONGEST => return Err(PasswordProblem::TooLong),
        _ => {}
    }
    let letters: String = password.to_lowercase().chars().map(unmasked).filter(|c| c.is_alphabetic()).collect();
    let own: Vec<String> = own.iter().map(|word| word.to_lowercase()).filter(|word| word.chars().count() >= 3).collect();
    let words: Vec<&str> = COMMON.iter().copied().chain(FAMOUS).chain(own.iter().map(String::as_str)).collect();
    let different: std::collections::BTreeSet<char> = password.chars().collect();
    // All digits and signs in ordinary places leave no letters; few different characters are a pattern.
    let plain_digits = password.chars().all(|c| c.is_ascii_digit() || c.is_ascii_whitespace() || c.is_ascii_punctuation());
    if plain_digits || different.len() < 5 || (!letters.is_empty() && is_made_of(&letters, &words)) {
        return Err(PasswordProblem::Common);
    }
    Ok(())
}

/// The letter somebody writes as a sign: `P@ssw0rd`.
const fn unmasked(c: char) -> char {
    match c {
        '0' => 'o',
        '@' => 'a',
        '$' => 's',
        other => other,
    }
}

/// Whether the text is nothing but these words, one after the other (or the odd zero that was
/// taken for an o).
fn is_made_of(text: &str, words: &[&str]) -> bool {
    let mut reachable = vec![false; text.len() + 1];
    if let Some(first) = reachable.first_mut() {
        *first = true;
    }
    for (start, c) in text.char_indices() {
        if reachable.get(start) != Some(&true) {
            continue;
        }
        let rest = text.get(start..).unwrap_or_default();
        let ends = words.iter().filter(|word| rest.starts_with(**word)).map(|word| start + word.len());
        let skipped = (c == 'o').then_some(start + 1);
        for end in ends.chain(skipped).collect::<Vec<_>>() {
            if let Some(mark) = reachable.get_mut(end) {
                *mark = true;
            }
        }
    }
    reachable.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_is_refused() {
        for password in [
            "passwordpassword",
            "Wachtwoord12345!",
            "WelkomWelkom2026",
            "P@ssw0rdP@ssw0rd",
            "123456789012345",
            "000000000000000",
            "1234-5678-9012-3456",
            "qwertyuiopasdfghjkl",
            "QwertyQwerty123",
            "iloveyouiloveyou",
            "Groningen2026!!!",
            "GemeenteGroningen1",
            "wijkdeal-wijkdeal",
            "admin-admin-admin",
            "AdministratorAdmin",
            "letmeinletmein!!",
            "aaaaaaaaaaaaaaa",
            "abababababababab",
            "correct horse battery staple",
            "abcdefghijklmnop",
            "zomer2026zomer2026",
            "anna.devries.anna",
        ] {
            assert_eq!(check(password, &["anna", "devries"]), Err(PasswordProblem::Common), "{password}");
        }
    }

    #[test]
    fn length_is_what_counts() {
        assert_eq!(check("veertientekens", &[]), Err(PasswordProblem::TooShort));
        assert_eq!(check("vijftien tekens", &[]), Ok(()));
        assert_eq!(check("de kat zat gisteren op het dak", &["anna"]), Ok(()));
        assert_eq!(check(&"🌳🚲🏡🌞🌻".repeat(13), &[]), Ok(()), "64 signs of a keyboard full of them");
        assert_eq!(check(&"lang ".repeat(52), &[]), Err(PasswordProblem::TooLong));
    }
}
