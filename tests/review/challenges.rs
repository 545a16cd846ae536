//! Right to Challenge: residents take over a task of the gemeente, along a way of its own.

use wijkdeal::domain::idea::IdeaState;

use super::town::{REASON, state, town};
use crate::support::on_each_database;

#[test]
fn residents_take_over_a_task_without_a_vote() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, annas) = town.resident(&app, "Anna").await;
        let (_, bos) = town.resident(&app, "Bo").await;
        let idea = town.idea(&app, anna, "Zelf het groen onderhouden").await;
        bos.post(&format!("/ideeen/{idea}/steun"), &[]).await;
        let sam = town.reviewer(&app, "Sam").await;
        let desk = format!("/werk/uitdaagrecht/{idea}");
        assert_eq!(sam.get(&desk).await.status, 404, "an idea is no challenge by itself");

        let form = format!("/ideeen/{idea}/uitdaagrecht");
        assert_eq!(bos.get(&form).await.status, 403);
        let short = annas.get(&form).await.submit_to(&form, &[("task_now", ""), ("done_by", "Stadsbeheer"), ("cost_now", "veel")]).await;
        assert!(short.status == 422 && short.html.contains("Stadsbeheer"), "what was typed stays");
        short.submit_to(&form, &[("task_now", "Zes keer maaien."), ("cost_now", "12.000")]).await;
        let public = app.visitor().get(&format!("/ideeen/{idea}")).await;
        for part in ["Bewoners willen een taak overnemen", "Zes keer maaien.", "Stadsbeheer", "€ 12.000 per jaar", "Gevraagd door bewoners"] {
            assert!(public.shows(part), "{part}: {}", public.text());
        }
        assert!(sam.get("/werk/uitdaagrecht").await.shows("Zelf het groen onderhouden"));

        let skip = sam.post(&desk, &[("next", "taken_over"), ("reason", REASON)]).await;
        assert_eq!(skip.status, 409, "no stage is left out");
        for (next, shows, is) in [
            ("exploring", "Bewoners en gemeente verkennen samen", IdeaState::Challenge),
            ("agreeing", "Afspraken worden gemaakt", IdeaState::Challenge),
            ("taken_over", "Overgenomen door bewoners", IdeaState::InProgress),
        ] {
            let page = sam.get(&desk).await.submit_to(&desk, &[("next", next), ("reason", REASON)]).await;
            assert!(page.shows(shows), "{next}: {}", page.text());
            assert_eq!(state(&app, idea).await, is, "{next}");
        }
        let no_vote = sam.post(&format!("/werk/ideeen/{idea}/oordeel"), &[("kind", "feasible"), ("cost", "10"), ("reason", REASON)]).await;
        assert_eq!(no_vote.status, 409);
        assert!(app.last_mail_to("anna@voorbeeld.nl").await.text.contains("De uitvoering van uw plan is begonnen"));
        assert!(app.mails().await.iter().any(|mail| mail.to == "bo@voorbeeld.nl" && mail.text.contains(REASON)), "who supports it hears");
        assert!(app.visitor().get(&format!("/ideeen/{idea}")).await.shows("Uitdaagrecht: er worden afspraken gemaakt"), "on the timeline");
    });
}

#[test]
fn a_task_that_stays_with_the_gemeente_stays_with_a_reason() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, annas) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Zelf het groen onderhouden").await;
        annas.post(&format!("/ideeen/{idea}/uitdaagrecht"), &[("task_now", "Maaien."), ("done_by", "Stadsbeheer"), ("cost_now", "")]).await;
        let sam = town.reviewer(&app, "Sam").await;
        let desk = format!("/werk/uitdaagrecht/{idea}");
        sam.post(&desk, &[("next", "exploring"), ("reason", REASON)]).await;
        assert_eq!(sam.post(&desk, &[("next", "not_taken"), ("reason", "Nee.")]).await.status, 422, "not without a reason");
        sam.post(&desk, &[("next", "not_taken"), ("reason", "De vijver is een waterkering: dat mag niet.")]).await;
        assert_eq!(state(&app, idea).await, IdeaState::Stopped);
        let public = app.visitor().get(&format!("/ideeen/{idea}")).await;
        assert!(public.shows("Blijft bij de gemeente") && public.shows("De vijver is een waterkering"), "{}", public.text());
        assert_eq!(annas.get(&format!("/ideeen/{idea}/uitdaagrecht")).await.status, 409);
    });
}
