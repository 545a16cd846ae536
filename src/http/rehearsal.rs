//! The rehearsal of a round: what it is, and the proces-verbaal it gives to read.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::access::Access;
use super::forms::Fields;
use super::outcome::minutes::MinutesPage;
use super::respond::page_with;
use super::routes::Routes;
use super::visit::Visit;
use crate::app::Context;
use crate::app::rehearsal::{self, MOST_VOTERS, VOTERS};
use crate::domain::ids::RoundId;
use crate::domain::person::REVIEWERS;
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let path = "/werk/rondes/{id:[0-9]+}/repetitie";
    routes.get(path, Access::Roles(REVIEWERS), show).post(path, Access::Roles(REVIEWERS), rehearse)
}

/// What a rehearsal is, with its button.
#[derive(Debug, Serialize)]
pub struct RehearsalPage {
    round_name: String,
    href: String,
    voters: Field,
    errors: Vec<SummaryLine>,
}

impl RehearsalPage {
    fn new(tr: Translator<'_>, round: RoundId, name: &str, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "rehearsal", values, errors);
        Self {
            round_name: name.to_owned(),
            href: format!("/werk/rondes/{round}/repetitie"),
            voters: form.field("voters").inputmode("numeric").max(4),
            errors: form.summary(),
        }
    }
}

impl Page for RehearsalPage {
    const TEMPLATE: &'static str = "pages/rehearsal";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("rehearsal-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("rehearsal-crumb", self.href.clone())]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("voters", Message::new("error-rehearsal-voters").with("max", MOST_VOTERS))];
        let page = |values, errors: &[FieldError]| Self::new(tr, RoundId(1), "Wijkdeal <Zuid>", &values, errors);
        vec![page(usual(), &[]), page(Values::from([("voters".into(), "veel".into())]), &errors)]
    }
}

fn usual() -> Values {
    Values::from([("voters".to_owned(), VOTERS.to_string())])
}

async fn shown(context: &Context, visit: &Visit, status: StatusCode, id: RoundId, values: &Values, errors: &[FieldError]) -> Result<HttpResponse> {
    let round = rehearsal::may_rehearse(context, &visit.actor, id).await?;
    page_with(context, visit, status, &RehearsalPage::new(context.views.translator(visit.language), id, &round.name, values, errors))
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>) -> Result<HttpResponse> {
    shown(&context, &visit, StatusCode::OK, *id, &usual(), &[]).await
}

async fn rehearse(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let voters = fields.one("voters").trim().parse().unwrap_or(0);
    match rehearsal::rehearse(&context, &visit.actor, *id, voters).await {
        Ok(rehearsed) => {
            let tr = context.views.translator(visit.language);
            let minutes = MinutesPage::new(tr, &context.settings.municipality, &rehearsed.ceremony, true);
            page_with(&context, &visit, StatusCode::OK, &minutes.of_rehearsal(tr, rehearsed.voters))
        }
        Err(Error::Invalid(errors)) if errors.iter().all(|error| error.field == "voters") => {
            shown(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, *id, &fields.values(), &errors).await
        }
        Err(error) => Err(error),
    }
}
