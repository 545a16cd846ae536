//! The form for a round: what is typed becomes a set-up, and everything typed stays.

use serde::Serialize;

use crate::app::rounds::SetupPage;
use crate::domain::money::Cents;
use crate::domain::phase::Phase;
use crate::domain::rules::{Amount, BallotForm, OutcomeRule, Say, Submitters};
use crate::domain::text::TextError;
use crate::domain::time::{Instant, LocalTimeError, long_time};
use crate::error::{FieldError, Message};
use crate::http::forms::Fields;
use crate::i18n::Translator;
use crate::views::form::{Choice, Field, Form, Values};
use crate::views::round::phase_name;

/// Most themes and price examples.
pub(super) const MOST_ROWS: usize = 12;
/// Empty rows after those that are filled in.
const SPARE_ROWS: usize = 2;
/// The phases that get dates.
pub(super) const PHASES: [Phase; 9] =
    [Phase::Prepare, Phase::Submit, Phase::Review, Phase::Reconsider, Phase::Vote, Phase::Count, Phase::Result, Phase::Execute, Phase::Evaluate];
/// The orders in which equal votes can be decided, before the lot.
const TIES: [&str; 5] = ["cheaper,earlier", "earlier,cheaper", "cheaper", "earlier", "lot"];

/// What is wrong with a text, as a sentence.
#[must_use]
pub fn text_error(error: TextError) -> Message {
    match error {
        TextError::TooShort(n) => Message::new("error-round-too-short").with("n", n),
        TextError::TooLong(n) => Message::new("error-round-too-long").with("n", n),
        TextError::Empty | TextError::NotAnEmail => Message::new("error-empty"),
    }
}

/// Reads a moment from a `datetime-local` field and, in the nights the clock changes, the choice
/// between the two moments it can mean.
///
/// # Errors
/// What to do about it.
pub fn moment(fields: &Fields, name: &str) -> Result<Option<Instant>, FieldError> {
    let text = fields.one(name).trim();
    if text.is_empty() {
        return Ok(None);
    }
    let key = match Instant::parse_local(text) {
        Ok(at) => return Ok(Some(at)),
        Err(LocalTimeError::NotATime) => "error-time",
        Err(LocalTimeError::ComesTwice(..)) => "error-time-twice",
        Err(LocalTimeError::DoesNotExist) => "error-time-gap",
    };
    match (Instant::choices(text), fields.one(&format!("{name}_which"))) {
        (Some((first, _)), "first") => Ok(Some(first)),
        (Some((_, second)), "second") => Ok(Some(second)),
        (Some(_), _) => Err(FieldError::new(format!("{name}_which"), Message::new(key))),
        (None, _) => Err(FieldError::new(name, Message::new(key))),
    }
}

/// The fields with which a moment is filled in again.
#[must_use]
pub fn moment_fields(name: &str, at: Instant) -> Vec<(String, String)> {
    let value = at.field_value();
    let which = Instant::choices(&value).map(|(first, _)| if first == at { "first" } else { "second" });
    let which = which.map(|which| (format!("{name}_which"), which.to_owned()));
    std::iter::once((name.to_owned(), value)).chain(which).collect()
}

/// A moment and, when it needs one, the choice between two.
#[must_use]
pub fn moment_items(tr: Translator<'_>, name: &str, label: &str, typed: &Fields, errors: &[FieldError]) -> Vec<Item> {
    let field = labelled(tr, name, label.to_owned(), typed, errors);
    let mut items = vec![Item::of("field", Field { kind: "datetime-local", optional: true, ..field })];
    if let Some((first, second)) = Instant::choices(typed.one(name)) {
        let which = format!("{name}_which");
        let option = |at: Instant| format!("{} ({} UTC)", long_time(at, tr.language), at.naive_utc().format("%H:%M"));
        let choose = labelled(tr, &which, tr.message(&Message::new("time-which").with("label", label)), typed, errors);
        let options = [("first", first), ("second", second)].map(|(value, at)| choice(value, option(at), &choose.value));
        items.push(Item::of("radios", Field { options: Some(options.into()), ..choose }));
    }
    items
}

fn choice(value: &str, label: String, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), label, selected: value == chosen }
}

/// A field with a label of its own.
fn labelled(tr: Translator<'_>, name: &str, label: String, typed: &Fields, errors: &[FieldError]) -> Field {
    let error = errors.iter().find(|e| e.field == name).map(|e| tr.message(&e.message));
    Field { name: name.to_owned(), id: name.to_owned(), label, value: typed.one(name).to_owned(), error, rows: 4, kind: "text", ..Field::default() }
}

/// A field in the form, or two side by side.
#[derive(Debug, Serialize)]
pub struct Item {
    /// Which partial: `field`, `textarea`, `select`, `radios`, `checkboxes`, `checkbox`, `pair`.
    pub kind: &'static str,
    /// The field.
    pub f: Field,
    /// The other one of a pair.
    pub g: Option<Field>,
}

impl Item {
    fn of(kind: &'static str, f: Field) -> Self {
        Self { kind, f, g: None }
    }
}

/// A part of the form.
#[derive(Debug, Serialize)]
pub struct Group {
    /// Heading.
    pub title: String,
    /// What to know.
    pub text: Option<String>,
    /// Fields.
    pub items: Vec<Item>,
}

fn euros(cents: Cents) -> String {
    cents.to_string().replace("€\u{a0}", "")
}

/// A set-up as it would be typed.
#[must_use]
pub fn typed(page: &SetupPage) -> Fields {
    let round = &page.round;
    let rules = &round.rules;
    let mut all: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: String| all.push((name.to_owned(), value));
    put("name", round.name.clone());
    put("purpose", round.purpose.clone());
    page.chosen.iter().for_each(|place| put("wijk", place.wijk.to_string()));
    page.buurten.iter().for_each(|id| put("buurt", id.to_string()));
    put("say", rules.say.as_str().to_owned());
    put("binding", if rules.binding { "ja".into() } else { String::new() });
    let (kind, amount) = match rules.amount {
        Amount::Fixed { cents } => ("fixed", cents),
        Amount::PerInhabitant { cents } => ("each", cents),
    };
    put("money", kind.into());
    put("amount", euros(amount));
    put("raadsbesluit", round.raadsbesluit.clone().unwrap_or_default());
    for (i, theme) in rules.themes.iter().enumerate() {
        put(&format!("theme_{i}"), theme.name.clone());
        put(&format!("theme_amount_{i}"), theme.amount.map(euros).unwrap_or_default());
    }
    put("joker", rules.joker.map(euros).unwrap_or_default());
    put("min_age_submit", rules.min_age_submit.to_string());
    put("submitters", rules.submitters.as_str().to_owned());
    put("max_cost", rules.max_cost.map(euros).unwrap_or_default());
    for (i, price) in rules.prices.iter().enumerate() {
        put(&format!("price_what_{i}"), price.what.clone());
        put(&format!("price_{i}"), euros(price.cents));
    }
    put("min_age_vote", rules.min_age_vote.to_string());
    put_ballot(&rules.ballot, &mut put);
    put("letter", if rules.entrances.letter { "ja".into() } else { String::new() });
    put("email", if rules.entrances.email { "ja".into() } else { String::new() });
    put("tables", if rules.meetings.tables { "ja".into() } else { String::new() });
    put("meeting_percent", rules.meetings.percent.to_string());
    let (outcome, places) = match rules.outcome {
        OutcomeRule::Top { places } => ("top", places),
        OutcomeRule::WithinBudget => ("budget", 10),
        OutcomeRule::WithinBudgetPerTheme => ("per_theme", 10),
        OutcomeRule::WithinBudgetPerWijk => ("per_wijk", 10),
        OutcomeRule::EqualShares => ("shares", 10),
        OutcomeRule::EqualSharesOnly => ("shares_only", 10),
    };
    put("outcome", outcome.into());
    put("places", places.to_string());
    put("min_votes", rules.min_votes.to_string());
    put("min_share", rules.min_share.to_string());
    put("quorum", rules.quorum.to_string());
    put("leftovers_flow", if rules.leftovers_flow { "ja".into() } else { String::new() });
    let ties = rules.ties.iter().map(|step| step.as_str()).collect::<Vec<_>>().join(",");
    put("ties", if ties.is_empty() { "lot".into() } else { ties });
    for (phase, window) in round.schedule.windows() {
        all.extend(moment_fields(&format!("starts_{}", phase.as_str()), window.starts));
        all.extend(moment_fields(&format!("ends_{}", phase.as_str()), window.ends));
    }
    all.extend(round.verdicts_at.map(|at| moment_fields("verdicts_at", at)).unwrap_or_default());
    Fields(all)
}

fn put_ballot(form: &BallotForm, put: &mut impl FnMut(&str, String)) {
    let (ballot, min, max) = match form {
        BallotForm::Choose { min, max } => ("choose", *min, *max),
        BallotForm::ChoosePerTheme { max } => ("per_theme", 1, *max),
        BallotForm::FillBudget => ("budget", 1, 10),
        BallotForm::Points { .. } => ("points", 1, 10),
        BallotForm::Ranking { .. } => ("ranking", 1, 10),
    };
    put("ballot", ballot.into());
    put("ballot_min", min.to_string());
    put("ballot_max", max.to_string());
    let (total, most) = if let BallotForm::Points { total, max } = form { (*total, *max) } else { (10, 5) };
    put("points_total", total.to_string());
    put("points_max", most.to_string());
    let worth = if let BallotForm::Ranking { points } = form { points.as_slice() } else { &[3, 2, 1] };
    put("rank_points", worth.iter().map(u32::to_string).collect::<Vec<_>>().join(", "));
}

/// Makes the parts of the form.
pub struct Maker<'a> {
    /// The texts.
    pub tr: Translator<'a>,
    /// What can be chosen.
    pub page: &'a SetupPage,
    /// What was typed.
    pub typed: &'a Fields,
    /// What is wrong with it.
    pub errors: &'a [FieldError],
}

impl Maker<'_> {
    /// The whole form.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        let values = self.typed.values();
        let form = Form::new(self.tr, "round", &values, self.errors);
        vec![
            self.group("round-group-what", self.what(&form, &values)),
            self.group(
                "round-group-say",
                vec![
                    self.radios(&form, "say", Say::ALL.iter().map(|say| say.as_str()), "say"),
                    Item::of("checkbox", form.field("binding").optional()),
                ],
            ),
            self.group("round-group-money", self.money(&form)),
            self.group("round-group-ideas", self.ideas(&form)),
            self.group("round-group-vote", self.vote(&form)),
            self.group("round-group-count", self.count(&form)),
            self.group("round-group-dates", self.dates()),
        ]
    }

    fn group(&self, key: &str, items: Vec<Item>) -> Group {
        Group { title: self.tr.text(key), text: self.tr.optional(&format!("{key}-text")), items }
    }

    /// Radio buttons with labels `<prefix>-<value>`.
    fn radios<'v>(&self, form: &Form<'_>, name: &str, values: impl IntoIterator<Item = &'v str>, prefix: &str) -> Item {
        let options = values.into_iter().map(|value| (value.to_owned(), self.tr.text(&format!("{prefix}-{}", value.replace(['_', ','], "-")))));
        Item::of("radios", form.choice(name, options))
    }

    fn boxes(&self, form: &Form<'_>, name: &str, options: Vec<(String, String)>) -> Item {
        let chosen: Vec<&str> = self.typed.all(name).collect();
        let options = options.into_iter().map(|(value, label)| Choice { selected: chosen.contains(&value.as_str()), value, label }).collect();
        Item::of("checkboxes", Field { options: Some(options), ..form.field(name) })
    }

    fn what(&self, form: &Form<'_>, _: &Values) -> Vec<Item> {
        let wijken = self.page.wijken.iter().map(|(wijk, _)| (wijk.id.to_string(), wijk.name.clone())).collect();
        let buurten = self
            .page
            .wijken
            .iter()
            .flat_map(|(wijk, buurten)| buurten.iter().map(move |b| (b.id.to_string(), format!("{} ({})", b.name, wijk.name))));
        let mut items = vec![
            Item::of("field", form.field("name").max(80)),
            Item::of("textarea", form.field("purpose").max(1_000)),
            self.boxes(form, "wijk", wijken),
        ];
        let buurten: Vec<(String, String)> = buurten.collect();
        if !buurten.is_empty() {
            let item = self.boxes(form, "buurt", buurten);
            items.push(Item { f: item.f.optional(), ..item });
        }
        items
    }

    fn money(&self, form: &Form<'_>) -> Vec<Item> {
        let mut items = vec![
            self.radios(form, "money", ["fixed", "each"], "round-money-kind"),
            Item::of("field", form.field("amount").inputmode("decimal").max(20)),
            Item::of("field", form.field("raadsbesluit").optional().max(120)),
        ];
        items.extend(self.rows("theme", "theme_amount"));
        items.push(Item::of("field", form.field("joker").optional().inputmode("decimal").max(20)));
        items
    }

    /// Rows of a name with an amount, with room for more.
    fn rows(&self, name: &str, amount: &str) -> Vec<Item> {
        let filled = (0..MOST_ROWS).rev().find(|i| !self.typed.one(&format!("{name}_{i}")).is_empty()).map_or(0, |i| i + 1);
        let label =
            |key: &str, i: usize| self.tr.message(&Message::new(if key == "theme" { "round-theme" } else { "round-price-what" }).with("n", i + 1));
        let cents =
            |key: &str, i: usize| self.tr.message(&Message::new(if key == "theme" { "round-theme-amount" } else { "round-price" }).with("n", i + 1));
        (0..(filled + SPARE_ROWS).min(MOST_ROWS))
            .map(|i| {
                let f = labelled(self.tr, &format!("{name}_{i}"), label(name, i), self.typed, self.errors);
                let g = labelled(self.tr, &format!("{amount}_{i}"), cents(name, i), self.typed, self.errors);
                Item { kind: "pair", f: f.optional().max(80), g: Some(g.optional().max(20).inputmode("decimal")) }
            })
            .collect()
    }

    fn ideas(&self, form: &Form<'_>) -> Vec<Item> {
        let mut items = vec![
            self.radios(form, "submitters", Submitters::ALL.iter().map(|who| who.as_str()), "round-submitters"),
            Item::of("field", form.field("min_age_submit").inputmode("numeric").max(3)),
            Item::of("field", form.field("max_cost").optional().inputmode("decimal").max(20)),
        ];
        items.extend(self.rows("price_what", "price"));
        items
    }

    fn vote(&self, form: &Form<'_>) -> Vec<Item> {
        let number = |name: &str| form.field(name).inputmode("numeric").max(4);
        vec![
            Item::of("field", number("min_age_vote")),
            self.radios(form, "ballot", ["choose", "per_theme", "budget", "points", "ranking"], "round-ballot"),
            Item { kind: "pair", f: number("ballot_min"), g: Some(number("ballot_max")) },
            Item { kind: "pair", f: number("points_total"), g: Some(number("points_max")) },
            Item::of("field", form.field("rank_points").max(80)),
            Item::of("checkbox", form.field("letter").optional()),
            Item::of("checkbox", form.field("email").optional()),
            Item::of("checkbox", form.field("tables").optional()),
            Item::of("field", form.field("meeting_percent").optional().inputmode("numeric").max(3)),
        ]
    }

    fn count(&self, form: &Form<'_>) -> Vec<Item> {
        vec![
            self.radios(form, "outcome", ["top", "budget", "per_theme", "per_wijk", "shares", "shares_only"], "round-outcome"),
            Item::of("field", form.field("places").inputmode("numeric").max(4)),
            Item::of("checkbox", form.field("leftovers_flow").optional()),
            Item::of("field", form.field("min_votes").inputmode("numeric").max(7)),
            Item::of("field", form.field("min_share").inputmode("numeric").max(3)),
            Item::of("field", form.field("quorum").inputmode("numeric").max(7)),
            self.radios(form, "ties", TIES, "round-ties"),
        ]
    }

    fn dates(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for phase in PHASES {
            let label = |key: &'static str| self.tr.message(&Message::new(key).with("phase", phase_name(self.tr, phase)));
            let starts = moment_items(self.tr, &format!("starts_{}", phase.as_str()), &label("round-starts"), self.typed, self.errors);
            let ends = moment_items(self.tr, &format!("ends_{}", phase.as_str()), &label("round-ends"), self.typed, self.errors);
            items.extend(paired(starts, ends));
        }
        items.extend(moment_items(self.tr, "verdicts_at", &self.tr.text("round-verdicts-at"), self.typed, self.errors));
        items
    }
}

/// The begin and the end of a phase side by side, and below them what must be chosen.
fn paired(starts: Vec<Item>, ends: Vec<Item>) -> Vec<Item> {
    let (mut starts, mut ends) = (starts.into_iter(), ends.into_iter());
    let pair = starts.next().map(|f| Item { kind: "pair", f: f.f, g: ends.next().map(|g| g.f) });
    pair.into_iter().chain(starts).chain(ends).collect()
}
