//! Arguments for and against: reported, hidden with a public reason, objected to, never silently gone.

use wijkdeal::domain::argument::PER_DAY;

use super::town::{REASON, town};
use crate::support::on_each_database;

#[test]
fn an_argument_is_hidden_with_a_reason_and_comes_back_after_an_objection() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let (_, bos) = town.resident(&app, "Bo").await;
        let (_, cors) = town.resident(&app, "Cor").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        let list = format!("/ideeen/{idea}/argumenten");
        let (sam, kim) = (town.reviewer(&app, "Sam").await, town.reviewer(&app, "Kim").await);

        let visitor = app.visitor();
        assert!(visitor.get(&list).await.shows("Log in om een argument te geven"));
        let short = bos.get(&list).await.submit_to(&list, &[("side", "against"), ("body", "Nee")]).await;
        assert!(short.status == 422 && short.html.contains("Nee"));
        short.submit_to(&list, &[("side", "against"), ("body", "Er staan daar al te veel bomen.")]).await;
        assert!(visitor.get(&list).await.shows("Tegen (1)"));
        assert!(app.last_mail_to("anna@voorbeeld.nl").await.text.contains("al te veel bomen"), "the owner hears of it");

        let report = cors.get(&list).await.attributes("main a", "href").into_iter().find(|href| href.starts_with("/argumenten/")).unwrap();
        cors.get(&report).await.submit_to(&format!("{report}/melden"), &[("reason", "Dit is niet waar.")]).await;
        let desk = sam.get("/werk/argumenten").await;
        assert!(desk.shows("Dit is niet waar.") && !desk.shows("Cor"), "who reported stays out of it");
        assert!(sam.get("/werk").await.shows("Gemelde argumenten en bezwaren"));
        let action = format!("/werk{report}");
        assert_eq!(sam.post(&action, &[("ruling", "hide"), ("reason", "Nee.")]).await.status, 422, "not without a reason");
        sam.post(&action, &[("ruling", "hide"), ("reason", REASON)]).await;
        let hidden = visitor.get(&list).await;
        assert!(hidden.shows("Dit argument is verborgen") && hidden.shows(REASON) && !hidden.shows("al te veel bomen"), "{}", hidden.text());
        assert!(visitor.get(&format!("/ideeen/{idea}")).await.shows("Een argument verborgen"), "on the timeline");
        assert!(app.last_mail_to("bo@voorbeeld.nl").await.text.contains("bezwaar maken"));

        let objection = format!("{report}/bezwaar");
        assert_eq!(cors.post(&objection, &[("objection", "Ik vind van wel.")]).await.status, 403);
        bos.get(&report).await.submit_to(&objection, &[("objection", "Het is een feit: het zijn er veertig.")]).await;
        assert_eq!(bos.post(&objection, &[("objection", "Nog een keer dan.")]).await.status, 409, "once");
        let own = sam.post(&action, &[("ruling", "back"), ("reason", REASON)]).await;
        assert!(own.status == 409 && own.shows("Een collega moet"), "{}", own.text());
        kim.post(&action, &[("ruling", "back"), ("reason", "Het zijn er inderdaad veertig.")]).await;
        assert!(visitor.get(&list).await.shows("al te veel bomen"));
        assert!(app.last_mail_to("bo@voorbeeld.nl").await.text.contains("staat weer op de pagina"));
        assert!(kim.get("/werk/argumenten").await.shows("Er is niets gemeld."));
    });
}

#[test]
fn a_flood_is_stopped_without_a_puzzle_and_a_report_can_be_left() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let (_, bos) = town.resident(&app, "Bo").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        let list = format!("/ideeen/{idea}/argumenten");
        for n in 0..PER_DAY {
            assert_eq!(bos.post(&list, &[("side", "for"), ("body", &format!("Argument nummer {n} voor dit idee."))]).await.status, 200);
        }
        let many = bos.post(&list, &[("side", "for"), ("body", "En nog een argument.")]).await;
        assert!(many.status == 409 && many.shows("Morgen kunt u verder"), "{}", many.text());
        let (_, cors) = town.resident(&app, "Cor").await;
        cors.post("/argumenten/1/melden", &[("reason", "Dit bevalt mij niet.")]).await;
        let sam = town.reviewer(&app, "Sam").await;
        sam.get("/werk/argumenten").await.submit_to("/werk/argumenten/1", &[("ruling", "leave")]).await;
        assert!(sam.get("/werk/argumenten").await.shows("Er is niets gemeld."));
        assert!(app.visitor().get(&list).await.shows("Argument nummer 0"));
        let stranger = app.staff("Els", wijkdeal::domain::person::Role::Gebiedsteam, wijkdeal::domain::person::Scope::Gebied(town.elsewhere)).await;
        assert_eq!(stranger.post("/werk/argumenten/1", &[("ruling", "hide"), ("reason", REASON)]).await.status, 403);
    });
}
