//! A "no" that is not final yet: the owner reads it and can answer.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::review::hearing;
use crate::domain::idea::IdeaState;
use crate::domain::ids::IdeaId;
use crate::domain::text::paragraphs;
use crate::domain::time::{Instant, long_date};
use crate::domain::working_days;
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::ideas::Idea;
use crate::storage::review::dossier::Hearing;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page, samples};

/// The shortest and the longest answer, in characters.
const ANSWER: (usize, usize) = (2, 4_000);

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/ideeen/{id:[0-9]+}/voornemen", Access::SignedIn, show).post("/ideeen/{id:[0-9]+}/voornemen", Access::SignedIn, answer)
}

/// A "no" that is not final yet.
#[derive(Debug, Serialize)]
pub struct IntendedPage {
    id: IdeaId,
    name: String,
    reason: String,
    due: Option<String>,
    answered: Option<String>,
    answer: Field,
    errors: Vec<SummaryLine>,
}

impl IntendedPage {
    fn new(tr: Translator<'_>, idea: Idea, hearing: Hearing, now: Instant, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "intended", values, errors);
        let open = hearing.answered_at.is_none() && now < hearing.due_at && idea.state.awaits_verdict();
        Self {
            id: idea.id,
            name: idea.title,
            reason: hearing.reason,
            due: open.then(|| long_date(working_days::last_day(hearing.due_at), tr.language)),
            answered: hearing.answer,
            answer: form.field("answer").max(ANSWER.1).rows(6),
            errors: form.summary(),
        }
    }
}

impl Page for IntendedPage {
    const TEMPLATE: &'static str = "pages/review_intended";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("intended-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-mine", "/mijn"),
            Crumb::name(self.name.clone(), format!("/ideeen/{}", self.id)),
            Crumb::text("intended-title", format!("/ideeen/{}/voornemen", self.id)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let hearing = |answer: Option<&str>| Hearing {
            idea_id: IdeaId(7),
            reason: "Er ligt een <gasleiding>.".into(),
            asked_at: samples::noon(1),
            due_at: samples::noon(8),
            answer: answer.map(Into::into),
            answered_at: answer.map(|_| samples::noon(3)),
        };
        let errors = [FieldError::new("answer", Message::new("error-empty"))];
        let (idea, none) = (samples::idea(IdeaState::InReview), Values::new());
        vec![
            Self::new(tr, idea.clone(), hearing(None), samples::noon(5), &none, &errors),
            Self::new(tr, idea.clone(), hearing(None), samples::noon(9), &none, &[]),
            Self::new(tr, idea, hearing(Some("Dat klopt niet.")), samples::noon(5), &none, &[]),
        ]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let (idea, hearing) = hearing::for_author(&context, &visit.actor, IdeaId(*id)).await?;
    let tr = context.views.translator(visit.language);
    page(&context, &visit, &IntendedPage::new(tr, idea, hearing, context.now(), &Values::new(), &[]))
}

async fn answer(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    match paragraphs(fields.one("answer"), ANSWER.0, ANSWER.1) {
        Ok(text) => {
            hearing::answer(&context, &visit.actor, id, text).await?;
            Ok(see_with(&context, &format!("/ideeen/{id}/voornemen"), "ok", "flash-sent"))
        }
        Err(_) => {
            let (idea, hearing) = hearing::for_author(&context, &visit.actor, id).await?;
            let errors = [FieldError::new("answer", Message::new("error-question-answer"))];
            let tr = context.views.translator(visit.language);
            let shown = IntendedPage::new(tr, idea, hearing, context.now(), &fields.values(), &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
    }
}
