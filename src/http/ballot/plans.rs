//! The plans on the page of the ballot: what is told of each, and what a search shows.

use serde::{Deserialize, Serialize};

use super::fields::{PLACE, POINTS};
use crate::app::voting::OwnBallot;
use crate::domain::advies::Stance;
use crate::domain::ballot::{BallotPlan, BallotText, Choices};
use crate::domain::rules::BallotForm;
use crate::domain::text::search_form;
use crate::error::{FieldError, Message};
use crate::i18n::Translator;
use crate::views::form::{Choice, Values};

/// The longest summary of a plan on the ballot, in characters.
const SUMMARY: usize = 220;

#[derive(Debug, Serialize)]
struct Advies {
    text: String,
    href: String,
}

/// A plan with the field in which it gets something.
#[derive(Debug, Serialize)]
pub(super) struct Plan {
    /// Identifier and, for points and places, name of its field.
    id: String,
    value: String,
    title: String,
    summary: String,
    theme: String,
    theme_name: String,
    wijk: String,
    /// Where it is: the wijk and the place in it.
    whereabouts: String,
    cost: String,
    cents: i64,
    /// Whether it got anything.
    checked: bool,
    /// The points it got, as typed.
    given: String,
    /// The places it can be on.
    places: Vec<Choice>,
    error: Option<String>,
    href: String,
    search: String,
    advies: Vec<Advies>,
}

/// A plan in the voter's own order, with its buttons; hidden while it has no place.
#[derive(Debug, Serialize)]
pub(super) struct Ranked {
    value: String,
    title: String,
    placed: bool,
}

/// What a filter shows; chosen plans are always shown.
#[derive(Debug, Default, Clone, Deserialize)]
pub(super) struct Filter {
    #[serde(default)]
    pub(super) q: String,
    #[serde(default)]
    pub(super) thema: String,
    #[serde(default)]
    pub(super) wijk: String,
}

impl Filter {
    pub(super) fn is_on(&self) -> bool {
        !self.q.trim().is_empty() || !self.thema.is_empty() || !self.wijk.is_empty()
    }

    pub(super) fn shows(&self, plan: &BallotPlan) -> bool {
        let text = searched(plan);
        let words_fit = search_form(&self.q).split(' ').all(|word| text.contains(word));
        let wijk_fits = self.wijk.is_empty() || plan.wijk.as_ref().is_none_or(|wijk| *wijk == self.wijk);
        words_fit && wijk_fits && (self.thema.is_empty() || plan.theme.as_deref() == Some(self.thema.as_str()))
    }

    pub(super) fn query(&self) -> String {
        if self.is_on() {
            let fields = [("q", &self.q), ("thema", &self.thema), ("wijk", &self.wijk)];
            serde_html_form::to_string(fields).map_or_else(|_| String::new(), |q| format!("?{q}"))
        } else {
            String::new()
        }
    }
}

/// What is searched in.
fn searched(plan: &BallotPlan) -> String {
    search_form(&format!("{} {} {} {}", plan.title, plan.summary, plan.wijk.as_deref().unwrap_or(""), plan.place))
}

/// The wijken with plans, in order; nothing when there is one.
pub(super) fn wijken(text: &BallotText) -> Vec<String> {
    let mut names: Vec<String> = text.plans.iter().filter_map(|plan| plan.wijk.clone()).collect();
    names.sort();
    names.dedup();
    if names.len() > 1 { names } else { Vec::new() }
}

/// A plan as the page shows it.
pub(super) fn shown(tr: Translator<'_>, own: &OwnBallot, plan: &BallotPlan, chosen: &Choices, typed: &Values, errors: &[FieldError]) -> Plan {
    let theme = plan.theme.as_deref().and_then(|slug| own.round.rules.theme(slug));
    let adviezen = own.adviezen.iter().filter(|(idea, ..)| *idea == plan.id);
    let given = chosen.of(plan.id);
    let id = match own.text.form {
        BallotForm::Points { .. } => format!("{POINTS}{}", plan.id),
        BallotForm::Ranking { .. } => format!("{PLACE}{}", plan.id),
        BallotForm::Choose { .. } | BallotForm::ChoosePerTheme { .. } | BallotForm::FillBudget => format!("plan-{}", plan.id),
    };
    let whereabouts = [plan.wijk.as_deref().unwrap_or(""), plan.place.as_str()].into_iter().filter(|part| !part.is_empty());
    Plan {
        given: typed.get(&id).cloned().unwrap_or_else(|| if given > 0 { given.to_string() } else { String::new() }),
        places: places(tr, &own.text.form, given),
        error: errors.iter().find(|error| error.field == id).map(|error| tr.message(&error.message)),
        id,
        value: plan.id.to_string(),
        title: plan.title.clone(),
        summary: shortened(&plan.summary),
        theme: plan.theme.clone().unwrap_or_default(),
        theme_name: theme.map_or_else(|| tr.text("ballot-joker"), |theme| theme.name.clone()),
        wijk: plan.wijk.clone().unwrap_or_default(),
        whereabouts: whereabouts.collect::<Vec<_>>().join(", "),
        cost: plan.cost.to_string(),
        cents: plan.cost.0,
        checked: given > 0,
        href: format!("/ideeen/{}", plan.id),
        search: searched(plan),
        advies: adviezen
            .map(|(_, id, stance, title)| Advies {
                text: tr.message(&Message::new(stance_key(*stance)).with("title", title)),
                href: format!("/adviezen/{id}"),
            })
            .collect(),
    }
}

/// The places of a ranking, with what each is worth.
fn places(tr: Translator<'_>, form: &BallotForm, place: u16) -> Vec<Choice> {
    let BallotForm::Ranking { points } = form else { return Vec::new() };
    let none = Choice { value: String::new(), label: tr.text("ballot-no-place"), selected: place == 0 };
    let option = |(number, worth): (u16, &u32)| Choice {
        value: number.to_string(),
        label: tr.message(&Message::new("ballot-place-worth").with("place", number).with("points", worth)),
        selected: number == place,
    };
    std::iter::once(none).chain((1..).zip(points).map(option)).collect()
}

/// The plans in the voter's order, then the others, hidden, for app.js to bring up.
pub(super) fn ranked(own: &OwnBallot, chosen: &Choices) -> Vec<Ranked> {
    if !matches!(own.text.form, BallotForm::Ranking { .. }) {
        return Vec::new();
    }
    let mut plans: Vec<&BallotPlan> = own.text.plans.iter().collect();
    plans.sort_by_key(|plan| (!chosen.contains(plan.id), chosen.of(plan.id)));
    let row = |plan: &&BallotPlan| Ranked { value: plan.id.to_string(), title: plan.title.clone(), placed: chosen.contains(plan.id) };
    plans.iter().map(row).collect()
}

const fn stance_key(stance: Stance) -> &'static str {
    match stance {
        Stance::Positive => "ballot-advies-positive",
        Stance::Conditional => "ballot-advies-conditional",
        Stance::Negative => "ballot-advies-negative",
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SUMMARY {
        return text.to_owned();
    }
    let cut: String = text.chars().take(SUMMARY).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words} …")
}
