//! The count, step by step: one page that says what was done, what comes next, and who does it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::page::{PotShown, pots_shown};
use crate::app::count::outcomes::{self, COUNTERS, Ceremony, Next};
use crate::app::{Context, count as counting};
use crate::domain::ids::RoundId;
use crate::domain::person::{REVIEWERS, Role};
use crate::domain::rules::Template;
use crate::domain::time::{Instant, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Posted;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::sign_in::Nothing;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    const CONFIRM: Access = Access::Roles(&[Role::Wijkwethouder]);
    const PUBLISH: Access = Access::Roles(&[Role::Gebiedsmanager]);
    routes
        .get("/werk/rondes/{id:\\d+}/tellen", Access::Roles(COUNTERS), show)
        .post("/werk/rondes/{id:\\d+}/tellen", Access::Roles(REVIEWERS), count)
        .post("/werk/rondes/{id:\\d+}/tellen/controleren", Access::Roles(REVIEWERS), check)
        .post("/werk/rondes/{id:\\d+}/tellen/vaststellen", CONFIRM, confirm)
        .post("/werk/rondes/{id:\\d+}/tellen/publiceren", PUBLISH, publish)
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
    href: String,
    codes_href: String,
    public_href: String,
    steps: Vec<StepShown>,
    /// `wait`, `count`, `check`, `confirm`, `publish` or `done`.
    next: &'static str,
    mine: bool,
    who: String,
    action: String,
    note: Field,
    summary: Option<String>,
    incomplete: String,
    hash: String,
    pots: Vec<PotShown>,
    errors: Vec<SummaryLine>,
}

const fn next_name(next: Next) -> &'static str {
    match next {
        Next::Wait => "wait",
        Next::Count => "count",
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
        Next::Check => ("count-step-check", "count-who-check"),
        Next::Confirm => ("count-step-confirm", "count-who-confirm"),
        Next::Publish | Next::Done => ("count-step-publish", "count-who-publish"),
    }
}

impl CountPage {
    fn new(tr: Translator<'_>, ceremony: &Ceremony, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "count", values, errors);
        let href = format!("/werk/rondes/{}/tellen", ceremony.round.id);
        let action = match ceremony.next {
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
        Self {
            round_name: ceremony.round.name.clone(),
            codes_href: format!("/werk/rondes/{}/stemcodes", ceremony.round.id),
            public_href: format!("/rondes/{}/uitslag", ceremony.round.slug),
            steps: steps(tr, ceremony),
            next: next_name(ceremony.next),
            mine: ceremony.mine,
            who: tr.text(keys(ceremony.next).1),
            action,
            note: form.field("note").max(outcomes::MAX_NOTE).optional(),
            summary,
            incomplete: if incomplete > 0 { tr.message(&Message::new("count-incomplete").with("n", incomplete)) } else { String::new() },
            hash: counted.map_or_else(String::new, |counted| counted.row.input_hash.clone()),
            pots: counted.map_or_else(Vec::new, |counted| pots_shown(tr, &counted.told)),
            errors: form.summary(),
            href,
        }
    }
}

fn steps(tr: Translator<'_>, ceremony: &Ceremony) -> Vec<StepShown> {
    let row = ceremony.counted.as_ref().map(|counted| &counted.row);
    let names = ceremony.counted.as_ref().map(|counted| counted.names.clone()).unwrap_or_default();
    let [counter, checker, confirmer] = names;
    let taken: [(Next, Option<Instant>, String); 4] = [
        (Next::Count, row.map(|row| row.counted_at), counter),
        (Next::Check, row.and_then(|row| row.checked_at), checker),
        (Next::Confirm, row.and_then(|row| row.confirmed_at), confirmer),
        (Next::Publish, row.and_then(|row| row.published_at), String::new()),
    ];
    taken
        .into_iter()
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
        let ceremony = |next, mine, counted| Ceremony { round: round.clone(), next, mine, counted };
        let counted = || Some(super::page::sample_counted());
        let errors = [FieldError::new("note", Message::new("error-note-long").with("max", outcomes::MAX_NOTE))];
        let all = [
            ceremony(Next::Wait, false, None),
            ceremony(Next::Count, true, None),
            ceremony(Next::Check, true, counted()),
            ceremony(Next::Confirm, true, counted()),
            ceremony(Next::Publish, true, counted()),
            ceremony(Next::Publish, false, counted()),
            ceremony(Next::Done, false, counted()),
        ];
        all.iter().map(|ceremony| Self::new(tr, ceremony, &Values::new(), if ceremony.next == Next::Confirm { &errors } else { &[] })).collect()
    }
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>) -> Result<HttpResponse> {
    let ceremony = outcomes::ceremony(&context, &visit.actor, *id).await?;
    page(&context, &visit, &CountPage::new(context.views.translator(visit.language), &ceremony, &Values::new(), &[]))
}

fn next_page(context: &Context, id: RoundId) -> HttpResponse {
    see_with(context, &format!("/werk/rondes/{id}/tellen"), "ok", "flash-done")
}

async fn count(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, _: Posted<Nothing>) -> Result<HttpResponse> {
    counting::count(&context, &visit.actor, *id).await?;
    Ok(next_page(&context, *id))
}

async fn check(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, _: Posted<Nothing>) -> Result<HttpResponse> {
    outcomes::check(&context, &visit.actor, *id).await?;
    Ok(next_page(&context, *id))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    #[serde(default)]
    note: String,
}

async fn confirm(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, form: Posted<Note>) -> Result<HttpResponse> {
    match outcomes::confirm(&context, &visit.actor, *id, &form.0.note).await {
        Ok(()) => Ok(next_page(&context, *id)),
        Err(Error::Invalid(errors)) => {
            let ceremony = outcomes::ceremony(&context, &visit.actor, *id).await?;
            let values = Values::from([("note".into(), form.0.note)]);
            let shown = CountPage::new(context.views.translator(visit.language), &ceremony, &values, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

async fn publish(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, _: Posted<Nothing>) -> Result<HttpResponse> {
    outcomes::publish(&context, &visit.actor, *id, visit.language).await?;
    Ok(next_page(&context, *id))
}
