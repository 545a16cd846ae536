//! Other words for an idea: proposing them, and the owner's answer with the difference in sight.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::ideas::words::Typed;
use crate::app::review::changes::{self, Decision, Seen, wording};
use crate::domain::idea::{IdeaState, MAX_TEXT, MAX_TITLE};
use crate::domain::ids::{ChangeId, IdeaId, PersonId};
use crate::domain::money::Cents;
use crate::domain::person::Role;
use crate::domain::review::MAX_REASON;
use crate::domain::review::change::{ChangeState, PartOff, Wording, may_answer};
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
use crate::storage::review::changes::Change;
use crate::views::diff::{Piece, pieces};
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::{Badge, word};
use crate::views::{Crumb, Link, Nav, Page, samples};

/// Who may propose other words; which ideas is for the application to say.
const PROPOSERS: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager, Role::WijMedewerker];

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let helpers = Access::Roles(PROPOSERS);
    routes
        .get("/werk/ideeen/{id:[0-9]+}/wijziging", helpers, form)
        .post("/werk/ideeen/{id:[0-9]+}/wijziging", helpers, propose)
        .get("/wijzigingen/{id:[0-9]+}", Access::SignedIn, show)
        .post("/wijzigingen/{id:[0-9]+}", Access::SignedIn, decide)
        .get("/ideeen/{id:[0-9]+}/wijzigingen", Access::Public, history)
}

/// A part of the text that changes, as `partials/diff.hbs` takes it.
#[derive(Debug, Serialize)]
struct Part {
    heading: String,
    pieces: Vec<Piece>,
}

/// What changes between two wordings, part by part.
fn parts(tr: Translator<'_>, old: &Wording, new: &Wording) -> Vec<Part> {
    let money = |cost: Option<Cents>| cost.map(|cents| cents.to_string()).unwrap_or_default();
    [
        ("change-title", old.title.clone(), new.title.clone()),
        ("change-why", old.why.clone(), new.why.clone()),
        ("change-residents-do", old.residents_do.clone(), new.residents_do.clone()),
        ("change-municipality-does", old.municipality_does.clone(), new.municipality_does.clone()),
        ("change-cost", money(old.cost), money(new.cost)),
    ]
    .into_iter()
    .filter(|(_, old, new)| old != new)
    .map(|(key, old, new)| Part { heading: tr.text(key), pieces: pieces(&old, &new) })
    .collect()
}

/// The fields for the words of an idea, filled in with `wording`.
fn word_fields(form: &Form<'_>, wording: &Wording) -> Vec<Field> {
    let cost = wording.cost.map(|cents| cents.to_string()).unwrap_or_default();
    vec![
        form.field("title").max(MAX_TITLE).or_value(&wording.title),
        form.field("why").max(MAX_TEXT).rows(8).or_value(&wording.why),
        form.field("residents_do").max(MAX_TEXT).rows(5).optional().or_value(&wording.residents_do),
        form.field("municipality_does").max(MAX_TEXT).rows(5).optional().or_value(&wording.municipality_does),
        form.field("cost").inputmode("decimal").max(20).optional().or_value(&cost),
    ]
}

fn part_fields(form: &Form<'_>, part: Option<&PartOff>) -> Vec<Field> {
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    vec![
        form.field("part_title").max(MAX_TITLE).optional().or_value(&text(part.map(|part| &part.title))),
        form.field("part_why").max(MAX_TEXT).rows(5).optional().or_value(&text(part.map(|part| &part.why))),
    ]
}

/// Proposing other words.
#[derive(Debug, Serialize)]
pub struct ProposeChangePage {
    id: IdeaId,
    name: String,
    words: Vec<Field>,
    part: Vec<Field>,
    part_open: bool,
    reason: Field,
    errors: Vec<SummaryLine>,
}

impl ProposeChangePage {
    fn new(tr: Translator<'_>, idea: &Idea, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "change", values, errors);
        // What was emptied stays empty.
        let now = if values.is_empty() { wording(idea) } else { Wording::default() };
        let part = part_fields(&form, None);
        Self {
            id: idea.id,
            name: idea.title.clone(),
            words: word_fields(&form, &now),
            part_open: part.iter().any(|field| !field.value.is_empty()),
            part,
            reason: form.field("reason").max(MAX_REASON).rows(4),
            errors: form.summary(),
        }
    }
}

impl Page for ProposeChangePage {
    const TEMPLATE: &'static str = "pages/change_propose";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("change-propose-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-work", "/werk"),
            Crumb::name(self.name.clone(), format!("/ideeen/{}", self.id)),
            Crumb::text("change-propose-title", format!("/werk/ideeen/{}/wijziging", self.id)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let idea = samples::idea(IdeaState::InReview);
        let errors = [FieldError::new("reason", Message::new("error-empty"))];
        let typed = Values::from([("part_title".to_owned(), "Bankjes".to_owned())]);
        vec![Self::new(tr, &idea, &Values::new(), &[]), Self::new(tr, &idea, &typed, &errors)]
    }
}

async fn form(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let idea = changes::to_propose(&context, &visit.actor, IdeaId(*id)).await?;
    page(&context, &visit, &ProposeChangePage::new(context.views.translator(visit.language), &idea, &Values::new(), &[]))
}

async fn propose(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = IdeaId(*id);
    let typed: Typed = fields.values();
    match changes::propose(&context, &visit.actor, id, typed.clone()).await {
        Ok(change) => Ok(see_with(&context, &format!("/wijzigingen/{change}"), "ok", "flash-sent")),
        Err(Error::Invalid(errors)) => {
            let idea = changes::to_propose(&context, &visit.actor, id).await?;
            let shown = ProposeChangePage::new(context.views.translator(visit.language), &idea, &typed, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

/// A proposal with the difference.
#[derive(Debug, Serialize)]
pub struct ChangePage {
    id: ChangeId,
    idea: Link,
    by: String,
    reason: String,
    state: Badge,
    parts: Vec<Part>,
    part: Option<PartOff>,
    part_idea: Option<String>,
    answer: Option<String>,
    due: Option<String>,
    version: i64,
    mine: bool,
    words: Vec<Field>,
    part_words: Vec<Field>,
    rewriting: bool,
    refusal: Field,
    errors: Vec<SummaryLine>,
}

impl ChangePage {
    fn new(tr: Translator<'_>, seen: &Seen, now: Instant, values: &Values, errors: &[FieldError]) -> Self {
        let (change, idea) = (&seen.change, &seen.idea);
        let open = may_answer(change.state, change.due_at, now).is_ok() && (idea.state == IdeaState::Draft || idea.state.awaits_verdict());
        let form = Form::new(tr, "change", values, errors);
        // Open: against the words of now; closed: what the answer did, or would have done.
        let old = if change.state == ChangeState::Open { wording(idea) } else { change.before.clone() };
        let new = change.became.as_ref().unwrap_or(&change.proposed);
        let start = if values.is_empty() { change.proposed.clone() } else { Wording::default() };
        let rewriting = !values.is_empty();
        Self {
            id: change.id,
            idea: Link { label: idea.title.clone(), href: format!("/ideeen/{}", idea.id), current: false },
            by: seen.by.clone(),
            reason: change.reason.clone(),
            state: badge(tr, change.state),
            parts: parts(tr, &old, new),
            part: change.part.clone(),
            part_idea: change.part_idea.map(|id| format!("/ideeen/{id}")),
            answer: change.answer.clone(),
            due: open.then(|| long_date(working_days::last_day(change.due_at), tr.language)),
            version: idea.version,
            mine: seen.mine && open,
            words: word_fields(&form, &start),
            part_words: change.part.as_ref().map(|part| part_fields(&form, (!rewriting).then_some(part))).unwrap_or_default(),
            rewriting,
            refusal: form.field("answer").max(MAX_REASON).rows(3).optional(),
            errors: form.summary(),
        }
    }
}

/// Where a proposal is.
pub(super) fn badge(tr: Translator<'_>, state: ChangeState) -> Badge {
    let tone = match state {
        ChangeState::Open => "warning",
        ChangeState::Accepted | ChangeState::Rewritten => "success",
        ChangeState::Refused | ChangeState::Lapsed => "neutral",
    };
    Badge { tone, text: word(tr, "change-state", state.as_str()) }
}

impl Page for ChangePage {
    const TEMPLATE: &'static str = "pages/change";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("change-page-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::name(self.idea.label.clone(), self.idea.href.clone()),
            Crumb::text("change-page-title", format!("/wijzigingen/{}", self.id)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("title", Message::new("error-idea-title"))];
        let typed = Values::from([("why".to_owned(), "Eigen <woorden>".to_owned())]);
        let open = |mine| Seen { change: sample(ChangeState::Open), idea: samples::idea(IdeaState::InReview), by: "Sam".into(), mine };
        let mut pages: Vec<Self> = ChangeState::ALL
            .iter()
            .map(|state| Self::new(tr, &Seen { change: sample(*state), ..open(true) }, samples::noon(5), &Values::new(), &[]))
            .collect();
        let mut whole = open(true);
        whole.change.part = None;
        pages.extend([
            Self::new(tr, &open(false), samples::noon(5), &Values::new(), &[]),
            Self::new(tr, &whole, samples::noon(5), &Values::new(), &[]),
            Self::new(tr, &open(true), samples::noon(5), &typed, &errors),
        ]);
        pages
    }
}

/// A proposal in this state, for the samples.
pub(super) fn sample(state: ChangeState) -> Change {
    let before = Wording { title: "Tien bomen".into(), why: "Schaduw.".into(), ..Wording::default() };
    let proposed = Wording { title: "Acht bomen <in> het park".into(), cost: Some(Cents::euros(800)), ..before.clone() };
    let closed = state != ChangeState::Open;
    Change {
        id: ChangeId(1),
        idea: IdeaId(7),
        by: PersonId(1),
        became: state.changed_the_idea().then(|| proposed.clone()),
        before,
        proposed,
        part: Some(PartOff { title: "Bankjes".into(), why: "Om te zitten.".into() }),
        part_idea: state.changed_the_idea().then_some(IdeaId(8)),
        reason: "Er is plek voor acht bomen.".into(),
        at: samples::noon(2),
        due_at: samples::noon(16),
        state,
        answer: (state == ChangeState::Refused).then(|| "Liever tien.".into()),
        closed_at: closed.then(|| samples::noon(4)),
    }
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let seen = changes::see(&context, &visit.actor, ChangeId(*id)).await?;
    let tr = context.views.translator(visit.language);
    page(&context, &visit, &ChangePage::new(tr, &seen, context.now(), &Values::new(), &[]))
}

async fn decide(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = ChangeId(*id);
    let typed: Typed = fields.values();
    let version = fields.one("version").parse().map_err(|_| Error::refused(Message::new("error-form-changed")))?;
    let decision = match fields.one("decision") {
        "accept" => Decision::Accept,
        "refuse" => Decision::Refuse(fields.one("answer").to_owned()),
        "rewrite" => Decision::Rewrite(typed.clone()),
        _ => return Err(Error::refused(Message::new("error-form-changed"))),
    };
    match changes::decide(&context, &visit.actor, id, version, decision).await {
        Ok(_) => Ok(see_with(&context, &format!("/wijzigingen/{id}"), "ok", "flash-saved")),
        Err(error @ (Error::Invalid(_) | Error::Conflict)) => {
            let (status, errors) = match error {
                Error::Invalid(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
                _ => (StatusCode::CONFLICT, vec![FieldError::new("title", Message::new("error-change-meanwhile"))]),
            };
            let seen = changes::see(&context, &visit.actor, id).await?;
            let shown = ChangePage::new(context.views.translator(visit.language), &seen, context.now(), &kept(&typed), &errors);
            page_with(&context, &visit, status, &shown)
        }
        Err(error) => Err(error),
    }
}

/// What was typed by an owner who rewrites; taking or refusing types nothing that has to stay.
fn kept(typed: &Typed) -> Values {
    if typed.get("decision").is_some_and(|decision| decision == "rewrite") { typed.clone() } else { Values::new() }
}

/// A change that was made after a proposal.
#[derive(Debug, Serialize)]
struct Made {
    heading: String,
    reason: String,
    parts: Vec<Part>,
    part: Option<Link>,
}

/// How the words of an idea changed.
#[derive(Debug, Serialize)]
pub struct ChangesPage {
    id: IdeaId,
    name: String,
    made: Vec<Made>,
}

impl ChangesPage {
    fn new(tr: Translator<'_>, idea: &Idea, all: &[Change]) -> Self {
        let made = |change: &Change| Made {
            heading: tr.message(&Message::new("changes-on").with("date", long_date(change.closed_at.unwrap_or(change.at).day(), tr.language))),
            reason: change.reason.clone(),
            parts: parts(tr, &change.before, change.became.as_ref().unwrap_or(&change.proposed)),
            part: change.part.as_ref().zip(change.part_idea).map(|(part, id)| Link {
                label: part.title.clone(),
                href: format!("/ideeen/{id}"),
                current: false,
            }),
        };
        Self { id: idea.id, name: idea.title.clone(), made: all.iter().map(made).collect() }
    }
}

impl Page for ChangesPage {
    const TEMPLATE: &'static str = "pages/changes";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("changes-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::name(self.name.clone(), format!("/ideeen/{}", self.id)),
            Crumb::text("changes-title", format!("/ideeen/{}/wijzigingen", self.id)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let idea = samples::idea(IdeaState::InReview);
        let whole = Change { part: None, part_idea: None, ..sample(ChangeState::Rewritten) };
        vec![Self::new(tr, &idea, &[]), Self::new(tr, &idea, &[sample(ChangeState::Accepted), whole])]
    }
}

async fn history(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let (idea, changes) = changes::history(&context, IdeaId(*id)).await?;
    page(&context, &visit, &ChangesPage::new(context.views.translator(visit.language), &idea, &changes))
}
