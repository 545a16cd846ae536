//! The key holders of a round: who they are, and how somebody becomes one.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::count::holders::{self, HOLDERS, HoldersPage as Shown, MOST};
use crate::domain::ids::{PersonId, RoundId};
use crate::domain::password;
use crate::domain::rules::Template;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Posted;
use crate::http::respond::{page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let path = "/werk/rondes/{id:[0-9]+}/sleutelhouders";
    routes.get(path, Access::Roles(HOLDERS), show).post(path, Access::Roles(HOLDERS), become_holder)
}

/// The key holders of a round.
#[derive(Debug, Serialize)]
pub struct HoldersPage {
    round_name: String,
    href: String,
    state: String,
    names: Vec<String>,
    /// Whether this person can become a holder, or choose another passphrase.
    can: bool,
    mine: bool,
    passphrase: Field,
    again: Field,
    errors: Vec<SummaryLine>,
}

impl HoldersPage {
    fn new(tr: Translator<'_>, shown: &Shown, errors: &[FieldError]) -> Self {
        let values = Values::new();
        let form = Form::new(tr, "holders", &values, errors);
        let count = shown.holders.len();
        let state = match (count >= holders::NEEDED, shown.open) {
            (true, _) => Message::new("holders-shared").with("n", count),
            (false, true) => Message::new("holders-one-file-still").with("n", count),
            (false, false) => Message::new("holders-one-file"),
        };
        let field = |name: &str| form.field(name).kind("password", Some("off")).max(password::LONGEST);
        Self {
            round_name: shown.round.name.clone(),
            href: format!("/werk/rondes/{}/sleutelhouders", shown.round.id),
            state: tr.message(&state),
            names: shown.holders.iter().map(|(_, name)| name.clone()).collect(),
            can: shown.open && (shown.mine || count < MOST),
            mine: shown.mine,
            passphrase: field("passphrase"),
            again: field("again"),
            errors: form.summary(),
        }
    }
}

impl Page for HoldersPage {
    const TEMPLATE: &'static str = "pages/key_holders";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("holders-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("holders-crumb", self.href.clone())]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = crate::http::ballot::sample_round(Template::TopTen.rules());
        let names = vec![(PersonId(1), "Sam <Voorbeeld>".to_owned()), (PersonId(2), "Kim Voorbeeld".to_owned())];
        let none = Shown { round: round.clone(), holders: Vec::new(), open: true, mine: false };
        let two = Shown { round: round.clone(), holders: names, open: true, mine: true };
        let late = Shown { open: false, ..none.clone() };
        let errors = [FieldError::new("again", Message::new("error-passphrase-again"))];
        vec![Self::new(tr, &none, &errors), Self::new(tr, &two, &[]), Self::new(tr, &late, &[])]
    }
}

async fn shown(context: &Context, visit: &Visit, status: StatusCode, id: RoundId, errors: &[FieldError]) -> Result<HttpResponse> {
    let found = holders::holders(context, &visit.actor, id).await?;
    page_with(context, visit, status, &HoldersPage::new(context.views.translator(visit.language), &found, errors))
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>) -> Result<HttpResponse> {
    shown(&context, &visit, StatusCode::OK, *id, &[]).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    passphrase: String,
    again: String,
}

async fn become_holder(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, form: Posted<Typed>) -> Result<HttpResponse> {
    match holders::become_holder(&context, &visit.actor, *id, form.0.passphrase, &form.0.again).await {
        Ok(()) => Ok(see_with(&context, &format!("/werk/rondes/{}/sleutelhouders", *id), "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => shown(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, *id, &errors).await,
        Err(error) => Err(error),
    }
}
