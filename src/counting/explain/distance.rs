//! How far a project was from winning: counted again with more votes for it, or with a lower cost.

use serde::{Deserialize, Serialize};

use super::super::canonical::ElectionFault;
use super::super::count::{Precision, Progress, count};
use super::super::election::{Ballot, BallotForm, Cents, Election, Pots};
use super::super::outcome::{Outcome, Reason};
use super::super::problem::{PotInput, Problem};
use super::super::rule::Rule;
use super::super::rules;

/// How far a project was from winning. Each figure was confirmed by an exact count.
/// Down a list by votes they are the least possible; under Equal Shares more
/// votes change everyone's share, so a smaller figure could exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distance {
    /// With this many more ballots for this project alone it wins.
    pub more_votes: Option<u64>,
    /// At this cost, with the same ballots, it wins.
    pub at_cost: Option<Cents>,
}

/// Works out how far a project was from winning, with some dozens of counts.
///
/// # Errors
/// [`ElectionFault`] when no count can be made of the election, or when there
/// is no project with this id.
pub fn distance(election: &Election, id: &str) -> Result<Distance, ElectionFault> {
    let election = election.canonical()?;
    let Some(project) = election.projects.iter().position(|project| project.id == id) else {
        return Err(ElectionFault::Unknown { what: "a project", name: id.to_owned() });
    };
    let mut tries = Tries::new(&election, u64::MAX);
    if election.projects.get(project).is_none_or(|project| project.withdrawn.is_some()) || tries.wins(project)? == Some(true) {
        return Ok(Distance::default());
    }
    tries.distance(project)
}

/// The distance of every project that lost, nearest to winning first. `effort` bounds the work: the
/// number of ticks on ballots that may be looked at, over all counts. When it is used up, the rest
/// have no distance; the same election always stops at the same place.
///
/// # Errors
/// [`ElectionFault`] when no count can be made of the election.
pub fn distances(election: &Election, outcome: &Outcome, effort: u64) -> Result<Vec<(String, Distance)>, ElectionFault> {
    let election = election.canonical()?;
    let mut tries = Tries::new(&election, effort);
    let mut losers: Vec<_> =
        outcome.projects.iter().filter(|project| !project.selected && !matches!(project.reason, Reason::Withdrawn { .. })).collect();
    losers.sort_by_key(|project| (std::cmp::Reverse(support(outcome, &project.id)), project.rank));
    let mut all = Vec::new();
    for loser in losers {
        let Some(project) = election.projects.iter().position(|project| project.id == loser.id) else { continue };
        let distance = tries.distance(project)?;
        if distance != Distance::default() {
            all.push((loser.id.clone(), distance));
        }
    }
    Ok(all)
}

/// What the supporters of a loser had of its cost, in thousandths.
fn support(outcome: &Outcome, id: &str) -> u32 {
    let shares = outcome.pots.iter().filter_map(|pot| pot.shares.as_ref());
    shares.flat_map(|shares| &shares.losers).find(|loser| loser.project == id).map_or(0, |loser| loser.effective_support_permille)
}

/// Counts of one election that is changed a little each time.
struct Tries {
    election: Election,
    /// Ticks that may still be looked at.
    effort: u64,
    /// Ticks one count looks at.
    each: u64,
}

impl Tries {
    /// `election` in its canonical form.
    fn new(election: &Election, effort: u64) -> Self {
        let ticks: usize = election.ballots.iter().map(|ballot| ballot.picks.len() + 1).sum();
        Self { election: election.clone(), effort, each: u64::try_from(ticks).unwrap_or(u64::MAX) }
    }

    /// Whether a project wins the election as it is now; none when there is no effort left.
    fn wins(&mut self, project: usize) -> Result<Option<bool>, ElectionFault> {
        // A count in floats can miss a tie, but where it is sure it is right, and much faster.
        for precision in [Precision::Preview, Precision::Exact] {
            let sure = matches!(self.election.rule, Rule::TopK { .. } | Rule::Greedy(_));
            if sure && precision == Precision::Preview {
                continue;
            }
            let Some(left) = self.effort.checked_sub(self.each) else { return Ok(None) };
            let (wins, runs, uncertain) = self.count(project, precision)?;
            self.effort = left.saturating_sub(self.each.saturating_mul(runs));
            if precision == Precision::Preview && !uncertain {
                return Ok(Some(wins));
            }
            if precision == Precision::Exact {
                return Ok(Some(wins));
            }
        }
        Ok(None)
    }

    /// (Wins, runs of a rising share, too close for floats.)
    fn count(&self, project: usize, precision: Precision) -> Result<(bool, u64, bool), ElectionFault> {
        if matches!(self.election.pots, Pots::Separate { .. }) {
            let id = self.election.projects.get(project).map(|project| project.id.as_str());
            return Ok((count(&self.election)?.winners.iter().any(|winner| Some(winner.as_str()) == id), 1, false));
        }
        let members = (0..self.election.projects.len()).collect();
        let flat = self.election.flattened();
        let problem = Problem::new(&flat, PotInput { members, budget: self.election.budget, id: None })?;
        let mut runs = 1;
        let mut watch = |progress: Progress| runs = progress.runs;
        let run = rules::run(&problem, "", &self.election.rule, precision, &mut watch);
        let uncertain = run.standing == super::super::outcome::Standing::PreviewUncertain;
        Ok((run.has_won(project), runs, uncertain))
    }

    /// Whether it wins by an exact count, for the figures that are told.
    fn surely_wins(&mut self, project: usize) -> Result<bool, ElectionFault> {
        Ok(self.count(project, Precision::Exact)?.0)
    }

    fn distance(&mut self, project: usize) -> Result<Distance, ElectionFault> {
        Ok(Distance { more_votes: self.fewest_votes(project)?, at_cost: self.highest_cost(project)? })
    }

    /// Doubles the number of extra ballots until it wins, then halves the gap.
    fn fewest_votes(&mut self, project: usize) -> Result<Option<u64>, ElectionFault> {
        let most = self.election.ballots.iter().map(|ballot| ballot.count).sum::<u64>().max(16);
        let extra = only_for(&self.election, project);
        self.election.ballots.push(extra);
        let found = self.search_votes(project, most);
        self.election.ballots.pop();
        found
    }

    fn search_votes(&mut self, project: usize, most: u64) -> Result<Option<u64>, ElectionFault> {
        let (mut fails, mut works) = (0, 1);
        loop {
            match self.with_votes(project, works)? {
                None => return Ok(None),
                Some(true) => break,
                Some(false) if works >= most => return Ok(None),
                Some(false) => (fails, works) = (works, (works * 2).min(most)),
            }
        }
        while works - fails > self.close_enough(works) {
            let middle = fails + (works - fails) / 2;
            match self.with_votes(project, middle)? {
                None => return Ok(None),
                Some(true) => works = middle,
                Some(false) => fails = middle,
            }
        }
        self.set_votes(works);
        Ok(self.surely_wins(project)?.then_some(works))
    }

    /// How near a figure must come to the best one: down a list exactly, under Equal Shares, where
    /// every try is a whole count with a rising share, within two percent of so much.
    fn close_enough(&self, of: u64) -> u64 {
        if matches!(self.election.rule, Rule::TopK { .. } | Rule::Greedy(_)) { 1 } else { (of / 50).max(1) }
    }

    fn with_votes(&mut self, project: usize, extra: u64) -> Result<Option<bool>, ElectionFault> {
        self.set_votes(extra);
        self.wins(project)
    }

    fn set_votes(&mut self, extra: u64) {
        if let Some(ballot) = self.election.ballots.last_mut() {
            ballot.count = extra;
        }
    }

    /// Halves the gap between one unit and the cost. Where money plays no part there is none.
    fn highest_cost(&mut self, project: usize) -> Result<Option<Cents>, ElectionFault> {
        if matches!(self.election.rule, Rule::TopK { .. }) {
            return Ok(None);
        }
        let cost = self.election.projects.get(project).map_or(0, |project| project.cost);
        let found = self.search_cost(project, cost);
        self.set_cost(project, cost);
        found
    }

    fn search_cost(&mut self, project: usize, cost: Cents) -> Result<Option<Cents>, ElectionFault> {
        let unit = self.election.currency.unit();
        let mut fails = (cost + unit - 1) / unit;
        let mut works = 1;
        if fails <= works || self.at_cost(project, works * unit)? != Some(true) {
            return Ok(None);
        }
        let near = i64::try_from(self.close_enough(fails.unsigned_abs() / 20)).unwrap_or(1);
        while fails - works > near {
            let middle = works + (fails - works) / 2;
            match self.at_cost(project, middle * unit)? {
                None => return Ok(None),
                Some(true) => works = middle,
                Some(false) => fails = middle,
            }
        }
        self.set_cost(project, works * unit);
        Ok(self.surely_wins(project)?.then_some(works * unit))
    }

    fn at_cost(&mut self, project: usize, cost: Cents) -> Result<Option<bool>, ElectionFault> {
        self.set_cost(project, cost);
        self.wins(project)
    }

    fn set_cost(&mut self, project: usize, cost: Cents) {
        if let Some(project) = self.election.projects.get_mut(project) {
            project.cost = cost;
        }
    }
}

/// One ballot for one project alone, as strong as the form allows.
fn only_for(election: &Election, project: usize) -> Ballot {
    let pick = u32::try_from(project).unwrap_or(u32::MAX);
    let like = election.ballots.iter().find(|ballot| ballot.picks.contains(&pick));
    let like = like.or(election.ballots.first());
    let mut ballot = Ballot::new([pick]);
    if let BallotForm::Points { max_per_project, max_total, .. } = &election.ballot_form {
        let seen = election.ballots.iter().flat_map(|ballot| &ballot.points).max().copied();
        ballot.points = vec![max_per_project.or(*max_total).or(seen).unwrap_or(1)];
    }
    if let Some(like) = like {
        (ballot.area, ballot.channel) = (like.area.clone(), like.channel.clone());
        ballot.pot = like.pot.clone();
    }
    ballot
}
