//! Whoever changes the database after a step of the ceremony is seen on its page, and nothing goes on.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::storage::{Db, schema};

use super::counting::actor;
use super::world::{CLOSES, World, usual};
use crate::support::{Browser, TestApp, on_each_database};

/// Does something to the database behind the back of the program; gives what it takes to undo it.
async fn behind<T: Send + 'static>(app: &TestApp, change: impl FnOnce(&mut Db) -> QueryResult<T> + Send + 'static) -> T {
    app.context.db.write(move |conn| Ok(change(conn)?)).await.unwrap()
}

/// The page says so, and the next step is refused for that reason.
async fn alarms(checker: &Browser, path: &str, words: &str) {
    let page = checker.get(path).await;
    assert!(page.shows(words), "{words}: {}", page.text());
    let refused = checker.post(&format!("{path}/controleren"), &[]).await;
    assert!(refused.status == 409 && refused.shows(words), "{words}: {}", refused.text());
}

#[test]
fn whatever_is_changed_after_the_count_is_named_and_nothing_goes_on() {
    on_each_database(async |app| {
        use schema::{box_list_trackers as list, counted_ballots as mixed, events};
        let world = World::open(&app, usual()).await;
        for (code, plans) in [(0, [0, 1]), (1, [0, 2]), (2, [0, 1]), (3, [2, 3])] {
            world.cast(&app, code, &plans).await.unwrap();
        }
        app.time_is(CLOSES);
        let counter = actor(&app, &world).await;
        world.count(&app, &counter).await.unwrap();
        let checker = app.staff("Kim Controle", Role::Gebiedsteam, Scope::Gebied(world.gebied)).await;
        let path = format!("/werk/rondes/{}/tellen", world.round);
        assert!(!checker.get(&path).await.shows("Er klopt iets niet"));

        // One mixed ballot gets the choices of another.
        let (id, own) = behind(&app, |conn| {
            let all: Vec<(i64, String)> = mixed::table.select((mixed::id, mixed::choices)).order(mixed::id).load(conn)?;
            let (id, own) = all[0].clone();
            let other = all.iter().map(|(_, choices)| choices).find(|choices| **choices != own).unwrap();
            diesel::update(mixed::table.find(id)).set(mixed::choices.eq(other)).execute(conn)?;
            Ok((id, own))
        })
        .await;
        alarms(&checker, &path, "De geschudde stembiljetten zijn niet meer die uit de stembus.").await;
        behind(&app, move |conn| diesel::update(mixed::table.find(id)).set(mixed::choices.eq(own)).execute(conn)).await;

        // Somebody takes a number off the signed list of the box.
        let taken = behind(&app, |conn| {
            let row: (i64, Vec<u8>) = list::table.first(conn)?;
            diesel::delete(list::table.find((row.0, row.1.clone()))).execute(conn)?;
            Ok(row)
        })
        .await;
        alarms(&checker, &path, "De lijst van de stembus is niet meer de lijst die is ondertekend.").await;
        behind(&app, move |conn| diesel::insert_into(list::table).values((list::round_id.eq(taken.0), list::tracker.eq(taken.1))).execute(conn))
            .await;

        // The record says that somebody else drew the lot: who has the whole database takes its guard away first.
        behind(&app, |conn| match conn {
            Db::Sqlite(conn) => conn.batch_execute("DROP TRIGGER events_are_not_changed"),
            Db::Postgres(conn) => conn.batch_execute("DROP TRIGGER events_are_not_changed ON events"),
        })
        .await;
        let (seq, role) = behind(&app, |conn| {
            let row: (i64, String) =
                events::table.filter(events::action.eq("round.draw_lot")).select((events::seq, events::actor_role)).first(conn)?;
            diesel::update(events::table.find(row.0)).set(events::actor_role.eq("beheerder")).execute(conn)?;
            Ok(row)
        })
        .await;
        alarms(&checker, &path, &format!("Het logboek is veranderd: gebeurtenis {seq} past niet meer.")).await;
        behind(&app, move |conn| diesel::update(events::table.find(seq)).set(events::actor_role.eq(role)).execute(conn)).await;

        let page = checker.get(&path).await;
        assert!(!page.shows("Er klopt iets niet"), "all is as it was: {}", page.text());
        let done = checker.get(&path).await.submit_to(&format!("{path}/controleren"), &[]).await;
        assert!(done.status == 200, "{}", done.text());
    });
}
