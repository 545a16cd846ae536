//! What a run of Equal Shares leaves behind for the explanation: who paid what,
//! when supporters fell short, and where their money went.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a project, a ballot group or a cap numbered by `Problem`, whose vectors have one length each"
)]

use dashu_int::UBig;
use dashu_ratio::RBig;

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
}

/// The explanation of one run in the making.
pub(super) struct Trace {
    pub(super) purchases: Vec<Purchase>,
    /// Bought projects, in order.
    order: Vec<usize>,
    /// Per project what its supporters have together, in floats.
    money: Vec<f64>,
    /// Per project when its supporters fell short, and what they then had.
    short: Vec<Option<(u32, RBig)>>,
    /// Per project and purchase: what its supporters paid.
    flows: Vec<Vec<Flow>>,
}

impl Trace {
    /// Before the first purchase.
    pub(super) fn start(problem: &Problem<'_>, purses: &mut Purses<'_, '_>) -> Self {
        let mut trace = Trace {
            purchases: Vec::new(),
            order: Vec::new(),
            money: (0..problem.len()).map(|p| purses.total(p)).collect(),
            short: vec![None; problem.len()],
            flows: vec![Vec::new(); problem.len()],
        };
        trace.note_short(problem, purses);
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
        let at = self.order.len() - 1;
        for &(group, each) in &paid.each {
            let paid = each * problem.weight[group as usize] as f64;
            let people = problem.people[group as usize];
            for &q in problem.ballots.items(group as usize) {
                let q = q as usize;
                self.money[q] -= paid;
                if self.short[q].is_none() && !purses.is_bought(q) {
                    let flows = &mut self.flows[q];
                    flows.resize(at + 1, Flow::default());
                    flows[at].paid += paid;
                    flows[at].people += people;
                }
            }
        }
        self.note_short(problem, purses);
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
                    .zip(&self.order)
                    .filter(|(flow, _)| flow.people > 0)
                    .map(|(flow, &q)| MoneyFlow {
                        project: problem.id(q).to_owned(),
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
    let share = part * RBig::from(1000) / RBig::from(cost.max(1));
    u32::try_from(&share.floor()).unwrap_or(0)
}
