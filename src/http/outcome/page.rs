//! The published outcome of a round. Everything is read from what was stored at the count.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::count::outcomes::{self, Counted, Public, ballots_are_public};
use crate::app::count::told::{Both, Cell, ChannelTurnout, Told, ToldPlan, ToldPot, ToldTheme, ToldTie, Turnout, WijkTurnout};
use crate::counting::explain::{Language as Words, money};
use crate::counting::{Cents, Currency, TieStep};
use crate::domain::area::Wijk;
use crate::domain::ids::{GebiedId, IdeaId, WijkId};
use crate::domain::outcome::{Channel, OutcomeState};
use crate::domain::rules::Template;
use crate::domain::time::{Instant, Language, long_time};
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::codes::{channel_key, number};
use crate::http::respond::page;
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::outcomes::Row;
use crate::views::map::{Pin, TileMap, tiles};
use crate::views::round::Busy;
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/rondes/{slug}/uitslag", Access::Public, show)
}

#[derive(Debug, Serialize)]
struct Figure {
    value: String,
    label: String,
}

/// A plan in the ranking.
#[derive(Debug, Serialize)]
pub struct RowShown {
    rank: u32,
    title: String,
    href: String,
    why: String,
    more: Vec<String>,
    votes: String,
    percent: u64,
    tone: &'static str,
    cost: String,
    left: String,
    chosen: bool,
}

/// One ranking (`partials/ranking`).
#[derive(Debug, Serialize)]
pub struct PotShown {
    id: String,
    name: Option<String>,
    caption: String,
    summary: Option<String>,
    rows: Vec<RowShown>,
}

#[derive(Debug, Serialize)]
struct Bar {
    name: String,
    value: String,
    percent: i64,
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
    lead: String,
    note: Option<String>,
    figures: Vec<Figure>,
    pots: Vec<PotShown>,
    themes: Vec<Bar>,
    channels: Vec<Bar>,
    wijken: Vec<Bar>,
    map: Option<TileMap>,
    how: Vec<String>,
    ties: Vec<String>,
    seed: Option<String>,
    files: Vec<FileLink>,
    ballots_public: bool,
    engine: String,
    hash: String,
    #[serde(skip)]
    slug: String,
}

const fn words(language: Language) -> Words {
    match language {
        Language::Nl => Words::Dutch,
        Language::En => Words::English,
    }
}

fn amount(tr: Translator<'_>, currency: &Currency, cents: Cents) -> String {
    money(words(tr.language), currency, cents).replace(' ', "\u{a0}")
}

fn share(part: u64, whole: u64) -> u64 {
    part.saturating_mul(100).checked_div(whole).unwrap_or(0)
}

/// The rankings of an outcome.
#[must_use]
pub fn pots_shown(tr: Translator<'_>, told: &Told) -> Vec<PotShown> {
    (1..).zip(&told.pots).map(|(place, pot)| pot_shown(tr, told, place, pot)).collect()
}

fn pot_shown(tr: Translator<'_>, told: &Told, place: u32, pot: &ToldPot) -> PotShown {
    let money = |cents| amount(tr, &told.currency, cents);
    let summary = pot.name.as_ref().map(|_| {
        let left = pot.budget.saturating_sub(pot.spent);
        tr.message(&Message::new("outcome-pot").with("budget", money(pot.budget)).with("spent", money(pot.spent)).with("left", money(left)))
    });
    PotShown {
        id: format!("rangorde-{place}"),
        name: pot.name.clone(),
        caption: tr.message(&Message::new("outcome-caption").with("n", pot.plans.len())),
        summary,
        rows: pot.plans.iter().map(|plan| row_shown(tr, told, plan)).collect(),
    }
}

fn row_shown(tr: Translator<'_>, told: &Told, plan: &ToldPlan) -> RowShown {
    let sentences = match tr.language {
        Language::Nl => &plan.why.nl,
        Language::En => &plan.why.en,
    };
    let (first, rest) = sentences.split_first().map_or(("", [].as_slice()), |(first, rest)| (first.as_str(), rest));
    let why = if plan.reserve { format!("{first} {}", tr.text("outcome-reserve")) } else { first.to_owned() };
    // In a list of priorities the money can run out: then nothing is left, not less than nothing.
    let left = plan.left.filter(|left| *left >= 0);
    RowShown {
        rank: plan.rank,
        title: plan.title.clone(),
        href: format!("/ideeen/{}", plan.idea),
        why,
        more: rest.to_vec(),
        votes: number(i64::try_from(plan.votes).unwrap_or(i64::MAX)),
        percent: share(plan.votes, told.ballots),
        tone: if plan.chosen { "chosen" } else { "plain" },
        cost: amount(tr, &told.currency, plan.cost),
        left: left.map_or_else(|| "–".to_owned(), |left| amount(tr, &told.currency, left)),
        chosen: plan.chosen,
    }
}

impl OutcomePage {
    fn new(tr: Translator<'_>, found: &Public) -> Self {
        match &found.counted {
            Some(counted) => Self::published(tr, found, counted),
            None => Self::pending(tr, found),
        }
    }

    fn pending(tr: Translator<'_>, found: &Public) -> Self {
        let text = match found.due {
            Some(due) => Message::new("outcome-due").with("starts", long_time(due.starts, tr.language)),
            None => Message::new("outcome-not-yet"),
        };
        Self {
            round_name: found.round.name.clone(),
            href: format!("/rondes/{}", found.round.slug),
            pending: Some(tr.message(&text)),
            lead: String::new(),
            note: None,
            figures: Vec::new(),
            pots: Vec::new(),
            themes: Vec::new(),
            channels: Vec::new(),
            wijken: Vec::new(),
            map: None,
            how: Vec::new(),
            ties: Vec::new(),
            seed: None,
            files: Vec::new(),
            ballots_public: false,
            engine: String::new(),
            hash: String::new(),
            slug: found.round.slug.clone(),
        }
    }

    fn published(tr: Translator<'_>, found: &Public, counted: &Counted) -> Self {
        let (told, turnout, slug) = (&counted.told, &counted.turnout, &found.round.slug);
        let lead = match counted.row.confirmed_at {
            Some(at) => Message::new("outcome-confirmed").with("at", long_time(at, tr.language)),
            None => Message::new("outcome-imported").with("purpose", &found.round.purpose),
        };
        let public = ballots_are_public(turnout);
        Self {
            round_name: found.round.name.clone(),
            href: format!("/rondes/{slug}"),
            pending: None,
            lead: tr.message(&lead),
            note: counted.row.confirmed_note.clone(),
            figures: figures(tr, told, turnout),
            pots: pots_shown(tr, told),
            themes: theme_bars(tr, told),
            channels: channel_bars(tr, turnout),
            wijken: wijk_bars(tr, turnout),
            map: map(tr, told, turnout),
            how: how(tr, told),
            ties: told.ties.iter().map(|tie| tie_text(tr, tie)).collect(),
            seed: told.seed.clone(),
            files: files(tr, slug, public),
            ballots_public: public,
            engine: counted.row.engine.clone(),
            hash: counted.row.input_hash.clone(),
            slug: slug.clone(),
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
    figures.push(figure(chosen.to_string(), Message::new("outcome-figure-chosen")));
    figures.push(figure(
        amount(tr, &told.currency, told.spent),
        Message::new("outcome-figure-spent").with("budget", amount(tr, &told.currency, told.budget)),
    ));
    figures
}

/// Thousandths as a percentage: `12,3%`.
fn percent(tr: Translator<'_>, permille: i64) -> String {
    let comma = match tr.language {
        Language::Nl => ',',
        Language::En => '.',
    };
    match (permille / 10, permille % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, rest) => format!("{whole}{comma}{rest}%"),
    }
}

fn theme_bars(tr: Translator<'_>, told: &Told) -> Vec<Bar> {
    let most = told.themes.iter().map(|theme| theme.cost).max().unwrap_or(0).max(1);
    let bar = |theme: &ToldTheme| Bar {
        name: theme.name.clone(),
        value: tr.message(&Message::new("outcome-theme").with("n", theme.plans).with("cost", amount(tr, &told.currency, theme.cost))),
        percent: theme.cost.saturating_mul(100).checked_div(most).unwrap_or(0),
    };
    told.themes.iter().map(bar).collect()
}

fn cell(tr: Translator<'_>, ballots: Cell) -> String {
    ballots.map_or_else(|| tr.text("outcome-hidden"), |ballots| tr.message(&Message::new("outcome-ballots").with("n", ballots)))
}

fn channel_bars(tr: Translator<'_>, turnout: &Turnout) -> Vec<Bar> {
    let bar = |channel: &ChannelTurnout| Bar {
        name: tr.text(channel_key(channel.channel)),
        value: cell(tr, channel.ballots),
        percent: channel.ballots.unwrap_or(0).saturating_mul(100).checked_div(turnout.ballots).unwrap_or(0),
    };
    turnout.channels.iter().map(bar).collect()
}

/// Turnout per wijk, when there is more than one.
fn wijk_bars(tr: Translator<'_>, turnout: &Turnout) -> Vec<Bar> {
    if turnout.wijken.len() < 2 {
        return Vec::new();
    }
    let permille = |wijk: &WijkTurnout| wijk.ballots.and_then(|ballots| ballots.saturating_mul(1_000).checked_div(wijk.inhabitants));
    let most = turnout.wijken.iter().filter_map(permille).max().unwrap_or(0).max(1);
    let bar = |wijk: &WijkTurnout| {
        let value = match (permille(wijk), wijk.ballots) {
            (Some(part), Some(ballots)) => {
                let value =
                    Message::new("outcome-wijk").with("n", ballots).with("part", percent(tr, part)).with("inhabitants", number(wijk.inhabitants));
                tr.message(&value)
            }
            _ => cell(tr, wijk.ballots),
        };
        Bar { name: wijk.name.clone(), value, percent: permille(wijk).unwrap_or(0).saturating_mul(100).checked_div(most).unwrap_or(0) }
    };
    turnout.wijken.iter().map(bar).collect()
}

/// The wijken on a map, when there is more than one: where more people voted than on average.
fn map(tr: Translator<'_>, told: &Told, turnout: &Turnout) -> Option<TileMap> {
    if turnout.wijken.len() < 2 {
        return None;
    }
    let busy = |wijk: &WijkTurnout| match wijk.ballots {
        Some(ballots) if ballots.saturating_mul(turnout.inhabitants) >= turnout.ballots.saturating_mul(wijk.inhabitants) => Busy::Open,
        Some(_) => Busy::Running,
        None => Busy::Quiet,
    };
    let wijken: Vec<(Wijk, Busy, String)> = turnout
        .wijken
        .iter()
        .map(|wijk| {
            let chosen = told.plans().filter(|plan| plan.chosen && plan.wijk == Some(wijk.wijk)).count();
            let hint = Message::new("outcome-map-hint").with("ballots", cell(tr, wijk.ballots)).with("n", chosen);
            (on_map(wijk), busy(wijk), tr.message(&hint))
        })
        .collect();
    let pins: Vec<Pin<'_>> = wijken.iter().map(|(wijk, busy, hint)| Pin { wijk, busy: *busy, hint: hint.clone() }).collect();
    tiles(&pins, tr.text("outcome-map"))
}

/// As much of a wijk as the map needs: what it was called when the votes were counted.
fn on_map(wijk: &WijkTurnout) -> Wijk {
    Wijk {
        id: wijk.wijk,
        gebied: GebiedId(0),
        slug: wijk.slug.clone(),
        name: wijk.name.clone(),
        inhabitants: wijk.inhabitants,
        inhabitants_year: 0,
        valid_from: chrono::NaiveDate::default(),
        valid_to: None,
        outline: None,
    }
}

/// How it was counted, in a few sentences.
fn how(tr: Translator<'_>, told: &Told) -> Vec<String> {
    let rule = if told.money_decides { "outcome-how-money" } else { "outcome-how-top" };
    ["outcome-how-vote", rule, "outcome-how-ties"].into_iter().map(|key| tr.text(key)).collect()
}

fn tie_text(tr: Translator<'_>, tie: &ToldTie) -> String {
    let key = match tie.by {
        Some(TieStep::MinCost) => "outcome-tie-cost",
        Some(TieStep::Earliest) => "outcome-tie-earliest",
        Some(TieStep::Lot) => "outcome-tie-lot",
        Some(TieStep::MaxVotes | TieStep::MaxScore | TieStep::Id) | None => "outcome-tie-order",
    };
    tr.message(&Message::new(key).with("plans", tie.between.join(" · ")))
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

impl Page for OutcomePage {
    const TEMPLATE: &'static str = "pages/outcome";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("outcome-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-rounds", "/rondes"),
            Crumb::name(self.round_name.clone(), self.href.clone()),
            Crumb::text("outcome-crumb", format!("/rondes/{}/uitslag", self.slug)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = crate::http::ballot::sample_round(Template::TopTen.rules());
        let found = Public { round: round.clone(), due: None, counted: Some(sample_counted()) };
        let mut small = sample_counted();
        small.turnout.ballots = 12;
        small.told.money_decides = false;
        small.row.confirmed_at = None;
        let window = crate::http::ballot::sample_booth().window;
        let all = [
            found,
            Public { round: round.clone(), due: None, counted: Some(small) },
            Public { round: round.clone(), due: Some(window), counted: None },
            Public { round, due: None, counted: None },
        ];
        all.iter().map(|found| Self::new(tr, found)).collect()
    }
}

async fn show(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let found = outcomes::public(&context, slug.into_inner()).await?;
    page(&context, &visit, &OutcomePage::new(context.views.translator(visit.language), &found))
}

/// An invented outcome for samples.
pub(super) fn sample_counted() -> Counted {
    let at = Instant::from_naive_utc(chrono::NaiveDateTime::default());
    let plan = |key: &str, votes: u64, chosen: bool| ToldPlan {
        key: key.into(),
        idea: IdeaId(1),
        title: format!("Plan <{key}>"),
        theme: Some("Groen".into()),
        wijk: Some(WijkId(1)),
        cost: 450_000,
        votes,
        rank: 1,
        chosen,
        reserve: !chosen,
        left: chosen.then_some(14_550_000),
        why: Both { nl: vec!["Gekozen: plaats 1.".into(), "312 stemmen.".into()], en: vec!["Chosen.".into(), "312 votes.".into()] },
    };
    let pot = |name: Option<String>| ToldPot { name, budget: 15_000_000, spent: 450_000, plans: vec![plan("a", 312, true), plan("b", 198, false)] };
    let tie = |by| ToldTie { between: vec!["Plan a".into(), "Plan b".into()], by };
    Counted {
        row: Row {
            state: OutcomeState::Published,
            explanation: String::new(),
            turnout: String::new(),
            engine: "wijkdeal-count 1.0.0".into(),
            input_hash: "ab".repeat(32),
            counted_at: at,
            counted_by: None,
            checked_at: Some(at),
            checked_by: None,
            confirmed_at: Some(at),
            confirmed_by: None,
            confirmed_note: Some("Met dank aan alle bewoners.".into()),
            published_at: None,
        },
        told: Told {
            currency: Currency::euro(),
            budget: 15_000_000,
            spent: 450_000,
            money_decides: true,
            ballots: 812,
            pots: vec![pot(None), pot(Some("Groen".into()))],
            themes: vec![ToldTheme { name: "Groen".into(), plans: 1, cost: 450_000 }],
            ties: vec![tie(Some(TieStep::MinCost)), tie(Some(TieStep::Earliest)), tie(Some(TieStep::Lot)), tie(None)],
            seed: Some("0f".repeat(32)),
        },
        turnout: Turnout {
            ballots: 812,
            incomplete: 3,
            inhabitants: 8_000,
            codes: 4_000,
            revoked: 2,
            channels: vec![ChannelTurnout { channel: Channel::Letter, ballots: Some(812) }],
            wijken: vec![
                WijkTurnout { wijk: WijkId(1), slug: "de-wijert".into(), name: "De Wijert".into(), inhabitants: 8_000, ballots: Some(812) },
                WijkTurnout { wijk: WijkId(2), slug: "helpman".into(), name: "Helpman".into(), inhabitants: 6_000, ballots: None },
            ],
        },
        names: ["Sam".into(), "Kim".into(), "Noor".into()],
    }
}
