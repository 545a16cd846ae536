//! The head of the record is sent outside, so that cutting the record off or writing it anew is seen.

use chrono::TimeDelta;
use wijkdeal::app::heads::{HeadError, check, send_due};
use wijkdeal::app::{Context, Deed};
use wijkdeal::clock::Clock;
use wijkdeal::domain::event::Subject;
use wijkdeal::domain::person::Actor;
use wijkdeal::domain::text::Email;

use crate::support::{TestApp, databases};

async fn happens(app: &TestApp, action: &'static str) {
    let now = app.clock.now();
    let deed =
        move |conn: &mut _| Deed { actor: &Actor::Clock, action, subject: Subject::Round, id: 1 }.record(conn, now, None, serde_json::json!({}));
    app.context.db.write(deed).await.unwrap();
}

async fn sends(context: &Context) -> bool {
    send_due(context).await.unwrap().is_some()
}

/// T-AUDIT: mailed to two addresses and added to a file, at a close and once a day. Whoever keeps those
/// lines sees a record that was cut off, written anew, or a line that was changed.
#[test]
fn whoever_keeps_the_heads_sees_a_record_that_was_cut_off_or_written_anew() {
    for (target, other) in databases::fresh().into_iter().zip(databases::fresh()) {
        actix_web::rt::System::new().block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("heads.txt");
            let app = TestApp::start_with(&target, |settings| {
                settings.head_mail = ["griffie@gemeente.nl", "rekenkamer@elders.nl"].map(|address| Email::parse(address).unwrap()).to_vec();
                settings.head_file = Some(file.clone());
            })
            .await;
            assert!(!sends(&app.context).await, "nothing happened yet");
            happens(&app, "round.publish").await;
            assert!(sends(&app.context).await, "the first one");
            happens(&app, "round.extend").await;
            assert!(!sends(&app.context).await, "that can wait for tomorrow");
            app.time_passes(TimeDelta::hours(24));
            assert!(sends(&app.context).await);
            app.time_passes(TimeDelta::hours(24));
            assert!(!sends(&app.context).await, "nothing happened since");
            happens(&app, "round.close_box").await;
            assert!(sends(&app.context).await, "a close is not kept waiting");
            assert!(!sends(&app.context).await, "once");
            assert_eq!(app.mails().await.len(), 6, "two addresses, three times");

            let kept = std::fs::read_to_string(&file).unwrap();
            assert_eq!(check(&app.context, &kept).await.unwrap(), Ok(3));
            let mail = app.last_mail_to("rekenkamer@elders.nl").await;
            assert_eq!(check(&app.context, &mail.text).await.unwrap(), Ok(1), "the mail itself will do: {}", mail.text);
            let changed = kept.replacen("wijkdeal-head/1 1 ", "wijkdeal-head/1 2 ", 1);
            assert_eq!(check(&app.context, &changed).await.unwrap(), Err(HeadError::Signature(1)));

            let anew = TestApp::start(&other).await;
            happens(&anew, "round.stop").await;
            assert!(matches!(check(&anew.context, &kept).await.unwrap(), Err(HeadError::Rewritten { seq: 1, .. })));
            let last = kept.lines().last().unwrap();
            assert!(matches!(check(&anew.context, last).await.unwrap(), Err(HeadError::Gone { seq: 3, .. })));
        });
    }
}
