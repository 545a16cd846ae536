//! The database server goes away.

use std::time::Duration;

use wijkdeal::storage::{Target, migrate};

use super::load::{Load, nothing_is_lost, world_of_now};
use crate::support::TestApp;
use crate::support::cluster::Cluster;
use crate::support::program::Program;

/// T-PG: the server is stopped in the middle of the evening without finishing anything, and comes back
/// two seconds later. Whoever votes meanwhile is told soon that it is not saved yet; nothing that was
/// confirmed is lost; and voting goes on by itself.
#[test]
fn when_the_database_server_stops_and_comes_back_no_confirmed_vote_is_lost_and_voting_goes_on() {
    let Some(cluster) = Cluster::start() else { return };
    let target = Target::Postgres(cluster.url());
    migrate::up(&target).unwrap();
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start(&target).await;
        let world = world_of_now(&app).await;
        let program = Program::start(&app, &target).await;
        let load = Load::begin(&program.base, &world, 8).await;
        load.everybody_votes().await;

        assert!(cluster.stop_at_once());
        load.until("everybody is told", |before, now| now.refused > before.refused).await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        cluster.start_again();
        let took = load.everybody_votes().await;
        println!("voting went on {took:?} after the server was back");
        assert!(took < Duration::from_secs(15), "it took {took:?}");
        let told = load.end().await;
        assert!(told.iter().all(|told| told.other.is_empty() && told.broken.is_empty() && told.gone == 0), "{told:?}");
        let slowest = told.iter().map(|told| told.slowest).max().unwrap();
        println!("the longest wait for an answer was {slowest:?}");
        assert!(slowest < Duration::from_secs(8), "somebody waited {slowest:?}");
        nothing_is_lost(&app, &world, &told).await;
    });
}
