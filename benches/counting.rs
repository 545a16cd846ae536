//! Times reading and counting one `.pb` file, in CPU milliseconds:
//!
//! ```text
//! counting [--preview] FILE.pb RULE...
//! ```
//!
//! Prints one line of JSON per rule. `benches/counting/bench.py` calls this and
//! puts pabutools beside it.

use std::fs::{self, File};
use std::io::BufReader;
use std::time::Instant;

use serde_json::json;
use wijkdeal::counting::{Election, ElectionFault, Outcome, Precision, Rule, count_with};
use wijkdeal::pabulib::{self, Labels, Mode};

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// As long as this, in milliseconds, a measurement must take.
const MEASURABLE: f64 = 100.0;

/// The most often that one count is made.
const MOST_TIMES: u32 = 5_000;

/// CPU milliseconds of this thread; wall milliseconds where the system does not
/// tell.
struct Clock {
    start: Instant,
    cpu: Option<f64>,
}

fn cpu_milliseconds() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e6)
}

impl Clock {
    fn start() -> Self {
        Clock { start: Instant::now(), cpu: cpu_milliseconds() }
    }

    fn milliseconds(&self) -> f64 {
        match (self.cpu, cpu_milliseconds()) {
            (Some(before), Some(now)) => now - before,
            _ => self.start.elapsed().as_secs_f64() * 1000.0,
        }
    }
}

/// Most memory ever in use, in MiB.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let preview = args.iter().any(|arg| arg == "--preview");
    args.retain(|arg| arg != "--preview");
    let Some((file, rules)) = args.split_first() else {
        eprintln!("usage: counting [--preview] FILE.pb RULE...   (see benches/counting/bench.py)");
        return Ok(());
    };
    let precision = if preview { Precision::Preview } else { Precision::Exact };
    let clock = Clock::start();
    let input = BufReader::with_capacity(1 << 17, File::open(file)?);
    let election = pabulib::read(input, Mode::Lenient, Labels::Drop)?.election;
    let read = clock.milliseconds();
    // Equal ballots put together beforehand, as a multiprofile of pabutools.
    let mut grouped = election.canonical()?;
    let mut election = election;
    let ticks: u64 = election.ballots.iter().map(|ballot| ballot.count * ballot.picks.len() as u64).sum();
    for rule in rules {
        election.rule = Rule::named(rule, election.currency.unit())?;
        grouped.rule = election.rule.clone();
        let (outcome, counted) = timed(&election, precision)?;
        let (_, counted_grouped) = timed(&grouped, precision)?;
        let shares = outcome.pots.first().and_then(|pot| pot.shares.as_ref());
        println!(
            "{}",
            json!({
                "rule": rule,
                "read_ms": read,
                "count_ms": counted,
                "grouped_ms": counted_grouped,
                "runs": shares.map(|shares| shares.runs),
                "ballots": outcome.ballots,
                "ticks": ticks,
                "projects": outcome.projects.len(),
                "winners": outcome.winners,
                "peak_mib": peak_memory(),
            })
        );
    }
    Ok(())
}

/// A count, and the milliseconds it takes. The system's clock moves in steps of milliseconds, so a
/// quick count is made again and again until it can be measured.
fn timed(election: &Election, precision: Precision) -> Result<(Outcome, f64), ElectionFault> {
    let (clock, mut times) = (Clock::start(), 0_u32);
    loop {
        let outcome = count_with(election, precision, &mut |_| {})?;
        times += 1;
        let spent = clock.milliseconds();
        if spent >= MEASURABLE || times >= MOST_TIMES {
            return Ok((outcome, spent / f64::from(times)));
        }
    }
}
