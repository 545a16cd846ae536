//! The stage of the ceremony: the real program on the machine's clock, which a story can have killed
//! and started again, and somebody who changes the database behind its back.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::{self, Data, Query};
use actix_web::{App, HttpServer};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde::Deserialize;
use tokio::sync::Mutex;
use wijkdeal::app::Context;
use wijkdeal::app::count::holders;
use wijkdeal::clock::{Clock, SystemClock};
use wijkdeal::config::Settings;
use wijkdeal::domain::ids::PersonId;
use wijkdeal::domain::person::{Actor, Role};
use wijkdeal::secrets::write_private;
use wijkdeal::storage::{Target, schema};

use super::stage;
use crate::outcome::actor;
use crate::support::TestApp;
use crate::support::program::Program;
use crate::voting::world::{Wish, World, box_and_used, usual};

struct Behind {
    app: TestApp,
    base: String,
    target: Target,
    world: World,
    people: serde_json::Value,
    program: Mutex<Option<Program>>,
    /// What was in a ballot before somebody changed it.
    kept: Mutex<Option<Vec<u8>>>,
}

/// Plays the ceremony on this database.
pub async fn play(target: Target) {
    let app = TestApp::start(&target).await;
    let closes = SystemClock.now().plus(TimeDelta::days(-8));
    app.clock.set(closes.plus(TimeDelta::days(-40)));
    let world = World::open(&app, Wish { closes, ..usual() }).await;
    write_private(&app.context.settings.data_dir.join("keys").join("master.key"), &[42; 32]).unwrap();
    let people = people(&app, &world).await;
    app.clock.set(closes.plus(TimeDelta::days(-7)));
    for code in 0..8 {
        world.cast(&app, code, &[code % 4]).await.unwrap();
    }
    app.clock.set(SystemClock.now());
    let program = Program::start(&app, &target).await;
    let (base, database) = (program.base.clone(), if matches!(target, Target::Sqlite(_)) { "sqlite" } else { "postgres" });
    let behind = Data::new(Behind { app, base: base.clone(), target, world, people, program: Mutex::new(Some(program)), kept: Mutex::default() });
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let door = format!("http://{}", listener.local_addr().unwrap());
    let shown = behind.clone();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(shown.clone())
            .route("/scene", web::post().to(scene))
            .route("/cookie", web::post().to(cookie))
            .route("/crash", web::post().to(crash))
            .route("/tamper", web::post().to(tamper))
            .route("/state", web::post().to(state))
    });
    actix_web::rt::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
    stage::run("ceremony", database, &[("STORY_BASE", &base), ("STORY_CONTROL", &door)]).await;
    drop(behind.program.lock().await.take());
}

/// Two key holders, who chose their passphrases before voting began, a wijkwethouder and a manager.
async fn people(app: &TestApp, world: &World) -> serde_json::Value {
    let before = app.clock.now();
    app.clock.set(before.plus(TimeDelta::days(-30)));
    let person = async |name, role| actor(app, name, role, world.gebied).await;
    let (sam, kim) = (person("Sam Sleutel", Role::Gebiedsteam).await, person("Kim Sleutel", Role::Gebiedsteam).await);
    for (holder, passphrase) in [(&sam, "de eerste sleutel ligt in de kluis"), (&kim, "een heel ander lied voor de tweede")] {
        holders::become_holder(&app.context, holder, world.round, passphrase.to_owned(), passphrase).await.unwrap();
    }
    let (noor, ali) = (person("Noor Wethouder", Role::Wijkwethouder).await, person("Ali Manager", Role::Gebiedsmanager).await);
    app.clock.set(before);
    let id = |actor: &Actor| actor.person();
    serde_json::json!({ "sam": id(&sam), "kim": id(&kim), "noor": id(&noor), "ali": id(&ali) })
}

async fn scene(behind: Data<Behind>) -> String {
    serde_json::json!({ "work": format!("/werk/rondes/{}", behind.world.round), "people": behind.people }).to_string()
}

#[derive(Deserialize)]
struct Whose {
    person: PersonId,
}

/// Signs somebody in; gives the cookie of their browser.
async fn cookie(behind: Data<Behind>, whose: Query<Whose>) -> String {
    behind.app.clock.set(SystemClock.now());
    // A cookie holds at one address only: that of the program.
    let settings = Settings { base_url: behind.base.clone(), ..(*behind.app.context.settings).clone() };
    let context = Context { settings: Arc::new(settings), ..behind.app.context.clone() };
    super::control::signed_in(&context, whose.person).await
}

#[derive(Deserialize)]
struct After {
    after: u64,
}

/// Kills the program so many milliseconds from now, and starts it again on the same database.
async fn crash(behind: Data<Behind>, when: Query<After>) -> &'static str {
    tokio::time::sleep(Duration::from_millis(when.after)).await;
    let mut program = behind.program.lock().await;
    let port = program.take().expect("a program").port();
    *program = Some(Program::start_on(&behind.app, &behind.target, port).await);
    "up again"
}

#[derive(Deserialize)]
struct With {
    with: String,
}

/// Changes a ballot in the box, or puts it back.
async fn tamper(behind: Data<Behind>, with: Query<With>) -> &'static str {
    let mut kept = behind.kept.lock().await;
    let before: Vec<u8> = match kept.take() {
        Some(before) => before,
        None => first_ballot(&behind.app).await,
    };
    let mut changed = before.clone();
    changed[40] ^= 1;
    let (from, to) = if with.with == "ballot" { (before.clone(), changed) } else { (changed, before.clone()) };
    *kept = Some(before);
    behind
        .app
        .context
        .db
        .write(move |conn| {
            use schema::ballot_box::dsl::{ballot_box, for_counting};
            Ok(diesel::update(ballot_box.filter(for_counting.eq(from))).set(for_counting.eq(to)).execute(conn)?)
        })
        .await
        .unwrap();
    "done"
}

async fn first_ballot(app: &TestApp) -> Vec<u8> {
    app.context.db.read(|conn| Ok(schema::ballot_box::table.select(schema::ballot_box::for_counting).first(conn)?)).await.unwrap()
}

/// What is left at the end.
async fn state(behind: Data<Behind>) -> String {
    let ((ballots, used), round) = (box_and_used(&behind.app).await, behind.world.round);
    let (counted, outcomes): (i64, i64) = behind
        .app
        .context
        .db
        .read(move |conn| {
            let counted = schema::counted_ballots::table.filter(schema::counted_ballots::round_id.eq(round)).count().get_result(conn)?;
            Ok((counted, schema::outcomes::table.filter(schema::outcomes::round_id.eq(round)).count().get_result(conn)?))
        })
        .await
        .unwrap();
    let key = behind.app.context.settings.data_dir.join("keys").join(format!("round-{round}.key")).exists();
    serde_json::json!({ "box": ballots, "counted": counted, "used": used, "outcomes": outcomes, "key": key }).to_string()
}
