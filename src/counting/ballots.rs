//! Ballots in flat arrays: the form a count works on. A million ballots are a
//! few large arrays here and not millions of small ones.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::election::{Ballot, Label};

/// Ballots one after another, equal ones added up, in a fixed order. As JSON
/// they look like a list of [`Ballot`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Ballots {
    /// Where the picks of each ballot end.
    ends: Vec<usize>,
    picks: Vec<u32>,
    /// As long as `picks`, or empty when no ballot has points.
    points: Vec<u32>,
    counts: Vec<u64>,
    /// Per ballot its place in `kinds`; empty when no ballot has a label.
    labels: Vec<u32>,
    kinds: Vec<Labels>,
}

/// The labels of a ballot: pot, area and channel.
type Labels = (Option<Label>, Option<Label>, Option<Label>);

/// One ballot, or several equal ones.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct BallotView<'b> {
    pub(crate) picks: &'b [u32],
    #[serde(skip_serializing_if = "<[u32]>::is_empty")]
    pub(crate) points: &'b [u32],
    #[serde(skip_serializing_if = "is_one")]
    pub(crate) count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) channel: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) area: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pot: Option<&'b str>,
}

fn is_one(count: &u64) -> bool {
    *count == 1
}

/// From this place on a pick no longer fits in 16 bits.
const LONG_NAME: u32 = 0xfffe;

/// How many picks go into one number.
const PICKS: usize = 8;

/// The first picks in one number.
fn packed(picks: &[u32]) -> u128 {
    let pick = |at: usize| picks.get(at).map_or(0, |p| u128::from((*p).min(LONG_NAME)) + 1);
    (0..PICKS).fold(0, |number, at| number << 16 | pick(at))
}

/// A ballot of few picks and nothing else, as a number.
fn as_number(ballot: &Ballot, places: &[u32], ranking: bool) -> Option<u128> {
    let bare = ballot.points.is_empty() && ballot.pot.is_none() && ballot.area.is_none() && ballot.channel.is_none();
    let mut picks = [0; PICKS];
    let own = picks.get_mut(..ballot.picks.len()).filter(|_| bare)?;
    for (own, pick) in own.iter_mut().zip(&ballot.picks) {
        *own = places.get(*pick as usize).copied().filter(|place| *place < LONG_NAME)?;
    }
    if !ranking {
        own.sort_unstable();
    }
    Some(packed(own))
}

/// The picks in a number of [`as_number`].
fn picks_of(number: u128) -> impl Iterator<Item = u32> {
    (0..PICKS).rev().filter_map(move |at| u32::try_from(number >> (16 * at) & 0xffff).ok()?.checked_sub(1))
}

/// What equal ballots have in common: picks, points, pot, area and channel.
type Contents<'b> = (&'b [u32], &'b [u32], Option<&'b str>, Option<&'b str>, Option<&'b str>);

impl<'b> BallotView<'b> {
    /// What decides where it stands among the ballots.
    fn contents(&self) -> Contents<'b> {
        (self.picks, self.points, self.pot, self.area, self.channel)
    }

    /// The first picks packed in one number: sorting these first makes sorting
    /// a million ballots a matter of comparing numbers.
    fn prefix(&self) -> u128 {
        packed(self.picks)
    }

    fn owned(&self) -> Ballot {
        Ballot {
            picks: self.picks.to_vec(),
            points: self.points.to_vec(),
            count: self.count,
            channel: self.channel.map(Label::from),
            area: self.area.map(Label::from),
            pot: self.pot.map(Label::from),
        }
    }
}

impl Ballots {
    /// The ballots in their fixed order, equal ones added up. `places` are the
    /// new places of the projects; a ranking keeps its own order.
    pub(crate) fn canonical(ballots: &[Ballot], places: &[u32], ranking: bool) -> Ballots {
        // Most ballots are short: as numbers they are put together soonest.
        let mut short: Vec<(u128, u64)> = Vec::new();
        let mut long: Vec<&Ballot> = Vec::new();
        for ballot in ballots.iter().filter(|ballot| ballot.count > 0) {
            match as_number(ballot, places, ranking) {
                Some(number) => short.push((number, ballot.count)),
                None => long.push(ballot),
            }
        }
        short.sort_unstable_by_key(|(number, _)| *number);
        let mut all = Ballots::gathered(&long, places, ranking);
        for equal in short.chunk_by(|a, b| a.0 == b.0) {
            let number = equal.first().map_or(0, |(number, _)| *number);
            all.picks.extend(picks_of(number));
            all.close(equal.iter().map(|(_, count)| count).sum());
        }
        all.merged()
    }

    /// The ballots in the order in which they come.
    pub(crate) fn listed(ballots: &[Ballot], places: &[u32], ranking: bool) -> Ballots {
        Ballots::gathered(&ballots.iter().filter(|ballot| ballot.count > 0).collect::<Vec<_>>(), places, ranking)
    }

    fn gathered(ballots: &[&Ballot], places: &[u32], ranking: bool) -> Ballots {
        let mut all = Ballots::default();
        all.picks.reserve_exact(ballots.iter().map(|ballot| ballot.picks.len()).sum());
        all.ends.reserve_exact(ballots.len());
        all.counts.reserve_exact(ballots.len());
        let mut kinds: BTreeMap<Labels, u32> = BTreeMap::new();
        for ballot in ballots {
            all.add(ballot, places, ranking);
            let labels = (ballot.pot.clone(), ballot.area.clone(), ballot.channel.clone());
            if labels != (None, None, None) || !all.labels.is_empty() {
                let next = u32::try_from(kinds.len() + 1).unwrap_or(u32::MAX);
                let kind = if labels == (None, None, None) { 0 } else { *kinds.entry(labels).or_insert(next) };
                // Ballots before the first label had none.
                all.labels.resize(all.counts.len() - 1, 0);
                all.labels.push(kind);
            }
        }
        let mut in_order: Vec<(u32, Labels)> = kinds.into_iter().map(|(labels, kind)| (kind, labels)).collect();
        in_order.sort_unstable_by_key(|(kind, _)| *kind);
        all.kinds = std::iter::once((None, None, None)).chain(in_order.into_iter().map(|(_, labels)| labels)).collect();
        all
    }

    /// Ends a ballot without labels, whose picks are there.
    fn close(&mut self, count: u64) {
        self.ends.push(self.picks.len());
        self.counts.push(count);
        if !self.labels.is_empty() {
            self.labels.push(0);
        }
    }

    fn add(&mut self, ballot: &Ballot, places: &[u32], ranking: bool) {
        let start = self.picks.len();
        let place = |pick: &u32| places.get(*pick as usize).copied().unwrap_or(u32::MAX);
        self.picks.extend(ballot.picks.iter().map(place));
        self.ends.push(self.picks.len());
        self.counts.push(ballot.count);
        let own = self.picks.get_mut(start..).unwrap_or_default();
        if !ranking && ballot.points.is_empty() {
            own.sort_unstable();
        } else if !ranking {
            let mut pairs: Vec<(u32, u32)> = own.iter().copied().zip(ballot.points.iter().copied()).collect();
            pairs.sort_unstable();
            own.iter_mut().zip(&pairs).for_each(|(pick, pair)| *pick = pair.0);
            self.points.extend(pairs.iter().map(|pair| pair.1));
        }
    }

    /// The same ballots in their fixed order, equal ones added up.
    fn merged(&self) -> Ballots {
        let mut order: Vec<(u128, usize)> = self.iter().map(|view| view.prefix()).zip(0..).collect();
        order.sort_unstable_by(|(a, x), (b, y)| a.cmp(b).then_with(|| self.view(*x).contents().cmp(&self.view(*y).contents())));
        let mut merged = Ballots { kinds: self.kinds.clone(), ..Ballots::default() };
        merged.picks.reserve_exact(self.picks.len());
        merged.points.reserve_exact(self.points.len());
        merged.ends.reserve_exact(self.len());
        merged.counts.reserve_exact(self.len());
        let mut before: Option<BallotView<'_>> = None;
        for (_, at) in order {
            let view = self.view(at);
            if let (Some(last), Some(count)) = (&before, merged.counts.last_mut())
                && last.contents() == view.contents()
            {
                *count += view.count;
                continue;
            }
            merged.picks.extend_from_slice(view.picks);
            merged.points.extend_from_slice(view.points);
            merged.ends.push(merged.picks.len());
            merged.counts.push(view.count);
            merged.labels.extend(self.labels.get(at));
            before = Some(view);
        }
        merged
    }

    /// How many different ballots.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Ticks on all different ballots together.
    pub(crate) fn ticks(&self) -> usize {
        self.picks.len()
    }

    /// Does any ballot name a pot, an area or a channel?
    pub(crate) fn is_labelled(&self) -> bool {
        !self.labels.is_empty()
    }

    /// The ballots, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = BallotView<'_>> {
        (0..self.len()).map(|at| self.view(at))
    }

    /// One ballot; one without anything when there is none at this place.
    fn view(&self, at: usize) -> BallotView<'_> {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let range = start..self.ends.get(at).copied().unwrap_or(start);
        let kind = self.labels.get(at).and_then(|kind| self.kinds.get(*kind as usize));
        let (pot, area, channel) = kind.map_or((None, None, None), |(pot, area, channel)| (pot.as_deref(), area.as_deref(), channel.as_deref()));
        BallotView {
            picks: self.picks.get(range.clone()).unwrap_or_default(),
            points: self.points.get(range).unwrap_or_default(),
            count: self.counts.get(at).copied().unwrap_or(0),
            channel,
            area,
            pot,
        }
    }

    /// The same ballots one by one.
    pub(crate) fn owned(&self) -> Vec<Ballot> {
        self.iter().map(|view| view.owned()).collect()
    }
}

impl Serialize for Ballots {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
