//! Going down the list and funding what fits.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a project, a ballot group or a cap numbered by `Problem`, whose vectors have one length each"
)]

use std::cmp::Ordering;

use super::super::election::Cents;
use super::super::outcome::{Phase, Reason};
use super::super::problem::Problem;
use super::super::rule::{Greedy, Leftover, Measure, Misfit};
use super::{Run, tie_record};

/// Projects in the order in which their turn comes.
pub(crate) struct List<'p, 'e> {
    problem: &'p Problem<'e>,
    measure: Measure,
    per_cost: bool,
    order: Vec<usize>,
}

impl<'p, 'e> List<'p, 'e> {
    /// All projects that take part and have support.
    pub(crate) fn by(problem: &'p Problem<'e>, measure: Measure, per_cost: bool) -> Self {
        let order = problem.contenders().collect();
        let mut list = List { problem, measure, per_cost, order };
        let mut order = std::mem::take(&mut list.order);
        order.sort_by(|a, b| list.compare(*a, *b).then_with(|| problem.ties.rank(*a).cmp(&problem.ties.rank(*b))).then_with(|| a.cmp(b)));
        list.order = order;
        list
    }

    /// Less: `a` stands higher on the list.
    fn compare(&self, a: usize, b: usize) -> Ordering {
        let value = |p: usize| match self.measure {
            Measure::Score => self.problem.score[p],
            Measure::Votes => self.problem.weighed_votes[p],
        };
        // Values are below 2^64 and costs below 2^53: no overflow.
        let cost = |p: usize| u128::from(self.problem.cost[p].unsigned_abs());
        if self.per_cost { (value(b) * cost(a)).cmp(&(value(a) * cost(b))) } else { value(b).cmp(&value(a)) }
    }

    /// The list in groups of equal value, each with its place from 1. Within a
    /// group the tie order holds.
    pub(crate) fn equals(&self) -> Vec<(u32, Vec<usize>)> {
        let mut groups: Vec<(u32, Vec<usize>)> = Vec::new();
        for (at, &p) in self.order.iter().enumerate() {
            match groups.last_mut() {
                Some((_, group)) if group.last().is_some_and(|q| self.compare(*q, p) == Ordering::Equal) => {
                    group.push(p);
                }
                _ => groups.push((u32::try_from(at + 1).unwrap_or(u32::MAX), vec![p])),
            }
        }
        groups
    }
}

/// Which words a walk down the list uses for its steps and winners.
#[derive(Clone, Copy)]
pub(crate) struct Walk {
    pub(crate) phase: Phase,
    pub(crate) misfit: Misfit,
    pub(crate) won: fn(Cents, u32) -> Reason,
}

fn fits(money_before: Cents, step: u32) -> Reason {
    Reason::Fits { money_before, step }
}

/// Counts a pot by going down the list.
pub(crate) fn count(problem: &Problem<'_>, pot: &str, rule: &Greedy) -> Run {
    let mut run = Run::new(problem);
    let walk = Walk { phase: Phase::List, misfit: rule.misfit, won: fits };
    let list = List::by(problem, rule.measure, rule.per_cost);
    walk_down(&mut run, &list, pot, walk);
    if run.lot.is_none() {
        spend_leftover(&mut run, &list, pot, rule.leftover);
    }
    run
}

/// One walk down the list over what has not won yet.
pub(crate) fn walk_down(run: &mut Run, list: &List<'_, '_>, pot: &str, walk: Walk) {
    let problem = list.problem;
    let mut stopped: Option<usize> = None;
    for (_, equals) in list.equals() {
        let equals: Vec<usize> = equals.into_iter().filter(|p| !run.has_won(*p)).collect();
        if let Some(at) = stopped {
            for p in equals {
                let at = problem.id(at).to_owned();
                run.pass(problem, p, walk.phase, Reason::ListStopped { at });
            }
            continue;
        }
        let matters = matters(run, problem, &equals);
        if equals.len() > 1 {
            run.ties.push(tie_record(problem, pot, walk.phase, &equals, matters));
        }
        if let Some(between) = open_tie(run, problem, &equals, matters) {
            run.stop_for_lot(between);
            return;
        }
        stopped = take_turns(run, problem, &equals, walk);
    }
}

/// Can the order within a group of equals change the outcome? Not when all fit
/// together, and not when none fits.
fn matters(run: &Run, problem: &Problem<'_>, equals: &[usize]) -> bool {
    equals.len() > 1 && !run.room.fits_all(problem, equals) && equals.iter().any(|p| run.room.refuses(problem, *p).is_none())
}

/// The projects between which a lot is needed, when the tie matters and the tie
/// order leaves some that fit in the same place.
fn open_tie(run: &Run, problem: &Problem<'_>, equals: &[usize], matters: bool) -> Option<Vec<usize>> {
    if !matters {
        return None;
    }
    let mut room = run.room.clone();
    for same in equals.chunk_by(|a, b| problem.ties.rank(*a) == problem.ties.rank(*b)) {
        let fit: Vec<usize> = same.iter().copied().filter(|p| room.refuses(problem, *p).is_none()).collect();
        if fit.len() > 1 && !room.fits_all(problem, &fit) {
            return Some(fit);
        }
        for p in fit {
            room.take(problem, p, problem.cost[p]);
        }
    }
    None
}

/// Gives each of the equals its turn. Returns the project at which the list
/// stops, if it does.
fn take_turns(run: &mut Run, problem: &Problem<'_>, equals: &[usize], walk: Walk) -> Option<usize> {
    let at_start = run.room.clone();
    let mut won_here: Vec<usize> = Vec::new();
    for (at, &p) in equals.iter().enumerate() {
        let money_before = run.room.left;
        let step = run.next_step();
        let Some(reason) = run.room.refuses(problem, p) else {
            won_here.push(p);
            run.win(problem, p, problem.cost[p], walk.phase, (walk.won)(money_before, step));
            continue;
        };
        let lost_tie = at_start.refuses(problem, p).is_none();
        let step_used = won_here.last().and_then(|w| problem.ties.decide(*w, p).1);
        let reason = match (&reason, lost_tie, step_used) {
            (Reason::DoesNotFit { .. }, true, Some(step)) => Reason::LostTie { step, against: problem.ids(&won_here) },
            _ => reason,
        };
        let for_money = !matches!(reason, Reason::Conflict { .. } | Reason::CapReached { .. });
        if for_money
            && let Misfit::FundFrom(percent) = walk.misfit
            && nearly(money_before, problem.cost[p], percent)
        {
            let reason = Reason::NearlyFits { money_before, step };
            run.win(problem, p, problem.cost[p], walk.phase, reason);
        } else {
            run.pass(problem, p, walk.phase, reason);
        }
        if for_money && walk.misfit != Misfit::Skip {
            for &q in equals.iter().skip(at + 1) {
                let at = problem.id(p).to_owned();
                run.pass(problem, q, walk.phase, Reason::ListStopped { at });
            }
            return Some(p);
        }
    }
    None
}

fn nearly(left: Cents, cost: Cents, percent: u8) -> bool {
    i128::from(left) * 100 >= i128::from(cost) * i128::from(percent)
}

fn spend_leftover(run: &mut Run, list: &List<'_, '_>, pot: &str, leftover: Leftover) {
    match leftover {
        Leftover::Keep => {}
        Leftover::Fill => {
            run.room.lift_caps();
            let won = |money_before, step| Reason::FromLeftover { money_before, step };
            let walk = Walk { phase: Phase::Leftover, misfit: Misfit::Skip, won };
            walk_down(run, list, pot, walk);
        }
        Leftover::PartOfOne => part_of_one(run, list, pot),
    }
}

/// The first project that did not win gets what is left.
fn part_of_one(run: &mut Run, list: &List<'_, '_>, pot: &str) {
    let problem = list.problem;
    if run.room.left <= 0 {
        return;
    }
    run.room.lift_caps();
    for (_, equals) in list.equals() {
        let open: Vec<usize> = equals.into_iter().filter(|p| !run.has_won(*p) && run.room.barred(problem, *p).is_none()).collect();
        let Some(&first) = open.first() else { continue };
        let level = problem.ties.rank(first);
        let same: Vec<usize> = open.iter().copied().filter(|p| problem.ties.rank(*p) == level).collect();
        if open.len() > 1 {
            run.ties.push(tie_record(problem, pot, Phase::Leftover, &open, true));
        }
        if same.len() > 1 {
            run.stop_for_lot(same);
            return;
        }
        let amount = run.room.left.min(problem.cost[first]);
        let reason = Reason::InPart { amount, step: run.next_step() };
        run.win(problem, first, amount, Phase::Leftover, reason);
        return;
    }
}
