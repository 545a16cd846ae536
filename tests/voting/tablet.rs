//! A tablet on which one voter votes after another.

use wijkdeal::domain::person::{Role, Scope};

use super::world::{World, save, usual};
use crate::support::on_each_database;

#[test]
fn a_tablet_at_a_desk_forgets_who_started_it_and_every_voter() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let volunteer = app.person_with("Wil Balie", &[(Role::WijMedewerker, Scope::Gebied(world.gebied))]).await;
        let tablet = app.browser_of(volunteer).await;
        let path = format!("/werk/rondes/{}/tablet", world.round);
        let started = tablet.get(&path).await.submit_to(&path, &[]).await;
        assert_eq!(started.path, world.path("stemmen"));
        assert!(started.shows("Op deze tablet stemt iedereen na elkaar"), "{}", started.text());
        assert!(!started.shows("Wil Balie") && !started.shows("Uitloggen"), "the volunteer is signed out");
        assert_ne!(tablet.get(&path).await.path, path, "and cannot work here without signing in again");

        let enter = async |code: usize| tablet.get(&world.path("stemmen")).await.submit(&[("code", &world.codes[code].printed())]).await;
        let ballot = enter(0).await;
        assert!(ballot.header("refresh").unwrap().ends_with("/stemmen/klaar"), "without scripts it closes by itself");
        assert_eq!(ballot.attribute("form[data-idle]", "data-idle").as_deref(), Some("120"));
        save(&world, &tablet, &[0]).await;
        let end = tablet.last().submit_to(&world.path("stemmen/klaar"), &[]).await;
        assert!(end.shows("Uw ontvangstbewijs"), "{}", end.text());
        assert!(end.header("refresh").unwrap().ends_with("/stemmen"), "the receipt leaves the screen by itself");

        let next = enter(1).await;
        assert!(next.shows("U heeft nog niet gestemd") && next.all("input[checked]").is_empty(), "{}", next.text());
        app.time_passes(chrono::TimeDelta::minutes(6));
        let away = tablet.get(&world.path("stembiljet")).await;
        assert_eq!(away.path, world.path("stemmen"), "who walks away is out after five minutes");
        assert_eq!(away.value("#code").as_deref(), Some(""));
        // At home the booth stays open for half an hour.
        let home = world.voter(&app, 2).await;
        app.time_passes(chrono::TimeDelta::minutes(6));
        assert_eq!(home.get(&world.path("stembiljet")).await.path, world.path("stembiljet"));
        assert!(home.last().header("refresh").is_none());
    });
}

#[test]
fn a_resident_starts_no_tablet() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let resident = app.person_with("Kim Bewoner", &[]).await;
        let path = format!("/werk/rondes/{}/tablet", world.round);
        assert_eq!(app.browser_of(resident).await.post(&path, &[]).await.status, 403);
    });
}
