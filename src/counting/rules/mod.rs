//! The outcome rules, each on one pot.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a project, a ballot group or a cap numbered by `Problem`, whose vectors have one length each"
)]

pub(crate) mod bos;
pub(crate) mod greedy;
pub(crate) mod phragmen;
pub(crate) mod shares;
pub(crate) mod top_k;

use super::count::{Precision, Progress};
use super::election::Cents;
use super::outcome::{Phase, Reason, SharesTrace, Standing, Step, Tie};
use super::problem::Problem;
use super::room::Room;
use super::rule::Rule;
use super::tie::TieStep;

/// What a rule made of one pot so far.
pub(crate) struct Run {
    /// Winners in order, with what each gets.
    pub(crate) winners: Vec<(usize, Cents)>,
    /// Per project why it won or not, as far as known.
    pub(crate) reasons: Vec<Option<Reason>>,
    pub(crate) steps: Vec<Step>,
    pub(crate) ties: Vec<Tie>,
    /// Set when a lot is needed: between which projects.
    pub(crate) lot: Option<Vec<usize>>,
    pub(crate) room: Room,
    pub(crate) shares: Option<SharesTrace>,
    pub(crate) standing: Standing,
}

impl Run {
    /// Nothing won yet; projects that take no part already have their reason.
    pub(crate) fn new(problem: &Problem<'_>) -> Self {
        let reasons = (0..problem.len())
            .map(|p| match &problem.out[p] {
                Some(reason) => Some(reason.clone()),
                None if problem.votes[p] == 0 => Some(Reason::NoSupport),
                None => None,
            })
            .collect();
        Run {
            winners: Vec::new(),
            reasons,
            steps: Vec::new(),
            ties: Vec::new(),
            lot: None,
            room: Room::new(problem),
            shares: None,
            standing: Standing::Exact,
        }
    }

    /// The number the next step gets in reasons, from 1.
    pub(crate) fn next_step(&self) -> u32 {
        u32::try_from(self.winners.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// A project wins and gets `amount`.
    pub(crate) fn win(&mut self, problem: &Problem<'_>, p: usize, amount: Cents, phase: Phase, reason: Reason) {
        let money_before = self.room.left;
        self.room.take(problem, p, amount);
        self.steps.push(Step { phase, project: problem.id(p).to_owned(), won: true, money_before, money_after: self.room.left });
        self.winners.push((p, amount));
        self.reasons[p] = Some(reason);
    }

    /// A project is passed over. A reason it already had stays.
    pub(crate) fn pass(&mut self, problem: &Problem<'_>, p: usize, phase: Phase, reason: Reason) {
        self.steps.push(Step { phase, project: problem.id(p).to_owned(), won: false, money_before: self.room.left, money_after: self.room.left });
        self.reasons[p].get_or_insert(reason);
    }

    /// The count stops at a tie that a lot must decide.
    pub(crate) fn stop_for_lot(&mut self, between: Vec<usize>) {
        for p in &between {
            self.reasons[*p] = Some(Reason::LotOpen);
        }
        self.lot = Some(between);
        for reason in &mut self.reasons {
            reason.get_or_insert(Reason::LotOpen);
        }
    }

    /// Has this project won?
    pub(crate) fn has_won(&self, p: usize) -> bool {
        self.winners.iter().any(|(winner, _)| *winner == p)
    }
}

/// Records a tie between projects that stand equal on the list.
pub(crate) fn tie_record(problem: &Problem<'_>, pot: &str, phase: Phase, tied: &[usize], matters: bool) -> Tie {
    let decided_by = last_step_needed(problem, tied);
    Tie { pot: pot.to_owned(), phase, between: problem.ids(tied), decided_by, matters, times: 1 }
}

/// The last step of the tie order that was needed to put all of these in order;
/// `None` when some stay equal.
fn last_step_needed(problem: &Problem<'_>, tied: &[usize]) -> Option<TieStep> {
    let place = |step: &TieStep| problem.election.tie_order.steps.iter().position(|other| other == step);
    let steps: Option<Vec<TieStep>> = tied.windows(2).map(|pair| problem.ties.decide(pair[0], pair[1]).1).collect();
    steps?.into_iter().max_by_key(place)
}

/// Counts a pot by a rule.
pub(crate) fn run(problem: &Problem<'_>, pot: &str, rule: &Rule, precision: Precision, watch: &mut dyn FnMut(Progress)) -> Run {
    match rule {
        Rule::TopK { k, extend_on_tie, measure } => top_k::count(problem, pot, *k, *extend_on_tie, *measure),
        Rule::Greedy(rule) => greedy::count(problem, pot, rule),
        Rule::EqualShares(rule) => shares::count(problem, pot, rule, precision, watch),
        Rule::Phragmen => phragmen::count(problem, pot, precision),
        Rule::Bos => bos::count(problem, pot),
    }
}
