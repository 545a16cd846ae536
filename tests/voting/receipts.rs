//! Receipts: that a ballot is in the box, and nothing more.

use diesel::prelude::*;
use wijkdeal::app::receipts::{BoxList, BoxListError, receipt_text};
use wijkdeal::domain::tracker::Tracker;
use wijkdeal::error::Error;
use wijkdeal::secrets::unhex;
use wijkdeal::signing;
use wijkdeal::storage::schema;

use super::counting::actor;
use super::world::{CLOSES, Wish, World, save, usual};
use crate::support::{Browser, Page, TestApp, on_each_database};

/// Leaves the booth and gives the number on the receipt.
async fn leaves(world: &World, browser: &Browser) -> (String, Page) {
    let page = browser.last().submit_to(&world.path("stemmen/klaar"), &[]).await;
    (page.all(".wd-receipt").into_iter().next().unwrap_or_default(), page)
}

async fn checks(app: &TestApp, world: &World, tracker: &str) -> Page {
    app.visitor().get(&world.path("controle")).await.submit(&[("tracker", tracker)]).await
}

async fn closes(app: &TestApp, world: &World) {
    app.time_is(CLOSES);
    world.count(app, &actor(app, world).await).await.unwrap();
}

async fn list(app: &TestApp, world: &World) -> BoxList {
    serde_json::from_str(&app.visitor().get(&world.path("stembus.json")).await.html).unwrap()
}

#[test]
fn a_receipt_shows_that_a_ballot_is_in_the_box_and_later_in_the_list_and_never_what_is_in_it() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let anna = world.voter(&app, 0).await;
        save(&world, &anna, &[0]).await;
        let (tracker, page) = leaves(&world, &anna).await;
        assert!(!page.shows("Plukbomen"), "{}", page.text());
        let (signature, key) = (page.all(".wd-card dd")[0].clone(), page.all(".wd-card dd")[1].clone());
        let text = receipt_text(&world.slug, Tracker::parse(&tracker).unwrap());
        assert_eq!(signing::verify(&unhex(&key).unwrap(), text.as_bytes(), &unhex(&signature).unwrap()), Ok(()));

        let page = checks(&app, &world, &tracker.to_lowercase().replace('-', " ")).await;
        assert!(page.shows("dit stembiljet zit in de stembus"), "{}", page.text());
        assert!(!page.shows("Plukbomen") && !page.shows("uur"), "neither what nor when: {}", page.text());
        assert!(page.shows("Regel"), "the head of the record is public");
        let again = world.voter(&app, 0).await;
        save(&world, &again, &[0]).await;
        let (newer, _) = leaves(&world, &again).await;
        assert_ne!(newer, tracker, "the same choice has another number the second time");
        assert!(checks(&app, &world, &tracker).await.shows("niet gevonden"), "only the newest counts");
        let wrong = checks(&app, &world, "7KQ4").await;
        assert!(wrong.status == 422 && wrong.shows("Vul de 16 tekens"), "{}", wrong.text());
        assert_eq!(app.visitor().get(&world.path("stembus.json")).await.status, 404, "no list while the box is open");

        closes(&app, &world).await;
        assert!(checks(&app, &world, &newer).await.shows("staat in de gepubliceerde lijst"));
        assert!(checks(&app, &world, &tracker).await.shows("niet gevonden"));
        let statement = list(&app, &world).await.verify().unwrap();
        assert_eq!((statement.ballots, statement.issued, statement.signing_key), (1, 12, key));
    });
}

#[test]
fn who_saved_nothing_gets_no_receipt() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let anna = world.voter(&app, 0).await;
        let (tracker, page) = leaves(&world, &anna).await;
        assert!(tracker.is_empty() && page.shows("niets van u achtergebleven"), "{}", page.text());
    });
}

#[test]
fn the_list_of_the_box_is_sorted_signed_and_complete_and_every_change_to_it_is_seen() {
    on_each_database(async |app| {
        let world = World::open(&app, Wish { codes: 30, ..usual() }).await;
        for code in 0..25 {
            world.cast(&app, code, &[code % 4]).await.unwrap();
        }
        closes(&app, &world).await;
        let list = list(&app, &world).await;
        let statement = list.verify().unwrap();
        assert_eq!((statement.ballots, statement.used, statement.issued, statement.replaced), (25, 25, 30, 0));
        assert_eq!(statement.wijken.iter().map(|wijk| wijk.ballots).collect::<Vec<_>>(), [Some(25), Some(0)]);
        let page = app.visitor().get(&world.path("controle")).await;
        assert!(page.shows(&statement.root) && page.shows("Stemcodes gebruikt"), "{}", page.text());

        let mut fewer = list.clone();
        fewer.trackers.pop();
        assert_eq!(fewer.verify(), Err(BoxListError::Number { found: 24, signed: 25 }));
        let mut other = list.clone();
        other.trackers[0] = "0000-0000-0000-0000".into();
        assert_eq!(other.verify(), Err(BoxListError::Root));
        let mut shuffled = list.clone();
        shuffled.trackers.swap(0, 1);
        assert_eq!(shuffled.verify(), Err(BoxListError::Order));
        let mut said = list.clone();
        said.statement = said.statement.replace("\"issued\":30", "\"issued\":31");
        assert_eq!(said.verify(), Err(BoxListError::Signature));
    });
}

#[test]
fn small_numbers_in_the_list_are_hidden() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        for code in 0..3 {
            world.cast(&app, code, &[0]).await.unwrap();
        }
        closes(&app, &world).await;
        let statement = list(&app, &world).await.verify().unwrap();
        assert!(statement.channels.iter().all(|channel| channel.ballots.is_none()));
        assert_eq!(statement.wijken.iter().map(|wijk| wijk.ballots).collect::<Vec<_>>(), [None, Some(0)]);
        assert!(app.visitor().get(&world.path("controle")).await.shows("wordt niet getoond"));
    });
}

#[test]
fn a_ballot_taken_out_after_the_close_is_seen_and_nothing_is_counted() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        for code in 0..3 {
            world.cast(&app, code, &[0]).await.unwrap();
        }
        app.time_is(CLOSES);
        // The key is away, so the box is closed and its list published, and the count stops there.
        let keys = app.context.settings.data_dir.join("keys");
        std::fs::rename(&keys, keys.with_extension("away")).unwrap();
        let actor = actor(&app, &world).await;
        let count = async || world.count(&app, &actor).await;
        assert!(matches!(count().await, Err(Error::Refused(message)) if message.key == "error-counting-key-missing"));
        std::fs::rename(keys.with_extension("away"), &keys).unwrap();
        assert_eq!(list(&app, &world).await.verify().unwrap().ballots, 3);
        let credential = world.ticket(&app, 1).code.credential.to_vec();
        let taken = credential.clone();
        let kept = app
            .context
            .db
            .write(move |conn| {
                use schema::ballot_box as b;
                let query = b::table.filter(b::credential.eq(&taken));
                let kept: (Vec<u8>, Vec<u8>) = query.select((b::tracker, b::for_counting)).first(conn)?;
                diesel::update(b::table.filter(b::credential.eq(&taken))).set(b::for_counting.eq(vec![7_u8; 60])).execute(conn)?;
                Ok(kept)
            })
            .await
            .unwrap();
        assert!(matches!(count().await, Err(Error::Refused(message)) if message.key == "error-box-list"));
        app.context
            .db
            .write(move |conn| {
                use schema::ballot_box as b;
                Ok(diesel::update(b::table.filter(b::credential.eq(&credential))).set(b::for_counting.eq(kept.1)).execute(conn)?)
            })
            .await
            .unwrap();
        count().await.unwrap();
    });
}
