//! Receipts: the page where anybody checks that a ballot is in the box, and the signed list.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::booth::crumbs;
use super::codes::{channel_key, number};
use super::forms::Posted;
use super::respond::page_with;
use super::routes::Routes;
use super::visit::Visit;
use crate::app::Context;
use crate::app::count::turnout::Cell;
use crate::app::receipts::{self, Checking, Found, OfChannel, OfWijk, Receipt, Statement};
use crate::domain::outcome::Channel;
use crate::domain::rules::Template;
use crate::domain::time::long_time;
use crate::domain::tracker::Tracker;
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::secrets::hex;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::round::Fact;
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/rondes/{slug}/controle", Access::Anyone, show).post("/rondes/{slug}/controle", Access::Anyone, check).get(
        "/rondes/{slug}/stembus.json",
        Access::Public,
        list,
    )
}

/// A receipt as pages show it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ReceiptShown {
    tracker: String,
    signature: String,
    public_key: String,
}

impl From<&Receipt> for ReceiptShown {
    fn from(receipt: &Receipt) -> Self {
        Self { tracker: receipt.tracker.to_string(), signature: receipt.signature.clone(), public_key: receipt.public_key.clone() }
    }
}

impl ReceiptShown {
    /// An invented receipt for samples.
    pub(super) fn sample() -> Self {
        Self { tracker: "7KQ4-M2XH-9TRB-3FZC".into(), signature: "5e".repeat(64), public_key: "c4".repeat(32) }
    }
}

/// The page for checking.
#[derive(Debug, Serialize)]
pub struct CheckPage {
    round_name: String,
    href: String,
    begun: bool,
    closed: bool,
    tracker: Field,
    /// `box`, `list`, `nowhere`, or empty when nothing was asked.
    found: &'static str,
    asked: String,
    facts: Vec<Fact>,
    proof: Vec<Fact>,
    head: String,
    errors: Vec<SummaryLine>,
    #[serde(skip)]
    slug: String,
}

impl CheckPage {
    fn new(tr: Translator<'_>, checking: &Checking, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "controle", values, errors);
        let round = &checking.round;
        let found = match checking.asked {
            Some((_, Found::InBox)) => "box",
            Some((_, Found::InList)) => "list",
            Some((_, Found::Nowhere)) => "nowhere",
            None => "",
        };
        let (seq, hash) = &checking.head;
        let closed = checking.closed.as_ref();
        Self {
            round_name: round.name.clone(),
            href: format!("/rondes/{}", round.slug),
            begun: checking.begun,
            closed: closed.is_some(),
            tracker: form.field("tracker").kind("text", Some("off")).max(40),
            found,
            asked: checking.asked.map_or_else(String::new, |(tracker, _)| tracker.to_string()),
            facts: closed.map(|(statement, _)| facts(tr, statement)).unwrap_or_default(),
            proof: closed.map(|(statement, signature)| proof(tr, statement, signature)).unwrap_or_default(),
            head: tr.message(&Message::new("controle-head").with("n", number(*seq)).with("hash", hex(hash))),
            errors: form.summary(),
            slug: round.slug.clone(),
        }
    }
}

/// A name with a value.
pub(super) fn fact(tr: Translator<'_>, key: &'static str, value: String) -> Fact {
    Fact { key: tr.text(key), value, href: None }
}

/// The numbers of a closed box.
pub(super) fn facts(tr: Translator<'_>, statement: &Statement) -> Vec<Fact> {
    let cell = |cell: Cell| cell.map_or_else(|| tr.text("controle-hidden"), number);
    let mut all = vec![
        fact(tr, "controle-closed-at", long_time(statement.closed_at, tr.language)),
        fact(tr, "controle-issued", number(statement.issued)),
        fact(tr, "controle-replaced", number(statement.replaced)),
        fact(tr, "controle-used", number(statement.used)),
        fact(tr, "controle-ballots", number(statement.ballots)),
    ];
    let wijk = |of: &OfWijk| Fact { key: tr.message(&Message::new("controle-from").with("name", &of.wijk)), value: cell(of.ballots), href: None };
    all.extend(statement.wijken.iter().map(wijk));
    let channel = |of: &OfChannel| Fact {
        key: tr.message(&Message::new("controle-by").with("name", tr.text(channel_key(of.channel)))),
        value: cell(of.ballots),
        href: None,
    };
    all.extend(statement.channels.iter().map(channel));
    all
}

/// What proves the list of a closed box.
pub(super) fn proof(tr: Translator<'_>, statement: &Statement, signature: &str) -> Vec<Fact> {
    vec![
        fact(tr, "controle-root", statement.root.clone()),
        fact(tr, "controle-signature", signature.to_owned()),
        fact(tr, "controle-key", statement.signing_key.clone()),
        fact(tr, "controle-ballot-hash", statement.ballot_hash.clone()),
    ]
}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "pages/receipt_check";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("controle-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut crumbs = crumbs(&self.round_name, &self.slug);
        crumbs.push(Crumb::text("controle-crumb", format!("{}/controle", self.href)));
        crumbs
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = super::ballot::sample_round(Template::TopTen.rules());
        let statement = sample_statement();
        let open = Checking { round, begun: true, closed: None, asked: None, head: (42, vec![0x9c; 32]) };
        let asked = Tracker::from_bytes(&[7; 10]);
        let answer = |found, closed| Checking { asked: asked.map(|tracker| (tracker, found)), closed, ..open.clone() };
        let signed = || Some((statement.clone(), "5e".repeat(64)));
        let errors = [FieldError::new("tracker", Message::new("error-tracker"))];
        vec![
            Self::new(tr, &open, &Values::from([("tracker".into(), "7KQ".into())]), &errors),
            Self::new(tr, &Checking { begun: false, ..open.clone() }, &Values::new(), &[]),
            Self::new(tr, &answer(Found::InBox, None), &Values::new(), &[]),
            Self::new(tr, &answer(Found::InList, signed()), &Values::new(), &[]),
            Self::new(tr, &answer(Found::Nowhere, signed()), &Values::new(), &[]),
        ]
    }
}

/// An invented statement for samples.
pub(super) fn sample_statement() -> Statement {
    Statement {
        format: receipts::FORMAT.into(),
        round: "wijkdeal-zuid".into(),
        closed_at: super::ballot::sample_booth().window.ends,
        ballot_hash: "0a".repeat(32),
        counting_key: "1b".repeat(32),
        signing_key: "c4".repeat(32),
        ballots: 812,
        root: "77".repeat(32),
        issued: 4_100,
        replaced: 2,
        used: 812,
        wijken: vec![OfWijk { wijk: "De Wijert <noord>".into(), ballots: Some(812) }],
        channels: vec![OfChannel { channel: Channel::Letter, ballots: None }, OfChannel { channel: Channel::Email, ballots: None }],
        lot_commitment: "3d".repeat(32),
        event: 41,
        event_hash: "9c".repeat(32),
    }
}

async fn show(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let checking = receipts::check(&context, slug.into_inner(), None).await?;
    page_with(&context, &visit, StatusCode::OK, &CheckPage::new(context.views.translator(visit.language), &checking, &Values::new(), &[]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    tracker: String,
}

async fn check(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, form: Posted<Asked>) -> Result<HttpResponse> {
    let typed = form.0.tracker;
    let asked = Tracker::parse(&typed);
    let checking = receipts::check(&context, slug.into_inner(), asked).await?;
    let tr = context.views.translator(visit.language);
    let values = Values::from([("tracker".to_owned(), typed)]);
    let (status, errors) = match asked {
        Some(_) => (StatusCode::OK, Vec::new()),
        None => (StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::new("tracker", Message::new("error-tracker"))]),
    };
    page_with(&context, &visit, status, &CheckPage::new(tr, &checking, &values, &errors))
}

async fn list(context: web::Data<Context>, slug: web::Path<String>) -> Result<HttpResponse> {
    let (round, list) = receipts::list(&context, slug.into_inner()).await?;
    let name = format!("attachment; filename=\"{}-stembus.json\"", round.slug);
    let body = serde_json::to_vec(&list).map_err(Error::internal)?;
    Ok(HttpResponse::Ok().content_type("application/json").insert_header((header::CONTENT_DISPOSITION, name)).body(body))
}
