//! The Method of Equal Shares: one run, a rising endowment, the completion by
//! votes and the comparison with the list by votes.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a project, a ballot group or a cap numbered by `Problem`, whose vectors have one length each"
)]

mod book;
mod compare;
mod purses;
mod run;
mod sieve;
mod still;
mod trace;

use std::collections::BTreeMap;

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

use super::super::count::{Precision, Progress};
use super::super::outcome::{Phase, Reason, SharesTrace, Standing, Stopped, Tie};
use super::super::problem::Problem;
use super::super::ratio::Ratio;
use super::super::rule::{Completion, EqualShares, Measure, Misfit, Raise, RaiseStart, RaiseStop};
use super::{Run, greedy, tie_record};
use run::{Rounds, Setup};
use still::Still;

/// Counts a pot by Equal Shares.
pub(crate) fn count(problem: &Problem<'_>, pot: &str, rule: &EqualShares, precision: Precision, watch: &mut dyn FnMut(Progress)) -> Run {
    let mut scan = Scan::new(problem, rule, precision);
    let stopped = scan.scan(watch);
    let mut run = scan.into_run(pot, stopped);
    if run.lot.is_none() && rule.completion == Completion::Greedy {
        complete(problem, &mut run, pot);
    }
    if run.lot.is_none()
        && let Some(comparison) = rule.comparison
    {
        compare::compare(problem, &mut run, pot, comparison);
    }
    run
}

/// Goes down the list by votes with what Equal Shares left.
fn complete(problem: &Problem<'_>, run: &mut Run, pot: &str) {
    let list = greedy::List::by(problem, Measure::Score, false);
    let won = |money_before, step| Reason::Completed { money_before, step };
    let walk = greedy::Walk { phase: Phase::Completion, misfit: Misfit::Skip, won };
    greedy::walk_down(run, &list, pot, walk);
}

/// The scan over rising endowments.
struct Scan<'p, 'e, 'r> {
    problem: &'p Problem<'e>,
    rule: &'r EqualShares,
    precision: Precision,
    /// Budget divided by ballots, per area.
    exact: Vec<RBig>,
    /// The shares of the last run that counts.
    shares: Vec<RBig>,
    rounds: Option<Rounds>,
    runs: u64,
    /// Ties of all runs: the tied projects, and in how many runs.
    ties: BTreeMap<Vec<usize>, u64>,
    uncertain: bool,
}

impl<'p, 'e, 'r> Scan<'p, 'e, 'r> {
    fn new(problem: &'p Problem<'e>, rule: &'r EqualShares, precision: Precision) -> Self {
        let exact: Vec<RBig> = problem
            .areas
            .iter()
            .zip(&problem.area_weight)
            .map(|((_, budget), weight)| {
                let money = IBig::from(*budget) * IBig::from(problem.scale);
                match *weight {
                    0 => RBig::ZERO,
                    weight => RBig::from_parts(money, UBig::from(weight)),
                }
            })
            .collect();
        Scan { problem, rule, precision, shares: exact.clone(), exact, rounds: None, runs: 0, ties: BTreeMap::new(), uncertain: false }
    }

    fn run(&mut self, shares: &[RBig], tell: bool) -> Rounds {
        let rounds = run::run(
            self.problem,
            &Setup { shares, utility: self.rule.utility, precision: self.precision, tell, stop_over_budget: self.rule.raise.is_some() },
        );
        self.uncertain |= rounds.uncertain;
        rounds
    }

    /// Runs with rising shares until the stop rule; keeps the last run within
    /// the budget.
    fn scan(&mut self, watch: &mut dyn FnMut(Progress)) -> Stopped {
        let shares = self.exact.clone();
        let Some(raise) = &self.rule.raise else {
            let rounds = self.run(&shares, true);
            self.keep(shares, rounds);
            return if self.lot().is_some() { Stopped::LotNeeded } else { Stopped::OneRun };
        };
        let first = self.run(&shares, false);
        self.keep(shares, first);
        let still = self.still(raise);
        let mut step = 0_u64;
        let stopped = loop {
            if let Some(stopped) = self.stops(raise) {
                break stopped;
            }
            step += 1;
            if let Some(still) = &still {
                step += self.keep_copies(raise, step, still);
            }
            let shares = self.raised(raise, step);
            let rounds = self.run(&shares, false);
            watch(Progress { runs: self.runs + 1, spent: rounds.spent, budget: self.problem.budget });
            if rounds.lot.is_none() && rounds.spent > self.problem.budget {
                self.runs += 1;
                self.note_ties(&rounds);
                break Stopped::NextOverBudget;
            }
            self.keep(shares, rounds);
        };
        // Once more, with the payments for the explanation.
        let shares = self.shares.clone();
        let told = self.run(&shares, true);
        self.rounds = Some(told);
        stopped
    }

    fn keep(&mut self, shares: Vec<RBig>, rounds: Rounds) {
        self.runs += 1;
        self.note_ties(&rounds);
        self.shares = shares;
        self.rounds = Some(rounds);
    }

    /// The steps that can be told beforehand: exactly, and with one share for everybody.
    fn still(&self, raise: &Raise) -> Option<Still> {
        let [exact] = self.exact.as_slice() else { return None };
        (self.precision == Precision::Exact).then(|| Still::new(self.problem, &base(raise, exact), &RBig::from(raise.step)))
    }

    /// Keeps the runs from this step on that are copies of the last one, and
    /// says how many.
    fn keep_copies(&mut self, raise: &Raise, step: u64, still: &Still) -> u64 {
        let Some(last) = &self.rounds else { return 0 };
        let copies = still.copies(step, last.winners.len());
        if copies > 0 {
            for tied in &last.ties {
                *self.ties.entry(tied.clone()).or_default() += copies;
            }
            self.runs += copies;
            self.shares = self.raised(raise, step + copies - 1);
        }
        copies
    }

    fn note_ties(&mut self, rounds: &Rounds) {
        for tied in &rounds.ties {
            *self.ties.entry(tied.clone()).or_default() += 1;
        }
    }

    fn lot(&self) -> Option<&Vec<usize>> {
        self.rounds.as_ref().and_then(|rounds| rounds.lot.as_ref())
    }

    /// Does the scan end with the run just kept?
    fn stops(&self, raise: &Raise) -> Option<Stopped> {
        let rounds = self.rounds.as_ref()?;
        if rounds.lot.is_some() {
            return Some(Stopped::LotNeeded);
        }
        let lost = |p: &usize| !rounds.winners.contains(p);
        let fits = |p: &usize| rounds.room.refuses(self.problem, *p).is_none();
        let mut supported = self.problem.contenders().filter(lost);
        let exhaustive = match raise.stop {
            RaiseStop::OverBudget => false,
            RaiseStop::ExhaustiveSupported => !supported.any(|p| fits(&p)),
            RaiseStop::ExhaustiveAll => !(0..self.problem.len()).filter(|p| self.problem.out[*p].is_none()).filter(lost).any(|p| fits(&p)),
        };
        if exhaustive || self.problem.contenders().all(|p| !lost(&p)) {
            return Some(Stopped::Exhaustive);
        }
        (!rounds.constrained).then_some(Stopped::NothingChanges)
    }

    /// The shares after `step` steps.
    fn raised(&self, raise: &Raise, step: u64) -> Vec<RBig> {
        let rise = RBig::from(raise.step) * RBig::from(step);
        self.exact.iter().map(|share| base(raise, share) + &rise).collect()
    }

    fn into_run(self, pot: &str, stopped: Stopped) -> Run {
        let problem = self.problem;
        let mut run = Run::new(problem);
        if self.precision == Precision::Preview {
            run.standing = if self.uncertain { Standing::PreviewUncertain } else { Standing::Preview };
        }
        for (tied, times) in &self.ties {
            run.ties.push(Tie { times: *times, ..tie_record(problem, pot, Phase::Shares, tied, true) });
        }
        let Some(rounds) = self.rounds else { return run };
        let Some(trace) = rounds.trace else { return run };
        for (&p, purchase) in rounds.winners.iter().zip(&trace.purchases) {
            let reason = Reason::Bought { step: run.next_step(), price: purchase.price.clone(), effective_votes: purchase.effective_votes.clone() };
            run.win(problem, p, problem.cost[p], Phase::Shares, reason);
        }
        for (p, reason) in rounds.barred {
            run.reasons[p].get_or_insert(reason);
        }
        for p in problem.contenders() {
            if let Some((after_step, money_left)) = trace.short(p) {
                let reason = if problem.cost[p] > problem.budget {
                    Reason::OverBudget { budget: problem.budget }
                } else {
                    Reason::SupportersShort { after_step, money_left }
                };
                run.reasons[p].get_or_insert(reason);
            }
        }
        run.shares = Some(SharesTrace {
            start: named(problem, &self.exact),
            end: named(problem, &self.shares),
            runs: self.runs,
            stopped,
            losers: trace.losers(problem),
            purchases: trace.purchases,
            comparison: None,
        });
        if let Some(lot) = rounds.lot {
            run.stop_for_lot(lot);
        }
        run
    }
}

/// What a share rises from.
fn base(raise: &Raise, share: &RBig) -> RBig {
    let size = RBig::from(raise.step);
    match raise.start {
        RaiseStart::Exact => share.clone(),
        RaiseStart::Floor => RBig::from((share / &size).floor()) * size,
    }
}

fn named(problem: &Problem<'_>, shares: &[RBig]) -> BTreeMap<String, Ratio> {
    problem.areas.iter().zip(shares).map(|((name, _), share)| (name.clone(), Ratio::from(share.clone()))).collect()
}
