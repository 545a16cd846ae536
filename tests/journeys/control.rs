//! The door behind the stage: a story moves the clock and lets the worker do its round. It exists
//! only here, never in the program.

use std::net::TcpListener;

use actix_web::web::{self, Data, Query};
use actix_web::{App, HttpServer};
use serde::Deserialize;
use wijkdeal::config::Settings;
use wijkdeal::mail::Mailer;
use wijkdeal::worker;

use super::city;
use crate::support::TestApp;

struct Behind {
    app: TestApp,
    settings: Settings,
}

/// Opens the door; gives its address. It closes with the story's system.
pub fn open(app: TestApp, settings: Settings) -> String {
    let behind = Data::new(Behind { app, settings });
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(behind.clone())
            .route("/beheerder", web::post().to(beheerder))
            .route("/time", web::post().to(time))
            .route("/tick", web::post().to(tick))
    });
    actix_web::rt::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
    address
}

#[derive(Deserialize)]
struct Time {
    at: String,
}

/// Moves the clock to a local time, and lets the worker see it; gives the seconds since 1970.
async fn time(behind: Data<Behind>, to: Query<Time>) -> String {
    behind.app.time_is(&to.at);
    let now = behind.app.context.now().unix().to_string();
    tick(behind).await;
    now
}

/// Builds the city; gives the cookie of its beheerder.
async fn beheerder(behind: Data<Behind>) -> String {
    city::build(&behind.app).await
}

/// One round of the worker: what the clock makes happen, and mail that waits.
async fn tick(behind: Data<Behind>) -> &'static str {
    // A mailer lives here only as long as the runtime that its connections need.
    let mailer = Mailer::new(&behind.settings).unwrap();
    worker::tick(&behind.app.context, &mailer).await.unwrap();
    "done"
}
