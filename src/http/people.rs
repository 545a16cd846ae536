//! The people who work here, and their roles: for a beheerder.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::forms::Posted;
use super::respond::{page, page_with, see_with};
use super::routes::Routes;
use super::sign_in::Nothing;
use super::visit::Visit;
use crate::app::people::{self, Colleague, NewRole, Staff};
use crate::app::{Context, staff};
use crate::domain::ids::{PersonId, RoleId};
use crate::domain::person::{Grant, Role, Scope};
use crate::domain::text::{self, Email};
use crate::domain::time::long_date;
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

const BEHEER: Access = Access::Roles(&[Role::Beheerder]);

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/werk/mensen", BEHEER, show)
        .post("/werk/mensen", BEHEER, grant)
        .post("/werk/rollen/{id:[0-9]+}/einde", BEHEER, end_role)
        .post("/werk/mensen/{id:[0-9]+}/link", BEHEER, send_setup)
        .post("/werk/mensen/{id:[0-9]+}/uitloggen", BEHEER, sign_out)
}

/// The page with everybody who has a role.
#[derive(Debug, Serialize)]
pub struct PeoplePage {
    colleagues: Vec<ColleagueRow>,
    fresh: bool,
    email: Field,
    name: Field,
    role: Field,
    scope: Field,
    starts: Field,
    ends: Field,
    errors: Vec<SummaryLine>,
}

/// Somebody with roles.
#[derive(Debug, Serialize)]
struct ColleagueRow {
    id: i64,
    name: String,
    email: String,
    set_up: bool,
    roles: Vec<RoleLine>,
}

/// A role of somebody.
#[derive(Debug, Serialize)]
struct RoleLine {
    id: i64,
    what: String,
    place: String,
    term: String,
}

fn role_text(tr: Translator<'_>, role: Role) -> String {
    tr.text(&format!("role-{}", role.as_str().replace('_', "-")))
}

/// The places a role can hold, as (value of the form, words).
fn places(tr: Translator<'_>, staff: &Staff) -> Vec<(String, String)> {
    let mut all = vec![("stad".to_owned(), tr.text("scope-city"))];
    all.extend(staff.gebieden.iter().map(|gebied| (format!("gebied-{}", gebied.id), named(tr, "scope-gebied", &gebied.name))));
    all.extend(staff.wijken.iter().map(|wijk| (format!("wijk-{}", wijk.id), named(tr, "scope-wijk", &wijk.name))));
    all.extend(staff.adviesorganen.iter().map(|orgaan| (format!("orgaan-{}", orgaan.id), named(tr, "scope-orgaan", &orgaan.name))));
    all
}

fn named(tr: Translator<'_>, key: &'static str, name: &str) -> String {
    tr.message(&Message::new(key).with("name", name))
}

fn scope_value(scope: Scope) -> String {
    match scope {
        Scope::City => "stad".to_owned(),
        Scope::Gebied(id) => format!("gebied-{id}"),
        Scope::Wijk(id) => format!("wijk-{id}"),
        Scope::Adviesorgaan(id) => format!("orgaan-{id}"),
    }
}

fn parse_scope(text: &str) -> Option<Scope> {
    match text.split_once('-') {
        None if text == "stad" => Some(Scope::City),
        Some(("gebied", id)) => Some(Scope::Gebied(id.parse().ok()?)),
        Some(("wijk", id)) => Some(Scope::Wijk(id.parse().ok()?)),
        Some(("orgaan", id)) => Some(Scope::Adviesorgaan(id.parse().ok()?)),
        _ => None,
    }
}

impl PeoplePage {
    fn new(
        tr: Translator<'_>,
        colleagues: Vec<ColleagueRow>,
        places: Vec<(String, String)>,
        fresh: bool,
        values: &Values,
        errors: &[FieldError],
    ) -> Self {
        let form = Form::new(tr, "people", values, errors);
        let roles = Role::ALL.iter().map(|role| (role.as_str().to_owned(), role_text(tr, *role)));
        Self {
            colleagues,
            fresh,
            email: form.field("email").kind("email", Some("off")).max(254),
            name: form.field("name").kind("text", Some("off")).max(people::NAME),
            role: form.choice("role", roles),
            scope: form.choice("scope", places),
            starts: form.field("starts").kind("date", None),
            ends: form.field("ends").kind("date", None).optional(),
            errors: form.summary(),
        }
    }
}

fn term(tr: Translator<'_>, grant: &Grant) -> String {
    let date = |day: NaiveDate| long_date(day, tr.language);
    match grant.ends {
        Some(last) => tr.message(&Message::new("people-term").with("from", date(grant.starts)).with("to", date(last))),
        None => tr.message(&Message::new("people-term-open").with("from", date(grant.starts))),
    }
}

fn row(tr: Translator<'_>, colleague: &Colleague, places: &[(String, String)]) -> ColleagueRow {
    let place = |scope| {
        let value = scope_value(scope);
        places.iter().find(|(known, _)| *known == value).map_or(value.clone(), |(_, words)| words.clone())
    };
    ColleagueRow {
        id: colleague.person.id.0,
        name: colleague.person.name.clone(),
        email: colleague.person.email.as_ref().map(ToString::to_string).unwrap_or_default(),
        set_up: colleague.set_up,
        roles: colleague
            .roles
            .iter()
            .map(|role| RoleLine { id: role.id.0, what: role_text(tr, role.grant.role), place: place(role.grant.scope), term: term(tr, &role.grant) })
            .collect(),
    }
}

impl Page for PeoplePage {
    const TEMPLATE: &'static str = "pages/people";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("people-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("people-title", "/werk/mensen")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let places = || vec![("stad".to_owned(), tr.text("scope-city")), ("gebied-3".to_owned(), named(tr, "scope-gebied", "Zuid"))];
        let line = |id| RoleLine { id, what: role_text(tr, Role::Gebiedsteam), place: named(tr, "scope-gebied", "Zuid"), term: "2027".into() };
        let row =
            |id, set_up| ColleagueRow { id, name: "Sam <S>".into(), email: "sam@voorbeeld.nl".into(), set_up, roles: vec![line(id), line(id + 10)] };
        let errors = [FieldError::new("scope", Message::new("error-role-scope"))];
        let values = Values::from([("starts".to_owned(), "2027-03-01".to_owned())]);
        vec![
            Self::new(tr, vec![row(1, true), row(2, false)], places(), true, &values, &errors),
            Self::new(tr, Vec::new(), places(), true, &values, &[]),
            Self::new(tr, vec![row(1, true)], places(), false, &values, &[]),
        ]
    }
}

async fn people_page(context: &Context, visit: &Visit, values: &Values, errors: &[FieldError]) -> Result<PeoplePage> {
    let tr = context.views.translator(visit.language);
    let staff = people::all_staff(context).await?;
    let fresh = staff::is_fresh(context, visit.session).await?;
    let places = places(tr, &staff);
    let rows = staff.colleagues.iter().map(|colleague| row(tr, colleague, &places)).collect();
    Ok(PeoplePage::new(tr, rows, places, fresh, values, errors))
}

async fn show(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let values = Values::from([("starts".to_owned(), context.now().day().to_string())]);
    page(&context, &visit, &people_page(&context, &visit, &values, &[]).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Granted {
    email: String,
    name: String,
    role: String,
    scope: String,
    starts: String,
    ends: String,
}

impl Granted {
    fn read(&self) -> Result<NewRole, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, message| errors.push(FieldError::new(field, message));
        let email = Email::parse(&self.email).inspect_err(|_| wrong("email", Message::new("error-email"))).ok();
        let name = text::line(&self.name, 1, people::NAME).inspect_err(|_| wrong("name", Message::new("error-name").with("n", people::NAME))).ok();
        let role: Option<Role> = self.role.parse().inspect_err(|_| wrong("role", Message::new("error-choose"))).ok();
        let scope = parse_scope(&self.scope);
        if scope.is_none() {
            wrong("scope", Message::new("error-choose"));
        }
        let starts: Option<NaiveDate> = self.starts.trim().parse().inspect_err(|_| wrong("starts", Message::new("error-date"))).ok();
        let ends = match self.ends.trim() {
            "" => None,
            text => text.parse::<NaiveDate>().inspect_err(|_| wrong("ends", Message::new("error-date"))).ok(),
        };
        match (email, name, role, scope, starts) {
            (Some(email), Some(name), Some(role), Some(scope), Some(starts)) if errors.is_empty() => {
                Ok(NewRole { email, name, grant: Grant { role, scope, starts, ends } })
            }
            _ => Err(errors),
        }
    }

    fn values(self) -> Values {
        let fields =
            [("email", self.email), ("name", self.name), ("role", self.role), ("scope", self.scope), ("starts", self.starts), ("ends", self.ends)];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

async fn grant(context: web::Data<Context>, visit: Visit, form: Posted<Granted>) -> Result<HttpResponse> {
    let form = form.0;
    let outcome = match form.read() {
        Ok(new) => people::grant(&context, &visit.actor, visit.session, new).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match outcome {
        Ok(()) => Ok(see_with(&context, "/werk/mensen", "ok", "flash-role-given")),
        Err(Error::Invalid(errors)) => {
            let shown = people_page(&context, &visit, &form.values(), &errors).await?;
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

async fn end_role(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, _: Posted<Nothing>) -> Result<HttpResponse> {
    people::end_role(&context, &visit.actor, visit.session, RoleId(*id)).await?;
    Ok(see_with(&context, "/werk/mensen", "ok", "flash-role-ended"))
}

async fn send_setup(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, _: Posted<Nothing>) -> Result<HttpResponse> {
    people::send_setup(&context, &visit.actor, visit.session, PersonId(*id)).await?;
    Ok(see_with(&context, "/werk/mensen", "ok", "flash-sent"))
}

async fn sign_out(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, _: Posted<Nothing>) -> Result<HttpResponse> {
    people::sign_out_colleague(&context, &visit.actor, PersonId(*id)).await?;
    Ok(see_with(&context, "/werk/mensen", "ok", "flash-done"))
}
