//! `wijkdeal accept-restore`: two members of staff accept that an older database was put back.

use std::io::{BufRead, IsTerminal};
use std::sync::Arc;

use crate::app::witness::{self, Rollback};
use crate::app::{Context, staff};
use crate::clock::{SteadyClock, SystemClock};
use crate::config::Settings;
use crate::domain::person::Actor;
use crate::domain::text::Email;
use crate::domain::time::{Language, long_time};
use crate::server;

/// What the program says instead of starting.
pub fn told(found: &Rollback) -> String {
    let from = found.from.map_or_else(|| "an unknown moment".to_owned(), |from| long_time(from, Language::En));
    format!(
        "this database is older than what this server saw before: everything from {from} to {} is missing, {} lines of the record among it. \
         Codes that were used in that time could be used again. Put the newest copy back, or have two members of staff accept this \
         with: wijkdeal accept-restore",
        long_time(found.until, Language::En),
        found.events
    )
}

/// Asks two members of staff for their address, password and code, and accepts the older database.
///
/// # Errors
/// When nothing has to be accepted, somebody is not recognised, or both are the same person.
pub fn accept(settings: impl FnOnce() -> Result<Settings, String>) -> Result<(), String> {
    let context = server::context(settings()?, Arc::new(SteadyClock::new(SystemClock)))?;
    actix_web::rt::System::new().block_on(accepted(&context))
}

async fn accepted(context: &Context) -> Result<(), String> {
    let found = witness::rollback(context).await.map_err(|error| error.to_string())?;
    let Some(found) = found else { return Err("this database is as new as what this server saw: there is nothing to accept".to_owned()) };
    eprintln!("{}", told(&found));
    let first = recognised(context, "first").await?;
    let second = recognised(context, "second").await?;
    witness::accept(context, &found, [first, second]).await.map_err(|error| error.to_string())?;
    println!("Accepted. It is in the public record, and on the page of every round in which people voted. The program can start.");
    Ok(())
}

async fn recognised(context: &Context, which: &str) -> Result<Actor, String> {
    let email = asked(&format!("E-mail address of the {which} person: "), false)?;
    let password = asked("Password: ", true)?;
    let code = asked("Code of the app: ", false)?;
    let email = Email::parse(&email).map_err(|_| "that is not an e-mail address".to_owned())?;
    staff::recognise(context, email, password, code).await.map_err(|_| format!("the {which} person is not recognised: nothing was accepted"))
}

/// A line from a terminal, secret when it is a password; or from a pipe.
fn asked(question: &str, secret: bool) -> Result<String, String> {
    let line = if std::io::stdin().is_terminal() {
        let terminal = console::Term::stderr();
        terminal.write_str(question).map_err(|e| e.to_string())?;
        if secret { terminal.read_secure_line() } else { terminal.read_line() }
    } else {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map(|_| line)
    };
    line.map(|line| line.trim().to_owned()).map_err(|e| e.to_string())
}
