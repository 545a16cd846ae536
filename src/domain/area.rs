//! Gebied, wijk, buurt: data with a validity period, never an enum.

use chrono::NaiveDate;

use super::ids::{BuurtId, GebiedId, WijkId};
use super::person::stored;

/// Whether residents call it a city or a village.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GebiedKind {
    /// Part of the city: wijken.
    Stad,
    /// A village: dorpen.
    Dorp,
}

stored!(GebiedKind {
    Stad = "stad",
    Dorp = "dorp",
});

/// An area of the city with its own gebiedsteam and wijkwethouder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gebied {
    /// Key.
    pub id: GebiedId,
    /// Part of its address.
    pub slug: String,
    /// Name.
    pub name: String,
    /// City or village.
    pub kind: GebiedKind,
}

/// A wijk as residents call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wijk {
    /// Key.
    pub id: WijkId,
    /// The gebied it belongs to.
    pub gebied: GebiedId,
    /// Part of its address.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Number of inhabitants.
    pub inhabitants: i64,
    /// The year of that number.
    pub inhabitants_year: i32,
    /// First day of this division.
    pub valid_from: NaiveDate,
    /// Last day; none while it holds.
    pub valid_to: Option<NaiveDate>,
    /// Its boundary as an SVG path in the coordinates of the whole map, when one was loaded.
    pub outline: Option<String>,
}

/// A buurt, the unit of the statistics office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buurt {
    /// Key.
    pub id: BuurtId,
    /// The wijk it belongs to.
    pub wijk: WijkId,
    /// `BU` and eight digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// Number of inhabitants.
    pub inhabitants: i64,
}

/// Whether something with these dates holds on `day`.
#[must_use]
pub fn valid_on(from: NaiveDate, to: Option<NaiveDate>, day: NaiveDate) -> bool {
    from <= day && to.is_none_or(|last| day <= last)
}
