//! The booth: coming in with a stemcode, asking for one by e-mail, and leaving without a trace.

use actix_web::cookie::time::Duration;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::forms::Posted;
use super::limits::Rule;
use super::receipt::ReceiptShown;
use super::respond::{page, page_with, see, see_with};
use super::routes::Routes;
use super::sign_in::Nothing;
use super::tablet;
use super::visit::{Visit, cookie, cookie_value};
use crate::app::count::holders::NEEDED;
use crate::app::receipts::{self, Receipt};
use crate::app::voting::tablet::MINUTES;
use crate::app::voting::{self, BOOTH_MINUTES, Booth, Ticket};
use crate::app::{Context, codes};
use crate::domain::code::{CodeError, LENGTH, Stemcode};
use crate::domain::ids::WijkId;
use crate::domain::rules::{BallotForm, Rules};
use crate::domain::text::Email;
use crate::domain::time::long_time;
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/rondes/{slug}/stemmen", Access::Anyone, show)
        .post("/rondes/{slug}/stemmen", Access::Anyone, enter)
        .get("/rondes/{slug}/stemcode", Access::Anyone, ask)
        .post("/rondes/{slug}/stemcode", Access::Anyone, asked)
        .get("/rondes/{slug}/stemmen/klaar", Access::Anyone, left)
        .post("/rondes/{slug}/stemmen/klaar", Access::Anyone, leave)
}

const COOKIE: &str = "stemhokje";

/// The ticket of this browser for this round, when its booth is open.
#[must_use]
pub fn ticket(context: &Context, request: &HttpRequest, booth: &Booth) -> Option<Ticket> {
    open_ticket(context, request).filter(|ticket| ticket.round == booth.round.id)
}

/// The same for who casts: without reading the round, of which the ballot is known.
///
/// # Errors
/// When the database fails.
pub async fn voter(context: &Context, request: &HttpRequest, slug: &str) -> Result<Option<Ticket>> {
    let Some(ticket) = open_ticket(context, request) else { return Ok(None) };
    let frozen = voting::frozen_ballot(context, ticket.round).await?;
    Ok(Some(ticket).filter(|_| frozen.slug == slug))
}

fn open_ticket(context: &Context, request: &HttpRequest) -> Option<Ticket> {
    Ticket::open(context, &cookie_value(context, request, COOKIE)?)
}

/// The answer with the cookie that keeps the booth open.
///
/// # Errors
/// When the cookie cannot be made.
pub fn keep_open(context: &Context, request: &HttpRequest, ticket: &Ticket, mut answer: HttpResponse) -> Result<HttpResponse> {
    let minutes = if tablet::is_shared(context, request, ticket.round) { MINUTES } else { BOOTH_MINUTES };
    let fresh = Ticket::lasting(ticket.round, ticket.code.clone(), context.now(), minutes);
    let value = cookie(context, COOKIE, fresh.sealed(context)?, Duration::minutes(minutes));
    answer.add_cookie(&value).map_err(Error::internal)?;
    Ok(answer)
}

/// The answer that closes the booth in this browser.
///
/// # Errors
/// When the cookie cannot be made.
pub(super) fn shut(context: &Context, mut answer: HttpResponse) -> Result<HttpResponse> {
    answer.add_cookie(&cookie(context, COOKIE, String::new(), Duration::ZERO)).map_err(Error::internal)?;
    Ok(answer)
}

/// The way to a page of the vote.
pub(super) fn crumbs(name: &str, slug: &str) -> Vec<Crumb> {
    vec![
        Crumb::text("nav-home", "/"),
        Crumb::text("nav-rounds", "/rondes"),
        Crumb::name(name, format!("/rondes/{slug}")),
        Crumb::text("booth-crumb", format!("/rondes/{slug}/stemmen")),
    ]
}

/// What may be chosen, in a sentence.
pub(super) fn how_many(rules: &Rules, plans: Option<usize>, budget: &str) -> Message {
    let plans = plans.unwrap_or_default();
    match &rules.ballot {
        BallotForm::Choose { min, max } if min == max => Message::new("ballot-how-exactly").with("max", max).with("plans", plans),
        BallotForm::Choose { min, max } => Message::new("ballot-how-choose").with("min", min).with("max", max).with("plans", plans),
        BallotForm::ChoosePerTheme { max } => Message::new("ballot-how-theme").with("max", max).with("plans", plans),
        BallotForm::FillBudget => Message::new("ballot-how-budget").with("budget", budget).with("plans", plans),
        BallotForm::Points { total, max } => Message::new("ballot-how-points").with("total", total).with("max", max).with("plans", plans),
        BallotForm::Ranking { points } => Message::new("ballot-how-ranking").with("max", points.len()).with("plans", plans),
    }
}

/// What this browser is.
#[derive(Debug, Default, Clone, Copy)]
struct Here {
    /// It has a booth open.
    inside: bool,
    /// It is a shared tablet.
    shared: bool,
}

/// Where a code is typed.
#[derive(Debug, Serialize)]
pub struct BoothPage {
    round_name: String,
    href: String,
    lead: String,
    how: String,
    min_age: u8,
    wijken: String,
    /// Votes are taken now.
    open: bool,
    letter: bool,
    email: bool,
    /// Key holders; none when one key file opens the box.
    holders: Option<usize>,
    /// This browser has a booth open.
    inside: bool,
    /// This browser is a tablet on which one voter votes after another.
    shared: bool,
    code: Field,
    errors: Vec<SummaryLine>,
    #[serde(skip)]
    slug: String,
}

impl BoothPage {
    fn new(tr: Translator<'_>, booth: &Booth, here: Here, typed: &str, errors: &[FieldError], now_over: bool) -> Self {
        let values = Values::from([("code".to_owned(), typed.to_owned())]);
        let form = Form::new(tr, "booth", &values, errors);
        let (starts, ends) = (long_time(booth.window.starts, tr.language), long_time(booth.window.ends, tr.language));
        let lead = match (booth.open, now_over) {
            (true, _) => Message::new("booth-open").with("ends", ends),
            (false, true) => Message::new("booth-over").with("ends", ends),
            (false, false) => Message::new("booth-not-yet").with("starts", starts).with("ends", ends),
        };
        let rules = &booth.round.rules;
        let names: Vec<&str> = booth.wijken.iter().map(|(_, name)| name.as_str()).collect();
        Self {
            round_name: booth.round.name.clone(),
            href: format!("/rondes/{}", booth.round.slug),
            lead: tr.message(&lead),
            how: tr.message(&how_many(rules, None, &booth.round.amount().to_string())),
            min_age: rules.min_age_vote,
            wijken: names.join(", "),
            open: booth.open,
            letter: rules.entrances.letter,
            email: rules.entrances.email,
            holders: Some(booth.holders).filter(|holders| *holders >= NEEDED),
            inside: here.inside,
            shared: here.shared,
            code: form.field("code").kind("text", Some("off")).max(40),
            errors: form.summary(),
            slug: booth.round.slug.clone(),
        }
    }
}

impl Page for BoothPage {
    const TEMPLATE: &'static str = "pages/booth";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("booth-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.round_name, &self.slug)
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let booth = super::ballot::sample_booth();
        let errors = [FieldError::new("code", Message::new("error-code-check"))];
        let mut by_mail = booth.clone();
        by_mail.round.rules.entrances.email = true;
        let closed = Booth { open: false, holders: 3, ..booth.clone() };
        vec![
            Self::new(tr, &booth, Here::default(), "", &[], false),
            Self::new(tr, &by_mail, Here { inside: true, shared: false }, "7KQ4", &errors, false),
            Self::new(tr, &by_mail, Here { inside: false, shared: true }, "", &[], false),
            Self::new(tr, &closed, Here::default(), "", &[], false),
            Self::new(tr, &closed, Here::default(), "", &[], true),
        ]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, request: HttpRequest, slug: web::Path<String>) -> Result<HttpResponse> {
    let booth = voting::booth(&context, slug.into_inner()).await?;
    let shared = tablet::shared(&context, &request, booth.round.id);
    if shared.is_some_and(|shared| shared.tablet.is_some()) {
        return Ok(see(&format!("/rondes/{}/tablet", booth.round.slug)));
    }
    let here = Here { inside: ticket(&context, &request, &booth).is_some(), shared: shared.is_some() };
    booth_page(&context, &visit, StatusCode::OK, &booth, here, "", &[])
}

fn booth_page(
    context: &Context,
    visit: &Visit,
    status: StatusCode,
    booth: &Booth,
    here: Here,
    typed: &str,
    errors: &[FieldError],
) -> Result<HttpResponse> {
    let tr = context.views.translator(visit.language);
    let over = booth.window.ends <= context.now();
    page_with(context, visit, status, &BoothPage::new(tr, booth, here, typed, errors, over))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    code: String,
}

async fn enter(
    context: web::Data<Context>,
    visit: Visit,
    request: HttpRequest,
    slug: web::Path<String>,
    form: Posted<Typed>,
) -> Result<HttpResponse> {
    let booth = voting::booth(&context, slug.into_inner()).await?;
    let typed = form.0.code;
    let here = Here { inside: false, shared: tablet::is_shared(&context, &request, booth.round.id) };
    let again = |message: Message| {
        let errors = [FieldError::new("code", message)];
        booth_page(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &booth, here, &typed, &errors)
    };
    // A typing error is seen by the check symbol: it reaches neither the database nor a limit.
    let code = match Stemcode::parse(&typed) {
        Ok(code) => code,
        Err(error) => return again(mistyped(error)),
    };
    match voting::enter(&context, booth.round.id, &code, visit.language).await {
        Ok(Some(ticket)) => keep_open(&context, &request, &ticket, see(&format!("/rondes/{}/stembiljet", booth.round.slug))),
        Ok(None) => {
            // Only codes that look right and do not exist count. A code that exists has passed above.
            context.limits.count(Rule::WrongStemcode, visit.address)?;
            again(Message::new("error-code-unknown"))
        }
        Err(Error::Invalid(errors)) => booth_page(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &booth, here, &typed, &errors),
        Err(error) => Err(error),
    }
}

fn mistyped(error: CodeError) -> Message {
    match error {
        CodeError::Empty => Message::new("error-code-empty"),
        CodeError::Length(length) => Message::new("error-code-length").with("length", length).with("wanted", LENGTH),
        CodeError::Symbol(symbol) => Message::new("error-code-symbol").with("symbol", symbol),
        CodeError::Check => Message::new("error-code-check"),
    }
}

/// Closes the booth and shows the receipt, once: it is on this page and nowhere else.
async fn leave(context: web::Data<Context>, visit: Visit, request: HttpRequest, slug: web::Path<String>, _: Posted<Nothing>) -> Result<HttpResponse> {
    let booth = voting::booth(&context, slug.into_inner()).await?;
    let receipt = match ticket(&context, &request, &booth) {
        Some(ticket) => receipts::receipt(&context, &ticket).await?,
        None => None,
    };
    let shown = LeftPage::new(&context, &visit, &booth, receipt.as_ref());
    let mut answer = page(&context, &visit, &shown)?;
    if tablet::is_shared(&context, &request, booth.round.id) {
        tablet::restarts(&mut answer, &booth.round.slug)?;
    }
    // Browsers that know this header drop what they kept of the pages; others never kept them.
    answer
        .headers_mut()
        .insert(actix_web::http::header::HeaderName::from_static("clear-site-data"), actix_web::http::header::HeaderValue::from_static("\"cache\""));
    shut(&context, answer)
}

/// The end: nothing of the voter is left in this browser, but the receipt on the screen.
#[derive(Debug, Serialize)]
pub struct LeftPage {
    round_name: String,
    until: String,
    href: String,
    /// Where the receipt can be checked.
    check: String,
    receipt: Option<ReceiptShown>,
    #[serde(skip)]
    slug: String,
}

impl LeftPage {
    fn new(context: &Context, visit: &Visit, booth: &Booth, receipt: Option<&Receipt>) -> Self {
        Self {
            round_name: booth.round.name.clone(),
            until: long_time(booth.window.ends, visit.language),
            href: format!("/rondes/{}/stemmen", booth.round.slug),
            check: context.url(&format!("/rondes/{}/controle", booth.round.slug)),
            receipt: receipt.map(ReceiptShown::from),
            slug: booth.round.slug.clone(),
        }
    }
}

impl Page for LeftPage {
    const TEMPLATE: &'static str = "pages/booth_left";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("booth-left-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.round_name, &self.slug)
    }

    fn samples(_: Translator<'_>) -> Vec<Self> {
        let page = |receipt| Self {
            round_name: "Wijkdeal De Wijert".into(),
            until: "30 november 2027, 20.00 uur".into(),
            href: "/rondes/de-wijert-2027/stemmen".into(),
            check: "https://wijkdeal.example/rondes/de-wijert-2027/controle".into(),
            receipt,
            slug: "de-wijert-2027".into(),
        };
        vec![page(None), page(Some(ReceiptShown::sample()))]
    }
}

async fn left(context: web::Data<Context>, visit: Visit, request: HttpRequest, slug: web::Path<String>) -> Result<HttpResponse> {
    let booth = voting::booth(&context, slug.into_inner()).await?;
    let mut answer = page(&context, &visit, &LeftPage::new(&context, &visit, &booth, None))?;
    if tablet::is_shared(&context, &request, booth.round.id) {
        tablet::restarts(&mut answer, &booth.round.slug)?;
    }
    shut(&context, answer)
}

/// Where a code by e-mail is asked for.
#[derive(Debug, Serialize)]
pub struct AskPage {
    round_name: String,
    action: String,
    wijk: Field,
    email: Field,
    eligible: Field,
    errors: Vec<SummaryLine>,
    #[serde(skip)]
    slug: String,
}

impl AskPage {
    fn new(tr: Translator<'_>, booth: &Booth, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "stemcode", values, errors);
        let names: Vec<&str> = booth.wijken.iter().map(|(_, name)| name.as_str()).collect();
        let declares = Message::new("stemcode-declare").with("wijken", names.join(", ")).with("age", booth.round.rules.min_age_vote);
        let mut eligible = form.field("eligible");
        eligible.label = tr.message(&declares);
        Self {
            round_name: booth.round.name.clone(),
            action: format!("/rondes/{}/stemcode", booth.round.slug),
            wijk: form.choice("wijk", booth.wijken.iter().map(|(id, name)| (id.to_string(), name.clone()))),
            email: form.field("email").kind("email", Some("email")).max(254),
            eligible,
            errors: form.summary(),
            slug: booth.round.slug.clone(),
        }
    }
}

impl Page for AskPage {
    const TEMPLATE: &'static str = "pages/booth_ask";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("stemcode-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut crumbs = crumbs(&self.round_name, &self.slug);
        crumbs.push(Crumb::text("stemcode-title", self.action.clone()));
        crumbs
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let booth = super::ballot::sample_booth();
        let errors = [FieldError::new("email", Message::new("error-email")), FieldError::new("eligible", Message::new("error-not-declared"))];
        vec![Self::new(tr, &booth, &Values::new(), &[]), Self::new(tr, &booth, &Values::from([("email".into(), "jo".into())]), &errors)]
    }
}

/// The same page for every address: what happened is in the mail.
#[derive(Debug, Serialize)]
pub struct AskedPage {
    round_name: String,
    #[serde(skip)]
    slug: String,
}

impl Page for AskedPage {
    const TEMPLATE: &'static str = "pages/booth_asked";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("stemcode-sent-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.round_name, &self.slug)
    }

    fn samples(_: Translator<'_>) -> Vec<Self> {
        vec![Self { round_name: "Goed idee in Selwerd".into(), slug: "selwerd".into() }]
    }
}

async fn ask(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let booth = by_email(&context, slug.into_inner()).await?;
    if !booth.open {
        return Ok(see(&format!("/rondes/{}/stemmen", booth.round.slug)));
    }
    page(&context, &visit, &AskPage::new(context.views.translator(visit.language), &booth, &Values::new(), &[]))
}

async fn by_email(context: &Context, slug: String) -> Result<Booth> {
    let booth = voting::booth(context, slug).await?;
    if booth.round.rules.entrances.email { Ok(booth) } else { Err(Error::NotFound) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    email: String,
    #[serde(default)]
    wijk: String,
    #[serde(default)]
    eligible: String,
}

async fn asked(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, form: Posted<Asked>) -> Result<HttpResponse> {
    let booth = by_email(&context, slug.into_inner()).await?;
    let form = form.0;
    let (email, only) = (Email::parse(&form.email), booth.wijken.first().filter(|_| booth.wijken.len() == 1));
    let wijk = only.map(|(id, _)| *id).or_else(|| form.wijk.parse::<WijkId>().ok());
    let mut errors = Vec::new();
    if wijk.is_none_or(|wijk| booth.wijken.iter().all(|(id, _)| *id != wijk)) {
        errors.push(FieldError::new("wijk", Message::new("error-choose")));
    }
    if email.is_err() {
        errors.push(FieldError::new("email", Message::new("error-email")));
    }
    if form.eligible != "ja" {
        errors.push(FieldError::new("eligible", Message::new("error-not-declared")));
    }
    let (Ok(email), Some(wijk), true) = (email, wijk, errors.is_empty()) else {
        let values = Values::from([("email".into(), form.email), ("wijk".into(), form.wijk), ("eligible".into(), form.eligible)]);
        let shown = AskPage::new(context.views.translator(visit.language), &booth, &values, &errors);
        return page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown);
    };
    context.limits.count(Rule::StemcodeMail, visit.address)?;
    codes::send_code(&context, booth.round.id, wijk, email, visit.language).await?;
    page(&context, &visit, &AskedPage { round_name: booth.round.name, slug: booth.round.slug })
}

/// Back to the entrance, with a message that the booth had closed.
pub(super) fn outside(context: &Context, slug: &str) -> HttpResponse {
    see_with(context, &format!("/rondes/{slug}/stemmen"), "warning", "flash-booth-ended")
}
