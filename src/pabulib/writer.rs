//! Writing the current format, so that the Pabulib checker accepts it.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::counting::{
    BallotForm, Completion, Election, ElectionFault, EqualShares, Greedy, Leftover, Measure, Misfit, Outcome, Phase, RaiseStart, RaiseStop, Rule,
    Utility,
};

/// What a `.pb` file says about a vote besides the vote itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// What the vote was, in English by custom.
    pub description: String,
    /// The country, in English.
    pub country: String,
    /// The gemeente.
    pub unit: String,
    /// The wijk.
    pub subunit: Option<String>,
    /// The year, or another name that is unique within the unit.
    pub instance: String,
    /// `YYYY` or `DD.MM.YYYY`.
    pub date_begin: String,
    /// `YYYY` or `DD.MM.YYYY`.
    pub date_end: String,
    /// Two letters (ISO 639-1).
    pub language: Option<String>,
    /// Remarks, without numbers.
    pub comments: Vec<String>,
}

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The disk or pipe failed.
    #[error("the file cannot be written: {0}")]
    Io(#[from] io::Error),
    /// The election has no canonical form.
    #[error(transparent)]
    Election(#[from] ElectionFault),
    /// An id that the format has no place for.
    #[error("project id '{0}' has a comma or blanks around it, which the .pb format cannot hold")]
    Id(String),
}

/// Writes an election, with its outcome when there is one. Ballots come in an
/// order that says nothing about when they were cast, numbered from 1.
///
/// # Errors
/// [`WriteError`] when the output fails or the format cannot hold it.
pub fn write(election: &Election, outcome: Option<&Outcome>, about: &About, out: &mut impl Write) -> Result<(), WriteError> {
    let election = election.canonical()?;
    for project in &election.projects {
        if project.id.contains(',') || project.id.trim() != project.id {
            return Err(WriteError::Id(project.id.clone()));
        }
    }
    let sheet = Sheet::new(&election, outcome, about);
    sheet.meta(out)?;
    sheet.projects(out)?;
    sheet.votes(out)?;
    Ok(())
}

struct Sheet<'s> {
    election: &'s Election,
    outcome: Option<&'s Outcome>,
    about: &'s About,
    votes: Vec<u64>,
    score: Vec<u64>,
}

impl<'s> Sheet<'s> {
    fn new(election: &'s Election, outcome: Option<&'s Outcome>, about: &'s About) -> Self {
        let mut sheet = Sheet { election, outcome, about, votes: vec![0; election.projects.len()], score: vec![0; election.projects.len()] };
        for ballot in &election.ballots {
            for (at, pick) in ballot.picks.iter().enumerate() {
                let points = match &election.ballot_form {
                    BallotForm::Points { .. } => ballot.points.get(at).copied().map_or(0, u64::from),
                    BallotForm::Ranking { .. } => (ballot.picks.len() - at) as u64,
                    _ => 1,
                };
                if points > 0 {
                    let place = *pick as usize;
                    if let (Some(votes), Some(score)) = (sheet.votes.get_mut(place), sheet.score.get_mut(place)) {
                        *votes += ballot.count;
                        *score += ballot.count * points;
                    }
                }
            }
        }
        sheet
    }

    fn meta(&self, out: &mut impl Write) -> io::Result<()> {
        let about = self.about;
        let count: u64 = self.election.ballots.iter().map(|ballot| ballot.count).sum();
        let (rule, mut comments) = self.rule();
        comments.extend(about.comments.iter().cloned());
        writeln!(out, "META\nkey;value")?;
        let mut row = |key: &str, value: &str| -> io::Result<()> {
            let value = clean(value);
            if value.is_empty() { Ok(()) } else { writeln!(out, "{key};{}", quoted(&value)) }
        };
        row("description", &about.description)?;
        row("country", &about.country)?;
        row("unit", &about.unit)?;
        row("subunit", about.subunit.as_deref().unwrap_or(""))?;
        row("instance", &about.instance)?;
        row("num_projects", &self.election.projects.len().to_string())?;
        row("num_votes", &count.to_string())?;
        row("budget", &self.election.currency.decimal(self.election.budget))?;
        row("vote_type", self.vote_type())?;
        row("rule", rule)?;
        row("date_begin", &about.date_begin)?;
        row("date_end", &about.date_end)?;
        for (key, value) in self.limits() {
            row(key, &value)?;
        }
        if rule == "greedy-threshold" {
            let least = self.election.eligibility.min_score.unwrap_or(1).max(1);
            row("min_project_score_threshold", &least.to_string())?;
        }
        let themes: BTreeSet<String> = self.election.projects.iter().flat_map(|p| &p.themes).map(|t| item(t)).collect();
        row("categories", &joined(themes))?;
        row("language", about.language.as_deref().unwrap_or(""))?;
        row("currency", &self.election.currency.code)?;
        let all: i128 = self.election.projects.iter().map(|p| i128::from(p.cost)).sum();
        if all <= i128::from(self.election.budget) {
            row("fully_funded", "1")?;
        }
        let numbered = |(at, text): (usize, &String)| format!("#{}: {}", at + 1, clean(text));
        let comments: Vec<String> = comments.iter().enumerate().map(numbered).collect();
        row("comment", &comments.join(" "))
    }

    fn vote_type(&self) -> &'static str {
        match self.election.ballot_form {
            BallotForm::Approval { max: Some(1), .. } | BallotForm::ChooseOne => "choose-1",
            BallotForm::Approval { .. } | BallotForm::Knapsack { .. } => "approval",
            BallotForm::Points { .. } => "cumulative",
            BallotForm::Ranking { .. } => "ordinal",
        }
    }

    /// The limits on ballots, in the order of the format.
    fn limits(&self) -> Vec<(&'static str, String)> {
        let most = u32::try_from(self.election.projects.len()).unwrap_or(u32::MAX);
        let mut limits = Vec::new();
        let mut add = |key: &'static str, value: Option<u32>| {
            limits.extend(value.map(|value| (key, value.to_string())));
        };
        match &self.election.ballot_form {
            BallotForm::ChooseOne | BallotForm::Approval { max: Some(1), .. } => {
                add("min_length", Some(1));
                add("max_length", Some(1));
            }
            BallotForm::Approval { min, max, .. } | BallotForm::Ranking { min, max, .. } => {
                add("min_length", *min);
                add("max_length", max.map(|max| max.min(most)));
            }
            BallotForm::Knapsack { max_cost, min, .. } => {
                add("min_length", *min);
                limits.push(("max_sum_cost", self.election.currency.decimal(*max_cost)));
            }
            BallotForm::Points { max_total, min_total, max_per_project, min_projects } => {
                let sum = |ballot: &crate::counting::Ballot| ballot.points.iter().sum::<u32>();
                let used = self.election.ballots.iter().map(sum).max();
                add("min_length", *min_projects);
                add("max_points", *max_per_project);
                add("min_sum_points", *min_total);
                add("max_sum_points", max_total.or(used));
            }
        }
        limits
    }

    /// The rule as the format names it, and remarks it has no field for.
    fn rule(&self) -> (&'static str, Vec<String>) {
        let Some(outcome) = self.outcome else { return ("unknown", Vec::new()) };
        let remark = || {
            let rule = serde_json::to_string(&outcome.rule).unwrap_or_default();
            vec![format!("Counted by wijkdeal with the rule {rule}")]
        };
        let plain = self.election.caps.is_empty()
            && self.election.conflicts.is_empty()
            && self.election.pots == crate::counting::Pots::Single
            && self.election.weighting == crate::counting::Weighting::Equal
            && self.election.eligibility.min_share.is_none()
            && self.election.eligibility.cost_share_divisor.is_none()
            && self.election.projects.iter().all(|project| project.withdrawn.is_none());
        match &outcome.rule {
            Rule::Greedy(Greedy { measure: Measure::Score, per_cost: false, misfit, leftover: Leftover::Keep }) if plain => {
                // The format's greedy also funds what no one voted for.
                let threshold = self.election.eligibility.min_score.is_some_and(|least| least > 1) || self.score.contains(&0);
                match misfit {
                    Misfit::Skip if threshold => ("greedy-threshold", Vec::new()),
                    Misfit::Skip => ("greedy", Vec::new()),
                    Misfit::Stop if !threshold => ("greedy-no-skip", Vec::new()),
                    _ => ("greedy-custom", remark()),
                }
            }
            // What nobody voted for never wins, so one vote is no threshold.
            Rule::EqualShares(EqualShares { utility: Utility::Cost, raise, completion, comparison })
                if plain && self.election.eligibility.min_score.is_none_or(|least| least <= 1) && !completed(*completion, outcome) =>
            {
                let unit = self.election.currency.unit();
                let standard =
                    raise.as_ref().is_none_or(|raise| raise.start == RaiseStart::Floor && raise.stop == RaiseStop::OverBudget && raise.step == unit);
                match (standard, raise.is_some(), comparison.is_some()) {
                    (false, ..) => ("unknown", remark()),
                    (_, true, true) => ("equalshares/add1-comparison", Vec::new()),
                    (_, true, false) => ("equalshares/add1", Vec::new()),
                    (_, false, true) => ("equalshares-comparison", Vec::new()),
                    (_, false, false) => ("equalshares", Vec::new()),
                }
            }
            _ => ("unknown", remark()),
        }
    }

    fn projects(&self, out: &mut impl Write) -> io::Result<()> {
        let with_score = matches!(self.election.ballot_form, BallotForm::Points { .. } | BallotForm::Ranking { .. });
        let with_themes = self.election.projects.iter().any(|project| !project.themes.is_empty());
        let score = if with_score { ";score" } else { "" };
        let category = if with_themes { ";category" } else { "" };
        let selected = if self.outcome.is_some() { ";selected" } else { "" };
        writeln!(out, "PROJECTS\nproject_id;cost;votes{score};name{category}{selected}")?;
        let winner = |id: &str| self.outcome.is_some_and(|o| o.winners.iter().any(|w| w == id));
        let mut order: Vec<_> = self.election.projects.iter().zip(self.votes.iter().zip(&self.score)).collect();
        // Winners first among equals: readers take the order of the file.
        order.sort_by_key(|(project, (_, score))| (std::cmp::Reverse(**score), !winner(&project.id)));
        for (project, (votes, score)) in order {
            write!(out, "{};{};{votes}", quoted(&project.id), self.election.currency.decimal(project.cost))?;
            if with_score {
                write!(out, ";{score}")?;
            }
            let name = clean(&project.name);
            write!(out, ";{}", quoted(if name.is_empty() { &project.id } else { &name }))?;
            if with_themes {
                let themes: BTreeSet<String> = project.themes.iter().map(|theme| item(theme)).collect();
                write!(out, ";{}", quoted(&joined(themes)))?;
            }
            if self.outcome.is_some() {
                write!(out, ";{}", u8::from(winner(&project.id)))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn votes(&self, out: &mut impl Write) -> io::Result<()> {
        let with_points = matches!(self.election.ballot_form, BallotForm::Points { .. });
        writeln!(out, "VOTES\nvoter_id;vote{}", if with_points { ";points" } else { "" })?;
        let mut voter = 0_u64;
        for ballot in &self.election.ballots {
            let mut pairs: Vec<(u32, u32)> = ballot
                .picks
                .iter()
                .enumerate()
                .map(|(at, pick)| (*pick, ballot.points.get(at).copied().unwrap_or(1)))
                .filter(|(_, points)| *points > 0)
                .collect();
            if with_points {
                pairs.sort_by_key(|(pick, points)| (std::cmp::Reverse(*points), *pick));
            }
            let ids = pairs.iter().filter_map(|(p, _)| Some(self.election.projects.get(*p as usize)?.id.clone()));
            let mut line = quoted(&joined(ids));
            if with_points {
                line.push(';');
                line.push_str(&joined(pairs.iter().map(|(_, points)| points.to_string())));
            }
            for _ in 0..ballot.count {
                voter += 1;
                writeln!(out, "{voter};{line}")?;
            }
        }
        Ok(())
    }
}

/// Did the list by votes add anything to what Equal Shares chose? The format
/// has no name for that.
fn completed(completion: Completion, outcome: &Outcome) -> bool {
    let steps = outcome.pots.iter().flat_map(|pot| &pot.steps);
    completion != Completion::Keep && steps.filter(|step| step.phase == Phase::Completion).any(|step| step.won)
}

fn joined(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().collect::<Vec<_>>().join(",")
}

/// Text without line breaks and blanks around it.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as an item of a list: without commas.
fn item(text: &str) -> String {
    clean(&text.replace(',', " "))
}

fn quoted(text: &str) -> String {
    if text.contains([';', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
