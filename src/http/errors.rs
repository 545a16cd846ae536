//! Errors as pages: in plain language, in the reader's language, saying what to do.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError, web};
use serde::Serialize;

use super::respond::{page_with, see};
use super::visit::Visit;
use crate::app::Context;
use crate::error::{Error, FieldError, Message};
use crate::i18n::Translator;
use crate::views::{Crumb, Nav, Page};

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::CodeFirst => StatusCode::FORBIDDEN,
            Self::SignInFirst => StatusCode::UNAUTHORIZED,
            Self::Refused(_) | Self::Conflict => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Busy | Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooManyTries(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        if matches!(self, Self::TooSlow) {
            // Nothing comes after this answer, so it brings its own headers.
            super::headers::FIXED.into_iter().for_each(|pair| {
                answer.insert_header(pair);
            });
            answer.insert_header((header::CONNECTION, "close")).insert_header((header::CACHE_CONTROL, "no-store"));
        }
        answer.content_type("text/plain; charset=utf-8").body(self.status_code().as_str().to_owned())
    }
}

/// A page that says what went wrong.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorPage {
    /// Number of the status.
    pub status: u16,
    /// What went wrong and what to do.
    pub text: String,
    /// More lines: what to change in a form.
    pub points: Vec<String>,
    /// Whether a new code of the app helps.
    pub code_first: bool,
    #[serde(skip)]
    heading: Message,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "pages/error";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        self.heading.clone()
    }

    fn crumbs(&self) -> Vec<Crumb> {
        Vec::new()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let fields = vec![FieldError::new("title", Message::new("error-empty"))];
        let all = [
            Error::NotFound,
            Error::Forbidden,
            Error::CodeFirst,
            Error::Conflict,
            Error::Busy,
            Error::Unavailable(String::new()),
            Error::TooManyTries(30),
            Error::Invalid(fields),
            Error::internal("x"),
        ];
        all.iter().map(|error| error_page(tr, error)).collect()
    }
}

fn error_page(tr: Translator<'_>, error: &Error) -> ErrorPage {
    let status = error.status_code().as_u16();
    let (heading, text) = match error {
        Error::NotFound => ("error-not-found", Message::new("error-not-found-text")),
        Error::Forbidden => ("error-forbidden", Message::new("error-forbidden-text")),
        Error::SignInFirst => ("error-sign-in", Message::new("error-sign-in-text")),
        Error::CodeFirst => ("error-code-first", Message::new("error-code-first-text")),
        Error::Refused(message) => ("error-refused", message.clone()),
        Error::Invalid(_) => ("error-refused", Message::new("error-fields-text")),
        Error::TooLarge => ("error-refused", Message::new("error-form-too-large")),
        Error::Conflict => ("error-refused", Message::new("error-conflict-text")),
        Error::Busy | Error::TooSlow => ("error-busy", Message::new("error-busy-text")),
        Error::Unavailable(_) => ("error-unavailable", Message::new("error-unavailable-text")),
        Error::TooManyTries(seconds) => ("error-busy", Message::new("error-too-many-tries-text").with("seconds", seconds)),
        Error::Internal(_) => ("error-internal", Message::new("error-internal-text")),
    };
    let points = match error {
        Error::Invalid(fields) => fields.iter().map(|field| tr.message(&field.message)).collect(),
        _ => Vec::new(),
    };
    ErrorPage { status, text: tr.message(&text), points, code_first: matches!(error, Error::CodeFirst), heading: Message::new(heading) }
}

/// Turns errors of handlers into pages, and writes our own mistakes to the log.
///
/// The request is not kept while it is being answered: actix needs it for itself.
///
/// # Errors
/// What happened before there was a request to answer.
pub async fn middleware(
    context: web::Data<Context>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let (method, path) = (request.method().clone(), request.uri().to_string());
    let response = next.call(request).await?;
    let bare = response.status() == StatusCode::NOT_FOUND && response.headers().get(header::CONTENT_TYPE).is_none();
    let answer = match response.response().error() {
        Some(error) => shown(&context, response.request(), &method, &path, error),
        None if bare => shown(&context, response.request(), &method, &path, &Error::NotFound.into()),
        None => return Ok(response.map_into_boxed_body()),
    };
    let (http, _) = response.into_parts();
    Ok(ServiceResponse::new(http, answer))
}

fn shown(context: &Context, http: &actix_web::HttpRequest, method: &Method, path: &str, error: &actix_web::Error) -> HttpResponse {
    let status = error.as_response_error().status_code();
    let visit = http.extensions().get::<Visit>().cloned();
    let Some(visit) = visit else { return HttpResponse::build(status).finish() };
    let ours = match error.as_error::<Error>() {
        Some(Error::SignInFirst) if method == Method::GET => return see(&format!("/inloggen?verder={}", super::respond::own_path(path))),
        Some(ours) => ours,
        None if status == StatusCode::NOT_FOUND => &Error::NotFound,
        None if status.is_client_error() => return plain(context, &visit, status, &Error::refused(Message::new("error-form-changed"))),
        None => &Error::Internal(error.to_string()),
    };
    if let Error::Internal(cause) | Error::Unavailable(cause) = ours {
        tracing::error!(method = %method, path = %http.path(), cause, "request failed");
    }
    let mut answer = plain(context, &visit, status, ours);
    let wait = match ours {
        Error::TooManyTries(seconds) => Some(*seconds),
        Error::Busy | Error::Unavailable(_) => Some(5),
        _ => None,
    };
    if let Some(seconds) = wait {
        answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    answer
}

fn plain(context: &Context, visit: &Visit, status: StatusCode, error: &Error) -> HttpResponse {
    let page = error_page(context.views.translator(visit.language), error);
    page_with(context, visit, status, &page).unwrap_or_else(|_| HttpResponse::build(status).finish())
}
