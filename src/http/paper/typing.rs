//! Typing a batch, paper by paper, with the key of its cover sheet.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{batch_href, crumbs, keep_key, key, kind_key, sample_batch};
use crate::app::Context;
use crate::app::paper::PAPER;
use crate::app::paper::batches::{self, OneBatch};
use crate::app::paper::typing::{self, Typed, Typing};
use crate::app::voting::Ticket;
use crate::domain::ids::{PaperBatchId, RoundId};
use crate::domain::paper::{BatchState, PaperKind};
use crate::domain::rules::BallotForm;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Posted;
use crate::http::limits::Rule;
use crate::http::respond::{page_with, see};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

pub(super) fn routes(routes: Routes) -> Routes {
    let paper = Access::Roles(PAPER);
    routes
        .get("/werk/papier/{id:[0-9]+}/sleutel", paper, ask)
        .post("/werk/papier/{id:[0-9]+}/sleutel", paper, unlock)
        .get("/werk/papier/{id:[0-9]+}/invoer", paper, show)
        .post("/werk/papier/{id:[0-9]+}/invoer", paper, save)
}

/// Where the code of the cover sheet is typed.
#[derive(Debug, Serialize)]
pub struct KeyPage {
    number: i64,
    href: String,
    code: Field,
    errors: Vec<SummaryLine>,
    #[serde(skip)]
    round: RoundId,
}

impl KeyPage {
    fn new(tr: Translator<'_>, one: &OneBatch, errors: &[FieldError]) -> Self {
        let values = Values::new();
        let form = Form::new(tr, "key", &values, errors);
        Self {
            number: one.batch.number,
            href: batch_href(one.batch.id, "sleutel"),
            code: form.field("code").kind("text", Some("off")).max(40),
            errors: form.summary(),
            round: one.round.id,
        }
    }
}

impl Page for KeyPage {
    const TEMPLATE: &'static str = "pages/paper_key";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("typing-title").with("n", self.number)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut all = crumbs(self.round);
        all.push(Crumb::text("typing-crumb", self.href.clone()));
        all
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("code", Message::new("error-paper-key"))];
        vec![Self::new(tr, &sample_batch(BatchState::Typing), &errors)]
    }
}

/// A plan with its number, to look at beside the paper.
#[derive(Debug, Serialize)]
pub(super) struct Numbered {
    number: usize,
    title: String,
}

/// The plans by number.
pub(super) fn numbered(text: &crate::domain::ballot::BallotText) -> Vec<Numbered> {
    text.plans.iter().enumerate().map(|(place, plan)| Numbered { number: place + 1, title: plan.title.clone() }).collect()
}

/// Where the numbers of a paper are typed, with what to type for this form of ballot.
pub(super) fn numbers(tr: Translator<'_>, form: &Form<'_>, text: &crate::domain::ballot::BallotText) -> Field {
    let key = match text.form {
        BallotForm::Points { .. } => "typing-points-hint",
        BallotForm::Ranking { .. } => "typing-ranking-hint",
        BallotForm::Choose { .. } | BallotForm::ChoosePerTheme { .. } | BallotForm::FillBudget => "typing-ticks-hint",
    };
    Field { hint: Some(tr.text(key)), ..form.field("numbers") }.kind("text", Some("off")).max(400).optional()
}

/// What a paper can be, to choose from.
pub(super) fn kinds(tr: Translator<'_>, form: &Form<'_>) -> Field {
    form.choice("kind", PaperKind::TYPED.map(|kind| (kind.as_str().to_owned(), tr.text(kind_key(kind))))).or_choice(PaperKind::Valid.as_str())
}

/// One paper to type.
#[derive(Debug, Serialize)]
pub struct TypingPage {
    batch: i64,
    number: i64,
    papers: i64,
    typed: i64,
    may: bool,
    complete: bool,
    mark: String,
    href: String,
    settle_href: String,
    before: Option<String>,
    after: Option<String>,
    numbers: Field,
    kind: Field,
    plans: Vec<Numbered>,
    errors: Vec<SummaryLine>,
    #[serde(skip)]
    round: RoundId,
}

impl TypingPage {
    fn new(tr: Translator<'_>, typing: &Typing, values: &Values, errors: &[FieldError]) -> Self {
        let mut shown = values.clone();
        if let Some(own) = typing.own.as_ref().filter(|_| values.is_empty()) {
            shown.insert("numbers".into(), own.numbers(&typing.text));
            shown.insert("kind".into(), own.kind.as_str().into());
        }
        let form = Form::new(tr, "typing", &shown, errors);
        let href = batch_href(typing.one.batch.id, "invoer");
        let at = |number: i64| format!("{href}?nummer={number}");
        Self {
            batch: typing.one.batch.number,
            number: typing.number,
            papers: typing.papers,
            typed: typing.typed,
            may: typing.may,
            complete: typing.complete,
            mark: typing.mark.clone(),
            settle_href: batch_href(typing.one.batch.id, "verschillen"),
            before: (typing.number > 1).then(|| at(typing.number - 1)),
            after: (typing.number < typing.papers && typing.own.is_some()).then(|| at(typing.number + 1)),
            numbers: numbers(tr, &form, &typing.text),
            kind: kinds(tr, &form),
            plans: numbered(&typing.text),
            errors: form.summary(),
            round: typing.one.round.id,
            href,
        }
    }
}

impl Page for TypingPage {
    const TEMPLATE: &'static str = "pages/paper_typing";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("typing-title").with("n", self.batch)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut all = crumbs(self.round);
        all.push(Crumb::text("typing-crumb", self.href.clone()));
        all
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let ground = super::print::sample_ground(BallotForm::Choose { min: 1, max: 3 });
        let typing = |may, complete| Typing {
            one: sample_batch(BatchState::Typing),
            text: ground.text.clone(),
            mark: ground.mark.clone(),
            papers: 198,
            typed: 16,
            may,
            complete,
            number: 17,
            own: None,
        };
        let errors = [FieldError::new("numbers", Message::new("error-paper-which"))];
        [typing(true, false), typing(false, true), typing(false, false)].iter().map(|one| Self::new(tr, one, &Values::new(), &errors)).collect()
    }
}

/// The key of this batch in this browser, or the page that asks for it.
pub(super) async fn with_key(context: &Context, visit: &Visit, request: &HttpRequest, id: PaperBatchId) -> Result<Result<Ticket, HttpResponse>> {
    let batch = batches::one(context, &visit.actor, id).await?.batch;
    Ok(key(context, request).filter(|key| typing::fits(&batch, key)).ok_or_else(|| see(&batch_href(id, "sleutel"))))
}

async fn ask(context: web::Data<Context>, visit: Visit, id: web::Path<PaperBatchId>) -> Result<HttpResponse> {
    let one = batches::one(&context, &visit.actor, *id).await?;
    page_with(&context, &visit, StatusCode::OK, &KeyPage::new(context.views.translator(visit.language), &one, &[]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    code: String,
}

async fn unlock(context: web::Data<Context>, visit: Visit, id: web::Path<PaperBatchId>, form: Posted<Code>) -> Result<HttpResponse> {
    context.limits.count(Rule::StaffSignIn, visit.address)?;
    match typing::unlock(&context, &visit.actor, *id, &form.0.code).await {
        Ok(ticket) => keep_key(&context, &ticket, see(&batch_href(*id, "invoer"))),
        Err(Error::Invalid(errors)) => {
            let one = batches::one(&context, &visit.actor, *id).await?;
            let shown = KeyPage::new(context.views.translator(visit.language), &one, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
struct Which {
    nummer: Option<i64>,
}

async fn show(
    context: web::Data<Context>,
    visit: Visit,
    request: HttpRequest,
    id: web::Path<PaperBatchId>,
    which: web::Query<Which>,
) -> Result<HttpResponse> {
    let key = match with_key(&context, &visit, &request, *id).await? {
        Ok(key) => key,
        Err(answer) => return Ok(answer),
    };
    let found = typing::typing(&context, &visit.actor, &key, *id, which.nummer).await?;
    let shown = TypingPage::new(context.views.translator(visit.language), &found, &Values::new(), &[]);
    keep_key(&context, &key, page_with(&context, &visit, StatusCode::OK, &shown)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paper {
    number: i64,
    numbers: String,
    kind: String,
}

async fn save(
    context: web::Data<Context>,
    visit: Visit,
    request: HttpRequest,
    id: web::Path<PaperBatchId>,
    form: Posted<Paper>,
) -> Result<HttpResponse> {
    let key = match with_key(&context, &visit, &request, *id).await? {
        Ok(key) => key,
        Err(answer) => return Ok(answer),
    };
    let Paper { number, numbers, kind } = form.0;
    let typed = Typed { numbers, kind };
    match typing::save(&context, &visit.actor, &key, *id, number, &typed).await {
        Ok(()) => keep_key(&context, &key, see(&batch_href(*id, "invoer"))),
        Err(Error::Invalid(errors)) => {
            let found = typing::typing(&context, &visit.actor, &key, *id, Some(number)).await?;
            let values = Values::from([("numbers".to_owned(), typed.numbers), ("kind".to_owned(), typed.kind)]);
            let shown = TypingPage::new(context.views.translator(visit.language), &found, &values, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}
