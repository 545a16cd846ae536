//! Hands: an idea asks for help with something, residents offer it, and who they are stays among them.

use wijkdeal::domain::hands::MOST_CALLS;
use wijkdeal::domain::idea::IdeaStep;

use super::town::town;
use crate::support::on_each_database;

const CALL: &[(&str, &str)] = &[("what", "Gaten graven"), ("when", "Zaterdag 6 maart, 10.00 uur"), ("wanted", "2")];

#[test]
fn neighbours_offer_hands_and_only_those_who_come_know_who_comes() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, annas) = town.resident(&app, "Anna").await;
        let (_, bos) = town.resident(&app, "Bo").await;
        let (_, cors) = town.resident(&app, "Cor").await;
        let (_, dinas) = town.resident(&app, "Dina").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        let page = format!("/ideeen/{idea}/handen");
        bos.post(&format!("/ideeen/{idea}/steun"), &[]).await;
        assert_eq!(cors.post(&page, CALL).await.status, 403, "only its authors ask");
        let wrong = annas.get(&page).await.submit_to(&page, &[("what", "Gaten graven"), ("wanted", "veel")]).await;
        assert!(wrong.status == 422 && wrong.html.contains("Gaten graven") && wrong.shows("Schrijf een getal"), "{}", wrong.text());
        wrong.submit_to(&page, CALL).await;
        let public = app.visitor().get(&format!("/ideeen/{idea}")).await;
        assert!(public.shows("Gaten graven (Zaterdag 6 maart, 10.00 uur): 0 van de 2 mensen"), "{}", public.text());
        assert!(app.last_mail_to("bo@voorbeeld.nl").await.text.contains("Gaten graven"), "who supports it hears of it");

        let long = "x".repeat(301);
        let again = bos.get(&page).await.submit_to("/handen/1", &[("words", &*long)]).await;
        assert!(again.status == 422 && again.html.contains(&long));
        again.submit_to("/handen/1", &[("words", "Ik neem een schep mee.")]).await;
        bos.post("/handen/1", &[]).await;
        let mail = app.last_mail_to("anna@voorbeeld.nl").await;
        assert!(mail.text.contains("Bo wil meehelpen") && mail.text.contains("een schep"), "{}", mail.text);
        assert!(annas.get(&page).await.shows("Bo: Ik neem een schep mee."));
        for outside in [app.visitor().get(&page).await, cors.get(&page).await] {
            assert!(outside.shows("1 van de 2 mensen") && !outside.shows("schep"), "{}", outside.text());
        }
        assert!(bos.get("/mijn/gegeven").await.shows("U helpt mee"));

        cors.post("/handen/1", &[]).await;
        assert!(cors.get(&page).await.shows("Bo: Ik neem een schep mee."), "who helps knows who else comes");
        let late = dinas.post("/handen/1", &[]).await;
        assert!(late.status == 409 && late.shows("al genoeg mensen"), "{}", late.text());
        assert_eq!(annas.post("/handen/1", &[]).await.status, 409, "their own idea");
        bos.get(&page).await.submit_to("/handen/1/weg", &[]).await;
        assert!(app.last_mail_to("anna@voorbeeld.nl").await.text.contains("Bo kan toch niet meehelpen"));
        assert!(!annas.get(&page).await.shows("Bo:") && !bos.get(&page).await.shows("Cor"));
        dinas.post("/handen/1", &[]).await;
        assert!(annas.get(&page).await.shows("2 van de 2 mensen"));

        assert_eq!(cors.post("/handen/1/klaar", &[]).await.status, 403);
        annas.get(&page).await.submit_to("/handen/1/klaar", &[]).await;
        assert!(app.last_mail_to("cor@voorbeeld.nl").await.text.contains("Bedankt dat u wilde helpen"));
        let closing = app.last_mail_to("bo@voorbeeld.nl").await;
        assert!(closing.text.contains("Een oproep om hulp is gesloten") && closing.text.contains("/afmelden/"), "{}", closing.text);
        assert_eq!(bos.post("/handen/1", &[]).await.status, 409);
        let told = app.visitor().get(&format!("/ideeen/{idea}")).await;
        assert!(told.shows("Een oproep om hulp is gesloten") && !told.shows("2 van de 2"), "{}", told.text());
    });
}

#[test]
fn hands_are_asked_for_an_idea_that_goes_on_and_five_times_at_once() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, annas) = town.resident(&app, "Anna").await;
        let (bo, bos) = town.resident(&app, "Bo").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        let page = format!("/ideeen/{idea}/handen");
        for _ in 0..MOST_CALLS {
            assert_eq!(annas.post(&page, CALL).await.status, 200);
        }
        assert_eq!(annas.post(&page, CALL).await.status, 409);
        bos.post("/handen/1", &[("words", "Tot zaterdag")]).await;
        let own = bos.get("/mijn/gegevens.json").await;
        assert!(own.html.contains("Tot zaterdag"), "it is in their own copy of their data");
        town.steps(&app, idea, &[IdeaStep::Withdraw]).await;
        assert_eq!(annas.post(&page, CALL).await.status, 409);
        assert_eq!(bos.post("/handen/2", &[]).await.status, 409);
        assert!(!app.visitor().get(&format!("/ideeen/{idea}")).await.shows("Dit idee zoekt mensen"));
        wijkdeal::app::privacy::forget_me(&app.context, &super::town::resident(bo)).await.unwrap();
        assert!(annas.get(&page).await.shows("0 van de 2 mensen") && !annas.get(&page).await.shows("Tot zaterdag"));
    });
}
