//! Right to Challenge: what residents want to take over, and how far it is.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::review::challenges::{self, Desk, read_task};
use crate::app::review::verdicts::reason_error;
use crate::domain::idea::IdeaState;
use crate::domain::ids::IdeaId;
use crate::domain::money::Cents;
use crate::domain::person::REVIEWERS;
use crate::domain::review::challenge::{MAX_TEXT, Stage, Task};
use crate::domain::review::{MAX_REASON, reason};
use crate::domain::time::long_date;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::ideas::Idea;
use crate::storage::review::challenges::Challenge;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::{Badge, word};
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let staff = Access::Roles(REVIEWERS);
    routes
        .get("/ideeen/{id:[0-9]+}/uitdaagrecht", Access::SignedIn, form)
        .post("/ideeen/{id:[0-9]+}/uitdaagrecht", Access::SignedIn, describe)
        .get("/werk/uitdaagrecht", staff, overview)
        .get("/werk/uitdaagrecht/{id:[0-9]+}", staff, desk)
        .post("/werk/uitdaagrecht/{id:[0-9]+}", staff, move_on)
}

/// Where one is, as a badge.
#[must_use]
pub fn badge(tr: Translator<'_>, stage: Stage) -> Badge {
    let tone = match stage {
        Stage::Asked => "warning",
        Stage::Exploring | Stage::Agreeing => "info",
        Stage::TakenOver => "success",
        Stage::NotTaken => "neutral",
    };
    Badge { tone, text: word(tr, "challenge-stage", stage.as_str()) }
}

/// The task in sentences: what, by whom, at what cost.
#[must_use]
pub fn told(tr: Translator<'_>, task: &Task) -> String {
    let cost =
        task.cost.map_or_else(|| tr.text("challenge-cost-unknown"), |cost| tr.message(&Message::new("challenge-cost-known").with("cost", cost)));
    let now = tr.message(&Message::new("challenge-told-now").with("now", &task.now));
    let by = tr.message(&Message::new("challenge-told-by").with("by", &task.by));
    [now, by, cost].join("\n")
}

/// What the authors want to take over.
#[derive(Debug, Serialize)]
pub struct ChallengePage {
    id: IdeaId,
    name: String,
    task_now: Field,
    done_by: Field,
    cost_now: Field,
    there: bool,
    errors: Vec<SummaryLine>,
}

impl ChallengePage {
    fn new(tr: Translator<'_>, idea: &Idea, challenge: Option<&Challenge>, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "challenge", values, errors);
        let known = challenge.filter(|_| values.is_empty()).map(|challenge| &challenge.task);
        let text = |text: Option<&String>| text.cloned().unwrap_or_default();
        let cost = known.and_then(|task| task.cost).map(|cost| cost.to_string()).unwrap_or_default();
        Self {
            id: idea.id,
            name: idea.title.clone(),
            task_now: form.field("task_now").max(MAX_TEXT).rows(4).or_value(&text(known.map(|task| &task.now))),
            done_by: form.field("done_by").max(MAX_TEXT).rows(2).or_value(&text(known.map(|task| &task.by))),
            cost_now: form.field("cost_now").inputmode("decimal").max(20).optional().or_value(&cost),
            there: challenge.is_some(),
            errors: form.summary(),
        }
    }
}

impl Page for ChallengePage {
    const TEMPLATE: &'static str = "pages/challenge";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("challenge-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-mine", "/mijn"),
            Crumb::name(self.name.clone(), format!("/ideeen/{}", self.id)),
            Crumb::text("challenge-title", format!("/ideeen/{}/uitdaagrecht", self.id)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let idea = samples::idea(IdeaState::Submitted);
        let errors = [FieldError::new("task_now", Message::new("error-empty"))];
        vec![Self::new(tr, &idea, None, &Values::new(), &errors), Self::new(tr, &idea, Some(&sample(Stage::Asked)), &Values::new(), &[])]
    }
}

/// An idea that asks to take over a task, for the samples.
#[must_use]
pub fn sample(stage: Stage) -> Challenge {
    let cost = (stage != Stage::Exploring).then(|| Cents::euros(12_000));
    let task = Task { now: "Het <groen> maaien.".into(), by: "Een aannemer.".into(), cost };
    Challenge { idea: IdeaId(7), task, stage, since: samples::noon(2) }
}

async fn form(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let (idea, challenge) = challenges::for_authors(&context, &visit.actor, IdeaId(*id)).await?;
    let tr = context.views.translator(visit.language);
    page(&context, &visit, &ChallengePage::new(tr, &idea, challenge.as_ref(), &Values::new(), &[]))
}

async fn describe(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    let task = if fields.one("weg").is_empty() {
        read_task(fields.one("task_now"), fields.one("done_by"), fields.one("cost_now")).map(Some)
    } else {
        Ok(None)
    };
    match task {
        Ok(task) => {
            challenges::describe(&context, &visit.actor, id, task).await?;
            Ok(see_with(&context, &format!("/ideeen/{id}"), "ok", "flash-saved"))
        }
        Err(errors) => {
            let (idea, challenge) = challenges::for_authors(&context, &visit.actor, id).await?;
            let shown = ChallengePage::new(context.views.translator(visit.language), &idea, challenge.as_ref(), &fields.values(), &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
    }
}

/// One of them in the overview.
#[derive(Debug, Serialize)]
struct Row {
    href: String,
    title: String,
    stage: Badge,
    since: String,
}

/// All ideas of my gebieden that ask to take over a task.
#[derive(Debug, Serialize)]
pub struct ChallengesPage {
    rows: Vec<Row>,
}

impl ChallengesPage {
    fn new(tr: Translator<'_>, all: &[(Challenge, String)]) -> Self {
        let row = |(challenge, title): &(Challenge, String)| Row {
            href: format!("/werk/uitdaagrecht/{}", challenge.idea),
            title: title.clone(),
            stage: badge(tr, challenge.stage),
            since: tr.message(&Message::new("challenge-since").with("date", long_date(challenge.since.day(), tr.language))),
        };
        Self { rows: all.iter().map(row).collect() }
    }
}

impl Page for ChallengesPage {
    const TEMPLATE: &'static str = "pages/challenges";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("challenges-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("challenges-title", "/werk/uitdaagrecht")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let all: Vec<(Challenge, String)> = Stage::ALL.iter().map(|stage| (sample(*stage), "Zelf <maaien>".to_owned())).collect();
        vec![Self::new(tr, &all), Self::new(tr, &[])]
    }
}

async fn overview(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let all = challenges::overview(&context, &visit.actor).await?;
    page(&context, &visit, &ChallengesPage::new(context.views.translator(visit.language), &all))
}

/// One of them at the desk.
#[derive(Debug, Serialize)]
pub struct ChallengeDeskPage {
    id: IdeaId,
    name: String,
    told: String,
    stage: Badge,
    next: Option<Field>,
    reason: Field,
    errors: Vec<SummaryLine>,
}

impl ChallengeDeskPage {
    fn new(tr: Translator<'_>, desk: &Desk, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "challenges", values, errors);
        let next = desk.challenge.stage.next();
        let options = next.iter().map(|stage| (stage.as_str().to_owned(), word(tr, "challenge-next", stage.as_str())));
        Self {
            id: desk.idea.id,
            name: desk.idea.title.clone(),
            told: told(tr, &desk.challenge.task),
            stage: badge(tr, desk.challenge.stage),
            next: (!next.is_empty()).then(|| form.choice("next", options)),
            reason: form.field("reason").max(MAX_REASON).rows(5),
            errors: form.summary(),
        }
    }
}

impl Page for ChallengeDeskPage {
    const TEMPLATE: &'static str = "pages/challenge_desk";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("challenge-desk-title").with("title", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-work", "/werk"),
            Crumb::text("challenges-title", "/werk/uitdaagrecht"),
            Crumb::name(self.name.clone(), format!("/werk/uitdaagrecht/{}", self.id)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let desk = |stage| Desk { idea: samples::idea(IdeaState::Challenge), challenge: sample(stage) };
        let errors = [FieldError::new("reason", Message::new("error-empty"))];
        let mut all: Vec<Self> = Stage::ALL.iter().map(|stage| Self::new(tr, &desk(*stage), &Values::new(), &[])).collect();
        all.push(Self::new(tr, &desk(Stage::Asked), &Values::new(), &errors));
        all
    }
}

async fn desk(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let desk = challenges::desk(&context, &visit.actor, IdeaId(*id)).await?;
    page(&context, &visit, &ChallengeDeskPage::new(context.views.translator(visit.language), &desk, &Values::new(), &[]))
}

async fn move_on(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    let mut errors = Vec::new();
    let to = fields.one("next").parse::<Stage>().map_err(|_| errors.push(FieldError::new("next", Message::new("error-challenge-next"))));
    let reason = reason(fields.one("reason")).map_err(|error| errors.push(FieldError::new("reason", reason_error(error))));
    let done = match (to, reason) {
        (Ok(to), Ok(reason)) => challenges::move_on(&context, &visit.actor, id, to, reason).await,
        _ => Err(Error::Invalid(errors)),
    };
    match done {
        Ok(()) => Ok(see_with(&context, &format!("/werk/uitdaagrecht/{id}"), "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => {
            let desk = challenges::desk(&context, &visit.actor, id).await?;
            let shown = ChallengeDeskPage::new(context.views.translator(visit.language), &desk, &fields.values(), &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}
