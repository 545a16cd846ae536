//! What is wrong with a `.pb` file, and where.

use std::fmt;

use serde::Serialize;

/// How many findings are kept; the rest is only counted.
const KEPT: usize = 2_000;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The line, from 1; 0 when it is about the file as a whole.
    pub line: u64,
    /// An error makes the file invalid; a warning does not.
    pub level: Level,
    /// A fixed word for what is wrong.
    pub kind: Kind,
    /// What is wrong, in words.
    pub text: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        f.write_str(&self.text)
    }
}

/// Whether a finding makes the file invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// It does.
    Error,
    /// It does not.
    Warning,
}

/// A fixed word for what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it, and the text of the finding says it in full")]
pub enum Kind {
    BlankLine,
    NotUtf8,
    ByteOrderMark,
    Structure,
    ExtraCells,
    SurroundingBlanks,
    DoubleKey,
    DoubleColumn,
    DoubleProject,
    DoubleVoter,
    EmptyId,
    UnknownField,
    RenamedField,
    FieldOrder,
    MissingField,
    NeedlessField,
    InvalidValue,
    CommaDecimal,
    TooManyDecimals,
    NoCost,
    OverBudget,
    SelectedOverBudget,
    AllAffordable,
    FullyFundedFlag,
    UnusedBudget,
    NoVotes,
    WrongCount,
    UnknownProject,
    DoublePick,
    BlanksInList,
    VoteLength,
    UnusedMaxLength,
    Points,
    PointsSum,
    PointsOrder,
    VoteCost,
    ChooseOne,
    NoTotals,
    WrongVotes,
    WrongScore,
    NoSelected,
    RuleNotFollowed,
    RuleNotChecked,
    Comment,
    Labels,
    Coordinates,
    Dates,
}

/// All findings of a file.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    errors: u64,
    warnings: u64,
    /// How many of the kept ones are warnings.
    kept_warnings: usize,
}

impl Findings {
    /// The findings, in the order in which they were met (at most 2 000).
    pub fn list(&self) -> &[Finding] {
        &self.kept
    }

    /// How many errors, the ones not kept included.
    pub fn errors(&self) -> u64 {
        self.errors
    }

    /// How many warnings, the ones not kept included.
    pub fn warnings(&self) -> u64 {
        self.warnings
    }

    /// Puts the findings in the order of their lines; those about the whole
    /// file come last.
    pub(super) fn sort(&mut self) {
        self.kept.sort_by_key(|finding| (finding.line == 0, finding.line, finding.kind));
    }

    pub(super) fn error(&mut self, line: u64, kind: Kind, text: impl Into<String>) {
        self.errors += 1;
        self.keep(Finding { line, level: Level::Error, kind, text: text.into() });
    }

    pub(super) fn warn(&mut self, line: u64, kind: Kind, text: impl Into<String>) {
        self.warnings += 1;
        self.keep(Finding { line, level: Level::Warning, kind, text: text.into() });
    }

    /// Keeps a finding. When there are too many, errors push warnings out.
    fn keep(&mut self, finding: Finding) {
        if self.kept.len() < KEPT {
            self.kept_warnings += usize::from(finding.level == Level::Warning);
            self.kept.push(finding);
        } else if finding.level == Level::Error
            && self.kept_warnings > 0
            && let Some(at) = self.kept.iter().rposition(|kept| kept.level == Level::Warning)
        {
            self.kept_warnings -= 1;
            self.kept.remove(at);
            self.kept.push(finding);
        }
    }
}

/// A short piece of text from a file, safe to show.
pub(super) fn shown(text: &str) -> String {
    let short: String = text.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(60).is_some() { format!("{short}...") } else { short }
}
