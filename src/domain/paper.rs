//! Ballots on paper: what becomes of each, what somebody types of it, and how piles must add up.

use super::ballot::{BallotError, BallotText, Choices};
use super::person::stored;
use super::rules::BallotForm;

/// The most papers in one batch: what two people type in an evening.
pub const MOST_PAPERS: i64 = 500;
/// The most people at one table.
pub const MOST_AT_TABLE: i64 = 30;

/// What became of a ballot on paper, at the table where its code is taken in or where it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperKind {
    /// Its code was taken in.
    Taken,
    /// Refused: with its code somebody voted online before.
    UsedOnline,
    /// Refused: with its code another paper was taken in before.
    UsedOnPaper,
    /// Refused: its code was replaced or taken back.
    Replaced,
    /// Refused: its code was never handed out in this round.
    Unknown,
    /// Refused: there is no code that can be read.
    NoCode,
    /// Typed: choices within the rules.
    Valid,
    /// Typed: nothing was filled in.
    Blank,
    /// Typed: more, or fewer, than the rules allow.
    OutsideRules,
    /// Typed: nobody can say what was meant.
    Unclear,
    /// Typed: a name or another mark on it tells whose it is.
    Recognisable,
    /// Typed: a paper of something else.
    Foreign,
}

stored!(PaperKind {
    Taken = "taken",
    UsedOnline = "used_online",
    UsedOnPaper = "used_on_paper",
    Replaced = "replaced",
    Unknown = "unknown",
    NoCode = "no_code",
    Valid = "valid",
    Blank = "blank",
    OutsideRules = "outside_rules",
    Unclear = "unclear",
    Recognisable = "recognisable",
    Foreign = "foreign",
});

impl PaperKind {
    /// Why a paper is refused at the table.
    pub const REFUSALS: [Self; 5] = [Self::UsedOnline, Self::UsedOnPaper, Self::Replaced, Self::Unknown, Self::NoCode];
    /// What a typed paper is.
    pub const TYPED: [Self; 6] = [Self::Valid, Self::Blank, Self::OutsideRules, Self::Unclear, Self::Recognisable, Self::Foreign];
    /// Why a typed paper is not valid; a blank one is counted apart.
    pub const INVALID: [Self; 4] = [Self::OutsideRules, Self::Unclear, Self::Recognisable, Self::Foreign];
}

/// Where a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchState {
    /// The codes of its papers are taken in.
    Taking,
    /// Two people type it.
    Typing,
    /// Its ballots are in the box.
    Done,
    /// Its key was lost: another batch took its place.
    Void,
}

stored!(BatchState {
    Taking = "taking",
    Typing = "typing",
    Done = "done",
    Void = "void",
});

/// Who typed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hand {
    /// The first person.
    First,
    /// The second, who sees nothing of the first.
    Second,
    /// A third, who decides where the two differ.
    Third,
}

stored!(Hand {
    First = "first",
    Second = "second",
    Third = "third",
});

/// What somebody typed of one paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperEntry {
    /// One of [`PaperKind::TYPED`].
    pub kind: PaperKind,
    /// What was chosen; nothing on a paper that is not valid.
    pub choices: Choices,
}

/// Why what was typed cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Numbers and a reason not to read them, or neither.
    #[error("numbers or a kind, not both and not neither")]
    Which,
    /// Not a number of a plan on this ballot.
    #[error("{0:?} is no number on this ballot")]
    Number(String),
    /// Points are typed as the number of the plan, `=` and the points.
    #[error("{0:?} is not a plan with its points")]
    Pair(String),
    /// A number twice: a slip of the typist.
    #[error("{0} is there twice")]
    Twice(usize),
    /// Outside the rules of the ballot: then the paper is not valid.
    #[error("outside the rules: {0}")]
    Rules(BallotError),
    /// Fewer plans than the ballot needs.
    #[error("{0} plans fewer than the ballot needs")]
    TooFew(u32),
}

impl PaperEntry {
    /// Reads what was typed of a paper, or, for a paper without choices that count, what it is. Ticks
    /// and places are numbers of plans with blanks or commas between, in a ranking the best first;
    /// points are typed as `3=5`: plan 3 gets 5 points.
    ///
    /// # Errors
    /// When it cannot be kept; the typist looks again.
    pub fn parse(text: &BallotText, numbers: &str, kind: PaperKind) -> Result<Self, EntryError> {
        let typed = numbers.replace(" =", "=").replace("= ", "=");
        let parts: Vec<&str> = typed.split(|c: char| !c.is_alphanumeric() && c != '=').filter(|part| !part.is_empty()).collect();
        if (kind == PaperKind::Valid) == parts.is_empty() || !PaperKind::TYPED.contains(&kind) {
            return Err(EntryError::Which);
        }
        let mut choices = Choices::default();
        for (place, part) in (1_u16..).zip(parts) {
            let (plan, given) = match text.form {
                BallotForm::Points { .. } => part.split_once('=').ok_or_else(|| EntryError::Pair(part.to_owned()))?,
                _ => (part, ""),
            };
            let wrong = || EntryError::Number(part.to_owned());
            let number: usize = plan.parse().map_err(|_| wrong())?;
            let plan = number.checked_sub(1).and_then(|place| text.plans.get(place)).ok_or_else(wrong)?;
            let given = match text.form {
                BallotForm::Points { .. } => given.parse().ok().filter(|points| *points > 0).ok_or_else(|| EntryError::Pair(part.to_owned()))?,
                BallotForm::Ranking { .. } => place,
                _ => 1,
            };
            if !choices.add(plan.id, given) {
                return Err(EntryError::Twice(number));
            }
        }
        text.check(&choices).map_err(EntryError::Rules)?;
        match text.still_needed(&choices) {
            missing if kind == PaperKind::Valid && missing > 0 => Err(EntryError::TooFew(missing)),
            _ => Ok(Self { kind, choices }),
        }
    }

    /// As bytes of one size, so that its sealed form tells nothing.
    #[must_use]
    pub fn encode(&self, text: &BallotText) -> Vec<u8> {
        let kind = PaperKind::TYPED.iter().position(|kind| *kind == self.kind).and_then(|place| u8::try_from(place).ok());
        std::iter::once(kind.unwrap_or(u8::MAX)).chain(text.encode(&self.choices)).collect()
    }

    /// Reads what [`PaperEntry::encode`] wrote.
    ///
    /// # Errors
    /// When the bytes are no entry of this ballot.
    pub fn decode(text: &BallotText, bytes: &[u8]) -> Result<Self, BallotError> {
        let (kind, rest) = bytes.split_first().ok_or(BallotError::Unreadable)?;
        let kind = PaperKind::TYPED.get(usize::from(*kind)).copied().ok_or(BallotError::Unreadable)?;
        Ok(Self { kind, choices: text.decode(rest)? })
    }

    /// The numbers of the chosen plans, as they are typed.
    #[must_use]
    pub fn numbers(&self, text: &BallotText) -> String {
        let mut chosen: Vec<(usize, u16)> =
            (1..).zip(&text.plans).map(|(number, plan)| (number, self.choices.of(plan.id))).filter(|(_, given)| *given > 0).collect();
        if matches!(text.form, BallotForm::Ranking { .. }) {
            chosen.sort_unstable_by_key(|(_, place)| *place);
        }
        let typed = |(number, given): (usize, u16)| match text.form {
            BallotForm::Points { .. } => format!("{number}={given}"),
            _ => number.to_string(),
        };
        chosen.into_iter().map(typed).collect::<Vec<_>>().join(" ")
    }
}

/// The numbers of one batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BatchSum {
    /// Papers in the pile, counted by hand.
    pub pile: i64,
    /// Codes taken in.
    pub taken: i64,
    /// Papers refused at the table.
    pub refused: i64,
    /// Valid papers.
    pub valid: i64,
    /// Blank papers.
    pub blank: i64,
    /// Papers that are not valid.
    pub invalid: i64,
}

impl BatchSum {
    /// The numbers of a batch with a pile and what became of its papers.
    #[must_use]
    pub fn new(pile: i64, tallies: &[(PaperKind, i64)]) -> Self {
        let of = |kinds: &[PaperKind]| tallies.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, n)| n).sum();
        Self {
            pile,
            taken: of(&[PaperKind::Taken]),
            refused: of(&PaperKind::REFUSALS),
            valid: of(&[PaperKind::Valid]),
            blank: of(&[PaperKind::Blank]),
            invalid: of(&PaperKind::INVALID),
        }
    }

    /// Papers of the pile that nobody took in or refused; below zero when there are more than the
    /// pile.
    #[must_use]
    pub const fn missing(self) -> i64 {
        self.pile - self.taken - self.refused
    }

    /// Papers taken in that were not typed.
    #[must_use]
    pub const fn untyped(self) -> i64 {
        self.taken - self.valid - self.blank - self.invalid
    }
}

/// The numbers of one polling place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlaceSum {
    /// Papers that went there.
    pub supplied: i64,
    /// Papers that came back clean.
    pub unused: i64,
    /// Papers that were handed in for another and torn.
    pub spoiled: i64,
    /// Papers in the piles of its batches.
    pub received: i64,
}

impl PlaceSum {
    /// Papers handed out to voters.
    #[must_use]
    pub const fn handed_out(self) -> i64 {
        self.supplied - self.unused - self.spoiled
    }

    /// Papers handed out that are in no pile; below zero when there are more than were handed out.
    #[must_use]
    pub const fn missing(self) -> i64 {
        self.handed_out() - self.received
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ballot::BallotPlan;
    use crate::domain::ids::IdeaId;
    use crate::domain::money::Cents;

    fn text() -> BallotText {
        let plan = |id| BallotPlan {
            id: IdeaId(id),
            title: format!("Plan {id}"),
            summary: String::new(),
            cost: Cents::euros(10),
            theme: None,
            wijk: None,
            place: String::new(),
        };
        BallotText { plans: [4, 9, 12].map(plan).into(), form: BallotForm::Choose { min: 1, max: 2 }, budget: Cents::euros(100) }
    }

    #[test]
    fn numbers_are_read_as_they_are_typed_and_slips_are_seen() {
        let text = text();
        let valid = |numbers| PaperEntry::parse(&text, numbers, PaperKind::Valid);
        assert_eq!(valid(" 3, 1 ").unwrap().choices, Choices::ticks([IdeaId(4), IdeaId(12)]));
        assert_eq!(valid("4"), Err(EntryError::Number("4".into())));
        assert_eq!(valid("0"), Err(EntryError::Number("0".into())));
        assert_eq!(valid("1 1"), Err(EntryError::Twice(1)));
        assert!(matches!(valid("1 2 3"), Err(EntryError::Rules(BallotError::TooMany { .. }))));
        assert_eq!(valid(""), Err(EntryError::Which));
        assert_eq!(PaperEntry::parse(&text, "1", PaperKind::Blank), Err(EntryError::Which));
        assert_eq!(PaperEntry::parse(&text, "", PaperKind::Taken), Err(EntryError::Which));
        assert_eq!(PaperEntry::parse(&text, "", PaperKind::Unclear).unwrap().choices, Choices::default());
    }

    #[test]
    fn points_and_an_order_are_typed_as_they_are_written() {
        let points = BallotText { form: BallotForm::Points { total: 5, max: 4 }, ..text() };
        let valid = |text: &BallotText, numbers| PaperEntry::parse(text, numbers, PaperKind::Valid);
        let entry = valid(&points, "3=4, 1 = 1").unwrap();
        assert_eq!(entry.choices, Choices::given([(IdeaId(12), 4), (IdeaId(4), 1)]));
        assert_eq!(entry.numbers(&points), "1=1 3=4");
        assert_eq!(valid(&points, "3 4"), Err(EntryError::Pair("3".into())));
        assert_eq!(valid(&points, "3=0"), Err(EntryError::Pair("3=0".into())));
        assert_eq!(valid(&points, "1=2 1=2"), Err(EntryError::Twice(1)));
        assert!(matches!(valid(&points, "1=4 2=2"), Err(EntryError::Rules(BallotError::TooManyPoints { .. }))));
        let ranking = BallotText { form: BallotForm::Ranking { points: vec![2, 1] }, ..text() };
        let entry = valid(&ranking, "3 1").unwrap();
        assert_eq!(entry.choices.order(), [IdeaId(12), IdeaId(4)]);
        assert_eq!(entry.numbers(&ranking), "3 1");
        assert_ne!(entry, valid(&ranking, "1 3").unwrap(), "the order is what differs");
        assert!(matches!(valid(&ranking, "3 1 2"), Err(EntryError::Rules(BallotError::TooMany { .. }))));
    }

    #[test]
    fn every_entry_has_the_same_size_and_reads_back() {
        let text = text();
        let entries = [("1", PaperKind::Valid), ("1 3", PaperKind::Valid), ("", PaperKind::Blank), ("", PaperKind::Foreign)];
        let all: Vec<PaperEntry> = entries.iter().map(|(numbers, kind)| PaperEntry::parse(&text, numbers, *kind).unwrap()).collect();
        for entry in &all {
            assert_eq!(PaperEntry::decode(&text, &entry.encode(&text)).as_ref(), Ok(entry));
            assert_eq!(entry.encode(&text).len(), all[0].encode(&text).len());
        }
        assert_eq!(all[1].numbers(&text), "1 3");
        assert_eq!(PaperEntry::decode(&text, &[9]), Err(BallotError::Unreadable));
    }

    #[test]
    fn a_pile_adds_up_or_says_how_many_are_missing() {
        let tallies = [(PaperKind::Taken, 195), (PaperKind::UsedOnline, 3), (PaperKind::NoCode, 1), (PaperKind::Valid, 190), (PaperKind::Blank, 5)];
        let sum = BatchSum::new(200, &tallies);
        assert_eq!((sum.refused, sum.missing(), sum.untyped()), (4, 1, 0));
        let place = PlaceSum { supplied: 300, unused: 90, spoiled: 5, received: 206 };
        assert_eq!((place.handed_out(), place.missing()), (205, -1));
    }
}
