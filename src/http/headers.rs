//! Headers on every answer, and the checks before any page: right host, in time.

use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::ConnectionType;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, web};

use crate::app::Context;
use crate::error::Error;
use crate::server;

/// How long a request may take, its body included.
const DEADLINE: Duration = Duration::from_secs(15);
/// The same for uploads.
const UPLOAD_DEADLINE: Duration = Duration::from_secs(90);

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/// The headers that are the same on every answer.
pub(super) const FIXED: [(&str, &str); 7] = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()"),
];

/// Puts the headers on every answer, errors included.
pub async fn middleware(
    context: web::Data<Context>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut response = if right_host(&context, &request) {
        in_time(request, next).await?.map_into_left_body()
    } else {
        let answer = HttpResponse::MisdirectedRequest().content_type("text/plain; charset=utf-8").body("421");
        request.into_response(answer).map_into_right_body()
    };
    if server::is_stopping() {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if context.settings.base_url.starts_with("https://") {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

async fn in_time<B: MessageBody + 'static>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, actix_web::Error> {
    let is_upload = request.headers().get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"multipart/"));
    let deadline = if is_upload { UPLOAD_DEADLINE } else { DEADLINE };
    tokio::time::timeout(deadline, next.call(request)).await.unwrap_or_else(|_| Err(Error::TooSlow.into()))
}

/// Only requests for our own name are answered (health checks come by address).
fn right_host(context: &Context, request: &ServiceRequest) -> bool {
    if request.path().starts_with("/health/") {
        return true;
    }
    let ours = context.settings.base_url.split("://").nth(1).unwrap_or_default();
    let mut hosts = request.headers().get_all(header::HOST);
    let host = hosts.next().and_then(|value| value.to_str().ok());
    hosts.next().is_none() && host == Some(ours) && request.uri().host().is_none_or(|uri_host| ours.split(':').next() == Some(uri_host))
}
