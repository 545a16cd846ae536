//! Two servers on one database do what happens by itself once.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use diesel::prelude::*;
use wijkdeal::app::count::ceremony::{self, Next};
use wijkdeal::app::count::outcomes;
use wijkdeal::app::rounds::by_the_clock;
use wijkdeal::app::staff::Fresh;
use wijkdeal::clock::Clock;
use wijkdeal::config::MailTarget;
use wijkdeal::domain::ceremony::Step;
use wijkdeal::domain::text::Email;
use wijkdeal::domain::time::Language;
use wijkdeal::error::Error;
use wijkdeal::mail::Mailer;
use wijkdeal::storage::outbox::{self, Mail};
use wijkdeal::storage::schema;
use wijkdeal::worker::send_mail;

use crate::outcome::Team;
use crate::support::{TestApp, at, databases};
use crate::voting::world::{OPENS, RESULT, World, usual};

const MAILS: usize = 200;

async fn queue(app: &TestApp, mails: usize) {
    let now = app.clock.now();
    app.context
        .db
        .write(move |conn| {
            for number in 0..mails {
                let to = Email::parse(&format!("bewoner{number}@voorbeeld.nl")).unwrap();
                let words = || "Hallo".to_owned();
                outbox::queue(conn, &Mail { to, language: Language::Nl, subject: words(), text: words(), html: words(), one_click: None }, now)?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

fn sent(app: &TestApp) -> Vec<String> {
    let MailTarget::Folder(folder) = &app.context.settings.mail else { panic!("a folder") };
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

async fn send_all(app: &TestApp, mailer: &Mailer) {
    while send_mail(&app.context, mailer).await.unwrap() > 0 {}
}

/// T-SCHED: two servers send the same mails and begin the same phase at the same time: each once. What
/// a server took when it died goes out a minute later, through the other; when the first one was only
/// slow, it notices that it is too late.
#[test]
fn two_servers_do_each_job_once_and_take_over_from_one_that_died() {
    for target in databases::fresh() {
        actix_web::rt::System::new().block_on(async {
            let (one, two) = (TestApp::start(&target).await, TestApp::start(&target).await);
            let mailers = (Mailer::new(&one.context.settings).unwrap(), Mailer::new(&two.context.settings).unwrap());
            queue(&one, MAILS).await;
            futures_util::future::join(send_all(&one, &mailers.0), send_all(&two, &mailers.1)).await;
            let all: Vec<String> = sent(&one).into_iter().chain(sent(&two)).collect();
            assert_eq!(all.len(), MAILS, "none is sent twice");
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), MAILS, "each is sent");

            queue(&one, 3).await;
            let (now, until) = (one.clock.now(), one.clock.now().plus(TimeDelta::seconds(60)));
            let taken = one.context.db.write_unseen(move |conn| Ok(outbox::take(conn, now, until, 50)?)).await.unwrap();
            assert_eq!(taken.len(), 3, "one takes them, and hears nothing more");
            two.clock.set(now.plus(TimeDelta::seconds(59)));
            assert_eq!(send_mail(&two.context, &mailers.1).await.unwrap(), 0);
            two.clock.set(now.plus(TimeDelta::seconds(60)));
            assert_eq!(send_mail(&two.context, &mailers.1).await.unwrap(), 3);
            for mail in taken {
                let held = one.context.db.write_unseen(move |conn| Ok(outbox::hold(conn, mail.id, mail.tries, until)?)).await.unwrap();
                assert!(!held, "it is not theirs any more");
            }

            World::open(&one, usual()).await;
            for app in [&one, &two] {
                app.clock.set(at(OPENS));
            }
            let begins = (0..20).map(|turn| by_the_clock(if turn % 2 == 0 { &one.context } else { &two.context }));
            for begun in futures_util::future::join_all(begins).await {
                begun.unwrap();
            }
            let written: i64 = one
                .context
                .db
                .read(|conn| {
                    use schema::events;
                    let vote = events::detail.like("%\"vote\"%");
                    Ok(events::table.filter(events::action.eq("round.phase").and(vote)).count().get_result(conn)?)
                })
                .await
                .unwrap();
            assert_eq!(written, 1, "the vote began once");
        });
    }
}

/// The key of a box is on the server where voting began: another one cannot say that it destroyed it.
#[test]
fn only_the_server_that_has_the_key_of_a_box_can_destroy_it() {
    for target in databases::fresh() {
        actix_web::rt::System::new().block_on(async {
            let (one, two) = (TestApp::start(&target).await, TestApp::start(&target).await);
            let world = World::open(&one, usual()).await;
            for code in 0..4 {
                world.cast(&one, code, &[code % 4]).await.unwrap();
            }
            let team = Team::of(&one, world.gebied).await;
            team.confirm(&one, &world).await;
            for app in [&one, &two] {
                app.time_is(RESULT);
            }
            let sure = Fresh::without_session();
            outcomes::publish(&two.context, &team.manager, sure, world.round, Language::Nl).await.unwrap();
            let next = async || ceremony::ceremony(&two.context, &team.counter, world.round).await.unwrap().next;
            assert_eq!(next().await, Next::Take(Step::Destroy), "it is public, and the key is still to be destroyed");
            let elsewhere = ceremony::destroy(&two.context, &team.counter, sure, world.round).await;
            assert!(matches!(elsewhere, Err(Error::Refused(message)) if message.key == "error-counting-key-elsewhere"));
            assert_eq!(next().await, Next::Take(Step::Destroy));
            ceremony::destroy(&one.context, &team.counter, sure, world.round).await.unwrap();
            assert_eq!(next().await, Next::Done);
        });
    }
}
