//! A form with a photo as a browser sends it: fields, and at most one photo.
//!
//! The idea form carries two tokens: one of the session, as every form, and one of the browser. When only
//! the second is right, a session began or ended while somebody was writing, and what they wrote
//! must not be lost. Nothing is done with such a form but giving it back.

use std::marker::PhantomData;
use std::pin::Pin;

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::StreamExt;
use subtle::ConstantTimeEq;

use crate::app::Context;
use crate::app::ideas::photos;
use crate::app::ideas::words::Typed;
use crate::domain::person::Actor;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::forms::{MAX_FORM, check_token};
use crate::http::limits::Rule;
use crate::http::visit::Visit;
use crate::images;
use crate::secrets::{Use, hex};

/// A form that can carry a photo.
pub trait WithPhoto {
    /// Its fields, besides the tokens and the photo; anything else was not made by our page.
    const FIELDS: &'static [&'static str];
}

/// The fields of every form with a photo.
const OF_ALL: [&str; 3] = ["csrf", "browser", "photo"];
/// Larger requests are not read at all, in bytes.
const MAX_BODY: u64 = 24 * 1024 * 1024;
/// The most parts a form may have.
const MAX_PARTS: usize = 24;

/// The photo of a form.
#[derive(Debug)]
pub enum File {
    /// None was chosen.
    None,
    /// It has too many bytes.
    TooLarge,
    /// Its bytes.
    Bytes(Vec<u8>),
}

/// A form that was sent.
#[derive(Debug)]
pub struct Sent<F> {
    /// What was typed.
    pub typed: Typed,
    /// The photo.
    pub file: File,
    /// Whether it was made for this session. When it was not, it was made for this browser, and may
    /// only be given back.
    pub trusted: bool,
    form: PhantomData<F>,
}

impl<F: WithPhoto> FromRequest for Sent<F> {
    type Error = Error;
    type Future = Pin<Box<dyn std::future::Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_multipart = request.content_type() == "multipart/form-data";
        let multipart = Multipart::from_request(request, payload);
        let request = request.clone();
        if !is_multipart {
            let body = web::Bytes::from_request(&request, payload);
            return Box::pin(async move { sent(&request, plain(&request, body.await)?, File::None) });
        }
        Box::pin(async move {
            let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
            if length.is_some_and(|length| length > MAX_BODY) {
                return Err(too_large());
            }
            // Who is not signed in chooses the photo again after signing in.
            let wants_file = request.extensions().get::<Visit>().is_some_and(|visit| visit.actor != Actor::Visitor);
            let (fields, file) = parts(multipart.await.map_err(|_| changed())?, wants_file).await?;
            sent(&request, fields, file)
        })
    }
}

fn changed() -> Error {
    Error::refused(Message::new("error-form-changed"))
}

fn too_large() -> Error {
    Error::refused(Message::new("error-form-too-large"))
}

fn plain(request: &HttpRequest, body: Result<web::Bytes, actix_web::Error>) -> Result<Vec<(String, String)>> {
    if request.content_type() != "application/x-www-form-urlencoded" {
        return Err(Error::Forbidden);
    }
    let body = body.map_err(|_| too_large())?;
    serde_html_form::from_bytes(&body).map_err(|_| changed())
}

fn sent<F: WithPhoto>(request: &HttpRequest, fields: Vec<(String, String)>, file: File) -> Result<Sent<F>> {
    let mut typed = Typed::new();
    for (name, value) in fields {
        if !F::FIELDS.iter().chain(&OF_ALL).any(|known| *known == name) || typed.insert(name, value).is_some() {
            return Err(changed());
        }
    }
    let trusted = check_token(request, &typed.remove("csrf").unwrap_or_default()).is_ok();
    let browser = typed.remove("browser").unwrap_or_default();
    if !trusted && !of_this_browser(request, &browser)? {
        return Err(Error::Forbidden);
    }
    typed.remove("photo");
    Ok(Sent { typed, file, trusted, form: PhantomData })
}

impl File {
    /// The photo, made safe and small; none when none was chosen.
    ///
    /// # Errors
    /// A refused photo is an error at its field.
    pub async fn accept(self, context: &Context, visit: &Visit) -> Result<Option<images::Photo>> {
        let refused = |refused| Error::Invalid(vec![FieldError::new("photo", photos::message(refused))]);
        match self {
            Self::None => Ok(None),
            Self::TooLarge => Err(refused(images::Refused::TooLarge)),
            Self::Bytes(bytes) => {
                context.limits.count(Rule::Upload, visit.address)?;
                images::accept(bytes).await.map(Some).map_err(refused)
            }
        }
    }
}

/// The token of the browser of this visit.
#[must_use]
pub fn browser_token(context: &Context, visit: &Visit) -> String {
    let visitor = visit.visitor.unwrap_or_default();
    hex(&context.secrets.mac(Use::Csrf, &[b"idea form", &visitor]))
}

fn of_this_browser(request: &HttpRequest, token: &str) -> Result<bool> {
    let extensions = request.extensions();
    let (visit, context) = (extensions.get::<Visit>(), request.app_data::<web::Data<Context>>());
    let (Some(visit), Some(context)) = (visit, context) else { return Err(Error::internal("no visit")) };
    Ok(bool::from(browser_token(context, visit).as_bytes().ct_eq(token.as_bytes())))
}

async fn parts(mut body: Multipart, wants_file: bool) -> Result<(Vec<(String, String)>, File)> {
    let (mut fields, mut file, mut left) = (Vec::new(), File::None, MAX_FORM);
    while let Some(part) = body.next().await {
        let mut part = part.map_err(|_| changed())?;
        let name = part.name().unwrap_or_default().to_owned();
        if fields.len() >= MAX_PARTS {
            return Err(changed());
        }
        if name == "photo" {
            let most = if wants_file { images::MAX_FILE } else { 0 };
            let found = match part.bytes(most).await {
                Ok(bytes) => bytes.map_err(|_| changed())?,
                Err(_) if !wants_file => web::Bytes::new(),
                Err(_) => {
                    file = File::TooLarge;
                    continue;
                }
            };
            if !found.is_empty() {
                file = File::Bytes(found.to_vec());
            }
            continue;
        }
        let value = part.bytes(left).await.map_err(|_| too_large())?.map_err(|_| changed())?;
        left = left.saturating_sub(value.len());
        fields.push((name, String::from_utf8(value.to_vec()).map_err(|_| changed())?));
    }
    Ok((fields, file))
}
