//! The count, step by step: one page that says what was done, what comes next, and who does it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::how::lot_lines;
use super::ranking::{PotShown, pots_shown};
use super::samples;
use crate::app::count::again::{self, MAX_TEXT};
use crate::app::count::holders::Passphrase;
use crate::app::count::outcomes::{self, COUNTERS, Ceremony, Next};
use crate::app::staff::{self, Fresh};
use crate::app::{Context, count as counting};
use crate::domain::ids::{PersonId, RoundId};
use crate::domain::password;
use crate::domain::person::{REVIEWERS, Role};
use crate::domain::rules::Template;
use crate::domain::time::{Instant, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::limits::Rule;
use crate::http::respond::{page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::round::Fact;
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    const CONFIRM: Access = Access::Roles(&[Role::Wijkwethouder]);
    const PUBLISH: Access = Access::Roles(&[Role::Gebiedsmanager]);
    routes
        .get("/werk/rondes/{id:[0-9]+}/tellen", Access::Roles(COUNTERS), show)
        .post("/werk/rondes/{id:[0-9]+}/tellen", Access::Roles(REVIEWERS), count)
        .post("/werk/rondes/{id:[0-9]+}/tellen/loten", Access::Roles(REVIEWERS), draw)
        .post("/werk/rondes/{id:[0-9]+}/tellen/controleren", Access::Roles(REVIEWERS), check)
        .post("/werk/rondes/{id:[0-9]+}/tellen/vaststellen", CONFIRM, confirm)
        .post("/werk/rondes/{id:[0-9]+}/tellen/publiceren", PUBLISH, publish)
}

#[derive(Debug, Serialize)]
struct StepShown {
    label: String,
    dates: String,
    note: Option<String>,
    state: &'static str,
}

/// The steps of the count.
#[derive(Debug, Serialize)]
pub struct CountPage {
    round_name: String,
    round_id: String,
    href: String,
    codes_href: String,
    public_href: String,
    steps: Vec<StepShown>,
    /// `wait`, `count`, `draw`, `check`, `confirm`, `publish` or `done`.
    next: &'static str,
    mine: bool,
    who: String,
    action: String,
    note: Field,
    dice: Field,
    place: Field,
    /// The passphrases of two key holders, when they are needed: who, and what.
    keys: Vec<[Field; 2]>,
    /// The code of the app, when it was given too long ago.
    code: Option<Field>,
    /// Between which plans a lot must be drawn.
    lot_between: Option<String>,
    lot: Vec<Fact>,
    /// Why the ballots are counted again while an outcome is public.
    again: Option<String>,
    /// Where a plan is taken out.
    withdraw_href: Option<String>,
    summary: Option<String>,
    incomplete: String,
    /// Fewer people voted than the rules ask.
    advice: Option<String>,
    hash: String,
    pots: Vec<PotShown>,
    errors: Vec<SummaryLine>,
}

/// The field for the code of the app.
pub(super) fn code_field(form: &Form<'_>) -> Field {
    form.field("code").kind("text", Some("one-time-code")).inputmode("numeric").max(9)
}

/// Whose passphrase, and the passphrase.
fn key_fields(form: &Form<'_>, holders: &[(PersonId, String)], place: &str) -> [Field; 2] {
    let names = holders.iter().map(|(person, name)| (person.to_string(), name.clone()));
    let passphrase = form.field_as("passphrase", &format!("passphrase{place}")).kind("password", Some("off")).max(password::LONGEST);
    [form.choice_as("holder", &format!("holder{place}"), names), passphrase]
}

/// The passphrases that were typed.
fn passphrases(fields: &Fields) -> Vec<Passphrase> {
    let typed = |place: &str| {
        let person = fields.one(&format!("holder{place}")).parse().ok()?;
        Some(Passphrase { person, typed: fields.one(&format!("passphrase{place}")).to_owned() })
    };
    ["1", "2"].into_iter().filter_map(typed).collect()
}

const fn next_name(next: Next) -> &'static str {
    match next {
        Next::Wait => "wait",
        Next::Count => "count",
        Next::Draw => "draw",
        Next::Check => "check",
        Next::Confirm => "confirm",
        Next::Publish => "publish",
        Next::Done => "done",
    }
}

/// Who takes a step, and what it is called.
const fn keys(next: Next) -> (&'static str, &'static str) {
    match next {
        Next::Wait | Next::Count => ("count-step-count", "count-who-count"),
        Next::Draw => ("count-step-draw", "count-who-count"),
        Next::Check => ("count-step-check", "count-who-check"),
        Next::Confirm => ("count-step-confirm", "count-who-confirm"),
        Next::Publish | Next::Done => ("count-step-publish", "count-who-publish"),
    }
}

impl CountPage {
    fn new(tr: Translator<'_>, ceremony: &Ceremony, fresh: bool, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "count", values, errors);
        let href = format!("/werk/rondes/{}/tellen", ceremony.round.id);
        let action = match ceremony.next {
            Next::Draw => format!("{href}/loten"),
            Next::Check => format!("{href}/controleren"),
            Next::Confirm => format!("{href}/vaststellen"),
            Next::Publish => format!("{href}/publiceren"),
            Next::Wait | Next::Count | Next::Done => href.clone(),
        };
        let counted = ceremony.counted.as_ref();
        let summary = counted.map(|counted| {
            let turnout = &counted.turnout;
            tr.message(
                &Message::new("count-summary")
                    .with("ballots", turnout.ballots)
                    .with("plans", counted.told.plans().filter(|plan| plan.chosen).count()),
            )
        });
        let incomplete = counted.map_or(0, |counted| counted.turnout.incomplete);
        let lot = counted.and_then(|counted| counted.lot.as_ref()).map(|lot| lot_lines(tr, lot)).unwrap_or_default();
        let between = counted.filter(|counted| counted.needs_lot()).map(|counted| counted.told.lot_between.join("’, ‘"));
        let is_counted = !matches!(ceremony.next, Next::Wait | Next::Count);
        let again = counted.and_then(|counted| counted.row.why.as_ref()).filter(|_| ceremony.next != Next::Done);
        Self {
            round_name: ceremony.round.name.clone(),
            round_id: ceremony.round.id.to_string(),
            codes_href: format!("/werk/rondes/{}/stemcodes", ceremony.round.id),
            public_href: format!("/rondes/{}/uitslag", ceremony.round.slug),
            steps: steps(tr, ceremony),
            next: next_name(ceremony.next),
            mine: ceremony.mine && !matches!(ceremony.next, Next::Wait | Next::Done),
            who: tr.text(keys(ceremony.next).1),
            action,
            note: form.field("note").max(outcomes::MAX_NOTE).optional(),
            dice: form.field("dice").inputmode("numeric").max(200),
            place: form.field("place").max(MAX_TEXT),
            keys: if ceremony.holders.is_empty() { Vec::new() } else { ["1", "2"].map(|place| key_fields(&form, &ceremony.holders, place)).into() },
            code: (!fresh).then(|| code_field(&form)),
            lot_between: between.map(|plans| tr.message(&Message::new("count-lot-between").with("plans", format!("‘{plans}’")))),
            lot: lot.into_iter().map(|(key, value)| Fact { key, value, href: None }).collect(),
            again: again.map(|why| tr.message(&Message::new("count-again").with("why", why))),
            withdraw_href: (is_counted && ceremony.recounts).then(|| format!("{href}/afvallen")),
            summary,
            advice: counted.filter(|counted| counted.told.below_quorum).map(|_| tr.text("outcome-below-quorum")),
            incomplete: if incomplete > 0 { tr.message(&Message::new("count-incomplete").with("n", incomplete)) } else { String::new() },
            hash: counted.map_or_else(String::new, |counted| counted.row.input_hash.clone()),
            pots: counted.map_or_else(Vec::new, |counted| pots_shown(tr, &counted.told, None)),
            errors: form.summary(),
            href,
        }
    }
}

fn steps(tr: Translator<'_>, ceremony: &Ceremony) -> Vec<StepShown> {
    let row = ceremony.counted.as_ref().map(|counted| &counted.row);
    let names = ceremony.counted.as_ref().map(|counted| counted.names.clone()).unwrap_or_default();
    let [counter, checker, confirmer] = names;
    let lot = ceremony.counted.as_ref().and_then(|counted| counted.lot.as_ref());
    let draw = lot.map(|lot| (Next::Draw, lot.drawn.as_ref().map(|drawn| drawn.at), String::new()));
    let count = (Next::Count, row.map(|row| row.counted_at), counter);
    let later: [(Next, Option<Instant>, String); 3] = [
        (Next::Check, row.and_then(|row| row.checked_at), checker),
        (Next::Confirm, row.and_then(|row| row.confirmed_at), confirmer),
        (Next::Publish, row.and_then(|row| row.published_at), String::new()),
    ];
    std::iter::once(count)
        .chain(draw)
        .chain(later)
        .map(|(step, at, name)| {
            let (label, who) = keys(step);
            let state = match at {
                Some(_) => "done",
                None if ceremony.next == step => "current",
                None => "next",
            };
            let dates = at.map_or_else(|| tr.text(who), |at| long_time(at, tr.language));
            StepShown { label: tr.text(label), dates, note: Some(name).filter(|name| !name.is_empty()), state }
        })
        .collect()
}

impl Page for CountPage {
    const TEMPLATE: &'static str = "pages/count";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("count-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("count-crumb", self.href.clone())]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = crate::http::ballot::sample_round(Template::TopTen.rules());
        let holders = |next| match next {
            Next::Count => vec![(PersonId(1), "Sam <Voorbeeld>".to_owned()), (PersonId(2), "Kim Voorbeeld".to_owned())],
            _ => Vec::new(),
        };
        let ceremony = |next, mine, counted| Ceremony { round: round.clone(), next, mine, recounts: mine, holders: holders(next), counted };
        let counted = || Some(samples::counted());
        let mut second = samples::counted();
        second.row.why = Some("Plan <a>: de grond is vervuild.".into());
        let errors = [
            FieldError::new("note", Message::new("error-note-long").with("max", outcomes::MAX_NOTE)),
            FieldError::new("code", Message::new("error-code-now")),
        ];
        let all = [
            ceremony(Next::Wait, false, None),
            ceremony(Next::Count, true, None),
            ceremony(Next::Draw, true, Some(samples::lot_needed())),
            ceremony(Next::Check, true, counted()),
            ceremony(Next::Confirm, true, counted()),
            ceremony(Next::Publish, true, counted()),
            ceremony(Next::Publish, false, counted()),
            ceremony(Next::Done, true, counted()),
            ceremony(Next::Check, false, Some(second)),
        ];
        let page = |ceremony: &Ceremony| {
            let wrong = ceremony.next == Next::Confirm;
            Self::new(tr, ceremony, !wrong, &Values::new(), if wrong { &errors } else { &[] })
        };
        all.iter().map(page).collect()
    }
}

/// Asks that the second factor was given a short time ago. The form of a step has a field for the
/// code, so that nothing that was typed beside it is lost.
///
/// # Errors
/// `Invalid` at `code` when a code is needed, or the one that was given is wrong.
pub(super) async fn prove(context: &Context, visit: &Visit, code: &str) -> Result<Fresh> {
    let wrong = |message| Error::Invalid(vec![FieldError::new("code", message)]);
    match staff::fresh(context, visit.session).await {
        Err(Error::CodeFirst) if code.trim().is_empty() => return Err(wrong(Message::new("error-code-now"))),
        Err(Error::CodeFirst) => {}
        known => return known,
    }
    context.limits.count(Rule::StaffSignIn, visit.address)?;
    let session = visit.session.ok_or(Error::SignInFirst)?;
    match staff::confirm(context, &visit.actor, session, code.to_owned()).await {
        Err(Error::Refused(message)) => Err(wrong(message)),
        Err(error) => Err(error),
        Ok(()) => staff::fresh(context, visit.session).await,
    }
}

async fn shown(context: &Context, visit: &Visit, status: StatusCode, id: RoundId, values: &Values, errors: &[FieldError]) -> Result<HttpResponse> {
    let ceremony = outcomes::ceremony(context, &visit.actor, id).await?;
    let fresh = staff::is_fresh(context, visit.session).await?;
    page_with(context, visit, status, &CountPage::new(context.views.translator(visit.language), &ceremony, fresh, values, errors))
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>) -> Result<HttpResponse> {
    shown(&context, &visit, StatusCode::OK, *id, &Values::new(), &[]).await
}

/// The page with the next step, or the same form with what is wrong and everything that was typed.
async fn answer(context: &Context, visit: &Visit, id: RoundId, fields: &Fields, done: Result<()>) -> Result<HttpResponse> {
    match done {
        Ok(()) => Ok(see_with(context, &format!("/werk/rondes/{id}/tellen"), "ok", "flash-done")),
        Err(Error::Invalid(errors)) => {
            let mut values = fields.values();
            for secret in ["code", "passphrase1", "passphrase2"] {
                values.remove(secret);
            }
            shown(context, visit, StatusCode::UNPROCESSABLE_ENTITY, id, &values, &errors).await
        }
        Err(error) => Err(error),
    }
}

async fn count(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let done = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => counting::count_with(&context, &visit.actor, fresh, *id, passphrases(&fields)).await,
        Err(error) => Err(error),
    };
    answer(&context, &visit, *id, &fields, done).await
}

async fn draw(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let done = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => again::draw(&context, &visit.actor, fresh, *id, fields.one("dice"), fields.one("place")).await,
        Err(error) => Err(error),
    };
    answer(&context, &visit, *id, &fields, done).await
}

async fn check(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let done = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => outcomes::check(&context, &visit.actor, fresh, *id).await,
        Err(error) => Err(error),
    };
    answer(&context, &visit, *id, &fields, done).await
}

async fn confirm(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let done = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => outcomes::confirm(&context, &visit.actor, fresh, *id, fields.one("note")).await,
        Err(error) => Err(error),
    };
    answer(&context, &visit, *id, &fields, done).await
}

async fn publish(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let done = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => outcomes::publish(&context, &visit.actor, fresh, *id, visit.language).await,
        Err(error) => Err(error),
    };
    answer(&context, &visit, *id, &fields, done).await
}
