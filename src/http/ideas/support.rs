//! Supporting an idea.

use actix_web::{HttpResponse, web};

use crate::app::Context;
use crate::app::ideas::support;
use crate::domain::ids::IdeaId;
use crate::error::Result;
use crate::http::access::Access;
use crate::http::forms::Posted;
use crate::http::limits::Rule;
use crate::http::respond::see;
use crate::http::routes::Routes;
use crate::http::sign_in::Nothing;
use crate::http::visit::Visit;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/ideeen/{id:[0-9]+}/steun", Access::SignedIn, give)
        .post("/ideeen/{id:[0-9]+}/steun/weg", Access::SignedIn, take_back)
        .post("/ideeen/{id:[0-9]+}/volgen", Access::SignedIn, follow)
        .post("/ideeen/{id:[0-9]+}/volgen/weg", Access::SignedIn, unfollow)
}

async fn give(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>, _: Posted<Nothing>) -> Result<HttpResponse> {
    context.limits.count(Rule::Write, visit.address)?;
    support::give(&context, visit.actor, *id).await?;
    Ok(see(&format!("/ideeen/{id}#steun")))
}

async fn take_back(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>, _: Posted<Nothing>) -> Result<HttpResponse> {
    context.limits.count(Rule::Write, visit.address)?;
    support::take_back(&context, visit.actor, *id).await?;
    Ok(see(&format!("/ideeen/{id}#steun")))
}

async fn follow(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>, _: Posted<Nothing>) -> Result<HttpResponse> {
    context.limits.count(Rule::Write, visit.address)?;
    support::follow(&context, visit.actor, *id, true).await?;
    Ok(see(&format!("/ideeen/{id}#steun")))
}

async fn unfollow(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>, _: Posted<Nothing>) -> Result<HttpResponse> {
    context.limits.count(Rule::Write, visit.address)?;
    support::follow(&context, visit.actor, *id, false).await?;
    Ok(see(&format!("/ideeen/{id}#steun")))
}
