//! From the frozen ballot and the mixed ballots of a round to an election that can be counted.

use std::collections::BTreeMap;

use crate::counting::{
    self, Ballot, Currency, Election, Eligibility, EqualShares, Greedy, Measure, Pot, PotTakes, Pots, Project, Rule, TieOrder, Weighting, Withdrawn,
};
use crate::domain::ballot::{BallotText, Choices};
use crate::domain::ids::IdeaId;
use crate::domain::rules::{BallotForm, OutcomeRule, Rules, TieStep};
use crate::domain::time::Instant;

/// The pot of plans without a theme.
pub const JOKER: &str = "joker";

/// What a count needs to know of a plan besides the ballot.
#[derive(Debug, Clone, Default)]
pub struct PlanNow {
    /// When it was handed in.
    pub submitted: Option<Instant>,
    /// Why it was withdrawn after the ballot was frozen.
    pub withdrawn: Option<String>,
}

/// The election of a round: every ballot in it counts.
#[must_use]
pub fn election(
    title: &str,
    rules: &Rules,
    text: &BallotText,
    plans: &BTreeMap<IdeaId, PlanNow>,
    ballots: &[&Choices],
    seed: Option<String>,
) -> Election {
    let pots = pots(rules);
    let separate = !matches!(pots, Pots::Single);
    let place: BTreeMap<IdeaId, u32> = (0..).zip(&text.plans).map(|(place, plan)| (plan.id, place)).collect();
    let projects = text.plans.iter().map(|plan| {
        let now = plans.get(&plan.id).cloned().unwrap_or_default();
        Project {
            id: plan.id.to_string(),
            name: plan.title.clone(),
            cost: plan.cost.0,
            themes: plan.theme.iter().filter_map(|slug| rules.theme(slug)).map(|theme| theme.name.clone()).collect(),
            pot: separate.then(|| plan.theme.clone().unwrap_or_else(|| JOKER.to_owned())),
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
        ballots: ballots.iter().map(|choices| Ballot::new(choices.0.iter().filter_map(|id| place.get(id).copied()))).collect(),
        rule: rule(rules.outcome),
        tie_order: tie_order(rules, seed),
        eligibility: Eligibility { min_score: (rules.min_votes > 0).then(|| u64::from(rules.min_votes)), ..Eligibility::default() },
        caps: Vec::new(),
        conflicts: Vec::new(),
        quorum: None,
        weighting: Weighting::Equal,
        pots,
    }
}

fn form(rules: &Rules, text: &BallotText) -> counting::BallotForm {
    match text.form {
        BallotForm::Choose { min, max } => counting::BallotForm::Approval { min: Some(min), max: Some(max), max_per_theme: None },
        BallotForm::ChoosePerTheme { max } => {
            counting::BallotForm::Approval { min: Some(1), max: None, max_per_theme: Some(max).filter(|_| !rules.themes.is_empty()) }
        }
        BallotForm::FillBudget => counting::BallotForm::Knapsack { max_cost: text.budget.0, min: Some(1), max_cost_per_theme: BTreeMap::new() },
    }
}

fn rule(outcome: OutcomeRule) -> Rule {
    match outcome {
        OutcomeRule::Top { places } => Rule::TopK { k: places, extend_on_tie: false, measure: Measure::Score },
        OutcomeRule::WithinBudget | OutcomeRule::WithinBudgetPerTheme => Rule::Greedy(Greedy::by_votes()),
        OutcomeRule::EqualShares => Rule::EqualShares(EqualShares::proposed(Currency::euro().unit())),
    }
}

fn tie_order(rules: &Rules, seed: Option<String>) -> TieOrder {
    let steps = rules.ties.iter().map(|step| match step {
        TieStep::Cheaper => counting::TieStep::MinCost,
        TieStep::Earlier => counting::TieStep::Earliest,
    });
    TieOrder { steps: steps.chain([counting::TieStep::Lot]).collect(), seed }
}

/// One pot, or one for each theme and one for the joker.
fn pots(rules: &Rules) -> Pots {
    if rules.outcome != OutcomeRule::WithinBudgetPerTheme {
        return Pots::Single;
    }
    let pot = |id: &str, name: &str, budget: i64| Pot {
        id: id.to_owned(),
        name: name.to_owned(),
        budget,
        takes: PotTakes::Own,
        leftover_to: None,
        rule: None,
    };
    let themes = rules.themes.iter().map(|theme| pot(&theme.slug, &theme.name, theme.amount.unwrap_or_default().0));
    let joker = rules.joker.map(|amount| pot(JOKER, "Joker", amount.0));
    Pots::Separate { pots: themes.chain(joker).collect() }
}
