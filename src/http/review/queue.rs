//! The queue of the gebiedsteam: what must I do today?

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::review::queue::{QueueLine, queue, rounds_in};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, PersonId, RoundId};
use crate::domain::person::REVIEWERS;
use crate::domain::review::WaitsFor;
use crate::domain::time::{Instant, long_date};
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::respond::page;
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::review::Waiting;
use crate::views::form::{Field, Form, Values};
use crate::views::words::{Badge, idea_state, word};
use crate::views::{Crumb, Link, Nav, Page};

/// Ideas on one page of the queue.
const PER_PAGE: usize = 50;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk/ideeen", Access::Roles(REVIEWERS), show)
}

/// What the queue is narrowed down to. Everything may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
struct Filter {
    /// `mij` or `niemand`.
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
    fn takes(&self, line: &QueueLine, me: Option<PersonId>) -> bool {
        let contact = match self.contact.as_str() {
            "mij" => line.idea.contact == me,
            "niemand" => line.idea.contact.is_none(),
            _ => true,
        };
        let state = self.stand.is_empty() || self.stand.parse() == Ok(line.waits_for);
        let round = self.ronde.is_empty() || self.ronde.parse() == Ok(line.idea.round);
        contact && state && round
    }

    fn href(&self, page: usize) -> String {
        let plain = |text: &str| -> String { text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect() };
        format!("/werk/ideeen?contact={}&stand={}&ronde={}&pagina={page}", plain(&self.contact), plain(&self.stand), plain(&self.ronde))
    }
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
    href: String,
    title: String,
    round: String,
    state: Badge,
    waits: String,
    contact: Option<String>,
    due: Option<String>,
    late: bool,
    age: i64,
}

/// The pages of the queue, as `partials/pagination.hbs` takes them.
#[derive(Debug, Serialize)]
struct Pages {
    previous: Option<String>,
    next: Option<String>,
    items: Vec<Link>,
}

/// The queue.
#[derive(Debug, Serialize)]
pub struct QueuePage {
    figures: Vec<Figure>,
    contact: Field,
    stand: Field,
    ronde: Field,
    rows: Vec<Row>,
    pages: Option<Pages>,
    rounds: Vec<Link>,
}

impl QueuePage {
    fn new(tr: Translator<'_>, lines: &[QueueLine], filter: &Filter, me: Option<PersonId>) -> Self {
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
        Self {
            figures,
            rows: found.iter().skip((here - 1) * PER_PAGE).take(PER_PAGE).map(|line| row(tr, line)).collect(),
            pages: (last > 1).then(|| pages(filter, here, last)),
            rounds: rounds
                .values()
                .map(|(slug, name)| Link { label: name.clone(), href: format!("/werk/oordelen/{slug}"), current: false })
                .collect(),
            ..Self::filters(tr, filter, &names)
        }
    }

    fn filters(tr: Translator<'_>, filter: &Filter, rounds: &BTreeMap<RoundId, String>) -> Self {
        let values = Values::from([
            ("contact".to_owned(), filter.contact.clone()),
            ("stand".to_owned(), filter.stand.clone()),
            ("ronde".to_owned(), filter.ronde.clone()),
        ]);
        let form = Form::new(tr, "queue", &values, &[]);
        let all = |key: &str| (String::new(), tr.text(key));
        let contacts = [all("queue-contact-all"), ("mij".into(), tr.text("queue-contact-mine")), ("niemand".into(), tr.text("queue-contact-nobody"))];
        let states = WaitsFor::ALL.iter().map(|waits| (waits.as_str().to_owned(), word(tr, "queue-waits", waits.as_str())));
        let rounds = rounds.iter().map(|(id, name)| (id.to_string(), name.clone()));
        Self {
            figures: Vec::new(),
            contact: form.choice("contact", contacts),
            stand: form.choice("stand", [all("queue-stand-all")].into_iter().chain(states)),
            ronde: form.choice("ronde", [all("queue-ronde-all")].into_iter().chain(rounds)),
            rows: Vec::new(),
            pages: None,
            rounds: Vec::new(),
        }
    }
}

fn row(tr: Translator<'_>, line: &QueueLine) -> Row {
    Row {
        href: format!("/werk/ideeen/{}", line.idea.idea),
        title: line.idea.title.clone(),
        round: line.idea.round_name.clone(),
        state: idea_state(tr, line.idea.state),
        waits: word(tr, "queue-waits", line.waits_for.as_str()),
        contact: line.contact.clone(),
        due: line.due.map(|due| long_date(due, tr.language)),
        late: line.overdue,
        age: line.age,
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
        let many: Vec<QueueLine> = (0..120).map(|id| line(id, None, false)).collect();
        vec![
            Self::new(tr, &[line(1, Some(1), true), line(2, None, false)], &Filter::default(), Some(PersonId(1))),
            Self::new(tr, &many, &Filter { pagina: 2, ..Filter::default() }, None),
            Self::new(tr, &[], &Filter::default(), None),
        ]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, filter: web::Query<Filter>) -> Result<HttpResponse> {
    let lines = queue(&context, &visit.actor).await?;
    let tr = context.views.translator(visit.language);
    page(&context, &visit, &QueuePage::new(tr, &lines, &filter, visit.actor.person()))
}
