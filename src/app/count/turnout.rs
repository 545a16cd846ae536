//! Who voted, in numbers that point at nobody.

use serde::{Deserialize, Serialize};

use crate::domain::ids::WijkId;
use crate::domain::outcome::Channel;

/// A number of people; none when it is too small to be told.
pub type Cell = Option<i64>;

/// Below this number of people nothing is told (from 1; nobody at all may be told).
pub const HIDDEN_BELOW: i64 = 10;

/// Ballots of one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelTurnout {
    /// Channel.
    pub channel: Channel,
    /// Ballots.
    pub ballots: Cell,
}

/// Ballots of one wijk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WijkTurnout {
    /// Wijk.
    pub wijk: WijkId,
    /// Part of its address.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Inhabitants, of all ages.
    pub inhabitants: i64,
    /// Ballots.
    pub ballots: Cell,
}

/// Who voted, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turnout {
    /// Ballots that were counted.
    pub ballots: i64,
    /// Ballots that were saved with too few plans, and so are not counted.
    pub incomplete: i64,
    /// Inhabitants of the round.
    pub inhabitants: i64,
    /// Codes that were valid at the close.
    pub codes: i64,
    /// Codes that were replaced.
    pub revoked: i64,
    /// Ballots carry whether they come from a meeting, and one of the two groups is small.
    #[serde(default)]
    pub small_group: bool,
    /// Per channel.
    pub channels: Vec<ChannelTurnout>,
    /// Per wijk.
    pub wijken: Vec<WijkTurnout>,
}

impl Turnout {
    /// Whether the ballots were taken over from a vote elsewhere.
    #[must_use]
    pub fn is_imported(&self) -> bool {
        self.channels.iter().any(|channel| channel.channel == Channel::Imported)
    }
}

/// Hides small cells. When only one is hidden, its number follows from the total; then the
/// smallest other one is hidden too.
#[must_use]
pub fn hide_small(counts: &[i64]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = counts.iter().map(|count| Some(*count).filter(|n| *n == 0 || *n >= HIDDEN_BELOW)).collect();
    if cells.iter().filter(|cell| cell.is_none()).count() == 1 {
        let smallest = cells.iter().enumerate().filter(|(_, cell)| cell.is_some_and(|n| n > 0)).min_by_key(|(_, cell)| **cell).map(|(at, _)| at);
        if let Some(cell) = smallest.and_then(|at| cells.get_mut(at)) {
            *cell = None;
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_below_ten_can_be_worked_out() {
        assert_eq!(hide_small(&[812, 30]), [Some(812), Some(30)]);
        assert_eq!(hide_small(&[812, 9]), [None, None]);
        assert_eq!(hide_small(&[812, 40, 3]), [Some(812), None, None]);
        assert_eq!(hide_small(&[812, 4, 3]), [Some(812), None, None]);
        assert_eq!(hide_small(&[0, 12]), [Some(0), Some(12)]);
    }
}
