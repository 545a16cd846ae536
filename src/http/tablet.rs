//! A tablet on which one voter votes after another: at a polling place, a desk or a meeting. Whoever
//! works there starts it and is signed out by that; from then on the booth in this browser closes
//! sooner and every screen goes back to the start by itself.

use actix_web::cookie::time::Duration;
use actix_web::http::header::{HeaderValue, REFRESH};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::access::Access;
use super::forms::Posted;
use super::respond::{page, see, see_with};
use super::routes::Routes;
use super::sign_in::Nothing;
use super::visit::{Visit, cookie, cookie_value, no_session_cookie};
use crate::app::codes::DESK;
use crate::app::voting::{self, tablet};
use crate::app::{Context, sign_in};
use crate::domain::ids::RoundId;
use crate::domain::rules::Template;
use crate::error::{Error, Message, Result};
use crate::i18n::Translator;
use crate::storage::rounds::Round;
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let desk = Access::Roles(DESK);
    routes.get("/werk/rondes/{id:[0-9]+}/tablet", desk, show).post("/werk/rondes/{id:[0-9]+}/tablet", desk, start).post(
        "/werk/rondes/{id:[0-9]+}/tablet/stop",
        desk,
        stop,
    )
}

const COOKIE: &str = "stemtablet";
/// Seconds without a touch after which app.js closes the booth on a shared tablet.
pub const IDLE_SECONDS: u32 = 120;
/// Seconds after which a page of a booth on a shared tablet closes, also without scripts.
const PAGE_SECONDS: u32 = 600;
/// Seconds that a receipt stays on the screen of a shared tablet.
const RECEIPT_SECONDS: u32 = 60;

/// Whether this browser is a shared tablet of a round.
#[must_use]
pub fn is_shared(context: &Context, request: &HttpRequest, round: RoundId) -> bool {
    cookie_value(context, request, COOKIE).is_some_and(|value| tablet::opens(context, &value, round))
}

/// The page of a ballot goes to the end by itself.
///
/// # Errors
/// When the address of the round cannot be in a header.
pub fn leaves(answer: &mut HttpResponse, slug: &str) -> Result<()> {
    refresh(answer, PAGE_SECONDS, &format!("/rondes/{slug}/stemmen/klaar"))
}

/// The page of a receipt goes to the start by itself.
///
/// # Errors
/// As [`leaves`].
pub fn restarts(answer: &mut HttpResponse, slug: &str) -> Result<()> {
    refresh(answer, RECEIPT_SECONDS, &format!("/rondes/{slug}/stemmen"))
}

fn refresh(answer: &mut HttpResponse, seconds: u32, path: &str) -> Result<()> {
    let value = HeaderValue::from_str(&format!("{seconds};url={path}")).map_err(Error::internal)?;
    answer.headers_mut().insert(REFRESH, value);
    Ok(())
}

/// Where a tablet is started and stopped.
#[derive(Debug, Serialize)]
pub struct TabletPage {
    round_name: String,
    href: String,
    /// This browser is a shared tablet now.
    shared: bool,
    #[serde(skip)]
    round: RoundId,
}

impl TabletPage {
    fn new(round: &Round, shared: bool) -> Self {
        Self { round_name: round.name.clone(), href: format!("/werk/rondes/{}/tablet", round.id), shared, round: round.id }
    }
}

impl Page for TabletPage {
    const TEMPLATE: &'static str = "pages/tablet";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("tablet-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-work", "/werk"),
            Crumb::text("paper-crumb", format!("/werk/rondes/{}/papier", self.round)),
            Crumb::text("tablet-crumb", self.href.clone()),
        ]
    }

    fn samples(_: Translator<'_>) -> Vec<Self> {
        let round = super::ballot::sample_round(Template::TopTen.rules());
        vec![Self::new(&round, false), Self::new(&round, true)]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, request: HttpRequest, id: web::Path<RoundId>) -> Result<HttpResponse> {
    let round = voting::round_for(&context, &visit.actor, *id, DESK).await?;
    page(&context, &visit, &TabletPage::new(&round, is_shared(&context, &request, *id)))
}

/// Signs whoever starts it out: what stays in this browser belongs to nobody.
async fn start(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, _: Posted<Nothing>) -> Result<HttpResponse> {
    let (round, sealed) = tablet::start(&context, &visit.actor, *id).await?;
    if let Some(session) = visit.session {
        sign_in::sign_out(&context, &session).await?;
    }
    let mut answer = see(&format!("/rondes/{}/stemmen", round.slug));
    for one in [no_session_cookie(&context), cookie(&context, COOKIE, sealed, Duration::hours(tablet::HOURS))] {
        answer.add_cookie(&one).map_err(Error::internal)?;
    }
    Ok(answer)
}

async fn stop(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, _: Posted<Nothing>) -> Result<HttpResponse> {
    tablet::stop(&context, &visit.actor, *id).await?;
    let mut answer = see_with(&context, &format!("/werk/rondes/{}/tablet", *id), "ok", "flash-tablet-stopped");
    answer.add_cookie(&cookie(&context, COOKIE, String::new(), Duration::ZERO)).map_err(Error::internal)?;
    Ok(answer)
}
