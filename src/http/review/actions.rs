//! The desk of the gebiedsteam for one idea: actions. What the page shows is in `page.rs`.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::page::{Kept, ReviewPage};
use crate::app::Context;
use crate::app::review::forwarding::read_keeper;
use crate::app::review::verdicts::{self, NewVerdict, reason_error};
use crate::app::review::{self, contact, merging, questions};
use crate::domain::idea::VerdictKind;
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::money::Cents;
use crate::domain::person::REVIEWERS;
use crate::domain::review::forward::Keeper;
use crate::domain::review::{question, reason};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Posted};
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::sign_in::Nothing;
use crate::http::visit::Visit;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let staff = Access::Roles(REVIEWERS);
    routes
        .get("/werk/ideeen/{id:[0-9]+}", staff, show)
        .post("/werk/ideeen/{id:[0-9]+}/oppakken", staff, take_up)
        .post("/werk/ideeen/{id:[0-9]+}/overdragen", staff, hand_over)
        .post("/werk/ideeen/{id:[0-9]+}/vraag", staff, ask)
        .post("/werk/ideeen/{id:[0-9]+}/oordeel", staff, prepare)
        .post("/werk/ideeen/{id:[0-9]+}/oordeel/terug", staff, take_back)
        .post("/werk/ideeen/{id:[0-9]+}/samenvoegen", staff, merge)
}

fn href(id: IdeaId) -> String {
    format!("/werk/ideeen/{id}")
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let dossier = review::dossier(&context, &visit.actor, IdeaId(*id)).await?;
    let tr = context.views.translator(visit.language);
    page(&context, &visit, &ReviewPage::new(tr, &dossier, visit.actor.person(), context.now(), &Kept::default()))
}

/// Where an action leads: back to the page with a message, or the form again with what was typed.
async fn outcome(context: &Context, visit: &Visit, id: IdeaId, done: Result<()>, typed: Kept) -> Result<HttpResponse> {
    match done {
        Ok(()) => Ok(see_with(context, &href(id), "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => {
            let dossier = review::dossier(context, &visit.actor, id).await?;
            let tr = context.views.translator(visit.language);
            let page = ReviewPage::new(tr, &dossier, visit.actor.person(), context.now(), &typed.with(errors));
            page_with(context, visit, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error),
    }
}

async fn take_up(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, _: Posted<Nothing>) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    contact::take_up(&context, &visit.actor, id).await?;
    Ok(see_with(&context, &href(id), "ok", "flash-review-yours"))
}

async fn hand_over(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    let (mut errors, typed) = (Vec::new(), Kept::of("overdragen", &fields));
    let to = fields.one("to").parse::<PersonId>().map_err(|_| errors.push(FieldError::new("to", Message::new("error-review-colleague"))));
    let reason = reason(fields.one("handover_reason")).map_err(|error| errors.push(FieldError::new("handover_reason", reason_error(error))));
    let done = match (to, reason) {
        (Ok(to), Ok(reason)) => contact::hand_over(&context, &visit.actor, id, to, reason).await,
        _ => Err(Error::Invalid(errors)),
    };
    outcome(&context, &visit, id, done, typed).await
}

async fn ask(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let (id, typed) = (IdeaId(*id), Kept::of("vraag", &fields));
    let done = match question(fields.one("question")) {
        Ok(question) => questions::ask(&context, &visit.actor, id, question).await,
        Err(_) => Err(Error::Invalid(vec![FieldError::new("question", questions::question_error())])),
    };
    outcome(&context, &visit, id, done, typed).await
}

async fn prepare(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let (id, typed) = (IdeaId(*id), Kept::of("oordeel", &fields));
    if !fields.one("check").is_empty() {
        let dossier = review::dossier(&context, &visit.actor, id).await?;
        let tr = context.views.translator(visit.language);
        return page(&context, &visit, &ReviewPage::new(tr, &dossier, visit.actor.person(), context.now(), &typed));
    }
    let done = match verdict(&fields) {
        Ok(new) => verdicts::prepare(&context, &visit.actor, id, new).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    outcome(&context, &visit, id, done, typed).await
}

/// Reads a verdict; whether it has what it needs is for the domain to say.
fn verdict(fields: &Fields) -> Result<NewVerdict, Vec<FieldError>> {
    let mut errors = Vec::new();
    let kind = fields.one("kind").parse::<VerdictKind>().map_err(|_| errors.push(FieldError::new("kind", Message::new("error-review-kind"))));
    let cost = match fields.one("cost").trim() {
        "" => Ok(None),
        text => Cents::parse(text).map(Some).map_err(|_| errors.push(FieldError::new("cost", Message::new("error-review-cost")))),
    };
    match (kind, cost) {
        (Ok(kind), Ok(cost)) => {
            let text = fields.one("reason");
            keeper(kind, fields).map(|keeper| NewVerdict { kind, cost, reason: text.to_owned(), keeper }).map_err(|mut found| {
                found.extend(reason(text).err().map(|error| FieldError::new("reason", reason_error(error))));
                found
            })
        }
        _ => Err(errors),
    }
}

/// Who of the city owes the answer, when an idea is handed on.
fn keeper(kind: VerdictKind, fields: &Fields) -> Result<Option<Keeper>, Vec<FieldError>> {
    if kind != VerdictKind::Forwarded {
        return Ok(None);
    }
    read_keeper(fields.one("keeper_name"), fields.one("keeper_email")).map(Some)
}

async fn take_back(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, _: Posted<Nothing>) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    verdicts::take_back(&context, &visit.actor, id).await?;
    Ok(see_with(&context, &href(id), "ok", "flash-done"))
}

async fn merge(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let (id, typed) = (IdeaId(*id), Kept::of("samenvoegen", &fields));
    let mut errors = Vec::new();
    let into = fields.one("into").parse::<IdeaId>().map_err(|_| errors.push(FieldError::new("into", Message::new("error-merge-other"))));
    let reason = reason(fields.one("merge_reason")).map_err(|error| errors.push(FieldError::new("merge_reason", reason_error(error))));
    let done = match (into, reason) {
        (Ok(into), Ok(reason)) => merging::propose(&context, &visit.actor, id, into, reason).await.map(|_| ()),
        _ => Err(Error::Invalid(errors)),
    };
    outcome(&context, &visit, id, done, typed).await
}
