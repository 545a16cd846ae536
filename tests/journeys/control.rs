//! The door behind the stage: a story moves the clock and lets the worker do its round. It exists
//! only here, never in the program.

use std::net::TcpListener;

use actix_web::web::{self, Data, Json, Query};
use actix_web::{App, HttpServer};
use serde::Deserialize;
use wijkdeal::app::Context;
use wijkdeal::config::Settings;
use wijkdeal::domain::code::Stemcode;
use wijkdeal::domain::ids::PersonId;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::domain::rules::{BallotForm, Rules};
use wijkdeal::http::visit;
use wijkdeal::mail::Mailer;
use wijkdeal::secrets::{random, sha256};
use wijkdeal::storage::sessions;
use wijkdeal::worker;

use super::city;
use crate::review::town;
use crate::support::TestApp;
use crate::voting::world::{Wish, World, box_and_used, usual};

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
            .route("/ballot", web::post().to(ballot))
            .route("/beheerder", web::post().to(beheerder))
            .route("/council", web::post().to(council))
            .route("/desk", web::post().to(desk))
            .route("/street", web::post().to(street))
            .route("/box", web::post().to(ballot_box))
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

/// Builds a town with 500 ideas that wait, one of which neighbours argue about; gives people's keys.
async fn desk(behind: Data<Behind>) -> Json<serde_json::Value> {
    let app = &behind.app;
    let town = town::town(app, None).await;
    let (anna, bo) = (app.person_with("Anna", &[]).await, app.person_with("Bo", &[]).await);
    let idea = town.idea(app, anna, "Plukbomen in het plantsoen").await;
    town::many_ideas(app, town.round, bo, 499).await;
    for n in 0..19 {
        town.colleague(app, &format!("Collega {n}"), Role::Gebiedsteam).await;
    }
    let sam = town.colleague(app, "Sam", Role::Gebiedsteam).await;
    let wil = town.colleague(app, "Wil", Role::WijMedewerker).await;
    let beheer = app.person_with("Bo Beheer", &[(Role::Beheerder, Scope::City)]).await;
    Json(serde_json::json!({ "anna": anna, "bo": bo, "sam": sam, "wil": wil, "beheer": beheer, "idea": idea }))
}

/// Builds a town with a wijk where ideas are handed in; gives the keys of somebody of WIJ and a resident.
async fn street(behind: Data<Behind>) -> Json<serde_json::Value> {
    let app = &behind.app;
    let town = town::town(app, None).await;
    town::add_wijken(app, &[(town.here, "de-wijert", "De Wijert")]).await;
    let wil = town.colleague(app, "Wil", Role::WijMedewerker).await;
    let els = town.colleague(app, "Els", Role::WijMedewerker).await;
    let anna = app.person_with("Anna", &[]).await;
    Json(serde_json::json!({ "wil": wil, "els": els, "anna": anna }))
}

#[derive(Deserialize)]
struct Which {
    form: String,
}

/// A round in which people vote, on a ballot of this form; with people who work on its paper.
async fn ballot(behind: Data<Behind>, which: Query<Which>) -> Json<serde_json::Value> {
    let app = &behind.app;
    let ballot = match which.form.as_str() {
        "points" => BallotForm::Points { total: 10, max: 6 },
        "ranking" => BallotForm::Ranking { points: vec![3, 2, 1] },
        _ => BallotForm::Choose { min: 1, max: 3 },
    };
    let rules = Rules { ballot, ..usual().rules };
    let world = World::open(app, Wish { rules, ..usual() }).await;
    let scope = Scope::Gebied(world.gebied);
    let volunteers = [
        app.person_with("Anna Eerst", &[(Role::WijMedewerker, scope)]).await,
        app.person_with("Bert Tweede", &[(Role::WijMedewerker, scope)]).await,
        app.person_with("Cor Derde", &[(Role::Gebiedsteam, scope)]).await,
    ];
    let codes: Vec<String> = world.codes.iter().map(Stemcode::printed).collect();
    Json(serde_json::json!({ "round": world.round, "slug": world.slug, "plans": world.plans, "codes": codes, "volunteers": volunteers }))
}

/// How many ballots are in the box, and how many codes were used online.
async fn ballot_box(behind: Data<Behind>) -> Json<(i64, i64)> {
    Json(box_and_used(&behind.app).await)
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
