//! What became of what somebody gave, how often they hear of it, and ending the mail about one idea
//! with the link under it.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::ideas::news::{self, Gifts, Given, Wish};
use crate::domain::event::{NewEvent, Subject};
use crate::domain::idea::{IdeaState, Part};
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::news::Pace;
use crate::domain::time::long_date;
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::forms::{OneClick, Posted};
use crate::http::respond::{page, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::events::Event;
use crate::storage::ideas::Idea;
use crate::views::form::{Field, Form, Values};
use crate::views::words::{Badge, idea_state, word};
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/mijn/gegeven", Access::SignedIn, show)
        .post("/mijn/gegeven", Access::SignedIn, wish)
        .get("/afmelden/alles/{person:[0-9]+}/{link:[0-9a-f]{64}}", Access::Anyone, stopping_all)
        .post("/afmelden/alles/{person:[0-9]+}/{link:[0-9a-f]{64}}", Access::Anyone, stop_all)
        .get("/afmelden/{idea:[0-9]+}/{person:[0-9]+}/{link:[0-9a-f]{64}}", Access::Anyone, stopping)
        .post("/afmelden/{idea:[0-9]+}/{person:[0-9]+}/{link:[0-9a-f]{64}}", Access::Anyone, stop)
}

/// An idea somebody gave something to.
#[derive(Debug, Serialize)]
struct Line {
    id: IdeaId,
    title: String,
    href: String,
    badge: Badge,
    gave: String,
    last: Option<String>,
    reason: Option<String>,
    muted: bool,
    /// No mail that could be stopped: who makes it hears everything, who only helped or argued follows nothing.
    silent: bool,
}

fn line(tr: Translator<'_>, given: &Given) -> Line {
    let parts = given.parts.iter().map(|part| word(tr, "part", part.as_str()));
    let more = [("part-owner", given.own), ("part-hands", given.helps), ("part-argument", given.argued)];
    let gave: Vec<String> = more.into_iter().filter(|(_, has)| *has).map(|(key, _)| tr.text(key)).chain(parts).collect();
    let last = given.last.as_ref().map(|event| {
        let what = word(tr, "event", &event.what.action);
        tr.message(&Message::new("given-last").with("what", what).with("date", long_date(event.what.at.day(), tr.language)))
    });
    Line {
        id: given.idea.id,
        title: given.idea.title.clone(),
        href: format!("/ideeen/{}", given.idea.id),
        badge: idea_state(tr, given.idea.state),
        gave: gave.join(", "),
        last,
        reason: given.last.as_ref().and_then(|event| event.what.reason.clone()),
        muted: given.muted,
        silent: given.own || given.parts.is_empty() || given.parts.contains(&Part::CoAuthor),
    }
}

/// What became of what somebody gave.
#[derive(Debug, Serialize)]
pub struct GivenPage {
    ideas: Vec<Line>,
    pace: Field,
}

impl GivenPage {
    fn new(tr: Translator<'_>, gifts: &Gifts) -> Self {
        let values = Values::from([("pace".to_owned(), gifts.pace.as_str().to_owned())]);
        let form = Form::new(tr, "given", &values, &[]);
        let pace = form.choice("pace", Pace::ALL.iter().map(|pace| (pace.as_str().to_owned(), word(tr, "pace", pace.as_str()))));
        Self { ideas: gifts.ideas.iter().map(|given| line(tr, given)).collect(), pace }
    }
}

impl Page for GivenPage {
    const TEMPLATE: &'static str = "pages/given";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("given-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-mine", "/mijn"), Crumb::text("given-title", "/mijn/gegeven")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let event = samples::event(Subject::Idea, "idea.publish_feasible", "gebiedsteam", None, Some("Het <kan>."));
        let given = |parts: &[Part], last: Option<&Event>, muted| Given {
            idea: samples::idea(IdeaState::Feasible),
            own: parts.is_empty(),
            helps: parts.len() > 1,
            argued: parts.len() > 1,
            parts: parts.to_vec(),
            last: last.cloned(),
            muted,
        };
        let quiet = Event { what: NewEvent { reason: None, ..event.what.clone() }, ..event.clone() };
        let all = vec![
            given(&[], Some(&event), false),
            given(Part::ALL, Some(&quiet), false),
            given(&[Part::Supporter], Some(&event), true),
            given(&[Part::Supporter], None, false),
        ];
        vec![Self::new(tr, &Gifts { ideas: all, pace: Pace::Weekly }), Self::new(tr, &Gifts::default())]
    }
}

async fn show(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let gifts = news::gifts(&context, &visit.actor).await?;
    page(&context, &visit, &GivenPage::new(context.views.translator(visit.language), &gifts))
}

/// One of the three forms of the page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wishes {
    pace: Option<Pace>,
    mute: Option<IdeaId>,
    unmute: Option<IdeaId>,
}

async fn wish(context: web::Data<Context>, visit: Visit, form: Posted<Wishes>) -> Result<HttpResponse> {
    let form = form.0;
    let wishes = [form.pace.map(Wish::Pace), form.mute.map(Wish::Mute), form.unmute.map(Wish::Unmute)];
    for wish in wishes.into_iter().flatten() {
        news::wish(&context, &visit.actor, wish).await?;
    }
    Ok(see_with(&context, "/mijn/gegeven", "ok", "flash-saved"))
}

/// Ending the mail about one idea, or all of it.
#[derive(Debug, Serialize)]
pub struct StopPage {
    path: String,
    name: Option<String>,
    stopped: bool,
}

impl StopPage {
    fn new(idea: Option<&Idea>, stopped: bool, path: String) -> Self {
        Self { path, name: idea.map(|idea| idea.title.clone()), stopped }
    }
}

impl Page for StopPage {
    const TEMPLATE: &'static str = "pages/mail_stop";
    const NAV: Nav = Nav::Elsewhere;

    fn title(&self) -> Message {
        Message::new("mailstop-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("mailstop-title", self.path.clone())]
    }

    fn samples(_: Translator<'_>) -> Vec<Self> {
        let idea = samples::idea(IdeaState::Feasible);
        let all = [(Some(&idea), false), (Some(&idea), true), (None, false), (None, true)];
        all.into_iter().map(|(idea, stopped)| Self::new(idea, stopped, "/afmelden/7/1/00".into())).collect()
    }
}

async fn stopping(context: web::Data<Context>, visit: Visit, path: web::Path<(i64, i64, String)>) -> Result<HttpResponse> {
    let (idea, person, link) = path.into_inner();
    let (idea, stopped) = news::stopping(&context, IdeaId(idea), PersonId(person), &link).await?;
    let path = format!("/afmelden/{}/{person}/{link}", idea.id);
    page(&context, &visit, &StopPage::new(Some(&idea), stopped, path))
}

async fn stop(context: web::Data<Context>, path: web::Path<(i64, i64, String)>, how: OneClick) -> Result<HttpResponse> {
    let (idea, person, link) = path.into_inner();
    news::stop(&context, IdeaId(idea), PersonId(person), &link).await?;
    Ok(stopped(&context, &format!("/afmelden/{idea}/{person}/{link}"), how))
}

async fn stopping_all(context: web::Data<Context>, visit: Visit, path: web::Path<(i64, String)>) -> Result<HttpResponse> {
    let (person, link) = path.into_inner();
    let stopped = news::stopping_all(&context, PersonId(person), &link).await?;
    page(&context, &visit, &StopPage::new(None, stopped, format!("/afmelden/alles/{person}/{link}")))
}

async fn stop_all(context: web::Data<Context>, path: web::Path<(i64, String)>, how: OneClick) -> Result<HttpResponse> {
    let (person, link) = path.into_inner();
    news::stop_all(&context, PersonId(person), &link).await?;
    Ok(stopped(&context, &format!("/afmelden/alles/{person}/{link}"), how))
}

fn stopped(context: &Context, path: &str, how: OneClick) -> HttpResponse {
    match how {
        OneClick::Form => see_with(context, path, "ok", "flash-done"),
        OneClick::Program => HttpResponse::Ok().finish(),
    }
}
