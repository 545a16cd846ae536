//! Help of the WIJ-team: asked for, given in a role, and an idea written down for somebody who owns it.

use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::ids::IdeaId;
use wijkdeal::domain::person::{Role, Scope};

use super::town::{find, town};
use crate::support::on_each_database;

#[test]
fn a_request_finds_somebody_of_wij_who_takes_a_role_and_never_the_idea() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, annas) = town.resident(&app, "Anna").await;
        let (_, bos) = town.resident(&app, "Bo").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        bos.post(&format!("/ideeen/{idea}/volgen"), &[]).await;
        let wil = app.staff("Wil", Role::WijMedewerker, Scope::Gebied(town.here)).await;
        let els = app.staff("Els", Role::WijMedewerker, Scope::Gebied(town.elsewhere)).await;
        let form = format!("/ideeen/{idea}/hulp");
        assert_eq!(bos.get(&form).await.status, 403);
        let short = annas.get(&form).await.submit_to(&form, &[("words", "Help")]).await;
        assert!(short.status == 422 && short.html.contains("Help"));
        short.submit_to(&form, &[("words", "Hoe vind ik buren die meedoen?")]).await;
        assert_eq!(annas.post(&form, &[("words", "En nog een vraag erbij.")]).await.status, 409, "one at a time");
        assert!(app.last_mail_to("wil@voorbeeld.nl").await.text.contains("buren die meedoen"));
        assert!(app.mails().await.iter().all(|mail| mail.to != "els@voorbeeld.nl"), "not in another gebied");
        assert!(wil.get("/werk").await.shows("Bewoners die om hulp vragen"));
        assert!(els.get("/werk/hulp").await.shows("Er vraagt nu niemand om hulp."));
        assert_eq!(els.post("/werk/hulp/1", &[("role", "verbinder")]).await.status, 403);

        wil.get("/werk/hulp").await.submit_to("/werk/hulp/1", &[("role", "verbinder")]).await;
        assert_eq!(wil.post("/werk/hulp/1", &[("role", "adviseur")]).await.status, 409);
        assert!(app.last_mail_to("anna@voorbeeld.nl").await.text.contains("Wil van WIJ gaat u helpen"));
        let public = app.visitor().get(&format!("/ideeen/{idea}")).await;
        assert!(public.shows("Wil (verbinder)") && public.shows("Een WIJ-medewerker helpt met dit idee"), "{}", public.text());
        assert_eq!(find(&app, idea).await.owner_id, anna, "it stays Anna's");
        let told = app.last_mail_to("bo@voorbeeld.nl").await;
        assert!(told.text.contains("Een WIJ-medewerker helpt met dit idee") && told.text.contains("/afmelden/"), "{}", told.text);

        let desk = wil.get("/werk/hulp").await;
        assert!(desk.shows("Plukbomen") && desk.shows("Verbinder"), "{}", desk.text());
        assert_eq!(els.post("/werk/hulp/1/klaar", &[]).await.status, 403);
        desk.submit_to("/werk/hulp/1/klaar", &[]).await;
        for person in ["anna", "bo"] {
            let told = app.last_mail_to(&format!("{person}@voorbeeld.nl")).await;
            assert!(told.text.contains("helpt niet meer met dit idee"), "{person}: {}", told.text);
        }
        let public = app.visitor().get(&format!("/ideeen/{idea}")).await;
        assert!(!public.shows("Wil (verbinder)") && public.shows("helpt niet meer"), "its record stays: {}", public.text());
    });
}

#[test]
fn an_idea_from_the_kitchen_table_belongs_to_who_had_it() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        app.time_is("2027-02-10T12:00");
        let wil = app.staff("Wil", Role::WijMedewerker, Scope::Gebied(town.here)).await;
        let els = app.staff("Els", Role::WijMedewerker, Scope::Gebied(town.elsewhere)).await;
        let path = "/werk/namens/de-wijert-2027";
        assert_eq!(els.get(path).await.status, 403);
        assert!(wil.get("/werk/hulp").await.html.contains(path));
        let form = wil.get(path).await;
        let theme = form.attributes("select[name=theme] option", "value").into_iter().find(|value| !value.is_empty()).unwrap();
        let bare = form.submit_to(path, &[("name", "Truus"), ("title", "Een bankje bij de bushalte")]).await;
        assert!(bare.status == 422 && bare.html.contains("Een bankje bij de bushalte"), "nothing typed is lost: {}", bare.text());
        let fields = [("why", "Dan kan ik even zitten."), ("theme", &*theme), ("agree", "ja"), ("email", "truus@voorbeeld.nl")];
        let done = bare.submit_to(path, &fields).await;
        assert!(done.shows("Een bankje bij de bushalte") && done.shows("namens de indiener"), "{} {}", done.status, done.text());
        let twice = bare.submit_to(path, &fields).await;
        assert_eq!(twice.path, done.path, "the same form is one idea");
        let id: IdeaId = done.path.rsplit('/').next().unwrap().parse().unwrap();
        let idea = find(&app, id).await;
        assert_eq!(idea.state, IdeaState::Submitted);
        assert!(app.last_mail_to("truus@voorbeeld.nl").await.text.contains("Uw idee is binnen"));
        let truus = app.resident("truus@voorbeeld.nl").await;
        assert!(truus.get("/mijn").await.shows("Een bankje bij de bushalte"), "Truus can go on by herself");
        assert_eq!(wil.get(&format!("{}/bewerken", done.path)).await.status, 403, "Wil helps, and does not own");
    });
}
