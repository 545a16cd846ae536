//! The rules of a round in plain words, and what is wrong with them.

use serde::Serialize;

use super::round::{money, phase_name, until};
use crate::domain::flaws::Flaw;
use crate::domain::money::group_thousands;
use crate::domain::published::PublishedRules;
use crate::domain::rules::{BallotForm, Entrances, OutcomeRule, Rules, Say, Submitters, TieStep};
use crate::domain::time::{Window, long_date};
use crate::error::Message;
use crate::i18n::Translator;

/// A part of the rules.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// Sentences.
    pub lines: Vec<String>,
}

/// The rules in plain words. `places` are the names of the wijken.
#[must_use]
pub fn in_words(tr: Translator<'_>, published: &PublishedRules, places: &str) -> Vec<Section> {
    let section = |key: &str, messages: Vec<Message>| Section { title: tr.text(key), lines: messages.iter().map(|m| tr.message(m)).collect() };
    let rules = &published.rules;
    vec![
        section("rules-say", say(rules)),
        section("rules-where", where_lines(published, places)),
        section("rules-money", money_lines(tr, published)),
        section("rules-ideas", idea_lines(tr, rules)),
        section("rules-vote", vote_lines(rules)),
        section("rules-count", count_lines(tr, rules)),
        Section { title: tr.text("rules-dates"), lines: date_lines(tr, published) },
    ]
}

/// What residents decide, and what not.
#[must_use]
pub fn say(rules: &Rules) -> Vec<Message> {
    let level = match rules.say {
        Say::Inform => "rules-say-inform",
        Say::Consult => "rules-say-consult",
        Say::Advise => "rules-say-advise",
        Say::Codecide => "rules-say-codecide",
        Say::Decide => "rules-say-decide",
    };
    vec![Message::new(level), Message::new(if rules.binding { "rules-binding" } else { "rules-not-binding" }), Message::new("rules-law")]
}

fn where_lines(published: &PublishedRules, places: &str) -> Vec<Message> {
    let mut lines = vec![Message::new("rules-places").with("places", places).with("n", group_thousands(published.inhabitants.unsigned_abs()))];
    if !published.buurten.is_empty() {
        lines.push(Message::new("rules-buurten").with("buurten", published.buurten.join(", ")));
    }
    lines
}

fn money_lines(tr: Translator<'_>, published: &PublishedRules) -> Vec<Message> {
    let rules = &published.rules;
    let mut lines = vec![Message::new("rules-amount").with("amount", money(tr, rules.amount, published.inhabitants))];
    lines.push(match &published.raadsbesluit {
        Some(decision) => Message::new("rules-raadsbesluit").with("decision", decision),
        None => Message::new("rules-no-raadsbesluit"),
    });
    for theme in &rules.themes {
        lines.push(match theme.amount {
            Some(amount) => Message::new("rules-theme-amount").with("name", &theme.name).with("amount", amount),
            None => Message::new("rules-theme").with("name", &theme.name),
        });
    }
    lines.extend(rules.joker.map(|amount| Message::new("rules-joker").with("amount", amount)));
    lines
}

fn idea_lines(tr: Translator<'_>, rules: &Rules) -> Vec<Message> {
    let who = match rules.submitters {
        Submitters::Everyone => "rules-submit-everyone",
        Submitters::Residents => "rules-submit-residents",
    };
    let mut lines = vec![Message::new(who).with("age", rules.min_age_submit)];
    lines.extend(rules.max_cost.map(|cost| Message::new("rules-max-cost").with("amount", cost)));
    if !rules.prices.is_empty() {
        let prices = rules.prices.iter().map(|price| format!("{} {}", price.what, price.cents)).collect::<Vec<_>>().join(", ");
        lines.push(Message::new("rules-prices").with("prices", prices));
    }
    lines.push(Message::new("rules-review").with("phase", phase_name(tr, crate::domain::phase::Phase::Review)));
    lines
}

fn vote_lines(rules: &Rules) -> Vec<Message> {
    let form = match &rules.ballot {
        BallotForm::Choose { min, max } => Message::new("rules-ballot-choose").with("min", min).with("max", max),
        BallotForm::ChoosePerTheme { max } => Message::new("rules-ballot-per-theme").with("max", max),
        BallotForm::FillBudget => Message::new("rules-ballot-budget"),
        BallotForm::Points { total, max } => Message::new("rules-ballot-points").with("total", total).with("max", max),
        BallotForm::Ranking { points } => {
            let worth = points.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
            Message::new("rules-ballot-ranking").with("places", points.len()).with("worth", worth)
        }
    };
    let entrance = match rules.entrances {
        Entrances { letter: true, email: true } => "rules-entrance-both",
        Entrances { letter: true, email: false } => "rules-entrance-letter",
        Entrances { letter: false, email: true } => "rules-entrance-email",
        Entrances { letter: false, email: false } => "rules-entrance-none",
    };
    let mut lines = vec![Message::new("rules-vote-age").with("age", rules.min_age_vote), form, Message::new(entrance)];
    lines.extend(rules.meetings.tables.then(|| Message::new("rules-tables")));
    let percent = rules.meetings.percent;
    lines.extend((percent > 0).then(|| Message::new("rules-meetings").with("percent", percent).with("rest", 100_u8.saturating_sub(percent))));
    lines.push(Message::new("rules-secret"));
    lines
}

fn count_lines(tr: Translator<'_>, rules: &Rules) -> Vec<Message> {
    let unit = if rules.ballot.gives_points() { "points" } else { "votes" };
    let outcome = match rules.outcome {
        OutcomeRule::Top { places } => Message::new("rules-outcome-top").with("places", places),
        OutcomeRule::WithinBudget => Message::new("rules-outcome-budget"),
        OutcomeRule::WithinBudgetPerTheme => Message::new("rules-outcome-per-theme"),
        OutcomeRule::WithinBudgetPerWijk => Message::new("rules-outcome-per-wijk"),
        OutcomeRule::EqualShares | OutcomeRule::EqualSharesOnly => Message::new("rules-outcome-shares"),
    }
    .with("unit", unit);
    let flows = rules.leftovers_flow && rules.outcome == OutcomeRule::WithinBudgetPerTheme;
    let mut lines = vec![outcome];
    lines.extend(match rules.outcome {
        OutcomeRule::EqualShares => Some(Message::new("rules-shares-fill")),
        OutcomeRule::EqualSharesOnly => Some(Message::new("rules-shares-only")),
        _ => None,
    });
    lines.extend(flows.then(|| Message::new("rules-leftovers")));
    lines.push(Message::new(if rules.ballot.gives_points() { "rules-min-points" } else { "rules-min-votes" }).with("n", rules.min_votes));
    lines.extend((rules.min_share > 0).then(|| Message::new("rules-min-share").with("percent", rules.min_share)));
    lines.extend((rules.quorum > 0).then(|| Message::new("rules-quorum").with("n", group_thousands(u64::from(rules.quorum)))));
    lines.push(Message::new("rules-ties").with("steps", ties(tr, &rules.ties)));
    lines
}

/// The steps that decide equal votes, in words, the lot last.
fn ties(tr: Translator<'_>, steps: &[TieStep]) -> String {
    let key = |step: &TieStep| match step {
        TieStep::Cheaper => "rules-tie-cheaper",
        TieStep::Earlier => "rules-tie-earlier",
    };
    steps.iter().map(key).chain(["rules-tie-lot"]).map(|key| tr.text(key)).collect::<Vec<_>>().join("; ")
}

fn date_lines(tr: Translator<'_>, published: &PublishedRules) -> Vec<String> {
    let line = |dates: &crate::domain::published::PhaseDates| {
        let window = Window { starts: dates.starts, ends: dates.ends };
        let from = long_date(dates.starts.day(), tr.language);
        let message = Message::new("rules-phase").with("phase", phase_name(tr, dates.phase)).with("from", from).with("until", until(tr, window));
        tr.message(&message)
    };
    let mut lines: Vec<String> = published.phases.iter().map(line).collect();
    if let Some(at) = published.verdicts_at {
        lines.push(tr.message(&Message::new("rules-verdicts").with("day", long_date(at.day(), tr.language))));
    }
    lines
}

/// What is wrong with the set-up of a round, and what to do about it.
#[must_use]
pub fn flaw(tr: Translator<'_>, flaw: &Flaw) -> String {
    let message = match flaw {
        Flaw::NoPlace => Message::new("flaw-no-place"),
        Flaw::NoMoney => Message::new("flaw-no-money"),
        Flaw::ThemesDoNotAddUp { themes, total } => Message::new("flaw-themes-sum").with("themes", themes).with("total", total),
        Flaw::ThemeWithoutAmount(name) => Message::new("flaw-theme-without-amount").with("name", name),
        Flaw::NoThemes => Message::new("flaw-no-themes"),
        Flaw::ThemeTwice(name) => Message::new("flaw-theme-twice").with("name", name),
        Flaw::JokerWithoutThemes => Message::new("flaw-joker"),
        Flaw::BallotImpossible { min, max } => Message::new("flaw-ballot").with("min", min).with("max", max),
        Flaw::PointsImpossible { total, max } => Message::new("flaw-points").with("total", total).with("max", max),
        Flaw::RankingImpossible => Message::new("flaw-ranking"),
        Flaw::MeetingsDecideAll => Message::new("flaw-meetings"),
        Flaw::NoPlaces => Message::new("flaw-no-places"),
        Flaw::BudgetBallotNeedsBudget => Message::new("flaw-budget-ballot"),
        Flaw::NoEntrance => Message::new("flaw-no-entrance"),
        Flaw::PhaseMissing(phase) => Message::new("flaw-phase-missing").with("phase", phase_name(tr, *phase)),
        Flaw::AlreadyBegun => Message::new("flaw-begun"),
        Flaw::MaxCostOverBudget { max, total } => Message::new("flaw-max-cost").with("max", max).with("total", total),
        Flaw::ThresholdOutOfReach { needed, inhabitants } => Message::new("flaw-threshold")
            .with("needed", group_thousands(u64::from(*needed)))
            .with("inhabitants", group_thousands(inhabitants.unsigned_abs())),
        Flaw::QuorumOutOfReach { needed, inhabitants } => Message::new("flaw-quorum")
            .with("needed", group_thousands(u64::from(*needed)))
            .with("inhabitants", group_thousands(inhabitants.unsigned_abs())),
        Flaw::NothingToChoose { plans, places } => Message::new("flaw-nothing-to-choose").with("plans", plans).with("places", places),
        Flaw::EverythingFits => Message::new("flaw-everything-fits"),
        Flaw::NoRaadsbesluit => Message::new("flaw-raadsbesluit"),
        Flaw::NotGranted { free, total } => Message::new("flaw-not-granted").with("free", free).with("total", total),
    };
    tr.message(&message)
}
