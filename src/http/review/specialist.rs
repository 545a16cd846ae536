//! A specialist answers a question with a signed link, without an account.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::review::weighing::{self, SpecialistView};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, PersonId, SpecialistQuestionId};
use crate::domain::text::{Email, paragraphs};
use crate::domain::time::long_date;
use crate::domain::working_days;
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::review::dossier::SpecialistQuestion;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page, samples};

/// The shortest and the longest answer, in characters.
const ANSWER: (usize, usize) = (2, 4_000);

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/vakvraag/{id:[0-9]+}/{link:[0-9a-f]{64}}", Access::Anyone, show).post(
        "/vakvraag/{id:[0-9]+}/{link:[0-9a-f]{64}}",
        Access::Anyone,
        answer,
    )
}

/// A question to a specialist.
#[derive(Debug, Serialize)]
pub struct SpecialistPage {
    path: String,
    idea: String,
    idea_href: String,
    why: String,
    asks: String,
    question: String,
    due: String,
    answered: Option<String>,
    answer: Field,
    errors: Vec<SummaryLine>,
}

impl SpecialistPage {
    fn new(tr: Translator<'_>, view: SpecialistView, link: &str, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "specialist", values, errors);
        let question = view.question;
        Self {
            path: format!("/vakvraag/{}/{link}", question.id),
            idea_href: format!("/ideeen/{}", view.idea.id),
            idea: view.idea.title,
            why: view.idea.why,
            asks: view.idea.municipality_does,
            due: long_date(working_days::last_day(question.due_at), tr.language),
            question: question.question,
            answered: question.answer,
            answer: form.field("answer").max(ANSWER.1).rows(8),
            errors: form.summary(),
        }
    }
}

impl Page for SpecialistPage {
    const TEMPLATE: &'static str = "pages/review_specialist";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("specialist-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("specialist-title", self.path.clone())]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let Ok(email) = Email::parse("stadsbeheer@voorbeeld.nl") else { return Vec::new() };
        let question = |answer: Option<&str>| SpecialistQuestion {
            id: SpecialistQuestionId(1),
            idea_id: IdeaId(7),
            asked_by: PersonId(1),
            name: "Stadsbeheer".into(),
            email: email.clone(),
            question: "Wat kost <snoeien>?".into(),
            asked_at: samples::noon(1),
            due_at: samples::noon(4),
            answer: answer.map(Into::into),
            answered_at: answer.map(|_| samples::noon(3)),
        };
        let view = |answer| SpecialistView { question: question(answer), idea: samples::idea(IdeaState::InReview) };
        let mut bare = view(None);
        bare.idea.municipality_does = String::new();
        let errors = [FieldError::new("answer", Message::new("error-empty"))];
        let none = Values::new();
        vec![
            Self::new(tr, view(None), "00", &none, &errors),
            Self::new(tr, bare, "00", &none, &[]),
            Self::new(tr, view(Some("€ 200 per jaar.")), "00", &none, &[]),
        ]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, path: web::Path<(i64, String)>) -> Result<HttpResponse> {
    let (id, link) = path.into_inner();
    let view = weighing::specialist_question(&context, SpecialistQuestionId(id), link.clone()).await?;
    page(&context, &visit, &SpecialistPage::new(context.views.translator(visit.language), view, &link, &Values::new(), &[]))
}

async fn answer(context: web::Data<Context>, visit: Visit, path: web::Path<(i64, String)>, fields: Fields) -> Result<HttpResponse> {
    let (id, link) = path.into_inner();
    let id = SpecialistQuestionId(id);
    match paragraphs(fields.one("answer"), ANSWER.0, ANSWER.1) {
        Ok(text) => {
            weighing::answer_as_specialist(&context, id, link.clone(), text).await?;
            Ok(see_with(&context, &format!("/vakvraag/{id}/{link}"), "ok", "flash-sent"))
        }
        Err(_) => {
            let view = weighing::specialist_question(&context, id, link.clone()).await?;
            let errors = [FieldError::new("answer", Message::new("error-question-answer"))];
            let tr = context.views.translator(visit.language);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &SpecialistPage::new(tr, view, &link, &fields.values(), &errors))
        }
    }
}
