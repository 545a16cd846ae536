//! What is confirmed is on disk: the order of the calls that the program makes to the machine.

use wijkdeal::storage::Target;

use super::load::world_of_now;
use crate::support::program::{Program, Watched, can_watch};
use crate::support::{Browser, TestApp, databases};

const VOTES: usize = 20;

/// T-ORDER, and with it T-POWER: before every "saved" the log of the database was written to the disk
/// itself (fsync), so that also a power cut loses no confirmed vote.
#[test]
fn a_vote_is_on_the_disk_before_it_is_confirmed() {
    if !can_watch() {
        eprintln!("the order of writing and answering is left out: this machine has no strace, or does not let it look");
        return;
    }
    let target = databases::sqlite();
    let Target::Sqlite(_) = &target else { panic!("a file") };
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start(&target).await;
        let world = world_of_now(&app).await;
        let program = Program::start(&app, &target).await;
        let voter = Browser::new(&program.base);
        voter.get(&world.path("stemmen")).await.submit(&[("code", &world.codes[0].printed())]).await;
        let (token, path) = (voter.token().await, world.path("stembiljet"));
        let watched = Watched::begin(&program);
        for turn in 0..VOTES {
            let plan = world.plans[turn % 4].to_string();
            assert_eq!(voter.try_post(&path, &[("csrf", token.as_str()), ("plan", &plan)]).await.unwrap().0, 303);
        }
        let (mut synced, mut confirmed) = (0, 0);
        for line in watched.end() {
            // One line of a call that ended, or the end of a call that another thread came in between.
            if line.contains("fsync") && line.contains("= 0") && (line.contains("-wal>") || line.contains("resumed>")) {
                synced += 1;
            }
            if line.contains("HTTP/1.1 303") {
                assert!(synced > 0, "answer {confirmed} left before anything was on the disk");
                (synced, confirmed) = (0, confirmed + 1);
            }
        }
        assert_eq!(confirmed, VOTES);
    });
}
