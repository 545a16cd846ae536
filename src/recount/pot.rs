//! One pot: who supports what, how ties are decided, and the rules that go down a list.

#![expect(clippy::indexing_slicing, reason = "every index is a project of the election, and every list here has one place for each of them")]

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::str::FromStr;

use dashu_int::IBig;
use dashu_ratio::RBig;
use sha2::{Digest, Sha256};

use super::RecountError;
use super::input::{Ballot, Base, Election, Form, Greedy, Leftover, Measure, Misfit, Places, Tie, Weighting};
use crate::secrets::unhex;

/// A whole number as a fraction.
pub(super) fn whole(number: impl Into<IBig>) -> RBig {
    RBig::from(number.into())
}

fn fraction(text: &str) -> RBig {
    RBig::from_str(text).unwrap_or(RBig::ZERO)
}

/// Equal ballots: how much they weigh together, and their points for each project of the pot.
pub(super) struct Group {
    pub(super) weight: RBig,
    pub(super) points: BTreeMap<usize, u32>,
}

/// A pot that is being counted.
pub(super) struct Pot<'a> {
    election: &'a Election,
    seed: Option<Vec<u8>>,
    pub(super) groups: Vec<Group>,
    pub(super) votes: Vec<RBig>,
    pub(super) score: Vec<RBig>,
    /// Projects that take part, in the order of the election.
    pub(super) able: Vec<usize>,
    pub(super) budget: i64,
    pub(super) left: i64,
    pub(super) winners: Vec<usize>,
}

impl<'a> Pot<'a> {
    pub(super) fn new(election: &'a Election, id: Option<&str>, members: Vec<usize>, budget: i64) -> Self {
        let ballots: Vec<&Ballot> =
            election.ballots.iter().filter(|ballot| id.is_none() || ballot.pot.is_none() || ballot.pot.as_deref() == id).collect();
        let weights = weights(&election.weighting, &ballots);
        let (mut votes, mut score) = (vec![RBig::ZERO; election.projects.len()], vec![RBig::ZERO; election.projects.len()]);
        let (mut groups, mut people) = (Vec::with_capacity(ballots.len()), 0_u64);
        for ballot in ballots {
            let each = weights.as_ref().map_or(RBig::ONE, |all| all.get(&ballot.channel).cloned().unwrap_or(RBig::ZERO));
            let weight = whole(ballot.count) * each;
            let mut points = points_of(&election.ballot_form, ballot);
            points.retain(|p, points| members.contains(p) && *points > 0);
            for (p, points) in &points {
                votes[*p] += &weight;
                score[*p] += &weight * whole(*points);
            }
            people += ballot.count;
            groups.push(Group { weight, points });
        }
        let seed = election.tie_order.seed.as_deref().and_then(unhex).filter(|seed| !seed.is_empty());
        let mut pot = Self { election, seed, groups, votes, score, able: Vec::new(), budget, left: budget, winners: Vec::new() };
        pot.able = members.into_iter().filter(|p| pot.eligible(*p, people)).collect();
        pot
    }

    fn eligible(&self, p: usize, people: u64) -> bool {
        let (rules, votes) = (&self.election.eligibility, &self.votes[p]);
        let share = rules.min_share.as_deref().map_or(RBig::ZERO, fraction);
        let divisor = rules.cost_share_divisor;
        self.election.projects[p].withdrawn.is_none()
            && self.score[p] >= whole(rules.min_score)
            && *votes >= RBig::from((share * whole(people)).ceil())
            && (divisor == 0 || votes * whole(divisor) * whole(self.budget) >= whole(self.cost(p)) * whole(people))
    }

    pub(super) fn cost(&self, p: usize) -> i64 {
        self.election.projects[p].cost
    }

    /// Which of two goes first; equal when the rules leave it open.
    pub(super) fn order(&self, p: usize, q: usize) -> Ordering {
        self.decided_by(p, q).map_or(Ordering::Equal, |(_, order)| order)
    }

    fn decided_by(&self, p: usize, q: usize) -> Option<(Tie, Ordering)> {
        let (one, other) = (&self.election.projects[p], &self.election.projects[q]);
        let lot = |id: &str| self.seed.as_ref().map(|seed| Sha256::new().chain_update(seed).chain_update(id).finalize());
        let by = |step: &Tie| match step {
            Tie::MinCost => one.cost.cmp(&other.cost),
            Tie::MaxVotes => self.votes[q].cmp(&self.votes[p]),
            Tie::MaxScore => self.score[q].cmp(&self.score[p]),
            Tie::Earliest => one.submitted.unwrap_or(i64::MAX).cmp(&other.submitted.unwrap_or(i64::MAX)),
            Tie::Lot => lot(&one.id).cmp(&lot(&other.id)),
            Tie::Id => one.id.cmp(&other.id),
        };
        self.election.tie_order.steps.iter().map(|step| (*step, by(step))).find(|(_, order)| order.is_ne())
    }

    pub(super) fn fits(&self, p: usize) -> bool {
        self.cost(p) <= self.left.min(self.budget)
    }

    pub(super) fn win(&mut self, p: usize) {
        self.winners.push(p);
        self.left -= self.cost(p);
    }

    pub(super) fn lost(&self, p: usize) -> bool {
        !self.winners.contains(&p)
    }

    pub(super) fn supported(&self, p: usize) -> bool {
        self.votes[p] > RBig::ZERO
    }

    /// Projects with support, best first, in groups of equal value.
    fn equals(&self, value: &[RBig]) -> Vec<Vec<usize>> {
        let mut all: Vec<usize> = self.able.iter().copied().filter(|p| self.supported(*p)).collect();
        all.sort_by(|p, q| value[*q].cmp(&value[*p]).then_with(|| self.order(*p, *q)).then(p.cmp(q)));
        all.chunk_by(|p, q| value[*p] == value[*q]).map(<[usize]>::to_vec).collect()
    }

    fn values(&self, measure: Measure) -> &[RBig] {
        if measure == Measure::Votes { &self.votes } else { &self.score }
    }

    /// The first so many.
    pub(super) fn first(&mut self, k: usize, extend: bool, measure: Measure) -> Result<(), RecountError> {
        for equals in self.equals(self.values(measure)) {
            let mut free = k.saturating_sub(self.winners.len());
            if free > 0 && free < equals.len() {
                match self.decided_by(equals[free - 1], equals[free]) {
                    None | Some((Tie::Lot, _)) if extend => free = equals.len(),
                    None => return Err(RecountError::LotNeeded),
                    Some(_) => {}
                }
            }
            equals.into_iter().take(free).for_each(|p| self.win(p));
        }
        Ok(())
    }

    /// Down the list by votes, or votes for a euro.
    pub(super) fn down_the_list(&mut self, rule: &Greedy) -> Result<(), RecountError> {
        let value: Vec<RBig> = (0..self.election.projects.len())
            .map(|p| {
                let value = self.values(rule.measure)[p].clone();
                if rule.per_cost && self.cost(p) > 0 { value / whole(self.cost(p)) } else { value }
            })
            .collect();
        match rule.leftover {
            Leftover::Keep => self.walk(&value, rule.misfit),
        }
    }

    /// Down a list: what fits wins.
    pub(super) fn walk(&mut self, value: &[RBig], misfit: Misfit) -> Result<(), RecountError> {
        for equals in self.equals(value) {
            for p in &equals {
                if !self.lost(*p) {
                    continue;
                }
                let same: Vec<usize> = equals.iter().copied().filter(|q| self.order(*q, *p).is_eq() && self.lost(*q) && self.fits(*q)).collect();
                if same.len() > 1 && same.iter().map(|q| self.cost(*q)).sum::<i64>() > self.left.min(self.budget) {
                    return Err(RecountError::LotNeeded);
                }
                if self.fits(*p) {
                    self.win(*p);
                } else if misfit == Misfit::Stop {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Points of a ballot: of its places in a ranking, as they were given, or one for each choice.
fn points_of(form: &Form, ballot: &Ballot) -> BTreeMap<usize, u32> {
    let ones = || vec![1; ballot.picks.len()];
    let points = match form {
        Form::Ranking { points: Places::BallotLength } => (1..=u32::try_from(ballot.picks.len()).unwrap_or(u32::MAX)).rev().collect(),
        Form::Ranking { points: Places::Vector(vector) } => vector.clone(),
        Form::Points => ballot.points.clone(),
        Form::ChooseOne | Form::Approval | Form::Knapsack => ones(),
    };
    ballot.picks.iter().copied().zip(points).collect()
}

/// What one ballot of each channel weighs; none when all weigh the same.
fn weights(weighting: &Weighting, ballots: &[&Ballot]) -> Option<BTreeMap<String, RBig>> {
    let Weighting::Channels { shares, base } = weighting else { return None };
    let mut totals: BTreeMap<String, RBig> = BTreeMap::new();
    for ballot in ballots {
        let each = if *base == Base::Ballots { 1 } else { ballot.picks.len() };
        *totals.entry(ballot.channel.clone()).or_insert(RBig::ZERO) += whole(ballot.count) * whole(each);
    }
    let share = |channel: &String| shares.get(channel).map_or(RBig::ZERO, |text| fraction(text));
    let used = || totals.iter().filter(|(_, total)| **total > RBig::ZERO);
    let (all, together) = used().fold((RBig::ZERO, RBig::ZERO), |(a, b), (channel, total)| (a + total, b + share(channel)));
    if together == RBig::ZERO {
        return Some(BTreeMap::new());
    }
    Some(used().map(|(channel, total)| (channel.clone(), share(channel) / &together * &all / total)).collect())
}
