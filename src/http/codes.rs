//! Stemcodes for staff: the overview and a new batch, which is handed over once.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::forms::Posted;
use super::respond::page_with;
use super::routes::Routes;
use super::visit::Visit;
use crate::app::Context;
use crate::app::codes::{self, CodesOf, MOST_CODES, Overview, Turnout};
use crate::domain::ids::{RoundId, WijkId};
use crate::domain::money::group_thousands;
use crate::domain::outcome::Channel;
use crate::domain::person::REVIEWERS;
use crate::domain::rules::Template;
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk/rondes/{id:[0-9]+}/stemcodes", Access::Roles(REVIEWERS), show).post(
        "/werk/rondes/{id:[0-9]+}/stemcodes",
        Access::Roles(REVIEWERS),
        make,
    )
}

#[derive(Debug, Serialize)]
struct Row {
    wijk: String,
    channel: String,
    valid: String,
    used: String,
    revoked: String,
}

/// The codes of a round.
#[derive(Debug, Serialize)]
pub struct CodesPage {
    round_name: String,
    href: String,
    count_href: String,
    open: bool,
    rows: Vec<Row>,
    wijk: Field,
    count: Field,
    errors: Vec<SummaryLine>,
}

/// The name of a channel.
#[must_use]
pub const fn channel_key(channel: Channel) -> &'static str {
    match channel {
        Channel::Letter => "channel-letter",
        Channel::Email => "channel-email",
        Channel::Imported => "channel-imported",
    }
}

/// A number as people read it.
#[must_use]
pub fn number(number: i64) -> String {
    group_thousands(number.unsigned_abs())
}

fn row(tr: Translator<'_>, codes: &CodesOf) -> Row {
    let used = match codes.used {
        Turnout::Exactly(used) => number(used),
        Turnout::AtLeast(0) => tr.text("codes-fewer-than-ten"),
        Turnout::AtLeast(used) => tr.message(&Message::new("codes-at-least").with("n", number(used))),
    };
    Row { wijk: codes.wijk.clone(), channel: tr.text(channel_key(codes.channel)), valid: number(codes.valid), used, revoked: number(codes.revoked) }
}

impl CodesPage {
    fn new(tr: Translator<'_>, overview: &Overview, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "codes", values, errors);
        let round = &overview.round;
        Self {
            round_name: round.name.clone(),
            href: format!("/werk/rondes/{}/stemcodes", round.id),
            count_href: format!("/werk/rondes/{}/tellen", round.id),
            open: overview.open,
            rows: overview.codes.iter().map(|codes| row(tr, codes)).collect(),
            wijk: form.choice("wijk", overview.wijken.iter().map(|(id, name)| (id.to_string(), name.clone()))),
            count: form.field("count").kind("text", Some("off")).inputmode("numeric").max(7),
            errors: form.summary(),
        }
    }
}

impl Page for CodesPage {
    const TEMPLATE: &'static str = "pages/codes";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("codes-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("codes-crumb", self.href.clone())]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = super::ballot::sample_round(Template::TopTen.rules());
        let codes = |channel, used| CodesOf { wijk: "De Wijert".into(), channel, valid: 4_100, used, revoked: 2 };
        let all = vec![
            codes(Channel::Letter, Turnout::AtLeast(120)),
            codes(Channel::Email, Turnout::AtLeast(0)),
            codes(Channel::Imported, Turnout::Exactly(812)),
        ];
        let wijken = vec![(WijkId(1), "De Wijert".to_owned())];
        let open = Overview { round, wijken, codes: all, open: true };
        let closed = Overview { codes: Vec::new(), open: false, ..open.clone() };
        let errors = [FieldError::new("count", Message::new("error-codes-count").with("max", MOST_CODES))];
        vec![Self::new(tr, &open, &Values::new(), &errors), Self::new(tr, &closed, &Values::new(), &[])]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>) -> Result<HttpResponse> {
    shown(&context, &visit, StatusCode::OK, *id, &Values::new(), &[]).await
}

async fn shown(context: &Context, visit: &Visit, status: StatusCode, id: RoundId, values: &Values, errors: &[FieldError]) -> Result<HttpResponse> {
    let overview = codes::overview(context, &visit.actor, id).await?;
    page_with(context, visit, status, &CodesPage::new(context.views.translator(visit.language), &overview, values, errors))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    wijk: String,
    count: String,
}

async fn make(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, form: Posted<Wanted>) -> Result<HttpResponse> {
    let wijk = form.0.wijk.parse().unwrap_or(WijkId(0));
    let count = form.0.count.trim().replace('.', "").parse().unwrap_or(0);
    let batch = match codes::make_batch(&context, &visit.actor, *id, wijk, count).await {
        Ok(batch) => batch,
        Err(Error::Invalid(errors)) => {
            let values = Values::from([("wijk".into(), form.0.wijk), ("count".into(), form.0.count)]);
            return shown(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, *id, &values, &errors).await;
        }
        Err(error) => return Err(error),
    };
    let name = format!("attachment; filename=\"stemcodes-{}-{}.csv\"", batch.round.slug, batch.codes.len());
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(codes::csv(&context, &batch)?))
}
