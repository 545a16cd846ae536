//! Verdicts: prepared in private, published together at the moment the round names, and looked at
//! again by somebody else when the owner asks.

use super::contact::taken_up;
use super::{awaits, forwarding, hearing, not_frozen, open_for_reviewer, team_at};
use crate::app::ideas::{step, step_with};
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaState, IdeaStep, Part, VerdictKind};
use crate::domain::ids::{IdeaId, PersonId, RoundId};
use crate::domain::money::Cents;
use crate::domain::person::{Actor, REVIEWERS, Role};
use crate::domain::review::forward::{self, Keeper};
use crate::domain::review::{self, Verdict, VerdictFlaw};
use crate::domain::time::{Instant, Language, long_date};
use crate::domain::working_days;
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::ideas::Idea;
use crate::storage::review::forwards::Forward;
use crate::storage::review::{Prepared, SecondLook, dossier, forwards};
use crate::storage::rounds::Round;
use crate::storage::{Db, ideas, people, review as store, rounds};
use crate::views::mail::Letter;

/// What a reviewer fills in for a verdict.
#[derive(Debug, Clone)]
pub struct NewVerdict {
    /// Possible, not possible, or handed on.
    pub kind: VerdictKind,
    /// What it costs.
    pub cost: Option<Cents>,
    /// Why, in plain language.
    pub reason: String,
    /// Who of the city owes the answer, when it is handed on.
    pub keeper: Option<Keeper>,
}

fn field_error(flaw: VerdictFlaw) -> FieldError {
    match flaw {
        VerdictFlaw::CostMissing => FieldError::new("cost", Message::new("error-review-cost")),
        VerdictFlaw::CostOverMaximum(max) => FieldError::new("cost", Message::new("error-review-cost-max").with("max", max)),
        VerdictFlaw::CostNotTheLines(total) => FieldError::new("cost", Message::new("error-review-cost-lines").with("total", total)),
        VerdictFlaw::NotCovered => FieldError::new("cost", Message::new("error-review-cover")),
        VerdictFlaw::Reason(error) => FieldError::new("reason", reason_error(error)),
    }
}

/// What to say of a reason that is not right.
#[must_use]
pub fn reason_error(error: crate::domain::text::TextError) -> Message {
    match error {
        crate::domain::text::TextError::TooLong(max) => Message::new("error-review-reason-long").with("max", max),
        _ => Message::new("error-review-reason").with("min", review::MIN_REASON),
    }
}

/// Prepares the verdict on an idea, or changes it; only reviewers see it until it is published. Who
/// prepares becomes the contact when there is none.
///
/// # Errors
/// `Invalid` when the verdict lacks what it needs; a refusal when the vote has begun, the moment of
/// publication came first, or the same person judged before.
pub async fn prepare(context: &Context, actor: &Actor, id: IdeaId, new: NewVerdict) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, round) = open_for_reviewer(conn, &actor, id)?;
            let person = actor.person().ok_or(Error::Forbidden)?;
            changeable(conn, &idea, &round, now)?;
            let look = store::second_look(conn, id)?;
            if look.is_some_and(|look| !review::may_judge_again(look.first_reviewer, person)) {
                return Err(Error::refused(Message::new("error-review-judged-before")));
            }
            let verdict = Verdict::new(new.kind, new.cost, &new.reason, round.rules.max_cost)
                .map_err(|flaws| Error::Invalid(flaws.into_iter().map(field_error).collect()))?;
            let (costs, covers) = (dossier::costs(conn, id)?, dossier::covers(conn, id)?);
            let lines: (Vec<_>, Vec<_>) = (costs.into_iter().map(|(_, line)| line).collect(), covers.into_iter().map(|(_, line)| line).collect());
            if matches!(verdict, Verdict::Forwarded { .. }) && new.keeper.is_none() {
                return Err(Error::Invalid(vec![FieldError::new("keeper_name", Message::new("error-keeper-name"))]));
            }
            verdict.adds_up(&lines.0, &lines.1).map_err(|flaw| Error::Invalid(vec![field_error(flaw)]))?;
            let idea = taken_up(&context, conn, &actor, idea, &round)?;
            if let Some(keeper) = &new.keeper {
                forwards::name(conn, id, keeper, person)?;
            }
            store::set_verdict(conn, id, &verdict, person, now)?;
            hearing::follow(&context, conn, &actor, &idea, &verdict, now)?;
            let detail = serde_json::json!({ "kind": verdict.kind(), "cost": verdict.cost() });
            Deed { actor: &actor, action: "idea.prepare_verdict", subject: Subject::Idea, id: id.0 }.record_inside(
                conn,
                now,
                Some(verdict.reason()),
                detail,
            )
        })
        .await
}

/// Takes a prepared verdict back: the idea waits for another.
///
/// # Errors
/// When there is none, or it can no longer change.
pub async fn take_back(context: &Context, actor: &Actor, id: IdeaId) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, round) = open_for_reviewer(conn, &actor, id)?;
            changeable(conn, &idea, &round, now)?;
            store::verdict_of(conn, id)?.ok_or(Error::NotFound)?;
            store::remove_verdict(conn, id)?;
            dossier::end_hearing(conn, id)?;
            let deed = Deed { actor: &actor, action: "idea.take_back_verdict", subject: Subject::Idea, id: id.0 };
            deed.record_inside(conn, now, None, serde_json::json!({}))
        })
        .await
}

/// That a verdict may be written: the idea awaits one, nobody votes yet, and the published moment
/// did not come first, even when the worker has not got round to it.
fn changeable(conn: &mut Db, idea: &Idea, round: &Round, now: Instant) -> Result<()> {
    not_frozen(round, now)?;
    awaits(idea)?;
    let ready = store::verdict_of(conn, idea.id)?;
    if ready.is_some_and(|ready| review::is_due(round.verdicts_at, ready.at, now)) {
        return Err(Error::refused(Message::new("error-review-published")));
    }
    Ok(())
}

/// Publishes every prepared verdict whose moment has come, round by round, each round at once. Gives
/// how many. Safe to run on several instances and as often as one likes.
///
/// # Errors
/// When the database fails.
pub async fn publish_due(context: &Context) -> Result<usize> {
    let now = context.now();
    let due = context.db.read(move |conn| Ok(store::rounds_due(conn, now)?)).await?;
    let mut published = 0;
    for id in due {
        let context = context.clone();
        published += context.db.clone().write(move |conn| publish_due_of(&context, conn, id)).await?;
    }
    Ok(published)
}

/// The same for one round, inside a transaction that is already open: whoever freezes the ballot of
/// a round does this first.
///
/// # Errors
/// When the database fails.
pub fn publish_due_of(context: &Context, conn: &mut Db, id: RoundId) -> Result<usize> {
    let (round, now) = (rounds::find(conn, id)?, context.now());
    let ready = store::prepared_of_round(conn, id)?;
    let due = ready.into_iter().filter(|ready| review::is_due(round.verdicts_at, ready.at, now)).map(|ready| ready.idea).collect();
    publish(context, conn, &Actor::Clock, &round, due)
}

/// Publishes the prepared verdicts on these ideas, in the order of their keys so that two instances
/// never wait for each other in a ring. Each is read again once its idea is locked.
fn publish(context: &Context, conn: &mut Db, actor: &Actor, round: &Round, due: Vec<IdeaId>) -> Result<usize> {
    let now = context.now();
    let mut published = 0;
    for id in due {
        let idea = ideas::lock(conn, id)?;
        let Some(ready) = store::verdict_of(conn, id)?.filter(|ready| ready.published_at.is_none() && idea.state.awaits_verdict()) else { continue };
        if !hearing::is_heard(conn, &ready, now)? {
            continue;
        }
        store::set_published(conn, &ready, now)?;
        let again = store::second_look(conn, id)?.is_some();
        if matches!(ready.verdict, Verdict::Forwarded { .. }) {
            forwarding::send(context, conn, &idea)?;
        }
        let keeper = forwards::of_idea(conn, id)?;
        step_with(context, conn, actor, &idea, ready.verdict.kind().step(), Some(ready.verdict.reason()), |letter, language| {
            told_what_now(context, letter, &ready.verdict, round, (id, again), keeper.as_ref(), language)
        })?;
        published += 1;
    }
    Ok(published)
}

/// What the owner can do now: the cost of a plan, until when a second look can be asked, or who of the
/// city answers.
pub(super) fn told_what_now(
    context: &Context,
    letter: Letter,
    verdict: &Verdict,
    round: &Round,
    (id, again): (IdeaId, bool),
    keeper: Option<&Forward>,
    language: Language,
) -> Letter {
    let until = review::second_look_until(&round.schedule, context.now()).filter(|_| !again);
    match (verdict, until) {
        (Verdict::Feasible { cost, .. }, _) => letter.line(Message::new("mail-review-cost").with("cost", cost)),
        (Verdict::NotFeasible { .. }, Some(until)) => {
            let date = long_date(working_days::last_day(until), language);
            let href = context.url(&format!("/ideeen/{id}/heroverweging"));
            letter.line(Message::new("mail-review-second-look").with("date", date)).button(Message::new("mail-review-second-look-button"), href)
        }
        (Verdict::Forwarded { .. }, _) => match keeper {
            Some(keeper) => {
                let due = keeper.due_at.unwrap_or_else(|| forward::answer_by(context.now()));
                let date = long_date(working_days::last_day(due), language);
                letter.line(Message::new("mail-forward-owner").with("name", &keeper.keeper_name).with("date", date))
            }
            None => letter,
        },
        (Verdict::NotFeasible { .. }, None) => letter,
    }
}

/// What will be published in a round, and what is missing.
#[derive(Debug, Clone)]
pub struct Publication {
    /// The round.
    pub round: Round,
    /// Ready verdicts with the titles of their ideas.
    pub ready: Vec<(Prepared, String)>,
    /// Those of them that wait until their owner is heard.
    pub unheard: Vec<IdeaId>,
    /// Ideas without a verdict: (key, title, name of the contact).
    pub missing: Vec<(IdeaId, String, Option<String>)>,
    /// Whether this person may publish by hand now.
    pub by_hand: bool,
    /// Names this list exactly: it changes with every verdict.
    pub seen: String,
}

/// What will be published in a round, for its gebiedsteam.
///
/// # Errors
/// `NotFound` or `Forbidden`, or when the database fails.
pub async fn publication(context: &Context, actor: &Actor, slug: String) -> Result<Publication> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            if !actor.has_at(REVIEWERS, round.place()) {
                return Err(Error::Forbidden);
            }
            let ready = store::prepared_of_round(conn, round.id)?;
            let seen = digest(&ready);
            let titles: std::collections::BTreeMap<IdeaId, String> =
                ideas::public_of_round(conn, round.id)?.into_iter().map(|idea| (idea.id, idea.title)).collect();
            let ready =
                ready.into_iter().map(|ready| (titles.get(&ready.idea).cloned().unwrap_or_default(), ready)).map(|(title, ready)| (ready, title));
            let ready: Vec<(Prepared, String)> = ready.collect();
            let unheard = ready.iter().map(|(ready, _)| Ok((ready.idea, hearing::is_heard(conn, ready, now)?))).collect::<Result<Vec<_>>>()?;
            let unheard = unheard.into_iter().filter(|(_, heard)| !heard).map(|(id, _)| id).collect();
            let missing = store::unprepared_of_round(conn, round.id)?;
            let contacts: Vec<PersonId> = missing.iter().filter_map(|(_, _, contact)| *contact).collect();
            let names = people::names(conn, &contacts)?;
            let missing = missing.into_iter().map(|(id, title, contact)| (id, title, contact.and_then(|id| names.get(&id).cloned()))).collect();
            let by_hand = may_publish(&actor, &round, now);
            Ok(Publication { ready, unheard, missing, by_hand, seen, round })
        })
        .await
}

fn may_publish(actor: &Actor, round: &Round, now: Instant) -> bool {
    actor.has_at(&[Role::Gebiedsmanager], round.place()) && review::may_publish_by_hand(round.verdicts_at, &round.schedule, now)
}

/// A name for a list of verdicts: how many, and when the last was written.
fn digest(ready: &[Prepared]) -> String {
    let last = ready.iter().map(|ready| ready.at.utc().timestamp_micros()).max().unwrap_or_default();
    format!("{}-{last}", ready.len())
}

/// The gebiedsmanager publishes the prepared verdicts of a round now, exactly those that `seen` names.
///
/// # Errors
/// `Conflict` when a verdict changed since the page was made; a refusal when it is not the moment.
pub async fn publish_now(context: &Context, actor: &Actor, slug: String, seen: String) -> Result<usize> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            if !actor.has_at(&[Role::Gebiedsmanager], round.place()) {
                return Err(Error::Forbidden);
            }
            if !may_publish(&actor, &round, context.now()) {
                return Err(Error::refused(Message::new("error-review-not-now")));
            }
            let ready = store::prepared_of_round(conn, round.id)?;
            if digest(&ready) != seen {
                return Err(Error::Conflict);
            }
            publish(&context, conn, &actor, &round, ready.into_iter().map(|ready| ready.idea).collect())
        })
        .await
}

/// What an owner sees before asking for a second look.
#[derive(Debug, Clone)]
pub struct SecondLookOffer {
    /// The idea.
    pub idea: Idea,
    /// Why not, says the published verdict.
    pub reason: String,
    /// Until when it can be asked; none when that has passed or it was asked before.
    pub until: Option<Instant>,
    /// How many residents support the idea.
    pub supporters: usize,
}

/// Whether the owner of an idea can ask for a second look.
///
/// # Errors
/// `Forbidden` for everybody but the owner, `NotFound` when nobody said "not possible".
pub async fn second_look_offer(context: &Context, actor: &Actor, id: IdeaId) -> Result<SecondLookOffer> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let idea = ideas::find(conn, id)?;
            let round = rounds::find(conn, idea.round_id)?;
            if actor.person() != Some(idea.owner_id) {
                return Err(Error::Forbidden);
            }
            let verdict = store::verdict_of(conn, id)?.filter(|verdict| verdict.published_at.is_some()).ok_or(Error::NotFound)?;
            let first = store::second_look(conn, id)?.is_none() && idea.state == IdeaState::NotFeasible;
            let supporters = ideas::people_of(conn, id, Part::Supporter)?.len();
            let until = review::second_look_until(&round.schedule, now).filter(|_| first);
            Ok(SecondLookOffer { reason: verdict.verdict.reason().to_owned(), until, supporters, idea })
        })
        .await
}

/// The owner of an idea that "cannot" asks for a second look; somebody else than the first time judges.
///
/// # Errors
/// When it is too late, was asked before, or the idea is not one that "cannot".
pub async fn ask_second_look(context: &Context, actor: &Actor, id: IdeaId, reason: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let idea = ideas::lock(conn, id)?;
            let round = rounds::find(conn, idea.round_id)?;
            let owner = actor.person().filter(|person| *person == idea.owner_id).ok_or(Error::Forbidden)?;
            review::second_look_until(&round.schedule, now).ok_or_else(|| Error::refused(Message::new("error-review-second-look-late")))?;
            if store::second_look(conn, id)?.is_some() {
                return Err(Error::refused(Message::new("error-review-second-look-twice")));
            }
            let first = store::verdict_of(conn, id)?.ok_or_else(|| Error::refused(Message::new("error-idea-step")))?;
            step(&context, conn, &actor, &idea, IdeaStep::Reconsider, Some(&reason))?;
            store::add_second_look(conn, &SecondLook { idea: id, asked_by: owner, reason: reason.clone(), asked_at: now, first_reviewer: first.by })?;
            store::remove_verdict(conn, id)?;
            dossier::end_hearing(conn, id)?;
            let letter = Letter::new(Message::new("mail-review-look-again-subject").with("title", &idea.title))
                .line(Message::new("mail-review-look-again-text"))
                .quote(reason)
                .button(Message::new("mail-review-button"), context.url(&format!("/werk/ideeen/{id}")));
            for colleague in team_at(conn, round.place(), now.day())?.iter().filter(|colleague| colleague.id != first.by) {
                context.post(conn, colleague, &letter)?;
            }
            Ok(())
        })
        .await
}
