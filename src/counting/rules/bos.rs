//! Equal Shares with bounded overspending: a project may be bought by
//! supporters who have only a part of its cost. In floats and for simulation
//! only; no city decides with it.
//!
//! Papasotiropoulos, Pishbin, Skibski, Skowron and Was, arXiv 2409.15005.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a project, a ballot group or a cap numbered by `Problem`, whose vectors have one length each"
)]

use super::super::float;
use super::super::outcome::{Phase, Reason, Standing};
use super::super::problem::Problem;
use super::{Run, tie_record};

/// Values closer than this are a tie.
const CLOSE: f64 = 1e-9;

/// What a project would ask for now.
#[derive(Clone, Copy)]
struct Offer {
    project: usize,
    /// What is made as small as possible.
    value: f64,
    /// What supporters pay per point, at most.
    price: f64,
    /// The part of the cost that they have.
    covered: f64,
}

/// Counts a pot by BOS Equal Shares.
pub(crate) fn count(problem: &Problem<'_>, pot: &str) -> Run {
    let mut run = Run::new(problem);
    run.standing = Standing::Simulation;
    let mut left = start(problem);
    loop {
        let mut offers: Vec<Offer> = Vec::new();
        for p in problem.contenders() {
            if run.has_won(p) || run.reasons[p].is_some() {
                continue;
            }
            match run.room.refuses(problem, p) {
                Some(reason) => run.pass(problem, p, Phase::Shares, reason),
                None => offers.extend(offer(problem, &left, p)),
            }
        }
        let Some(least) = offers.iter().map(|offer| offer.value).min_by(f64::total_cmp) else {
            break;
        };
        offers.retain(|offer| offer.value <= least * (1.0 + CLOSE));
        offers.sort_by_key(|offer| (problem.ties.rank(offer.project), offer.project));
        if offers.len() > 1 {
            let tied: Vec<usize> = offers.iter().map(|offer| offer.project).collect();
            run.ties.push(tie_record(problem, pot, Phase::Shares, &tied, true));
            let first = problem.ties.rank(tied[0]);
            let open: Vec<usize> = tied.into_iter().filter(|p| problem.ties.rank(*p) == first).collect();
            if open.len() > 1 {
                run.stop_for_lot(open);
                break;
            }
        }
        let Some(chosen) = offers.first() else { break };
        pay(problem, &mut left, chosen);
        let reason = Reason::Overspent { step: run.next_step(), covered_permille: float::permille(chosen.covered) };
        let p = chosen.project;
        run.win(problem, p, problem.cost[p], Phase::Shares, reason);
    }
    for p in problem.contenders() {
        let money_left = super::super::ratio::Ratio::zero();
        let after_step = u32::try_from(run.winners.len()).unwrap_or(u32::MAX);
        run.reasons[p].get_or_insert(Reason::SupportersShort { after_step, money_left });
    }
    run
}

fn start(problem: &Problem<'_>) -> Vec<f64> {
    let share = |area: usize| {
        let money = problem.areas.get(area).map_or(0, |(_, money)| *money) as f64;
        money * problem.scale as f64 / (problem.area_weight[area] as f64).max(1.0)
    };
    problem.area.iter().map(|area| share(*area as usize)).collect()
}

/// The best offer of a project: over every price at which one more supporter
/// pays the last, and the price at which the cost is covered.
fn offer(problem: &Problem<'_>, left: &[f64], p: usize) -> Option<Offer> {
    let cost = problem.cost[p] as f64 * problem.scale as f64;
    let mut prices: Vec<(f64, f64, f64)> = problem
        .supporters
        .pairs(p)
        .map(|(group, points)| {
            let weight = problem.weight[group] as f64;
            (left[group] / f64::from(points), weight * left[group], weight * f64::from(points))
        })
        .collect();
    prices.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut rich: f64 = prices.iter().map(|(.., points)| points).sum();
    let mut poor = 0.0;
    let mut best: Option<Offer> = None;
    let mut consider = |price: f64, collected: f64| {
        let covered = (collected / cost).min(1.0);
        if price <= 0.0 || covered <= 0.0 {
            return;
        }
        let value = price / cost / (covered * covered);
        if best.is_none_or(|best| value < best.value) {
            best = Some(Offer { project: p, value, price: price / covered, covered });
        }
    };
    let mut covered = false;
    for (price, money, points) in prices {
        let collected = poor + price * rich;
        if !covered && collected >= cost && rich > 0.0 {
            consider((cost - poor) / rich, cost);
            covered = true;
        }
        consider(price, collected);
        poor += money;
        rich -= points;
    }
    best
}

fn pay(problem: &Problem<'_>, left: &mut [f64], offer: &Offer) {
    for (group, points) in problem.supporters.pairs(offer.project) {
        left[group] = (left[group] - offer.price * f64::from(points)).max(0.0);
    }
}
