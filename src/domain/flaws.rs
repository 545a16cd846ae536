//! What is missing or impossible in the set-up of a round, before it can open.

use super::money::Cents;
use super::phase::{Phase, Schedule};
use super::rules::{BallotForm, OutcomeRule, Rules};

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
    /// There are no points to give, or one plan may get more than there are.
    PointsImpossible {
        /// To give in all.
        total: u32,
        /// At most for one plan.
        max: u32,
    },
    /// The points of a ranking go up, a place is worth nothing, or there are no places.
    RankingImpossible,
    /// Meetings would decide everything.
    MeetingsDecideAll,
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
    /// More voters needed than there are inhabitants.
    QuorumOutOfReach {
        /// Voters needed.
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
    /// No decision of the gemeenteraad is named that grants the money.
    NoRaadsbesluit,
    /// The gebiedsbudget of the year has less left than the round divides.
    NotGranted {
        /// What the gebiedsbudget has left.
        free: Cents,
        /// The money of the round.
        total: Cents,
    },
}

impl Flaw {
    /// Whether the round cannot open with it (else it is a warning).
    #[must_use]
    pub const fn blocks(&self) -> bool {
        !matches!(self, Self::NothingToChoose { .. } | Self::EverythingFits | Self::NoRaadsbesluit | Self::NotGranted { .. })
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
    match &rules.ballot {
        BallotForm::Choose { min, max } if *max == 0 || min > max => found.push(Flaw::BallotImpossible { min: *min, max: *max }),
        BallotForm::Points { total, max } if *max == 0 || max > total => found.push(Flaw::PointsImpossible { total: *total, max: *max }),
        BallotForm::Ranking { points } if !points.is_sorted_by(|one, next| one >= next) || points.last().is_none_or(|last| *last == 0) => {
            found.push(Flaw::RankingImpossible);
        }
        BallotForm::ChoosePerTheme { max: 0 } => found.push(Flaw::BallotImpossible { min: 0, max: 0 }),
        BallotForm::FillBudget if matches!(rules.outcome, OutcomeRule::Top { .. }) => found.push(Flaw::BudgetBallotNeedsBudget),
        _ => {}
    }
    if rules.outcome == (OutcomeRule::Top { places: 0 }) {
        found.push(Flaw::NoPlaces);
    }
    if rules.meetings.percent >= 100 {
        found.push(Flaw::MeetingsDecideAll);
    }
    if !rules.entrances.letter && !rules.entrances.email {
        found.push(Flaw::NoEntrance);
    }
    if i64::from(rules.min_votes) > inhabitants {
        found.push(Flaw::ThresholdOutOfReach { needed: rules.min_votes, inhabitants });
    }
    if i64::from(rules.quorum) > inhabitants {
        found.push(Flaw::QuorumOutOfReach { needed: rules.quorum, inhabitants });
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
    use crate::domain::rules::{Entrances, Template};
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
        rules.quorum = 9_001;
        rules.ballot = BallotForm::Choose { min: 5, max: 3 };
        rules.entrances = Entrances { letter: false, email: false };
        let found = flaws(&rules, &Schedule::default(), 8_000, false);
        assert!(found.contains(&Flaw::NoPlace));
        assert!(found.contains(&Flaw::BallotImpossible { min: 5, max: 3 }));
        assert!(found.contains(&Flaw::NoEntrance));
        assert!(found.contains(&Flaw::ThresholdOutOfReach { needed: 9_000, inhabitants: 8_000 }));
        assert!(found.contains(&Flaw::QuorumOutOfReach { needed: 9_001, inhabitants: 8_000 }));
        assert!(found.contains(&Flaw::PhaseMissing(Phase::Vote)));
    }

    #[test]
    fn points_and_places_that_cannot_be_given_are_told() {
        let told = |ballot: BallotForm| flaws(&Rules { ballot, ..Template::TopTen.rules() }, &schedule(), 8_000, true);
        assert_eq!(told(BallotForm::Points { total: 10, max: 10 }), []);
        assert_eq!(told(BallotForm::Points { total: 3, max: 5 }), [Flaw::PointsImpossible { total: 3, max: 5 }]);
        assert_eq!(told(BallotForm::Points { total: 3, max: 0 }), [Flaw::PointsImpossible { total: 3, max: 0 }]);
        assert_eq!(told(BallotForm::Ranking { points: vec![5, 3, 3, 1] }), []);
        for points in [vec![], vec![3, 0], vec![1, 2]] {
            assert_eq!(told(BallotForm::Ranking { points }), [Flaw::RankingImpossible]);
        }
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
}
