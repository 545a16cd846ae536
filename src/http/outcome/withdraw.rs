//! A plan that falls out after the vote: with a public reason, and a new count without it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::count::{code_field, prove};
use super::samples;
use crate::app::Context;
use crate::app::count::again::{self, MAX_TEXT};
use crate::app::count::ceremony::{self, Ceremony, Next};
use crate::app::staff;
use crate::domain::ceremony::Step;
use crate::domain::ids::{IdeaId, RoundId};
use crate::domain::outcome::OutcomeState;
use crate::domain::person::REVIEWERS;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let path = "/werk/rondes/{id:[0-9]+}/tellen/afvallen";
    routes.get(path, Access::Roles(REVIEWERS), show).post(path, Access::Roles(REVIEWERS), withdraw)
}

/// The form that takes a plan out.
#[derive(Debug, Serialize)]
pub struct WithdrawPage {
    round_name: String,
    count_href: String,
    /// The outcome is known to everybody.
    public: bool,
    plan: Field,
    reason: Field,
    code: Option<Field>,
    errors: Vec<SummaryLine>,
}

impl WithdrawPage {
    fn new(tr: Translator<'_>, ceremony: &Ceremony, fresh: bool, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "withdraw", values, errors);
        let public = ceremony.counted.as_ref().is_some_and(|counted| counted.row.state == OutcomeState::Published);
        let plans = ceremony.counted.iter().flat_map(|counted| counted.told.plans());
        let plans = plans.filter(|plan| !plan.withdrawn && (plan.chosen || !public));
        let choices =
            std::iter::once((String::new(), tr.text("withdraw-choose"))).chain(plans.map(|plan| (plan.idea.to_string(), plan.title.clone())));
        Self {
            round_name: ceremony.round.name.clone(),
            count_href: format!("/werk/rondes/{}/tellen", ceremony.round.id),
            public,
            plan: form.choice("plan", choices),
            reason: form.field("reason").max(MAX_TEXT),
            code: (!fresh).then(|| code_field(&form)),
            errors: form.summary(),
        }
    }
}

impl Page for WithdrawPage {
    const TEMPLATE: &'static str = "pages/count_withdraw";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("withdraw-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-work", "/werk"),
            Crumb::text("count-crumb", self.count_href.clone()),
            Crumb::text("withdraw-crumb", format!("{}/afvallen", self.count_href)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let done = samples::ceremony(Next::Done, true);
        let mut ceremony = samples::ceremony(Next::Take(Step::Check), true);
        if let Some(counted) = &mut ceremony.counted {
            counted.row.state = OutcomeState::Counted;
        }
        let errors = [
            FieldError::new("plan", Message::new("error-choose")),
            FieldError::new("reason", Message::new("error-withdraw-reason")),
            FieldError::new("code", Message::new("error-code-now")),
        ];
        let page = |ceremony, fresh, errors: &[FieldError]| Self::new(tr, ceremony, fresh, &Values::new(), errors);
        vec![page(&ceremony, true, &[]), page(&ceremony, false, &errors), page(&done, true, &[])]
    }
}

async fn shown(context: &Context, visit: &Visit, status: StatusCode, id: RoundId, values: &Values, errors: &[FieldError]) -> Result<HttpResponse> {
    let ceremony = ceremony::ceremony(context, &visit.actor, id).await?;
    if !ceremony.recounts || ceremony.counted.is_none() {
        return Err(Error::refused(Message::new("error-outcome-order")));
    }
    let fresh = staff::is_fresh(context, visit.session).await?;
    page_with(context, visit, status, &WithdrawPage::new(context.views.translator(visit.language), &ceremony, fresh, values, errors))
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>) -> Result<HttpResponse> {
    shown(&context, &visit, StatusCode::OK, *id, &Values::new(), &[]).await
}

async fn withdraw(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let plan = fields.one("plan").parse().unwrap_or(IdeaId(0));
    let done = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => again::withdraw(&context, &visit.actor, fresh, *id, plan, fields.one("reason")).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(see_with(&context, &format!("/werk/rondes/{id}/tellen"), "ok", "flash-recounted")),
        Err(Error::Invalid(errors)) => {
            let mut values = fields.values();
            values.remove("code");
            shown(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, *id, &values, &errors).await
        }
        Err(error) => Err(error),
    }
}
