//! Public pages, kept ready: whole ones for visitors who are not signed in, and what stands in the
//! layout of pages that are the same for everybody ([`shared`]). Who is signed in gets a layout of
//! their own around it, and of all other pages always a fresh one.
//!
//! What is kept holds until anything is written through this instance, and for a second at most, so
//! that what another instance writes is seen as soon.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex};

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

use super::respond::html;
use super::visit::Visit;
use crate::app::Context;
use crate::domain::person::Actor;
use crate::domain::time::{Instant, Language};
use crate::error::Result;
use crate::views::{Main, Page};

/// Most pages kept; more and all are dropped, which only costs a little work.
const MOST: usize = 512;
/// Longest a page is kept.
const LONGEST: TimeDelta = TimeDelta::seconds(1);

/// Marks an answer that is the same for everybody, so that no cookie is set on it.
#[derive(Debug, Clone, Copy)]
pub struct SameForAll;

/// Pages that are kept.
#[derive(Default)]
pub struct Cache {
    pages: Shelf<Kept>,
    mains: Shelf<Arc<Main>>,
}

/// A page for visitors who are not signed in.
#[derive(Clone)]
struct Kept {
    plain: Bytes,
    gzip: Bytes,
}

/// What is kept, by language and address.
struct Shelf<T>(Mutex<HashMap<(Language, String), (Moment, T)>>);

/// When something was made: before it was read from the database.
#[derive(Clone, Copy)]
struct Moment {
    made: Instant,
    writes: u64,
}

impl Moment {
    fn now(context: &Context) -> Self {
        Self { made: context.now(), writes: context.db.writes() }
    }
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Shelf<T> {
    fn get(&self, key: &(Language, String), now: Moment) -> Option<T> {
        let (then, kept) = self.0.lock().ok()?.get(key)?.clone();
        let fresh = then.writes == now.writes && then.made <= now.made && now.made.since(then.made) < LONGEST;
        fresh.then_some(kept)
    }

    fn put(&self, key: (Language, String), then: Moment, kept: T) {
        if let Ok(mut shelf) = self.0.lock() {
            if shelf.len() >= MOST {
                shelf.clear();
            }
            shelf.insert(key, (then, kept));
        }
    }
}

/// A page that is the same for everybody who reads the language; `make` is called when it is not kept.
///
/// # Errors
/// What `make` says, and when the template and the page do not fit each other.
pub async fn shared<P: Page>(context: &Context, cache: &Cache, visit: &Visit, make: impl AsyncFnOnce() -> Result<P>) -> Result<HttpResponse> {
    let (key, now) = ((visit.language, visit.path.clone()), Moment::now(context));
    let main = match cache.mains.get(&key, now) {
        Some(main) => main,
        None => {
            let main = Arc::new(context.views.main(visit.language, &make().await?)?);
            cache.mains.put(key, now, Arc::clone(&main));
            main
        }
    };
    Ok(html(StatusCode::OK, context.views.around(&visit.frame(), &main)?))
}

/// Answers from the cache when the page is the same for all who ask.
///
/// # Errors
/// What the handler says.
pub(super) async fn answer(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let (context, cache) = (request.app_data::<web::Data<Context>>().cloned(), request.app_data::<web::Data<Cache>>().cloned());
    let language = request.extensions().get::<Visit>().filter(|v| v.actor == Actor::Visitor && v.flash.is_none()).map(|v| v.language);
    let (Some(context), Some(cache), Some(language), &Method::GET) = (context, cache, language, request.method()) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let gzip = request.headers().get(header::ACCEPT_ENCODING).is_some_and(|value| value.to_str().unwrap_or_default().contains("gzip"));
    let key = (language, request.uri().to_string());
    let now = Moment::now(&context);
    if let Some(kept) = cache.pages.get(&key, now) {
        return Ok(request.into_response(page(&kept, gzip)));
    }
    let response = next.call(request).await?;
    let is_html = response.headers().get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if response.status() != StatusCode::OK || !is_html {
        return Ok(response.map_into_boxed_body());
    }
    let (http, response) = response.into_parts();
    let Ok(plain) = to_bytes(response.into_body()).await else { return Err(crate::error::Error::internal("a page without a body").into()) };
    let kept = Kept { gzip: compressed(&plain), plain };
    cache.pages.put(key, now, kept.clone());
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
