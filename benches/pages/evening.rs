//! The last evening: votes that come in at a steady pace for half a minute, whether or not the
//! ones before are answered, beside bare inserts that come in just so.

use std::fs;
use std::time::Duration;

use crate::Outcome;
use crate::client::{Load, Report};
use crate::servers::Stage;

/// Requests a second.
pub const PACE: u32 = 500;
/// How long.
const LONG: Duration = Duration::from_secs(30);
/// Requests altogether.
pub const VOTES: usize = 15_000;
/// Aims: the slowest hundredth of votes against that of bare inserts, and the work per vote in
/// microseconds of processor.
const SLOWEST_AIM: f64 = 3.0;
const WORK_AIM: f64 = 350.0;

/// What one side came to.
struct Side {
    name: &'static str,
    report: Report,
    /// Memory in use before and after, in MiB.
    memory: (u64, u64),
}

/// Measures both sides and prints them.
pub fn measure(stage: &Stage, votes: Vec<String>) -> Outcome<()> {
    let insert = stage.bare.post("/insert", "", "");
    let bare = side("bare insert", Load::steady(stage.bare.port, vec![insert; VOTES], PACE))?;
    let cast = side("cast vote", Load::steady(stage.ours.port, votes, PACE))?;
    println!("\n{}: {PACE} a second for {} s, counted from the moment each was due", stage.database, LONG.as_secs());
    println!("{:32}{:>12}{:>10}{:>10}{:>10}{:>16}", "", "requests", "p50 ms", "p99 ms", "cpu µs", "memory MiB");
    for side in [&bare, &cast] {
        let report = &side.report;
        let memory = format!("{} - {}", side.memory.0, side.memory.1);
        println!(
            "{:32}{:>12}{:10.2}{:10.2}{:10.0}{memory:>16}",
            side.name,
            report.asked,
            report.millis(report.p50),
            report.millis(report.p99),
            report.work()
        );
    }
    let slowest = cast.report.p99 as f64 / bare.report.p99.max(1) as f64;
    let said = |value: f64, aim: f64| if value <= aim { "met" } else { "missed" };
    println!("   p99 {slowest:.2} times that of the bare insert (aim {SLOWEST_AIM:.0}: {})", said(slowest, SLOWEST_AIM));
    println!("   {:.0} µs of processor a vote (aim {WORK_AIM:.0}: {})", cast.report.work(), said(cast.report.work(), WORK_AIM));
    Ok(())
}

fn side(name: &'static str, load: Load) -> Outcome<Side> {
    let before = memory();
    let report = load.measure()?;
    Ok(Side { name, report, memory: (before, memory()) })
}

/// Memory that this process has in use, in MiB.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
