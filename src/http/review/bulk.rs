//! The same for several ideas at once: what it would do, and doing it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::queue::{Attempt, Filter, QueuePage, bulk_fields};
use crate::app::Context;
use crate::app::review::bulk::{self, Line, Order, Preview};
use crate::app::review::queue;
use crate::domain::idea::IdeaState;
use crate::domain::ids::{GebiedId, IdeaId, PersonId, RoundId};
use crate::domain::person::REVIEWERS;
use crate::domain::review::bulk::{BulkAction, WhyNot};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::review::desk::Picked;
use crate::views::form::{Field, SummaryLine, Values};
use crate::views::words::{Badge, idea_state, word};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let staff = Access::Roles(REVIEWERS);
    routes.post("/werk/ideeen/samen", staff, show).post("/werk/ideeen/samen/doen", staff, carry_out)
}

#[derive(Debug, Serialize)]
struct Row {
    href: String,
    title: String,
    state: Badge,
    contact: Option<String>,
    effect: String,
    happens: bool,
}

/// Exactly what will happen, before it does.
#[derive(Debug, Serialize)]
pub struct BulkPage {
    heading: String,
    action: &'static str,
    to_key: String,
    text: String,
    ids: Vec<IdeaId>,
    seen: String,
    happens: usize,
    nothing: usize,
    rows: Vec<Row>,
    to: Option<Field>,
    words: Option<Field>,
    errors: Vec<SummaryLine>,
}

impl BulkPage {
    fn new(tr: Translator<'_>, preview: &Preview) -> Self {
        let order = &preview.order;
        let values =
            Values::from([("to".to_owned(), order.to.map(|to| to.to_string()).unwrap_or_default()), ("words".to_owned(), order.words.clone())]);
        let wrong = |field: Field| {
            let error = preview.errors.iter().find(|error| error.field == field.name).map(|error| tr.message(&error.message));
            Field { error, optional: false, ..field }
        };
        let (_, to, words) = bulk_fields(tr, &values, &preview.team, &[]);
        let ready = preview.errors.is_empty();
        let happens = preview.lines.iter().filter(|line| line.effect.is_ok()).count();
        Self {
            heading: word(tr, "bulk-action", order.action.as_str()),
            action: order.action.as_str(),
            to_key: order.to.map(|to| to.to_string()).unwrap_or_default(),
            text: order.words.clone(),
            ids: preview.lines.iter().map(|line| line.idea.id).collect(),
            seen: preview.seen.clone(),
            happens: if ready { happens } else { 0 },
            nothing: preview.lines.len() - happens,
            rows: preview.lines.iter().map(|line| row(tr, preview, line)).collect(),
            to: (!ready && order.action == BulkAction::HandOver).then(|| wrong(to)),
            words: (!ready).then(|| wrong(words)),
            errors: preview.errors.iter().map(|error| SummaryLine { id: error.field.clone(), text: tr.message(&error.message) }).collect(),
        }
    }
}

fn row(tr: Translator<'_>, preview: &Preview, line: &Line) -> Row {
    let effect = match line.effect {
        Err(why) => word(tr, "bulk-not", why.as_str()),
        Ok(()) => {
            let key = match preview.order.action {
                BulkAction::TakeUp => "bulk-does-take-up",
                BulkAction::HandOver => "bulk-does-hand-over",
                BulkAction::Ask => "bulk-does-ask",
            };
            tr.message(&Message::new(key).with("owner", &line.owner).with("to", preview.to.as_deref().unwrap_or("…")))
        }
    };
    Row {
        href: format!("/werk/ideeen/{}", line.idea.id),
        title: line.idea.title.clone(),
        state: idea_state(tr, line.idea.state),
        contact: line.contact.clone(),
        effect,
        happens: line.effect.is_ok(),
    }
}

impl Page for BulkPage {
    const TEMPLATE: &'static str = "pages/queue_bulk";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("bulk-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-work", "/werk"),
            Crumb::text("queue-title", "/werk/ideeen"),
            Crumb::text("bulk-title", "/werk/ideeen"),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let line = |id: i64, effect| Line {
            idea: Picked {
                id: IdeaId(id),
                title: "Plukbomen <in> het plantsoen".into(),
                state: IdeaState::InReview,
                owner: PersonId(2),
                contact: Some(PersonId(1)),
                version: 1,
                round: RoundId(1),
                gebied: GebiedId(1),
            },
            owner: "Anna".into(),
            contact: Some("Sam".into()),
            effect,
        };
        let all = |action| Preview {
            order: Order { action, ideas: vec![IdeaId(1)], to: Some(PersonId(3)), words: "Kim weet alles van bomen.".into() },
            to: Some("Kim".into()),
            team: vec![(PersonId(3), "Kim".into())],
            lines: std::iter::once(line(1, Ok(()))).chain(WhyNot::ALL.iter().map(|why| line(2, Err(*why)))).collect(),
            errors: Vec::new(),
            seen: "abc".into(),
        };
        let wrong = Preview { errors: vec![FieldError::new("words", Message::new("error-empty"))], to: None, ..all(BulkAction::HandOver) };
        let idle = Preview { lines: vec![line(1, Err(WhyNot::Decided))], ..all(BulkAction::TakeUp) };
        let mut samples: Vec<Self> = BulkAction::ALL.iter().map(|action| Self::new(tr, &all(*action))).collect();
        samples.extend([Self::new(tr, &wrong), Self::new(tr, &idle)]);
        samples
    }
}

/// Reads an order; `alle` means every idea the queue is narrowed down to, on all its pages.
async fn order(context: &Context, visit: &Visit, fields: &Fields) -> Result<Order> {
    let action =
        fields.one("action").parse::<BulkAction>().map_err(|_| Error::Invalid(vec![FieldError::new("action", Message::new("error-bulk-action"))]))?;
    let ideas: Vec<IdeaId> = if fields.one("alle").is_empty() {
        fields.all("ids").filter_map(|id| id.parse().ok()).collect()
    } else {
        let filter = Filter::of(fields);
        let lines = queue::queue(context, &visit.actor).await?.lines;
        lines.iter().filter(|line| filter.takes(line, visit.actor.person())).map(|line| line.idea.idea).collect()
    };
    Ok(Order { action, ideas, to: fields.one("to").parse().ok(), words: fields.one("words").to_owned() })
}

async fn show(context: web::Data<Context>, visit: Visit, fields: Fields) -> Result<HttpResponse> {
    let preview = match order(&context, &visit, &fields).await {
        Ok(order) => bulk::preview(&context, &visit.actor, order).await,
        Err(error) => Err(error),
    };
    let preview = match preview {
        Err(Error::Invalid(errors)) => return incomplete(&context, &visit, &fields, errors).await,
        other => other?,
    };
    let status = if preview.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(&context, &visit, status, &BulkPage::new(context.views.translator(visit.language), &preview))
}

/// The queue again, with everything as it was filled in and what is missing.
async fn incomplete(context: &Context, visit: &Visit, fields: &Fields, errors: Vec<FieldError>) -> Result<HttpResponse> {
    let queue = queue::queue(context, &visit.actor).await?;
    let values = ["action", "to", "words"].map(|name| (name.to_owned(), fields.one(name).to_owned())).into();
    let attempt = Attempt { values, ids: fields.all("ids").filter_map(|id| id.parse().ok()).collect(), errors };
    let tr = context.views.translator(visit.language);
    let page = QueuePage::new(tr, &queue, &Filter::of(fields), visit.actor.person(), &attempt);
    page_with(context, visit, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Does what was shown; when something changed in the meantime, shows anew what would happen.
async fn carry_out(context: web::Data<Context>, visit: Visit, fields: Fields) -> Result<HttpResponse> {
    let order = order(&context, &visit, &fields).await?;
    match bulk::carry_out(&context, &visit.actor, order.clone(), fields.one("seen").to_owned()).await {
        Ok(_) => Ok(see_with(&context, "/werk/ideeen", "ok", "flash-bulk-done")),
        Err(Error::Conflict | Error::Invalid(_)) => {
            let preview = bulk::preview(&context, &visit.actor, order).await?;
            page_with(&context, &visit, StatusCode::CONFLICT, &BulkPage::new(context.views.translator(visit.language), &preview))
        }
        Err(error) => Err(error),
    }
}
