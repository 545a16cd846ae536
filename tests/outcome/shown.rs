//! What everybody sees of a result, and can walk through.

use wijkdeal::domain::rules::OutcomeRule;

use super::{Team, cast, within_budget};
use crate::support::on_each_database;
use crate::voting::world::World;

/// 4.500, 32.000, 18.500 and 9.800 euro, with 30, 24, 14 and 2 votes of 36 people.
const VOTES: [(usize, &[usize]); 4] = [(20, &[0, 1]), (10, &[0, 2]), (4, &[1, 2]), (2, &[3])];

#[test]
fn down_the_list_everybody_sees_the_money_that_was_left_when_a_plan_had_its_turn() {
    on_each_database(async |app| {
        let world = World::open(&app, within_budget(OutcomeRule::WithinBudget)).await;
        cast(&app, &world, &VOTES).await;
        Team::of(&app, world.gebied).await.settle(&app, &world).await;
        let page = app.visitor().get(&world.path("uitslag")).await;
        assert_eq!(
            page.all("tr.wd-row--chosen th a"),
            ["Plukbomen in het plantsoen", "Een muziekkoepel op het plein", "Samen eten"],
            "{}",
            page.text()
        );
        for words in [
            "Gekozen als nummer 1: toen dit plan aan de beurt was, was er nog € 50.000. Het plan kost € 4.500.",
            "Niet gekozen: het plan kost € 18.500 en er was nog € 13.500.",
            "Eerste reserve",
            // With 10 it ends equal to the plan before it, and the lot decides; with 11 it needs none.
            "extra stemmen alleen voor dit plan was het gekozen.",
            "Met dezelfde stemmen en een prijs van € 13.500 was het gekozen.",
            "€ 46.300 van € 50.000 is verdeeld. € 3.700 is over.",
            "Past een plan niet meer? Dan slaan wij het over",
            "van de 14.000 inwoners 0,2%",
        ] {
            assert!(page.shows(words), "{words}: {}", page.text());
        }
        assert!(["Met 10 extra", "Met 11 extra"].iter().any(|words| page.shows(words)), "{}", page.text());
        let english = app.visitor().get(&format!("{}?taal=en", world.path("uitslag"))).await;
        assert!(english.shows("Not chosen: the plan costs €18,500 and €13,500 was left."), "{}", english.text());
        assert!(["With 10 more", "With 11 more"].iter().any(|words| english.shows(words)), "{}", english.text());
        assert!(english.shows("more votes for this plan alone it would have won."));
    });
}

#[test]
fn under_equal_shares_a_loser_hears_what_its_voters_had_and_nobody_can_be_recognised() {
    on_each_database(async |app| {
        let world = World::open(&app, within_budget(OutcomeRule::EqualShares)).await;
        cast(&app, &world, &VOTES).await;
        Team::of(&app, world.gebied).await.settle(&app, &world).await;
        let page = app.visitor().get(&world.path("uitslag")).await;
        for words in [
            "Gelijke Delen: het geld is eerst verdeeld over alle 36 stembiljetten",
            "stemmers betaalden elk",
            "Hoe dichtbij waren de andere plannen?",
        ] {
            assert!(page.shows(words), "{words}: {}", page.text());
        }
        // Two people voted for 'Samen eten': what they had left says what they voted for.
        let support = page.all(".wd-chart a");
        assert!(!support.contains(&"Samen eten".to_owned()), "{support:?}");
        assert!(!page.shows(" 2 stemmers betaalden") && !page.shows(" 4 stemmers betaalden"), "{}", page.text());
    });
}

#[test]
fn the_count_can_be_walked_through_step_by_step_with_links_alone() {
    for rule in [OutcomeRule::WithinBudget, OutcomeRule::Top { places: 2 }, OutcomeRule::EqualShares] {
        on_each_database(async |app| {
            let world = World::open(&app, within_budget(rule)).await;
            cast(&app, &world, &VOTES).await;
            assert_eq!(app.visitor().get(&world.path("uitslag/stap/0")).await.status, 404, "nothing to see before the outcome is public");
            Team::of(&app, world.gebied).await.settle(&app, &world).await;
            let visitor = app.visitor();
            let start = visitor.get(&world.path("uitslag")).await.attribute("a.nl-button--primary", "href").unwrap();
            let mut page = visitor.get(&start).await;
            assert!(page.shows("Zo begint de telling") && page.attribute("a[rel=prev]", "href").is_none());
            let mut chosen = Vec::new();
            for step in 1..20 {
                let next = page.attribute("a[rel=next]", "href").unwrap();
                let before = page.path.clone();
                page = visitor.get(&next).await;
                if page.path.ends_with("/uitslag") {
                    break;
                }
                assert!(page.shows(&format!("Stap {step} van")), "{}", page.text());
                assert_eq!(page.attribute("a[rel=prev]", "href").unwrap(), before, "back is where we came from");
                let heading = page.all("h1").remove(0);
                chosen.extend(heading.strip_prefix("Gekozen: ").map(str::to_owned));
            }
            assert!(page.path.ends_with("/uitslag"), "the last step leads to the result: {}", page.path);
            let mut shown = page.all("tr.wd-row--chosen th a");
            shown.sort();
            chosen.sort();
            assert_eq!(chosen, shown, "{rule:?}: the steps end where the result is");
            assert_eq!(visitor.get(&world.path("uitslag/stap/99")).await.status, 404);
        });
    }
}

#[test]
fn in_the_replay_of_equal_shares_the_money_of_voters_only_falls_and_is_told_in_sums() {
    on_each_database(async |app| {
        let world = World::open(&app, within_budget(OutcomeRule::EqualShares)).await;
        cast(&app, &world, &VOTES).await;
        Team::of(&app, world.gebied).await.settle(&app, &world).await;
        let (_, replay) = wijkdeal::app::count::outcomes::replayed(&app.context, world.slug.clone()).await.unwrap();
        let mut before = replay.start.clone();
        assert!(before.iter().flatten().count() >= 3);
        for scene in replay.scenes.iter().filter(|scene| !scene.left.is_empty()) {
            for (was, is) in before.iter().zip(&scene.left) {
                assert!(is.is_none_or(|is| was.is_some_and(|was| is <= was)), "{replay:?}");
            }
            before = scene.left.clone();
        }
        let eaten = replay.projects.iter().position(|id| *id == world.plans[3].to_string()).unwrap();
        assert!(replay.scenes.iter().all(|scene| scene.left.get(eaten).copied().flatten().is_none()), "two people are too few to tell");
        let page = app.visitor().get(&world.path("uitslag/stap/1")).await;
        assert!(page.shows("Stemmers hebben nog") && page.shows("het telt als"), "{}", page.text());
    });
}

#[test]
fn each_wijk_has_its_own_page_and_small_numbers_are_not_on_it() {
    on_each_database(async |app| {
        let mut world = World::open(&app, within_budget(OutcomeRule::WithinBudget)).await;
        cast(&app, &world, &[(24, &[0, 1]), (6, &[2])]).await;
        let batch = wijkdeal::app::codes::make_batch(&app.context, &wijkdeal::domain::person::Actor::Clock, world.round, world.wijken[1], 20).await;
        world.codes = batch.unwrap().codes;
        cast(&app, &world, &[(15, &[2]), (3, &[0])]).await;
        Team::of(&app, world.gebied).await.settle(&app, &world).await;
        let page = app.visitor().get(&world.path("uitslag")).await;
        assert!(page.shows("30 stemmen, 0,3% van 8.000 inwoners"), "{}", page.text());
        let wijk = app.visitor().get(&world.path("uitslag/wijk/helpman")).await;
        assert!(wijk.shows("Uitslag in Helpman"), "{}", wijk.text());
        // 24 + 3 for the first plan, 6 + 15 for the third: the small one would follow from the other.
        let hidden = wijk.all("td[data-label='Stemmen uit Helpman']");
        assert_eq!(hidden.iter().filter(|cell| cell.contains("te weinig om te tonen")).count(), 2, "{hidden:?}");
        assert!(wijk.shows("in deze wijk"));
        assert_eq!(app.visitor().get(&world.path("uitslag/wijk/beijum")).await.status, 404);
    });
}

/// T-PATTERN: one of few ballots can be recognised, so below fifty only totals are published.
#[test]
fn few_ballots_are_not_published_one_by_one() {
    on_each_database(async |app| {
        let world = World::open(&app, within_budget(OutcomeRule::WithinBudget)).await;
        cast(&app, &world, &VOTES).await;
        Team::of(&app, world.gebied).await.settle(&app, &world).await;
        for file in ["stemmen.pb", "bundel.json"] {
            assert_eq!(app.visitor().get(&world.path(file)).await.status, 404, "{file}");
        }
        assert_eq!(app.visitor().get(&world.path("uitslag.json")).await.status, 200, "totals are public");
    });
}
