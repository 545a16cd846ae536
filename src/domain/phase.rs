//! The phases of a round, which follow the clock.
//!
//! No one moves a round to its next phase: the published dates do, on every instance alike.

use chrono::{Days, NaiveDate, NaiveTime};

use super::person::stored;
use super::time::{Instant, Window};

/// A phase of a round, in the only order there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// How is the wijk doing? Rules are made and published.
    Prepare,
    /// Residents send in ideas.
    Submit,
    /// The gebiedsteam looks at what is possible; the WIJ-raad advises.
    Review,
    /// Owners who disagree ask for a second look.
    Reconsider,
    /// Residents vote.
    Vote,
    /// The ballots are counted and checked.
    Count,
    /// The outcome is confirmed and published.
    Result,
    /// Chosen plans are carried out.
    Execute,
    /// What did we learn?
    Evaluate,
    /// Over; kept to be read.
    Closed,
}

stored!(Phase {
    Prepare = "prepare",
    Submit = "submit",
    Review = "review",
    Reconsider = "reconsider",
    Vote = "vote",
    Count = "count",
    Result = "result",
    Execute = "execute",
    Evaluate = "evaluate",
    Closed = "closed",
});

/// When each phase of a round is. In order, without overlap; phases may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule(Vec<(Phase, Window)>);

/// Why dates make no schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// The phase ends before it starts.
    #[error("{0:?} ends before it starts")]
    EndsBeforeItStarts(Phase),
    /// The phase starts before the one before it has ended.
    #[error("{1:?} starts before {0:?} ends")]
    Overlap(Phase, Phase),
    /// The phase is there twice.
    #[error("{0:?} is there twice")]
    Twice(Phase),
}

impl Schedule {
    /// Makes a schedule of windows in any order.
    ///
    /// # Errors
    /// When a window is empty or two overlap.
    pub fn new(mut windows: Vec<(Phase, Window)>) -> Result<Self, ScheduleError> {
        windows.sort_by_key(|(phase, _)| *phase);
        for (phase, window) in &windows {
            if window.ends <= window.starts {
                return Err(ScheduleError::EndsBeforeItStarts(*phase));
            }
        }
        for ((first, earlier), (second, later)) in windows.iter().zip(windows.iter().skip(1)) {
            if first == second {
                return Err(ScheduleError::Twice(*first));
            }
            if later.starts < earlier.ends {
                return Err(ScheduleError::Overlap(*first, *second));
            }
        }
        Ok(Self(windows))
    }

    /// The phases with their windows, in order.
    #[must_use]
    pub fn windows(&self) -> &[(Phase, Window)] {
        &self.0
    }

    /// The window of a phase, when the round has that phase.
    #[must_use]
    pub fn window(&self, phase: Phase) -> Option<Window> {
        self.0.iter().find(|(p, _)| *p == phase).map(|(_, window)| *window)
    }

    /// Whether `phase` is open at `now`.
    #[must_use]
    pub fn is_open(&self, phase: Phase, now: Instant) -> bool {
        self.window(phase).is_some_and(|window| window.contains(now))
    }

    /// Whether `phase` is over at `now` (false when the round has no such phase).
    #[must_use]
    pub fn is_over(&self, phase: Phase, now: Instant) -> bool {
        self.window(phase).is_some_and(|window| window.ends <= now)
    }

    /// Whether `phase` has begun at `now` (false when the round has no such phase).
    #[must_use]
    pub fn has_begun(&self, phase: Phase, now: Instant) -> bool {
        self.window(phase).is_some_and(|window| window.starts <= now)
    }

    /// The phase at `now`: the last one that has begun, or the first one before the start.
    /// Between two phases the earlier one is over and this says so with `open: false`.
    #[must_use]
    pub fn at(&self, now: Instant) -> Option<Moment> {
        let begun = self.0.iter().rev().find(|(_, window)| window.starts <= now);
        let (phase, window) = *begun.or(self.0.first())?;
        Some(Moment { phase, window, open: window.contains(now) })
    }

    /// When residents begin to take part: the start of the first phase after the preparation. From
    /// then on the rules are frozen.
    #[must_use]
    pub fn opens_at(&self) -> Option<Instant> {
        self.0.iter().find(|(phase, _)| *phase > Phase::Prepare).map(|(_, window)| window.starts)
    }

    /// Dates to start from, for a round whose preparation begins on `day`: phases start at 9.00,
    /// the vote closes at 20.00. Everything can still be changed.
    #[must_use]
    pub fn proposed(day: NaiveDate) -> Self {
        const WEEKS: [(Phase, u64); 9] = [
            (Phase::Prepare, 4),
            (Phase::Submit, 4),
            (Phase::Review, 6),
            (Phase::Reconsider, 2),
            (Phase::Vote, 2),
            (Phase::Count, 1),
            (Phase::Result, 2),
            (Phase::Execute, 52),
            (Phase::Evaluate, 8),
        ];
        let at = |day: NaiveDate, hour: u32| Instant::from_local(day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?)).ok();
        let (mut day, mut windows) = (day, Vec::new());
        for (phase, weeks) in WEEKS {
            let next = day.checked_add_days(Days::new(weeks * 7)).unwrap_or(day);
            let hour = |phase: Phase| if phase == Phase::Count { 20 } else { 9 };
            let after = if phase == Phase::Vote { 20 } else { 9 };
            if let (Some(starts), Some(ends)) = (at(day, hour(phase)), at(next, after)) {
                windows.push((phase, Window { starts, ends }));
            }
            day = next;
        }
        Self(windows)
    }

    /// The same schedule with a later end for `phase`; the phases after it keep their dates.
    ///
    /// # Errors
    /// When the next phase would begin before the new end.
    pub fn extended(&self, phase: Phase, ends: Instant) -> Result<Self, ScheduleError> {
        let windows = self.0.iter().map(|(p, w)| (*p, if *p == phase { Window { ends, ..*w } } else { *w })).collect();
        Self::new(windows)
    }
}

/// Where a round is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The phase that is open, or that was last.
    pub phase: Phase,
    /// Its dates.
    pub window: Window,
    /// Whether now is inside those dates.
    pub open: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse_local(text).unwrap()
    }

    fn window(starts: &str, ends: &str) -> Window {
        Window { starts: at(starts), ends: at(ends) }
    }

    fn schedule() -> Schedule {
        Schedule::new(vec![
            (Phase::Vote, window("2027-11-15T09:00", "2027-11-30T20:00")),
            (Phase::Submit, window("2027-09-01T09:00", "2027-10-01T00:00")),
        ])
        .unwrap()
    }

    #[test]
    fn the_dates_say_which_phase_it_is() {
        for (now, phase, open) in [
            ("2027-08-01T12:00", Phase::Submit, false),
            ("2027-09-01T09:00", Phase::Submit, true),
            ("2027-10-01T00:00", Phase::Submit, false),
            ("2027-11-30T19:59", Phase::Vote, true),
            ("2027-11-30T20:00", Phase::Vote, false),
        ] {
            let moment = schedule().at(at(now)).unwrap();
            assert_eq!((moment.phase, moment.open), (phase, open), "{now}");
        }
    }

    #[test]
    fn a_proposed_schedule_is_a_schedule_and_closes_the_vote_in_the_evening() {
        let day = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
        let proposed = Schedule::proposed(day);
        assert_eq!(Schedule::new(proposed.windows().to_vec()), Ok(proposed.clone()));
        assert_eq!(proposed.windows().len(), 9);
        assert_eq!(proposed.opens_at(), Some(at("2027-02-01T09:00")));
        assert_eq!(proposed.window(Phase::Vote).unwrap().ends.local().format("%H:%M").to_string(), "20:00");
    }

    #[test]
    fn phases_cannot_overlap_and_an_extension_cannot_eat_the_next_phase() {
        let wrong = Schedule::new(vec![
            (Phase::Submit, window("2027-09-01T09:00", "2027-11-16T00:00")),
            (Phase::Vote, window("2027-11-15T09:00", "2027-11-30T20:00")),
        ]);
        assert_eq!(wrong, Err(ScheduleError::Overlap(Phase::Submit, Phase::Vote)));
        assert!(schedule().extended(Phase::Submit, at("2027-11-01T00:00")).is_ok());
        assert!(schedule().extended(Phase::Submit, at("2027-11-20T00:00")).is_err());
    }
}
