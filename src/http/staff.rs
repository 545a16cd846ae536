//! Staff sign in, set up their password and app, and give a new code before what matters most.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use qrcode::{Color, QrCode};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::forms::Posted;
use super::limits::Rule;
use super::respond::{own_path, page, page_with, see_with};
use super::routes::Routes;
use super::sign_in::signed_in;
use super::visit::Visit;
use crate::app::Context;
use crate::app::staff::{self, Setup};
use crate::domain::password;
use crate::domain::text::Email;
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/inloggen/medewerker", Access::Anyone, ask)
        .post("/inloggen/medewerker", Access::Anyone, asked)
        .get("/inloggen/instellen", Access::Anyone, setup_link)
        .post("/inloggen/instellen", Access::Anyone, setup)
        .post("/inloggen/instellen/opslaan", Access::Anyone, setup_done)
        .get("/mijn/bevestigen", Access::SignedIn, confirm)
        .post("/mijn/bevestigen", Access::SignedIn, confirmed)
}

fn code_field(form: &Form<'_>) -> Field {
    form.field("code").kind("text", Some("one-time-code")).inputmode("numeric").max(9)
}

fn sign_in_crumbs(title: &'static str, path: &str) -> Vec<Crumb> {
    vec![Crumb::text("nav-home", "/"), Crumb::text("sign-in-title", "/inloggen"), Crumb::text(title, path)]
}

/// The page where staff sign in.
#[derive(Debug, Serialize)]
pub struct SignInPage {
    email: Field,
    password: Field,
    code: Field,
    errors: Vec<SummaryLine>,
}

impl SignInPage {
    fn new(tr: Translator<'_>, email: &str, errors: &[FieldError]) -> Self {
        let values = Values::from([("email".to_owned(), email.to_owned())]);
        let form = Form::new(tr, "staff", &values, errors);
        Self {
            email: form.field("email").kind("email", Some("username")).max(254),
            password: form.field("password").kind("password", Some("current-password")),
            code: code_field(&form),
            errors: form.summary(),
        }
    }
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "pages/staff_sign_in";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("staff-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        sign_in_crumbs("staff-title", "/inloggen/medewerker")
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let wrong = [FieldError::new("email", Message::new("error-staff-sign-in"))];
        vec![Self::new(tr, "", &[]), Self::new(tr, "sam@voorbeeld.nl", &wrong)]
    }
}

/// The page a set-up link opens.
#[derive(Debug, Serialize)]
pub struct SetupLinkPage {
    token: Field,
}

impl SetupLinkPage {
    fn new(tr: Translator<'_>) -> Self {
        let values = Values::new();
        Self { token: Form::new(tr, "setup", &values, &[]).field("token").kind("text", Some("off")).max(64) }
    }
}

impl Page for SetupLinkPage {
    const TEMPLATE: &'static str = "pages/staff_setup_link";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("setup-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        sign_in_crumbs("setup-title", "/inloggen/instellen")
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        vec![Self::new(tr)]
    }
}

/// The page where a password and an app with codes are set up.
#[derive(Debug, Serialize)]
pub struct SetupPage {
    token: String,
    sealed: String,
    email: String,
    secret: String,
    qr: Qr,
    password: Field,
    again: Field,
    code: Field,
    errors: Vec<SummaryLine>,
}

/// A QR code as one path of squares.
#[derive(Debug, Serialize)]
pub struct Qr {
    size: usize,
    path: String,
}

impl Qr {
    /// Draws a text, with the quiet edge of four squares that readers need (ISO 18004).
    pub(super) fn new(text: &str) -> Result<Self> {
        use std::fmt::Write as _;
        let code = QrCode::new(text).map_err(Error::internal)?;
        let width = code.width();
        let mut path = String::new();
        for (at, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                write!(path, "M{} {}h1v1h-1z", at % width + 4, at / width + 4).map_err(Error::internal)?;
            }
        }
        Ok(Self { size: width + 8, path })
    }
}

impl SetupPage {
    fn new(tr: Translator<'_>, token: &str, setup: &Setup, errors: &[FieldError]) -> Result<Self> {
        let values = Values::new();
        let form = Form::new(tr, "setup", &values, errors);
        Ok(Self {
            token: token.to_owned(),
            sealed: setup.sealed.clone(),
            email: setup.email.to_string(),
            secret: setup.secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" "),
            qr: Qr::new(&setup.url)?,
            password: form.field("password").kind("password", Some("new-password")).max(password::LONGEST),
            again: form.field("again").kind("password", Some("new-password")).max(password::LONGEST),
            code: code_field(&form),
            errors: form.summary(),
        })
    }
}

impl Page for SetupPage {
    const TEMPLATE: &'static str = "pages/staff_setup";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("setup-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        sign_in_crumbs("setup-title", "/inloggen/instellen")
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let Ok(email) = Email::parse("sam@voorbeeld.nl") else { return Vec::new() };
        let url = "otpauth://totp/wijkdeal:sam%40voorbeeld.nl?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567&issuer=wijkdeal".to_owned();
        let setup = Setup { email, secret: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".into(), url, sealed: "00".into() };
        let errors = [
            FieldError::new("password", Message::new("error-password-short").with("n", password::SHORTEST)),
            FieldError::new("again", Message::new("error-password-again")),
            FieldError::new("code", Message::new("error-code-wrong")),
        ];
        [&[][..], &errors].into_iter().filter_map(|errors| Self::new(tr, "00", &setup, errors).ok()).collect()
    }
}

/// The page that asks for a new code.
#[derive(Debug, Serialize)]
pub struct ConfirmPage {
    code: Field,
    next: String,
    errors: Vec<SummaryLine>,
}

impl ConfirmPage {
    fn new(tr: Translator<'_>, next: &str, errors: &[FieldError]) -> Self {
        let values = Values::new();
        let form = Form::new(tr, "confirm", &values, errors);
        Self { code: code_field(&form), next: next.to_owned(), errors: form.summary() }
    }
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "pages/staff_confirm";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("confirm-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("confirm-title", "/mijn/bevestigen")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        vec![Self::new(tr, "/werk", &[]), Self::new(tr, "/werk", &[FieldError::new("code", Message::new("error-code-wrong"))])]
    }
}

async fn ask(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    page(&context, &visit, &SignInPage::new(context.views.translator(visit.language), "", &[]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    email: String,
    password: String,
    code: String,
}

async fn asked(context: web::Data<Context>, visit: Visit, form: Posted<Asked>) -> Result<HttpResponse> {
    context.limits.count(Rule::StaffSignIn, visit.address)?;
    let form = form.0;
    let outcome = match Email::parse(&form.email) {
        Ok(email) => staff::sign_in(&context, email, form.password, form.code).await,
        Err(_) => Err(Error::refused(Message::new("error-staff-sign-in"))),
    };
    match outcome {
        Ok(started) => signed_in(&context, &visit, &started).await,
        Err(Error::Refused(message)) => {
            let tr = context.views.translator(visit.language);
            let shown = SignInPage::new(tr, &form.email, &[FieldError::new("email", message)]);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

async fn setup_link(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    page(&context, &visit, &SetupLinkPage::new(context.views.translator(visit.language)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Linked {
    token: String,
}

async fn setup(context: web::Data<Context>, visit: Visit, form: Posted<Linked>) -> Result<HttpResponse> {
    context.limits.count(Rule::StaffSignIn, visit.address)?;
    let token = form.0.token.trim();
    let setup = staff::begin_setup(&context, token, None).await?;
    page(&context, &visit, &SetupPage::new(context.views.translator(visit.language), token, &setup, &[])?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetupDone {
    token: String,
    sealed: String,
    password: String,
    again: String,
    code: String,
}

async fn setup_done(context: web::Data<Context>, visit: Visit, form: Posted<SetupDone>) -> Result<HttpResponse> {
    context.limits.count(Rule::StaffSignIn, visit.address)?;
    let form = form.0;
    let outcome = if form.password == form.again {
        staff::finish_setup(&context, &form.token, &form.sealed, form.password, &form.code).await
    } else {
        Err(Error::Invalid(vec![FieldError::new("again", Message::new("error-password-again"))]))
    };
    match outcome {
        Ok(started) => signed_in(&context, &visit, &started).await,
        Err(Error::Invalid(errors)) => {
            let setup = staff::begin_setup(&context, &form.token, Some(&form.sealed)).await?;
            let shown = SetupPage::new(context.views.translator(visit.language), &form.token, &setup, &errors)?;
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
struct ConfirmQuery {
    #[serde(default)]
    verder: String,
}

async fn confirm(context: web::Data<Context>, visit: Visit, query: web::Query<ConfirmQuery>) -> Result<HttpResponse> {
    let next = if query.verder.is_empty() { "/werk" } else { own_path(&query.verder) };
    page(&context, &visit, &ConfirmPage::new(context.views.translator(visit.language), next, &[]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Confirmed {
    code: String,
    next: String,
}

async fn confirmed(context: web::Data<Context>, visit: Visit, form: Posted<Confirmed>) -> Result<HttpResponse> {
    context.limits.count(Rule::StaffSignIn, visit.address)?;
    let (session, next) = (visit.session.ok_or(Error::SignInFirst)?, own_path(&form.0.next));
    match staff::confirm(&context, &visit.actor, session, form.0.code).await {
        Ok(()) => Ok(see_with(&context, next, "ok", "flash-confirmed")),
        Err(Error::Refused(message)) => {
            let shown = ConfirmPage::new(context.views.translator(visit.language), next, &[FieldError::new("code", message)]);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}
