//! Phases follow the clock; making one longer, stopping and evaluating are public and have reasons.

use chrono::TimeDelta;
use wijkdeal::app::rounds::by_the_clock;
use wijkdeal::domain::idea::{IdeaState, Part};
use wijkdeal::domain::ids::RoundId;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::domain::phase::Phase;
use wijkdeal::storage::ideas::{self, Words};
use wijkdeal::storage::rounds;

use super::{YEAR, city, manager, published, schedule};
use crate::support::{TestApp, at, on_each_database};

/// An idea of Anna in the round, which Bram supports.
async fn idea(app: &TestApp, round: RoundId) {
    let anna = app.person_with("Anna", &[]).await;
    let bram = app.person_with("Bram", &[]).await;
    let now = app.context.now();
    app.context
        .db
        .write(move |conn| {
            use diesel::prelude::*;
            use wijkdeal::storage::schema::idea_people;
            let words = Words { title: "Bankjes".into(), ..Words::default() };
            let id = ideas::insert(conn, round, anna, &words, "form-1", now)?;
            ideas::set_state(conn, id, IdeaState::Submitted, now)?;
            diesel::insert_into(idea_people::table)
                .values((
                    idea_people::idea_id.eq(id),
                    idea_people::person_id.eq(bram),
                    idea_people::part.eq(Part::Supporter),
                    idea_people::since.eq(now),
                    idea_people::accepted_at.eq(now),
                ))
                .execute(conn)?;
            Ok(())
        })
        .await
        .unwrap();
}

#[test]
fn closing_at_eight_means_that_eight_is_too_late() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        published(&app, gebied, wijk).await;
        app.time_is("2027-06-30T20:00");
        app.time_passes(TimeDelta::milliseconds(-1));
        // Who is signed in never gets a page that was kept for a second.
        let anna = app.resident("anna@voorbeeld.nl").await;
        assert!(anna.get("/rondes/de-wijert-2027").await.shows("Stem mee"));
        app.time_passes(TimeDelta::milliseconds(1));
        let page = anna.get("/rondes/de-wijert-2027").await;
        assert!(!page.shows("Stem mee") && page.shows("Stemmen tellen"), "{}", page.text());
    });
}

#[test]
fn a_vote_that_closes_in_the_night_the_clock_changes_closes_once() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        let id = published(&app, gebied, wijk).await;
        // In this night 2.30 comes twice; the vote closes at the second one.
        let (first, second) = wijkdeal::domain::time::Instant::choices("2027-10-31T02:30").unwrap();
        let mut windows = schedule(&YEAR[..2]).windows().to_vec();
        windows.push((Phase::Vote, wijkdeal::domain::time::Window { starts: at("2027-10-20T09:00"), ends: second }));
        let dates = wijkdeal::domain::phase::Schedule::new(windows).unwrap();
        app.context.db.write(move |conn| Ok(rounds::set_schedule(conn, id, &dates)?)).await.unwrap();
        app.clock.set(first);
        let anna = app.resident("anna@voorbeeld.nl").await;
        for (now, open) in [(first, true), (second.plus(TimeDelta::milliseconds(-1)), true), (second, false)] {
            app.clock.set(now);
            assert_eq!(anna.get("/rondes/de-wijert-2027").await.shows("Stem mee"), open, "{now:?}");
        }
    });
}

#[test]
fn an_extension_has_a_reason_and_everybody_who_takes_part_hears_it() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        let id = published(&app, gebied, wijk).await;
        idea(&app, id).await;
        app.time_is("2027-05-20T10:00");
        let mana = manager(&app, gebied).await;
        let form = mana.get("/werk/rondes/de-wijert-2027/verlengen").await;
        let page = form.submit(&[("phase", "review"), ("ends", "2027-06-08T00:00"), ("reason", "kort")]).await;
        assert_eq!(page.status, 422);
        assert_eq!(page.value("input[name=ends]").as_deref(), Some("2027-06-08T00:00"), "what was typed stays");
        let page = page.submit(&[("ends", "2027-06-11T00:00"), ("reason", "Er kwamen erg veel ideeën binnen.")]).await;
        assert!(page.shows("De volgende fase begint dan al."), "{}", page.text());
        let page = page.submit(&[("ends", "2027-06-08T00:00")]).await;
        assert_eq!(page.status, 200, "{}", page.text());

        let public = app.visitor().get("/rondes/de-wijert-2027").await;
        assert!(public.shows("Deze fase duurt langer, tot en met 7 juni 2027. Reden: Er kwamen erg veel ideeën binnen."), "{}", public.text());
        assert!(public.shows("Eerst tot 1 juni 2027, 0.00 uur, nu tot 8 juni 2027, 0.00 uur."), "{}", public.text());
        for email in ["anna@voorbeeld.nl", "bram@voorbeeld.nl", "mana-ger@voorbeeld.nl"] {
            let mail = app.last_mail_to(email).await;
            assert!(mail.text.contains("Er kwamen erg veel ideeën binnen.") && mail.text.contains("8 juni 2027"), "{}", mail.text);
        }
    });
}

#[test]
fn a_phase_that_is_over_stays_over() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        published(&app, gebied, wijk).await;
        app.time_is("2027-05-01T00:00");
        let mana = manager(&app, gebied).await;
        let form = mana.get("/werk/rondes/de-wijert-2027/verlengen").await;
        let page = form.submit(&[("phase", "submit"), ("ends", "2027-05-08T00:00"), ("reason", "Wij wilden nog meer ideeën.")]).await;
        assert_eq!(page.status, 409, "{}", page.text());
    });
}

#[test]
fn a_stopped_round_says_why_and_takes_nothing_any_more() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        let id = published(&app, gebied, wijk).await;
        idea(&app, id).await;
        app.time_is("2027-04-10T10:00");
        let mana = manager(&app, gebied).await;
        let page = mana.get("/werk/rondes/de-wijert-2027/stoppen").await.submit(&[("reason", "De raad trok het geld terug.")]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let public = app.visitor().get("/rondes/de-wijert-2027").await;
        assert!(public.shows("Deze ronde is gestopt. Reden: De raad trok het geld terug."));
        assert!(!public.shows("Dien uw idee in"));
        assert!(app.last_mail_to("bram@voorbeeld.nl").await.text.contains("De raad trok het geld terug."));
    });
}

#[test]
fn the_beginning_of_a_phase_is_told_once() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        let id = published(&app, gebied, wijk).await;
        idea(&app, id).await;
        app.time_is("2027-06-10T08:59");
        by_the_clock(&app.context).await.unwrap();
        let before = app.mails().await.len();
        app.time_is("2027-06-10T09:00");
        for _ in 0..3 {
            by_the_clock(&app.context).await.unwrap();
        }
        let mails = app.mails().await;
        assert_eq!(mails.len(), before + 2, "Anna and Bram, once");
        assert!(mails.last().unwrap().text.contains("30 juni 2027, 20.00 uur"), "{}", mails.last().unwrap().text);
        assert!(app.visitor().get("/rondes/de-wijert-2027").await.shows("Fase ‘Stemmen’ begon"));
    });
}

#[test]
fn what_was_learned_is_asked_for_and_is_there_for_the_next_round() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        published(&app, gebied, wijk).await;
        app.time_is("2027-09-30T09:00");
        let team = app.staff("Team Lid", Role::Gebiedsteam, Scope::Gebied(gebied)).await;
        let early = team.get("/werk/rondes/de-wijert-2027/evaluatie").await;
        let fields = [("learned", "Op papier stemmen trok veel ouderen."), ("change", "Eerder beginnen met de brieven.")];
        assert_eq!(early.submit(&fields).await.status, 409, "not before the phase began");

        app.time_is("2027-12-01T00:00");
        let team = app.staff("Team Twee", Role::Gebiedsteam, Scope::Gebied(gebied)).await;
        assert!(app.visitor().get("/rondes/de-wijert-2027").await.shows("De evaluatie is te laat."));
        assert!(team.get("/werk").await.shows("Schrijf op wat er van ‘Wijkdeal De Wijert 2027’ is geleerd"));
        let page = team.get("/werk/rondes/de-wijert-2027/evaluatie").await.submit(&[fields[0], ("change", "kort")]).await;
        assert_eq!(page.status, 422);
        assert!(page.shows("Op papier stemmen trok veel ouderen."), "what was typed stays");
        assert_eq!(page.submit(&fields).await.status, 200);
        let public = app.visitor().get("/rondes/de-wijert-2027").await;
        assert!(public.shows("Eerder beginnen met de brieven.") && !public.shows("te laat"));
        let mana = manager(&app, gebied).await;
        assert!(mana.get("/werk/rondes/nieuw").await.shows("Op papier stemmen trok veel ouderen."));
    });
}
