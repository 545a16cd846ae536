//! Casting: once, within the rules, in time, and unreadable.

use chrono::TimeDelta;
use diesel::prelude::*;
use wijkdeal::domain::ballot::Choices;
use wijkdeal::domain::time::{Instant, LocalTimeError};
use wijkdeal::error::Error;
use wijkdeal::storage::{ballot_box, schema};

use super::world::{CLOSES, Wish, World, box_and_used, usual};
use crate::support::{at, on_each_database};

#[test]
fn a_hundred_casts_at_once_with_one_code_are_one_ballot_within_the_limit() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let anna = world.voter(&app, 0).await;
        let token = anna.token().await;
        let tasks: Vec<_> = (0..100)
            .map(|i| {
                let (anna, path, token) = (anna.clone(), world.path("stembiljet"), token.clone());
                let plans: Vec<String> = (0..=i % 3).map(|k| world.plans[(i + k) % 4].to_string()).collect();
                actix_web::rt::spawn(async move {
                    let mut fields = vec![("csrf", token.as_str())];
                    fields.extend(plans.iter().map(|plan| ("plan", plan.as_str())));
                    let answer = anna.post_raw(&path, &fields).await;
                    (plans.len(), answer.status)
                })
            })
            .collect();
        for task in tasks {
            let (plans, status) = task.await.unwrap();
            assert_eq!(status, if plans > 2 { 422 } else { 200 });
        }
        assert_eq!(box_and_used(&app).await, (1, 1));
        let page = anna.get(&world.path("stembiljet")).await;
        assert!((1..=2).contains(&page.all("input[checked]").len()), "{}", page.text());
    });
}

#[test]
fn a_vote_a_millisecond_after_the_close_is_too_late_and_one_before_counts() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        app.clock.set(at(CLOSES).plus(TimeDelta::minutes(-10)));
        let anna = world.voter(&app, 0).await;
        app.clock.set(at(CLOSES).plus(TimeDelta::milliseconds(-1)));
        world.cast(&app, 1, &[0]).await.unwrap();
        world.cast(&app, 2, &[0]).await.unwrap();
        for late in [0, 1] {
            app.clock.set(at(CLOSES).plus(TimeDelta::milliseconds(late)));
            assert!(matches!(world.cast(&app, 0, &[0]).await, Err(Error::Refused(message)) if message.key == "error-vote-closed"));
        }
        app.clock.set(at(CLOSES).plus(TimeDelta::milliseconds(1)));
        let page = super::world::save(&world, &anna, &[0]).await;
        assert_eq!(page.status, 409);
        assert!(page.shows("Stemmen kon tot 24 mei 2027, 20.00 uur"), "{}", page.text());
        assert_eq!(box_and_used(&app).await, (2, 2));
    });
}

#[test]
fn the_night_the_clock_goes_back_has_one_close() {
    let Err(LocalTimeError::ComesTwice(_, second)) = Instant::parse_local("2027-10-31T02:30") else { panic!("comes twice") };
    on_each_database(async |app| {
        let world = World::open(&app, Wish { closes: second, ..usual() }).await;
        for (code, before) in [(0, TimeDelta::hours(1)), (1, TimeDelta::milliseconds(1))] {
            app.clock.set(second.plus(-before));
            world.cast(&app, code, &[0]).await.unwrap();
        }
        app.clock.set(second);
        assert!(world.cast(&app, 2, &[0]).await.is_err());
        assert_eq!(box_and_used(&app).await, (2, 2));
    });
}

#[test]
fn once_voting_has_begun_nothing_on_the_ballot_changes() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let (round, plan) = (world.round, world.plans[0]);
        let before = wijkdeal::app::voting::frozen_ballot(&app.context, round).await.unwrap();
        app.context
            .db
            .write(move |conn| {
                use schema::ideas;
                diesel::update(ideas::table.find(plan))
                    .set((ideas::title.eq("Iets anders"), ideas::cost.eq(1_i64), ideas::why.eq("?")))
                    .execute(conn)?;
                Ok(())
            })
            .await
            .unwrap();
        let after = app.context.db.read(move |conn| wijkdeal::storage::ballot_box::frozen(conn, round)).await.unwrap();
        assert_eq!(after.as_ref(), Some(&*before));
        let page = world.voter(&app, 0).await.last();
        assert!(page.shows("Plukbomen in het plantsoen") && page.shows("€ 4.500"));
    });
}

#[test]
fn before_voting_begins_there_is_no_ballot_and_no_way_in() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        app.time_is("2027-05-10T08:59");
        assert!(wijkdeal::app::voting::frozen_ballot(&app.context, world.round).await.is_err());
        let page = app.visitor().get(&world.path("stemmen")).await;
        assert!(page.shows("Stemmen kan van 10 mei 2027, 9.00 uur tot 24 mei 2027, 20.00 uur."), "{}", page.text());
        assert!(page.attribute("#code", "name").is_none());
        assert!(world.cast(&app, 0, &[0]).await.is_err());
    });
}

#[test]
fn no_choice_can_be_read_in_the_database_before_the_close() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let text = wijkdeal::app::voting::frozen_ballot(&app.context, world.round).await.unwrap().text.clone();
        for code in 0..10 {
            world.cast(&app, code, &[code % 4]).await.unwrap();
        }
        let encoded: Vec<Vec<u8>> = (0..4).map(|i| text.encode(&Choices::ticks([world.plans[i]]))).collect();
        let round = world.round;
        let rows = app.context.db.read(move |conn| Ok(ballot_box::contents(conn, round)?)).await.unwrap();
        let sizes: std::collections::BTreeSet<usize> = rows.iter().map(|(_, _, sealed)| sealed.len()).collect();
        assert_eq!((rows.len(), sizes.len()), (10, 1), "every sealed ballot has the same size");
        let mut everything: Vec<Vec<u8>> = rows.into_iter().map(|(_, _, sealed)| sealed).collect();
        if let wijkdeal::storage::Target::Sqlite(file) = &app.context.settings.database {
            everything.extend(["", "-wal"].iter().filter_map(|end| std::fs::read(format!("{file}{end}")).ok()));
            assert!(everything.len() >= 11);
        }
        for bytes in &everything {
            for choice in &encoded {
                assert!(!bytes.windows(choice.len()).any(|part| part == choice.as_slice()), "a choice can be read");
            }
            let code = world.codes[0].printed();
            assert!(!bytes.windows(code.len()).any(|part| part == code.as_bytes()), "a code can be read");
        }
    });
}
