//! Advies: what an adviesorgaan says about an idea or a round, and what is done with it.

pub mod council;
pub mod topic;

use crate::domain::person::stored;
use crate::domain::text::{TextError, line, paragraphs};
use crate::domain::time::Instant;
use crate::domain::working_days;

/// Where an advies is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdviesState {
    /// Members write.
    Draft,
    /// The text is ready to be adopted.
    Proposed,
    /// Adopted: the text is fixed and has a kenmerk.
    Adopted,
    /// Everybody can read it; a reply is due.
    Published,
    /// The gebiedsteam replied in public.
    Answered,
}

stored!(AdviesState {
    Draft = "draft",
    Proposed = "proposed",
    Adopted = "adopted",
    Published = "published",
    Answered = "answered",
});

/// What can happen to an advies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdviesStep {
    /// Members put the text up for adoption.
    Propose,
    /// Back to writing.
    Reopen,
    /// The chair adopts it.
    Adopt,
    /// The chair publishes it.
    Publish,
    /// The gebiedsteam replies.
    Answer,
}

stored!(AdviesStep {
    Propose = "propose",
    Reopen = "reopen",
    Adopt = "adopt",
    Publish = "publish",
    Answer = "answer",
});

/// A step that is not possible from this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{step:?} is not possible for an advies that is {state:?}")]
pub struct AdviesStepRefused {
    /// Where the advies is.
    pub state: AdviesState,
    /// What was asked.
    pub step: AdviesStep,
}

impl AdviesState {
    /// The state after `step`.
    ///
    /// # Errors
    /// When the step is not possible from this state.
    pub fn after(self, step: AdviesStep) -> Result<Self, AdviesStepRefused> {
        use AdviesState as S;
        use AdviesStep as T;
        match (self, step) {
            (S::Draft, T::Propose) => Ok(S::Proposed),
            (S::Proposed, T::Reopen) => Ok(S::Draft),
            (S::Proposed, T::Adopt) => Ok(S::Adopted),
            (S::Adopted, T::Publish) => Ok(S::Published),
            (S::Published, T::Answer) => Ok(S::Answered),
            (state, step) => Err(AdviesStepRefused { state, step }),
        }
    }

    /// Whether everybody may read it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Answered)
    }

    /// Whether members may still change the text.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft)
    }
}

/// What an adviesorgaan says of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// Do it.
    Positive,
    /// Do it, if.
    Conditional,
    /// Do not do it.
    Negative,
}

stored!(Stance {
    Positive = "positive",
    Conditional = "conditional",
    Negative = "negative",
});

/// What the gebiedsteam does with an advies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyKind {
    /// Follows it.
    Follow,
    /// Follows a part.
    Partly,
    /// Does not follow it.
    Not,
}

stored!(ReplyKind {
    Follow = "follow",
    Partly = "partly",
    Not = "not",
});

/// The longest title, in characters.
pub const MAX_TITLE: usize = 120;
/// The longest text, in characters.
pub const MAX_BODY: usize = 20_000;
/// The longest text about interests, in characters.
pub const MAX_INTERESTS: usize = 4_000;
/// The most points.
pub const MAX_POINTS: usize = 20;
/// The longest point, in characters.
pub const MAX_POINT: usize = 400;
/// Working days before the end of its term on which the gebiedsteam is reminded of a reply.
pub const REMIND_DAYS: u32 = 5;

/// The text of an advies: what members write and change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdviesText {
    /// What the adviesorgaan says of it.
    pub stance: Stance,
    /// Title.
    pub title: String,
    /// The advice with its reasons.
    pub body: String,
    /// The interests that were weighed.
    pub interests: String,
    /// What is asked, point by point; the reply answers each.
    pub points: Vec<String>,
}

impl AdviesText {
    /// A text that says something.
    ///
    /// # Errors
    /// The field (`title` or `body`) with what is wrong with it.
    pub fn new(stance: Stance, title: &str, body: &str) -> Result<Self, Vec<(&'static str, TextError)>> {
        match (line(title, 5, MAX_TITLE), paragraphs(body, 20, MAX_BODY)) {
            (Ok(title), Ok(body)) => Ok(Self { stance, title, body, interests: String::new(), points: Vec::new() }),
            (title, body) => Err(title.err().map(|error| ("title", error)).into_iter().chain(body.err().map(|error| ("body", error))).collect()),
        }
    }

    /// The same text with the interests that were weighed and the points it asks for, one on each line.
    ///
    /// # Errors
    /// The field (`interests` or `points`) with what is wrong with it.
    pub fn with(self, interests: &str, points: &str) -> Result<Self, Vec<(&'static str, TextError)>> {
        let lines: Vec<&str> = points.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let points = match lines.len() {
            0..=MAX_POINTS => lines.into_iter().map(|point| line(point, 3, MAX_POINT)).collect::<Result<Vec<_>, _>>(),
            _ => Err(TextError::TooLong(MAX_POINTS)),
        };
        match (paragraphs(interests, 0, MAX_INTERESTS), points) {
            (Ok(interests), Ok(points)) => Ok(Self { interests, points, ..self }),
            (interests, points) => {
                let wrong = interests.err().map(|error| ("interests", error)).into_iter();
                Err(wrong.chain(points.err().map(|error| ("points", error))).collect())
            }
        }
    }
}

/// The name of an adopted advies, `WIJ-RAAD-2027-3`: the number counts per adviesorgaan and year.
#[must_use]
pub fn kenmerk(slug: &str, year: i32, number: u32) -> String {
    format!("{}-{year}-{number}", slug.to_uppercase())
}

/// The number after the highest in these kenmerken of one adviesorgaan and year.
#[must_use]
pub fn next_number<'a>(used: impl IntoIterator<Item = &'a str>) -> u32 {
    used.into_iter().filter_map(|kenmerk| kenmerk.rsplit('-').next()?.parse::<u32>().ok()).max().unwrap_or(0) + 1
}

/// The end of the term in which the gebiedsteam must reply, so many working days after publication.
#[must_use]
pub fn reply_due(published: Instant, reply_days: u32) -> Instant {
    working_days::end_of(working_days::after(published.day(), reply_days))
}

/// Whether a reply is late.
#[must_use]
pub fn is_late(state: AdviesState, due: Option<Instant>, now: Instant) -> bool {
    state == AdviesState::Published && due.is_some_and(|due| due <= now)
}

/// How often the gebiedsteam should have been reminded by now: once when the end of the term comes
/// near, and once more when it has passed.
#[must_use]
pub fn reminders_due(state: AdviesState, due: Option<Instant>, now: Instant) -> i32 {
    let Some(due) = due.filter(|_| state == AdviesState::Published) else { return 0 };
    let near = working_days::after(now.day(), REMIND_DAYS) >= working_days::last_day(due);
    i32::from(near) + i32::from(due <= now)
}

/// How the adviezen stand: "12 adviezen, 9 beantwoord, 1 te laat".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Overview {
    /// Published.
    pub total: usize,
    /// With a reply.
    pub answered: usize,
    /// Without a reply after the term.
    pub late: usize,
}

impl Overview {
    /// Counts public adviezen by their state and the end of their term.
    #[must_use]
    pub fn of(all: impl IntoIterator<Item = (AdviesState, Option<Instant>)>, now: Instant) -> Self {
        all.into_iter().filter(|(state, _)| state.is_public()).fold(Self::default(), |sum, (state, due)| Self {
            total: sum.total + 1,
            answered: sum.answered + usize::from(state == AdviesState::Answered),
            late: sum.late + usize::from(is_late(state, due, now)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse_local(text).unwrap()
    }

    #[test]
    fn a_reply_is_due_in_working_days_and_late_the_day_after() {
        let due = reply_due(at("2027-03-25T16:00"), 2);
        assert_eq!(due, at("2027-04-01"), "Good Friday, the weekend and Easter Monday do not count");
        for (state, now, late) in [
            (AdviesState::Published, "2027-03-31T23:59", false),
            (AdviesState::Published, "2027-04-01T00:00", true),
            (AdviesState::Answered, "2027-04-02T00:00", false),
            (AdviesState::Draft, "2027-04-02T00:00", false),
        ] {
            assert_eq!(is_late(state, Some(due), at(now)), late, "{state:?} {now}");
        }
    }

    #[test]
    fn the_gebiedsteam_is_reminded_before_the_end_of_the_term_and_after_it() {
        let due = Some(at("2027-03-16"));
        for (state, now, times) in [
            (AdviesState::Published, "2027-03-05T12:00", 0),
            (AdviesState::Published, "2027-03-08T12:00", 1),
            (AdviesState::Published, "2027-03-15T23:59", 1),
            (AdviesState::Published, "2027-03-16T00:00", 2),
            (AdviesState::Answered, "2027-03-20T00:00", 0),
        ] {
            assert_eq!(reminders_due(state, due, at(now)), times, "{state:?} {now}");
        }
    }

    #[test]
    fn points_stand_on_lines_of_their_own() {
        let text = AdviesText::new(Stance::Positive, "Bomen in het park", "Plant inheemse bomen, graag dit jaar.").unwrap();
        let with = text.clone().with("Wandelaars en vogels.", "Kies inheemse bomen\n\n  Leg vast wie snoeit  ").unwrap();
        assert_eq!(with.points, ["Kies inheemse bomen", "Leg vast wie snoeit"]);
        assert_eq!(text.with("", "x").unwrap_err(), [("points", TextError::TooShort(3))]);
    }

    #[test]
    fn the_overview_adds_up() {
        use AdviesState as S;
        let due = Some(at("2027-03-10"));
        let all = [(S::Draft, None), (S::Adopted, None), (S::Published, due), (S::Published, Some(at("2027-05-01"))), (S::Answered, due)];
        assert_eq!(Overview::of(all, at("2027-04-01")), Overview { total: 3, answered: 1, late: 1 });
    }

    #[test]
    fn kenmerken_count_per_year() {
        assert_eq!(kenmerk("wij-raad", 2027, 3), "WIJ-RAAD-2027-3");
        assert_eq!(next_number([]), 1);
        assert_eq!(next_number(["WIJ-RAAD-2027-9", "WIJ-RAAD-2027-10"]), 11);
    }

    #[test]
    fn a_text_says_something() {
        let body = "Plant inheemse bomen, dan komen er ook vogels.";
        assert!(AdviesText::new(Stance::Positive, "Bomen in het park", body).is_ok());
        let flaws = AdviesText::new(Stance::Positive, "", "Goed.").unwrap_err();
        assert_eq!(flaws, [("title", TextError::Empty), ("body", TextError::TooShort(20))]);
    }

    #[test]
    fn the_life_of_an_advies() {
        use AdviesStep as T;
        let end = [T::Propose, T::Reopen, T::Propose, T::Adopt, T::Publish, T::Answer].into_iter().try_fold(AdviesState::Draft, AdviesState::after);
        assert_eq!(end, Ok(AdviesState::Answered));
    }

    #[test]
    fn an_adopted_text_is_fixed() {
        for state in [AdviesState::Adopted, AdviesState::Published, AdviesState::Answered] {
            assert!(!state.is_open());
            assert!(state.after(AdviesStep::Reopen).is_err());
        }
        assert!(AdviesState::Draft.after(AdviesStep::Publish).is_err());
    }
}
