//! Sequential Phragmen: costs are loads on the supporters, kept as equal as can
//! be. For ticks only.
//!
//! A supporter's load is the level of the last winner on the ballot, so the
//! load of a group of supporters is a sum of whole numbers times levels.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a project, a ballot group or a cap numbered by `Problem`, whose vectors have one length each"
)]

use std::cmp::Ordering;

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

use super::super::count::Precision;
use super::super::outcome::{Phase, Reason, Standing};
use super::super::problem::Problem;
use super::super::ratio::Ratio;
use super::{Run, tie_record};

/// Relative difference within which floats do not decide. Levels are sums of at
/// most some thousands of positive terms, so floats are off by far less.
const CLOSE: f64 = 1e-9;

/// Counts a pot by sequential Phragmen.
pub(crate) fn count(problem: &Problem<'_>, pot: &str, precision: Precision) -> Run {
    let mut run = Run::new(problem);
    if precision == Precision::Preview {
        run.standing = Standing::Preview;
    }
    let mut loads = Loads::new(problem);
    let mut open: Vec<usize> = problem.contenders().filter(|p| problem.cost[*p] <= problem.budget).collect();
    for p in problem.contenders().filter(|p| problem.cost[*p] > problem.budget) {
        run.reasons[p] = Some(Reason::OverBudget { budget: problem.budget });
    }
    while !open.is_empty() {
        open.retain(|p| match run.room.barred(problem, *p) {
            Some(reason) => {
                run.pass(problem, *p, Phase::Loads, reason);
                false
            }
            None => true,
        });
        let mut lowest = loads.lowest(&open, precision, &mut run.standing);
        lowest.sort_by_key(|p| (problem.ties.rank(*p), *p));
        let Some(&winner) = lowest.first() else { break };
        let misfits: Vec<usize> = lowest.iter().copied().filter(|p| problem.cost[*p] > run.room.left).collect();
        if !misfits.is_empty() {
            stop(problem, &mut run, &open, &misfits);
            break;
        }
        if lowest.len() > 1 {
            run.ties.push(tie_record(problem, pot, Phase::Loads, &lowest, true));
            let same = |p: &usize| problem.ties.rank(*p) == problem.ties.rank(winner);
            let between: Vec<usize> = lowest.iter().copied().filter(same).collect();
            if between.len() > 1 {
                run.stop_for_lot(between);
                break;
            }
        }
        let level = loads.level(winner);
        open.retain(|p| *p != winner);
        loads.carry(winner, level.clone());
        let reason = Reason::Carried { step: run.next_step(), load: Ratio::from(level) };
        run.win(problem, winner, problem.cost[winner], Phase::Loads, reason);
    }
    run
}

/// The count stops: a project with the smallest load does not fit.
fn stop(problem: &Problem<'_>, run: &mut Run, open: &[usize], misfits: &[usize]) {
    let at = problem.ids(misfits);
    for &p in open {
        let reason = if misfits.contains(&p) { Reason::DoesNotFit { money_left: run.room.left } } else { Reason::LoadsStopped { at: at.clone() } };
        run.pass(problem, p, Phase::Loads, reason);
    }
}

struct Loads<'p, 'e> {
    problem: &'p Problem<'e>,
    /// Level of each winner so far; the first is zero: no load yet.
    levels: Vec<RBig>,
    shadows: Vec<f64>,
    /// Per group the number of its level.
    of_group: Vec<u32>,
    /// Per project: how much weight of its supporters is on each level.
    weights: Vec<Vec<u128>>,
}

impl<'p, 'e> Loads<'p, 'e> {
    fn new(problem: &'p Problem<'e>) -> Self {
        Loads {
            problem,
            levels: vec![RBig::ZERO],
            shadows: vec![0.0],
            of_group: vec![0; problem.weight.len()],
            weights: problem.weighed_votes.iter().map(|votes| vec![*votes]).collect(),
        }
    }

    /// The level a project would give its supporters, as a float.
    fn shadow(&self, p: usize) -> f64 {
        let carried: f64 = self.weights[p].iter().zip(&self.shadows).map(|(w, level)| *w as f64 * level).sum();
        let cost = self.problem.cost[p] as f64 * self.problem.scale as f64;
        (cost + carried) / self.problem.weighed_votes[p] as f64
    }

    /// The level a project would give its supporters, exactly.
    fn level(&self, p: usize) -> RBig {
        let cost = IBig::from(self.problem.cost[p]) * IBig::from(self.problem.scale);
        let carried = self.weights[p]
            .iter()
            .zip(&self.levels)
            .filter(|(weight, _)| **weight > 0)
            .fold(RBig::from(cost), |sum, (w, level)| sum + level * RBig::from(UBig::from(*w)));
        carried / RBig::from(UBig::from(self.problem.weighed_votes[p].max(1)))
    }

    /// The projects with the lowest level.
    fn lowest(&self, open: &[usize], precision: Precision, standing: &mut Standing) -> Vec<usize> {
        let shadows: Vec<f64> = open.iter().map(|p| self.shadow(*p)).collect();
        let Some(least) = shadows.iter().copied().min_by(f64::total_cmp) else {
            return Vec::new();
        };
        let near = |shadow: &f64| *shadow <= least * (1.0 + CLOSE);
        let near: Vec<usize> = open.iter().zip(&shadows).filter(|(_, s)| near(s)).map(|(p, _)| *p).collect();
        if near.len() == 1 {
            return near;
        }
        if precision == Precision::Preview {
            *standing = Standing::PreviewUncertain;
            return near;
        }
        let mut lowest: Vec<usize> = Vec::new();
        let mut best: Option<RBig> = None;
        for p in near {
            let level = self.level(p);
            match best.as_ref().map_or(Ordering::Less, |best| level.cmp(best)) {
                Ordering::Less => {
                    lowest = vec![p];
                    best = Some(level);
                }
                Ordering::Equal => lowest.push(p),
                Ordering::Greater => {}
            }
        }
        lowest
    }

    /// The supporters of a winner all get its level.
    fn carry(&mut self, winner: usize, level: RBig) {
        let new = self.levels.len();
        self.shadows.push(level.to_f64().value());
        self.levels.push(level);
        for &group in self.problem.supporters.items(winner) {
            let group = group as usize;
            let weight = u128::from(self.problem.weight[group]);
            let old = std::mem::replace(&mut self.of_group[group], u32::try_from(new).unwrap_or(u32::MAX)) as usize;
            for &p in self.problem.ballots.items(group) {
                let weights = &mut self.weights[p as usize];
                weights.resize(new + 1, 0);
                weights[old] -= weight;
                weights[new] += weight;
            }
        }
    }
}
