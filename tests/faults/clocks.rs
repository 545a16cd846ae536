//! Clocks that jump, and servers that do not agree about the time.

use std::sync::Arc;

use chrono::TimeDelta;
use wijkdeal::app::voting::Casting;
use wijkdeal::app::witness::{MOST_SKEW, beat};
use wijkdeal::app::{Context, voting};
use wijkdeal::clock::{Clock, SteadyClock};
use wijkdeal::domain::ballot::Choices;
use wijkdeal::domain::time::{Instant, Language};
use wijkdeal::error::Error;

use crate::support::{TestApp, TestClock, at, databases};
use crate::voting::world::{CLOSES, World, box_and_used, usual};

/// The clock of a machine, that a story sets.
struct Machine(Arc<TestClock>);

impl Clock for Machine {
    fn now(&self) -> Instant {
        self.0.now()
    }
}

/// The same server on a clock that never goes back, as `wijkdeal serve` runs it.
fn steady(app: &TestApp) -> Context {
    let clock: Arc<dyn Clock> = Arc::new(SteadyClock::new(Machine(Arc::clone(&app.clock))));
    Context { casting: Casting::new(app.context.db.clone(), Arc::clone(&clock)), clock, ..app.context.clone() }
}

async fn votes(context: &Context, app: &TestApp, world: &World, code: usize) -> bool {
    match voting::cast(context, &world.ticket(app, code), &Choices::ticks([world.plans[0]]), Language::Nl).await {
        Ok(()) => true,
        Err(Error::Refused(message)) if message.key == "error-vote-closed" => false,
        Err(other) => panic!("{other}"),
    }
}

/// T-CLOCK: the clock of a machine goes back an hour, or two servers are two seconds apart, around the
/// close. Once the vote was over for one it stays over for both, and the skew is an alarm.
#[test]
fn once_the_vote_is_over_no_clock_opens_it_again() {
    for target in databases::fresh() {
        actix_web::rt::System::new().block_on(async {
            let (one, two) = (TestApp::start(&target).await, TestApp::start(&target).await);
            let world = World::open(&one, usual()).await;
            let (ahead, behind) = (steady(&one), steady(&two));
            let close = at(CLOSES);
            let sets = |app: &TestApp, seconds| app.clock.set(close.plus(TimeDelta::seconds(seconds)));

            sets(&one, -2);
            sets(&two, -4);
            assert!(beat(&ahead).await.unwrap() <= MOST_SKEW);
            assert_eq!(beat(&behind).await.unwrap(), TimeDelta::seconds(2), "two seconds apart is an alarm");
            assert!(votes(&ahead, &one, &world, 0).await && votes(&behind, &two, &world, 1).await);

            sets(&one, 0);
            sets(&two, -2);
            assert!(!votes(&ahead, &one, &world, 2).await);
            beat(&ahead).await.unwrap();
            beat(&behind).await.unwrap();
            assert!(!votes(&behind, &two, &world, 2).await, "it is over for both");

            for (app, context) in [(&one, &ahead), (&two, &behind)] {
                sets(app, -3_600);
                assert!(!votes(context, app, &world, 2).await, "also before anybody noticed that the clock went back");
                assert!(beat(context).await.unwrap() >= TimeDelta::seconds(3_600));
                assert!(!votes(context, app, &world, 2).await);
                sets(app, 3_600);
                assert!(!votes(context, app, &world, 2).await);
                sets(app, -1);
                beat(context).await.unwrap();
                assert!(!votes(context, app, &world, 2).await);
            }
            assert_eq!(box_and_used(&one).await, (2, 2));
        });
    }
}
