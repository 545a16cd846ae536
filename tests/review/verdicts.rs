//! Verdicts: prepared in private, published together, looked at again by somebody else.

use wijkdeal::app::review::verdicts;
use wijkdeal::domain::event::Subject;
use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::ids::IdeaId;
use wijkdeal::domain::money::Cents;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::storage::events;

use super::town::{NO, REASON, find, state, town};
use crate::support::{Browser, TestApp, on_each_database};

/// A reviewer fills in the verdict form.
async fn judge(reviewer: &Browser, idea: IdeaId, fields: &[(&str, &str)]) -> crate::support::Page {
    let action = format!("/werk/ideeen/{idea}/oordeel");
    reviewer.get(&format!("/werk/ideeen/{idea}")).await.submit_to(&action, fields).await
}

async fn tick(app: &TestApp) -> usize {
    verdicts::publish_due(&app.context).await.unwrap()
}

async fn public_story(app: &TestApp, idea: IdeaId) -> Vec<String> {
    app.context
        .db
        .read(move |conn| Ok(events::about(conn, Subject::Idea, idea.0, false)?))
        .await
        .unwrap()
        .into_iter()
        .map(|event| event.what.action)
        .collect()
}

#[test]
fn no_answer_without_a_reason_and_no_plan_without_a_cost() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        let sam = town.reviewer(&app, "Sam").await;
        for (fields, complaint) in [
            ([("kind", "not_feasible"), ("cost", ""), ("reason", "Kan niet.")], "minstens 20 tekens"),
            ([("kind", "feasible"), ("cost", ""), ("reason", REASON)], "Vul in wat het kost"),
            ([("kind", "feasible"), ("cost", "0"), ("reason", REASON)], "Vul in wat het kost"),
            ([("kind", "feasible"), ("cost", "veel"), ("reason", REASON)], "Vul in wat het kost"),
            ([("kind", "forwarded"), ("cost", ""), ("reason", "")], "minstens 20 tekens"),
            ([("kind", "maybe"), ("cost", ""), ("reason", REASON)], "Kies een uitkomst"),
        ] {
            let page = judge(&sam, idea, &fields).await;
            assert_eq!(page.status, 422, "{fields:?}");
            assert!(page.shows(complaint), "{fields:?}: {}", page.text());
            assert!(page.shows(fields[2].1), "what was typed stays");
        }
        assert_eq!(state(&app, idea).await, IdeaState::Submitted);
    });
}

#[test]
fn verdicts_are_prepared_in_private_and_come_out_together_by_the_clock() {
    on_each_database(async |app| {
        let town = town(&app, Some("2027-03-29T10:00")).await;
        let (anna, browser) = town.resident(&app, "Anna").await;
        let (bo, _) = town.resident(&app, "Bo").await;
        let (yes, no) = (town.idea(&app, anna, "Plukbomen in het plantsoen").await, town.idea(&app, bo, "Een brug over het kanaal").await);
        let open = town.idea(&app, bo, "Bankjes op het plein").await;
        let sams = town.colleague(&app, "Sam", Role::Gebiedsteam).await;
        let sam = app.browser_of(sams).await;

        judge(&sam, yes, &[("kind", "feasible"), ("cost", "4.000"), ("reason", REASON)]).await;
        judge(&sam, no, &[("kind", "not_feasible"), ("cost", ""), ("reason", NO)]).await;
        judge(&sam, yes, &[("kind", "feasible"), ("cost", "4.500"), ("reason", REASON)]).await;
        let list = sam.get("/werk/oordelen/de-wijert-2027").await;
        assert!(list.shows("Er staan 2 uitkomsten klaar") && list.shows("1 idee heeft nog geen uitkomst"), "{}", list.text());
        assert!(list.shows("29 maart 2027, 10.00 uur") && list.shows("4.500"));

        let mails = app.mails().await.len();
        for path in [format!("/ideeen/{yes}"), "/rondes/de-wijert-2027".to_owned(), "/".to_owned(), format!("/ideeen/{yes}/vraag")] {
            assert!(!browser.get(&path).await.html.contains(REASON), "{path} tells nothing yet");
        }
        assert_eq!(public_story(&app, yes).await, ["idea.submit", "idea.take_up"]);
        assert_eq!(find(&app, yes).await.cost, None);

        app.time_is("2027-03-29T09:59");
        assert_eq!(tick(&app).await, 0);
        app.time_is("2027-03-29T10:00");
        let late = judge(&app.browser_of(sams).await, yes, &[("kind", "not_feasible"), ("cost", ""), ("reason", NO)]).await;
        assert_eq!(late.status, 409, "the moment came first, even when the worker did not");
        assert_eq!(tick(&app).await, 2);
        assert_eq!(tick(&app).await, 0, "once");

        assert_eq!((state(&app, yes).await, state(&app, no).await), (IdeaState::Feasible, IdeaState::NotFeasible));
        assert_eq!(find(&app, yes).await.cost, Some(Cents::euros(4_500)));
        assert_eq!(state(&app, open).await, IdeaState::Submitted, "what has no verdict waits");
        assert_eq!(public_story(&app, yes).await, ["idea.submit", "idea.take_up", "idea.publish_feasible"]);
        assert_eq!(app.mails().await.len(), mails + 2);
        let told = app.last_mail_to("bo@voorbeeld.nl").await;
        assert!(told.text.contains(NO) && told.text.contains("Vraag tot en met 14 april 2027"), "{}", told.text);
    });
}

#[test]
fn what_the_worker_missed_comes_out_when_it_is_back() {
    on_each_database(async |app| {
        let town = town(&app, Some("2027-03-29T10:00")).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let (ready, later) = (town.idea(&app, anna, "Plukbomen").await, town.idea(&app, anna, "Bankjes").await);
        let sams = town.colleague(&app, "Sam", Role::Gebiedsteam).await;
        judge(&app.browser_of(sams).await, ready, &[("kind", "feasible"), ("cost", "100"), ("reason", REASON)]).await;
        app.time_is("2027-04-20T03:00");
        let sam = app.browser_of(sams).await;
        let mia = app.staff("Mia", Role::Gebiedsmanager, Scope::Gebied(town.here)).await;
        judge(&sam, later, &[("kind", "feasible"), ("cost", "100"), ("reason", REASON)]).await;
        assert_eq!(tick(&app).await, 1, "what was ready at the moment");
        assert_eq!((state(&app, ready).await, state(&app, later).await), (IdeaState::Feasible, IdeaState::InReview));

        let page = "/werk/oordelen/de-wijert-2027";
        assert_eq!(sam.post(page, &[("seen", "1-0")]).await.status, 403, "a member cannot publish by hand");
        let list = mia.get(page).await;
        app.time_passes(chrono::TimeDelta::seconds(1));
        judge(&sam, later, &[("kind", "feasible"), ("cost", "300"), ("reason", REASON)]).await;
        assert_eq!(list.submit_to(page, &[]).await.status, 409, "not what the manager saw");
        let done = mia.get(page).await.submit_to(page, &[]).await;
        assert!(done.shows("De uitkomsten zijn bekendgemaakt"), "{}", done.text());
        assert_eq!(find(&app, later).await.cost, Some(Cents::euros(300)));
    });
}

#[test]
fn verdicts_freeze_when_the_vote_begins() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        let mias = town.colleague(&app, "Mia", Role::Gebiedsmanager).await;
        app.time_is("2027-04-30T23:59");
        let mia = app.browser_of(mias).await;
        judge(&mia, idea, &[("kind", "feasible"), ("cost", "100"), ("reason", REASON)]).await;
        let list = mia.get("/werk/oordelen/de-wijert-2027").await;
        app.time_is("2027-05-01T00:00");
        let fields = [("kind", "feasible"), ("cost", "200"), ("reason", REASON)];
        assert_eq!(mia.post(&format!("/werk/ideeen/{idea}/oordeel"), &fields).await.status, 409);
        assert_eq!(mia.post(&format!("/werk/ideeen/{idea}/oordeel/terug"), &[]).await.status, 409);
        assert_eq!(list.submit_to("/werk/oordelen/de-wijert-2027", &[]).await.status, 409);
        assert_eq!(state(&app, idea).await, IdeaState::InReview);
    });
}

#[test]
fn a_second_look_is_judged_by_somebody_else_and_can_change_the_answer() {
    on_each_database(async |app| {
        let town = town(&app, Some("2027-03-29T10:00")).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        let sams = town.colleague(&app, "Sam", Role::Gebiedsteam).await;
        judge(&app.browser_of(sams).await, idea, &[("kind", "not_feasible"), ("cost", ""), ("reason", NO)]).await;
        app.time_is("2027-03-29T10:00");
        tick(&app).await;
        let (browser, sam) = (app.browser_of(anna).await, app.browser_of(sams).await);
        let mia = app.staff("Mia", Role::Gebiedsmanager, Scope::Gebied(town.here)).await;
        let (_, other) = town.resident(&app, "Other").await;

        let page = format!("/ideeen/{idea}/heroverweging");
        assert_eq!(other.get(&page).await.status, 403, "for the owner");
        let asked = browser.get(&page).await;
        assert!(asked.shows(NO) && asked.shows("tot en met 14 april 2027"), "{}", asked.text());
        assert_eq!(asked.submit(&[("reason", "Oneens.")]).await.status, 422);
        let why = "De gasleiding ligt aan de andere kant van de weg.";
        asked.submit(&[("reason", why)]).await;
        assert_eq!(state(&app, idea).await, IdeaState::InReview);
        assert!(app.last_mail_to("mia@voorbeeld.nl").await.text.contains(why), "the others in the team are asked");

        let refused = sam.post(&format!("/werk/ideeen/{idea}/oordeel"), &[("kind", "not_feasible"), ("cost", ""), ("reason", NO)]).await;
        assert_eq!(refused.status, 409);
        assert!(refused.shows("Een collega moet het nu doen"));
        let desk = mia.get(&format!("/werk/ideeen/{idea}")).await;
        assert!(desk.shows(why) && desk.shows("opnieuw te kijken"));
        judge(&mia, idea, &[("kind", "feasible"), ("cost", "4.500"), ("reason", REASON)]).await;
        assert_eq!(tick(&app).await, 0, "prepared after the moment, so by hand");
        let list = mia.get("/werk/oordelen/de-wijert-2027").await;
        list.submit_to("/werk/oordelen/de-wijert-2027", &[]).await;
        assert_eq!(state(&app, idea).await, IdeaState::Feasible);
        assert_eq!(browser.post(&page, &[("reason", why)]).await.status, 409, "once");
    });
}

#[test]
fn a_second_look_cannot_be_asked_too_late() {
    on_each_database(async |app| {
        let town = town(&app, Some("2027-03-29T10:00")).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        let sam = town.reviewer(&app, "Sam").await;
        judge(&sam, idea, &[("kind", "not_feasible"), ("cost", ""), ("reason", NO)]).await;
        app.time_is("2027-04-15T00:00");
        tick(&app).await;
        let browser = app.browser_of(anna).await;
        let page = format!("/ideeen/{idea}/heroverweging");
        assert!(browser.get(&page).await.shows("U kunt nu niet (meer) vragen"));
        assert_eq!(browser.post(&page, &[("reason", REASON)]).await.status, 409);
    });
}

#[test]
fn the_form_warns_about_long_sentences_and_difficult_words() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        let sam = town.reviewer(&app, "Sam").await;
        let hard = "Er is onvoldoende draagvlak en bovendien ligt er onder het hele plantsoen een gasleiding die wij niet kunnen verleggen.";
        let page = judge(&sam, idea, &[("kind", "not_feasible"), ("cost", ""), ("reason", hard), ("check", "ja")]).await;
        assert_eq!(page.status, 200);
        assert!(page.shows("Lange zin (19 woorden)") && page.shows("schrijf liever ‘steun’"), "{}", page.text());
        assert!(page.shows(hard), "what was typed stays");
        let page = judge(&sam, idea, &[("kind", "not_feasible"), ("cost", ""), ("reason", NO), ("check", "ja")]).await;
        assert!(page.shows("Deze tekst leest makkelijk"), "{}", page.text());
        assert_eq!(state(&app, idea).await, IdeaState::Submitted, "checking keeps nothing");
    });
}
