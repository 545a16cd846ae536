//! The proces-verbaal: what was done in the ceremony, by whom, with the figures, on paper to sign.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::ranking::{PotShown, pots_shown};
use super::samples;
use super::steps::{StepShown, head, steps};
use crate::app::Context;
use crate::app::count::ceremony::{self, Ceremony, Next};
use crate::app::count::outcomes::COUNTERS;
use crate::domain::ceremony::Step;
use crate::domain::ids::RoundId;
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::respond::page;
use crate::http::routes::Routes;
use crate::http::tablet::TabletLine;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk/rondes/{id:[0-9]+}/tellen/proces-verbaal", Access::Roles(COUNTERS), work).get(
        "/rondes/{slug}/proces-verbaal",
        Access::Public,
        public,
    )
}

/// The proces-verbaal.
#[derive(Debug, Serialize)]
pub struct MinutesPage {
    round_name: String,
    municipality: String,
    /// Whether names of staff are on it: on paper inside, not on the public page.
    named: bool,
    /// Every step was done.
    complete: bool,
    /// That it is a rehearsal, and with how many invented voters.
    rehearsal: Option<String>,
    alarms: Vec<String>,
    steps: Vec<StepShown>,
    pots: Vec<PotShown>,
    /// What tablets without a connection delivered: inside only, the numbers are small.
    tablets: Vec<TabletLine>,
    head: String,
    /// Who signs.
    signers: Vec<String>,
}

impl MinutesPage {
    pub(crate) fn new(tr: Translator<'_>, municipality: &str, shown: &Ceremony, named: bool) -> Self {
        let mut signers: Vec<String> = Vec::new();
        for name in shown.taken.iter().flat_map(|taken| &taken.names).filter(|_| named) {
            if !signers.contains(name) {
                signers.push(name.clone());
            }
        }
        // Two lines to sign at least: nobody does this alone.
        while named && signers.len() < 2 {
            signers.push(String::new());
        }
        Self {
            round_name: shown.round.name.clone(),
            municipality: municipality.to_owned(),
            named,
            complete: shown.next == Next::Done,
            rehearsal: None,
            alarms: shown.alarms.iter().map(|alarm| tr.message(alarm)).collect(),
            steps: steps(tr, shown),
            pots: shown.counted.as_ref().map_or_else(Vec::new, |counted| pots_shown(tr, &counted.told, None)),
            tablets: shown.tablets.iter().filter(|_| named).map(|tablet| TabletLine::new(tr, tablet)).collect(),
            head: head(tr, &shown.head),
            signers,
        }
    }
}

impl MinutesPage {
    /// The same of a rehearsal: it says so at the top.
    pub(crate) fn of_rehearsal(self, tr: Translator<'_>, voters: u32) -> Self {
        Self { rehearsal: Some(tr.message(&Message::new("minutes-rehearsal").with("n", voters))), ..self }
    }
}

impl Page for MinutesPage {
    const TEMPLATE: &'static str = "pages/minutes";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("minutes-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        Vec::new()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let page = |next, named| Self::new(tr, "Voorbeeldstad", &samples::ceremony(next, false), named);
        let mut broken = samples::ceremony(Next::Take(Step::Count), false);
        broken.alarms.push(Message::new("alarm-ballots"));
        vec![
            page(Next::Wait, true),
            page(Next::Take(Step::Draw), true),
            page(Next::Done, true),
            page(Next::Done, false),
            page(Next::Done, true).of_rehearsal(tr, 100),
            Self::new(tr, "Voorbeeldstad", &broken, true),
        ]
    }
}

async fn work(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>) -> Result<HttpResponse> {
    let shown = ceremony::ceremony(&context, &visit.actor, *id).await?;
    page(&context, &visit, &MinutesPage::new(context.views.translator(visit.language), &context.settings.municipality, &shown, true))
}

async fn public(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let shown = ceremony::public(&context, slug.into_inner()).await?;
    page(&context, &visit, &MinutesPage::new(context.views.translator(visit.language), &context.settings.municipality, &shown, false))
}
