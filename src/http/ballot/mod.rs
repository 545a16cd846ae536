//! The ballot in the booth: a plain form that is saved as a whole, or with JavaScript at each tick.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::access::Access;
use super::booth::{crumbs, how_many, keep_open, outside, ticket, voter};
use super::forms::Fields;
use super::respond::{page_with, see_with};
use super::routes::Routes;
use super::tablet;
use super::visit::Visit;
use crate::app::Context;
use crate::app::voting::{self, OwnBallot, Ticket};
use crate::domain::ballot::{BallotText, Choices};
use crate::domain::ids::IdeaId;
use crate::domain::money::Cents;
use crate::domain::rules::BallotForm;
use crate::domain::time::long_time;
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

use plans::{Filter, Plan, Ranked};

mod fields;
mod plans;
mod samples;

pub(in crate::http) use samples::{sample, sample_booth, sample_plans, sample_round};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/rondes/{slug}/stembiljet", Access::Anyone, show).post("/rondes/{slug}/stembiljet", Access::Anyone, save)
}

/// What `partials/vote_state` takes.
#[derive(Debug, Serialize)]
struct VoteState {
    counts: bool,
    head: String,
    head_some: String,
    head_none: String,
    text: String,
    saving: String,
    saved: String,
    offline: String,
    moved: String,
    too_many: String,
}

/// The ballot.
#[derive(Debug, Serialize)]
pub struct BallotPage {
    round_name: String,
    action: String,
    done: String,
    /// Seconds without a touch after which the booth closes, on a shared tablet.
    idle: Option<u32>,
    lead: String,
    vote: VoteState,
    limits: Limits,
    /// Plans chosen, or points given.
    count: u32,
    of: String,
    left: String,
    /// Plans are ticked.
    ticks: bool,
    /// Plans are put in order.
    ranking: bool,
    /// The voter's own order.
    ranked: Vec<Ranked>,
    search: Field,
    theme: Field,
    wijk: Field,
    filtered: bool,
    plans: Vec<Plan>,
    errors: Vec<SummaryLine>,
    #[serde(skip)]
    slug: String,
}

/// What app.js keeps to while the voter chooses.
#[derive(Debug, Serialize)]
struct Limits {
    /// Least number of plans before the ballot counts.
    min: u32,
    /// Most plans in all, or points; as many as there are when only the money or the theme limits it.
    max: u32,
    /// Most plans in a theme.
    per_theme: Option<u32>,
    /// The money, in cents, when the ballot is filled up to it.
    budget: Option<i64>,
    /// Most points for one plan.
    points: Option<u32>,
}

/// What stands in the form: what was read, as it was typed, and what is wrong with it.
#[derive(Default)]
struct Filled {
    choices: Choices,
    typed: Values,
    errors: Vec<FieldError>,
    /// On a shared tablet.
    shared: bool,
}

impl BallotPage {
    fn new(tr: Translator<'_>, own: &OwnBallot, filled: &Filled, filter: &Filter) -> Self {
        let (rules, chosen, errors) = (&own.round.rules, &filled.choices, filled.errors.as_slice());
        let asked = [("q", &filter.q), ("thema", &filter.thema), ("wijk", &filter.wijk)];
        let values = asked.map(|(name, value)| (name.to_owned(), value.clone())).into();
        let form = Form::new(tr, "ballot", &values, errors);
        let all = |key: &str| std::iter::once((String::new(), tr.text(key)));
        let themes = rules.themes.iter().map(|theme| (theme.slug.clone(), theme.name.clone()));
        let wijken = plans::wijken(&own.text).into_iter().map(|name| (name.clone(), name));
        let limits = Limits::new(&own.text);
        let of = match &own.text.form {
            BallotForm::Choose { max, .. } => Message::new("ballot-count-of").with("max", max),
            BallotForm::ChoosePerTheme { max } => Message::new("ballot-count-theme").with("max", max),
            BallotForm::FillBudget => Message::new("ballot-count"),
            BallotForm::Points { total, .. } => Message::new("ballot-count-points").with("max", total),
            BallotForm::Ranking { points } => Message::new("ballot-count-ranking").with("max", points.len()),
        };
        let in_order = own.order.iter().filter_map(|place| own.text.plans.get(*place));
        let shown = in_order.filter(|plan| chosen.contains(plan.id) || filter.shows(plan));
        Self {
            round_name: own.round.name.clone(),
            action: format!("/rondes/{}/stembiljet", own.round.slug),
            done: format!("/rondes/{}/stemmen/klaar", own.round.slug),
            idle: filled.shared.then_some(tablet::IDLE_SECONDS),
            lead: tr.message(&how_many(rules, Some(own.text.plans.len()), &own.text.budget.to_string())),
            vote: vote_state(tr, own, !errors.is_empty()),
            count: if limits.points.is_some() { chosen.sum() } else { u32::try_from(chosen.len()).unwrap_or(u32::MAX) },
            of: tr.message(&of),
            left: limits.budget.and_then(|budget| Cents(budget).minus(spent(&own.text, chosen))).map_or_else(String::new, |left| left.to_string()),
            ticks: !own.text.form.gives_points(),
            ranking: matches!(own.text.form, BallotForm::Ranking { .. }),
            ranked: plans::ranked(own, chosen),
            limits,
            search: form.field("q").kind("search", Some("off")).max(80).quiet(),
            theme: form.choice("thema", all("ballot-all-themes").chain(themes)).quiet(),
            wijk: form.choice("wijk", all("ballot-all-wijken").chain(wijken)).quiet(),
            filtered: filter.is_on(),
            plans: shown.map(|plan| plans::shown(tr, own, plan, chosen, &filled.typed, errors)).collect(),
            errors: form.summary(),
            slug: own.round.slug.clone(),
        }
    }
}

impl BallotPage {
    /// An empty ballot for a tablet without a connection, where no code was typed yet.
    pub(in crate::http) fn of_tablet(tr: Translator<'_>, own: &OwnBallot) -> Self {
        Self::new(tr, own, &Filled { shared: true, ..Filled::default() }, &Filter::default())
    }
}

impl Limits {
    fn new(text: &BallotText) -> Self {
        let all = u32::try_from(text.plans.len()).unwrap_or(u32::MAX);
        let none = Self { min: 1, max: all, per_theme: None, budget: None, points: None };
        match &text.form {
            BallotForm::Choose { min, max } => Self { min: *min, max: *max, ..none },
            BallotForm::ChoosePerTheme { max } => Self { per_theme: Some(*max), ..none },
            BallotForm::FillBudget => Self { budget: Some(text.budget.0), ..none },
            BallotForm::Points { total, max } => Self { max: *total, points: Some(*max), ..none },
            BallotForm::Ranking { points } => Self { max: u32::try_from(points.len()).unwrap_or(u32::MAX), ..none },
        }
    }
}

fn spent(text: &BallotText, chosen: &Choices) -> Cents {
    Cents::sum(text.plans.iter().filter(|plan| chosen.contains(plan.id)).map(|plan| plan.cost))
}

/// What app.js fills in, in the sentences it says.
const FILLED_IN: [&str; 6] = ["n", "max", "time", "left", "plan", "place"];

/// What holds now, in the database: the page never says that something counts which does not.
fn vote_state(tr: Translator<'_>, own: &OwnBallot, refused: bool) -> VoteState {
    let saved = own.saved.clone().unwrap_or_default();
    let needed = own.text.still_needed(&saved);
    let counts = own.saved.is_some() && needed == 0;
    let count = saved.len();
    let head_some = tr.text("ballot-counts");
    let head_none = match own.text.form {
        BallotForm::Choose { min, .. } if min > 1 => tr.message(&Message::new("ballot-counts-not-yet").with("min", min)),
        _ => tr.text("ballot-no-vote"),
    };
    let until = long_time(own.window.ends, tr.language);
    let kept = match own.text.form {
        BallotForm::Points { .. } => Message::new("ballot-saved-points").with("points", saved.sum()),
        _ => Message::new("ballot-saved"),
    };
    let text = match (refused, counts) {
        (true, true) => Message::new("ballot-refused-earlier-counts").with("n", count).with("until", until),
        (true, false) => Message::new("ballot-refused-nothing-counts").with("until", until),
        (false, true) => kept.with("n", count).with("until", until),
        (false, false) => Message::new("ballot-until").with("until", until),
    };
    let too_many = match own.text.form {
        BallotForm::Choose { .. } | BallotForm::Ranking { .. } => "ballot-js-too-many",
        BallotForm::Points { .. } => "ballot-js-too-many-points",
        BallotForm::ChoosePerTheme { .. } => "ballot-js-too-many-in-theme",
        BallotForm::FillBudget => "ballot-js-over-budget",
    };
    let for_script =
        |key: &'static str| tr.message(&FILLED_IN.iter().fold(Message::new(key), |message, name| message.with(name, format!("{{{name}}}"))));
    let saved_key = if matches!(own.text.form, BallotForm::Points { .. }) { "ballot-js-saved-points" } else { "ballot-js-saved" };
    VoteState {
        counts,
        head: if counts { head_some.clone() } else { head_none.clone() },
        head_some,
        head_none,
        text: tr.message(&text),
        saving: tr.text("ballot-js-saving"),
        saved: for_script(saved_key),
        offline: tr.text("ballot-js-offline"),
        moved: for_script("ballot-js-moved"),
        too_many: for_script(too_many),
    }
}

impl Page for BallotPage {
    const TEMPLATE: &'static str = "pages/ballot";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("ballot-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut crumbs = crumbs(&self.round_name, &self.slug);
        crumbs.push(Crumb::text("ballot-crumb", self.action.clone()));
        crumbs
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let chosen = Choices::ticks([IdeaId(1)]);
        let mut saved = sample(BallotForm::Choose { min: 2, max: 10 });
        saved.saved = Some(chosen.clone());
        let error = [FieldError::new("plannen", Message::new("error-ballot-too-many").with("chosen", 3).with("max", 2).with("n", 1))];
        let filter = Filter { q: "boom".into(), ..Filter::default() };
        let filled = |choices: &Choices| Filled { choices: choices.clone(), ..Filled::default() };
        let refused = Filled { errors: error.into(), ..filled(&chosen) };
        let points = Choices::given([(IdeaId(1), 6)]);
        let over = [FieldError::new("punten_1", Message::new("error-ballot-points-for-one").with("plan", "Bomen").with("given", 6).with("max", 5))];
        let over = Filled { errors: over.into(), ..filled(&points) };
        let made = |form, filled: &Filled| Self::new(tr, &sample(form), filled, &Filter::default());
        vec![
            made(BallotForm::Choose { min: 1, max: 10 }, &Filled::default()),
            Self::new(tr, &saved, &filled(&chosen), &filter),
            made(BallotForm::FillBudget, &Filled { shared: true, ..filled(&chosen) }),
            made(BallotForm::ChoosePerTheme { max: 3 }, &refused),
            made(BallotForm::Points { total: 10, max: 5 }, &over),
            made(BallotForm::Ranking { points: vec![3, 2, 1] }, &filled(&Choices::ranked([IdeaId(2), IdeaId(1)]))),
        ]
    }
}

async fn show(
    context: web::Data<Context>,
    visit: Visit,
    request: HttpRequest,
    slug: web::Path<String>,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let booth = voting::booth(&context, slug.to_string()).await?;
    let Some(ticket) = ticket(&context, &request, &booth) else { return Ok(outside(&context, &booth.round.slug)) };
    let own = voting::own_ballot(&context, &ticket, visit.language).await?;
    let shared = tablet::is_shared(&context, &request, ticket.round);
    let filled = Filled { choices: own.saved.clone().unwrap_or_default(), shared, ..Filled::default() };
    let shown = BallotPage::new(context.views.translator(visit.language), &own, &filled, &filter);
    keep_page(&context, &request, &ticket, &slug, page_with(&context, &visit, StatusCode::OK, &shown)?)
}

async fn save(context: web::Data<Context>, visit: Visit, request: HttpRequest, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let quiet = wants_json(&request);
    let Some(ticket) = voter(&context, &request, &slug).await? else {
        let booth = voting::booth(&context, slug.into_inner()).await?;
        return if quiet { Err(Error::Forbidden) } else { Ok(outside(&context, &booth.round.slug)) };
    };
    let filter = Filter { q: fields.one("q").to_owned(), thema: fields.one("thema").to_owned(), wijk: fields.one("wijk").to_owned() };
    let frozen = voting::frozen_ballot(&context, ticket.round).await?;
    let (choices, cast) = match fields::read(&frozen.text.form, &fields) {
        Ok(choices) => (choices.clone(), voting::cast(&context, &ticket, &choices, visit.language).await),
        Err(errors) => (Choices::default(), Err(Error::Invalid(errors))),
    };
    match cast {
        Ok(()) if quiet => keep_open(&context, &request, &ticket, HttpResponse::Ok().json(serde_json::json!({ "saved": choices.len() }))),
        Ok(()) => {
            let path = format!("/rondes/{slug}/stembiljet{}", filter.query());
            keep_open(&context, &request, &ticket, see_with(&context, &path, "ok", "flash-vote-saved"))
        }
        Err(Error::Invalid(errors)) if quiet => Ok(HttpResponse::UnprocessableEntity().json(serde_json::json!({ "errors": errors.len() }))),
        Err(Error::Invalid(errors)) => {
            let own = voting::own_ballot(&context, &ticket, visit.language).await?;
            let filled = Filled { choices, typed: fields.values(), errors, shared: tablet::is_shared(&context, &request, ticket.round) };
            let shown = BallotPage::new(context.views.translator(visit.language), &own, &filled, &filter);
            keep_page(&context, &request, &ticket, &slug, page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)?)
        }
        Err(error) => Err(error),
    }
}

/// A page that keeps the booth open; on a shared tablet it closes by itself.
fn keep_page(context: &Context, request: &HttpRequest, ticket: &Ticket, slug: &str, mut answer: HttpResponse) -> Result<HttpResponse> {
    if tablet::is_shared(context, request, ticket.round) {
        tablet::leaves(&mut answer, slug)?;
    }
    keep_open(context, request, ticket, answer)
}

fn wants_json(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("application/json"))
}
