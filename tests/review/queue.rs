//! The queue: what must I do today?

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::InstrumentationEvent;
use diesel::prelude::*;
use wijkdeal::app::help;
use wijkdeal::app::review::queue;
use wijkdeal::app::work;
use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::ids::{IdeaId, PersonId};
use wijkdeal::domain::person::{Actor, Grant, Role, Scope};
use wijkdeal::domain::time::Instant;
use wijkdeal::error::Result;
use wijkdeal::storage::Db;
use wijkdeal::storage::schema::{self, help_requests};

use super::town::{find, many_ideas, state, town};
use crate::support::{TestApp, on_each_database};

#[test]
fn the_queue_shows_what_is_late_first_and_says_who_has_to_do_something() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let old = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        app.time_is("2027-03-16T09:00");
        town.idea(&app, anna, "Bankjes op het plein").await;
        let sam = town.reviewer(&app, "Sam").await;

        let queue = sam.get("/werk/ideeen").await;
        assert_eq!(queue.all("tbody th a"), ["Plukbomen in het plantsoen", "Bankjes op het plein"]);
        assert!(queue.all("tbody tr")[0].contains("te laat"), "10 working days after 1 March is 15 March");
        assert!(queue.all("tbody tr")[1].contains("1 april 2027"), "Good Friday and Easter Monday do not count: {}", queue.text());
        assert!(queue.all("tbody tr")[0].contains("Het gebiedsteam"));

        assert!(sam.get("/werk").await.shows("Ideeën die nog niemand oppakte 2"), "{}", sam.get("/werk").await.text());

        sam.get(&format!("/werk/ideeen/{old}")).await.submit_to(&format!("/werk/ideeen/{old}/oppakken"), &[]).await;
        assert!(sam.get("/werk").await.shows("Ideeën waar u contactpersoon van bent en die op u wachten"));
        assert_eq!(state(&app, old).await, IdeaState::InReview);
        let mail = app.last_mail_to("anna@voorbeeld.nl").await;
        assert!(mail.text.contains("Uw vaste contactpersoon is Sam van het gebiedsteam Zuid"), "{}", mail.text);

        assert_eq!(sam.get("/werk/ideeen?contact=mij").await.all("tbody th a"), ["Plukbomen in het plantsoen"]);
        assert_eq!(sam.get("/werk/ideeen?contact=niemand").await.all("tbody th a"), ["Bankjes op het plein"]);
        assert_eq!(sam.get("/werk/ideeen?stand=contact").await.all("tbody th a"), ["Plukbomen in het plantsoen"]);
        assert!(sam.get("/werk/ideeen?stand=owner").await.shows("geen ideeën die aan deze keuze voldoen"));
    });
}

#[test]
fn another_gebied_sees_nothing_and_may_do_nothing() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, browser) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        let other = app.staff("Oscar", Role::Gebiedsteam, Scope::Gebied(town.elsewhere)).await;

        assert!(!other.get("/werk/ideeen").await.shows("Plukbomen"));
        assert_eq!(other.get(&format!("/werk/ideeen/{idea}")).await.status, 403);
        assert_eq!(other.get("/werk/oordelen/de-wijert-2027").await.status, 403);
        for path in ["oppakken", "oordeel/terug"] {
            assert_eq!(other.post(&format!("/werk/ideeen/{idea}/{path}"), &[]).await.status, 403, "{path}");
        }
        let question = [("question", "Waar moet het precies komen?")];
        assert_eq!(other.post(&format!("/werk/ideeen/{idea}/vraag"), &question).await.status, 403);
        assert_eq!(browser.get("/werk/ideeen").await.status, 403, "a resident has no desk");
        assert_eq!(browser.get(&format!("/werk/ideeen/{idea}")).await.status, 403);
        assert_eq!(state(&app, idea).await, IdeaState::Submitted);
    });
}

#[test]
fn a_question_and_its_answer_go_by_mail_and_only_the_makers_can_answer() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, browser) = town.resident(&app, "Anna").await;
        let (_, nosy) = town.resident(&app, "Nosy").await;
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        let sam = town.reviewer(&app, "Sam").await;
        let desk = format!("/werk/ideeen/{idea}");

        let again = sam.get(&desk).await.submit(&[("question", "Hoe?")]).await;
        assert_eq!(again.status, 422);
        assert!(again.shows("Schrijf een vraag van 10 tot 1000 tekens") && again.shows("Hoe?"), "{}", again.text());
        again.submit(&[("question", "Wie geeft de bomen water in de zomer?")]).await;

        assert_eq!(state(&app, idea).await, IdeaState::Question);
        let mail = app.last_mail_to("anna@voorbeeld.nl").await;
        assert!(mail.subject.contains("Een vraag over uw idee") && mail.text.contains("Wie geeft de bomen water"), "{}", mail.text);
        assert!(mail.text.contains("tot en met 15 maart 2027") && mail.text.contains(&format!("/ideeen/{idea}/vraag")), "{}", mail.text);
        assert!(sam.get("/werk/ideeen").await.all("tbody tr")[0].contains("De indiener"));

        let page = format!("/ideeen/{idea}/vraag");
        assert_eq!(nosy.get(&page).await.status, 403);
        assert_eq!(nosy.post(&page, &[("answer", "Ik wel hoor.")]).await.status, 403);
        let asked = browser.get(&page).await;
        assert!(asked.shows("Wie geeft de bomen water in de zomer?"));
        asked.submit(&[("answer", "Elf buren, om de beurt.")]).await;

        assert_eq!(state(&app, idea).await, IdeaState::InReview);
        let mail = app.last_mail_to("sam@voorbeeld.nl").await;
        assert!(mail.text.contains("Elf buren, om de beurt."), "{}", mail.text);
        assert!(sam.get(&desk).await.shows("Elf buren, om de beurt."));
        assert_eq!(browser.post(&page, &[("answer", "Nog een keer.")]).await.status, 409, "answered once");
    });
}

#[test]
fn an_idea_keeps_one_contact_and_a_hand_over_has_a_reason() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        let kim = app.person_with("Kim", &[(Role::Gebiedsteam, Scope::Gebied(town.here))]).await;
        let stranger = app.person_with("Oscar", &[(Role::Gebiedsteam, Scope::Gebied(town.elsewhere))]).await;
        let sam = town.reviewer(&app, "Sam").await;
        let desk = format!("/werk/ideeen/{idea}");
        sam.post(&format!("{desk}/oppakken"), &[]).await;
        assert_eq!(app.browser_of(kim).await.post(&format!("{desk}/oppakken"), &[]).await.status, 409);

        let (kim_key, to) = (kim.to_string(), format!("{desk}/overdragen"));
        let again = sam.get(&desk).await.submit_to(&to, &[("to", &kim_key), ("handover_reason", "Druk.")]).await;
        assert_eq!(again.status, 422);
        let reason = "Kim weet alles van bomen en is er elke dag.";
        assert_eq!(sam.post(&to, &[("to", &stranger.to_string()), ("handover_reason", reason)]).await.status, 409, "not a colleague");
        again.submit_to(&to, &[("to", &kim_key), ("handover_reason", reason)]).await;

        assert_eq!(find(&app, idea).await.contact_id, Some(kim));
        let told = app.last_mail_to("anna@voorbeeld.nl").await;
        assert!(told.text.contains("Uw vaste contactpersoon is Kim") && told.text.contains(reason), "{}", told.text);
        assert!(app.last_mail_to("kim@voorbeeld.nl").await.text.contains("Sam droeg dit idee aan u over"));
    });
}

/// How many queries this takes for somebody who does everything in the whole city.
async fn queries<T>(app: &TestApp, reviewer: PersonId, read: impl FnOnce(&mut Db, &Actor, Instant) -> Result<T> + Send + 'static) -> usize {
    let counter = Arc::new(AtomicUsize::new(0));
    let (counted, now) = (Arc::clone(&counter), app.context.now());
    let grant = |role| Grant { role, scope: Scope::City, starts: now.day(), ends: None };
    let grants = [Role::Gebiedsteam, Role::WijMedewerker].map(grant).to_vec();
    let actor = Actor::Person { id: reviewer, name: "Sam".into(), grants };
    app.context
        .db
        .read(move |conn| {
            conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                    counted.fetch_add(1, Ordering::Relaxed);
                }
            });
            let found = read(conn, &actor, now);
            conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
            found.map(drop)
        })
        .await
        .unwrap();
    counter.load(Ordering::Relaxed)
}

/// How many queries each page of the desk takes: the queue, what waits, and who asks for help.
async fn pages(app: &TestApp, who: PersonId) -> [usize; 3] {
    [queries(app, who, queue::read).await, queries(app, who, work::read).await, queries(app, who, help::read_desk).await]
}

/// The owner of every idea asks for help.
async fn ask_for_help(app: &TestApp) {
    let now = app.context.now();
    app.context
        .db
        .write(move |conn| {
            let all: Vec<IdeaId> = schema::ideas::table.select(schema::ideas::id).load(conn)?;
            for id in all {
                wijkdeal::storage::help::insert(conn, id, "Wie helpt mij hiermee?", now)?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

#[test]
fn the_desk_takes_as_many_queries_for_five_hundred_ideas_and_twenty_colleagues_as_for_one() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let sams = town.colleague(&app, "Sam", Role::Gebiedsteam).await;
        town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        ask_for_help(&app).await;
        let few = pages(&app, sams).await;
        many_ideas(&app, town.round, anna, 499).await;
        ask_for_help(&app).await;
        for n in 0..19 {
            town.colleague(&app, &format!("Collega {n}"), Role::Gebiedsteam).await;
        }
        assert_eq!(pages(&app, sams).await, few, "the queue, what waits, and who asks for help");
        assert!(few[0] <= 8 && few[1] <= 30 && few[2] <= 8, "{few:?} queries");
        let waiting = app.context.db.read(move |conn| Ok(help_requests::table.count().get_result::<i64>(conn)?)).await.unwrap();
        assert_eq!(waiting, 501, "everybody asks for help");

        let sam = app.browser_of(sams).await;
        let queue = sam.get("/werk/ideeen").await;
        assert_eq!(queue.all("tbody th a").len(), 50);
        assert!(
            queue.shows("alle 500 ideeën in deze lijst") && queue.all("main li").contains(&"Collega 18: geen ideeën".to_owned()),
            "{}",
            queue.text()
        );
        let all = sam.post("/werk/ideeen/samen", &[("action", "take_up"), ("alle", "ja")]).await;
        assert!(all.shows("Met 500 ideeën gebeurt er iets"), "{}", all.text());
        let ids = queue.attributes("input[name=ids]", "value");
        let some: Vec<(&str, &str)> = [("action", "take_up")].into_iter().chain(ids.iter().take(20).map(|id| ("ids", id.as_str()))).collect();
        let done = sam.post("/werk/ideeen/samen", &some).await.submit_to("/werk/ideeen/samen/doen", &[]).await;
        assert!(done.shows("Gedaan.") && done.all("main li").contains(&"Sam: 20 ideeën".to_owned()), "{}", done.text());
    });
}

#[test]
fn filters_stay_until_something_else_is_chosen() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        let mine = town.idea(&app, anna, "Bankjes op het plein").await;
        let sams = town.colleague(&app, "Sam", Role::Gebiedsteam).await;
        let sam = app.browser_of(sams).await;
        sam.post(&format!("/werk/ideeen/{mine}/oppakken"), &[]).await;
        let chosen = sam.get("/werk/ideeen").await.submit_to("/werk/ideeen/keuze", &[("contact", "mij")]).await;
        assert_eq!(chosen.all("tbody th a"), ["Bankjes op het plein"]);
        let later = app.browser_of(sams).await;
        assert_eq!(later.get("/werk/ideeen").await.all("tbody th a"), ["Bankjes op het plein"], "in another browser too");
        assert_eq!(later.get("/werk/ideeen?contact=niemand").await.all("tbody th a"), ["Plukbomen in het plantsoen"]);
        later.get("/werk/ideeen").await.submit_to("/werk/ideeen/keuze", &[("contact", "")]).await;
        assert_eq!(later.last().all("tbody th a").len(), 2);
    });
}

#[test]
fn several_ideas_at_once_show_what_will_happen_and_then_do_exactly_that() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let (trees, benches) = (town.idea(&app, anna, "Plukbomen").await, town.idea(&app, anna, "Bankjes").await);
        let kim = town.colleague(&app, "Kim", Role::Gebiedsteam).await;
        let sams = town.colleague(&app, "Sam", Role::Gebiedsteam).await;
        let sam = app.browser_of(sams).await;
        let other = app.staff("Oscar", Role::Gebiedsteam, Scope::Gebied(town.elsewhere)).await;
        let (one, two, to) = (trees.to_string(), benches.to_string(), kim.to_string());
        sam.post(&format!("/werk/ideeen/{benches}/oppakken"), &[]).await;
        let mails = app.mails().await.len();

        let order = [("action", "take_up"), ("ids", &*one), ("ids", &*two)];
        assert_eq!(other.post("/werk/ideeen/samen", &order).await.status, 403);
        let none = sam.post("/werk/ideeen/samen", &[("action", "hand_over"), ("words", "Kim weet alles.")]).await;
        assert!(none.status == 422 && none.shows("Kies eerst een of meer ideeën"), "nothing was picked: {}", none.text());
        assert!(none.html.contains("Kim weet alles.") && none.html.contains(r#"value="hand_over" checked"#), "what was filled in stays");
        let idle = sam.post("/werk/ideeen/samen", &[("ids", &*one), ("words", "Kim weet alles.")]).await;
        assert!(idle.status == 422 && idle.shows("Kies wat u met de ideeën wilt doen"), "{}", idle.text());
        assert!(idle.html.contains(&format!(r#"value="{one}" checked"#)) && idle.html.contains("Kim weet alles."), "and what was picked");
        let shown = sam.post("/werk/ideeen/samen", &order).await;
        let rows = shown.all("tbody tr");
        assert!(rows[0].contains("U wordt contactpersoon. Anna krijgt een mail."), "{rows:?}");
        assert!(rows[1].contains("Niets: er is al een vaste contactpersoon."), "{rows:?}");
        assert_eq!(app.mails().await.len(), mails, "nothing was done yet");

        app.browser_of(kim).await.post(&format!("/werk/ideeen/{trees}/oppakken"), &[]).await;
        let again = shown.submit_to("/werk/ideeen/samen/doen", &[]).await;
        assert_eq!(again.status, 409, "Kim was first");
        assert!(!again.html.contains("samen/doen"), "now nothing would happen: {}", again.text());

        let order = [("action", "hand_over"), ("ids", &*one), ("ids", &*two), ("to", &*to), ("words", "Druk.")];
        let short = sam.post("/werk/ideeen/samen", &order).await;
        assert_eq!(short.status, 422);
        let shown = short.submit_to("/werk/ideeen/samen", &[("words", "Kim weet alles van bomen en van bankjes.")]).await;
        let rows = shown.all("tbody tr");
        assert!(rows[0].contains("Niets: deze collega is al de contactpersoon."), "{rows:?}");
        assert!(rows[1].contains("Kim wordt contactpersoon. Anna en Kim krijgen een mail met de reden."), "{rows:?}");
        let mails = app.mails().await.len();
        shown.submit_to("/werk/ideeen/samen/doen", &[]).await;
        assert_eq!(find(&app, benches).await.contact_id, Some(kim));
        assert_eq!(app.mails().await.len(), mails + 2, "exactly the mails that were named");
        assert!(sam.get("/werk/ideeen").await.all("main li").contains(&"Kim: 2 ideeën".to_owned()));

        let order = [("action", "ask"), ("ids", &*one), ("ids", &*two), ("words", "Wie doet er mee met dit idee?")];
        sam.post("/werk/ideeen/samen", &order).await.submit_to("/werk/ideeen/samen/doen", &[]).await;
        assert_eq!((state(&app, trees).await, state(&app, benches).await), (IdeaState::Question, IdeaState::Question));
    });
}
