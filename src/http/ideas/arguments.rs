//! Arguments for and against an idea.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::arguments::{self, Arguments, Ruling};
use crate::domain::argument::{MAX_BODY, Shown, Side};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{ArgumentId, IdeaId, PersonId};
use crate::domain::person::REVIEWERS;
use crate::domain::review::MAX_REASON;
use crate::domain::time::long_date;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::limits::Rule;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::arguments::Argument;
use crate::storage::ideas::Idea;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::word;
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let staff = Access::Roles(REVIEWERS);
    routes
        .get("/ideeen/{id:[0-9]+}/argumenten", Access::Anyone, show)
        .post("/ideeen/{id:[0-9]+}/argumenten", Access::SignedIn, give)
        .get("/argumenten/{id:[0-9]+}", Access::SignedIn, one)
        .post("/argumenten/{id:[0-9]+}/melden", Access::SignedIn, report)
        .post("/argumenten/{id:[0-9]+}/bezwaar", Access::SignedIn, object)
        .get("/werk/argumenten", staff, desk)
        .post("/werk/argumenten/{id:[0-9]+}", staff, rule)
}

/// An argument on a page.
#[derive(Debug, Serialize)]
struct Line {
    id: ArgumentId,
    by: String,
    side: String,
    body: Option<String>,
    hidden: Option<String>,
    object: bool,
    own: bool,
}

fn line(tr: Translator<'_>, argument: &Argument, name: &str, reader: Option<PersonId>) -> Line {
    let course = argument.course();
    let date = long_date(argument.at.day(), tr.language);
    let shown = course.shown() == Shown::Whole;
    let own = reader == Some(argument.author_id);
    Line {
        id: argument.id,
        by: tr.message(&Message::new("argument-by").with("name", name).with("date", date)),
        side: word(tr, "argument-side", argument.side.as_str()),
        body: shown.then(|| argument.body.clone()),
        hidden: argument.hidden_reason.clone().filter(|_| !shown),
        object: own && course.may_object(),
        own,
    }
}

/// The arguments about an idea, side by side.
#[derive(Debug, Serialize)]
pub struct ArgumentsPage {
    id: IdeaId,
    name: String,
    pro: Vec<Line>,
    con: Vec<Line>,
    signed_in: bool,
    side: Field,
    body: Field,
    errors: Vec<SummaryLine>,
}

impl ArgumentsPage {
    fn new(tr: Translator<'_>, found: &Arguments, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "argument", values, errors);
        let of = |side: Side| {
            let lines = found.all.iter().filter(|(argument, _)| argument.side == side);
            lines.map(|(argument, name)| line(tr, argument, name, found.reader)).collect()
        };
        Self {
            id: found.idea.id,
            name: found.idea.title.clone(),
            pro: of(Side::For),
            con: of(Side::Against),
            signed_in: found.reader.is_some(),
            side: form.choice("side", Side::ALL.iter().map(|side| (side.as_str().to_owned(), word(tr, "argument-side", side.as_str())))),
            body: form.field("body").max(MAX_BODY).rows(4),
            errors: form.summary(),
        }
    }
}

fn crumbs(id: IdeaId, name: &str) -> Vec<Crumb> {
    vec![Crumb::text("nav-home", "/"), Crumb::name(name, format!("/ideeen/{id}")), Crumb::text("arguments-title", format!("/ideeen/{id}/argumenten"))]
}

fn sample(id: i64, side: Side) -> Argument {
    Argument {
        id: ArgumentId(id),
        idea_id: IdeaId(7),
        author_id: PersonId(id),
        side,
        body: "Meer <schaduw> in de zomer.".into(),
        at: samples::noon(3),
        hidden_by: None,
        hidden_reason: None,
        objection: None,
        restored: None,
        checked_at: None,
    }
}

fn sample_hidden(id: i64) -> Argument {
    Argument { hidden_by: Some(PersonId(9)), hidden_reason: Some("Dit is een scheldwoord.".into()), ..sample(id, Side::Against) }
}

impl Page for ArgumentsPage {
    const TEMPLATE: &'static str = "pages/arguments";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("arguments-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(self.id, &self.name)
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let all = vec![(sample(1, Side::For), "Anna".to_owned()), (sample(2, Side::Against), "Bo".to_owned()), (sample_hidden(3), "Cor".to_owned())];
        let found = |reader| Arguments { idea: samples::idea(IdeaState::InReview), all: all.clone(), reader };
        let none = Arguments { all: Vec::new(), ..found(None) };
        let errors = [FieldError::new("body", Message::new("error-empty"))];
        vec![
            Self::new(tr, &found(None), &Values::new(), &[]),
            Self::new(tr, &found(Some(PersonId(3))), &Values::new(), &errors),
            Self::new(tr, &none, &Values::new(), &[]),
        ]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let found = arguments::about(&context, &visit.actor, IdeaId(*id)).await?;
    page(&context, &visit, &ArgumentsPage::new(context.views.translator(visit.language), &found, &Values::new(), &[]))
}

async fn give(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    context.limits.count(Rule::Write, visit.address)?;
    let id = IdeaId(*id);
    let done = match fields.one("side").parse::<Side>() {
        Ok(side) => arguments::give(&context, &visit.actor, id, side, fields.one("body").to_owned()).await,
        Err(_) => Err(Error::Invalid(vec![FieldError::new("side", Message::new("error-argument-side"))])),
    };
    match done {
        Ok(()) => Ok(see_with(&context, &format!("/ideeen/{id}/argumenten"), "ok", "flash-sent")),
        Err(Error::Invalid(errors)) => {
            let found = arguments::about(&context, &visit.actor, id).await?;
            let shown = ArgumentsPage::new(context.views.translator(visit.language), &found, &fields.values(), &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

/// One argument: to report it, or to object when it is one's own and hidden.
#[derive(Debug, Serialize)]
pub struct ArgumentPage {
    idea: IdeaId,
    name: String,
    argument: Line,
    reason: Field,
    objection: Field,
    errors: Vec<SummaryLine>,
}

impl ArgumentPage {
    fn new(tr: Translator<'_>, argument: &Argument, idea: &Idea, reader: Option<PersonId>, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "argument", values, errors);
        Self {
            idea: idea.id,
            name: idea.title.clone(),
            // Who gave it is on the page it comes from.
            argument: line(tr, argument, "", reader),
            reason: form.field("reason").max(MAX_BODY).rows(3),
            objection: form.field("objection").max(MAX_BODY).rows(4),
            errors: form.summary(),
        }
    }
}

impl Page for ArgumentPage {
    const TEMPLATE: &'static str = "pages/argument";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("argument-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(self.idea, &self.name)
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let idea = samples::idea(IdeaState::InReview);
        let errors = [FieldError::new("reason", Message::new("error-empty"))];
        vec![
            Self::new(tr, &sample(1, Side::For), &idea, Some(PersonId(2)), &Values::new(), &errors),
            Self::new(tr, &sample_hidden(3), &idea, Some(PersonId(3)), &Values::new(), &[]),
            Self::new(tr, &sample(1, Side::For), &idea, Some(PersonId(1)), &Values::new(), &[]),
        ]
    }
}

async fn one(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let (argument, idea) = arguments::one(&context, ArgumentId(*id)).await?;
    let tr = context.views.translator(visit.language);
    page(&context, &visit, &ArgumentPage::new(tr, &argument, &idea, visit.actor.person(), &Values::new(), &[]))
}

/// Back to the arguments, or the form again with what was typed.
async fn after(context: &Context, visit: &Visit, id: ArgumentId, fields: &Fields, done: Result<IdeaId>) -> Result<HttpResponse> {
    match done {
        Ok(idea) => Ok(see_with(context, &format!("/ideeen/{idea}/argumenten"), "ok", "flash-sent")),
        Err(Error::Invalid(errors)) => {
            let (argument, idea) = arguments::one(context, id).await?;
            let tr = context.views.translator(visit.language);
            let shown = ArgumentPage::new(tr, &argument, &idea, visit.actor.person(), &fields.values(), &errors);
            page_with(context, visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

async fn report(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    context.limits.count(Rule::Write, visit.address)?;
    let id = ArgumentId(*id);
    let done = arguments::report(&context, &visit.actor, id, fields.one("reason").to_owned()).await;
    after(&context, &visit, id, &fields, done).await
}

async fn object(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = ArgumentId(*id);
    let done = arguments::object(&context, &visit.actor, id, fields.one("objection").to_owned()).await;
    after(&context, &visit, id, &fields, done).await
}

/// An argument that waits for the gebiedsteam.
#[derive(Debug, Serialize)]
struct Waiting {
    id: ArgumentId,
    idea: String,
    side: String,
    body: String,
    reports: Vec<String>,
    hidden: Option<String>,
    objection: Option<String>,
    reason: Field,
}

/// The arguments that wait for the gebiedsteam.
#[derive(Debug, Serialize)]
pub struct ArgumentDeskPage {
    all: Vec<Waiting>,
    errors: Vec<SummaryLine>,
}

impl ArgumentDeskPage {
    fn new(tr: Translator<'_>, all: &[(Argument, Vec<String>)], typed: Option<(ArgumentId, &Values)>, errors: &[FieldError]) -> Self {
        let none = Values::new();
        let waiting = |(argument, reports): &(Argument, Vec<String>)| {
            let here = typed.filter(|(id, _)| *id == argument.id);
            let name = format!("reason-{}", argument.id);
            let values: Values = here.and_then(|(_, values)| values.get("reason")).map(|text| (name.clone(), text.clone())).into_iter().collect();
            let errors: Vec<FieldError> = if here.is_some() { errors.to_vec() } else { Vec::new() };
            let field = Form::new(tr, "ruling", &values, &errors).field("reason").max(MAX_REASON).rows(3);
            let value = values.get(&name).cloned().unwrap_or_default();
            Waiting {
                id: argument.id,
                idea: format!("/ideeen/{}/argumenten", argument.idea_id),
                side: word(tr, "argument-side", argument.side.as_str()),
                body: argument.body.clone(),
                reports: reports.clone(),
                hidden: argument.hidden_reason.clone(),
                objection: argument.objection.clone(),
                reason: Field { id: name, value, ..field },
            }
        };
        let form = Form::new(tr, "ruling", &none, errors);
        let at = typed.map(|(id, _)| format!("reason-{id}"));
        let errors = form.summary().into_iter().map(|line| SummaryLine { id: at.clone().unwrap_or(line.id), text: line.text }).collect();
        Self { all: all.iter().map(waiting).collect(), errors }
    }
}

impl Page for ArgumentDeskPage {
    const TEMPLATE: &'static str = "pages/argument_desk";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("argument-desk-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("argument-desk-title", "/werk/argumenten")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let objected = Argument { objection: Some("Dat is een <citaat>.".into()), ..sample_hidden(3) };
        let all = vec![(sample(1, Side::For), vec!["Dit klopt niet.".to_owned()]), (objected, Vec::new())];
        let errors = [FieldError::new("reason", Message::new("error-empty"))];
        let typed = Values::from([("reason".to_owned(), "Te kort".to_owned())]);
        vec![Self::new(tr, &all, None, &[]), Self::new(tr, &all, Some((ArgumentId(1), &typed)), &errors), Self::new(tr, &[], None, &[])]
    }
}

async fn desk(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let all = arguments::desk(&context, &visit.actor).await?;
    page(&context, &visit, &ArgumentDeskPage::new(context.views.translator(visit.language), &all, None, &[]))
}

async fn rule(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = ArgumentId(*id);
    let why = fields.one("reason").to_owned();
    let ruling = match fields.one("ruling") {
        "leave" => Ruling::Leave,
        "hide" => Ruling::Hide(why),
        "back" => Ruling::Decide(true, why),
        "stays" => Ruling::Decide(false, why),
        _ => return Err(Error::refused(Message::new("error-form-changed"))),
    };
    match arguments::rule(&context, &visit.actor, id, ruling).await {
        Ok(()) => Ok(see_with(&context, "/werk/argumenten", "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => {
            let all = arguments::desk(&context, &visit.actor).await?;
            let values = fields.values();
            let shown = ArgumentDeskPage::new(context.views.translator(visit.language), &all, Some((id, &values)), &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}
