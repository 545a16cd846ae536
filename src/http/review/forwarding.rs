//! Ideas that were handed on to the city: the answer of whoever owes it, and the overview of the desk.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::review::forwarding::{self, read_keeper};
use crate::app::review::verdicts::reason_error;
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::person::REVIEWERS;
use crate::domain::review::forward::MAX_NAME;
use crate::domain::review::{MAX_REASON, reason};
use crate::domain::text::Email;
use crate::domain::time::{Instant, long_date};
use crate::domain::working_days;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::ideas::Idea;
use crate::storage::review::forwards::Forward;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::Badge;
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let staff = Access::Roles(REVIEWERS);
    routes
        .get("/doorgestuurd/{id:[0-9]+}/{link:[0-9a-f]{64}}", Access::Anyone, show)
        .post("/doorgestuurd/{id:[0-9]+}/{link:[0-9a-f]{64}}", Access::Anyone, answer)
        .get("/werk/doorgestuurd", staff, overview)
        .post("/werk/doorgestuurd/{id:[0-9]+}", staff, hand_over)
}

/// An idea the city owes an answer about.
#[derive(Debug, Serialize)]
pub struct CityPage {
    path: String,
    idea: String,
    idea_href: String,
    why: String,
    asks: String,
    due: String,
    answered: Option<String>,
    answer: Field,
    errors: Vec<SummaryLine>,
}

impl CityPage {
    fn new(tr: Translator<'_>, idea: &Idea, forward: &Forward, link: &str, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "city", values, errors);
        Self {
            path: format!("/doorgestuurd/{}/{link}", idea.id),
            idea: idea.title.clone(),
            idea_href: format!("/ideeen/{}", idea.id),
            why: idea.why.clone(),
            asks: idea.municipality_does.clone(),
            due: forward.due_at.map(|due| long_date(working_days::last_day(due), tr.language)).unwrap_or_default(),
            answered: forward.answer.clone(),
            answer: form.field("answer").max(MAX_REASON).rows(8),
            errors: form.summary(),
        }
    }
}

impl Page for CityPage {
    const TEMPLATE: &'static str = "pages/city_answer";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("city-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("city-title", self.path.clone())]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let Some(open) = sample(None, 20) else { return Vec::new() };
        let Some(done) = sample(Some("Het komt in <2028>."), 20) else { return Vec::new() };
        let idea = samples::idea(IdeaState::Forwarded);
        let bare = Idea { municipality_does: String::new(), ..idea.clone() };
        let errors = [FieldError::new("answer", Message::new("error-empty"))];
        vec![
            Self::new(tr, &idea, &open, "00", &Values::new(), &errors),
            Self::new(tr, &bare, &open, "00", &Values::new(), &[]),
            Self::new(tr, &idea, &done, "00", &Values::new(), &[]),
        ]
    }
}

/// An idea that was handed on, for the samples.
#[must_use]
pub fn sample(answer: Option<&str>, due: u32) -> Option<Forward> {
    Some(Forward {
        idea_id: IdeaId(7),
        keeper_name: "Team <Groen>".into(),
        keeper_email: Email::parse("groen@voorbeeld.nl").ok()?,
        named_by: PersonId(1),
        sent_at: Some(samples::noon(1)),
        due_at: Some(samples::noon(due)),
        reminders: 0,
        answer: answer.map(Into::into),
        answered_at: answer.map(|_| samples::noon(4)),
    })
}

async fn show(context: web::Data<Context>, visit: Visit, path: web::Path<(i64, String)>) -> Result<HttpResponse> {
    let (id, link) = path.into_inner();
    let (idea, forward) = forwarding::to_answer(&context, IdeaId(id), link.clone()).await?;
    page(&context, &visit, &CityPage::new(context.views.translator(visit.language), &idea, &forward, &link, &Values::new(), &[]))
}

async fn answer(context: web::Data<Context>, visit: Visit, path: web::Path<(i64, String)>, fields: Fields) -> Result<HttpResponse> {
    let (id, link) = path.into_inner();
    let id = IdeaId(id);
    match reason(fields.one("answer")) {
        Ok(text) => {
            forwarding::answer(&context, id, link.clone(), text).await?;
            Ok(see_with(&context, &format!("/doorgestuurd/{id}/{link}"), "ok", "flash-sent"))
        }
        Err(error) => {
            let (idea, forward) = forwarding::to_answer(&context, id, link.clone()).await?;
            let errors = [FieldError::new("answer", reason_error(error))];
            let tr = context.views.translator(visit.language);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &CityPage::new(tr, &idea, &forward, &link, &fields.values(), &errors))
        }
    }
}

/// An idea in the overview.
#[derive(Debug, Serialize)]
struct Row {
    id: IdeaId,
    href: String,
    title: String,
    keeper: String,
    email: String,
    sent: String,
    due: String,
    state: Badge,
    open: bool,
    form: Option<Vec<Field>>,
}

/// What was handed on out of somebody's gebieden.
#[derive(Debug, Serialize)]
pub struct ForwardedPage {
    summary: String,
    rows: Vec<Row>,
    errors: Vec<SummaryLine>,
}

impl ForwardedPage {
    fn new(tr: Translator<'_>, all: &[(Forward, String)], now: Instant, typed: Option<(IdeaId, &Values)>, errors: &[FieldError]) -> Self {
        let answered = all.iter().filter(|(forward, _)| forward.answered_at.is_some()).count();
        let late = all.iter().filter(|(forward, _)| forward.is_late(now)).count();
        let summary = Message::new("forwarded-summary").with("n", all.len()).with("answered", answered).with("late", late);
        let none = Values::new();
        let form = Form::new(tr, "forwarded", typed.map_or(&none, |(_, values)| values), errors);
        let row = |(forward, title): &(Forward, String)| {
            let open = forward.answered_at.is_none();
            let (tone, key) = match (open, forward.is_late(now)) {
                (false, _) => ("success", "forwarded-answered"),
                (true, false) => ("info", "forwarded-open"),
                (true, true) => ("error", "forwarded-late"),
            };
            let wrong = typed.is_some_and(|(id, _)| id == forward.idea_id);
            let fields = || {
                vec![
                    form.field("keeper_name").max(MAX_NAME),
                    form.field("keeper_email").kind("email", None),
                    form.field("reason").max(MAX_REASON).rows(3),
                ]
            };
            let date = |at: Option<Instant>, end: bool| {
                at.map(|at| long_date(if end { working_days::last_day(at) } else { at.day() }, tr.language)).unwrap_or_default()
            };
            Row {
                id: forward.idea_id,
                href: format!("/ideeen/{}", forward.idea_id),
                title: title.clone(),
                keeper: forward.keeper_name.clone(),
                email: forward.keeper_email.to_string(),
                sent: date(forward.sent_at, false),
                due: date(forward.due_at, true),
                state: Badge { tone, text: tr.text(key) },
                open,
                form: wrong.then(fields),
            }
        };
        Self { summary: tr.message(&summary), rows: all.iter().map(row).collect(), errors: form.summary() }
    }
}

impl Page for ForwardedPage {
    const TEMPLATE: &'static str = "pages/forwarded";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("forwarded-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("forwarded-title", "/werk/doorgestuurd")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let row = |id: i64, answer, due| {
            sample(answer, due).map(|forward| (Forward { idea_id: IdeaId(id), ..forward }, "Een brug <over> het kanaal".to_owned()))
        };
        let all: Vec<(Forward, String)> = [row(7, None, 2), row(8, None, 20), row(9, Some("Ja."), 20)].into_iter().flatten().collect();
        let errors = [FieldError::new("keeper_name", Message::new("error-keeper-name"))];
        vec![
            Self::new(tr, &all, samples::noon(5), None, &[]),
            Self::new(tr, &all, samples::noon(5), Some((IdeaId(7), &Values::new())), &errors),
            Self::new(tr, &[], samples::noon(5), None, &[]),
        ]
    }
}

/// For which idea another keeper is named.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    ander: Option<IdeaId>,
}

async fn overview(context: web::Data<Context>, visit: Visit, other: web::Query<Other>) -> Result<HttpResponse> {
    let all = forwarding::overview(&context, &visit.actor).await?;
    let none = Values::new();
    let typed = other.ander.map(|id| (id, &none));
    page(&context, &visit, &ForwardedPage::new(context.views.translator(visit.language), &all, context.now(), typed, &[]))
}

async fn hand_over(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    let mut errors = Vec::new();
    let keeper = read_keeper(fields.one("keeper_name"), fields.one("keeper_email")).map_err(|found| errors.extend(found));
    let reason = reason(fields.one("reason")).map_err(|error| errors.push(FieldError::new("reason", reason_error(error))));
    let done = match (keeper, reason) {
        (Ok(keeper), Ok(reason)) => forwarding::hand_over(&context, &visit.actor, id, keeper, reason).await,
        _ => Err(Error::Invalid(errors)),
    };
    match done {
        Ok(()) => Ok(see_with(&context, "/werk/doorgestuurd", "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => {
            let all = forwarding::overview(&context, &visit.actor).await?;
            let shown = ForwardedPage::new(context.views.translator(visit.language), &all, context.now(), Some((id, &fields.values())), &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}
