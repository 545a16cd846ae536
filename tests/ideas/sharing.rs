//! Writing together.

use wijkdeal::domain::person::{Role, Scope};

use super::{NEW, Town, trees};
use crate::support::on_each_database;

#[test]
fn a_draft_is_there_only_for_its_writers_and_who_they_asked() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let draft = anna.get(NEW).await.submit(&[("title", "Plukbomen"), ("do", "bewaren")]).await;
        let path = draft.path.strip_suffix("/bewerken").unwrap().to_owned();
        let others = [
            app.visitor(),
            app.resident("bert@voorbeeld.nl").await,
            app.staff("Gea", Role::Gebiedsteam, Scope::Gebied(town.gebied)).await,
            app.staff("Bea", Role::Beheerder, Scope::City).await,
            app.staff("Wil", Role::WijMedewerker, Scope::Wijk(town.wijk)).await,
        ];
        for (at, other) in others.iter().enumerate() {
            assert_eq!(other.get(&path).await.status, 404, "{at}");
            let edit = other.get(&format!("{path}/bewerken")).await;
            assert!(edit.status == 404 || edit.path == "/inloggen", "{at}: {}", edit.status);
            assert!(!other.get("/rondes/de-wijert-2027/ideeen").await.shows("Plukbomen"), "{at}");
        }
        for other in &others[1..] {
            for action in ["steun", "intrekken", "weggooien", "delen"] {
                let fields: &[(&str, &str)] = match action {
                    "intrekken" => &[("reason", "")],
                    "delen" => &[("email", "x@voorbeeld.nl")],
                    _ => &[],
                };
                assert_eq!(other.post(&format!("{path}/{action}"), fields).await.status, 404, "{action}");
            }
        }
        assert_eq!(anna.get(&path).await.status, 200);
    });
}

#[test]
fn a_neighbour_is_invited_and_writes_along() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let draft = anna.get(NEW).await.submit(&[("title", "Plukbomen"), ("do", "bewaren")]).await;
        let path = draft.path.strip_suffix("/bewerken").unwrap().to_owned();
        let page = anna.get(&format!("{path}/delen")).await.submit(&[("email", "bert@voorbeeld.nl")]).await;
        assert!(page.shows("Uitgenodigd, heeft nog niet geantwoord"), "{}", page.text());
        let mail = app.last_mail_to("bert@voorbeeld.nl").await;
        assert!(mail.text.contains(&format!("{path}/uitnodiging")), "{}", mail.text);

        let bert = app.resident("bert@voorbeeld.nl").await;
        assert_eq!(bert.get(&path).await.status, 404, "not before he said yes");
        assert!(bert.get("/mijn").await.shows("Uitnodigingen"));
        let page = bert.get(&format!("{path}/uitnodiging")).await.submit(&[("says", "ja")]).await;
        assert!(page.shows("U schrijft nu mee.") && page.shows("Plukbomen"), "{}", page.text());
        let page = bert.get(&format!("{path}/bewerken")).await.submit(&[("title", "Plukbomen in het park"), ("do", "bewaren")]).await;
        assert_eq!(page.status, 200);
        assert_eq!(bert.get(&format!("{path}/delen")).await.status, 403, "sharing is for the owner");
        assert_eq!(bert.get(&format!("{path}/uitnodiging")).await.status, 404, "an invitation works once");

        let page = anna.get(&format!("{path}/bewerken")).await.submit(&trees()).await;
        assert!(page.shows("Idee van Anna, samen met bert"), "{}", page.text());
        assert!(app.last_mail_to("bert@voorbeeld.nl").await.subject.contains("is binnen"), "the co-author hears of it too");
        assert!(bert.get("/mijn").await.shows("Plukbomen planten bij de speeltuin"));
    });
}

#[test]
fn two_people_who_write_at_the_same_time_lose_no_words() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let draft = anna.get(NEW).await.submit(&[("title", "Plukbomen"), ("why", "Fruit."), ("do", "bewaren")]).await;
        let path = draft.path.strip_suffix("/bewerken").unwrap().to_owned();
        anna.get(&format!("{path}/delen")).await.submit(&[("email", "bert@voorbeeld.nl")]).await;
        let bert = app.resident("bert@voorbeeld.nl").await;
        bert.get(&format!("{path}/uitnodiging")).await.submit(&[("says", "ja")]).await;

        let (hers, his) = (anna.get(&format!("{path}/bewerken")).await, bert.get(&format!("{path}/bewerken")).await);
        hers.submit(&[("title", "Plukbomen"), ("why", "Anna schreef dit."), ("do", "bewaren")]).await;
        let page = his.submit(&[("title", "Plukbomen"), ("why", "Bert schreef dat."), ("do", "bewaren")]).await;
        assert_eq!(page.status, 409);
        assert!(page.shows("Anna schreef dit."), "what it says now: {}", page.text());
        assert_eq!(page.all("textarea[name=why]"), ["Bert schreef dat."], "and what he typed");
        let page = page.submit(&[("title", "Plukbomen"), ("why", "Anna schreef dit. Bert schreef dat."), ("do", "bewaren")]).await;
        assert_eq!(page.all("textarea[name=why]"), ["Anna schreef dit. Bert schreef dat."]);
    });
}

#[test]
fn somebody_of_wij_reads_along_in_their_own_wijk() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let wil_id = app.person_with("Wil van WIJ", &[(Role::WijMedewerker, Scope::Wijk(town.wijk))]).await;
        let elders = app.person_with("Els van elders", &[(Role::WijMedewerker, Scope::Wijk(town.other_wijk))]).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let draft = anna.get(NEW).await.submit(&[("title", "Plukbomen"), ("do", "bewaren")]).await;
        let path = draft.path.strip_suffix("/bewerken").unwrap().to_owned();
        let share = anna.get(&format!("{path}/delen")).await;
        assert!(share.shows("Wil van WIJ") && !share.shows("Els van elders"));
        let refused = anna.post(&format!("{path}/meelezer"), &[("reader", &elders.to_string())]).await;
        assert_eq!(refused.status, 422);
        let page = share.submit(&[("reader", &wil_id.to_string())]).await;
        assert!(page.shows("Leest mee namens WIJ"), "{}", page.text());
        let wil = app.browser_of(wil_id).await;
        assert!(wil.get(&path).await.shows("Plukbomen"));
        assert!(wil.get("/mijn").await.shows("Ideeën waarbij u meeleest"));
        assert_eq!(wil.get(&format!("{path}/bewerken")).await.status, 403, "reading is not writing");
    });
}
