//! One pot, ready to count: compact arrays both ways between ballots and
//! projects, integer weights, and what keeps a project out beforehand.

#![expect(clippy::indexing_slicing, reason = "the numbers are handed out here, one per project, group or entry, and the arrays have that length")]

use dashu_int::UBig;

use super::ballots::{BallotView, Ballots};
use super::canonical::ElectionFault;
use super::election::{BallotForm, Cents, Election, RankPoints};
use super::outcome::{Reason, Threshold};
use super::ratio::Ratio;
use super::tie::TieRanks;
use super::weights::Weights;

/// A list of lists in two flat arrays.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    offsets: Vec<usize>,
    items: Vec<u32>,
    /// Points per item; empty when every item counts one.
    points: Vec<u32>,
}

impl Lists {
    pub(crate) fn items(&self, list: usize) -> &[u32] {
        &self.items[self.offsets[list]..self.offsets[list + 1]]
    }

    /// Points of a list; empty when every item counts one.
    pub(crate) fn points(&self, list: usize) -> &[u32] {
        if self.points.is_empty() {
            return &[];
        }
        &self.points[self.offsets[list]..self.offsets[list + 1]]
    }

    /// (item, points) of a list.
    pub(crate) fn pairs(&self, list: usize) -> impl Iterator<Item = (usize, u32)> + '_ {
        let points = self.points(list);
        self.items(list).iter().enumerate().map(move |(at, item)| (*item as usize, points.get(at).copied().unwrap_or(1)))
    }

    pub(crate) fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    fn turned(&self, lists: usize) -> Lists {
        let mut offsets = vec![0_usize; lists + 1];
        for item in &self.items {
            offsets[*item as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let mut next = offsets.clone();
        let mut items = vec![0_u32; self.items.len()];
        let mut points = vec![0_u32; self.points.len()];
        // Lists are built with at most u32::MAX entries.
        for (list, name) in (0..self.len()).zip(0_u32..) {
            for at in self.offsets[list]..self.offsets[list + 1] {
                let slot = &mut next[self.items[at] as usize];
                items[*slot] = name;
                if let (Some(to), Some(from)) = (points.get_mut(*slot), self.points.get(at)) {
                    *to = *from;
                }
                *slot += 1;
            }
        }
        Lists { offsets, items, points }
    }
}

/// Which projects and how much money a pot has.
pub(crate) struct PotInput<'a> {
    /// Positions of its projects in the election, ascending.
    pub(crate) members: Vec<usize>,
    /// Its money.
    pub(crate) budget: Cents,
    /// Its id, to know which ballots count in it; `None`: all.
    pub(crate) id: Option<&'a str>,
}

/// One pot, ready to count. Projects and ballot groups are numbered from 0.
pub(crate) struct Problem<'a> {
    pub(crate) election: &'a Election<Ballots>,
    pub(crate) members: Vec<usize>,
    pub(crate) budget: Cents,
    pub(crate) cost: Vec<Cents>,
    /// Why a project takes no part at all.
    pub(crate) out: Vec<Option<Reason>>,
    /// Group to projects.
    pub(crate) ballots: Lists,
    /// Project to groups.
    pub(crate) supporters: Lists,
    /// Weight of each group, times `scale`.
    pub(crate) weight: Vec<u64>,
    /// Real ballots in each group.
    pub(crate) people: Vec<u64>,
    /// Is every group one ballot that weighs one?
    pub(crate) all_one: bool,
    /// Starting area of each group; all 0 unless areas start differently.
    pub(crate) area: Vec<u32>,
    /// Names and money of the starting areas.
    pub(crate) areas: Vec<(String, Cents)>,
    /// What weights are multiplied by to make them whole.
    pub(crate) scale: u64,
    /// Ballots, blank ones included.
    pub(crate) ballot_count: u64,
    /// Ballots in support, per project.
    pub(crate) votes: Vec<u64>,
    /// Weighed ballots in support, times `scale`.
    pub(crate) weighed_votes: Vec<u128>,
    /// Weighed points, times `scale`.
    pub(crate) score: Vec<u128>,
    /// Weight of all ballots of each starting area, times `scale`.
    pub(crate) area_weight: Vec<u128>,
    pub(crate) ties: TieRanks,
    /// Caps per project.
    pub(crate) caps_of: Vec<Vec<usize>>,
    /// Conflict groups per project.
    pub(crate) conflicts_of: Vec<Vec<usize>>,
}

impl<'a> Problem<'a> {
    /// Builds a pot from a canonical election.
    pub(crate) fn new(election: &'a Election<Ballots>, pot: PotInput<'a>) -> Result<Self, ElectionFault> {
        let weights = Weights::new(election, pot.id)?;
        let groups = Groups::gather(election, &pot, &weights)?;
        let count = pot.members.len();
        let supporters = groups.ballots.turned(count);
        let projects: Vec<_> = pot.members.iter().map(|at| &election.projects[*at]).collect();
        let tallies = Tallies::new(&supporters, &groups)?;
        let ties = TieRanks::new(&election.tie_order, &projects, &tallies.weighed_votes, &tallies.score);
        let mut problem = Problem {
            election,
            budget: pot.budget,
            cost: projects.iter().map(|project| project.cost).collect(),
            out: vec![None; count],
            supporters,
            ballots: groups.ballots,
            all_one: groups.people.iter().chain(&groups.weight).all(|one| *one == 1),
            weight: groups.weight,
            people: groups.people,
            area: groups.area,
            areas: groups.areas,
            scale: weights.scale,
            ballot_count: groups.ballot_count,
            votes: tallies.votes,
            weighed_votes: tallies.weighed_votes,
            score: tallies.score,
            area_weight: groups.area_weight,
            ties,
            caps_of: projects
                .iter()
                .map(|project| {
                    let covers = |(at, cap): (usize, &super::election::Cap)| cap.on.covers(project).then_some(at);
                    election.caps.iter().enumerate().filter_map(covers).collect()
                })
                .collect(),
            conflicts_of: projects
                .iter()
                .map(|project| {
                    let holds = |(at, group): (usize, &super::election::ConflictGroup)| group.projects.contains(&project.id).then_some(at);
                    election.conflicts.iter().enumerate().filter_map(holds).collect()
                })
                .collect(),
            members: pot.members,
        };
        problem.out = (0..count).map(|p| problem.keeps_out(p)).collect();
        Ok(problem)
    }

    /// Number of projects.
    pub(crate) fn len(&self) -> usize {
        self.cost.len()
    }

    /// Id of a project.
    pub(crate) fn id(&self, p: usize) -> &str {
        &self.election.projects[self.members[p]].id
    }

    /// Ids of several projects.
    pub(crate) fn ids(&self, projects: &[usize]) -> Vec<String> {
        projects.iter().map(|p| self.id(*p).to_owned()).collect()
    }

    /// The score as people know it.
    pub(crate) fn score_of(&self, p: usize) -> Ratio {
        unscaled(self.score[p], self.scale)
    }

    /// Projects that take part and have support.
    pub(crate) fn contenders(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter(|p| self.out[*p].is_none() && self.votes[*p] > 0)
    }

    fn keeps_out(&self, p: usize) -> Option<Reason> {
        let project = &self.election.projects[self.members[p]];
        if let Some(withdrawn) = &project.withdrawn {
            return Some(Reason::Withdrawn { reason: withdrawn.reason.clone() });
        }
        let eligibility = &self.election.eligibility;
        let scale = u128::from(self.scale);
        if let Some(least) = eligibility.min_score
            && self.score[p] < u128::from(least) * scale
        {
            return Some(too_few(Ratio::whole(i128::from(least)), Threshold::Score));
        }
        if let Some(share) = &eligibility.min_share {
            let needed = share.big() * UBig::from(self.ballot_count);
            let needed = Ratio::from(dashu_ratio::RBig::from(needed.ceil()));
            if unscaled(self.weighed_votes[p], self.scale) < needed {
                return Some(too_few(needed, Threshold::Share));
            }
        }
        if let Some(divisor) = eligibility.cost_share_divisor {
            let least = i128::from(self.cost[p]) * i128::from(self.ballot_count);
            let by = u128::from(divisor) * u128::from(self.budget.unsigned_abs());
            let needed = Ratio::new(least, by).unwrap_or_else(Ratio::zero);
            if unscaled(self.weighed_votes[p], self.scale) < needed {
                return Some(too_few(needed, Threshold::Cost));
            }
        }
        None
    }
}

fn too_few(needed: Ratio, threshold: Threshold) -> Reason {
    Reason::TooFewVotes { needed, threshold }
}

/// A scaled sum as the fraction it stands for.
pub(crate) fn unscaled(sum: u128, scale: u64) -> Ratio {
    Ratio::from_big(UBig::from(sum).into(), UBig::from(scale)).unwrap_or_else(Ratio::zero)
}

/// Ballots of a pot, grouped, restricted to its projects.
struct Groups {
    ballots: Lists,
    weight: Vec<u64>,
    people: Vec<u64>,
    area: Vec<u32>,
    areas: Vec<(String, Cents)>,
    area_weight: Vec<u128>,
    ballot_count: u64,
}

impl Groups {
    fn gather(election: &Election<Ballots>, pot: &PotInput<'_>, weights: &Weights) -> Result<Groups, ElectionFault> {
        let mut local = vec![u32::MAX; election.projects.len()];
        for (at, member) in pot.members.iter().enumerate() {
            local[*member] = u32::try_from(at).map_err(|_| ElectionFault::TooLarge)?;
        }
        let areas = starting_areas(election, pot.budget);
        let mut groups = Groups {
            ballots: Lists { offsets: vec![0], items: Vec::new(), points: Vec::new() },
            weight: Vec::with_capacity(election.ballots.len()),
            people: Vec::with_capacity(election.ballots.len()),
            area: Vec::with_capacity(election.ballots.len()),
            area_weight: vec![0; areas.len()],
            areas,
            ballot_count: 0,
        };
        groups.ballots.items.reserve(election.ballots.ticks());
        let with_points = matches!(election.ballot_form, BallotForm::Points { .. } | BallotForm::Ranking { .. });
        // Every pick then counts, under the same number.
        let whole = !with_points && pot.members.len() == election.projects.len();
        for ballot in election.ballots.iter() {
            if let (Some(pot), Some(only)) = (pot.id, ballot.pot)
                && pot != only
            {
                continue;
            }
            let weight = weights.of(&ballot)?;
            let area = groups.area_of(ballot.area);
            groups.ballot_count += ballot.count;
            let total = groups.area_weight.get_mut(area).ok_or(ElectionFault::TooLarge)?;
            *total += u128::from(weight);
            let from = groups.ballots.items.len();
            if whole {
                groups.ballots.items.extend_from_slice(ballot.picks);
            } else {
                groups.pick(election, &ballot, &local, with_points);
            }
            groups.close(from, weight, ballot.count, area)?;
        }
        if u32::try_from(groups.weight.len()).is_err() {
            return Err(ElectionFault::TooLarge);
        }
        Ok(groups)
    }

    /// Adds the picks of a ballot that count in this pot.
    fn pick(&mut self, election: &Election<Ballots>, ballot: &BallotView<'_>, local: &[u32], with_points: bool) {
        for (at, pick) in ballot.picks.iter().enumerate() {
            let project = local[*pick as usize];
            let points = points_of(election, ballot, at);
            if project == u32::MAX || points == 0 {
                continue;
            }
            self.ballots.items.push(project);
            if with_points {
                self.ballots.points.push(points);
            }
        }
    }

    fn area_of(&self, area: Option<&str>) -> usize {
        if self.areas.len() == 1 {
            return 0;
        }
        self.areas.iter().position(|(name, _)| Some(name.as_str()) == area).unwrap_or(0)
    }

    /// Ends a group that began at `from`: equal to the one before, it joins it.
    fn close(&mut self, from: usize, weight: u64, people: u64, area: usize) -> Result<(), ElectionFault> {
        let lists = &mut self.ballots;
        if lists.items.len() == from {
            return Ok(());
        }
        let area = u32::try_from(area).map_err(|_| ElectionFault::TooLarge)?;
        if let (Some(&before), Some(&last_area)) = (lists.offsets.len().checked_sub(2).and_then(|at| lists.offsets.get(at)), self.area.last())
            && last_area == area
            && lists.items[before..from] == lists.items[from..]
            && (lists.points.is_empty() || lists.points[before..from] == lists.points[from..])
            && let (Some(w), Some(n)) = (self.weight.last_mut(), self.people.last_mut())
        {
            *w = w.checked_add(weight).ok_or(ElectionFault::TooLarge)?;
            *n += people;
            lists.items.truncate(from);
            lists.points.truncate(from.min(lists.points.len()));
            return Ok(());
        }
        lists.offsets.push(lists.items.len());
        self.weight.push(weight);
        self.people.push(people);
        self.area.push(area);
        Ok(())
    }
}

fn starting_areas(election: &Election<Ballots>, budget: Cents) -> Vec<(String, Cents)> {
    match &election.pots {
        super::election::Pots::Shared { areas } => areas.iter().map(|area| (area.area.clone(), area.budget)).collect(),
        _ => vec![(String::new(), budget)],
    }
}

fn points_of(election: &Election<Ballots>, ballot: &BallotView<'_>, at: usize) -> u32 {
    match &election.ballot_form {
        BallotForm::Points { .. } => ballot.points.get(at).copied().unwrap_or(0),
        BallotForm::Ranking { points: RankPoints::BallotLength, .. } => u32::try_from(ballot.picks.len() - at).unwrap_or(u32::MAX),
        BallotForm::Ranking { points: RankPoints::Vector(vector), .. } => vector.get(at).copied().unwrap_or(0),
        _ => 1,
    }
}

/// Votes and scores per project.
struct Tallies {
    votes: Vec<u64>,
    weighed_votes: Vec<u128>,
    score: Vec<u128>,
}

impl Tallies {
    fn new(supporters: &Lists, groups: &Groups) -> Result<Tallies, ElectionFault> {
        let mut tallies = Tallies { votes: Vec::new(), weighed_votes: Vec::new(), score: Vec::new() };
        let count = supporters.len();
        (tallies.votes, tallies.weighed_votes, tallies.score) = (vec![0; count], vec![0; count], vec![0; count]);
        // By ballot and not by project: that walks through memory in order.
        for (group, (&people, &weight)) in groups.people.iter().zip(&groups.weight).enumerate() {
            for (p, points) in groups.ballots.pairs(group) {
                tallies.votes[p] += people;
                tallies.weighed_votes[p] += u128::from(weight);
                tallies.score[p] += u128::from(weight) * u128::from(points);
            }
        }
        // Beyond this, products with costs would not fit in 128 bits.
        if tallies.score.iter().any(|score| *score > u128::from(u64::MAX)) {
            return Err(ElectionFault::TooLarge);
        }
        Ok(tallies)
    }
}
