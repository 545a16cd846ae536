//! The mailbox of the demo: every mail that would have been sent. Outside the demo it is not there.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::access::Access;
use super::respond::page;
use super::routes::Routes;
use super::visit::Visit;
use crate::app::{Context, mailbox};
use crate::domain::ids::MailId;
use crate::domain::time::{Language, long_time};
use crate::error::{Message, Result};
use crate::i18n::Translator;
use crate::storage::outbox::Kept;
use crate::views::{Crumb, Nav, Page};

/// A mail is HTML with a style element of its own, so it gets a page of its own that can do nothing
/// but follow links.
const MAIL_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    sandbox allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox";

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/demo/mail", Access::Anyone, list).get("/demo/mail/{id:[0-9]+}", Access::Anyone, show).get(
        "/demo/mail/{id:[0-9]+}/brief",
        Access::Anyone,
        letter,
    )
}

/// All mails.
#[derive(Debug, Serialize)]
pub struct MailboxPage {
    mails: Vec<MailRow>,
}

#[derive(Debug, Serialize)]
struct MailRow {
    href: String,
    to: String,
    subject: String,
    at: String,
}

impl MailRow {
    fn new(mail: &Kept, language: Language) -> Self {
        Self {
            href: format!("/demo/mail/{}", mail.id),
            to: mail.to.to_string(),
            subject: mail.subject.clone(),
            at: long_time(mail.made_at, language),
        }
    }
}

impl Page for MailboxPage {
    const TEMPLATE: &'static str = "pages/mailbox";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("mailbox-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("mailbox-title", "/demo/mail")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let mail = |id: i64| MailRow {
            href: format!("/demo/mail/{id}"),
            to: "anna@voorbeeld.nl".into(),
            subject: tr.text("mail-sign-in-subject"),
            at: tr.text("phase-vote"),
        };
        vec![Self { mails: Vec::new() }, Self { mails: vec![mail(2), mail(1)] }]
    }
}

/// One mail, as text.
#[derive(Debug, Serialize)]
pub struct MailPage {
    mail: MailRow,
    lines: Vec<Line>,
}

/// A line of a mail; a line that is an address of ours is a link.
#[derive(Debug, Serialize)]
struct Line {
    text: String,
    href: Option<String>,
}

impl MailPage {
    fn new(mail: &Kept, base_url: &str, language: Language) -> Self {
        let href = |line: &str| line.trim().strip_prefix(base_url).filter(|path| path.starts_with('/')).map(str::to_owned);
        let lines = mail.text.lines().map(|line| Line { text: line.to_owned(), href: href(line) }).collect();
        Self { mail: MailRow::new(mail, language), lines }
    }
}

impl Page for MailPage {
    const TEMPLATE: &'static str = "pages/mailbox_mail";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("mailbox-mail-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let here = Crumb::name(self.mail.subject.clone(), self.mail.href.clone());
        vec![Crumb::text("nav-home", "/"), Crumb::text("mailbox-title", "/demo/mail"), here]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let mail = MailRow {
            href: "/demo/mail/1".into(),
            to: "anna@voorbeeld.nl".into(),
            subject: tr.text("mail-sign-in-subject"),
            at: tr.text("phase-vote"),
        };
        let lines = vec![
            Line { text: tr.text("mail-sign-in-text"), href: None },
            Line { text: "http://localhost/inloggen/link#t=00".into(), href: Some("/inloggen/link#t=00".into()) },
        ];
        vec![Self { mail, lines }]
    }
}

async fn list(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let mails = mailbox::newest(&context).await?;
    page(&context, &visit, &MailboxPage { mails: mails.iter().map(|mail| MailRow::new(mail, visit.language)).collect() })
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let mail = mailbox::find(&context, MailId(*id)).await?;
    page(&context, &visit, &MailPage::new(&mail, &context.settings.base_url, visit.language))
}

async fn letter(context: web::Data<Context>, id: web::Path<i64>) -> Result<HttpResponse> {
    let mail = mailbox::find(&context, MailId(*id)).await?;
    Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").insert_header((header::CONTENT_SECURITY_POLICY, MAIL_CSP)).body(mail.html))
}
