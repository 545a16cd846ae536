//! Whatever people do, in whatever order: no idea is ever in an undefined state, loses its history,
//! or reaches the ballot without a cost, a verdict and a reason.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use diesel::dsl::max;
use diesel::prelude::*;
use wijkdeal::app::arguments::{self, Ruling};
use wijkdeal::app::ideas::people as sharing;
use wijkdeal::app::ideas::words::Typed;
use wijkdeal::app::ideas::write;
use wijkdeal::app::review::changes::Decision;
use wijkdeal::app::review::verdicts::NewVerdict;
use wijkdeal::app::review::{challenges, changes, contact, forwarding, hearing, merging, questions, verdicts};
use wijkdeal::app::{hands, help};
use wijkdeal::domain::argument::Side;
use wijkdeal::domain::event::Subject;
use wijkdeal::domain::help::HelpRole;
use wijkdeal::domain::idea::{IdeaState, Part, VerdictKind};
use wijkdeal::domain::ids::{ArgumentId, CallId, ChangeId, HelpId, IdeaId, MergeId};
use wijkdeal::domain::money::Cents;
use wijkdeal::domain::person::{Actor, Grant, REVIEWERS, Role, Scope};
use wijkdeal::domain::review::challenge::Stage;
use wijkdeal::domain::review::forward::Keeper;
use wijkdeal::domain::review::{Consent, Verdict};
use wijkdeal::domain::rules::Template;
use wijkdeal::error::Result;
use wijkdeal::storage::{Db, events, ideas, review, schema};

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

/// Everybody who takes part, and those whose turn it mostly is.
struct Cast {
    all: Vec<Actor>,
    owners: Vec<Actor>,
    team: Vec<Actor>,
    helper: Vec<Actor>,
}

impl Cast {
    /// Mostly one of these, and sometimes anybody at all.
    fn mostly(&self, dice: &mut Dice, these: &[Actor]) -> Actor {
        if dice.roll(3) == 0 { dice.pick(&self.all).clone() } else { dice.pick(these).clone() }
    }

    fn owner(&self, dice: &mut Dice) -> Actor {
        self.mostly(dice, &self.owners)
    }

    fn team(&self, dice: &mut Dice) -> Actor {
        self.mostly(dice, &self.team)
    }

    fn anybody(&self, dice: &mut Dice) -> Actor {
        dice.pick(&self.all).clone()
    }
}

/// One of the newest things of a kind: proposals, calls and requests are answered while they are fresh.
async fn recent(app: &TestApp, dice: &mut Dice, newest: impl FnOnce(&mut Db) -> QueryResult<Option<i64>> + Send + 'static) -> i64 {
    let newest = app.context.db.read(move |conn| Ok(newest(conn)?)).await.unwrap();
    newest.unwrap_or(1).saturating_sub(i64::try_from(dice.roll(3)).unwrap()).max(1)
}

/// Somebody does something with an idea; whether they may is for the application to say.
async fn anything(app: &TestApp, dice: &mut Dice, cast: &Cast, all: &[IdeaId]) {
    let id = *dice.pick(all);
    // A refusal is as good an outcome as any.
    drop(match dice.roll(10) {
        0 => talk(app, dice, cast, id).await,
        1 => judge(app, dice, cast, id).await,
        2 => publish(app, dice, cast, id).await,
        3 => merge(app, dice, cast, id, all).await,
        4 => other_words(app, dice, cast, id).await,
        5 => challenge(app, dice, cast, id).await,
        6 => argue(app, dice, cast, id).await,
        7 => lend_hands(app, dice, cast, id).await,
        8 => help_along(app, dice, cast, id).await,
        _ => {
            app.time_passes(TimeDelta::hours(i64::try_from(1 + dice.roll(36)).unwrap()));
            Ok(())
        }
    });
}

async fn talk(app: &TestApp, dice: &mut Dice, cast: &Cast, id: IdeaId) -> Result<()> {
    let context = &app.context;
    match dice.roll(4) {
        0 => contact::take_up(context, &cast.team(dice), id).await,
        1 => contact::hand_over(context, &cast.team(dice), id, cast.team(dice).person().unwrap(), REASON.into()).await,
        2 => questions::ask(context, &cast.team(dice), id, "Wie doet er mee?".into()).await,
        _ => questions::answer(context, &cast.owner(dice), id, "Wij samen.".into()).await,
    }
}

async fn judge(app: &TestApp, dice: &mut Dice, cast: &Cast, id: IdeaId) -> Result<()> {
    let (actor, kind) = (cast.team(dice), *dice.pick(VerdictKind::ALL));
    let cost = if dice.roll(3) == 0 { None } else { Some(Cents::euros(100)) };
    let reason = if dice.roll(4) == 0 { "Nee." } else { NO };
    let keeper = Keeper::read("Team Groen", "groen@voorbeeld.nl").ok().filter(|_| dice.roll(4) > 0);
    match dice.roll(8) {
        0 => verdicts::take_back(&app.context, &actor, id).await,
        _ => verdicts::prepare(&app.context, &actor, id, NewVerdict { kind, cost, reason: reason.into(), keeper }).await,
    }
}

async fn publish(app: &TestApp, dice: &mut Dice, cast: &Cast, id: IdeaId) -> Result<()> {
    let context = &app.context;
    match dice.roll(4) {
        0 => verdicts::publish_due(context).await.map(drop),
        1 => {
            let actor = cast.team(dice);
            let seen = verdicts::publication(context, &actor, "de-wijert-2027".into()).await?.seen;
            verdicts::publish_now(context, &actor, "de-wijert-2027".into(), seen).await.map(drop)
        }
        2 => verdicts::ask_second_look(context, &cast.owner(dice), id, REASON.into()).await,
        _ => hearing::answer(context, &cast.owner(dice), id, "Dat klopt niet.".into()).await,
    }
}

async fn merge(app: &TestApp, dice: &mut Dice, cast: &Cast, id: IdeaId, all: &[IdeaId]) -> Result<()> {
    let context = &app.context;
    match dice.roll(6) {
        0 | 1 => merging::propose(context, &cast.team(dice), id, *dice.pick(all), REASON.into()).await.map(drop),
        2 if dice.roll(4) == 0 => write::withdraw(context, cast.owner(dice), id, String::new()).await,
        _ => {
            let says = if dice.roll(3) == 0 { Consent::No } else { Consent::Yes };
            merging::answer(
                context,
                &cast.owner(dice),
                MergeId(recent(app, dice, |conn| schema::merges::table.select(max(schema::merges::id)).first(conn)).await),
                says,
            )
            .await
            .map(drop)
        }
    }
}

/// Proposes other words for an idea, or answers such a proposal.
async fn other_words(app: &TestApp, dice: &mut Dice, cast: &Cast, id: IdeaId) -> Result<()> {
    let context = &app.context;
    let word = |field: &str, text: &str| (field.to_owned(), text.to_owned());
    let mut typed: Typed = [word("title", &format!("Andere woorden {}", dice.roll(9))), word("reason", REASON)].into();
    if dice.roll(3) == 0 {
        typed.extend([word("part_title", "Een deel apart"), word("part_why", "Dat kan los.")]);
    }
    match dice.roll(6) {
        0 | 1 => changes::propose(context, &cast.team(dice), id, typed).await.map(drop),
        2 => changes::lapse_due(context).await.map(drop),
        _ => {
            let (actor, change) = (
                cast.owner(dice),
                ChangeId(recent(app, dice, |conn| schema::idea_changes::table.select(max(schema::idea_changes::id)).first(conn)).await),
            );
            let version = changes::see(context, &actor, change).await?.idea.version;
            let decision = match dice.roll(4) {
                0 => Decision::Refuse(String::new()),
                1 => Decision::Rewrite(typed),
                _ => Decision::Accept,
            };
            changes::decide(context, &actor, change, version, decision).await.map(drop)
        }
    }
}

/// Asks to take over a task, or takes such an idea further.
async fn challenge(app: &TestApp, dice: &mut Dice, cast: &Cast, id: IdeaId) -> Result<()> {
    let context = &app.context;
    match dice.roll(6) {
        0 | 1 => challenges::describe(context, &cast.owner(dice), id, challenges::read_task("Maaien.", "Stadsbeheer", "").ok()).await,
        2 => forwarding::remind(context).await.map(drop),
        _ => challenges::move_on(context, &cast.team(dice), id, *dice.pick(Stage::ALL), REASON.into()).await,
    }
}

/// Gives an argument, reports one, hides one, or objects.
async fn argue(app: &TestApp, dice: &mut Dice, cast: &Cast, id: IdeaId) -> Result<()> {
    let (context, argument) =
        (&app.context, ArgumentId(recent(app, dice, |conn| schema::arguments::table.select(max(schema::arguments::id)).first(conn)).await));
    match dice.roll(6) {
        0 | 1 => arguments::give(context, &cast.owner(dice), id, *dice.pick(Side::ALL), "Dat is goed voor de buurt.".into()).await,
        2 => arguments::report(context, &cast.anybody(dice), argument, "Dit is niet aardig.".into()).await.map(drop),
        3 => arguments::object(context, &cast.owner(dice), argument, "Ik bedoelde het goed.".into()).await.map(drop),
        _ => {
            let ruling = match dice.roll(4) {
                0 => Ruling::Leave,
                1 => Ruling::Decide(dice.roll(2) == 0, REASON.into()),
                _ => Ruling::Hide(REASON.into()),
            };
            arguments::rule(context, &cast.team(dice), argument, ruling).await
        }
    }
}

/// Asks for hands, offers them, takes them back, or says it is enough.
async fn lend_hands(app: &TestApp, dice: &mut Dice, cast: &Cast, id: IdeaId) -> Result<()> {
    let (context, call) =
        (&app.context, CallId(recent(app, dice, |conn| schema::hand_calls::table.select(max(schema::hand_calls::id)).first(conn)).await));
    let typed = || hands::Typed { what: "Gaten graven".into(), when: "Zaterdag".into(), wanted: "2".into() };
    match dice.roll(5) {
        0 | 1 => hands::call(context, &cast.owner(dice), id, typed()).await,
        2 => hands::offer(context, &cast.anybody(dice), call, String::new()).await.map(drop),
        3 => hands::withdraw(context, &cast.anybody(dice), call).await.map(drop),
        _ => hands::close(context, &cast.owner(dice), call).await.map(drop),
    }
}

/// Asks for help, gives it, ends it, writes an idea down for somebody, or shares one.
async fn help_along(app: &TestApp, dice: &mut Dice, cast: &Cast, id: IdeaId) -> Result<()> {
    let (context, request) =
        (&app.context, HelpId(recent(app, dice, |conn| schema::help_requests::table.select(max(schema::help_requests::id)).first(conn)).await));
    let helper = cast.mostly(dice, &cast.helper);
    match dice.roll(9) {
        0 | 1 => help::ask(context, &cast.owner(dice), id, "Hoe vind ik buren die meedoen?".into()).await,
        2..=4 => help::take(context, &helper, request, *dice.pick(HelpRole::ALL)).await,
        5 => help::stop(context, &helper, request).await,
        6 => sharing::ask_reader(context, cast.owner(dice), id, helper.person().unwrap()).await,
        7 => sharing::part_with(context, cast.owner(dice), id, helper.person().unwrap(), *dice.pick(Part::ALL)).await,
        _ => {
            let theme = Template::TopTen.rules().themes.first().map(|theme| theme.slug.clone()).unwrap_or_default();
            let words =
                [("name", "Truus"), ("title", "Een bankje bij de bushalte"), ("why", "Dan kan ik zitten."), ("agree", "ja"), ("theme", &theme)];
            let typed: Typed = words.map(|(field, text)| (field.to_owned(), text.to_owned())).into();
            help::enter(context, &helper, "de-wijert-2027".into(), format!("{:032x}", dice.0), typed).await.map(drop)
        }
    }
}

/// Every idea there is, from this one on: also those that were written down for somebody, or split off.
async fn ideas_from(app: &TestApp, first: IdeaId) -> Vec<IdeaId> {
    use schema::ideas::{id, table};
    app.context.db.read(move |conn| Ok(table.filter(id.ge(first)).order(id).select(id).load(conn)?)).await.unwrap()
}

/// What has to happen at least once in all that chance, or it would prove nothing.
const HAPPENS: [&str; 13] = [
    "idea.argue",
    "idea.call_hands",
    "idea.challenge",
    "idea.close_call",
    "idea.enter_for",
    "idea.forward",
    "idea.help",
    "idea.help_end",
    "idea.hide_argument",
    "idea.merge",
    "idea.part_off",
    "idea.publish_feasible",
    "idea.publish_not_feasible",
];

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
        let owners = vec![resident(anna), resident(bo)];
        let team = vec![reviewer(sam, Role::Gebiedsteam, &town, &app), reviewer(mia, Role::Gebiedsmanager, &town, &app)];
        let mut cast = Cast { all: [owners.clone(), team.clone()].concat(), owners, team, helper: Vec::new() };
        // Those who advise, help, vote, count and confirm have other roles; they try everything too.
        for role in Role::ALL.iter().filter(|role| !REVIEWERS.contains(role)) {
            let id = app.person_with(&format!("P {}", role.as_str()), &[]).await;
            let actor = reviewer(id, *role, &town, &app);
            if *role == Role::WijMedewerker {
                cast.helper.push(actor.clone());
            }
            cast.all.push(actor);
        }
        let mut happened = BTreeSet::new();
        for seed in 1..=4u64 {
            // Ideas can still be handed in for some days.
            app.time_is("2027-02-25T12:00");
            let mut all = Vec::new();
            for n in 0..6 {
                let owner = if n % 2 == 0 { anna } else { bo };
                all.push(town.idea(&app, owner, &format!("Idee {seed} {n} in het plantsoen")).await);
            }
            let (mut dice, mut told) = (Dice(seed), BTreeMap::new());
            for _ in 0..400 {
                anything(&app, &mut dice, &cast, &all).await;
                all = ideas_from(&app, all[0]).await;
                holds(&app, &all, &mut told).await;
            }
            happened.extend(told.into_values().flatten().map(|(action, _)| action));
        }
        let never: Vec<&str> = HAPPENS.into_iter().filter(|action| !happened.contains(*action)).collect();
        assert!(never.is_empty(), "{never:?} never happened, only {happened:?}");
    });
}
