//! Charts and maps of an outcome, drawn on the server: every figure stands beside its bar as text.

use serde::Serialize;

use super::ranking::{amount, percent};
use crate::app::count::told::{Told, ToldPlan, ToldTheme};
use crate::app::count::turnout::{Cell, ChannelTurnout, Turnout, WijkTurnout};
use crate::domain::area::Wijk;
use crate::error::Message;
use crate::http::codes::{channel_key, number};
use crate::i18n::Translator;
use crate::views::map::{OutlineMap, Pin, TileMap, can_be_drawn, outlines, tiles};
use crate::views::round::Busy;

/// A name with a figure and its bar.
#[derive(Debug, Serialize)]
pub struct Bar {
    /// What it is about.
    pub name: String,
    /// The figure.
    pub value: String,
    /// Length of the bar.
    pub percent: i64,
    /// Where the name leads.
    pub href: Option<String>,
}

/// Two bars under one name: what people voted for, and where the money goes.
#[derive(Debug, Serialize)]
pub struct ThemeBars {
    name: String,
    plans: String,
    votes: String,
    votes_percent: u32,
    money: String,
    money_percent: i64,
}

/// All the money as one strip: a piece for every chosen plan, and what is left
/// (`partials/money_strip`).
#[derive(Debug, Serialize)]
pub struct MoneyStrip {
    /// The strip in words.
    pub label: String,
    /// Pieces from left to right, in thousandths.
    pub pieces: Vec<Piece>,
}

/// A piece of the strip.
#[derive(Debug, Serialize)]
pub struct Piece {
    /// Where it begins.
    pub x: i64,
    /// How wide it is.
    pub width: i64,
    /// `a`, `b` (in turn), `now` or `left`.
    pub tone: &'static str,
    /// What it is.
    pub name: String,
}

/// The strip of these amounts (name, amount, tone) in all the money; none when it is no part of it.
#[must_use]
pub fn strip(amounts: &[(String, i64, &'static str)], all: i64, label: String) -> Option<MoneyStrip> {
    let spent: i64 = amounts.iter().map(|(_, cents, _)| *cents).sum();
    if all <= 0 || spent <= 0 || spent > all {
        return None;
    }
    let place = |cents: i64| i64::try_from(i128::from(cents) * 1_000 / i128::from(all)).unwrap_or(0);
    let mut before = 0;
    let pieces = amounts.iter().map(|(name, cents, tone)| {
        let x = place(before);
        before += cents;
        // A thin line of the ground shows between two pieces.
        Piece { x, width: (place(before) - x - 2).max(2), tone, name: name.clone() }
    });
    Some(MoneyStrip { label, pieces: pieces.collect() })
}

/// The chosen plans in the money of the round; only where money decides.
#[must_use]
pub fn money_strip(tr: Translator<'_>, told: &Told) -> Option<MoneyStrip> {
    if !told.money_decides() {
        return None;
    }
    let mut chosen: Vec<&ToldPlan> = told.plans().filter(|plan| plan.chosen).collect();
    chosen.sort_by_key(|plan| plan.step);
    let money = |cents| amount(tr, &told.currency, cents);
    let name = |plan: &ToldPlan| format!("{}: {}", plan.title, money(plan.cost));
    let pieces: Vec<_> = chosen.iter().zip(["a", "b"].iter().cycle()).map(|(plan, tone)| (name(plan), plan.cost, *tone)).collect();
    let left = told.budget.saturating_sub(told.spent);
    let label = Message::new("outcome-strip").with("spent", money(told.spent)).with("budget", money(told.budget)).with("left", money(left));
    strip(&pieces, told.budget, tr.message(&label))
}

/// Per theme: its share of the votes and of the money.
#[must_use]
pub fn theme_bars(tr: Translator<'_>, told: &Told) -> Vec<ThemeBars> {
    let spent = told.themes.iter().map(|theme| theme.cost).sum::<i64>().max(1);
    let bars = |theme: &ToldTheme| {
        let permille = i64::try_from(i128::from(theme.cost) * 1_000 / i128::from(spent)).unwrap_or(0);
        ThemeBars {
            name: theme.name.clone(),
            plans: tr.message(&Message::new("outcome-theme").with("n", theme.plans)),
            votes: percent(tr, i64::from(theme.votes_permille)),
            votes_percent: theme.votes_permille / 10,
            money: format!("{} ({})", amount(tr, &told.currency, theme.cost), percent(tr, permille)),
            money_percent: permille / 10,
        }
    };
    told.themes.iter().map(bars).collect()
}

/// Under Equal Shares: what part of its cost the voters of each plan that lost still had, most first.
#[must_use]
pub fn support_bars(tr: Translator<'_>, told: &Told) -> Vec<Bar> {
    let mut lost: Vec<(&ToldPlan, u32)> = told.plans().filter_map(|plan| plan.support.map(|support| (plan, support))).collect();
    lost.sort_by_key(|(plan, support)| (std::cmp::Reverse(*support), plan.rank));
    let bar = |(plan, support): (&ToldPlan, u32)| Bar {
        name: plan.title.clone(),
        value: percent(tr, i64::from(support)),
        percent: i64::from(support.min(1_000)) / 10,
        href: Some(format!("/ideeen/{}", plan.idea)),
    };
    lost.into_iter().map(bar).collect()
}

/// A number of ballots, or that it is too small to tell.
#[must_use]
pub fn cell(tr: Translator<'_>, ballots: Cell) -> String {
    ballots.map_or_else(|| tr.text("outcome-hidden"), |ballots| tr.message(&Message::new("outcome-ballots").with("n", ballots)))
}

/// Ballots per channel.
#[must_use]
pub fn channel_bars(tr: Translator<'_>, turnout: &Turnout) -> Vec<Bar> {
    let bar = |channel: &ChannelTurnout| Bar {
        name: tr.text(channel_key(channel.channel)),
        value: cell(tr, channel.ballots),
        percent: channel.ballots.unwrap_or(0).saturating_mul(100).checked_div(turnout.ballots).unwrap_or(0),
        href: None,
    };
    turnout.channels.iter().map(bar).collect()
}

/// Turnout per wijk, when there is more than one; each leads to the outcome of that wijk.
#[must_use]
pub fn wijk_bars(tr: Translator<'_>, turnout: &Turnout, outcome: &str) -> Vec<Bar> {
    if turnout.wijken.len() < 2 {
        return Vec::new();
    }
    let permille = |wijk: &WijkTurnout| wijk.ballots.and_then(|ballots| ballots.saturating_mul(1_000).checked_div(wijk.inhabitants));
    let most = turnout.wijken.iter().filter_map(permille).max().unwrap_or(0).max(1);
    let bar = |wijk: &WijkTurnout| Bar {
        name: wijk.name.clone(),
        value: wijk_turnout(tr, wijk),
        percent: permille(wijk).unwrap_or(0).saturating_mul(100).checked_div(most).unwrap_or(0),
        href: Some(format!("{outcome}/wijk/{}", wijk.slug)),
    };
    turnout.wijken.iter().map(bar).collect()
}

/// The turnout of a wijk in words.
#[must_use]
pub fn wijk_turnout(tr: Translator<'_>, wijk: &WijkTurnout) -> String {
    let permille = wijk.ballots.and_then(|ballots| ballots.saturating_mul(1_000).checked_div(wijk.inhabitants));
    match (permille, wijk.ballots) {
        (Some(part), Some(ballots)) => {
            let value = Message::new("outcome-wijk").with("n", ballots).with("part", percent(tr, part)).with("inhabitants", number(wijk.inhabitants));
            tr.message(&value)
        }
        _ => cell(tr, wijk.ballots),
    }
}

/// The city with the wijken of a round: the boundaries when they were loaded, else a tile for each.
#[derive(Debug, Serialize)]
pub struct CityMap {
    tiles: Option<TileMap>,
    outlines: Option<OutlineMap>,
    /// More than one wijk took part, so that they can be compared.
    several: bool,
}

/// The wijken of the round on the map of the city: where more people voted than on average, and how
/// many of the chosen plans are there. None for a vote from elsewhere.
#[must_use]
pub fn map(tr: Translator<'_>, told: &Told, turnout: &Turnout, city: &[Wijk]) -> Option<CityMap> {
    let here = |wijk: &Wijk| turnout.wijken.iter().find(|part| part.wijk == wijk.id);
    // A vote from elsewhere has a place that is no wijk of this city.
    let city: Vec<&Wijk> = city.iter().filter(|wijk| can_be_drawn(wijk)).collect();
    if !city.iter().any(|wijk| here(wijk).is_some()) {
        return None;
    }
    let busy = |part: &WijkTurnout| match part.ballots {
        Some(ballots) if ballots.saturating_mul(turnout.inhabitants) >= turnout.ballots.saturating_mul(part.inhabitants) => Busy::Open,
        Some(_) => Busy::Running,
        None => Busy::Quiet,
    };
    let pin = |wijk| match here(wijk) {
        None => Pin { wijk, busy: Busy::Quiet, hint: tr.text("outcome-map-not-here") },
        Some(part) => {
            let chosen = told.plans().filter(|plan| plan.chosen && plan.wijk == Some(part.wijk)).count();
            let hint = Message::new("outcome-map-hint").with("ballots", cell(tr, part.ballots)).with("n", chosen);
            Pin { wijk, busy: busy(part), hint: tr.message(&hint) }
        }
    };
    let pins: Vec<Pin<'_>> = city.into_iter().map(pin).collect();
    let outlines = outlines(&pins, tr.text("outcome-map"));
    let tiles = if outlines.is_some() { None } else { tiles(&pins, tr.text("outcome-map")) };
    (outlines.is_some() || tiles.is_some()).then_some(CityMap { tiles, outlines, several: turnout.wijken.len() > 1 })
}
