//! The map of the wijken: their real boundaries when these were loaded, else one tile for each wijk,
//! laid out roughly as the city lies.

use serde::Serialize;

use super::round::Busy;
use crate::domain::area::Wijk;
use crate::domain::outline::view_box;

/// A tile: slug of its wijk, column, row, what a phone shows, the lines a wide screen shows.
type Place = (&'static str, i32, i32, &'static str, &'static [&'static str]);

/// Where the tiles of Groningen lie.
const PLACES: [Place; 31] = [
    ("noorderhoogebrug", 2, 0, "NHB", &["Noorder-", "hoogebrug"]),
    ("de-hunze-van-starkenborgh", 3, 0, "HUN", &["De Hunze en", "Starkenborgh"]),
    ("beijum", 4, 0, "BEI", &["Beijum"]),
    ("ten-boer", 6, 0, "TB", &["Ten Boer"]),
    ("ten-post", 7, 0, "TP", &["Ten Post"]),
    ("de-held-reitdiep", 0, 1, "HEL", &["De Held", "en Reitdiep"]),
    ("paddepoel", 1, 1, "PAD", &["Paddepoel"]),
    ("selwerd", 2, 1, "SEL", &["Selwerd"]),
    ("de-hoogte", 3, 1, "HOO", &["De Hoogte"]),
    ("oosterhoogebrug-ulgersmaborg", 4, 1, "OHB", &["Ooster-", "hoogebrug"]),
    ("lewenborg", 5, 1, "LEW", &["Lewenborg"]),
    ("noorddijk-ruischerbrug", 6, 1, "NDR", &["Noorddijk en", "Ruischerbrug"]),
    ("vinkhuizen", 0, 2, "VIN", &["Vinkhuizen"]),
    ("tuinwijk", 1, 2, "TUI", &["Tuinwijk"]),
    ("oranjebuurt-noorderplantsoenbuurt", 2, 2, "ORA", &["Oranjebuurt"]),
    ("korrewegwijk", 3, 2, "KOR", &["Korrewegwijk"]),
    ("oosterparkwijk", 4, 2, "OPW", &["Oosterpark-", "wijk"]),
    ("meerstad-meerdorpen", 6, 2, "MEE", &["Meerstad"]),
    ("hoogkerk", 0, 3, "HGK", &["Hoogkerk"]),
    ("schildersbuurt-kostverloren", 1, 3, "SCH", &["Schilders-", "buurt"]),
    ("hortusbuurt-ebbingekwartier", 2, 3, "HOR", &["Hortusbuurt"]),
    ("binnenstad", 3, 3, "BIN", &["Binnenstad"]),
    ("zeeheldenbuurt-laanhuizen", 1, 4, "ZEE", &["Zeehelden-", "buurt"]),
    ("rivierenbuurt", 2, 4, "RIV", &["Rivieren-", "buurt"]),
    ("oosterpoort", 3, 4, "OPT", &["Oosterpoort"]),
    ("europapark-de-linie", 4, 4, "EUR", &["Europapark"]),
    ("hoornse-wijken", 1, 5, "HRN", &["Hoornse", "Wijken"]),
    ("de-wijert", 2, 5, "WIJ", &["De Wijert"]),
    ("helpman", 3, 5, "HLP", &["Helpman"]),
    ("haren", 4, 6, "HAR", &["Haren"]),
    ("glimmen-onnen-noordlaren", 5, 6, "GLI", &["Glimmen"]),
];

/// Distance between the middles of two tiles.
const STEP: (i32, i32) = (120, 84);

/// A map of tiles (`partials/tile_map`).
#[derive(Debug, Clone, Serialize)]
pub struct TileMap {
    width: i32,
    height: i32,
    label: String,
    tiles: Vec<Tile>,
}

#[derive(Debug, Clone, Serialize)]
struct Tile {
    x: i32,
    y: i32,
    name: String,
    short: &'static str,
    lines: Vec<TileLine>,
    href: String,
    state: &'static str,
    hint: String,
}

#[derive(Debug, Clone, Serialize)]
struct TileLine {
    dy: i32,
    text: &'static str,
}

/// A map of boundaries (`partials/outline_map`).
#[derive(Debug, Clone, Serialize)]
pub struct OutlineMap {
    view_box: String,
    label: String,
    areas: Vec<OutlineArea>,
}

#[derive(Debug, Clone, Serialize)]
struct OutlineArea {
    path: String,
    name: String,
    href: String,
    state: &'static str,
    hint: String,
}

/// A wijk on the map: what happens there, and that in words.
pub struct Pin<'a> {
    /// The wijk.
    pub wijk: &'a Wijk,
    /// What happens there.
    pub busy: Busy,
    /// The same in words.
    pub hint: String,
}

const fn state(busy: Busy) -> &'static str {
    match busy {
        Busy::Open => "open",
        Busy::Running => "busy",
        Busy::Quiet => "quiet",
    }
}

/// Whether this wijk can be drawn: its boundary was loaded, or it has a tile.
#[must_use]
pub fn can_be_drawn(wijk: &Wijk) -> bool {
    wijk.outline.is_some() || PLACES.iter().any(|place| place.0 == wijk.slug)
}

/// The tiles of the wijken that have a place; none when fewer than half of them have one.
#[must_use]
pub fn tiles(pins: &[Pin<'_>], label: String) -> Option<TileMap> {
    let place = |slug: &str| PLACES.iter().find(|place| place.0 == slug);
    let tiles: Vec<Tile> = pins.iter().filter_map(|pin| Some(tile(pin, place(&pin.wijk.slug)?))).collect();
    if tiles.is_empty() || tiles.len() * 2 < pins.len() {
        return None;
    }
    let (width, height) = (tiles.iter().map(|tile| tile.x).max()? + 60, tiles.iter().map(|tile| tile.y).max()? + 44);
    Some(TileMap { width, height, label, tiles })
}

fn tile(pin: &Pin<'_>, (_, column, row, short, lines): &Place) -> Tile {
    let dy = |i: i32| if lines.len() == 1 { 5 } else { -4 + 18 * i };
    Tile {
        x: 60 + column * STEP.0,
        y: 44 + row * STEP.1,
        name: pin.wijk.name.clone(),
        short,
        lines: (0..).zip(lines.iter()).map(|(i, text)| TileLine { dy: dy(i), text }).collect(),
        href: format!("/wijken/{}", pin.wijk.slug),
        state: state(pin.busy),
        hint: pin.hint.clone(),
    }
}

/// The boundaries of the wijken, when all of them were loaded.
#[must_use]
pub fn outlines(pins: &[Pin<'_>], label: String) -> Option<OutlineMap> {
    let areas: Vec<OutlineArea> = pins
        .iter()
        .map(|pin| {
            Some(OutlineArea {
                path: pin.wijk.outline.clone()?,
                name: pin.wijk.name.clone(),
                href: format!("/wijken/{}", pin.wijk.slug),
                state: state(pin.busy),
                hint: pin.hint.clone(),
            })
        })
        .collect::<Option<_>>()?;
    let [left, top, width, height] = view_box(areas.iter().map(|area| area.path.as_str()))?;
    Some(OutlineMap { view_box: format!("{left} {top} {width} {height}"), label, areas })
}
