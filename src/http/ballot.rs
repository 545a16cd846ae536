//! The ballot in the booth: a plain form that is saved as a whole, or with JavaScript at each tick.

use std::collections::BTreeSet;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::booth::{crumbs, how_many, keep_open, outside, ticket, voter};
use super::forms::Fields;
use super::respond::{page_with, see_with};
use super::routes::Routes;
use super::visit::Visit;
use crate::app::Context;
use crate::app::voting::{self, Booth, OwnBallot};
use crate::domain::advies::Stance;
use crate::domain::ballot::{BallotPlan, BallotText, Choices};
use crate::domain::ids::{AdviesId, GebiedId, IdeaId, RoundId, WijkId};
use crate::domain::money::Cents;
use crate::domain::outcome::RoundStatus;
use crate::domain::phase::Schedule;
use crate::domain::rules::{BallotForm, Rules, Template};
use crate::domain::text::search_form;
use crate::domain::time::{Instant, Window, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::storage::rounds::Round;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/rondes/{slug}/stembiljet", Access::Anyone, show).post("/rondes/{slug}/stembiljet", Access::Anyone, save)
}

/// The longest summary of a plan on the ballot, in characters.
const SUMMARY: usize = 220;

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
    too_many: String,
}

#[derive(Debug, Serialize)]
struct Advies {
    text: String,
    href: String,
}

#[derive(Debug, Serialize)]
struct Plan {
    id: String,
    value: String,
    title: String,
    summary: String,
    theme: String,
    theme_name: String,
    cost: String,
    cents: i64,
    checked: bool,
    href: String,
    search: String,
    advies: Vec<Advies>,
}

/// The ballot.
#[derive(Debug, Serialize)]
pub struct BallotPage {
    round_name: String,
    action: String,
    done: String,
    lead: String,
    vote: VoteState,
    /// Least number of plans before the ballot counts.
    min: u32,
    /// Most plans in all; as many as there are when only the money or the theme limits it.
    max: u32,
    /// Most plans in a theme.
    per_theme: Option<u32>,
    /// The money, in cents, when the ballot is filled up to it.
    budget: Option<i64>,
    count: usize,
    of: String,
    left: String,
    search: Field,
    theme: Field,
    filtered: bool,
    plans: Vec<Plan>,
    errors: Vec<SummaryLine>,
    #[serde(skip)]
    slug: String,
}

/// What a filter shows; chosen plans are always shown.
#[derive(Debug, Default, Clone, Deserialize)]
struct Filter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    thema: String,
}

impl Filter {
    fn is_on(&self) -> bool {
        !self.q.trim().is_empty() || !self.thema.is_empty()
    }

    fn shows(&self, plan: &BallotPlan) -> bool {
        let text = search_form(&format!("{} {}", plan.title, plan.summary));
        let words_fit = search_form(&self.q).split(' ').all(|word| text.contains(word));
        words_fit && (self.thema.is_empty() || plan.theme.as_deref() == Some(self.thema.as_str()))
    }

    fn query(&self) -> String {
        if self.is_on() {
            serde_html_form::to_string([("q", &self.q), ("thema", &self.thema)]).map_or_else(|_| String::new(), |q| format!("?{q}"))
        } else {
            String::new()
        }
    }
}

impl BallotPage {
    fn new(tr: Translator<'_>, own: &OwnBallot, chosen: &Choices, errors: &[FieldError], filter: &Filter) -> Self {
        let rules = &own.round.rules;
        let values = Values::from([("q".into(), filter.q.clone()), ("thema".into(), filter.thema.clone())]);
        let form = Form::new(tr, "ballot", &values, errors);
        let all_themes = std::iter::once((String::new(), tr.text("ballot-all-themes")));
        let themes = rules.themes.iter().map(|theme| (theme.slug.clone(), theme.name.clone()));
        let spent = spent(&own.text, chosen);
        let all = u32::try_from(own.text.plans.len()).unwrap_or(u32::MAX);
        let (min, max, per_theme, budget) = match own.text.form {
            BallotForm::Choose { min, max } => (min, max, None, None),
            BallotForm::ChoosePerTheme { max } => (1, all, Some(max), None),
            BallotForm::FillBudget => (1, all, None, Some(own.text.budget)),
        };
        let of = match own.text.form {
            BallotForm::Choose { max, .. } => Message::new("ballot-count-of").with("max", max),
            BallotForm::ChoosePerTheme { max } => Message::new("ballot-count-theme").with("max", max),
            BallotForm::FillBudget => Message::new("ballot-count"),
        };
        let plans = own.order.iter().filter_map(|place| own.text.plans.get(*place));
        let shown = plans.filter(|plan| chosen.0.contains(&plan.id) || filter.shows(plan));
        Self {
            round_name: own.round.name.clone(),
            action: format!("/rondes/{}/stembiljet", own.round.slug),
            done: format!("/rondes/{}/stemmen/klaar", own.round.slug),
            lead: tr.message(&how_many(rules, Some(own.text.plans.len()), &own.text.budget.to_string())),
            vote: vote_state(tr, own, !errors.is_empty()),
            min,
            max,
            per_theme,
            budget: budget.map(|budget| budget.0),
            count: chosen.0.len(),
            of: tr.message(&of),
            left: budget.and_then(|budget| budget.minus(spent)).map_or_else(String::new, |left| left.to_string()),
            search: form.field("q").kind("search", Some("off")).max(80).optional(),
            theme: form.choice("thema", all_themes.chain(themes)).optional(),
            filtered: filter.is_on(),
            plans: shown.map(|plan| plan_on_page(tr, own, plan, chosen)).collect(),
            errors: form.summary(),
            slug: own.round.slug.clone(),
        }
    }
}

fn spent(text: &BallotText, chosen: &Choices) -> Cents {
    Cents::sum(text.plans.iter().filter(|plan| chosen.0.contains(&plan.id)).map(|plan| plan.cost))
}

/// What holds now, in the database: the page never says that something counts which does not.
fn vote_state(tr: Translator<'_>, own: &OwnBallot, refused: bool) -> VoteState {
    let saved = own.saved.clone().unwrap_or_default();
    let needed = own.text.still_needed(&saved);
    let counts = own.saved.is_some() && needed == 0;
    let count = saved.0.len();
    let head_some = tr.text("ballot-counts");
    let head_none = match own.text.form {
        BallotForm::Choose { min, .. } if min > 1 => tr.message(&Message::new("ballot-counts-not-yet").with("min", min)),
        _ => tr.text("ballot-no-vote"),
    };
    let until = long_time(own.window.ends, tr.language);
    let text = match (refused, counts) {
        (true, true) => Message::new("ballot-refused-earlier-counts").with("n", count).with("until", until),
        (true, false) => Message::new("ballot-refused-nothing-counts").with("until", until),
        (false, true) => Message::new("ballot-saved").with("n", count).with("until", until),
        (false, false) => Message::new("ballot-until").with("until", until),
    };
    let too_many = match own.text.form {
        BallotForm::Choose { .. } => "ballot-js-too-many",
        BallotForm::ChoosePerTheme { .. } => "ballot-js-too-many-in-theme",
        BallotForm::FillBudget => "ballot-js-over-budget",
    };
    // `{n}`, `{max}`, `{time}` and `{left}` are filled in by app.js.
    let for_script =
        |key: &'static str| tr.message(&Message::new(key).with("n", "{n}").with("max", "{max}").with("time", "{time}").with("left", "{left}"));
    VoteState {
        counts,
        head: if counts { head_some.clone() } else { head_none.clone() },
        head_some,
        head_none,
        text: tr.message(&text),
        saving: tr.text("ballot-js-saving"),
        saved: for_script("ballot-js-saved"),
        too_many: for_script(too_many),
    }
}

fn plan_on_page(tr: Translator<'_>, own: &OwnBallot, plan: &BallotPlan, chosen: &Choices) -> Plan {
    let theme = plan.theme.as_deref().and_then(|slug| own.round.rules.theme(slug));
    let adviezen = own.adviezen.iter().filter(|(idea, ..)| *idea == plan.id);
    Plan {
        id: format!("plan-{}", plan.id),
        value: plan.id.to_string(),
        title: plan.title.clone(),
        summary: shortened(&plan.summary),
        theme: plan.theme.clone().unwrap_or_default(),
        theme_name: theme.map_or_else(|| tr.text("ballot-joker"), |theme| theme.name.clone()),
        cost: plan.cost.to_string(),
        cents: plan.cost.0,
        checked: chosen.0.contains(&plan.id),
        href: format!("/ideeen/{}", plan.id),
        search: search_form(&format!("{} {}", plan.title, plan.summary)),
        advies: adviezen
            .map(|(_, id, stance, title)| Advies {
                text: tr.message(&Message::new(stance_key(*stance)).with("title", title)),
                href: format!("/adviezen/{id}"),
            })
            .collect(),
    }
}

const fn stance_key(stance: Stance) -> &'static str {
    match stance {
        Stance::Positive => "ballot-advies-positive",
        Stance::Conditional => "ballot-advies-conditional",
        Stance::Negative => "ballot-advies-negative",
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SUMMARY {
        return text.to_owned();
    }
    let cut: String = text.chars().take(SUMMARY).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words} …")
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
        let chosen = Choices(BTreeSet::from([IdeaId(1)]));
        let mut saved = sample(BallotForm::Choose { min: 2, max: 10 });
        saved.saved = Some(chosen.clone());
        let error = [FieldError::new("plannen", Message::new("error-ballot-too-many").with("chosen", 3).with("max", 2).with("n", 1))];
        let filter = Filter { q: "boom".into(), thema: String::new() };
        vec![
            Self::new(tr, &sample(BallotForm::Choose { min: 1, max: 10 }), &Choices::default(), &[], &Filter::default()),
            Self::new(tr, &saved, &chosen, &[], &filter),
            Self::new(tr, &sample(BallotForm::FillBudget), &chosen, &[], &Filter::default()),
            Self::new(tr, &sample(BallotForm::ChoosePerTheme { max: 3 }), &chosen, &error, &Filter::default()),
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
    let booth = voting::booth(&context, slug.into_inner()).await?;
    let Some(ticket) = ticket(&context, &request, &booth) else { return Ok(outside(&context, &booth.round.slug)) };
    let own = voting::own_ballot(&context, &ticket, visit.language).await?;
    let chosen = own.saved.clone().unwrap_or_default();
    let shown = BallotPage::new(context.views.translator(visit.language), &own, &chosen, &[], &filter);
    keep_open(&context, &ticket, page_with(&context, &visit, StatusCode::OK, &shown)?)
}

async fn save(context: web::Data<Context>, visit: Visit, request: HttpRequest, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let quiet = wants_json(&request);
    let Some(ticket) = voter(&context, &request, &slug).await? else {
        let booth = voting::booth(&context, slug.into_inner()).await?;
        return if quiet { Err(Error::Forbidden) } else { Ok(outside(&context, &booth.round.slug)) };
    };
    let filter = Filter { q: fields.one("q").to_owned(), thema: fields.one("thema").to_owned() };
    // What is no number is no plan: it is refused with the plans that are not on the ballot.
    let choices = Choices(fields.all("plan").map(|value| value.parse().unwrap_or(IdeaId(0))).collect());
    match voting::cast(&context, &ticket, &choices, visit.language).await {
        Ok(()) if quiet => keep_open(&context, &ticket, HttpResponse::Ok().json(serde_json::json!({ "saved": choices.0.len() }))),
        Ok(()) => {
            let path = format!("/rondes/{slug}/stembiljet{}", filter.query());
            keep_open(&context, &ticket, see_with(&context, &path, "ok", "flash-vote-saved"))
        }
        Err(Error::Invalid(errors)) if quiet => Ok(HttpResponse::UnprocessableEntity().json(serde_json::json!({ "errors": errors.len() }))),
        Err(Error::Invalid(errors)) => {
            let own = voting::own_ballot(&context, &ticket, visit.language).await?;
            let shown = BallotPage::new(context.views.translator(visit.language), &own, &choices, &errors, &filter);
            keep_open(&context, &ticket, page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)?)
        }
        Err(error) => Err(error),
    }
}

fn wants_json(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("application/json"))
}

/// An invented round for samples.
pub(super) fn sample_round(rules: Rules) -> Round {
    Round {
        id: RoundId(1),
        slug: "de-wijert-2027".into(),
        name: "Wijkdeal De Wijert".into(),
        purpose: "Wat heeft De Wijert nodig?".into(),
        gebied: GebiedId(1),
        status: RoundStatus::Published,
        rules,
        schedule: Schedule::default(),
        inhabitants: 8_000,
        raadsbesluit: None,
        verdicts_at: None,
        stopped_reason: None,
        published_at: None,
        version: 1,
    }
}

fn sample_window() -> Window {
    let at = |text: &str| Instant::parse_local(text).unwrap_or_else(|_| Instant::from_naive_utc(chrono::NaiveDateTime::default()));
    Window { starts: at("2027-11-15T09:00"), ends: at("2027-11-30T20:00") }
}

/// An invented booth for samples.
pub(super) fn sample_booth() -> Booth {
    Booth {
        round: sample_round(Template::TopTen.rules()),
        window: sample_window(),
        open: true,
        wijken: vec![(WijkId(1), "De Wijert".into()), (WijkId(2), "Helpman".into())],
        holders: 0,
    }
}

fn sample(form: BallotForm) -> OwnBallot {
    let rules = Rules { ballot: form, ..Template::TopTen.rules() };
    let theme = rules.themes.first().map(|theme| theme.slug.clone());
    let plan = |id: i64, title: &str, theme: Option<String>| BallotPlan {
        id: IdeaId(id),
        title: title.into(),
        summary: "Samen fruitbomen planten. ".repeat(12),
        cost: Cents::euros(4_500),
        theme,
    };
    let plans = vec![plan(1, "Plukbomen <in> het plantsoen", theme), plan(2, "Een muziekkoepel", None)];
    OwnBallot {
        round: sample_round(rules),
        window: sample_window(),
        text: BallotText { plans, form, budget: Cents::euros(150_000) },
        saved: None,
        adviezen: vec![(IdeaId(1), AdviesId(1), Stance::Conditional, "Plant ook een notenboom".into())],
        order: vec![1, 0],
    }
}
