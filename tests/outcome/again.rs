//! A lot that is drawn in public, and a plan that falls out after the vote.

use wijkdeal::app::count::{self, ceremony};
use wijkdeal::app::receipts::BoxList;
use wijkdeal::app::staff::Fresh;
use wijkdeal::domain::event::Subject;
use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::ids::GebiedId;
use wijkdeal::domain::person::{Actor, Grant, Role, Scope};
use wijkdeal::domain::rules::OutcomeRule;
use wijkdeal::domain::time::Language;
use wijkdeal::secrets::{hex, sha256, unhex};
use wijkdeal::storage::{events, ideas};

use super::{Team, cast, id, tellen, within_budget};
use crate::support::on_each_database;
use crate::voting::world::{CLOSES, RESULT, Wish, World};

#[test]
fn the_lot_is_drawn_in_public_before_anybody_knows_the_ballots_and_decides_a_tie() {
    on_each_database(async |app| {
        let world = World::open(&app, within_budget(OutcomeRule::Top { places: 1 })).await;
        cast(&app, &world, &[(5, &[0]), (5, &[2]), (2, &[1])]).await;
        let team = Team::of(&app, world.gebied).await;
        app.time_is(CLOSES);
        let sure = Fresh::without_session();
        ceremony::close(&app.context, &team.counter, sure, world.round).await.unwrap();
        let early = ceremony::open(&app.context, &team.checker, sure, world.round, Vec::new()).await;
        assert!(early.is_err(), "the box is not opened before the lot is drawn");
        let page = team.sees(&app, &world, &team.checker).await;
        let list: BoxList = serde_json::from_str(&app.visitor().get(&world.path("stembus.json")).await.html).unwrap();
        let commitment = list.verify().unwrap().lot_commitment;
        assert!(page.shows(&commitment), "it was signed with the list: {}", page.text());

        let form = format!("{}/loten", tellen(&world));
        let wrong = page.submit_to(&form, &[("dice", "777"), ("place", "Buurthuis De Wijert, twaalf bewoners")]).await;
        assert!(wrong.status == 422 && wrong.shows("alleen cijfers van 1 tot en met 6"), "{}", wrong.text());
        assert_eq!(wrong.value("input[name=place]").unwrap(), "Buurthuis De Wijert, twaalf bewoners", "nothing is lost");
        let drawn = wrong.submit_to(&form, &[("dice", "35162 44612")]).await;
        let lot = ceremony::ceremony(&app.context, &team.counter, world.round).await.unwrap().lot.unwrap();
        let bytes = unhex(lot.secret().unwrap()).unwrap();
        assert_eq!(hex(&sha256(&bytes)), commitment, "the secret number was chosen before the throws");
        let seed = lot.seed().unwrap();
        assert_eq!(hex(&sha256(&[bytes.as_slice(), b"3516244612"].concat())), seed);
        assert!(drawn.shows(&seed) && drawn.shows("Buurthuis De Wijert, twaalf bewoners"), "{}", drawn.text());
        let again = ceremony::draw(&app.context, &team.counter, sure, world.round, "1111111111", "Op het plein").await;
        assert!(again.is_err(), "a lot is drawn once");

        world.count(&app, &team.counter).await.unwrap();
        count::outcomes::check(&app.context, &team.checker, sure, world.round).await.unwrap();
        count::outcomes::confirm(&app.context, &team.alderman, sure, world.round, "").await.unwrap();
        app.time_is(RESULT);
        count::outcomes::publish(&app.context, &team.manager, sure, world.round, Language::Nl).await.unwrap();
        let public = app.visitor().get(&world.path("uitslag")).await;
        assert!(public.shows(&seed) && public.shows("De loting besliste"), "{}", public.text());
        assert!(app.visitor().get("/rondes/wijkdeal-zuid").await.shows("Het lot is in het openbaar getrokken"));
    });
}

#[test]
fn a_plan_that_falls_out_after_the_vote_is_taken_out_with_a_reason_and_counted_again() {
    on_each_database(async |app| {
        let world = World::open(&app, within_budget(OutcomeRule::Top { places: 2 })).await;
        cast(&app, &world, &[(12, &[0, 1]), (11, &[0, 2])]).await;
        let team = Team::of(&app, world.gebied).await;
        app.time_is(CLOSES);
        let sure = Fresh::without_session();
        world.count(&app, &team.counter).await.unwrap();
        count::outcomes::check(&app.context, &team.checker, sure, world.round).await.unwrap();
        let browser = app.browser_of(id(&team.manager)).await;
        let page = browser.get(&tellen(&world)).await;
        let href = page.attributes("main a", "href").into_iter().find(|href| href.ends_with("/afvallen")).expect("a link");
        let plan = world.plans[1].to_string();
        let short = browser.get(&href).await.submit(&[("plan", &plan), ("reason", "kort")]).await;
        assert!(short.status == 422 && short.shows("in minstens 10 tekens"), "{}", short.text());
        let page = short.submit(&[("plan", &plan), ("reason", "De eigenaar van de grond werkt niet mee.")]).await;
        assert!(page.shows("Er is opnieuw geteld"), "{} {}", page.status, page.text());
        assert_eq!(page.all("tr.wd-row--chosen th a"), ["Plukbomen in het plantsoen", "Veilig oversteken"]);
        assert!(page.shows("Na de stemming ingetrokken: De eigenaar van de grond werkt niet mee."), "{}", page.text());
        let skipped = count::outcomes::confirm(&app.context, &team.alderman, sure, world.round, "").await;
        assert!(skipped.is_err(), "the new count must be checked anew");
        let own = count::outcomes::check(&app.context, &team.manager, sure, world.round).await;
        assert!(own.is_err(), "and by somebody else");
        count::outcomes::check(&app.context, &team.checker, sure, world.round).await.unwrap();
        count::outcomes::confirm(&app.context, &team.alderman, sure, world.round, "").await.unwrap();
        app.time_is(RESULT);
        count::outcomes::publish(&app.context, &team.manager, sure, world.round, Language::Nl).await.unwrap();
        let plans = world.plans.clone();
        let states = app.context.db.read(move |conn| Ok(plans.iter().map(|id| ideas::find(conn, *id).unwrap().state).collect::<Vec<_>>())).await;
        assert_eq!(states.unwrap(), [IdeaState::Chosen, IdeaState::Withdrawn, IdeaState::Chosen, IdeaState::NotChosen]);
        let round = world.round.0;
        let told = app.context.db.read(move |conn| Ok(events::about(conn, Subject::Round, round, false)?)).await.unwrap();
        let event = told.iter().find(|event| event.what.action == "round.withdraw_plan").expect("it is public");
        assert_eq!(event.what.reason.as_deref(), Some("De eigenaar van de grond werkt niet mee."));
    });
}

#[test]
fn a_plan_that_falls_out_of_a_public_result_gives_a_new_one_beside_it() {
    on_each_database(async |app| {
        let world = World::open(&app, Wish { codes: 60, ..within_budget(OutcomeRule::Top { places: 2 }) }).await;
        cast(&app, &world, &[(30, &[0, 1]), (25, &[0, 2])]).await;
        let team = Team::of(&app, world.gebied).await;
        team.settle(&app, &world).await;
        let path = world.path("uitslag");
        let first = app.visitor().get(&path).await;
        assert_eq!(first.all("tr.wd-row--chosen th a"), ["Plukbomen in het plantsoen", "Een muziekkoepel op het plein"]);
        let bundle = app.visitor().get(&world.path("bundel.json")).await.text();

        let browser = app.browser_of(id(&team.manager)).await;
        let href = format!("{}/afvallen", tellen(&world));
        let lost = [("plan", &*world.plans[2].to_string()), ("reason", "Het kan toch niet doorgaan.")];
        let refused = browser.get(&href).await.submit(&lost).await;
        assert_eq!(refused.status, 422, "only a plan that was chosen can fall out of a public result");
        let chosen = [("plan", &*world.plans[1].to_string()), ("reason", "De grond blijkt vervuild te zijn.")];
        let again = browser.get(&href).await.submit(&chosen).await;
        assert!(again.shows("Er is opnieuw geteld") && again.shows("Er is al een uitslag bekend"), "{} {}", again.status, again.text());
        let meanwhile = app.visitor().get(&path).await;
        assert!(meanwhile.shows("De stemmen worden opnieuw geteld"), "{}", meanwhile.text());
        assert_eq!(meanwhile.all("tr.wd-row--chosen th a").len(), 2, "until there is a new result, the first one holds");
        assert_eq!(app.visitor().get(&world.path("uitslag/telling/2")).await.status, 404, "nobody sees it before it is published");

        let sure = Fresh::without_session();
        assert!(count::outcomes::check(&app.context, &team.manager, sure, world.round).await.is_err(), "four eyes, again");
        count::outcomes::check(&app.context, &team.checker, sure, world.round).await.unwrap();
        count::outcomes::confirm(&app.context, &team.alderman, sure, world.round, "").await.unwrap();
        count::outcomes::publish(&app.context, &team.manager, sure, world.round, Language::Nl).await.unwrap();
        let second = app.visitor().get(&path).await;
        assert_eq!(second.all("tr.wd-row--chosen th a"), ["Plukbomen in het plantsoen", "Veilig oversteken"]);
        assert!(second.shows("De grond blijkt vervuild te zijn.") && second.shows("Eerdere uitslagen"), "{}", second.text());
        let old = app.visitor().get(&world.path("uitslag/telling/1")).await;
        assert_eq!(
            old.all("tr.wd-row--chosen th a"),
            ["Plukbomen in het plantsoen", "Een muziekkoepel op het plein"],
            "nothing that was published changes"
        );
        assert!(old.shows("Dit is een eerdere uitslag"), "{}", old.text());
        assert_eq!(app.visitor().get(&world.path("uitslag/telling/1/bundel.json")).await.text(), bundle);
        let plans = world.plans.clone();
        let states = app.context.db.read(move |conn| Ok(plans.iter().map(|id| ideas::find(conn, *id).unwrap().state).collect::<Vec<_>>())).await;
        assert_eq!(states.unwrap(), [IdeaState::Chosen, IdeaState::Stopped, IdeaState::Chosen, IdeaState::NotChosen]);

        let third = [("plan", &*world.plans[2].to_string()), ("reason", "Ook dit plan kan niet doorgaan.")];
        let again = browser.get(&href).await.submit(&third).await;
        assert!(again.shows("De grond blijkt vervuild te zijn."), "who fell out before stays out: {}", again.text());
    });
}

#[test]
fn only_the_gebiedsteam_of_the_gebied_takes_out() {
    on_each_database(async |app| {
        let world = World::open(&app, within_budget(OutcomeRule::Top { places: 1 })).await;
        cast(&app, &world, &[(1, &[0]), (1, &[2])]).await;
        let team = Team::of(&app, world.gebied).await;
        app.time_is(CLOSES);
        let sure = Fresh::without_session();
        world.count(&app, &team.counter).await.unwrap();
        let starts = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        let elsewhere = Grant { role: Role::Gebiedsteam, scope: Scope::Gebied(GebiedId(999)), starts, ends: None };
        let stranger = Actor::Person { id: id(&team.checker), name: "Elders".into(), grants: vec![elsewhere] };
        for who in [&stranger, &team.alderman] {
            assert!(count::again::withdraw(&app.context, who, sure, world.round, world.plans[0], "Omdat het niet kan.").await.is_err());
        }
    });
}
