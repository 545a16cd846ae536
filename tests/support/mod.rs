//! What the stories need: an application with a clock they can move, people with browsers, and
//! the mails that were written. The server is the real one, on a real socket.

pub mod browser;
pub mod cluster;
pub mod databases;
pub mod program;

use std::net::TcpListener;
use std::sync::{Arc, Mutex, OnceLock};

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use wijkdeal::app::Context;
use wijkdeal::app::voting::Casting;
use wijkdeal::clock::Clock;
use wijkdeal::config::{self, MailTarget, Settings};
use wijkdeal::domain::ids::PersonId;
use wijkdeal::domain::person::{Grant, Role, Scope};
use wijkdeal::domain::text::Email;
use wijkdeal::domain::time::{Instant, Language};
use wijkdeal::http::limits::Limits;
use wijkdeal::http::visit;
use wijkdeal::secrets::{Secrets, random, sha256};
use wijkdeal::server;
use wijkdeal::storage::{Database, Target, people, schema, sessions};
use wijkdeal::views::Views;

pub use browser::{Browser, Page};

/// A clock that stands still until a story moves it.
pub struct TestClock(Mutex<Instant>);

impl TestClock {
    pub fn set(&self, at: Instant) {
        *self.0.lock().unwrap() = at;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

/// A running application.
pub struct TestApp {
    pub context: Context,
    pub clock: Arc<TestClock>,
    pub base: String,
    handle: actix_web::dev::ServerHandle,
    _folder: tempfile::TempDir,
}

/// A mail as its reader sees it.
#[derive(Debug, Clone)]
pub struct ReadMail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The moment people in Groningen call this: `at("2027-09-01T09:00")`.
pub fn at(local: &str) -> Instant {
    Instant::parse_local(local).unwrap()
}

/// Runs a story on every database there is: SQLite always, PostgreSQL when `TEST_POSTGRES_URL` names a server.
pub fn on_each_database<F: AsyncFn(TestApp)>(story: F) {
    for target in databases::fresh() {
        actix_web::rt::System::new().block_on(async {
            let app = TestApp::start(&target).await;
            let handle = app.handle.clone();
            story(app).await;
            handle.stop(false).await;
        });
    }
}

/// Templates and texts, read once for all stories.
fn views() -> Arc<Views> {
    static ONE: OnceLock<Arc<Views>> = OnceLock::new();
    Arc::clone(ONE.get_or_init(|| Arc::new(Views::load("Groningen", None).unwrap())))
}

impl TestApp {
    /// Starts an application on this database, on 1 March 2027 at noon.
    pub async fn start(target: &Target) -> Self {
        Self::start_with(target, |_| {}).await
    }

    /// The same with other settings.
    pub async fn start_with(target: &Target, change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let clock = Arc::new(TestClock(Mutex::new(at("2027-03-01T12:00"))));
        let mut settings = Settings {
            base_url: base.clone(),
            database: target.clone(),
            data_dir: folder.path().to_owned(),
            mail: MailTarget::Folder(folder.path().join("mail")),
            workers: 2,
            ..config::load(std::iter::empty()).unwrap()
        };
        change(&mut settings);
        let db = Database::open_migrated(target, 6).unwrap();
        let context = Context {
            casting: Casting::new(db.clone(), Arc::clone(&clock) as Arc<dyn Clock>),
            db,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            secrets: Arc::new(Secrets::from_bytes([42; 32])),
            views: views(),
            limits: Arc::new(Limits::default()),
            ballots: Arc::default(),
            turnout: Arc::default(),
            settings: Arc::new(settings),
        };
        let server = server::start(context.clone(), listener).unwrap();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { context, clock, base, handle, _folder: folder }
    }

    /// Moves the clock to a local time.
    pub fn time_is(&self, local: &str) {
        self.clock.set(at(local));
    }

    /// Moves the clock on.
    pub fn time_passes(&self, delta: TimeDelta) {
        self.clock.set(self.clock.now().plus(delta));
    }

    /// A browser of somebody who is not signed in.
    pub fn visitor(&self) -> Browser {
        Browser::new(&self.base)
    }

    /// A resident who has signed in with a link from a mail.
    pub async fn resident(&self, email: &str) -> Browser {
        let browser = self.visitor();
        self.sign_in(&browser, email).await;
        browser
    }

    /// Signs a browser in with the digits from the mail.
    pub async fn sign_in(&self, browser: &Browser, email: &str) {
        browser.get("/inloggen").await.submit(&[("email", email)]).await;
        let mail = self.last_mail_to(email).await;
        let digits = mail.text.split_whitespace().find(|w| w.len() == 8 && w.bytes().all(|b| b.is_ascii_digit())).unwrap().to_owned();
        let page = browser.last().submit(&[("code", &digits)]).await;
        assert!(page.shows("Uitloggen"), "signed in: {}", page.text());
    }

    /// Somebody with a role, signed in.
    pub async fn staff(&self, name: &str, role: Role, scope: Scope) -> Browser {
        let id = self.person_with(name, &[(role, scope)]).await;
        self.browser_of(id).await
    }

    /// A person with roles that hold for years around the story.
    pub async fn person_with(&self, name: &str, roles: &[(Role, Scope)]) -> PersonId {
        let (name, roles, now) = (name.to_owned(), roles.to_vec(), self.clock.now());
        self.context
            .db
            .write(move |conn| {
                let email = Email::parse(&format!("{}@voorbeeld.nl", wijkdeal::domain::text::slug(&name))).unwrap();
                let person = people::insert(conn, Some(&email), &name, Language::Nl, None, now)?;
                for (role, scope) in roles {
                    let starts = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
                    people::grant(conn, person.id, &Grant { role, scope, starts, ends: None }, now)?;
                }
                Ok(person.id)
            })
            .await
            .unwrap()
    }

    /// A browser in which this person is signed in.
    pub async fn browser_of(&self, person: PersonId) -> Browser {
        let session: [u8; 32] = random().unwrap();
        let now = self.clock.now();
        self.context.db.write(move |conn| Ok(sessions::start(conn, &sha256(&session), person, true, now)?)).await.unwrap();
        let cookie = visit::session_cookie(&self.context, &session, true).unwrap();
        Browser::with_cookie(&self.base, &cookie.to_string())
    }

    /// Every mail that was written, oldest first.
    pub async fn mails(&self) -> Vec<ReadMail> {
        use schema::outbox;
        let rows: Vec<(String, String, String, String)> = self
            .context
            .db
            .read(|conn| {
                Ok(outbox::table.order(outbox::id).select((outbox::to_address, outbox::subject, outbox::body_text, outbox::body_html)).load(conn)?)
            })
            .await
            .unwrap();
        rows.into_iter().map(|(to, subject, text, html)| ReadMail { to, subject, text, html }).collect()
    }

    /// The newest mail to an address.
    pub async fn last_mail_to(&self, email: &str) -> ReadMail {
        let mails = self.mails().await;
        mails.into_iter().rev().find(|mail| mail.to == email).unwrap_or_else(|| panic!("no mail to {email}"))
    }
}
