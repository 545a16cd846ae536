//! Where two people typed differently: a third decides, and the batch goes in the box.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::typing::{Numbered, kinds, numbered, numbers, with_key};
use super::{batch_href, crumbs, keep_key, kind_key, sample_batch};
use crate::app::Context;
use crate::app::paper::PAPER;
use crate::app::paper::settling::{self, Difference, MAX_REASON, Settling};
use crate::app::paper::typing::Typed;
use crate::domain::ids::{IdeaId, PaperBatchId, RoundId};
use crate::domain::paper::{BatchState, PaperEntry, PaperKind};
use crate::domain::rules::BallotForm;
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
    routes.get("/werk/papier/{id:[0-9]+}/verschillen", paper, show).post("/werk/papier/{id:[0-9]+}/verschillen", paper, decide).post(
        "/werk/papier/{id:[0-9]+}/in-de-stembus",
        paper,
        put_in_box,
    )
}

/// A paper that two people typed differently.
#[derive(Debug, Serialize)]
struct Shown {
    number: i64,
    /// What the two typed; nothing for who typed one of them.
    typed: Vec<String>,
    decided: bool,
}

/// The differences of a batch.
#[derive(Debug, Serialize)]
pub struct SettlePage {
    batch: i64,
    mark: String,
    complete: bool,
    done: bool,
    ready: bool,
    decides: bool,
    open: Vec<Shown>,
    decided: usize,
    /// The paper that is decided now.
    number: Option<i64>,
    href: String,
    box_href: String,
    typing_href: String,
    numbers: Field,
    kind: Field,
    reason: Field,
    plans: Vec<Numbered>,
    errors: Vec<SummaryLine>,
    #[serde(skip)]
    round: RoundId,
}

impl SettlePage {
    fn new(tr: Translator<'_>, settling: &Settling, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "typing", values, errors);
        let batch = &settling.one.batch;
        let said = |entry: &PaperEntry| match entry.kind {
            PaperKind::Valid => entry.numbers(&settling.text),
            kind => tr.text(kind_key(kind)),
        };
        let shown = |one: &Difference| Shown {
            number: one.number,
            typed: if settling.decides { one.typed.iter().map(said).collect() } else { Vec::new() },
            decided: one.decided.is_some(),
        };
        let open: Vec<Shown> = settling.differences.iter().filter(|one| one.decided.is_none()).map(shown).collect();
        Self {
            batch: batch.number,
            mark: settling.mark.clone(),
            complete: settling.complete,
            done: batch.state == BatchState::Done,
            ready: settling.is_ready(),
            decides: settling.decides,
            decided: settling.differences.len() - open.len(),
            number: open.first().map(|one| one.number),
            open,
            href: batch_href(batch.id, "verschillen"),
            box_href: batch_href(batch.id, "in-de-stembus"),
            typing_href: batch_href(batch.id, "invoer"),
            numbers: numbers(tr, &form, &settling.text),
            kind: kinds(tr, &form),
            reason: form.field("reason").max(MAX_REASON),
            plans: numbered(&settling.text),
            errors: form.summary(),
            round: settling.one.round.id,
        }
    }
}

impl Page for SettlePage {
    const TEMPLATE: &'static str = "pages/paper_settle";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("settle-title").with("n", self.batch)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut all = crumbs(self.round);
        all.push(Crumb::text("settle-crumb", self.href.clone()));
        all
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let ground = super::print::sample_ground(BallotForm::Choose { min: 1, max: 3 });
        let entry = |id: i64| PaperEntry { kind: PaperKind::Valid, choices: crate::domain::ballot::Choices::ticks([IdeaId(id)]) };
        let blank = PaperEntry { kind: PaperKind::Blank, choices: crate::domain::ballot::Choices::default() };
        let difference = |decided| Difference { number: 17, typed: [entry(1), blank.clone()], decided };
        let settling = |state, complete, differences, decides| Settling {
            one: sample_batch(state),
            text: ground.text.clone(),
            mark: ground.mark.clone(),
            complete,
            differences,
            decides,
        };
        let errors = [FieldError::new("reason", Message::new("error-paper-reason").with("max", MAX_REASON))];
        let all = [
            settling(BatchState::Typing, true, vec![difference(None)], true),
            settling(BatchState::Typing, true, vec![difference(None)], false),
            settling(BatchState::Typing, true, vec![difference(Some(entry(1)))], true),
            settling(BatchState::Typing, false, Vec::new(), true),
            settling(BatchState::Done, true, Vec::new(), true),
        ];
        all.iter().map(|one| Self::new(tr, one, &Values::new(), &errors)).collect()
    }
}

async fn show(context: web::Data<Context>, visit: Visit, request: HttpRequest, id: web::Path<PaperBatchId>) -> Result<HttpResponse> {
    let key = match with_key(&context, &visit, &request, *id).await? {
        Ok(key) => key,
        Err(answer) => return Ok(answer),
    };
    let found = settling::settling(&context, &visit.actor, &key, *id).await?;
    let shown = SettlePage::new(context.views.translator(visit.language), &found, &Values::new(), &[]);
    keep_key(&context, &key, page_with(&context, &visit, StatusCode::OK, &shown)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    number: i64,
    numbers: String,
    kind: String,
    reason: String,
}

async fn decide(
    context: web::Data<Context>,
    visit: Visit,
    request: HttpRequest,
    id: web::Path<PaperBatchId>,
    form: Posted<Decision>,
) -> Result<HttpResponse> {
    let key = match with_key(&context, &visit, &request, *id).await? {
        Ok(key) => key,
        Err(answer) => return Ok(answer),
    };
    let Decision { number, numbers, kind, reason } = form.0;
    let typed = Typed { numbers, kind };
    match settling::decide(&context, &visit.actor, &key, *id, number, &typed, &reason).await {
        Ok(()) => keep_key(&context, &key, see_with(&context, &batch_href(*id, "verschillen"), "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => {
            let found = settling::settling(&context, &visit.actor, &key, *id).await?;
            let values = [("numbers", typed.numbers), ("kind", typed.kind), ("reason", reason)];
            let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            let shown = SettlePage::new(context.views.translator(visit.language), &found, &values, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

async fn put_in_box(context: web::Data<Context>, visit: Visit, request: HttpRequest, id: web::Path<PaperBatchId>, _: Fields) -> Result<HttpResponse> {
    let key = match with_key(&context, &visit, &request, *id).await? {
        Ok(key) => key,
        Err(answer) => return Ok(answer),
    };
    settling::put_in_box(&context, &visit.actor, &key, *id).await?;
    Ok(see_with(&context, &batch_href(*id, "verschillen"), "ok", "flash-paper-in-box"))
}
