//! From what was typed in the idea form to the words of an idea.

use std::collections::BTreeMap;

use crate::domain::idea::{MAX_TEXT, MAX_TITLE};
use crate::domain::ids::WijkId;
use crate::domain::money::{AmountError, Cents};
use crate::domain::text::{TextError, line, paragraphs};
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::ideas::{Idea, Words};
use crate::storage::rounds::Round;

/// What was typed, by field.
pub type Typed = BTreeMap<String, String>;

/// What the writer wants to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// Keep it: nothing has to be filled in yet.
    Keep,
    /// Hand it in: what the gebiedsteam needs has to be there.
    HandIn,
    /// Change the words of what was handed in: they have to stay there, and where it is about stays as it was.
    Change,
}

/// The shortest title of an idea that is handed in, in characters.
const MIN_TITLE: usize = 5;
/// The longest place in words, in characters.
pub const MAX_PLACE: usize = 120;
/// The longest name, in characters.
pub const MAX_NAME: usize = 60;

/// Reads the words of the form of a round with these wijken.
///
/// # Errors
/// Every field that needs another look.
pub fn read(typed: &Typed, round: &Round, wijken: &[(WijkId, String)], aim: Aim) -> Result<Words> {
    let mut form = Reader { typed, aim, errors: Vec::new() };
    let words = Words {
        title: form.prose("title", MIN_TITLE, |text, min| line(text, min, MAX_TITLE)),
        why: form.prose("why", 1, |text, min| paragraphs(text, min, MAX_TEXT)),
        residents_do: form.prose("residents_do", 0, |text, min| paragraphs(text, min, MAX_TEXT)),
        municipality_does: form.prose("municipality_does", 0, |text, min| paragraphs(text, min, MAX_TEXT)),
        cost_guess: form.cost(round.rules.max_cost),
        theme: form.theme(round),
        wijk_id: form.wijk(wijken),
        place: form.prose("place", 0, |text, min| line(text, min, MAX_PLACE)),
    };
    if aim == Aim::HandIn && form.value("agree").is_empty() {
        form.errors.push(FieldError::new("agree", Message::new("error-idea-agree")));
    }
    if form.errors.is_empty() { Ok(words) } else { Err(Error::Invalid(form.errors)) }
}

/// Reads the name the owner wants to be called by; none when the field was not there.
///
/// # Errors
/// When it is too long, or missing from an idea that is handed in.
pub fn name(typed: &Typed, aim: Aim) -> Result<Option<String>, FieldError> {
    let Some(text) = typed.get("name") else { return Ok(None) };
    let min = if aim == Aim::HandIn { 2 } else { 0 };
    let name = line(text, min, MAX_NAME).map_err(|error| text_error("name", error))?;
    Ok(Some(name).filter(|name| !name.is_empty()))
}

/// The words of an idea as the form shows them.
#[must_use]
pub fn typed(idea: &Idea) -> Typed {
    let cost = idea.cost_guess.map(|cents| cents.to_string().replace("€\u{a0}", "")).unwrap_or_default();
    let fields = [
        ("title", idea.title.clone()),
        ("why", idea.why.clone()),
        ("residents_do", idea.residents_do.clone()),
        ("municipality_does", idea.municipality_does.clone()),
        ("cost", cost),
        ("theme", idea.theme.clone().unwrap_or_default()),
        ("wijk", idea.wijk_id.map(|id| id.to_string()).unwrap_or_default()),
        ("place", idea.place.clone()),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What to do about a text that is not right.
fn text_error(field: &str, error: TextError) -> FieldError {
    let message = match error {
        TextError::Empty if field == "title" => Message::new("error-idea-title"),
        TextError::TooShort(n) if field == "title" => Message::new("error-idea-title-short").with("n", n),
        TextError::Empty => Message::new("error-empty"),
        TextError::TooShort(n) => Message::new("error-text-short").with("n", n),
        TextError::TooLong(n) => Message::new("error-text-long").with("n", n),
        TextError::NotAnEmail => Message::new("error-email"),
    };
    FieldError::new(field, message)
}

struct Reader<'a> {
    typed: &'a Typed,
    aim: Aim,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn value(&self, field: &str) -> &str {
        self.typed.get(field).map_or("", |text| text.trim())
    }

    fn prose(&mut self, field: &str, min: usize, parse: impl Fn(&str, usize) -> Result<String, TextError>) -> String {
        let min = if self.aim == Aim::Keep { 0 } else { min };
        parse(self.value(field), min).unwrap_or_else(|error| {
            self.errors.push(text_error(field, error));
            String::new()
        })
    }

    fn cost(&mut self, most: Option<Cents>) -> Option<Cents> {
        let text = self.value("cost");
        if text.is_empty() {
            return None;
        }
        let refused = match Cents::parse(text) {
            Ok(cents) => match most.filter(|most| cents > *most) {
                None => return Some(cents),
                Some(most) => Message::new("error-idea-cost-most").with("most", most),
            },
            Err(AmountError::NotAnAmount) => Message::new("error-amount"),
            Err(AmountError::TooLarge) => Message::new("error-amount-large"),
        };
        self.errors.push(FieldError::new("cost", refused));
        None
    }

    /// A theme of the round. None is an answer only where the round has a pot outside its themes.
    fn theme(&mut self, round: &Round) -> Option<String> {
        let slug = self.value("theme").to_owned();
        let rules = &round.rules;
        let may_be_none = self.aim != Aim::HandIn || rules.themes.is_empty() || rules.joker.is_some();
        let known = rules.theme(&slug).is_some();
        if !(known || slug.is_empty() && may_be_none) {
            self.errors.push(FieldError::new("theme", Message::new("error-idea-theme")));
        }
        Some(slug).filter(|_| known)
    }

    /// A wijk of the round; a round in one wijk has only one answer.
    fn wijk(&mut self, wijken: &[(WijkId, String)]) -> Option<WijkId> {
        if let [(only, _)] = wijken {
            return Some(*only);
        }
        let text = self.value("wijk");
        let chosen = text.parse::<WijkId>().ok().filter(|id| wijken.iter().any(|(wijk, _)| wijk == id));
        let may_be_none = self.aim != Aim::HandIn || wijken.is_empty();
        if chosen.is_none() && !(text.is_empty() && may_be_none) {
            self.errors.push(FieldError::new("wijk", Message::new("error-idea-wijk")));
        }
        chosen
    }
}
