//! What members do on the way to an advies: judge alone, step aside, talk, vote, disagree.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::app::Context;
use crate::app::adviezen::deliberate::{Move, make};
use crate::domain::advies::council::Says;
use crate::domain::advies::{MAX_INTERESTS, Stance};
use crate::domain::ids::AdviesId;
use crate::domain::person::{ADVISERS, Role};
use crate::domain::review::{MAX_REASON, reason};
use crate::domain::text::paragraphs;
use crate::error::{Error, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Posted;
use crate::http::respond::see_with;
use crate::http::routes::Routes;
use crate::http::sign_in::Nothing;
use crate::http::visit::Visit;

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

async fn made(context: &Context, visit: &Visit, id: i64, step: Move, place: &str) -> Result<HttpResponse> {
    make(context, &visit.actor, AdviesId(id), step).await?;
    Ok(see_with(context, &format!("/werk/adviezen/{id}{place}"), "ok", "flash-saved"))
}

fn words(text: &str, min: usize) -> Result<String> {
    let refused = |_| Error::refused(Message::new("error-advies-words").with("min", min).with("max", MAX_INTERESTS));
    paragraphs(text, min, MAX_INTERESTS).map_err(refused)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct View {
    #[serde(default)]
    view_stance: String,
    view: String,
}

async fn view(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, form: Posted<View>) -> Result<HttpResponse> {
    let stance = form.0.view_stance.parse::<Stance>().map_err(|_| Error::refused(Message::new("error-advies-stance")))?;
    made(&context, &visit, *id, Move::View { stance, body: words(&form.0.view, 2)? }, "#meningen").await
}

async fn open_views(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, _: Posted<Nothing>) -> Result<HttpResponse> {
    made(&context, &visit, *id, Move::OpenViews, "#meningen").await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Aside {
    aside: String,
}

async fn step_aside(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, form: Posted<Aside>) -> Result<HttpResponse> {
    let refused = |_| Error::refused(Message::new("error-advies-words").with("min", crate::domain::review::MIN_REASON).with("max", MAX_REASON));
    made(&context, &visit, *id, Move::StepAside { reason: reason(&form.0.aside).map_err(refused)? }, "").await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comment {
    comment: String,
}

async fn comment(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, form: Posted<Comment>) -> Result<HttpResponse> {
    made(&context, &visit, *id, Move::Comment { body: words(&form.0.comment, 2)? }, "#opmerkingen").await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vote {
    #[serde(default)]
    says: String,
}

async fn vote(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, form: Posted<Vote>) -> Result<HttpResponse> {
    let says = form.0.says.parse::<Says>().map_err(|_| Error::refused(Message::new("error-advies-says")))?;
    made(&context, &visit, *id, Move::Vote { says }, "#stemmen").await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Minority {
    minority: String,
}

async fn minority(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, form: Posted<Minority>) -> Result<HttpResponse> {
    made(&context, &visit, *id, Move::Minority { body: words(&form.0.minority, 0)? }, "#minderheid").await
}
