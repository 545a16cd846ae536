//! What every group of equal ballots has left: floats to filter with, and the
//! exact answers when the floats cannot tell.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a project, a ballot group or a cap numbered by `Problem`, whose vectors have one length each"
)]

use std::cmp::Ordering;
use std::collections::BTreeMap;

use dashu_int::IBig;
use dashu_ratio::RBig;

use super::super::super::count::Precision;
use super::super::super::float;
use super::super::super::problem::Problem;
use super::book::{Book, Price};
use super::sieve::{Coarse, Sieve};

/// Half the distance between 1 and the next float.
const ROUNDING: f64 = f64::EPSILON / 2.0;

/// How close two prices must be for a preview to call them equal.
const PREVIEW_TIE: f64 = 1e-9;

/// From so many groups on the purses no longer fit in the fast memory of a
/// processor, and a coarse look first saves time.
const MANY: usize = 1 << 17;

/// A price in floats, with how far it can be off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Estimate {
    /// The price per point.
    pub(super) price: f64,
    /// How far the exact price can be from it.
    pub(super) off: f64,
}

/// What an evaluation in floats says about a project.
pub(super) enum Evaluation {
    /// Its supporters can pay this price.
    Price(Estimate),
    /// They can pay, but the price is above the limit: it is at least this.
    AtLeast(f64),
    /// They do not have the money together.
    TooPoor,
}

/// An exact price and who could just, or just not, pay it.
pub(super) struct Exact {
    pub(super) price: Price,
    /// Groups too close to tell in floats: what they have, against the price.
    close: BTreeMap<u32, Ordering>,
}

/// What paying came to.
#[derive(Default)]
pub(super) struct Paid {
    pub(super) full: u64,
    pub(super) last: u64,
    pub(super) nothing: u64,
    /// Weight times points of those who paid in full.
    pub(super) full_points: u128,
    /// Per supporter group what it paid per ballot, in floats.
    pub(super) each: Vec<(u32, f64)>,
}

/// The purses of all groups during one run.
pub(super) struct Purses<'p, 'e> {
    problem: &'p Problem<'e>,
    /// What every group has left, per ballot: exactly 0.0 when there is nothing
    /// left, never otherwise.
    left: Vec<f64>,
    /// A coarse copy of it, when there are many groups that are all one ballot.
    sieve: Option<Sieve>,
    /// What every group weighs; empty when all are one ballot that weighs 1.
    weight: Vec<f64>,
    /// The largest starting share.
    most: f64,
    book: Option<Book>,
    prices: Vec<f64>,
    /// Per project its place among the purchases, from 1; 0 when not bought.
    bought: Vec<u32>,
    /// Did anyone ever have too little for a price that was asked?
    pub(super) constrained: bool,
    /// A preview met values too close to tell apart.
    pub(super) uncertain: bool,
}

impl<'p, 'e> Purses<'p, 'e> {
    /// Everyone gets the starting share of their area.
    pub(super) fn fill(problem: &'p Problem<'e>, shares: &[RBig], precision: Precision) -> Self {
        let start: Vec<f64> = shares.iter().map(|share| share.to_f64().value()).collect();
        let left: Vec<f64> = problem.area.iter().map(|area| start[*area as usize]).collect();
        let most = start.iter().copied().fold(0.0, f64::max);
        let many = problem.all_one && left.len() >= MANY;
        Purses {
            problem,
            sieve: many.then(|| Sieve::fill(&left, most)),
            left,
            weight: if problem.all_one { Vec::new() } else { problem.weight.iter().map(|weight| *weight as f64).collect() },
            most,
            book: (precision == Precision::Exact).then(|| Book::open(shares)),
            prices: Vec::new(),
            bought: vec![0; problem.len()],
            constrained: false,
            uncertain: false,
        }
    }

    pub(super) fn is_bought(&self, p: usize) -> bool {
        self.bought[p] != 0
    }

    fn cost(&self, p: usize) -> f64 {
        self.problem.cost[p] as f64 * self.problem.scale as f64
    }

    fn whole_cost(&self, p: usize) -> u128 {
        // Costs are below 2^53 and scales below 2^64.
        u128::from(self.problem.cost[p].unsigned_abs()) * u128::from(self.problem.scale)
    }

    /// How far what a group has left can be off: each purchase adds at most
    /// three roundings of values no larger than the largest share.
    fn off_each(&self) -> f64 {
        (3.0 * self.prices.len() as f64 + 2.0) * ROUNDING * self.most
    }

    /// A lower bound on the price of a project, that takes a coarse look only.
    /// `None` when there is nothing to win by that.
    pub(super) fn lower_bound(&mut self, p: usize, from: f64) -> Option<Evaluation> {
        let supporters = &self.problem.supporters;
        let sieve = self.sieve.as_ref().filter(|_| supporters.points(p).is_empty())?;
        match sieve.price(supporters.items(p), self.cost(p), from) {
            Coarse::AtLeast(price) => Some(Evaluation::AtLeast(price)),
            Coarse::TooPoor => {
                self.constrained = true;
                Some(Evaluation::TooPoor)
            }
        }
    }

    /// The price of a project in floats. `from` is a price it cannot be below;
    /// above `limit` only a lower bound is worked out.
    pub(super) fn evaluate(&mut self, p: usize, from: f64, limit: f64) -> Evaluation {
        let cost = self.cost(p);
        let mut pass = self.pass(p, from);
        let groups = self.problem.supporters.items(p).len() as f64;
        let off = self.problem.weighed_votes[p] as f64 * self.off_each() + groups * ROUNDING * (pass.total + cost);
        if pass.total < cost + off {
            self.constrained = true;
            if pass.total < cost - off || !self.exactly_affordable(p) {
                return Evaluation::TooPoor;
            }
        }
        let mut price = from;
        loop {
            self.constrained |= pass.poor_groups;
            if pass.rich <= 0.0 {
                // All are just poor at this price: they pay all they have.
                return Evaluation::Price(Estimate { price, off: price * 1e-9 });
            }
            let next = (cost - pass.poor) / pass.rich;
            let off = off / pass.rich + next * 8.0 * ROUNDING;
            if next - off > limit {
                return Evaluation::AtLeast(next - off);
            }
            if next <= price || next <= pass.least {
                // No one else becomes poor at this price.
                return Evaluation::Price(Estimate { price: next, off });
            }
            price = next;
            pass = self.pass(p, price);
        }
    }

    /// One pass over the supporters: who cannot pay `price`, and what do they
    /// have; how many points do the others have.
    fn pass(&self, p: usize, price: f64) -> Pass {
        let groups = self.problem.supporters.items(p);
        let points = self.problem.supporters.points(p);
        let mut pass = Pass { least: f64::INFINITY, ..Pass::default() };
        // The commonest case by itself: it is where a large count spends its time.
        if points.is_empty() && self.weight.is_empty() {
            // First fetch, then look: a wrong guess about who is poor would
            // otherwise hold up the fetching, which takes most of the time.
            let mut fetched = [0.0; 128];
            for part in groups.chunks(fetched.len()) {
                part.iter().zip(&mut fetched).for_each(|(group, left)| *left = self.left[*group as usize]);
                fetched.iter().take(part.len()).for_each(|left| pass.add(*left, 1.0, price, 1.0));
            }
            return pass;
        }
        for (at, &group) in groups.iter().enumerate() {
            let points = points.get(at).map_or(1.0, |points| f64::from(*points));
            let weight = self.weight.get(group as usize).copied().unwrap_or(1.0);
            pass.add(self.left[group as usize], weight, price * points, points);
        }
        pass
    }

    /// Do the supporters have the money together? Only asked when floats
    /// cannot tell; a preview then says yes and remembers its doubt.
    fn exactly_affordable(&mut self, p: usize) -> bool {
        if self.book.is_none() {
            self.uncertain = true;
            return true;
        }
        self.money_of(p).is_some_and(|(has, cost)| has >= cost)
    }

    /// What the supporters have together and the cost, in the book's unit.
    fn money_of(&self, p: usize) -> Option<(IBig, IBig)> {
        let book = self.book.as_ref()?;
        let mut sums = Sums::new(self);
        for &group in self.problem.supporters.items(p) {
            sums.add(self, group);
        }
        Some((book.together(&sums.by_area, &sums.full_prices), book.amount(self.whole_cost(p))))
    }

    /// What the supporters have together, exactly when there is a book.
    pub(super) fn money_left(&self, p: usize) -> RBig {
        match (self.money_of(p), &self.book) {
            (Some((has, _)), Some(book)) => book.money(has, self.problem.scale),
            _ => {
                let total = self.pass(p, 0.0).total / self.problem.scale as f64;
                // Rounded to thousandths of a cent: a preview is no exact sum.
                RBig::from_parts(IBig::from(float::nearest(total * 1000.0)), 1000_u16.into())
            }
        }
    }

    /// Do the supporters have less than the cost together?
    pub(super) fn is_short(&mut self, p: usize, total: f64) -> bool {
        let cost = self.cost(p);
        let margin = 1e-7 * (cost + total);
        if total < cost - margin {
            return true;
        }
        total < cost + margin && self.money_of(p).map_or(total < cost, |(has, cost)| has < cost)
    }

    /// What the supporters of a project have together, in floats.
    pub(super) fn total(&self, p: usize) -> f64 {
        self.pass(p, 0.0).total
    }

    /// The exact price of a project whose price is about `estimate`; `None` in
    /// a preview.
    pub(super) fn exact(&self, p: usize, estimate: Estimate) -> Option<Exact> {
        let book = self.book.as_ref()?;
        let mut sums = Sums::new(self);
        let mut rich: u128 = 0;
        let mut close: Vec<(u32, u32)> = Vec::new();
        let supporters = &self.problem.supporters;
        for (at, &group) in supporters.items(p).iter().enumerate() {
            let points = supporters.points(p).get(at).copied().unwrap_or(1);
            match self.against(group, points, estimate) {
                Some(Ordering::Less) => sums.add(self, group),
                side => {
                    rich += self.people(group).1 * u128::from(points);
                    if side.is_none() {
                        close.push((group, points));
                    }
                }
            }
        }
        let poor = book.together(&sums.by_area, &sums.full_prices);
        let price = Price { above: book.amount(self.whole_cost(p)) - poor, points: rich };
        Some(self.settle(book, price, close))
    }

    /// Takes groups that turn out to be poor out of the ones who pay in full,
    /// until all others can.
    fn settle(&self, book: &Book, mut price: Price, close: Vec<(u32, u32)>) -> Exact {
        let mut known: BTreeMap<Vec<(u32, u32)>, IBig> = BTreeMap::new();
        let mut open: Vec<(u32, u32, IBig)> = close
            .into_iter()
            .map(|(group, points)| {
                let has = known.entry(self.history(group)).or_insert_with(|| {
                    let mut alone = Sums::new(self);
                    alone.add_weighing(self, group, 1);
                    book.together(&alone.by_area, &alone.full_prices)
                });
                (group, points, has.clone())
            })
            .collect();
        let mut settled = BTreeMap::new();
        loop {
            let sides: Vec<Ordering> =
                open.iter().map(|(_, points, has)| (has * IBig::from(price.points)).cmp(&(&price.above * IBig::from(*points)))).collect();
            if sides.iter().all(|side| *side != Ordering::Less) {
                settled.extend(open.iter().zip(sides).map(|((group, ..), side)| (*group, side)));
                return Exact { price, close: settled };
            }
            let mut still = Vec::with_capacity(open.len());
            for ((group, points, has), side) in open.into_iter().zip(sides) {
                if side == Ordering::Less {
                    let weight = u128::from(self.problem.weight[group as usize]);
                    price.above -= IBig::from(weight) * &has;
                    price.points -= weight * u128::from(points);
                    settled.insert(group, side);
                } else {
                    still.push((group, points, has));
                }
            }
            open = still;
        }
    }

    /// What a group has paid so far, and its area: equal histories have equal
    /// money left.
    fn history(&self, group: u32) -> Vec<(u32, u32)> {
        let mut history = vec![(self.problem.area[group as usize], 0)];
        for (q, points) in self.problem.ballots.pairs(group as usize) {
            if self.bought[q] != 0 {
                history.push((self.bought[q], points));
            }
        }
        history.sort_unstable();
        history
    }

    /// What a group has against what it would pay; `None`: too close to tell.
    fn against(&self, group: u32, points: u32, estimate: Estimate) -> Option<Ordering> {
        let left = self.left[group as usize];
        if left == 0.0 {
            return Some(Ordering::Less);
        }
        let asked = estimate.price * f64::from(points);
        let off = self.off_each() + (estimate.off + estimate.price * ROUNDING) * f64::from(points);
        if left < asked - off {
            Some(Ordering::Less)
        } else if left > asked + off {
            Some(Ordering::Greater)
        } else {
            None
        }
    }

    /// The project is bought: every supporter pays the price, or all they have.
    pub(super) fn buy(&mut self, p: usize, estimate: Estimate, exact: Option<&Exact>, tell: bool) -> Paid {
        let mut price = estimate.price;
        if let (Some(book), Some(exact)) = (self.book.as_mut(), exact) {
            book.add(&exact.price);
            price = book.last_price();
        }
        let mut paid = Paid::default();
        let follow = tell && exact.is_some();
        if follow {
            paid.each.reserve(self.problem.supporters.items(p).len());
        }
        for (at, &group) in self.problem.supporters.items(p).iter().enumerate() {
            let points = self.problem.supporters.points(p).get(at).copied().unwrap_or(1);
            let has = self.left[group as usize];
            let asked = price * f64::from(points);
            let compared = || has.partial_cmp(&asked).unwrap_or(Ordering::Equal);
            let side = match exact {
                None => compared(),
                Some(exact) => match exact.close.get(&group) {
                    Some(side) => *side,
                    None => self.against(group, points, estimate).unwrap_or_else(compared),
                },
            };
            self.left[group as usize] = match side {
                Ordering::Greater => (has - asked).max(f64::MIN_POSITIVE),
                _ => 0.0,
            };
            if let Some(sieve) = &mut self.sieve {
                sieve.set(group, self.left[group as usize]);
            }
            if tell {
                let (people, weight) = self.people(group);
                paid.note((people, weight * u128::from(points)), has, side);
            }
            if follow && has > 0.0 {
                paid.each.push((group, asked.min(has)));
            }
        }
        self.prices.push(price);
        self.bought[p] = u32::try_from(self.prices.len()).unwrap_or(u32::MAX);
        paid
    }

    /// How many people a group is, and what it weighs.
    fn people(&self, group: u32) -> (u64, u128) {
        if self.problem.all_one { (1, 1) } else { (self.problem.people[group as usize], u128::from(self.problem.weight[group as usize])) }
    }

    /// An exact price as a fraction.
    pub(super) fn fraction(&self, price: &Price) -> Option<RBig> {
        self.book.as_ref().map(|book| book.fraction(price))
    }

    /// Are two prices too close for a preview to tell apart?
    pub(super) fn preview_equal(a: f64, b: f64) -> bool {
        (a - b).abs() <= PREVIEW_TIE * a.max(b)
    }
}

impl Paid {
    /// Notes a group of this many people, with their weight times points.
    fn note(&mut self, (people, points): (u64, u128), has: f64, side: Ordering) {
        if has == 0.0 {
            self.nothing += people;
        } else if side == Ordering::Less {
            self.last += people;
        } else {
            self.full += people;
            self.full_points += points;
        }
    }
}

/// What one pass over the supporters adds up.
#[derive(Default)]
struct Pass {
    /// What all have.
    total: f64,
    /// What those have who cannot pay.
    poor: f64,
    /// Weight times points of those who can.
    rich: f64,
    /// The least that one who can pay has, per point.
    least: f64,
    poor_groups: bool,
}

impl Pass {
    #[inline(always)]
    fn add(&mut self, left: f64, weight: f64, asked: f64, points: f64) {
        let has = weight * left;
        let poor = left < asked;
        self.total += has;
        self.poor += if poor { has } else { 0.0 };
        self.rich += if poor { 0.0 } else { weight * points };
        self.least = if poor { self.least } else { self.least.min(left / points) };
        self.poor_groups |= poor;
    }
}

/// Whole numbers that say what a set of groups has together.
struct Sums {
    by_area: Vec<u128>,
    full_prices: Vec<u128>,
}

impl Sums {
    fn new(purses: &Purses<'_, '_>) -> Self {
        Sums { by_area: vec![0; purses.problem.areas.len()], full_prices: vec![0; purses.prices.len()] }
    }

    /// Adds a group; one with nothing left adds nothing.
    fn add(&mut self, purses: &Purses<'_, '_>, group: u32) {
        self.add_weighing(purses, group, purses.people(group).1);
    }

    fn add_weighing(&mut self, purses: &Purses<'_, '_>, group: u32, weight: u128) {
        if purses.left[group as usize] == 0.0 {
            return;
        }
        self.by_area[purses.problem.area[group as usize] as usize] += weight;
        for (q, points) in purses.problem.ballots.pairs(group as usize) {
            if let Some(at) = (purses.bought[q] as usize).checked_sub(1) {
                self.full_prices[at] += weight * u128::from(points);
            }
        }
    }
}
