//! What still fits: money left, caps, and conflict groups.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a project, a ballot group or a cap numbered by `Problem`, whose vectors have one length each"
)]

use super::election::Cents;
use super::outcome::Reason;
use super::problem::Problem;

/// The money, caps and conflict groups of a pot while it is counted.
#[derive(Clone)]
pub(crate) struct Room {
    /// Money left.
    pub(crate) left: Cents,
    caps: Vec<Cents>,
    /// The winner of each conflict group.
    taken: Vec<Option<usize>>,
    /// Do caps still count?
    capped: bool,
}

impl Room {
    /// The whole pot.
    pub(crate) fn new(problem: &Problem<'_>) -> Self {
        Room {
            left: problem.budget,
            caps: problem.election.caps.iter().map(|cap| cap.max).collect(),
            taken: vec![None; problem.election.conflicts.len()],
            capped: true,
        }
    }

    /// From here on caps no longer count.
    pub(crate) fn lift_caps(&mut self) {
        self.capped = false;
    }

    /// Why a project cannot win now, money aside.
    pub(crate) fn barred(&self, problem: &Problem<'_>, p: usize) -> Option<Reason> {
        for &group in &problem.conflicts_of[p] {
            if let Some(winner) = self.taken[group] {
                return Some(Reason::Conflict { group: problem.election.conflicts[group].name.clone(), winner: problem.id(winner).to_owned() });
            }
        }
        if self.capped {
            for &cap in &problem.caps_of[p] {
                if self.caps[cap] < problem.cost[p] {
                    return Some(Reason::CapReached { cap: problem.election.caps[cap].on.name().to_owned(), room: self.caps[cap] });
                }
            }
        }
        None
    }

    /// Why a project cannot win now.
    pub(crate) fn refuses(&self, problem: &Problem<'_>, p: usize) -> Option<Reason> {
        if problem.cost[p] > problem.budget {
            return Some(Reason::OverBudget { budget: problem.budget });
        }
        self.barred(problem, p).or_else(|| (problem.cost[p] > self.left).then_some(Reason::DoesNotFit { money_left: self.left }))
    }

    /// A project wins and gets `amount`.
    pub(crate) fn take(&mut self, problem: &Problem<'_>, p: usize, amount: Cents) {
        self.left -= amount;
        for &cap in &problem.caps_of[p] {
            self.caps[cap] -= amount;
        }
        for &group in &problem.conflicts_of[p] {
            self.taken[group].get_or_insert(p);
        }
    }

    /// Do all of these fit together, in whatever order they come?
    pub(crate) fn fits_all(&self, problem: &Problem<'_>, projects: &[usize]) -> bool {
        let mut after = self.clone();
        projects.iter().all(|&p| {
            let fits = after.refuses(problem, p).is_none();
            after.take(problem, p, problem.cost[p]);
            fits
        })
    }
}
