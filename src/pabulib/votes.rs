//! Rows of VOTES as ballots.

use std::collections::HashMap;

use crate::counting::{Ballot, Label};

use super::decimal::Decimal;
use super::document::{Document, Labels};
use super::fields::{self, Field, Shape};
use super::findings::{Findings, Kind, shown};
use super::names::Places;
use super::rows::{ReadError, Row, trimmed};

/// The most different places of voters that are remembered.
const MAX_PLACES: usize = 10_000;

/// The vote types of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VoteKind {
    Approval,
    ChooseOne,
    Cumulative,
    Scoring,
    Ordinal,
}

impl VoteKind {
    pub(super) fn of(document: &Document) -> Result<Self, ReadError> {
        let cell = document.meta("vote_type").cloned().unwrap_or_default();
        match cell.value.to_ascii_lowercase().as_str() {
            "approval" => Ok(VoteKind::Approval),
            "choose-1" => Ok(VoteKind::ChooseOne),
            "cumulative" => Ok(VoteKind::Cumulative),
            "scoring" => Ok(VoteKind::Scoring),
            "ordinal" => Ok(VoteKind::Ordinal),
            other => Err(ReadError::Fatal(super::fatal(
                cell.line,
                Kind::InvalidValue,
                &format!("vote_type '{}' is not approval, choose-1, cumulative, scoring or ordinal", shown(other)),
            ))),
        }
    }

    pub(super) fn has_points(self) -> bool {
        matches!(self, VoteKind::Cumulative | VoteKind::Scoring)
    }
}

/// Limits on ballots that META names.
#[derive(Clone, Copy, Default)]
struct Limits {
    min_length: Option<usize>,
    max_length: Option<usize>,
    min_points: Option<u64>,
    max_points: Option<u64>,
    min_sum_points: Option<u64>,
    max_sum_points: Option<u64>,
    min_sum_cost: Option<i64>,
    max_sum_cost: Option<i64>,
}

/// Reads rows of VOTES.
pub(super) struct VoteReader {
    kind: VoteKind,
    vote: Option<usize>,
    points: Option<usize>,
    channel: Option<usize>,
    area: Option<usize>,
    limits: Limits,
    /// Costs in millionths, to add up per ballot.
    costs: Vec<i64>,
    /// Per project the row that named it last, to see doubles.
    seen: Vec<u64>,
    labels: HashMap<String, Label>,
    /// Points are kept in units of `10^-decimals`: whole, unless a file has
    /// points with decimals.
    decimals: u8,
    /// The columns that say where a voter lives.
    places: Vec<(&'static str, usize)>,
    /// The other columns of the format, to check their values.
    others: Vec<(usize, &'static Field)>,
}

impl VoteReader {
    pub(super) fn new(document: &Document, kind: VoteKind, labels: Labels) -> Self {
        let column = |name: &str| document.vote_columns.iter().position(|other| other == name);
        let keep = |at: Option<usize>| at.filter(|_| labels == Labels::Keep);
        let number = |key: &str| {
            let decimal = document.text(key).and_then(Decimal::read);
            decimal.and_then(Decimal::whole)
        };
        let money = |key: &str| document.text(key).and_then(Decimal::read).and_then(|amount| amount.in_units(6));
        let sums = kind == VoteKind::Approval;
        VoteReader {
            kind,
            vote: column("vote"),
            points: column("points"),
            channel: keep(column("voting_method")),
            area: keep(column("neighborhood").or_else(|| column("district"))),
            places: ["neighborhood", "district"].into_iter().filter_map(|name| Some((name, column(name)?))).collect(),
            limits: Limits {
                min_length: number("min_length").and_then(|n| usize::try_from(n).ok()),
                max_length: number("max_length").and_then(|n| usize::try_from(n).ok()),
                min_points: number("min_points").map(u64::from),
                max_points: number("max_points").map(u64::from),
                min_sum_points: number("min_sum_points").map(u64::from),
                max_sum_points: number("max_sum_points").map(u64::from),
                min_sum_cost: money("min_sum_cost").filter(|_| sums),
                max_sum_cost: money("max_sum_cost").filter(|_| sums),
            },
            costs: document
                .projects
                .iter()
                .map(|project| Decimal::read(&document.of(project, "cost")).and_then(|cost| cost.in_units(6)).unwrap_or(0))
                .collect(),
            seen: vec![0; document.projects.len()],
            labels: HashMap::new(),
            decimals: 0,
            others: other_columns(&document.vote_columns),
        }
    }

    /// One row as a ballot. What cannot be used is left out, with a finding.
    pub(super) fn read(&mut self, row: &Row, places: &Places, document: &mut Document, findings: &mut Findings) -> Result<Ballot, ReadError> {
        let Some(vote) = self.vote else {
            return Err(ReadError::Fatal(super::fatal(document.vote_columns_line, Kind::MissingField, "VOTES has no column 'vote'")));
        };
        if row.len() > document.vote_columns.len() {
            findings.warn(row.line, Kind::ExtraCells, "more cells than there are columns");
        }
        self.check_blanks(row, findings);
        self.check_others(row, findings);
        let cell = row.cell(vote);
        let named = items(cell).count();
        let points = self.points_of(row, named, document, findings);
        let mut ballot = Ballot::new([]);
        ballot.picks.reserve_exact(named.min(self.seen.len()));
        document.totals.rows += 1;
        for (at, id) in items(cell).enumerate() {
            let Some(place) = places.find(id) else {
                let text = format!("a vote for project '{}', which does not exist", shown(id));
                findings.error(row.line, Kind::UnknownProject, text);
                continue;
            };
            let worth = points.as_ref().map_or(1, |points| points.get(at).copied().unwrap_or(0));
            self.note(place, worth, row.line, &mut ballot, document, findings);
        }
        document.totals.longest = document.totals.longest.max(named);
        document.totals.ticks += named as u64;
        if self.kind == VoteKind::Ordinal {
            let length = ballot.picks.len();
            for (at, pick) in ballot.picks.iter().enumerate() {
                if let Some(total) = document.totals.points.get_mut(*pick as usize) {
                    *total += (length - at) as u64;
                }
            }
        }
        self.check_limits(named, &ballot, row.line, findings);
        self.note_places(row, document);
        ballot.channel = self.channel.and_then(|at| self.label(row.cell(at)));
        ballot.area = self.area.and_then(|at| self.label(row.cell(at)));
        Ok(ballot)
    }

    /// Adds a pick. A project named twice counts once; its last points hold.
    fn note(&mut self, place: u32, worth: u32, line: u64, ballot: &mut Ballot, document: &mut Document, findings: &mut Findings) {
        let p = place as usize;
        if let Some(votes) = document.totals.votes.get_mut(p) {
            *votes += 1;
        }
        if self.kind != VoteKind::Ordinal
            && let Some(total) = document.totals.points.get_mut(p)
        {
            *total += u64::from(worth);
        }
        if self.seen.get(p) == Some(&line) {
            let id = document.projects.get(p).map_or("", |project| project.id.as_str());
            let text = format!("project '{}' is named twice in one vote", shown(id));
            findings.error(line, Kind::DoublePick, text);
            if let (true, Some(at)) = (self.kind.has_points(), ballot.picks.iter().position(|pick| *pick == place))
                && let Some(points) = ballot.points.get_mut(at)
            {
                *points = worth;
            }
            return;
        }
        if let Some(seen) = self.seen.get_mut(p) {
            *seen = line;
        }
        ballot.picks.push(place);
        if self.kind.has_points() {
            ballot.points.push(worth);
        }
    }

    /// The points of a row; `None` when the vote type has none.
    fn points_of(&mut self, row: &Row, picks: usize, document: &mut Document, findings: &mut Findings) -> Option<Vec<u32>> {
        let cell = self.points.map_or("", |at| row.cell(at));
        if !self.kind.has_points() {
            if !cell.is_empty() && self.kind != VoteKind::Ordinal {
                findings.error(row.line, Kind::Points, "points in a vote of a type without points");
            }
            return None;
        }
        if cell.is_empty() && picks > 0 {
            findings.error(row.line, Kind::Points, "a vote without its points");
        }
        let mut points: Vec<u32> = Vec::with_capacity(picks);
        for text in items(cell) {
            let decimal = Decimal::read(text).filter(|decimal| !decimal.comma);
            if let Some(finer) = decimal.map(|decimal| decimal.decimals).filter(|decimals| *decimals > self.decimals) {
                let by = 10_u32.saturating_pow(u32::from(finer - self.decimals));
                points.iter_mut().for_each(|points| *points = points.saturating_mul(by));
                document.refine_points(by, finer);
                self.decimals = finer;
            }
            let read = decimal.and_then(|decimal| decimal.in_units(self.decimals)).and_then(|units| u32::try_from(units).ok());
            points.push(read.unwrap_or_else(|| {
                findings.error(row.line, Kind::Points, format!("'{}' is not a number of points of 0 or more", shown(text)));
                0
            }));
        }
        if points.len() != picks && !cell.is_empty() {
            let text = format!("{picks} projects and {} numbers of points", points.len());
            findings.error(row.line, Kind::Points, text);
        }
        self.check_points(&points, row.line, findings);
        Some(points)
    }

    fn check_points(&self, points: &[u32], line: u64, findings: &mut Findings) {
        let limits = &self.limits;
        let unit = 10_u64.saturating_pow(u32::from(self.decimals));
        let below = |min: Option<u64>, points: u64| min.is_some_and(|min| points < min.saturating_mul(unit));
        let above = |max: Option<u64>, points: u64| max.is_some_and(|max| points > max.saturating_mul(unit));
        let outside = |point: &u32| below(limits.min_points, u64::from(*point)) || above(limits.max_points, u64::from(*point));
        if points.iter().any(outside) {
            findings.error(line, Kind::Points, "the points for one project are below min_points or above max_points");
        }
        let sum: u64 = points.iter().copied().map(u64::from).sum();
        if below(limits.min_sum_points, sum) || above(limits.max_sum_points, sum) {
            findings.warn(line, Kind::PointsSum, "the points together are below min_sum_points or above max_sum_points");
        }
        if points.windows(2).any(|pair| matches!(pair, [a, b] if a < b)) {
            findings.warn(line, Kind::PointsOrder, "the projects are not in the order of their points");
        }
    }

    fn check_limits(&self, named: usize, ballot: &Ballot, line: u64, findings: &mut Findings) {
        let limits = &self.limits;
        if self.kind == VoteKind::ChooseOne && named != 1 {
            findings.error(line, Kind::ChooseOne, format!("{named} projects in a vote for exactly one"));
        } else if limits.min_length.is_some_and(|min| named < min) {
            findings.error(line, Kind::VoteLength, format!("{named} projects is fewer than min_length"));
        } else if limits.max_length.is_some_and(|max| named > max) {
            findings.error(line, Kind::VoteLength, format!("{named} projects is more than max_length"));
        }
        if limits.min_sum_cost.is_none() && limits.max_sum_cost.is_none() {
            return;
        }
        let cost: i128 = ballot.picks.iter().filter_map(|pick| self.costs.get(*pick as usize)).map(|cost| i128::from(*cost)).sum();
        if limits.min_sum_cost.is_some_and(|min| cost < i128::from(min)) || limits.max_sum_cost.is_some_and(|max| cost > i128::from(max)) {
            findings.warn(line, Kind::VoteCost, "the cost of this vote is outside the sum that is allowed");
        }
    }

    fn check_blanks(&self, row: &Row, findings: &mut Findings) {
        if row.cells().any(|cell| trimmed(cell).len() != cell.len()) {
            findings.error(row.line, Kind::SurroundingBlanks, "blanks around a value of this vote");
        }
        for at in [self.vote, self.points].into_iter().flatten() {
            let cell = row.cell(at);
            let plain = cell.bytes().all(|byte| byte.is_ascii_graphic());
            if !plain && cell.split(',').any(|item| item.trim().len() != item.len()) {
                findings.error(row.line, Kind::BlanksInList, "blanks around the commas of a list");
            }
        }
    }

    fn check_others(&self, row: &Row, findings: &mut Findings) {
        for (at, field) in &self.others {
            let value = row.cell(*at);
            let wrong = if value.is_empty() { (!field.may_be_empty).then_some("a value") } else { field.shape.expects(value) };
            if let Some(expected) = wrong {
                let text = format!("VOTES '{}' is '{}'; expected {expected}", field.name, shown(value));
                findings.error(row.line, Kind::InvalidValue, text);
            }
        }
    }

    /// Remembers the different places of voters, as many as there can be.
    fn note_places(&self, row: &Row, document: &mut Document) {
        for (name, at) in &self.places {
            let value = row.cell(*at);
            let known = document.totals.labels.entry(name).or_default();
            if !value.is_empty() && known.len() < MAX_PLACES && !known.contains(value) {
                known.insert(value.to_owned());
            }
        }
    }

    fn label(&mut self, text: &str) -> Option<Label> {
        if text.is_empty() {
            return None;
        }
        if let Some(label) = self.labels.get(text) {
            return Some(label.clone());
        }
        let label = Label::from(text);
        self.labels.insert(text.to_owned(), label.clone());
        Some(label)
    }
}

/// The items of a list in a cell, without blanks and empty ones.
fn items(cell: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(cell);
    let pieces = std::iter::from_fn(move || {
        let text = rest?;
        let comma = text.bytes().position(|byte| byte == b',');
        let (piece, after) = comma.and_then(|at| text.split_at_checked(at)).map_or((text, None), |(piece, after)| (piece, after.get(1..)));
        rest = after;
        Some(piece)
    });
    pieces.map(trimmed).filter(|item| !item.is_empty())
}

/// The columns that are not read as ballots but whose values have a shape.
fn other_columns(names: &[String]) -> Vec<(usize, &'static Field)> {
    let read = |field: &&Field| field.name != "voter_id" && field.name != "points";
    let strict = |field: &&Field| field.shape != Shape::Text || !field.may_be_empty;
    names
        .iter()
        .enumerate()
        .filter_map(|(at, name)| Some((at, fields::find(fields::VOTES, name)?)))
        .filter(|(_, field)| read(field) && strict(field))
        .collect()
}
