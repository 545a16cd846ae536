//! Adviezen and adviesorganen as everybody sees them.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::adviezen::organen::{self, OrgaanView};
use crate::app::{Context, adviezen};
use crate::domain::advies::{AdviesState, Overview};
use crate::domain::ids::{AdviesId, AdviesorgaanId};
use crate::domain::person::Role;
use crate::domain::time::Instant;
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::respond::page;
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::adviezen::{Adviesorgaan, Shown};
use crate::views::advies::{AdviesSummary, sample, summary};
use crate::views::words::{Badge, Day, day, reply, word};
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/adviezen", Access::Public, list)
        .get("/adviezen/{id:\\d+}", Access::Public, one)
        .get("/adviezen/{id:\\d+}/print", Access::Public, paper)
        .get("/adviesorganen/{slug}", Access::Public, orgaan)
}

/// The way to the list of adviezen.
pub(super) fn crumbs() -> Vec<Crumb> {
    vec![Crumb::text("nav-home", "/"), Crumb::text("nav-adviezen", "/adviezen")]
}

fn overview(tr: Translator<'_>, all: &[Shown], now: Instant) -> String {
    let counted = Overview::of(all.iter().map(|shown| (shown.advies.state, shown.advies.reply_due_at)), now);
    let message = Message::new("advies-overview").with("total", counted.total).with("answered", counted.answered).with("late", counted.late);
    tr.message(&message)
}

/// All public adviezen.
#[derive(Debug, Serialize)]
pub struct AdviezenPage {
    overview: String,
    adviezen: Vec<AdviesSummary>,
}

impl AdviezenPage {
    fn new(tr: Translator<'_>, all: &[Shown], now: Instant) -> Self {
        Self { overview: overview(tr, all, now), adviezen: all.iter().map(|shown| summary(tr, shown, now)).collect() }
    }
}

impl Page for AdviezenPage {
    const TEMPLATE: &'static str = "pages/adviezen";
    const NAV: Nav = Nav::Adviezen;

    fn title(&self) -> Message {
        Message::new("adviezen-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let all = [sample(AdviesState::Published), sample(AdviesState::Answered)];
        vec![Self::new(tr, &all, samples::noon(20)), Self::new(tr, &[], samples::noon(5))]
    }
}

async fn list(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let all = adviezen::published(&context).await?;
    page(&context, &visit, &AdviezenPage::new(context.views.translator(visit.language), &all, context.now()))
}

#[derive(Debug, Serialize)]
struct Answer {
    kind: Badge,
    reason: String,
    date: Day,
}

/// What pages and paper show of one advies.
#[derive(Debug, Serialize)]
struct Whole {
    id: AdviesId,
    summary: AdviesSummary,
    body: String,
    adopted: Option<Day>,
    orgaan_href: String,
    round: String,
    round_href: String,
    idea: Option<String>,
    idea_href: Option<String>,
    answer: Option<Answer>,
}

impl Whole {
    fn new(tr: Translator<'_>, shown: &Shown, now: Instant) -> Self {
        let advies = &shown.advies;
        Self {
            id: advies.id,
            summary: summary(tr, shown, now),
            body: advies.body.clone(),
            adopted: advies.adopted_at.map(|at| day(tr, at)),
            orgaan_href: format!("/adviesorganen/{}", shown.orgaan_slug),
            round: shown.round.clone(),
            round_href: format!("/rondes/{}", shown.round_slug),
            idea: shown.idea.clone(),
            idea_href: advies.idea_id.map(|id| format!("/ideeen/{id}")),
            answer: shown.reply.as_ref().map(|found| Answer { kind: reply(tr, found.kind), reason: found.reason.clone(), date: day(tr, found.at) }),
        }
    }
}

/// One advies with its reply beside it.
#[derive(Debug, Serialize)]
pub struct AdviesPage(Whole);

/// One advies on paper.
#[derive(Debug, Serialize)]
pub struct AdviesPaper(Whole);

impl Page for AdviesPage {
    const TEMPLATE: &'static str = "pages/advies";
    const NAV: Nav = Nav::Adviezen;

    fn title(&self) -> Message {
        Message::new("advies-title").with("title", &self.0.summary.title)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::name(self.0.summary.title.clone(), format!("/adviezen/{}", self.0.id)));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = Shown { idea: None, ..sample(AdviesState::Published) };
        let round = Shown { advies: crate::storage::adviezen::Advies { idea_id: None, ..round.advies.clone() }, ..round };
        [sample(AdviesState::Answered), sample(AdviesState::Published), round]
            .iter()
            .map(|shown| Self(Whole::new(tr, shown, samples::noon(5))))
            .collect()
    }
}

impl Page for AdviesPaper {
    const TEMPLATE: &'static str = "pages/advies_print";
    const NAV: Nav = Nav::Adviezen;

    fn title(&self) -> Message {
        Message::new("advies-title").with("title", &self.0.summary.title)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        Vec::new()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        AdviesPage::samples(tr).into_iter().map(|page| Self(page.0)).collect()
    }
}

async fn one(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let shown = adviezen::public(&context, AdviesId(*id)).await?;
    page(&context, &visit, &AdviesPage(Whole::new(context.views.translator(visit.language), &shown, context.now())))
}

async fn paper(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let shown = adviezen::public(&context, AdviesId(*id)).await?;
    page(&context, &visit, &AdviesPaper(Whole::new(context.views.translator(visit.language), &shown, context.now())))
}

#[derive(Debug, Serialize)]
struct Member {
    name: String,
    role: String,
}

/// An adviesorgaan.
#[derive(Debug, Serialize)]
pub struct OrgaanPage {
    name: String,
    slug: String,
    purpose: String,
    members: Vec<Member>,
    room: String,
    overview: String,
    adviezen: Vec<AdviesSummary>,
}

impl OrgaanPage {
    fn new(tr: Translator<'_>, view: &OrgaanView, now: Instant) -> Self {
        let room = Message::new("orgaan-room").with("n", view.members.len()).with("max", view.orgaan.max_members);
        Self {
            name: view.orgaan.name.clone(),
            slug: view.orgaan.slug.clone(),
            purpose: view.orgaan.purpose.clone(),
            members: view.members.iter().map(|(role, name)| Member { name: name.clone(), role: word(tr, "orgaan-role", role.as_str()) }).collect(),
            room: tr.message(&room),
            overview: overview(tr, &view.adviezen, now),
            adviezen: view.adviezen.iter().map(|shown| summary(tr, shown, now)).collect(),
        }
    }
}

impl Page for OrgaanPage {
    const TEMPLATE: &'static str = "pages/adviezen_orgaan";
    const NAV: Nav = Nav::Adviezen;

    fn title(&self) -> Message {
        Message::new("orgaan-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::name(self.name.clone(), format!("/adviesorganen/{}", self.slug)));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let orgaan = sample_orgaan();
        let full = OrgaanView {
            orgaan: orgaan.clone(),
            members: vec![(Role::AdviesVoorzitter, "Jo".into()), (Role::AdviesLid, "Kim".into())],
            adviezen: vec![sample(AdviesState::Published)],
        };
        let empty = OrgaanView { orgaan, members: Vec::new(), adviezen: Vec::new() };
        vec![Self::new(tr, &full, samples::noon(20)), Self::new(tr, &empty, samples::noon(20))]
    }
}

/// A made-up adviesorgaan, for samples.
pub(super) fn sample_orgaan() -> Adviesorgaan {
    Adviesorgaan {
        id: AdviesorgaanId(1),
        slug: "wij-raad".into(),
        name: "WIJ-raad".into(),
        purpose: "Komt op voor de belangen van bewoners.".into(),
        max_members: 9,
        reply_days: 20,
    }
}

async fn orgaan(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let view = organen::view(&context, slug.into_inner()).await?;
    page(&context, &visit, &OrgaanPage::new(context.views.translator(visit.language), &view, context.now()))
}
