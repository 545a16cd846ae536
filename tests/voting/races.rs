//! The last evening: two servers on one database, the second of the close, a server that is killed.

use chrono::TimeDelta;
use wijkdeal::clock::Clock;
use wijkdeal::domain::time::{Instant, LocalTimeError};
use wijkdeal::error::Error;

use super::world::{CLOSES, Wish, World, box_and_used, usual};
use crate::support::{TestApp, at, databases};

/// A number of a test that can be made larger.
fn size(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// T-RACE: the code is typed on two servers, and each sends fifty ballots at once.
#[test]
fn a_hundred_casts_with_one_code_over_two_servers_are_one_ballot_within_the_limit() {
    for target in databases::fresh() {
        actix_web::rt::System::new().block_on(async {
            let (one, two) = (TestApp::start(&target).await, TestApp::start(&target).await);
            let world = World::open(&one, usual()).await;
            two.clock.set(one.clock.now());
            let browsers = [world.voter(&one, 0).await, world.voter(&two, 0).await];
            let tokens = [browsers[0].token().await, browsers[1].token().await];
            let tasks: Vec<_> = (0..100)
                .map(|i| {
                    let (browser, token, path) = (browsers[i % 2].clone(), tokens[i % 2].clone(), world.path("stembiljet"));
                    let plans: Vec<String> = (0..=i % 3).map(|k| world.plans[(i + k) % 4].to_string()).collect();
                    actix_web::rt::spawn(async move {
                        let mut fields = vec![("csrf", token.as_str())];
                        fields.extend(plans.iter().map(|plan| ("plan", plan.as_str())));
                        (plans.len(), browser.post_raw(&path, &fields).await.status)
                    })
                })
                .collect();
            for task in tasks {
                let (plans, status) = task.await.unwrap();
                assert_eq!(status, if plans > 2 { 422 } else { 200 });
            }
            assert_eq!(box_and_used(&one).await, (1, 1));
            let page = browsers[1].get(&world.path("stembiljet")).await;
            assert!((1..=2).contains(&page.all("input[checked]").len()), "{}", page.text());
        });
    }
}

/// Votes come in while the clock passes the close, on an ordinary day and on the nights the clock
/// changes. `WIJKDEAL_CLOSING_CASTS` sets how many.
#[test]
fn no_vote_is_on_the_wrong_side_of_the_close_also_when_the_clock_changes() {
    let Err(LocalTimeError::ComesTwice(_, autumn)) = Instant::parse_local("2027-10-31T02:30") else { panic!("comes twice") };
    for closes in [at(CLOSES), autumn, at("2027-03-28T03:00")] {
        for target in databases::fresh() {
            actix_web::rt::System::new().block_on(async {
                let app = TestApp::start(&target).await;
                across_the_close(&app, closes).await;
            });
        }
    }
}

/// Every answer moves the clock on a little, so that the close comes in the middle of them, between
/// votes that were asked for together.
async fn across_the_close(app: &TestApp, closes: Instant) {
    let casts = size("WIJKDEAL_CLOSING_CASTS", 10_000);
    let world = &World::open(app, Wish { closes, codes: u32::try_from(casts).unwrap(), ..usual() }).await;
    let step = TimeDelta::microseconds(10);
    app.clock.set(closes.plus(-step * i32::try_from(casts / 2).unwrap()));
    let (mut counted, mut late) = (0, 0);
    for part in (0..casts).collect::<Vec<_>>().chunks(500) {
        let together = part.iter().map(|code| async move {
            let before = app.clock.now();
            let answer = world.cast(app, *code, &[*code % 4]).await;
            app.clock.set(app.clock.now().plus(step));
            (before, answer, app.clock.now())
        });
        for (before, answer, after) in futures_util::future::join_all(together).await {
            match answer {
                Ok(()) => {
                    counted += 1;
                    assert!(before < closes, "a vote that began after the close was taken");
                }
                Err(Error::Refused(message)) => {
                    late += 1;
                    assert_eq!(message.key, "error-vote-closed");
                    assert!(after >= closes, "a vote that ended before the close was refused");
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
    assert!(counted > 0 && late > 0, "{counted} in time, {late} late");
    assert_eq!(box_and_used(app).await, (counted, counted), "what was answered is what is in the box");
}
