//! For whoever runs the server: is it alive, can it work? And `security.txt`.

use std::time::Duration;

use actix_web::{HttpResponse, web};
use chrono::TimeDelta;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::access::Access;
use super::routes::Routes;
use crate::app::{Context, witness};
use crate::server;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/health/live", Access::Anyone, live)
        .get("/health/ready", Access::Anyone, ready)
        .get("/.well-known/security.txt", Access::Anyone, security)
        .get("/static/{name:.*}", Access::Anyone, super::assets::show)
}

/// Whether the database reads and saves, asked at most once a second: whoever asks more often costs
/// nothing.
#[derive(Default)]
pub struct Readiness(Mutex<Option<(Instant, bool)>>);

impl Readiness {
    async fn works(&self, context: &Context) -> bool {
        let mut last = self.0.lock().await;
        if let Some((_, works)) = last.filter(|(at, _)| at.elapsed() < Duration::from_secs(1)) {
            return works;
        }
        let works = context.db.answers().await && witness::beat(context).await.is_ok();
        *last = Some((Instant::now(), works));
        works
    }
}

async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok")
}

/// Ready when a read and a write come through, not too many writes wait, and nobody told us to stop.
async fn ready(context: web::Data<Context>, readiness: web::Data<Readiness>) -> HttpResponse {
    let works = readiness.works(&context).await;
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
