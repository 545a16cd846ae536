//! The public pages of rounds: the list, a round, its rules.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::rounds::{self, City, Overview, RoundPage as Shown, RulesPage as ShownRules};
use crate::domain::event::Subject;
use crate::domain::outcome::RoundStatus;
use crate::domain::phase::Phase;
use crate::domain::time::{long_date, long_time};
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::polling::{self, PlaceShown};
use crate::http::respond::page;
use crate::http::routes::Routes;
use crate::http::samples;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::secrets::hex;
use crate::storage::events::Event;
use crate::views::round::{
    Action, Badge, Busy, Fact, Figure, PhaseStep, RoundCard, action, badge, busy, card, money, phase_name, place_names, steps, time_left, until,
};
use crate::views::rules::{Section, in_words, say};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/rondes", Access::Public, list)
        .get("/rondes/{slug}", Access::Public, round)
        .get("/rondes/{slug}/spelregels", Access::Public, rules)
        .get("/rondes/{slug}/spelregels/{version:[0-9]+}.json", Access::Public, rules_text)
}

/// All rounds.
#[derive(Debug, Serialize)]
pub struct ListPage {
    now: Vec<RoundCard>,
    soon: Vec<RoundCard>,
    over: Vec<RoundCard>,
}

impl ListPage {
    fn new(tr: Translator<'_>, city: &City) -> Self {
        let cards = |wanted: &dyn Fn(&Overview) -> bool| city.rounds.iter().filter(|o| wanted(o)).map(|o| card(tr, o, city.now)).collect();
        let begun = |o: &Overview| o.round.schedule.windows().first().is_some_and(|(_, window)| window.starts <= city.now);
        let is_soon = |o: &Overview| o.round.status == RoundStatus::Published && !begun(o);
        let is_now = |o: &Overview| busy(o, city.now) != Busy::Quiet;
        let mut now: Vec<&Overview> = city.rounds.iter().filter(|o| is_now(o)).collect();
        now.sort_by_key(|o| busy(o, city.now));
        Self { now: now.into_iter().map(|o| card(tr, o, city.now)).collect(), soon: cards(&is_soon), over: cards(&|o| !is_now(o) && !is_soon(o)) }
    }
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "pages/rounds";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("rounds-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("rounds-title", "/rondes")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        samples::cities().iter().map(|city| Self::new(tr, city)).collect()
    }
}

/// Something that happened (`partials/timeline`).
#[derive(Debug, Serialize)]
struct Happened {
    date: String,
    iso: String,
    title: String,
    text: Option<String>,
    actor: Option<String>,
    current: bool,
}

/// The page of a round.
#[derive(Debug, Serialize)]
pub struct RoundPage {
    name: String,
    purpose: String,
    place: String,
    phase: Badge,
    left: Option<String>,
    action: Option<Action>,
    draft: bool,
    extended: Option<String>,
    stopped: Option<String>,
    phases: Vec<PhaseStep>,
    figures: Vec<Figure>,
    facts: Vec<Fact>,
    themes: Vec<Fact>,
    say: Vec<String>,
    links: Vec<Action>,
    learned: Option<String>,
    change: Option<String>,
    evaluated_on: Option<String>,
    /// Where people can vote on paper.
    places: Vec<PlaceShown>,
    missing: Option<String>,
    events: Vec<Happened>,
    manage: Option<String>,
    #[serde(skip)]
    slug: String,
}

impl RoundPage {
    fn new(tr: Translator<'_>, shown: &Shown) -> Self {
        let round = &shown.overview.round;
        let moment = round.schedule.at(shown.now).filter(|moment| moment.open && round.status == RoundStatus::Published);
        let day = |at: crate::domain::time::Instant| long_date(at.day(), tr.language);
        let extension = moment.and_then(|moment| shown.extensions.iter().rfind(|e| e.phase == moment.phase).map(|e| (moment, e)));
        let late = round.schedule.is_over(Phase::Evaluate, shown.now);
        let missing = shown.evaluation_due && shown.evaluation.is_none();
        Self {
            name: round.name.clone(),
            purpose: round.purpose.clone(),
            place: place_names(&shown.overview),
            phase: badge(tr, &shown.overview, shown.now),
            left: moment.map(|moment| time_left(tr, moment, shown.now)).map(|left| format!("{} ({})", left.value, left.label)),
            action: action(tr, &shown.overview, shown.now),
            draft: round.status == RoundStatus::Draft,
            extended: extension
                .map(|(m, e)| tr.message(&Message::new("round-extended").with("until", until(tr, m.window)).with("reason", &e.reason))),
            stopped: round.stopped_reason.as_ref().map(|reason| tr.message(&Message::new("round-stopped-why").with("reason", reason))),
            phases: steps(tr, &round.schedule, &shown.extensions, shown.now),
            figures: figures(tr, shown),
            facts: facts(tr, shown),
            themes: round
                .rules
                .themes
                .iter()
                .map(|theme| Fact { key: theme.name.clone(), value: theme.amount.map_or_else(String::new, |a| a.to_string()), href: None })
                .collect(),
            say: say(&round.rules).iter().map(|message| tr.message(message)).collect(),
            links: links(tr, &shown.overview, shown.now),
            learned: shown.evaluation.as_ref().map(|e| e.learned.clone()),
            change: shown.evaluation.as_ref().map(|e| e.change.clone()),
            evaluated_on: shown.evaluation.as_ref().map(|e| day(e.published_at)),
            places: shown.places.iter().map(|place| polling::shown(tr, round.id, place)).collect(),
            missing: missing.then(|| tr.text(if late { "round-evaluation-late" } else { "round-evaluation-missing" })),
            events: shown.events.iter().filter_map(|event| happened(tr, event)).collect(),
            manage: shown.manages.then(|| format!("/werk/rondes/{}", round.slug)),
            slug: round.slug.clone(),
        }
    }
}

fn figures(tr: Translator<'_>, shown: &Shown) -> Vec<Figure> {
    let (round, overview) = (&shown.overview.round, &shown.overview);
    let figure = |value: String, key: &str| Figure { value, label: tr.text(key) };
    let mut all = vec![figure(round.amount().to_string(), "round-money-divide")];
    if overview.ideas > 0 {
        all.push(figure(overview.ideas.to_string(), "round-ideas"));
    }
    if overview.plans > 0 {
        all.push(figure(overview.plans.to_string(), "round-plans"));
    }
    all
}

fn facts(tr: Translator<'_>, shown: &Shown) -> Vec<Fact> {
    let round = &shown.overview.round;
    let rules = &round.rules;
    let fact = |key: &str, value: String| Fact { key: tr.text(key), value, href: None };
    let age = |age: u8| tr.message(&Message::new("round-from-age").with("age", age));
    let mut all = vec![
        fact("round-say", tr.text(&format!("say-{}", rules.say.as_str()))),
        fact("rules-money", money(tr, rules.amount, round.inhabitants)),
        fact("round-who-submits", age(rules.min_age_submit)),
        fact("round-who-votes", age(rules.min_age_vote)),
    ];
    if !shown.buurten.is_empty() {
        all.push(fact("wijk-buurten", shown.buurten.join(", ")));
    }
    let rules_href = format!("/rondes/{}/spelregels", round.slug);
    all.push(Fact { key: tr.text("round-rules"), value: tr.text("round-rules-read"), href: Some(rules_href) });
    let budget = format!("/gebieden/{}/budget", shown.gebied.slug);
    all.push(Fact { key: tr.text("ledger-title-short"), value: shown.gebied.name.clone(), href: Some(budget) });
    all
}

fn links(tr: Translator<'_>, overview: &Overview, now: crate::domain::time::Instant) -> Vec<Action> {
    let slug = &overview.round.slug;
    let link = |page: &str, key: &str| Action { href: format!("/rondes/{slug}/{page}"), label: tr.text(key) };
    let mut all = Vec::new();
    if overview.ideas > 0 {
        all.push(link("ideeen", "round-do-ideas"));
    }
    if overview.round.schedule.has_begun(Phase::Vote, now) {
        all.push(link("controle", "round-do-check"));
    }
    if overview.outcome {
        all.push(link("uitslag", "round-do-outcome"));
    }
    all.push(Action { href: "/adviezen".into(), label: tr.text("round-do-adviezen") });
    all
}

/// The sentence of something that happened to a round; none for what is not told.
fn happened(tr: Translator<'_>, event: &Event) -> Option<Happened> {
    let detail = |name: &str| event.what.detail.get(name);
    let text = |name: &str| detail(name).and_then(|value| value.as_str()).unwrap_or_default();
    let phase = || text("phase").parse::<Phase>().ok().map(|phase| phase_name(tr, phase));
    let version = || detail("version").and_then(serde_json::Value::as_i64).unwrap_or_default();
    let title = match event.what.action.as_str() {
        "round.publish" => Message::new("event-round-publish"),
        "round.new_rules" => Message::new("event-round-new-rules").with("version", version()),
        "round.extend" => Message::new("event-round-extend").with("phase", phase()?),
        "round.stop" => Message::new("event-round-stop"),
        "round.evaluate" => Message::new("event-round-evaluate"),
        "round.freeze_ballot" => Message::new("event-round-freeze-ballot"),
        "round.key_holder" => Message::new("event-round-key-holder"),
        "round.revoke_codes" => Message::new("event-round-revoke-codes"),
        "round.again_paper" => Message::new("event-round-again-paper"),
        "round.explain_paper" => Message::new("event-round-explain-paper"),
        "round.close_box" => Message::new("event-round-close-box"),
        "round.count" => Message::new("event-round-count"),
        "round.draw_lot" => Message::new("event-round-draw-lot"),
        "round.withdraw_plan" => Message::new("event-round-withdraw-plan"),
        "round.check_outcome" => Message::new("event-round-check-outcome"),
        "round.confirm_outcome" => Message::new("event-round-confirm-outcome"),
        "round.publish_outcome" => Message::new("event-round-publish-outcome"),
        "round.import" => Message::new("event-round-import"),
        "round.restored" => Message::new("event-round-restored"),
        "round.phase" => Message::new("event-round-phase").with("phase", phase()?),
        _ => return None,
    };
    let at = event.what.at;
    let moment = |name: &str| serde_json::from_value::<crate::domain::time::Instant>(detail(name)?.clone()).ok().map(|at| long_time(at, tr.language));
    let dates =
        moment("from").zip(moment("to")).map(|(from, to)| tr.message(&Message::new("event-round-extend-dates").with("from", from).with("to", to)));
    let lost = moment("until").map(|until| {
        let from = moment("from").unwrap_or_else(|| tr.text("event-round-restored-unknown"));
        tr.message(&Message::new("event-round-restored-text").with("from", from).with("until", until))
    });
    let said: Vec<String> = dates.into_iter().chain(lost).chain(event.what.reason.clone()).collect();
    Some(Happened {
        date: long_date(at.day(), tr.language),
        iso: at.day().to_string(),
        title: tr.message(&title),
        text: (!said.is_empty()).then(|| said.join(" ")),
        actor: Some(tr.text(&format!("role-{}", event.what.actor_role.replace('_', "-")))),
        current: false,
    })
}

impl Page for RoundPage {
    const TEMPLATE: &'static str = "pages/round";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("round-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("rounds-title", "/rondes"), Crumb::name(&self.name, format!("/rondes/{}", self.slug))]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        samples::rounds().iter().map(|shown| Self::new(tr, shown)).collect()
    }
}

/// A published version of the rules.
#[derive(Debug, Serialize)]
struct Version {
    label: String,
    date: String,
    reason: Option<String>,
    hash: String,
    href: String,
    text_href: String,
    current: bool,
}

/// The rules of a round in plain words.
#[derive(Debug, Serialize)]
pub struct RulesPage {
    name: String,
    sections: Vec<Section>,
    state: String,
    versions: Vec<Version>,
    #[serde(skip)]
    slug: String,
}

impl RulesPage {
    fn new(tr: Translator<'_>, shown: &ShownRules) -> Self {
        let round = &shown.overview.round;
        let place =
            |slug: &String| shown.overview.places.iter().find(|place| place.slug == *slug).map_or_else(|| slug.clone(), |place| place.name.clone());
        let places = shown.shown.wijken.iter().map(place).collect::<Vec<_>>().join("; ");
        let href = format!("/rondes/{}/spelregels", round.slug);
        let version = |version: &crate::storage::round_records::RulesVersion| Version {
            label: tr.message(&Message::new("rules-version").with("n", version.version)),
            date: long_time(version.published_at, tr.language),
            reason: Some(version.reason.clone()).filter(|reason| !reason.is_empty()),
            hash: hex(&version.hash),
            href: format!("{href}?versie={}", version.version),
            text_href: format!("{href}/{}.json", version.version),
            current: Some(version.version) == shown.version,
        };
        let newest = shown.versions.first().map(|version| version.version);
        let state = match shown.version {
            None => "rules-state-draft",
            Some(_) if shown.version == newest => "rules-state-newest",
            Some(_) => "rules-state-older",
        };
        Self {
            name: round.name.clone(),
            sections: in_words(tr, &shown.shown, &places),
            state: tr.text(state),
            versions: shown.versions.iter().map(version).collect(),
            slug: round.slug.clone(),
        }
    }
}

impl Page for RulesPage {
    const TEMPLATE: &'static str = "pages/rules";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("rules-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let here = format!("/rondes/{}", self.slug);
        let rules = Crumb::text("round-rules", format!("{here}/spelregels"));
        vec![Crumb::text("nav-home", "/"), Crumb::text("rounds-title", "/rondes"), Crumb::name(&self.name, here), rules]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        samples::rules().iter().map(|shown| Self::new(tr, shown)).collect()
    }
}

async fn list(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let city = rounds::city(&context).await?;
    page(&context, &visit, &ListPage::new(context.views.translator(visit.language), &city))
}

async fn round(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let shown = rounds::round_page(&context, visit.actor.clone(), slug.into_inner()).await?;
    page(&context, &visit, &RoundPage::new(context.views.translator(visit.language), &shown))
}

#[derive(Debug, Deserialize)]
struct Which {
    versie: Option<i64>,
}

async fn rules(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, which: web::Query<Which>) -> Result<HttpResponse> {
    let shown = rounds::rules_page(&context, visit.actor.clone(), slug.into_inner(), which.versie).await?;
    page(&context, &visit, &RulesPage::new(context.views.translator(visit.language), &shown))
}

async fn rules_text(context: web::Data<Context>, path: web::Path<(String, i64)>) -> Result<HttpResponse> {
    let (slug, version) = path.into_inner();
    let text = rounds::rules_text(&context, slug, version).await?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/json")).body(text))
}

/// An event about a round, for samples.
#[must_use]
pub fn sample_event(action: &str, detail: serde_json::Value, reason: Option<&str>, at: crate::domain::time::Instant) -> Event {
    Event {
        seq: 1,
        what: crate::domain::event::NewEvent {
            at,
            actor: None,
            actor_role: "gebiedsmanager".into(),
            action: action.into(),
            subject: Subject::Round,
            subject_id: 1,
            reason: reason.map(str::to_owned),
            detail,
            public: true,
        },
        actor_name: None,
        mark: Vec::new(),
        leaf: Vec::new(),
        hash: Vec::new(),
    }
}
