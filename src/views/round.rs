//! How a round looks in lists and on its page.

use serde::Serialize;

use crate::app::rounds::Overview;
use crate::domain::outcome::RoundStatus;
use crate::domain::phase::{Moment, Phase, Schedule};
use crate::domain::rules::{Amount, OutcomeRule};
use crate::domain::time::{Instant, Window, long_date, long_time};
use crate::error::Message;
use crate::i18n::Translator;
use crate::storage::round_records::Extension;
use crate::views::words::word;

pub use super::words::Badge;

/// A figure with its label (`partials/figures`).
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// Written out.
    pub value: String,
    /// What it is.
    pub label: String,
}

/// A name with a value (`partials/facts`).
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// Name.
    pub key: String,
    /// Value.
    pub value: String,
    /// Address, when the value is a link.
    pub href: Option<String>,
}

/// Something to do.
#[derive(Debug, Clone, Serialize)]
pub struct Action {
    /// Where.
    pub href: String,
    /// What.
    pub label: String,
}

/// A round in a list (`partials/card_round`).
#[derive(Debug, Clone, Serialize)]
pub struct RoundCard {
    /// Name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its wijken.
    pub place: String,
    /// Its phase.
    pub phase: Badge,
    /// One sentence.
    pub summary: String,
    /// Two figures.
    pub figures: Vec<Figure>,
    /// What one can do now.
    pub action: Option<Action>,
}

/// A step in the phases of a round (`partials/phases`).
#[derive(Debug, Clone, Serialize)]
pub struct PhaseStep {
    /// Name of the phase.
    pub label: String,
    /// From when to when.
    pub dates: String,
    /// Why it takes longer.
    pub note: Option<String>,
    /// `done`, `current` or `next`.
    pub state: &'static str,
}

/// What a resident can do in a round now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Busy {
    /// Take part: send in ideas or vote.
    Open,
    /// Follow it.
    Running,
    /// Nothing; it has not begun or is over.
    Quiet,
}

/// What a resident can do in a round now.
#[must_use]
pub fn busy(overview: &Overview, now: Instant) -> Busy {
    let round = &overview.round;
    if round.is_open(Phase::Submit, now) || round.is_open(Phase::Vote, now) {
        return Busy::Open;
    }
    let began = round.schedule.windows().first().is_some_and(|(_, window)| window.starts <= now);
    let ended = round.schedule.windows().last().is_none_or(|(_, window)| window.ends <= now);
    if round.status == RoundStatus::Published && began && !ended { Busy::Running } else { Busy::Quiet }
}

/// The name of a phase.
#[must_use]
pub fn phase_name(tr: Translator<'_>, phase: Phase) -> String {
    word(tr, "phase", phase.as_str())
}

/// The state of a round as a badge.
#[must_use]
pub fn badge(tr: Translator<'_>, overview: &Overview, now: Instant) -> Badge {
    let round = &overview.round;
    match (round.status, round.schedule.at(now)) {
        (RoundStatus::Draft, _) => Badge { tone: "neutral", text: tr.text("round-draft") },
        (RoundStatus::Stopped, _) => Badge { tone: "error", text: tr.text("round-stopped") },
        (RoundStatus::Published, None) => Badge { tone: "neutral", text: tr.text("round-published") },
        (RoundStatus::Published, Some(moment)) if !moment.open && moment.window.starts > now => {
            Badge { tone: "neutral", text: tr.text("round-soon") }
        }
        (RoundStatus::Published, Some(moment)) => {
            let last = round.schedule.windows().last().is_some_and(|(phase, _)| *phase == moment.phase);
            if last && !moment.open {
                return Badge { tone: "neutral", text: tr.text("phase-closed") };
            }
            let tone = match moment.phase {
                Phase::Submit => "success",
                Phase::Vote => "warning",
                Phase::Result | Phase::Execute => "active",
                Phase::Prepare | Phase::Review | Phase::Reconsider | Phase::Count | Phase::Evaluate | Phase::Closed => "info",
            };
            Badge { tone, text: phase_name(tr, moment.phase) }
        }
    }
}

/// The names of the wijken of a round, as one text.
#[must_use]
pub fn place_names(overview: &Overview) -> String {
    overview.places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>().join("; ")
}

/// The last day of a window, and the time it closes when that is not midnight.
fn last_day(window: Window) -> (chrono::NaiveDate, bool) {
    let local = window.ends.local();
    let midnight = local.time() == chrono::NaiveTime::MIN;
    let last = if midnight { local.date().pred_opt().unwrap_or_default() } else { local.date() };
    (last, midnight)
}

/// "tot en met 30 november 2027" or "tot 30 november 2027, 20.00 uur".
#[must_use]
pub fn until(tr: Translator<'_>, window: Window) -> String {
    let (last, midnight) = last_day(window);
    if midnight {
        tr.message(&Message::new("round-until-day").with("day", long_date(last, tr.language)))
    } else {
        tr.message(&Message::new("round-until-time").with("time", long_time(window.ends, tr.language)))
    }
}

/// "Nog 9 dagen", or on the last day "Laatste dag".
fn days_left(tr: Translator<'_>, window: Window, now: Instant) -> String {
    let days = last_day(window).0.signed_duration_since(now.day()).num_days();
    if days <= 0 { tr.text("round-last-day") } else { tr.message(&Message::new("round-days-left").with("n", days)) }
}

/// How long a phase still takes: days left where people must be in time, else only its end.
#[must_use]
pub fn time_left(tr: Translator<'_>, moment: Moment, now: Instant) -> Figure {
    let end = until(tr, moment.window);
    match moment.phase {
        Phase::Prepare | Phase::Submit | Phase::Review | Phase::Reconsider | Phase::Vote => {
            Figure { value: days_left(tr, moment.window, now), label: end }
        }
        Phase::Count | Phase::Result | Phase::Execute | Phase::Evaluate | Phase::Closed => {
            Figure { value: long_date(last_day(moment.window).0, tr.language), label: tr.text("round-phase-end") }
        }
    }
}

/// The two figures of a card: the money, and the date that counts now.
fn figures(tr: Translator<'_>, overview: &Overview, now: Instant) -> Vec<Figure> {
    let round = &overview.round;
    let label = match round.rules.outcome {
        OutcomeRule::Top { .. } | OutcomeRule::WithinBudget | OutcomeRule::EqualShares | OutcomeRule::EqualSharesOnly => "round-money-divide",
        OutcomeRule::WithinBudgetPerTheme => "round-money-themes",
        OutcomeRule::WithinBudgetPerWijk => "round-money-wijken",
    };
    let money = Figure { value: round.amount().to_string(), label: tr.text(label) };
    let next = round.schedule.windows().iter().find(|(_, window)| window.starts > now);
    let date = match round.schedule.at(now) {
        Some(moment) if moment.open => Some(time_left(tr, moment, now)),
        _ => next.map(|(phase, window)| Figure { value: long_date(window.starts.day(), tr.language), label: begins(tr, *phase) }),
    };
    std::iter::once(money).chain(date.filter(|_| round.status == RoundStatus::Published)).collect()
}

/// "begint: Stemmen".
fn begins(tr: Translator<'_>, phase: Phase) -> String {
    tr.message(&Message::new("round-begins").with("phase", phase_name(tr, phase)))
}

/// One sentence about what happens now.
fn summary(tr: Translator<'_>, overview: &Overview, now: Instant) -> String {
    let round = &overview.round;
    let (ideas, plans) = (overview.ideas, overview.plans);
    let message = match (round.status, round.schedule.at(now)) {
        (RoundStatus::Stopped, _) => Message::new("round-summary-stopped"),
        (_, Some(moment)) if moment.window.starts <= now => match moment.phase {
            Phase::Submit if moment.open && ideas == 0 => Message::new("round-summary-submit-first"),
            Phase::Submit if moment.open => Message::new("round-summary-submit").with("n", ideas),
            Phase::Submit | Phase::Review | Phase::Reconsider => Message::new("round-summary-review").with("n", ideas),
            Phase::Vote if moment.open => match round.rules.outcome {
                OutcomeRule::Top { places } => Message::new("round-summary-vote-top").with("n", plans).with("places", places),
                _ => Message::new("round-summary-vote").with("n", plans),
            },
            Phase::Vote | Phase::Count => Message::new("round-summary-count"),
            Phase::Result if !overview.outcome => Message::new("round-summary-count"),
            Phase::Result => Message::new("round-summary-result"),
            Phase::Execute => Message::new("round-summary-execute"),
            Phase::Evaluate | Phase::Closed => Message::new("round-summary-evaluate"),
            Phase::Prepare => Message::new("round-summary-prepare"),
        },
        _ => Message::new("round-summary-soon"),
    };
    tr.message(&message)
}

/// The one thing to do in a round now.
#[must_use]
pub fn action(tr: Translator<'_>, overview: &Overview, now: Instant) -> Option<Action> {
    let round = &overview.round;
    let here = format!("/rondes/{}", round.slug);
    let to = |page: &str, key: &str| Some(Action { href: format!("{here}{page}"), label: tr.text(key) });
    if round.is_open(Phase::Submit, now) {
        return to("/ideeen/nieuw", "round-do-submit");
    }
    if round.is_open(Phase::Vote, now) {
        return to("/stemmen", "round-do-vote");
    }
    if overview.outcome {
        return to("/uitslag", "round-do-outcome");
    }
    if overview.ideas > 0 { to("/ideeen", "round-do-ideas") } else { None }
}

/// A round as a card.
#[must_use]
pub fn card(tr: Translator<'_>, overview: &Overview, now: Instant) -> RoundCard {
    let href = format!("/rondes/{}", overview.round.slug);
    RoundCard {
        title: overview.round.name.clone(),
        place: place_names(overview),
        phase: badge(tr, overview, now),
        summary: summary(tr, overview, now),
        figures: figures(tr, overview, now),
        action: action(tr, overview, now).or_else(|| Some(Action { href: href.clone(), label: tr.text("round-do-more") })),
        href,
    }
}

/// The phases of a round with their dates, and why one takes longer.
#[must_use]
pub fn steps(tr: Translator<'_>, schedule: &Schedule, extensions: &[Extension], now: Instant) -> Vec<PhaseStep> {
    let step = |(phase, window): &(Phase, Window)| {
        let extension = extensions.iter().rfind(|extension| extension.phase == *phase);
        PhaseStep {
            label: phase_name(tr, *phase),
            dates: tr
                .message(&Message::new("round-dates").with("from", long_date(window.starts.day(), tr.language)).with("until", until(tr, *window))),
            note: extension.map(|e| tr.message(&Message::new("round-extended").with("until", until(tr, *window)).with("reason", &e.reason))),
            state: if window.ends <= now {
                "done"
            } else if window.starts <= now {
                "current"
            } else {
                "next"
            },
        }
    };
    schedule.windows().iter().map(step).collect()
}

/// The money of a round in words: "€ 150.000" or "€ 23.970 (€ 3 per inwoner)".
#[must_use]
pub fn money(tr: Translator<'_>, amount: Amount, inhabitants: i64) -> String {
    match amount {
        Amount::Fixed { cents } => cents.to_string(),
        Amount::PerInhabitant { cents } => tr.message(&Message::new("rules-money-each").with("total", amount.total(inhabitants)).with("each", cents)),
    }
}
