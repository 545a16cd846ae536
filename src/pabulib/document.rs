//! A `.pb` file as it is written: meta, projects and the columns of the votes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

use crate::counting::Ballot;

use super::findings::{Findings, Kind, shown};
use super::names::{Places, Seen};
use super::rows::{ReadError, Row, Rows, trimmed};
use super::votes::{VoteKind, VoteReader};

/// The most projects a file may have.
const MAX_PROJECTS: usize = 100_000;

/// The most columns a section may have.
const MAX_COLUMNS: usize = 500;

/// The most text that META and PROJECTS may hold together.
const MAX_TEXT: usize = 64 << 20;

/// The most rows of META.
const MAX_META: usize = 10_000;

/// The most votes that are read.
const MAX_VOTES: u64 = 10_000_000;

/// The most ballots that room is made for because META says that they come.
const MAX_RESERVED: usize = 1 << 20;

/// A value with the line it was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The value, without blanks around it.
    pub value: String,
    /// Its line, from 1.
    pub line: u64,
}

/// One row of PROJECTS.
#[derive(Clone, Debug, Default)]
pub struct ProjectRow {
    /// Its line, from 1.
    pub line: u64,
    /// The id.
    pub id: String,
    values: Vec<String>,
}

/// What one row of VOTES came to, apart from the ballot itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Totals {
    /// Per project: how often it is named, doubles included.
    pub(super) votes: Vec<u64>,
    /// Per project: its points, doubles included.
    pub(super) points: Vec<u64>,
    /// Points are in units of `10^-decimals`.
    pub(super) decimals: u8,
    /// Rows of votes.
    pub(super) rows: u64,
    /// Per column of VOTES that says where a voter lives: the values in it.
    pub(super) labels: BTreeMap<&'static str, BTreeSet<String>>,
    /// The most and the sum of projects on a ballot.
    pub(super) longest: usize,
    pub(super) ticks: u64,
}

/// A `.pb` file as it is written.
#[derive(Clone, Debug, Default)]
pub struct Document {
    meta: BTreeMap<String, Cell>,
    pub(super) meta_order: Vec<String>,
    pub(super) columns: Vec<String>,
    pub(super) columns_line: u64,
    pub(super) projects: Vec<ProjectRow>,
    pub(super) vote_columns: Vec<String>,
    pub(super) vote_columns_line: u64,
    pub(super) ballots: Vec<Ballot>,
    pub(super) totals: Totals,
}

/// What is kept of each vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// Only the ballot.
    Drop,
    /// Also how it was cast and the area of the voter.
    Keep,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Before,
    Meta,
    Projects,
    Votes,
}

impl Document {
    /// A META value; empty values count as absent.
    pub fn meta(&self, key: &str) -> Option<&Cell> {
        self.meta.get(key).filter(|cell| !cell.value.is_empty())
    }

    /// A META value as text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.meta(key).map(|cell| cell.value.as_str())
    }

    /// A META value as written, empty or not.
    pub(super) fn raw_meta(&self, key: &str) -> &str {
        self.meta.get(key).map_or("", |cell| cell.value.as_str())
    }

    /// The line of a META value; 0 when there is none.
    pub(super) fn meta_line(&self, key: &str) -> u64 {
        self.meta.get(key).map_or(0, |cell| cell.line)
    }

    /// The value of a project in a column; empty when there is none.
    pub fn of(&self, project: &ProjectRow, column: &str) -> String {
        self.column(column).and_then(|at| project.values.get(at)).cloned().unwrap_or_default()
    }

    /// Does PROJECTS have this column?
    pub fn has_column(&self, column: &str) -> bool {
        self.column(column).is_some()
    }

    fn column(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| name == column)
    }

    /// The projects as written.
    pub fn projects(&self) -> &[ProjectRow] {
        &self.projects
    }

    /// From here on points are counted in smaller units, of `10^-decimals`: all
    /// that were read before become so many times as many.
    pub(super) fn refine_points(&mut self, by: u32, decimals: u8) {
        let read = self.ballots.iter_mut().flat_map(|ballot| &mut ballot.points);
        read.for_each(|points| *points = points.saturating_mul(by));
        self.totals.points.iter_mut().for_each(|points| *points = points.saturating_mul(u64::from(by)));
        self.totals.decimals = decimals;
    }

    /// Reads a file. Everything that is wrong goes to `findings`.
    ///
    /// # Errors
    /// [`ReadError`] when reading on makes no sense.
    pub(super) fn read<R: BufRead>(input: R, labels: Labels, findings: &mut Findings) -> Result<Document, ReadError> {
        let mut reader = Reader {
            document: Document::default(),
            section: Section::Before,
            header_next: false,
            places: Places::default(),
            voters: Seen::default(),
            votes: None,
            labels,
            text: 0,
        };
        let mut rows = Rows::new(input);
        let mut row = Row::default();
        while rows.next(&mut row, findings)? {
            reader.take(&row, findings)?;
        }
        reader.finish(findings)
    }
}

struct Reader {
    document: Document,
    section: Section,
    header_next: bool,
    places: Places,
    voters: Seen,
    votes: Option<VoteReader>,
    labels: Labels,
    /// Length of the rows of META and PROJECTS so far.
    text: usize,
}

impl Reader {
    fn take(&mut self, row: &Row, findings: &mut Findings) -> Result<(), ReadError> {
        let titles = [("meta", Section::Meta), ("projects", Section::Projects), ("votes", Section::Votes)];
        if let Some((_, section)) = titles.into_iter().find(|(title, _)| row.is_only(title)) {
            return self.open(section, row, findings);
        }
        if self.header_next {
            self.header_next = false;
            return self.header(row, findings);
        }
        match self.section {
            Section::Before => {
                findings.error(row.line, Kind::Structure, "a row before the first section");
                Ok(())
            }
            Section::Meta => {
                self.keep_within(row)?;
                self.meta_row(row, findings);
                Ok(())
            }
            Section::Projects => {
                self.keep_within(row)?;
                self.project_row(row, findings)
            }
            Section::Votes if self.document.totals.rows >= MAX_VOTES => {
                let text = format!("more than {MAX_VOTES} votes; this is more than can be read");
                Err(ReadError::Fatal(super::fatal(row.line, Kind::Structure, &text)))
            }
            Section::Votes => self.vote_row(row, findings),
        }
    }

    /// Refuses a META or PROJECTS larger than any real one.
    fn keep_within(&mut self, row: &Row) -> Result<(), ReadError> {
        self.text += row.text_len();
        if self.text > MAX_TEXT || self.document.meta_order.len() > MAX_META {
            let text = "META and PROJECTS are larger than those of any real vote";
            return Err(ReadError::Fatal(super::fatal(row.line, Kind::Structure, text)));
        }
        Ok(())
    }

    fn open(&mut self, section: Section, row: &Row, findings: &mut Findings) -> Result<(), ReadError> {
        blanks(row.raw(0), "the section title", row.line, findings);
        if section <= self.section {
            let text = format!("section '{}' comes twice or too late", row.cell(0));
            findings.error(row.line, Kind::Structure, text);
            return Err(ReadError::Fatal(super::fatal(
                row.line,
                Kind::Structure,
                "the sections must be META, PROJECTS and VOTES, once each and in this order",
            )));
        }
        self.section = section;
        self.header_next = true;
        Ok(())
    }

    fn header(&mut self, row: &Row, findings: &mut Findings) -> Result<(), ReadError> {
        if row.len() > MAX_COLUMNS {
            return Err(ReadError::Fatal(super::fatal(row.line, Kind::Structure, "too many columns")));
        }
        let names: Vec<String> = row.cells().map(|cell| cell.trim().to_owned()).collect();
        for cell in row.cells() {
            blanks(cell, "a column name", row.line, findings);
        }
        let mut seen = BTreeSet::new();
        for name in &names {
            if !seen.insert(name.to_lowercase()) {
                let text = format!("column '{}' comes twice", shown(name));
                findings.error(row.line, Kind::DoubleColumn, text);
            }
        }
        let first = names.first().map(|name| name.to_lowercase()).unwrap_or_default();
        let expect = |wanted: &str, findings: &mut Findings| {
            if first != wanted {
                let text = format!("the first column must be '{wanted}', not '{}'", shown(&first));
                findings.error(row.line, Kind::Structure, text);
            }
        };
        match self.section {
            Section::Meta => {
                if first != "key" || names.get(1).is_none_or(|name| name.to_lowercase() != "value") {
                    findings.error(row.line, Kind::Structure, "META must start with 'key;value'");
                    self.meta_row(row, findings);
                }
            }
            Section::Projects => {
                expect("project_id", findings);
                (self.document.columns, self.document.columns_line) = (names, row.line);
            }
            Section::Votes => {
                expect("voter_id", findings);
                self.document.vote_columns = names;
                self.document.vote_columns_line = row.line;
                self.start_votes()?;
            }
            Section::Before => {}
        }
        Ok(())
    }

    fn meta_row(&mut self, row: &Row, findings: &mut Findings) {
        let key = row.cell(0).to_owned();
        blanks(row.raw(0), "a key", row.line, findings);
        blanks(row.raw(1), "a value", row.line, findings);
        if key.is_empty() {
            findings.error(row.line, Kind::EmptyId, "a META row without a key");
            return;
        }
        if row.len() > 2 {
            let text = format!("META '{}' has more than one value; only the first is used", shown(&key));
            findings.warn(row.line, Kind::ExtraCells, text);
        }
        let cell = Cell { value: row.raw(1).trim().to_owned(), line: row.line };
        if self.document.meta.insert(key.clone(), cell).is_some() {
            findings.error(row.line, Kind::DoubleKey, format!("META '{}' comes twice", shown(&key)));
        } else {
            self.document.meta_order.push(key);
        }
    }

    fn project_row(&mut self, row: &Row, findings: &mut Findings) -> Result<(), ReadError> {
        let id = row.raw(0).trim().to_owned();
        if id.is_empty() {
            findings.error(row.line, Kind::EmptyId, "a project without an id");
            return Ok(());
        }
        if row.len() > self.document.columns.len() {
            let text = format!("project '{}' has more cells than there are columns", shown(&id));
            findings.warn(row.line, Kind::ExtraCells, text);
        }
        if self.places.find(&id).is_some() {
            let text = format!("project id '{}' comes twice", shown(&id));
            findings.error(row.line, Kind::DoubleProject, text);
            return Ok(());
        }
        let place = self.document.projects.len();
        if place >= MAX_PROJECTS {
            return Err(ReadError::Fatal(super::fatal(row.line, Kind::Structure, "too many projects")));
        }
        for (at, cell) in row.cells().enumerate().take(self.document.columns.len()) {
            let name = self.document.columns.get(at).map_or("", String::as_str);
            if cell.trim().len() != cell.len() {
                let text = format!("blanks around '{name}' of project '{}'", shown(&id));
                findings.error(row.line, Kind::SurroundingBlanks, text);
            }
        }
        self.places.insert(&id, u32::try_from(place).unwrap_or(u32::MAX));
        let values = (0..self.document.columns.len()).map(|at| row.cell(at).to_owned()).collect();
        self.document.projects.push(ProjectRow { line: row.line, id, values });
        Ok(())
    }

    fn start_votes(&mut self) -> Result<(), ReadError> {
        let kind = VoteKind::of(&self.document)?;
        self.votes = Some(VoteReader::new(&self.document, kind, self.labels));
        self.document.totals.votes = vec![0; self.document.projects.len()];
        self.document.totals.points = vec![0; self.document.projects.len()];
        let told = self.document.text("num_votes").and_then(|told| told.parse().ok()).unwrap_or(0);
        self.document.ballots.reserve(MAX_RESERVED.min(told));
        Ok(())
    }

    fn vote_row(&mut self, row: &Row, findings: &mut Findings) -> Result<(), ReadError> {
        let voter = trimmed(row.raw(0));
        if voter.is_empty() {
            findings.error(row.line, Kind::EmptyId, "a vote without a voter id");
        } else if !self.voters.insert(voter) {
            let text = format!("voter id '{}' comes twice", shown(voter));
            findings.error(row.line, Kind::DoubleVoter, text);
        }
        if let Some(votes) = &mut self.votes {
            let ballot = votes.read(row, &self.places, &mut self.document, findings)?;
            self.document.ballots.push(ballot);
        }
        Ok(())
    }

    fn finish(self, findings: &mut Findings) -> Result<Document, ReadError> {
        if self.section != Section::Votes || self.header_next {
            return Err(ReadError::Fatal(super::fatal(
                0,
                Kind::Structure,
                "the file must have the sections META, PROJECTS and VOTES, each with its header",
            )));
        }
        findings.sort();
        Ok(self.document)
    }
}

fn blanks(cell: &str, what: &str, line: u64, findings: &mut Findings) {
    if cell.trim().len() != cell.len() {
        findings.error(line, Kind::SurroundingBlanks, format!("blanks around {what}"));
    }
}
