//! Becoming a member of an adviesorgaan.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::public::crumbs;
use crate::app::Context;
use crate::app::adviezen::organen::{self, OrgaanView, is_full};
use crate::domain::review::{MAX_REASON, MIN_REASON};
use crate::domain::text::paragraphs;
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Reading};
use crate::http::respond::{page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::adviezen::Adviesorgaan;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/adviesorganen/{slug}/lid-worden", Access::SignedIn, form).post("/adviesorganen/{slug}/lid-worden", Access::SignedIn, send)
}

/// Becoming a member of an adviesorgaan.
#[derive(Debug, Serialize)]
pub struct JoinPage {
    slug: String,
    name: String,
    recruiting: String,
    why: Field,
    errors: Vec<SummaryLine>,
    open: bool,
}

impl JoinPage {
    fn new(tr: Translator<'_>, orgaan: &Adviesorgaan, members: usize, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "orgaan-join", values, errors);
        Self {
            slug: orgaan.slug.clone(),
            name: orgaan.name.clone(),
            recruiting: orgaan.recruiting.clone(),
            why: form.field("why").max(MAX_REASON).rows(6),
            errors: form.summary(),
            open: !orgaan.recruiting.is_empty() && !is_full(orgaan, members),
        }
    }
}

impl Page for JoinPage {
    const TEMPLATE: &'static str = "pages/adviezen_join";
    const NAV: Nav = Nav::Adviezen;

    fn title(&self) -> Message {
        Message::new("orgaan-join-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::name(self.name.clone(), format!("/adviesorganen/{}", self.slug)));
        way.push(Crumb::text("orgaan-join", format!("/adviesorganen/{}/lid-worden", self.slug)));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let orgaan = super::public::sample_orgaan();
        let none = Values::new();
        let wrong = [FieldError::new("why", Message::new("error-empty"))];
        [(3, &[][..]), (9, &[]), (3, &wrong)].into_iter().map(|(members, errors)| Self::new(tr, &orgaan, members, &none, errors)).collect()
    }
}

async fn form(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    shown(&context, &visit, slug.into_inner(), &Fields::default(), &[], StatusCode::OK).await
}

async fn shown(context: &Context, visit: &Visit, slug: String, typed: &Fields, errors: &[FieldError], status: StatusCode) -> Result<HttpResponse> {
    let OrgaanView { orgaan, members, .. } = organen::view(context, slug).await?;
    let tr = context.views.translator(visit.language);
    page_with(context, visit, status, &JoinPage::new(tr, &orgaan, members.len(), &typed.values(), errors))
}

async fn send(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let slug = slug.into_inner();
    let mut read = Reading::new(&fields);
    let wrong = Message::new("error-advies-words").with("min", MIN_REASON).with("max", MAX_REASON);
    let why = read.field("why", |text| paragraphs(text, MIN_REASON, MAX_REASON).ok(), wrong);
    match read.done(why) {
        Ok(why) => {
            organen::apply(&context, &visit.actor, slug.clone(), why).await?;
            Ok(see_with(&context, &format!("/adviesorganen/{slug}"), "ok", "flash-sent"))
        }
        Err(errors) => shown(&context, &visit, slug, &fields, &errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}
