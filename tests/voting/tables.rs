//! Meetings: a table that fills in one ballot together, and the part of the result that meetings
//! decide.

use wijkdeal::app::paper::{batches, settling, typing};
use wijkdeal::app::{codes, voting};
use wijkdeal::domain::ballot::Choices;
use wijkdeal::domain::paper::PaperKind;
use wijkdeal::domain::person::Actor;
use wijkdeal::domain::rules::{Meetings, OutcomeRule, Rules};
use wijkdeal::domain::time::Language;
use wijkdeal::error::Error;

use super::paper::Table;
use super::world::{Wish, World, box_and_used, usual};
use crate::outcome::{Team, recount};
use crate::support::{TestApp, on_each_database};

fn with(meetings: Meetings, codes: u32) -> Wish {
    let usual = usual();
    Wish { rules: Rules { meetings, outcome: OutcomeRule::Top { places: 1 }, ..usual.rules }, codes, ..usual }
}

/// A table at which these codes are handed in, and what two people type of its ballot.
async fn table(app: &TestApp, world: &World, at: &Table, people: usize, codes: std::ops::Range<usize>, says: [&str; 2]) {
    let place = at.place().to_string();
    let typed = batches::Pile { place, wijk: world.wijken[0].to_string(), pile: people.to_string(), is_table: true };
    let [first, second, third] = &at.people;
    let (one, code) = batches::open(&app.context, first, world.round, &typed).await.unwrap();
    let (batch, key) = (one.batch.id, typing::unlock(&app.context, first, one.batch.id, &code.printed()).await.unwrap());
    for code in codes {
        assert_eq!(at.take(app, world, batch, code).await, PaperKind::Taken);
    }
    batches::end_taking(&app.context, first, batch).await.unwrap();
    let paper = |numbers: &str| typing::Typed { numbers: numbers.into(), kind: String::new() };
    for (person, numbers) in [(first, says[0]), (second, says[1])] {
        typing::save(&app.context, person, &key, batch, 1, &paper(numbers)).await.unwrap();
        assert!(typing::save(&app.context, person, &key, batch, 2, &paper(numbers)).await.is_err(), "a table has one ballot");
    }
    if says[0] != says[1] {
        settling::decide(&app.context, third, &key, batch, 1, &paper(says[0]), "De tafel zei het nog eens").await.unwrap();
    }
    settling::put_in_box(&app.context, first, &key, batch).await.unwrap();
}

#[test]
fn a_table_of_six_counts_six_times_and_only_once() {
    on_each_database(async |app| {
        let world = World::open(&app, with(Meetings { tables: true, percent: 0 }, 12)).await;
        let at = Table::of(&app, &world).await;
        for code in 0..4 {
            world.cast(&app, code, &[0]).await.unwrap();
        }
        table(&app, &world, &at, 6, 4..10, ["3", "2"]).await;
        assert_eq!(box_and_used(&app).await, (10, 4), "six ballots for six codes");
        let again = world.cast(&app, 5, &[0]).await;
        assert!(matches!(again, Err(Error::Refused(message)) if message.key == "error-code-on-paper"), "a code of the table is used everywhere");
        at.papers(&app, &world, 1).await;
        let team = Team::of(&app, world.gebied).await;
        team.settle(&app, &world).await;
        let page = app.visitor().get(&world.path("uitslag")).await;
        assert_eq!(page.all("tr.wd-row--chosen th a"), ["Veilig oversteken"], "{}", page.text());
        assert!(
            page.shows("Zonder de stembiljetten van tafels: wel gekozen Plukbomen in het plantsoen; niet gekozen Veilig oversteken."),
            "{}",
            page.text()
        );
    });
}

#[test]
fn a_round_without_tables_takes_none() {
    on_each_database(async |app| {
        let world = World::open(&app, with(Meetings::default(), 2)).await;
        let at = Table::of(&app, &world).await;
        let typed = batches::Pile { place: at.place().to_string(), wijk: world.wijken[0].to_string(), pile: "6".into(), is_table: true };
        let refused = batches::open(&app.context, &at.people[0], world.round, &typed).await;
        assert!(matches!(refused, Err(Error::Refused(message)) if message.key == "error-paper-no-tables"));
    });
}

#[test]
fn meetings_decide_half_and_anybody_can_count_that_again() {
    on_each_database(async |app| {
        let world = World::open(&app, with(Meetings { tables: true, percent: 50 }, 60)).await;
        let rules = app.visitor().get(&world.path("spelregels")).await;
        assert!(rules.shows("bepalen samen 50% van de uitslag"), "{}", rules.text());
        // 40 at home for plan 0; 12 with a code of the evening for plan 2 and a table of 6 for plan 2 and 3.
        for code in 0..40 {
            world.cast(&app, code, if code < 30 { &[0] } else { &[2] }).await.unwrap();
        }
        let evening = codes::make_for_meeting(&app.context, &Actor::Clock, world.round, world.wijken[0], 12).await.unwrap();
        for code in &evening.codes {
            let ticket = voting::enter(&app.context, world.round, code, Language::Nl).await.unwrap().unwrap();
            voting::cast(&app.context, &ticket, &Choices::ticks([world.plans[2]]), Language::Nl).await.unwrap();
        }
        let at = Table::of(&app, &world).await;
        table(&app, &world, &at, 6, 40..46, ["3", "3"]).await;
        at.papers(&app, &world, 1).await;
        Team::of(&app, world.gebied).await.settle(&app, &world).await;
        let page = app.visitor().get(&world.path("uitslag")).await;
        // At home 75% for plan 0 and 25% for plan 2; at the meeting 100% for plan 2: 37,5% against 62,5%.
        assert_eq!(page.all("tr.wd-row--chosen th a"), ["Veilig oversteken"], "{}", page.text());
        assert!(page.shows("Als elke stem even zwaar telde: wel gekozen Plukbomen in het plantsoen"), "{}", page.text());
        assert!(page.shows("Bijeenkomst") && page.shows("36,2") && page.shows("van 28 stemmers"), "{}", page.text());
        recount(&app, &world).await;
    });
}
