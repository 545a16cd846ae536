//! Answers: pages and redirects.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};

use super::visit::{Visit, flash_cookie};
use crate::app::Context;
use crate::error::Result;
use crate::views::Page;

/// Every message that can be shown after an action, so that nothing else ever is.
pub const FLASHES: &[&str] = &[
    "flash-advies-adopted",
    "flash-advies-answered",
    "flash-advies-proposed",
    "flash-advies-published",
    "flash-booth-ended",
    "flash-bulk-done",
    "flash-codes-revoked",
    "flash-confirmed",
    "flash-done",
    "flash-draft-gone",
    "flash-draft-kept",
    "flash-erased",
    "flash-execution-finished",
    "flash-execution-started",
    "flash-execution-told",
    "flash-group-asked",
    "flash-help-taken",
    "flash-idea-entered",
    "flash-idea-held",
    "flash-idea-in",
    "flash-idea-withdrawn",
    "flash-invited",
    "flash-joined",
    "flash-paper-in-box",
    "flash-paper-no-code",
    "flash-paper-replaced",
    "flash-paper-taken",
    "flash-paper-unknown",
    "flash-paper-used-on-paper",
    "flash-paper-used-online",
    "flash-photo-gone",
    "flash-question-answered",
    "flash-reader-asked",
    "flash-recounted",
    "flash-review-yours",
    "flash-role-ended",
    "flash-role-given",
    "flash-round-extended",
    "flash-round-published",
    "flash-saved",
    "flash-second-look-asked",
    "flash-sent",
    "flash-session-ended",
    "flash-signed-in",
    "flash-signed-out",
    "flash-step-goes-on",
    "flash-verdicts-published",
    "flash-tablet-finished",
    "flash-tablet-stopped",
    "flash-vote-saved",
];

/// A page.
///
/// # Errors
/// When the template and the page do not fit each other.
pub fn page<P: Page>(context: &Context, visit: &Visit, page: &P) -> Result<HttpResponse> {
    page_with(context, visit, StatusCode::OK, page)
}

/// A page with another status, such as a form with errors (422).
///
/// # Errors
/// When the template and the page do not fit each other.
pub fn page_with<P: Page>(context: &Context, visit: &Visit, status: StatusCode, page: &P) -> Result<HttpResponse> {
    Ok(html(status, context.views.render(&visit.frame(), page)?))
}

/// An answer in HTML.
pub(super) fn html(status: StatusCode, body: String) -> HttpResponse {
    HttpResponse::build(status).content_type("text/html; charset=utf-8").body(body)
}

/// On to another page of ours, after an action.
#[must_use]
pub fn see(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}

/// On to another page of ours, which shows a message (one of [`FLASHES`]).
#[must_use]
pub fn see_with(context: &Context, path: &str, kind: &'static str, key: &'static str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).cookie(flash_cookie(context, kind, key)).finish()
}

/// A file to take along.
#[must_use]
pub fn file(name: &str, kind: &'static str, body: impl Into<web::Bytes>) -> HttpResponse {
    let disposition = format!("attachment; filename=\"{name}\"");
    HttpResponse::Ok().content_type(kind).insert_header((header::CONTENT_DISPOSITION, disposition)).body(body.into())
}

/// A path of our own, or the first page: where somebody may be sent after signing in.
#[must_use]
pub fn own_path(text: &str) -> &str {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '?' | '=' | '&' | '.');
    if text.starts_with('/') && !text.starts_with("//") && text.len() <= 200 && text.chars().all(plain) { text } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_sent_away_from_our_pages() {
        for away in ["//evil.example", "/\\evil", "https:evil", "javascript:alert(1)", "/%2f%2fevil", "/a\r\nb", "", "evil"] {
            assert_eq!(own_path(away), "/", "{away:?}");
        }
        assert_eq!(own_path("/rondes/de-wijert-2027/ideeen?thema=groen"), "/rondes/de-wijert-2027/ideeen?thema=groen");
    }
}
