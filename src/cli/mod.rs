//! The commands of the program.

pub mod count;
pub mod import_wijken;
pub mod people;
pub mod routes;

use std::io::{BufWriter, StdoutLock, Write};
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use tokio::sync::watch;

use crate::app::Context;
use crate::clock::SystemClock;
use crate::config;
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
}

/// Runs the command that was typed.
#[must_use]
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve => serve().map(done),
        Command::Migrate => migrate().map(done),
        Command::ImportWijken(args) => import(&args).map(done),
        Command::Routes { markdown } => {
            print!("{}", if markdown { routes::markdown() } else { routes::plain() });
            Ok(ExitCode::SUCCESS)
        }
        Command::Beheerder(args) => settings().and_then(|settings| people::beheerder(&args, settings)).map(done),
        Command::Tally(args) => answered(|out| count::tally(&args, out)),
        Command::Check(args) => answered(|out| count::check(&args, out)),
        Command::Verify(args) => answered(|out| count::verify(&args, out)),
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

/// Runs a counting command. Nobody who closes the pipe early (`| head`) gets an error for it.
fn answered(command: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> Result<count::Answer, count::CommandError>) -> Result<ExitCode, String> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let answer = command(&mut out).and_then(|answer| Ok(out.flush().map(|()| answer)?));
    match answer {
        Ok(answer) => Ok(ExitCode::from(answer.code())),
        Err(count::CommandError::Write(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.to_string()),
    }
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

fn serve() -> Result<(), String> {
    init_log();
    let context = server::context(settings()?, Arc::new(SystemClock))?;
    println!("wijkdeal listens on {}", context.settings.base_url);
    run_server(context)
}

/// Serves until the process is told to stop; then finishes what was begun.
fn run_server(context: Context) -> Result<(), String> {
    let listener = TcpListener::bind(context.settings.address).map_err(|e| format!("cannot listen on {}: {e}", context.settings.address))?;
    let mailer = Arc::new(Mailer::new(&context.settings)?);
    actix_web::rt::System::new().block_on(async move {
        let (stop, stopped) = watch::channel(false);
        let work = actix_web::rt::spawn(worker::run(context.clone(), mailer, stopped));
        let served = server::start(context, listener).map_err(|e| e.to_string())?.await.map_err(|e| e.to_string());
        // Nobody listens any more only when the worker has stopped by itself.
        let _ = stop.send(true);
        work.await.map_err(|e| e.to_string())?;
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
