//! Everything that is wrong with a file, as the Pabulib checker sees it, with
//! line numbers. (Unlike that checker, a project named twice in one vote, a
//! negative cost or age, and an amount like `1e3` are reported; a byte order
//! mark, which that checker cannot read past, is a warning.)

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

use super::decimal::Decimal;
use super::document::{Document, Labels};
use super::fields::{self, Field};
use super::findings::{Findings, Kind, shown};
use super::outcome;
use super::rows::{BYTE_ORDER_MARK, ReadError};
use super::votes::VoteKind;

/// The cost that marks a project as withdrawn.
pub(super) const WITHDRAWN_COST: i64 = 999_999_999;

/// Checks a file. A file that cannot be read on has that as its last error.
///
/// # Errors
/// [`ReadError`] when the disk or pipe fails, or the file is no text with rows
/// of a possible size.
pub fn check<R: BufRead>(mut input: R) -> Result<Findings, ReadError> {
    let mut findings = Findings::default();
    if input.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
        findings.warn(
            1,
            Kind::ByteOrderMark,
            "the file begins with a byte order mark, that other programs cannot read; save it as UTF-8 without one",
        );
    }
    match Document::read(input, Labels::Drop, &mut findings) {
        Ok(document) => {
            Checker { document: &document, findings: &mut findings }.run();
            outcome::check(document, &mut findings);
        }
        Err(ReadError::Fatal(finding)) => findings.error(finding.line, finding.kind, finding.text),
        Err(other) => return Err(other),
    }
    findings.sort();
    Ok(findings)
}

fn is_number(mark: &str) -> bool {
    !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_digit())
}

/// Is any part of a comment numbered, as in `#1: `?
fn has_mark(comment: &str) -> bool {
    comment.split('#').skip(1).any(|part| part.split_once(':').is_some_and(|(mark, _)| is_number(mark)))
}

struct Checker<'d> {
    document: &'d Document,
    findings: &'d mut Findings,
}

impl Checker<'_> {
    fn run(&mut self) {
        self.meta();
        self.dates();
        self.comment();
        self.projects();
        self.vote_columns();
        self.counts();
        self.needless();
        self.lengths();
        self.totals();
        self.labels();
        self.coordinates();
    }

    fn meta(&mut self) {
        let document = self.document;
        for key in &document.meta_order {
            let line = document.meta_line(key);
            let value = document.raw_meta(key);
            match fields::find(fields::META, key) {
                None => {
                    let text = format!("META '{}' is not a field of the format", shown(key));
                    self.findings.error(line, Kind::UnknownField, text);
                }
                Some(field) => self.value(field, value, line, "META"),
            }
        }
        for field in fields::META.iter().filter(|field| field.required) {
            if !document.meta_order.iter().any(|key| key == field.name) {
                let text = format!("META '{}' is missing", field.name);
                self.findings.error(0, Kind::MissingField, text);
            }
        }
        let names: Vec<&str> = document.meta_order.iter().map(String::as_str).collect();
        self.order(&names, fields::META, "META", 0);
        if document.text("vote_type") == Some("cumulative") && document.text("max_sum_points").is_none() {
            let text = "META 'max_sum_points' is missing; cumulative votes need it";
            self.findings.error(0, Kind::MissingField, text);
        }
    }

    fn value(&mut self, field: &Field, value: &str, line: u64, section: &str) {
        if value.is_empty() {
            if !field.may_be_empty {
                let text = format!("{section} '{}' is empty", field.name);
                self.findings.error(line, Kind::InvalidValue, text);
            }
            return;
        }
        if let Some(expected) = field.shape.expects(value) {
            let text = format!("{section} '{}' is '{}'; expected {expected}", field.name, shown(value));
            self.findings.error(line, Kind::InvalidValue, text);
        } else if field.shape == fields::Shape::Number && value.contains(',') {
            let text = format!("{section} '{}' is written with a comma; write a point", field.name);
            self.findings.error(line, Kind::CommaDecimal, text);
        }
        if field.shape == fields::Shape::List && field.name != "vote" {
            let items: Vec<&str> = value.split(',').collect();
            if items.iter().any(|item| item.trim().len() != item.len()) {
                let text = format!("blanks around the commas of {section} '{}'", field.name);
                self.findings.error(line, Kind::BlanksInList, text);
            }
        }
    }

    fn order(&mut self, names: &[&str], fields: &'static [Field], section: &str, line: u64) {
        let place = |name: &&str| fields.iter().position(|field| field.name == *name);
        let places: Vec<usize> = names.iter().filter_map(place).collect();
        if !places.is_sorted() {
            let text = format!("the fields of {section} are not in the order of the format");
            self.findings.warn(line, Kind::FieldOrder, text);
        }
    }

    fn dates(&mut self) {
        let date = |key: &str| self.document.text(key).and_then(fields::date);
        if let (Some(begin), Some(end)) = (date("date_begin"), date("date_end"))
            && begin > end
        {
            let line = self.document.meta_line("date_end");
            self.findings.error(line, Kind::Dates, "date_end is before date_begin");
        }
    }

    fn comment(&mut self) {
        let Some(comment) = self.document.meta("comment") else { return };
        if !has_mark(&comment.value) {
            let text = "META 'comment' must be numbered: '#1: ...'";
            self.findings.error(comment.line, Kind::Comment, text);
            return;
        }
        let marks: Vec<&str> =
            comment.value.split('#').skip(1).filter_map(|part| part.split_once(':').map(|(mark, _)| mark)).filter(|mark| is_number(mark)).collect();
        let in_order = marks.iter().enumerate().all(|(at, mark)| *mark == (at + 1).to_string());
        if !in_order {
            self.findings.warn(comment.line, Kind::Comment, "the comments are not numbered 1, 2, 3, ...");
        }
    }

    fn projects(&mut self) {
        let document = self.document;
        let line = document.columns_line;
        let names: Vec<&str> = document.columns.iter().map(String::as_str).collect();
        self.columns(&names, fields::PROJECTS, "PROJECTS", line);
        if names.contains(&"target") {
            let text = "the column 'target' was renamed to 'beneficiaries' in April 2026";
            self.findings.error(line, Kind::RenamedField, text);
        }
        for row in &document.projects {
            for name in names.iter().filter(|name| **name != "project_id") {
                let Some(field) = fields::find(fields::PROJECTS, name) else { continue };
                self.value(field, &document.of(row, name), row.line, "PROJECTS");
            }
        }
    }

    fn columns(&mut self, names: &[&str], fields: &'static [Field], section: &str, line: u64) {
        for name in names.iter().filter(|name| **name != "target") {
            if fields::find(fields, name).is_none() {
                let text = format!("{section} has a column '{}' that is not in the format", shown(name));
                self.findings.error(line, Kind::UnknownField, text);
            }
        }
        for field in fields.iter().filter(|field| field.required) {
            if !names.contains(&field.name) {
                let text = format!("{section} has no column '{}'", field.name);
                self.findings.error(line, Kind::MissingField, text);
            }
        }
        self.order(names, fields, section, line);
    }

    fn vote_columns(&mut self) {
        let names: Vec<&str> = self.document.vote_columns.iter().map(String::as_str).collect();
        let line = self.document.vote_columns_line;
        self.columns(&names, fields::VOTES, "VOTES", line);
    }

    fn counts(&mut self) {
        let document = self.document;
        let mut compare = |key: &str, counted: u64| {
            let Some(cell) = document.meta(key) else { return };
            if cell.value.parse() != Ok(counted) {
                let text = format!("META '{key}' is {}, but there are {counted}", shown(&cell.value));
                self.findings.error(cell.line, Kind::WrongCount, text);
            }
        };
        compare("num_projects", document.projects.len() as u64);
        compare("num_votes", document.totals.rows);
    }

    /// Fields of META that say nothing with this type of vote.
    fn needless(&mut self) {
        let document = self.document;
        if !VoteKind::of(document).is_ok_and(|kind| matches!(kind, VoteKind::Approval | VoteKind::ChooseOne)) {
            return;
        }
        let about_points = ["min_points", "max_points", "min_sum_points", "max_sum_points", "default_score"];
        for key in about_points.iter().filter(|key| document.meta(key).is_some()) {
            let text = format!("META '{key}' says nothing with this vote_type");
            self.findings.warn(document.meta_line(key), Kind::NeedlessField, text);
        }
    }

    fn lengths(&mut self) {
        let document = self.document;
        let whole = |key: &str| document.text(key).and_then(Decimal::read).and_then(Decimal::whole);
        let line = document.meta_line("max_length");
        let Some(max) = whole("max_length").and_then(|max| usize::try_from(max).ok()) else { return };
        if max > document.projects.len() {
            let text = format!("max_length {max} is more than the number of projects");
            self.findings.error(line, Kind::InvalidValue, text);
        }
        let choose_one = document.text("vote_type") == Some("choose-1");
        if choose_one && (max != 1 || whole("min_length").is_some_and(|min| min != 1)) {
            let text = "with vote_type choose-1, min_length and max_length must be 1";
            self.findings.error(line, Kind::ChooseOne, text);
        } else if !choose_one && max == 1 && document.projects.len() > 1 {
            let text = "max_length is 1; vote_type choose-1 says this better";
            self.findings.warn(line, Kind::ChooseOne, text);
        }
        if document.totals.longest < max {
            let text = format!("no vote names max_length {max} projects");
            self.findings.warn(line, Kind::UnusedMaxLength, text);
        }
        if max != 1 && document.totals.rows > 0 && document.totals.ticks == document.totals.rows {
            let text = "every vote names one project on average; is max_length right?";
            self.findings.warn(line, Kind::UnusedMaxLength, text);
        }
    }

    fn totals(&mut self) {
        let document = self.document;
        let (votes, score) = (document.has_column("votes"), document.has_column("score"));
        if !votes && !score {
            let line = document.columns_line;
            self.findings.warn(line, Kind::NoTotals, "PROJECTS has no column 'votes' or 'score'");
        }
        let approval = VoteKind::of(document).is_ok_and(|kind| matches!(kind, VoteKind::Approval | VoteKind::ChooseOne));
        for (at, row) in document.projects.iter().enumerate() {
            let total = |totals: &[u64]| totals.get(at).copied().unwrap_or(0);
            if votes && total(&document.totals.votes) == 0 {
                let text = format!("project '{}' has no votes; was it on the ballot?", shown(&row.id));
                self.findings.warn(row.line, Kind::NoVotes, text);
            }
            // The format's score of ticks with equal votes is the Borda score of
            // their order; nobody publishes it, so only votes are compared then.
            let columns = [
                ("votes", votes, Kind::WrongVotes, total(&document.totals.votes)),
                ("score", score && !approval, Kind::WrongScore, total(&document.totals.points)),
            ];
            for (column, present, kind, counted) in columns {
                let stated = document.of(row, column);
                let decimals = if column == "score" { document.totals.decimals } else { 0 };
                let units = Decimal::read(&stated).and_then(|decimal| decimal.in_units(decimals));
                if present && units.and_then(|units| u64::try_from(units).ok()) != Some(counted) {
                    let text = format!("project '{}' has {column} '{}', but the votes give {counted}", shown(&row.id), shown(&stated));
                    self.findings.error(row.line, kind, text);
                }
            }
        }
    }

    /// Names of themes and places that differ only in case or blanks, or that
    /// META does not declare.
    fn labels(&mut self) {
        let document = self.document;
        let columns = [("category", "categories"), ("beneficiaries", ""), ("neighborhood", "neighborhoods"), ("district", "subdistricts")];
        for (column, declared) in columns {
            let mut used: BTreeSet<String> = document.totals.labels.get(column).cloned().unwrap_or_default();
            for row in &document.projects {
                let cell = document.of(row, column);
                let items: Vec<&str> = cell.split(',').map(str::trim).filter(|item| !item.is_empty()).collect();
                if items.iter().enumerate().any(|(at, item)| items.iter().take(at).any(|other| other == item)) {
                    let text = format!("project '{}' has the same value twice in '{column}'", shown(&row.id));
                    self.findings.warn(row.line, Kind::Labels, text);
                }
                used.extend(items.into_iter().map(str::to_owned));
            }
            let mut folded: BTreeMap<String, &str> = BTreeMap::new();
            for label in &used {
                let key = label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
                if let Some(other) = folded.insert(key, label) {
                    let text = format!("'{}' and '{}' in '{column}' are nearly the same", shown(other), shown(label));
                    self.findings.warn(0, Kind::Labels, text);
                }
            }
            let Some(cell) = document.meta(declared).filter(|_| !used.is_empty()) else { continue };
            let named: BTreeSet<String> = cell.value.split(',').map(|item| item.trim().to_owned()).collect();
            if used.iter().any(|label| !named.contains(label)) {
                let text = format!("'{column}' has values that META '{declared}' does not name");
                self.findings.warn(cell.line, Kind::Labels, text);
            }
            if named.iter().any(|label| !used.contains(label)) {
                let text = format!("META '{declared}' names values that are not used");
                self.findings.warn(cell.line, Kind::Labels, text);
            }
        }
    }

    fn coordinates(&mut self) {
        let document = self.document;
        let mut places = Vec::new();
        for row in &document.projects {
            let (north, east) = (document.of(row, "latitude"), document.of(row, "longitude"));
            if north.is_empty() != east.is_empty() {
                let text = format!("project '{}' has only one of latitude and longitude", shown(&row.id));
                self.findings.error(row.line, Kind::Coordinates, text);
            } else if fields::coordinate(&north).is_some_and(|degrees| degrees.abs() > 90.0) {
                let text = format!("project '{}' has an impossible latitude", shown(&row.id));
                self.findings.error(row.line, Kind::Coordinates, text);
            } else if !north.is_empty() {
                places.push((north, east));
            }
        }
        if places.len() > 1 && places.iter().all(|place| Some(place) == places.first()) {
            self.findings.warn(0, Kind::Coordinates, "all projects have the same coordinates");
        }
    }
}
