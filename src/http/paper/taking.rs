//! Taking in the codes of a batch, strip by strip.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{batch_href, crumbs, kind_key, sample_batch};
use crate::app::Context;
use crate::app::paper::PAPER;
use crate::app::paper::batches::{self, OneBatch};
use crate::domain::code::Stemcode;
use crate::domain::ids::{PaperBatchId, RoundId};
use crate::domain::paper::{BatchState, BatchSum, PaperKind};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Posted};
use crate::http::respond::{page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

pub(super) fn routes(routes: Routes) -> Routes {
    let paper = Access::Roles(PAPER);
    routes
        .get("/werk/papier/{id:[0-9]+}/innemen", paper, show)
        .post("/werk/papier/{id:[0-9]+}/innemen", paper, take)
        .post("/werk/papier/{id:[0-9]+}/zonder-code", paper, without)
        .post("/werk/papier/{id:[0-9]+}/vergissing", paper, undo)
        .post("/werk/papier/{id:[0-9]+}/ingenomen", paper, end)
}

/// Papers that were refused for one reason.
#[derive(Debug, Serialize)]
struct Refused {
    kind: PaperKind,
    name: String,
    papers: i64,
}

/// Taking in a batch.
#[derive(Debug, Serialize)]
pub struct TakingPage {
    number: i64,
    place: String,
    wijk: String,
    taken: i64,
    refused: i64,
    pile: i64,
    refusals: Vec<Refused>,
    /// Its codes are taken in now.
    taking: bool,
    base: String,
    code: Field,
    errors: Vec<SummaryLine>,
    #[serde(skip)]
    round: RoundId,
}

impl TakingPage {
    fn new(tr: Translator<'_>, one: &OneBatch, typed: &str, errors: &[FieldError]) -> Self {
        let values = Values::from([("code".to_owned(), typed.to_owned())]);
        let form = Form::new(tr, "taking", &values, errors);
        let batch = &one.batch;
        let sum = BatchSum::new(batch.pile, &batch.tallies);
        let refused = |kind: PaperKind| Refused { kind, name: tr.text(kind_key(kind)), papers: batch.of(kind) };
        Self {
            number: batch.number,
            place: one.place.clone(),
            wijk: batch.wijk_name.clone(),
            taken: sum.taken,
            refused: sum.refused,
            pile: sum.pile,
            refusals: PaperKind::REFUSALS.into_iter().map(refused).filter(|one| one.papers > 0).collect(),
            taking: batch.state == BatchState::Taking,
            base: format!("/werk/papier/{}", batch.id),
            code: form.field("code").kind("text", Some("off")).max(40),
            errors: form.summary(),
            round: one.round.id,
        }
    }
}

impl Page for TakingPage {
    const TEMPLATE: &'static str = "pages/paper_taking";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("taking-title").with("n", self.number)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut all = crumbs(self.round);
        all.push(Crumb::text("taking-crumb", format!("{}/innemen", self.base)));
        all
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("code", Message::new("error-paper-wijk").with("wijk", "Helpman"))];
        vec![Self::new(tr, &sample_batch(BatchState::Taking), "7KQ4", &errors), Self::new(tr, &sample_batch(BatchState::Done), "", &[])]
    }
}

async fn shown(context: &Context, visit: &Visit, status: StatusCode, id: PaperBatchId, typed: &str, errors: &[FieldError]) -> Result<HttpResponse> {
    let one = batches::one(context, &visit.actor, id).await?;
    page_with(context, visit, status, &TakingPage::new(context.views.translator(visit.language), &one, typed, errors))
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<PaperBatchId>) -> Result<HttpResponse> {
    shown(&context, &visit, StatusCode::OK, *id, "", &[]).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    code: String,
}

async fn take(context: web::Data<Context>, visit: Visit, id: web::Path<PaperBatchId>, form: Posted<Read>) -> Result<HttpResponse> {
    let typed = form.0.code;
    let taken = match Stemcode::parse(&typed) {
        Ok(code) => batches::take_in(&context, &visit.actor, *id, &code).await,
        Err(_) => Err(Error::Invalid(vec![FieldError::new("code", Message::new("error-code-check"))])),
    };
    match taken {
        Ok(kind) => {
            let (tone, flash) = match kind {
                PaperKind::UsedOnline => ("error", "flash-paper-used-online"),
                PaperKind::UsedOnPaper => ("error", "flash-paper-used-on-paper"),
                PaperKind::Replaced => ("error", "flash-paper-replaced"),
                PaperKind::Unknown => ("error", "flash-paper-unknown"),
                _ => ("ok", "flash-paper-taken"),
            };
            Ok(see_with(&context, &batch_href(*id, "innemen"), tone, flash))
        }
        Err(Error::Invalid(errors)) => shown(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, *id, &typed, &errors).await,
        Err(error) => Err(error),
    }
}

async fn without(context: web::Data<Context>, visit: Visit, id: web::Path<PaperBatchId>, _: Fields) -> Result<HttpResponse> {
    batches::without_code(&context, &visit.actor, *id).await?;
    Ok(see_with(&context, &batch_href(*id, "innemen"), "error", "flash-paper-no-code"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slip {
    kind: PaperKind,
}

async fn undo(context: web::Data<Context>, visit: Visit, id: web::Path<PaperBatchId>, form: Posted<Slip>) -> Result<HttpResponse> {
    batches::undo_refusal(&context, &visit.actor, *id, form.0.kind).await?;
    Ok(see_with(&context, &batch_href(*id, "innemen"), "ok", "flash-done"))
}

async fn end(context: web::Data<Context>, visit: Visit, id: web::Path<PaperBatchId>, _: Fields) -> Result<HttpResponse> {
    let round = batches::one(&context, &visit.actor, *id).await?.round.id;
    batches::end_taking(&context, &visit.actor, *id).await?;
    Ok(see_with(&context, &format!("/werk/rondes/{round}/papier"), "ok", "flash-done"))
}
