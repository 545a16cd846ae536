//! Staff find the stemcodes and the count by clicking, when it is time for them.

use wijkdeal::domain::rules::OutcomeRule;

use super::{Team, cast, id, tellen, within_budget};
use crate::support::on_each_database;
use crate::voting::world::{CLOSES, World};

#[test]
fn the_codes_and_the_count_are_reached_by_clicking_when_it_is_time() {
    on_each_database(async |app| {
        let world = World::open(&app, within_budget(OutcomeRule::WithinBudget)).await;
        cast(&app, &world, &[(3, &[0])]).await;
        let team = Team::of(&app, world.gebied).await;
        let codes = format!("/werk/rondes/{}/stemcodes", world.round);
        let links = async |who, path: &str| app.browser_of(id(who)).await.get(path).await.attributes("main a", "href");
        for (who, path) in [(&team.counter, "/werk"), (&team.manager, "/werk"), (&team.manager, "/werk/rondes/wijkdeal-zuid")] {
            let all = links(who, path).await;
            assert!(all.contains(&codes) && !all.contains(&tellen(&world)), "while people vote, {path}: {all:?}");
        }
        app.time_is(CLOSES);
        for (who, path) in [(&team.counter, "/werk"), (&team.alderman, "/werk"), (&team.manager, "/werk/rondes/wijkdeal-zuid")] {
            let all = links(who, path).await;
            assert!(all.contains(&tellen(&world)) && !all.contains(&codes), "after the vote, {path}: {all:?}");
        }
        let waits = app.browser_of(id(&team.counter)).await.get("/werk").await;
        assert!(waits.shows("Stembus sluiten: Wijkdeal Zuid"), "{}", waits.text());
        let alderman = app.browser_of(id(&team.alderman)).await.get("/werk").await;
        assert!(!alderman.shows("Stembus sluiten: Wijkdeal Zuid"), "it does not wait for the alderman");
    });
}
