//! What a run of Equal Shares leaves behind for the explanation: who paid what,
//! when supporters fell short, and where their money went.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a project, a ballot group or a cap numbered by `Problem`, whose vectors have one length each"
)]

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

use super::super::super::count::Precision;
use super::super::super::election::Cents;
use super::super::super::float;
use super::super::super::outcome::{MoneyFlow, Payers, Purchase, Shortfall};
use super::super::super::problem::Problem;
use super::super::super::ratio::Ratio;
use super::purses::{Paid, Purses};

/// What supporters of one project paid for another.
#[derive(Clone, Copy, Default)]
struct Flow {
    /// In floats.
    paid: f64,
    people: u64,
    /// Which purchase, from 0.
    at: usize,
}

/// The explanation of one run in the making. In a preview the flows of money
/// are left out: following them takes longer than the preview itself.
pub(super) struct Trace {
    with_flows: bool,
    pub(super) purchases: Vec<Purchase>,
    /// Bought projects, in order.
    order: Vec<usize>,
    /// Per project what its supporters have together, in floats.
    money: Vec<f64>,
    /// Per project when its supporters fell short, and what they then had.
    short: Vec<Option<(u32, RBig)>>,
    /// Per project, for the purchases its supporters paid for: what they paid.
    flows: Vec<Vec<Flow>>,
    /// Per project what its supporters pay for the purchase at hand.
    now: Vec<Flow>,
}

impl Trace {
    /// Before the first purchase.
    pub(super) fn start(problem: &Problem<'_>, purses: &mut Purses<'_, '_>, precision: Precision) -> Self {
        let mut trace = Trace {
            with_flows: precision == Precision::Exact,
            purchases: Vec::new(),
            order: Vec::new(),
            money: (0..problem.len()).map(|p| if precision == Precision::Exact { purses.total(p) } else { 0.0 }).collect(),
            short: vec![None; problem.len()],
            flows: vec![Vec::new(); problem.len()],
            now: vec![Flow::default(); problem.len()],
        };
        if trace.with_flows {
            trace.note_short(problem, purses);
        }
        trace
    }

    /// A project was bought at `price`.
    pub(super) fn bought(&mut self, problem: &Problem<'_>, purses: &mut Purses<'_, '_>, p: usize, price: RBig, paid: &Paid) {
        let cost = RBig::from(problem.cost[p]);
        let full = &price * RBig::from(UBig::from(paid.full_points)) / RBig::from(UBig::from(problem.scale));
        let last = if paid.last == 0 { RBig::ZERO } else { &cost - &full };
        let effective_votes = if price.is_zero() { RBig::ZERO } else { &cost / &price };
        self.purchases.push(Purchase {
            project: problem.id(p).to_owned(),
            cost: problem.cost[p],
            price: Ratio::from(price),
            effective_votes: Ratio::from(effective_votes),
            paid_full: Payers { people: paid.full, paid: Ratio::from(full) },
            paid_last: Payers { people: paid.last, paid: Ratio::from(last) },
            paid_nothing: paid.nothing,
        });
        self.order.push(p);
        if self.with_flows {
            self.follow(problem, purses, paid);
            self.note_short(problem, purses);
        }
    }

    /// Adds what was just paid to the flows of money.
    fn follow(&mut self, problem: &Problem<'_>, purses: &Purses<'_, '_>, paid: &Paid) {
        let at = self.order.len() - 1;
        for &(group, each) in &paid.each {
            let (paid, people) = match problem.all_one {
                true => (each, 1),
                false => (each * problem.weight[group as usize] as f64, problem.people[group as usize]),
            };
            for &q in problem.ballots.items(group as usize) {
                let flow = &mut self.now[q as usize];
                flow.paid += paid;
                flow.people += people;
            }
        }
        for (q, flow) in self.now.iter_mut().enumerate().filter(|(_, flow)| flow.people > 0) {
            self.money[q] -= flow.paid;
            if self.short[q].is_none() && !purses.is_bought(q) {
                self.flows[q].push(Flow { at, ..*flow });
            }
            *flow = Flow::default();
        }
    }

    /// A project turned out to be too expensive for its supporters. Only a
    /// preview needs to hear this; otherwise it was noted when it happened.
    pub(super) fn fell_short(&mut self, purses: &Purses<'_, '_>, p: usize) {
        let after = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        self.short[p].get_or_insert_with(|| (after, purses.money_left(p)));
    }

    /// Notes the projects whose supporters have just fallen short.
    fn note_short(&mut self, problem: &Problem<'_>, purses: &mut Purses<'_, '_>) {
        let after = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        for p in problem.contenders() {
            if self.short[p].is_none() && !purses.is_bought(p) && purses.is_short(p, self.money[p]) {
                self.short[p] = Some((after, purses.money_left(p)));
            }
        }
    }

    /// When the supporters of a project fell short, and what they then had.
    pub(super) fn short(&self, p: usize) -> Option<(u32, Ratio)> {
        self.short[p].as_ref().map(|(after, left)| (*after, Ratio::from(left.clone())))
    }

    /// The losers with the way their supporters' money went.
    pub(super) fn losers(&self, problem: &Problem<'_>) -> Vec<Shortfall> {
        let scale = problem.scale as f64;
        problem
            .contenders()
            .filter_map(|p| self.short[p].as_ref().map(|short| (p, short)))
            .map(|(p, (after, left))| {
                let mut went_to: Vec<MoneyFlow> = self.flows[p]
                    .iter()
                    .map(|flow| MoneyFlow {
                        project: problem.id(self.order[flow.at]).to_owned(),
                        people: flow.people,
                        paid: Cents::try_from(float::nearest(flow.paid / scale)).unwrap_or(Cents::MAX),
                    })
                    .collect();
                went_to.sort_by(|a, b| b.paid.cmp(&a.paid).then_with(|| a.project.cmp(&b.project)));
                Shortfall {
                    project: problem.id(p).to_owned(),
                    after_step: *after,
                    money_left: Ratio::from(left.clone()),
                    effective_support_permille: permille(left, problem.cost[p]),
                    went_to,
                }
            })
            .collect()
    }
}

/// `part / cost` in thousandths, rounded down.
fn permille(part: &RBig, cost: Cents) -> u32 {
    let whole = IBig::from(1000) * part.numerator() / (IBig::from(cost.max(1)) * part.denominator());
    u32::try_from(&whole).unwrap_or(0)
}
