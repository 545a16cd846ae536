//! Carrying out what was chosen.

use wijkdeal::domain::idea::{IdeaState, IdeaStep, Part};
use wijkdeal::domain::ids::{IdeaId, PersonId};
use wijkdeal::storage::schema::idea_people;

use diesel::prelude::*;

use super::town::{NO, state, town};
use crate::ideas::photos::jpeg;
use crate::support::{TestApp, on_each_database};

async fn supports(app: &TestApp, person: PersonId, idea: IdeaId) {
    let now = app.context.now();
    app.context
        .db
        .write(move |conn| {
            let row = (
                idea_people::idea_id.eq(idea),
                idea_people::person_id.eq(person),
                idea_people::part.eq(Part::Supporter),
                idea_people::since.eq(now),
                idea_people::accepted_at.eq(now),
            );
            diesel::insert_into(idea_people::table).values(row).execute(conn)?;
            Ok(())
        })
        .await
        .unwrap();
}

#[test]
fn a_chosen_plan_is_begun_told_about_and_finished_and_everybody_hears_it() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let ((anna, _), (bo, _)) = (town.resident(&app, "Anna").await, town.resident(&app, "Bo").await);
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        supports(&app, bo, idea).await;
        town.steps(&app, idea, &[IdeaStep::PublishFeasible, IdeaStep::Choose]).await;
        app.time_is("2027-07-05T09:00");
        let sam = town.reviewer(&app, "Sam").await;
        let desk = format!("/werk/uitvoering/{idea}");

        assert!(sam.get("/werk/uitvoering").await.shows("Plukbomen in het plantsoen"));
        assert_eq!(app.browser_of(anna).await.get("/werk/uitvoering").await.status, 403);
        assert_eq!(sam.post(&format!("{desk}/bericht"), &[("body", "De gaten zijn gegraven.")]).await.status, 409, "not begun");
        sam.get(&desk).await.submit_to(&format!("{desk}/start"), &[]).await;
        assert_eq!(state(&app, idea).await, IdeaState::InProgress);
        assert!(app.last_mail_to("bo@voorbeeld.nl").await.subject.contains("Begonnen"));

        assert_eq!(sam.get(&desk).await.submit(&[("body", "Kort.")]).await.status, 422);
        let page = sam.get(&desk).await.submit(&[("body", "De gaten zijn gegraven. <b>Zaterdag</b> planten wij.")]).await;
        assert!(page.shows("De gaten zijn gegraven. <b>Zaterdag</b> planten wij."), "{}", page.text());
        for email in ["anna@voorbeeld.nl", "bo@voorbeeld.nl"] {
            assert!(app.last_mail_to(email).await.text.contains("De gaten zijn gegraven."), "{email}");
        }

        let told = [("body", "Alle bomen staan. Kom kijken!"), ("alt", "")];
        let tell = format!("{desk}/bericht");
        let page = sam.upload(&tell, &told, ("photo", "bomen.jpg", "image/jpeg", jpeg(40, 20))).await;
        assert_eq!(page.status, 422, "a photo needs words for who cannot see it");
        assert_eq!(page.all("textarea[name=body]"), ["Alle bomen staan. Kom kijken!"]);
        let told = [told[0], ("alt", "Acht jonge bomen in het gras")];
        assert_eq!(sam.upload(&tell, &told, ("photo", "bomen.jpg", "image/jpeg", b"<svg onload=alert(1)>".to_vec())).await.status, 422);
        let page = sam.upload(&tell, &told, ("photo", "bomen.jpg", "image/jpeg", jpeg(40, 20))).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let public = app.visitor().get(&format!("/ideeen/{idea}")).await;
        assert_eq!(public.attributes(".wd-timeline img", "alt"), ["Acht jonge bomen in het gras"]);
        assert!(public.attributes(".wd-photos img", "alt").is_empty(), "it stands once on the page, beside what it shows");

        sam.get(&desk).await.submit_to(&format!("{desk}/klaar"), &[]).await;
        assert_eq!(state(&app, idea).await, IdeaState::Done);
        assert_eq!(sam.post(&format!("{desk}/stop"), &[("reason", NO)]).await.status, 409, "done is done");
    });
}

#[test]
fn a_plan_stops_only_with_a_reason_that_everybody_reads() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let ((anna, _), (bo, _)) = (town.resident(&app, "Anna").await, town.resident(&app, "Bo").await);
        let idea = town.idea(&app, anna, "Plukbomen in het plantsoen").await;
        supports(&app, bo, idea).await;
        town.steps(&app, idea, &[IdeaStep::PublishFeasible, IdeaStep::Choose]).await;
        let sam = town.reviewer(&app, "Sam").await;
        let desk = format!("/werk/uitvoering/{idea}");
        let again = sam.get(&desk).await.submit(&[("reason", "Te duur.")]).await;
        assert_eq!(again.status, 422);
        again.submit(&[("reason", NO)]).await;
        assert_eq!(state(&app, idea).await, IdeaState::Stopped);
        for email in ["anna@voorbeeld.nl", "bo@voorbeeld.nl"] {
            assert!(app.last_mail_to(email).await.text.contains(NO), "{email}");
        }
    });
}
