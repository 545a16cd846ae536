//! The chain of everything that happened, as everybody can check it: how many events, the newest
//! hash, and the hashes of all of them as files. What happened inside stays inside: a hash tells
//! nobody what it is of.

use std::fmt::Write;

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::access::Access;
use super::respond::{file, page};
use super::routes::Routes;
use super::visit::Visit;
use crate::app::Context;
use crate::app::timeline::{self, LINKS};
use crate::error::{Message, Result};
use crate::i18n::Translator;
use crate::secrets::hex;
use crate::views::{Crumb, Link, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/logboek", Access::Public, logbook).get("/logboek/keten-{part:[0-9]+}.csv", Access::Public, links)
}

/// The logbook.
#[derive(Debug, Serialize)]
pub struct LogbookPage {
    count: i64,
    hash: Option<String>,
    files: Vec<Link>,
}

impl LogbookPage {
    fn new(tr: Translator<'_>, (count, hash): &(i64, Vec<u8>)) -> Self {
        let parts = count.saturating_add(LINKS - 1) / LINKS;
        let link = |part: i64| {
            let from = part.saturating_mul(LINKS).saturating_add(1);
            let until = part.saturating_add(1).saturating_mul(LINKS).min(*count);
            let label = tr.message(&Message::new("logbook-file").with("from", from).with("until", until));
            Link { label, href: format!("/logboek/keten-{part}.csv"), current: false }
        };
        Self { count: *count, hash: (!hash.is_empty()).then(|| hex(hash)), files: (0..parts).map(link).collect() }
    }
}

impl Page for LogbookPage {
    const TEMPLATE: &'static str = "pages/logbook";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("logbook-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("logbook-title", "/logboek")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        vec![Self::new(tr, &(20_001, vec![7; 32])), Self::new(tr, &(0, Vec::new()))]
    }
}

async fn logbook(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let head = timeline::head(&context).await?;
    page(&context, &visit, &LogbookPage::new(context.views.translator(visit.language), &head))
}

async fn links(context: web::Data<Context>, part: web::Path<i64>) -> Result<HttpResponse> {
    let mut body = String::from("plaats;eigen;keten\n");
    for link in timeline::links(&context, *part).await? {
        // Writing to a String cannot fail.
        let _ = writeln!(body, "{};{};{}", link.seq, hex(&link.leaf), hex(&link.hash));
    }
    Ok(file(&format!("keten-{part}.csv"), "text/csv; charset=utf-8", body))
}
