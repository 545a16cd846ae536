//! Static files: kept by browsers for ever, because their address changes with their contents.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::Context;

/// The worker with which a tablet comes up without a connection.
const WORKER: &str = "js/tablet_worker.js";

/// `GET /static/...`
pub async fn show(context: web::Data<Context>, request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    let Some(asset) = context.views.assets.get(&name) else {
        return HttpResponse::NotFound().content_type("text/plain; charset=utf-8").body("404");
    };
    let etag = format!("\"{}\"", asset.hash);
    if request.headers().get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == etag.as_bytes()) {
        return HttpResponse::NotModified().insert_header((header::ETAG, etag)).finish();
    }
    let keeps = request.query_string().strip_prefix("v=") == Some(&asset.hash);
    let cache = if keeps { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let mut answer = HttpResponse::Ok();
    if name.as_str() == WORKER {
        // A worker may only look after pages below its own address, unless the server says where else.
        answer.insert_header(("service-worker-allowed", "/rondes/"));
    }
    answer.content_type(asset.media_type).insert_header((header::ETAG, etag)).insert_header((header::CACHE_CONTROL, cache)).body(asset.bytes.clone())
}
