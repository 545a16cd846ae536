//! The published outcome of a round. Everything is read from what was stored at the count.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::charts::{Bar, CityMap, MoneyStrip, ThemeBars, channel_bars, map, money_strip, support_bars, theme_bars, wijk_bars};
use super::how::{beside, how, lot_lines, tie_text};
use super::ranking::{PotShown, amount, percent, pots_shown, warning};
use super::samples::{counted, equal_shares};
use crate::app::Context;
use crate::app::count::outcomes::{self, Counted, Public, Version, ballots_are_public};
use crate::app::count::told::Told;
use crate::app::count::turnout::Turnout;
use crate::domain::rules::Template;
use crate::domain::time::{long_date, long_time};
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::cache::{Cache, shared};
use crate::http::codes::number;
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::round::{Action, Fact, Figure};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/rondes/{slug}/uitslag", Access::Public, show).get("/rondes/{slug}/uitslag/telling/{number:[0-9]+}", Access::Public, show_version)
}

#[derive(Debug, Serialize)]
struct FileLink {
    href: String,
    label: String,
}

/// The outcome.
#[derive(Debug, Serialize)]
pub struct OutcomePage {
    round_name: String,
    href: String,
    /// What to say when the outcome is not there yet.
    pending: Option<String>,
    /// Why the ballots are being counted again.
    recounting: Option<String>,
    /// Of an outcome that was replaced: where the one is that holds.
    replaced: Option<Replaced>,
    /// Why this outcome came beside the one before.
    why: Option<String>,
    /// Outcomes that were replaced.
    earlier: Vec<Action>,
    outcome: Option<Shown>,
    #[serde(skip)]
    slug: String,
    #[serde(skip)]
    number: Option<i64>,
}

/// What stands above an outcome that was replaced.
#[derive(Debug, Serialize)]
struct Replaced {
    text: String,
    newest: Action,
}

/// What is shown of an outcome.
#[derive(Debug, Serialize)]
struct Shown {
    warning: Option<String>,
    advice: Option<String>,
    lead: String,
    note: Option<String>,
    figures: Vec<Figure>,
    /// The replay; only of the outcome that holds.
    steps_href: Option<String>,
    pots: Vec<PotShown>,
    strip: Option<MoneyStrip>,
    themes: Vec<ThemeBars>,
    support: Vec<Bar>,
    channels: Vec<Bar>,
    wijken: Vec<Bar>,
    map: Option<CityMap>,
    how: Vec<String>,
    /// With other weights.
    beside: Vec<String>,
    ties: Vec<String>,
    lot: Vec<Fact>,
    files: Vec<FileLink>,
    ballots_public: bool,
    engine: String,
    hash: String,
}

impl OutcomePage {
    fn new(tr: Translator<'_>, found: &Public) -> Self {
        let pending = match found.due {
            Some(due) => Message::new("outcome-due").with("starts", long_time(due.starts, tr.language)),
            None => Message::new("outcome-not-yet"),
        };
        let (shown, slug) = (found.counted.as_ref().map(|counted| &counted.row), &found.round.slug);
        let newest = found.versions.first().filter(|newest| shown.is_some_and(|row| row.version < newest.number));
        let replaced = newest.map(|newest| Replaced {
            text: tr.message(&Message::new("outcome-replaced").with("at", published(tr, newest)).with("why", newest.why.as_deref().unwrap_or(""))),
            newest: Action { href: format!("/rondes/{slug}/uitslag"), label: tr.text("outcome-newest") },
        });
        let why = shown.and_then(|row| row.why.as_ref());
        let earlier = found.versions.iter().filter(|version| shown.is_some_and(|row| version.number < row.version));
        let link = |version: &Version| Action {
            href: format!("/rondes/{slug}/uitslag/telling/{}", version.number),
            label: tr.message(&Message::new("outcome-version").with("n", version.number).with("at", published(tr, version))),
        };
        Self {
            round_name: found.round.name.clone(),
            href: format!("/rondes/{slug}"),
            pending: found.counted.is_none().then(|| tr.message(&pending)),
            recounting: found.recounting.as_ref().map(|why| tr.message(&Message::new("outcome-recounting").with("why", why))),
            why: why.map(|why| tr.message(&Message::new("outcome-counted-again").with("why", why))),
            earlier: earlier.map(link).collect(),
            outcome: found.counted.as_ref().map(|counted| Shown::new(tr, found, counted, replaced.is_some())),
            number: shown.filter(|_| replaced.is_some()).map(|row| row.version),
            replaced,
            slug: slug.clone(),
        }
    }
}

/// When an outcome was published, in words.
fn published(tr: Translator<'_>, version: &Version) -> String {
    version.published_at.map_or_else(String::new, |at| long_date(at.day(), tr.language))
}

impl Shown {
    fn new(tr: Translator<'_>, found: &Public, counted: &Counted, replaced: bool) -> Self {
        let (told, turnout, slug) = (&counted.told, &counted.turnout, &found.round.slug);
        let lead = match counted.row.confirmed_at {
            Some(at) => Message::new("outcome-confirmed").with("at", long_time(at, tr.language)),
            None => Message::new("outcome-imported").with("purpose", &found.round.purpose),
        };
        let (public, here) = (ballots_are_public(turnout), format!("/rondes/{slug}/uitslag"));
        let lot = counted.lot.iter().flat_map(|lot| lot_lines(tr, lot));
        Self {
            warning: warning(tr, told.standing),
            advice: told.below_quorum.then(|| tr.text("outcome-below-quorum")),
            lead: tr.message(&lead),
            note: counted.row.confirmed_note.clone(),
            figures: figures(tr, told, turnout),
            steps_href: (!replaced).then(|| format!("{here}/stap/0")),
            pots: pots_shown(tr, told, Some(here.as_str()).filter(|_| !replaced)),
            strip: money_strip(tr, told),
            themes: theme_bars(tr, told),
            support: support_bars(tr, told),
            channels: channel_bars(tr, turnout),
            wijken: wijk_bars(tr, turnout, &here),
            map: map(tr, told, turnout, &found.city),
            how: how(tr, told),
            beside: beside(tr, told),
            ties: told.ties.iter().map(|tie| tie_text(tr, tie)).collect(),
            lot: lot.map(|(key, value)| Fact { key, value, href: None }).collect(),
            files: if replaced { old_files(tr, slug, counted.row.version, public) } else { files(tr, slug, public) },
            ballots_public: public,
            engine: counted.row.engine.clone(),
            hash: counted.row.input_hash.clone(),
        }
    }
}

fn figures(tr: Translator<'_>, told: &Told, turnout: &Turnout) -> Vec<Figure> {
    let figure = |value: String, key: Message| Figure { value, label: tr.message(&key) };
    let mut figures = vec![figure(number(turnout.ballots), Message::new("outcome-figure-ballots"))];
    if turnout.inhabitants > 0 {
        let permille = turnout.ballots.saturating_mul(1_000).checked_div(turnout.inhabitants).unwrap_or(0);
        let label = Message::new("outcome-figure-inhabitants").with("n", number(turnout.inhabitants));
        figures.push(figure(percent(tr, permille), label));
    }
    let chosen = told.plans().filter(|plan| plan.chosen).count();
    figures.push(figure(chosen.to_string(), Message::new("outcome-figure-chosen").with("n", told.plans().count())));
    let spent = Message::new("outcome-figure-spent").with("budget", amount(tr, &told.currency, told.budget));
    figures.push(figure(amount(tr, &told.currency, told.spent), spent));
    if let Some(nothing) = told.with_nothing {
        let with = turnout.ballots.saturating_sub(nothing).saturating_mul(1_000).checked_div(turnout.ballots).unwrap_or(0);
        figures.push(figure(percent(tr, with), Message::new("outcome-figure-with")));
    }
    figures
}

fn files(tr: Translator<'_>, slug: &str, ballots: bool) -> Vec<FileLink> {
    let file = |name: &str, key: &'static str| FileLink { href: format!("/rondes/{slug}/{name}"), label: tr.text(key) };
    let mut files = vec![file("uitslag.csv", "outcome-file-csv"), file("uitslag.json", "outcome-file-json")];
    if ballots {
        files.push(file("stemmen.pb", "outcome-file-pb"));
        files.push(file("bundel.json", "outcome-file-bundle"));
    }
    files
}

/// What can be downloaded of an outcome that was replaced: the bundle, to count it again.
fn old_files(tr: Translator<'_>, slug: &str, version: i64, ballots: bool) -> Vec<FileLink> {
    let bundle = || FileLink { href: format!("/rondes/{slug}/uitslag/telling/{version}/bundel.json"), label: tr.text("outcome-file-bundle") };
    ballots.then(bundle).into_iter().collect()
}

/// The way to the outcome of a round.
pub(super) fn crumbs(round: &str, slug: &str) -> Vec<Crumb> {
    let here = format!("/rondes/{slug}");
    vec![
        Crumb::text("nav-home", "/"),
        Crumb::text("nav-rounds", "/rondes"),
        Crumb::name(round, here.clone()),
        Crumb::text("outcome-crumb", format!("{here}/uitslag")),
    ]
}

impl Page for OutcomePage {
    const TEMPLATE: &'static str = "pages/outcome";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("outcome-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut all = crumbs(&self.round_name, &self.slug);
        if let Some(number) = self.number {
            all.push(Crumb::text("outcome-version-crumb", format!("/rondes/{}/uitslag/telling/{number}", self.slug)));
        }
        all
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = crate::http::ballot::sample_round(Template::TopTen.rules());
        let city: Vec<_> = crate::http::samples::gebieden().into_iter().flat_map(|(_, wijken)| wijken).collect();
        let mut drawn = city.clone();
        drawn.iter_mut().for_each(|wijk| wijk.outline = Some("M0 0L10 0L10 10Z".into()));
        let found = |counted| Public { round: round.clone(), due: None, counted, versions: Vec::new(), recounting: None, city: city.clone() };
        let version = |number, why: Option<&str>| Version { number, published_at: counted().row.confirmed_at, why: why.map(str::to_owned) };
        let versions = || vec![version(2, Some("Plan <a>: de grond is vervuild.")), version(1, None)];
        let mut second = counted();
        (second.row.version, second.row.why) = (2, versions().remove(0).why);
        let mut small = counted();
        small.turnout.ballots = 12;
        small.row.confirmed_at = None;
        let due = Some(crate::http::ballot::sample_booth().window);
        let all = [
            found(Some(counted())),
            found(Some(small)),
            Public { city: drawn, ..found(Some(equal_shares())) },
            Public { versions: versions(), ..found(Some(counted())) },
            Public { versions: versions(), recounting: Some("Plan <b>: het kan niet.".into()), ..found(Some(second)) },
            Public { due, ..found(None) },
            found(None),
        ];
        all.iter().map(|found| Self::new(tr, found)).collect()
    }
}

async fn show_version(context: web::Data<Context>, cache: web::Data<Cache>, visit: Visit, path: web::Path<(String, i64)>) -> Result<HttpResponse> {
    let (slug, number) = path.into_inner();
    shared(&context, &cache, &visit, async || {
        Ok(OutcomePage::new(context.views.translator(visit.language), &outcomes::public_version(&context, slug, number).await?))
    })
    .await
}

async fn show(context: web::Data<Context>, cache: web::Data<Cache>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    shared(&context, &cache, &visit, async || {
        Ok(OutcomePage::new(context.views.translator(visit.language), &outcomes::public(&context, slug.into_inner()).await?))
    })
    .await
}
