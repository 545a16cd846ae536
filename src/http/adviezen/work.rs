//! Working on one advies: writing together, adopting, publishing; and the reply of the gebiedsteam.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::desk::{crumbs, read_text, text_fields};
use crate::app::Context;
use crate::app::adviezen::{self, Workshop};
use crate::app::review::verdicts::reason_error;
use crate::domain::advies::{AdviesState, AdviesStep, ReplyKind};
use crate::domain::ids::AdviesId;
use crate::domain::person::{ADVISERS, REVIEWERS, Role};
use crate::domain::review::{MAX_REASON, reason};
use crate::domain::time::{Instant, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Posted};
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::adviezen::{Shown, TextVersion};
use crate::views::advies::{AdviesSummary, sample, summary};
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::word;
use crate::views::{Crumb, Nav, Page, samples};

const CHAIR: &[Role] = &[Role::AdviesVoorzitter];

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let (members, chair, team) = (Access::Roles(ADVISERS), Access::Roles(CHAIR), Access::Roles(REVIEWERS));
    routes
        .get("/werk/adviezen/{id:\\d+}", members, show)
        .post("/werk/adviezen/{id:\\d+}", members, save)
        .post("/werk/adviezen/{id:\\d+}/voorleggen", members, propose)
        .post("/werk/adviezen/{id:\\d+}/heropenen", chair, reopen)
        .post("/werk/adviezen/{id:\\d+}/vaststellen", chair, adopt)
        .post("/werk/adviezen/{id:\\d+}/publiceren", chair, publish)
        .get("/werk/adviezen/{id:\\d+}/reactie", team, reply_form)
        .post("/werk/adviezen/{id:\\d+}/reactie", team, reply)
}

#[derive(Debug, Serialize)]
struct Version {
    line: String,
    title: String,
    body: String,
}

/// The text somebody else saved in the meantime.
#[derive(Debug, Serialize)]
struct Theirs {
    heading: String,
    title: String,
    body: String,
}

/// An advies as its members work on it.
#[derive(Debug, Serialize)]
pub struct WorkPage {
    id: AdviesId,
    version: i64,
    summary: AdviesSummary,
    body: String,
    text: Option<Vec<Field>>,
    errors: Vec<SummaryLine>,
    theirs: Option<Theirs>,
    versions: Vec<Version>,
    propose: bool,
    proposed: bool,
    adopt: bool,
    publish: bool,
    public: bool,
}

impl WorkPage {
    /// `typed` is what this member just sent, when it could not be saved.
    fn new(tr: Translator<'_>, work: &Workshop, now: Instant, typed: Option<(&Values, &[FieldError])>) -> Self {
        let advies = &work.shown.advies;
        let stored = Values::from([
            ("stance".to_owned(), advies.stance.as_str().to_owned()),
            ("title".to_owned(), advies.title.clone()),
            ("body".to_owned(), advies.body.clone()),
        ]);
        let (values, errors) = typed.unwrap_or((&stored, &[]));
        let form = Form::new(tr, "advies-form", values, errors);
        let version = |text: &TextVersion| Version { line: tr.message(&version_line(tr, text)), title: text.title.clone(), body: text.body.clone() };
        Self {
            id: advies.id,
            version: advies.version,
            summary: summary(tr, &work.shown, now),
            body: advies.body.clone(),
            text: advies.state.is_open().then(|| text_fields(tr, &form)),
            errors: form.summary(),
            theirs: typed.filter(|(_, errors)| errors.is_empty()).map(|_| theirs(tr, work)),
            versions: work.texts.iter().map(version).collect(),
            propose: advies.state == AdviesState::Draft,
            proposed: advies.state == AdviesState::Proposed,
            adopt: work.chair && advies.state == AdviesState::Proposed,
            publish: work.chair && advies.state == AdviesState::Adopted,
            public: advies.state.is_public(),
        }
    }
}

fn version_line(tr: Translator<'_>, text: &TextVersion) -> Message {
    Message::new("advies-work-version").with("version", text.version).with("name", &text.author).with("time", long_time(text.at, tr.language))
}

fn theirs(tr: Translator<'_>, work: &Workshop) -> Theirs {
    let name = work.texts.first().map(|text| text.author.as_str()).unwrap_or_default();
    Theirs {
        heading: tr.message(&Message::new("advies-work-theirs").with("name", name)),
        title: work.shown.advies.title.clone(),
        body: work.shown.advies.body.clone(),
    }
}

impl Page for WorkPage {
    const TEMPLATE: &'static str = "pages/adviezen_work";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("advies-work-title").with("title", &self.summary.title)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::name(self.summary.title.clone(), format!("/werk/adviezen/{}", self.id)));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let text = TextVersion { version: 1, author: "Jo".into(), at: samples::noon(2), title: "Bomen".into(), body: "Dan komen er vogels.".into() };
        let work = |state, chair| Workshop { shown: sample(state), texts: vec![text.clone()], chair };
        let draft = work(AdviesState::Draft, false);
        let typed = Values::from([("stance".to_owned(), "positive".to_owned()), ("title".to_owned(), "Meer bomen".to_owned())]);
        let errors = [FieldError::new("title", Message::new("error-advies-title"))];
        let now = samples::noon(5);
        let mut all = vec![Self::new(tr, &draft, now, Some((&typed, &errors))), Self::new(tr, &draft, now, Some((&typed, &[])))];
        for state in AdviesState::ALL {
            all.push(Self::new(tr, &work(*state, true), now, None));
            all.push(Self::new(tr, &work(*state, false), now, None));
        }
        all
    }
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let work = adviezen::workshop(&context, &visit.actor, AdviesId(*id)).await?;
    page(&context, &visit, &WorkPage::new(context.views.translator(visit.language), &work, context.now(), None))
}

/// Saves, or shows both texts when somebody else saved first: nobody's words are lost.
async fn save(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = AdviesId(*id);
    let version = fields.one("version").parse().map_err(|_| Error::Conflict)?;
    let (status, errors) = match read_text(&fields) {
        Ok(text) => match adviezen::save(&context, &visit.actor, id, version, text).await {
            Ok(()) => return Ok(see_with(&context, &format!("/werk/adviezen/{id}"), "ok", "flash-saved")),
            Err(Error::Conflict) => (StatusCode::CONFLICT, Vec::new()),
            Err(error) => return Err(error),
        },
        Err(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
    };
    let work = adviezen::workshop(&context, &visit.actor, id).await?;
    let (tr, values) = (context.views.translator(visit.language), fields.values());
    page_with(&context, &visit, status, &WorkPage::new(tr, &work, context.now(), Some((&values, &errors))))
}

/// The version of the advies that the page showed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    version: i64,
}

async fn stepped(context: &Context, visit: &Visit, id: i64, seen: i64, step: AdviesStep, flash: &'static str) -> Result<HttpResponse> {
    adviezen::step(context, &visit.actor, AdviesId(id), seen, step).await?;
    Ok(see_with(context, &format!("/werk/adviezen/{id}"), "ok", flash))
}

async fn propose(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, seen: Posted<Seen>) -> Result<HttpResponse> {
    stepped(&context, &visit, *id, seen.0.version, AdviesStep::Propose, "flash-advies-proposed").await
}

async fn reopen(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, seen: Posted<Seen>) -> Result<HttpResponse> {
    stepped(&context, &visit, *id, seen.0.version, AdviesStep::Reopen, "flash-done").await
}

async fn adopt(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, seen: Posted<Seen>) -> Result<HttpResponse> {
    stepped(&context, &visit, *id, seen.0.version, AdviesStep::Adopt, "flash-advies-adopted").await
}

async fn publish(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, seen: Posted<Seen>) -> Result<HttpResponse> {
    stepped(&context, &visit, *id, seen.0.version, AdviesStep::Publish, "flash-advies-published").await
}

/// The reply of the gebiedsteam to an advies.
#[derive(Debug, Serialize)]
pub struct ReplyPage {
    id: AdviesId,
    summary: AdviesSummary,
    body: String,
    kind: Field,
    reason: Field,
    errors: Vec<SummaryLine>,
    open: bool,
}

impl ReplyPage {
    fn new(tr: Translator<'_>, shown: &Shown, now: Instant, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "advies-reply", values, errors);
        let kinds = ReplyKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), word(tr, "advies-reply", kind.as_str())));
        Self {
            id: shown.advies.id,
            summary: summary(tr, shown, now),
            body: shown.advies.body.clone(),
            kind: form.choice("kind", kinds),
            reason: form.field("reason").max(MAX_REASON).rows(8),
            errors: form.summary(),
            open: shown.advies.state == AdviesState::Published,
        }
    }
}

impl Page for ReplyPage {
    const TEMPLATE: &'static str = "pages/adviezen_reply";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("advies-reply-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::text("advies-reply-title", format!("/werk/adviezen/{}/reactie", self.id)));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("kind", Message::new("error-advies-reply-kind"))];
        let none = Values::new();
        vec![
            Self::new(tr, &sample(AdviesState::Published), samples::noon(5), &none, &errors),
            Self::new(tr, &sample(AdviesState::Answered), samples::noon(5), &none, &[]),
        ]
    }
}

async fn reply_form(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let shown = adviezen::to_answer(&context, &visit.actor, AdviesId(*id)).await?;
    page(&context, &visit, &ReplyPage::new(context.views.translator(visit.language), &shown, context.now(), &Values::new(), &[]))
}

async fn reply(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = AdviesId(*id);
    let mut errors = Vec::new();
    let kind = fields.one("kind").parse::<ReplyKind>().map_err(|_| errors.push(FieldError::new("kind", Message::new("error-advies-reply-kind"))));
    let text = reason(fields.one("reason")).map_err(|error| errors.push(FieldError::new("reason", reason_error(error))));
    if let (Ok(kind), Ok(text)) = (kind, text) {
        adviezen::answer(&context, &visit.actor, id, kind, text).await?;
        return Ok(see_with(&context, &format!("/adviezen/{id}"), "ok", "flash-advies-answered"));
    }
    let shown = adviezen::to_answer(&context, &visit.actor, id).await?;
    let tr = context.views.translator(visit.language);
    page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &ReplyPage::new(tr, &shown, context.now(), &fields.values(), &errors))
}
