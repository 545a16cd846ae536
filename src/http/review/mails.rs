//! Every mail about the verdicts of a round, before it goes out.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::review::mails::{self, Mails};
use crate::domain::ids::IdeaId;
use crate::domain::person::REVIEWERS;
use crate::domain::text::Email;
use crate::domain::time::Language;
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::respond::page;
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::outbox::Mail;
use crate::storage::rounds::Round;
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk/oordelen/{slug}/mails", Access::Roles(REVIEWERS), show)
}

/// A mail as text.
#[derive(Debug, Serialize)]
struct Text {
    to: String,
    subject: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct About {
    href: String,
    title: String,
    waits: bool,
    authors: Text,
    followers: Text,
    followed: bool,
}

/// The mails of a round.
#[derive(Debug, Serialize)]
pub struct MailsPage {
    slug: String,
    round: String,
    all: Vec<About>,
}

impl MailsPage {
    fn new(tr: Translator<'_>, round: &Round, mails: &[Mails]) -> Self {
        let about = |mails: &Mails| About {
            href: format!("/werk/ideeen/{}", mails.idea),
            title: mails.title.clone(),
            waits: mails.waits,
            authors: Text {
                to: tr.message(&Message::new("mails-to-authors").with("names", mails.authors.join(", "))),
                subject: mails.to_authors.subject.clone(),
                text: mails.to_authors.text.clone(),
            },
            followed: mails.followers > 0,
            followers: Text {
                to: tr.message(&Message::new("mails-to-followers").with("n", mails.followers)),
                subject: mails.to_followers.subject.clone(),
                text: mails.to_followers.text.clone(),
            },
        };
        Self { slug: round.slug.clone(), round: round.name.clone(), all: mails.iter().map(about).collect() }
    }
}

impl Page for MailsPage {
    const TEMPLATE: &'static str = "pages/review_mails";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("mails-title").with("round", &self.round)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-work", "/werk"),
            Crumb::name(self.round.clone(), format!("/werk/oordelen/{}", self.slug)),
            Crumb::text("publication-mails", format!("/werk/oordelen/{}/mails", self.slug)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let Ok(to) = Email::parse("anna@voorbeeld.nl") else { return Vec::new() };
        let mail = Mail {
            to,
            language: Language::Nl,
            subject: "Uw idee <kan>".into(),
            text: "Goed nieuws.\n\nHet kan.".into(),
            html: String::new(),
            one_click: None,
        };
        let about = |followers, waits| Mails {
            idea: IdeaId(7),
            title: "Plukbomen".into(),
            waits,
            authors: vec!["Anna".into(), "Bo".into()],
            to_authors: mail.clone(),
            followers,
            to_followers: mail.clone(),
        };
        let round = samples::round();
        vec![Self::new(tr, &round, &[about(3, false), about(0, true)]), Self::new(tr, &round, &[])]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let (round, mails) = mails::preview(&context, &visit.actor, slug.into_inner(), visit.language).await?;
    page(&context, &visit, &MailsPage::new(context.views.translator(visit.language), &round, &mails))
}
