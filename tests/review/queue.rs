//! The queue: what must I do today?

use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::person::{Role, Scope};

use super::town::{find, state, town};
use crate::support::on_each_database;

#[test]
fn the_queue_shows_what_is_late_first_and_says_who_has_to_do_something() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let old = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        app.time_is("2027-03-16T09:00");
        town.idea(&app, anna, "Bankjes op het plein").await;
        let sam = town.reviewer(&app, "Sam").await;

        let queue = sam.get("/werk/ideeen").await;
        assert_eq!(queue.all("tbody th a"), ["Plukbomen in het plantsoen", "Bankjes op het plein"]);
        assert!(queue.all("tbody tr")[0].contains("te laat"), "10 working days after 1 March is 15 March");
        assert!(queue.all("tbody tr")[1].contains("1 april 2027"), "Good Friday and Easter Monday do not count: {}", queue.text());
        assert!(queue.all("tbody tr")[0].contains("Het gebiedsteam"));

        sam.get(&format!("/werk/ideeen/{old}")).await.submit_to(&format!("/werk/ideeen/{old}/oppakken"), &[]).await;
        assert_eq!(state(&app, old).await, IdeaState::InReview);
        let mail = app.last_mail_to("anna@voorbeeld.nl").await;
        assert!(mail.text.contains("Uw vaste contactpersoon is Sam van het gebiedsteam Zuid"), "{}", mail.text);

        assert_eq!(sam.get("/werk/ideeen?contact=mij").await.all("tbody th a"), ["Plukbomen in het plantsoen"]);
        assert_eq!(sam.get("/werk/ideeen?contact=niemand").await.all("tbody th a"), ["Bankjes op het plein"]);
        assert_eq!(sam.get("/werk/ideeen?stand=contact").await.all("tbody th a"), ["Plukbomen in het plantsoen"]);
        assert!(sam.get("/werk/ideeen?stand=owner").await.shows("geen ideeën die aan deze keuze voldoen"));
    });
}

#[test]
fn another_gebied_sees_nothing_and_may_do_nothing() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, browser) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        let other = app.staff("Oscar", Role::Gebiedsteam, Scope::Gebied(town.elsewhere)).await;

        assert!(!other.get("/werk/ideeen").await.shows("Plukbomen"));
        assert_eq!(other.get(&format!("/werk/ideeen/{idea}")).await.status, 403);
        assert_eq!(other.get("/werk/oordelen/de-wijert-2027").await.status, 403);
        for path in ["oppakken", "oordeel/terug"] {
            assert_eq!(other.post(&format!("/werk/ideeen/{idea}/{path}"), &[]).await.status, 403, "{path}");
        }
        let question = [("question", "Waar moet het precies komen?")];
        assert_eq!(other.post(&format!("/werk/ideeen/{idea}/vraag"), &question).await.status, 403);
        assert_eq!(browser.get("/werk/ideeen").await.status, 403, "a resident has no desk");
        assert_eq!(browser.get(&format!("/werk/ideeen/{idea}")).await.status, 403);
        assert_eq!(state(&app, idea).await, IdeaState::Submitted);
    });
}

#[test]
fn a_question_and_its_answer_go_by_mail_and_only_the_makers_can_answer() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, browser) = town.resident(&app, "Anna").await;
        let (_, nosy) = town.resident(&app, "Nosy").await;
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        let sam = town.reviewer(&app, "Sam").await;
        let desk = format!("/werk/ideeen/{idea}");

        let again = sam.get(&desk).await.submit(&[("question", "Hoe?")]).await;
        assert_eq!(again.status, 422);
        assert!(again.shows("Schrijf een vraag van 10 tot 1000 tekens") && again.shows("Hoe?"), "{}", again.text());
        again.submit(&[("question", "Wie geeft de bomen water in de zomer?")]).await;

        assert_eq!(state(&app, idea).await, IdeaState::Question);
        let mail = app.last_mail_to("anna@voorbeeld.nl").await;
        assert!(mail.subject.contains("Een vraag over uw idee") && mail.text.contains("Wie geeft de bomen water"), "{}", mail.text);
        assert!(mail.text.contains("tot en met 15 maart 2027") && mail.text.contains(&format!("/ideeen/{idea}/vraag")), "{}", mail.text);
        assert!(sam.get("/werk/ideeen").await.all("tbody tr")[0].contains("De indiener"));

        let page = format!("/ideeen/{idea}/vraag");
        assert_eq!(nosy.get(&page).await.status, 403);
        assert_eq!(nosy.post(&page, &[("answer", "Ik wel hoor.")]).await.status, 403);
        let asked = browser.get(&page).await;
        assert!(asked.shows("Wie geeft de bomen water in de zomer?"));
        asked.submit(&[("answer", "Elf buren, om de beurt.")]).await;

        assert_eq!(state(&app, idea).await, IdeaState::InReview);
        let mail = app.last_mail_to("sam@voorbeeld.nl").await;
        assert!(mail.text.contains("Elf buren, om de beurt."), "{}", mail.text);
        assert!(sam.get(&desk).await.shows("Elf buren, om de beurt."));
        assert_eq!(browser.post(&page, &[("answer", "Nog een keer.")]).await.status, 409, "answered once");
    });
}

#[test]
fn an_idea_keeps_one_contact_and_a_hand_over_has_a_reason() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        let kim = app.person_with("Kim", &[(Role::Gebiedsteam, Scope::Gebied(town.here))]).await;
        let stranger = app.person_with("Oscar", &[(Role::Gebiedsteam, Scope::Gebied(town.elsewhere))]).await;
        let sam = town.reviewer(&app, "Sam").await;
        let desk = format!("/werk/ideeen/{idea}");
        sam.post(&format!("{desk}/oppakken"), &[]).await;
        assert_eq!(app.browser_of(kim).await.post(&format!("{desk}/oppakken"), &[]).await.status, 409);

        let (kim_key, to) = (kim.to_string(), format!("{desk}/overdragen"));
        let again = sam.get(&desk).await.submit_to(&to, &[("to", &kim_key), ("handover_reason", "Druk.")]).await;
        assert_eq!(again.status, 422);
        let reason = "Kim weet alles van bomen en is er elke dag.";
        assert_eq!(sam.post(&to, &[("to", &stranger.to_string()), ("handover_reason", reason)]).await.status, 409, "not a colleague");
        again.submit_to(&to, &[("to", &kim_key), ("handover_reason", reason)]).await;

        assert_eq!(find(&app, idea).await.contact_id, Some(kim));
        let told = app.last_mail_to("anna@voorbeeld.nl").await;
        assert!(told.text.contains("Uw vaste contactpersoon is Kim") && told.text.contains(reason), "{}", told.text);
        assert!(app.last_mail_to("kim@voorbeeld.nl").await.text.contains("Sam droeg dit idee aan u over"));
    });
}
