//! The real program, killed while people vote: no ballot that was confirmed is lost, and the roll
//! says what the box holds.

use std::time::Duration;

use wijkdeal::storage::Target;

use super::world::World;
use crate::faults::load::{Load, nothing_is_lost, world_of_now};
use crate::support::program::Program;
use crate::support::{TestApp, databases};

/// Kill -9 while people vote. `WIJKDEAL_KILL_ROUNDS` sets how often (50 for the record).
#[test]
fn a_server_that_is_killed_while_people_vote_loses_no_confirmed_ballot() {
    let rounds = std::env::var("WIJKDEAL_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    for target in databases::fresh() {
        actix_web::rt::System::new().block_on(async {
            let app = TestApp::start(&target).await;
            let world = world_of_now(&app).await;
            for round in 0..rounds {
                killed_once(&app, &target, &world, round).await;
            }
        });
    }
}

async fn killed_once(app: &TestApp, target: &Target, world: &World, round: u64) {
    let program = Program::start(app, target).await;
    let load = Load::begin(&program.base, world, 8).await;
    tokio::time::sleep(Duration::from_millis(300 + 37 * (round % 11))).await;
    program.kill();
    let told = load.end().await;
    assert!(told.iter().all(|told| told.other.is_empty() && told.refused == 0), "a vote was refused while the server was up: {told:?}");
    drop(Program::start(app, target).await);
    nothing_is_lost(app, world, &told).await;
}
