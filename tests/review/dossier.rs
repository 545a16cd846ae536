//! The dossier: conditions first, scores apart from each other, specialists without an account,
//! money that adds up; and the owner who sees a "no" before it is final.

use wijkdeal::app::review::verdicts;
use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::person::Role;

use super::town::{NO, REASON, state, town};
use crate::support::{Browser, Page, on_each_database};

/// Fills in the same answer for every field of a form that begins like this.
async fn all(page: &Page, action: &str, begins: &str, value: &str) -> Page {
    let names: Vec<String> = page.attributes(&format!("input[name^={begins}]"), "name");
    let fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), value)).collect();
    page.submit_to(action, &fields).await
}

#[test]
fn conditions_come_first_and_residents_read_the_same_ones() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        let sam = town.reviewer(&app, "Sam").await;
        let public = app.visitor().get("/rondes/de-wijert-2027/voorwaarden").await;
        assert!(public.shows("Iemand zorgt na afloop voor beheer en onderhoud."), "{}", public.text());
        let form = app.visitor().get("/rondes/de-wijert-2027/ideeen/nieuw").await;
        assert!(form.shows("Iemand zorgt na afloop voor beheer en onderhoud."), "{}", form.text());
        let dossier = format!("/werk/ideeen/{idea}/dossier");
        let page = sam.get(&dossier).await;
        assert!(page.shows("6 voorwaarden zijn nog niet bekeken") && page.shows("Iemand zorgt na afloop voor beheer en onderhoud."));
        let action = format!("{dossier}/voorwaarden");
        let unmet = all(&page, &action, "met-", "nee").await;
        assert!(unmet.status == 422 && unmet.shows("Leg uit waarom het idee niet voldoet"), "a condition that is not met needs a reason");
        assert_eq!(unmet.html.matches(r#"value="nee" checked"#).count(), 6, "what was chosen stays");
        let done = all(&page, &action, "met-", "ja").await;
        assert!(done.status == 200 && !done.shows("nog niet bekeken"), "{}", done.text());
        let manager = app.browser_of(town.colleague(&app, "Mia", Role::Gebiedsmanager).await).await;
        let late = manager.post("/werk/rondes/de-wijert-2027/kader", &[("conditions", "Iets heel anders."), ("criteria", "")]).await;
        assert_eq!(late.status, 409, "residents wrote with the conditions they read");
        assert_eq!(sam.get("/werk/rondes/de-wijert-2027/kader").await.status, 403);
    });
}

#[test]
fn colleagues_score_apart_and_talk_where_they_differ() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        let kims = town.colleague(&app, "Kim", Role::Gebiedsteam).await;
        let (sam, kim) = (town.reviewer(&app, "Sam").await, app.browser_of(kims).await);
        let dossier = format!("/werk/ideeen/{idea}/dossier");
        let (scores, ask) = (format!("{dossier}/punten"), format!("{dossier}/collega"));
        sam.get(&dossier).await.submit_to(&ask, &[("colleague", &kims.to_string())]).await;
        assert!(app.last_mail_to("kim@voorbeeld.nl").await.subject.contains("Geef ook punten"));
        assert_eq!(sam.post(&scores, &[("score-prettig-wonen", "5")]).await.status, 422, "every criterion");
        let mine = all(&sam.get(&dossier).await, &scores, "score-", "5").await;
        assert!(mine.shows("Sam: 100% van de punten") && mine.shows("Kim: nog geen punten"), "{}", mine.text());
        let hidden = kim.get(&dossier).await;
        assert!(hidden.shows("Sam: heeft punten gegeven") && !hidden.shows("100%"), "{}", hidden.text());
        let open = all(&hidden, &scores, "score-", "1").await;
        assert!(open.shows("Sam: 100% van de punten") && open.shows("Kim: 20% van de punten"), "{}", open.text());
        assert!(open.shows("Kim: 1, Sam: 5") && open.shows("Praat hierover"), "{}", open.text());
        assert_eq!(sam.post(&scores, &[("score-prettig-wonen", "1")]).await.status, 409, "open is open");
        kim.post(&format!("{dossier}/notitie"), &[("note", "Ik dacht aan het onderhoud.")]).await;
        assert!(sam.get(&dossier).await.shows("Ik dacht aan het onderhoud."));
        assert!(!app.visitor().get(&format!("/ideeen/{idea}")).await.html.contains("onderhoud"), "notes stay inside");
    });
}

#[test]
fn a_specialist_answers_with_a_signed_link_and_no_account() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        let sam = town.reviewer(&app, "Sam").await;
        let dossier = format!("/werk/ideeen/{idea}/dossier");
        let ask = [("name", "Stadsbeheer"), ("email", "beheer@voorbeeld.nl"), ("question", "Wat kost het snoeien per jaar?"), ("days", "10")];
        sam.get(&dossier).await.submit_to(&format!("{dossier}/specialist"), &ask).await;
        let mail = app.last_mail_to("beheer@voorbeeld.nl").await;
        let path = mail.text.split_whitespace().find_map(|word| word.strip_prefix(&app.base)).unwrap().to_owned();
        let visitor = app.visitor();
        let page = visitor.get(&path).await;
        assert!(page.shows("Wat kost het snoeien per jaar?") && page.shows("15 maart 2027"), "{}", page.text());
        let forged = format!("{}{}", &path[..path.len() - 1], if path.ends_with('0') { "1" } else { "0" });
        assert_eq!(visitor.get(&forged).await.status, 404);
        page.submit(&[("answer", "Ongeveer 200 euro per jaar.")]).await;
        assert!(app.last_mail_to("sam@voorbeeld.nl").await.text.contains("Ongeveer 200 euro per jaar."));
        assert!(sam.get(&dossier).await.shows("Ongeveer 200 euro per jaar."));
        assert_eq!(visitor.post(&path, &[("answer", "Nog een keer.")]).await.status, 409, "once");
    });
}

async fn judge(sam: &Browser, idea: &str, fields: &[(&str, &str)]) -> Page {
    sam.post(&format!("{idea}/oordeel"), fields).await
}

#[test]
fn a_plan_has_a_cost_that_its_lines_come_to_and_cover_that_adds_up() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        let sam = town.reviewer(&app, "Sam").await;
        let desk = format!("/werk/ideeen/{idea}");
        let (cost, cover) = (format!("{desk}/dossier/kosten"), format!("{desk}/dossier/dekking"));
        for (what, often, amount, year, years) in [("Bomen", "once", "4.000", "2027", "1"), ("Snoeien", "yearly", "200", "2028", "2")] {
            sam.post(&cost, &[("what", what), ("often", often), ("amount", amount), ("year", year), ("years", years)]).await;
        }
        let wrong = [("what", "Paaltjes om de bomen"), ("often", "yearly"), ("amount", "veel"), ("year", "2027"), ("years", "0")];
        let wrong = sam.post(&cost, &wrong).await;
        assert!(wrong.status == 422 && wrong.html.contains("Paaltjes om de bomen") && wrong.html.contains("veel"), "what was typed stays");
        assert!(wrong.shows("Vul een bedrag in") && wrong.shows("Vul in hoeveel jaar"), "everything at once: {}", wrong.text());
        let page = sam.get(&format!("{desk}/dossier")).await;
        assert!(page.shows("Samen € 4.400.") && page.shows("De dekking klopt nog niet."), "{}", page.text());
        let feasible = |cost: &'static str| [("kind", "feasible"), ("cost", cost), ("reason", REASON)];
        assert!(judge(&sam, &desk, &feasible("4.000")).await.shows("komen de kosten op € 4.400"));
        assert!(judge(&sam, &desk, &feasible("4.400")).await.shows("klopt de dekking nog niet"));
        for (source, year, amount) in [("Gebiedsbudget", "2027", "4.000"), ("Stadsbeheer", "2028", "200"), ("Stadsbeheer", "2029", "199,99")] {
            sam.post(&cover, &[("source", source), ("cover_year", year), ("cover_amount", amount)]).await;
        }
        assert_eq!(judge(&sam, &desk, &feasible("4.400")).await.status, 422, "one cent short");
        sam.post(&cover, &[("source", "WIJ"), ("cover_year", "2029"), ("cover_amount", "0,01")]).await;
        assert_eq!(judge(&sam, &desk, &feasible("4.400")).await.status, 200);
    });
}

#[test]
fn the_owner_sees_a_no_before_it_is_final_and_can_answer() {
    on_each_database(async |app| {
        let town = town(&app, Some("2027-03-05T10:00")).await;
        let ((anna, annas), (_, nosy)) = (town.resident(&app, "Anna").await, town.resident(&app, "Nosy").await);
        let (bo, _) = town.resident(&app, "Bo").await;
        let (idea, other) = (town.idea(&app, anna, "Plukbomen").await, town.idea(&app, bo, "Een brug").await);
        let sams = town.colleague(&app, "Sam", Role::Gebiedsteam).await;
        let sam = app.browser_of(sams).await;
        let no = [("kind", "not_feasible"), ("cost", ""), ("reason", NO)];
        for id in [idea, other] {
            judge(&sam, &format!("/werk/ideeen/{id}"), &no).await;
        }
        let told = app.last_mail_to("anna@voorbeeld.nl").await;
        assert!(told.text.contains(NO) && told.text.contains("tot en met 8 maart 2027"), "{}", told.text);
        let page = format!("/ideeen/{idea}/voornemen");
        assert_eq!(nosy.get(&page).await.status, 403);
        assert!(!app.visitor().get(&format!("/ideeen/{idea}")).await.html.contains(NO), "not public");
        annas.get(&page).await.submit(&[("answer", "De leiding ligt aan de overkant.")]).await;
        assert!(app.last_mail_to("sam@voorbeeld.nl").await.text.contains("De leiding ligt aan de overkant."));
        assert_eq!(annas.post(&page, &[("answer", "En nog iets.")]).await.status, 409, "once");

        app.time_is("2027-03-05T10:00");
        assert_eq!(verdicts::publish_due(&app.context).await.unwrap(), 0, "Anna's answer was not read, and Bo can still answer");
        app.time_is("2027-03-09T00:00");
        assert_eq!(verdicts::publish_due(&app.context).await.unwrap(), 1, "Bo did not answer");
        assert_eq!((state(&app, idea).await, state(&app, other).await), (IdeaState::InReview, IdeaState::NotFeasible));
        let desk = app.browser_of(sams).await.get(&format!("/werk/ideeen/{idea}")).await;
        assert!(desk.shows("De leiding ligt aan de overkant.") && desk.shows("De indiener antwoordde."), "{}", desk.text());
    });
}
