//! Public pages, kept ready for visitors who are not signed in.
//!
//! A kept page holds until anything is written through this instance, and for a second at most, so
//! that what another instance writes is seen as soon. Who is signed in always gets a fresh page.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Mutex;

use actix_web::HttpMessage;
use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes};
use chrono::TimeDelta;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::visit::Visit;
use crate::app::Context;
use crate::domain::person::Actor;
use crate::domain::time::{Instant, Language};

/// Most pages kept; more and all are dropped, which only costs a little work.
const MOST: usize = 512;
/// Longest a page is kept.
const LONGEST: TimeDelta = TimeDelta::seconds(1);

/// Marks an answer that is the same for everybody, so that no cookie is set on it.
#[derive(Debug, Clone, Copy)]
pub struct SameForAll;

/// Pages that are kept.
#[derive(Default)]
pub struct Cache(Mutex<HashMap<(Language, String), Kept>>);

#[derive(Clone)]
struct Kept {
    made: Instant,
    writes: u64,
    plain: Bytes,
    gzip: Bytes,
}

impl Cache {
    fn get(&self, key: &(Language, String), now: Instant, writes: u64) -> Option<Kept> {
        let kept = self.0.lock().ok()?.get(key)?.clone();
        let fresh = kept.writes == writes && kept.made <= now && now.since(kept.made) < LONGEST;
        fresh.then_some(kept)
    }

    fn put(&self, key: (Language, String), kept: Kept) {
        if let Ok(mut pages) = self.0.lock() {
            if pages.len() >= MOST {
                pages.clear();
            }
            pages.insert(key, kept);
        }
    }
}

/// Answers from the cache when the page is the same for all who ask.
///
/// # Errors
/// What the handler says.
pub(super) async fn answer(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let (context, cache) = (request.app_data::<web::Data<Context>>().cloned(), request.app_data::<web::Data<Cache>>().cloned());
    let language = request.extensions().get::<Visit>().filter(|v| v.actor == Actor::Visitor && v.flash.is_none()).map(|v| v.language);
    let (Some(context), Some(cache), Some(language), &Method::GET) = (context, cache, language, request.method()) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let gzip = request.headers().get(header::ACCEPT_ENCODING).is_some_and(|value| value.to_str().unwrap_or_default().contains("gzip"));
    let key = (language, request.uri().to_string());
    let (now, writes) = (context.now(), context.db.writes());
    if let Some(kept) = cache.get(&key, now, writes) {
        return Ok(request.into_response(page(&kept, gzip)));
    }
    let response = next.call(request).await?;
    let is_html = response.headers().get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if response.status() != StatusCode::OK || !is_html {
        return Ok(response.map_into_boxed_body());
    }
    let (http, response) = response.into_parts();
    let Ok(plain) = to_bytes(response.into_body()).await else { return Err(crate::error::Error::internal("a page without a body").into()) };
    let kept = Kept { made: now, writes, gzip: compressed(&plain), plain };
    cache.put(key, kept.clone());
    Ok(ServiceResponse::new(http, page(&kept, gzip)))
}

fn page(kept: &Kept, gzip: bool) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.content_type("text/html; charset=utf-8").insert_header((header::VARY, "accept-encoding, accept-language, cookie"));
    answer.extensions_mut().insert(SameForAll);
    if gzip && !kept.gzip.is_empty() {
        answer.insert_header((header::CONTENT_ENCODING, "gzip"));
        return answer.body(kept.gzip.clone());
    }
    answer.body(kept.plain.clone())
}

fn compressed(plain: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let written = encoder.write_all(plain);
    match (written, encoder.finish()) {
        (Ok(()), Ok(bytes)) => bytes.into(),
        _ => Bytes::new(),
    }
}
