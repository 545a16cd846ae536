//! The outcome rules with every parameter, and their fixed names.

use serde::{Deserialize, Serialize};

use super::election::Cents;

/// The outcome rule of an election.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Rule {
    /// The `k` projects with most votes; money plays no part.
    TopK {
        /// How many win.
        k: u32,
        /// When the lot would decide at the cut line, let all tied win.
        #[serde(default)]
        extend_on_tie: bool,
        /// What is counted.
        #[serde(default)]
        measure: Measure,
    },
    /// Go down the list and fund what fits.
    Greedy(Greedy),
    /// The Method of Equal Shares with its completions.
    EqualShares(EqualShares),
    /// Sequential Phragmen, for ticks only.
    Phragmen,
    /// Equal Shares with bounded overspending. No city decides with it, so its
    /// outcome is always marked as a simulation.
    Bos,
}

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The sum of the points; for ticks the number of votes.
    #[default]
    Score,
    /// The number of ballots that support it, whatever the points.
    Votes,
}

/// Parameters of going down a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greedy {
    /// What is counted.
    #[serde(default)]
    pub measure: Measure,
    /// Divide by the cost: votes per euro.
    #[serde(default)]
    pub per_cost: bool,
    /// What happens at a project that does not fit.
    #[serde(default)]
    pub misfit: Misfit,
    /// What happens with money left at the end of the list.
    #[serde(default)]
    pub leftover: Leftover,
}

/// What happens at a project that does not fit the money left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misfit {
    /// Skip it and go on.
    #[default]
    Skip,
    /// Stop there.
    Stop,
    /// Fund it all the same when at least this percentage of its cost is left
    /// (Poznan: 80), then stop.
    FundFrom(u8),
}

/// What happens with money left at the end of the list (Amsterdam).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leftover {
    /// It stays unspent.
    #[default]
    Keep,
    /// A second walk down the list funds what still fits; caps no longer apply.
    Fill,
    /// The first project on the list that did not win gets what is left.
    PartOfOne,
}

/// Parameters of the Method of Equal Shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EqualShares {
    /// What a project is worth to a supporter.
    #[serde(default)]
    pub utility: Utility,
    /// Repeat with a rising endowment (Add1); without it, one run.
    #[serde(default)]
    pub raise: Option<Raise>,
    /// Spend what is left on the list by votes (the U of Add1U).
    #[serde(default)]
    pub completion: Completion,
    /// Compare with the list by votes at the end.
    #[serde(default)]
    pub comparison: Option<Comparison>,
}

/// What a funded project is worth to a supporter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Utility {
    /// Its cost (times the points): what cities use.
    #[default]
    Cost,
    /// One (times the points): favours cheap projects.
    Cardinality,
}

/// How the endowment rises (Add1). Three published ways differ, and the winners
/// of a real city depend on it, so each part is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raise {
    /// From where it rises. The first run is always with exactly budget/ballots.
    pub start: RaiseStart,
    /// By how much per voter: one whole unit is [`super::Currency::unit`].
    pub step: Cents,
    /// When it ends. It always ends before an outcome over budget.
    pub stop: RaiseStop,
}

/// From where the endowment rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RaiseStart {
    /// From the exact fraction budget/ballots.
    Exact,
    /// From budget/ballots rounded down to a whole number of steps.
    Floor,
}

/// When the endowment stops rising, besides before going over budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RaiseStop {
    /// Only then.
    OverBudget,
    /// As soon as no project with support fits the money left.
    ExhaustiveSupported,
    /// As soon as no eligible project fits the money left, with or without
    /// support.
    ExhaustiveAll,
}

/// What happens with money that Equal Shares leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Completion {
    /// It stays unspent.
    #[default]
    Keep,
    /// Go down the list by votes and fund what fits.
    Greedy,
}

/// How two outcomes are compared, voter by voter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Who has more funded projects on the ballot.
    Satisfaction,
    /// Who has at least one.
    ExclusionRatio,
}

impl Greedy {
    /// By votes, skipping what does not fit.
    pub fn by_votes() -> Self {
        Greedy { measure: Measure::Score, per_cost: false, misfit: Misfit::Skip, leftover: Leftover::Keep }
    }
}

impl EqualShares {
    /// One run, no completion.
    pub fn plain(utility: Utility) -> Self {
        EqualShares { utility, raise: None, completion: Completion::Keep, comparison: None }
    }

    /// The official form proposed for a wijk: rising from the rounded share in
    /// steps of one `unit`, stopping only before going over budget, and then
    /// down the list by votes.
    pub fn proposed(unit: Cents) -> Self {
        EqualShares { utility: Utility::Cost, raise: Some(Raise::pabulib(unit)), completion: Completion::Greedy, comparison: None }
    }
}

impl Raise {
    /// As the Pabulib checker does it; Wieliczka's official result.
    pub fn pabulib(step: Cents) -> Self {
        Raise { start: RaiseStart::Floor, step, stop: RaiseStop::OverBudget }
    }

    /// As the equalshares.net tool does it by default.
    pub fn equalshares_net(step: Cents) -> Self {
        Raise { start: RaiseStart::Floor, step, stop: RaiseStop::ExhaustiveAll }
    }

    /// As pabutools does it.
    pub fn pabutools(step: Cents) -> Self {
        Raise { start: RaiseStart::Exact, step, stop: RaiseStop::ExhaustiveSupported }
    }
}

/// A rule name that is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown rule '{0}'; choose one of: {names}", names = NAMES.join(", "))]
pub struct UnknownRule(pub String);

/// The fixed names of the rules, as scripts use them.
pub const NAMES: [&str; 17] = [
    "top-K (for example top-10)",
    "greedy-votes",
    "greedy-votes-per-cost",
    "greedy-no-skip",
    "mes-cost",
    "mes-card",
    "mes-cost-greedy",
    "mes-card-greedy",
    "mes-cost-add1",
    "mes-card-add1",
    "mes-cost-add1u",
    "mes-card-add1u",
    "mes-cost-add1-eqshares",
    "mes-cost-add1-pabulib",
    "mes-cost-add1-pabulib-greedy",
    "phragmen",
    "bos",
];

impl Rule {
    /// The rule with this fixed name. `unit` is one whole unit of the currency,
    /// the step of the rising endowment.
    ///
    /// # Errors
    /// [`UnknownRule`] when the name is not one of [`NAMES`].
    pub fn named(name: &str, unit: Cents) -> Result<Rule, UnknownRule> {
        use Utility::{Cardinality, Cost};
        let unknown = || UnknownRule(name.chars().take(60).collect());
        if let Some(k) = name.strip_prefix("top-") {
            let k = k.parse().ok().filter(|k| *k > 0).ok_or_else(unknown)?;
            return Ok(Rule::TopK { k, extend_on_tie: false, measure: Measure::Score });
        }
        let greedy = Greedy::by_votes();
        let shares = |utility, raise, completion| Rule::EqualShares(EqualShares { utility, raise, completion, comparison: None });
        let (keep, fill) = (Completion::Keep, Completion::Greedy);
        Ok(match name {
            "greedy-votes" => Rule::Greedy(greedy),
            "greedy-votes-per-cost" => Rule::Greedy(Greedy { per_cost: true, ..greedy }),
            "greedy-no-skip" => Rule::Greedy(Greedy { misfit: Misfit::Stop, ..greedy }),
            "mes-cost" => shares(Cost, None, keep),
            "mes-card" => shares(Cardinality, None, keep),
            "mes-cost-greedy" => shares(Cost, None, fill),
            "mes-card-greedy" => shares(Cardinality, None, fill),
            "mes-cost-add1" => shares(Cost, Some(Raise::pabutools(unit)), keep),
            "mes-card-add1" => shares(Cardinality, Some(Raise::pabutools(unit)), keep),
            "mes-cost-add1u" => shares(Cost, Some(Raise::pabutools(unit)), fill),
            "mes-card-add1u" => shares(Cardinality, Some(Raise::pabutools(unit)), fill),
            "mes-cost-add1-eqshares" => shares(Cost, Some(Raise::equalshares_net(unit)), keep),
            "mes-cost-add1-pabulib" => shares(Cost, Some(Raise::pabulib(unit)), keep),
            "mes-cost-add1-pabulib-greedy" => shares(Cost, Some(Raise::pabulib(unit)), fill),
            "phragmen" => Rule::Phragmen,
            "bos" => Rule::Bos,
            _ => return Err(unknown()),
        })
    }
}
