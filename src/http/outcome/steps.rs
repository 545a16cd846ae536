//! The steps of the ceremony as its page and its proces-verbaal show them.

use serde::Serialize;

use super::how::lot_lines;
use crate::app::count::ceremony::{Ceremony, Next, Taken};
use crate::domain::ceremony::Step;
use crate::domain::time::long_time;
use crate::error::Message;
use crate::http::codes::number;
use crate::http::receipt::{fact, facts, proof};
use crate::i18n::Translator;
use crate::views::round::Fact;

/// A step.
#[derive(Debug, Serialize)]
pub(super) struct StepShown {
    /// From 1.
    number: usize,
    name: &'static str,
    label: String,
    /// Who takes it.
    who: String,
    /// What happens in it.
    explain: String,
    /// `done`, `current` or `next`.
    state: &'static str,
    state_text: String,
    at: Option<String>,
    names: String,
    /// What was checked, in figures.
    facts: Vec<Fact>,
}

/// What a step is called.
const fn label(step: Step) -> &'static str {
    match step {
        Step::Close => "count-step-close",
        Step::Draw => "count-step-draw",
        Step::Open => "count-step-open",
        Step::Clean => "count-step-clean",
        Step::Count => "count-step-count",
        Step::Check => "count-step-check",
        Step::Confirm => "count-step-confirm",
        Step::Publish => "count-step-publish",
        Step::Destroy => "count-step-destroy",
    }
}

/// Who takes a step.
pub(super) const fn who(step: Step) -> &'static str {
    match step {
        Step::Close | Step::Draw | Step::Clean | Step::Count | Step::Destroy => "count-who-team",
        Step::Open => "count-who-open",
        Step::Check => "count-who-check",
        Step::Confirm => "count-who-confirm",
        Step::Publish => "count-who-publish",
    }
}

const fn explain(step: Step) -> &'static str {
    match step {
        Step::Close => "count-explain-close",
        Step::Draw => "count-explain-draw",
        Step::Open => "count-explain-open",
        Step::Clean => "count-explain-clean",
        Step::Count => "count-explain-count",
        Step::Check => "count-explain-check",
        Step::Confirm => "count-explain-confirm",
        Step::Publish => "count-explain-publish",
        Step::Destroy => "count-explain-destroy",
    }
}

/// Every step, in order.
pub(super) fn steps(tr: Translator<'_>, ceremony: &Ceremony) -> Vec<StepShown> {
    let last = ceremony.state.last();
    let shown = |(number, step): (usize, &Step)| {
        let done = last.is_some_and(|last| *step <= last);
        let state = match (done, ceremony.next) {
            (true, _) => "done",
            (false, Next::Take(next)) if next == *step => "current",
            _ => "next",
        };
        let state_key = match state {
            "done" => "count-state-done",
            "current" => "count-state-current",
            _ => "count-state-next",
        };
        let taken: Option<&Taken> = ceremony.taken.iter().find(|taken| taken.step == *step).filter(|_| done);
        let shared = *step == Step::Open && !ceremony.holders.is_empty();
        StepShown {
            number,
            name: step.as_str(),
            label: tr.text(label(*step)),
            who: tr.text(if shared { "count-who-holders" } else { who(*step) }),
            explain: tr.text(explain(*step)),
            state,
            state_text: tr.text(state_key),
            at: taken.map(|taken| long_time(taken.at, tr.language)),
            names: taken.map_or_else(String::new, |taken| taken.names.join(", ")),
            facts: figures(tr, ceremony, *step, done),
        }
    };
    (1..).zip(Step::ALL).map(shown).collect()
}

/// What was checked in a step; of the lot also what is fixed before the dice are thrown.
fn figures(tr: Translator<'_>, ceremony: &Ceremony, step: Step, done: bool) -> Vec<Fact> {
    let counted = ceremony.counted.as_ref().filter(|_| done);
    let closed = ceremony.closed.as_ref().filter(|_| done);
    let same = |key| vec![fact(tr, key, tr.text("count-fact-same"))];
    match step {
        Step::Close => closed.map(|(statement, signature)| [facts(tr, statement), proof(tr, statement, signature)].concat()).unwrap_or_default(),
        Step::Draw => {
            let lines = ceremony.lot.as_ref().map(|lot| lot_lines(tr, lot)).unwrap_or_default();
            lines.into_iter().map(|(key, value)| Fact { key, value, href: None }).collect()
        }
        Step::Open => {
            let note = ceremony.state.done(Step::Open);
            let ballots = note.and_then(|note| note.ballots).map(|ballots| fact(tr, "count-fact-opened", number(ballots)));
            let of_list = closed.map(|(statement, _)| fact(tr, "count-fact-list", number(statement.ballots)));
            let digest = note.and_then(|note| note.digest.clone()).map(|digest| fact(tr, "count-fact-digest", digest));
            [ballots, of_list, digest].into_iter().flatten().collect()
        }
        Step::Count => counted.map_or_else(Vec::new, |counted| {
            let chosen = counted.told.plans().filter(|plan| plan.chosen).count();
            vec![
                fact(tr, "count-fact-ballots", number(counted.turnout.ballots)),
                fact(tr, "count-fact-incomplete", number(counted.turnout.incomplete)),
                fact(tr, "count-fact-chosen", chosen.to_string()),
                fact(tr, "count-fact-engine", counted.row.engine.clone()),
                fact(tr, "count-fact-second", tr.text("count-fact-same")),
                fact(tr, "outcome-hash", counted.row.input_hash.clone()),
            ]
        }),
        Step::Check if done => same("count-fact-both"),
        Step::Confirm => {
            counted.and_then(|counted| counted.row.confirmed_note.clone()).map(|note| vec![fact(tr, "count-note", note)]).unwrap_or_default()
        }
        Step::Publish if done => {
            let href = format!("/rondes/{}/uitslag", ceremony.round.slug);
            vec![Fact { href: Some(href), ..fact(tr, "count-fact-page", tr.text("count-public")) }]
        }
        Step::Clean | Step::Check | Step::Publish | Step::Destroy => Vec::new(),
    }
}

/// Where the record is, in words.
pub(super) fn head(tr: Translator<'_>, (seq, hash): &(i64, Vec<u8>)) -> String {
    tr.message(&Message::new("controle-head").with("n", number(*seq)).with("hash", crate::secrets::hex(hash)))
}
