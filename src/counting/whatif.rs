//! Two rules (or budgets, or thresholds) side by side on the same ballots. For
//! designing a round on earlier votes, and for looking back; never on a running
//! vote.

use serde::{Deserialize, Serialize};

use super::canonical::ElectionFault;
use super::count::{Precision, count_with};
use super::election::Election;
use super::metrics::{Metrics, metrics};
use super::outcome::Outcome;

/// Two outcomes of the same ballots side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIf {
    /// The first outcome.
    pub one: Side,
    /// The second outcome.
    pub other: Side,
    /// Ids of projects that win both times.
    pub both: Vec<String>,
    /// Ids that win only the first time.
    pub only_one: Vec<String>,
    /// Ids that win only the second time.
    pub only_other: Vec<String>,
    /// Ballots with more funded projects the first time.
    pub prefer_one: u64,
    /// Ballots with more funded projects the second time.
    pub prefer_other: u64,
}

/// One of two outcomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The outcome.
    pub outcome: Outcome,
    /// What it means for the voters.
    pub metrics: Metrics,
}

/// Counts two elections and puts them side by side. They differ in their rule,
/// money or conditions; ballots and projects are those of the first.
///
/// # Errors
/// [`ElectionFault`] when one of the two cannot be counted.
pub fn what_if(one: &Election, other: &Election, precision: Precision) -> Result<WhatIf, ElectionFault> {
    let side = |election: &Election| -> Result<Side, ElectionFault> {
        let outcome = count_with(election, precision, &mut |_| {})?;
        let metrics = metrics(election, &outcome.winners)?;
        Ok(Side { outcome, metrics })
    };
    let (first, second) = (side(one)?, side(other)?);
    let split = |winners: &[String], others: &[String], inside: bool| -> Vec<String> {
        winners.iter().filter(|id| others.contains(id) == inside).cloned().collect()
    };
    let (a, b) = (&first.outcome.winners, &second.outcome.winners);
    let (prefer_one, prefer_other) = preferences(one, a, b);
    Ok(WhatIf {
        both: split(a, b, true),
        only_one: split(a, b, false),
        only_other: split(b, a, false),
        prefer_one,
        prefer_other,
        one: first,
        other: second,
    })
}

/// Ballots that have more funded projects with `a`, and with `b`.
fn preferences(election: &Election, a: &[String], b: &[String]) -> (u64, u64) {
    let gain: Vec<i32> = election.projects.iter().map(|project| i32::from(a.contains(&project.id)) - i32::from(b.contains(&project.id))).collect();
    let mut prefer = (0, 0);
    for ballot in &election.ballots {
        let sum: i32 = ballot.picks.iter().filter_map(|pick| gain.get(*pick as usize)).sum();
        match sum.signum() {
            1 => prefer.0 += ballot.count,
            -1 => prefer.1 += ballot.count,
            _ => {}
        }
    }
    prefer
}
