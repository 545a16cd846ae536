//! How fast pages and votes are, beside what this machine can do at all.
//!
//! `cargo bench --bench pages` starts the real server on SQLite and, when `TEST_POSTGRES_URL` names
//! a server, on PostgreSQL, with a round of 100 ideas; and in the same process the least a web
//! server can do: a page of the same bytes that is always ready, and one insert that is on disk
//! before it is answered. Another process asks over 64 connections, each asking again as soon as
//! it has its answer. Where the shared votes lie beside the project, the result of one of them is a
//! page to measure too. At the end votes come in at a steady pace, as on the last evening of a
//! round. Figures are the median of three turns; the ratios are what counts, because
//! the machine is the same for both sides. `cargo bench --bench pages -- cast` measures only what
//! has "cast" in its name, with what it stands beside.

mod bare;
mod client;
mod desk;
mod evening;
mod seed;
mod servers;

use std::process::ExitCode;

use client::{Load, Report};
use servers::Stage;

/// Anything that can go wrong stops the benchmark.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Times everything is measured.
const TURNS: usize = 3;
/// Aims: an idea list against a bare page, a cast against a bare insert.
const LIST_AIM: f64 = 0.25;
const CAST_AIM: f64 = 0.35;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let outcome = match words.next().as_deref() {
        Some("--client") => client::run(words.next().as_deref().unwrap_or_default()),
        first => compare(first.filter(|word| !word.starts_with('-')).unwrap_or_default()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("pages: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn compare(wanted: &str) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    for target in servers::targets(folder.path())? {
        let stage = Stage::open(target, folder.path())?;
        let mut votes = stage.votes()?;
        let last_evening = votes.split_off(votes.len().saturating_sub(evening::VOTES));
        print(&stage, &measure(&stage, &votes, wanted)?);
        if "cast vote, steady".contains(wanted) {
            evening::measure(&stage, last_evening)?;
        }
        stage.close();
    }
    Ok(())
}

/// What was measured: a name, one report per turn, and what it is compared with.
struct Row {
    name: &'static str,
    turns: Vec<Report>,
    beside: Option<(usize, Option<f64>)>,
}

impl Row {
    fn median(&self) -> Option<&Report> {
        let mut sorted: Vec<&Report> = self.turns.iter().collect();
        sorted.sort_by(|a, b| a.rate().total_cmp(&b.rate()));
        sorted.get(sorted.len() / 2).copied()
    }
}

/// Every row is measured in every turn, so that a busy moment of the machine hits all alike.
fn measure(stage: &Stage, votes: &[String], wanted: &str) -> Outcome<Vec<Row>> {
    let row = |name, beside| Row { name, turns: Vec::new(), beside };
    let mut rows = vec![
        row("bare page", None),
        row("idea list, visitor", Some((0, Some(LIST_AIM)))),
        row("idea list, signed in", Some((0, None))),
        row("idea page, visitor", Some((0, None))),
        row("idea page, signed in", Some((0, None))),
        row("bare insert", None),
        row("cast vote", Some((5, Some(CAST_AIM)))),
        row("desk, 500 ideas, 20 reviewers", Some((2, None))),
    ];
    if stage.result.is_some() {
        rows.extend([row("result, visitor", Some((3, None))), row("result, signed in", Some((4, None)))]);
    }
    let needed = |place| rows.iter().any(|row: &Row| row.name.contains(wanted) && row.beside.is_some_and(|(other, _)| other == place));
    let measured: Vec<bool> = rows.iter().enumerate().map(|(place, row)| row.name.contains(wanted) || needed(place)).collect();
    for turn in 0..TURNS {
        let mine = votes.iter().skip(turn).step_by(TURNS).cloned().collect();
        let mut loads = vec![
            Load::repeat(stage.bare.port, stage.bare.get("/", None)),
            Load::repeat(stage.ours.port, stage.ours.get(&stage.seed.list(), None)),
            Load::repeat(stage.ours.port, stage.ours.get(&stage.seed.list(), Some(&stage.session))),
            Load::repeat(stage.ours.port, stage.ours.get(&stage.seed.page(), None)),
            Load::repeat(stage.ours.port, stage.ours.get(&stage.seed.page(), Some(&stage.session))),
            Load::repeat(stage.bare.port, stage.bare.post("/insert", "", "")),
            Load::each_once(stage.ours.port, mine),
            Load::repeat(stage.ours.port, stage.ours.get("/werk/ideeen", Some(&stage.desk))),
        ];
        if let Some(result) = &stage.result {
            loads.extend([None, Some(&*stage.session)].map(|session| Load::repeat(stage.ours.port, stage.ours.get(result, session))));
        }
        for ((row, load), _) in rows.iter_mut().zip(loads).zip(&measured).filter(|(_, measured)| **measured) {
            row.turns.push(load.measure().map_err(|problem| format!("{}: {problem}", row.name))?);
        }
    }
    Ok(rows)
}

fn print(stage: &Stage, rows: &[Row]) {
    println!("\n{}: 100 ideas, a list of {} bytes when compressed, {} connections", stage.database, stage.list_bytes, client::CONNECTIONS);
    println!("{:32}{:>12}{:>10}{:>10}{:>10}   ratio", "", "requests/s", "p50 ms", "p99 ms", "cpu µs");
    for row in rows {
        let Some(report) = row.median() else { continue };
        print!("{:32}{:12.0}{:10.2}{:10.2}{:10.0}", row.name, report.rate(), report.millis(report.p50), report.millis(report.p99), report.work());
        let other = row.beside.and_then(|(other, aim)| Some((rows.get(other)?, aim)));
        match other.and_then(|(other, aim)| Some((other.name, report.rate() / other.median()?.rate(), aim))) {
            Some((name, ratio, Some(aim))) => println!("   {ratio:.2} of the {name} (aim {aim:.2}: {})", if ratio >= aim { "met" } else { "missed" }),
            Some((name, ratio, None)) => println!("   {ratio:.2} of the {name}"),
            None => println!(),
        }
    }
}
