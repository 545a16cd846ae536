//! Time: UTC inside, Europe/Amsterdam for people.
//!
//! An [`Instant`] is a moment; what people type and read is a local date and time, which twice a
//! year does not exist or exists twice. [`Instant::from_local`] says so instead of guessing.

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, SubsecRound, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Europe::Amsterdam;

/// A moment in UTC, in microseconds (what both databases keep).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(from = "DateTime<Utc>", into = "DateTime<Utc>")]
pub struct Instant(NaiveDateTime);

/// A local time that is not one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LocalTimeError {
    /// The clock goes forward over it.
    #[error("this time does not exist: the clock goes forward that night")]
    DoesNotExist,
    /// The clock goes back over it: it comes twice.
    #[error("this time comes twice: the clock goes back that night")]
    ComesTwice(Instant, Instant),
    /// Not a date and time such as `2027-11-30T20:00`.
    #[error("not a date and time")]
    NotATime,
}

impl Instant {
    /// The moment of a UTC date and time as the database gives it.
    #[must_use]
    pub fn from_naive_utc(at: NaiveDateTime) -> Self {
        Self(at.trunc_subsecs(6))
    }

    /// The UTC date and time as the database takes it.
    #[must_use]
    pub const fn naive_utc(&self) -> &NaiveDateTime {
        &self.0
    }

    /// As chrono's own type.
    #[must_use]
    pub fn utc(self) -> DateTime<Utc> {
        self.0.and_utc()
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.utc().timestamp()
    }

    /// The moment people in Groningen call `local`.
    ///
    /// # Errors
    /// In the two nights a year when that is no moment, or two.
    pub fn from_local(local: NaiveDateTime) -> Result<Self, LocalTimeError> {
        match Amsterdam.from_local_datetime(&local) {
            LocalResult::Single(at) => Ok(at.with_timezone(&Utc).into()),
            LocalResult::Ambiguous(first, second) => {
                Err(LocalTimeError::ComesTwice(first.with_timezone(&Utc).into(), second.with_timezone(&Utc).into()))
            }
            LocalResult::None => Err(LocalTimeError::DoesNotExist),
        }
    }

    /// Reads the value of a `datetime-local` field, or of a date (then midnight).
    ///
    /// # Errors
    /// See [`LocalTimeError`].
    pub fn parse_local(text: &str) -> Result<Self, LocalTimeError> {
        let text = text.trim();
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
            .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"))
            .or_else(|_| NaiveDate::parse_from_str(text, "%Y-%m-%d").map(|day| day.and_hms_opt(0, 0, 0).unwrap_or_default()))
            .map_err(|_| LocalTimeError::NotATime)?;
        Self::from_local(local)
    }

    /// The two moments that somebody can mean by a local time that does not exist (an hour before
    /// and an hour after on the clock) or comes twice; none for an ordinary time.
    #[must_use]
    pub fn choices(text: &str) -> Option<(Self, Self)> {
        match Self::parse_local(text) {
            Err(LocalTimeError::ComesTwice(first, second)) => Some((first, second)),
            Err(LocalTimeError::DoesNotExist) => {
                // An hour before the gap is an ordinary time; the clock shows two hours more an hour later.
                let local = NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%dT%H:%M").ok()?;
                let before = Self::from_local(local.checked_sub_signed(TimeDelta::hours(1))?).ok()?;
                Some((before, before.plus(TimeDelta::hours(1))))
            }
            Ok(_) | Err(LocalTimeError::NotATime) => None,
        }
    }

    /// The date and time on the clock in Groningen.
    #[must_use]
    pub fn local(self) -> NaiveDateTime {
        Amsterdam.from_utc_datetime(&self.0).naive_local()
    }

    /// The day in Groningen.
    #[must_use]
    pub fn day(self) -> NaiveDate {
        self.local().date()
    }

    /// For a `datetime-local` field: `2027-11-30T20:00`.
    #[must_use]
    pub fn field_value(self) -> String {
        self.local().format("%Y-%m-%dT%H:%M").to_string()
    }

    /// Later by so much; the end of time when it does not fit.
    #[must_use]
    pub fn plus(self, delta: TimeDelta) -> Self {
        self.0.checked_add_signed(delta).map_or(Self(NaiveDateTime::MAX), Self)
    }

    /// How long after `earlier` (negative when before).
    #[must_use]
    pub fn since(self, earlier: Self) -> TimeDelta {
        self.0.signed_duration_since(earlier.0)
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(at: DateTime<Utc>) -> Self {
        Self::from_naive_utc(at.naive_utc())
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(at: Instant) -> Self {
        at.utc()
    }
}

/// From `starts` (included) up to `ends` (not included).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Window {
    /// The first moment that counts.
    pub starts: Instant,
    /// The first moment that is too late.
    pub ends: Instant,
}

impl Window {
    /// Whether `at` counts: closing at 20.00 means that 20.00.000 is too late.
    #[must_use]
    pub fn contains(self, at: Instant) -> bool {
        self.starts <= at && at < self.ends
    }
}

/// The two languages of the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Dutch, B1.
    #[default]
    Nl,
    /// English.
    En,
}

impl Language {
    /// Every language, the source language first.
    pub const ALL: [Self; 2] = [Self::Nl, Self::En];

    /// `nl` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// The language with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

const MONTHS_NL: [&str; 12] =
    ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"];
const MONTHS_EN: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// `30 november 2026` or `30 November 2026`.
#[must_use]
pub fn long_date(day: NaiveDate, language: Language) -> String {
    let months = match language {
        Language::Nl => MONTHS_NL,
        Language::En => MONTHS_EN,
    };
    let month = months.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

/// `30 november 2026, 20.00 uur` or `30 November 2026, 20:00`.
#[must_use]
pub fn long_time(at: Instant, language: Language) -> String {
    let local = at.local();
    let date = long_date(local.date(), language);
    match language {
        Language::Nl => format!("{date}, {}.{:02} uur", local.hour(), local.minute()),
        Language::En => format!("{date}, {}:{:02}", local.hour(), local.minute()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> Result<Instant, LocalTimeError> {
        Instant::parse_local(text)
    }

    #[test]
    fn closing_at_eight_means_that_eight_is_too_late() {
        let window = Window { starts: local("2027-11-01T09:00").unwrap(), ends: local("2027-11-30T20:00").unwrap() };
        assert!(window.contains(window.ends.plus(TimeDelta::milliseconds(-1))));
        assert!(!window.contains(window.ends));
    }

    #[test]
    fn the_night_the_clock_changes_is_said_and_not_guessed() {
        assert_eq!(local("2027-03-28T02:30"), Err(LocalTimeError::DoesNotExist));
        let Err(LocalTimeError::ComesTwice(first, second)) = local("2026-10-25T02:30") else { panic!("comes twice") };
        assert_eq!(second.since(first), TimeDelta::hours(1));
        assert_eq!(Instant::choices("2026-10-25T02:30"), Some((first, second)));
        let (before, after) = Instant::choices("2027-03-28T02:30").unwrap();
        assert_eq!((before.field_value(), after.field_value()), ("2027-03-28T01:30".into(), "2027-03-28T03:30".into()));
        assert_eq!(Instant::choices("2027-03-29T02:30"), None);
    }

    #[test]
    fn people_read_local_time() {
        let at = local("2026-11-30T20:00").unwrap();
        assert_eq!(at.naive_utc().to_string(), "2026-11-30 19:00:00");
        assert_eq!(long_time(at, Language::Nl), "30 november 2026, 20.00 uur");
        assert_eq!(at.field_value(), "2026-11-30T20:00");
    }
}
