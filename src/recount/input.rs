//! An election as it is published, read anew.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// The election.
#[derive(Debug, Deserialize)]
pub(super) struct Election {
    budget: i64,
    pub(super) projects: Vec<Project>,
    pub(super) ballot_form: Form,
    pub(super) ballots: Vec<Ballot>,
    pub(super) rule: Rule,
    pub(super) tie_order: TieOrder,
    #[serde(default)]
    pub(super) eligibility: Eligibility,
    #[serde(default)]
    pub(super) caps: Vec<Value>,
    #[serde(default)]
    pub(super) conflicts: Vec<Value>,
    pub(super) weighting: Weighting,
    pots: Pots,
}

impl Election {
    /// The pots in counting order: one that takes everything when there are none.
    pub(super) fn parts(&self) -> Vec<Part> {
        match &self.pots {
            Pots::Separate { pots } => pots.clone(),
            Pots::Single => vec![Part { id: None, budget: self.budget, takes: Takes::Rest, leftover_to: None, rule: None }],
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Project {
    pub(super) id: String,
    pub(super) cost: i64,
    pub(super) pot: Option<String>,
    pub(super) submitted: Option<i64>,
    pub(super) withdrawn: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Form {
    ChooseOne,
    Approval,
    Knapsack,
    Points,
    Ranking { points: Places },
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Places {
    BallotLength,
    Vector(Vec<u32>),
}

#[derive(Debug, Deserialize)]
pub(super) struct Ballot {
    pub(super) picks: Vec<usize>,
    #[serde(default)]
    pub(super) points: Vec<u32>,
    #[serde(default = "one")]
    pub(super) count: u64,
    #[serde(default)]
    pub(super) channel: String,
    pub(super) pot: Option<String>,
}

const fn one() -> u64 {
    1
}

#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub(super) enum Rule {
    TopK {
        k: usize,
        #[serde(default)]
        extend_on_tie: bool,
        #[serde(default)]
        measure: Measure,
    },
    Greedy(Greedy),
    EqualShares(EqualShares),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Measure {
    #[default]
    Score,
    Votes,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Greedy {
    #[serde(default)]
    pub(super) measure: Measure,
    #[serde(default)]
    pub(super) per_cost: bool,
    #[serde(default)]
    pub(super) misfit: Misfit,
    #[serde(default)]
    pub(super) leftover: Leftover,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Misfit {
    #[default]
    Skip,
    Stop,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Leftover {
    #[default]
    Keep,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct EqualShares {
    #[serde(default)]
    pub(super) utility: Utility,
    pub(super) raise: Option<Raise>,
    #[serde(default)]
    pub(super) completion: Completion,
    pub(super) comparison: Option<Value>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Utility {
    #[default]
    Cost,
    Cardinality,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Raise {
    pub(super) start: Start,
    pub(super) step: i64,
    pub(super) stop: Stop,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Start {
    Exact,
    Floor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stop {
    OverBudget,
    ExhaustiveSupported,
    ExhaustiveAll,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Completion {
    #[default]
    Keep,
    Greedy,
}

#[derive(Debug, Deserialize)]
pub(super) struct TieOrder {
    pub(super) steps: Vec<Tie>,
    #[serde(default)]
    pub(super) seed: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Tie {
    MinCost,
    MaxVotes,
    MaxScore,
    Earliest,
    Lot,
    Id,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Eligibility {
    #[serde(default)]
    pub(super) min_score: u64,
    /// A fraction as text.
    pub(super) min_share: Option<String>,
    #[serde(default)]
    pub(super) cost_share_divisor: u32,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Weighting {
    Equal,
    Channels {
        /// Channel to its share, a fraction as text.
        shares: BTreeMap<String, String>,
        #[serde(default)]
        base: Base,
    },
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Base {
    #[default]
    Ballots,
    Votes,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Pots {
    Single,
    Separate { pots: Vec<Part> },
}

/// One pot.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Part {
    pub(super) id: Option<String>,
    pub(super) budget: i64,
    #[serde(default)]
    pub(super) takes: Takes,
    pub(super) leftover_to: Option<String>,
    pub(super) rule: Option<Rule>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Takes {
    #[default]
    Own,
    Rest,
}
