//! The standing topics of the WIJ-raad, as the letter of the college on participation (2018) lists them.

use crate::domain::person::stored;

/// A standing topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandingTopic {
    /// How residents and staff treat each other.
    Manners,
    /// The interests of different groups, and links with organisations in the wijken.
    Groups,
    /// The strategy of WIJ Groningen.
    Strategy,
    /// Dialogue between WIJ, residents and the wijk.
    Dialogue,
    /// The way in, and making clear what somebody asks.
    Entrance,
    /// Whether residents know and reach the WIJ-teams.
    Reach,
    /// Laws and rules.
    Law,
    /// Care for family and neighbours.
    Carers,
    /// Taking part in selection committees.
    Selection,
    /// Whether WIJ reaches its goals.
    Goals,
}

stored!(StandingTopic {
    Manners = "manners",
    Groups = "groups",
    Strategy = "strategy",
    Dialogue = "dialogue",
    Entrance = "entrance",
    Reach = "reach",
    Law = "law",
    Carers = "carers",
    Selection = "selection",
    Goals = "goals",
});

#[cfg(test)]
mod tests {
    use super::StandingTopic;

    #[test]
    fn the_letter_names_ten_topics() {
        assert_eq!(StandingTopic::ALL.len(), 10);
    }
}
