//! Door-to-door work: counting on the phone in the street, and the funnel of a wijk for everybody.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::forms::{Fields, Posted, form_key, new_form_key};
use super::respond::{page, page_with, see_with};
use super::routes::Routes;
use super::visit::Visit;
use crate::app::Context;
use crate::app::fieldwork::{self, COUNTERS, Fieldwork, MAX_STREET, Street, Typed};
use crate::domain::fieldwork::Count;
use crate::domain::ids::StreetCountId;
use crate::domain::time::{Instant, long_date};
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::storage::fieldwork::StreetCount;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Link, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let counters = Access::Roles(COUNTERS);
    routes
        .get("/werk/veldwerk", counters, wijken)
        .get("/werk/veldwerk/{slug}", counters, desk)
        .post("/werk/veldwerk/{slug}", counters, count)
        .post("/werk/veldwerk/{slug}/weg", counters, remove)
        .get("/wijken/{slug}/veldwerk", Access::Public, funnel)
}

/// A line of the funnel.
#[derive(Debug, Serialize)]
struct Line {
    street: String,
    approached: String,
    spoken: String,
    response: String,
    ideas: String,
}

fn line(tr: Translator<'_>, street: String, count: Count) -> Line {
    let response = count.response().map_or_else(|| tr.text("field-no-response"), |percent| format!("{percent}%"));
    Line { street, approached: count.approached.to_string(), spoken: count.spoken.to_string(), response, ideas: count.ideas.to_string() }
}

fn lines(tr: Translator<'_>, streets: &[Street]) -> Vec<Line> {
    streets.iter().map(|street| line(tr, street.name.clone(), street.count)).collect()
}

/// The wijken in which somebody counts.
#[derive(Debug, Serialize)]
pub struct FieldworkPage {
    wijken: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    link: Link,
    line: String,
}

fn sentence(tr: Translator<'_>, total: Count) -> String {
    let Some(response) = total.response() else { return tr.text("field-nothing") };
    let message = Message::new("field-sentence").with("approached", total.approached).with("spoken", total.spoken);
    tr.message(&message.with("percent", response).with("silent", total.silent()).with("ideas", total.ideas))
}

impl FieldworkPage {
    fn new(tr: Translator<'_>, all: &[Fieldwork]) -> Self {
        let entry = |one: &Fieldwork| Entry {
            link: Link { label: one.wijk.name.clone(), href: format!("/werk/veldwerk/{}", one.wijk.slug), current: false },
            line: sentence(tr, one.total),
        };
        Self { wijken: all.iter().map(entry).collect() }
    }
}

fn sample(counted: bool) -> Option<Fieldwork> {
    let wijk = super::samples::wijken().into_iter().next()?.wijk;
    let count = Count { approached: 754, spoken: 438, ideas: 12 };
    let one = StreetCount { id: StreetCountId(1), street: "P.C. <Hooftlaan>".into(), day: wijk.valid_from, count };
    let none = Fieldwork { wijk, streets: Vec::new(), total: Count::default(), counts: Vec::new() };
    let street = Street { name: one.street.clone(), count };
    Some(if counted { Fieldwork { streets: vec![street], total: count, counts: vec![one], ..none } } else { none })
}

impl Page for FieldworkPage {
    const TEMPLATE: &'static str = "pages/fieldwork";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("field-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("field-title", "/werk/veldwerk")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let all: Vec<Fieldwork> = [sample(true), sample(false)].into_iter().flatten().collect();
        vec![Self::new(tr, &all), Self::new(tr, &[])]
    }
}

async fn wijken(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let all = fieldwork::wijken(&context, &visit.actor).await?;
    page(&context, &visit, &FieldworkPage::new(context.views.translator(visit.language), &all))
}

/// A count by itself.
#[derive(Debug, Serialize)]
struct Counted {
    id: StreetCountId,
    date: String,
    line: Line,
}

/// Counting in one wijk.
#[derive(Debug, Serialize)]
pub struct StreetsPage {
    slug: String,
    key: String,
    name: String,
    street: Field,
    day: Field,
    approached: Field,
    spoken: Field,
    ideas: Field,
    errors: Vec<SummaryLine>,
    sentence: String,
    counts: Vec<Counted>,
}

impl StreetsPage {
    fn new(tr: Translator<'_>, found: &Fieldwork, now: Instant, key: String, (values, errors): (&Values, &[FieldError])) -> Self {
        let form = Form::new(tr, "field", values, errors);
        let number = |name: &str| form.field(name).inputmode("numeric").max(5);
        let counted =
            |one: &StreetCount| Counted { id: one.id, date: long_date(one.day, tr.language), line: line(tr, one.street.clone(), one.count) };
        Self {
            slug: found.wijk.slug.clone(),
            key,
            name: found.wijk.name.clone(),
            street: form.field("street").max(MAX_STREET),
            day: form.field("day").kind("date", None).or_value(&now.day().to_string()),
            approached: number("approached"),
            spoken: number("spoken"),
            ideas: number("ideas").optional(),
            errors: form.summary(),
            sentence: sentence(tr, found.total),
            counts: found.counts.iter().rev().map(counted).collect(),
        }
    }
}

impl Page for StreetsPage {
    const TEMPLATE: &'static str = "pages/fieldwork_wijk";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("field-wijk-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-work", "/werk"),
            Crumb::text("field-title", "/werk/veldwerk"),
            Crumb::name(self.name.clone(), format!("/werk/veldwerk/{}", self.slug)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("street", Message::new("error-street"))];
        let now = crate::views::samples::noon(5);
        let all = [sample(true), sample(false)].into_iter().flatten();
        all.map(|found| Self::new(tr, &found, now, "00".into(), (&Values::new(), &errors))).collect()
    }
}

async fn desk(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let found = fieldwork::desk(&context, &visit.actor, slug.into_inner()).await?;
    let tr = context.views.translator(visit.language);
    page(&context, &visit, &StreetsPage::new(tr, &found, context.now(), new_form_key()?, (&Values::new(), &[])))
}

async fn count(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let slug = slug.into_inner();
    let one = |name: &str| fields.one(name).to_owned();
    let form_key = form_key(fields.one("form_key"))?;
    let typed = Typed {
        street: one("street"),
        day: one("day"),
        approached: one("approached"),
        spoken: one("spoken"),
        ideas: one("ideas"),
        form_key: form_key.clone(),
    };
    match fieldwork::count(&context, &visit.actor, slug.clone(), typed).await {
        Ok(()) => Ok(see_with(&context, &format!("/werk/veldwerk/{slug}"), "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => {
            let found = fieldwork::desk(&context, &visit.actor, slug).await?;
            let shown = StreetsPage::new(context.views.translator(visit.language), &found, context.now(), form_key, (&fields.values(), &errors));
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

/// Which count goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    count: StreetCountId,
}

async fn remove(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, form: Posted<Which>) -> Result<HttpResponse> {
    let slug = slug.into_inner();
    fieldwork::remove(&context, &visit.actor, slug.clone(), form.0.count).await?;
    Ok(see_with(&context, &format!("/werk/veldwerk/{slug}"), "ok", "flash-done"))
}

/// What came of going from door to door in a wijk.
#[derive(Debug, Serialize)]
pub struct FunnelPage {
    slug: String,
    name: String,
    sentence: String,
    lines: Vec<Line>,
    total: Line,
}

impl FunnelPage {
    fn new(tr: Translator<'_>, found: &Fieldwork) -> Self {
        Self {
            slug: found.wijk.slug.clone(),
            name: found.wijk.name.clone(),
            sentence: sentence(tr, found.total),
            lines: lines(tr, &found.streets),
            total: line(tr, tr.text("field-total"), found.total),
        }
    }
}

impl Page for FunnelPage {
    const TEMPLATE: &'static str = "pages/funnel";
    const NAV: Nav = Nav::Wijken;

    fn title(&self) -> Message {
        Message::new("funnel-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("wijken-title", "/wijken"),
            Crumb::name(self.name.clone(), format!("/wijken/{}", self.slug)),
            Crumb::text("funnel-link", format!("/wijken/{}/veldwerk", self.slug)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        [sample(true), sample(false)].into_iter().flatten().map(|found| Self::new(tr, &found)).collect()
    }
}

async fn funnel(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let found = fieldwork::funnel(&context, slug.into_inner()).await?;
    page(&context, &visit, &FunnelPage::new(context.views.translator(visit.language), &found))
}
