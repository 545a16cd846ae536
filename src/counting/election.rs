//! The input of a count: one value that holds everything the result depends on.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ratio::Ratio;
use super::rule::Rule;
use super::tie::TieOrder;

/// An amount in whole cents (or another smallest unit, see [`Currency`]).
pub type Cents = i64;

/// A short shared text on a ballot: channel, area or pot.
pub type Label = Arc<str>;

/// Everything a count depends on. Two equal values give the same bytes out,
/// on every machine. The ballots are a list, or inside a count flat arrays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Election<B = Vec<Ballot>> {
    /// What people call this vote.
    pub title: String,
    /// The currency all amounts are in.
    pub currency: Currency,
    /// The money to divide. With [`Pots::Separate`] each pot has its own amount
    /// and this is their sum.
    pub budget: Cents,
    /// The projects (plans) on the ballot.
    pub projects: Vec<Project>,
    /// What a valid ballot looks like.
    pub ballot_form: BallotForm,
    /// The valid ballots, blank ones included: a blank ballot takes its equal
    /// share with it.
    pub ballots: B,
    /// The outcome rule with every parameter.
    pub rule: Rule,
    /// How ties are decided, in order.
    pub tie_order: TieOrder,
    /// What a project needs before the rule looks at it.
    #[serde(default)]
    pub eligibility: Eligibility,
    /// Upper bounds on what the winners of a theme or area may cost together.
    #[serde(default)]
    pub caps: Vec<Cap>,
    /// Groups of projects of which at most one can win.
    #[serde(default)]
    pub conflicts: Vec<ConflictGroup>,
    /// The least number of ballots for a binding result. Below it the count is
    /// still made, and marked as advice.
    #[serde(default)]
    pub quorum: Option<u64>,
    /// Whether some ballots weigh more than others. Off unless a round says so.
    #[serde(default)]
    pub weighting: Weighting,
    /// How the money is split before the count.
    #[serde(default)]
    pub pots: Pots,
}

impl<B> Election<B> {
    /// The same election with these projects, conflict groups and ballots.
    pub(crate) fn with<C>(&self, projects: Vec<Project>, conflicts: Vec<ConflictGroup>, ballots: C) -> Election<C> {
        Election {
            title: self.title.clone(),
            currency: self.currency.clone(),
            budget: self.budget,
            projects,
            ballot_form: self.ballot_form.clone(),
            ballots,
            rule: self.rule.clone(),
            tie_order: self.tie_order.clone(),
            eligibility: self.eligibility.clone(),
            caps: self.caps.clone(),
            conflicts,
            quorum: self.quorum,
            weighting: self.weighting.clone(),
            pots: self.pots.clone(),
        }
    }
}

/// The currency of an election.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Currency {
    /// ISO 4217 code, such as `EUR`.
    pub code: String,
    /// Digits after the decimal point in the stored amounts: 2 means cents.
    pub decimals: u8,
}

impl Currency {
    /// Euro, in cents.
    pub fn euro() -> Self {
        Currency { code: "EUR".to_owned(), decimals: 2 }
    }

    /// One whole unit (1 euro) in stored amounts.
    pub fn unit(&self) -> Cents {
        10_i64.pow(u32::from(self.decimals.min(6)))
    }

    /// A plain decimal string of an amount, without needless decimals:
    /// `1234`, `1234.50`.
    pub fn decimal(&self, amount: Cents) -> String {
        let unit = self.unit().unsigned_abs();
        let sign = if amount < 0 { "-" } else { "" };
        let (whole, rest) = (amount.unsigned_abs() / unit, amount.unsigned_abs() % unit);
        if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:0width$}", width = usize::from(self.decimals.min(6))) }
    }
}

/// One project (plan) on the ballot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Never changes, unique in the election. `010` and `10` are different.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it costs; more than zero.
    pub cost: Cents,
    /// Themes (categories) it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<String>,
    /// Wijken or buurten it lies in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// The pot it competes in, when there are separate pots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pot: Option<String>,
    /// When it was handed in, as any rising number; only for ties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<i64>,
    /// Set when it was withdrawn after the vote; it then takes no part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn>,
}

impl Project {
    /// A project with only an id and a cost; the name is the id.
    pub fn new(id: &str, cost: Cents) -> Self {
        Project { id: id.to_owned(), name: id.to_owned(), cost, ..Project::default() }
    }
}

/// Why a project was taken out after the vote. Published with the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// The published reason.
    pub reason: String,
}

/// One ballot, or several equal ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// Positions in [`Election::projects`] (from 0), each at most once. For a
    /// ranking the first is the best.
    pub picks: Vec<u32>,
    /// Points per pick, for the points form; empty for the other forms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<u32>,
    /// How many equal ballots this stands for. A table of six people that
    /// agrees on one ballot is one ballot with count 6.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: u64,
    /// How it was cast: `online`, `paper`, `table`, ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Label>,
    /// The wijk of the voter, only when the round asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Label>,
    /// The pot this ballot is for. Without it, it counts in every pot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pot: Option<Label>,
}

fn one() -> u64 {
    1
}

fn is_one(count: &u64) -> bool {
    *count == 1
}

impl Ballot {
    /// A single ballot with these picks.
    pub fn new(picks: impl IntoIterator<Item = u32>) -> Self {
        Ballot { picks: picks.into_iter().collect(), points: Vec::new(), count: 1, channel: None, area: None, pot: None }
    }

    /// `count` equal ballots with these picks.
    pub fn times(count: u64, picks: impl IntoIterator<Item = u32>) -> Self {
        Ballot { count, ..Ballot::new(picks) }
    }

    /// A single points ballot of (project, points) pairs.
    pub fn with_points(pairs: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let (picks, points) = pairs.into_iter().unzip();
        Ballot { points, ..Ballot::new(Vec::new()) }.picking(picks)
    }

    fn picking(mut self, picks: Vec<u32>) -> Self {
        self.picks = picks;
        self
    }

    /// The same ballot, cast through `channel`.
    pub fn through(mut self, channel: &str) -> Self {
        self.channel = Some(Label::from(channel));
        self
    }

    /// The same ballot, from a voter of `area`.
    pub fn from_area(mut self, area: &str) -> Self {
        self.area = Some(Label::from(area));
        self
    }

    /// The same ballot, for `pot` only.
    pub fn for_pot(mut self, pot: &str) -> Self {
        self.pot = Some(Label::from(pot));
        self
    }
}

/// What a voter does and which ballots are valid. Ballots are checked when
/// they are cast and never repaired; the count itself takes them as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BallotForm {
    /// Tick projects. Exactly k: `min` = `max` = k.
    Approval {
        /// Least number of ticks.
        #[serde(default)]
        min: Option<u32>,
        /// Greatest number of ticks.
        #[serde(default)]
        max: Option<u32>,
        /// Greatest number of ticks in one theme.
        #[serde(default)]
        max_per_theme: Option<u32>,
    },
    /// Tick exactly one project.
    ChooseOne,
    /// Fill the budget: tick projects while their cost stays within an amount.
    Knapsack {
        /// What the ticked projects may cost together.
        max_cost: Cents,
        /// Least number of ticks.
        #[serde(default)]
        min: Option<u32>,
        /// What the ticked projects of one theme may cost together.
        #[serde(default)]
        max_cost_per_theme: BTreeMap<String, Cents>,
    },
    /// Divide points.
    Points {
        /// Most points on a ballot.
        #[serde(default)]
        max_total: Option<u32>,
        /// Least points on a ballot.
        #[serde(default)]
        min_total: Option<u32>,
        /// Most points for one project.
        #[serde(default)]
        max_per_project: Option<u32>,
        /// Least number of projects that get points.
        #[serde(default)]
        min_projects: Option<u32>,
    },
    /// Put projects in order, best first.
    Ranking {
        /// What each place is worth.
        points: RankPoints,
        /// Least number of places filled.
        #[serde(default)]
        min: Option<u32>,
        /// Greatest number of places filled.
        #[serde(default)]
        max: Option<u32>,
    },
}

impl BallotForm {
    /// Ticks without limits.
    pub fn approval() -> Self {
        BallotForm::Approval { min: None, max: None, max_per_theme: None }
    }

    /// Points without limits.
    pub fn points() -> Self {
        BallotForm::Points { max_total: None, min_total: None, max_per_project: None, min_projects: None }
    }
}

/// What the places of a ranking are worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankPoints {
    /// A ballot of length L gives L points to its first place and 1 to its
    /// last (3-2-1). Pabulib's `score` column; the last place still counts.
    BallotLength,
    /// These points for the first, second, ... place; later places get none.
    Vector(Vec<u32>),
}

/// What a project needs before the rule looks at it. Decided first: a project
/// that is not eligible takes no part in ties or in the question whether
/// anything still fits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eligibility {
    /// Least score (votes for ticks); this number itself is enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_score: Option<u64>,
    /// Least share of the valid ballots, as a fraction: `1/10`. Rounded up to
    /// a whole number of votes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_share: Option<Ratio>,
    /// With `f`: votes/ballots must be at least cost/(f x budget). Swiecie: 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_share_divisor: Option<u32>,
}

/// An upper bound on what the winners of one theme or area cost together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    /// Which projects share the bound.
    pub on: CapOn,
    /// The bound.
    pub max: Cents,
}

/// Which projects a [`Cap`] is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapOn {
    /// Projects with this theme.
    Theme(String),
    /// Projects in this area.
    Area(String),
}

impl CapOn {
    /// The name of the theme or area.
    pub fn name(&self) -> &str {
        match self {
            CapOn::Theme(name) | CapOn::Area(name) => name,
        }
    }

    pub(crate) fn covers(&self, project: &Project) -> bool {
        match self {
            CapOn::Theme(name) => project.themes.contains(name),
            CapOn::Area(name) => project.areas.contains(name),
        }
    }
}

/// Projects of which at most one can win, fixed before the vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictGroup {
    /// What binds them ("same square").
    pub name: String,
    /// The ids of the projects.
    pub projects: Vec<String>,
}

/// Whether some ballots weigh more than others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Weighting {
    /// Every ballot weighs the same.
    #[default]
    Equal,
    /// Each channel decides a fixed share of the result, however many ballots
    /// it has (Hoogkerk: online half, meetings half). A channel without ballots
    /// loses its share to the others in proportion.
    Channels {
        /// Channel to its share, as a fraction.
        shares: BTreeMap<String, Ratio>,
        /// What is made equal.
        #[serde(default)]
        base: ChannelBase,
    },
}

/// What a channel's share is measured in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelBase {
    /// Ballots: every person in a channel weighs the same.
    #[default]
    Ballots,
    /// Given votes: the average of the percentages of the votes per channel.
    Votes,
}

/// How the money is split before the count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Pots {
    /// One pot.
    #[default]
    Single,
    /// Separate pots, counted in this order: per wijk, per theme, with a joker
    /// or a city-wide pot that gets what is left.
    Separate {
        /// The pots.
        pots: Vec<Pot>,
    },
    /// One Equal Shares count over all areas, in which the voters of each area
    /// together start with the money of their area.
    Shared {
        /// The areas with their money; the amounts add up to the budget.
        areas: Vec<AreaShare>,
    },
}

/// One pot of [`Pots::Separate`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pot {
    /// Named by [`Project::pot`] and [`Ballot::pot`].
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its money.
    pub budget: Cents,
    /// Which projects compete.
    #[serde(default)]
    pub takes: PotTakes,
    /// A later pot that gets what is left; without it the rest stays unspent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leftover_to: Option<String>,
    /// A rule of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
}

/// Which projects compete in a pot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PotTakes {
    /// Those that name this pot.
    #[default]
    Own,
    /// Those that name this pot, and all that have not won in an earlier one
    /// (a joker, or the city-wide pot after the wijken).
    Rest,
}

/// The money of one area in [`Pots::Shared`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaShare {
    /// Named by [`Ballot::area`].
    pub area: String,
    /// The money its voters start with together.
    pub budget: Cents,
}

/// A plain election in euros: ticks, one pot, greedy by votes, ties by lower
/// cost, more votes and then a lot. Every field can be changed afterwards.
pub fn simple_election(budget: Cents, projects: Vec<Project>, ballots: Vec<Ballot>) -> Election {
    Election {
        title: String::new(),
        currency: Currency::euro(),
        budget,
        projects,
        ballot_form: BallotForm::approval(),
        ballots,
        rule: Rule::Greedy(super::rule::Greedy::by_votes()),
        tie_order: TieOrder::cost_votes_lot(None),
        eligibility: Eligibility::default(),
        caps: Vec::new(),
        conflicts: Vec::new(),
        quorum: None,
        weighting: Weighting::Equal,
        pots: Pots::Single,
    }
}
