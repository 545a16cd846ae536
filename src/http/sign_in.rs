//! Signing in and out.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::forms::Posted;
use super::limits::Rule;
use super::respond::{own_path, page, page_with, see, see_with};
use super::routes::Routes;
use super::visit::{Visit, no_session_cookie, session_cookie};
use crate::app::{Context, sign_in};
use crate::domain::text::Email;
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/inloggen", Access::Anyone, ask)
        .post("/inloggen", Access::Anyone, asked)
        .post("/inloggen/code", Access::Anyone, digits)
        .get("/inloggen/link", Access::Anyone, link)
        .post("/inloggen/link", Access::Anyone, linked)
        .post("/uitloggen", Access::SignedIn, out)
}

/// The page that asks for an address.
#[derive(Debug, Serialize)]
pub struct AskPage {
    email: Field,
    errors: Vec<SummaryLine>,
    next: String,
}

impl AskPage {
    fn new(tr: Translator<'_>, email: &str, next: &str, errors: &[FieldError]) -> Self {
        let values = Values::from([("email".to_owned(), email.to_owned())]);
        let form = Form::new(tr, "sign-in", &values, errors);
        Self { email: form.field("email").kind("email", Some("email")).max(254), errors: form.summary(), next: next.to_owned() }
    }
}

impl Page for AskPage {
    const TEMPLATE: &'static str = "pages/sign_in";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("sign-in-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("sign-in-title", "/inloggen")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("email", Message::new("error-email"))];
        vec![Self::new(tr, "", "/", &[]), Self::new(tr, "jo", "/mijn", &errors)]
    }
}

/// The page after asking: type the digits, or open the mail.
#[derive(Debug, Serialize)]
pub struct SentPage {
    code: Field,
    errors: Vec<SummaryLine>,
}

impl SentPage {
    fn new(tr: Translator<'_>, errors: &[FieldError]) -> Self {
        let values = Values::new();
        let form = Form::new(tr, "sign-in", &values, errors);
        Self { code: form.field("code").kind("text", Some("one-time-code")).inputmode("numeric").max(12), errors: form.summary() }
    }
}

impl Page for SentPage {
    const TEMPLATE: &'static str = "pages/sign_in_sent";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("sign-in-sent-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("sign-in-title", "/inloggen")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        vec![Self::new(tr, &[]), Self::new(tr, &[FieldError::new("code", Message::new("error-digits-wrong"))])]
    }
}

/// The page a link in a mail opens. Opening it does nothing; the button does.
#[derive(Debug, Serialize)]
pub struct LinkPage {}

impl Page for LinkPage {
    const TEMPLATE: &'static str = "pages/sign_in_link";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("sign-in-link-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("sign-in-title", "/inloggen")]
    }

    fn samples(_: Translator<'_>) -> Vec<Self> {
        vec![Self {}]
    }
}

#[derive(Debug, Deserialize)]
struct AskQuery {
    #[serde(default)]
    verder: String,
}

async fn ask(context: web::Data<Context>, visit: Visit, query: web::Query<AskQuery>) -> Result<HttpResponse> {
    let next = own_path(&query.verder);
    page(&context, &visit, &AskPage::new(context.views.translator(visit.language), "", next, &[]))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    email: String,
    next: String,
}

async fn asked(context: web::Data<Context>, visit: Visit, form: Posted<Asked>) -> Result<HttpResponse> {
    let tr = context.views.translator(visit.language);
    let next = own_path(&form.0.next);
    let Ok(email) = Email::parse(&form.0.email) else {
        let errors = [FieldError::new("email", Message::new("error-email"))];
        return page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &AskPage::new(tr, &form.0.email, next, &errors));
    };
    context.limits.count(Rule::SignInMail, visit.address)?;
    sign_in::ask_link(&context, email, visit.visitor, next.to_owned(), visit.language).await?;
    page(&context, &visit, &SentPage::new(tr, &[]))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Digits {
    code: String,
}

async fn digits(context: web::Data<Context>, visit: Visit, form: Posted<Digits>) -> Result<HttpResponse> {
    let visitor = visit.visitor.ok_or(Error::Forbidden)?;
    match sign_in::with_digits(&context, form.0.code, visitor, visit.language).await {
        Ok(started) => signed_in(&context, &visit, &started).await,
        Err(Error::Refused(message)) => {
            let errors = [FieldError::new("code", message)];
            let tr = context.views.translator(visit.language);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &SentPage::new(tr, &errors))
        }
        Err(error) => Err(error),
    }
}

async fn link(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    page(&context, &visit, &LinkPage {})
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Linked {
    token: String,
}

async fn linked(context: web::Data<Context>, visit: Visit, form: Posted<Linked>) -> Result<HttpResponse> {
    let started = sign_in::with_token(&context, &form.0.token, visit.visitor, visit.language).await?;
    signed_in(&context, &visit, &started).await
}

/// The answer to somebody who came in. The session this browser had before ends.
///
/// # Errors
/// When the cookie cannot be signed.
pub(super) async fn signed_in(context: &Context, visit: &Visit, started: &sign_in::Started) -> Result<HttpResponse> {
    if let Some(before) = visit.session {
        sign_in::sign_out(context, &before).await?;
    }
    let mut answer = see_with(context, own_path(&started.next), "ok", "flash-signed-in");
    answer.add_cookie(&session_cookie(context, &started.session, started.staff)?).map_err(Error::internal)?;
    Ok(answer)
}

async fn out(context: web::Data<Context>, visit: Visit, _: Posted<Nothing>) -> Result<HttpResponse> {
    if let Some(session) = visit.session {
        sign_in::sign_out(&context, &session).await?;
    }
    let mut answer = see("/");
    answer.add_cookie(&no_session_cookie(&context)).map_err(Error::internal)?;
    Ok(answer)
}

/// A form with nothing but its token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}
