//! Other words for an idea: proposed with a reason, decided by the owner within a term.

use chrono::TimeDelta;
use wijkdeal::app::ideas::people as sharing;
use wijkdeal::app::review::changes;
use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::ids::IdeaId;
use wijkdeal::domain::person::Role;
use wijkdeal::storage::ideas::{self, Words};

use super::town::{REASON, find, resident, town};
use crate::support::{Browser, Page, on_each_database};

const TITLE: &str = "Acht plukbomen in het plantsoen";

/// The form with which somebody proposes other words.
async fn propose(browser: &Browser, id: IdeaId, fields: &[(&str, &str)]) -> Page {
    let form = browser.get(&format!("/werk/ideeen/{id}/wijziging")).await;
    assert_eq!(form.status, 200, "{}", form.text());
    form.submit_to(&format!("/werk/ideeen/{id}/wijziging"), fields).await
}

#[test]
fn the_owner_sees_the_difference_and_takes_it() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, annas) = town.resident(&app, "Anna").await;
        let (_, nosy) = town.resident(&app, "Nosy").await;
        let idea = town.idea(&app, anna, "Tien plukbomen in het plantsoen").await;
        let sam = town.reviewer(&app, "Sam").await;

        let same = propose(&sam, idea, &[("reason", REASON)]).await;
        assert!(same.status == 422 && same.shows("Er verandert niets"), "{}", same.text());
        let page = propose(&sam, idea, &[("title", TITLE), ("reason", REASON)]).await;
        assert!(page.all("del").iter().any(|gone| gone.contains("Tien")), "{}", page.html);
        assert!(page.all("ins").iter().any(|new| new.contains("Acht")));
        let again = sam.post(&format!("/werk/ideeen/{idea}/wijziging"), &[("title", "Twaalf plukbomen"), ("reason", REASON)]).await;
        assert_eq!(again.status, 409, "one proposal at a time");
        assert!(app.last_mail_to("anna@voorbeeld.nl").await.text.contains(REASON));

        assert_eq!(nosy.get(&page.path).await.status, 403);
        assert!(sam.get(&page.path).await.attributes("main form", "action").is_empty(), "only the owner decides");
        assert!(annas.get("/mijn").await.shows("Er ligt een voorstel voor u klaar"));
        let done = annas.get(&page.path).await.submit_to(&page.path, &[("decision", "accept")]).await;
        assert!(done.shows("Overgenomen"), "{}", done.text());
        assert_eq!(find(&app, idea).await.title, TITLE);
        assert!(app.last_mail_to("sam@voorbeeld.nl").await.text.contains("nam het voorstel over"));
        let public = app.visitor().get(&format!("/ideeen/{idea}")).await;
        assert!(public.shows("Een wijziging voorgesteld") && public.shows("De indiener nam de wijziging over"), "{}", public.text());
        let history = app.visitor().get(&format!("/ideeen/{idea}/wijzigingen")).await;
        assert!(history.all("del").iter().any(|gone| gone.contains("Tien")), "everybody can read what changed");
        let twice = annas.post(&page.path, &[("decision", "accept"), ("version", "9")]).await;
        assert_eq!(twice.status, 409, "decided is decided");
    });
}

#[test]
fn an_owner_refuses_or_writes_it_differently() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, annas) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Tien plukbomen in het plantsoen").await;
        let sam = town.reviewer(&app, "Sam").await;

        let first = propose(&sam, idea, &[("title", TITLE), ("reason", REASON)]).await;
        let page = annas.get(&first.path).await.submit_to(&first.path, &[("decision", "refuse"), ("answer", "Liever tien.")]).await;
        assert!(page.shows("Geweigerd") && page.shows("Liever tien."), "{}", page.text());
        assert_eq!(find(&app, idea).await.title, "Tien plukbomen in het plantsoen");
        assert!(!app.visitor().get(&format!("/ideeen/{idea}/wijzigingen")).await.shows("Acht"), "what was refused is not the idea's");

        let second = propose(&sam, idea, &[("title", TITLE), ("reason", REASON)]).await;
        let version = annas.get(&second.path).await.value("input[name=version]").unwrap();
        let bare = [("decision", "rewrite"), ("version", &*version), ("title", ""), ("why", "Om te plukken.")];
        let wrong = annas.post(&second.path, &bare).await;
        assert!(wrong.status == 422 && wrong.html.contains("Om te plukken."), "what was typed stays");
        let own = [("decision", "rewrite"), ("version", &*version), ("title", "Negen plukbomen"), ("why", "Om te plukken.")];
        let page = annas.post(&second.path, &own).await;
        assert!(page.shows("Door de indiener herschreven"), "{}", page.text());
        let idea = find(&app, idea).await;
        assert_eq!((idea.title.as_str(), idea.why.as_str()), ("Negen plukbomen", "Om te plukken."));
    });
}

#[test]
fn words_that_changed_meanwhile_are_not_overwritten() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, annas) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Tien plukbomen in het plantsoen").await;
        let sam = town.reviewer(&app, "Sam").await;
        let proposal = propose(&sam, idea, &[("title", TITLE), ("reason", REASON)]).await;
        let seen = annas.get(&proposal.path).await;
        let now = app.context.now();
        app.context
            .db
            .write(move |conn| {
                let words = Words { title: "Tien fruitbomen".into(), why: "Goed voor de wijk.".into(), ..Words::default() };
                let version = ideas::find(conn, idea)?.version;
                Ok(ideas::set_words(conn, idea, version, &words, now)?)
            })
            .await
            .unwrap();
        let late = seen.submit_to(&proposal.path, &[("decision", "accept")]).await;
        assert!(late.status == 409 && late.shows("intussen veranderd"), "{}", late.text());
        assert!(late.all("del").iter().any(|gone| gone.contains("fruitbomen")), "the difference with the words of now");
        assert_eq!(find(&app, idea).await.title, "Tien fruitbomen");
    });
}

#[test]
fn a_proposal_without_an_answer_lapses_and_both_are_told() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Tien plukbomen in het plantsoen").await;
        let sam = town.reviewer(&app, "Sam").await;
        let proposal = propose(&sam, idea, &[("title", TITLE), ("reason", REASON)]).await;
        app.time_passes(TimeDelta::days(14));
        assert_eq!(changes::lapse_due(&app.context).await.unwrap(), 0, "the last day counts");
        app.time_passes(TimeDelta::days(1));
        assert_eq!(changes::lapse_due(&app.context).await.unwrap(), 1);
        assert_eq!(changes::lapse_due(&app.context).await.unwrap(), 0, "once");
        assert_eq!(find(&app, idea).await.title, "Tien plukbomen in het plantsoen");
        for email in ["anna@voorbeeld.nl", "sam@voorbeeld.nl"] {
            assert!(app.last_mail_to(email).await.text.contains("geen antwoord binnen de termijn"), "{email}");
        }
        let annas = app.browser_of(anna).await;
        assert!(annas.get(&proposal.path).await.shows("Vervallen"));
        assert_eq!(annas.post(&proposal.path, &[("decision", "accept"), ("version", "1")]).await.status, 409);
    });
}

#[test]
fn a_part_goes_on_by_itself_when_the_owner_agrees() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, annas) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen en bankjes").await;
        let sam = town.reviewer(&app, "Sam").await;
        sam.post(&format!("/werk/ideeen/{idea}/oppakken"), &[]).await;
        let fields = [("title", "Plukbomen"), ("part_title", "Bankjes in het park"), ("part_why", "Om te zitten."), ("reason", REASON)];
        let proposal = propose(&sam, idea, &fields).await;
        assert!(proposal.shows("Bankjes in het park"));
        let done = annas.get(&proposal.path).await.submit_to(&proposal.path, &[("decision", "accept")]).await;
        let part = done.attributes("main a", "href").into_iter().rfind(|href| href.starts_with("/ideeen/")).unwrap();
        let part_id: IdeaId = part.trim_start_matches("/ideeen/").parse().unwrap();
        let (old, new) = (find(&app, idea).await, find(&app, part_id).await);
        assert_eq!((old.title.as_str(), new.title.as_str()), ("Plukbomen", "Bankjes in het park"));
        assert_eq!((new.owner_id, new.state, new.contact_id), (anna, IdeaState::Submitted, old.contact_id));
        let visitor = app.visitor();
        assert!(visitor.get(&part).await.shows("Dit was een deel van een ander idee"));
        assert!(visitor.get(&format!("/ideeen/{idea}")).await.shows("Een deel ging apart verder"));
    });
}

#[test]
fn a_wij_medewerker_proposes_words_for_a_draft_they_read() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, annas) = town.resident(&app, "Anna").await;
        let wil = town.colleague(&app, "Wil", Role::WijMedewerker).await;
        let wils = app.browser_of(wil).await;
        let (round, now) = (town.round, app.context.now());
        let draft = app
            .context
            .db
            .write(move |conn| {
                let words = Words { title: "Bomen".into(), ..Words::default() };
                Ok(ideas::insert(conn, round, anna, &words, "draft", now)?)
            })
            .await
            .unwrap();
        let form = format!("/werk/ideeen/{draft}/wijziging");
        assert_eq!(wils.get(&form).await.status, 404, "a draft is not there for who was not asked");
        sharing::ask_reader(&app.context, resident(anna), draft, wil).await.unwrap();
        assert!(wils.get(&format!("/ideeen/{draft}")).await.shows("Stel een wijziging voor"));
        let proposal = propose(&wils, draft, &[("title", TITLE), ("reason", REASON)]).await;
        annas.get(&proposal.path).await.submit_to(&proposal.path, &[("decision", "accept")]).await;
        let idea = find(&app, draft).await;
        assert_eq!((idea.title.as_str(), idea.state, idea.owner_id), (TITLE, IdeaState::Draft, anna));
        // And a draft with proposals can still be thrown away.
        annas.post(&format!("/ideeen/{draft}/weggooien"), &[]).await;
        assert_eq!(annas.get(&format!("/ideeen/{draft}")).await.status, 404);
    });
}
