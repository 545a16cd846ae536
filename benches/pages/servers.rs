//! The two sides that answer: our server, and the bare one.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;

use actix_web::dev::{Server, ServerHandle};
use diesel::{Connection, PgConnection, RunQueryDsl};
use wijkdeal::app::Context;
use wijkdeal::app::voting::Ticket;
use wijkdeal::clock::SystemClock;
use wijkdeal::config::{self, Settings};
use wijkdeal::http::visit;
use wijkdeal::sealing::FromCode;
use wijkdeal::secrets::{Use, hex, random, sha256};
use wijkdeal::server;
use wijkdeal::storage::{Target, sessions};

use crate::Outcome;
use crate::bare;
use crate::desk;
use crate::seed::{self, Seed};

/// Threads that answer, on either side.
pub const WORKERS: usize = 2;

/// The databases to measure on: an SQLite file, and a fresh database on the server of the tests.
pub fn targets(folder: &Path) -> Outcome<Vec<Target>> {
    let mut all = vec![Target::Sqlite(folder.join("wijkdeal.sqlite").display().to_string())];
    match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) => {
            let name = format!("wijkdeal_bench_{}", std::process::id());
            diesel::sql_query(format!("CREATE DATABASE {name}")).execute(&mut PgConnection::establish(&url)?)?;
            let base = url.rsplit_once('/').map_or(url.as_str(), |(base, _)| base);
            all.push(Target::Postgres(format!("{base}/{name}")));
        }
        Err(_) => eprintln!("PostgreSQL is left out: TEST_POSTGRES_URL names no server"),
    }
    Ok(all)
}

/// A server on a port.
pub struct Answering {
    /// Where.
    pub port: u16,
    handle: ServerHandle,
}

impl Answering {
    /// Starts a server on threads of its own.
    fn start(listener: TcpListener, make: impl FnOnce(TcpListener) -> Result<Server, String> + Send + 'static) -> Outcome<Self> {
        let port = listener.local_addr()?.port();
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let made = make(listener);
                // Nobody listens any more only when the benchmark has stopped.
                match made {
                    Ok(server) => {
                        let _ = tell.send(Ok(server.handle()));
                        let _ = server.await;
                    }
                    Err(problem) => drop(tell.send(Err(problem))),
                }
            });
        });
        Ok(Self { port, handle: told.recv()?? })
    }

    /// A request for a page, compressed, as browsers ask for it.
    pub fn get(&self, path: &str, cookies: Option<&str>) -> String {
        let cookies = cookies.map_or_else(String::new, |cookies| format!("Cookie: {cookies}\r\n"));
        format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAccept-Encoding: gzip\r\n{cookies}\r\n", self.port)
    }

    /// A form that is posted.
    pub fn post(&self, path: &str, cookies: &str, body: &str) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Cookie: {cookies}\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        )
    }
}

/// Both sides on one database, seeded.
pub struct Stage {
    /// Its name.
    pub database: &'static str,
    pub ours: Answering,
    pub bare: Answering,
    pub seed: Seed,
    /// Cookie of somebody who is signed in.
    pub session: String,
    /// Cookie of somebody of a gebiedsteam.
    pub desk: String,
    /// Size of the list of ideas, compressed.
    pub list_bytes: usize,
    /// The result of a real vote, when it is there.
    pub result: Option<String>,
    context: Context,
}

impl Stage {
    /// Opens the database, seeds it, and starts both servers.
    pub fn open(target: Target, folder: &Path) -> Outcome<Self> {
        let database = match target {
            Target::Sqlite(_) => "SQLite",
            Target::Postgres(_) => "PostgreSQL",
        };
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let base_url = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
        let settings =
            Settings { base_url, database: target.clone(), data_dir: folder.to_owned(), workers: WORKERS, ..config::load(std::iter::empty())? };
        let context = server::context(settings, Arc::new(SystemClock))?;
        let (seed, session, result) = actix_web::rt::System::new().block_on(prepare(&context))?;
        let desk = actix_web::rt::System::new().block_on(at_desk(&context))?;
        let serving = context.clone();
        let ours = Answering::start(listener, move |listener| server::start(serving, listener).map_err(|problem| problem.to_string()))?;
        let page = fetch(ours.port, &ours.get(&seed.list(), None))?;
        let (list_bytes, folder) = (page.len(), folder.to_owned());
        let bare = Answering::start(TcpListener::bind("127.0.0.1:0")?, move |listener| {
            bare::start(&target, &folder, page, listener).map_err(|problem| problem.to_string())
        })?;
        Ok(Self { database, ours, bare, seed, session, desk, list_bytes, result, context })
    }

    /// A ballot for each code: the request a browser would send.
    pub fn votes(&self) -> Outcome<Vec<String>> {
        let visitor: [u8; 16] = random()?;
        let csrf = hex(&self.context.secrets.mac(Use::Csrf, &[&visitor]));
        let now = self.context.now();
        let mut all = Vec::with_capacity(self.seed.codes.len());
        for (code, start) in self.seed.codes.iter().zip((0..self.seed.ideas.len()).cycle()) {
            let ticket = Ticket::new(self.seed.round, FromCode::new(&self.context.secrets, self.seed.round, code), now);
            let cookies = format!("bezoeker={}; stemhokje={}", hex(&visitor), ticket.sealed(&self.context)?);
            let plans: String = self.seed.ideas.iter().cycle().skip(start).take(10).map(|plan| format!("&plan={plan}")).collect();
            all.push(self.ours.post(&self.seed.ballot(), &cookies, &format!("csrf={csrf}{plans}")));
        }
        Ok(all)
    }

    /// Stops both servers.
    pub fn close(self) {
        actix_web::rt::System::new().block_on(async {
            self.ours.handle.stop(false).await;
            self.bare.handle.stop(false).await;
        });
    }
}

async fn prepare(context: &Context) -> Outcome<(Seed, String, Option<String>)> {
    let seed = seed::plant(context).await?;
    let result = seed::real_vote(context).await?;
    let (session, now, resident): ([u8; 32], _, _) = (random()?, context.now(), seed.resident);
    context.db.write(move |conn| Ok(sessions::start(conn, &sha256(&session), resident, false, now)?)).await?;
    let cookie = visit::session_cookie(context, &session, false)?;
    Ok((seed, format!("{}={}", cookie.name(), cookie.value()), result))
}

/// Signs somebody of a gebiedsteam in, as with a password and a second factor.
async fn at_desk(context: &Context) -> Outcome<String> {
    let reviewer = desk::plant(context).await?;
    let (session, now): ([u8; 32], _) = (random()?, context.now());
    context.db.write(move |conn| Ok(sessions::start(conn, &sha256(&session), reviewer, true, now)?)).await?;
    let cookie = visit::session_cookie(context, &session, true)?;
    Ok(format!("{}={}", cookie.name(), cookie.value()))
}

/// The body of one answer.
fn fetch(port: u16, request: &str) -> Outcome<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.write_all(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or("no answer")?;
    let body = answer.split_off(end + 4);
    if !answer.starts_with(b"HTTP/1.1 200") {
        return Err(String::from_utf8_lossy(&answer).into());
    }
    Ok(body)
}
