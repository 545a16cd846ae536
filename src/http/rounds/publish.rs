//! What is missing or impossible, in plain words, before a round can open.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::rounds::{self, Checked};
use crate::domain::outcome::RoundStatus;
use crate::domain::person::ROUND_MANAGERS;
use crate::domain::flaws::Flaw;
use crate::domain::time::long_time;
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::forms::Posted;
use crate::http::respond::{page, see_with};
use crate::http::routes::Routes;
use crate::http::samples;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::rules::flaw;
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/werk/rondes/{slug}/controle", Access::Roles(ROUND_MANAGERS), check)
        .post("/werk/rondes/{slug}/publiceren", Access::Roles(ROUND_MANAGERS), publish)
}

/// The page that checks a round.
#[derive(Debug, Clone, Serialize)]
pub struct CheckPage {
    name: String,
    slug: String,
    version: i64,
    blocking: Vec<String>,
    warnings: Vec<String>,
    draft: bool,
    opens: Option<String>,
}

impl CheckPage {
    fn new(tr: Translator<'_>, checked: &Checked) -> Self {
        let round = &checked.round;
        let words = |blocks: bool| checked.flaws.iter().filter(|f| f.blocks() == blocks).map(|f| flaw(tr, f)).collect();
        Self {
            name: round.name.clone(),
            slug: round.slug.clone(),
            version: round.version,
            blocking: words(true),
            warnings: words(false),
            draft: round.status == RoundStatus::Draft,
            opens: round.schedule.opens_at().map(|at| long_time(at, tr.language)),
        }
    }
}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "pages/round_check";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("round-check-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let here = format!("/werk/rondes/{}", self.slug);
        let check = Crumb::text("round-check", format!("{here}/controle"));
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::name(&self.name, here), check]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let flaws = samples::flaws();
        let rounds = samples::setups();
        let with = |flaws: &[Flaw]| rounds.iter().map(|shown| Self::new(tr, &Checked { round: shown.round.clone(), flaws: flaws.to_vec() })).collect::<Vec<_>>();
        [with(&[]), with(&flaws)].concat()
    }
}

async fn check(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let checked = rounds::check(&context, visit.actor.clone(), slug.into_inner()).await?;
    page(&context, &visit, &CheckPage::new(context.views.translator(visit.language), &checked))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Publish {
    version: i64,
}

async fn publish(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, form: Posted<Publish>) -> Result<HttpResponse> {
    let slug = slug.into_inner();
    rounds::publish(&context, visit.actor.clone(), slug.clone(), form.0.version).await?;
    Ok(see_with(&context, &format!("/rondes/{slug}"), "ok", "flash-round-published"))
}
