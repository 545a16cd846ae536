//! How far a project was from winning: counted again with more votes for it, or
//! with a lower cost.

use serde::{Deserialize, Serialize};

use super::super::canonical::ElectionFault;
use super::super::count::count;
use super::super::election::{Ballot, BallotForm, Cents, Election};

/// How far a project was from winning. Each figure was confirmed by a count.
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
    let wins = |changed: &Election| -> Result<bool, ElectionFault> { Ok(count(changed)?.winners.iter().any(|winner| winner == id)) };
    if election.projects.get(project).is_none_or(|project| project.withdrawn.is_some()) || wins(&election)? {
        return Ok(Distance::default());
    }
    Ok(Distance { more_votes: fewest_votes(&election, project, &wins)?, at_cost: highest_cost(&election, project, &wins)? })
}

type Wins<'w> = dyn Fn(&Election) -> Result<bool, ElectionFault> + 'w;

/// Doubles the number of extra ballots until it wins, then halves the gap.
fn fewest_votes(election: &Election, project: usize, wins: &Wins<'_>) -> Result<Option<u64>, ElectionFault> {
    let most = election.ballots.iter().map(|ballot| ballot.count).sum::<u64>().max(16);
    let with = |extra: u64| {
        let mut changed = election.clone();
        changed.ballots.push(only_for(election, project, extra));
        wins(&changed)
    };
    let (mut fails, mut works) = (0, 1);
    while !with(works)? {
        if works >= most {
            return Ok(None);
        }
        (fails, works) = (works, (works * 2).min(most));
    }
    while works - fails > 1 {
        let middle = fails + (works - fails) / 2;
        if with(middle)? { works = middle } else { fails = middle }
    }
    Ok(Some(works))
}

/// Ballots for one project alone, as strong as the form allows.
fn only_for(election: &Election, project: usize, count: u64) -> Ballot {
    let pick = u32::try_from(project).unwrap_or(u32::MAX);
    let like = election.ballots.iter().find(|ballot| ballot.picks.contains(&pick));
    let like = like.or(election.ballots.first());
    let mut ballot = Ballot::times(count, [pick]);
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

/// Halves the gap between one unit and the cost.
fn highest_cost(election: &Election, project: usize, wins: &Wins<'_>) -> Result<Option<Cents>, ElectionFault> {
    let unit = election.currency.unit();
    let at = |cost: Cents| {
        let mut changed = election.clone();
        if let Some(project) = changed.projects.get_mut(project) {
            project.cost = cost;
        }
        wins(&changed)
    };
    let cost = election.projects.get(project).map_or(0, |project| project.cost);
    let mut fails = (cost + unit - 1) / unit;
    let mut works = 1;
    if fails <= works || !at(works * unit)? {
        return Ok(None);
    }
    while fails - works > 1 {
        let middle = works + (fails - works) / 2;
        if at(middle * unit)? { works = middle } else { fails = middle }
    }
    Ok(Some(works * unit))
}
