//! `wijkdeal demo`: a city to try everything in.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::{init_log, run_server};
use crate::clock::Clock;
use crate::config::{self, MailTarget, Settings};
use crate::demo::{self, DemoClock};
use crate::server;
use crate::storage::Target;

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    address: SocketAddr,
    /// Keep the city in this folder, which must not exist yet; without it, it goes when the demo stops.
    #[arg(long)]
    folder: Option<PathBuf>,
}

/// Makes the city, prints the ways in, and serves.
///
/// # Errors
/// When the folder or the address cannot be used.
pub fn demo(args: &DemoArgs) -> Result<(), String> {
    init_log();
    let temporary = tempfile::tempdir().map_err(|e| format!("cannot make a folder for the demo: {e}"))?;
    let folder = args.folder.clone().unwrap_or_else(|| temporary.path().join("demo"));
    if folder.exists() {
        return Err(format!("{} already exists: choose another folder for the demo", folder.display()));
    }
    let defaults = config::load(std::iter::empty()).map_err(|e| e.to_string())?;
    let settings = Settings {
        address: args.address,
        base_url: format!("http://localhost:{}", args.address.port()),
        database: Target::Sqlite(folder.join("demo.sqlite").display().to_string()),
        mail: MailTarget::Folder(folder.join("mail")),
        data_dir: folder,
        demo: true,
        ..defaults
    };
    let clock = Arc::new(DemoClock::default());
    let context = server::context(settings, Arc::clone(&clock) as Arc<dyn Clock>)?;
    println!("Making the demo city ...");
    let ways = actix_web::rt::System::new().block_on(demo::make(&context, &clock)).map_err(|e| format!("the demo could not be made: {e:?}"))?;
    println!("\nThe demo city is at {}\n\nReady-made ways in:", context.settings.base_url);
    for way in ways {
        println!("  {:45} {}", way.who, way.href);
    }
    println!("\nMail that is sent can be read at {}\nStop with Ctrl-C.", context.url("/demo/mail"));
    run_server(context)
}
