//! Letters with stemcodes: what goes to the printer, once. Addresses pass through and are kept
//! nowhere.

use super::Context;
use super::codes::{NewBatch, booth_url};
use crate::domain::code::Stemcode;
use crate::domain::letter::LetterNumber;
use crate::error::{Error, FieldError, Message, Result};
use crate::sealing::FromCode;

/// The most letters on one page to print; more go to the printing house as a file.
pub const MOST_ON_A_PAGE: usize = 2_000;

/// A list of addresses, one letter each: a line of names of columns and a line for each address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Names of the columns.
    pub head: Vec<String>,
    /// The addresses.
    pub rows: Vec<Vec<String>>,
}

impl Addresses {
    /// Reads a list as spreadsheets write it, with semicolons, commas or tabs.
    ///
    /// # Errors
    /// When a line has another number of columns than the first, or there is no address.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or_default();
        let delimiter = [b';', b'\t', b','].into_iter().find(|d| first.contains(char::from(*d))).unwrap_or(b';');
        let mut file = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        let cells = |record: &csv::StringRecord| record.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
        let wrong = |message| Error::Invalid(vec![FieldError::new("addresses", message)]);
        let head = file.headers().map(cells).map_err(|_| wrong(Message::new("error-addresses-empty")))?;
        let mut rows = Vec::new();
        for (place, record) in file.records().enumerate() {
            rows.push(cells(&record.map_err(|_| wrong(Message::new("error-addresses-line").with("line", place + 2)))?));
        }
        if rows.is_empty() { Err(wrong(Message::new("error-addresses-empty"))) } else { Ok(Self { head, rows }) }
    }
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLetter {
    /// The lines of the address; none for letters that are handed out.
    pub address: Vec<String>,
    /// The code as it is printed.
    pub code: String,
    /// Where the QR code leads: the code stands behind `#`, which no browser sends to a server.
    pub url: String,
    /// Names the letter at the desk.
    pub number: String,
}

/// The letters of a batch, in the order of the addresses when there are any.
#[must_use]
pub fn letters(context: &Context, batch: &NewBatch, addresses: &Addresses) -> Vec<CodeLetter> {
    let hashes = FromCode::hash_all(&context.secrets, batch.round.id, &batch.codes);
    let letter = |(place, (code, hash)): (usize, (&Stemcode, &[u8; 32]))| CodeLetter {
        address: addresses.rows.get(place).map_or_else(Vec::new, |row| row.iter().filter(|line| !line.is_empty()).cloned().collect()),
        code: code.printed(),
        url: booth_url(context, &batch.round, code),
        number: LetterNumber::of(hash).to_string(),
    };
    batch.codes.iter().zip(&hashes).enumerate().map(letter).collect()
}

/// The letters of a batch as a file for the printing house: the columns of the addresses, and those
/// of the code.
///
/// # Errors
/// When the file cannot be made.
pub fn csv(context: &Context, batch: &NewBatch, addresses: &Addresses) -> Result<Vec<u8>> {
    // The mark that tells spreadsheets which letters are used.
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut file = csv::WriterBuilder::new().delimiter(b';').from_writer(&mut out);
    let own = ["stemcode", "adres", "wijk", "briefnummer"].map(str::to_owned);
    file.write_record(own.iter().chain(&addresses.head)).map_err(Error::internal)?;
    for (place, letter) in letters(context, batch, addresses).into_iter().enumerate() {
        let own = [letter.code, letter.url, batch.wijk.clone(), letter.number];
        let address = addresses.rows.get(place).map_or(&[][..], Vec::as_slice);
        file.write_record(own.into_iter().chain(address.iter().map(|cell| harmless(cell)))).map_err(Error::internal)?;
    }
    file.flush().map_err(Error::internal)?;
    drop(file);
    Ok(out)
}

/// Text that a spreadsheet does not take for a formula.
#[must_use]
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_spreadsheets_write_them() {
        let list = Addresses::parse("\u{feff}naam;straat\r\nA. Voorbeeld;Straat 1\r\n\"B; C\";Straat 2\r\n").unwrap();
        assert_eq!(list.head, ["naam", "straat"]);
        assert_eq!(list.rows, [["A. Voorbeeld", "Straat 1"], ["B; C", "Straat 2"]]);
        assert_eq!(Addresses::parse("naam,straat\nA,Straat 1").unwrap().rows.len(), 1);
        let fields = |text: &str| match Addresses::parse(text) {
            Err(Error::Invalid(errors)) => errors[0].message.key,
            other => panic!("{other:?}"),
        };
        assert_eq!(fields("naam;straat"), "error-addresses-empty");
        assert_eq!(fields("naam;straat\nA;B;C"), "error-addresses-line");
    }

    #[test]
    fn an_address_is_never_a_formula() {
        for text in ["=HYPERLINK(1)", "+1", "-1", "@x"] {
            assert!(harmless(text).starts_with('\''));
        }
        assert_eq!(harmless("Bomen"), "Bomen");
    }
}
