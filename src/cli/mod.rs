//! The commands of the program.

mod backup;
pub mod codes;
pub mod count;
pub mod demo;
pub mod export_pb;
pub mod import_pb;
pub mod import_wijken;
pub mod people;
mod rehearse;
mod restore;
pub mod routes;
mod verify_box;
mod verify_head;

use std::io::{BufWriter, IsTerminal, StdoutLock, Write};
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use tokio::sync::watch;

use crate::app::{Context, witness};
use crate::clock::{SteadyClock, SystemClock};
use crate::config;
use crate::domain::time::Language;
use crate::error::Error;
use crate::mail::Mailer;
use crate::{server, storage, worker};

/// wijkdeal: residents of a wijk decide together.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the web server, with settings from the environment (see README.md).
    Serve,
    /// Make a demo city in a folder of its own, and serve it.
    Demo(demo::DemoArgs),
    /// Bring the tables of the database up to date and stop.
    Migrate,
    /// Load gebieden, wijken and buurten (CSV), or their boundaries (GeoJSON).
    ImportWijken(import_wijken::ImportWijken),
    /// List every route with who may use it.
    Routes {
        /// As the table in docs/rechten.md.
        #[arg(long)]
        markdown: bool,
    },
    /// Make somebody beheerder and print a link to set up their access: the first one, or a way back in.
    Beheerder(people::BeheerderArgs),
    /// Count a .pb file by a rule.
    Tally(count::TallyArgs),
    /// Say everything that is wrong with a .pb file.
    Check(count::CheckArgs),
    /// Recompute a published result from its bundle.
    Verify(count::VerifyArgs),
    /// Check the signed list of a closed ballot box.
    VerifyBox(verify_box::VerifyBoxArgs),
    /// Check lines that were sent outside (heads of the record) against the record in the database.
    VerifyHead(verify_head::VerifyHeadArgs),
    /// Copy the SQLite database to a new file while people go on voting, and check the copy.
    Backup(backup::BackupArgs),
    /// Accept, by two members of staff, that an older copy of the database was put back.
    AcceptRestore,
    /// Make stemcodes for a wijk of a round and print them once, as CSV.
    Codes(codes::CodesArgs),
    /// Play a whole round on invented voters, before it opens; nothing of it is kept.
    Rehearse(rehearse::RehearseArgs),
    /// Put stemcodes that were made elsewhere on the roll of a wijk, as fingerprints only.
    ImportCodes(codes::ImportCodesArgs),
    /// Take over a vote from a .pb file as a closed round with a public outcome.
    ImportPb(import_pb::ImportPbArgs),
    /// Print a published outcome with its ballots as a .pb file.
    ExportPb(export_pb::ExportPbArgs),
}

/// Runs the command that was typed.
#[must_use]
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve => serve().map(done),
        Command::Demo(args) => demo::demo(&args).map(done),
        Command::Migrate => migrate().map(done),
        Command::ImportWijken(args) => import(&args).map(done),
        Command::Routes { markdown } => {
            print!("{}", if markdown { routes::markdown() } else { routes::plain() });
            Ok(ExitCode::SUCCESS)
        }
        Command::Beheerder(args) => settings().and_then(|settings| people::beheerder(&args, settings)).map(done),
        Command::Tally(args) => Ok(answered(|out| count::tally(&args, out))),
        Command::Check(args) => Ok(answered(|out| count::check(&args, out))),
        Command::Verify(args) => Ok(answered(|out| count::verify(&args, out))),
        Command::VerifyBox(args) => Ok(answered(|out| verify_box::verify_box(&args, out))),
        Command::VerifyHead(args) => verify_head::verify_head(&args, &mut stdout()),
        Command::Backup(args) => settings().and_then(|settings| backup::backup(&settings, &args, &mut stdout())).map(done),
        Command::AcceptRestore => restore::accept(settings).map(done),
        Command::Codes(args) => with_context(async |context| codes::codes(context, &args, &mut stdout()).await).map(done),
        Command::Rehearse(args) => with_context(async |context| rehearse::rehearse(context, &args, &mut stdout()).await).map(done),
        Command::ImportCodes(args) => with_context(async |context| codes::import_codes(context, &args).await).map(done),
        Command::ImportPb(args) => with_context(async |context| import_pb::import_pb(context, &args, &mut stdout()).await).map(done),
        Command::ExportPb(args) => with_context(async |context| export_pb::export_pb(context, &args, &mut stdout()).await).map(done),
    };
    match outcome {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("wijkdeal: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn done((): ()) -> ExitCode {
    ExitCode::SUCCESS
}

/// Runs a counting command. Nobody who closes the pipe early (`| head`) gets an error for it. A
/// file or an argument that cannot be used gives 2: 1 means that a file or result does not hold.
fn answered(command: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> Result<count::Answer, count::CommandError>) -> ExitCode {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let answer = command(&mut out).and_then(|answer| Ok(out.flush().map(|()| answer)?));
    match answer {
        Ok(answer) => ExitCode::from(answer.code()),
        Err(count::CommandError::Write(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wijkdeal: {error}");
            ExitCode::from(2)
        }
    }
}

fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::new(std::io::stdout().lock())
}

/// Runs a command that needs the database and the keys, and puts its refusal in words.
fn with_context(command: impl AsyncFnOnce(&Context) -> crate::error::Result<()>) -> Result<(), String> {
    init_log();
    let context = context()?;
    let outcome = actix_web::rt::System::new().block_on(command(&context));
    outcome.map_err(|error| {
        let words = context.views.translator(Language::En);
        match error {
            Error::Refused(message) => words.message(&message),
            Error::Invalid(fields) => fields.iter().map(|field| words.message(&field.message)).collect::<Vec<_>>().join(" "),
            Error::NotFound => "there is no such round, wijk or outcome".to_owned(),
            other => other.to_string(),
        }
    })
}

/// How far something is, on a terminal; nothing in a pipe.
fn bar(length: u64, message: &'static str) -> indicatif::ProgressBar {
    let target = if std::io::stderr().is_terminal() { indicatif::ProgressDrawTarget::stderr() } else { indicatif::ProgressDrawTarget::hidden() };
    indicatif::ProgressBar::with_draw_target(Some(length), target).with_message(message)
}

/// A sign on a terminal that something is going on; nothing in a pipe.
fn spinner(message: &'static str) -> indicatif::ProgressBar {
    let target = if std::io::stderr().is_terminal() { indicatif::ProgressDrawTarget::stderr() } else { indicatif::ProgressDrawTarget::hidden() };
    let bar = indicatif::ProgressBar::with_draw_target(None, target).with_message(message);
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar
}

fn settings() -> Result<config::Settings, String> {
    config::load(std::env::vars()).map_err(|e| e.to_string())
}

fn import(args: &import_wijken::ImportWijken) -> Result<(), String> {
    println!("{}", import_wijken::run(&settings()?, args)?);
    Ok(())
}

fn migrate() -> Result<(), String> {
    let settings = settings()?;
    std::fs::create_dir_all(&settings.data_dir).map_err(|e| e.to_string())?;
    storage::migrate::up(&settings.database)
}

/// The context of the settings, on a clock that never goes back; refused when an older database was
/// put back and nobody accepted that yet.
fn context() -> Result<Context, String> {
    let context = server::context(settings()?, Arc::new(SteadyClock::new(SystemClock)))?;
    let found = actix_web::rt::System::new().block_on(witness::rollback(&context)).map_err(|error| error.to_string())?;
    found.map_or(Ok(context), |found| Err(restore::told(&found)))
}

fn serve() -> Result<(), String> {
    init_log();
    let context = context()?;
    println!("wijkdeal listens on {}", context.settings.base_url);
    run_server(context)
}

/// How long the worker may take to finish, once nobody is answered any more.
const LAST_WORK: std::time::Duration = std::time::Duration::from_secs(10);

/// Serves until the process is told to stop; then finishes what was begun.
fn run_server(context: Context) -> Result<(), String> {
    let listener = TcpListener::bind(context.settings.address).map_err(|e| format!("cannot listen on {}: {e}", context.settings.address))?;
    let mailer = Arc::new(Mailer::new(&context.settings)?);
    actix_web::rt::System::new().block_on(async move {
        let (stop, stopped) = watch::channel(false);
        let work = actix_web::rt::spawn(worker::run(context.clone(), mailer, stopped));
        let server = server::start(context, listener).map_err(|e| e.to_string())?;
        let _told = actix_web::rt::spawn(server::stop_when_told(server.handle()));
        let served = server.await.map_err(|e| e.to_string());
        // Nobody listens any more only when the worker has stopped by itself.
        let _ = stop.send(true);
        // A mail that hangs is sent again by whoever comes next.
        if let Ok(worked) = tokio::time::timeout(LAST_WORK, work).await {
            worked.map_err(|e| e.to_string())?;
        }
        served
    })
}

/// Log lines: readable on a terminal, JSON when `WIJKDEAL_LOG` says `json`. Never names,
/// addresses, codes or query strings.
fn init_log() {
    let format = std::env::var("WIJKDEAL_LOG").unwrap_or_default();
    let filter = tracing_subscriber::EnvFilter::new("warn,wijkdeal=info");
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if format == "json" { builder.json().init() } else { builder.init() }
}
