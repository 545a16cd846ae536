//! An adviesorgaan writes together, adopts, publishes, and gets its reply.

use wijkdeal::app::adviezen::reminders;
use wijkdeal::domain::advies::council::{CouncilRules, Majority};
use wijkdeal::domain::ids::{AdviesorgaanId, IdeaId, PersonId};
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::storage::adviezen::{self, OrgaanText};

use super::town::{REASON, Town, council, town};
use crate::support::{Browser, TestApp, on_each_database};

const BODY: &str = "Plant inheemse bomen, dan komen er ook vogels en bijen.";

async fn raad(app: &TestApp) -> AdviesorgaanId {
    // An informal council: its chair adopts.
    let rules = CouncilRules { quorum: 0, majority: Majority::Simple };
    let text = OrgaanText {
        name: "WIJ-raad".into(),
        purpose: "Komt op voor bewoners.".into(),
        max_members: 9,
        reply_days: 10,
        rules,
        recruiting: String::new(),
    };

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

/// The browsers of the WIJ-raad and its five members, the chair first.
async fn five(app: &TestApp) -> Vec<Browser> {
    let mut members = Vec::new();
    for member in council(app).await {
        members.push(app.browser_of(member).await);
    }
    members
}

#[test]
fn five_members_judge_alone_disagree_adopt_by_the_rules_and_get_a_reply_to_every_point() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        let sams = town.colleague(&app, "Sam", Role::Gebiedsteam).await;
        let members = five(&app).await;
        let [jo, kim, lou, mo, noor] = members.as_slice() else { panic!("five members") };
        let form = kim.get(&format!("/werk/adviezen/nieuw?idee={idea}")).await;
        let fields = [
            ("title", "Inheemse bomen"),
            ("stance", "conditional"),
            ("body", BODY),
            ("interests", "Wandelaars willen schaduw, bewoners zonlicht."),
            ("points", "Kies inheemse bomen\nLeg vast wie snoeit"),
        ];
        let page = form.submit(&fields).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let work = page.path;

        // First everybody alone: nobody sees what another thinks until all have spoken.
        for (member, view) in [(jo, "Jo vindt het mooi."), (kim, "Kim vindt het goed."), (lou, "Lou twijfelt.")] {
            member.post(&format!("{work}/mening"), &[("view_stance", "positive"), ("view", view)]).await;
        }
        let mos = mo.get(&work).await;
        assert!(!mos.html.contains("Lou twijfelt.") && mos.shows("Lou: gaf een mening"), "{}", mos.text());
        assert!(lou.get(&work).await.html.contains("Lou twijfelt."), "one's own view is there to change");
        let why = "Mijn broer legt de tuin aan en verdient eraan.";
        noor.get(&work).await.submit_to(&format!("{work}/opzij"), &[("aside", why)]).await;
        assert_eq!(noor.post(&format!("{work}/mening"), &[("view_stance", "positive"), ("view", "Toch ja.")]).await.status, 409);
        mo.post(&format!("{work}/mening"), &[("view_stance", "negative"), ("view", "Mo wil liever bankjes.")]).await;
        assert!(jo.get(&work).await.html.contains("Mo wil liever bankjes."), "now all have spoken: Noor stepped aside");
        mo.post(&format!("{work}/opmerking"), &[("comment", "Zullen wij de soort noemen?")]).await;
        assert!(jo.get(&work).await.shows("Zullen wij de soort noemen?"));
        let minority = "Ik vind tien bomen te weinig voor zo'n groot plantsoen.";
        mo.get(&work).await.submit_to(&format!("{work}/minderheid"), &[("minority", minority)]).await;

        // Adoption needs half of the four who are at the table, and more for than against.
        kim.get(&work).await.submit_to(&format!("{work}/voorleggen"), &[]).await;
        let early = jo.get(&work).await.submit_to(&format!("{work}/vaststellen"), &[]).await;
        assert!(early.status == 409 && early.shows("Er moeten nog 2 leden stemmen"), "{}", early.text());
        mo.get(&work).await.submit_to(&format!("{work}/stem"), &[("says", "against")]).await;
        kim.get(&work).await.submit_to(&format!("{work}/stem"), &[("says", "for")]).await;
        let tied = jo.get(&work).await.submit_to(&format!("{work}/vaststellen"), &[]).await;
        assert!(tied.status == 409 && tied.shows("Er is geen meerderheid"), "{}", tied.text());
        assert_eq!(noor.post(&format!("{work}/stem"), &[("says", "for")]).await.status, 409, "who stepped aside does not vote");
        lou.get(&work).await.submit_to(&format!("{work}/stem"), &[("says", "for")]).await;
        let adopted = jo.get(&work).await.submit_to(&format!("{work}/vaststellen"), &[]).await;
        assert!(adopted.shows("WIJ-RAAD-2027-1"), "{}", adopted.text());
        assert_eq!(mo.post(&format!("{work}/minderheid"), &[("minority", "Nog iets anders.")]).await.status, 409, "adopted is fixed");
        jo.get(&work).await.submit_to(&format!("{work}/publiceren"), &[]).await;

        let public = format!("/adviezen/{}", work.rsplit('/').next().unwrap());
        let page = app.visitor().get(&public).await;
        for words in [minority, "Noor stapte opzij", why, "2 voor, 1 tegen, 0 geen mening", "Wandelaars willen schaduw", "Leg vast wie snoeit"] {
            assert!(page.shows(words), "{words}: {}", page.text());
        }
        assert!(!page.html.contains("Lou twijfelt."), "views of members stay among them");

        // The gebiedsteam replies to every point, or not at all.
        let sam = app.browser_of(sams).await;
        let reply = format!("{work}/reactie");
        let some = [("reason", REASON), ("kind", "partly"), ("punt-1-kind", "follow"), ("punt-1-reason", "Wij kiezen alleen inheemse bomen.")];
        assert_eq!(sam.get(&reply).await.submit(&some).await.status, 422);
        let rest = [("punt-2-kind", "not"), ("punt-2-reason", "Wij leggen dat nu nog niet vast.")];
        let done = sam.last().submit_to(&reply, &rest).await;
        assert!(done.shows("Wij leggen dat nu nog niet vast.") && done.shows("Volgt het advies niet"), "{}", done.text());
        sam.get(&reply).await.submit(&[("afterwards", "De bomen zijn geplant op 14 november.")]).await;
        assert!(app.visitor().get(&public).await.shows("De bomen zijn geplant op 14 november."));
        let idea = app.visitor().get(&format!("/ideeen/{idea}")).await;
        assert!(idea.shows(BODY) && idea.shows(REASON), "advies and reply side by side: {}", idea.text());
    });
}

#[test]
fn a_meeting_adopts_with_those_who_were_there() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        let members = five(&app).await;
        let [jo, kim, lou, mo, _] = members.as_slice() else { panic!("five members") };
        let work = begin(kim, idea).await;
        let rooms = "/werk/adviesorganen/wij-raad/vergaderingen";
        let plan = [("held_at", "2027-03-01T11:00"), ("place", "Buurthuis"), ("agenda", "1. Bomen")];
        assert_eq!(kim.post(rooms, &plan).await.status, 403, "the chair plans");
        jo.get(rooms).await.submit(&plan).await;
        assert!(app.last_mail_to("lou@voorbeeld.nl").await.text.contains("1. Bomen"));
        kim.get(&work).await.submit_to(&format!("{work}/voorleggen"), &[]).await;
        for member in [kim, lou, mo] {
            member.post(&format!("{work}/stem"), &[("says", "for")]).await;
        }
        let version = jo.get(&work).await.value("input[name=version]").unwrap();
        let adopt = format!("{work}/vaststellen");
        assert_eq!(jo.post(&adopt, &[("version", &version), ("meeting", "1")]).await.status, 409, "no minutes yet");
        let there = jo.get(rooms).await.attributes("input[name=present]", "value");
        jo.post(&format!("{rooms}/1"), &[("minutes", "Wij waren met twee."), ("present", &there[1]), ("present", &there[2])]).await;
        let few = jo.post(&adopt, &[("version", &version), ("meeting", "1")]).await;
        assert!(few.status == 409 && few.shows("Er moet nog 1 lid stemmen"), "{}", few.text());
        let all = [("minutes", "Wij waren met drie."), ("present", &*there[1]), ("present", &*there[2]), ("present", &*there[3])];
        jo.post(&format!("{rooms}/1"), &all).await;
        let adopted = jo.post(&adopt, &[("version", &version), ("meeting", "1")]).await;
        assert!(adopted.shows("WIJ-RAAD-2027-1"), "{}", adopted.text());
        assert!(kim.get(rooms).await.shows("Aanwezig: Kim, Lou, Mo."), "{}", kim.last().text());
    });
}

#[test]
fn advies_is_asked_with_a_term_and_the_clock_of_the_reply_reminds() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let (trees, fruit) = (town.idea(&app, anna, "Plukbomen").await, town.idea(&app, anna, "Fruit in de straat").await);
        let sams = town.colleague(&app, "Sam", Role::Gebiedsteam).await;
        let sam = app.browser_of(sams).await;
        let other = app.staff("Oscar", Role::Gebiedsteam, Scope::Gebied(town.elsewhere)).await;
        let wouts = app.person_with("Wout", &[(Role::Wijkwethouder, Scope::City)]).await;
        raad(&app).await;
        let jos = app.person_with("Jo", &[(Role::AdviesVoorzitter, Scope::Adviesorgaan(AdviesorgaanId(1)))]).await;
        let jo = app.browser_of(jos).await;

        let topic = format!("idee-{trees}");
        let ask = [("orgaan", "wij-raad"), ("topic", &*topic), ("question", "Past dit bij wat bewoners willen?"), ("days", "20")];
        assert_eq!(other.post("/werk/adviezen/vragen", &ask).await.status, 403, "not their round");
        sam.get("/werk/adviezen/vragen").await.submit(&ask).await;
        assert!(app.last_mail_to("jo@voorbeeld.nl").await.text.contains("Past dit bij wat bewoners willen?"));
        assert!(app.visitor().get(&format!("/ideeen/{trees}")).await.shows("vroeg om advies over dit idee"));
        let told = app.last_mail_to("anna@voorbeeld.nl").await;
        assert!(told.text.contains("om advies over dit idee") && told.text.contains("/afmelden/"), "the owner hears it too: {}", told.text);
        let desk = jo.get("/werk/adviezen").await;
        assert!(desk.shows("Past dit bij wat bewoners willen?") && desk.shows("31 maart 2027"), "{}", desk.text());
        let begun = jo.get("/werk/adviezen/nieuw?verzoek=1").await;
        begun.submit(&[("title", "Inheemse bomen"), ("stance", "positive"), ("body", BODY)]).await;
        assert!(!jo.get("/werk/adviezen").await.shows("Past dit bij wat bewoners willen?"), "the request is being answered");

        // A set of ideas, and a standing topic that the college replies to.
        let set =
            [("orgaan", "1"), ("topic", &*topic), ("more", &*fruit.to_string()), ("stance", "positive"), ("title", "Over beide"), ("body", BODY)];
        let page = jo.post("/werk/adviezen/nieuw", &set).await;
        assert!(page.shows("Plukbomen, Fruit in de straat"), "{}", page.text());
        let standing = [("orgaan", "1"), ("topic", "onderwerp-carers"), ("stance", "positive"), ("title", "Over mantelzorg"), ("body", BODY)];
        let work = jo.post("/werk/adviezen/nieuw", &standing).await.path;
        for step in ["voorleggen", "vaststellen", "publiceren"] {
            jo.get(&work).await.submit_to(&format!("{work}/{step}"), &[]).await;
        }
        assert!(app.visitor().get("/adviezen").await.shows("Mantelzorg"));
        let public = app.visitor().get(&work.replace("/werk", "")).await;
        assert!(public.shows("Het college heeft nog niet gereageerd."), "{}", public.text());
        let reply = format!("{work}/reactie");
        assert_eq!(sam.get(&reply).await.status, 403, "not for one gebiedsteam");
        let mails = app.mails().await.len();
        assert_eq!(reminders::remind(&app.context).await.unwrap(), 0, "not yet");
        app.time_is("2027-03-08T09:00");
        assert_eq!(reminders::remind(&app.context).await.unwrap(), 1);
        assert_eq!(reminders::remind(&app.context).await.unwrap(), 0, "once");
        app.time_is("2027-03-16T00:00");
        assert_eq!(reminders::remind(&app.context).await.unwrap(), 1);
        assert!(app.last_mail_to("wout@voorbeeld.nl").await.subject.contains("Te laat"));
        assert_eq!(app.mails().await.len(), mails + 2);
        let wethouder = app.browser_of(wouts).await;
        let done = wethouder.get(&reply).await.submit(&[("reason", REASON), ("kind", "follow")]).await;
        assert!(done.shows(REASON), "{}", done.text());
    });
}

#[test]
fn a_council_has_terms_a_maximum_and_a_page_to_join() {
    on_each_database(async |app| {
        five(&app).await;
        let page = app.visitor().get("/adviesorganen/wij-raad").await;
        assert!(page.shows("Jo, voorzitter. Benoemd op 1 januari 2020.") && page.shows("minstens 50% van de leden stemt"), "{}", page.text());
        assert!(!page.shows("Ik wil lid worden"), "it is full");
        let beheerder = app.staff("Beheer", Role::Beheerder, Scope::City).await;
        let form = beheerder.get("/werk/mensen").await;
        let places = form.attributes("select[name=scope] option", "value");
        let scope = places.iter().find(|place| place.contains("orgaan")).unwrap();
        let fields =
            [("email", "zes@voorbeeld.nl"), ("name", "Zes"), ("role", "advies_lid"), ("scope", &**scope), ("starts", "2027-03-01"), ("ends", "")];
        let refused = form.submit(&fields).await;
        assert!(refused.shows("zoveel leden als er hoogstens mogen zijn"), "{}", refused.text());
        beheerder.get("/werk/adviesorganen/wij-raad").await.submit(&[("max_members", "6")]).await;
        let anna = app.browser_of(app.person_with("Anna", &[]).await).await;
        let joined = anna.get("/adviesorganen/wij-raad/lid-worden").await;
        assert!(joined.shows("Wij zoeken bewoners die willen meedenken."), "{}", joined.text());
        joined.submit(&[("why", "Ik ken veel mensen in de wijk en luister graag.")]).await;
        assert!(app.last_mail_to("jo@voorbeeld.nl").await.text.contains("Ik ken veel mensen in de wijk"));
    });
}
