//! What members do on the way to an advies: judge alone, step aside, talk, vote, disagree.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::work::WorkPage;
use crate::app::Context;
use crate::app::adviezen::deliberate::{Move, make};
use crate::app::adviezen::write;
use crate::domain::advies::council::Says;
use crate::domain::advies::{MAX_INTERESTS, Stance};
use crate::domain::ids::AdviesId;
use crate::domain::person::{ADVISERS, Role};
use crate::domain::review::{MAX_REASON, MIN_REASON, reason};
use crate::domain::text::paragraphs;
use crate::error::{Error, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Posted, Read, Reading};
use crate::http::respond::{page_with, see_with};
use crate::http::routes::Routes;
use crate::http::sign_in::Nothing;
use crate::http::visit::Visit;
use crate::views::form::Attempt;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let members = Access::Roles(ADVISERS);
    routes
        .post("/werk/adviezen/{id:[0-9]+}/mening", members, view)
        .post("/werk/adviezen/{id:[0-9]+}/meningen-tonen", Access::Roles(&[Role::AdviesVoorzitter]), open_views)
        .post("/werk/adviezen/{id:[0-9]+}/opzij", members, step_aside)
        .post("/werk/adviezen/{id:[0-9]+}/opmerking", members, comment)
        .post("/werk/adviezen/{id:[0-9]+}/stem", members, vote)
        .post("/werk/adviezen/{id:[0-9]+}/minderheid", members, minority)
}

/// Makes a move when it can be read, and shows its place on the page; with everything as it was filled
/// in when something is wrong with it.
async fn made(context: &Context, visit: &Visit, id: i64, fields: &Fields, step: Read<Move>, place: &str) -> Result<HttpResponse> {
    let id = AdviesId(id);
    let done = match step {
        Ok(step) => make(context, &visit.actor, id, step).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    let Err(Error::Invalid(errors)) = done else {
        return done.map(|()| see_with(context, &format!("/werk/adviezen/{id}{place}"), "ok", "flash-saved"));
    };
    let work = write::workshop(context, &visit.actor, id).await?;
    let attempt = Attempt { values: fields.values(), errors };
    let again = WorkPage::new(context.views.translator(visit.language), &work, context.now(), None, &attempt);
    page_with(context, visit, StatusCode::UNPROCESSABLE_ENTITY, &again)
}

fn length(min: usize, max: usize) -> Message {
    Message::new("error-advies-words").with("min", min).with("max", max)
}

fn words(read: &mut Reading<'_>, name: &str, min: usize) -> Option<String> {
    read.field(name, |text| paragraphs(text, min, MAX_INTERESTS).ok(), length(min, MAX_INTERESTS))
}

async fn view(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let mut read = Reading::new(&fields);
    let stance = read.field("view_stance", |text| text.parse::<Stance>().ok(), "error-advies-stance");
    let body = words(&mut read, "view", 2);
    let step = read.done(stance.zip(body).map(|(stance, body)| Move::View { stance, body }));
    made(&context, &visit, *id, &fields, step, "#meningen").await
}

async fn open_views(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, _: Posted<Nothing>) -> Result<HttpResponse> {
    made(&context, &visit, *id, &Fields::default(), Ok(Move::OpenViews), "#meningen").await
}

async fn step_aside(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let mut read = Reading::new(&fields);
    let why = read.field("aside", |text| reason(text).ok(), length(MIN_REASON, MAX_REASON));
    let step = read.done(why.map(|reason| Move::StepAside { reason }));
    made(&context, &visit, *id, &fields, step, "").await
}

async fn comment(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let mut read = Reading::new(&fields);
    let body = words(&mut read, "comment", 2);
    let step = read.done(body.map(|body| Move::Comment { body }));
    made(&context, &visit, *id, &fields, step, "#opmerkingen").await
}

async fn vote(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let mut read = Reading::new(&fields);
    let says = read.field("says", |text| text.parse::<Says>().ok(), "error-advies-says");
    let step = read.done(says.map(|says| Move::Vote { says }));
    made(&context, &visit, *id, &fields, step, "#stemmen").await
}

async fn minority(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let mut read = Reading::new(&fields);
    let body = words(&mut read, "minority", 0);
    let step = read.done(body.map(|body| Move::Minority { body }));
    made(&context, &visit, *id, &fields, step, "#minderheid").await
}
