//! Working days: the terms the gemeente promises are counted in them.
//!
//! Saturdays, Sundays and the days that the Algemene termijnenwet (article 3) names are none:
//! New Year, Good Friday, Easter Monday, King's Day, 5 May, Ascension Day, Whit Monday, Christmas.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Weekday};

use super::time::Instant;

/// Easter Sunday of a year (the Gregorian computus of Meeus).
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(n / 31).ok()?, u32::try_from(n % 31).ok()? + 1)
}

fn is_holiday(day: NaiveDate) -> bool {
    let kings_day = NaiveDate::from_ymd_opt(day.year(), 4, 27).map(|birthday| if birthday.weekday() == Weekday::Sun { 26 } else { 27 });
    let fixed = matches!((day.month(), day.day()), (1, 1) | (5, 5) | (12, 25 | 26)) || (day.month() == 4 && Some(day.day()) == kings_day);
    let days_after_easter = easter(day.year()).map(|sunday| day.signed_duration_since(sunday).num_days());
    fixed || matches!(days_after_easter, Some(-2 | 1 | 39 | 50))
}

/// Whether the gemeente works on this day.
#[must_use]
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day)
}

/// The day that is so many working days after `day` (the day itself does not count).
#[must_use]
pub fn after(day: NaiveDate, working_days: u32) -> NaiveDate {
    let mut following = day.iter_days().skip(1).filter(|day| is_working_day(*day));
    match working_days.checked_sub(1) {
        Some(skip) => following.nth(skip as usize).unwrap_or(day),
        None => day,
    }
}

/// The first moment after a day in Groningen: what is due on a day is late from here on.
#[must_use]
pub fn end_of(day: NaiveDate) -> Instant {
    let midnight = day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN);
    // Midnight is always one moment here: the clock changes at two and three at night.
    Instant::from_local(midnight).unwrap_or_else(|_| Instant::from_naive_utc(midnight))
}

/// The last day of a term that ends at this moment (see [`end_of`]).
#[must_use]
pub fn last_day(due: Instant) -> NaiveDate {
    due.plus(TimeDelta::microseconds(-1)).day()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ten_working_days_are_two_weeks_and_more_around_holidays() {
        for (from, days, to, why) in [
            ("2027-03-01", 10, "2027-03-15", "a Monday, nothing in between"),
            ("2027-03-06", 1, "2027-03-08", "a Saturday"),
            ("2027-03-25", 1, "2027-03-30", "Good Friday and Easter Monday"),
            ("2027-04-26", 1, "2027-04-28", "King's Day"),
            ("2027-05-03", 3, "2027-05-10", "5 May and Ascension Day, 6 May"),
            ("2027-05-14", 1, "2027-05-18", "Whit Monday"),
            ("2026-12-24", 5, "2027-01-04", "Christmas and New Year"),
            ("2027-03-01", 0, "2027-03-01", "no days"),
        ] {
            assert_eq!(after(day(from), days), day(to), "{from} + {days}: {why}");
        }
    }

    #[test]
    fn easter_is_where_the_almanac_says() {
        for sunday in ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25"] {
            assert_eq!(easter(day(sunday).year()), Some(day(sunday)));
        }
    }

    #[test]
    fn kings_day_moves_off_a_sunday() {
        assert!(!is_working_day(day("2026-04-27")));
        assert!(is_holiday(day("2025-04-26")));
        assert!(!is_holiday(day("2025-04-27")));
    }

    #[test]
    fn a_term_lasts_to_the_end_of_its_last_day() {
        let due = end_of(day("2027-03-28"));
        assert_eq!(due, Instant::parse_local("2027-03-29T00:00").unwrap());
        assert_eq!(last_day(due), day("2027-03-28"));
    }
}
