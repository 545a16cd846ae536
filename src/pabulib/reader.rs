//! From a `.pb` file to an election.

use std::io::BufRead;

use crate::counting::{BallotForm, Currency, Election, Eligibility, Greedy, Pots, Project, RankPoints, Rule, TieOrder, Weighting};

use super::decimal::{Decimal, MAX_DECIMALS};
use super::document::{Document, Labels};
use super::findings::{Findings, Kind, Level, shown};
use super::rows::ReadError;
use super::votes::VoteKind;

/// How a file with faults is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Any error refuses the file.
    Strict,
    /// Read what can be read, old format included: a project named twice on a
    /// ballot counts once with its last points, a vote for an unknown project
    /// is left out, a comma decimal is understood. Each with a finding.
    Lenient,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct PbElection {
    /// Ready to count, greedy by votes with ties by id; change at will.
    pub election: Election,
    /// What was wrong.
    pub findings: Findings,
    /// The file as it is written.
    pub document: Document,
}

/// Reads a file into an election.
///
/// # Errors
/// [`ReadError`] when there is nothing to count, or, when strict, when anything
/// is wrong.
pub fn read<R: BufRead>(input: R, mode: Mode, labels: Labels) -> Result<PbElection, ReadError> {
    let mut findings = Findings::default();
    let mut document = Document::read(input, labels, &mut findings)?;
    let first_error = findings.list().iter().find(|finding| finding.level == Level::Error);
    if let (Mode::Strict, Some(first)) = (mode, first_error) {
        return Err(ReadError::Refused { errors: findings.errors(), first: first.clone() });
    }
    let election = election(&mut document, mode, &mut findings)?;
    Ok(PbElection { election, findings, document })
}

pub(super) fn election(document: &mut Document, mode: Mode, findings: &mut Findings) -> Result<Election, ReadError> {
    let kind = VoteKind::of(document)?;
    let amounts = Amounts::read(document, mode, findings)?;
    let projects = document
        .projects
        .iter()
        .zip(&amounts.costs)
        .map(|(row, cost)| {
            let text = |column: &str| document.of(row, column);
            let list = |column: &str| -> Vec<String> {
                let cell = text(column);
                let items = cell.split(',').map(str::trim).filter(|item| !item.is_empty());
                items.map(str::to_owned).collect()
            };
            let name = text("name");
            Project {
                id: row.id.clone(),
                name: if name.is_empty() { row.id.clone() } else { name },
                cost: *cost,
                themes: list("category"),
                areas: list("neighborhood"),
                ..Project::default()
            }
        })
        .collect();
    let currency = document.text("currency").unwrap_or("").to_owned();
    let election = Election {
        title: document.text("description").unwrap_or("").to_owned(),
        currency: Currency { code: currency, decimals: amounts.decimals },
        budget: amounts.budget,
        projects,
        ballot_form: form(document, kind, &amounts),
        ballots: std::mem::take(&mut document.ballots),
        rule: Rule::Greedy(Greedy::by_votes()),
        tie_order: TieOrder::by_id(),
        eligibility: Eligibility::default(),
        caps: Vec::new(),
        conflicts: Vec::new(),
        quorum: None,
        weighting: Weighting::Equal,
        pots: Pots::Single,
    };
    Ok(election)
}

fn form(document: &Document, kind: VoteKind, amounts: &Amounts) -> BallotForm {
    let number = |key: &str| document.text(key).and_then(Decimal::read).and_then(Decimal::whole);
    let money = |key: &str| document.text(key).and_then(Decimal::read).and_then(|d| d.in_units(amounts.decimals));
    let unit = 10_u32.saturating_pow(u32::from(document.totals.decimals));
    let points = |key: &str| number(key).map(|points| points.saturating_mul(unit));
    let (min, max) = (number("min_length"), number("max_length"));
    match kind {
        VoteKind::ChooseOne => BallotForm::ChooseOne,
        VoteKind::Approval => match money("max_sum_cost") {
            Some(max_cost) => BallotForm::Knapsack { max_cost, min, max_cost_per_theme: Default::default() },
            None => BallotForm::Approval { min, max, max_per_theme: number("max_length_per_category") },
        },
        VoteKind::Cumulative | VoteKind::Scoring => BallotForm::Points {
            max_total: points("max_sum_points"),
            min_total: points("min_sum_points"),
            max_per_project: points("max_points"),
            min_projects: min,
        },
        VoteKind::Ordinal => BallotForm::Ranking { points: RankPoints::BallotLength, min, max },
    }
}

/// The amounts of a file in one unit.
struct Amounts {
    decimals: u8,
    budget: i64,
    costs: Vec<i64>,
}

impl Amounts {
    fn read(document: &Document, mode: Mode, findings: &mut Findings) -> Result<Amounts, ReadError> {
        let budget = document.meta("budget").cloned().unwrap_or_default();
        let budget_at = budget.line;
        let budget = amount(&budget.value, budget_at, "the budget", mode, findings)?;
        let mut costs = Vec::with_capacity(document.projects.len());
        for row in &document.projects {
            let what = format!("the cost of project '{}'", shown(&row.id));
            costs.push((row.line, amount(&document.of(row, "cost"), row.line, &what, mode, findings)?));
        }
        let needed = costs.iter().map(|(_, cost)| cost.decimals).chain([budget.decimals]).max();
        let decimals = needed.unwrap_or(2).max(2);
        let units = |line: u64, decimal: Decimal| {
            decimal.in_units(decimals).ok_or_else(|| ReadError::Fatal(super::fatal(line, Kind::InvalidValue, "this amount is too large")))
        };
        Ok(Amounts {
            decimals,
            budget: units(budget_at, budget)?,
            costs: costs.into_iter().map(|(line, cost)| units(line, cost)).collect::<Result<_, _>>()?,
        })
    }
}

/// An amount of money; comma and more than two decimals are findings.
fn amount(text: &str, line: u64, what: &str, mode: Mode, findings: &mut Findings) -> Result<Decimal, ReadError> {
    let Some(decimal) = Decimal::read(text) else {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let text = match text {
            "" => format!("{what} is missing"),
            long if digits && long.len() > 15 => format!("{what} is '{}'; that is more than can be counted with", shown(long)),
            other => format!("{what} is '{}'; write a number with a point and at most {MAX_DECIMALS} decimals", shown(other)),
        };
        return Err(ReadError::Fatal(super::fatal(line, Kind::InvalidValue, &text)));
    };
    let wrong = if decimal.comma {
        Some((Kind::CommaDecimal, format!("{what} is written with a comma; write a point")))
    } else if decimal.decimals > 2 {
        Some((Kind::TooManyDecimals, format!("{what} has more than two decimals")))
    } else {
        None
    };
    if let Some((kind, text)) = wrong {
        findings.error(line, kind, text.clone());
        if mode == Mode::Strict {
            return Err(ReadError::Fatal(super::fatal(line, kind, &text)));
        }
    }
    Ok(decimal)
}
