//! Forms: what was typed stays, and every error says at its field what to do.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::FieldError;
use crate::i18n::Translator;

/// A field as the field partials (`templates/partials/field.hbs` and its family) take it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Field {
    /// Name in the form.
    pub name: String,
    /// Identifier on the page.
    pub id: String,
    /// Label.
    pub label: String,
    /// What to fill in.
    pub hint: Option<String>,
    /// What was filled in.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// May stay empty.
    pub optional: bool,
    /// May stay empty without saying so.
    pub quiet: bool,
    /// What can be chosen.
    pub options: Option<Vec<Choice>>,
    /// Height of a text area, in lines.
    pub rows: u32,
    /// Longest text, in characters.
    pub maxlength: Option<usize>,
    /// Keyboard on a phone.
    pub inputmode: Option<&'static str>,
    /// What a browser may fill in by itself.
    pub autocomplete: Option<&'static str>,
    /// Type of an input.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// Something that can be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen.
    pub selected: bool,
}

/// An error as the summary above a form takes it.
#[derive(Debug, Clone, Serialize)]
pub struct SummaryLine {
    /// Identifier of the field.
    pub id: String,
    /// What to do.
    pub text: String,
}

/// What was typed in a form, by field.
pub type Values = BTreeMap<String, String>;

/// What somebody filled in in a form, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Attempt {
    /// The fields as they were filled in.
    pub values: Values,
    /// What is wrong with them.
    pub errors: Vec<FieldError>,
}

/// Makes the fields of one form. Labels have the key `<form>-<field>`, hints `<form>-<field>-hint`.
pub struct Form<'a> {
    tr: Translator<'a>,
    name: &'static str,
    values: &'a Values,
    errors: &'a [FieldError],
}

impl<'a> Form<'a> {
    /// A form with what was typed and what is wrong with it.
    #[must_use]
    pub const fn new(tr: Translator<'a>, name: &'static str, values: &'a Values, errors: &'a [FieldError]) -> Self {
        Self { tr, name, values, errors }
    }

    /// The errors for the summary, in the order they were found.
    #[must_use]
    pub fn summary(&self) -> Vec<SummaryLine> {
        self.errors.iter().map(|e| SummaryLine { id: e.field.clone(), text: self.tr.message(&e.message) }).collect()
    }

    /// A field.
    #[must_use]
    pub fn field(&self, name: &str) -> Field {
        let key = format!("{}-{}", self.name, name.replace('_', "-"));
        let error = self.errors.iter().find(|e| e.field == name);
        Field {
            name: name.to_owned(),
            id: name.to_owned(),
            label: self.tr.text(&key),
            hint: self.tr.optional(&format!("{key}-hint")),
            value: self.values.get(name).cloned().unwrap_or_default(),
            error: error.map(|e| self.tr.message(&e.message)),
            rows: 4,
            kind: "text",
            ..Field::default()
        }
    }

    /// A field that is there several times under names of its own, with the texts of field `text`.
    #[must_use]
    pub fn field_as(&self, text: &str, name: &str) -> Field {
        let own = self.field(text);
        let error = self.errors.iter().find(|e| e.field == name).map(|e| self.tr.message(&e.message));
        Field { name: name.to_owned(), id: name.to_owned(), value: self.values.get(name).cloned().unwrap_or_default(), error, ..own }
    }

    /// The same with choices of (value, label).
    #[must_use]
    pub fn choice_as(&self, text: &str, name: &str, options: impl IntoIterator<Item = (String, String)>) -> Field {
        let field = self.field_as(text, name);
        let options = options.into_iter().map(|(value, label)| Choice { selected: value == field.value, value, label }).collect();
        Field { options: Some(options), ..field }
    }

    /// A field with choices of (value, label).
    #[must_use]
    pub fn choice(&self, name: &str, options: impl IntoIterator<Item = (String, String)>) -> Field {
        let field = self.field(name);
        let options = options.into_iter().map(|(value, label)| Choice { selected: value == field.value, value, label }).collect();
        Field { options: Some(options), ..field }
    }
}

impl Field {
    /// May stay empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// At most so many characters.
    #[must_use]
    pub fn max(self, characters: usize) -> Self {
        Self { maxlength: Some(characters), ..self }
    }

    /// So many lines high.
    #[must_use]
    pub fn rows(self, rows: u32) -> Self {
        Self { rows, ..self }
    }

    /// Type of the input, and what a browser may fill in.
    #[must_use]
    pub fn kind(self, kind: &'static str, autocomplete: Option<&'static str>) -> Self {
        Self { kind, autocomplete, ..self }
    }

    /// The keyboard of a phone.
    #[must_use]
    pub fn inputmode(self, inputmode: &'static str) -> Self {
        Self { inputmode: Some(inputmode), ..self }
    }

    /// With what is filled in when nothing was typed yet.
    #[must_use]
    pub fn or_value(self, value: &str) -> Self {
        if self.value.is_empty() { Self { value: value.to_owned(), ..self } } else { self }
    }

    /// With what is chosen when nothing was chosen yet.
    #[must_use]
    pub fn or_choice(self, value: &str) -> Self {
        if !self.value.is_empty() {
            return self;
        }
        let options = self.options.map(|all| all.into_iter().map(|choice| Choice { selected: choice.value == value, ..choice }).collect());
        Self { value: value.to_owned(), options, ..self }
    }

    /// May stay empty without saying so: a filter asks nothing of anybody.
    #[must_use]
    pub fn quiet(self) -> Self {
        Self { quiet: true, optional: true, ..self }
    }
}
