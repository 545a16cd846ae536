//! Ideas about the whole city: handed to somebody by name, who owes an answer that everybody can read.

use chrono::TimeDelta;
use wijkdeal::app::review::forwarding;
use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::person::Role;

use super::town::{REASON, state, town};
use crate::support::{TestApp, on_each_database};

const CITY: &str = "groen@voorbeeld.nl";

async fn link(app: &TestApp, email: &str) -> String {
    let mail = app.last_mail_to(email).await;
    mail.text.split_whitespace().find_map(|word| word.strip_prefix(&app.base)).unwrap_or_else(|| panic!("no link in {}", mail.text)).to_owned()
}

#[test]
fn an_idea_for_the_city_gets_somebody_who_answers_in_public() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let (_, bos) = town.resident(&app, "Bo").await;
        let idea = town.idea(&app, anna, "Een brug over het kanaal").await;
        bos.post(&format!("/ideeen/{idea}/steun"), &[]).await;
        let head = town.colleague(&app, "Head", Role::Gebiedsmanager).await;
        let heads = app.browser_of(head).await;
        let verdict = format!("/werk/ideeen/{idea}/oordeel");

        let nobody = heads.post(&verdict, &[("kind", "forwarded"), ("reason", REASON)]).await;
        assert!(nobody.status == 422 && nobody.shows("Vul in wie antwoord geeft"), "{}", nobody.text());
        let fields = [("kind", "forwarded"), ("reason", REASON), ("keeper_name", "Team Groen"), ("keeper_email", CITY)];
        let page = heads.post(&verdict, &fields).await;
        assert_eq!(page.value("input[name=keeper_name]").as_deref(), Some("Team Groen"), "it stays for who changes the verdict");
        assert!(app.mails().await.iter().all(|mail| mail.to != CITY), "nobody hears of a verdict before its moment");

        let preview = heads.get("/werk/oordelen/de-wijert-2027/mails").await;
        assert!(preview.shows("Team Groen geeft u antwoord") && preview.shows("Aan 1 bewoner die dit idee steunt of volgt"), "{}", preview.text());
        let list = heads.get("/werk/oordelen/de-wijert-2027").await;
        list.submit_to("/werk/oordelen/de-wijert-2027", &[]).await;
        assert_eq!(state(&app, idea).await, IdeaState::Forwarded);
        assert!(app.last_mail_to("anna@voorbeeld.nl").await.text.contains("Team Groen geeft u antwoord"));
        assert!(app.last_mail_to("bo@voorbeeld.nl").await.subject.contains("Doorgestuurd naar de stad"), "who supports it hears too");
        assert!(app.visitor().get(&format!("/ideeen/{idea}")).await.shows("Het antwoord komt uiterlijk"));

        let path = link(&app, CITY).await;
        let wrong = format!("{}{}", &path[..path.len() - 1], if path.ends_with('0') { '1' } else { '0' });
        assert_eq!(app.visitor().get(&wrong).await.status, 404);
        let city = app.visitor();
        let short = city.get(&path).await.submit(&[("answer", "Nee.")]).await;
        assert!(short.status == 422 && short.html.contains("Nee."));
        let done = short.submit(&[("answer", "De brug staat in het plan voor 2029.")]).await;
        assert!(done.shows("U gaf dit antwoord"), "{}", done.text());
        assert_eq!(city.post(&path, &[("answer", "En nog een lang genoeg antwoord.")]).await.status, 409, "answered once");
        let public = app.visitor().get(&format!("/ideeen/{idea}")).await;
        assert!(public.shows("Antwoord van de stad") && public.shows("De brug staat in het plan voor 2029."), "{}", public.text());
        for email in ["anna@voorbeeld.nl", "bo@voorbeeld.nl"] {
            assert!(app.last_mail_to(email).await.text.contains("De brug staat in het plan voor 2029."), "{email}");
        }
        assert!(heads.get("/werk/doorgestuurd").await.shows("1 doorgestuurd, 1 beantwoord, 0 te laat"));
    });
}

#[test]
fn a_city_that_is_silent_is_reminded_and_the_desk_sees_it() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Een brug over het kanaal").await;
        let head = town.colleague(&app, "Head", Role::Gebiedsmanager).await;
        let heads = app.browser_of(head).await;
        let fields = [("kind", "forwarded"), ("reason", REASON), ("keeper_name", "Team Groen"), ("keeper_email", CITY)];
        heads.post(&format!("/werk/ideeen/{idea}/oordeel"), &fields).await;
        heads.get("/werk/oordelen/de-wijert-2027").await.submit_to("/werk/oordelen/de-wijert-2027", &[]).await;
        let first = link(&app, CITY).await;
        assert_eq!(forwarding::remind(&app.context).await.unwrap(), 0);
        app.time_passes(TimeDelta::days(38));
        assert_eq!(forwarding::remind(&app.context).await.unwrap(), 1);
        assert_eq!(forwarding::remind(&app.context).await.unwrap(), 0, "once");
        app.time_passes(TimeDelta::days(8));
        assert!(app.visitor().get(&format!("/ideeen/{idea}")).await.shows("had er op"), "everybody sees that it is late");
        assert_eq!(forwarding::remind(&app.context).await.unwrap(), 1);
        assert!(app.last_mail_to(CITY).await.text.contains("is voorbij"));
        let heads = app.browser_of(head).await;
        assert!(heads.get("/werk").await.shows("Doorgestuurde ideeën zonder antwoord"));
        assert!(heads.get("/werk/doorgestuurd").await.shows("0 beantwoord, 1 te laat"));

        let form = heads.get(&format!("/werk/doorgestuurd?ander={idea}")).await;
        let action = format!("/werk/doorgestuurd/{idea}");
        let wrong = form.submit_to(&action, &[("keeper_name", "Team Water"), ("keeper_email", "water"), ("reason", REASON)]).await;
        assert!(wrong.status == 422 && wrong.html.contains("Team Water"));
        wrong.submit_to(&action, &[("keeper_email", "water@voorbeeld.nl")]).await;
        let second = link(&app, "water@voorbeeld.nl").await;
        assert_eq!((app.visitor().get(&first).await.status, app.visitor().get(&second).await.status), (404, 200), "the old link is of no use");
        assert!(app.visitor().get(&format!("/ideeen/{idea}")).await.shows("Iemand anders van de stad geeft antwoord"));
    });
}
