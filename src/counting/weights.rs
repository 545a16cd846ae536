//! Ballot weights as whole numbers with one common scale.

use std::collections::BTreeMap;

use dashu_int::{IBig, UBig, ops::Gcd};
use dashu_ratio::RBig;

use super::ballots::{BallotView, Ballots};
use super::canonical::ElectionFault;
use super::election::{ChannelBase, Election, Weighting};

/// The weight of a ballot, per channel, times `scale`.
pub(crate) struct Weights {
    /// What every weight is multiplied by to make it whole.
    pub(crate) scale: u64,
    per_channel: Option<BTreeMap<String, u64>>,
}

impl Weights {
    /// Works out the weights for the ballots of one pot (`None`: all).
    pub(crate) fn new(election: &Election<Ballots>, pot: Option<&str>) -> Result<Self, ElectionFault> {
        let Weighting::Channels { shares, base } = &election.weighting else {
            return Ok(Weights { scale: 1, per_channel: None });
        };
        let mut totals: BTreeMap<&str, u128> = BTreeMap::new();
        let counts = |ballot: &BallotView<'_>| match (pot, ballot.pot) {
            (Some(pot), Some(only)) => pot == only,
            _ => true,
        };
        for ballot in election.ballots.iter().filter(counts) {
            let each = match base {
                ChannelBase::Ballots => 1,
                ChannelBase::Votes => ballot.picks.len() as u128,
            };
            let channel = ballot.channel.unwrap_or("");
            *totals.entry(channel).or_default() += u128::from(ballot.count) * each;
        }
        totals.retain(|_, total| *total > 0);
        let all: u128 = totals.values().sum();
        let present: RBig = totals.keys().filter_map(|channel| shares.get(*channel)).fold(RBig::ZERO, |sum, share| sum + share.big());
        if present.is_zero() && all > 0 {
            return Err(ElectionFault::Parameter("the channels with ballots have no share at all"));
        }
        let mut exact = BTreeMap::new();
        for (channel, total) in &totals {
            let share = shares.get(*channel).map_or(RBig::ZERO, |share| share.big().clone());
            let weight = share / &present * RBig::from(UBig::from(all)) / RBig::from(UBig::from(*total));
            exact.insert((*channel).to_owned(), weight);
        }
        Weights::scaled(exact)
    }

    fn scaled(exact: BTreeMap<String, RBig>) -> Result<Self, ElectionFault> {
        let scale = exact.values().fold(UBig::ONE, |scale, weight| {
            let common = (&scale).gcd(weight.denominator());
            scale / common * weight.denominator()
        });
        let mut per_channel = BTreeMap::new();
        for (channel, weight) in exact {
            let whole: IBig = (weight * RBig::from(scale.clone())).numerator().clone();
            per_channel.insert(channel, u64::try_from(&whole).map_err(|_| ElectionFault::TooLarge)?);
        }
        let scale = u64::try_from(&scale).map_err(|_| ElectionFault::TooLarge)?;
        Ok(Weights { scale, per_channel: Some(per_channel) })
    }

    /// The weight of a ballot group: its count times the weight of its channel.
    pub(crate) fn of(&self, ballot: &BallotView<'_>) -> Result<u64, ElectionFault> {
        let each = match &self.per_channel {
            None => 1,
            Some(weights) => weights.get(ballot.channel.unwrap_or("")).copied().unwrap_or(0),
        };
        ballot.count.checked_mul(each).ok_or(ElectionFault::TooLarge)
    }
}
