//! The server is told to stop while people vote.

use std::time::{Duration, Instant};

use super::load::{Load, nothing_is_lost, world_of_now};
use crate::support::program::Program;
use crate::support::{TestApp, databases};

/// T-RESTART: what was asked is answered, every connection that was kept is ended with an answer and
/// none is cut off half way, and the program stops in order.
#[test]
fn a_server_that_is_told_to_stop_finishes_what_was_asked() {
    for target in databases::fresh() {
        actix_web::rt::System::new().block_on(async {
            let app = TestApp::start(&target).await;
            let world = world_of_now(&app).await;
            let mut program = Program::start(&app, &target).await;
            let load = Load::begin(&program.base, &world, 8).await;
            load.everybody_votes().await;
            let began = Instant::now();
            program.tell_to_stop();
            load.until("everybody is told to leave", |_, now| now.left).await;
            let told = load.end().await;
            assert!(told.iter().all(|told| told.other.is_empty() && told.broken.is_empty() && told.refused == 0 && told.gone == 0), "{told:?}");
            assert!(program.stopped().await.success(), "it stopped in order");
            let took = began.elapsed();
            println!("it stopped in {took:?}");
            assert!(took < Duration::from_secs(20), "it took {took:?}");
            nothing_is_lost(&app, &world, &told).await;
            drop(Program::start(&app, &target).await);
        });
    }
}
