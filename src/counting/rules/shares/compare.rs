//! The comparison step: which of two outcomes do more voters prefer?

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a project, a ballot group or a cap numbered by `Problem`, whose vectors have one length each"
)]

use std::cmp::Ordering;

use super::super::super::outcome::{ComparisonResult, Phase, Reason};
use super::super::super::problem::Problem;
use super::super::super::rule::{Comparison, Measure, Misfit};
use super::super::{Run, greedy};

/// Compares the outcome so far with the list by votes; when strictly more
/// ballots prefer the list, the list becomes the result.
pub(super) fn compare(problem: &Problem<'_>, run: &mut Run, pot: &str, by: Comparison) {
    let mut list_run = Run::new(problem);
    let list = greedy::List::by(problem, Measure::Score, false);
    let won = |money_before, step| Reason::ByComparison { money_before, step };
    let walk = greedy::Walk { phase: Phase::List, misfit: Misfit::Skip, won };
    greedy::walk_down(&mut list_run, &list, pot, walk);
    if let Some(between) = list_run.lot {
        run.ties.append(&mut list_run.ties);
        run.stop_for_lot(between);
        return;
    }
    let (prefer_shares, prefer_list) = preferences(problem, run, &list_run, by);
    let result = ComparisonResult {
        prefer_shares,
        prefer_list,
        list: list_run.winners.iter().map(|(p, _)| problem.id(*p).to_owned()).collect(),
        list_won: prefer_list > prefer_shares,
    };
    if result.list_won {
        run.ties.append(&mut list_run.ties);
        list_run.ties = std::mem::take(&mut run.ties);
        list_run.shares = run.shares.take();
        list_run.standing = run.standing;
        *run = list_run;
    }
    if let Some(shares) = &mut run.shares {
        shares.comparison = Some(result);
    }
}

/// Ballots that prefer the first and the second outcome.
fn preferences(problem: &Problem<'_>, one: &Run, other: &Run, by: Comparison) -> (u64, u64) {
    let (wins_one, wins_other) = (flags(problem, one), flags(problem, other));
    let measure = |group: usize, wins: &[bool]| {
        let funded = problem.ballots.items(group).iter().filter(|p| wins[**p as usize]).count();
        match by {
            Comparison::Satisfaction => funded,
            Comparison::ExclusionRatio => funded.min(1),
        }
    };
    let mut prefer = (0, 0);
    for (group, people) in problem.people.iter().enumerate() {
        match measure(group, &wins_one).cmp(&measure(group, &wins_other)) {
            Ordering::Greater => prefer.0 += people,
            Ordering::Less => prefer.1 += people,
            Ordering::Equal => {}
        }
    }
    prefer
}

fn flags(problem: &Problem<'_>, run: &Run) -> Vec<bool> {
    let mut wins = vec![false; problem.len()];
    for (p, _) in &run.winners {
        wins[*p] = true;
    }
    wins
}
