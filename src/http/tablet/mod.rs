//! A tablet on which one voter votes after another: at a polling place, a desk or a meeting. Whoever
//! works there starts it and is signed out by that; from then on the booth in this browser closes
//! sooner and every screen goes back to the start by itself. One that was set up for it goes on
//! without a connection (`booth.rs`).

use actix_web::cookie::time::Duration;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, REFRESH};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::forms::Posted;
use super::respond::{page, page_with, see, see_with};
use super::routes::Routes;
use super::sign_in::Nothing;
use super::visit::{Visit, cookie, cookie_value, no_session_cookie};
use crate::app::codes::DESK;
use crate::app::voting::tablet::{self, Overview, Shared, Started};
use crate::app::{Context, sign_in};
use crate::domain::ids::{RoundId, TabletId};
use crate::domain::rules::Template;
use crate::domain::tablet::Delivered;
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::storage::tablets::Tablet;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

mod booth;

pub use booth::TabletBooth;

/// Routes of this folder.
pub fn routes(routes: Routes) -> Routes {
    let desk = Access::Roles(DESK);
    booth::routes(routes)
        .get("/werk/rondes/{id:[0-9]+}/tablet", desk, show)
        .post("/werk/rondes/{id:[0-9]+}/tablet", desk, start)
        .post("/werk/rondes/{id:[0-9]+}/tablet/zonder-verbinding", desk, set_up)
        .post("/werk/rondes/{id:[0-9]+}/tablet/stop", desk, stop)
        .post("/werk/rondes/{id:[0-9]+}/tablet/{tablet:[0-9]+}/klaar", desk, finish)
}

const COOKIE: &str = "stemtablet";
/// Seconds without a touch after which app.js closes the booth on a shared tablet.
pub const IDLE_SECONDS: u32 = 120;
/// Seconds after which a page of a booth on a shared tablet closes, also without scripts.
const PAGE_SECONDS: u32 = 600;
/// Seconds that a receipt stays on the screen of a shared tablet.
const RECEIPT_SECONDS: u32 = 60;

/// What this browser is, when it is a shared tablet of a round.
#[must_use]
pub fn shared(context: &Context, request: &HttpRequest, round: RoundId) -> Option<Shared> {
    Shared::open(context, &cookie_value(context, request, COOKIE)?).filter(|shared| shared.round == round)
}

/// Whether this browser is a shared tablet of a round.
#[must_use]
pub fn is_shared(context: &Context, request: &HttpRequest, round: RoundId) -> bool {
    shared(context, request, round).is_some()
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

/// What is said of what became of a ballot that a tablet delivered.
pub(super) const fn outcome_key(outcome: Delivered) -> &'static str {
    match outcome {
        Delivered::Counted => "delivered-counted",
        Delivered::UsedOnline => "delivered-used-online",
        Delivered::UsedOnPaper => "delivered-used-on-paper",
        Delivered::Replaced => "delivered-replaced",
        Delivered::Unknown => "delivered-unknown",
        Delivered::OtherWijk => "delivered-other-wijk",
        Delivered::Late => "delivered-late",
        Delivered::OutsideRules => "delivered-outside-rules",
        Delivered::Damaged => "delivered-damaged",
    }
}

/// What a tablet is called: its number, where it is, and whose votes it takes.
pub(super) fn name(tr: Translator<'_>, tablet: &Tablet) -> String {
    let place = tablet.place.clone().unwrap_or_else(|| tr.text("tablet-no-place"));
    let wijk = tablet.wijk.as_ref().map_or_else(|| tr.text("tablet-all-wijken"), |(_, name)| name.clone());
    tr.message(&Message::new("tablet-named").with("n", tablet.number).with("place", place).with("wijk", wijk))
}

/// What became of what a tablet delivered, a sentence for each outcome.
fn told<'a>(tr: Translator<'_>, tallies: impl IntoIterator<Item = &'a (Delivered, i64)>) -> Vec<String> {
    let sentence = |(outcome, ballots): &(Delivered, i64)| {
        let key = if *outcome == Delivered::Counted { "sealed-told-counted" } else { "sealed-told-refused" };
        tr.message(&Message::new(key).with("n", ballots).with("why", tr.text(outcome_key(*outcome))))
    };
    tallies.into_iter().map(sentence).collect()
}

/// A tablet that goes on without a connection, in the list of staff.
#[derive(Debug, Serialize)]
pub(super) struct TabletLine {
    pub(super) id: TabletId,
    pub(super) name: String,
    pub(super) counted: i64,
    pub(super) refused: i64,
    /// How many were refused for which reason.
    pub(super) told: Vec<String>,
    pub(super) is_done: bool,
    pub(super) state: String,
    finish: String,
}

impl TabletLine {
    pub(super) fn new(tr: Translator<'_>, tablet: &Tablet) -> Self {
        Self {
            id: tablet.id,
            name: name(tr, tablet),
            counted: tablet.of(Delivered::Counted),
            refused: tablet.refused(),
            told: told(tr, tablet.tallies.iter().filter(|(outcome, _)| *outcome != Delivered::Counted)),
            is_done: tablet.is_done,
            state: tr.text(if tablet.is_done { "tablet-state-done" } else { "tablet-state-open" }),
            finish: format!("/werk/rondes/{}/tablet/{}/klaar", tablet.round, tablet.id),
        }
    }
}

/// What is still to be looked at: the tablets of which nobody said that nothing waits on them.
pub(super) fn warnings(tr: Translator<'_>, tablets: &[Tablet]) -> Vec<String> {
    let open = tablets.iter().filter(|tablet| !tablet.is_done);
    open.map(|tablet| tr.message(&Message::new("report-tablet-warning").with("tablet", name(tr, tablet)))).collect()
}

/// Where a tablet is started and stopped.
#[derive(Debug, Serialize)]
pub struct TabletPage {
    round_name: String,
    href: String,
    /// Where the tablet of this browser is stopped.
    stop: String,
    booth: String,
    /// This browser is a shared tablet now.
    shared: bool,
    /// Which one, when it goes on without a connection.
    here: Option<TabletId>,
    /// Votes are taken now.
    open: bool,
    tablets: Vec<TabletLine>,
    wijk: Field,
    place: Field,
    errors: Vec<SummaryLine>,
    #[serde(skip)]
    round: RoundId,
}

impl TabletPage {
    fn new(tr: Translator<'_>, all: &Overview, shared: Option<Shared>, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "tablet-offline", values, errors);
        let (round, here) = (all.round.id, shared.and_then(|shared| shared.tablet));
        let href = format!("/werk/rondes/{round}/tablet");
        let none = |key: &str| std::iter::once((String::new(), tr.text(key)));
        let wijken = all.wijken.iter().map(|(id, name)| (id.to_string(), name.clone()));
        let places = all.places.iter().map(|place| (place.id.to_string(), place.about.name.clone()));
        Self {
            round_name: all.round.name.clone(),
            stop: here.map_or_else(|| format!("{href}/stop"), |id| format!("{href}/{id}/klaar")),
            booth: format!("/rondes/{}/tablet", all.round.slug),
            shared: shared.is_some(),
            here,
            open: all.open,
            tablets: all.tablets.iter().map(|tablet| TabletLine::new(tr, tablet)).collect(),
            wijk: form.choice("wijk", none("tablet-all-wijken").chain(wijken)).optional(),
            place: form.choice("place", none("tablet-no-place").chain(places)).optional(),
            errors: form.summary(),
            href,
            round,
        }
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

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = super::ballot::sample_round(Template::TopTen.rules());
        let wijken = vec![(crate::domain::ids::WijkId(1), "De Wijert".to_owned())];
        let places = super::polling::sample_places();
        let all = Overview { round, wijken, places, tablets: sample_tablets(), open: true };
        let shut = Overview { tablets: Vec::new(), open: false, ..all.clone() };
        let until = super::ballot::sample_booth().window.ends;
        let shared = |tablet| Some(Shared { round: RoundId(1), tablet, until });
        let wrong = [FieldError::new("wijk", Message::new("error-choose"))];
        vec![
            Self::new(tr, &all, None, &Values::new(), &wrong),
            Self::new(tr, &shut, None, &Values::new(), &[]),
            Self::new(tr, &shut, shared(None), &Values::new(), &[]),
            Self::new(tr, &all, shared(Some(TabletId(1))), &Values::new(), &[]),
        ]
    }
}

/// Invented tablets for samples.
pub(in crate::http) fn sample_tablets() -> Vec<Tablet> {
    let first = Tablet {
        id: TabletId(1),
        round: RoundId(1),
        number: 1,
        place: Some("Wijkcentrum <Het Dok>".into()),
        wijk: Some((crate::domain::ids::WijkId(1), "De Wijert".into())),
        public_key: vec![1; 32],
        wrapped: None,
        is_done: false,
        tallies: vec![(Delivered::Counted, 12), (Delivered::Late, 1), (Delivered::UsedOnline, 2)],
    };
    let second = Tablet { id: TabletId(2), number: 2, place: None, wijk: None, is_done: true, tallies: Vec::new(), ..first.clone() };
    vec![first, second]
}

async fn show(context: web::Data<Context>, visit: Visit, request: HttpRequest, id: web::Path<RoundId>) -> Result<HttpResponse> {
    let all = tablet::overview(&context, &visit.actor, *id).await?;
    let tr = context.views.translator(visit.language);
    page(&context, &visit, &TabletPage::new(tr, &all, shared(&context, &request, *id), &Values::new(), &[]))
}

async fn start(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, _: Posted<Nothing>) -> Result<HttpResponse> {
    let started = tablet::start(&context, &visit.actor, *id).await?;
    let path = format!("/rondes/{}/stemmen", started.round.slug);
    becomes(&context, &visit, started, &path).await
}

/// Signs whoever starts it out: what stays in this browser belongs to nobody.
async fn becomes(context: &Context, visit: &Visit, started: Started, path: &str) -> Result<HttpResponse> {
    if let Some(session) = visit.session {
        sign_in::sign_out(context, &session).await?;
    }
    let mut answer = see(path);
    for one in [no_session_cookie(context), cookie(context, COOKIE, started.cookie, Duration::seconds(started.seconds))] {
        answer.add_cookie(&one).map_err(Error::internal)?;
    }
    Ok(answer)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    wijk: String,
    place: String,
}

async fn set_up(
    context: web::Data<Context>,
    visit: Visit,
    request: HttpRequest,
    id: web::Path<RoundId>,
    form: Posted<Chosen>,
) -> Result<HttpResponse> {
    let form = form.0;
    match tablet::set_up(&context, &visit.actor, *id, &form.wijk, &form.place).await {
        Ok(started) => {
            let path = format!("/rondes/{}/tablet", started.round.slug);
            becomes(&context, &visit, started, &path).await
        }
        Err(Error::Invalid(errors)) => {
            let all = tablet::overview(&context, &visit.actor, *id).await?;
            let values = Values::from([("wijk".to_owned(), form.wijk), ("place".to_owned(), form.place)]);
            let shown = TabletPage::new(context.views.translator(visit.language), &all, shared(&context, &request, *id), &values, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

async fn stop(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, _: Posted<Nothing>) -> Result<HttpResponse> {
    tablet::stop(&context, &visit.actor, *id).await?;
    no_tablet(&context, *id)
}

/// This browser is a tablet no more.
fn no_tablet(context: &Context, id: RoundId) -> Result<HttpResponse> {
    let mut answer = see_with(context, &format!("/werk/rondes/{id}/tablet"), "ok", "flash-tablet-stopped");
    answer.add_cookie(&cookie(context, COOKIE, String::new(), Duration::ZERO)).map_err(Error::internal)?;
    Ok(answer)
}

async fn finish(
    context: web::Data<Context>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(RoundId, TabletId)>,
    _: Posted<Nothing>,
) -> Result<HttpResponse> {
    let (id, which) = path.into_inner();
    tablet::finish(&context, &visit.actor, id, which).await?;
    if shared(&context, &request, id).is_some_and(|shared| shared.tablet == Some(which)) {
        return no_tablet(&context, id);
    }
    Ok(see_with(&context, &format!("/werk/rondes/{id}/tablet"), "ok", "flash-tablet-finished"))
}
