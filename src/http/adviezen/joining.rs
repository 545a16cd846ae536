//! Becoming a member of an adviesorgaan.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::public::crumbs;
use crate::app::Context;
use crate::app::adviezen::organen::{self, OrgaanView, is_full};
use crate::domain::review::{MAX_REASON, MIN_REASON};
use crate::domain::text::paragraphs;
use crate::error::{Error, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Posted;
use crate::http::respond::{page, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::adviezen::Adviesorgaan;
use crate::views::form::{Field, Form, Values};
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
    open: bool,
}

impl JoinPage {
    fn new(tr: Translator<'_>, orgaan: &Adviesorgaan, members: usize) -> Self {
        let none = Values::new();
        Self {
            slug: orgaan.slug.clone(),
            name: orgaan.name.clone(),
            recruiting: orgaan.recruiting.clone(),
            why: Form::new(tr, "orgaan-join", &none, &[]).field("why").max(MAX_REASON).rows(6),
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
        vec![Self::new(tr, &orgaan, 3), Self::new(tr, &orgaan, 9)]
    }
}

async fn form(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let OrgaanView { orgaan, members, .. } = organen::view(&context, slug.into_inner()).await?;
    page(&context, &visit, &JoinPage::new(context.views.translator(visit.language), &orgaan, members.len()))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Joins {
    why: String,
}

async fn send(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, form: Posted<Joins>) -> Result<HttpResponse> {
    let refused = |_| Error::refused(Message::new("error-advies-words").with("min", MIN_REASON).with("max", MAX_REASON));
    let why = paragraphs(&form.0.why, MIN_REASON, MAX_REASON).map_err(refused)?;
    let back = format!("/adviesorganen/{slug}");
    organen::apply(&context, &visit.actor, slug.into_inner(), why).await?;
    Ok(see_with(&context, &back, "ok", "flash-sent"))
}
