//! The door behind the stage: a story moves the clock and lets the worker do its round. It exists
//! only here, never in the program.

use std::net::TcpListener;

use actix_web::web::{self, Data, Json, Query};
use actix_web::{App, HttpServer};
use serde::Deserialize;
use wijkdeal::app::Context;
use wijkdeal::config::Settings;
use wijkdeal::domain::ids::PersonId;
use wijkdeal::domain::person::Role;
use wijkdeal::http::visit;
use wijkdeal::mail::Mailer;
use wijkdeal::secrets::{random, sha256};
use wijkdeal::storage::sessions;
use wijkdeal::worker;

use super::city;
use crate::review::town;
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
            .route("/council", web::post().to(council))
            .route("/cookie", web::post().to(cookie))
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

/// Builds a town with a WIJ-raad, a gebiedsteam and two ideas; gives everybody's key and the ideas'.
async fn council(behind: Data<Behind>) -> Json<serde_json::Value> {
    let app = &behind.app;
    let town = town::town(app, None).await;
    let (anna, bo) = (app.person_with("Anna", &[]).await, app.person_with("Bo", &[]).await);
    let ideas = [town.idea(app, anna, "Fruit in de straat").await, town.idea(app, bo, "Plukbomen in het plantsoen").await];
    let third = town.idea(app, anna, "Een brug over de vijver").await;
    let team = [town.colleague(app, "Sam", Role::Gebiedsteam).await, town.colleague(app, "Mia", Role::Gebiedsmanager).await];
    let members = town::council(app).await;
    Json(serde_json::json!({ "residents": [anna, bo], "ideas": ideas, "bridge": third, "team": team, "members": members }))
}

#[derive(Deserialize)]
struct Whose {
    person: PersonId,
}

/// Signs somebody in; gives the cookie of their browser.
async fn cookie(behind: Data<Behind>, whose: Query<Whose>) -> String {
    signed_in(&behind.app.context, whose.person).await
}

/// Signs somebody in with a second factor; gives the cookie of their browser.
pub async fn signed_in(context: &Context, person: PersonId) -> String {
    let (session, now): ([u8; 32], _) = (random().unwrap(), context.now());
    context.db.write(move |conn| Ok(sessions::start(conn, &sha256(&session), person, true, now)?)).await.unwrap();
    visit::session_cookie(context, &session, true).unwrap().to_string()
}

/// One round of the worker: what the clock makes happen, and mail that waits.
async fn tick(behind: Data<Behind>) -> &'static str {
    // A mailer lives here only as long as the runtime that its connections need.
    let mailer = Mailer::new(&behind.settings).unwrap();
    worker::tick(&behind.app.context, &mailer).await.unwrap();
    "done"
}
