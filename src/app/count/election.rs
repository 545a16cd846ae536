//! From the frozen ballot and the mixed ballots of a round to an election that can be counted.

use std::collections::BTreeMap;

use crate::counting::{
    self, Ballot, ChannelBase, Completion, Currency, Election, Eligibility, EqualShares, Greedy, Measure, Pot, PotTakes, Pots, Project, RankPoints,
    Ratio, Rule, TieOrder, Weighting, Withdrawn,
};
use crate::domain::ballot::{BallotPlan, BallotText, Choices};
use crate::domain::ids::{IdeaId, WijkId};
use crate::domain::outcome::Channel;
use crate::domain::rules::{BallotForm, OutcomeRule, Rules, Theme, TieStep};
use crate::domain::time::Instant;

/// The pot of plans without a theme.
pub const JOKER: &str = "joker";
/// The pot of plans without a wijk, and of what the wijken leave.
const ALL_WIJKEN: &str = "alle-wijken";

/// What a count needs to know of a plan besides the ballot.
#[derive(Debug, Clone, Default)]
pub struct PlanNow {
    /// When it was handed in.
    pub submitted: Option<Instant>,
    /// The wijk it is in.
    pub wijk: Option<WijkId>,
    /// Why it was withdrawn after the ballot was frozen.
    pub withdrawn: Option<String>,
}

/// The money of a wijk, by its inhabitants, where every wijk has its own.
#[derive(Debug, Clone)]
pub struct WijkPot {
    /// The wijk.
    pub wijk: WijkId,
    /// Part of its address.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Inhabitants.
    pub inhabitants: i64,
}

/// The election of a round: every ballot in it counts.
#[must_use]
pub fn election(
    title: &str,
    rules: &Rules,
    text: &BallotText,
    plans: &BTreeMap<IdeaId, PlanNow>,
    wijken: &[WijkPot],
    ballots: &[(Channel, &Choices)],
    seed: Option<String>,
) -> Election {
    let pots = pots(rules, text.budget.0, wijken);
    let pot_of = |plan: &BallotPlan, now: &PlanNow| match rules.outcome {
        OutcomeRule::WithinBudgetPerTheme => Some(plan.theme.clone().unwrap_or_else(|| JOKER.to_owned())),
        OutcomeRule::WithinBudgetPerWijk => {
            let wijk = wijken.iter().find(|wijk| now.wijk == Some(wijk.wijk));
            Some(wijk.map_or_else(|| ALL_WIJKEN.to_owned(), |wijk| wijk.slug.clone()))
        }
        OutcomeRule::Top { .. } | OutcomeRule::WithinBudget | OutcomeRule::EqualShares | OutcomeRule::EqualSharesOnly => None,
    };
    let place: BTreeMap<IdeaId, u32> = (0..).zip(&text.plans).map(|(place, plan)| (plan.id, place)).collect();
    let projects = text.plans.iter().map(|plan| {
        let now = plans.get(&plan.id).cloned().unwrap_or_default();
        Project {
            id: plan.id.to_string(),
            name: plan.title.clone(),
            cost: plan.cost.0,
            themes: plan.theme.iter().filter_map(|slug| rules.theme(slug)).map(|theme| theme.name.clone()).collect(),
            pot: pot_of(plan, &now),
            submitted: now.submitted.map(Instant::unix),
            withdrawn: now.withdrawn.map(|reason| Withdrawn { reason }),
            ..Project::default()
        }
    });
    Election {
        title: title.to_owned(),
        currency: Currency::euro(),
        budget: text.budget.0,
        projects: projects.collect(),
        ballot_form: form(rules, text),
        ballots: ballots.iter().map(|(channel, choices)| through(rules, *channel, ballot(&text.form, choices, &place))).collect(),
        rule: rule(rules.outcome),
        tie_order: tie_order(rules, seed),
        eligibility: Eligibility {
            min_score: (rules.min_votes > 0).then(|| u64::from(rules.min_votes)),
            min_share: Ratio::new(i128::from(rules.min_share), 100).filter(|_| rules.min_share > 0),
            ..Eligibility::default()
        },
        caps: Vec::new(),
        conflicts: Vec::new(),
        quorum: (rules.quorum > 0).then(|| u64::from(rules.quorum)),
        weighting: weighting(rules),
        pots,
    }
}

/// The votes at meetings, where they decide a part of their own.
const MEETINGS: &str = "meetings";
/// All other votes.
const OUTSIDE: &str = "outside";

fn through(rules: &Rules, channel: Channel, ballot: Ballot) -> Ballot {
    match rules.meetings.percent {
        0 => ballot,
        _ => ballot.through(if channel.is_at_meeting() { MEETINGS } else { OUTSIDE }),
    }
}

/// Every ballot the same, or a fixed part for meetings. With ticks the part is of the votes given, so
/// that the result is the average of the percentages; with points and places it is of the ballots.
fn weighting(rules: &Rules) -> Weighting {
    let percent = rules.meetings.percent.min(100);
    if percent == 0 {
        return Weighting::Equal;
    }
    let share = |part: u8| Ratio::new(i128::from(part), 100).unwrap_or_else(Ratio::zero);
    let shares = [(MEETINGS, share(percent)), (OUTSIDE, share(100 - percent))].map(|(name, share)| (name.to_owned(), share));
    let base = if rules.ballot.gives_points() { ChannelBase::Ballots } else { ChannelBase::Votes };
    Weighting::Channels { shares: shares.into(), base }
}

/// A ballot as the count takes it: ticks, points per plan, or plans in order.
fn ballot(form: &BallotForm, choices: &Choices, place: &BTreeMap<IdeaId, u32>) -> Ballot {
    let at = |id: IdeaId| place.get(&id).copied();
    match form {
        BallotForm::Points { .. } => Ballot::with_points(choices.iter().filter_map(|(id, points)| Some((at(id)?, u32::from(points))))),
        BallotForm::Ranking { .. } => Ballot::new(choices.order().into_iter().filter_map(at)),
        BallotForm::Choose { .. } | BallotForm::ChoosePerTheme { .. } | BallotForm::FillBudget => {
            Ballot::new(choices.iter().filter_map(|(id, _)| at(id)))
        }
    }
}

fn form(rules: &Rules, text: &BallotText) -> counting::BallotForm {
    match &text.form {
        BallotForm::Choose { min, max } => counting::BallotForm::Approval { min: Some(*min), max: Some(*max), max_per_theme: None },
        BallotForm::ChoosePerTheme { max } => {
            counting::BallotForm::Approval { min: Some(1), max: None, max_per_theme: Some(*max).filter(|_| !rules.themes.is_empty()) }
        }
        BallotForm::Points { total, max } => {
            counting::BallotForm::Points { max_total: Some(*total), min_total: None, max_per_project: Some(*max), min_projects: Some(1) }
        }
        BallotForm::Ranking { points } => {
            counting::BallotForm::Ranking { points: RankPoints::Vector(points.clone()), min: Some(1), max: u32::try_from(points.len()).ok() }
        }
        BallotForm::FillBudget => counting::BallotForm::Knapsack { max_cost: text.budget.0, min: Some(1), max_cost_per_theme: BTreeMap::new() },
    }
}

fn rule(outcome: OutcomeRule) -> Rule {
    match outcome {
        OutcomeRule::Top { places } => Rule::TopK { k: places, extend_on_tie: false, measure: Measure::Score },
        OutcomeRule::WithinBudget | OutcomeRule::WithinBudgetPerTheme | OutcomeRule::WithinBudgetPerWijk => Rule::Greedy(Greedy::by_votes()),
        OutcomeRule::EqualShares => Rule::EqualShares(EqualShares::proposed(Currency::euro().unit())),
        OutcomeRule::EqualSharesOnly => {
            Rule::EqualShares(EqualShares { completion: Completion::Keep, ..EqualShares::proposed(Currency::euro().unit()) })
        }
    }
}

fn tie_order(rules: &Rules, seed: Option<String>) -> TieOrder {
    let steps = rules.ties.iter().map(|step| match step {
        TieStep::Cheaper => counting::TieStep::MinCost,
        TieStep::Earlier => counting::TieStep::Earliest,
    });
    TieOrder { steps: steps.chain([counting::TieStep::Lot]).collect(), seed }
}

/// One pot, or one for each theme and one for the joker, or one for each wijk and one for all.
fn pots(rules: &Rules, budget: i64, wijken: &[WijkPot]) -> Pots {
    match rules.outcome {
        OutcomeRule::WithinBudgetPerTheme => Pots::Separate { pots: theme_pots(rules) },
        OutcomeRule::WithinBudgetPerWijk => Pots::Separate { pots: wijk_pots(budget, wijken) },
        OutcomeRule::Top { .. } | OutcomeRule::WithinBudget | OutcomeRule::EqualShares | OutcomeRule::EqualSharesOnly => Pots::Single,
    }
}

fn pot(id: &str, name: &str, budget: i64) -> Pot {
    Pot { id: id.to_owned(), name: name.to_owned(), budget, takes: PotTakes::Own, leftover_to: None, rule: None }
}

fn theme_pots(rules: &Rules) -> Vec<Pot> {
    let flows = rules.leftovers_flow;
    let leftover_to = flows.then(|| JOKER.to_owned());
    let theme = |theme: &Theme| Pot { leftover_to: leftover_to.clone(), ..pot(&theme.slug, &theme.name, theme.amount.unwrap_or_default().0) };
    let takes = if flows { PotTakes::Rest } else { PotTakes::Own };
    let joker = (flows || rules.joker.is_some()).then(|| Pot { takes, ..pot(JOKER, "Joker", rules.joker.unwrap_or_default().0) });
    rules.themes.iter().map(theme).chain(joker).collect()
}

/// The money by inhabitants, in whole cents; the cents that do not divide are for all wijken, and so
/// is what a wijk leaves.
fn wijk_pots(budget: i64, wijken: &[WijkPot]) -> Vec<Pot> {
    let all: i128 = wijken.iter().map(|wijk| i128::from(wijk.inhabitants)).sum();
    let part = |wijk: &WijkPot| (i128::from(budget) * i128::from(wijk.inhabitants)).checked_div(all).and_then(|part| i64::try_from(part).ok());
    let own = |wijk: &WijkPot| Pot { leftover_to: Some(ALL_WIJKEN.to_owned()), ..pot(&wijk.slug, &wijk.name, part(wijk).unwrap_or(0)) };
    let mut pots: Vec<Pot> = wijken.iter().map(own).collect();
    let rest = budget - pots.iter().map(|pot| pot.budget).sum::<i64>();
    pots.push(Pot { takes: PotTakes::Rest, ..pot(ALL_WIJKEN, "Alle wijken", rest) });
    pots
}
