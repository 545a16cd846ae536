//! From the mixed ballots to an outcome with everything that is told of it.

use std::collections::BTreeMap;

use super::ceremony::turn;
use super::election::{PlanNow, WijkPot, election};
use super::lot::Lot;
use super::told::{Beside, Place, ToldBeside, tell};
use super::turnout::{ChannelTurnout, HIDDEN_BELOW, Turnout, WijkTurnout, hide_small};
use crate::app::{Context, Deed};
use crate::counting::{self, Decision, Outcome};
use crate::domain::ballot::Choices;
use crate::domain::ceremony::Step;
use crate::domain::event::Subject;
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, WijkId};
use crate::domain::outcome::{Channel, RollState};
use crate::domain::person::Actor;
use crate::domain::rules::{Meetings, Rules};
use crate::error::{Error, Message, Result};
use crate::recount;
use crate::storage::ballot_box::{self, Counted, Frozen};
use crate::storage::outcomes::{self as stored, NewOutcome, PlanRow};
use crate::storage::rounds::Round;
use crate::storage::{Db, areas, box_lists, events, roll, rounds};

/// What the tally reads.
pub(super) struct Input {
    pub(super) round: Round,
    pub(super) frozen: Frozen,
    ballots: Vec<Counted>,
    plans: Vec<PlanRow>,
    /// What became of the plans since the ballot was frozen.
    pub(super) now: BTreeMap<IdeaId, PlanNow>,
    pub(super) turnout: Turnout,
}

impl Input {
    /// Reads everything that is counted.
    pub(super) fn read(conn: &mut Db, round: Round, frozen: Frozen) -> Result<Self> {
        let ballots = ballot_box::counted(conn, round.id)?;
        let text = &frozen.text;
        let (valid, incomplete): (Vec<Counted>, Vec<Counted>) = ballots.into_iter().partition(|ballot| text.still_needed(&ballot.choices) == 0);
        let turnout = turnout(conn, &round, &valid, incomplete.len())?;
        let plans = stored::plans(conn, round.id)?;
        let mut now = BTreeMap::new();
        for plan in &plans {
            now.insert(plan.id, plan_now(conn, plan)?);
        }
        Ok(Self { round, frozen, ballots: valid, plans, now, turnout })
    }

    /// Counts by two programs that must agree, and puts everything that is told of it in words.
    pub(super) fn outcome(&self, lot: &Lot) -> Result<NewOutcome> {
        let seed = lot.seed();
        let text = &self.frozen.text;
        let wijken: Vec<WijkPot> = self.turnout.wijken.iter().map(wijk_pot).collect();
        let of = |rules: &Rules, ballots: &[(Channel, &Choices)]| {
            election(&self.round.name, rules, text, &self.now, &wijken, ballots, seed.clone()).canonical().map_err(Error::internal)
        };
        let all: Vec<(Channel, &Choices)> = self.ballots.iter().map(|ballot| (ballot.channel, &ballot.choices)).collect();
        let election = of(&self.round.rules, &all)?;
        let outcome = counting::count(&election).map_err(Error::internal)?;
        let election_json = serde_json::to_string(&election)?;
        agree(&election_json, &outcome)?;
        let (mut told, replay) = tell(&election, &outcome, &self.places()).map_err(Error::internal)?;
        told.beside = beside(&self.round.rules, &all, of)?;
        Ok(NewOutcome {
            election: election_json,
            explanation: serde_json::to_string(&told)?,
            replay: serde_json::to_string(&replay)?,
            turnout: serde_json::to_string(&self.turnout)?,
            engine: outcome.engine.clone(),
            input_hash: outcome.input_hash.clone(),
            outcome: serde_json::to_string(&outcome)?,
            lot: Some(serde_json::to_string(lot)?),
        })
    }

    /// Where the plans are on the platform, with their votes per wijk when there are more wijken.
    fn places(&self) -> BTreeMap<String, Place> {
        let wijken: Vec<WijkId> = self.turnout.wijken.iter().map(|wijk| wijk.wijk).collect();
        let mut votes: BTreeMap<(IdeaId, WijkId), i64> = BTreeMap::new();
        for ballot in &self.ballots {
            for (idea, _) in ballot.choices.iter() {
                *votes.entry((idea, ballot.wijk)).or_default() += 1;
            }
        }
        let place = |plan: &crate::domain::ballot::BallotPlan| {
            let theme = plan.theme.as_deref().and_then(|slug| self.round.rules.theme(slug)).map(|theme| theme.name.clone());
            let from = |wijk: &WijkId| votes.get(&(plan.id, *wijk)).copied().unwrap_or(0);
            let by_wijk = if wijken.len() > 1 { wijken.iter().map(from).collect() } else { Vec::new() };
            let wijk = self.plans.iter().find(|row| row.id == plan.id).and_then(|row| row.wijk);
            (plan.id.to_string(), Place { idea: plan.id, wijk, theme, by_wijk })
        };
        self.frozen.text.plans.iter().map(place).collect()
    }
}

/// Who would have won when every ballot weighed the same, and without the ballots of tables.
fn beside(
    rules: &Rules,
    all: &[(Channel, &Choices)],
    of: impl Fn(&Rules, &[(Channel, &Choices)]) -> Result<counting::Election>,
) -> Result<Vec<ToldBeside>> {
    let winners = |election: counting::Election| counting::count(&election).map(|outcome| outcome.winners).map_err(Error::internal);
    let mut told = Vec::new();
    if rules.meetings.percent > 0 {
        let equal = Rules { meetings: Meetings { percent: 0, ..rules.meetings }, ..rules.clone() };
        told.push(ToldBeside { what: Beside::EqualWeights, winners: winners(of(&equal, all)?)? });
    }
    let without: Vec<(Channel, &Choices)> = all.iter().filter(|(channel, _)| *channel != Channel::Table).copied().collect();
    if without.len() < all.len() && !without.is_empty() {
        told.push(ToldBeside { what: Beside::WithoutTables, winners: winners(of(rules, &without)?)? });
    }
    Ok(told)
}

fn wijk_pot(wijk: &WijkTurnout) -> WijkPot {
    WijkPot { wijk: wijk.wijk, slug: wijk.slug.clone(), name: wijk.name.clone(), inhabitants: wijk.inhabitants }
}

/// The second counter must find the same winners in the election as it is published.
pub(super) fn agree(election: &str, outcome: &Outcome) -> Result<()> {
    match recount::winners(election) {
        Ok(winners) if winners == outcome.winners && outcome.decision == Decision::Decided => Ok(()),
        Ok(_) => Err(Error::refused(Message::new("error-two-counts"))),
        Err(error) => Err(Error::internal(error)),
    }
}

/// Counts for the first time, and stores it.
pub(super) async fn first(context: &Context, actor: &Actor, round: Round) -> Result<()> {
    let id = round.id;
    let (input, lot) = context
        .db
        .read(move |conn| {
            let frozen = ballot_box::frozen(conn, id)?.ok_or(Error::NotFound)?;
            let lot: Lot = serde_json::from_str(&box_lists::lot(conn, id)?)?;
            Ok((Input::read(conn, round, frozen)?, lot))
        })
        .await?;
    let ballots = input.ballots.len();
    let new = tokio::task::spawn_blocking(move || input.outcome(&lot)).await.map_err(Error::internal)??;
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write(move |conn| {
            ballot_box::lock_round(conn, id)?;
            let now = inner.now();
            turn(&inner, conn, &actor, id, Step::Count)?;
            if !stored::insert(conn, (id, stored::FIRST), None, &new, actor.person(), now)? {
                return Err(Error::Conflict);
            }
            let detail = serde_json::json!({ "ballots": ballots, "input_hash": new.input_hash, "engine": new.engine, "digest": new.digest() });
            Deed { actor: &actor, action: "round.count", subject: Subject::Round, id: id.0 }.record(conn, now, None, detail)
        })
        .await
}

/// A plan that was withdrawn takes no part, with the reason for everybody to read.
fn plan_now(conn: &mut Db, plan: &PlanRow) -> Result<PlanNow> {
    if plan.state != IdeaState::Withdrawn {
        return Ok(PlanNow { submitted: plan.submitted_at, wijk: plan.wijk, withdrawn: None });
    }
    let events = events::about(conn, Subject::Idea, plan.id.0, false)?;
    let said = events.into_iter().rev().find(|event| event.what.action == "idea.withdraw").and_then(|event| event.what.reason);
    Ok(PlanNow {
        submitted: plan.submitted_at,
        wijk: plan.wijk,
        withdrawn: Some(said.unwrap_or_else(|| "ingetrokken na het begin van het stemmen".to_owned())),
    })
}

/// Whether so few voted at meetings, or elsewhere, that their ballots could be told to be theirs.
fn has_small_group(by_channel: &BTreeMap<Channel, i64>) -> bool {
    let of = |meeting: bool| by_channel.iter().filter(|(channel, _)| channel.is_at_meeting() == meeting).map(|(_, ballots)| ballots).sum::<i64>();
    [of(true), of(false)].iter().any(|ballots| (1..HIDDEN_BELOW).contains(ballots))
}

fn turnout(conn: &mut Db, round: &Round, valid: &[Counted], incomplete: usize) -> Result<Turnout> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut by_channel: BTreeMap<Channel, i64> = BTreeMap::new();
    let mut by_wijk: BTreeMap<WijkId, i64> = BTreeMap::new();
    for ballot in valid {
        *by_channel.entry(ballot.channel).or_default() += 1;
        *by_wijk.entry(ballot.wijk).or_default() += 1;
    }
    let (rules, inhabitants, round) = (&round.rules, round.inhabitants, round.id);
    let codes = roll::counts(conn, round)?;
    let in_state = |revoked: bool| codes.iter().filter(|c| (c.state == RollState::Revoked) == revoked).map(|c| c.codes).sum();
    let channels: Vec<i64> = by_channel.values().copied().collect();
    let wijken = rounds::wijken_of(conn, round)?;
    let per_wijk: Vec<i64> = wijken.iter().map(|(id, _)| by_wijk.get(id).copied().unwrap_or(0)).collect();
    let mut told = Vec::with_capacity(wijken.len());
    for ((id, name), ballots) in wijken.into_iter().zip(hide_small(&per_wijk)) {
        let wijk = areas::find_wijk(conn, id)?;
        told.push(WijkTurnout { wijk: id, slug: wijk.slug, name, inhabitants: wijk.inhabitants, ballots });
    }
    Ok(Turnout {
        ballots: number(valid.len()),
        incomplete: number(incomplete),
        inhabitants,
        codes: in_state(false),
        revoked: in_state(true),
        small_group: rules.meetings.percent > 0 && has_small_group(&by_channel),
        channels: by_channel.into_keys().zip(hide_small(&channels)).map(|(channel, ballots)| ChannelTurnout { channel, ballots }).collect(),
        wijken: told,
    })
}
