//! Rows of a `.pb` file with their line numbers, in bounded memory.
//!
//! Cells are separated by `;` and may be quoted with `"` (a doubled `""` inside
//! is one). Own code and not a CSV reader, because every message needs the line
//! on which a row starts, blank lines included, and a quote that is never
//! closed must not swallow the rest of the file.

use std::io::{self, BufRead, Read};

use super::findings::{Finding, Findings, Kind};

/// What some programs write before the first letter of a UTF-8 file.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The longest row that is read.
const MAX_ROW: usize = 4 << 20;

/// The longest file that is read.
const MAX_FILE: u64 = 2 << 30;

/// A file that cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The disk or pipe failed.
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
    /// A row longer than any real one.
    #[error("line {line}: this row is longer than {} MiB; this is not a .pb file", MAX_ROW >> 20)]
    RowTooLong {
        /// The line on which the row starts.
        line: u64,
    },
    /// A file longer than any real one.
    #[error("the file is larger than {} GiB; this is not a .pb file", MAX_FILE >> 30)]
    FileTooLong,
    /// A quote that is not closed.
    #[error("line {line}: a quote (\") is opened and not closed")]
    OpenQuote {
        /// The line on which the row starts.
        line: u64,
    },
    /// Something that makes counting impossible.
    #[error("{0}")]
    Fatal(Finding),
    /// Strict reading met errors.
    #[error("the file has {} error(s); the first: {first}", .errors)]
    Refused {
        /// How many errors.
        errors: u64,
        /// The first.
        first: Finding,
    },
    /// The election itself cannot be counted.
    #[error(transparent)]
    Election(#[from] crate::counting::ElectionFault),
}

/// One row.
#[derive(Default)]
pub(super) struct Row {
    /// The line on which it starts, from 1.
    pub(super) line: u64,
    text: String,
    /// Where each cell starts and ends in `text`.
    spans: Vec<(usize, usize)>,
}

impl Row {
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// How much text the row has.
    pub(super) fn text_len(&self) -> usize {
        self.text.len()
    }

    /// A cell as written; empty when there is none.
    pub(super) fn raw(&self, at: usize) -> &str {
        self.spans.get(at).and_then(|(start, end)| self.text.get(*start..*end)).unwrap_or("")
    }

    /// A cell without blanks around it; `None` (the word) counts as empty.
    pub(super) fn cell(&self, at: usize) -> &str {
        let cell = trimmed(self.raw(at));
        if cell.eq_ignore_ascii_case("none") { "" } else { cell }
    }

    /// Does the row consist of nothing but `word`, whatever its case?
    pub(super) fn is_only(&self, word: &str) -> bool {
        self.cell(0).eq_ignore_ascii_case(word) && self.cells().skip(1).all(|cell| trimmed(cell).is_empty())
    }

    fn end_cell(&mut self, start: usize) {
        self.spans.push((start, self.text.len()));
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.raw(at))
    }
}

/// Reads rows one by one.
pub(super) struct Rows<R> {
    input: io::Take<R>,
    line: u64,
    bytes: Vec<u8>,
}

impl<R: BufRead> Rows<R> {
    pub(super) fn new(input: R) -> Self {
        Rows { input: input.take(MAX_FILE), line: 0, bytes: Vec::new() }
    }

    /// The next row that is not blank. False at the end of the file.
    pub(super) fn next(&mut self, row: &mut Row, findings: &mut Findings) -> Result<bool, ReadError> {
        let mut blank: Option<u64> = None;
        loop {
            if !self.next_line()? {
                return Ok(false);
            }
            if self.bytes.iter().all(u8::is_ascii_whitespace) {
                blank.get_or_insert(self.line);
                continue;
            }
            if let Some(line) = blank {
                findings.warn(line, Kind::BlankLine, "blank line");
            }
            break;
        }
        row.line = self.line;
        row.text.clear();
        row.spans.clear();
        if self.bytes.contains(&b'"') {
            return self.quoted(row, findings);
        }
        push_text(&mut row.text, &self.bytes, self.line, findings);
        let mut start = 0;
        for (at, byte) in row.text.bytes().enumerate() {
            if byte == b';' {
                row.spans.push((start, at));
                start = at + 1;
            }
        }
        row.end_cell(start);
        Ok(true)
    }

    /// A row with quotes; it can run over several lines.
    fn quoted(&mut self, row: &mut Row, findings: &mut Findings) -> Result<bool, ReadError> {
        let mut cell: Vec<u8> = Vec::new();
        let mut inside = false;
        loop {
            let mut at = 0;
            while let Some(&byte) = self.bytes.get(at) {
                match byte {
                    b'"' if inside && self.bytes.get(at + 1) == Some(&b'"') => {
                        cell.push(b'"');
                        at += 1;
                    }
                    b'"' if inside => inside = false,
                    b'"' if cell.iter().all(u8::is_ascii_whitespace) => {
                        cell.clear();
                        inside = true;
                    }
                    b';' if !inside => {
                        let start = row.text.len();
                        push_text(&mut row.text, &cell, row.line, findings);
                        row.end_cell(start);
                        cell.clear();
                    }
                    _ => cell.push(byte),
                }
                at += 1;
            }
            if !inside {
                let start = row.text.len();
                push_text(&mut row.text, &cell, row.line, findings);
                row.end_cell(start);
                return Ok(true);
            }
            cell.push(b'\n');
            if row.text.len() + cell.len() > MAX_ROW {
                return Err(ReadError::RowTooLong { line: row.line });
            }
            if !self.next_line()? {
                return Err(ReadError::OpenQuote { line: row.line });
            }
        }
    }

    fn next_line(&mut self) -> Result<bool, ReadError> {
        self.bytes.clear();
        let limit = u64::try_from(MAX_ROW + 1).unwrap_or(u64::MAX);
        let read = (&mut self.input).take(limit).read_until(b'\n', &mut self.bytes)?;
        if read == 0 {
            return if self.input.limit() == 0 { Err(ReadError::FileTooLong) } else { Ok(false) };
        }
        self.line += 1;
        if read > MAX_ROW {
            return Err(ReadError::RowTooLong { line: self.line });
        }
        while matches!(self.bytes.last(), Some(b'\n' | b'\r')) {
            self.bytes.pop();
        }
        if self.line == 1 && self.bytes.starts_with(BYTE_ORDER_MARK) {
            self.bytes.drain(..3);
        }
        Ok(true)
    }
}

fn push_text(text: &mut String, bytes: &[u8], line: u64, findings: &mut Findings) {
    match std::str::from_utf8(bytes) {
        Ok(valid) => text.push_str(valid),
        Err(_) => {
            findings.error(line, Kind::NotUtf8, "the text is not UTF-8");
            text.push_str(&String::from_utf8_lossy(bytes));
        }
    }
}

/// A text without blanks around it. Nearly every cell begins and ends with a
/// plain character, and is then returned as it is.
pub(super) fn trimmed(text: &str) -> &str {
    let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if plain(text.as_bytes().first()) && plain(text.as_bytes().last()) { text } else { text.trim() }
}
