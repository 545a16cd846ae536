//! The demo: a believable city with rounds in every phase, made the way people make it. Each step
//! goes through `app` like the real thing, on a clock that is moved through the years.

mod city;
mod council;
mod people;
mod plans;
mod review;
mod rounds;
mod stage;
mod wijert;

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;

use crate::app::Context;
use crate::clock::{Clock, SystemClock};
use crate::domain::time::Instant;
use crate::error::Result;
use stage::Stage;

/// A clock that stands where it was put while the demo is made, and then runs with the machine.
#[derive(Debug, Default)]
pub struct DemoClock(Mutex<Option<Instant>>);

impl DemoClock {
    fn set(&self, at: Option<Instant>) {
        if let Ok(mut fixed) = self.0.lock() {
            *fixed = at;
        }
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Instant {
        let fixed = self.0.lock().ok().and_then(|fixed| *fixed);
        fixed.unwrap_or_else(|| SystemClock.now())
    }
}

/// A ready-made way in: who it is for and the address.
#[derive(Debug, Clone)]
pub struct WayIn {
    /// Role and name.
    pub who: String,
    /// Address that signs in.
    pub href: String,
}

/// Makes the city in an empty database and gives a way in for every role.
///
/// # Errors
/// When a step is refused: then the demo and the rules do not fit each other.
pub async fn make(context: &Context, clock: &Arc<DemoClock>) -> Result<Vec<WayIn>> {
    let today = SystemClock.now();
    let stage = Stage::open(context, clock, today).await?;
    wijert::play(&stage).await?;
    rounds::play(&stage).await?;
    clock.set(None);
    let links = stage.ways_in().await?;
    Ok(links)
}

/// A day so many days from today, at this hour on the clock in Groningen.
fn day(today: Instant, days: i64, hour: u32) -> Instant {
    let local = today.day() + TimeDelta::days(days);
    local.and_hms_opt(hour, 0, 0).and_then(|at| Instant::from_local(at).ok()).unwrap_or(today.plus(TimeDelta::days(days)))
}
