//! Do the amounts and the column `selected` of a file fit its rule? The rule is
//! counted again by the engine.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::counting::{
    Comparison, Completion, Decision, Election, EqualShares, Greedy, Misfit, Outcome, Raise, Rule, TieOrder, TieStep, Utility, Withdrawn, count,
};

use super::check::WITHDRAWN_COST;
use super::document::{Document, ProjectRow};
use super::findings::{Findings, Kind, shown};
use super::reader::{self, Mode};

/// Checks amounts and outcome.
pub(super) fn check(mut document: Document, findings: &mut Findings) {
    // Amounts that cannot be read were reported with their fields.
    let mut again = Findings::default();
    let Ok(mut election) = reader::election(&mut document, Mode::Lenient, &mut again) else {
        return;
    };
    let withdrawn = WITHDRAWN_COST.saturating_mul(election.currency.unit());
    let selected: Vec<String> = document.projects.iter().map(|row| document.of(row, "selected")).collect();
    let mut all = 0_i128;
    let mut spent = 0_i128;
    for ((project, row), selected) in election.projects.iter().zip(&document.projects).zip(&selected) {
        all += i128::from(project.cost);
        if selected == "1" {
            spent += i128::from(project.cost);
            if project.cost == withdrawn {
                let text = format!("project '{}' is selected, but has the cost that marks it as withdrawn", shown(&row.id));
                findings.error(row.line, Kind::SelectedOverBudget, text);
            }
        }
        amount(project.cost, election.budget, withdrawn, row, findings);
    }
    let budget = i128::from(election.budget);
    if spent > budget {
        findings.error(0, Kind::SelectedOverBudget, "the selected projects cost more than the budget");
    }
    match (document.text("fully_funded").is_some(), all <= budget) {
        (true, false) => {
            let text = "fully_funded is set, but the projects cost more than the budget";
            findings.error(document.meta_line("fully_funded"), Kind::FullyFundedFlag, text);
        }
        (false, true) => {
            let text = "the budget pays for all projects; set fully_funded to 1";
            findings.error(0, Kind::AllAffordable, text);
        }
        _ => {}
    }
    let rest = Rest { election: &election, document: &document, selected: &selected, left: budget - spent };
    if document.text("fully_funded").is_none() {
        rest.check(findings);
    }
    if selected.iter().all(String::is_empty) {
        let text = "PROJECTS has no column 'selected', so the rule cannot be checked";
        findings.warn(document.columns_line, Kind::NoSelected, text);
        return;
    }
    for (at, project) in election.projects.iter_mut().enumerate() {
        project.submitted = i64::try_from(at).ok();
        if project.cost == withdrawn {
            project.withdrawn = Some(Withdrawn { reason: String::new() });
        }
    }
    let Some(expected) = Expected::of(&document, election.currency.unit(), findings) else { return };
    election.rule = expected.rule;
    election.eligibility.min_score = expected.threshold;
    election.tie_order = TieOrder { steps: expected.ties, seed: None };
    match count(&election) {
        Ok(outcome) => compare(&document, &selected, &outcome, expected.certain, findings),
        Err(fault) => findings.error(0, Kind::RuleNotFollowed, format!("cannot be counted: {fault}")),
    }
}

/// Money that is not spent.
struct Rest<'r> {
    election: &'r Election,
    document: &'r Document,
    selected: &'r [String],
    left: i128,
}

impl Rest<'_> {
    /// Under a list by votes, a project that fits in what is left should have
    /// been selected; also one that nobody voted for.
    fn check(&self, findings: &mut Findings) {
        let rule = self.document.text("rule").unwrap_or("");
        let sure = matches!(rule, "greedy" | "greedy-threshold");
        if !sure && !matches!(rule, "greedy-exclusive" | "greedy-custom") {
            return;
        }
        let whole = |key: &str| self.document.text(key).and_then(|text| text.parse::<u64>().ok());
        let threshold = whole("min_project_score_threshold").unwrap_or(0);
        let totals = &self.document.totals;
        let totals = if self.document.has_column("score") { &totals.points } else { &totals.votes };
        let mut open: Vec<(u64, usize)> = (0..self.selected.len())
            .filter(|at| self.selected.get(*at).is_some_and(|selected| selected == "0"))
            .map(|at| (totals.get(at).copied().unwrap_or(0), at))
            .filter(|(score, _)| threshold == 0 || *score > threshold)
            .collect();
        open.sort_by_key(|(score, at)| (Reverse(*score), *at));
        let mut left = self.left;
        for (_, at) in open {
            let (Some(project), Some(row)) = (self.election.projects.get(at), self.document.projects.get(at)) else { continue };
            if i128::from(project.cost) > left {
                continue;
            }
            left -= i128::from(project.cost);
            let text = format!("project '{}' is not selected, but there is money left for it", shown(&row.id));
            if sure {
                findings.error(row.line, Kind::UnusedBudget, text);
            } else {
                findings.warn(row.line, Kind::UnusedBudget, text);
            }
        }
    }
}

fn amount(cost: i64, budget: i64, withdrawn: i64, row: &ProjectRow, findings: &mut Findings) {
    let id = shown(&row.id);
    if cost == 0 {
        findings.error(row.line, Kind::NoCost, format!("project '{id}' costs nothing"));
    } else if cost == withdrawn {
        let text = format!("project '{id}' has the cost that marks it as withdrawn");
        findings.warn(row.line, Kind::OverBudget, text);
    } else if cost > budget {
        let text = format!("project '{id}' costs more than the whole budget");
        findings.error(row.line, Kind::OverBudget, text);
    }
}

/// The rule that a file says it follows.
struct Expected {
    rule: Rule,
    threshold: Option<u64>,
    ties: Vec<TieStep>,
    /// Does a difference make the file invalid?
    certain: bool,
}

impl Expected {
    fn of(document: &Document, unit: i64, findings: &mut Findings) -> Option<Expected> {
        let cell = document.meta("rule")?;
        let threshold = document.text("min_project_score_threshold").and_then(|t| t.parse().ok());
        let approval = document.text("vote_type") == Some("approval");
        let greedy = |misfit| Rule::Greedy(Greedy { misfit, ..Greedy::by_votes() });
        let list = |rule, certain| Some(Expected { rule, threshold, ties: vec![TieStep::Earliest], certain });
        match cell.value.as_str() {
            "greedy" if threshold.is_some() => {
                let text = "rule is greedy, but there is a threshold; write greedy-threshold";
                findings.error(cell.line, Kind::RuleNotFollowed, text);
                None
            }
            "greedy-threshold" if threshold.is_none() => {
                let text = "rule is greedy-threshold, but min_project_score_threshold is missing";
                findings.error(cell.line, Kind::MissingField, text);
                None
            }
            "greedy" | "greedy-threshold" => list(greedy(Misfit::Skip), true),
            "greedy-no-skip" => list(greedy(Misfit::Stop), true),
            "greedy-custom" => {
                if document.text("comment").is_none() {
                    findings.warn(cell.line, Kind::Comment, "rule is greedy-custom; say in META 'comment' what the rule is");
                }
                let poznan = document.text("unit") == Some("Poznań");
                list(greedy(if poznan { Misfit::FundFrom(80) } else { Misfit::Skip }), false)
            }
            "greedy-exclusive" => list(greedy(Misfit::Skip), false),
            name if name.starts_with("equalshares") && approval => {
                // The format counts in whole units of the currency.
                Some(Expected {
                    rule: Rule::EqualShares(EqualShares {
                        utility: Utility::Cost,
                        raise: name.contains("/add1").then(|| Raise::pabulib(unit)),
                        completion: Completion::Keep,
                        comparison: name.ends_with("-comparison").then_some(Comparison::Satisfaction),
                    }),
                    threshold: None,
                    ties: vec![TieStep::MinCost, TieStep::MaxVotes, TieStep::Earliest],
                    certain: true,
                })
            }
            other => {
                let text = format!("rule '{}' cannot be checked", shown(other));
                findings.warn(cell.line, Kind::RuleNotChecked, text);
                None
            }
        }
    }
}

fn compare(document: &Document, selected: &[String], outcome: &Outcome, certain: bool, findings: &mut Findings) {
    if let Decision::LotNeeded { between, .. } = &outcome.decision {
        let text = format!("the rule leaves a tie open between {}", shown(&between.join(", ")));
        findings.warn(0, Kind::RuleNotChecked, text);
        return;
    }
    let by_list = matches!(outcome.rule, Rule::Greedy(_));
    let poznan = matches!(outcome.rule, Rule::Greedy(Greedy { misfit: Misfit::FundFrom(_), .. }));
    // Other marks of a winner than 1 are for the rule of Poznań.
    let marks: &[&str] = if poznan { &["1", "2", "3"] } else { &["1"] };
    let reserve = selected.iter().filter(|selected| poznan && *selected == "3").count();
    let winners = winners(outcome, reserve);
    for (at, (row, selected)) in document.projects.iter().zip(selected).enumerate() {
        // The format's list also funds what no one voted for, after all others;
        // cities differ in that, so it is not held against a file.
        if by_list && document.totals.votes.get(at) == Some(&0) {
            continue;
        }
        let wins = winners.contains(row.id.as_str());
        let stated = marks.contains(&selected.as_str());
        let text = match (wins, stated) {
            (true, false) => "should be selected by the rule, and is not",
            (false, true) => "is selected, and should not be by the rule",
            _ => continue,
        };
        let text = format!("project '{}' {text}", shown(&row.id));
        if certain || (poznan && stated) {
            findings.error(row.line, Kind::RuleNotFollowed, text);
        } else {
            findings.warn(row.line, Kind::RuleNotFollowed, text);
        }
    }
}

/// The winners of the rule, and so many of the next on the list: those that are
/// paid from a reserve, of which the file does not tell how much it is.
fn winners(outcome: &Outcome, reserve: usize) -> BTreeSet<&str> {
    let mut winners: BTreeSet<&str> = outcome.winners.iter().map(String::as_str).collect();
    let mut rest: Vec<_> = outcome.projects.iter().filter(|project| !project.selected).collect();
    rest.sort_by_key(|project| project.rank);
    winners.extend(rest.iter().take(reserve).map(|project| project.id.as_str()));
    winners
}
