//! What is told of an outcome: worked out once, when it is counted, and stored; pages only show it.

use serde::{Deserialize, Serialize};

use crate::counting::explain::{Language as Words, explain};
use crate::counting::{Cents, Currency, Outcome, ProjectOutcome, Reason, TieStep};
use crate::domain::ids::{IdeaId, WijkId};

/// A sentence in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Both {
    /// Dutch.
    pub nl: Vec<String>,
    /// English.
    pub en: Vec<String>,
}

/// A plan in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldPlan {
    /// Its identifier in the election.
    pub key: String,
    /// The idea it is.
    pub idea: IdeaId,
    /// Title on the ballot.
    pub title: String,
    /// Name of its theme.
    pub theme: Option<String>,
    /// The wijk it is in.
    pub wijk: Option<WijkId>,
    /// What it costs, in the smallest unit.
    pub cost: Cents,
    /// Votes.
    pub votes: u64,
    /// Place by votes, from 1; equal votes share a place.
    pub rank: u32,
    /// Whether it won.
    pub chosen: bool,
    /// First in line when a chosen plan falls out.
    pub reserve: bool,
    /// Money left after it, when it won.
    pub left: Option<Cents>,
    /// Why, most important sentence first.
    pub why: Both,
}

/// One pot: all the money, or the money of a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldPot {
    /// Name; none when there is one pot.
    pub name: Option<String>,
    /// Its money.
    pub budget: Cents,
    /// What its winners cost.
    pub spent: Cents,
    /// Its plans, by votes.
    pub plans: Vec<ToldPlan>,
}

/// A tie that mattered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldTie {
    /// Titles, in the order the tie was decided.
    pub between: Vec<String>,
    /// Which step decided.
    pub by: Option<TieStep>,
}

/// The winners and the money of a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldTheme {
    /// Name.
    pub name: String,
    /// Winners.
    pub plans: u32,
    /// What they cost together.
    pub cost: Cents,
}

/// Everything a page tells of an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Currency of the amounts.
    pub currency: Currency,
    /// All the money.
    pub budget: Cents,
    /// What the winners cost.
    pub spent: Cents,
    /// Whether money decided (else only places).
    pub money_decides: bool,
    /// Ballots counted.
    pub ballots: u64,
    /// Pots.
    pub pots: Vec<ToldPot>,
    /// Themes, most money first.
    pub themes: Vec<ToldTheme>,
    /// Ties that mattered.
    pub ties: Vec<ToldTie>,
    /// The seed of the lot.
    pub seed: Option<String>,
}

impl Told {
    /// Every plan.
    pub fn plans(&self) -> impl Iterator<Item = &ToldPlan> {
        self.pots.iter().flat_map(|pot| &pot.plans)
    }
}

/// Where a plan of the election is on the platform: the idea, its wijk, and the name of its theme.
pub type Place = (IdeaId, Option<WijkId>, Option<String>);

/// Tells an outcome. Plans that `place_of` does not know are left out.
#[must_use]
pub fn tell(outcome: &Outcome, place_of: &dyn Fn(&str) -> Option<Place>) -> Told {
    let explanations = explain(outcome);
    let plan = |project: &ProjectOutcome| {
        let (idea, wijk, theme) = place_of(&project.id)?;
        let why = explanations.iter().find(|e| e.id == project.id);
        let why = why.map(|e| Both { nl: e.sentences(Words::Dutch, &outcome.currency), en: e.sentences(Words::English, &outcome.currency) });
        Some(ToldPlan {
            key: project.id.clone(),
            idea,
            title: project.name.clone(),
            theme,
            wijk,
            cost: project.cost,
            votes: project.votes,
            rank: project.rank,
            chosen: project.selected,
            reserve: false,
            left: money_after(outcome, project),
            why: why.unwrap_or_default(),
        })
    };
    let pots: Vec<ToldPot> = outcome
        .pots
        .iter()
        .map(|pot| {
            let mut plans: Vec<ToldPlan> = outcome.projects.iter().filter(|project| project.pot == pot.id).filter_map(plan).collect();
            let won = |plan: &ToldPlan| pot.winners.iter().position(|id| *id == plan.key).unwrap_or(usize::MAX);
            plans.sort_by_key(|plan| (plan.rank, won(plan), plan.cost));
            mark_reserve(outcome, &mut plans);
            ToldPot { name: (!pot.name.is_empty()).then(|| pot.name.clone()), budget: pot.budget, spent: pot.spent, plans }
        })
        .collect();
    let title = |id: &String| outcome.projects.iter().find(|p| p.id == *id).map_or_else(|| id.clone(), |p| p.name.clone());
    let ties = outcome.ties.iter().filter(|tie| tie.matters);
    Told {
        currency: outcome.currency.clone(),
        budget: outcome.budget,
        spent: outcome.spent,
        money_decides: !matches!(outcome.rule, crate::counting::Rule::TopK { .. }),
        ballots: outcome.ballots,
        themes: themes(&pots),
        ties: ties.map(|tie| ToldTie { between: tie.between.iter().map(title).collect(), by: tie.decided_by }).collect(),
        pots,
        seed: outcome.tie_order.seed.clone(),
    }
}

fn money_after(outcome: &Outcome, project: &ProjectOutcome) -> Option<Cents> {
    let pot = outcome.pots.iter().find(|pot| pot.id == project.pot)?;
    pot.steps.iter().find(|step| step.won && step.project == project.id).map(|step| step.money_after)
}

/// The first plan on the list that took part and did not win is first in line.
fn mark_reserve(outcome: &Outcome, plans: &mut [ToldPlan]) {
    let took_part = |plan: &ToldPlan| {
        let reason = outcome.projects.iter().find(|project| project.id == plan.key).map(|project| &project.reason);
        !matches!(reason, None | Some(Reason::NoSupport | Reason::TooFewVotes { .. } | Reason::Withdrawn { .. } | Reason::OverBudget { .. }))
    };
    if let Some(first) = plans.iter_mut().find(|plan| !plan.chosen && took_part(plan)) {
        first.reserve = true;
    }
}

fn themes(pots: &[ToldPot]) -> Vec<ToldTheme> {
    let mut themes: Vec<ToldTheme> = Vec::new();
    for plan in pots.iter().flat_map(|pot| &pot.plans) {
        let Some(name) = &plan.theme else { continue };
        let at = themes.iter().position(|theme| theme.name == *name).unwrap_or_else(|| {
            themes.push(ToldTheme { name: name.clone(), plans: 0, cost: 0 });
            themes.len() - 1
        });
        if let Some(theme) = themes.get_mut(at).filter(|_| plan.chosen) {
            theme.plans += 1;
            theme.cost = theme.cost.saturating_add(plan.cost);
        }
    }
    themes.sort_by(|a, b| b.cost.cmp(&a.cost).then_with(|| a.name.cmp(&b.name)));
    themes
}

/// A number of people; none when it is too small to be told.
pub type Cell = Option<i64>;

/// Below this number of people nothing is told (from 1; nobody at all may be told).
pub const HIDDEN_BELOW: i64 = 10;

/// Ballots of one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelTurnout {
    /// Channel.
    pub channel: crate::domain::outcome::Channel,
    /// Ballots.
    pub ballots: Cell,
}

/// Ballots of one wijk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WijkTurnout {
    /// Wijk.
    pub wijk: WijkId,
    /// Part of its address.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Inhabitants, of all ages.
    pub inhabitants: i64,
    /// Ballots.
    pub ballots: Cell,
}

/// Who voted, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turnout {
    /// Ballots that were counted.
    pub ballots: i64,
    /// Ballots that were saved with too few plans, and so are not counted.
    pub incomplete: i64,
    /// Inhabitants of the round.
    pub inhabitants: i64,
    /// Codes that were valid at the close.
    pub codes: i64,
    /// Codes that were replaced.
    pub revoked: i64,
    /// Per channel.
    pub channels: Vec<ChannelTurnout>,
    /// Per wijk.
    pub wijken: Vec<WijkTurnout>,
}

/// Hides small cells. When only one is hidden, its number follows from the total; then the
/// smallest other one is hidden too.
#[must_use]
pub fn hide_small(counts: &[i64]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = counts.iter().map(|count| Some(*count).filter(|n| *n == 0 || *n >= HIDDEN_BELOW)).collect();
    if cells.iter().filter(|cell| cell.is_none()).count() == 1 {
        let smallest = cells.iter().enumerate().filter(|(_, cell)| cell.is_some_and(|n| n > 0)).min_by_key(|(_, cell)| **cell).map(|(at, _)| at);
        if let Some(cell) = smallest.and_then(|at| cells.get_mut(at)) {
            *cell = None;
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_below_ten_can_be_worked_out() {
        assert_eq!(hide_small(&[812, 30]), [Some(812), Some(30)]);
        assert_eq!(hide_small(&[812, 9]), [None, None]);
        assert_eq!(hide_small(&[812, 40, 3]), [Some(812), None, None]);
        assert_eq!(hide_small(&[812, 4, 3]), [Some(812), None, None]);
        assert_eq!(hide_small(&[0, 12]), [Some(0), Some(12)]);
    }
}
