//! What an idea costs, line by line and year by year, and who pays: sources of cover must add up to
//! the cost of every year, to the cent.

use std::collections::BTreeMap;

use crate::domain::money::Cents;
use crate::domain::person::stored;

/// How often something is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Often {
    /// Once.
    Once,
    /// Every year.
    Yearly,
}

stored!(Often {
    Once = "once",
    Yearly = "yearly",
});

/// The longest that something can be paid every year, in years.
pub const MAX_YEARS: i32 = 20;

/// Something that costs money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLine {
    /// What.
    pub what: String,
    /// How often.
    pub often: Often,
    /// How much, each time.
    pub cents: Cents,
    /// The first year.
    pub year: i32,
    /// For how many years; 1 for what is paid once.
    pub years: i32,
}

/// Money from somewhere, in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverLine {
    /// From where.
    pub source: String,
    /// In which year.
    pub year: i32,
    /// How much.
    pub cents: Cents,
}

/// One year of the costs of an idea.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct YearOfCosts {
    /// What it costs.
    pub cost: Cents,
    /// What is covered.
    pub cover: Cents,
}

impl YearOfCosts {
    /// What is still to be found; negative when there is more cover than cost.
    #[must_use]
    pub const fn gap(self) -> Cents {
        Cents(self.cost.0.saturating_sub(self.cover.0))
    }
}

/// Every year in which something is paid or covered.
#[must_use]
pub fn per_year(costs: &[CostLine], covers: &[CoverLine]) -> BTreeMap<i32, YearOfCosts> {
    let mut years: BTreeMap<i32, YearOfCosts> = BTreeMap::new();
    for line in costs {
        let last = if line.often == Often::Once { 1 } else { line.years.clamp(1, MAX_YEARS) };
        for year in (line.year..).take(usize::try_from(last).unwrap_or(1)) {
            let entry = years.entry(year).or_default();
            entry.cost = Cents::sum([entry.cost, line.cents]);
        }
    }
    for line in covers {
        let entry = years.entry(line.year).or_default();
        entry.cover = Cents::sum([entry.cover, line.cents]);
    }
    years
}

/// What everything costs together.
#[must_use]
pub fn total(costs: &[CostLine]) -> Cents {
    Cents::sum(per_year(costs, &[]).into_values().map(|year| year.cost))
}

/// Whether the sources of cover add up to the cost of every year.
#[must_use]
pub fn is_covered(costs: &[CostLine], covers: &[CoverLine]) -> bool {
    per_year(costs, covers).values().all(|year| year.gap() == Cents::ZERO)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cost() -> impl Strategy<Value = CostLine> {
        (any::<bool>(), 1..1_000_000i64, 2027..2032i32, 1..6i32).prop_map(|(once, cents, year, years)| CostLine {
            what: "iets".into(),
            often: if once { Often::Once } else { Often::Yearly },
            cents: Cents(cents),
            year,
            years: if once { 1 } else { years },
        })
    }

    proptest! {
        /// Whatever the lines: the years add up to the lines, cover to the cent is enough, and one
        /// cent more or less in any year is not.
        #[test]
        fn cover_adds_up_to_the_cent(costs in prop::collection::vec(cost(), 1..12), off in prop_oneof![Just(-1i64), Just(1)], pick in 0..50usize) {
            let lines: i64 = costs.iter().map(|line| line.cents.0 * i64::from(line.years)).sum();
            prop_assert_eq!(total(&costs), Cents(lines));
            let exact: Vec<CoverLine> = per_year(&costs, &[])
                .into_iter()
                .map(|(year, sum)| CoverLine { source: "gebiedsbudget".into(), year, cents: sum.cost })
                .collect();
            prop_assert!(is_covered(&costs, &exact));
            let mut wrong = exact.clone();
            let at = pick % wrong.len();
            wrong[at].cents = Cents(wrong[at].cents.0 + off);
            prop_assert!(!is_covered(&costs, &wrong));
        }
    }

    #[test]
    fn a_yearly_cost_stands_in_every_year() {
        let upkeep = CostLine { what: "snoeien".into(), often: Often::Yearly, cents: Cents::euros(200), year: 2028, years: 3 };
        let planting = CostLine { what: "planten".into(), often: Often::Once, cents: Cents::euros(4_000), year: 2027, years: 1 };
        let years: Vec<(i32, Cents)> = per_year(&[upkeep, planting], &[]).into_iter().map(|(year, sum)| (year, sum.cost)).collect();
        assert_eq!(years, [(2027, Cents::euros(4_000)), (2028, Cents::euros(200)), (2029, Cents::euros(200)), (2030, Cents::euros(200))]);
    }
}
