//! The outcome of one wijk in a round of several: how people there voted, and which plans are there.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::charts::wijk_turnout;
use super::page::crumbs;
use super::ranking::{amount, state, votes, warning};
use super::samples::counted;
use crate::app::Context;
use crate::app::count::outcomes::{self, Public};
use crate::app::count::told::{Told, ToldPlan};
use crate::app::count::turnout::Cell;
use crate::domain::rules::Template;
use crate::error::{Error, Message, Result};
use crate::http::access::Access;
use crate::http::cache::{Cache, shared};
use crate::http::codes::number;
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::words::Badge;
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/rondes/{slug}/uitslag/wijk/{wijk}", Access::Public, show)
}

#[derive(Debug, Serialize)]
struct Row {
    place: Option<usize>,
    title: String,
    href: String,
    here: bool,
    state: Badge,
    votes: String,
    percent: i64,
    tone: &'static str,
    all_votes: String,
    cost: String,
}

/// The outcome of one wijk.
#[derive(Debug, Serialize)]
pub struct WijkOutcomePage {
    warning: Option<String>,
    name: String,
    turnout: String,
    here: usize,
    rows: Vec<Row>,
    outcome_href: String,
    #[serde(skip)]
    round_name: String,
    #[serde(skip)]
    slug: String,
    #[serde(skip)]
    wijk: String,
}

impl WijkOutcomePage {
    /// None when the wijk took no part, or was the only one.
    fn new(tr: Translator<'_>, found: &Public, slug: &str) -> Option<Self> {
        let counted = found.counted.as_ref()?;
        let wijken = &counted.turnout.wijken;
        let at = wijken.iter().position(|wijk| wijk.slug == slug).filter(|_| wijken.len() > 1)?;
        let wijk = wijken.get(at)?;
        let told = &counted.told;
        let mut plans: Vec<(&ToldPlan, Cell)> = told.plans().map(|plan| (plan, plan.by_wijk.get(at).copied().flatten())).collect();
        plans.sort_by_key(|(plan, votes)| (std::cmp::Reverse(*votes), plan.rank));
        let most = plans.iter().filter_map(|(_, votes)| *votes).max().unwrap_or(0).max(1);
        let rows = (1..).zip(&plans).map(|(place, (plan, votes))| row(tr, told, plan, *votes, (place, most), plan.wijk == Some(wijk.wijk)));
        Some(Self {
            warning: warning(tr, told.standing),
            name: wijk.name.clone(),
            turnout: wijk_turnout(tr, wijk),
            here: told.plans().filter(|plan| plan.chosen && plan.wijk == Some(wijk.wijk)).count(),
            rows: rows.collect(),
            outcome_href: format!("/rondes/{}/uitslag", found.round.slug),
            round_name: found.round.name.clone(),
            slug: found.round.slug.clone(),
            wijk: wijk.slug.clone(),
        })
    }
}

fn row(tr: Translator<'_>, told: &Told, plan: &ToldPlan, cell: Cell, (place, most): (usize, i64), here: bool) -> Row {
    Row {
        place: cell.map(|_| place),
        title: plan.title.clone(),
        href: format!("/ideeen/{}", plan.idea),
        here,
        state: state(tr, told, plan),
        votes: cell.map_or_else(|| tr.text("outcome-hidden"), number),
        percent: cell.unwrap_or(0).saturating_mul(100) / most,
        tone: if plan.chosen { "chosen" } else { "plain" },
        all_votes: votes(plan.votes),
        cost: amount(tr, &told.currency, plan.cost),
    }
}

impl Page for WijkOutcomePage {
    const TEMPLATE: &'static str = "pages/outcome_wijk";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("outcome-wijk-title").with("wijk", &self.name).with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut all = crumbs(&self.round_name, &self.slug);
        all.push(Crumb::name(&self.name, format!("{}/wijk/{}", self.outcome_href, self.wijk)));
        all
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = crate::http::ballot::sample_round(Template::TopTen.rules());
        let mut simulated = counted();
        simulated.told.standing = crate::counting::Standing::Simulation;
        let found = [counted(), simulated].map(|counted| Public {
            round: round.clone(),
            due: None,
            counted: Some(counted),
            versions: Vec::new(),
            recounting: None,
            city: Vec::new(),
        });
        found.iter().flat_map(|found| ["de-wijert", "helpman"].into_iter().filter_map(|wijk| Self::new(tr, found, wijk))).collect()
    }
}

async fn show(context: web::Data<Context>, cache: web::Data<Cache>, visit: Visit, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (slug, wijk) = path.into_inner();
    shared(&context, &cache, &visit, async || {
        let found = outcomes::public(&context, slug).await?;
        WijkOutcomePage::new(context.views.translator(visit.language), &found, &wijk).ok_or(Error::NotFound)
    })
    .await
}
