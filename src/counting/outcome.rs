//! The output of a count: winners, and for everything else why.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::election::{Cents, Currency};
use super::ratio::Ratio;
use super::rule::Rule;
use super::tie::{TieOrder, TieStep};

/// The result of a count. The same election gives the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Name and version of the counting engine.
    pub engine: String,
    /// SHA-256 of the canonical election, in hexadecimal.
    pub input_hash: String,
    /// Whether this may be published as a result.
    pub standing: Standing,
    /// Whether the rules decided everything.
    pub decision: Decision,
    /// Below the quorum: the result is advice, not a decision.
    #[serde(default)]
    pub below_quorum: bool,
    /// The rule that was used (pots can have their own).
    pub rule: Rule,
    /// The tie order that was used.
    pub tie_order: TieOrder,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Ids of the winners, in the order in which they won.
    pub winners: Vec<String>,
    /// The money there was.
    pub budget: Cents,
    /// What the winners get.
    pub spent: Cents,
    /// What is left.
    pub left: Cents,
    /// Valid ballots, blank ones included.
    pub ballots: u64,
    /// Valid ballots without a single pick.
    pub blank: u64,
    /// Every project, in the order of the id, with its reason.
    pub projects: Vec<ProjectOutcome>,
    /// Every pot with its trace, in counting order; one when there are no pots.
    pub pots: Vec<PotOutcome>,
    /// Every tie met, and how it was decided.
    pub ties: Vec<Tie>,
    /// Votes per area, when the ballots name areas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<AreaVotes>,
    /// Votes per channel, when the ballots name channels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<AreaVotes>,
}

/// Whether an outcome may be published as a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Exact: decided by whole numbers and exact fractions only.
    Exact,
    /// Floats, for trying things out; no difference within rounding was met, so
    /// the exact count gives the same winners.
    Preview,
    /// Floats, and somewhere two values were too close to tell apart: only the
    /// exact count can say.
    PreviewUncertain,
    /// A rule that no one decides with, in floats.
    Simulation,
}

/// Whether the rules decided everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Decision {
    /// There is one outcome.
    Decided,
    /// The rules leave a tie open that matters. The winners so far are certain;
    /// the count stopped at the tie. Draw a lot, add its seed, count again.
    LotNeeded {
        /// The projects between which the lot decides.
        between: Vec<String>,
        /// The pot in which it happened.
        pot: String,
    },
}

/// What happened to one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectOutcome {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its cost.
    pub cost: Cents,
    /// Did it win?
    pub selected: bool,
    /// The pot it won in, or lost in last.
    pub pot: String,
    /// Ballots that support it.
    pub votes: u64,
    /// Points, weighed by channel when that is on. Equal to `votes` for ticks.
    pub score: Ratio,
    /// Its place on the list by score in its pot, from 1; equal scores share a
    /// place.
    pub rank: u32,
    /// Why.
    pub reason: Reason,
}

/// Why a project won or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    /// Among the first k.
    InTop {
        /// Its place, from 1.
        place: u32,
    },
    /// Its turn came on the list and it fitted.
    Fits {
        /// The money left when its turn came.
        money_before: Cents,
        /// Its step in the count, from 1.
        step: u32,
    },
    /// It did not quite fit, and enough of its cost was left.
    NearlyFits {
        /// The money left when its turn came.
        money_before: Cents,
        /// Its step in the count, from 1.
        step: u32,
    },
    /// Funded from what was left at the end of the list.
    FromLeftover {
        /// The money left when its turn came.
        money_before: Cents,
        /// Its step in the count, from 1.
        step: u32,
    },
    /// It gets the last money, less than its cost.
    InPart {
        /// What it gets.
        amount: Cents,
        /// Its step in the count, from 1.
        step: u32,
    },
    /// Its supporters paid for it together (Equal Shares).
    Bought {
        /// Its round in the count, from 1.
        step: u32,
        /// What a supporter paid at most, per point.
        price: Ratio,
        /// Cost divided by price: a supporter who could pay a part counts for
        /// that part.
        effective_votes: Ratio,
    },
    /// Funded after Equal Shares, by votes, from what was left.
    Completed {
        /// The money left when its turn came.
        money_before: Cents,
        /// Its step in the count, from 1.
        step: u32,
    },
    /// Its supporters carried the smallest load (Phragmen).
    Carried {
        /// Its step in the count, from 1.
        step: u32,
        /// The load of each supporter afterwards.
        load: Ratio,
    },
    /// Bought with bounded overspending (BOS), in floats.
    Overspent {
        /// Its step in the count, from 1.
        step: u32,
        /// The part of the cost its supporters had, in thousandths.
        covered_permille: u32,
    },
    /// It was on the list by votes, which more voters preferred to the outcome
    /// of Equal Shares.
    ByComparison {
        /// The money left when its turn came.
        money_before: Cents,
        /// Its step in the count, from 1.
        step: u32,
    },
    /// No one supports it.
    NoSupport,
    /// Not among the first k.
    BelowTop {
        /// Its place, from 1.
        place: u32,
        /// How many win.
        k: u32,
    },
    /// More expensive than all the money there is.
    OverBudget {
        /// The money there is.
        budget: Cents,
    },
    /// It did not fit the money left when its turn came.
    DoesNotFit {
        /// The money left when its turn came.
        money_left: Cents,
    },
    /// The list had stopped at a project that did not fit.
    ListStopped {
        /// Where it stopped.
        at: String,
    },
    /// Its supporters no longer had enough money together (Equal Shares).
    SupportersShort {
        /// The number of purchases after which they fell short; 0: from the
        /// start.
        after_step: u32,
        /// What they still had together.
        money_left: Ratio,
    },
    /// The count stopped because a project with the smallest load did not fit
    /// (Phragmen).
    LoadsStopped {
        /// The projects that did not fit.
        at: Vec<String>,
    },
    /// Another project of its conflict group won.
    Conflict {
        /// The name of the group.
        group: String,
        /// The winner.
        winner: String,
    },
    /// Its theme or area had reached its upper bound.
    CapReached {
        /// The theme or area.
        cap: String,
        /// What was left within the bound.
        room: Cents,
    },
    /// Too few votes to take part.
    TooFewVotes {
        /// The least score that would have been enough.
        needed: Ratio,
        /// What kind of threshold.
        threshold: Threshold,
    },
    /// Withdrawn after the vote.
    Withdrawn {
        /// The published reason.
        reason: String,
    },
    /// It was tied with a winner for the last place or money, and lost the tie.
    LostTie {
        /// The step of the tie order that decided.
        step: TieStep,
        /// The winners it was tied with.
        against: Vec<String>,
    },
    /// The count stopped at a tie that a lot must decide.
    LotOpen,
}

impl Reason {
    /// A fixed word for the kind of reason, as in the JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Reason::InTop { .. } => "in_top",
            Reason::Fits { .. } => "fits",
            Reason::NearlyFits { .. } => "nearly_fits",
            Reason::FromLeftover { .. } => "from_leftover",
            Reason::InPart { .. } => "in_part",
            Reason::Bought { .. } => "bought",
            Reason::Completed { .. } => "completed",
            Reason::Carried { .. } => "carried",
            Reason::Overspent { .. } => "overspent",
            Reason::ByComparison { .. } => "by_comparison",
            Reason::NoSupport => "no_support",
            Reason::BelowTop { .. } => "below_top",
            Reason::OverBudget { .. } => "over_budget",
            Reason::DoesNotFit { .. } => "does_not_fit",
            Reason::ListStopped { .. } => "list_stopped",
            Reason::SupportersShort { .. } => "supporters_short",
            Reason::LoadsStopped { .. } => "loads_stopped",
            Reason::Conflict { .. } => "conflict",
            Reason::CapReached { .. } => "cap_reached",
            Reason::TooFewVotes { .. } => "too_few_votes",
            Reason::Withdrawn { .. } => "withdrawn",
            Reason::LostTie { .. } => "lost_tie",
            Reason::LotOpen => "lot_open",
        }
    }

    /// Is this the reason of a winner?
    pub fn won(&self) -> bool {
        matches!(
            self,
            Reason::InTop { .. }
                | Reason::Fits { .. }
                | Reason::NearlyFits { .. }
                | Reason::FromLeftover { .. }
                | Reason::InPart { .. }
                | Reason::Bought { .. }
                | Reason::Completed { .. }
                | Reason::Carried { .. }
                | Reason::Overspent { .. }
                | Reason::ByComparison { .. }
        )
    }
}

/// What kind of threshold a project missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// A fixed score.
    Score,
    /// A share of the ballots.
    Share,
    /// A share of the ballots that grows with the cost.
    Cost,
}

/// One pot: its money, its winners, and the steps of its count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PotOutcome {
    /// Its id; empty when there are no pots.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The money it had, with what flowed in.
    pub budget: Cents,
    /// What flowed in from earlier pots.
    #[serde(default)]
    pub received: Cents,
    /// What its winners get.
    pub spent: Cents,
    /// What is left in it (before it flows on).
    pub left: Cents,
    /// Where the rest flowed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_to: Option<String>,
    /// Ballots that count in it, blank ones included.
    pub ballots: u64,
    /// Ids of its winners, in the order in which they won.
    pub winners: Vec<String>,
    /// The steps, in order: what won or was passed over, and the money after.
    pub steps: Vec<Step>,
    /// For Equal Shares: the shares and the payments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shares: Option<SharesTrace>,
}

/// One step of a count, for a replay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The phase of the count it belongs to.
    pub phase: Phase,
    /// The project.
    pub project: String,
    /// Did it win in this step?
    pub won: bool,
    /// The money of the pot before the step.
    pub money_before: Cents,
    /// And after it.
    pub money_after: Cents,
}

/// The phases of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The list by votes (or votes per euro).
    List,
    /// Rounds of Equal Shares.
    Shares,
    /// Rounds of Phragmen.
    Loads,
    /// Going down the list with what Equal Shares left.
    Completion,
    /// The second walk down the list with what the first left.
    Leftover,
}

/// What happened in an Equal Shares count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharesTrace {
    /// Each voter's share in the first run, per starting area (one, named with
    /// an empty text, when all start equal).
    pub start: BTreeMap<String, Ratio>,
    /// Each voter's share in the run that counts.
    pub end: BTreeMap<String, Ratio>,
    /// How many runs were made.
    pub runs: u64,
    /// Why the share stopped rising.
    pub stopped: Stopped,
    /// The purchases, in order.
    pub purchases: Vec<Purchase>,
    /// The supported projects that lost, in the order of the id.
    pub losers: Vec<Shortfall>,
    /// How the comparison with the list by votes went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<ComparisonResult>,
}

/// Why the share stopped rising.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stopped {
    /// There is only one run.
    OneRun,
    /// The next run would cost more than the budget.
    NextOverBudget,
    /// Nothing that counts still fits.
    Exhaustive,
    /// Every voter can pay for everything: more money changes nothing.
    NothingChanges,
    /// A tie in one of the runs needs a lot.
    LotNeeded,
}

/// One purchase by supporters. Numbers of people are weighed ballots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    /// What was bought.
    pub project: String,
    /// What it cost; the payments add up to exactly this.
    pub cost: Cents,
    /// What a supporter paid at most, per point.
    pub price: Ratio,
    /// Cost divided by price.
    pub effective_votes: Ratio,
    /// Supporters who paid the full price.
    pub paid_full: Payers,
    /// Supporters who paid the last they had, which was less.
    pub paid_last: Payers,
    /// Supporters who had nothing left.
    pub paid_nothing: u64,
}

/// A group of supporters and what they paid together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payers {
    /// Ballots.
    pub people: u64,
    /// What they paid together, exactly.
    pub paid: Ratio,
}

/// A supported project that was not bought: how short its supporters fell, and
/// where their money went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortfall {
    /// The project.
    pub project: String,
    /// The number of purchases after which its supporters fell short.
    pub after_step: u32,
    /// What they still had together, exactly.
    pub money_left: Ratio,
    /// `money_left` divided by the cost, in thousandths, rounded down.
    pub effective_support_permille: u32,
    /// Where their money went, before that moment, biggest amount first.
    pub went_to: Vec<MoneyFlow>,
}

/// Money that supporters of a loser paid for a winner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyFlow {
    /// The winner.
    pub project: String,
    /// Ballots that support both and paid something for the winner.
    pub people: u64,
    /// What they paid for the winner, rounded to cents.
    pub paid: Cents,
}

/// How the comparison with the list by votes went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonResult {
    /// Ballots that prefer the outcome of Equal Shares.
    pub prefer_shares: u64,
    /// Ballots that prefer the list by votes.
    pub prefer_list: u64,
    /// Ids on the list by votes.
    pub list: Vec<String>,
    /// The list became the result.
    pub list_won: bool,
}

/// A tie that was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// The pot in which it happened.
    pub pot: String,
    /// The phase in which it happened.
    pub phase: Phase,
    /// The tied projects, in the order the tie order gives them.
    pub between: Vec<String>,
    /// The last step of the tie order that was needed; `None` when it stayed
    /// open.
    pub decided_by: Option<TieStep>,
    /// Could another order have changed the outcome? A tie of projects that all
    /// fit, or none of which fits, does not matter.
    pub matters: bool,
    /// In how many runs of a rising endowment it was met.
    pub times: u64,
}

/// Votes in one area or channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaVotes {
    /// The area or channel.
    pub name: String,
    /// Ballots.
    pub ballots: u64,
    /// Project id to ballots in support.
    pub votes: BTreeMap<String, u64>,
}
