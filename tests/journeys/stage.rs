//! The stage of a story: node, a browser, a mail server.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
#[expect(clippy::disallowed_types, reason = "the stories run outside the program that they test")]
use std::process::{Child, Command, Stdio};

use serde::Deserialize;
use wijkdeal::config::{MailTarget, Settings};
use wijkdeal::storage::Target;

use super::control;
use crate::support::TestApp;

/// Whether stories can be played here. `TEST_BROWSER=required` makes it an error when they cannot.
pub fn ready() -> bool {
    let Some(missing) = missing() else { return true };
    let required = std::env::var("TEST_BROWSER").is_ok_and(|value| value == "required");
    assert!(!required, "the browser tests cannot run: {missing}; tests/run installs it");
    eprintln!("The browser tests are left out: {missing}; tests/run installs it");
    false
}

fn missing() -> Option<&'static str> {
    if !browser().exists() {
        return Some("there is no Chromium (CHROMIUM can name one)");
    }
    (!folder().join("node_modules/playwright-core").exists()).then_some("tests/browser/node_modules is not there")
}

fn browser() -> PathBuf {
    std::env::var_os("CHROMIUM").map_or_else(|| "/usr/bin/chromium".into(), PathBuf::from)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

/// Plays a story of `tests/browser` with this application.
pub async fn play(story: &str, app: TestApp) {
    let database = match app.context.settings.database {
        Target::Sqlite(_) => "sqlite",
        Target::Postgres(_) => "postgres",
    };
    let mails = MailServer::start();
    let settings = Settings { mail: MailTarget::Smtp(format!("smtp://127.0.0.1:{}", mails.ports.smtp)), ..(*app.context.settings).clone() };
    let base = app.base.clone();
    let door = control::open(app, settings);
    let mailbox = format!("http://127.0.0.1:{}", mails.ports.http);
    run(story, database, &[("STORY_BASE", &base), ("STORY_CONTROL", &door), ("STORY_MAIL", &mailbox)]).await;
}

/// Runs a story and fails when it fails. What it saw last is kept in the folder of the build.
pub async fn run(story: &str, database: &str, settings: &[(&str, &str)]) {
    let seen = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stories").join(format!("{story}-{database}"));
    let mut command = node(&format!("{story}.mjs"));
    command.envs(settings.iter().copied()).env("STORY_BROWSER", browser()).env("STORY_SEEN", seen);
    println!("story {story} on {database}");
    let status = tokio::task::spawn_blocking(move || command.status()).await.unwrap().unwrap();
    assert!(status.success(), "the story {story} on {database} failed; see above");
}

#[expect(clippy::disallowed_types, reason = "the stories run outside the program that they test")]
fn node(script: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(folder().join(script)).current_dir(folder()).stdin(Stdio::null());
    command
}

#[derive(Deserialize)]
struct Ports {
    smtp: u16,
    http: u16,
}

/// A mail server that keeps what it gets.
struct MailServer {
    process: Child,
    ports: Ports,
}

impl MailServer {
    fn start() -> Self {
        let mut process = node("mailserver.mjs").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { process, ports: serde_json::from_str(&line).unwrap() }
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // It stops when its input closes; waiting keeps no zombie.
        drop(self.process.stdin.take());
        drop(self.process.wait());
    }
}
