//! Forms that came from our own pages: the only way a handler can read a posted form.

use std::collections::BTreeMap;
use std::pin::Pin;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use super::visit::Visit;
use crate::app::Context;
use crate::error::{Error, FieldError, Message, Result};
use crate::secrets::{hex, random};

/// The largest form, in bytes.
pub const MAX_FORM: usize = 64 * 1024;

/// A posted form whose token was right. `T` should refuse unknown fields.
#[derive(Debug)]
pub struct Posted<T>(pub T);

/// A posted form as it is: every field with its values, in order, without the token. For forms
/// whose fields depend on the round.
#[derive(Debug, Default)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The first value of a field; empty when it is not there.
    #[must_use]
    pub fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// All values of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The first value of every field, to be shown again.
    #[must_use]
    pub fn values(&self) -> BTreeMap<String, String> {
        self.0.iter().rev().cloned().collect()
    }
}

/// What was read out of a form, or everything that is wrong with it.
pub type Read<T> = std::result::Result<T, Vec<FieldError>>;

/// Reads the fields of a form one by one and remembers what is wrong.
#[derive(Debug)]
pub struct Reading<'a> {
    fields: &'a Fields,
    errors: Vec<FieldError>,
}

impl<'a> Reading<'a> {
    /// Begins with a form.
    #[must_use]
    pub const fn new(fields: &'a Fields) -> Self {
        Self { fields, errors: Vec::new() }
    }

    /// A field, or nothing and what to do about it.
    pub fn field<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Option<T>, wrong: impl Into<Message>) -> Option<T> {
        let found = read(self.fields.one(name).trim());
        if found.is_none() {
            self.errors.push(FieldError::new(name, wrong.into()));
        }
        found
    }

    /// All of it when nothing is missing.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn done<T>(self, all: Option<T>) -> Read<T> {
        all.ok_or(self.errors)
    }
}

type Future<T> = Pin<Box<dyn std::future::Future<Output = Result<T>>>>;

impl<T: DeserializeOwned + 'static> FromRequest for Posted<T> {
    type Error = Error;
    type Future = Future<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = web::Bytes::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let fields = checked(&request, body.await)?;
            let text = serde_html_form::to_string(&fields).map_err(Error::internal)?;
            serde_html_form::from_str(&text).map(Self).map_err(|_| Error::refused(Message::new("error-form-changed")))
        })
    }
}

impl FromRequest for Fields {
    type Error = Error;
    type Future = Future<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = web::Bytes::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move { checked(&request, body.await).map(Self) })
    }
}

/// A new name for a form, by which the same form sent twice is known.
///
/// # Errors
/// When the machine has no randomness.
pub fn new_form_key() -> Result<String> {
    Ok(hex(&random::<16>().map_err(Error::Internal)?))
}

/// The name of the form that was sent.
///
/// # Errors
/// When it is not one that we, or our page, could have given.
pub fn form_key(text: &str) -> Result<String> {
    let ours = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if ours { Ok(text.to_owned()) } else { Err(Error::refused(Message::new("error-form-changed"))) }
}

/// The fields of a form with the right token, without it.
fn checked(request: &HttpRequest, body: Result<web::Bytes, actix_web::Error>) -> Result<Vec<(String, String)>> {
    let is_form = request.content_type() == "application/x-www-form-urlencoded";
    let body = body.map_err(|error| match error.as_response_error().status_code() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::refused(Message::new("error-form-changed")),
    })?;
    let fields: Vec<(String, String)> = if is_form {
        serde_html_form::from_bytes(&body).map_err(|_| Error::refused(Message::new("error-form-changed")))?
    } else {
        return Err(Error::Forbidden);
    };
    let token = fields.iter().find(|(name, _)| name == "csrf").map_or("", |(_, value)| value);
    check_token(request, token)?;
    Ok(fields.into_iter().filter(|(name, _)| name != "csrf").collect())
}

/// Whether a token was made for this session or browser.
///
/// # Errors
/// `Forbidden` when it was not.
pub fn check_token(request: &HttpRequest, token: &str) -> Result<()> {
    let extensions = request.extensions();
    let visit = extensions.get::<Visit>().ok_or_else(|| Error::internal("no visit"))?;
    if bool::from(visit.csrf.as_bytes().ct_eq(token.as_bytes())) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Before everything that changes something: it must come from a page of ours. A browser says so
/// itself (`Sec-Fetch-Site`, or `Origin`); the token in the form is the second lock.
pub async fn same_origin(
    context: web::Data<Context>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && !from_our_page(&context, request.request()) && !perhaps_one_click(request.request()) {
        return Ok(request.error_response(Error::Forbidden));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

fn from_our_page(context: &Context, request: &HttpRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match (header("sec-fetch-site"), header(header::ORIGIN.as_str())) {
        (Some("same-origin" | "none"), _) => true,
        (Some(_), _) => false,
        (None, Some(origin)) => origin == context.settings.base_url,
        (None, None) => false,
    }
}

/// Where one click of a mail program may come in; [`OneClick`] stands behind it.
const ONE_CLICK: &str = "/afmelden/";

/// Whether this can be the click of a mail program: it is no browser, and says nothing of where it comes from.
fn perhaps_one_click(request: &HttpRequest) -> bool {
    let says = |name: &str| request.headers().contains_key(name);
    request.path().starts_with(ONE_CLICK) && !says("sec-fetch-site") && !says(header::ORIGIN.as_str())
}

/// How somebody ends a kind of mail: with the form on our page, or in their mail program (RFC 8058),
/// which knows no token. There the signed address is what allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OneClick {
    /// A form of ours, with its token.
    Form,
    /// The click of a mail program, which follows nothing: it wants a plain answer.
    Program,
}

impl FromRequest for OneClick {
    type Error = Error;
    type Future = Future<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = web::Bytes::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let body = body.await;
            if perhaps_one_click(&request) && body.as_ref().is_ok_and(|bytes| is_click(request.content_type(), bytes)) {
                return Ok(Self::Program);
            }
            let context = request.app_data::<web::Data<Context>>().ok_or_else(|| Error::internal("no context"))?;
            if !from_our_page(context, &request) {
                return Err(Error::Forbidden);
            }
            let fields = checked(&request, body)?;
            if fields.is_empty() { Ok(Self::Form) } else { Err(Error::refused(Message::new("error-form-changed"))) }
        })
    }
}

/// The one field of RFC 8058, in either of the two ways it may be sent.
fn is_click(content_type: &str, body: &[u8]) -> bool {
    let text = std::str::from_utf8(body).unwrap_or_default();
    match content_type {
        "application/x-www-form-urlencoded" => text == "List-Unsubscribe=One-Click",
        "multipart/form-data" => text.contains("name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n"),
        _ => false,
    }
}
