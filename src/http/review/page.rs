//! What the desk of the gebiedsteam shows of one idea.

use serde::Serialize;

use super::changes::badge;
use crate::app::review::Dossier;
use crate::domain::event::NewEvent;
use crate::domain::idea::{IdeaState, VerdictKind};
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::plain::{self, Remark};
use crate::domain::review::change::ChangeState;
use crate::domain::review::forward::MAX_NAME;
use crate::domain::review::{self, MAX_REASON, MergeAnswer, WaitsFor, may_judge_again};
use crate::domain::time::{Instant, long_date, long_time};
use crate::domain::working_days;
use crate::error::{FieldError, Message};
use crate::http::forms::Fields;
use crate::i18n::Translator;
use crate::storage::events::Event;
use crate::storage::review::changes::Change;
use crate::storage::review::dossier::Hearing;
use crate::storage::review::merges::Merge;
use crate::views::advies::{AdviesSummary, summary};
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::{Badge, idea_state, key, word};
use crate::views::{Crumb, Nav, Page};

/// What was typed in one of the forms of the page, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Kept {
    /// Which form.
    form: &'static str,
    values: Values,
    errors: Vec<FieldError>,
}

impl Kept {
    /// What was typed in this form.
    #[must_use]
    pub fn of(form: &'static str, fields: &Fields) -> Self {
        Self { form, values: fields.values(), errors: Vec::new() }
    }

    /// The reason that the writer wants to be checked for plain language.
    fn plain_text(&self) -> Option<&str> {
        self.values.get("reason").filter(|_| self.values.contains_key("check")).map(String::as_str)
    }

    /// And what is wrong with it.
    #[must_use]
    pub fn with(self, errors: Vec<FieldError>) -> Self {
        Self { errors, ..self }
    }
}

/// A name with a value, as `partials/facts.hbs` takes it.
#[derive(Debug, Serialize)]
struct Fact {
    key: String,
    value: String,
    href: Option<String>,
}

/// A part of the idea, in the owner's words.
#[derive(Debug, Serialize)]
struct Part {
    heading: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct Asked {
    question: String,
    who: String,
    due: Option<String>,
    answer: Option<String>,
}

#[derive(Debug, Serialize)]
struct Ready {
    kind: Badge,
    cost: Option<String>,
    reason: String,
    line: String,
    back: bool,
}

/// What the owner says of a "no" that is not final.
#[derive(Debug, Serialize)]
struct Heard {
    line: String,
    answer: Option<String>,
}

#[derive(Debug, Serialize)]
struct Again {
    reason: String,
    mine: bool,
}

#[derive(Debug, Serialize)]
struct Proposed {
    text: String,
    reason: String,
    state: Badge,
}

/// A proposal for other words.
#[derive(Debug, Serialize)]
struct Proposal {
    href: String,
    line: String,
    state: Badge,
}

/// An entry of `partials/timeline.hbs`.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    date: String,
    iso: String,
    title: String,
    text: Option<String>,
    actor: Option<String>,
    current: bool,
}

/// A form that folds; open when something in it is wrong.
#[derive(Debug, Serialize)]
struct Fold {
    open: bool,
    fields: Vec<Field>,
}

/// The way to an answer, for an idea that has none ready.
#[derive(Debug, Serialize)]
struct Guide {
    contact: Option<String>,
}

/// The desk for one idea.
#[derive(Debug, Serialize)]
pub struct ReviewPage {
    guide: Option<Guide>,
    id: IdeaId,
    name: String,
    state: Badge,
    waits: Option<String>,
    facts: Vec<Fact>,
    parts: Vec<Part>,
    questions: Vec<Asked>,
    verdict: Option<Ready>,
    again: Option<Again>,
    hearing: Option<Heard>,
    adviezen: Vec<AdviesSummary>,
    merges: Vec<Proposed>,
    changes: Vec<Proposal>,
    propose_change: bool,
    challenge: bool,
    timeline: Vec<Entry>,
    errors: Vec<SummaryLine>,
    frozen: bool,
    publication: String,
    publication_text: String,
    take_up: bool,
    judge: Option<Vec<Field>>,
    checked: bool,
    plain: Vec<String>,
    ask: Option<Fold>,
    hand_over: Option<Fold>,
    merge: Option<Fold>,
}

impl ReviewPage {
    /// The page as `me` sees it.
    #[must_use]
    pub fn new(tr: Translator<'_>, dossier: &Dossier, me: Option<PersonId>, now: Instant, kept: &Kept) -> Self {
        let (idea, round) = (&dossier.idea, &dossier.round);
        let open = idea.state.awaits_verdict();
        let frozen = review::frozen(&round.schedule, now);
        let prepared = dossier.verdict.as_ref().filter(|verdict| verdict.published_at.is_none());
        let waits = open.then(|| review::waits_for(idea.state, idea.contact_id.is_some(), prepared.is_some()));
        let mine_first = dossier.second_look.as_ref().is_some_and(|look| me.is_none_or(|me| !may_judge_again(look.first_reviewer, me)));
        let proposed_now = dossier.merges.iter().any(|merge| merge.closed_at.is_none());
        let form = Form::new(tr, "review", &kept.values, &kept.errors);
        let judges = open && !frozen && !mine_first;
        Self {
            guide: (judges && prepared.is_none()).then(|| Guide { contact: dossier.contact.clone() }),
            id: idea.id,
            name: idea.title.clone(),
            state: idea_state(tr, idea.state),
            waits: waits.map(|waits| word(tr, "queue-waits", waits.as_str())),
            facts: facts(tr, dossier, waits),
            parts: parts(tr, dossier),
            questions: asked(tr, dossier),
            verdict: ready(tr, dossier, now),
            again: dossier.second_look.as_ref().map(|look| Again { reason: look.reason.clone(), mine: mine_first }),
            hearing: dossier.hearing.as_ref().map(|found| heard(tr, found)),
            adviezen: dossier.adviezen.iter().map(|shown| summary(tr, shown, now)).collect(),
            merges: dossier.merges.iter().map(|merge| proposed(tr, dossier, merge)).collect(),
            changes: dossier.changes.iter().map(|(change, name)| proposal(tr, change, name)).collect(),
            challenge: dossier.challenge,
            propose_change: open && !frozen && dossier.changes.iter().all(|(change, _)| change.state != ChangeState::Open),
            timeline: timeline(tr, &dossier.events),
            errors: form.summary(),
            frozen: frozen && open,
            publication: format!("/werk/oordelen/{}", round.slug),
            publication_text: publication_text(tr, dossier, now),
            take_up: open && idea.contact_id.is_none(),
            judge: judges.then(|| judge(tr, &form, dossier, kept)),
            checked: kept.plain_text().is_some(),
            plain: kept.plain_text().map(|text| plain_remarks(tr, text)).unwrap_or_default(),
            ask: (open && !frozen && idea.state != IdeaState::Question).then(|| {
                let question = form.field("question").max(1_000).rows(4);
                Fold { open: kept.form == "vraag", fields: vec![question] }
            }),
            hand_over: (open && idea.contact_id.is_some()).then(|| hand_over(&form, dossier, kept)),
            merge: (open && !frozen && !proposed_now && !dossier.others.is_empty()).then(|| {
                let into = form.choice("into", dossier.others.iter().map(|(id, title)| (id.to_string(), title.clone())));
                Fold { open: kept.form == "samenvoegen", fields: vec![into, form.field("merge_reason").max(MAX_REASON)] }
            }),
        }
    }
}

/// What makes a text harder to read, in sentences.
fn plain_remarks(tr: Translator<'_>, text: &str) -> Vec<String> {
    plain::remarks(text)
        .into_iter()
        .map(|remark| {
            tr.message(&match remark {
                Remark::LongSentence { begins, words } => Message::new("plain-long").with("begins", begins).with("words", words),
                Remark::DifficultWord { word, instead } => Message::new("plain-word").with("word", word).with("instead", instead),
            })
        })
        .collect()
}

fn heard(tr: Translator<'_>, hearing: &Hearing) -> Heard {
    let date = long_date(working_days::last_day(hearing.due_at), tr.language);
    let key = if hearing.answer.is_some() { "review-heard" } else { "review-hearing" };
    Heard { line: tr.message(&Message { key, args: vec![("date", date)] }), answer: hearing.answer.clone() }
}

fn facts(tr: Translator<'_>, dossier: &Dossier, waits: Option<WaitsFor>) -> Vec<Fact> {
    let (idea, round) = (&dossier.idea, &dossier.round);
    let mut facts = Vec::new();
    let mut fact = |name: &str, value: Option<String>, href: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push(Fact { key: tr.text(name), value, href });
        }
    };
    let due = match waits {
        Some(WaitsFor::Owner) => dossier.questions.iter().rfind(|q| q.answered_at.is_none()).map(|q| working_days::last_day(q.due_at)),
        Some(_) if idea.state == IdeaState::Submitted => idea.submitted_at.map(review::first_reaction_by),
        _ => None,
    };
    let theme = idea.theme.as_ref().and_then(|slug| round.rules.themes.iter().find(|theme| theme.slug == *slug)).map(|theme| theme.name.clone());
    fact("review-fact-contact", Some(dossier.contact.clone().unwrap_or_else(|| tr.text("queue-nobody"))), None);
    fact("review-fact-due", due.map(|day| long_date(day, tr.language)), None);
    fact("review-fact-round", Some(round.name.clone()), Some(format!("/rondes/{}", round.slug)));
    fact("review-fact-owner", Some(dossier.owner.clone()), None);
    fact("review-fact-authors", Some(dossier.authors.join(", ")), None);
    fact("review-fact-submitted", idea.submitted_at.map(|at| long_date(at.day(), tr.language)), None);
    fact("review-fact-theme", theme, None);
    fact("review-fact-place", Some(idea.place.clone()), None);
    fact("review-fact-guess", idea.cost_guess.map(|cents| cents.to_string()), None);
    fact("review-fact-supporters", Some(dossier.supporters.to_string()), None);
    facts
}

fn parts(tr: Translator<'_>, dossier: &Dossier) -> Vec<Part> {
    let idea = &dossier.idea;
    [("review-part-why", &idea.why), ("review-part-residents", &idea.residents_do), ("review-part-municipality", &idea.municipality_does)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| Part { heading: tr.text(name), text: text.clone() })
        .collect()
}

fn asked(tr: Translator<'_>, dossier: &Dossier) -> Vec<Asked> {
    let line =
        |name: &'static str, who: &str, at: Instant| tr.message(&Message::new(name).with("name", who).with("date", long_date(at.day(), tr.language)));
    dossier
        .questions
        .iter()
        .map(|question| Asked {
            who: line("review-asked", dossier.name_of(question.asked_by).unwrap_or_default(), question.asked_at),
            due: question.answered_at.is_none().then(|| {
                let date = long_date(working_days::last_day(question.due_at), tr.language);
                tr.message(&Message::new("review-answer-by").with("date", date))
            }),
            question: question.question.clone(),
            answer: question.answer.clone(),
        })
        .collect()
}

fn ready(tr: Translator<'_>, dossier: &Dossier, now: Instant) -> Option<Ready> {
    let found = dossier.verdict.as_ref()?;
    let tone = match found.verdict.kind() {
        VerdictKind::Feasible => "success",
        VerdictKind::NotFeasible => "error",
        VerdictKind::Forwarded => "info",
    };
    let name = if found.published_at.is_some() { "review-verdict-published" } else { "review-verdict-prepared" };
    let at = found.published_at.unwrap_or(found.at);
    let line = Message::new(name).with("name", dossier.name_of(found.by).unwrap_or_default()).with("date", long_date(at.day(), tr.language));
    Some(Ready {
        kind: Badge { tone, text: word(tr, "verdict", found.verdict.kind().as_str()) },
        cost: found.verdict.cost().map(|cost| cost.to_string()),
        reason: found.verdict.reason().to_owned(),
        line: tr.message(&line),
        back: found.published_at.is_none() && !review::frozen(&dossier.round.schedule, now),
    })
}

fn judge(tr: Translator<'_>, form: &Form<'_>, dossier: &Dossier, kept: &Kept) -> Vec<Field> {
    let kinds = VerdictKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), word(tr, "verdict", kind.as_str())));
    let (kind, cost, reason) =
        (form.choice("kind", kinds), form.field("cost").inputmode("decimal").max(20), form.field("reason").max(MAX_REASON).rows(6));
    let keeper = |name: &str, known: Option<&str>| {
        let field = form.field(name).max(MAX_NAME).optional();
        if kept.form == "oordeel" { field } else { field.or_value(known.unwrap_or_default()) }
    };
    let known = dossier.forward.as_ref();
    let keeper_name = keeper("keeper_name", known.map(|forward| forward.keeper_name.as_str()));
    let keeper_email = keeper("keeper_email", known.map(|forward| forward.keeper_email.as_str())).kind("email", None);
    // What was just typed stays as it was typed, also where nothing was.
    let Some(prepared) = dossier.verdict.as_ref().filter(|_| kept.form != "oordeel") else {
        return vec![kind, cost, reason, keeper_name, keeper_email];
    };
    let kind = kind.or_choice(prepared.verdict.kind().as_str());
    let cost = match prepared.verdict.cost() {
        Some(cents) => cost.or_value(&cents.to_string()),
        None => cost,
    };
    vec![kind, cost, reason.or_value(prepared.verdict.reason()), keeper_name, keeper_email]
}

fn hand_over(form: &Form<'_>, dossier: &Dossier, kept: &Kept) -> Fold {
    let colleagues = dossier.team.iter().filter(|colleague| Some(colleague.id) != dossier.idea.contact_id);
    let to = form.choice("to", colleagues.map(|colleague| (colleague.id.to_string(), colleague.name.clone())));
    Fold { open: kept.form == "overdragen", fields: vec![to, form.field("handover_reason").max(MAX_REASON)] }
}

fn proposed(tr: Translator<'_>, dossier: &Dossier, merge: &Merge) -> Proposed {
    let (name, other) = if merge.idea == dossier.idea.id { ("merge-into-this", merge.into) } else { ("merge-from-this", merge.idea) };
    let title = dossier.others.iter().find(|(id, _)| *id == other).map_or_else(|| other.to_string(), |(_, title)| title.clone());
    let (tone, state) = match merge.answer() {
        MergeAnswer::Open => ("warning", "merge-open"),
        MergeAnswer::Agreed => ("success", "merge-agreed"),
        MergeAnswer::Refused => ("neutral", "merge-refused"),
    };
    Proposed { text: tr.message(&Message::new(name).with("title", title)), reason: merge.reason.clone(), state: Badge { tone, text: tr.text(state) } }
}

fn proposal(tr: Translator<'_>, change: &Change, name: &str) -> Proposal {
    let line = Message::new("review-change-line").with("name", name).with("date", long_date(change.at.day(), tr.language));
    Proposal { href: format!("/wijzigingen/{}", change.id), line: tr.message(&line), state: badge(tr, change.state) }
}

fn publication_text(tr: Translator<'_>, dossier: &Dossier, now: Instant) -> String {
    match dossier.round.verdicts_at {
        Some(moment) if now < moment => tr.message(&Message::new("review-publication-at").with("time", long_time(moment, tr.language))),
        _ => tr.text("review-publication-by-hand"),
    }
}

/// What happened, the newest last.
pub(super) fn timeline(tr: Translator<'_>, events: &[Event]) -> Vec<Entry> {
    let last = events.len();
    events
        .iter()
        .enumerate()
        .map(|(index, event)| {
            let NewEvent { at, action, reason, actor_role, .. } = &event.what;
            Entry {
                date: long_date(at.day(), tr.language),
                iso: at.day().to_string(),
                title: tr.optional(&key("event", action)).unwrap_or_else(|| action.clone()),
                text: reason.clone(),
                actor: Some(event.actor_name.clone().unwrap_or_else(|| word(tr, "role", actor_role))),
                current: index + 1 == last,
            }
        })
        .collect()
}

impl Page for ReviewPage {
    const TEMPLATE: &'static str = "pages/review";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("review-title").with("title", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let here = Crumb::name(self.name.clone(), format!("/werk/ideeen/{}", self.id));
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("queue-title", "/werk/ideeen"), here]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        super::samples::all(tr)
    }
}
