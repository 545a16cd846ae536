//! An adviesorgaan writes together, adopts, publishes, and gets its reply.

use wijkdeal::domain::ids::{AdviesorgaanId, IdeaId, PersonId};
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::storage::adviezen::{self, OrgaanText};

use super::town::{REASON, Town, town};
use crate::support::{Browser, TestApp, on_each_database};

const BODY: &str = "Plant inheemse bomen, dan komen er ook vogels en bijen.";

async fn raad(app: &TestApp) -> AdviesorgaanId {
    let text = OrgaanText { name: "WIJ-raad".into(), purpose: "Komt op voor bewoners.".into(), max_members: 9, reply_days: 10 };
    app.context.db.write(move |conn| Ok(adviezen::insert_orgaan(conn, "wij-raad", &text)?)).await.unwrap()
}

/// A member begins an advies on this idea; gives the address of its page.
async fn begin(member: &Browser, idea: IdeaId) -> String {
    let form = member.get(&format!("/werk/adviezen/nieuw?idee={idea}")).await;
    let page = form.submit(&[("title", "Inheemse bomen"), ("stance", "conditional"), ("body", BODY)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page.path
}

struct Raad {
    town: Town,
    idea: IdeaId,
    jos: PersonId,
    jo: Browser,
    kim: Browser,
}

/// The WIJ-raad with a chair (Jo) and a member (Kim), and an idea of Anna.
async fn setting(app: &TestApp) -> Raad {
    let town = town(app, None).await;
    let (anna, _) = town.resident(app, "Anna").await;
    let idea = town.idea(app, anna, "Plukbomen in het plantsoen").await;
    let orgaan = Scope::Adviesorgaan(raad(app).await);
    let jos = app.person_with("Jo", &[(Role::AdviesVoorzitter, orgaan)]).await;
    let jo = app.browser_of(jos).await;
    let kim = app.staff("Kim", Role::AdviesLid, orgaan).await;
    Raad { town, idea, jos, jo, kim }
}

#[test]
fn an_advies_goes_from_draft_to_reply_and_everybody_can_read_it() {
    on_each_database(async |app| {
        let Raad { town, idea, jo, kim, .. } = setting(&app).await;
        let sams = town.colleague(&app, "Sam", Role::Gebiedsteam).await;
        let sam = app.browser_of(sams).await;
        let visitor = app.visitor();
        let work = begin(&kim, idea).await;
        let id = work.rsplit('/').next().unwrap().to_owned();
        let public = format!("/adviezen/{id}");
        assert_eq!(visitor.get(&public).await.status, 404, "a draft is private");
        assert_eq!(sam.get(&work).await.status, 403);

        kim.get(&work).await.submit_to(&format!("{work}/voorleggen"), &[]).await;
        assert!(app.last_mail_to("jo@voorbeeld.nl").await.subject.contains("Ter vaststelling"));
        assert_eq!(kim.post(&format!("{work}/vaststellen"), &[("version", "2")]).await.status, 403, "the chair adopts");
        jo.get(&work).await.submit_to(&format!("{work}/heropenen"), &[]).await;
        kim.get(&work).await.submit_to(&format!("{work}/voorleggen"), &[]).await;
        let page = jo.get(&work).await.submit_to(&format!("{work}/vaststellen"), &[]).await;
        assert!(page.shows("WIJ-RAAD-2027-1"), "{}", page.text());
        assert_eq!(visitor.get(&public).await.status, 404, "adopted is not yet public");
        let late = kim.post(&work, &[("version", "5"), ("stance", "positive"), ("title", "Andere titel"), ("body", BODY)]).await;
        assert_eq!(late.status, 409, "an adopted text is fixed");

        jo.get(&work).await.submit_to(&format!("{work}/publiceren"), &[]).await;
        let page = visitor.get(&public).await;
        assert!(page.shows(BODY) && page.shows("WIJ-RAAD-2027-1") && page.shows("uiterlijk op 15 maart 2027"), "{}", page.text());
        assert!(visitor.get("/adviezen").await.shows("1 advies, 0 beantwoord, 0 te laat"));
        let asked = app.last_mail_to("sam@voorbeeld.nl").await;
        assert!(asked.text.contains("uiterlijk op 15 maart 2027"), "{}", asked.text);
        assert!(app.last_mail_to("anna@voorbeeld.nl").await.text.contains("Inheemse bomen"));

        app.time_is("2027-03-16T00:00");
        assert!(visitor.get("/adviezen").await.shows("1 advies, 0 beantwoord, 1 te laat"));
        let sam = app.browser_of(sams).await;
        let other = app.staff("Oscar", Role::Gebiedsteam, Scope::Gebied(town.elsewhere)).await;
        let reply = format!("/werk/adviezen/{id}/reactie");
        assert_eq!(other.get(&reply).await.status, 403);
        assert_eq!(other.post(&reply, &[("kind", "follow"), ("reason", REASON)]).await.status, 403);
        assert!(sam.get("/werk/adviezen").await.shows("Inheemse bomen"));
        assert_eq!(sam.get(&reply).await.submit(&[("reason", "Goed."), ("kind", "partly")]).await.status, 422);
        let page = sam.last().submit(&[("reason", REASON), ("kind", "partly")]).await;
        assert!(page.shows(BODY) && page.shows(REASON) && page.shows("Volgt een deel van het advies"), "side by side: {}", page.text());
        assert!(visitor.get("/adviezen").await.shows("1 advies, 1 beantwoord, 0 te laat"));
        assert!(visitor.get(&format!("{public}/print")).await.shows(REASON));
        assert_eq!(sam.post(&reply, &[("kind", "follow"), ("reason", REASON)]).await.status, 409, "once");
    });
}

#[test]
fn two_members_who_write_at_once_lose_no_words() {
    on_each_database(async |app| {
        let Raad { idea, jo, kim, .. } = setting(&app).await;
        let work = begin(&kim, idea).await;
        let (jos, kims) = (jo.get(&work).await, kim.get(&work).await);
        jos.submit(&[("title", "Inheemse bomen"), ("body", "Jo schrijft: kies bomen die hier horen.")]).await;
        let both = kims.submit(&[("title", "Veel bomen"), ("body", "Kim schrijft: kies bomen met vruchten.")]).await;
        assert_eq!(both.status, 409);
        assert!(both.shows("Jo schrijft: kies bomen die hier horen."), "{}", both.text());
        assert_eq!(both.all("textarea[name=body]"), ["Kim schrijft: kies bomen met vruchten."], "and what Kim typed is still in the form");

        let together = "Kies bomen die hier horen en vruchten geven.";
        let saved = both.submit(&[("body", together)]).await;
        assert_eq!(saved.status, 200);
        assert!(saved.shows(together) && saved.shows("Jo schrijft: kies bomen die hier horen."), "earlier texts stay readable");
        assert_eq!(jos.submit_to(&format!("{work}/voorleggen"), &[]).await.status, 409, "Jo did not see this text");
    });
}

#[test]
fn only_members_write_and_kenmerken_count_on() {
    on_each_database(async |app| {
        let Raad { town, idea, jos, jo, .. } = setting(&app).await;
        let sam = town.reviewer(&app, "Sam").await;
        assert_eq!(sam.get("/werk/adviezen/nieuw").await.status, 403);
        let fields =
            [("orgaan", "1"), ("topic", &*format!("ronde-{}", town.round)), ("stance", "positive"), ("title", "Over de ronde"), ("body", BODY)];
        assert_eq!(sam.post("/werk/adviezen/nieuw", &fields).await.status, 403);
        for number in 1..=2 {
            let work = begin(&jo, idea).await;
            jo.get(&work).await.submit_to(&format!("{work}/voorleggen"), &[]).await;
            let page = jo.get(&work).await.submit_to(&format!("{work}/vaststellen"), &[]).await;
            assert!(page.shows(&format!("WIJ-RAAD-2027-{number}")), "{}", page.text());
        }
        let round = jo.post("/werk/adviezen/nieuw", &fields).await;
        assert!(round.shows("Over de ronde") && round.shows("De Wijert 2027"));
        app.time_is("2028-01-03T10:00");
        let (work, jo) = (round.path, app.browser_of(jos).await);
        jo.get(&work).await.submit_to(&format!("{work}/voorleggen"), &[]).await;
        assert!(jo.get(&work).await.submit_to(&format!("{work}/vaststellen"), &[]).await.shows("WIJ-RAAD-2028-1"));
    });
}

#[test]
fn the_beheerder_keeps_the_list_of_adviesorganen() {
    on_each_database(async |app| {
        raad(&app).await;
        let beheerder = app.staff("Beheer", Role::Beheerder, Scope::City).await;
        let page = "/werk/adviesorganen";
        let fields = [("name", "Kinderraad"), ("purpose", "Kinderen krijgen een stem."), ("max_members", "0"), ("reply_days", "15")];
        let again = beheerder.get(page).await.submit(&fields).await;
        assert_eq!(again.status, 422);
        assert!(again.shows("Vul een heel getal in van 1 tot 200"));
        again.submit(&[("max_members", "12")]).await;
        let public = app.visitor().get("/adviesorganen/kinderraad").await;
        assert!(public.shows("Kinderen krijgen een stem.") && public.shows("Er is plaats voor 12 leden"), "{}", public.text());
        assert_eq!(
            beheerder.post(page, &[("name", "WIJ raad"), ("purpose", "Nog een keer."), ("max_members", "5"), ("reply_days", "5")]).await.status,
            409
        );
        beheerder.get("/werk/adviesorganen/wij-raad").await.submit(&[("max_members", "11")]).await;
        assert!(app.visitor().get("/adviesorganen/wij-raad").await.shows("Er is plaats voor 11 leden"));
    });
}
