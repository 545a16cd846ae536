//! The rules of a round: what was decided before the start and cannot change after it.

use super::money::Cents;
use super::person::stored;
use super::phase::{Phase, Schedule};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
    /// Equal Shares (cost, Add1U): every voter brings an equal part of the money.
    EqualShares,
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
    /// The ballot.
    pub ballot: BallotForm,
    /// The rule of the count.
    pub outcome: OutcomeRule,
    /// What decides equal votes, in order; then the lot.
    pub ties: Vec<TieStep>,
    /// How voters come in.
    pub entrances: Entrances,
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
            ballot: BallotForm::Choose { min: 1, max: 10 },
            outcome: OutcomeRule::Top { places: 10 },
            ties: vec![TieStep::Cheaper, TieStep::Earlier],
            entrances: Entrances { letter: true, email: false },
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
                outcome: OutcomeRule::WithinBudgetPerTheme,
                ..plain
            },
        }
    }
}

/// Something that is missing or impossible in the set-up of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// The round has no wijk or buurt.
    NoPlace,
    /// There is no money.
    NoMoney,
    /// The amounts of the themes and the joker do not add up to the money of the round.
    ThemesDoNotAddUp {
        /// What the themes and the joker are together.
        themes: Cents,
        /// The money of the round.
        total: Cents,
    },
    /// The money is divided over themes, but this theme has no amount.
    ThemeWithoutAmount(String),
    /// A rule per theme, but there are no themes.
    NoThemes,
    /// Two themes with the same name.
    ThemeTwice(String),
    /// A joker without amounts per theme has no meaning.
    JokerWithoutThemes,
    /// A voter must choose more plans than may be chosen, or none may be chosen.
    BallotImpossible {
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    },
    /// No places to win.
    NoPlaces,
    /// A vote by filling the budget needs an outcome within the budget.
    BudgetBallotNeedsBudget,
    /// There is no way to come in and vote.
    NoEntrance,
    /// A phase the round cannot do without has no dates.
    PhaseMissing(Phase),
    /// The first phase has begun, so it is too late to publish rules "before the start".
    AlreadyBegun,
    /// One plan may cost more than all the money.
    MaxCostOverBudget {
        /// The most a plan may cost.
        max: Cents,
        /// The money of the round.
        total: Cents,
    },
    /// More votes needed than there are inhabitants.
    ThresholdOutOfReach {
        /// Votes needed.
        needed: u32,
        /// Inhabitants.
        inhabitants: i64,
    },
    /// Fewer plans than places (or the money is enough for all): a vote would decide nothing.
    NothingToChoose {
        /// Plans.
        plans: usize,
        /// Places.
        places: u32,
    },
    /// All plans together fit in the money: a vote would decide nothing.
    EverythingFits,
}

impl Flaw {
    /// Whether the round cannot open with it (else it is a warning).
    #[must_use]
    pub const fn blocks(&self) -> bool {
        !matches!(self, Self::NothingToChoose { .. } | Self::EverythingFits)
    }
}

/// The phases every round has: rules before, a result and an evaluation after.
pub const REQUIRED_PHASES: [Phase; 5] = [Phase::Submit, Phase::Review, Phase::Vote, Phase::Result, Phase::Evaluate];

/// What is missing or impossible in these rules and dates.
#[must_use]
pub fn flaws(rules: &Rules, schedule: &Schedule, inhabitants: i64, places_chosen: bool) -> Vec<Flaw> {
    let mut found = Vec::new();
    if !places_chosen {
        found.push(Flaw::NoPlace);
    }
    money_flaws(rules, inhabitants, &mut found);
    ballot_flaws(rules, inhabitants, &mut found);
    found.extend(REQUIRED_PHASES.into_iter().filter(|phase| schedule.window(*phase).is_none()).map(Flaw::PhaseMissing));
    found
}

fn money_flaws(rules: &Rules, inhabitants: i64, found: &mut Vec<Flaw>) {
    let total = rules.amount.total(inhabitants);
    if total <= Cents::ZERO {
        found.push(Flaw::NoMoney);
    }
    for (i, theme) in rules.themes.iter().enumerate() {
        if rules.themes.iter().take(i).any(|other| other.slug == theme.slug) {
            found.push(Flaw::ThemeTwice(theme.name.clone()));
        }
    }
    let divided = rules.outcome == OutcomeRule::WithinBudgetPerTheme || rules.themes.iter().any(|t| t.amount.is_some());
    if divided {
        found.extend(rules.themes.iter().filter(|t| t.amount.is_none()).map(|t| Flaw::ThemeWithoutAmount(t.name.clone())));
        let themes = Cents::sum(rules.themes.iter().filter_map(|t| t.amount).chain(rules.joker));
        if themes != total && !rules.themes.is_empty() {
            found.push(Flaw::ThemesDoNotAddUp { themes, total });
        }
    } else if rules.joker.is_some() {
        found.push(Flaw::JokerWithoutThemes);
    }
    if let Some(max) = rules.max_cost.filter(|max| *max > total) {
        found.push(Flaw::MaxCostOverBudget { max, total });
    }
}

fn ballot_flaws(rules: &Rules, inhabitants: i64, found: &mut Vec<Flaw>) {
    let per_theme = matches!(rules.ballot, BallotForm::ChoosePerTheme { .. }) || rules.outcome == OutcomeRule::WithinBudgetPerTheme;
    if per_theme && rules.themes.is_empty() {
        found.push(Flaw::NoThemes);
    }
    match rules.ballot {
        BallotForm::Choose { min, max } if max == 0 || min > max => found.push(Flaw::BallotImpossible { min, max }),
        BallotForm::ChoosePerTheme { max: 0 } => found.push(Flaw::BallotImpossible { min: 0, max: 0 }),
        BallotForm::FillBudget if matches!(rules.outcome, OutcomeRule::Top { .. }) => found.push(Flaw::BudgetBallotNeedsBudget),
        _ => {}
    }
    if rules.outcome == (OutcomeRule::Top { places: 0 }) {
        found.push(Flaw::NoPlaces);
    }
    if !rules.entrances.letter && !rules.entrances.email {
        found.push(Flaw::NoEntrance);
    }
    if i64::from(rules.min_votes) > inhabitants {
        found.push(Flaw::ThresholdOutOfReach { needed: rules.min_votes, inhabitants });
    }
}

/// What is odd about voting on plans with these costs.
#[must_use]
pub fn plan_flaws(rules: &Rules, inhabitants: i64, costs: &[Cents]) -> Vec<Flaw> {
    let total = rules.amount.total(inhabitants);
    match rules.outcome {
        OutcomeRule::Top { places } if costs.len() <= places as usize => vec![Flaw::NothingToChoose { plans: costs.len(), places }],
        OutcomeRule::Top { .. } => Vec::new(),
        _ if Cents::sum(costs.iter().copied()) <= total => vec![Flaw::EverythingFits],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{Instant, Window};

    fn schedule() -> Schedule {
        let at = |day: &str| Instant::parse_local(day).unwrap();
        let days = ["2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01", "2027-05-01", "2027-06-01"];
        let windows = REQUIRED_PHASES.iter().zip(days.windows(2)).map(|(phase, d)| (*phase, Window { starts: at(d[0]), ends: at(d[1]) }));
        Schedule::new(windows.collect()).unwrap()
    }

    #[test]
    fn every_template_can_open_as_it_is() {
        for template in Template::ALL {
            assert_eq!(flaws(&template.rules(), &schedule(), 8_000, true), [], "{template:?}");
        }
    }

    #[test]
    fn money_that_does_not_add_up_is_told() {
        let mut rules = Template::Themes.rules();
        rules.joker = Some(Cents::euros(6_000));
        let found = flaws(&rules, &schedule(), 8_000, true);
        assert_eq!(found, [Flaw::ThemesDoNotAddUp { themes: Cents::euros(301_000), total: Cents::euros(300_000) }]);
    }

    #[test]
    fn what_nobody_can_meet_is_told() {
        let mut rules = Template::TopTen.rules();
        rules.min_votes = 9_000;
        rules.ballot = BallotForm::Choose { min: 5, max: 3 };
        rules.entrances = Entrances { letter: false, email: false };
        let found = flaws(&rules, &Schedule::default(), 8_000, false);
        assert!(found.contains(&Flaw::NoPlace));
        assert!(found.contains(&Flaw::BallotImpossible { min: 5, max: 3 }));
        assert!(found.contains(&Flaw::NoEntrance));
        assert!(found.contains(&Flaw::ThresholdOutOfReach { needed: 9_000, inhabitants: 8_000 }));
        assert!(found.contains(&Flaw::PhaseMissing(Phase::Vote)));
    }

    #[test]
    fn a_vote_that_decides_nothing_is_a_warning() {
        let rules = Template::TopTen.rules();
        let few = plan_flaws(&rules, 8_000, &[Cents::euros(1); 9]);
        assert_eq!(few, [Flaw::NothingToChoose { plans: 9, places: 10 }]);
        assert!(!few[0].blocks());
        let rules = Template::WithinBudget.rules();
        assert_eq!(plan_flaws(&rules, 8_000, &[Cents::euros(24_000)]), [Flaw::EverythingFits]);
    }

    #[test]
    fn rules_survive_being_stored() {
        for template in Template::ALL {
            let text = serde_json::to_string(&template.rules()).unwrap();
            assert_eq!(serde_json::from_str::<Rules>(&text).unwrap(), template.rules());
        }
    }
}
