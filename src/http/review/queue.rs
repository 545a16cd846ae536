//! The queue of the gebiedsteam: what must I do today?

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::review::queue::{self, Load, Queue, QueueLine, rounds_in};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, PersonId, RoundId};
use crate::domain::person::REVIEWERS;
use crate::domain::review::WaitsFor;
use crate::domain::review::bulk::BulkAction;
use crate::domain::time::{Instant, long_date};
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Posted};
use crate::http::respond::{page, see};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::review::{Waiting, desk};
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::{Badge, idea_state, word};
use crate::views::{Crumb, Link, Nav, Page};

/// Ideas on one page of the queue.
const PER_PAGE: usize = 50;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let staff = Access::Roles(REVIEWERS);
    routes.get("/werk/ideeen", staff, show).post("/werk/ideeen/keuze", staff, keep)
}

/// What the queue is narrowed down to. Everything may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Filter {
    /// `mij`, `niemand`, or the key of a colleague.
    #[serde(default)]
    contact: String,
    #[serde(default)]
    stand: String,
    #[serde(default)]
    ronde: String,
    #[serde(default)]
    pagina: usize,
}

impl Filter {
    pub(super) fn takes(&self, line: &QueueLine, me: Option<PersonId>) -> bool {
        let contact = match self.contact.as_str() {
            "" => true,
            "mij" => line.idea.contact == me,
            "niemand" => line.idea.contact.is_none(),
            colleague => colleague.parse().map_or(true, |id| line.idea.contact == Some(id)),
        };
        let state = self.stand.is_empty() || self.stand.parse() == Ok(line.waits_for);
        let round = self.ronde.is_empty() || self.ronde.parse() == Ok(line.idea.round);
        contact && state && round
    }

    /// Whether it narrows nothing down: then what was chosen last holds.
    fn is_open(&self) -> bool {
        self.contact.is_empty() && self.stand.is_empty() && self.ronde.is_empty()
    }

    fn href(&self, page: usize) -> String {
        format!("/werk/ideeen?contact={}&stand={}&ronde={}&pagina={page}", plain(&self.contact), plain(&self.stand), plain(&self.ronde))
    }

    /// The filter that a form sent along.
    pub(super) fn of(fields: &Fields) -> Self {
        let one = |name: &str| fields.one(name).to_owned();
        Self { contact: one("contact"), stand: one("stand"), ronde: one("ronde"), pagina: one("pagina").parse().unwrap_or_default() }
    }

    fn kept(kept: desk::Filter, page: usize) -> Self {
        Self { contact: kept.contact, stand: kept.waits_for, ronde: kept.round, pagina: page }
    }
}

/// What can stand in an address as it is.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(20).collect()
}

/// A figure above the queue.
#[derive(Debug, Serialize)]
struct Figure {
    value: String,
    label: String,
}

/// An idea in the queue.
#[derive(Debug, Serialize)]
struct Row {
    id: IdeaId,
    href: String,
    title: String,
    round: String,
    state: Badge,
    waits: String,
    contact: Option<String>,
    due: Option<String>,
    late: bool,
    age: i64,
    picked: bool,
}

/// What a colleague has to do.
#[derive(Debug, Serialize)]
struct LoadLine {
    href: String,
    name: String,
    text: String,
    late: Option<String>,
}

/// The pages of the queue, as `partials/pagination.hbs` takes them.
#[derive(Debug, Serialize)]
struct Pages {
    previous: Option<String>,
    next: Option<String>,
    items: Vec<Link>,
}

/// What the ideas are narrowed down to, as the form for several ideas sends it along.
#[derive(Debug, Default, Serialize)]
struct Chosen {
    contact: String,
    stand: String,
    ronde: String,
    pagina: usize,
}

/// What somebody filled in to do something with several ideas, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Attempt {
    /// The fields as they were filled in.
    pub values: Values,
    /// The ideas that were chosen.
    pub ids: Vec<IdeaId>,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
}

/// The queue.
#[derive(Debug, Serialize)]
pub struct QueuePage {
    figures: Vec<Figure>,
    contact: Field,
    stand: Field,
    ronde: Field,
    chosen: Chosen,
    found: usize,
    rows: Vec<Row>,
    pages: Option<Pages>,
    action: Field,
    to: Field,
    words: Field,
    load: Vec<LoadLine>,
    rounds: Vec<Link>,
    groups: Vec<Link>,
    errors: Vec<SummaryLine>,
}

impl QueuePage {
    pub(super) fn new(tr: Translator<'_>, queue: &Queue, filter: &Filter, me: Option<PersonId>, attempt: &Attempt) -> Self {
        let lines = &queue.lines;
        let found: Vec<&QueueLine> = lines.iter().filter(|line| filter.takes(line, me)).collect();
        let count = |wanted: &dyn Fn(&QueueLine) -> bool| lines.iter().filter(|line| wanted(line)).count().to_string();
        let figures = vec![
            Figure { value: count(&|line| line.overdue), label: tr.text("queue-figure-late") },
            Figure { value: count(&|line| line.idea.contact.is_some() && line.idea.contact == me), label: tr.text("queue-figure-mine") },
            Figure { value: count(&|line| line.idea.contact.is_none()), label: tr.text("queue-figure-nobody") },
            Figure { value: count(&|line| line.waits_for == WaitsFor::Owner), label: tr.text("queue-figure-owner") },
        ];
        let rounds = rounds_in(lines);
        let names = rounds.iter().map(|(id, (_, name))| (*id, name.clone())).collect();
        let last = found.len().div_ceil(PER_PAGE).max(1);
        let here = filter.pagina.clamp(1, last);
        let (contact, stand, ronde) = filters(tr, filter, &queue.load, &names);
        let team: Vec<(PersonId, String)> = queue.load.iter().map(|load| (load.person, load.name.clone())).collect();
        let (action, to, words) = bulk_fields(tr, &attempt.values, &team, &attempt.errors);
        let shown: Vec<&QueueLine> = found.iter().copied().skip((here - 1) * PER_PAGE).take(PER_PAGE).collect();
        Self {
            figures,
            contact,
            stand,
            ronde,
            chosen: Chosen { contact: plain(&filter.contact), stand: plain(&filter.stand), ronde: plain(&filter.ronde), pagina: here },
            found: found.len(),
            errors: summary(tr, &attempt.errors, &action, &shown),
            rows: shown.iter().map(|line| row(tr, line, attempt.ids.contains(&line.idea.idea))).collect(),
            pages: (last > 1).then(|| pages(filter, here, last)),
            action,
            to,
            words,
            load: queue.load.iter().map(|load| load_line(tr, load)).collect(),
            rounds: links(&rounds, "oordelen"),
            groups: links(&rounds, "groepen"),
        }
    }
}

/// What is wrong, each with where to mend it.
fn summary(tr: Translator<'_>, errors: &[FieldError], action: &Field, shown: &[&QueueLine]) -> Vec<SummaryLine> {
    let first = shown.first().map_or_else(String::new, |line| format!("kies-{}", line.idea.idea));
    let place = |error: &FieldError| if error.field == action.name { action.id.clone() } else { first.clone() };
    errors.iter().map(|error| SummaryLine { id: place(error), text: tr.message(&error.message) }).collect()
}

/// A link for each round to its page of this kind.
fn links(rounds: &BTreeMap<RoundId, (String, String)>, kind: &str) -> Vec<Link> {
    rounds.values().map(|(slug, name)| Link { label: name.clone(), href: format!("/werk/{kind}/{slug}"), current: false }).collect()
}

fn filters(tr: Translator<'_>, filter: &Filter, load: &[Load], rounds: &BTreeMap<RoundId, String>) -> (Field, Field, Field) {
    let values = Values::from([
        ("contact".to_owned(), filter.contact.clone()),
        ("stand".to_owned(), filter.stand.clone()),
        ("ronde".to_owned(), filter.ronde.clone()),
    ]);
    let form = Form::new(tr, "queue", &values, &[]);
    let all = |key: &str| (String::new(), tr.text(key));
    let contacts = [all("queue-contact-all"), ("mij".into(), tr.text("queue-contact-mine")), ("niemand".into(), tr.text("queue-contact-nobody"))];
    let colleagues = load.iter().map(|load| (load.person.to_string(), load.name.clone()));
    let states = WaitsFor::ALL.iter().map(|waits| (waits.as_str().to_owned(), word(tr, "queue-waits", waits.as_str())));
    let rounds = rounds.iter().map(|(id, name)| (id.to_string(), name.clone()));
    (
        form.choice("contact", contacts.into_iter().chain(colleagues)).quiet(),
        form.choice("stand", [all("queue-stand-all")].into_iter().chain(states)).quiet(),
        form.choice("ronde", [all("queue-ronde-all")].into_iter().chain(rounds)).quiet(),
    )
}

/// The fields of an order for several ideas: what, to whom, and the words that go with it.
pub(super) fn bulk_fields(tr: Translator<'_>, values: &Values, team: &[(PersonId, String)], errors: &[FieldError]) -> (Field, Field, Field) {
    let form = Form::new(tr, "bulk", values, errors);
    let actions = BulkAction::ALL.iter().map(|action| (action.as_str().to_owned(), word(tr, "bulk-action", action.as_str())));
    let nobody = (String::new(), tr.text("bulk-to-nobody"));
    let team = team.iter().map(|(id, name)| (id.to_string(), name.clone()));
    (
        form.choice("action", actions),
        form.choice("to", std::iter::once(nobody).chain(team)).optional(),
        form.field("words").max(crate::domain::review::MAX_REASON).rows(3).optional(),
    )
}

fn row(tr: Translator<'_>, line: &QueueLine, picked: bool) -> Row {
    Row {
        id: line.idea.idea,
        href: format!("/werk/ideeen/{}", line.idea.idea),
        title: line.idea.title.clone(),
        round: line.idea.round_name.clone(),
        state: idea_state(tr, line.idea.state),
        waits: word(tr, "queue-waits", line.waits_for.as_str()),
        contact: line.contact.clone(),
        due: line.due.map(|due| long_date(due, tr.language)),
        late: line.overdue,
        age: line.age,
        picked,
    }
}

fn load_line(tr: Translator<'_>, load: &Load) -> LoadLine {
    LoadLine {
        href: format!("/werk/ideeen?contact={}", load.person),
        name: load.name.clone(),
        text: tr.message(&Message::new("queue-load-ideas").with("n", load.ideas)),
        late: (load.overdue > 0).then(|| tr.message(&Message::new("queue-load-late").with("n", load.overdue))),
    }
}

fn pages(filter: &Filter, here: usize, last: usize) -> Pages {
    Pages {
        previous: (here > 1).then(|| filter.href(here - 1)),
        next: (here < last).then(|| filter.href(here + 1)),
        items: (1..=last).map(|page| Link { label: page.to_string(), href: filter.href(page), current: page == here }).collect(),
    }
}

impl Page for QueuePage {
    const TEMPLATE: &'static str = "pages/queue";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("queue-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("queue-title", "/werk/ideeen")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let Ok(at) = Instant::parse_local("2027-03-01T12:00") else { return Vec::new() };
        let line = |id: i64, contact: Option<i64>, overdue: bool| QueueLine {
            idea: Waiting {
                idea: IdeaId(id),
                title: "Plukbomen <in> het plantsoen".into(),
                state: IdeaState::Submitted,
                round: RoundId(1),
                round_slug: "de-wijert-2027".into(),
                round_name: "De Wijert 2027".into(),
                verdicts_at: None,
                contact: contact.map(PersonId),
                submitted_at: Some(at),
                prepared_at: None,
            },
            contact: contact.map(|_| "Sam".to_owned()),
            waits_for: WaitsFor::Team,
            due: overdue.then(|| at.day()),
            overdue,
            age: 12,
        };
        let load = Load { person: PersonId(1), name: "Sam <i>".into(), ideas: 3, overdue: 1 };
        let free = Load { person: PersonId(2), name: "Kim".into(), ideas: 0, overdue: 0 };
        let queue = |lines| Queue { lines, load: vec![load.clone(), free.clone()], kept: None };
        let many: Vec<QueueLine> = (0..120).map(|id| line(id, None, false)).collect();
        let two = || queue(vec![line(1, Some(1), true), line(2, None, false)]);
        let empty = Attempt::default();
        let wrong = Attempt {
            values: Values::from([("words".to_owned(), "Kim weet <alles> van bomen.".to_owned())]),
            ids: vec![IdeaId(2)],
            errors: ["action", "ids"].map(|field| FieldError::new(field, Message::new("error-bulk-action"))).into(),
        };
        vec![
            Self::new(tr, &two(), &Filter::default(), Some(PersonId(1)), &empty),
            Self::new(tr, &queue(many), &Filter { pagina: 2, ..Filter::default() }, None, &empty),
            Self::new(tr, &Queue::default(), &Filter::default(), None, &empty),
            Self::new(tr, &two(), &Filter::default(), None, &wrong),
        ]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, asked: web::Query<Filter>) -> Result<HttpResponse> {
    let queue = queue::queue(&context, &visit.actor).await?;
    let filter = match &queue.kept {
        Some(kept) if asked.is_open() => Filter::kept(kept.clone(), asked.pagina),
        _ => asked.into_inner(),
    };
    let tr = context.views.translator(visit.language);
    page(&context, &visit, &QueuePage::new(tr, &queue, &filter, visit.actor.person(), &Attempt::default()))
}

/// Keeps what was chosen, so that the queue is narrowed down the same way tomorrow.
async fn keep(context: web::Data<Context>, visit: Visit, filter: Posted<Filter>) -> Result<HttpResponse> {
    let filter = desk::Filter { contact: plain(&filter.0.contact), waits_for: plain(&filter.0.stand), round: plain(&filter.0.ronde) };
    queue::keep_filter(&context, &visit.actor, filter).await?;
    Ok(see("/werk/ideeen"))
}
