//! The gebiedsbudget of a year: what was granted, reserved, spent, and what is free; every booking.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::forms::Fields;
use super::respond::{page, page_with, see_with};
use super::rounds::fields::text_error;
use super::routes::Routes;
use super::samples;
use super::visit::Visit;
use crate::app::Context;
use crate::app::ledger::{self, BudgetPage as Shown, Entry};
use crate::domain::ids::IdeaId;
use crate::domain::ledger::BookingKind;
use crate::domain::money::Cents;
use crate::domain::person::ROUND_MANAGERS;
use crate::domain::text::line;
use crate::domain::time::long_date;
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::storage::ledger::Booking;
use crate::views::form::{Field, Form, SummaryLine};
use crate::views::round::Figure;
use crate::views::{Crumb, Link, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/gebieden/{slug}/budget", Access::Public, budget)
        .get("/werk/budget/{slug}", Access::Roles(ROUND_MANAGERS), form)
        .post("/werk/budget/{slug}", Access::Roles(ROUND_MANAGERS), book)
}

#[derive(Debug, Serialize)]
struct Line {
    date: String,
    kind: String,
    amount: String,
    reason: String,
    plan: Option<String>,
    plan_href: Option<String>,
    person: String,
}

/// The public page of a gebiedsbudget.
#[derive(Debug, Serialize)]
pub struct BudgetPage {
    name: String,
    year: i32,
    years: Vec<Link>,
    figures: Vec<Figure>,
    lines: Vec<Line>,
    manage: Option<String>,
    #[serde(skip)]
    slug: String,
}

impl BudgetPage {
    fn new(tr: Translator<'_>, shown: &Shown) -> Self {
        let slug = &shown.gebied.slug;
        let figure = |key: &str, cents: Cents| Figure { value: cents.to_string(), label: tr.text(key) };
        let year = |year: &i32| Link { label: year.to_string(), href: format!("/gebieden/{slug}/budget?jaar={year}"), current: *year == shown.year };
        Self {
            name: shown.gebied.name.clone(),
            year: shown.year,
            years: shown.years.iter().map(year).collect(),
            figures: vec![
                figure("ledger-granted", shown.balance.granted),
                figure("ledger-reserved", shown.balance.reserved),
                figure("ledger-spent", shown.balance.spent),
                figure("ledger-free", shown.balance.free()),
            ],
            lines: shown.bookings.iter().map(|booking| booked(tr, booking)).collect(),
            manage: shown.manages.then(|| format!("/werk/budget/{slug}")),
            slug: slug.clone(),
        }
    }
}

fn kind(tr: Translator<'_>, kind: BookingKind) -> String {
    tr.text(&format!("ledger-kind-{}", kind.as_str()))
}

fn booked(tr: Translator<'_>, booking: &Booking) -> Line {
    Line {
        date: long_date(booking.at.day(), tr.language),
        kind: kind(tr, booking.kind),
        amount: booking.cents.to_string(),
        reason: booking.reason.clone(),
        plan: booking.idea_title.clone(),
        plan_href: booking.idea.map(|id| format!("/ideeen/{id}")),
        person: booking.person.clone().unwrap_or_else(|| tr.text("role-clock")),
    }
}

impl Page for BudgetPage {
    const TEMPLATE: &'static str = "pages/budget";
    const NAV: Nav = Nav::Wijken;

    fn title(&self) -> Message {
        Message::new("ledger-title").with("name", &self.name).with("year", self.year)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let here = format!("/gebieden/{}/budget", self.slug);
        vec![Crumb::text("nav-home", "/"), Crumb::text("wijken-title", "/wijken"), Crumb::text("ledger-title-short", here)]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        samples::budgets().iter().map(|shown| Self::new(tr, shown)).collect()
    }
}

/// The form with which staff books.
#[derive(Debug, Serialize)]
pub struct BookPage {
    name: String,
    slug: String,
    entry: Field,
    year: Field,
    cents: Field,
    reason: Field,
    figures: Vec<Figure>,
    errors: Vec<SummaryLine>,
}

impl BookPage {
    fn new(tr: Translator<'_>, shown: &Shown, fields: &Fields, errors: &[FieldError]) -> Self {
        let values = fields.values();
        let form = Form::new(tr, "book", &values, errors);
        let plan = |key: &'static str, prefix: &'static str| {
            shown.reserved.iter().map(move |(id, title, left)| {
                let label = Message::new(key).with("title", title).with("left", left);
                (format!("{prefix}-{id}"), tr.message(&label))
            })
        };
        let plain = [("grant".to_owned(), tr.text("book-grant")), ("other".to_owned(), tr.text("book-other"))];
        let options = plain.into_iter().chain(plan("book-pay", "pay")).chain(plan("book-release", "release"));
        let figure = |key: &str, cents: Cents| Figure { value: cents.to_string(), label: tr.text(key) };
        Self {
            name: shown.gebied.name.clone(),
            slug: shown.gebied.slug.clone(),
            entry: form.choice("entry", options),
            year: form.field("year").inputmode("numeric").max(4).or_value(&shown.year.to_string()),
            cents: form.field("cents").inputmode("decimal").max(20),
            reason: form.field("reason").max(200),
            figures: vec![figure("ledger-granted", shown.balance.granted), figure("ledger-free", shown.balance.free())],
            errors: form.summary(),
        }
    }
}

impl Page for BookPage {
    const TEMPLATE: &'static str = "pages/budget_book";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("book-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let title = Crumb::text("ledger-title-short", format!("/werk/budget/{}", self.slug));
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), title]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("cents", Message::new("error-ledger-left").with("left", Cents::euros(5)))];
        samples::budgets().iter().flat_map(|shown| [Self::new(tr, shown, &Fields::default(), &[]), Self::new(tr, shown, &Fields::default(), &errors)]).collect()
    }
}

#[derive(Debug, Deserialize)]
struct Year {
    jaar: Option<i32>,
}

async fn budget(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, year: web::Query<Year>) -> Result<HttpResponse> {
    let shown = ledger::budget_page(&context, visit.actor.clone(), slug.into_inner(), year.jaar).await?;
    page(&context, &visit, &BudgetPage::new(context.views.translator(visit.language), &shown))
}

/// What the form needs, for those who book here.
async fn managed(context: &Context, visit: &Visit, slug: String) -> Result<Shown> {
    let shown = ledger::budget_page(context, visit.actor.clone(), slug, None).await?;
    if shown.manages { Ok(shown) } else { Err(Error::Forbidden) }
}

async fn form(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let shown = managed(&context, &visit, slug.into_inner()).await?;
    page(&context, &visit, &BookPage::new(context.views.translator(visit.language), &shown, &Fields::default(), &[]))
}

struct Read {
    entry: Entry,
    year: i32,
    cents: Cents,
    reason: String,
}

fn parse(fields: &Fields) -> Result<Read, Vec<FieldError>> {
    let mut errors = Vec::new();
    let plan = |text: &str, prefix: &str| text.strip_prefix(prefix).and_then(|id| id.parse::<IdeaId>().ok());
    let entry = match fields.one("entry") {
        "grant" => Some(Entry::Grant),
        "other" => Some(Entry::PayOther),
        text => plan(text, "pay-").map(Entry::Pay).or_else(|| plan(text, "release-").map(Entry::Release)),
    };
    if entry.is_none() {
        errors.push(FieldError::new("entry", Message::new("error-round-choose")));
    }
    let year = fields.one("year").trim().parse().ok().filter(|year| (2000..2200).contains(year));
    if year.is_none() {
        errors.push(FieldError::new("year", Message::new("error-ledger-year")));
    }
    let releases = matches!(entry, Some(Entry::Release(_)));
    let cents = Cents::parse(fields.one("cents")).ok().filter(|cents| *cents > Cents::ZERO).or(releases.then_some(Cents::ZERO));
    if cents.is_none() {
        errors.push(FieldError::new("cents", Message::new("error-round-amount")));
    }
    let reason = line(fields.one("reason"), 5, 200).map_err(|e| errors.push(FieldError::new("reason", text_error(e)))).ok();
    match (entry, year, cents, reason) {
        (Some(entry), Some(year), Some(cents), Some(reason)) => Ok(Read { entry, year, cents, reason }),
        _ => Err(errors),
    }
}

async fn book(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let slug = slug.into_inner();
    let outcome = match parse(&fields) {
        Ok(read) => {
            let path = format!("/gebieden/{slug}/budget?jaar={}", read.year);
            ledger::book(&context, visit.actor.clone(), slug.clone(), read.entry, read.year, read.cents, read.reason).await.map(|()| path)
        }
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match outcome {
        Ok(path) => Ok(see_with(&context, &path, "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => {
            let shown = managed(&context, &visit, slug).await?;
            let again = BookPage::new(context.views.translator(visit.language), &shown, &fields, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(error) => Err(error),
    }
}
