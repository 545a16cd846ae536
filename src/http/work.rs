//! The start page of staff.

use actix_web::http::Method;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::access::Access;
use super::respond::page;
use super::routes::Routes;
use super::visit::Visit;
use crate::app::Context;
use crate::app::count::doors::doors;
use crate::app::rounds::Overview;
use crate::app::work::{self, Task};
use crate::domain::person::{Actor, ROUND_MANAGERS, Role};
use crate::domain::time::Instant;
use crate::error::{Message, Result};
use crate::i18n::Translator;
use crate::storage::rounds::Round;
use crate::views::round::{Action, Badge, badge, place_names};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk", Access::Roles(Role::ALL), work)
}

/// The other pages of staff, with the text of their title. Who sees which is what their route says.
const PAGES: [(&str, &str); 11] = [
    ("/werk/ideeen", "queue-title"),
    ("/werk/doorgestuurd", "forwarded-title"),
    ("/werk/uitdaagrecht", "challenges-title"),
    ("/werk/argumenten", "argument-desk-title"),
    ("/werk/veldwerk", "field-title"),
    ("/werk/hulp", "help-desk-title"),
    ("/werk/uitvoering", "execution-title"),
    ("/werk/adviezen", "advies-desk-title"),
    ("/werk/adviesorganen", "organen-title"),
    ("/werk/wat-als", "whatif-title"),
    ("/werk/mensen", "people-title"),
];

/// The pages this person may open.
fn pages_of(actor: &Actor) -> Vec<(&'static str, &'static str)> {
    let routes = super::routes::all();
    let may = |path: &str| routes.entries().any(|entry| entry.method == Method::GET && entry.path == path && entry.access.check(actor).is_ok());
    PAGES.into_iter().filter(|(path, _)| may(path)).collect()
}

#[derive(Debug, Serialize)]
struct TaskLine {
    href: String,
    label: String,
    count: i64,
}

#[derive(Debug, Serialize)]
struct RoundLine {
    name: String,
    href: String,
    place: String,
    phase: Badge,
    manage: Option<String>,
    doors: Vec<Action>,
}

/// The pages about the vote of a round that this person can use now.
pub(super) fn doors_of(tr: Translator<'_>, actor: &Actor, round: &Round, now: Instant) -> Vec<Action> {
    let open = doors(actor, round, now);
    let door = |page: &str, key: &str| Action { href: format!("/werk/rondes/{}/{page}", round.id), label: tr.text(key) };
    let all = [
        open.codes.then(|| door("stemcodes", "round-to-codes")),
        open.paper.then(|| door("papier", "paper-crumb")),
        open.places.then(|| door("stemplekken", "places-crumb")),
        open.count.then(|| door("tellen", "round-to-count")),
    ];
    all.into_iter().flatten().collect()
}

/// What waits for somebody, and their rounds.
#[derive(Debug, Serialize)]
pub struct WorkPage {
    tasks: Vec<TaskLine>,
    pages: Vec<Action>,
    rounds: Vec<RoundLine>,
    manages: bool,
}

impl WorkPage {
    fn new(tr: Translator<'_>, tasks: &[Task], pages: &[(&'static str, &'static str)], rounds: &[Overview], actor: &Actor, now: Instant) -> Self {
        let manages = actor.has_any(ROUND_MANAGERS);
        let line = |task: &Task| TaskLine { href: task.href.clone(), label: tr.message(&task.label), count: task.count };
        let round = |overview: &Overview| RoundLine {
            name: overview.round.name.clone(),
            href: format!("/rondes/{}", overview.round.slug),
            place: place_names(overview),
            phase: badge(tr, overview, now),
            manage: manages.then(|| format!("/werk/rondes/{}", overview.round.slug)),
            doors: doors_of(tr, actor, &overview.round, now),
        };
        let pages = pages.iter().map(|(href, key)| Action { href: (*href).to_owned(), label: tr.text(key) }).collect();
        Self { tasks: tasks.iter().map(line).collect(), pages, rounds: rounds.iter().map(round).collect(), manages }
    }
}

impl Page for WorkPage {
    const TEMPLATE: &'static str = "pages/work";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("work-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("work-title", "/werk")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let task =
            Task { href: "/werk/rondes/x/controle".into(), label: Message::new("work-task-draft").with("name", "Wijkdeal <De Wijert>"), count: 3 };
        let city = super::samples::cities();
        let rounds: Vec<Overview> = city.iter().flat_map(|city| city.rounds.clone()).collect();
        let now = super::samples::now();
        let manager = super::samples::manager();
        vec![Self::new(tr, &[], &[], &[], &Actor::Visitor, now), Self::new(tr, &[task], &PAGES, &rounds, &manager, now)]
    }
}

async fn work(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let (tasks, rounds) = work::overview(&context, visit.actor.clone()).await?;
    let shown = WorkPage::new(context.views.translator(visit.language), &tasks, &pages_of(&visit.actor), &rounds, &visit.actor, context.now());
    page(&context, &visit, &shown)
}
