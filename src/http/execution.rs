//! The gebiedsteam carries out what was chosen.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::access::Access;
use super::forms::{Fields, Posted};
use super::respond::{page, page_with, see_with};
use super::routes::Routes;
use super::sign_in::Nothing;
use super::visit::Visit;
use crate::app::Context;
use crate::app::execution::{self, Line};
use crate::app::review::verdicts::reason_error;
use crate::domain::idea::{IdeaState, IdeaStep};
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::money::Cents;
use crate::domain::person::REVIEWERS;
use crate::domain::review::{MAX_REASON, reason};
use crate::domain::text::paragraphs;
use crate::error::{FieldError, Message, Result};
use crate::i18n::Translator;
use crate::storage::ideas::Idea;
use crate::storage::updates::{Chosen, Update};
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::updates::{UpdateView, updates};
use crate::views::words::{Badge, Day, day, idea_state};
use crate::views::{Crumb, Nav, Page, samples};

/// The shortest and the longest update, in characters.
const UPDATE: (usize, usize) = (10, 2_000);

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let team = Access::Roles(REVIEWERS);
    routes
        .get("/werk/uitvoering", team, list)
        .get("/werk/uitvoering/{id:\\d+}", team, one)
        .post("/werk/uitvoering/{id:\\d+}/start", team, start)
        .post("/werk/uitvoering/{id:\\d+}/bericht", team, tell)
        .post("/werk/uitvoering/{id:\\d+}/klaar", team, finish)
        .post("/werk/uitvoering/{id:\\d+}/stop", team, stop)
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("execution-title", "/werk/uitvoering")]
}

fn href(id: IdeaId) -> String {
    format!("/werk/uitvoering/{id}")
}

#[derive(Debug, Serialize)]
struct Row {
    href: String,
    title: String,
    round: String,
    state: Badge,
    contact: Option<String>,
    cost: Option<String>,
    heard: Option<Day>,
}

/// The chosen ideas of a gebiedsteam.
#[derive(Debug, Serialize)]
pub struct ExecutionListPage {
    going: Vec<Row>,
    over: Vec<Row>,
}

impl ExecutionListPage {
    fn new(tr: Translator<'_>, lines: Vec<Line>) -> Self {
        let row = |line: Line| Row {
            href: href(line.idea.idea),
            title: line.idea.title,
            round: line.idea.round,
            state: idea_state(tr, line.idea.state),
            contact: line.contact,
            cost: line.idea.cost.map(|cost| cost.to_string()),
            heard: line.heard.map(|at| day(tr, at)),
        };
        let (going, over): (Vec<Line>, Vec<Line>) =
            lines.into_iter().partition(|line| matches!(line.idea.state, IdeaState::Chosen | IdeaState::InProgress));
        Self { going: going.into_iter().map(row).collect(), over: over.into_iter().map(row).collect() }
    }
}

impl Page for ExecutionListPage {
    const TEMPLATE: &'static str = "pages/execution_list";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("execution-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let line = |state, heard: bool| Line {
            idea: Chosen {
                idea: IdeaId(7),
                title: "Plukbomen <in> het plantsoen".into(),
                state,
                round: "De Wijert 2027".into(),
                contact: heard.then_some(PersonId(1)),
                cost: heard.then_some(Cents::euros(4_500)),
                changed_at: samples::noon(3),
            },
            contact: heard.then(|| "Sam".into()),
            heard: heard.then(|| samples::noon(4)),
        };
        let all = vec![line(IdeaState::Chosen, false), line(IdeaState::InProgress, true), line(IdeaState::Done, true)];
        vec![Self::new(tr, all), Self::new(tr, Vec::new())]
    }
}

async fn list(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let lines = execution::list(&context, &visit.actor).await?;
    page(&context, &visit, &ExecutionListPage::new(context.views.translator(visit.language), lines))
}

/// One chosen idea.
#[derive(Debug, Serialize)]
pub struct ExecutionPage {
    id: IdeaId,
    name: String,
    state: Badge,
    cost: Option<String>,
    updates: Vec<UpdateView>,
    start: bool,
    going: bool,
    body: Field,
    reason: Option<Field>,
    stop_open: bool,
    errors: Vec<SummaryLine>,
}

impl ExecutionPage {
    fn new(tr: Translator<'_>, idea: &Idea, told: Vec<Update>, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "execution", values, errors);
        let stoppable = matches!(idea.state, IdeaState::Chosen | IdeaState::InProgress);
        Self {
            id: idea.id,
            name: idea.title.clone(),
            state: idea_state(tr, idea.state),
            cost: idea.cost.map(|cost| cost.to_string()),
            updates: updates(tr, told),
            start: idea.state == IdeaState::Chosen,
            going: idea.state == IdeaState::InProgress,
            body: form.field("body").max(UPDATE.1).rows(5),
            reason: stoppable.then(|| form.field("reason").max(MAX_REASON)),
            stop_open: errors.iter().any(|error| error.field == "reason"),
            errors: form.summary(),
        }
    }
}

impl Page for ExecutionPage {
    const TEMPLATE: &'static str = "pages/execution";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("execution-one-title").with("title", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::name(self.name.clone(), href(self.id)));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let told = || vec![Update { body: "De gaten zijn gegraven.".into(), at: samples::noon(4) }];
        let wrong = |field| [FieldError::new(field, Message::new("error-empty"))];
        let none = Values::new();
        vec![
            Self::new(tr, &samples::idea(IdeaState::Chosen), Vec::new(), &none, &wrong("reason")),
            Self::new(tr, &samples::idea(IdeaState::InProgress), told(), &none, &wrong("body")),
            Self::new(tr, &samples::idea(IdeaState::Done), told(), &none, &[]),
        ]
    }
}

async fn one(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let (idea, told) = execution::one(&context, &visit.actor, IdeaId(*id)).await?;
    page(&context, &visit, &ExecutionPage::new(context.views.translator(visit.language), &idea, told, &Values::new(), &[]))
}

async fn again(context: &Context, visit: &Visit, id: IdeaId, fields: &Fields, error: FieldError) -> Result<HttpResponse> {
    let (idea, told) = execution::one(context, &visit.actor, id).await?;
    let shown = ExecutionPage::new(context.views.translator(visit.language), &idea, told, &fields.values(), &[error]);
    page_with(context, visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

async fn start(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, _: Posted<Nothing>) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    execution::take_step(&context, &visit.actor, id, IdeaStep::Start, None).await?;
    Ok(see_with(&context, &href(id), "ok", "flash-execution-started"))
}

async fn tell(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    let Ok(body) = paragraphs(fields.one("body"), UPDATE.0, UPDATE.1) else {
        let error = FieldError::new("body", Message::new("error-execution-update").with("min", UPDATE.0).with("max", UPDATE.1));
        return again(&context, &visit, id, &fields, error).await;
    };
    execution::update(&context, &visit.actor, id, body).await?;
    Ok(see_with(&context, &href(id), "ok", "flash-execution-told"))
}

async fn finish(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, _: Posted<Nothing>) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    execution::take_step(&context, &visit.actor, id, IdeaStep::Finish, None).await?;
    Ok(see_with(&context, &href(id), "ok", "flash-execution-finished"))
}

async fn stop(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    match reason(fields.one("reason")) {
        Ok(text) => {
            execution::take_step(&context, &visit.actor, id, IdeaStep::Stop, Some(text)).await?;
            Ok(see_with(&context, &href(id), "ok", "flash-done"))
        }
        Err(error) => again(&context, &visit, id, &fields, FieldError::new("reason", reason_error(error))).await,
    }
}
