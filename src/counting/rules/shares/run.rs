//! One run of Equal Shares with fixed starting shares.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a project, a ballot group or a cap numbered by `Problem`, whose vectors have one length each"
)]

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use dashu_int::IBig;
use dashu_ratio::RBig;

use super::super::super::count::Precision;
use super::super::super::election::Cents;
use super::super::super::float;
use super::super::super::outcome::Reason;
use super::super::super::problem::Problem;
use super::super::super::room::Room;
use super::super::super::rule::Utility;
use super::purses::{Estimate, Evaluation, Exact, Purses};
use super::trace::Trace;

/// What one run came to.
pub(super) struct Rounds {
    /// Winners in order.
    pub(super) winners: Vec<usize>,
    /// What they cost together.
    pub(super) spent: Cents,
    pub(super) room: Room,
    /// Ties met: the tied projects in tie order.
    pub(super) ties: Vec<Vec<usize>>,
    /// A tie that needs a lot.
    pub(super) lot: Option<Vec<usize>>,
    /// Would more money change anything?
    pub(super) constrained: bool,
    pub(super) uncertain: bool,
    /// Projects that left because of a conflict or a cap.
    pub(super) barred: Vec<(usize, Reason)>,
    pub(super) trace: Option<Trace>,
}

/// How a run is made.
pub(super) struct Setup<'s> {
    pub(super) shares: &'s [RBig],
    pub(super) utility: Utility,
    pub(super) precision: Precision,
    /// Keep the payments for the explanation.
    pub(super) tell: bool,
    /// Stop as soon as the winners cost more than the budget.
    pub(super) stop_over_budget: bool,
}

/// A lower bound on what a project asks per unit of what it is worth; the
/// lowest comes first.
#[derive(Clone, Copy)]
struct Bound {
    value: f64,
    price: f64,
    project: usize,
    /// After how many purchases it was last worked out: within a round it
    /// cannot become any higher.
    round: usize,
}

/// Before the first round.
const NEVER: usize = usize::MAX;

impl PartialEq for Bound {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Bound {}

impl PartialOrd for Bound {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Bound {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.total_cmp(&other.value).then_with(|| self.project.cmp(&other.project))
    }
}

/// A project that was evaluated this round.
struct Offer {
    project: usize,
    estimate: Estimate,
    worth: f64,
}

impl Offer {
    fn low(&self) -> f64 {
        (self.estimate.price - self.estimate.off) / self.worth
    }

    fn high(&self) -> f64 {
        (self.estimate.price + self.estimate.off) / self.worth
    }
}

/// Makes one run.
pub(super) fn run(problem: &Problem<'_>, setup: &Setup<'_>) -> Rounds {
    let mut rounds = Running::new(problem, setup);
    while rounds.round() {}
    rounds.finish()
}

struct Running<'p, 'e, 's> {
    problem: &'p Problem<'e>,
    setup: &'s Setup<'s>,
    purses: Purses<'p, 'e>,
    heap: BinaryHeap<Reverse<Bound>>,
    rounds: Rounds,
}

impl<'p, 'e, 's> Running<'p, 'e, 's> {
    fn new(problem: &'p Problem<'e>, setup: &'s Setup<'s>) -> Self {
        let mut purses = Purses::fill(problem, setup.shares, setup.precision);
        let heap = problem
            .contenders()
            .map(|project| {
                // As if every supporter could pay in full; a hair lower, so
                // that rounding cannot make it too high.
                let cost = problem.cost[project] as f64 * problem.scale as f64;
                let price = cost / problem.score[project] as f64 * (1.0 - 1e-12);
                Reverse(Bound { value: price / worth(problem, setup.utility, project), price, project, round: NEVER })
            })
            .collect();
        let trace = setup.tell.then(|| Trace::start(problem, &mut purses, setup.precision));
        Running {
            problem,
            setup,
            purses,
            heap,
            rounds: Rounds {
                winners: Vec::new(),
                spent: 0,
                room: Room::new(problem),
                ties: Vec::new(),
                lot: None,
                constrained: false,
                uncertain: false,
                barred: Vec::new(),
                trace,
            },
        }
    }

    /// One round: who asks least? False when the run is over.
    fn round(&mut self) -> bool {
        let offers = self.offers();
        let Some(best_high) = offers.iter().map(Offer::high).min_by(f64::total_cmp) else {
            return false;
        };
        let near: Vec<usize> = (0..offers.len()).filter(|at| self.is_near(&offers[*at], best_high, &offers)).collect();
        let (chosen, exact) = match near.as_slice() {
            [only] => (*only, self.purses.exact(offers[*only].project, offers[*only].estimate)),
            _ => match self.decide(&offers, near) {
                Some(decided) => decided,
                None => return false,
            },
        };
        for (at, offer) in offers.iter().enumerate() {
            if at != chosen {
                let price = (offer.estimate.price - offer.estimate.off).max(0.0);
                let bound = Bound { value: price / offer.worth, price, project: offer.project, round: NEVER };
                self.heap.push(Reverse(bound));
            }
        }
        self.buy(&offers[chosen], exact);
        !(self.setup.stop_over_budget && self.rounds.spent > self.problem.budget)
    }

    /// Evaluates projects, lowest bound first, until no other can ask less.
    fn offers(&mut self) -> Vec<Offer> {
        let mut offers: Vec<Offer> = Vec::new();
        let mut limit = f64::INFINITY;
        while let Some(Reverse(bound)) = self.heap.peek().copied() {
            if bound.value > limit {
                break;
            }
            self.heap.pop();
            let project = bound.project;
            if let Some(reason) = self.rounds.room.barred(self.problem, project) {
                self.rounds.barred.push((project, reason));
                continue;
            }
            let worth = worth(self.problem, self.setup.utility, project);
            let again = |price: f64| Reverse(Bound { value: price / worth, price, project, round: self.rounds.winners.len() });
            let mut from = bound.price;
            if bound.round != self.rounds.winners.len() {
                match self.purses.lower_bound(project, from) {
                    Some(Evaluation::AtLeast(price)) => {
                        let next = self.heap.peek().map_or(f64::INFINITY, |Reverse(next)| next.value);
                        if price / worth > next.min(limit) {
                            self.heap.push(again(price));
                            continue;
                        }
                        from = price;
                    }
                    Some(_) => {
                        self.fell_short(project);
                        continue;
                    }
                    None => {}
                }
            }
            match self.purses.evaluate(project, from, limit * worth * (1.0 + 1e-12)) {
                Evaluation::TooPoor => self.fell_short(project),
                Evaluation::AtLeast(price) => self.heap.push(again(price)),
                Evaluation::Price(estimate) => {
                    let offer = Offer { project, estimate, worth };
                    limit = limit.min(offer.high() * (1.0 + 2e-9));
                    offers.push(offer);
                }
            }
        }
        offers
    }

    fn fell_short(&mut self, project: usize) {
        if let Some(trace) = &mut self.rounds.trace {
            trace.fell_short(&self.purses, project);
        }
    }

    fn is_near(&self, offer: &Offer, best_high: f64, offers: &[Offer]) -> bool {
        match self.setup.precision {
            Precision::Exact => offer.low() <= best_high,
            Precision::Preview => {
                let value = offer.estimate.price / offer.worth;
                offers.iter().map(|o| o.estimate.price / o.worth).all(|other| value <= other || Purses::preview_equal(value, other))
            }
        }
    }

    /// Several projects are too close to tell apart: exact fractions decide,
    /// and then the tie order. `None` when a lot is needed.
    fn decide(&mut self, offers: &[Offer], near: Vec<usize>) -> Option<(usize, Option<Exact>)> {
        let mut tied: Vec<(usize, Option<Exact>)> = Vec::new();
        for at in near {
            let exact = self.purses.exact(offers[at].project, offers[at].estimate);
            let order = match (tied.first(), &exact) {
                (Some((best, Some(least))), Some(exact)) => self.compare((offers[at].project, exact), (offers[*best].project, least)),
                _ => Ordering::Equal,
            };
            match order {
                Ordering::Less => tied = vec![(at, exact)],
                Ordering::Equal => tied.push((at, exact)),
                Ordering::Greater => {}
            }
        }
        if tied.len() > 1 {
            self.rounds.uncertain |= self.setup.precision == Precision::Preview;
            let rank = |at: usize| self.problem.ties.rank(offers[at].project);
            tied.sort_by_key(|(at, _)| (rank(*at), offers[*at].project));
            let projects: Vec<usize> = tied.iter().map(|(at, _)| offers[*at].project).collect();
            let first = tied.first().map(|(at, _)| rank(*at));
            let open: Vec<usize> = projects.iter().copied().filter(|p| Some(self.problem.ties.rank(*p)) == first).collect();
            self.rounds.ties.push(projects);
            if open.len() > 1 {
                self.rounds.lot = Some(open);
                return None;
            }
        }
        tied.into_iter().next()
    }

    /// Compares price per worth of two projects exactly.
    fn compare(&self, a: (usize, &Exact), b: (usize, &Exact)) -> Ordering {
        let side = |own: (usize, &Exact), other: (usize, &Exact)| {
            let worth = match self.setup.utility {
                Utility::Cost => IBig::from(self.problem.cost[other.0]),
                Utility::Cardinality => IBig::ONE,
            };
            &own.1.price.above * IBig::from(other.1.price.points) * worth
        };
        side(a, b).cmp(&side(b, a))
    }

    fn buy(&mut self, offer: &Offer, exact: Option<Exact>) {
        let p = offer.project;
        let price = exact.as_ref().and_then(|exact| self.purses.fraction(&exact.price));
        let paid = self.purses.buy(p, offer.estimate, exact.as_ref(), self.setup.tell);
        self.rounds.winners.push(p);
        self.rounds.spent += self.problem.cost[p];
        self.rounds.room.take(self.problem, p, self.problem.cost[p]);
        if let Some(trace) = &mut self.rounds.trace {
            let price = price.unwrap_or_else(|| rounded(offer.estimate.price));
            trace.bought(self.problem, &mut self.purses, p, price, &paid);
        }
    }

    fn finish(mut self) -> Rounds {
        self.rounds.constrained = self.purses.constrained;
        self.rounds.uncertain |= self.purses.uncertain;
        self.rounds
    }
}

/// What a project is worth to a supporter, per point.
fn worth(problem: &Problem<'_>, utility: Utility, p: usize) -> f64 {
    match utility {
        Utility::Cost => problem.cost[p] as f64,
        Utility::Cardinality => 1.0,
    }
}

/// A float price as a fraction of a millionth of a cent, for previews.
fn rounded(price: f64) -> RBig {
    RBig::from_parts(IBig::from(float::nearest(price * 1e6)), 1_000_000_u32.into())
}
