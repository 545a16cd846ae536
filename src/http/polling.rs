//! Polling places: the list for staff, and the poster of a wijk.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::access::Access;
use super::forms::Fields;
use super::respond::{page, page_with, see_with};
use super::routes::Routes;
use super::staff::Qr;
use super::visit::Visit;
use crate::app::Context;
use crate::app::polling::{self, MAX_LINE, MOST_HOURS, PLACERS, Places, Poster, Typed};
use crate::domain::ids::{PollingPlaceId, RoundId, WijkId};
use crate::domain::rules::Template;
use crate::domain::time::{Language, Window, long_date, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::storage::polling::{NewPlace, PollingPlace};
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Link, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let placers = Access::Roles(PLACERS);
    routes
        .get("/werk/rondes/{id:[0-9]+}/stemplekken", placers, show)
        .post("/werk/rondes/{id:[0-9]+}/stemplekken", placers, add)
        .get("/werk/rondes/{id:[0-9]+}/stemplekken/{place:[0-9]+}", placers, edit)
        .post("/werk/rondes/{id:[0-9]+}/stemplekken/{place:[0-9]+}", placers, change)
        .post("/werk/rondes/{id:[0-9]+}/stemplekken/{place:[0-9]+}/weg", placers, remove)
        .get("/rondes/{slug}/poster/{wijk:[0-9]+}", Access::Public, poster)
}

/// A place as everybody reads it.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceShown {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its wijk.
    pub wijk: String,
    /// When it is open, a moment a line.
    pub hours: Vec<String>,
    /// Where staff change it.
    pub href: String,
}

/// A place as everybody reads it.
#[must_use]
pub fn shown(tr: Translator<'_>, round: RoundId, place: &PollingPlace) -> PlaceShown {
    PlaceShown {
        name: place.about.name.clone(),
        address: place.about.address.clone(),
        wijk: place.wijk_name.clone(),
        hours: place.about.hours.iter().map(|window| moment(tr, *window)).collect(),
        href: format!("/werk/rondes/{round}/stemplekken/{}", place.id),
    }
}

/// From when until when, on one line.
fn moment(tr: Translator<'_>, window: Window) -> String {
    let clock = |at: crate::domain::time::Instant| match tr.language {
        Language::Nl => at.local().format("%-H.%M").to_string(),
        Language::En => at.local().format("%-H:%M").to_string(),
    };
    let day = long_date(window.starts.day(), tr.language);
    tr.message(&Message::new("place-moment").with("day", day).with("from", clock(window.starts)).with("until", clock(window.ends)))
}

/// The polling places of a round, with the form for a new one or for one of them.
#[derive(Debug, Serialize)]
pub struct PlacesPage {
    round_name: String,
    href: String,
    /// Where the form goes.
    action: String,
    /// Where the place that is changed is taken away.
    remove: Option<String>,
    places: Vec<PlaceShown>,
    posters: Vec<Link>,
    wijk: Field,
    name: Field,
    address: Field,
    hours: Vec<[Field; 3]>,
    errors: Vec<SummaryLine>,
}

impl PlacesPage {
    fn new(tr: Translator<'_>, here: &Places, place: Option<PollingPlaceId>, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "place", values, errors);
        let href = format!("/werk/rondes/{}/stemplekken", here.round.id);
        let action = place.map_or_else(|| href.clone(), |id| format!("{href}/{id}"));
        let filled = (1..=MOST_HOURS).rev().find(|n| values.get(&format!("day{n}")).is_some_and(|day| !day.is_empty())).unwrap_or(0);
        let moment = |n: usize| {
            [("day", "date"), ("from", "time"), ("until", "time")]
                .map(|(name, kind)| form.field_as(name, &format!("{name}{n}")).kind(kind, None).optional())
        };
        let slug = &here.round.slug;
        Self {
            round_name: here.round.name.clone(),
            remove: place.map(|_| format!("{action}/weg")),
            action,
            places: here.places.iter().map(|place| shown(tr, here.round.id, place)).collect(),
            posters: here
                .wijken
                .iter()
                .map(|(id, name)| Link { label: name.clone(), href: format!("/rondes/{slug}/poster/{id}"), current: false })
                .collect(),
            wijk: form.choice("wijk", here.wijken.iter().map(|(id, name)| (id.to_string(), name.clone()))),
            name: form.field("name").max(MAX_LINE),
            address: form.field("address").max(MAX_LINE),
            hours: (1..=(filled + 2).clamp(3, MOST_HOURS)).map(moment).collect(),
            errors: form.summary(),
            href,
        }
    }
}

/// What the form of a place shows before anybody typed.
fn values_of(place: &PollingPlace) -> Values {
    let about = &place.about;
    let mut values = Values::from([
        ("wijk".to_owned(), about.wijk.to_string()),
        ("name".to_owned(), about.name.clone()),
        ("address".to_owned(), about.address.clone()),
    ]);
    for (n, window) in about.hours.iter().enumerate() {
        let [starts, ends] = [window.starts.field_value(), window.ends.field_value()];
        let (day, from) = starts.split_once('T').unwrap_or_default();
        let until = ends.split_once('T').map_or("", |(_, time)| time);
        for (name, value) in [("day", day), ("from", from), ("until", until)] {
            values.insert(format!("{name}{}", n + 1), value.to_owned());
        }
    }
    values
}

impl Page for PlacesPage {
    const TEMPLATE: &'static str = "pages/places";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("places-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("places-crumb", self.href.clone())]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = super::ballot::sample_round(Template::TopTen.rules());
        let wijken = vec![(WijkId(1), "De Wijert".to_owned())];
        let empty = Places { round, wijken, places: Vec::new() };
        let full = Places { places: sample_places(), ..empty.clone() };
        let errors = [FieldError::new("name", Message::new("error-place-line")), FieldError::new("day1", Message::new("error-place-hours"))];
        let values = sample_places().first().map(values_of).unwrap_or_default();
        vec![Self::new(tr, &empty, None, &Values::new(), &errors), Self::new(tr, &full, Some(PollingPlaceId(1)), &values, &[])]
    }
}

/// Invented places for samples.
pub(super) fn sample_places() -> Vec<PollingPlace> {
    let about = NewPlace {
        wijk: WijkId(1),
        name: "Wijkcentrum <Het Dok>".into(),
        address: "Voorbeeldstraat 1".into(),
        hours: vec![super::ballot::sample_booth().window],
    };
    let place =
        PollingPlace { id: PollingPlaceId(1), about, wijk_name: "De Wijert".into(), supplied: 200, unused: 20, spoiled: 3, explanation: None };
    vec![place]
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>) -> Result<HttpResponse> {
    let here = polling::places(&context, &visit.actor, *id).await?;
    page(&context, &visit, &PlacesPage::new(context.views.translator(visit.language), &here, None, &Values::new(), &[]))
}

async fn edit(context: web::Data<Context>, visit: Visit, path: web::Path<(RoundId, PollingPlaceId)>) -> Result<HttpResponse> {
    let (id, place) = path.into_inner();
    let here = polling::places(&context, &visit.actor, id).await?;
    let values = here.places.iter().find(|one| one.id == place).map(values_of).ok_or(Error::NotFound)?;
    page(&context, &visit, &PlacesPage::new(context.views.translator(visit.language), &here, Some(place), &values, &[]))
}

async fn add(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    save(&context, &visit, *id, None, &fields).await
}

async fn change(context: web::Data<Context>, visit: Visit, path: web::Path<(RoundId, PollingPlaceId)>, fields: Fields) -> Result<HttpResponse> {
    let (id, place) = path.into_inner();
    save(&context, &visit, id, Some(place), &fields).await
}

async fn save(context: &Context, visit: &Visit, id: RoundId, place: Option<PollingPlaceId>, fields: &Fields) -> Result<HttpResponse> {
    let one = |name: &str| fields.one(name).to_owned();
    let hours = (1..=MOST_HOURS).map(|n| ["day", "from", "until"].map(|name| one(&format!("{name}{n}")))).collect();
    let typed = Typed { wijk: one("wijk"), name: one("name"), address: one("address"), hours };
    match polling::save(context, &visit.actor, id, place, typed).await {
        Ok(()) => Ok(see_with(context, &format!("/werk/rondes/{id}/stemplekken"), "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => {
            let here = polling::places(context, &visit.actor, id).await?;
            let shown = PlacesPage::new(context.views.translator(visit.language), &here, place, &fields.values(), &errors);
            page_with(context, visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

async fn remove(context: web::Data<Context>, visit: Visit, path: web::Path<(RoundId, PollingPlaceId)>, _: Fields) -> Result<HttpResponse> {
    let (id, place) = path.into_inner();
    polling::remove(&context, &visit.actor, id, place).await?;
    Ok(see_with(&context, &format!("/werk/rondes/{id}/stemplekken"), "ok", "flash-done"))
}

/// What hangs in a wijk: what, when, where.
#[derive(Debug, Serialize)]
pub struct PosterPage {
    round_name: String,
    wijk: String,
    purpose: String,
    money: String,
    when: String,
    who: String,
    qr: Qr,
    booth: String,
    places: Vec<PlaceShown>,
}

impl PosterPage {
    fn new(tr: Translator<'_>, poster: &Poster, booth: String) -> Result<Self> {
        let Poster { round, window, wijk, places } = poster;
        let [starts, ends] = [window.starts, window.ends].map(|at| long_time(at, tr.language));
        Ok(Self {
            round_name: round.name.clone(),
            wijk: wijk.name.clone(),
            purpose: round.purpose.clone(),
            money: tr.message(&Message::new("poster-money").with("amount", round.amount())),
            when: tr.message(&Message::new("poster-when").with("starts", starts).with("ends", ends)),
            who: tr.message(&Message::new("poster-who").with("age", round.rules.min_age_vote).with("wijk", &wijk.name)),
            qr: Qr::new(&booth)?,
            places: places.iter().map(|place| shown(tr, round.id, place)).collect(),
            booth,
        })
    }
}

impl Page for PosterPage {
    const TEMPLATE: &'static str = "pages/poster";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("poster-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        Vec::new()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let booth = "https://wijkdeal.example/rondes/de-wijert-2027/stemmen".to_owned();
        let Some(wijk) = super::samples::wijken().into_iter().next().map(|page| page.wijk) else { return Vec::new() };
        let round = super::ballot::sample_round(Template::TopTen.rules());
        let poster = |places| Poster { round: round.clone(), window: super::ballot::sample_booth().window, wijk: wijk.clone(), places };
        let all = [poster(sample_places()), poster(Vec::new())];
        all.iter().filter_map(|poster| Self::new(tr, poster, booth.clone()).ok()).collect()
    }
}

async fn poster(context: web::Data<Context>, visit: Visit, path: web::Path<(String, WijkId)>) -> Result<HttpResponse> {
    let (slug, wijk) = path.into_inner();
    let found = polling::poster(&context, slug, wijk).await?;
    let booth = context.url(&format!("/rondes/{}/stemmen", found.round.slug));
    page(&context, &visit, &PosterPage::new(context.views.translator(visit.language), &found, booth)?)
}
