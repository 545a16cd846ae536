//! The asking side, in a process of its own: connections that each send their next request as soon
//! as they have the answer to the last one, or as soon as it is due.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Outcome;

/// Connections at the same time.
pub const CONNECTIONS: usize = 64;
/// Connections for requests that come at a steady pace: enough for all that can be waiting.
const STEADY_CONNECTIONS: usize = 256;
/// Not counted: connections are made, caches are filled.
const WARM_UP: Duration = Duration::from_millis(500);
/// Counted.
const TURN: Duration = Duration::from_secs(2);

/// What to ask.
#[derive(Serialize, Deserialize)]
pub struct Load {
    port: u16,
    requests: Vec<String>,
    /// Each request once, instead of again and again.
    once: bool,
    /// So many a second, each at its own moment, until all are sent.
    pace: Option<u32>,
}

/// What came of it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Report {
    /// Answers counted.
    answers: usize,
    /// Seconds counted.
    seconds: f64,
    /// Half of the answers came within so many microseconds.
    pub p50: u64,
    /// 99 in 100 answers came within so many microseconds.
    pub p99: u64,
    /// Answers by their status.
    statuses: BTreeMap<u16, usize>,
    /// All requests, also those that are not counted.
    pub asked: usize,
    /// Microseconds of processor that the asked process took.
    work: u64,
}

impl Report {
    /// Answers in a second.
    pub fn rate(&self) -> f64 {
        self.answers as f64 / self.seconds
    }

    /// Microseconds of processor per request.
    pub fn work(&self) -> f64 {
        self.work as f64 / self.asked.max(1) as f64
    }

    /// Microseconds as milliseconds.
    pub fn millis(&self, micros: u64) -> f64 {
        micros as f64 / 1000.0
    }
}

impl Load {
    /// The same request, again and again.
    pub fn repeat(port: u16, request: String) -> Self {
        Self { port, requests: vec![request], once: false, pace: None }
    }

    /// Each of these requests once, or as many as there is time for.
    pub fn each_once(port: u16, requests: Vec<String>) -> Self {
        Self { port, requests, once: true, pace: None }
    }

    /// Each of these requests once, so many a second, whatever the answers take.
    pub fn steady(port: u16, requests: Vec<String>, pace: u32) -> Self {
        Self { port, requests, once: true, pace: Some(pace) }
    }

    /// Measures in a process of its own.
    #[expect(clippy::disallowed_types, reason = "who asks must not share its threads with who answers")]
    pub fn measure(&self) -> Outcome<Report> {
        let mut file = tempfile::NamedTempFile::new()?;
        file.write_all(&serde_json::to_vec(self)?)?;
        let before = work_so_far();
        let client = std::process::Command::new(std::env::current_exe()?).arg("--client").arg(file.path()).output()?;
        if !client.status.success() {
            return Err(String::from_utf8_lossy(&client.stderr).into());
        }
        let mut report: Report = serde_json::from_slice(&client.stdout)?;
        report.work = work_so_far().saturating_sub(before);
        if report.statuses.keys().any(|status| !matches!(status, 200 | 303)) || report.answers == 0 {
            return Err(format!("unexpected answers: {:?}", report.statuses).into());
        }
        Ok(report)
    }
}

/// Microseconds of processor that this process took so far.
fn work_so_far() -> u64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in the second column may have blanks; after it, user and system time are the 12th and 13th.
    let after = text.rsplit_once(')').map_or("", |(_, after)| after);
    let ticks: u64 = after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    ticks * 10_000
}

/// What the process of the client does: reads a load from a file, prints the report.
pub fn run(file: &str) -> Outcome<()> {
    let load: Load = serde_json::from_slice(&std::fs::read(file)?)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(ask(load))?;
    println!("{}", serde_json::to_string(&report)?);
    Ok(())
}

async fn ask(load: Load) -> Outcome<Report> {
    let (load, next) = (Arc::new(load), Arc::new(AtomicUsize::new(0)));
    let began = Instant::now();
    let connections = if load.pace.is_some() { STEADY_CONNECTIONS } else { CONNECTIONS };
    let tasks: Vec<_> = (0..connections).map(|_| tokio::spawn(connection(Arc::clone(&load), Arc::clone(&next), began))).collect();
    let mut taken = Vec::new();
    let mut statuses = BTreeMap::new();
    let (mut last, mut asked) = (Duration::ZERO, 0);
    for task in tasks {
        for answer in task.await?.map_err(|problem| problem.to_string())? {
            *statuses.entry(answer.status).or_default() += 1;
            asked += 1;
            if answer.at > WARM_UP {
                taken.push(answer.took);
                last = last.max(answer.at);
            }
        }
    }
    taken.sort_unstable();
    let share = |share: usize| taken.get(taken.len() * share / 100).copied().unwrap_or_default();
    let seconds = last.saturating_sub(WARM_UP).as_secs_f64();
    Ok(Report { answers: taken.len(), seconds, p50: share(50), p99: share(99), statuses, asked, work: 0 })
}

struct Answer {
    status: u16,
    /// After the start.
    at: Duration,
    /// Microseconds.
    took: u64,
}

async fn connection(load: Arc<Load>, next: Arc<AtomicUsize>, began: Instant) -> Result<Vec<Answer>, std::io::Error> {
    let mut stream = TcpStream::connect(("127.0.0.1", load.port)).await?;
    stream.set_nodelay(true)?;
    let (mut answers, mut buffer) = (Vec::new(), Vec::with_capacity(64 * 1024));
    while load.pace.is_some() || began.elapsed() < WARM_UP + TURN {
        let turn = next.fetch_add(1, Ordering::Relaxed);
        let place = if load.once { turn } else { turn % load.requests.len() };
        let Some(request) = load.requests.get(place) else { break };
        let sent = match load.pace {
            // From the moment it was due: what waits for a connection waits too.
            Some(pace) => {
                let due = began + Duration::from_secs_f64(turn as f64 / f64::from(pace));
                tokio::time::sleep_until(due.into()).await;
                due
            }
            None => Instant::now(),
        };
        stream.write_all(request.as_bytes()).await?;
        let status = answer(&mut stream, &mut buffer).await?;
        let took = u64::try_from(sent.elapsed().as_micros()).unwrap_or(u64::MAX);
        answers.push(Answer { status, at: began.elapsed(), took });
    }
    Ok(answers)
}

/// Reads one whole answer; gives its status.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<u16, std::io::Error> {
    let bad = || std::io::Error::other("an answer this client does not understand");
    buffer.clear();
    let head = loop {
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(buffer).await? == 0 {
            return Err(bad());
        }
    };
    let text = std::str::from_utf8(buffer.get(..head).ok_or_else(bad)?).map_err(|_| bad())?;
    let status = text.get(9..12).and_then(|digits| digits.parse().ok()).ok_or_else(bad)?;
    let head_line = |name: &str| text.lines().find_map(|line| Some(line.to_ascii_lowercase().strip_prefix(name)?.to_owned()));
    let length = head_line("content-length: ").and_then(|length| length.parse::<usize>().ok());
    let chunked = head_line("transfer-encoding: ").is_some_and(|coding| coding == "chunked");
    match length {
        Some(length) => up_to(stream, buffer, head + length).await?,
        None if chunked => chunks(stream, buffer, head).await?,
        None => return Err(bad()),
    }
    Ok(status)
}

/// Reads on until so many bytes are there.
async fn up_to(stream: &mut TcpStream, buffer: &mut Vec<u8>, end: usize) -> Result<(), std::io::Error> {
    while buffer.len() < end {
        if stream.read_buf(buffer).await? == 0 {
            return Err(std::io::Error::other("an answer that stopped half way"));
        }
    }
    Ok(())
}

/// Reads the pieces of an answer whose length was not known beforehand (RFC 9112, 7.1), from `at` on.
async fn chunks(stream: &mut TcpStream, buffer: &mut Vec<u8>, mut at: usize) -> Result<(), std::io::Error> {
    loop {
        let line = loop {
            let rest = buffer.get(at..).unwrap_or_default();
            if let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
                break rest.get(..end).unwrap_or_default();
            }
            let more = buffer.len() + 1;
            up_to(stream, buffer, more).await?;
        };
        let digits = std::str::from_utf8(line).unwrap_or_default();
        let size = usize::from_str_radix(digits, 16).map_err(|_| std::io::Error::other("a piece of an answer without a size"))?;
        at += line.len() + 2 + size + 2;
        up_to(stream, buffer, at).await?;
        if size == 0 {
            return Ok(());
        }
    }
}
