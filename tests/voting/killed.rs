//! The real program, killed while people vote: no ballot that was confirmed is lost, and the roll
//! says what the box holds.

use std::net::TcpListener;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use wijkdeal::app::voting;
use wijkdeal::clock::{Clock, SystemClock};
use wijkdeal::domain::ids::IdeaId;
use wijkdeal::domain::time::Language;
use wijkdeal::secrets::write_private;
use wijkdeal::storage::Target;

use super::world::{Wish, World, box_and_used, usual};
use crate::support::{Browser, TestApp, databases};

const VOTERS: usize = 8;

/// The program on a port of its own; killed when it goes out of sight.
pub struct Program {
    child: Child,
    pub base: String,
    port: u16,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Program {
    pub async fn start(app: &TestApp, target: &Target) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self::start_on(app, target, port).await
    }

    /// The port it answers on.
    pub const fn port(&self) -> u16 {
        self.port
    }

    #[expect(clippy::disallowed_types, reason = "what is killed must be another program")]
    pub async fn start_on(app: &TestApp, target: &Target, port: u16) -> Self {
        let base = format!("http://127.0.0.1:{port}");
        let database = match target {
            Target::Sqlite(file) => format!("sqlite:{file}"),
            Target::Postgres(url) => url.clone(),
        };
        let child = std::process::Command::new(env!("CARGO_BIN_EXE_wijkdeal"))
            .arg("serve")
            .env_clear()
            .env("WIJKDEAL_ADDRESS", format!("127.0.0.1:{port}"))
            .env("WIJKDEAL_BASE_URL", &base)
            .env("WIJKDEAL_DATABASE_URL", database)
            .env("WIJKDEAL_DATA_DIR", &app.context.settings.data_dir)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let program = Self { child, base, port };
        let client = reqwest::Client::new();
        for _ in 0..600 {
            if client.get(format!("{}/rondes", program.base)).send().await.is_ok_and(|answer| answer.status() == 200) {
                return program;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the program did not start");
    }
}

/// What a voter sent: what was confirmed last, and what was on its way after that.
#[derive(Default)]
struct Sent {
    confirmed: Option<IdeaId>,
    under_way: Option<IdeaId>,
}

/// Votes again and again until the server is gone.
async fn votes(browser: Browser, token: String, path: String, plans: Vec<IdeaId>, sent: Arc<Mutex<Sent>>, over: Arc<AtomicBool>) {
    for turn in 0.. {
        if over.load(Ordering::Relaxed) {
            return;
        }
        let plan = plans[turn % plans.len()];
        sent.lock().unwrap().under_way = Some(plan);
        let fields = [("csrf", token.as_str()), ("plan", &plan.to_string())];
        let Some(status) = browser.try_post(&path, &fields).await else { return };
        assert_eq!(status, 303, "a vote was refused while the server was up");
        let mut sent = sent.lock().unwrap();
        sent.confirmed = sent.under_way.take();
    }
}

/// Kill -9 while people vote. `WIJKDEAL_KILL_ROUNDS` sets how often (50 for the record).
#[test]
fn a_server_that_is_killed_while_people_vote_loses_no_confirmed_ballot() {
    let rounds = std::env::var("WIJKDEAL_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    for target in databases::fresh() {
        actix_web::rt::System::new().block_on(async {
            let app = TestApp::start(&target).await;
            app.clock.set(SystemClock.now());
            let world = World::open(&app, Wish { closes: SystemClock.now().plus(TimeDelta::days(7)), ..usual() }).await;
            app.clock.set(SystemClock.now());
            write_private(&app.context.settings.data_dir.join("keys").join("master.key"), &[42; 32]).unwrap();
            voting::frozen_ballot(&app.context, world.round).await.unwrap();
            for round in 0..rounds {
                killed_once(&app, &target, &world, round).await;
            }
        });
    }
}

async fn killed_once(app: &TestApp, target: &Target, world: &World, round: u64) {
    let mut program = Program::start(app, target).await;
    let over = Arc::new(AtomicBool::new(false));
    let (mut tasks, mut all) = (Vec::new(), Vec::new());
    for code in world.codes.iter().take(VOTERS) {
        let browser = Browser::new(&program.base);
        let page = browser.get(&world.path("stemmen")).await.submit(&[("code", &code.printed())]).await;
        assert_eq!(page.path, world.path("stembiljet"), "{}", page.text());
        let (token, sent) = (browser.token().await, Arc::new(Mutex::new(Sent::default())));
        all.push(Arc::clone(&sent));
        tasks.push(actix_web::rt::spawn(votes(browser, token, world.path("stembiljet"), world.plans.clone(), sent, Arc::clone(&over))));
    }
    tokio::time::sleep(Duration::from_millis(300 + 37 * (round % 11))).await;
    program.child.kill().unwrap();
    program.child.wait().unwrap();
    over.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await.unwrap();
    }
    drop(Program::start(app, target).await);
    app.clock.set(SystemClock.now());
    let mut confirmed = 0;
    for (code, sent) in all.iter().enumerate() {
        let own = voting::own_ballot(&app.context, &world.ticket(app, code), Language::Nl).await.unwrap();
        let sent = sent.lock().unwrap();
        let Some(last) = sent.confirmed else { continue };
        confirmed += 1;
        let saved: Vec<IdeaId> = own.saved.expect("a confirmed ballot is there").order();
        assert!(saved == [last] || sent.under_way.is_some_and(|plan| saved == [plan]), "{saved:?} is in the box, {last} was confirmed");
    }
    assert!(confirmed > 0, "nobody voted before the server was killed");
    let (ballots, used) = box_and_used(app).await;
    assert_eq!(ballots, used, "the roll says what the box holds");
}
