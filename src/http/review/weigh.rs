//! What is posted to the dossier of an idea: conditions, scores, notes, questions, costs and cover.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::dossier::DossierPage;
use crate::app::Context;
use crate::app::review::weighing::{self, Weigh};
use crate::domain::ids::IdeaId;
use crate::domain::money::Cents;
use crate::domain::person::REVIEWERS;
use crate::domain::review::costs::{CostLine, CoverLine, MAX_YEARS, Often};
use crate::domain::review::frame::Score;
use crate::domain::review::{MAX_REASON, question};
use crate::domain::text::{Email, line, paragraphs};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Read, Reading};
use crate::http::respond::{page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::storage::review::dossier::ConditionAnswer;
use crate::views::form::Attempt;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let staff = Access::Roles(REVIEWERS);
    routes
        .post("/werk/ideeen/{id:[0-9]+}/dossier/voorwaarden", staff, conditions)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/punten", staff, scores)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/collega", staff, colleague)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/notitie", staff, note)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/specialist", staff, specialist)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/kosten", staff, cost)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/dekking", staff, cover)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/weg", staff, remove)
}

/// One post to the dossier of an idea.
struct Post {
    context: web::Data<Context>,
    visit: Visit,
    id: IdeaId,
    fields: Fields,
}

impl Post {
    fn new(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Self {
        Self { context, visit, id: IdeaId(*id), fields }
    }

    /// Takes a step when it can be read, and shows its place on the page.
    async fn step(self, step: Read<Weigh>, place: &str) -> Result<HttpResponse> {
        let done = match step {
            Ok(step) => weighing::weigh(&self.context, &self.visit.actor, self.id, step).await,
            Err(errors) => Err(Error::Invalid(errors)),
        };
        self.answer(done, place, "flash-saved").await
    }

    /// The page after a step; with everything as it was filled in when something is wrong with it.
    async fn answer(self, done: Result<()>, place: &str, flash: &'static str) -> Result<HttpResponse> {
        let Self { context, visit, id, fields } = self;
        match done {
            Err(Error::Invalid(errors)) => {
                let all = weighing::weighing(&context, &visit.actor, id).await?;
                let attempt = Attempt { values: fields.values(), errors };
                let tr = context.views.translator(visit.language);
                let again = DossierPage::new(tr, &all, visit.actor.person(), context.now(), &attempt);
                page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &again)
            }
            other => other.map(|()| see_with(&context, &format!("/werk/ideeen/{id}/dossier#{place}"), "ok", flash)),
        }
    }
}

async fn conditions(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let post = Post::new(context, visit, id, fields);
    let (mut answers, mut errors) = (Vec::new(), Vec::new());
    for (name, value) in &post.fields.0 {
        let Some(condition) = name.strip_prefix("met-") else { continue };
        let field = format!("note-{condition}");
        let (met, note) = (value == "ja", line(post.fields.one(&field), 0, 300));
        match note {
            Ok(note) if met || !note.is_empty() => answers.push(ConditionAnswer { condition: condition.to_owned(), met, note }),
            _ => errors.push(FieldError::new(field, Message::new("error-condition-note"))),
        }
    }
    answers.sort_by(|one, other| one.condition.cmp(&other.condition));
    answers.dedup_by(|one, other| one.condition == other.condition);
    let step = if errors.is_empty() { Ok(Weigh::Conditions(answers)) } else { Err(errors) };
    post.step(step, "voorwaarden").await
}

async fn scores(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let scores = fields.0.iter().filter_map(|(name, value)| {
        let criterion = name.strip_prefix("score-")?;
        Some(Score { criterion: criterion.to_owned(), score: value.parse().ok()? })
    });
    let mut scores: Vec<Score> = scores.collect();
    scores.sort_by(|one, other| one.criterion.cmp(&other.criterion));
    scores.dedup_by(|one, other| one.criterion == other.criterion);
    Post::new(context, visit, id, fields).step(Ok(Weigh::Scores(scores)), "punten").await
}

async fn colleague(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let mut read = Reading::new(&fields);
    let colleague = read.field("colleague", |text| text.parse().ok(), "error-review-colleague");
    let step = read.done(colleague.map(Weigh::AskColleague));
    Post::new(context, visit, id, fields).step(step, "punten").await
}

async fn note(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let mut read = Reading::new(&fields);
    let body = read.field("note", |text| paragraphs(text, 2, MAX_REASON).ok(), "error-note");
    let step = read.done(body.map(Weigh::Note));
    Post::new(context, visit, id, fields).step(step, "notities").await
}

async fn specialist(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let mut read = Reading::new(&fields);
    let name = read.field("name", |text| line(text, 2, 100).ok(), "error-specialist-name");
    let email = read.field("email", |text| Email::parse(text).ok(), "error-email");
    let text = read.field("question", |text| question(text).ok(), "error-specialist-question");
    let days = read.field("days", |text| text.parse::<u32>().ok().filter(|days| (1..=60).contains(days)), "error-specialist-days");
    let asked = read.done(name.zip(email).zip(text.zip(days)));
    let post = Post::new(context, visit, id, fields);
    let done = match asked {
        Ok(((name, email), (text, days))) => weighing::ask_specialist(&post.context, &post.visit.actor, post.id, name, email, text, days).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    post.answer(done, "specialisten", "flash-sent").await
}

fn year(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| (2020..=2100).contains(year))
}

fn amount(text: &str) -> Option<Cents> {
    Cents::parse(text).ok().filter(|cents| *cents > Cents::ZERO)
}

fn what(text: &str) -> Option<String> {
    line(text, 2, 100).ok()
}

async fn cost(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let mut read = Reading::new(&fields);
    let name = read.field("what", what, "error-cost-what");
    let often = read.field("often", |text| text.parse::<Often>().ok(), "error-cost-often");
    let cents = read.field("amount", amount, "error-cost-amount");
    let first = read.field("year", year, "error-cost-year");
    let years = |text: &str| text.parse::<i32>().ok().filter(|years| (1..=MAX_YEARS).contains(years));
    let years = if often == Some(Often::Once) { Some(1) } else { read.field("years", years, "error-cost-years") };
    let whole = name.zip(often).zip(cents).zip(first.zip(years));
    let step = whole.map(|(((what, often), cents), (year, years))| Weigh::AddCost(CostLine { what, often, cents, year, years }));
    let step = read.done(step);
    Post::new(context, visit, id, fields).step(step, "kosten").await
}

async fn cover(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let mut read = Reading::new(&fields);
    let source = read.field("source", what, "error-cost-source");
    let year = read.field("cover_year", year, "error-cost-year");
    let cents = read.field("cover_amount", amount, "error-cost-amount");
    let step = source.zip(year.zip(cents)).map(|(source, (year, cents))| Weigh::AddCover(CoverLine { source, year, cents }));
    let step = read.done(step);
    Post::new(context, visit, id, fields).step(step, "kosten").await
}

async fn remove(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let step = match fields.one("line").split_once('-') {
        Some(("kosten", line)) => Weigh::RemoveCost(line.parse().map_err(|_| Error::NotFound)?),
        Some(("dekking", line)) => Weigh::RemoveCover(line.parse().map_err(|_| Error::NotFound)?),
        _ => return Err(Error::NotFound),
    };
    Post::new(context, visit, id, fields).step(Ok(step), "kosten").await
}
