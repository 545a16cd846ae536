//! The ceremony of closing, counting and publishing: one page with every step, who takes it, what was
//! checked, and the one button that is possible now.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::ranking::{PotShown, pots_shown};
use super::samples;
use super::steps::{StepShown, steps, who};
use crate::app::Context;
use crate::app::count::ceremony::{self, Ceremony, MAX_TEXT, Next};
use crate::app::count::holders::Passphrase;
use crate::app::count::outcomes::{self, COUNTERS};
use crate::app::staff::{self, Fresh};
use crate::domain::ceremony::Step;
use crate::domain::ids::{PersonId, RoundId};
use crate::domain::password;
use crate::domain::person::{REVIEWERS, Role};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::limits::Rule;
use crate::http::respond::{page_with, see_with};
use crate::http::routes::Routes;
use crate::http::tablet;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    const TEAM: Access = Access::Roles(REVIEWERS);
    const CONFIRM: Access = Access::Roles(&[Role::Wijkwethouder]);
    const PUBLISH: Access = Access::Roles(&[Role::Gebiedsmanager]);
    routes
        .get("/werk/rondes/{id:[0-9]+}/tellen", Access::Roles(COUNTERS), show)
        .post("/werk/rondes/{id:[0-9]+}/tellen/sluiten", TEAM, close)
        .post("/werk/rondes/{id:[0-9]+}/tellen/loten", TEAM, draw)
        .post("/werk/rondes/{id:[0-9]+}/tellen/openen", TEAM, open)
        .post("/werk/rondes/{id:[0-9]+}/tellen/herschrijven", TEAM, clean)
        .post("/werk/rondes/{id:[0-9]+}/tellen/tellen", TEAM, count)
        .post("/werk/rondes/{id:[0-9]+}/tellen/controleren", TEAM, check)
        .post("/werk/rondes/{id:[0-9]+}/tellen/vaststellen", CONFIRM, confirm)
        .post("/werk/rondes/{id:[0-9]+}/tellen/publiceren", PUBLISH, publish)
        .post("/werk/rondes/{id:[0-9]+}/tellen/vernietigen", TEAM, destroy)
}

/// The ceremony.
#[derive(Debug, Serialize)]
pub struct CountPage {
    round_name: String,
    round_id: String,
    href: String,
    codes_href: String,
    public_href: String,
    minutes_href: String,
    steps: Vec<StepShown>,
    /// `wait`, `done`, or the name of the next step.
    next: &'static str,
    mine: bool,
    who: String,
    action: String,
    button: String,
    note: Field,
    dice: Field,
    place: Field,
    /// The passphrases of two key holders, when they are needed: who, and what.
    keys: Vec<[Field; 2]>,
    /// The code of the app, when it was given too long ago.
    code: Option<Field>,
    /// Why the ballots are counted again while an outcome is public.
    again: Option<String>,
    /// What was changed since it was done: nothing goes on.
    alarms: Vec<String>,
    /// Before the box is closed: what may still wait elsewhere. It keeps nothing from being done.
    warnings: Vec<String>,
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

/// The last part of the address of a step.
const fn path(step: Step) -> &'static str {
    match step {
        Step::Close => "sluiten",
        Step::Draw => "loten",
        Step::Open => "openen",
        Step::Clean => "herschrijven",
        Step::Count => "tellen",
        Step::Check => "controleren",
        Step::Confirm => "vaststellen",
        Step::Publish => "publiceren",
        Step::Destroy => "vernietigen",
    }
}

/// What the button of a step says.
const fn button(step: Step) -> &'static str {
    match step {
        Step::Close => "count-button-close",
        Step::Draw => "count-button-draw",
        Step::Open => "count-button-open",
        Step::Clean => "count-button-clean",
        Step::Count => "count-button-count",
        Step::Check => "count-button-check",
        Step::Confirm => "count-button-confirm",
        Step::Publish => "count-button-publish",
        Step::Destroy => "count-button-destroy",
    }
}

impl CountPage {
    fn new(tr: Translator<'_>, ceremony: &Ceremony, fresh: bool, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "count", values, errors);
        let href = format!("/werk/rondes/{}/tellen", ceremony.round.id);
        let step = match ceremony.next {
            Next::Take(step) => Some(step),
            Next::Wait | Next::Done => None,
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
        let again = counted.and_then(|counted| counted.row.why.as_ref()).filter(|_| ceremony.next != Next::Done);
        let needs_keys = step == Some(Step::Open) && !ceremony.holders.is_empty();
        Self {
            round_name: ceremony.round.name.clone(),
            round_id: ceremony.round.id.to_string(),
            codes_href: format!("/werk/rondes/{}/stemcodes", ceremony.round.id),
            public_href: format!("/rondes/{}/uitslag", ceremony.round.slug),
            minutes_href: format!("{href}/proces-verbaal"),
            steps: steps(tr, ceremony),
            next: match ceremony.next {
                Next::Wait => "wait",
                Next::Done => "done",
                Next::Take(step) => step.as_str(),
            },
            mine: ceremony.mine && ceremony.alarms.is_empty(),
            who: step.map_or_else(String::new, |step| tr.text(who(step))),
            action: step.map_or_else(String::new, |step| format!("{href}/{}", path(step))),
            button: step.map_or_else(String::new, |step| tr.text(button(step))),
            note: form.field("note").max(outcomes::MAX_NOTE).optional(),
            dice: form.field("dice").inputmode("numeric").max(200),
            place: form.field("place").max(MAX_TEXT),
            keys: if needs_keys { ["1", "2"].map(|place| key_fields(&form, &ceremony.holders, place)).into() } else { Vec::new() },
            code: (!fresh).then(|| code_field(&form)),
            again: again.map(|why| tr.message(&Message::new("count-again").with("why", why))),
            alarms: ceremony.alarms.iter().map(|alarm| tr.message(alarm)).collect(),
            warnings: if ceremony.closed.is_none() { tablet::warnings(tr, &ceremony.tablets) } else { Vec::new() },
            withdraw_href: (counted.is_some() && ceremony.recounts).then(|| format!("{href}/afvallen")),
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
        let errors = [
            FieldError::new("note", Message::new("error-note-long").with("max", outcomes::MAX_NOTE)),
            FieldError::new("code", Message::new("error-code-now")),
        ];
        let page = |ceremony: &Ceremony| {
            let wrong = ceremony.next == Next::Take(Step::Confirm);
            Self::new(tr, ceremony, !wrong, &Values::new(), if wrong { &errors } else { &[] })
        };
        samples::ceremonies().iter().map(page).collect()
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
    let ceremony = ceremony::ceremony(context, &visit.actor, id).await?;
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

/// How long somebody waits for a step before the page says that it goes on.
const PATIENCE: Duration = Duration::from_secs(10);

/// Takes a step that may take long: with many ballots longer than a request may. It goes on when the
/// waiting is over, and the page shows later that it is done.
async fn patiently(
    context: &Context,
    visit: &Visit,
    id: RoundId,
    fields: &Fields,
    step: impl Future<Output = Result<()>> + 'static,
) -> Result<HttpResponse> {
    match tokio::time::timeout(PATIENCE, actix_web::rt::spawn(step)).await {
        Ok(done) => answer(context, visit, id, fields, done.map_err(Error::internal)?).await,
        Err(_) => Ok(see_with(context, &format!("/werk/rondes/{id}/tellen"), "info", "flash-step-goes-on")),
    }
}

async fn close(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let done = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => ceremony::close(&context, &visit.actor, fresh, *id).await,
        Err(error) => Err(error),
    };
    answer(&context, &visit, *id, &fields, done).await
}

async fn draw(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let done = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => ceremony::draw(&context, &visit.actor, fresh, *id, fields.one("dice"), fields.one("place")).await,
        Err(error) => Err(error),
    };
    answer(&context, &visit, *id, &fields, done).await
}

async fn open(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let fresh = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => fresh,
        Err(error) => return answer(&context, &visit, *id, &fields, Err(error)).await,
    };
    let (inner, actor, id) = (context.clone(), visit.actor.clone(), *id);
    let typed = passphrases(&fields);
    let step = async move { ceremony::open(&inner, &actor, fresh, id, typed).await };
    patiently(&context, &visit, id, &fields, step).await
}

async fn clean(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let fresh = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => fresh,
        Err(error) => return answer(&context, &visit, *id, &fields, Err(error)).await,
    };
    let (inner, actor, id) = (context.clone(), visit.actor.clone(), *id);
    let step = async move { ceremony::clean(&inner, &actor, fresh, id).await };
    patiently(&context, &visit, id, &fields, step).await
}

async fn count(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let fresh = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => fresh,
        Err(error) => return answer(&context, &visit, *id, &fields, Err(error)).await,
    };
    let (inner, actor, id) = (context.clone(), visit.actor.clone(), *id);
    let step = async move { ceremony::count(&inner, &actor, fresh, id).await };
    patiently(&context, &visit, id, &fields, step).await
}

async fn check(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let fresh = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => fresh,
        Err(error) => return answer(&context, &visit, *id, &fields, Err(error)).await,
    };
    let (inner, actor, id) = (context.clone(), visit.actor.clone(), *id);
    let step = async move { outcomes::check(&inner, &actor, fresh, id).await };
    patiently(&context, &visit, id, &fields, step).await
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

async fn destroy(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, fields: Fields) -> Result<HttpResponse> {
    let done = match prove(&context, &visit, fields.one("code")).await {
        Ok(fresh) => ceremony::destroy(&context, &visit.actor, fresh, *id).await,
        Err(error) => Err(error),
    };
    answer(&context, &visit, *id, &fields, done).await
}
