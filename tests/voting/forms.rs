//! Ballots with points and ballots in order: in the booth, on paper, in the count, and counted again
//! by another program.

use wijkdeal::app::paper::{batches, settling, typing};
use wijkdeal::app::voting;
use wijkdeal::domain::ballot::Choices;
use wijkdeal::domain::paper::PaperKind;
use wijkdeal::domain::rules::{BallotForm, OutcomeRule, Rules};
use wijkdeal::domain::time::Language;

use super::paper::Table;
use super::world::{Wish, World, box_and_used, usual};
use crate::outcome::{Team, recount};
use crate::support::{Browser, Page, TestApp, on_each_database};

fn points() -> BallotForm {
    BallotForm::Points { total: 10, max: 6 }
}

fn ranking() -> BallotForm {
    BallotForm::Ranking { points: vec![5, 3, 1] }
}

fn with(ballot: BallotForm, codes: u32) -> Wish {
    let usual = usual();
    Wish { rules: Rules { ballot, outcome: OutcomeRule::Top { places: 2 }, ..usual.rules }, codes, ..usual }
}

/// Posts the form with this in the fields of the plans, by their place.
async fn save(world: &World, browser: &Browser, begin: &str, gifts: &[(usize, &str)], more: &[(&str, String)]) -> Page {
    let fields: Vec<(String, String)> = gifts
        .iter()
        .map(|(plan, given)| (format!("{begin}{}", world.plans[*plan]), (*given).to_owned()))
        .chain(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())))
        .collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(&world.path("stembiljet"), &fields).await
}

#[test]
fn a_voter_divides_points_and_hears_what_does_not_fit() {
    on_each_database(async |app| {
        let world = World::open(&app, with(points(), 3)).await;
        let anna = world.voter(&app, 0).await;
        assert!(anna.last().shows("U verdeelt 10 punten"), "{}", anna.last().text());
        let page = save(&world, &anna, "punten_", &[(0, "6"), (2, "4"), (1, "")], &[]).await;
        assert!(page.shows("Uw stem telt mee") && page.shows("U gaf 10 punten aan 2 plannen"), "{}", page.text());
        let (first, third) = (format!("#punten_{}", world.plans[0]), format!("#punten_{}", world.plans[2]));
        assert_eq!(page.value(&first).as_deref(), Some("6"));

        let page = save(&world, &anna, "punten_", &[(0, "7"), (2, "1")], &[]).await;
        assert!(page.status == 422 && page.shows("Een plan krijgt hoogstens 6 punten"), "{}", page.text());
        assert_eq!((page.value(&first).as_deref(), page.value(&third).as_deref()), (Some("7"), Some("1")), "what was typed stays");
        assert!(page.shows("Uw eerdere keuze van 2 plannen telt mee"), "{}", page.text());
        let page = save(&world, &anna, "punten_", &[(0, "6"), (1, "5")], &[]).await;
        assert!(page.status == 422 && page.shows("U gaf 11 punten. U heeft er 10. Haal er 1 weg."), "{}", page.text());
        let page = save(&world, &anna, "punten_", &[(0, "veel")], &[]).await;
        assert!(page.status == 422 && page.shows("‘veel’ is geen aantal"), "{}", page.text());
        assert_eq!(page.value(&first).as_deref(), Some("veel"));
        let again = world.voter(&app, 0).await.last();
        assert_eq!((again.value(&first).as_deref(), again.value(&third).as_deref()), (Some("6"), Some("4")), "the refused ones changed nothing");
        assert_eq!(box_and_used(&app).await, (1, 1));
    });
}

#[test]
fn a_voter_puts_plans_in_order_with_buttons_and_without_scripts() {
    on_each_database(async |app| {
        let world = World::open(&app, with(ranking(), 3)).await;
        let order = |page: &Page| page.all(".wd-ranked > li:not([hidden]) .wd-ranked__name");
        let anna = world.voter(&app, 0).await;
        assert!(order(&anna.last()).is_empty() && anna.last().shows("Er staat nog geen plan op uw lijst"));
        let page = save(&world, &anna, "plaats_", &[(0, "1"), (1, "3"), (2, "")], &[]).await;
        assert_eq!(order(&page), ["Plukbomen in het plantsoen", "Een muziekkoepel op het plein"], "an empty place closes up");
        let places = [(0, "1"), (1, "2"), (2, "3")];
        save(&world, &anna, "plaats_", &places, &[]).await;
        let page = save(&world, &anna, "plaats_", &places, &[("omhoog", world.plans[2].to_string())]).await;
        assert_eq!(order(&page), ["Plukbomen in het plantsoen", "Veilig oversteken", "Een muziekkoepel op het plein"]);
        let page = save(&world, &anna, "plaats_", &[(0, "1"), (2, "2"), (1, "3")], &[("weg", world.plans[0].to_string())]).await;
        assert_eq!(order(&page), ["Veilig oversteken", "Een muziekkoepel op het plein"]);
        let twice = save(&world, &anna, "plaats_", &[(0, "1"), (1, "1")], &[]).await;
        assert!(twice.status == 422 && twice.shows("twee plannen op plaats 1"), "{}", twice.text());
        let many = save(&world, &anna, "plaats_", &[(0, "1"), (1, "2"), (2, "3"), (3, "4")], &[]).await;
        assert!(many.status == 422 && many.shows("U mag er 3 kiezen"), "{}", many.text());
        assert_eq!(order(&world.voter(&app, 0).await.last()), ["Veilig oversteken", "Een muziekkoepel op het plein"]);
    });
}

/// Sixty voters on three kinds of ballots, given by the places of the plans.
async fn sixty(app: &TestApp, world: &World, ballot: impl Fn(usize) -> Choices) {
    for code in 0..60 {
        voting::cast(&app.context, &world.ticket(app, code), &ballot(code), Language::Nl).await.unwrap();
    }
}

#[test]
fn a_round_with_points_is_counted_published_and_counted_again_elsewhere() {
    on_each_database(async |app| {
        let world = World::open(&app, with(points(), 60)).await;
        // Plan 3 has most voters; plans 0 and 2 have most points.
        let ballots = [[(0, 6), (3, 3)], [(0, 6), (3, 1)], [(2, 6), (3, 1)]];
        sixty(&app, &world, |code| Choices::given(ballots[code % 3].map(|(plan, given)| (world.plans[plan], given)))).await;
        let page = published(&app, &world).await;
        assert_eq!(page.all("tr.wd-row--chosen th a"), ["Plukbomen in het plantsoen", "Veilig oversteken"], "{}", page.text());
        assert!(page.shows("Punten") && page.shows("van 40 stemmers") && page.shows("240"), "{}", page.text());
        assert!(page.shows("de punten van alle stembiljetten opgeteld"), "{}", page.text());
        recount(&app, &world).await;
    });
}

#[test]
fn a_round_with_an_order_is_counted_published_and_counted_again_elsewhere() {
    on_each_database(async |app| {
        let world = World::open(&app, with(ranking(), 60)).await;
        // 5 × 20 for plan 0; 3 × 60 for plan 1, first on nobody's list; 5 × 40 and 1 × 20 for plan 2.
        let ballots = [[0, 1, 2], [2, 1, 3], [2, 1, 3]];
        sixty(&app, &world, |code| Choices::ranked(ballots[code % 3].map(|plan| world.plans[plan]))).await;
        let page = published(&app, &world).await;
        assert_eq!(page.all("tr.wd-row--chosen th a"), ["Veilig oversteken", "Een muziekkoepel op het plein"], "{}", page.text());
        assert!(page.shows("220") && page.shows("180") && page.shows("van 60 stemmers"), "{}", page.text());
        let pb = app.visitor().get(&world.path("stemmen.pb")).await;
        assert!(pb.text().contains("ordinal"), "{}", pb.text());
        recount(&app, &world).await;
    });
}

/// What everybody sees, after four people took their steps.
async fn published(app: &TestApp, world: &World) -> Page {
    Team::of(app, world.gebied).await.settle(app, world).await;
    app.visitor().get(&world.path("uitslag")).await
}

/// Three papers that say the same, of which one is misread by one of the two who type; a third settles it.
async fn three_papers(app: &TestApp, world: &World, says: &str, misread: &str) {
    let table = Table::of(app, world).await;
    let (batch, key) = table.batch(app, world, 3).await;
    for code in 0..3 {
        assert_eq!(table.take(app, world, batch, code).await, PaperKind::Taken);
    }
    let [first, second, third] = &table.people;
    batches::end_taking(&app.context, first, batch).await.unwrap();
    let typed = |numbers: &str| typing::Typed { numbers: numbers.into(), kind: String::new() };
    for (person, papers) in [(first, [says, says, misread]), (second, [says, says, says])] {
        for (number, paper) in (1..).zip(papers) {
            typing::save(&app.context, person, &key, batch, number, &typed(paper)).await.unwrap();
        }
    }
    let found = settling::settling(&app.context, third, &key, batch).await.unwrap();
    assert_eq!(found.differences.iter().map(|one| one.number).collect::<Vec<_>>(), [3]);
    settling::decide(&app.context, third, &key, batch, 3, &typed(says), "Op het papier staat het duidelijk").await.unwrap();
    settling::put_in_box(&app.context, first, &key, batch).await.unwrap();
    table.papers(app, world, 3).await;
}

/// Three papers next to one vote online: all four weigh the same.
async fn on_paper(app: TestApp, form: BallotForm, says: [&str; 2], chosen: [&str; 2], numbers: [&str; 2]) {
    let world = World::open(&app, with(form.clone(), 8)).await;
    three_papers(&app, &world, says[0], says[1]).await;
    let online = match form {
        BallotForm::Points { .. } => Choices::given([(world.plans[0], 6), (world.plans[2], 4)]),
        _ => Choices::ranked([world.plans[2], world.plans[0]]),
    };
    voting::cast(&app.context, &world.ticket(&app, 5), &online, Language::Nl).await.unwrap();
    let page = published(&app, &world).await;
    assert_eq!(page.all("tr.wd-row--chosen th a"), chosen, "{}", page.text());
    assert_eq!(page.all("tr.wd-row--chosen strong.wd-number"), numbers);
}

#[test]
fn points_on_paper_weigh_the_same_as_online() {
    let (says, chosen) = (["1=6 3=4", "1=6 3=3"], ["Plukbomen in het plantsoen", "Veilig oversteken"]);
    on_each_database(async |app| on_paper(app, points(), says, chosen, ["24", "16"]).await);
}

#[test]
fn an_order_on_paper_weighs_the_same_as_online() {
    let (says, chosen) = (["3 1", "1 3"], ["Veilig oversteken", "Plukbomen in het plantsoen"]);
    on_each_database(async |app| on_paper(app, ranking(), says, chosen, ["20", "12"]).await);
}
