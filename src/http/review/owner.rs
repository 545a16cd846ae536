//! What the makers of an idea do while it is looked at: answer a question, ask for a second look.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::review::questions;
use crate::app::review::verdicts::{self, SecondLookOffer, reason_error};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, PersonId, QuestionId};
use crate::domain::review::{MAX_REASON, reason};
use crate::domain::text::paragraphs;
use crate::domain::time::long_date;
use crate::domain::working_days;
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::ideas::Idea;
use crate::storage::review::Question;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page, samples};

/// The shortest and the longest answer, in characters.
const ANSWER: (usize, usize) = (2, 4_000);

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/ideeen/{id:\\d+}/vraag", Access::SignedIn, question)
        .post("/ideeen/{id:\\d+}/vraag", Access::SignedIn, answer)
        .get("/ideeen/{id:\\d+}/heroverweging", Access::SignedIn, second_look)
        .post("/ideeen/{id:\\d+}/heroverweging", Access::SignedIn, ask_second_look)
}

fn crumbs(id: IdeaId, name: &str, here: &'static str, path: &str) -> Vec<Crumb> {
    vec![
        Crumb::text("nav-home", "/"),
        Crumb::text("nav-mine", "/mijn"),
        Crumb::name(name, format!("/ideeen/{id}")),
        Crumb::text(here, format!("/ideeen/{id}/{path}")),
    ]
}

#[derive(Debug, Serialize)]
struct Answered {
    question: String,
    answer: String,
}

/// The question to the makers of an idea.
#[derive(Debug, Serialize)]
pub struct QuestionPage {
    id: IdeaId,
    name: String,
    question: Option<String>,
    due: String,
    answer: Field,
    before: Vec<Answered>,
    errors: Vec<SummaryLine>,
}

impl QuestionPage {
    fn new(tr: Translator<'_>, idea: &Idea, questions: Vec<Question>, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "question", values, errors);
        let open = questions.iter().find(|question| question.answered_at.is_none() && idea.state == IdeaState::Question);
        let due = open.map(|open| long_date(working_days::last_day(open.due_at), tr.language)).unwrap_or_default();
        let question = open.map(|open| open.question.clone());
        Self {
            id: idea.id,
            name: idea.title.clone(),
            question,
            due,
            answer: form.field("answer").max(ANSWER.1).rows(6),
            before: questions.into_iter().filter_map(|q| Some(Answered { question: q.question, answer: q.answer? })).collect(),
            errors: form.summary(),
        }
    }
}

impl Page for QuestionPage {
    const TEMPLATE: &'static str = "pages/question";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("question-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(self.id, &self.name, "question-title", "vraag")
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let open = Question {
            id: QuestionId(1),
            idea: IdeaId(7),
            asked_by: PersonId(1),
            question: "Wie geeft er water?".into(),
            asked_at: samples::noon(2),
            due_at: samples::noon(16),
            answer: None,
            answered_at: None,
        };
        let done = Question { answer: Some("Wij.".into()), answered_at: Some(samples::noon(3)), ..open.clone() };
        let (asked, idea, none) = (samples::idea(IdeaState::Question), samples::idea(IdeaState::InReview), Values::new());
        let errors = [FieldError::new("answer", Message::new("error-empty"))];
        vec![
            Self::new(tr, &asked, vec![done.clone(), open.clone()], &none, &[]),
            Self::new(tr, &asked, vec![open], &none, &errors),
            Self::new(tr, &idea, vec![done], &none, &[]),
        ]
    }
}

async fn question(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let (idea, questions) = questions::questions_for_author(&context, &visit.actor, IdeaId(*id)).await?;
    page(&context, &visit, &QuestionPage::new(context.views.translator(visit.language), &idea, questions, &Values::new(), &[]))
}

async fn answer(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    match paragraphs(fields.one("answer"), ANSWER.0, ANSWER.1) {
        Ok(text) => {
            questions::answer(&context, &visit.actor, id, text).await?;
            Ok(see_with(&context, &format!("/ideeen/{id}"), "ok", "flash-question-answered"))
        }
        Err(_) => {
            let (idea, questions) = questions::questions_for_author(&context, &visit.actor, id).await?;
            let errors = [FieldError::new("answer", Message::new("error-question-answer"))];
            let tr = context.views.translator(visit.language);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &QuestionPage::new(tr, &idea, questions, &fields.values(), &errors))
        }
    }
}

/// Asking for a second look.
#[derive(Debug, Serialize)]
pub struct SecondLookPage {
    id: IdeaId,
    name: String,
    why_not: String,
    supporters: usize,
    until: Option<String>,
    reason: Field,
    errors: Vec<SummaryLine>,
}

impl SecondLookPage {
    fn new(tr: Translator<'_>, offer: SecondLookOffer, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "second-look", values, errors);
        Self {
            id: offer.idea.id,
            name: offer.idea.title,
            why_not: offer.reason,
            supporters: offer.supporters,
            until: offer.until.map(|until| long_date(working_days::last_day(until), tr.language)),
            reason: form.field("reason").max(MAX_REASON).rows(6),
            errors: form.summary(),
        }
    }
}

impl Page for SecondLookPage {
    const TEMPLATE: &'static str = "pages/review_again";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("second-look-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(self.id, &self.name, "second-look-title", "heroverweging")
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let offer = SecondLookOffer {
            idea: samples::idea(IdeaState::NotFeasible),
            reason: "Er ligt een gasleiding onder het plein.".into(),
            until: Some(samples::noon(15)),
            supporters: 31,
        };
        let errors = [FieldError::new("reason", Message::new("error-review-reason").with("min", 20))];
        vec![
            Self::new(tr, offer.clone(), &Values::new(), &errors),
            Self::new(tr, SecondLookOffer { supporters: 0, ..offer.clone() }, &Values::new(), &[]),
            Self::new(tr, SecondLookOffer { until: None, ..offer }, &Values::new(), &[]),
        ]
    }
}

async fn second_look(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let offer = verdicts::second_look_offer(&context, &visit.actor, IdeaId(*id)).await?;
    page(&context, &visit, &SecondLookPage::new(context.views.translator(visit.language), offer, &Values::new(), &[]))
}

async fn ask_second_look(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    match reason(fields.one("reason")) {
        Ok(text) => {
            verdicts::ask_second_look(&context, &visit.actor, id, text).await?;
            Ok(see_with(&context, &format!("/ideeen/{id}"), "ok", "flash-second-look-asked"))
        }
        Err(error) => {
            let offer = verdicts::second_look_offer(&context, &visit.actor, id).await?;
            let errors = [FieldError::new("reason", reason_error(error))];
            let tr = context.views.translator(visit.language);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &SecondLookPage::new(tr, offer, &fields.values(), &errors))
        }
    }
}
