//! People who vote again and again through the real pages while something goes wrong, and what they
//! were told.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actix_web::rt::task::JoinHandle;
use chrono::TimeDelta;
use wijkdeal::app::voting;
use wijkdeal::clock::{Clock, SystemClock};
use wijkdeal::domain::ids::IdeaId;
use wijkdeal::domain::time::Language;
use wijkdeal::error::Error;
use wijkdeal::secrets::write_private;

use crate::support::{Browser, TestApp};
use crate::voting::world::{Wish, World, box_and_used, usual};

/// What one voter was told.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// What was confirmed last.
    pub confirmed: Option<IdeaId>,
    /// What was sent after that, and not confirmed.
    pub possible: Vec<IdeaId>,
    /// How often something was confirmed.
    pub times: usize,
    /// How often "not saved yet" (503) was the answer.
    pub refused: usize,
    /// How often nobody listened.
    pub gone: usize,
    /// How often an answer broke off half way.
    pub broken: Vec<String>,
    /// Other answers.
    pub other: Vec<u16>,
    /// Told that the server ends the connection; then they leave.
    pub left: bool,
    /// The longest wait for an answer.
    pub slowest: Duration,
}

/// A round in which people vote now, by the clock of the machine, with the key of the stories.
pub async fn world_of_now(app: &TestApp) -> World {
    app.clock.set(SystemClock.now());
    let world = World::open(app, Wish { closes: SystemClock.now().plus(TimeDelta::days(7)), ..usual() }).await;
    app.clock.set(SystemClock.now());
    write_private(&app.context.settings.data_dir.join("keys").join("master.key"), &[42; 32]).unwrap();
    voting::frozen_ballot(&app.context, world.round).await.unwrap();
    world
}

/// Voters at work.
pub struct Load {
    told: Vec<Arc<Mutex<Told>>>,
    tasks: Vec<JoinHandle<()>>,
    over: Arc<AtomicBool>,
}

impl Load {
    /// So many voters come in and begin.
    pub async fn begin(base: &str, world: &World, voters: usize) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let (mut told, mut tasks) = (Vec::new(), Vec::new());
        for code in world.codes.iter().take(voters) {
            let browser = Browser::new(base);
            let page = browser.get(&world.path("stemmen")).await.submit(&[("code", &code.printed())]).await;
            assert_eq!(page.path, world.path("stembiljet"), "{}", page.text());
            let (token, own) = (browser.token().await, Arc::new(Mutex::new(Told::default())));
            browser.forget();
            told.push(Arc::clone(&own));
            tasks.push(actix_web::rt::spawn(votes(browser, token, world.path("stembiljet"), world.plans.clone(), own, Arc::clone(&over))));
        }
        Self { told, tasks, over }
    }

    /// What everybody was told until now.
    pub fn told(&self) -> Vec<Told> {
        self.told.iter().map(|told| told.lock().unwrap().clone()).collect()
    }

    /// Waits until every voter makes this true; gives how long that took.
    pub async fn until(&self, what: &str, all: impl Fn(&Told, &Told) -> bool) -> Duration {
        let (began, before) = (Instant::now(), self.told());
        while !before.iter().zip(self.told()).all(|(before, now)| all(before, &now)) {
            assert!(began.elapsed() < Duration::from_secs(60), "{what}: {:?}", self.told());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        began.elapsed()
    }

    /// Waits until every voter got another confirmation.
    pub async fn everybody_votes(&self) -> Duration {
        self.until("everybody votes", |before, now| now.times > before.times + 1).await
    }

    /// Ends it; gives what everybody was told.
    pub async fn end(self) -> Vec<Told> {
        self.over.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await.unwrap();
        }
        self.told.iter().map(|told| told.lock().unwrap().clone()).collect()
    }
}

async fn votes(browser: Browser, token: String, path: String, plans: Vec<IdeaId>, told: Arc<Mutex<Told>>, over: Arc<AtomicBool>) {
    let mut turn = 0;
    while !over.load(Ordering::Relaxed) {
        let plan = plans[turn % plans.len()];
        turn += 1;
        told.lock().unwrap().possible.push(plan);
        let began = Instant::now();
        let answer = browser.try_post(&path, &[("csrf", token.as_str()), ("plan", &plan.to_string())]).await;
        let pause = {
            let mut told = told.lock().unwrap();
            told.slowest = told.slowest.max(began.elapsed());
            if let Ok((_, true)) = &answer {
                told.left = true;
            }
            match answer.map(|(status, _)| status) {
                Ok(303) => {
                    told.confirmed = Some(plan);
                    told.possible.clear();
                    told.times += 1;
                    None
                }
                Ok(503) => {
                    told.refused += 1;
                    Some(50)
                }
                Ok(other) => {
                    told.other.push(other);
                    Some(50)
                }
                Err(error) if error.is_connect() => {
                    told.gone += 1;
                    Some(50)
                }
                Err(error) => {
                    told.broken.push(format!("{error:?}"));
                    Some(50)
                }
            }
        };
        if told.lock().unwrap().left {
            return;
        }
        if let Some(pause) = pause {
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
    }
}

/// What was confirmed is in the box, unless something that was sent after it is; and the roll says
/// what the box holds.
pub async fn nothing_is_lost(app: &TestApp, world: &World, told: &[Told]) {
    app.clock.set(SystemClock.now());
    for (code, told) in told.iter().enumerate() {
        let Some(last) = told.confirmed else { continue };
        let saved = own_ballot(app, world, code).await;
        let fits = saved == [last] || told.possible.iter().any(|plan| saved == [*plan]);
        assert!(fits, "{saved:?} is in the box, {last} was confirmed, {:?} was sent after that", told.possible);
    }
    assert!(told.iter().any(|told| told.confirmed.is_some()), "nobody voted");
    let (ballots, used) = box_and_used(app).await;
    assert_eq!(ballots, used, "the roll says what the box holds");
}

/// The ballot of a code; a connection that died meanwhile may take one try.
async fn own_ballot(app: &TestApp, world: &World, code: usize) -> Vec<IdeaId> {
    let ticket = world.ticket(app, code);
    let read = || voting::own_ballot(&app.context, &ticket, Language::Nl);
    let own = match read().await {
        Err(Error::Unavailable(_)) => read().await,
        other => other,
    };
    own.unwrap().saved.expect("a confirmed ballot is there").order()
}
