//! Copies of the database: made while people vote, and put back when they are too old.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use chrono::TimeDelta;
use wijkdeal::app::Context;
use wijkdeal::app::witness::{accept, beat, rollback};
use wijkdeal::cli::people::beheerder_link;
use wijkdeal::clock::{Clock, SystemClock};
use wijkdeal::config::Settings;
use wijkdeal::domain::person::Role;
use wijkdeal::domain::text::Email;
use wijkdeal::error::Error;
use wijkdeal::storage::{Target, backup};

use super::load::{Load, world_of_now};
use crate::house::staff::{PASSWORD, Phone, set_up};
use crate::outcome::actor;
use crate::support::program::{Program, run};
use crate::support::{Browser, TestApp, databases};
use crate::voting::world::{World, box_and_used, usual};

/// T-BACKUP: a copy made while people vote is whole, adds up, and is for its owner only.
#[test]
fn a_copy_made_while_people_vote_is_whole_and_adds_up() {
    let target = databases::sqlite();
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start(&target).await;
        let world = world_of_now(&app).await;
        let program = Program::start(&app, &target).await;
        let load = Load::begin(&program.base, &world, 8).await;
        let folder = tempfile::tempdir().unwrap();
        let mut before = 0;
        for number in 0..4 {
            load.everybody_votes().await;
            let (file, from) = (folder.path().join(format!("{number}.sqlite")), target.clone());
            let (copied, to) = (file.clone(), box_and_used(&app).await.0);
            let copied = tokio::task::spawn_blocking(move || backup::copy(&from, &copied)).await.unwrap().unwrap();
            assert!(copied.ballots >= before.max(to), "{copied:?}");
            before = copied.ballots;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
            let again = backup::copy(&target, &file);
            assert!(again.is_err_and(|said| said.contains("cannot make the file")), "no copy is overwritten");
        }
        let told = load.end().await;
        assert!(told.iter().all(|told| told.refused == 0), "nobody notices: {told:?}");
        assert_eq!(before, 8);
    });
}

/// T-RESTORE: the witness of one server and an older database: seen on both databases, and accepted by
/// two people only, in public.
#[test]
fn an_older_database_is_seen_and_accepted_by_two_people_in_public() {
    for (target, older) in databases::fresh().into_iter().zip(databases::fresh()) {
        actix_web::rt::System::new().block_on(async {
            let app = TestApp::start(&target).await;
            World::open(&app, usual()).await;
            let seen = app.context.settings.witness_file();
            assert_eq!(rollback(&app.context).await.unwrap(), None, "a first start has no witness");
            beat(&app.context).await.unwrap();
            assert_eq!(rollback(&app.context).await.unwrap(), None);

            let back = TestApp::start(&older).await;
            let world = World::open(&back, usual()).await;
            let (one, two) = (actor(&back, "Bea", Role::Beheerder, world.gebied).await, actor(&back, "Kim", Role::Gebiedsteam, world.gebied).await);
            back.clock.set(app.clock.now().plus(TimeDelta::minutes(-10)));
            beat(&back.context).await.unwrap();
            back.clock.set(app.clock.now().plus(TimeDelta::minutes(1)));
            let settings = Settings { witness: Some(seen), ..(*back.context.settings).clone() };
            let context = Context { settings: Arc::new(settings), ..back.context.clone() };
            let found = rollback(&context).await.unwrap().expect("ten minutes are missing");
            assert_eq!((found.from, found.until), (Some(app.clock.now().plus(TimeDelta::minutes(-10))), app.clock.now()));
            let alone = accept(&context, &found, [one.clone(), one.clone()]).await;
            assert!(matches!(alone, Err(Error::Refused(message)) if message.key == "error-two-people"));
            assert!(rollback(&context).await.unwrap().is_some());
            accept(&context, &found, [one, two]).await.unwrap();
            assert_eq!(rollback(&context).await.unwrap(), None);
            let page = back.visitor().get(&format!("/rondes/{}", world.slug)).await;
            assert!(page.shows("Een oudere kopie van de database is teruggezet"), "{}", page.text());
        });
    }
}

async fn staff(app: &TestApp, email: &str) -> Phone {
    let link = beheerder_link(&app.context, Email::parse(email).unwrap(), email.into()).await.unwrap();
    set_up(app, &app.visitor(), &link).await
}

/// T-RESTORE, with the real program: somebody puts the copy of an hour ago back while people vote.
/// Codes that were used in that hour look unused, so the program does not start on it by itself.
#[test]
fn the_program_does_not_start_on_an_older_copy_until_two_people_accept_it() {
    let target = databases::sqlite();
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start(&target).await;
        let world = world_of_now(&app).await;
        // A code works once, so they set up their phones some time ago, and each proof below is somebody's first.
        app.time_passes(TimeDelta::minutes(-10));
        let (bea, kim, ali) = (staff(&app, "bea@voorbeeld.nl").await, staff(&app, "kim@voorbeeld.nl").await, staff(&app, "ali@voorbeeld.nl").await);
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("older.sqlite");
        backup::copy(&target, &copy).unwrap();
        let program = Program::start(&app, &target).await;
        let load = Load::begin(&program.base, &world, 3).await;
        load.everybody_votes().await;
        load.end().await;
        for _ in 0..100 {
            if app.context.settings.witness_file().exists() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        program.kill();

        let older = Target::Sqlite(copy.display().to_string());
        let refused = run(&app, &older, &["serve"], "");
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains("older than what this server saw") && said.contains("accept-restore"), "{said}");

        app.clock.set(SystemClock.now());
        let typed = |email: &str, phone: &Phone, steps| format!("{email}\n{PASSWORD}\n{}\n", phone.code_at(&app, steps));
        let twice = [typed("ali@voorbeeld.nl", &ali, 0), typed("ali@voorbeeld.nl", &ali, 1)].concat();
        let alone = run(&app, &older, &["accept-restore"], &twice);
        assert!(!alone.status.success(), "{}", String::from_utf8_lossy(&alone.stderr));
        assert!(!run(&app, &older, &["serve"], "").status.success());

        app.clock.set(SystemClock.now());
        let both = [typed("kim@voorbeeld.nl", &kim, 0), typed("bea@voorbeeld.nl", &bea, 0)].concat();
        let accepted = run(&app, &older, &["accept-restore"], &both);
        assert!(accepted.status.success(), "{}", String::from_utf8_lossy(&accepted.stderr));
        let program = Program::start(&app, &older).await;
        let page = Browser::new(&program.base).get(&format!("/rondes/{}", world.slug)).await;
        assert!(page.shows("Een oudere kopie van de database is teruggezet"), "{}", page.text());
    });
}
