//! The published outcome of a round. Everything is read from what was stored at the count.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::charts::{Bar, CityMap, MoneyStrip, ThemeBars, channel_bars, map, money_strip, support_bars, theme_bars, wijk_bars};
use super::how::{how, lot_lines, tie_text};
use super::ranking::{PotShown, amount, percent, pots_shown, warning};
use super::samples::{counted, equal_shares};
use crate::app::Context;
use crate::app::count::outcomes::{self, Counted, Public, ballots_are_public};
use crate::app::count::told::Told;
use crate::app::count::turnout::Turnout;
use crate::domain::rules::Template;
use crate::domain::time::long_time;
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::codes::number;
use crate::http::respond::page;
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::round::{Fact, Figure};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/rondes/{slug}/uitslag", Access::Public, show)
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
    outcome: Option<Shown>,
    #[serde(skip)]
    slug: String,
}

/// What is shown of an outcome.
#[derive(Debug, Serialize)]
struct Shown {
    warning: Option<String>,
    lead: String,
    note: Option<String>,
    figures: Vec<Figure>,
    steps_href: String,
    pots: Vec<PotShown>,
    strip: Option<MoneyStrip>,
    themes: Vec<ThemeBars>,
    support: Vec<Bar>,
    channels: Vec<Bar>,
    wijken: Vec<Bar>,
    map: Option<CityMap>,
    how: Vec<String>,
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
        Self {
            round_name: found.round.name.clone(),
            href: format!("/rondes/{}", found.round.slug),
            pending: found.counted.is_none().then(|| tr.message(&pending)),
            outcome: found.counted.as_ref().map(|counted| Shown::new(tr, found, counted)),
            slug: found.round.slug.clone(),
        }
    }
}

impl Shown {
    fn new(tr: Translator<'_>, found: &Public, counted: &Counted) -> Self {
        let (told, turnout, slug) = (&counted.told, &counted.turnout, &found.round.slug);
        let lead = match counted.row.confirmed_at {
            Some(at) => Message::new("outcome-confirmed").with("at", long_time(at, tr.language)),
            None => Message::new("outcome-imported").with("purpose", &found.round.purpose),
        };
        let (public, here) = (ballots_are_public(turnout), format!("/rondes/{slug}/uitslag"));
        let lot = counted.lot.iter().flat_map(|lot| lot_lines(tr, lot));
        Self {
            warning: warning(tr, told.standing),
            lead: tr.message(&lead),
            note: counted.row.confirmed_note.clone(),
            figures: figures(tr, told, turnout),
            steps_href: format!("{here}/stap/0"),
            pots: pots_shown(tr, told, Some(&here)),
            strip: money_strip(tr, told),
            themes: theme_bars(tr, told),
            support: support_bars(tr, told),
            channels: channel_bars(tr, turnout),
            wijken: wijk_bars(tr, turnout, &here),
            map: map(tr, told, turnout, &found.city),
            how: how(tr, told),
            ties: told.ties.iter().map(|tie| tie_text(tr, tie)).collect(),
            lot: lot.map(|(key, value)| Fact { key, value, href: None }).collect(),
            files: files(tr, slug, public),
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
        crumbs(&self.round_name, &self.slug)
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = crate::http::ballot::sample_round(Template::TopTen.rules());
        let city: Vec<_> = crate::http::samples::gebieden().into_iter().flat_map(|(_, wijken)| wijken).collect();
        let mut drawn = city.clone();
        drawn.iter_mut().for_each(|wijk| wijk.outline = Some("M0 0L10 0L10 10Z".into()));
        let found = |counted| Public { round: round.clone(), due: None, counted, city: city.clone() };
        let mut small = counted();
        small.turnout.ballots = 12;
        small.row.confirmed_at = None;
        let due = Some(crate::http::ballot::sample_booth().window);
        let all = [
            found(Some(counted())),
            found(Some(small)),
            Public { city: drawn, ..found(Some(equal_shares())) },
            Public { due, ..found(None) },
            found(None),
        ];
        all.iter().map(|found| Self::new(tr, found)).collect()
    }
}

async fn show(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let found = outcomes::public(&context, slug.into_inner()).await?;
    page(&context, &visit, &OutcomePage::new(context.views.translator(visit.language), &found))
}
