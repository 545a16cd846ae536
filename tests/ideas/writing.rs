//! Writing an idea, alone: quickly, and without ever losing a letter.

use chrono::TimeDelta;
use wijkdeal::app::ideas::drafts::forget_old;

use super::{NEW, Town, trees, trees_but};
use crate::support::on_each_database;

#[test]
fn a_resident_hands_in_an_idea_in_three_steps() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let form = anna.get(NEW).await;
        assert!(form.shows("een lantaarnpaal: € 1.200"), "prices are shown: {}", form.text());
        let page = form.submit(&trees()).await;
        assert_eq!(page.status, 200);
        assert!(page.shows("Bedankt! Uw idee is binnen. U krijgt binnen 10 werkdagen bericht."), "{}", page.text());
        assert!(page.shows("Plukbomen planten bij de speeltuin") && page.shows("Idee van Anna") && page.shows("ongeveer € 4.500"));
        assert_eq!(page.all(".wd-timeline__title"), ["Idee ingediend"]);
        assert_eq!(app.last_mail_to("anna@voorbeeld.nl").await.subject, "Uw idee ‘Plukbomen planten bij de speeltuin’ is binnen");

        let list = app.visitor().get("/rondes/de-wijert-2027/ideeen").await;
        assert!(list.shows("1 idee") && list.shows("Plukbomen planten bij de speeltuin"));
        assert_eq!(town.ideas(&app).await, 1);
    });
}

#[test]
fn an_over_long_title_is_told_and_everything_typed_stays() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let long = "boom ".repeat(30);
        let page = anna.get(NEW).await.submit(&trees_but(&[("title", &long), ("cost", "veel"), ("agree", "")])).await;
        assert_eq!(page.status, 422);
        assert!(page.shows("Kijk naar de 3 punten hieronder."), "{}", page.text());
        assert!(page.shows("Deze tekst is te lang. Gebruik hoogstens 100 tekens."));
        assert!(page.shows("Vul een bedrag in, bijvoorbeeld 2.500 of 12,50."));
        assert_eq!(page.value("input[name=title]").as_deref(), Some(long.as_str()));
        assert_eq!(page.value("input[name=cost]").as_deref(), Some("veel"));
        assert_eq!(page.all("textarea[name=why]"), ["Kinderen zien hoe fruit groeit. Buren maken een praatje."]);
        assert_eq!(page.value("input[name=theme][checked]").as_deref(), Some("groen-en-buitenzijn"));
        assert_eq!(town.ideas(&app).await, 0);
    });
}

#[test]
fn a_visitor_signs_in_after_writing_and_finds_everything_again() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.visitor();
        let page = anna.get(NEW).await.submit(&trees()).await;
        assert_eq!(page.path, "/inloggen");
        assert!(page.shows("Wij hebben bewaard wat u typte."), "{}", page.text());
        assert_eq!(town.ideas(&app).await, 0);

        let page = sign_in_from(&app, &page, "anna@voorbeeld.nl").await;
        assert_eq!(page.path, NEW);
        assert!(page.shows("Wat u typte, is bewaard."));
        assert_eq!(page.value("input[name=title]").as_deref(), Some("Plukbomen planten bij de speeltuin"));
        let page = page.submit(&[("title", "Plukbomen planten bij de speeltuin"), ("do", "indienen")]).await;
        assert!(page.shows("Bedankt! Uw idee is binnen."), "{}", page.text());
        assert_eq!(anna.get(NEW).await.value("input[name=title]").as_deref(), Some(""), "what was kept is used once");
    });
}

#[test]
fn what_was_kept_before_signing_in_is_used_once_also_when_the_page_saves_by_itself() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.visitor();
        let page = anna.get(NEW).await.submit(&trees()).await;
        let form = sign_in_from(&app, &page, "anna@voorbeeld.nl").await;
        let key = form.value("input[name=form_key]").unwrap();
        let url = form.attribute("form[data-autosave]", "data-autosave").unwrap();
        assert_eq!(anna.post(&url, &[("form_key", &key), ("title", "Plukbomen")]).await.status, 200);
        let next = anna.get(NEW).await;
        assert_eq!(next.value("input[name=title]").as_deref(), Some(""));
        next.submit(&trees_but(&[("title", "Een bank bij de vijver")])).await;
        assert_eq!(town.ideas(&app).await, 2, "a second idea is a second idea");
    });
}

#[test]
fn a_draft_that_is_left_for_a_year_goes_a_month_after_its_owner_was_told() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        anna.get(NEW).await.submit(&[("title", "Plukbomen"), ("do", "bewaren")]).await;
        forget_old(&app.context).await.unwrap();
        assert!(app.mails().await.iter().all(|mail| !mail.text.contains("Plukbomen")), "not yet");

        app.time_passes(TimeDelta::days(336));
        for _ in 0..2 {
            assert_eq!(forget_old(&app.context).await.unwrap(), 0);
        }
        let told = app.mails().await.into_iter().filter(|mail| mail.subject.contains("verdwijnt over een maand")).count();
        assert_eq!(told, 1, "told once");
        app.time_passes(TimeDelta::days(29));
        assert_eq!(forget_old(&app.context).await.unwrap(), 0);
        app.time_passes(TimeDelta::days(2));
        assert_eq!(forget_old(&app.context).await.unwrap(), 1);
        assert_eq!(town.ideas(&app).await, 0);
    });
}

#[test]
fn a_session_lost_halfway_keeps_everything() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let form = anna.get(NEW).await;
        app.time_passes(TimeDelta::hours(3));
        let page = form.submit(&trees()).await;
        assert_eq!(page.path, "/inloggen", "{}", page.text());
        let page = sign_in_from(&app, &page, "anna@voorbeeld.nl").await;
        assert_eq!(page.all("textarea[name=residents_do]"), ["Planten en snoeien."]);

        let draft = page.submit(&[("title", "Plukbomen"), ("do", "bewaren")]).await;
        assert!(draft.shows("Opgeslagen als concept. Alleen u ziet dit."));
        app.time_passes(TimeDelta::hours(3));
        let page = draft.submit(&[("title", "Plukbomen in het park"), ("do", "bewaren")]).await;
        let page = sign_in_from(&app, &page, "anna@voorbeeld.nl").await;
        assert!(page.path.ends_with("/bewerken"), "{}", page.path);
        assert_eq!(page.value("input[name=title]").as_deref(), Some("Plukbomen in het park"));
    });
}

#[test]
fn only_a_form_of_ours_made_for_this_browser_is_kept() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.visitor();
        let form = anna.get(NEW).await;
        let mark = form.value("input[name=browser]").unwrap();
        let bert = app.visitor();
        bert.get(NEW).await;
        for (csrf, browser) in [("", ""), ("x", "x"), ("", mark.as_str())] {
            let fields = trees_but(&[("csrf", csrf), ("browser", browser)]);
            assert_eq!(bert.post_raw(NEW, &fields).await.status, 403, "{browser:?}");
        }
        assert_eq!(anna.post("/rondes/er-is-geen-ronde/ideeen/nieuw", &trees()).await.status, 404);
        assert_eq!(anna.post("/ideeen/1/bewerken", &trees()).await.status, 404);
    });
}

#[test]
fn what_was_kept_is_for_this_browser_and_for_a_day() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.visitor();
        anna.get(NEW).await.submit(&trees()).await;
        let bert = app.resident("bert@voorbeeld.nl").await;
        assert_eq!(bert.get(NEW).await.value("input[name=title]").as_deref(), Some(""));
        assert_eq!(anna.get(NEW).await.value("input[name=title]").as_deref(), Some(""), "not before signing in");
        app.time_passes(TimeDelta::hours(24));
        app.sign_in(&anna, "anna@voorbeeld.nl").await;
        assert_eq!(anna.get(NEW).await.value("input[name=title]").as_deref(), Some(""));
    });
}

/// Signs in with the digits from the mail, from the page somebody was sent to.
async fn sign_in_from(app: &crate::support::TestApp, page: &crate::support::Page, email: &str) -> crate::support::Page {
    let asked = page.submit(&[("email", email)]).await;
    let mail = app.last_mail_to(email).await;
    let digits = mail.text.split_whitespace().find(|w| w.len() == 8 && w.bytes().all(|b| b.is_ascii_digit())).unwrap().to_owned();
    asked.submit(&[("code", &digits)]).await
}

#[test]
fn a_form_posted_twice_is_one_idea() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let form = anna.get(NEW).await;
        let first = form.submit(&trees()).await;
        let second = form.submit(&trees()).await;
        assert_eq!(first.path, second.path);
        assert_eq!(town.ideas(&app).await, 1);
        let sent = app.mails().await.into_iter().filter(|mail| mail.subject.contains("is binnen")).count();
        assert_eq!(sent, 1);

        let form = anna.get(NEW).await;
        let posts: Vec<_> = (0..8)
            .map(|_| {
                let form = form.clone();
                actix_web::rt::spawn(async move { form.submit(&trees_but(&[("title", "Een bank bij de vijver")])).await.status })
            })
            .collect();
        for post in posts {
            assert_eq!(post.await.unwrap(), 200);
        }
        assert_eq!(town.ideas(&app).await, 2);
    });
}

#[test]
fn the_form_of_somebody_else_is_no_way_into_their_idea() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let form = anna.get(NEW).await;
        let key = form.value("input[name=form_key]").unwrap();
        form.submit(&trees()).await;
        let bert = app.resident("bert@voorbeeld.nl").await;
        let page = bert.get(NEW).await.submit(&trees_but(&[("form_key", &key)])).await;
        assert_eq!(page.status, 404);
        assert_eq!(town.ideas(&app).await, 1);
    });
}

#[test]
fn html_and_direction_marks_show_as_they_are_or_not_at_all() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let nasty = "<script>alert(1)</script> Gem\u{202e}eente \u{200b}<b>x</b>";
        let fields = trees_but(&[("title", nasty), ("why", nasty), ("place", "\"><img src=x onerror=alert(1)>"), ("name", "<i>Anna</i>")]);
        let page = anna.get(NEW).await.submit(&fields).await;
        assert!(page.shows("<script>alert(1)</script> Gemeente <b>x</b>"), "{}", page.text());
        let path = page.path.clone();
        for path in [path.as_str(), "/rondes/de-wijert-2027/ideeen", "/mijn", "/rondes/de-wijert-2027/ideeen?zoek=%3Cscript%3E"] {
            let page = anna.get(path).await;
            assert!(!page.html.contains("<script>alert"), "{path}");
            assert!(!page.html.contains("<img src=x"), "{path}");
            assert!(!page.html.contains('\u{202e}') && !page.html.contains('\u{200b}'), "{path}");
        }
        let mail = app.last_mail_to("anna@voorbeeld.nl").await;
        assert!(!mail.html.contains("<script>"));
    });
}

#[test]
fn fields_that_are_not_in_the_form_change_nothing() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        for extra in ["state", "owner_id", "role", "submitted_at", "cost_verdict"] {
            let page = anna.get(NEW).await.submit(&trees_but(&[(extra, "1")])).await;
            assert_eq!(page.status, 409, "{extra}");
        }
        assert_eq!(town.ideas(&app).await, 0);
    });
}

#[test]
fn the_close_is_the_close_and_the_text_stays() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        app.time_is("2027-04-01T19:59");
        app.sign_in(&anna, "anna@voorbeeld.nl").await;
        let form = anna.get(NEW).await;
        let other = anna.get(NEW).await;
        app.time_is("2027-04-01T20:00");
        let page = form.submit(&trees()).await;
        assert_eq!(page.status, 409);
        assert!(page.shows("Ideeën indienen kan niet meer in deze ronde. Uw tekst staat hieronder nog."), "{}", page.text());
        assert_eq!(page.value("input[name=title]").as_deref(), Some("Plukbomen planten bij de speeltuin"));
        assert_eq!(town.ideas(&app).await, 0);
        app.time_passes(TimeDelta::milliseconds(-1));
        assert!(other.submit(&trees()).await.shows("Bedankt! Uw idee is binnen."));
    });
}

#[test]
fn a_draft_is_kept_while_typing_and_handed_in_later() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let form = anna.get(NEW).await;
        let key = form.value("input[name=form_key]").unwrap();
        let url = form.attribute("form[data-autosave]", "data-autosave").unwrap();
        let saved = anna.post(&url, &[("form_key", &key), ("title", "Plu"), ("why", "")]).await;
        assert_eq!(saved.status, 200, "{}", saved.html);
        let answer: serde_json::Value = serde_json::from_str(&saved.html).unwrap();
        let (again, action) = (answer["autosave"].as_str().unwrap(), answer["action"].as_str().unwrap());
        let version = answer["version"].to_string();
        let form = anna.get(action).await;
        let saved = anna.post(again, &[("version", &version), ("title", "Plukbomen"), ("why", "Fruit")]).await;
        assert_eq!(saved.status, 200, "{}", saved.html);
        assert_eq!(form.submit(&[("title", "Oud"), ("do", "bewaren")]).await.status, 409, "an older page does not overwrite");
        let page = anna.get(action).await;
        assert_eq!(page.value("input[name=title]").as_deref(), Some("Plukbomen"));
        assert!(anna.get("/mijn").await.shows("Plukbomen"));
        let page = page.submit(&trees()).await;
        assert!(page.shows("Bedankt! Uw idee is binnen."), "{}", page.text());
        assert_eq!(town.ideas(&app).await, 1);
    });
}

#[test]
fn the_words_can_change_until_the_gebiedsteam_takes_it_up() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let page = anna.get(NEW).await.submit(&trees()).await;
        let path = page.path.clone();
        let edit = anna.get(&format!("{path}/bewerken")).await;
        let page = edit.submit(&[("title", "Plukbomen planten in het park"), ("do", "indienen")]).await;
        assert!(page.shows("Plukbomen planten in het park"), "{}", page.text());
        assert_eq!(page.all(".wd-timeline__title"), ["Idee ingediend", "Tekst aangepast door een maker"]);

        let late = anna.get(&format!("{path}/bewerken")).await;
        let id = wijkdeal::domain::ids::IdeaId(path.rsplit('/').next().unwrap().parse().unwrap());
        let context = app.context.clone();
        app.context
            .db
            .write(move |conn| {
                let idea = wijkdeal::storage::ideas::find(conn, id)?;
                wijkdeal::app::ideas::step(
                    &context,
                    conn,
                    &wijkdeal::domain::person::Actor::Clock,
                    &idea,
                    wijkdeal::domain::idea::IdeaStep::TakeUp,
                    None,
                )
            })
            .await
            .unwrap();
        let page = late.submit(&[("title", "Te laat maar niet weg"), ("do", "indienen")]).await;
        assert_eq!(page.status, 409);
        assert!(page.shows("Het gebiedsteam bekijkt dit idee al."), "{}", page.text());
        assert_eq!(page.value("input[name=title]").as_deref(), Some("Te laat maar niet weg"));
        assert_eq!(anna.get(&format!("{path}/bewerken")).await.status, 409);

        let page = anna.get(&path).await.submit_to(&format!("{path}/intrekken"), &[("reason", "Ik verhuis.")]).await;
        assert!(page.shows("Ingetrokken door de indiener") && page.shows("Ik verhuis."), "{}", page.text());
    });
}

#[test]
fn a_draft_thrown_away_is_gone() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let draft = anna.get(NEW).await.submit(&[("title", "Toch maar niet"), ("do", "bewaren")]).await;
        let path = draft.path.strip_suffix("/bewerken").unwrap().to_owned();
        let page = anna.get(&path).await.submit_to(&format!("{path}/weggooien"), &[]).await;
        assert!(page.shows("Het concept is weg."), "{}", page.text());
        assert_eq!(anna.get(&path).await.status, 404);
        assert_eq!(town.ideas(&app).await, 0);
    });
}

#[test]
fn ideas_that_are_alike_are_shown_while_typing_and_afterwards() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        anna.get(NEW).await.submit(&trees()).await;
        let found = app.visitor().get("/rondes/de-wijert-2027/ideeen/lijkt-op?q=plukboom+planten").await;
        let found: serde_json::Value = serde_json::from_str(&found.html).unwrap();
        assert_eq!(found[0]["title"], "Plukbomen planten bij de speeltuin");

        let bert = app.resident("bert@voorbeeld.nl").await;
        let page = bert.get(NEW).await.submit(&trees_but(&[("title", "Een plukboom planten bij de speeltuin"), ("name", "Bert")])).await;
        assert!(page.shows("Dit idee lijkt op een ander idee. Wilt u samen verder?"), "{}", page.text());
        let mail = app.last_mail_to("bert@voorbeeld.nl").await;
        assert!(mail.subject.contains("lijkt op een ander idee") && mail.text.contains("Plukbomen planten"));
        assert!(!anna.get(&page.path).await.shows("Dit idee lijkt op"), "only its writer is asked");
    });
}
