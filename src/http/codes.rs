//! Stemcodes for staff: the overview and a new batch, which is handed over once.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::forms::Posted;
use super::letters::LettersPage;
use super::respond::{page, page_with, see_with};
use super::routes::Routes;
use super::visit::Visit;
use crate::app::Context;
use crate::app::codes::{self, CodesOf, MOST_CODES, NewBatch, Overview, Turnout};
use crate::app::letters::{self, Addresses, MOST_ON_A_PAGE};
use crate::domain::ids::{BatchId, RoundId, WijkId};
use crate::domain::money::group_thousands;
use crate::domain::outcome::Channel;
use crate::domain::person::REVIEWERS;
use crate::domain::rules::Template;
use crate::domain::time::{Language, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::storage::roll::{Batch, BatchRow};
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/werk/rondes/{id:[0-9]+}/stemcodes", Access::Roles(REVIEWERS), show)
        .post("/werk/rondes/{id:[0-9]+}/stemcodes", Access::Roles(REVIEWERS), make)
        .post("/werk/rondes/{id:[0-9]+}/stemcodes/intrekken", Access::Roles(REVIEWERS), revoke)
}

#[derive(Debug, Serialize)]
struct Row {
    wijk: String,
    channel: String,
    valid: String,
    used: String,
    revoked: String,
}

/// A batch of letters.
#[derive(Debug, Serialize)]
struct BatchShown {
    name: String,
    codes: String,
    revoked: String,
}

/// What comes out of making codes.
const OUTPUTS: [&str; 4] = ["csv", "nl", "en", "nl-en"];

/// The codes of a round.
#[derive(Debug, Serialize)]
pub struct CodesPage {
    round_name: String,
    href: String,
    count_href: String,
    rehearsal_href: String,
    lost_href: String,
    paper_href: String,
    open: bool,
    rows: Vec<Row>,
    batches: Vec<BatchShown>,
    wijk: Field,
    count: Field,
    addresses: Field,
    output: Field,
    soort: Field,
    batch: Field,
    reason: Field,
    errors: Vec<SummaryLine>,
}

/// The name of a channel.
#[must_use]
pub const fn channel_key(channel: Channel) -> &'static str {
    match channel {
        Channel::Letter => "channel-letter",
        Channel::Email => "channel-email",
        Channel::Paper => "channel-paper",
        Channel::Meeting => "channel-meeting",
        Channel::Table => "channel-table",
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
        let wijk = |id: WijkId| overview.wijken.iter().find(|(wijk, _)| *wijk == id).map_or("", |(_, name)| name);
        let name = |row: &BatchRow| {
            let made = long_time(row.made_at, tr.language);
            tr.message(&Message::new("codes-batch-name").with("n", row.id).with("wijk", wijk(row.batch.wijk)).with("made", made))
        };
        let shown = |row: &BatchRow| BatchShown { name: name(row), codes: number(row.codes), revoked: number(row.revoked) };
        let outputs = OUTPUTS.map(|output| (output.to_owned(), tr.text(&format!("codes-output-{output}"))));
        Self {
            batches: overview.batches.iter().map(shown).collect(),
            addresses: form.field("addresses").rows(6).optional(),
            output: form.choice("output", outputs),
            soort: form
                .choice("soort", [("", "codes-for-letters"), (MEETING, "codes-for-meeting")].map(|(kind, key)| (kind.to_owned(), tr.text(key)))),
            batch: form.choice("batch", overview.batches.iter().filter(|row| row.codes > row.revoked).map(|row| (row.id.to_string(), name(row)))),
            reason: form.field("reason").max(300),
            round_name: round.name.clone(),
            href: format!("/werk/rondes/{}/stemcodes", round.id),
            count_href: format!("/werk/rondes/{}/tellen", round.id),
            rehearsal_href: format!("/werk/rondes/{}/repetitie", round.id),
            lost_href: format!("/werk/rondes/{}/brief", round.id),
            paper_href: format!("/werk/rondes/{}/papier", round.id),
            open: overview.open,
            rows: overview.codes.iter().map(|codes| row(tr, codes)).collect(),
            wijk: form.choice("wijk", overview.wijken.iter().map(|(id, name)| (id.to_string(), name.clone()))),
            count: form.field("count").kind("text", Some("off")).inputmode("numeric").max(7).optional(),
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
        let place = Batch { round: round.id, wijk: WijkId(1), channel: Channel::Letter };
        let made_at = super::ballot::sample_booth().window.starts;
        let batches = vec![BatchRow { id: BatchId(7), batch: place, made_at, codes: 4_100, revoked: 2 }];
        let open = Overview { round, wijken, codes: all, batches, open: true };
        let closed = Overview { codes: Vec::new(), batches: Vec::new(), open: false, ..open.clone() };
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
    #[serde(default)]
    count: String,
    #[serde(default)]
    addresses: String,
    #[serde(default)]
    output: String,
    #[serde(default)]
    soort: String,
}

/// The kind of batch that is handed out at a meeting.
const MEETING: &str = "bijeenkomst";

async fn made_for(context: &Context, visit: &Visit, round: RoundId, wijk: WijkId, count: u32, kind: &str) -> Result<NewBatch> {
    match kind {
        MEETING => codes::make_for_meeting(context, &visit.actor, round, wijk, count).await,
        _ => codes::make_batch(context, &visit.actor, round, wijk, count).await,
    }
}

/// How many letters, with their addresses when there are any.
fn wanted(form: &Wanted) -> Result<(u32, Addresses)> {
    let addresses = if form.addresses.trim().is_empty() { Addresses::default() } else { Addresses::parse(&form.addresses)? };
    let typed = form.count.trim().replace('.', "").parse().unwrap_or(0);
    let count = if addresses.rows.is_empty() { typed } else { u32::try_from(addresses.rows.len()).unwrap_or(0) };
    let page = form.output != "csv" && !form.output.is_empty();
    if page && usize::try_from(count).is_ok_and(|count| count > MOST_ON_A_PAGE) {
        return Err(Error::Invalid(vec![FieldError::new("output", Message::new("error-letters-many").with("max", MOST_ON_A_PAGE))]));
    }
    Ok((count, addresses))
}

async fn make(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, form: Posted<Wanted>) -> Result<HttpResponse> {
    let form = form.0;
    let wijk = form.wijk.parse().unwrap_or(WijkId(0));
    let made = match wanted(&form) {
        Ok((count, addresses)) => made_for(&context, &visit, *id, wijk, count, &form.soort).await.map(|batch| (batch, addresses)),
        Err(error) => Err(error),
    };
    let (batch, addresses) = match made {
        Ok(made) => made,
        Err(Error::Invalid(errors)) => {
            let values = [("wijk", form.wijk), ("count", form.count), ("addresses", form.addresses), ("output", form.output), ("soort", form.soort)];
            let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            return shown(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, *id, &values, &errors).await;
        }
        Err(error) => return Err(error),
    };
    let languages: &[Language] = match form.output.as_str() {
        "nl" => &[Language::Nl],
        "en" => &[Language::En],
        "nl-en" => &[Language::Nl, Language::En],
        _ => return file(&context, &batch, &addresses),
    };
    page(&context, &visit, &LettersPage::new(&context, &batch, &addresses, languages)?)
}

fn file(context: &Context, batch: &NewBatch, addresses: &Addresses) -> Result<HttpResponse> {
    let name = format!("attachment; filename=\"stemcodes-{}-{}.csv\"", batch.round.slug, batch.codes.len());
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(letters::csv(context, batch, addresses)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TakenBack {
    batch: String,
    reason: String,
}

async fn revoke(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, form: Posted<TakenBack>) -> Result<HttpResponse> {
    let form = form.0;
    let batch = form.batch.parse().unwrap_or(BatchId(0));
    match codes::revoke_batch(&context, &visit.actor, *id, batch, &form.reason).await {
        Ok(()) => Ok(see_with(&context, &format!("/werk/rondes/{}/stemcodes", *id), "ok", "flash-codes-revoked")),
        Err(Error::Invalid(errors)) => {
            let values = Values::from([("batch".to_owned(), form.batch), ("reason".to_owned(), form.reason)]);
            shown(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, *id, &values, &errors).await
        }
        Err(error) => Err(error),
    }
}
