//! What those who set up a round can choose for its count, and how the outcome leaves the house.

use wijkdeal::domain::rules::{OutcomeRule, Rules};
use wijkdeal::pabulib;

use super::{Team, cast, within_budget};
use crate::support::{TestApp, on_each_database};
use crate::voting::world::{Wish, World};

/// 4.500, 32.000, 18.500 and 9.800 euro, with 50, 35, 25 and 3 votes of 58 people. The first and the
/// third are in De Wijert, the others in Helpman.
const VOTES: [(usize, &[usize]); 4] = [(30, &[0, 1]), (20, &[0, 2]), (5, &[1, 2]), (3, &[3])];

async fn settled(app: &TestApp, outcome: OutcomeRule, choose: impl Fn(Rules) -> Rules) -> World {
    let wish = within_budget(outcome);
    let world = World::open(app, Wish { rules: choose(wish.rules.clone()), codes: 60, ..wish }).await;
    cast(app, &world, &VOTES).await;
    Team::of(app, world.gebied).await.settle(app, &world).await;
    world
}

#[test]
fn an_outcome_leaves_the_house_as_a_file_that_names_its_rule_and_follows_it() {
    for (rule, name) in [(OutcomeRule::WithinBudget, "greedy"), (OutcomeRule::EqualSharesOnly, "equalshares/add1")] {
        on_each_database(async |app| {
            let world = settled(&app, rule, |rules| rules).await;
            let file = app.visitor().get(&world.path("stemmen.pb")).await.html;
            assert!(file.contains(&format!("\nrule;{name}\n")), "{file}");
            assert!(file.contains(";selected\n"), "{file}");
            let found = pabulib::check(file.as_bytes()).unwrap();
            assert_eq!(found.errors(), 0, "{:?}", found.list());
        });
    }
}

#[test]
fn every_wijk_has_its_own_money_and_what_it_leaves_is_for_all() {
    on_each_database(async |app| {
        let world = settled(&app, OutcomeRule::WithinBudgetPerWijk, |rules| rules).await;
        let page = app.visitor().get(&world.path("uitslag")).await;
        // In one pot the music dome would have won; in Helpman alone there is no money for it.
        let chosen = page.all("tr.wd-row--chosen th a");
        assert_eq!(chosen, ["Plukbomen in het plantsoen", "Veilig oversteken", "Samen eten"], "{}", page.text());
        assert!(page.shows("De Wijert") && page.shows("€ 28.571,42") && page.shows("€ 21.428,57"), "{}", page.text());
        assert!(page.shows("Alle wijken"), "{}", page.text());
    });
}

#[test]
fn too_few_voters_make_an_advice_and_a_plan_needs_its_share_of_them() {
    on_each_database(async |app| {
        let choose = |rules| Rules { quorum: 100, min_share: 50, ..rules };
        let world = settled(&app, OutcomeRule::WithinBudget, choose).await;
        let page = app.visitor().get(&world.path("uitslag")).await;
        assert!(page.shows("Daarom is deze uitslag een advies."), "{}", page.text());
        assert_eq!(page.all("tr.wd-row--chosen th a"), ["Plukbomen in het plantsoen", "Een muziekkoepel op het plein"], "{}", page.text());
        assert!(page.shows("er waren 29 stemmen nodig"), "{}", page.text());
    });
}
