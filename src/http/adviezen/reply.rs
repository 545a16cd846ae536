//! The public reply to an advies, point by point, and what happened afterwards.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::desk::crumbs;
use super::public::sample_public;
use crate::app::Context;
use crate::app::adviezen::{PublicAdvies, reply};
use crate::app::review::verdicts::reason_error;
use crate::domain::advies::{AdviesState, ReplyKind};
use crate::domain::ids::AdviesId;
use crate::domain::person::Role;
use crate::domain::review::{MAX_REASON, MIN_REASON, reason};
use crate::domain::text::paragraphs;
use crate::domain::time::Instant;
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Reading};
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::adviezen::deliberation::PointReply;
use crate::views::advies::{AdviesSummary, summary};
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::word;
use crate::views::{Crumb, Nav, Page, samples};

/// Who replies: the gebiedsteam, and the college on a standing topic.
const REPLIERS: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager, Role::Wijkwethouder];

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let team = Access::Roles(REPLIERS);
    routes.get("/werk/adviezen/{id:[0-9]+}/reactie", team, form).post("/werk/adviezen/{id:[0-9]+}/reactie", team, send).post(
        "/werk/adviezen/{id:[0-9]+}/daarna",
        team,
        afterwards,
    )
}

/// A point of the advies with the fields of its reply.
#[derive(Debug, Serialize)]
struct Point {
    text: String,
    kind: Field,
    reason: Field,
}

/// The reply to an advies.
#[derive(Debug, Serialize)]
pub struct ReplyPage {
    id: AdviesId,
    summary: AdviesSummary,
    body: String,
    interests: String,
    points: Vec<Point>,
    kind: Field,
    reason: Field,
    afterwards: Option<Field>,
    errors: Vec<SummaryLine>,
    open: bool,
}

impl ReplyPage {
    fn new(tr: Translator<'_>, found: &PublicAdvies, now: Instant, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "advies-reply", values, errors);
        let advies = &found.shown.advies;
        let kinds = || ReplyKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), word(tr, "advies-reply", kind.as_str())));
        let point = |(number, text): (usize, &str)| {
            let (kind, reason) = point_names(number);
            let label = |key: &str| tr.text(key);
            Point {
                text: text.to_owned(),
                kind: Field { label: label("advies-reply-point-kind"), hint: None, ..form.choice_as("kind", &kind, kinds()) },
                reason: Field { label: label("advies-reply-point-reason"), hint: None, ..form.field_as("reason", &reason) }.max(MAX_REASON),
            }
        };
        Self {
            id: advies.id,
            summary: summary(tr, &found.shown, now),
            body: advies.body.clone(),
            interests: advies.interests.clone(),
            points: (1..).zip(advies.points.lines()).map(point).collect(),
            kind: form.choice("kind", kinds()),
            reason: form.field("reason").max(MAX_REASON).rows(8),
            afterwards: (advies.state == AdviesState::Answered).then(|| form.field("afterwards").max(MAX_REASON)),
            errors: form.summary(),
            open: advies.state == AdviesState::Published,
        }
    }
}

/// The names of the fields of a point.
fn point_names(number: usize) -> (String, String) {
    (format!("punt-{number}-kind"), format!("punt-{number}-reason"))
}

impl Page for ReplyPage {
    const TEMPLATE: &'static str = "pages/adviezen_reply";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("advies-reply-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::text("advies-reply-title", format!("/werk/adviezen/{}/reactie", self.id)));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("kind", Message::new("error-advies-reply-kind"))];
        let none = Values::new();
        let mut plain = sample_public(AdviesState::Published);
        plain.shown.advies.points = String::new();
        plain.shown.advies.interests = String::new();
        plain.shown.advies.reply_due_at = None;
        vec![
            Self::new(tr, &sample_public(AdviesState::Published), samples::noon(5), &none, &errors),
            Self::new(tr, &plain, samples::noon(5), &none, &[]),
            Self::new(tr, &sample_public(AdviesState::Answered), samples::noon(5), &none, &[]),
            Self::new(
                tr,
                &sample_public(AdviesState::Answered),
                samples::noon(5),
                &none,
                &[FieldError::new("afterwards", Message::new("error-empty"))],
            ),
        ]
    }
}

async fn form(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let found = reply::to_answer(&context, &visit.actor, AdviesId(*id)).await?;
    page(&context, &visit, &ReplyPage::new(context.views.translator(visit.language), &found, context.now(), &Values::new(), &[]))
}

async fn send(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = AdviesId(*id);
    let found = reply::to_answer(&context, &visit.actor, id).await?;
    let mut errors = Vec::new();
    let mut read = |kind: &str, why: &str| {
        let chosen = fields.one(kind).parse::<ReplyKind>().map_err(|_| errors.push(FieldError::new(kind, Message::new("error-advies-reply-kind"))));
        let text = reason(fields.one(why)).map_err(|error| errors.push(FieldError::new(why, reason_error(error))));
        chosen.ok().zip(text.ok())
    };
    let whole = read("kind", "reason");
    let points: Vec<Option<PointReply>> = (1..)
        .zip(found.shown.advies.points.lines())
        .map(|(number, _)| {
            let (kind, why) = point_names(number);
            read(&kind, &why).map(|(kind, reason)| PointReply { number: i32::try_from(number).unwrap_or(i32::MAX), kind, reason })
        })
        .collect();
    if let (Some((kind, text)), Some(points)) = (whole, points.into_iter().collect::<Option<Vec<_>>>()) {
        reply::answer(&context, &visit.actor, id, kind, text, points).await?;
        return Ok(see_with(&context, &format!("/adviezen/{id}"), "ok", "flash-advies-answered"));
    }
    let tr = context.views.translator(visit.language);
    page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &ReplyPage::new(tr, &found, context.now(), &fields.values(), &errors))
}

async fn afterwards(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = AdviesId(*id);
    let mut read = Reading::new(&fields);
    let wrong = Message::new("error-advies-words").with("min", MIN_REASON).with("max", MAX_REASON);
    let body = read.field("afterwards", |text| paragraphs(text, MIN_REASON, MAX_REASON).ok(), wrong);
    match read.done(body) {
        Ok(body) => {
            reply::tell_afterwards(&context, &visit.actor, id, body).await?;
            Ok(see_with(&context, &format!("/adviezen/{id}"), "ok", "flash-saved"))
        }
        Err(errors) => {
            let found = reply::to_answer(&context, &visit.actor, id).await?;
            let tr = context.views.translator(visit.language);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &ReplyPage::new(tr, &found, context.now(), &fields.values(), &errors))
        }
    }
}
