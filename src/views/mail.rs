//! Mails: sentences and at most one button, in the language of the reader, as text and as HTML.

use serde::Serialize;

use super::Views;
use crate::domain::text::Email;
use crate::domain::time::Language;
use crate::error::{Message, Result};
use crate::storage::outbox::Mail;

/// A mail before it is put into words.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Subject.
    pub subject: Message,
    /// Paragraphs.
    pub lines: Vec<Line>,
    /// A button: its text and an address.
    pub button: Option<(Message, String)>,
    /// How to get no more of these: its text and an address, which also takes one click of a mail
    /// program (RFC 8058).
    pub unsubscribe: Option<(Message, String)>,
}

/// A paragraph of a mail.
#[derive(Debug, Clone)]
pub enum Line {
    /// A sentence of ours.
    Text(Message),
    /// Words of somebody, or a code: shown apart, as they are.
    Quote(String),
}

impl Letter {
    /// A mail with this subject.
    #[must_use]
    pub const fn new(subject: Message) -> Self {
        Self { subject, lines: Vec::new(), button: None, unsubscribe: None }
    }

    /// And this paragraph.
    #[must_use]
    pub fn line(mut self, message: Message) -> Self {
        self.lines.push(Line::Text(message));
        self
    }

    /// And these words of somebody.
    #[must_use]
    pub fn quote(mut self, words: impl Into<String>) -> Self {
        self.lines.push(Line::Quote(words.into()));
        self
    }

    /// And this button.
    #[must_use]
    pub fn button(mut self, label: Message, href: impl Into<String>) -> Self {
        self.button = Some((label, href.into()));
        self
    }

    /// And this way to get no more of these.
    #[must_use]
    pub fn unsubscribe(mut self, text: Message, href: impl Into<String>) -> Self {
        self.unsubscribe = Some((text, href.into()));
        self
    }
}

#[derive(Serialize)]
struct Shown {
    lang: &'static str,
    municipality: String,
    subject: String,
    lines: Vec<ShownLine>,
    button: Option<Button>,
    unsubscribe: Option<Unsubscribe>,
}

#[derive(Serialize)]
struct ShownLine {
    text: String,
    quote: bool,
}

#[derive(Serialize)]
struct Unsubscribe {
    text: String,
    href: String,
}

#[derive(Serialize)]
struct Button {
    label: String,
    href: String,
}

impl Views {
    /// Puts a letter into words.
    ///
    /// # Errors
    /// When a template and the letter do not fit each other.
    pub fn mail(&self, to: &Email, language: Language, letter: &Letter) -> Result<Mail> {
        let tr = self.translator(language);
        let shown = Shown {
            lang: language.code(),
            municipality: self.municipality().to_owned(),
            // A subject is one line whatever somebody called their idea.
            subject: tr.message(&letter.subject).split_whitespace().collect::<Vec<_>>().join(" "),
            lines: letter
                .lines
                .iter()
                .map(|line| match line {
                    Line::Text(message) => ShownLine { text: tr.message(message), quote: false },
                    Line::Quote(words) => ShownLine { text: words.clone(), quote: true },
                })
                .collect(),
            button: letter.button.as_ref().map(|(label, href)| Button { label: tr.message(label), href: href.clone() }),
            unsubscribe: letter.unsubscribe.as_ref().map(|(text, href)| Unsubscribe { text: tr.message(text), href: href.clone() }),
        };
        Ok(Mail {
            to: to.clone(),
            language,
            text: self.render_bare("mail/letter_text", &shown)?,
            html: self.render_bare("mail/letter", &shown)?,
            subject: shown.subject,
            one_click: letter.unsubscribe.as_ref().map(|(_, href)| href.clone()),
        })
    }
}
