//! The count, in steps that can each be taken again after a crash: close the box, open and mix the
//! ballots, write the database anew, count, store. Nothing is counted twice.

use std::collections::BTreeMap;

use self::election::{PlanNow, election};
use self::told::{ChannelTurnout, Turnout, WijkTurnout, hide_small, tell};
use super::{Context, Deed, voting};
use crate::counting;
use crate::domain::ballot::Choices;
use crate::domain::event::Subject;
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, RoundId, WijkId};
use crate::domain::outcome::{Channel, RollState, RoundStatus};
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::phase::Phase;
use crate::domain::time::Instant;
use crate::error::{Error, Message, Result};
use crate::sealing::{Bound, CountingKey};
use crate::secrets::{hex, random};
use crate::storage::ballot_box::{self, Counted, Frozen};
use crate::storage::outcomes::{self as stored, NewOutcome, PlanRow};
use crate::storage::rounds::Round;
use crate::storage::{Db, areas, roll, rounds};

pub mod election;
pub mod import;
pub mod key;
pub mod outcomes;
pub mod told;

/// Whether the dates say that the count may begin: voting is over, and the phase of counting, when
/// the round has one, has begun.
#[must_use]
pub fn may_begin(round: &Round, now: Instant) -> bool {
    let counting = round.schedule.window(Phase::Count).is_none() || round.schedule.has_begun(Phase::Count, now);
    round.status == RoundStatus::Published && round.schedule.is_over(Phase::Vote, now) && counting
}

/// Counts a round. After a crash, asking again goes on where it stopped.
///
/// # Errors
/// When this person may not, it is too early, it was counted before, or the box is damaged.
pub async fn count(context: &Context, actor: &Actor, round: RoundId) -> Result<()> {
    let (ready, frozen) = close_box(context, actor, round).await?;
    mix(context, &ready, &frozen).await?;
    let target = context.settings.database.clone();
    let rewritten = tokio::task::spawn_blocking(move || ballot_box::rewrite(&target)).await.map_err(Error::internal)?;
    if let Err(error) = rewritten {
        tracing::warn!(error, "the database was not written anew after mixing; counting again does it");
    }
    tally(context, actor, ready, frozen).await
}

/// Fences the box: casts that are under way are in, later ones are refused.
async fn close_box(context: &Context, actor: &Actor, round: RoundId) -> Result<(Round, Frozen)> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let found = rounds::find(conn, round)?;
            if !actor.has_at(REVIEWERS, found.place()) {
                return Err(Error::Forbidden);
            }
            if !may_begin(&found, now) {
                return Err(Error::refused(Message::new("error-count-too-early")));
            }
            if stored::find(conn, round)?.is_some() {
                return Err(Error::refused(Message::new("error-count-done")));
            }
            let frozen = voting::ensure_ballot(&context, conn, round, now)?;
            if ballot_box::closed_at(conn, round)?.is_none() {
                ballot_box::close(conn, round, now)?;
                Deed { actor: &actor, action: "round.close_box", subject: Subject::Round, id: round.0 }.record(
                    conn,
                    now,
                    None,
                    serde_json::json!({}),
                )?;
            }
            Ok((found, frozen))
        })
        .await
}

/// Opens the ballots in memory and writes them back in random order, without what could tie them
/// to a code. The old box is emptied in the same transaction.
async fn mix(context: &Context, round: &Round, frozen: &Frozen) -> Result<()> {
    let (inner, id) = (context.clone(), round.id);
    let found = context
        .db
        .read(move |conn| {
            let sealed = ballot_box::contents(conn, id)?;
            if sealed.is_empty() {
                return Ok(None);
            }
            let used: i64 = roll::counts(conn, id)?.iter().filter(|count| count.state == RollState::Used).map(|count| count.codes).sum();
            let key = key::open(&inner, conn, id)?;
            Ok(Some((sealed, used, key)))
        })
        .await?;
    let Some((sealed, used, key)) = found else { return Ok(()) };
    if i64::try_from(sealed.len()) != Ok(used) {
        return Err(Error::refused(Message::new("error-box-roll").with("ballots", sealed.len()).with("used", used)));
    }
    let (frozen, bound) = (frozen.clone(), Bound::new(id, &frozen.hash));
    let mixed = tokio::task::spawn_blocking(move || open_all(&key, &frozen, &bound, sealed)).await.map_err(Error::internal)??;
    context
        .db
        .write_unseen(move |conn| {
            ballot_box::lock_round(conn, id)?;
            // Somebody else may have mixed it in the meantime.
            if ballot_box::contents(conn, id)?.len() != mixed.len() {
                return Err(Error::Conflict);
            }
            ballot_box::empty_into(conn, id, &mixed)
        })
        .await
}

fn open_all(key: &CountingKey, frozen: &Frozen, bound: &Bound, sealed: Vec<(WijkId, Channel, Vec<u8>)>) -> Result<Vec<Counted>> {
    let all = sealed.len();
    let mut mixed: Vec<([u8; 16], Counted)> = Vec::with_capacity(all);
    for (wijk, channel, ballot) in sealed {
        let choices = key.open(bound, &ballot).ok().and_then(|plain| frozen.text.decode(&plain).ok());
        if let Some(choices) = choices.filter(|choices| frozen.text.check(choices).is_ok()) {
            mixed.push((random().map_err(Error::Internal)?, Counted { wijk, channel, choices }));
        }
    }
    if mixed.len() != all {
        return Err(Error::refused(Message::new("error-box-damaged").with("n", all - mixed.len())));
    }
    mixed.sort_unstable_by_key(|(place, _)| *place);
    Ok(mixed.into_iter().map(|(_, ballot)| ballot).collect())
}

/// What the tally reads.
struct Input {
    ballots: Vec<Counted>,
    plans: Vec<PlanRow>,
    turnout: Turnout,
}

async fn tally(context: &Context, actor: &Actor, round: Round, frozen: Frozen) -> Result<()> {
    let (id, text) = (round.id, frozen.text.clone());
    let inhabitants = round.inhabitants;
    let input = context
        .db
        .read(move |conn| {
            let ballots = ballot_box::counted(conn, id)?;
            let (valid, incomplete): (Vec<Counted>, Vec<Counted>) = ballots.into_iter().partition(|ballot| text.still_needed(&ballot.choices) == 0);
            let turnout = turnout(conn, id, inhabitants, &valid, incomplete.len())?;
            Ok(Input { ballots: valid, plans: stored::plans(conn, id)?, turnout })
        })
        .await?;
    // The box is fixed: only now is the seed of the lot drawn.
    let seed = hex(&random::<32>().map_err(Error::Internal)?);
    let (round_id, ballots) = (round.id, input.ballots.len());
    let new = tokio::task::spawn_blocking(move || outcome(&round, &frozen, &input, seed)).await.map_err(Error::internal)??;
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            if !stored::insert(conn, round_id, &new, actor.person(), now)? {
                return Err(Error::refused(Message::new("error-count-done")));
            }
            let detail = serde_json::json!({ "ballots": ballots, "input_hash": new.input_hash, "engine": new.engine });
            Deed { actor: &actor, action: "round.count", subject: Subject::Round, id: round_id.0 }.record(conn, now, None, detail)
        })
        .await
}

/// Counts, and puts everything that is told of it in words.
fn outcome(round: &Round, frozen: &Frozen, input: &Input, seed: String) -> Result<NewOutcome> {
    let plans: BTreeMap<IdeaId, PlanNow> = input.plans.iter().map(|plan| (plan.id, plan_now(plan))).collect();
    let ballots: Vec<&Choices> = input.ballots.iter().map(|ballot| &ballot.choices).collect();
    let election = election(&round.name, &round.rules, &frozen.text, &plans, &ballots, seed).canonical().map_err(Error::internal)?;
    let outcome = counting::count(&election).map_err(Error::internal)?;
    if outcome.decision != counting::Decision::Decided {
        return Err(Error::internal("a lot was needed though there was a seed"));
    }
    let told = tell(&outcome, &|key: &str| {
        let idea: IdeaId = key.parse().ok()?;
        let plan = frozen.text.plans.iter().find(|plan| plan.id == idea)?;
        let theme = plan.theme.as_deref().and_then(|slug| round.rules.theme(slug)).map(|theme| theme.name.clone());
        Some((idea, input.plans.iter().find(|plan| plan.id == idea).and_then(|plan| plan.wijk), theme))
    });
    Ok(NewOutcome {
        election: serde_json::to_string(&election)?,
        explanation: serde_json::to_string(&told)?,
        turnout: serde_json::to_string(&input.turnout)?,
        engine: outcome.engine.clone(),
        input_hash: outcome.input_hash.clone(),
        outcome: serde_json::to_string(&outcome)?,
    })
}

/// A plan that is no longer possible takes no part, with the reason for everybody to read.
fn plan_now(plan: &PlanRow) -> PlanNow {
    let withdrawn = (plan.state != IdeaState::Feasible).then(|| "ingetrokken na het begin van het stemmen".to_owned());
    PlanNow { submitted: plan.submitted_at, withdrawn }
}

fn turnout(conn: &mut Db, round: RoundId, inhabitants: i64, valid: &[Counted], incomplete: usize) -> Result<Turnout> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut by_channel: BTreeMap<Channel, i64> = BTreeMap::new();
    let mut by_wijk: BTreeMap<WijkId, i64> = BTreeMap::new();
    for ballot in valid {
        *by_channel.entry(ballot.channel).or_default() += 1;
        *by_wijk.entry(ballot.wijk).or_default() += 1;
    }
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
        channels: by_channel.into_keys().zip(hide_small(&channels)).map(|(channel, ballots)| ChannelTurnout { channel, ballots }).collect(),
        wijken: told,
    })
}
