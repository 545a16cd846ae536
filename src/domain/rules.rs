//! The rules of a round: what was decided before the start and cannot change after it.

use super::money::Cents;
use super::person::stored;

/// How much residents decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Say {
    /// They are told.
    Inform,
    /// They are asked.
    Consult,
    /// They advise.
    Advise,
    /// They decide together with the gemeente.
    Codecide,
    /// They decide.
    Decide,
}

stored!(Say {
    Inform = "inform",
    Consult = "consult",
    Advise = "advise",
    Codecide = "codecide",
    Decide = "decide",
});

/// The money of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Amount {
    /// So much.
    Fixed {
        /// Cents.
        cents: Cents,
    },
    /// So much for each inhabitant of the wijken or buurten of the round.
    PerInhabitant {
        /// Cents.
        cents: Cents,
    },
}

impl Amount {
    /// The money of the round with so many inhabitants.
    #[must_use]
    pub fn total(self, inhabitants: i64) -> Cents {
        match self {
            Self::Fixed { cents } => cents,
            Self::PerInhabitant { cents } => cents.times(inhabitants).unwrap_or(Cents::ZERO),
        }
    }
}

/// A theme of a round.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Part of its address; unique in the round.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Its own pot, when the money is divided over themes.
    pub amount: Option<Cents>,
}

/// What a voter fills in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BallotForm {
    /// Up to so many plans in all.
    Choose {
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    },
    /// Up to so many plans in each theme.
    ChoosePerTheme {
        /// At most, in each theme.
        max: u32,
    },
    /// As many plans as the money allows.
    FillBudget,
    /// Points to divide over plans.
    Points {
        /// To give in all.
        total: u32,
        /// At most for one plan.
        max: u32,
    },
    /// Plans in order, the best first.
    Ranking {
        /// What each place is worth, the first place first; so many places there are.
        points: Vec<u32>,
    },
}

impl BallotForm {
    /// Whether plans get points, and not one vote a ballot.
    #[must_use]
    pub const fn gives_points(&self) -> bool {
        matches!(self, Self::Points { .. } | Self::Ranking { .. })
    }
}

/// How ballots become an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OutcomeRule {
    /// The so many plans with the most votes: priorities, without looking at money.
    Top {
        /// How many places.
        places: u32,
    },
    /// From most to fewest votes, each plan that still fits in the money.
    WithinBudget,
    /// The same, in each theme within its own amount.
    WithinBudgetPerTheme,
    /// The same, for the plans in each wijk within the money of that wijk, by inhabitants; what a
    /// wijk leaves is for all wijken.
    WithinBudgetPerWijk,
    /// Equal Shares (cost, Add1), and then down the list by votes: every voter brings an equal part of
    /// the money.
    EqualShares,
    /// Equal Shares (cost, Add1) alone: what is left stays.
    EqualSharesOnly,
}

/// A step that decides between plans with equally many votes; a draw by lot comes after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieStep {
    /// The cheaper plan first.
    Cheaper,
    /// The plan that was sent in earlier first.
    Earlier,
}

stored!(TieStep {
    Cheaper = "cheaper",
    Earlier = "earlier",
});

/// Which way voters come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entrances {
    /// With a stemcode from a letter.
    pub letter: bool,
    /// With a stemcode from an e-mail: weaker, counted and shown as a class of its own.
    pub email: bool,
}

/// What meetings have to say in the vote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meetings {
    /// A table of so many people can fill in one ballot together, which then counts so many times.
    pub tables: bool,
    /// The part of the result that the votes at meetings decide, in percent, however many they are;
    /// 0 when every ballot weighs the same.
    pub percent: u8,
}

/// Who may send in ideas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Submitters {
    /// Everybody.
    Everyone,
    /// Residents of the wijken of the round, on their word.
    Residents,
}

stored!(Submitters {
    Everyone = "everyone",
    Residents = "residents",
});

/// A typical cost, shown while writing an idea.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceExample {
    /// What.
    pub what: String,
    /// How much, about.
    pub cents: Cents,
}

/// Everything about a round that is public before the start and frozen at opening.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// How much residents decide.
    pub say: Say,
    /// Whether the gemeente is bound by the outcome (after confirmation by the wijkwethouder).
    pub binding: bool,
    /// The money.
    pub amount: Amount,
    /// The themes, in the order of the pages.
    pub themes: Vec<Theme>,
    /// A pot for a plan outside the themes.
    pub joker: Option<Cents>,
    /// Youngest age to send in an idea.
    pub min_age_submit: u8,
    /// Youngest age to vote.
    pub min_age_vote: u8,
    /// Who may send in ideas.
    pub submitters: Submitters,
    /// The most one plan may cost.
    pub max_cost: Option<Cents>,
    /// The fewest votes a plan needs to be chosen.
    pub min_votes: u32,
    /// The part of the voters a plan needs, in percent; 0 when that does not matter.
    pub min_share: u8,
    /// The fewest voters for an outcome that is more than advice; 0 when that does not matter.
    pub quorum: u32,
    /// With money per theme: what a theme leaves goes, with the joker, to the next plans of all themes.
    pub leftovers_flow: bool,
    /// The ballot.
    pub ballot: BallotForm,
    /// The rule of the count.
    pub outcome: OutcomeRule,
    /// What decides equal votes, in order; then the lot.
    pub ties: Vec<TieStep>,
    /// How voters come in.
    pub entrances: Entrances,
    /// Meetings.
    #[serde(default)]
    pub meetings: Meetings,
    /// Typical costs.
    pub prices: Vec<PriceExample>,
}

impl Rules {
    /// The theme with this slug.
    #[must_use]
    pub fn theme(&self, slug: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.slug == slug)
    }
}

/// The starting points for a new round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// Wijkdeal: ideas, plans, a top 10 of priorities.
    TopTen,
    /// Plans within the budget of the wijk.
    WithinBudget,
    /// A small fund for good ideas, decided by few.
    GoodIdea,
    /// Hoogkerk: an amount per theme and a joker.
    Themes,
}

stored!(Template {
    TopTen = "top_10",
    WithinBudget = "within_budget",
    GoodIdea = "good_idea",
    Themes = "themes",
});

impl Template {
    /// The rules to start from; everything can still be changed.
    #[must_use]
    pub fn rules(self) -> Rules {
        let theme = |slug: &str, name: &str, amount: Option<i64>| Theme { slug: slug.into(), name: name.into(), amount: amount.map(Cents::euros) };
        let price = |what: &str, euros: i64| PriceExample { what: what.into(), cents: Cents::euros(euros) };
        let plain = Rules {
            say: Say::Codecide,
            binding: false,
            amount: Amount::Fixed { cents: Cents::euros(150_000) },
            themes: vec![
                theme("groen-en-buitenzijn", "Groen en buitenzijn", None),
                theme("verkeer-en-veiligheid", "Verkeer en veiligheid", None),
                theme("bouw-en-duurzaamheid", "Bouw en duurzaamheid", None),
                theme("meedoen-en-samenzijn", "Meedoen en samenzijn", None),
                theme("kunst-cultuur-en-historie", "Kunst, cultuur en historie", None),
            ],
            joker: None,
            min_age_submit: 12,
            min_age_vote: 16,
            submitters: Submitters::Everyone,
            max_cost: None,
            min_votes: 1,
            min_share: 0,
            quorum: 0,
            leftovers_flow: false,
            ballot: BallotForm::Choose { min: 1, max: 10 },
            outcome: OutcomeRule::Top { places: 10 },
            ties: vec![TieStep::Cheaper, TieStep::Earlier],
            entrances: Entrances { letter: true, email: false },
            meetings: Meetings::default(),
            prices: vec![
                price("een boom planten", 10_000),
                price("een zebrapad", 5_000),
                price("een lantaarnpaal", 1_200),
                price("een bank in het park", 1_000),
            ],
        };
        match self {
            Self::TopTen => plain,
            Self::WithinBudget => Rules {
                say: Say::Decide,
                binding: true,
                amount: Amount::PerInhabitant { cents: Cents::euros(3) },
                ballot: BallotForm::FillBudget,
                outcome: OutcomeRule::WithinBudget,
                ..plain
            },
            Self::GoodIdea => Rules {
                say: Say::Decide,
                binding: true,
                amount: Amount::Fixed { cents: Cents::euros(10_000) },
                themes: Vec::new(),
                max_cost: Some(Cents::euros(1_000)),
                ballot: BallotForm::Choose { min: 1, max: 5 },
                outcome: OutcomeRule::WithinBudget,
                entrances: Entrances { letter: false, email: true },
                ..plain
            },
            Self::Themes => Rules {
                say: Say::Decide,
                binding: true,
                amount: Amount::Fixed { cents: Cents::euros(300_000) },
                themes: vec![
                    theme("kinderen-en-jongeren", "Kinderen en jongeren", Some(65_000)),
                    theme("verkeer", "Verkeer", Some(60_000)),
                    theme("groen", "Groen", Some(60_000)),
                    theme("ontmoeten", "Ontmoeten", Some(60_000)),
                    theme("sport-en-bewegen", "Sport en bewegen", Some(50_000)),
                ],
                joker: Some(Cents::euros(5_000)),
                ballot: BallotForm::ChoosePerTheme { max: 3 },
                meetings: Meetings { tables: true, percent: 50 },
                outcome: OutcomeRule::WithinBudgetPerTheme,
                ..plain
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_survive_being_stored() {
        for template in Template::ALL {
            let text = serde_json::to_string(&template.rules()).unwrap();
            assert_eq!(serde_json::from_str::<Rules>(&text).unwrap(), template.rules());
        }
    }
}
