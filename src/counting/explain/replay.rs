//! The count step by step, as a page can show it: what happened in each step, and under Equal
//! Shares what the supporters of every project then still had.
//!
//! What won and what was paid comes from the trace of the count. The money of supporters in between
//! is worked out again in floats and rounded to cents: it is shown, and decides nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::canonical::ElectionFault;
use super::super::election::{BallotForm, Cents, Election, Pots};
use super::super::outcome::{Outcome, PotOutcome, Purchase, SharesTrace, Step};
use super::super::problem::{PotInput, Problem};
use super::{Fact, HIDDEN_BELOW};

/// A count as a row of scenes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// Ids of the projects: the lists in the scenes are in this order.
    pub projects: Vec<String>,
    /// What the supporters of each project have before the first step, under Equal Shares.
    pub start: Vec<Option<Cents>>,
    /// The steps of all pots, in order.
    pub scenes: Vec<Scene>,
}

/// One step of a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scene {
    /// The pot it happened in.
    pub pot: String,
    /// What happened.
    pub step: Step,
    /// How it was paid, under Equal Shares: only sums, and no small numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paid: Vec<Fact>,
    /// Tenths of effective votes of each project that could be bought in this step: the most wins
    /// (with utility by cost).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strength: Vec<Option<i64>>,
    /// What the supporters of each project still have after it; none when it is not told, because
    /// they are few or it is no longer about their money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Option<Cents>>,
}

/// Makes the scenes of a count.
///
/// # Errors
/// [`ElectionFault`] when the election is not the one that was counted.
pub fn replay(election: &Election, outcome: &Outcome) -> Result<Replay, ElectionFault> {
    let projects: Vec<String> = outcome.projects.iter().map(|project| project.id.clone()).collect();
    let mut replay = Replay { projects, start: Vec::new(), scenes: Vec::new() };
    let canonical = election.countable()?;
    let one_pot = matches!(canonical.pots, Pots::Single | Pots::Shared { .. });
    let points = matches!(election.ballot_form, BallotForm::Points { .. } | BallotForm::Ranking { .. });
    for pot in &outcome.pots {
        let scenes = pot.steps.iter().map(|step| Scene {
            pot: pot.id.clone(),
            step: step.clone(),
            paid: purchase_of(pot, step).map(|purchase| super::paid(purchase, points)).unwrap_or_default(),
            strength: Vec::new(),
            left: Vec::new(),
        });
        let first = replay.scenes.len();
        replay.scenes.extend(scenes);
        // With separate pots a project can compete in several: its supporters' money is then not one number.
        let Some(shares) = pot.shares.as_ref().filter(|_| one_pot) else { continue };
        let members = (0..canonical.projects.len()).collect();
        let problem = Problem::new(&canonical, PotInput { members, budget: canonical.budget, id: None })?;
        let mut money = Money::start(&problem, shares);
        replay.start = money.told();
        for scene in replay.scenes.iter_mut().skip(first) {
            if let Some(purchase) = purchase_of(pot, &scene.step) {
                scene.strength = money.strengths();
                money.pay(purchase);
                scene.left = money.told();
            }
        }
    }
    Ok(replay)
}

fn purchase_of<'o>(pot: &'o PotOutcome, step: &Step) -> Option<&'o Purchase> {
    let bought = step.won && step.phase == super::super::outcome::Phase::Shares;
    pot.shares.as_ref()?.purchases.iter().find(|purchase| bought && purchase.project == step.project)
}

/// The money of every group of equal ballots, while projects are bought.
struct Money<'p, 'e> {
    problem: &'p Problem<'e>,
    /// What one voter of a group has.
    each: Vec<f64>,
    /// How many voters a group weighs.
    weight: Vec<f64>,
    /// What the supporters of a project have together.
    together: Vec<f64>,
    bought: Vec<bool>,
}

impl<'p, 'e> Money<'p, 'e> {
    fn start(problem: &'p Problem<'e>, shares: &SharesTrace) -> Self {
        let share: BTreeMap<&str, f64> = shares.end.iter().map(|(area, share)| (area.as_str(), share.to_f64())).collect();
        let share_of = |area: &u32| {
            let name = problem.areas.get(*area as usize).map_or("", |(name, _)| name.as_str());
            share.get(name).copied().unwrap_or(0.0)
        };
        let scale = problem.scale as f64;
        let mut money = Self {
            problem,
            each: problem.area.iter().map(share_of).collect(),
            weight: problem.weight.iter().map(|weight| *weight as f64 / scale).collect(),
            together: Vec::new(),
            bought: vec![false; problem.len()],
        };
        money.together = (0..problem.len()).map(|p| money.supporters(p).map(|(_, weight, each, _)| weight * each).sum()).collect();
        money
    }

    /// (group, weight, what each has, points) of the supporters of a project.
    fn supporters(&self, p: usize) -> impl Iterator<Item = (usize, f64, f64, f64)> + '_ {
        self.problem.supporters.pairs(p).map(|(group, points)| {
            let weight = self.weight.get(group).copied().unwrap_or(0.0);
            (group, weight, self.each.get(group).copied().unwrap_or(0.0), f64::from(points))
        })
    }

    fn pay(&mut self, purchase: &Purchase) {
        let Some(p) = (0..self.problem.len()).find(|p| self.problem.id(*p) == purchase.project) else { return };
        let price = purchase.price.to_f64();
        let payments: Vec<(usize, f64)> = self.supporters(p).map(|(group, _, each, points)| (group, each.min(price * points))).collect();
        for (group, paid) in payments {
            let weight = self.weight.get(group).copied().unwrap_or(0.0);
            if let Some(each) = self.each.get_mut(group) {
                let left = *each - paid;
                // What is left of a last payment is rounding.
                *each = if left < *each * 1e-9 { 0.0 } else { left };
            }
            for project in self.problem.ballots.items(group) {
                if let Some(together) = self.together.get_mut(*project as usize) {
                    *together -= paid * weight;
                }
            }
        }
        if let Some(bought) = self.bought.get_mut(p) {
            *bought = true;
        }
    }

    /// Whether a project is still for sale and its supporters are enough to be told of.
    fn is_told(&self, p: usize) -> bool {
        let out = self.problem.out.get(p).is_none_or(Option::is_some);
        let votes = self.problem.votes.get(p).copied().unwrap_or(0);
        !out && votes >= HIDDEN_BELOW && self.bought.get(p) == Some(&false)
    }

    fn told(&self) -> Vec<Option<Cents>> {
        self.together.iter().enumerate().map(|(p, together)| self.is_told(p).then(|| rounded(*together))).collect()
    }

    fn strengths(&self) -> Vec<Option<i64>> {
        (0..self.problem.len()).map(|p| self.strength(p).filter(|_| self.is_told(p))).collect()
    }

    /// Tenths of effective votes: the cost divided by the smallest price at which the money comes
    /// together; none when it does not.
    fn strength(&self, p: usize) -> Option<i64> {
        let cost = self.problem.cost.get(p).map(|cost| *cost as f64)?;
        let (mut rich, mut poor): (Vec<(f64, f64, f64)>, f64) = (self.supporters(p).map(|(_, w, each, points)| (w, each, points)).collect(), 0.0);
        loop {
            let points: f64 = rich.iter().map(|(weight, _, points)| weight * points).sum();
            if points <= 0.0 {
                return None;
            }
            let price = (cost - poor) / points;
            let (stay, fall): (Vec<_>, Vec<_>) = rich.into_iter().partition(|(_, each, points)| *each >= price * points * (1.0 - 1e-9));
            if fall.is_empty() {
                return Some(rounded(cost / price * 10.0));
            }
            poor += fall.iter().map(|(weight, each, _)| weight * each).sum::<f64>();
            rich = stay;
        }
    }
}

/// The nearest whole number; sums of money here are far below what a float holds exactly.
fn rounded(value: f64) -> i64 {
    format!("{:.0}", value.max(0.0)).parse().unwrap_or(i64::MAX)
}
