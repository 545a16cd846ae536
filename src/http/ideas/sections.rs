//! What other areas add to the page of an idea: where it goes on, the verdict, later news.
//!
//! Whoever adds one gives [`crate::app::ideas::read::Whole`] a field with what there is to tell, and
//! turns it into a [`Section`] in [`of`]. Sections stand below the words of the idea, in this order.

use serde::Serialize;

use super::hands::count;
use crate::app::hands::Shown;
use crate::app::ideas::read::Whole;
use crate::domain::hands::is_open;
use crate::domain::idea::{IdeaState, VerdictKind};
use crate::domain::ids::IdeaId;
use crate::domain::time::{Instant, long_date};
use crate::domain::working_days;
use crate::error::Message;
use crate::http::review::{challenge_badge, challenge_told};
use crate::i18n::Translator;
use crate::storage::review::Prepared;
use crate::storage::review::challenges::Challenge;
use crate::storage::review::forwards::Forward;
use crate::views::Link;
use crate::views::words::{Badge, day, idea_state};

/// A part of the page with a heading of its own.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Identifier on the page, so that others can link to it.
    pub id: &'static str,
    /// Heading.
    pub heading: String,
    /// A state in a few words.
    pub badge: Option<Badge>,
    /// Who, and when.
    pub by: Option<String>,
    /// Words of people: shown as they are, with their line ends.
    pub text: String,
    /// Where to read more.
    pub links: Vec<Link>,
}

/// The sections of an idea.
#[must_use]
pub fn of(tr: Translator<'_>, whole: &Whole, now: Instant) -> Vec<Section> {
    let merged = whole.merged_into.as_ref().map(|(id, title)| Section {
        id: "samen-verder",
        heading: tr.text("idea-merged-heading"),
        badge: None,
        by: None,
        text: tr.text("idea-merged-text"),
        links: vec![link(*id, title.clone())],
    });
    let verdict = whole.verdict.as_ref().map(|verdict| answered(tr, verdict));
    let asked = whole.challenge.as_ref().map(|challenge| challenged(tr, challenge));
    asked
        .into_iter()
        .chain(wanted(tr, whole))
        .chain(merged)
        .chain(kin(tr, whole))
        .chain(verdict)
        .chain(whole.forward.as_ref().map(|forward| city(tr, forward, now)))
        .collect()
}

fn link(id: IdeaId, label: String) -> Link {
    Link { label, href: format!("/ideeen/{id}"), current: false }
}

/// Where an idea came from: whose ideas it was made of, and of which idea it was a part.
fn kin(tr: Translator<'_>, whole: &Whole) -> Vec<Section> {
    let kin = &whole.kin;
    let section =
        |id: &'static str, name: &str, text: String, links: Vec<Link>| Section { id, heading: tr.text(name), badge: None, by: None, text, links };
    let mut found = Vec::new();
    if !kin.merged.is_empty() {
        let by = |(id, title, owner): &(IdeaId, String, String)| {
            link(*id, tr.message(&Message::new("idea-made-of-line").with("title", title).with("name", owner)))
        };
        let text = tr.message(&Message::new("idea-made-of-text").with("n", kin.merged.len() + 1));
        found.push(section("gemaakt-van", "idea-made-of", text, kin.merged.iter().map(by).collect()));
    }
    if let Some((id, title)) = &kin.part_of {
        found.push(section("deel-van", "idea-part-of", tr.text("idea-part-of-text"), vec![link(*id, title.clone())]));
    }
    if !kin.parts.is_empty() {
        let links = kin.parts.iter().map(|(id, title)| link(*id, title.clone())).collect();
        found.push(section("delen-apart", "idea-parts", tr.text("idea-parts-text"), links));
    }
    if kin.changed {
        let href = format!("/ideeen/{}/wijzigingen", whole.idea.id);
        let links = vec![Link { label: tr.text("idea-changes-link"), href, current: false }];
        found.push(section("wijzigingen", "changes-title", tr.text("idea-changes-text"), links));
    }
    found
}

/// The hands that are asked for now.
fn wanted(tr: Translator<'_>, whole: &Whole) -> Option<Section> {
    let line = |shown: &Shown| {
        let text = Message::new("idea-hands-line").with("what", &shown.call.what).with("when", &shown.call.at_when);
        let label = tr.message(&text.with("count", count(tr, shown)));
        Link { label, href: format!("/ideeen/{}/handen", whole.idea.id), current: false }
    };
    let links: Vec<Link> = whole.calls.iter().filter(|shown| shown.is_open()).map(line).collect();
    (!links.is_empty() && is_open(whole.idea.state)).then(|| Section {
        id: "hulp-gevraagd",
        heading: tr.text("idea-hands-heading"),
        badge: None,
        by: None,
        text: tr.text("idea-hands-text"),
        links,
    })
}

/// The task that residents ask to take over, and how far that is.
fn challenged(tr: Translator<'_>, challenge: &Challenge) -> Section {
    Section {
        id: "uitdaagrecht",
        heading: tr.text("idea-challenge-heading"),
        badge: Some(challenge_badge(tr, challenge.stage)),
        by: None,
        text: challenge_told(tr, &challenge.task),
        links: Vec::new(),
    }
}

/// Who of the city answers, until when, and the answer.
fn city(tr: Translator<'_>, forward: &Forward, now: Instant) -> Section {
    let date = forward.due_at.map(|due| long_date(working_days::last_day(due), tr.language)).unwrap_or_default();
    let waits = if forward.is_late(now) { "idea-city-late" } else { "idea-city-due" };
    Section {
        id: "de-stad",
        heading: tr.text("idea-city-heading"),
        badge: None,
        by: Some(tr.message(&Message::new("idea-city-by").with("name", &forward.keeper_name))),
        text: forward.answer.clone().unwrap_or_else(|| tr.message(&Message { key: waits, args: vec![("date", date)] })),
        links: Vec::new(),
    }
}

/// The answer of the gebiedsteam: yes or no, its cost and its reason.
fn answered(tr: Translator<'_>, verdict: &Prepared) -> Section {
    let state = match verdict.verdict.kind() {
        VerdictKind::Feasible => IdeaState::Feasible,
        VerdictKind::NotFeasible => IdeaState::NotFeasible,
        VerdictKind::Forwarded => IdeaState::Forwarded,
    };
    Section {
        id: "uitkomst",
        heading: tr.text("idea-verdict-heading"),
        badge: Some(idea_state(tr, state)),
        by: verdict.published_at.map(|at| tr.message(&Message::new("idea-verdict-by").with("date", day(tr, at).text))),
        text: verdict.verdict.reason().to_owned(),
        links: Vec::new(),
    }
}
