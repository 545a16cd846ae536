//! What will be published in a round, and publishing it.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::review::verdicts::{self, Publication};
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::money::Cents;
use crate::domain::person::{REVIEWERS, Role};
use crate::domain::review::Verdict;
use crate::domain::time::{Instant, long_time};
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::forms::Posted;
use crate::http::respond::{page, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::review::Prepared;
use crate::views::words::word;
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk/oordelen/{slug}", Access::Roles(REVIEWERS), show).post("/werk/oordelen/{slug}", Access::Roles(&[Role::Gebiedsmanager]), publish)
}

#[derive(Debug, Serialize)]
struct Row {
    href: String,
    title: String,
    kind: String,
    cost: Option<String>,
    reason: String,
    unheard: bool,
}

#[derive(Debug, Serialize)]
struct Missing {
    href: String,
    title: String,
    contact: Option<String>,
}

/// What will be published in a round.
#[derive(Debug, Serialize)]
pub struct PublicationPage {
    slug: String,
    round: String,
    moment: String,
    rows: Vec<Row>,
    missing: Vec<Missing>,
    by_hand: bool,
    seen: String,
}

impl PublicationPage {
    fn new(tr: Translator<'_>, publication: Publication, now: Instant) -> Self {
        let href = |id: IdeaId| format!("/werk/ideeen/{id}");
        let moment = match publication.round.verdicts_at {
            Some(moment) if now < moment => tr.message(&Message::new("publication-at").with("time", long_time(moment, tr.language))),
            Some(moment) => tr.message(&Message::new("publication-was-at").with("time", long_time(moment, tr.language))),
            None => tr.text("publication-by-hand"),
        };
        let row = |(ready, title): (Prepared, String)| Row {
            href: href(ready.idea),
            title,
            kind: word(tr, "verdict", ready.verdict.kind().as_str()),
            cost: ready.verdict.cost().map(|cost| cost.to_string()),
            unheard: publication.unheard.contains(&ready.idea),
            reason: ready.verdict.reason().to_owned(),
        };
        let rows = publication.ready.iter().cloned().map(row).collect();
        Self {
            slug: publication.round.slug,
            round: publication.round.name,
            moment,
            rows,
            missing: publication.missing.into_iter().map(|(id, title, contact)| Missing { href: href(id), title, contact }).collect(),
            by_hand: publication.by_hand,
            seen: publication.seen,
        }
    }
}

impl Page for PublicationPage {
    const TEMPLATE: &'static str = "pages/review_publication";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("publication-title").with("round", &self.round)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let here = Crumb::name(self.round.clone(), format!("/werk/oordelen/{}", self.slug));
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("queue-title", "/werk/ideeen"), here]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let verdict = |verdict| Prepared { idea: IdeaId(7), verdict, by: PersonId(1), at: samples::noon(3), published_at: None };
        let reason = "Er ligt een gasleiding.".to_owned();
        let yes = verdict(Verdict::Feasible { cost: Cents::euros(10), reason: reason.clone() });
        let full = |by_hand| Publication {
            round: samples::round(),
            ready: vec![(yes.clone(), "Plukbomen".into()), (verdict(Verdict::NotFeasible { reason: reason.clone() }), "Een brug".into())],
            missing: vec![(IdeaId(8), "Bankjes".into(), None), (IdeaId(9), "Licht".into(), Some("Sam".into()))],
            unheard: vec![IdeaId(7)],
            by_hand,
            seen: "2-3".into(),
        };
        let none = Publication { ready: Vec::new(), missing: Vec::new(), ..full(false) };
        let unplanned = Publication { round: crate::storage::rounds::Round { verdicts_at: None, ..samples::round() }, ..full(true) };
        vec![
            Self::new(tr, full(false), samples::noon(5)),
            Self::new(tr, full(true), samples::noon(12)),
            Self::new(tr, unplanned, samples::noon(5)),
            Self::new(tr, none, samples::noon(5)),
        ]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let publication = verdicts::publication(&context, &visit.actor, slug.into_inner()).await?;
    page(&context, &visit, &PublicationPage::new(context.views.translator(visit.language), publication, context.now()))
}

/// The list of verdicts as the page showed it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Publish {
    seen: String,
}

async fn publish(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, form: Posted<Publish>) -> Result<HttpResponse> {
    let back = format!("/werk/oordelen/{slug}");
    verdicts::publish_now(&context, &visit.actor, slug.into_inner(), form.0.seen).await?;
    Ok(see_with(&context, &back, "ok", "flash-verdicts-published"))
}
