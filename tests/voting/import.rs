//! Votes from elsewhere, as public pages like any other.

use std::io::{BufReader, Cursor};

use wijkdeal::app::count::{import, outcomes};

use crate::support::on_each_database;

const SHARED: &str = "../shared/data/pabulib";

#[test]
fn the_vote_of_assen_gives_the_independently_computed_result_and_a_public_page() {
    let path = format!("{SHARED}/stemmen/Netherlands_Assen_2025.pb");
    let Ok(file) = std::fs::read(&path) else {
        eprintln!("left out: there is no {path} next to the project");
        return;
    };
    let expected: serde_json::Value =
        serde_json::from_slice(&std::fs::read(format!("{SHARED}/uitkomsten/Netherlands_Assen_2025.json")).unwrap()).unwrap();
    let greedy = &expected["rules"]["greedy_votes"];
    on_each_database(async |app| {
        let imported = import::import(&app.context, BufReader::new(Cursor::new(file.clone())), "greedy-votes", None).await.unwrap();
        let (_, election, outcome) = outcomes::published(&app.context, imported.slug.clone()).await.unwrap();
        let mut winners = outcome.winners.clone();
        winners.sort();
        assert_eq!(serde_json::json!(winners), greedy["winners"]);
        assert_eq!(election.currency.decimal(outcome.spent), greedy["total_cost"].as_str().unwrap());
        let page = app.visitor().get(&format!("/rondes/{}/uitslag", imported.slug)).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.all("tr.wd-row--chosen").len(), winners.len());
        assert!(page.shows("€ 99.792 van € 100.000 verdeeld") || page.shows("€ 99.792"), "{}", page.text());
        let pb = app.visitor().get(&format!("/rondes/{}/stemmen.pb", imported.slug)).await;
        let again =
            wijkdeal::pabulib::read(Cursor::new(pb.html.into_bytes()), wijkdeal::pabulib::Mode::Strict, wijkdeal::pabulib::Labels::Drop).unwrap();
        assert_eq!(again.election.canonical().unwrap().ballots, election.ballots, "the ballots come out as they went in");
        let twice = import::import(&app.context, BufReader::new(Cursor::new(file.clone())), "greedy-votes", None).await;
        assert!(twice.is_err(), "a file is imported once");
    });
}
