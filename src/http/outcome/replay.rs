//! The count, one step a page: what happened, how much money there was, and how everybody stood.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::charts::{MoneyStrip, strip};
use super::how::how;
use super::page::crumbs;
use super::ranking::{amount, counted as counted_for, percent, state, unbroken, unit, unit_key, votes, warning, words};
use super::samples::{counted, equal_shares, replay};
use crate::app::Context;
use crate::app::count::outcomes::{self, Public};
use crate::app::count::told::{Told, ToldPlan, ToldPot};
use crate::counting::explain::{Replay, Scene};
use crate::counting::{Phase, Rule};
use crate::domain::rules::Template;
use crate::error::{Error, Message, Result};
use crate::http::access::Access;
use crate::http::cache::{Cache, shared};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::round::{Action, Figure};
use crate::views::words::Badge;
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/rondes/{slug}/uitslag/stap/{step:[0-9]+}", Access::Public, show)
}

/// How a plan stands after a step.
#[derive(Debug, Serialize)]
struct Standing {
    title: String,
    href: String,
    votes: String,
    cost: String,
    /// Under Equal Shares: what its voters still have, as text and as part of the cost.
    left: Option<String>,
    left_percent: i64,
    /// Under Equal Shares: for how many votes it counted in this step.
    strength: Option<String>,
    state: Badge,
    now: bool,
}

#[derive(Debug, Serialize)]
struct StepLink {
    href: String,
    label: String,
    current: bool,
}

/// One step of the count.
#[derive(Debug, Serialize)]
pub struct ReplayPage {
    warning: Option<String>,
    place: String,
    progress: usize,
    heading: String,
    said: Vec<String>,
    figures: Vec<Figure>,
    strip: Option<MoneyStrip>,
    pot: Option<String>,
    /// What is counted: votes or points.
    unit: String,
    shares: bool,
    standings: Vec<Standing>,
    previous: Option<Action>,
    next: Action,
    steps: Vec<StepLink>,
    outcome_href: String,
    #[serde(skip)]
    round_name: String,
    #[serde(skip)]
    slug: String,
    #[serde(skip)]
    step: usize,
}

/// What a page of the replay is made of.
struct Teller<'a> {
    tr: Translator<'a>,
    told: &'a Told,
    replay: &'a Replay,
    /// The step of this page, from 1; 0 is the beginning.
    step: usize,
}

impl ReplayPage {
    /// None when there is no such step.
    fn new(tr: Translator<'_>, found: &Public, replay: &Replay, step: usize) -> Option<Self> {
        let told = &found.counted.as_ref()?.told;
        let teller = Teller { tr, told, replay, step };
        let scene = teller.scene();
        if step > 0 && scene.is_none() {
            return None;
        }
        let pot = scene.map_or(told.pots.first(), |scene| told.pots.iter().find(|pot| pot.key == scene.pot))?;
        let slug = &found.round.slug;
        let outcome_href = format!("/rondes/{slug}/uitslag");
        let href = |step: usize| format!("{outcome_href}/stap/{step}");
        let last = step == replay.scenes.len();
        let next = if last { (outcome_href.clone(), "replay-to-outcome") } else { (href(step + 1), "replay-next") };
        let plan_of = |scene: &Scene| told.plans().find(|plan| plan.key == scene.step.project);
        let steps = (1..).zip(&replay.scenes).map(|(at, scene)| StepLink {
            href: href(at),
            label: plan_of(scene).map_or_else(String::new, |plan| plan.title.clone()),
            current: at == step,
        });
        Some(Self {
            warning: warning(tr, told.standing),
            place: tr.message(&Message::new("replay-place").with("step", step).with("steps", replay.scenes.len())),
            progress: (step * 100).checked_div(replay.scenes.len()).unwrap_or(100),
            heading: scene.map_or_else(|| tr.text("replay-start"), |scene| teller.heading(scene)),
            said: scene.map_or_else(|| how(tr, told), |scene| teller.said(scene)),
            figures: scene.map_or_else(|| teller.start_figures(pot), |scene| teller.figures(scene)),
            strip: teller.strip(pot),
            pot: pot.name.clone(),
            unit: unit(tr, told),
            shares: teller.shows_shares(),
            standings: pot.plans.iter().map(|plan| teller.standing(plan)).collect(),
            previous: step.checked_sub(1).map(|step| Action { href: href(step), label: tr.text("replay-previous") }),
            next: Action { href: next.0, label: tr.text(next.1) },
            steps: steps.collect(),
            round_name: found.round.name.clone(),
            slug: slug.clone(),
            outcome_href,
            step,
        })
    }
}

impl Teller<'_> {
    fn scene(&self) -> Option<&Scene> {
        self.replay.scenes.get(self.step.checked_sub(1)?)
    }

    fn money(&self, cents: i64) -> String {
        amount(self.tr, &self.told.currency, cents)
    }

    fn plan(&self, scene: &Scene) -> Option<&ToldPlan> {
        self.told.plans().find(|plan| plan.key == scene.step.project)
    }

    fn heading(&self, scene: &Scene) -> String {
        let key = if scene.step.won { "replay-chosen" } else { "replay-passed" };
        self.tr.message(&Message::new(key).with("plan", self.plan(scene).map_or("", |plan| plan.title.as_str())))
    }

    /// What happened, in sentences.
    fn said(&self, scene: &Scene) -> Vec<String> {
        let Some(plan) = self.plan(scene) else { return Vec::new() };
        let said = |key| {
            Message::new(key)
                .with("votes", counted_for(self.tr, plan))
                .with("voters", votes(plan.votes))
                .with("unit", unit_key(self.told))
                .with("cost", self.money(plan.cost))
                .with("before", self.money(scene.step.money_before.max(0)))
                .with("place", plan.rank)
        };
        let top = matches!(self.told.rule, Rule::TopK { .. });
        let key = match (scene.step.phase, scene.step.won) {
            (Phase::List, true) if top => "replay-top-won",
            (Phase::List, false) if top => "replay-top-passed",
            (Phase::List, true) => "replay-list-won",
            (Phase::List, false) => "replay-list-passed",
            (Phase::Shares, _) => "replay-shares",
            (Phase::Loads, _) => "replay-loads",
            (Phase::Completion | Phase::Leftover, true) => "replay-rest-won",
            (Phase::Completion | Phase::Leftover, false) => "replay-rest-passed",
        };
        let mut lines = vec![self.tr.message(&said(key))];
        if let Some(strength) = self.at(&scene.strength, plan) {
            let strength = self.tenths(strength);
            lines.push(self.tr.message(&Message::new("replay-strongest").with("strength", strength)));
        }
        lines.extend(scene.paid.iter().map(|fact| unbroken(&fact.sentence(words(self.tr.language), &self.told.currency))));
        lines
    }

    fn figures(&self, scene: &Scene) -> Vec<Figure> {
        let figure = |value: i64, key: &str| Figure { value: self.money(value.max(0)), label: self.tr.text(key) };
        if !self.told.money_decides() {
            return Vec::new();
        }
        vec![figure(scene.step.money_before, "replay-before"), figure(scene.step.money_after, "replay-after")]
    }

    fn start_figures(&self, pot: &ToldPot) -> Vec<Figure> {
        let mut figures = vec![Figure { value: votes(self.told.ballots), label: self.tr.text("replay-ballots") }];
        if self.told.money_decides() {
            figures.push(Figure { value: self.money(pot.budget), label: self.tr.text("replay-budget") });
        }
        if let Some(shares) = &self.told.shares {
            figures.push(Figure { value: self.money(shares.end), label: self.tr.text("replay-share") });
        }
        figures
    }

    /// The plans chosen up to this step, in the money of their pot.
    fn strip(&self, pot: &ToldPot) -> Option<MoneyStrip> {
        if !self.told.money_decides() {
            return None;
        }
        let upto = (1..=self.step).zip(&self.replay.scenes).filter(|(_, scene)| scene.step.won && scene.pot == pot.key);
        let piece = |(at, scene): (usize, &Scene)| {
            let plan = self.plan(scene)?;
            let cost = scene.step.money_before.saturating_sub(scene.step.money_after);
            let tone = if at == self.step {
                "now"
            } else if at % 2 == 0 {
                "a"
            } else {
                "b"
            };
            Some((format!("{}: {}", plan.title, self.money(cost)), cost, tone))
        };
        let pieces: Vec<_> = upto.filter_map(piece).collect();
        let spent: i64 = pieces.iter().map(|(_, cents, _)| *cents).sum();
        let label = Message::new("outcome-strip")
            .with("spent", self.money(spent))
            .with("budget", self.money(pot.budget))
            .with("left", self.money(pot.budget.saturating_sub(spent)));
        strip(&pieces, pot.budget, self.tr.message(&label))
    }

    fn shows_shares(&self) -> bool {
        match self.scene() {
            Some(scene) => !scene.left.is_empty(),
            None => !self.replay.start.is_empty(),
        }
    }

    /// The number for a plan in a list of the replay.
    fn at(&self, list: &[Option<i64>], plan: &ToldPlan) -> Option<i64> {
        let at = self.replay.projects.iter().position(|project| *project == plan.key)?;
        list.get(at).copied().flatten()
    }

    fn tenths(&self, tenths: i64) -> String {
        percent(self.tr, tenths).trim_end_matches('%').to_owned()
    }

    fn standing(&self, plan: &ToldPlan) -> Standing {
        let scene = self.scene();
        let left = self.at(scene.map_or(&self.replay.start, |scene| &scene.left), plan);
        let strength = scene.and_then(|scene| self.at(&scene.strength, plan));
        let part = |left: i64| i64::try_from(i128::from(left) * 100 / i128::from(plan.cost.max(1))).unwrap_or(100).min(100);
        Standing {
            title: plan.title.clone(),
            href: format!("/ideeen/{}", plan.idea),
            votes: counted_for(self.tr, plan),
            cost: self.money(plan.cost),
            left: left.map(|left| self.money(left)),
            left_percent: left.map_or(0, part),
            strength: strength.map(|strength| self.tenths(strength)),
            state: self.state(plan, left),
            now: scene.is_some_and(|scene| scene.step.project == plan.key),
        }
    }

    /// Where a plan is after this step.
    fn state(&self, plan: &ToldPlan, left: Option<i64>) -> Badge {
        let mine = |(_, scene): &(usize, &Scene)| scene.step.project == plan.key;
        let upto = (1..=self.step).zip(&self.replay.scenes).filter(mine).last();
        let badge = |tone, message: &Message| Badge { tone, text: self.tr.message(message) };
        match upto {
            Some((at, scene)) if scene.step.won && at == self.step => badge("active", &Message::new("replay-state-now")),
            Some((at, scene)) if scene.step.won => badge("success", &Message::new("replay-state-won").with("step", at)),
            Some((at, _)) => badge("neutral", &Message::new("replay-state-passed").with("step", at)),
            None if plan.withdrawn || plan.votes == 0 => state(self.tr, self.told, plan),
            None if left.is_some_and(|left| left < plan.cost) => badge("neutral", &Message::new("replay-state-short")),
            None => badge("info", &Message::new("replay-state-waits")),
        }
    }
}

impl Page for ReplayPage {
    const TEMPLATE: &'static str = "pages/replay";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("replay-title").with("step", self.step).with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut all = crumbs(&self.round_name, &self.slug);
        all.push(Crumb::text("replay-crumb", format!("{}/stap/{}", self.outcome_href, self.step)));
        all
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = crate::http::ballot::sample_round(Template::TopTen.rules());
        let mut listed = equal_shares();
        listed.told.rule = Rule::Greedy(crate::counting::Greedy::by_votes());
        // Every kind of step once, by every kind of rule.
        [(counted(), &[1, 2][..]), (equal_shares(), &[0, 3, 7, 8]), (listed, &[1, 2, 5, 10])]
            .into_iter()
            .flat_map(|(mut counted, steps)| {
                counted.told.pots.iter_mut().for_each(|pot| pot.key = String::new());
                let found =
                    Public { round: round.clone(), due: None, counted: Some(counted), versions: Vec::new(), recounting: None, city: Vec::new() };
                let replay = replay();
                steps.iter().filter_map(|step| Self::new(tr, &found, &replay, *step)).collect::<Vec<_>>()
            })
            .collect()
    }
}

async fn show(context: web::Data<Context>, cache: web::Data<Cache>, visit: Visit, path: web::Path<(String, usize)>) -> Result<HttpResponse> {
    let (slug, step) = path.into_inner();
    shared(&context, &cache, &visit, async || {
        let (found, replay) = outcomes::replayed(&context, slug).await?;
        ReplayPage::new(context.views.translator(visit.language), &found, &replay, step).ok_or(Error::NotFound)
    })
    .await
}
