//! Equal Shares: every ballot starts with an equal share, and supporters pay for their plans together.

#![expect(clippy::indexing_slicing, reason = "every index is a project or a group of ballots, and every list here has one place for each of them")]

use dashu_ratio::RBig;

use super::RecountError;
use super::input::{Completion, EqualShares, Misfit, Raise, Start, Stop, Utility};
use super::pot::{Pot, whole};

/// Equal Shares with its completions.
pub(super) fn equal_shares(pot: &mut Pot<'_>, rule: &EqualShares) -> Result<(), RecountError> {
    if rule.comparison.is_some() {
        return Err(RecountError::Unknown("a comparison of two outcomes".to_owned()));
    }
    let weight: RBig = pot.groups.iter().fold(RBig::ZERO, |sum, group| sum + &group.weight);
    let exact = whole(pot.budget) / if weight == RBig::ZERO { RBig::ONE } else { weight };
    one_run(pot, &exact, rule.utility)?;
    if let Some(raise) = &rule.raise {
        raise_while_it_helps(pot, &exact, raise, rule.utility)?;
    }
    if rule.completion == Completion::Greedy {
        let score = pot.score.clone();
        pot.walk(&score, Misfit::Skip)?;
    }
    Ok(())
}

/// The same with a larger and larger share, until the next outcome is over budget.
fn raise_while_it_helps(pot: &mut Pot<'_>, exact: &RBig, raise: &Raise, utility: Utility) -> Result<(), RecountError> {
    let step = whole(raise.step);
    let start = if raise.start == Start::Exact { exact.clone() } else { whole((exact / &step).floor()) * &step };
    let dearest = whole(pot.able.iter().map(|p| pot.cost(*p)).sum::<i64>());
    let (mut share, mut steps) = (exact.clone(), 0_u32);
    loop {
        let lost = || pot.able.iter().copied().filter(|p| pot.lost(*p));
        let exhausted = match raise.stop {
            Stop::OverBudget => false,
            Stop::ExhaustiveSupported => !lost().any(|p| pot.supported(p) && pot.fits(p)),
            Stop::ExhaustiveAll => !lost().any(|p| pot.fits(p)),
        };
        if exhausted || !lost().any(|p| pot.supported(p)) || share > dearest {
            return Ok(());
        }
        steps += 1;
        share = &start + whole(steps) * &step;
        let before = (pot.left, std::mem::take(&mut pot.winners));
        pot.left = pot.budget;
        one_run(pot, &share, utility)?;
        if pot.left < 0 {
            (pot.left, pot.winners) = before;
            return Ok(());
        }
    }
}

/// A plan that its supporters can pay.
struct Offer {
    /// Cost of one unit of what it is worth; what is lowest wins.
    value: RBig,
    /// What a supporter pays for each point.
    price: RBig,
    plan: usize,
}

/// One run with these shares. What a plan asks of its supporters only rises while they spend, so a plan
/// that asked more than the best offer need not be looked at again.
fn one_run(pot: &mut Pot<'_>, share: &RBig, utility: Utility) -> Result<(), RecountError> {
    let mut money = vec![share.clone(); pot.groups.len()];
    let mut pool: Vec<(RBig, usize)> = pot.able.iter().filter(|p| pot.supported(**p)).map(|p| (RBig::ZERO, *p)).collect();
    loop {
        pool.sort();
        let (mut offers, mut waiting): (Vec<Offer>, Vec<(RBig, usize)>) = (Vec::new(), Vec::new());
        let mut best: Option<RBig> = None;
        for (asked, plan) in pool {
            if best.as_ref().is_some_and(|best| asked > *best) {
                waiting.push((asked, plan));
            } else if let Some(offer) = offer(pot, &money, plan, utility) {
                best = Some(best.map_or_else(|| offer.value.clone(), |best| best.min(offer.value.clone())));
                offers.push(offer);
            }
        }
        let Some(best) = best else { return Ok(()) };
        let mut tied: Vec<usize> = offers.iter().filter(|offer| offer.value == best).map(|offer| offer.plan).collect();
        tied.sort_by(|p, q| pot.order(*p, *q));
        if tied.len() > 1 && pot.order(tied[0], tied[1]).is_eq() {
            return Err(RecountError::LotNeeded);
        }
        let winner = tied[0];
        for offer in offers {
            if offer.plan == winner {
                pay(pot, &mut money, winner, &offer.price);
            } else {
                waiting.push((offer.value, offer.plan));
            }
        }
        pot.win(winner);
        pool = waiting;
    }
}

fn pay(pot: &Pot<'_>, money: &mut [RBig], plan: usize, price: &RBig) {
    for (left, group) in money.iter_mut().zip(&pot.groups) {
        if let Some(points) = group.points.get(&plan) {
            let due = price * whole(*points);
            *left = if *left > due { &*left - due } else { RBig::ZERO };
        }
    }
}

/// What a plan asks of its supporters now; none when they cannot pay it.
fn offer(pot: &Pot<'_>, money: &[RBig], plan: usize, utility: Utility) -> Option<Offer> {
    // The most a supporter can pay for each point, and how many points there are at that price.
    let mut backers: Vec<(RBig, RBig)> = pot
        .groups
        .iter()
        .zip(money)
        .filter_map(|(group, money)| group.points.get(&plan).map(|points| (money / whole(*points), &group.weight * whole(*points))))
        .collect();
    let (cost, together) = (whole(pot.cost(plan)), backers.iter().fold(RBig::ZERO, |sum, (most, points)| sum + most * points));
    if together < cost {
        return None;
    }
    backers.sort();
    let mut rest = cost.clone();
    let mut points = backers.iter().fold(RBig::ZERO, |sum, (_, points)| sum + points);
    for (most, own) in &backers {
        if most * &points >= rest {
            break;
        }
        rest -= most * own;
        points -= own;
    }
    let price = rest / points;
    let value = if utility == Utility::Cost { &price / cost } else { price.clone() };
    Some(Offer { value, price, plan })
}
