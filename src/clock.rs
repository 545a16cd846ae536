//! The clock is passed in, so that a test can live through a whole round in a second.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta};

use crate::domain::time::Instant;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Instant;

    /// What the machine says, before anything was made of it.
    fn machine(&self) -> Instant {
        self.now()
    }

    /// Never says less than `at` from now on, where the clock can promise that.
    fn at_least(&self, _at: Instant) {}
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
    fn now(&self) -> Instant {
        chrono::Utc::now().into()
    }
}

/// A clock that is further ahead than this is not believed: somebody set it wrong.
pub const MOST_AHEAD: TimeDelta = TimeDelta::hours(2);

/// A clock that never goes back: what was over stays over, also when the machine's clock jumps back
/// or another server's is ahead. It waits until the machine has caught up.
#[derive(Debug)]
pub struct SteadyClock<C> {
    machine: C,
    /// The latest moment it said or was told, in microseconds since 1970.
    latest: AtomicI64,
}

impl<C: Clock> SteadyClock<C> {
    /// Steadies this clock.
    #[must_use]
    pub const fn new(machine: C) -> Self {
        Self { machine, latest: AtomicI64::new(i64::MIN) }
    }
}

impl<C: Clock> Clock for SteadyClock<C> {
    fn now(&self) -> Instant {
        let machine = self.machine.now();
        let now = machine.utc().timestamp_micros();
        let latest = self.latest.fetch_max(now, Ordering::AcqRel).max(now);
        if latest.saturating_sub(now) > MOST_AHEAD.num_microseconds().unwrap_or(i64::MAX) {
            self.latest.store(now, Ordering::Release);
            return machine;
        }
        DateTime::from_timestamp_micros(latest).map_or(machine, Instant::from)
    }

    fn machine(&self) -> Instant {
        self.machine.now()
    }

    fn at_least(&self, at: Instant) {
        self.latest.fetch_max(at.utc().timestamp_micros(), Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    struct Set(Mutex<Instant>);

    impl Clock for &Set {
        fn now(&self) -> Instant {
            *self.0.lock().unwrap()
        }
    }

    #[test]
    fn a_clock_that_jumps_back_stands_still_and_one_that_is_years_ahead_is_not_believed() {
        let noon = Instant::parse_local("2027-05-24T20:00").unwrap();
        let set = Set(Mutex::new(noon));
        let clock = SteadyClock::new(&set);
        let hour = TimeDelta::hours(1);
        assert_eq!(clock.now(), noon);
        *set.0.lock().unwrap() = noon.plus(-hour);
        assert_eq!((clock.now(), clock.machine()), (noon, noon.plus(-hour)));
        *set.0.lock().unwrap() = noon.plus(hour);
        assert_eq!(clock.now(), noon.plus(hour));
        clock.at_least(noon.plus(hour * 2));
        assert_eq!(clock.now(), noon.plus(hour * 2), "another server is ahead");
        clock.at_least(noon.plus(hour * 10_000));
        assert_eq!(clock.now(), noon.plus(hour), "a year ahead is a mistake");
    }
}
