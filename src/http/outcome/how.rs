//! How an outcome came about, in a few sentences.

use super::ranking::{amount, unit_key, votes};
use crate::app::count::lot::Lot;
use crate::app::count::told::{Beside, Told, ToldBeside, ToldPlan, ToldShares, ToldTie};
use crate::counting::{Completion, EqualShares, Greedy, Leftover, Misfit, Rule, Stopped, TieStep};
use crate::error::Message;
use crate::i18n::Translator;

/// The rule in a few sentences, with the numbers of this count.
pub(super) fn how(tr: Translator<'_>, told: &Told) -> Vec<String> {
    let mut said = vec![Message::new(match (told.weighted, told.gives_points) {
        (true, _) => "outcome-how-weighted",
        (false, true) => "outcome-how-points",
        (false, false) => "outcome-how-vote",
    })];
    match &told.rule {
        Rule::TopK { k, .. } => said.push(Message::new("outcome-how-top").with("k", *k)),
        Rule::Greedy(rule) => greedy(&mut said, rule),
        Rule::EqualShares(rule) => shares(tr, &mut said, told, rule),
        Rule::Phragmen => said.push(Message::new("outcome-how-loads")),
        Rule::Bos => said.push(Message::new("outcome-how-bos")),
    }
    said.push(Message::new("outcome-how-ties"));
    said.into_iter().map(|message| tr.message(&message.with("unit", unit_key(told)))).collect()
}

fn greedy(said: &mut Vec<Message>, rule: &Greedy) {
    said.push(Message::new(if rule.per_cost { "outcome-how-per-euro" } else { "outcome-how-list" }));
    said.push(match rule.misfit {
        Misfit::Skip => Message::new("outcome-how-skip"),
        Misfit::Stop => Message::new("outcome-how-stop"),
        Misfit::FundFrom(percent) => Message::new("outcome-how-nearly").with("percent", percent),
    });
    match rule.leftover {
        Leftover::Keep => {}
        Leftover::Fill => said.push(Message::new("outcome-how-fill")),
        Leftover::PartOfOne => said.push(Message::new("outcome-how-part")),
    }
}

fn shares(tr: Translator<'_>, said: &mut Vec<Message>, told: &Told, rule: &EqualShares) {
    let Some(ToldShares { start, end, runs, stopped, left }) = &told.shares else { return };
    let money = |cents: i64| amount(tr, &told.currency, cents);
    said.push(Message::new("outcome-how-shares").with("share", money(*start)).with("ballots", votes(told.ballots)));
    said.push(Message::new("outcome-how-buy"));
    if rule.raise.is_some() {
        let key = match stopped {
            Stopped::NextOverBudget => "outcome-how-raise-budget",
            Stopped::Exhaustive => "outcome-how-raise-exhaustive",
            Stopped::OneRun | Stopped::NothingChanges | Stopped::LotNeeded => "outcome-how-raise",
        };
        said.push(Message::new(key).with("share", money(*end)).with("runs", votes(*runs)));
    }
    if rule.completion == Completion::Greedy {
        said.push(Message::new("outcome-how-complete").with("left", money(*left)));
    }
}

/// What would have been with other weights, in sentences.
pub(super) fn beside(tr: Translator<'_>, told: &Told) -> Vec<String> {
    let said = |one: &ToldBeside| {
        let of = |plan: &&ToldPlan| one.winners.contains(&plan.key);
        let titles = |plans: Vec<&ToldPlan>| plans.iter().map(|plan| plan.title.as_str()).collect::<Vec<_>>().join(" · ");
        let more = titles(told.plans().filter(|plan| !plan.chosen && of(plan)).collect());
        let fewer = titles(told.plans().filter(|plan| plan.chosen && !of(plan)).collect());
        let what = tr.text(match one.what {
            Beside::EqualWeights => "outcome-beside-equal",
            Beside::WithoutTables => "outcome-beside-tables",
        });
        let key = if more.is_empty() && fewer.is_empty() { "outcome-beside-same" } else { "outcome-beside-other" };
        let none = || tr.text("outcome-beside-none");
        let or_none = |titles: String| if titles.is_empty() { none() } else { titles };
        tr.message(&Message::new(key).with("what", what).with("more", or_none(more)).with("fewer", or_none(fewer)))
    };
    told.beside.iter().map(said).collect()
}

/// A tie, and how it was decided.
pub(super) fn tie_text(tr: Translator<'_>, tie: &ToldTie) -> String {
    let key = match tie.by {
        Some(TieStep::MinCost) => "outcome-tie-cost",
        Some(TieStep::Earliest) => "outcome-tie-earliest",
        Some(TieStep::Lot) => "outcome-tie-lot",
        Some(TieStep::MaxVotes | TieStep::MaxScore | TieStep::Id) | None => "outcome-tie-order",
    };
    tr.message(&Message::new(key).with("plans", tie.between.join(" · ")))
}

/// The public draw, as (what, value).
pub(super) fn lot_lines(tr: Translator<'_>, lot: &Lot) -> Vec<(String, String)> {
    let mut lines = vec![(tr.text("outcome-lot-commitment"), lot.commitment())];
    if let Some(drawn) = &lot.drawn {
        lines.push((tr.text("outcome-lot-place"), drawn.place.clone()));
        lines.push((tr.text("outcome-lot-dice"), drawn.dice.clone()));
        lines.push((tr.text("outcome-lot-secret"), lot.secret().unwrap_or_default().to_owned()));
        lines.push((tr.text("outcome-seed"), lot.seed().unwrap_or_default()));
    }
    lines
}
