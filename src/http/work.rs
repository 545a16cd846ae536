//! The start page of staff.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::access::Access;
use super::respond::page;
use super::routes::Routes;
use super::visit::Visit;
use crate::app::rounds::Overview;
use crate::app::work::{self, Task};
use crate::app::Context;
use crate::domain::person::{ROUND_MANAGERS, Role};
use crate::domain::time::Instant;
use crate::error::{Message, Result};
use crate::i18n::Translator;
use crate::views::round::{Badge, badge, place_names};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk", Access::Roles(Role::ALL), work)
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
}

/// What waits for somebody, and their rounds.
#[derive(Debug, Serialize)]
pub struct WorkPage {
    tasks: Vec<TaskLine>,
    rounds: Vec<RoundLine>,
    manages: bool,
}

impl WorkPage {
    fn new(tr: Translator<'_>, tasks: &[Task], rounds: &[Overview], manages: bool, now: Instant) -> Self {
        let line = |task: &Task| TaskLine { href: task.href.clone(), label: tr.message(&task.label), count: task.count };
        let round = |overview: &Overview| RoundLine {
            name: overview.round.name.clone(),
            href: format!("/rondes/{}", overview.round.slug),
            place: place_names(overview),
            phase: badge(tr, overview, now),
            manage: manages.then(|| format!("/werk/rondes/{}", overview.round.slug)),
        };
        Self { tasks: tasks.iter().map(line).collect(), rounds: rounds.iter().map(round).collect(), manages }
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
        let task = Task { href: "/werk/rondes/x/controle".into(), label: Message::new("work-task-draft").with("name", "Wijkdeal <De Wijert>"), count: 3 };
        let city = super::samples::cities();
        let rounds: Vec<Overview> = city.iter().flat_map(|city| city.rounds.clone()).collect();
        let now = super::samples::now();
        vec![Self::new(tr, &[], &[], false, now), Self::new(tr, &[task], &rounds, true, now)]
    }
}

async fn work(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let (tasks, rounds) = work::overview(&context, visit.actor.clone()).await?;
    let shown = WorkPage::new(context.views.translator(visit.language), &tasks, &rounds, visit.actor.has_any(ROUND_MANAGERS), context.now());
    page(&context, &visit, &shown)
}
