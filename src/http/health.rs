//! For whoever runs the server: is it alive, can it work? And `security.txt`.

use actix_web::{HttpResponse, web};
use chrono::TimeDelta;

use super::access::Access;
use super::routes::Routes;
use crate::app::Context;
use crate::server;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/health/live", Access::Anyone, live)
        .get("/health/ready", Access::Anyone, ready)
        .get("/.well-known/security.txt", Access::Anyone, security)
        .get("/static/{name:.*}", Access::Anyone, super::assets::show)
}

async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok")
}

/// Ready when a read comes through, the last heartbeat was saved, not too many writes wait, and nobody told us to stop.
async fn ready(context: web::Data<Context>) -> HttpResponse {
    let works = context.db.answers().await && context.db.is_saving();
    let takes = works && context.db.waiting() < 2_048 && !server::is_stopping();
    let mut answer = if takes { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    answer.content_type("text/plain; charset=utf-8").body(if works { "ok" } else { "no database" })
}

async fn security(context: web::Data<Context>) -> HttpResponse {
    let expires = context.now().plus(TimeDelta::days(180)).utc().format("%Y-%m-%dT00:00:00Z");
    let text = format!(
        "Contact: {}\nExpires: {expires}\nPreferred-Languages: nl, en\nCanonical: {}\n",
        context.settings.security_contact,
        context.url("/.well-known/security.txt")
    );
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text)
}
