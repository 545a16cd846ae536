//! The rehearsal: the whole round on invented voters, and nothing is left of it.

use diesel::prelude::*;
use wijkdeal::app::count::ceremony::Next;
use wijkdeal::app::rehearsal;
use wijkdeal::domain::ceremony::Step;
use wijkdeal::domain::person::{Actor, Role, Scope};
use wijkdeal::domain::rules::OutcomeRule;
use wijkdeal::error::Error;
use wijkdeal::storage::{Db, events};

use super::world::{OPENS, Wish, World, usual};
use crate::outcome::within_budget;
use crate::support::{TestApp, at, on_each_database};

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

/// How many rows every table has, and the head of the record.
async fn everything(app: &TestApp) -> (Vec<(String, i64)>, (i64, Vec<u8>)) {
    let schema = crate::house::source::read("src/storage/schema.rs");
    let tables: Vec<String> = schema
        .lines()
        .map(str::trim)
        .filter(|line| line.ends_with(") {") && !line.starts_with("diesel::"))
        .filter_map(|line| line.split_once(" (").map(|(table, _)| table.to_owned()))
        // Who looks at a page leaves a session that was seen.
        .filter(|table| table != "sessions")
        .collect();
    app.context
        .db
        .read(move |conn| {
            let mut counts = Vec::new();
            for table in tables {
                let query = diesel::sql_query(format!("SELECT count(*) AS n FROM {table}"));
                let found: Number = match conn {
                    Db::Sqlite(c) => query.get_result(c)?,
                    Db::Postgres(c) => query.get_result(c)?,
                };
                counts.push((table, found.n));
            }
            Ok((counts, events::head(conn)?))
        })
        .await
        .unwrap()
}

#[test]
fn a_rehearsal_plays_the_whole_round_and_leaves_nothing_behind() {
    on_each_database(async |app| {
        let world = World::open(&app, Wish { codes: 0, ..usual() }).await;
        app.clock.set(at(OPENS).plus(chrono::TimeDelta::days(-2)));
        let sam = app.staff("Sam Repetitie", Role::Gebiedsteam, Scope::Gebied(world.gebied)).await;
        let path = format!("/werk/rondes/{}/repetitie", world.round);
        let form = sam.get(&path).await;
        let before = everything(&app).await;
        let files = || std::fs::read_dir(&app.context.settings.data_dir).unwrap().count();
        let kept = files();
        let page = form.submit(&[("voters", "25")]).await;
        for words in ["Generale repetitie", "verzonnen", "Repetitie: gebiedsteam 1", "De sleutel vernietigen", "Handtekening"] {
            assert!(page.shows(words), "{words}: {} {}", page.status, page.text());
        }
        for plan in ["Plukbomen in het plantsoen", "Samen eten"] {
            assert!(page.shows(plan), "the real plans: {}", page.text());
        }
        assert_eq!(everything(&app).await, before, "the real database is as it was");
        assert_eq!(files(), kept, "and so are the files");
        assert!(app.mails().await.is_empty(), "nobody got a mail");

        let wrong = form.submit(&[("voters", "9999")]).await;
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        app.time_is(OPENS);
        let late = app.staff("Kim Repetitie", Role::Gebiedsteam, Scope::Gebied(world.gebied)).await;
        assert_eq!(late.get(&path).await.status, 409, "not when people vote");
    });
}

#[test]
fn a_rehearsal_of_equal_shares_ends_with_two_counts_that_agree() {
    on_each_database(async |app| {
        let world = World::open(&app, Wish { codes: 0, ..within_budget(OutcomeRule::EqualShares) }).await;
        app.clock.set(at(OPENS).plus(chrono::TimeDelta::days(-2)));
        let played = rehearsal::rehearse(&app.context, &Actor::Clock, world.round, 30).await.unwrap();
        assert_eq!((played.voters, played.ceremony.next, played.ceremony.alarms.len()), (30, Next::Done, 0));
        assert!(played.ceremony.taken.iter().any(|taken| taken.step == Step::Destroy));
        let none = rehearsal::rehearse(&app.context, &Actor::Clock, world.round, 0).await;
        assert!(matches!(none, Err(Error::Invalid(_))));
    });
}
