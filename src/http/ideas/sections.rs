//! What other areas add to the page of an idea: the verdict, adviezen, news of its execution.
//!
//! Whoever adds one gives [`crate::app::ideas::read::Whole`] a field with what there is to tell, and
//! turns it into a [`Section`] in [`of`]. Sections stand below the words of the idea, in this order.

use serde::Serialize;

use super::Badge;
use crate::app::ideas::read::Whole;
use crate::i18n::Translator;
use crate::views::Link;

/// A part of the page with a heading of its own.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Identifier on the page, so that others can link to it.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// A state in a few words.
    pub badge: Option<Badge>,
    /// Who, and when.
    pub by: Option<String>,
    /// Words of people: shown as they are, with their line ends.
    pub text: String,
    /// Where to read more.
    pub link: Option<Link>,
}

/// The sections of an idea.
#[must_use]
pub fn of(tr: Translator<'_>, whole: &Whole) -> Vec<Section> {
    let merged = whole.merged_into.as_ref().map(|(id, title)| Section {
        id: "samen-verder".to_owned(),
        heading: tr.text("idea-merged-heading"),
        badge: None,
        by: None,
        text: tr.text("idea-merged-text"),
        link: Some(Link { label: title.clone(), href: format!("/ideeen/{id}"), current: false }),
    });
    merged.into_iter().collect()
}
