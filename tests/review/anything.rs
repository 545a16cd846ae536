//! Whatever people do, in whatever order: no idea is ever in an undefined state, loses its history,
//! or reaches the ballot without a cost, a verdict and a reason.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use wijkdeal::app::ideas::words::Typed;
use wijkdeal::app::ideas::write;
use wijkdeal::app::review::changes::Decision;
use wijkdeal::app::review::verdicts::NewVerdict;
use wijkdeal::app::review::{challenges, changes, contact, forwarding, hearing, merging, questions, verdicts};
use wijkdeal::domain::event::Subject;
use wijkdeal::domain::idea::{IdeaState, VerdictKind};
use wijkdeal::domain::ids::{ChangeId, IdeaId, MergeId};
use wijkdeal::domain::money::Cents;
use wijkdeal::domain::person::{Actor, Grant, REVIEWERS, Role, Scope};
use wijkdeal::domain::review::challenge::Stage;
use wijkdeal::domain::review::forward::Keeper;
use wijkdeal::domain::review::{Consent, Verdict};
use wijkdeal::error::Result;
use wijkdeal::storage::{events, ideas, review};

use super::town::{NO, REASON, Town, resident, town};
use crate::support::{TestApp, on_each_database};

/// Numbers that look like chance and are the same every time (a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.roll(all.len())]
    }
}

fn reviewer(id: wijkdeal::domain::ids::PersonId, role: Role, town: &Town, app: &TestApp) -> Actor {
    let grants = vec![Grant { role, scope: Scope::Gebied(town.here), starts: app.context.now().day(), ends: None }];
    Actor::Person { id, name: "Medewerker".into(), grants }
}

/// Somebody does something with an idea; whether they may is for the application to say.
async fn anything(app: &TestApp, dice: &mut Dice, people: &[Actor], all: &[IdeaId]) {
    let (actor, id) = (dice.pick(people).clone(), *dice.pick(all));
    // A refusal is as good an outcome as any.
    drop(match dice.roll(6) {
        4 => other_words(app, dice, &actor, id).await,
        5 => challenge(app, dice, &actor, id).await,
        0 => talk(app, dice, people, &actor, id).await,
        1 => judge(app, dice, &actor, id).await,
        2 => publish(app, dice, &actor, id).await,
        _ => merge_or_wait(app, dice, &actor, id, all).await,
    });
}

async fn talk(app: &TestApp, dice: &mut Dice, people: &[Actor], actor: &Actor, id: IdeaId) -> Result<()> {
    let context = &app.context;
    match dice.roll(4) {
        0 => contact::take_up(context, actor, id).await,
        1 => contact::hand_over(context, actor, id, dice.pick(people).person().unwrap(), REASON.into()).await,
        2 => questions::ask(context, actor, id, "Wie doet er mee?".into()).await,
        _ => questions::answer(context, actor, id, "Wij samen.".into()).await,
    }
}

async fn judge(app: &TestApp, dice: &mut Dice, actor: &Actor, id: IdeaId) -> Result<()> {
    let kind = *dice.pick(VerdictKind::ALL);
    let cost = if dice.roll(3) == 0 { None } else { Some(Cents::euros(100)) };
    let reason = if dice.roll(4) == 0 { "Nee." } else { NO };
    let keeper = Keeper::read("Team Groen", "groen@voorbeeld.nl").ok().filter(|_| dice.roll(4) > 0);
    match dice.roll(5) {
        0 => verdicts::take_back(&app.context, actor, id).await,
        _ => verdicts::prepare(&app.context, actor, id, NewVerdict { kind, cost, reason: reason.into(), keeper }).await,
    }
}

async fn publish(app: &TestApp, dice: &mut Dice, actor: &Actor, id: IdeaId) -> Result<()> {
    let context = &app.context;
    match dice.roll(4) {
        0 => verdicts::publish_due(context).await.map(drop),
        1 => {
            let seen = verdicts::publication(context, actor, "de-wijert-2027".into()).await?.seen;
            verdicts::publish_now(context, actor, "de-wijert-2027".into(), seen).await.map(drop)
        }
        2 => verdicts::ask_second_look(context, actor, id, REASON.into()).await,
        _ => hearing::answer(context, actor, id, "Dat klopt niet.".into()).await,
    }
}

async fn merge_or_wait(app: &TestApp, dice: &mut Dice, actor: &Actor, id: IdeaId, all: &[IdeaId]) -> Result<()> {
    let context = &app.context;
    let says = if dice.roll(2) == 0 { Consent::Yes } else { Consent::No };
    match dice.roll(8) {
        0 => merging::propose(context, actor, id, *dice.pick(all), REASON.into()).await.map(drop),
        1 | 2 => merging::answer(context, actor, MergeId(i64::try_from(1 + dice.roll(6)).unwrap()), says).await.map(drop),
        3 if dice.roll(4) == 0 => write::withdraw(context, actor.clone(), id, String::new()).await,
        _ => {
            app.time_passes(TimeDelta::hours(i64::try_from(1 + dice.roll(40)).unwrap()));
            Ok(())
        }
    }
}

/// Proposes other words for an idea, or answers such a proposal.
async fn other_words(app: &TestApp, dice: &mut Dice, actor: &Actor, id: IdeaId) -> Result<()> {
    let context = &app.context;
    let word = |field: &str, text: &str| (field.to_owned(), text.to_owned());
    let mut typed: Typed = [word("title", &format!("Andere woorden {}", dice.roll(9))), word("reason", REASON)].into();
    if dice.roll(4) == 0 {
        typed.extend([word("part_title", "Een deel apart"), word("part_why", "Dat kan los.")]);
    }
    match dice.roll(4) {
        0 | 1 => changes::propose(context, actor, id, typed).await.map(drop),
        2 => changes::lapse_due(context).await.map(drop),
        _ => {
            let change = ChangeId(i64::try_from(1 + dice.roll(8)).unwrap());
            let version = changes::see(context, actor, change).await?.idea.version;
            let decision = match dice.roll(3) {
                0 => Decision::Accept,
                1 => Decision::Refuse(String::new()),
                _ => Decision::Rewrite(typed),
            };
            changes::decide(context, actor, change, version, decision).await.map(drop)
        }
    }
}

/// Asks to take over a task, or takes such an idea further.
async fn challenge(app: &TestApp, dice: &mut Dice, actor: &Actor, id: IdeaId) -> Result<()> {
    let context = &app.context;
    match dice.roll(8) {
        0 => challenges::describe(context, actor, id, challenges::read_task("Maaien.", "Stadsbeheer", "").ok()).await,
        1 => challenges::move_on(context, actor, id, *dice.pick(Stage::ALL), REASON.into()).await,
        _ => forwarding::remind(context).await.map(drop),
    }
}

/// What holds for every idea at every moment. `told` is the history as it was seen before.
async fn holds(app: &TestApp, all: &[IdeaId], told: &mut BTreeMap<IdeaId, Vec<(String, Vec<u8>)>>) {
    for id in all.iter().copied() {
        let (idea, events, verdict) = app
            .context
            .db
            .read(move |conn| Ok((ideas::find(conn, id)?, events::about(conn, Subject::Idea, id.0, true)?, review::verdict_of(conn, id)?)))
            .await
            .expect("an idea can always be read");
        let now: Vec<(String, Vec<u8>)> = events.iter().map(|event| (event.what.action.clone(), event.hash.clone())).collect();
        let before = told.entry(id).or_default();
        assert!(now.starts_with(before), "the history of {id} only grows: {before:?} {now:?}");
        *before = now;
        // The steps on the record lead from a draft to where the idea is now.
        let mut state = IdeaState::Draft.as_str().to_owned();
        for event in &events {
            if let (Some(from), Some(to)) = (event.what.detail["from"].as_str(), event.what.detail["to"].as_str()) {
                assert_eq!(from, state, "{id}: {events:?}");
                to.clone_into(&mut state);
            }
        }
        assert_eq!(state, idea.state.as_str());
        let published = verdict.as_ref().filter(|verdict| verdict.published_at.is_some()).map(|verdict| &verdict.verdict);
        match idea.state {
            IdeaState::Feasible => {
                let Some(Verdict::Feasible { cost, reason }) = published else { panic!("{id} is on the ballot without a verdict") };
                assert!(idea.cost == Some(*cost) && *cost > Cents::ZERO && reason.chars().count() >= 20);
            }
            IdeaState::NotFeasible => assert!(published.is_some_and(|verdict| verdict.reason().chars().count() >= 20)),
            IdeaState::Merged => assert!(idea.merged_into.is_some_and(|into| into != id)),
            _ => assert!(published.is_none() || idea.state == IdeaState::Forwarded || idea.state == IdeaState::Withdrawn, "{id} {:?}", idea.state),
        }
    }
}

#[test]
fn whatever_happens_no_idea_is_undefined_or_loses_its_history_or_reaches_the_ballot_unjudged() {
    on_each_database(async |app| {
        let town = town(&app, Some("2027-03-20T10:00")).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let (bo, _) = town.resident(&app, "Bo").await;
        let sam = town.colleague(&app, "Sam", Role::Gebiedsteam).await;
        let mia = town.colleague(&app, "Mia", Role::Gebiedsmanager).await;
        let mut people =
            vec![resident(anna), resident(bo), reviewer(sam, Role::Gebiedsteam, &town, &app), reviewer(mia, Role::Gebiedsmanager, &town, &app)];
        // Those who advise, help, vote, count and confirm have other roles; they try everything too.
        for role in Role::ALL.iter().filter(|role| !REVIEWERS.contains(role)) {
            let id = app.person_with(&format!("P {}", role.as_str()), &[]).await;
            people.push(reviewer(id, *role, &town, &app));
        }
        for seed in 1..=3u64 {
            app.time_is("2027-03-01T12:00");
            let mut all = Vec::new();
            for n in 0..3 {
                let owner = if n % 2 == 0 { anna } else { bo };
                all.push(town.idea(&app, owner, &format!("Idee {seed} {n} in het plantsoen")).await);
            }
            let (mut dice, mut told) = (Dice(seed), BTreeMap::new());
            for _ in 0..120 {
                anything(&app, &mut dice, &people, &all).await;
                holds(&app, &all, &mut told).await;
            }
        }
    });
}
