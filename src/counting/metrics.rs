//! What an outcome means for the voters, in numbers with a one-line definition
//! each. People are counted as ballots, without weights.

#![expect(
    clippy::indexing_slicing,
    reason = "picks of a canonical election are places in its list of projects, and every vector here has one entry per project"
)]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ballots::{BallotView, Ballots};
use super::canonical::ElectionFault;
use super::election::{BallotForm, Cents, Election};
use super::float;
use super::ratio::Ratio;

/// Numbers about one outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metrics {
    /// Ballots, blank ones included.
    pub ballots: u64,
    /// Ballots without a single funded project.
    pub with_nothing: u64,
    /// `with_nothing` as a share of the ballots, in thousandths.
    pub with_nothing_permille: u32,
    /// Funded projects on a ballot, on average.
    pub funded_per_ballot: Ratio,
    /// Cost of the funded projects on a ballot, on average, in cents.
    pub money_per_ballot: Ratio,
    /// How unequal the funded projects per ballot are: 0 is equal, 1000 is all
    /// for one (Gini, in thousandths).
    pub inequality_permille: u32,
    /// How many ballots have 0, 1, 2, ... funded projects.
    pub histogram: Vec<u64>,
    /// How much of an equal share of the money a ballot got back on average,
    /// counting at most one whole share each, in thousandths.
    pub fair_share_permille: u32,
    /// How many projects won, and what they cost.
    pub winners: usize,
    /// What the winners cost together.
    pub spent: Cents,
    /// `spent` as a share of the budget, in thousandths.
    pub spent_permille: u32,
    /// Per theme: winners, their money, and the share of the votes.
    pub themes: BTreeMap<String, Portion>,
    /// Per area: winners, their money, and the share of the votes.
    pub areas: BTreeMap<String, Portion>,
    /// Half the sum of differences between the share of the votes and the share
    /// of the money per theme, in thousandths: 0 is in proportion.
    pub theme_distance_permille: u32,
    /// A group of voters that was left out although its shares could pay for a
    /// project (EJR+ up to any project); `None` when there is none. Only looked
    /// for with ticks.
    pub left_out: Option<LeftOut>,
}

/// What one theme or area got.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portion {
    /// Winners.
    pub winners: u32,
    /// What they cost; a project in two themes counts half in each.
    pub money: Cents,
    /// Its share of the votes, when each ballot has one vote that is divided
    /// over its picks and their themes; in thousandths.
    pub votes_permille: u32,
}

/// A group of voters whose equal shares together could have paid for a project,
/// while each of them got less than that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The project they could have paid for.
    pub project: String,
    /// How many they are.
    pub voters: u64,
}

/// Works out the numbers for these winners.
///
/// # Errors
/// [`ElectionFault`] when the election has no canonical form.
pub fn metrics(election: &Election, winners: &[String]) -> Result<Metrics, ElectionFault> {
    let election = election.countable()?;
    let wins: Vec<bool> = election.projects.iter().map(|project| winners.contains(&project.id)).collect();
    let votes = votes(&election);
    let got = got(&election, &wins);
    let ballots: u64 = election.ballots.iter().map(|ballot| ballot.count).sum();
    let with_nothing = got.iter().filter(|got| got.funded == 0).map(|got| got.people).sum();
    let spent: Cents = funded(&election, &wins).map(|project| project.cost).sum();
    let themes = portions(&election, &wins, |project| &project.themes);
    Ok(Metrics {
        ballots,
        with_nothing,
        with_nothing_permille: permille(with_nothing as f64, ballots as f64),
        funded_per_ballot: mean(got.iter().map(|got| (got.funded as i128, got.people)), ballots),
        money_per_ballot: mean(got.iter().map(|got| (i128::from(got.money), got.people)), ballots),
        inequality_permille: inequality(&got, ballots),
        histogram: histogram(&got),
        fair_share_permille: fair_share(&election, &wins, &votes, ballots),
        winners: funded(&election, &wins).count(),
        spent,
        spent_permille: permille(spent as f64, election.budget as f64),
        theme_distance_permille: distance(&themes, spent),
        themes,
        areas: portions(&election, &wins, |project| &project.areas),
        left_out: left_out(&election, &wins, &got, ballots),
    })
}

/// What one group of equal ballots got.
struct Got {
    people: u64,
    funded: usize,
    money: Cents,
}

fn got(election: &Election<Ballots>, wins: &[bool]) -> Vec<Got> {
    let one = |ballot: BallotView<'_>| {
        let funded = ballot.picks.iter().map(|pick| *pick as usize).filter(|pick| wins[*pick]);
        let (mut count, mut money) = (0, 0);
        for pick in funded {
            count += 1;
            money += election.projects[pick].cost;
        }
        Got { people: ballot.count, funded: count, money }
    };
    election.ballots.iter().map(one).collect()
}

fn funded<'e>(election: &'e Election<Ballots>, wins: &'e [bool]) -> impl Iterator<Item = &'e super::election::Project> {
    election.projects.iter().zip(wins).filter(|(_, wins)| **wins).map(|(project, _)| project)
}

fn votes(election: &Election<Ballots>) -> Vec<u64> {
    let mut votes = vec![0; election.projects.len()];
    for ballot in election.ballots.iter() {
        for pick in ballot.picks {
            votes[*pick as usize] += ballot.count;
        }
    }
    votes
}

/// A share in thousandths, rounded; 0 of 0 is 0.
fn permille(part: f64, whole: f64) -> u32 {
    if whole > 0.0 { float::permille(part / whole) } else { 0 }
}

fn mean(values: impl Iterator<Item = (i128, u64)>, ballots: u64) -> Ratio {
    let sum: i128 = values.map(|(value, people)| value * i128::from(people)).sum();
    Ratio::new(sum, u128::from(ballots)).unwrap_or_else(Ratio::zero)
}

fn histogram(got: &[Got]) -> Vec<u64> {
    let most = got.iter().map(|got| got.funded).max().unwrap_or(0);
    let mut histogram = vec![0; most + 1];
    for got in got {
        histogram[got.funded] += got.people;
    }
    histogram
}

/// Gini coefficient: the mean difference between two voters over twice the mean.
fn inequality(got: &[Got], ballots: u64) -> u32 {
    let (mut before, mut weighted, mut total) = (0_f64, 0_f64, 0_f64);
    for (funded, people) in histogram(got).into_iter().enumerate() {
        let (funded, people) = (funded as f64, people as f64);
        weighted += funded * people * (2.0 * before + people);
        total += funded * people;
        before += people;
    }
    let n = ballots as f64;
    permille(weighted - n * total, n * total)
}

fn fair_share(election: &Election<Ballots>, wins: &[bool], votes: &[u64], ballots: u64) -> u32 {
    let share = election.budget as f64 / (ballots as f64).max(1.0);
    let mut sum = 0.0;
    for ballot in election.ballots.iter() {
        let got: f64 = ballot
            .picks
            .iter()
            .map(|pick| *pick as usize)
            .filter(|pick| wins[*pick])
            .map(|pick| election.projects[pick].cost as f64 / votes[pick] as f64)
            .sum();
        sum += (got / share).min(1.0) * ballot.count as f64;
    }
    permille(sum, ballots as f64)
}

fn portions(election: &Election<Ballots>, wins: &[bool], labels: impl Fn(&super::election::Project) -> &Vec<String>) -> BTreeMap<String, Portion> {
    let mut portions: BTreeMap<String, Portion> = BTreeMap::new();
    for (project, wins) in election.projects.iter().zip(wins) {
        for label in labels(project) {
            let portion = portions.entry(label.clone()).or_default();
            if *wins {
                portion.winners += 1;
                portion.money += project.cost / labels(project).len() as Cents;
            }
        }
    }
    let mut voices: BTreeMap<&str, f64> = BTreeMap::new();
    let mut all = 0.0;
    for ballot in election.ballots.iter().filter(|ballot| !ballot.picks.is_empty()) {
        let per_pick = ballot.count as f64 / ballot.picks.len() as f64;
        for pick in ballot.picks {
            let labels = labels(&election.projects[*pick as usize]);
            for label in labels {
                let voice = per_pick / labels.len() as f64;
                *voices.entry(label.as_str()).or_default() += voice;
                all += voice;
            }
        }
    }
    for (label, voice) in voices {
        if let Some(portion) = portions.get_mut(label) {
            portion.votes_permille = permille(voice, all);
        }
    }
    portions
}

fn distance(themes: &BTreeMap<String, Portion>, spent: Cents) -> u32 {
    let gap = |portion: &Portion| permille(portion.money as f64, spent as f64).abs_diff(portion.votes_permille);
    themes.values().map(gap).sum::<u32>() / 2
}

/// Looks for a group that was left out: for an unfunded project, the k
/// supporters who got least, of whom each got no more than their k equal shares
/// minus its cost.
fn left_out(election: &Election<Ballots>, wins: &[bool], got: &[Got], ballots: u64) -> Option<LeftOut> {
    if matches!(election.ballot_form, BallotForm::Points { .. } | BallotForm::Ranking { .. }) {
        return None;
    }
    let mut supporters: Vec<Vec<(Cents, u64)>> = vec![Vec::new(); election.projects.len()];
    for (ballot, got) in election.ballots.iter().zip(got) {
        for pick in ballot.picks {
            supporters[*pick as usize].push((got.money, got.people));
        }
    }
    for (at, mut voters) in supporters.into_iter().enumerate().filter(|(at, _)| !wins[*at]) {
        let project = &election.projects[at];
        voters.sort_unstable();
        let mut group = 0_u64;
        for (money, people) in voters {
            group += people;
            let needed = (i128::from(money) + i128::from(project.cost)) * i128::from(ballots);
            if needed <= i128::from(group) * i128::from(election.budget) {
                return Some(LeftOut { project: project.id.clone(), voters: group });
            }
        }
    }
    None
}
