//! Somebody else holds the database.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use wijkdeal::storage::Target;

use super::load::{Load, nothing_is_lost, world_of_now};
use crate::support::program::Program;
use crate::support::{Browser, TestApp, databases};

/// T-LOCK: another process holds the write lock. A short hold is waited for; a long one is answered
/// with "not saved yet" after five seconds, also to who came while others waited; reading goes on.
#[test]
fn a_vote_waits_for_who_holds_the_database_and_is_told_so_after_five_seconds() {
    let target = databases::sqlite();
    let Target::Sqlite(file) = target.clone() else { panic!("a file") };
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start(&target).await;
        let world = world_of_now(&app).await;
        let program = Program::start(&app, &target).await;
        let load = Load::begin(&program.base, &world, 8).await;
        load.everybody_votes().await;
        let mut holder = SqliteConnection::establish(&file).unwrap();
        holder.batch_execute("PRAGMA busy_timeout = 20000").unwrap();

        hold(&mut holder);
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        holder.batch_execute("ROLLBACK").unwrap();
        load.everybody_votes().await;
        assert!(load.told().iter().all(|told| told.refused == 0), "a short hold is waited for: {:?}", load.told());

        hold(&mut holder);
        let reader = Browser::new(&program.base);
        let began = Instant::now();
        while load.told().iter().all(|told| told.refused == 0) {
            assert_eq!(reader.get(&world.path("stemmen")).await.status, 200, "reading goes on");
            assert!(began.elapsed() < Duration::from_secs(60), "nobody was told");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        load.until("everybody is told", |_, now| now.refused > 0).await;
        holder.batch_execute("ROLLBACK").unwrap();
        load.everybody_votes().await;
        let told = load.end().await;
        assert!(told.iter().all(|told| told.other.is_empty() && told.broken.is_empty()), "{told:?}");
        // Five seconds, and room for a machine that is busy; who waits behind another waits no ten.
        let slowest = told.iter().map(|told| told.slowest).max().unwrap();
        assert!(slowest < Duration::from_millis(9_500), "somebody waited {slowest:?}");
        nothing_is_lost(&app, &world, &told).await;
    });
}

/// Takes the write lock, as a copying program or a shell does.
fn hold(holder: &mut SqliteConnection) {
    holder.batch_execute("BEGIN IMMEDIATE").unwrap();
}
