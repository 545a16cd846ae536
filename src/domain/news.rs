//! How often somebody wants to hear of ideas they support or follow.

use chrono::{Datelike, Days, NaiveDate};

use super::person::stored;
use super::time::Instant;

/// How often.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pace {
    /// At every change.
    #[default]
    Each,
    /// Once a day, in the morning.
    Daily,
    /// Once a week, on Monday morning.
    Weekly,
    /// Never: they look for themselves.
    Never,
}

stored!(Pace {
    Each = "each",
    Daily = "daily",
    Weekly = "weekly",
    Never = "never",
});

/// The hour at which a letter with several pieces of news goes out, in Amsterdam.
const HOUR: u32 = 7;

/// The news up to this moment goes out at `now`: what came in since waits for the next letter.
#[must_use]
pub fn up_to(pace: Pace, now: Instant) -> Instant {
    match pace {
        Pace::Each | Pace::Never => now,
        Pace::Daily => last(now, |day| day),
        Pace::Weekly => last(now, |day| day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)),
    }
}

/// The last moment of sending on the day that `of` gives, not after `now`.
fn last(now: Instant, of: impl Fn(NaiveDate) -> NaiveDate) -> Instant {
    let at = |day: NaiveDate| day.and_hms_opt(HOUR, 0, 0).and_then(|local| Instant::from_local(local).ok()).unwrap_or(now);
    let this = at(of(now.day()));
    if this <= now {
        return this;
    }
    let before = now.day().checked_sub_days(Days::new(1)).unwrap_or(now.day());
    at(of(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_out_in_the_morning() {
        let at = |text: &str| Instant::parse_local(text).unwrap();
        // 1 March 2027 is a Monday.
        for (pace, now, until) in [
            (Pace::Daily, "2027-03-03T12:00", "2027-03-03T07:00"),
            (Pace::Daily, "2027-03-03T06:59", "2027-03-02T07:00"),
            (Pace::Weekly, "2027-03-03T12:00", "2027-03-01T07:00"),
            (Pace::Weekly, "2027-03-01T06:59", "2027-02-22T07:00"),
            (Pace::Weekly, "2027-03-01T07:00", "2027-03-01T07:00"),
            (Pace::Each, "2027-03-03T12:00", "2027-03-03T12:00"),
        ] {
            assert_eq!(up_to(pace, at(now)), at(until), "{pace:?} {now}");
        }
    }
}
