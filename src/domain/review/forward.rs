//! Ideas that are about more than one wijk: handed to somebody of the city by name, who owes an
//! answer within a term.

use crate::domain::text::{Email, TextError, line};
use crate::domain::time::Instant;
use crate::domain::working_days;

/// Working days the city has to answer: six weeks.
pub const ANSWER_DAYS: u32 = 30;
/// Working days before the end of the term at which a reminder goes out.
const REMIND_DAYS: u32 = 5;
/// The longest name, in characters.
pub const MAX_NAME: usize = 80;

/// Who owes the answer: a person or a team, with an address that somebody reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeper {
    /// Name.
    pub name: String,
    /// Address.
    pub email: Email,
}

/// What is wrong with a keeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeeperFlaw {
    /// The name is missing or too long.
    Name(TextError),
    /// The address is missing or cannot be one.
    Email(TextError),
}

impl Keeper {
    /// Who owes the answer, as it was typed.
    ///
    /// # Errors
    /// Everything that is not right.
    pub fn read(name: &str, email: &str) -> Result<Self, Vec<KeeperFlaw>> {
        match (line(name, 2, MAX_NAME), Email::parse(email)) {
            (Ok(name), Ok(email)) => Ok(Self { name, email }),
            (name, email) => Err(name.err().map(KeeperFlaw::Name).into_iter().chain(email.err().map(KeeperFlaw::Email)).collect()),
        }
    }
}

/// The end of the term of an idea that was handed on at `sent`.
#[must_use]
pub fn answer_by(sent: Instant) -> Instant {
    working_days::end_of(working_days::after(sent.day(), ANSWER_DAYS))
}

/// How often the keeper should have been reminded by now: once when the end of the term comes near,
/// once when it has passed, and then once for every week that passes.
#[must_use]
pub fn reminders_due(due: Instant, now: Instant) -> i32 {
    let near = working_days::after(now.day(), REMIND_DAYS) >= working_days::last_day(due);
    let weeks = if due <= now { 1 + i32::try_from(now.since(due).num_weeks()).unwrap_or(i32::MAX - 2) } else { 0 };
    i32::from(near) + weeks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_city_has_six_weeks_and_is_not_forgotten() {
        let at = |text: &str| Instant::parse_local(text).unwrap();
        let due = answer_by(at("2027-05-31T12:00"));
        assert_eq!(due, at("2027-07-13T00:00"));
        for (now, times) in [
            ("2027-06-01T12:00", 0),
            ("2027-07-04T12:00", 0),
            ("2027-07-05T12:00", 1),
            ("2027-07-12T23:59", 1),
            ("2027-07-13T00:00", 2),
            ("2027-07-19T23:59", 2),
            ("2027-07-20T00:00", 3),
        ] {
            assert_eq!(reminders_due(due, at(now)), times, "{now}");
        }
    }

    #[test]
    fn nobody_in_particular_is_nobody() {
        assert!(Keeper::read("Team Groen", "groen@voorbeeld.nl").is_ok());
        assert_eq!(Keeper::read("", "groen").unwrap_err().len(), 2);
    }
}
