//! A long evening: memory, open files and the log of the database stay as they are.

use std::time::{Duration, Instant};

use wijkdeal::storage::Target;

use super::load::{Load, nothing_is_lost, world_of_now};
use crate::support::program::Program;
use crate::support::{TestApp, databases};

/// What the program holds: memory in KiB, and open files.
fn holds(program: &Program) -> (u64, usize) {
    let number = program.number();
    let status = std::fs::read_to_string(format!("/proc/{number}/status")).unwrap();
    let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let memory = memory.trim().split(' ').next().unwrap().parse().unwrap();
    (memory, std::fs::read_dir(format!("/proc/{number}/fd")).unwrap().count())
}

/// T-SOAK: `WIJKDEAL_SOAK_SECONDS` sets how long (1800 for the record).
#[test]
fn a_long_evening_costs_no_more_memory_files_or_log_than_a_short_one() {
    let seconds = std::env::var("WIJKDEAL_SOAK_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(4);
    for target in databases::fresh() {
        actix_web::rt::System::new().block_on(async {
            let app = TestApp::start(&target).await;
            let world = world_of_now(&app).await;
            let program = Program::start(&app, &target).await;
            let load = Load::begin(&program.base, &world, 8).await;
            // Everything that is kept at hand is there after the first part.
            tokio::time::sleep(Duration::from_secs(seconds / 4 + 1)).await;
            let (memory, files) = holds(&program);
            let began = Instant::now();
            while began.elapsed() < Duration::from_secs(seconds) {
                tokio::time::sleep(Duration::from_millis(500)).await;
                if let Target::Sqlite(file) = &target {
                    let log = std::fs::metadata(format!("{file}-wal")).map_or(0, |log| log.len());
                    assert!(log < 64 * 1024 * 1024, "the log grew to {log} bytes");
                }
            }
            let (more, now) = holds(&program);
            let told = load.end().await;
            let votes: usize = told.iter().map(|told| told.times).sum();
            println!("{votes} votes: memory {memory} to {more} KiB, {files} to {now} files");
            // Pages of the database that are kept at hand (64 MiB at most on SQLite) come on top of that.
            let room = memory / 20 + if seconds < 600 { 24 * 1024 } else { 0 };
            assert!(more <= memory + room, "memory grew from {memory} to {more} KiB");
            assert!(now <= files + 16, "open files grew from {files} to {now}");
            assert!(told.iter().all(|told| told.other.is_empty() && told.broken.is_empty() && told.refused == 0), "{told:?}");
            nothing_is_lost(&app, &world, &told).await;
        });
    }
}
