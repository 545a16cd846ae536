//! Trying other rules: on what is public, never on a vote that is running.

use std::io::{BufReader, Cursor};

use wijkdeal::app::count::import;
use wijkdeal::domain::rules::OutcomeRule;

use super::{Team, cast, id, within_budget};
use crate::support::on_each_database;
use crate::voting::world::{CLOSES, World};

const ASK: &str = "/werk/wat-als?round=wijkdeal-zuid&one_rule=own&other_rule=mes-cost&one_places=&other_places=";

#[test]
fn a_vote_that_is_running_or_not_public_is_never_tried() {
    on_each_database(async |app| {
        let world = World::open(&app, within_budget(OutcomeRule::WithinBudget)).await;
        cast(&app, &world, &[(20, &[0, 1]), (12, &[2])]).await;
        let team = Team::of(&app, world.gebied).await;
        let running = app.browser_of(id(&team.manager)).await.get(ASK).await;
        assert!(running.status == 409 && running.shows("Deze stemming loopt nog"), "{}", running.text());
        app.time_is(CLOSES);
        world.count(&app, &team.counter).await.unwrap();
        let counted = app.browser_of(id(&team.manager)).await.get(ASK).await;
        assert!(counted.status == 409 && counted.shows("nog niet bekend"), "nobody shops for a rule before the result is public: {}", counted.text());
        assert_eq!(app.visitor().get_once(ASK).await.status, 303, "only for staff");
    });
}

#[test]
fn after_the_result_two_rules_stand_side_by_side() {
    on_each_database(async |app| {
        let world = World::open(&app, within_budget(OutcomeRule::WithinBudget)).await;
        cast(&app, &world, &[(20, &[0, 1]), (12, &[2])]).await;
        let team = Team::of(&app, world.gebied).await;
        team.settle(&app, &world).await;
        let browser = app.browser_of(id(&team.manager)).await;
        assert!(browser.get("/werk").await.attributes("main a", "href").contains(&"/werk/wat-als".to_owned()));
        let page = browser.get(ASK).await;
        for words in ["Stemmers zonder één gekozen plan", "Geld per wijk", "Geld per thema", "alleen regel 2", "Veilig oversteken"] {
            assert!(page.shows(words), "{words}: {}", page.text());
        }
        assert!(!page.shows("voorbeeldtelling. Zij"), "exact is exact");
        let fast = browser.get(&format!("{ASK}&fast=ja")).await;
        assert!(fast.shows("Dit is een voorbeeldtelling"), "a preview says that it is one: {}", fast.text());
        let trial = browser.get(&ASK.replace("mes-cost", "bos")).await;
        assert!(trial.shows("Dit is een proef met een regel"), "{}", trial.text());
        let less = browser.get(&format!("{ASK}&one_budget=5000")).await;
        assert!(less.shows("€ 4.500"), "{}", less.text());
        let wrong = browser.get(&format!("{ASK}&one_budget=veel")).await;
        assert!(wrong.status == 422 && wrong.value("input[name=one_budget]").unwrap() == "veel");
    });
}

#[test]
fn a_round_is_designed_on_an_earlier_vote_from_a_file() {
    let path = "../shared/data/pabulib/stemmen/Netherlands_Assen_2025.pb";
    let Ok(file) = std::fs::read(path) else {
        eprintln!("left out: there is no {path} next to the project");
        return;
    };
    on_each_database(async |app| {
        let imported = import::import(&app.context, BufReader::new(Cursor::new(file.clone())), "greedy-votes", None).await.unwrap();
        let browser = app.staff("Bea", wijkdeal::domain::person::Role::Beheerder, wijkdeal::domain::person::Scope::City).await;
        let page = browser.get("/werk/wat-als").await;
        assert!(page.attributes("select[name=round] option", "value").contains(&imported.slug), "{}", page.html);
        let page = browser.get(&format!("/werk/wat-als?round={}&one_rule=own&other_rule=mes-cost-add1-pabulib-greedy", imported.slug)).await;
        let chosen = page.all("main table tbody tr:first-child td");
        assert_eq!(chosen[..2], ["9", "13"], "down the list, and as Assen published it with Equal Shares: {}", page.text());
    });
}
