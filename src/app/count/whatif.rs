//! What would have happened under another rule: on votes whose outcome is public, never on a vote
//! that is running or that is still being counted.

use tokio::sync::Semaphore;
use tokio::time::{Duration, timeout};

use super::outcomes::{documents, newest_public};
use super::told::{Told, ToldPlan};
use super::turnout::Turnout;
use crate::app::Context;
use crate::counting::{Cents, Election, Pots, Precision, Rule, TieStep, WhatIf, what_if};
use crate::domain::person::{Actor, Role};
use crate::domain::phase::Phase;
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::rounds;
use crate::storage::rounds::Round;

/// Who may try rules.
pub const DESIGNERS: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager, Role::Wijkwethouder, Role::Beheerder];
/// The rules that can be tried, by their fixed names; `own` is the rule of the round, `top` needs places.
pub const RULES: [&str; 10] = [
    "own",
    "top",
    "greedy-votes",
    "greedy-votes-per-cost",
    "greedy-no-skip",
    "mes-cost-add1-pabulib-greedy",
    "mes-card-add1u",
    "mes-cost",
    "phragmen",
    "bos",
];
/// Above so many ticks on ballots only a preview is made.
const EXACT_UP_TO: usize = 1_000_000;
/// One at a time: it is work for the machine and nobody waits for it.
static TURN: Semaphore = Semaphore::const_new(1);

/// One of the two sides that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// One of [`RULES`].
    pub rule: String,
    /// Places, for `top`.
    pub places: u32,
    /// Another amount of money.
    pub budget: Option<Cents>,
    /// Another least number of votes.
    pub min_votes: Option<u64>,
}

/// What was tried.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The round whose ballots were used.
    pub round: Round,
    /// What was told of its own outcome: titles, themes and votes of the plans.
    pub told: Told,
    /// Names of the wijken.
    pub turnout: Turnout,
    /// Both sides.
    pub compared: WhatIf,
}

/// The rounds of which the outcome is public, newest first: (slug, name).
///
/// # Errors
/// When the database fails.
pub async fn rounds_to_try(context: &Context) -> Result<Vec<(String, String)>> {
    context
        .db
        .read(move |conn| {
            let public = rounds::with_outcome(conn)?;
            let mut all: Vec<Round> = rounds::all(conn)?.into_iter().filter(|round| public.contains(&round.id)).collect();
            all.sort_by_key(|round| std::cmp::Reverse((round.schedule.window(Phase::Vote).map(|window| window.ends), round.id)));
            Ok(all.into_iter().map(|round| (round.slug, round.name)).collect())
        })
        .await
}

/// Counts the ballots of a round by two rules and puts the outcomes side by side.
///
/// # Errors
/// When this person may not, the outcome of the round is not public, or a rule cannot count it.
pub async fn compare(context: &Context, actor: &Actor, slug: String, sides: [Choice; 2], preview: bool) -> Result<Tried> {
    if !actor.has_any(DESIGNERS) {
        return Err(Error::Forbidden);
    }
    let now = context.now();
    let (round, found, mut election) = context
        .db
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            let Some(found) = newest_public(conn, round.id)? else {
                let over = round.schedule.is_over(Phase::Vote, now);
                return Err(Error::refused(Message::new(if over { "error-whatif-not-public" } else { "error-whatif-running" })));
            };
            let (election, _) = documents(conn, round.id, found.row.version)?;
            Ok((round, found, election))
        })
        .await?;
    name_places(&mut election, &found.told, &found.turnout);
    let [one, other] = sides;
    let (one, other) = (side(&election, &one, "one")?, side(&election, &other, "other")?);
    let ticks: usize = election.ballots.iter().map(|ballot| ballot.picks.len()).sum();
    let precision = if preview || ticks > EXACT_UP_TO { Precision::Preview } else { Precision::Exact };
    let _turn = timeout(Duration::from_secs(20), TURN.acquire()).await.map_err(|_| Error::Busy)?.map_err(Error::internal)?;
    let compared = tokio::task::spawn_blocking(move || what_if(&one, &other, precision)).await.map_err(Error::internal)?;
    let compared = compared.map_err(|fault| Error::refused(Message::new("error-whatif-rule").with("fault", fault)))?;
    Ok(Tried { round, told: found.told, turnout: found.turnout, compared })
}

/// Gives the plans the names of their wijken, and lets no tie stay open: without a drawn lot the
/// number of the plan decides here.
fn name_places(election: &mut Election, told: &Told, turnout: &Turnout) {
    let name = |plan: &ToldPlan| turnout.wijken.iter().find(|wijk| Some(wijk.wijk) == plan.wijk).map(|wijk| wijk.name.clone());
    for project in &mut election.projects {
        let plan = told.plans().find(|plan| plan.key == project.id);
        if project.areas.is_empty() {
            project.areas = plan.and_then(name).into_iter().collect();
        }
        if project.themes.is_empty() {
            project.themes = plan.and_then(|plan| plan.theme.clone()).into_iter().collect();
        }
    }
    if !election.tie_order.steps.contains(&TieStep::Id) {
        election.tie_order.steps.push(TieStep::Id);
    }
}

fn side(election: &Election, choice: &Choice, field: &str) -> Result<Election> {
    let wrong = |name: &str, key| Error::Invalid(vec![FieldError::new(format!("{field}_{name}"), Message::new(key))]);
    let mut changed = election.clone();
    let unit = election.currency.unit();
    match choice.rule.as_str() {
        "own" => {}
        "top" => changed.rule = Rule::named(&format!("top-{}", choice.places), unit).map_err(|_| wrong("places", "error-whatif-places"))?,
        name if RULES.contains(&name) => changed.rule = Rule::named(name, unit).map_err(Error::internal)?,
        _ => return Err(wrong("rule", "error-choose")),
    }
    if let Some(budget) = choice.budget {
        if budget <= 0 || !matches!(election.pots, Pots::Single) {
            return Err(wrong("budget", "error-whatif-budget"));
        }
        changed.budget = budget;
    }
    if let Some(least) = choice.min_votes {
        changed.eligibility.min_score = Some(least).filter(|least| *least > 0);
    }
    Ok(changed)
}
