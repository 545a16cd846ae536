//! The plans of an outcome in their order, each with the reason it won or not.

use serde::Serialize;

use crate::app::count::told::{Both, Told, ToldPlan, ToldPot};
use crate::counting::explain::{Language as Words, money};
use crate::counting::{Cents, Currency, Standing};
use crate::domain::time::Language;
use crate::error::Message;
use crate::http::codes::number;
use crate::i18n::Translator;
use crate::views::round::Action;
use crate::views::words::Badge;

/// A plan in the ranking.
#[derive(Debug, Serialize)]
pub struct RowShown {
    rank: u32,
    title: String,
    href: String,
    state: Badge,
    why: String,
    more: Vec<String>,
    step: Option<Action>,
    votes: String,
    /// How many voters it has, when it counts for something else than them.
    voters: Option<String>,
    percent: u64,
    tone: &'static str,
    cost: String,
    left: String,
    chosen: bool,
}

/// One ranking (`partials/ranking`).
#[derive(Debug, Serialize)]
pub struct PotShown {
    id: String,
    name: Option<String>,
    caption: String,
    /// What is counted: votes or points.
    unit: String,
    summary: Option<String>,
    rows: Vec<RowShown>,
}

/// The language of the sentences of a count.
#[must_use]
pub const fn words(language: Language) -> Words {
    match language {
        Language::Nl => Words::Dutch,
        Language::En => Words::English,
    }
}

/// An amount as people read it, on one line.
#[must_use]
pub fn amount(tr: Translator<'_>, currency: &Currency, cents: Cents) -> String {
    money(words(tr.language), currency, cents).replace(' ', "\u{a0}")
}

/// A number of votes as people read it.
#[must_use]
pub fn votes(count: u64) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A part of a whole, in hundredths.
#[must_use]
pub fn share(part: u64, whole: u64) -> u64 {
    part.saturating_mul(100).checked_div(whole).unwrap_or(0)
}

/// Thousandths as a percentage: `12,3%`.
#[must_use]
pub fn percent(tr: Translator<'_>, permille: i64) -> String {
    let comma = match tr.language {
        Language::Nl => ',',
        Language::En => '.',
    };
    match (permille / 10, permille % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, rest) => format!("{whole}{comma}{rest}%"),
    }
}

/// What must be said of an outcome that is not exact; nothing for an exact one.
#[must_use]
pub fn warning(tr: Translator<'_>, standing: Standing) -> Option<String> {
    match standing {
        Standing::Exact => None,
        Standing::Preview => Some(tr.text("outcome-standing-preview")),
        Standing::PreviewUncertain => Some(tr.text("outcome-standing-uncertain")),
        Standing::Simulation => Some(tr.text("outcome-standing-simulation")),
    }
}

/// The rankings of an outcome; with the address of the outcome, when its steps are public.
#[must_use]
pub fn pots_shown(tr: Translator<'_>, told: &Told, outcome: Option<&str>) -> Vec<PotShown> {
    (1..).zip(&told.pots).map(|(place, pot)| pot_shown(tr, told, place, pot, outcome)).collect()
}

fn pot_shown(tr: Translator<'_>, told: &Told, place: u32, pot: &ToldPot, outcome: Option<&str>) -> PotShown {
    let money = |cents| amount(tr, &told.currency, cents);
    let summary = pot.name.as_ref().map(|_| {
        let left = pot.budget.saturating_sub(pot.spent);
        tr.message(&Message::new("outcome-pot").with("budget", money(pot.budget)).with("spent", money(pot.spent)).with("left", money(left)))
    });
    let most = told.plans().filter_map(|plan| plan.score_tenths).max().unwrap_or(0);
    PotShown {
        id: format!("rangorde-{place}"),
        name: pot.name.clone(),
        caption: tr.message(&Message::new("outcome-caption").with("n", pot.plans.len())),
        unit: unit(tr, told),
        summary,
        rows: pot.plans.iter().map(|plan| row_shown(tr, told, plan, most, outcome)).collect(),
    }
}

/// Where a plan ended, in a few words.
#[must_use]
pub fn state(tr: Translator<'_>, told: &Told, plan: &ToldPlan) -> Badge {
    let (tone, key) = match plan {
        _ if plan.chosen => ("success", "outcome-state-chosen"),
        _ if plan.withdrawn => ("warning", "outcome-state-withdrawn"),
        _ if plan.reserve => ("info", "outcome-state-reserve"),
        _ if told.lot_between.contains(&plan.title) => ("warning", "outcome-state-lot"),
        _ if !told.lot_between.is_empty() => ("neutral", "outcome-state-open"),
        _ => ("neutral", "outcome-state-not-chosen"),
    };
    Badge { tone, text: tr.text(key) }
}

/// The sentences in the language of the page.
#[must_use]
pub fn sentences<'b>(tr: Translator<'_>, both: &'b Both) -> &'b [String] {
    match tr.language {
        Language::Nl => &both.nl,
        Language::En => &both.en,
    }
}

/// A sentence in which no amount is broken over two lines.
#[must_use]
pub fn unbroken(sentence: &str) -> String {
    sentence.replace("€ ", "€\u{a0}")
}

/// What is counted, as the head of a column.
#[must_use]
pub fn unit(tr: Translator<'_>, told: &Told) -> String {
    tr.text(if told.gives_points { "outcome-points" } else { "outcome-votes" })
}

/// The name of the unit in texts that choose a word by it.
#[must_use]
pub const fn unit_key(told: &Told) -> &'static str {
    if told.gives_points { "points" } else { "votes" }
}

/// What a plan counted for: its votes, or its points.
#[must_use]
pub fn counted(tr: Translator<'_>, plan: &ToldPlan) -> String {
    let Some(tenths) = plan.score_tenths else { return votes(plan.votes) };
    match tenths % 10 {
        0 => votes(tenths / 10),
        rest => format!("{}{}{rest}", votes(tenths / 10), if tr.language == Language::Nl { ',' } else { '.' }),
    }
}

fn row_shown(tr: Translator<'_>, told: &Told, plan: &ToldPlan, most: u64, outcome: Option<&str>) -> RowShown {
    let (first, rest) = sentences(tr, &plan.why).split_first().map_or(("", [].as_slice()), |(first, rest)| (first.as_str(), rest));
    // In a list of priorities the money can run out: then nothing is left, not less than nothing.
    let left = plan.left.filter(|left| *left >= 0);
    RowShown {
        rank: plan.rank,
        title: plan.title.clone(),
        href: format!("/ideeen/{}", plan.idea),
        state: state(tr, told, plan),
        why: unbroken(first),
        more: rest.iter().map(|line| unbroken(line)).collect(),
        step: outcome.zip(plan.step).map(|(outcome, step)| Action {
            href: format!("{outcome}/stap/{step}"),
            label: tr.message(&Message::new("outcome-to-step").with("step", step)),
        }),
        votes: counted(tr, plan),
        voters: plan.score_tenths.map(|_| tr.message(&Message::new("outcome-voters").with("n", votes(plan.votes)))),
        percent: plan.score_tenths.map_or_else(|| share(plan.votes, told.ballots), |score| share(score, most)),
        tone: if plan.chosen { "chosen" } else { "plain" },
        cost: amount(tr, &told.currency, plan.cost),
        left: left.map_or_else(|| "–".to_owned(), |left| amount(tr, &told.currency, left)),
        chosen: plan.chosen,
    }
}
