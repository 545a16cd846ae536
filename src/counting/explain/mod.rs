//! Why every project won or not, in facts and in words.
//!
//! The facts come from the trace of the count itself; nothing is counted again
//! except for the distance to winning. Only sums over voters are told, and a
//! number of people below ten is not shown.

mod distance;
mod dutch;
mod english;
mod replay;
mod text;

use serde::{Deserialize, Serialize};

use super::election::{Cents, Currency};
use super::outcome::{Outcome, ProjectOutcome, Purchase, Reason, Shortfall};
use super::ratio::Ratio;

pub use distance::{Distance, distance, distances};
pub use replay::{Replay, Scene, replay};
pub use text::{Language, money};

/// Below this number, people are not counted out loud.
pub const HIDDEN_BELOW: u64 = 10;

/// How many flows of money are told apart for one project.
const FLOWS_SHOWN: usize = 5;

/// A number of people, hidden when it is small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum People {
    /// Enough to show.
    Shown(u64),
    /// Fewer than [`HIDDEN_BELOW`], and not zero.
    Few,
    /// Not told, because a small number beside it would follow from it.
    Untold,
}

impl People {
    /// Hides a small number.
    pub fn of(people: u64) -> Self {
        if (1..HIDDEN_BELOW).contains(&people) { People::Few } else { People::Shown(people) }
    }
}

/// One fact about a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// Why it won or not.
    Because {
        /// The reason.
        reason: Reason,
        /// Its cost.
        cost: Cents,
    },
    /// Its votes and its place on the list.
    Votes {
        /// Ballots in support.
        votes: u64,
        /// Points, when they are not simply the votes.
        score: Option<Ratio>,
        /// Place by score, from 1.
        rank: u32,
    },
    /// Supporters who paid the full price.
    PaidFull {
        /// How many.
        people: People,
        /// What each paid, rounded to cents.
        price: Cents,
        /// Whether that is for each point they gave.
        #[serde(default)]
        per_point: bool,
    },
    /// Supporters who paid the last they had.
    PaidLast {
        /// How many.
        people: People,
        /// What they paid together, rounded to cents; hidden with the people.
        together: Option<Cents>,
    },
    /// Supporters who had nothing left.
    PaidNothing {
        /// How many.
        people: People,
    },
    /// How short the supporters fell.
    Short {
        /// What they still had together, rounded to cents.
        had: Cents,
        /// What was missing, rounded to cents.
        missing: Cents,
        /// What they had as part of the cost, in thousandths.
        support_permille: u32,
    },
    /// Where the supporters' money had gone.
    WentTo {
        /// The name of the winner that was paid.
        project: String,
        /// Supporters of both who paid something for it.
        people: People,
        /// What they paid, rounded to cents.
        paid: Cents,
    },
    /// The rest of where the supporters' money had gone.
    WentElsewhere {
        /// What they paid, rounded to cents.
        paid: Cents,
    },
    /// It would have won with this many more votes, from people who vote only
    /// for it.
    MoreVotes {
        /// How many.
        votes: u64,
    },
    /// It would have won at this cost.
    AtCost {
        /// The highest such cost found.
        cost: Cents,
    },
}

/// The explanation of one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The project's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Did it win?
    pub selected: bool,
    /// The facts, most important first.
    pub facts: Vec<Fact>,
}

impl Explanation {
    /// The explanation in sentences.
    pub fn sentences(&self, language: Language, currency: &Currency) -> Vec<String> {
        self.facts.iter().map(|fact| fact.sentence(language, currency)).collect()
    }
}

impl Fact {
    /// The fact in one or two sentences.
    pub fn sentence(&self, language: Language, currency: &Currency) -> String {
        let sentence = match language {
            Language::Dutch => dutch::sentence(self, currency),
            Language::English => english::sentence(self, currency),
        };
        // "fewer than 10 voters ..." begins a sentence.
        let mut letters = sentence.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

/// Explains every project, in the order of the outcome. Distances are added by
/// [`Explanation::add_distance`], because they need the election.
pub fn explain(outcome: &Outcome) -> Vec<Explanation> {
    outcome.projects.iter().map(|project| one(outcome, project)).collect()
}

impl Explanation {
    /// Adds how far the project was from winning.
    pub fn add_distance(&mut self, distance: &Distance) {
        self.facts.extend(distance.more_votes.map(|votes| Fact::MoreVotes { votes }));
        self.facts.extend(distance.at_cost.map(|cost| Fact::AtCost { cost }));
    }
}

fn one(outcome: &Outcome, project: &ProjectOutcome) -> Explanation {
    let score = (project.score != Ratio::whole(i128::from(project.votes))).then(|| project.score.clone());
    // Where channels have a weight, the score is not the votes either, and nobody gave points.
    let per_point = score.is_some() && outcome.channels.is_empty();
    let because = Fact::Because { reason: with_names(outcome, &project.reason), cost: project.cost };
    let mut facts = vec![because, Fact::Votes { votes: project.votes, score, rank: project.rank }];
    let pot = outcome.pots.iter().find(|pot| pot.id == project.pot);
    if let Some(shares) = pot.and_then(|pot| pot.shares.as_ref()) {
        let bought = matches!(project.reason, Reason::Bought { .. });
        let purchase = shares.purchases.iter().find(|p| bought && p.project == project.id);
        facts.extend(purchase.into_iter().flat_map(|purchase| paid(purchase, per_point)));
        // What a handful of people had left says what they voted for.
        let enough = project.votes >= HIDDEN_BELOW;
        let shortfall = shares.losers.iter().find(|loser| enough && loser.project == project.id);
        facts.extend(shortfall.into_iter().flat_map(|shortfall| short(outcome, project, shortfall)));
    }
    Explanation { id: project.id.clone(), name: project.name.clone(), selected: project.selected, facts }
}

fn cents(ratio: &Ratio) -> Cents {
    ratio.to_cents().unwrap_or(Cents::MAX)
}

/// The reason with the names of other projects instead of their ids.
fn with_names(outcome: &Outcome, reason: &Reason) -> Reason {
    let name = |id: &String| outcome.projects.iter().find(|project| project.id == *id).map_or_else(|| id.clone(), |project| project.name.clone());
    match reason {
        Reason::ListStopped { at } => Reason::ListStopped { at: name(at) },
        Reason::LoadsStopped { at } => Reason::LoadsStopped { at: at.iter().map(name).collect() },
        Reason::Conflict { group, winner } => Reason::Conflict { group: group.clone(), winner: name(winner) },
        Reason::LostTie { step, against } => Reason::LostTie { step: *step, against: against.iter().map(name).collect() },
        other => other.clone(),
    }
}

/// How a purchase was paid. The three groups add up to the votes, so when one is too small to be
/// told, the smallest of the others is not told either.
pub(super) fn paid(purchase: &Purchase, per_point: bool) -> Vec<Fact> {
    let counts = [purchase.paid_full.people, purchase.paid_last.people, purchase.paid_nothing];
    let mut groups = counts.map(People::of);
    let few = groups.iter().filter(|people| **people == People::Few).count();
    let smallest = counts.iter().enumerate().filter(|(_, count)| **count >= HIDDEN_BELOW).min_by_key(|(_, count)| **count).map(|(at, _)| at);
    if let Some(people) = smallest.filter(|_| few == 1).and_then(|at| groups.get_mut(at)) {
        *people = People::Untold;
    }
    let [full, last, nothing] = groups;
    let mut facts = vec![Fact::PaidFull { people: full, price: cents(&purchase.price), per_point }];
    if purchase.paid_last.people > 0 {
        let together = matches!(last, People::Shown(_)).then(|| cents(&purchase.paid_last.paid));
        facts.push(Fact::PaidLast { people: last, together });
    }
    if purchase.paid_nothing > 0 {
        facts.push(Fact::PaidNothing { people: nothing });
    }
    facts
}

fn short(outcome: &Outcome, project: &ProjectOutcome, shortfall: &Shortfall) -> Vec<Fact> {
    let had = cents(&shortfall.money_left);
    let mut facts = vec![Fact::Short { had, missing: project.cost - had, support_permille: shortfall.effective_support_permille }];
    let name = |id: &str| {
        let winner = outcome.projects.iter().find(|project| project.id == id);
        winner.map_or_else(|| id.to_owned(), |project| project.name.clone())
    };
    let mut elsewhere = 0;
    for (at, flow) in shortfall.went_to.iter().enumerate() {
        let people = People::of(flow.people);
        if at < FLOWS_SHOWN && matches!(people, People::Shown(_)) {
            facts.push(Fact::WentTo { project: name(&flow.project), people, paid: flow.paid });
        } else {
            elsewhere += flow.paid;
        }
    }
    if elsewhere > 0 {
        facts.push(Fact::WentElsewhere { paid: elsewhere });
    }
    facts
}
