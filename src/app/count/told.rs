//! What is told of an outcome: worked out once, when it is counted, and stored; pages only show it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::turnout::{Cell, hide_small};
use crate::counting::explain::{HIDDEN_BELOW, Language as Words, Replay, distances, explain, replay};
use crate::counting::{
    BallotForm, Cents, Currency, Decision, Election, ElectionFault, Metrics, Outcome, ProjectOutcome, Ratio, Reason, Rule, Standing, Stopped,
    TieStep, Weighting, metrics,
};
use crate::domain::ids::{IdeaId, WijkId};

/// How much work goes into the distance to winning, in ticks on ballots: some seconds at most. The
/// plans that came nearest are first; when it is used up the others have no distance.
const EFFORT: u64 = 300_000_000;

/// A text in both languages, in sentences.
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
    /// Voters who gave it something.
    pub votes: u64,
    /// What it counted for, in tenths, when that is not simply the votes: points.
    pub score_tenths: Option<u64>,
    /// Place by votes, from 1; equal votes share a place.
    pub rank: u32,
    /// Whether it won.
    pub chosen: bool,
    /// First in line when a chosen plan falls out.
    pub reserve: bool,
    /// Whether it was withdrawn after the vote began.
    pub withdrawn: bool,
    /// Money left after it, when it won.
    pub left: Option<Cents>,
    /// Its step in the replay, from 1.
    pub step: Option<usize>,
    /// Under Equal Shares, for a plan that lost: what part of the cost its voters still had, in thousandths.
    pub support: Option<u32>,
    /// Votes per wijk, in the order of the turnout; empty when there is one wijk.
    pub by_wijk: Vec<Cell>,
    /// Why, most important sentence first.
    pub why: Both,
}

/// One pot: all the money, or the money of a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldPot {
    /// Identifier in the election; empty when there is one pot.
    pub key: String,
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
    /// Its share of the votes, when every ballot has one vote that is divided; in thousandths.
    pub votes_permille: u32,
}

/// The share of every voter under Equal Shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldShares {
    /// In the first run: the money divided by the ballots.
    pub start: Cents,
    /// In the run that counts.
    pub end: Cents,
    /// How many runs were made.
    pub runs: u64,
    /// Why the share stopped rising.
    pub stopped: Stopped,
    /// What is left after the rounds, before the list is gone down.
    pub left: Cents,
}

/// Another way to weigh the same ballots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beside {
    /// Every ballot weighs the same.
    EqualWeights,
    /// The ballots of tables do not count.
    WithoutTables,
}

/// Who would have won with another way to weigh the ballots. It decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldBeside {
    /// What is different.
    pub what: Beside,
    /// Identifiers in the election of the plans that would have won.
    pub winners: Vec<String>,
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
    /// The rule with every parameter.
    pub rule: Rule,
    /// Whether voters gave points, and not one vote a plan.
    pub gives_points: bool,
    /// Whether meetings decide a fixed part.
    #[serde(default)]
    pub weighted: bool,
    /// Exact, or only a preview.
    pub standing: Standing,
    /// Ballots counted.
    pub ballots: u64,
    /// Fewer than the rules ask: the outcome is advice.
    pub below_quorum: bool,
    /// Ballots without a single chosen plan.
    pub with_nothing: Cell,
    /// Pots.
    pub pots: Vec<ToldPot>,
    /// Themes, most money first.
    pub themes: Vec<ToldTheme>,
    /// Ties that mattered.
    pub ties: Vec<ToldTie>,
    /// Between which plans a lot must be drawn; empty when everything is decided.
    pub lot_between: Vec<String>,
    /// The seed of the lot, when one was drawn.
    pub seed: Option<String>,
    /// The shares, under Equal Shares.
    pub shares: Option<ToldShares>,
    /// Steps in the replay.
    pub steps: usize,
    /// With other weights; empty when the rules know none.
    #[serde(default)]
    pub beside: Vec<ToldBeside>,
}

impl Told {
    /// Every plan.
    pub fn plans(&self) -> impl Iterator<Item = &ToldPlan> {
        self.pots.iter().flat_map(|pot| &pot.plans)
    }

    /// Whether money decided; else only places.
    #[must_use]
    pub const fn money_decides(&self) -> bool {
        !matches!(self.rule, Rule::TopK { .. })
    }
}

/// Where a plan of the election is on the platform.
#[derive(Debug, Clone)]
pub struct Place {
    /// The idea it is.
    pub idea: IdeaId,
    /// The wijk it is in.
    pub wijk: Option<WijkId>,
    /// The name of its theme.
    pub theme: Option<String>,
    /// Votes from each wijk of the round; empty when there is one.
    pub by_wijk: Vec<i64>,
}

/// Tells an outcome, with its replay. Plans that have no place are left out.
///
/// # Errors
/// [`ElectionFault`] when the outcome is not of this election.
pub fn tell(election: &Election, outcome: &Outcome, places: &BTreeMap<String, Place>) -> Result<(Told, Replay), ElectionFault> {
    let replay = replay(election, outcome)?;
    let why = reasons(election, outcome)?;
    let metrics = metrics(election, &outcome.winners)?;
    let gives_points = matches!(election.ballot_form, BallotForm::Points { .. } | BallotForm::Ranking { .. });
    let scored = gives_points || election.weighting != Weighting::Equal;
    let teller = Teller { outcome, places, why: &why, replay: &replay, scored };
    let pots: Vec<ToldPot> = outcome.pots.iter().map(|pot| teller.pot(pot)).collect();
    let title = |id: &String| outcome.projects.iter().find(|p| p.id == *id).map_or_else(|| id.clone(), |p| p.name.clone());
    let ties = outcome.ties.iter().filter(|tie| tie.matters);
    let lot_between = match &outcome.decision {
        Decision::Decided => Vec::new(),
        Decision::LotNeeded { between, .. } => between.iter().map(title).collect(),
    };
    let nothing = i64::try_from(metrics.with_nothing).unwrap_or(i64::MAX);
    let rest = i64::try_from(outcome.ballots).unwrap_or(i64::MAX).saturating_sub(nothing);
    let told = Told {
        currency: outcome.currency.clone(),
        budget: outcome.budget,
        spent: outcome.spent,
        rule: outcome.rule.clone(),
        gives_points,
        weighted: election.weighting != Weighting::Equal,
        standing: outcome.standing,
        ballots: outcome.ballots,
        below_quorum: outcome.below_quorum,
        with_nothing: hide_small(&[nothing, rest]).first().copied().flatten(),
        themes: themes(&pots, &metrics),
        ties: ties.map(|tie| ToldTie { between: tie.between.iter().map(title).collect(), by: tie.decided_by }).collect(),
        pots,
        lot_between,
        seed: outcome.tie_order.seed.clone(),
        shares: shares(outcome),
        steps: replay.scenes.len(),
        beside: Vec::new(),
    };
    Ok((told, replay))
}

/// Why each project won or not, with how far it was from winning.
fn reasons(election: &Election, outcome: &Outcome) -> Result<BTreeMap<String, Both>, ElectionFault> {
    let decided = outcome.decision == Decision::Decided;
    let far: BTreeMap<_, _> = if decided { distances(election, outcome, EFFORT)?.into_iter().collect() } else { BTreeMap::new() };
    let told = explain(outcome).into_iter().map(|mut explanation| {
        if let Some(distance) = far.get(&explanation.id) {
            explanation.add_distance(distance);
        }
        let words = |language| explanation.sentences(language, &outcome.currency);
        let both = Both { nl: words(Words::Dutch), en: words(Words::English) };
        (explanation.id, both)
    });
    Ok(told.collect())
}

struct Teller<'a> {
    outcome: &'a Outcome,
    places: &'a BTreeMap<String, Place>,
    why: &'a BTreeMap<String, Both>,
    replay: &'a Replay,
    /// Whether plans count for something else than their votes.
    scored: bool,
}

impl Teller<'_> {
    fn pot(&self, pot: &crate::counting::PotOutcome) -> ToldPot {
        let here = self.outcome.projects.iter().filter(|project| project.pot == pot.id);
        let mut plans: Vec<ToldPlan> = here.filter_map(|project| self.plan(project)).collect();
        let won = |plan: &ToldPlan| pot.winners.iter().position(|id| *id == plan.key).unwrap_or(usize::MAX);
        plans.sort_by_key(|plan| (plan.rank, won(plan), plan.cost));
        mark_reserve(self.outcome, &mut plans);
        ToldPot { key: pot.id.clone(), name: (!pot.name.is_empty()).then(|| pot.name.clone()), budget: pot.budget, spent: pot.spent, plans }
    }

    fn plan(&self, project: &ProjectOutcome) -> Option<ToldPlan> {
        let place = self.places.get(&project.id)?;
        let scene = |scene: &crate::counting::explain::Scene| scene.pot == project.pot && scene.step.project == project.id;
        Some(ToldPlan {
            key: project.id.clone(),
            idea: place.idea,
            title: project.name.clone(),
            theme: place.theme.clone(),
            wijk: place.wijk,
            cost: project.cost,
            votes: project.votes,
            score_tenths: self.tenths(&project.score),
            rank: project.rank,
            chosen: project.selected,
            reserve: false,
            withdrawn: matches!(project.reason, Reason::Withdrawn { .. }),
            left: money_after(self.outcome, project),
            step: self.replay.scenes.iter().rposition(scene).map(|at| at + 1),
            support: self.support(project),
            by_wijk: hide_small(&place.by_wijk),
            why: self.why.get(&project.id).cloned().unwrap_or_default(),
        })
    }

    /// The score in tenths, where plans get points or channels have a weight.
    fn tenths(&self, score: &Ratio) -> Option<u64> {
        let tenths = || score.times(10).round_half_even().and_then(|tenths| u64::try_from(tenths).ok()).unwrap_or(0);
        self.scored.then(tenths)
    }

    fn support(&self, project: &ProjectOutcome) -> Option<u32> {
        let shares = self.outcome.pots.iter().find(|pot| pot.id == project.pot)?.shares.as_ref()?;
        let loser = shares.losers.iter().find(|loser| loser.project == project.id)?;
        (!project.selected && project.votes >= HIDDEN_BELOW).then_some(loser.effective_support_permille)
    }
}

fn shares(outcome: &Outcome) -> Option<ToldShares> {
    let pot = outcome.pots.iter().find(|pot| pot.shares.is_some())?;
    let shares = pot.shares.as_ref()?;
    let cents = |all: &BTreeMap<String, crate::counting::Ratio>| all.values().next().and_then(crate::counting::Ratio::to_cents);
    let paid: Cents = shares.purchases.iter().map(|purchase| purchase.cost).sum();
    Some(ToldShares {
        start: cents(&shares.start)?,
        end: cents(&shares.end)?,
        runs: shares.runs,
        stopped: shares.stopped,
        left: pot.budget.saturating_sub(paid),
    })
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
    if outcome.decision != Decision::Decided {
        return;
    }
    if let Some(first) = plans.iter_mut().find(|plan| !plan.chosen && took_part(plan)) {
        first.reserve = true;
    }
}

fn themes(pots: &[ToldPot], metrics: &Metrics) -> Vec<ToldTheme> {
    let mut themes: Vec<ToldTheme> = Vec::new();
    for plan in pots.iter().flat_map(|pot| &pot.plans) {
        let Some(name) = &plan.theme else { continue };
        let at = themes.iter().position(|theme| theme.name == *name).unwrap_or_else(|| {
            let votes_permille = metrics.themes.get(name).map_or(0, |portion| portion.votes_permille);
            themes.push(ToldTheme { name: name.clone(), plans: 0, cost: 0, votes_permille });
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
