//! The beheerder keeps the list of adviesorganen.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::adviezen::organen;
use crate::domain::advies::council::{CouncilRules, Majority};
use crate::domain::person::Role;
use crate::domain::text::{line, paragraphs};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::adviezen::{Adviesorgaan, OrgaanText};
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::word;
use crate::views::{Crumb, Nav, Page};

const BEHEER: Access = Access::Roles(&[Role::Beheerder]);

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk/adviesorganen", BEHEER, list).post("/werk/adviesorganen", BEHEER, add).get("/werk/adviesorganen/{slug}", BEHEER, one).post(
        "/werk/adviesorganen/{slug}",
        BEHEER,
        change,
    )
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    href: String,
    max: i32,
    days: i32,
}

/// The adviesorganen with a form: for a new one, or to change one.
#[derive(Debug, Serialize)]
pub struct OrganenPage {
    rows: Vec<Row>,
    changing: Option<String>,
    action: String,
    heading: String,
    fields: Vec<Field>,
    errors: Vec<SummaryLine>,
}

impl OrganenPage {
    fn new(tr: Translator<'_>, all: &[Adviesorgaan], changing: Option<&Adviesorgaan>, typed: Option<&Values>, errors: &[FieldError]) -> Self {
        let stored = changing.map(values_of).unwrap_or_default();
        let form = Form::new(tr, "orgaan-form", typed.unwrap_or(&stored), errors);
        let heading = match changing {
            Some(orgaan) => tr.message(&Message::new("organen-change").with("name", &orgaan.name)),
            None => tr.text("organen-new"),
        };
        let number = |name: &str| form.field(name).inputmode("numeric").max(3);
        let majorities = Majority::ALL.iter().map(|majority| (majority.as_str().to_owned(), word(tr, "orgaan-majority", majority.as_str())));
        let row = |orgaan: &Adviesorgaan| Row {
            name: orgaan.name.clone(),
            href: format!("/werk/adviesorganen/{}", orgaan.slug),
            max: orgaan.max_members,
            days: orgaan.reply_days,
        };
        Self {
            rows: all.iter().map(row).collect(),
            changing: changing.map(|orgaan| orgaan.name.clone()),
            action: changing.map_or_else(|| "/werk/adviesorganen".to_owned(), |orgaan| format!("/werk/adviesorganen/{}", orgaan.slug)),
            heading,
            fields: vec![
                form.field("name").max(80),
                form.field("purpose").max(2_000),
                number("max_members"),
                number("reply_days"),
                number("quorum").or_value(&CouncilRules::USUAL.quorum.to_string()),
                form.choice("majority", majorities).or_choice(CouncilRules::USUAL.majority.as_str()),
                form.field("recruiting").max(4_000).optional(),
            ],
            errors: form.summary(),
        }
    }
}

fn values_of(orgaan: &Adviesorgaan) -> Values {
    let pairs = [
        ("name", orgaan.name.clone()),
        ("purpose", orgaan.purpose.clone()),
        ("max_members", orgaan.max_members.to_string()),
        ("reply_days", orgaan.reply_days.to_string()),
        ("quorum", orgaan.quorum.to_string()),
        ("majority", orgaan.majority.as_str().to_owned()),
        ("recruiting", orgaan.recruiting.clone()),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()
}

impl Page for OrganenPage {
    const TEMPLATE: &'static str = "pages/adviezen_organen";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("organen-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("organen-title", "/werk/adviesorganen")];
        if let Some(name) = &self.changing {
            way.push(Crumb::name(name.clone(), self.action.clone()));
        }
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let orgaan = super::public::sample_orgaan();
        let errors = [FieldError::new("name", Message::new("error-orgaan-name"))];
        let all = std::slice::from_ref(&orgaan);
        vec![Self::new(tr, all, None, None, &errors), Self::new(tr, all, Some(&orgaan), None, &[]), Self::new(tr, &[], None, None, &[])]
    }
}

async fn list(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let all = organen::all(&context).await?;
    page(&context, &visit, &OrganenPage::new(context.views.translator(visit.language), &all, None, None, &[]))
}

async fn one(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let all = organen::all(&context).await?;
    let orgaan = all.iter().find(|orgaan| orgaan.slug == *slug).ok_or(Error::NotFound)?;
    page(&context, &visit, &OrganenPage::new(context.views.translator(visit.language), &all, Some(orgaan), None, &[]))
}

/// Reads what was filled in about an adviesorgaan.
fn read(fields: &Fields) -> Result<OrgaanText, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, key: &'static str| errors.push(FieldError::new(field, Message::new(key)));
    let number = |text: &str| text.trim().parse::<i32>().ok().filter(|number| (1..=200).contains(number));
    let name = line(fields.one("name"), 3, 80).ok();
    let purpose = paragraphs(fields.one("purpose"), 10, 2_000).ok();
    let (max_members, reply_days) = (number(fields.one("max_members")), number(fields.one("reply_days")));
    if name.is_none() {
        wrong("name", "error-orgaan-name");
    }
    if purpose.is_none() {
        wrong("purpose", "error-orgaan-purpose");
    }
    if max_members.is_none() {
        wrong("max_members", "error-orgaan-number");
    }
    if reply_days.is_none() {
        wrong("reply_days", "error-orgaan-number");
    }
    let quorum = match fields.one("quorum").trim() {
        "" => Some(CouncilRules::USUAL.quorum),
        text => text.parse::<u8>().ok().filter(|quorum| *quorum <= 100),
    };
    let Some(quorum) = quorum else {
        wrong("quorum", "error-orgaan-quorum");
        return Err(errors);
    };
    let rules = CouncilRules { quorum, majority: fields.one("majority").parse().unwrap_or(CouncilRules::USUAL.majority) };
    let Ok(recruiting) = paragraphs(fields.one("recruiting"), 0, 4_000) else {
        wrong("recruiting", "error-orgaan-recruiting");
        return Err(errors);
    };
    match (name, purpose, max_members, reply_days) {
        (Some(name), Some(purpose), Some(max_members), Some(reply_days)) => {
            Ok(OrgaanText { name, purpose, max_members, reply_days, rules, recruiting })
        }
        _ => Err(errors),
    }
}

async fn add(context: web::Data<Context>, visit: Visit, fields: Fields) -> Result<HttpResponse> {
    saved(&context, &visit, None, &fields).await
}

async fn change(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    saved(&context, &visit, Some(slug.into_inner()), &fields).await
}

async fn saved(context: &Context, visit: &Visit, slug: Option<String>, fields: &Fields) -> Result<HttpResponse> {
    let done = match read(fields) {
        Ok(text) => organen::set(context, &visit.actor, slug.clone(), text).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match done {
        Ok(()) => Ok(see_with(context, "/werk/adviesorganen", "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => {
            let all = organen::all(context).await?;
            let changing = slug.and_then(|slug| all.iter().find(|orgaan| orgaan.slug == slug));
            let tr = context.views.translator(visit.language);
            let shown = OrganenPage::new(tr, &all, changing, Some(&fields.values()), &errors);
            page_with(context, visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}
