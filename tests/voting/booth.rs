//! Coming in, choosing, leaving.

use wijkdeal::domain::rules::{BallotForm, OutcomeRule, Rules, Template};

use super::world::{CLOSES, Wish, World, box_and_used, save, titles, usual};
use crate::support::on_each_database;

#[test]
fn a_voter_chooses_comes_back_and_changes_until_the_close() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let anna = world.voter(&app, 0).await;
        assert!(anna.last().shows("U heeft nog niet gestemd"));
        let page = save(&world, &anna, &[0, 2]).await;
        assert!(page.shows("Uw stem telt mee") && page.shows("Er zijn 2 plannen opgeslagen"), "{}", page.text());
        assert!(page.shows("24 mei 2027, 20.00 uur"));
        let elsewhere = world.voter(&app, 0).await;
        assert_eq!(elsewhere.last().all("input[checked]").len(), 2);
        save(&world, &elsewhere, &[1]).await;
        assert!(anna.get(&world.path("stembiljet")).await.shows("Er is 1 plan opgeslagen"));
        assert_eq!(box_and_used(&app).await, (1, 1));
    });
}

#[test]
fn the_code_is_forgiven_much_and_a_typing_error_costs_nothing() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let code = world.codes[0].printed();
        let browser = app.visitor();
        let path = world.path("stemmen");
        for (typed, says) in [("", "Vul uw stemcode in"), ("ABC", "heeft 16 tekens"), ("UUUU-UUUU-UUUU-UUUU", "komt in geen enkele stemcode voor")] {
            let page = browser.get(&path).await.submit(&[("code", typed)]).await;
            assert_eq!(page.status, 422);
            assert!(page.shows(says), "{}", page.text());
        }
        let last = code.chars().last().unwrap();
        let wrong = format!("{}{}", &code[..code.len() - 1], if last == '7' { '8' } else { '7' });
        for _ in 0..60 {
            let page = browser.post(&path, &[("code", &wrong)]).await;
            assert!(page.status == 422 && page.shows("tikfout"), "{}", page.text());
            assert_eq!(page.value("#code").as_deref(), Some(wrong.as_str()), "what was typed stays");
        }
        let page = browser.post(&path, &[("code", &code.to_lowercase().replace('-', " ").replace('0', "o"))]).await;
        assert_eq!(page.path, world.path("stembiljet"));
    });
}

#[test]
fn codes_that_do_not_exist_slow_an_address_down_and_a_real_code_still_works_there() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let browser = app.visitor();
        let mut slowed = 0;
        for code in wijkdeal::app::codes::generate(40).unwrap() {
            let page = browser.post(&world.path("stemmen"), &[("code", &code.printed())]).await;
            assert!(page.status == 422 || page.status == 429, "{}", page.status);
            slowed += usize::from(page.status == 429);
        }
        assert!(slowed > 0, "the address was slowed down");
        world.voter(&app, 0).await;
    });
}

#[test]
fn the_order_is_stable_for_a_voter_and_different_for_another() {
    on_each_database(async |app| {
        let plans = (0..20).map(|i| (["Boom", "Bank", "Feest", "Pad", "Koor"][i % 5], 1_000, None)).collect();
        let world = World::open(&app, Wish { plans, ..usual() }).await;
        let order = async |code| {
            let page = world.voter(&app, code).await.last();
            (0..).map_while(|i| page.attribute(&format!("li.wd-choice:nth-child({}) input", i + 1), "value")).collect::<Vec<_>>()
        };
        let (first, again, other) = (order(0).await, order(0).await, order(1).await);
        assert_eq!(first.len(), 20);
        assert_eq!(first, again);
        assert_ne!(first, other);
    });
}

#[test]
fn the_next_visitor_of_a_shared_tablet_finds_nothing() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let tablet = world.voter(&app, 0).await;
        save(&world, &tablet, &[0]).await;
        let page = tablet.last().submit_to(&world.path("stemmen/klaar"), &[]).await;
        assert!(page.shows("Uw ontvangstbewijs") && page.shows("Het laat niet zien wat u koos"), "{}", page.text());
        let page = tablet.get(&world.path("stemmen/klaar")).await;
        assert!(page.shows("niets van u achtergebleven") && page.all(".wd-receipt").is_empty(), "{}", page.text());
        let page = tablet.get(&world.path("stembiljet")).await;
        assert_eq!(page.path, world.path("stemmen"), "the ballot is gone");
        assert!(page.all("input[checked]").is_empty());
        assert_eq!(page.value("#code").as_deref(), Some(""));
        assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
        let next = tablet.get(&world.path("stemmen")).await.submit(&[("code", &world.codes[1].printed())]).await;
        assert!(next.shows("U heeft nog niet gestemd"));
        assert!(next.all("input[checked]").is_empty());
    });
}

#[test]
fn an_open_booth_closes_by_itself_after_half_an_hour() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let anna = world.voter(&app, 0).await;
        app.time_passes(chrono::TimeDelta::minutes(31));
        let page = save(&world, &anna, &[0]).await;
        assert!(page.shows("u was te lang weg"), "{}", page.text());
        assert_eq!(box_and_used(&app).await, (0, 0));
    });
}

#[test]
fn too_many_plans_are_refused_with_the_reason_and_stay_on_the_screen() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let anna = world.voter(&app, 0).await;
        save(&world, &anna, &[1]).await;
        let page = save(&world, &anna, &[0, 1, 2]).await;
        assert_eq!(page.status, 422);
        assert!(page.shows("U koos 3 plannen. U mag er 2 kiezen. Haal er 1 weg."), "{}", page.text());
        assert!(page.shows("Uw eerdere keuze van 1 plan telt mee"));
        assert_eq!(page.all("input[checked]").len(), 3);
        let page = anna.post(&world.path("stembiljet"), &[("plan", "999999"), ("plan", "x")]).await;
        assert!(page.status == 422 && page.shows("staat niet op dit stembiljet"));
    });
}

#[test]
fn themes_and_money_have_limits_of_their_own() {
    on_each_database(async |app| {
        let theme = Some("groen");
        let rules = Rules { ballot: BallotForm::ChoosePerTheme { max: 1 }, ..Template::Themes.rules() };
        let plans = vec![("Bomen", 10_000, theme), ("Bloemen", 10_000, theme), ("Zebrapad", 5_000, Some("verkeer")), ("Joker", 5_000, None)];
        let world = World::open(&app, Wish { rules, plans, ..usual() }).await;
        let anna = world.voter(&app, 0).await;
        let page = save(&world, &anna, &[0, 1]).await;
        assert!(page.status == 422 && page.shows("U koos 2 plannen bij Groen. U mag er 1 per thema kiezen. Haal er 1 weg."), "{}", page.text());
        assert!(save(&world, &anna, &[0, 2, 3]).await.shows("Uw stem telt mee"));
    });
    on_each_database(async |app| {
        let rules = Rules { ballot: BallotForm::FillBudget, outcome: OutcomeRule::WithinBudget, ..Template::TopTen.rules() };
        let plans = vec![("Bomen", 100_000, None), ("Koepel", 50_000, None), ("Pad", 1, None)];
        let world = World::open(&app, Wish { rules, plans, ..usual() }).await;
        let anna = world.voter(&app, 0).await;
        let page = save(&world, &anna, &[0, 1, 2]).await;
        assert!(
            page.status == 422 && page.shows("Uw plannen kosten samen € 150.001. Er is € 150.000. Haal voor minstens € 1 weg."),
            "{}",
            page.text()
        );
        let page = save(&world, &anna, &[0, 2]).await;
        assert!(page.shows("Nog te verdelen: € 49.999"), "{}", page.text());
    });
}

#[test]
fn with_javascript_every_tick_is_saved_and_a_refusal_is_no_success() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        app.time_is("2027-05-24T19:50");
        let anna = world.voter(&app, 0).await;
        let token = anna.token().await;
        let json = [("accept", "application/json"), ("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        let send = async |plans: &[usize]| {
            let plans: String = plans.iter().map(|i| format!("&plan={}", world.plans[*i])).collect();
            anna.request(reqwest::Method::POST, &world.path("stembiljet"), &json, format!("csrf={token}{plans}").into_bytes()).await
        };
        let saved = send(&[0]).await;
        assert_eq!((saved.status, saved.html.as_str()), (200, r#"{"saved":1}"#));
        assert_eq!(send(&[0, 1, 2]).await.status, 422);
        app.clock.set(crate::support::at(CLOSES));
        assert_eq!(send(&[1]).await.status, 409);
    });
}

#[test]
fn searching_never_loses_a_choice() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let anna = world.voter(&app, 0).await;
        let plan = world.plans[0].to_string();
        let page = anna.post(&world.path("stembiljet"), &[("plan", &plan), ("q", "eten"), ("thema", "")]).await;
        let mut shown = titles(&page);
        shown.sort();
        assert_eq!(shown, ["Plukbomen in het plantsoen", "Samen eten"]);
        assert_eq!(page.all("input[checked]").len(), 1);
    });
}
