//! Steps of a rising endowment that change nothing.
//!
//! While nothing is bought everybody has their whole share, and where nobody
//! supports two projects no purchase touches the supporters of another. In both
//! cases the next thing to happen is that one more project becomes affordable,
//! and it is known beforehand at which step: the first one at which the share
//! times the weight of its supporters reaches its cost. The runs before that are
//! copies of the last one and need not be made.

use dashu_int::IBig;
use dashu_ratio::RBig;

use super::super::super::problem::Problem;

/// The steps at which a project becomes affordable.
pub(super) struct Still {
    /// Ascending.
    steps: Vec<u64>,
    /// Does nobody support two projects?
    apart: bool,
}

impl Still {
    /// Works out the steps for a share of `base` plus `size` per step, the same
    /// for everybody.
    pub(super) fn new(problem: &Problem<'_>, base: &RBig, size: &RBig) -> Self {
        let scale = IBig::from(problem.scale);
        let affordable = |p: usize| {
            let cost = problem.cost.get(p).map_or(IBig::ZERO, |cost| IBig::from(*cost) * &scale);
            let weight = RBig::from(problem.weighed_votes.get(p).copied().unwrap_or(0).max(1));
            let steps = ((RBig::from(cost) / weight - base) / size).ceil();
            if steps < IBig::ZERO { 0 } else { u64::try_from(&steps).unwrap_or(u64::MAX) }
        };
        let mut steps: Vec<u64> = problem.contenders().map(affordable).collect();
        steps.sort_unstable();
        let one_each = |group| problem.ballots.items(group).len() <= 1 && problem.ballots.points(group).is_empty();
        Still { steps, apart: (0..problem.ballots.len()).all(one_each) }
    }

    /// How many runs from this step on are copies of the last one, in which
    /// this many projects won.
    pub(super) fn copies(&self, step: u64, winners: usize) -> u64 {
        if !self.apart && winners > 0 {
            return 0;
        }
        let next = self.steps.get(self.steps.partition_point(|at| *at < step));
        next.map_or(0, |next| next - step)
    }
}
