//! Key holders: two people open the box, nobody does so alone.

use chrono::TimeDelta;
use diesel::prelude::*;
use wijkdeal::app::count::ceremony;
use wijkdeal::app::count::holders::{self, Passphrase};
use wijkdeal::app::staff::Fresh;
use wijkdeal::domain::ids::PersonId;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::error::Error;
use wijkdeal::storage::schema;

use super::counting::actor;
use super::world::{CLOSES, DICE, OPENS, Wish, World, box_and_used, usual};
use crate::support::{TestApp, at, on_each_database};

const FIRST: &str = "de eerste sleutel ligt in de kluis";
const SECOND: &str = "een heel ander lied voor de tweede";

/// Two colleagues become key holders, on the page, before voting begins.
async fn two_holders(app: &TestApp, world: &World) -> [PersonId; 2] {
    app.clock.set(at(OPENS).plus(TimeDelta::days(-1)));
    let mut both = Vec::new();
    for (name, passphrase) in [("Sam Sleutel", FIRST), ("Kim Sleutel", SECOND)] {
        let person = app.person_with(name, &[(Role::Gebiedsteam, Scope::Gebied(world.gebied))]).await;
        let path = format!("/werk/rondes/{}/sleutelhouders", world.round);
        let page = app.browser_of(person).await.get(&path).await.submit(&[("passphrase", passphrase), ("again", passphrase)]).await;
        assert!(page.status == 200 && page.shows(name), "{}", page.text());
        both.push(person);
    }
    [both[0], both[1]]
}

fn typed(all: &[(PersonId, &str)]) -> Vec<Passphrase> {
    all.iter().map(|(person, typed)| Passphrase { person: *person, typed: (*typed).to_owned() }).collect()
}

#[test]
fn two_key_holders_open_the_box_together_and_a_crash_in_the_middle_changes_nothing() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let [sam, kim] = two_holders(&app, &world).await;
        app.clock.set(at(OPENS).plus(TimeDelta::days(1)));
        for code in 0..4 {
            world.cast(&app, code, &[0]).await.unwrap();
        }
        assert!(app.visitor().get(&world.path("stemmen")).await.shows("2 sleutelhouders"));
        app.time_is(CLOSES);
        let (actor, round, sure) = (actor(&app, &world).await, world.round, Fresh::without_session());
        ceremony::close(&app.context, &actor, sure, round).await.unwrap();
        ceremony::draw(&app.context, &actor, sure, round, DICE, "Op het plein").await.unwrap();
        for wrong in [typed(&[]), typed(&[(sam, FIRST)]), typed(&[(sam, FIRST), (sam, FIRST)]), typed(&[(sam, FIRST), (kim, FIRST)])] {
            let answer = ceremony::open(&app.context, &actor, sure, round, wrong).await;
            assert!(matches!(answer, Err(Error::Refused(message)) if message.key.starts_with("error-passphrase")));
            assert_eq!(box_and_used(&app).await, (4, 4), "the box stays shut and whole");
        }
        // On the page, by both at one screen; what they typed does not come back.
        let browser = app.browser_of(sam).await;
        let (path, open) = (format!("/werk/rondes/{round}/tellen"), format!("/werk/rondes/{round}/tellen/openen"));
        let (one, two) = (sam.to_string(), kim.to_string());
        let fields = [("holder1", one.as_str()), ("passphrase1", FIRST), ("holder2", two.as_str()), ("passphrase2", "verkeerd verkeerd")];
        let page = browser.get(&path).await.submit_to(&open, &fields).await;
        assert!(page.status == 409 && page.shows("De wachtzin van Kim Sleutel klopt niet") && !page.html.contains(FIRST), "{}", page.text());
        let fields = [("holder1", one.as_str()), ("passphrase1", FIRST), ("holder2", two.as_str()), ("passphrase2", SECOND)];
        let page = browser.get(&path).await.submit_to(&open, &fields).await;
        assert!(page.shows("Sam Sleutel, Kim Sleutel"), "who opened it is on the page: {}", page.text());
        // As after a crash between mixing and writing the database anew: it goes on without the holders.
        app.context
            .db
            .write(move |conn| {
                use schema::ceremony_steps::dsl::{ceremony_steps, step};
                Ok(diesel::delete(ceremony_steps.filter(step.eq("clean"))).execute(conn)?)
            })
            .await
            .unwrap();
        let early = ceremony::count(&app.context, &actor, sure, round).await;
        assert!(early.is_err(), "nothing is counted before the box is gone from the database");
        ceremony::clean(&app.context, &actor, sure, round).await.unwrap();
        ceremony::count(&app.context, &actor, sure, round).await.unwrap();
        assert_eq!(ceremony::ceremony(&app.context, &actor, round).await.unwrap().counted.unwrap().turnout.ballots, 4);
    });
}

/// T-LINK: with key holders, who has the whole server cannot open the box.
#[test]
fn with_key_holders_the_database_and_all_files_of_the_server_open_nothing() {
    on_each_database(async |app| {
        let world = World::open(&app, Wish { codes: 3, ..usual() }).await;
        two_holders(&app, &world).await;
        app.clock.set(at(OPENS).plus(TimeDelta::days(1)));
        world.cast(&app, 0, &[0]).await.unwrap();
        // Everything there is: the key file, opened with the master key, and the rows of the holders.
        let file = std::fs::read(app.context.settings.data_dir.join("keys").join(format!("round-{}.key", world.round))).unwrap();
        let opened = app.context.secrets.open(wijkdeal::secrets::Use::CountingKey, &world.round.0.to_be_bytes(), &file).unwrap();
        assert!(opened.len() > 32 && wijkdeal::sealing::CountingKey::from_bytes(&opened).is_err(), "no key lies on the server");
        let wrapped: Vec<Vec<u8>> =
            app.context.db.read(|conn| Ok(schema::round_key_holders::table.select(schema::round_key_holders::wrapped).load(conn)?)).await.unwrap();
        assert!(wrapped.iter().all(|wrapped| wijkdeal::sealing::CountingKey::from_bytes(wrapped).is_err()));
    });
}

#[test]
fn key_holders_are_fixed_when_voting_begins_and_choose_a_good_passphrase() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let actor = actor(&app, &world).await;
        app.clock.set(at(OPENS).plus(TimeDelta::minutes(-1)));
        let become_one = async |first: &str, again: &str| holders::become_holder(&app.context, &actor, world.round, first.to_owned(), again).await;
        for (first, again, field) in [("kort", "kort", "passphrase"), (FIRST, SECOND, "again")] {
            assert!(matches!(become_one(first, again).await, Err(Error::Invalid(errors)) if errors[0].field == field));
        }
        become_one(FIRST, FIRST).await.unwrap();
        app.time_is(OPENS);
        assert!(matches!(become_one(SECOND, SECOND).await, Err(Error::Refused(message)) if message.key == "error-holders-late"));
        let page = app.visitor().get(&world.path("stemmen")).await;
        assert!(page.shows("één sleutel"), "one holder is as none: {}", page.text());
    });
}
