//! Pages that explain: privacy, cookies, accessibility, the words we use, help.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::access::Access;
use super::respond::page;
use super::routes::Routes;
use super::visit::Visit;
use crate::app::Context;
use crate::error::{Message, Result};
use crate::i18n::Translator;
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/privacy", Access::Public, privacy)
        .get("/cookies", Access::Public, cookies)
        .get("/toegankelijkheid", Access::Public, accessibility)
        .get("/begrippen", Access::Public, glossary)
        .get("/hulp", Access::Public, help)
}

fn crumbs(title: &'static str, path: &str) -> Vec<Crumb> {
    vec![Crumb::text("nav-home", "/"), Crumb::text(title, path)]
}

/// What is kept and how long: the keys of both sentences.
const KEPT: [(&str, &str); 10] = [
    ("privacy-kept-account", "privacy-kept-account-term"),
    ("privacy-kept-ideas", "privacy-kept-ideas-term"),
    ("privacy-kept-drafts", "privacy-kept-drafts-term"),
    ("privacy-kept-vote", "privacy-kept-vote-term"),
    ("privacy-kept-links", "privacy-kept-links-term"),
    ("privacy-kept-sessions", "privacy-kept-sessions-term"),
    ("privacy-kept-forms", "privacy-kept-forms-term"),
    ("privacy-kept-mail", "privacy-kept-mail-term"),
    ("privacy-kept-staff", "privacy-kept-staff-term"),
    ("privacy-kept-record", "privacy-kept-record-term"),
];

/// The words we use: the keys of the word and of what it means.
const WORDS: [(&str, &str); 19] = [
    ("word-gebied", "word-gebied-means"),
    ("word-wijk", "word-wijk-means"),
    ("word-buurt", "word-buurt-means"),
    ("word-gebiedsbudget", "word-gebiedsbudget-means"),
    ("word-ronde", "word-ronde-means"),
    ("word-fase", "word-fase-means"),
    ("word-idee", "word-idee-means"),
    ("word-plan", "word-plan-means"),
    ("word-gebiedsteam", "word-gebiedsteam-means"),
    ("word-gebiedsmanager", "word-gebiedsmanager-means"),
    ("word-wij-raad", "word-wij-raad-means"),
    ("word-wij-medewerker", "word-wij-medewerker-means"),
    ("word-wijkwethouder", "word-wijkwethouder-means"),
    ("word-adviesorgaan", "word-adviesorgaan-means"),
    ("word-advies", "word-advies-means"),
    ("word-stemcode", "word-stemcode-means"),
    ("word-stembiljet", "word-stembiljet-means"),
    ("word-uitslag", "word-uitslag-means"),
    ("word-loting", "word-loting-means"),
];

/// A name with its value.
#[derive(Debug, Serialize)]
struct Pair {
    key: String,
    value: String,
    href: Option<String>,
}

fn pairs(tr: Translator<'_>, keys: &[(&str, &str)]) -> Vec<Pair> {
    keys.iter().map(|(key, value)| Pair { key: tr.text(key), value: tr.text(value), href: None }).collect()
}

/// What is done with personal data.
#[derive(Debug, Serialize)]
pub struct PrivacyPage {
    kept: Vec<Pair>,
}

impl Page for PrivacyPage {
    const TEMPLATE: &'static str = "pages/privacy";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("privacy-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("privacy-title", "/privacy")
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        vec![Self { kept: pairs(tr, &KEPT) }]
    }
}

/// The words we use.
#[derive(Debug, Serialize)]
pub struct GlossaryPage {
    words: Vec<Pair>,
}

impl Page for GlossaryPage {
    const TEMPLATE: &'static str = "pages/glossary";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("glossary-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("glossary-title", "/begrippen")
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        vec![Self { words: pairs(tr, &WORDS) }]
    }
}

/// Which cookies there are.
#[derive(Debug, Serialize)]
pub struct CookiesPage {}

impl Page for CookiesPage {
    const TEMPLATE: &'static str = "pages/cookies";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("cookies-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("cookies-title", "/cookies")
    }

    fn samples(_: Translator<'_>) -> Vec<Self> {
        vec![Self {}]
    }
}

/// How accessible the pages are.
#[derive(Debug, Serialize)]
pub struct AccessibilityPage {}

impl Page for AccessibilityPage {
    const TEMPLATE: &'static str = "pages/accessibility";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("accessibility-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("accessibility-title", "/toegankelijkheid")
    }

    fn samples(_: Translator<'_>) -> Vec<Self> {
        vec![Self {}]
    }
}

/// Where help is.
#[derive(Debug, Serialize)]
pub struct HelpPage {}

impl Page for HelpPage {
    const TEMPLATE: &'static str = "pages/help";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("help-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("help-title", "/hulp")
    }

    fn samples(_: Translator<'_>) -> Vec<Self> {
        vec![Self {}]
    }
}

async fn privacy(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    page(&context, &visit, &PrivacyPage { kept: pairs(context.views.translator(visit.language), &KEPT) })
}

async fn glossary(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    page(&context, &visit, &GlossaryPage { words: pairs(context.views.translator(visit.language), &WORDS) })
}

async fn cookies(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    page(&context, &visit, &CookiesPage {})
}

async fn accessibility(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    page(&context, &visit, &AccessibilityPage {})
}

async fn help(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    page(&context, &visit, &HelpPage {})
}
