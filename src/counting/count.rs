//! The count: from an election to an outcome, pot by pot.

#![expect(clippy::indexing_slicing, reason = "places come from `Problem::members`, which are places in the list of projects of the same election")]

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use super::ballots::{BallotView, Ballots};
use super::canonical::{ElectionFault, hash_of};
use super::election::{Cents, Election, PotTakes, Pots};
use super::outcome::{AreaVotes, Decision, Outcome, PotOutcome, ProjectOutcome, Reason, Standing};
use super::problem::{PotInput, Problem};
use super::rule::Rule;
use super::rules::{self, Run};

/// Name and version of this engine. The version changes whenever the same
/// election could give other bytes.
pub const ENGINE: &str = "wijkdeal-count 1.0.0";

/// How exact a count is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// Whole numbers and exact fractions decide.
    Exact,
    /// Floats decide, for trying things out. Marked as such in the outcome.
    Preview,
}

/// How far a long count is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Runs of a rising endowment so far.
    pub runs: u64,
    /// What the last run spends.
    pub spent: Cents,
    /// The money there is.
    pub budget: Cents,
}

/// Counts exactly.
///
/// # Errors
/// [`ElectionFault`] when no count can be made of this election.
pub fn count(election: &Election) -> Result<Outcome, ElectionFault> {
    count_with(election, Precision::Exact, &mut |_| {})
}

/// Counts in floats, for trying things out; the outcome says so.
///
/// # Errors
/// [`ElectionFault`] when no count can be made of this election.
pub fn preview(election: &Election) -> Result<Outcome, ElectionFault> {
    count_with(election, Precision::Preview, &mut |_| {})
}

/// As [`count`] or [`preview`], telling `watch` how far it is.
///
/// # Errors
/// [`ElectionFault`] when no count can be made of this election.
pub fn count_with(election: &Election, precision: Precision, watch: &mut dyn FnMut(Progress)) -> Result<Outcome, ElectionFault> {
    let canonical = election.countable()?;
    if canonical.ballots.ticks() < MANY_TICKS {
        let outcome = count_pots(&canonical, precision, watch)?;
        return Ok(Outcome { input_hash: hash_of(&canonical), ..outcome });
    }
    // The hash of a million ballots takes as long as a part of the count; it
    // decides nothing and is made beside it.
    thread::scope(|scope| {
        let beside = thread::Builder::new().spawn_scoped(scope, || hash_of(&canonical)).ok();
        let outcome = count_pots(&canonical, precision, watch)?;
        let hash = beside.and_then(|thread| thread.join().ok());
        Ok(Outcome { input_hash: hash.unwrap_or_else(|| hash_of(&canonical)), ..outcome })
    })
}

/// From so many ticks on the hash is made beside the count.
const MANY_TICKS: usize = 1_000_000;

fn count_pots(canonical: &Election<Ballots>, precision: Precision, watch: &mut dyn FnMut(Progress)) -> Result<Outcome, ElectionFault> {
    let mut tally = Tally::new(canonical, precision);
    match &canonical.pots {
        Pots::Single | Pots::Shared { .. } => {
            let members = (0..canonical.projects.len()).collect();
            let pot = PotInput { members, budget: canonical.budget, id: None };
            tally.count_pot("", "", pot, &canonical.rule, 0, watch)?;
        }
        Pots::Separate { pots } => {
            let mut flows: BTreeMap<&str, Cents> = BTreeMap::new();
            for pot in pots {
                let received = flows.get(pot.id.as_str()).copied().unwrap_or(0);
                let input = PotInput { members: tally.members(&pot.id, pot.takes), budget: pot.budget + received, id: Some(&pot.id) };
                let rule = pot.rule.as_ref().unwrap_or(&canonical.rule);
                let left = tally.count_pot(&pot.id, &pot.name, input, rule, received, watch)?;
                if tally.stopped() {
                    break;
                }
                if let Some(to) = &pot.leftover_to {
                    *flows.entry(to).or_default() += left.max(0);
                    tally.flows_on(to);
                }
            }
        }
    }
    Ok(tally.finish())
}

/// An outcome in the making.
struct Tally<'e> {
    election: &'e Election<Ballots>,
    precision: Precision,
    projects: BTreeMap<usize, ProjectOutcome>,
    won: BTreeSet<usize>,
    outcome: Outcome,
}

impl<'e> Tally<'e> {
    fn new(election: &'e Election<Ballots>, precision: Precision) -> Self {
        let counted = || election.ballots.iter();
        Tally {
            election,
            precision,
            projects: BTreeMap::new(),
            won: BTreeSet::new(),
            outcome: Outcome {
                engine: ENGINE.to_owned(),
                input_hash: String::new(),
                standing: match precision {
                    Precision::Exact => Standing::Exact,
                    Precision::Preview => Standing::Preview,
                },
                decision: Decision::Decided,
                below_quorum: election.quorum.is_some_and(|least| counted().map(|b| b.count).sum::<u64>() < least),
                rule: election.rule.clone(),
                tie_order: election.tie_order.clone(),
                currency: election.currency.clone(),
                winners: Vec::new(),
                budget: election.budget,
                spent: 0,
                left: 0,
                ballots: counted().map(|b| b.count).sum(),
                blank: counted().filter(|b| b.picks.is_empty()).map(|b| b.count).sum(),
                projects: Vec::new(),
                pots: Vec::new(),
                ties: Vec::new(),
                areas: votes_by(election, |ballot| ballot.area),
                channels: votes_by(election, |ballot| ballot.channel),
            },
        }
    }

    /// Positions of the projects that compete in a pot.
    fn members(&self, pot: &str, takes: PotTakes) -> Vec<usize> {
        let competes = |at: &usize| {
            let own = self.election.projects[*at].pot.as_deref() == Some(pot);
            own || (takes == PotTakes::Rest && !self.won.contains(at))
        };
        (0..self.election.projects.len()).filter(competes).collect()
    }

    /// Counts a pot and returns what is left in it.
    fn count_pot(
        &mut self,
        id: &str,
        name: &str,
        input: PotInput<'_>,
        rule: &Rule,
        received: Cents,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<Cents, ElectionFault> {
        let budget = input.budget;
        let problem = Problem::new(self.election, input)?;
        let run = rules::run(&problem, id, rule, self.precision, watch);
        self.outcome.standing = worse(self.outcome.standing, run.standing);
        let spent: Cents = run.winners.iter().map(|(_, amount)| amount).sum();
        self.note_projects(&problem, id, &run);
        if let Some(between) = &run.lot {
            self.outcome.decision = Decision::LotNeeded { between: problem.ids(between), pot: id.to_owned() };
        }
        let winners: Vec<String> = run.winners.iter().map(|(p, _)| problem.id(*p).to_owned()).collect();
        self.outcome.winners.extend(winners.iter().cloned());
        self.outcome.spent += spent;
        self.outcome.ties.extend(run.ties);
        self.outcome.pots.push(PotOutcome {
            id: id.to_owned(),
            name: name.to_owned(),
            budget,
            received,
            spent,
            left: budget - spent,
            left_to: None,
            ballots: problem.ballot_count,
            winners,
            steps: run.steps,
            shares: run.shares,
        });
        Ok(budget - spent)
    }

    fn note_projects(&mut self, problem: &Problem<'_>, pot: &str, run: &Run) {
        let mut by_score: Vec<u128> = problem.score.clone();
        by_score.sort_unstable_by(|a, b| b.cmp(a));
        for (p, reason) in run.reasons.iter().enumerate() {
            let at = problem.members[p];
            let higher = by_score.partition_point(|score| *score > problem.score[p]);
            let reason = reason.clone().unwrap_or(Reason::NoSupport);
            let project = &self.election.projects[at];
            let selected = run.has_won(p);
            if selected {
                self.won.insert(at);
            }
            self.projects.insert(
                at,
                ProjectOutcome {
                    id: project.id.clone(),
                    name: project.name.clone(),
                    cost: project.cost,
                    selected,
                    pot: pot.to_owned(),
                    votes: problem.votes[p],
                    score: problem.score_of(p),
                    rank: u32::try_from(higher + 1).unwrap_or(u32::MAX),
                    reason,
                },
            );
        }
    }

    fn stopped(&self) -> bool {
        self.outcome.decision != Decision::Decided
    }

    /// What is left in the last pot goes to another.
    fn flows_on(&mut self, to: &str) {
        if let Some(pot) = self.outcome.pots.last_mut() {
            pot.left_to = Some(to.to_owned());
        }
    }

    fn finish(mut self) -> Outcome {
        let never_counted = (0..self.election.projects.len()).filter(|at| !self.projects.contains_key(at)).collect::<Vec<_>>();
        for at in never_counted {
            let project = &self.election.projects[at];
            self.projects.insert(
                at,
                ProjectOutcome {
                    id: project.id.clone(),
                    name: project.name.clone(),
                    cost: project.cost,
                    selected: false,
                    pot: project.pot.clone().unwrap_or_default(),
                    votes: 0,
                    score: super::ratio::Ratio::zero(),
                    rank: 0,
                    reason: Reason::LotOpen,
                },
            );
        }
        self.outcome.projects = self.projects.into_values().collect();
        self.outcome.left = self.outcome.budget - self.outcome.spent;
        self.outcome
    }
}

/// The less certain of two standings.
fn worse(a: Standing, b: Standing) -> Standing {
    let order = [Standing::Exact, Standing::Preview, Standing::PreviewUncertain, Standing::Simulation];
    let place = |standing: Standing| order.iter().position(|other| *other == standing);
    if place(a) >= place(b) { a } else { b }
}

/// Votes per label of the ballots, when they have labels.
fn votes_by(election: &Election<Ballots>, label: for<'b> fn(&BallotView<'b>) -> Option<&'b str>) -> Vec<AreaVotes> {
    if !election.ballots.is_labelled() {
        return Vec::new();
    }
    let mut counts: BTreeMap<&str, (u64, Vec<u64>)> = BTreeMap::new();
    for ballot in election.ballots.iter() {
        let Some(name) = label(&ballot) else { continue };
        let (ballots, votes) = counts.entry(name).or_insert_with(|| (0, vec![0; election.projects.len()]));
        *ballots += ballot.count;
        for pick in ballot.picks {
            if let Some(votes) = votes.get_mut(*pick as usize) {
                *votes += ballot.count;
            }
        }
    }
    let named = |votes: Vec<u64>| {
        let ids = election.projects.iter().map(|project| project.id.clone());
        ids.zip(votes).filter(|(_, votes)| *votes > 0).collect()
    };
    counts.into_iter().map(|(name, (ballots, votes))| AreaVotes { name: name.to_owned(), ballots, votes: named(votes) }).collect()
}
