//! The first page, the list of wijken and the page of a wijk.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::respond::{page, see};
use super::routes::Routes;
use super::visit::Visit;
use crate::app::Context;
use crate::app::rounds::{self, City, Overview, WijkPage as Shown};
use crate::domain::area::{Gebied, GebiedKind, Wijk};
use crate::domain::money::group_thousands;
use crate::error::{Error, Message, Result};
use crate::i18n::Translator;
use crate::views::form::{Field, Form, Values};
use crate::views::map::{OutlineMap, Pin, TileMap, outlines, tiles};
use crate::views::round::{Busy, Fact, Figure, RoundCard, badge, busy, card};
use crate::views::{Crumb, Nav, Page};

/// Most rounds on the first page.
const MOST_ROUNDS: usize = 6;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/", Access::Public, home).get("/wijken", Access::Public, wijken).get("/wijken/{slug}", Access::Public, wijk)
}

/// A link to a wijk with what happens there.
#[derive(Debug, Clone, Serialize)]
struct WijkLink {
    name: String,
    href: String,
    hint: Option<String>,
}

/// A gebied with its wijken.
#[derive(Debug, Clone, Serialize)]
struct GebiedList {
    name: String,
    budget: String,
    wijken: Vec<WijkLink>,
}

/// The map of the city, in one of its two forms.
#[derive(Debug, Clone, Serialize)]
struct CityMap {
    tiles: Option<TileMap>,
    outlines: Option<OutlineMap>,
}

/// The rounds of a wijk that are of interest now, the one to take part in first.
fn of_wijk<'a>(city: &'a City, wijk: &Wijk) -> Vec<&'a Overview> {
    let mut here: Vec<&Overview> = city.rounds.iter().filter(|o| o.places.iter().any(|place| place.slug == wijk.slug)).collect();
    here.sort_by_key(|o| busy(o, city.now));
    here
}

/// What happens in a wijk, in a few words.
fn hint(tr: Translator<'_>, city: &City, wijk: &Wijk) -> (Busy, Option<String>) {
    let here = of_wijk(city, wijk);
    let first = here.first().filter(|o| busy(o, city.now) != Busy::Quiet);
    first.map_or((Busy::Quiet, None), |o| (busy(o, city.now), Some(badge(tr, o, city.now).text)))
}

fn map(tr: Translator<'_>, city: &City) -> CityMap {
    let pin = |wijk| {
        let (busy, words) = hint(tr, city, wijk);
        Pin { wijk, busy, hint: words.unwrap_or_else(|| tr.text("home-key-quiet")) }
    };
    let pins: Vec<Pin<'_>> = city.gebieden.iter().flat_map(|(_, wijken)| wijken).map(pin).collect();
    let outlines = outlines(&pins, tr.text("home-map"));
    let tiles = if outlines.is_none() { tiles(&pins, tr.text("home-map")) } else { None };
    CityMap { tiles, outlines }
}

fn lists(tr: Translator<'_>, city: &City) -> Vec<GebiedList> {
    let link = |wijk: &Wijk| WijkLink { name: wijk.name.clone(), href: format!("/wijken/{}", wijk.slug), hint: hint(tr, city, wijk).1 };
    let list = |(gebied, wijken): &(Gebied, Vec<Wijk>)| GebiedList {
        name: gebied.name.clone(),
        budget: format!("/gebieden/{}/budget", gebied.slug),
        wijken: wijken.iter().map(link).collect(),
    };
    city.gebieden.iter().map(list).collect()
}

/// The choice of a wijk.
fn choice(tr: Translator<'_>, city: &City) -> Field {
    let first = [(String::new(), tr.text("home-wijk"))];
    let wijken = city.gebieden.iter().flat_map(|(_, wijken)| wijken).map(|wijk| (wijk.slug.clone(), wijk.name.clone()));
    Form::new(tr, "home", &Values::new(), &[]).choice("wijk", first.into_iter().chain(wijken))
}

/// The first page: what is happening in my wijk, and what can I do now?
#[derive(Debug, Serialize)]
pub struct HomePage {
    wijk: Field,
    rounds: Vec<RoundCard>,
    map: CityMap,
    gebieden: Vec<GebiedList>,
}

impl HomePage {
    fn new(tr: Translator<'_>, city: &City) -> Self {
        let mut now: Vec<&Overview> = city.rounds.iter().filter(|o| busy(o, city.now) != Busy::Quiet).collect();
        now.sort_by_key(|o| busy(o, city.now));
        let rounds = now.into_iter().take(MOST_ROUNDS).map(|o| card(tr, o, city.now)).collect();
        Self { wijk: choice(tr, city), rounds, map: map(tr, city), gebieden: lists(tr, city) }
    }
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "pages/home";
    const NAV: Nav = Nav::Home;

    fn title(&self) -> Message {
        Message::new("home-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        Vec::new()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        super::samples::cities().iter().map(|city| Self::new(tr, city)).collect()
    }
}

/// All wijken.
#[derive(Debug, Serialize)]
pub struct WijkenPage {
    map: CityMap,
    gebieden: Vec<GebiedList>,
}

impl Page for WijkenPage {
    const TEMPLATE: &'static str = "pages/wijken";
    const NAV: Nav = Nav::Wijken;

    fn title(&self) -> Message {
        Message::new("wijken-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("wijken-title", "/wijken")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        super::samples::cities().iter().map(|city| Self { map: map(tr, city), gebieden: lists(tr, city) }).collect()
    }
}

/// The page of a wijk.
#[derive(Debug, Serialize)]
pub struct WijkPage {
    name: String,
    lead: String,
    rounds: Vec<RoundCard>,
    earlier: Vec<WijkLink>,
    people: Vec<Fact>,
    facts: Vec<Fact>,
    budget: Vec<Figure>,
    budget_href: String,
    field_href: String,
    #[serde(skip)]
    slug: String,
}

impl WijkPage {
    fn new(tr: Translator<'_>, shown: &Shown) -> Self {
        let village = shown.gebied.kind == GebiedKind::Dorp;
        let (current, earlier): (Vec<&Overview>, Vec<&Overview>) =
            shown.rounds.iter().partition(|o| busy(o, shown.now) != Busy::Quiet || soon(o, shown));
        let nobody = || tr.text("wijk-nobody");
        let names = |names: &[String]| if names.is_empty() { nobody() } else { names.join(", ") };
        let fact = |key: &str, value: String| Fact { key: tr.text(key), value, href: None };
        let figure = |key: &str, value: String| Figure { value, label: tr.text(key) };
        let inhabitants = group_thousands(shown.wijk.inhabitants.unsigned_abs());
        let year = Message::new("wijk-inhabitants").with("n", inhabitants).with("year", shown.wijk.inhabitants_year);
        let mut facts = vec![fact("wijk-gebied", shown.gebied.name.clone()), fact("wijk-people", tr.message(&year))];
        if !shown.buurten.is_empty() {
            facts.push(fact("wijk-buurten", shown.buurten.iter().map(|b| b.name.as_str()).collect::<Vec<_>>().join(", ")));
        }
        Self {
            name: shown.wijk.name.clone(),
            lead: tr.text(if current.is_empty() { "wijk-quiet" } else { "wijk-lead" }),
            rounds: current.into_iter().map(|o| card(tr, o, shown.now)).collect(),
            earlier: earlier.into_iter().map(|o| link(tr, o, shown)).collect(),
            people: vec![
                fact(if village { "wijk-dorpswethouder" } else { "wijk-wethouder" }, names(&shown.wethouder)),
                fact("wijk-team", names(&shown.team)),
            ],
            facts,
            budget: vec![figure("ledger-granted", shown.balance.granted.to_string()), figure("ledger-free", shown.balance.free().to_string())],
            budget_href: format!("/gebieden/{}/budget", shown.gebied.slug),
            field_href: format!("/wijken/{}/veldwerk", shown.wijk.slug),
            slug: shown.wijk.slug.clone(),
        }
    }
}

fn link(tr: Translator<'_>, overview: &Overview, shown: &Shown) -> WijkLink {
    let round = &overview.round;
    WijkLink { name: round.name.clone(), href: format!("/rondes/{}", round.slug), hint: Some(badge(tr, overview, shown.now).text) }
}

/// Whether a round is still to begin.
fn soon(overview: &Overview, shown: &Shown) -> bool {
    let stopped = overview.round.status == crate::domain::outcome::RoundStatus::Stopped;
    !stopped && overview.round.schedule.windows().first().is_some_and(|(_, window)| window.starts > shown.now)
}

impl Page for WijkPage {
    const TEMPLATE: &'static str = "pages/wijk";
    const NAV: Nav = Nav::Wijken;

    fn title(&self) -> Message {
        Message::new("wijk-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("wijken-title", "/wijken"), Crumb::name(&self.name, format!("/wijken/{}", self.slug))]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        super::samples::wijken().iter().map(|shown| Self::new(tr, shown)).collect()
    }
}

async fn home(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let city = rounds::city(&context).await?;
    page(&context, &visit, &HomePage::new(context.views.translator(visit.language), &city))
}

#[derive(Debug, Deserialize)]
struct Chosen {
    #[serde(default)]
    wijk: String,
}

async fn wijken(context: web::Data<Context>, visit: Visit, query: web::Query<Chosen>) -> Result<HttpResponse> {
    let city = rounds::city(&context).await?;
    if !query.wijk.is_empty() {
        let known = city.gebieden.iter().flat_map(|(_, wijken)| wijken).find(|wijk| wijk.slug == query.wijk).ok_or(Error::NotFound)?;
        return Ok(see(&format!("/wijken/{}", known.slug)));
    }
    let tr = context.views.translator(visit.language);
    page(&context, &visit, &WijkenPage { map: map(tr, &city), gebieden: lists(tr, &city) })
}

async fn wijk(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let shown = rounds::wijk_page(&context, slug.into_inner()).await?;
    page(&context, &visit, &WijkPage::new(context.views.translator(visit.language), &shown))
}
