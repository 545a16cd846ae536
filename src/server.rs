//! The web server: built from a context, so that tests start exactly what production starts.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{App, HttpServer};

use crate::app::Context;
use crate::app::voting::Casting;
use crate::clock::Clock;
use crate::config::Settings;
use crate::http::cache::Cache;
use crate::http::{errors, forms, headers, routes, visit};
use crate::secrets::Secrets;
use crate::storage::Database;
use crate::views::Views;

/// Makes the context of these settings: opens the database, keys, templates.
///
/// # Errors
/// Says what is missing or wrong.
pub fn context(settings: Settings, clock: Arc<dyn Clock>) -> Result<Context, String> {
    std::fs::create_dir_all(&settings.data_dir).map_err(|e| format!("cannot make the folder {}: {e}", settings.data_dir.display()))?;
    let secrets = Secrets::load_or_make(&settings.data_dir.join("keys").join("master.key"))?;
    let db = Database::open(&settings.database, settings.connections)?;
    let views = Views::load(&settings.municipality, settings.theme_css.as_deref())?;
    Ok(Context {
        casting: Casting::new(db.clone(), Arc::clone(&clock)),
        db,
        clock,
        secrets: Arc::new(secrets),
        settings: Arc::new(settings),
        views: Arc::new(views),
        limits: Arc::default(),
        ballots: Arc::default(),
    })
}

/// Starts answering on `listener`.
///
/// # Errors
/// When the socket cannot be used.
pub fn start(context: Context, listener: TcpListener) -> std::io::Result<Server> {
    let workers = context.settings.workers;
    let (context, cache) = (web::Data::new(context), web::Data::new(Cache::default()));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(context.clone())
            .app_data(cache.clone())
            .configure(configure)
            .wrap(from_fn(forms::same_origin))
            .wrap(from_fn(errors::middleware))
            .wrap(from_fn(visit::middleware))
            .wrap(Compress::default())
            .wrap(from_fn(headers::middleware))
    })
    .workers(workers)
    .client_request_timeout(Duration::from_secs(5))
    .client_disconnect_timeout(Duration::from_secs(2))
    .keep_alive(Duration::from_secs(30))
    .max_connections(2_048)
    .shutdown_timeout(20)
    .listen(listener)?;
    Ok(server.run())
}

/// The routes and the limit on bodies.
pub fn configure(config: &mut ServiceConfig) {
    config.app_data(web::PayloadConfig::new(forms::MAX_FORM));
    routes::all().mount(config);
}
