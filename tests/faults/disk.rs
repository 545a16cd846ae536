//! The disk is full while people vote.

use wijkdeal::storage::Target;

use super::load::{Load, nothing_is_lost, world_of_now};
use crate::support::program::{Program, can_limit};
use crate::support::{Browser, TestApp, databases};

/// T-FULL: no file of the database can grow any more. Whoever votes is told that it is not saved yet,
/// nobody is told that it is, reading goes on; and when there is room again, so does voting.
#[test]
fn on_a_full_disk_nobody_is_told_that_a_vote_was_saved_and_voting_goes_on_when_there_is_room() {
    if !can_limit() {
        eprintln!("a full disk is left out: this machine has no prlimit (util-linux)");
        return;
    }
    let target = databases::sqlite();
    let Target::Sqlite(file) = target.clone() else { panic!("a file") };
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start(&target).await;
        let world = world_of_now(&app).await;
        let program = Program::start_that_outlives_a_full_disk(&app, &target).await;
        let visitor = Browser::new(&program.base);
        let load = Load::begin(&program.base, &world, 8).await;
        load.everybody_votes().await;
        becomes(&visitor, 200).await;

        let log = std::fs::metadata(format!("{file}-wal")).unwrap().len();
        program.files_may_grow_to(Some(log));
        load.until("the disk is full", |before, now| now.refused > before.refused + 1).await;
        let voter = Browser::new(&program.base);
        let page = voter.get(&world.path("stemmen")).await.submit(&[("code", &world.codes[9].printed())]).await;
        assert_eq!(page.path, world.path("stembiljet"), "reading goes on: {}", page.text());
        let page = voter.post(&world.path("stembiljet"), &[("plan", &world.plans[0].to_string())]).await;
        assert_eq!(page.status, 503);
        assert!(page.shows("is nog niet opgeslagen"), "{}", page.text());
        assert_eq!(page.header("retry-after"), Some("5"));
        becomes(&visitor, 503).await;
        assert_eq!(visitor.get("/health/live").await.status, 200);

        program.files_may_grow_to(None);
        let took = load.everybody_votes().await;
        println!("voting went on {took:?} after there was room");
        let told = load.end().await;
        assert!(told.iter().all(|told| told.other.is_empty() && told.broken.is_empty() && told.gone == 0), "{told:?}");
        nothing_is_lost(&app, &world, &told).await;
        becomes(&visitor, 200).await;
    });
}

/// Waits until the readiness check says this; it looks anew every second.
async fn becomes(visitor: &Browser, status: u16) {
    for _ in 0..50 {
        if visitor.get("/health/ready").await.status == status {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    panic!("the readiness check does not say {status}");
}
