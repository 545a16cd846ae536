//! Stemcodes: batches for letters, and codes by e-mail.

use wijkdeal::domain::person::{Role, Scope};

use super::world::{World, box_and_used, save, usual};
use crate::support::{Browser, Page, TestApp, on_each_database};

async fn team(app: &TestApp, scope: Scope) -> Browser {
    app.staff("Sam Voorbeeld", Role::Gebiedsteam, scope).await
}

fn shown_code(page: &str) -> String {
    page.split_whitespace().find(|word| word.len() == 19 && word.matches('-').count() == 3).expect("a code").to_owned()
}

#[test]
fn a_batch_is_handed_over_once_and_every_code_in_it_works() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let sam = team(&app, Scope::Gebied(world.gebied)).await;
        let path = format!("/werk/rondes/{}/stemcodes", world.round);
        let wijk = world.wijken[1].to_string();
        let file = sam.get(&path).await.submit(&[("wijk", &wijk), ("count", "25")]).await;
        assert_eq!(file.status, 200);
        assert!(file.headers["content-disposition"].to_str().unwrap().contains("stemcodes-wijkdeal-zuid-25.csv"));
        let lines: Vec<&str> = file.html.lines().collect();
        assert_eq!(lines.len(), 26);
        let (code, rest) = lines[1].split_once(';').unwrap();
        assert!(rest.contains(&format!("/rondes/wijkdeal-zuid/stemmen#c={code};Helpman")), "{rest}");
        let page = app.visitor().get(&world.path("stemmen")).await.submit(&[("code", code)]).await;
        assert!(page.shows("Mijn stembiljet"), "{}", page.text());
        let overview = sam.get(&path).await;
        assert!(overview.shows("Helpman Brief 25 minder dan 10 0"), "{}", overview.text());
        assert!(!overview.html.contains(code));
        let page = overview.submit(&[("wijk", &wijk), ("count", "300001")]).await;
        assert!(page.status == 422 && page.shows("van 1 tot en met 300000"), "{}", page.text());
    });
}

#[test]
fn codes_are_for_the_gebiedsteam_of_this_gebied_and_turnout_comes_in_tens_and_every_five_minutes() {
    on_each_database(async |app| {
        let world = World::open(&app, crate::voting::world::Wish { codes: 30, ..usual() }).await;
        let path = format!("/werk/rondes/{}/stemcodes", world.round);
        let elsewhere = team(&app, Scope::Wijk(world.wijken[0])).await;
        assert_eq!(elsewhere.get(&path).await.status, 403);
        let kim = app.person_with("Kim Voorbeeld", &[(Role::Gebiedsmanager, Scope::Gebied(world.gebied))]).await;
        for code in 0..19 {
            world.cast(&app, code, &[0]).await.unwrap();
        }
        let page = app.browser_of(kim).await.get(&path).await;
        assert!(page.shows("De Wijert Brief 30 minstens 10 0"), "{}", page.text());
        for code in 19..24 {
            world.cast(&app, code, &[0]).await.unwrap();
        }
        let page = app.browser_of(kim).await.get(&path).await;
        assert!(page.shows("De Wijert Brief 30 minstens 10 0"), "looking often tells nothing: {}", page.text());
        app.time_passes(chrono::TimeDelta::minutes(5));
        let page = app.browser_of(kim).await.get(&path).await;
        assert!(page.shows("De Wijert Brief 30 minstens 20 0"), "{}", page.text());
        app.time_is(super::world::CLOSES);
        assert!(app.browser_of(kim).await.get(&path).await.shows("De Wijert Brief 30 24 0"));
    });
}

async fn ask(app: &TestApp, world: &World, email: &str) -> Page {
    let wijk = world.wijken[0].to_string();
    app.visitor().get(&world.path("stemcode")).await.submit(&[("email", email), ("wijk", &wijk), ("eligible", "ja")]).await
}

#[test]
fn one_address_has_one_code_and_a_used_one_is_told_in_the_mail_only() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let first_page = ask(&app, &world, "anna@voorbeeld.nl").await;
        assert!(first_page.shows("Kijk in uw mail"), "{}", first_page.text());
        let first = shown_code(&app.last_mail_to("anna@voorbeeld.nl").await.text);
        ask(&app, &world, "Anna@Voorbeeld.nl").await;
        let second = shown_code(&app.last_mail_to("anna@voorbeeld.nl").await.text);
        assert_ne!(first, second);
        let anna = app.visitor();
        let page = anna.get(&world.path("stemmen")).await.submit(&[("code", &first)]).await;
        assert!(page.status == 422 && page.shows("vervangen door een nieuwe"), "{}", page.text());
        anna.post(&world.path("stemmen"), &[("code", &second)]).await;
        save(&world, &anna, &[0]).await;
        let third_page = ask(&app, &world, "anna@voorbeeld.nl").await;
        assert_eq!(first_page.all("main"), third_page.all("main"));
        assert!(app.last_mail_to("anna@voorbeeld.nl").await.text.contains("is al gestemd"));
        assert_eq!(box_and_used(&app).await, (1, 1));
        let before = app.mails().await.len();
        ask(&app, &world, "anna@voorbeeld.nl").await;
        assert_eq!(app.mails().await.len(), before, "no fourth mail within a quarter of an hour");
    });
}

#[test]
fn asking_needs_an_address_a_declaration_and_a_round_that_allows_it() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let page = app.visitor().get(&world.path("stemcode")).await.submit(&[("email", "anna"), ("wijk", "77")]).await;
        assert_eq!((page.status, page.all("#fouten li").len()), (422, 3));
        assert_eq!(app.mails().await.len(), 0);
        app.time_is(super::world::CLOSES);
        assert_eq!(ask_status(&app, &world).await, 409);
    });
    on_each_database(async |app| {
        let mut wish = usual();
        wish.rules.entrances.email = false;
        let world = World::open(&app, wish).await;
        assert_eq!(ask_status(&app, &world).await, 404);
    });
}

async fn ask_status(app: &TestApp, world: &World) -> u16 {
    let wijk = world.wijken[0].to_string();
    let browser = app.visitor();
    browser.post(&world.path("stemcode"), &[("email", "anna@voorbeeld.nl"), ("wijk", &wijk), ("eligible", "ja")]).await.status
}
