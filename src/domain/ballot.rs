//! The ballot: what is on it, what a voter may choose, and its fixed-size form for sealing.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::IdeaId;
use super::money::Cents;
use super::rules::BallotForm;

/// A plan on the ballot, frozen when voting opens.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotPlan {
    /// The idea it is.
    pub id: IdeaId,
    /// Title.
    pub title: String,
    /// Why it is good for the wijk, in its owner's words.
    pub summary: String,
    /// What it costs.
    pub cost: Cents,
    /// Slug of its theme; none for a joker plan.
    pub theme: Option<String>,
}

/// The text of the ballot of a round: the same for every voter and every channel.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotText {
    /// The plans, in ascending order of their identifier. Pages shuffle them per visitor.
    pub plans: Vec<BallotPlan>,
    /// What may be filled in.
    pub form: BallotForm,
    /// The money of the round.
    pub budget: Cents,
}

/// Why a ballot is not accepted. Nothing is ever repaired: the voter hears what to change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BallotError {
    /// More plans than allowed.
    #[error("{chosen} plans chosen, at most {max} allowed")]
    TooMany {
        /// Chosen.
        chosen: u32,
        /// Allowed.
        max: u32,
    },
    /// More plans than allowed in a theme.
    #[error("{chosen} plans chosen in theme {theme:?}, at most {max} allowed")]
    TooManyInTheme {
        /// Slug; empty for the joker.
        theme: String,
        /// Chosen.
        chosen: u32,
        /// Allowed.
        max: u32,
    },
    /// Fewer plans than needed.
    #[error("{chosen} plans chosen, at least {min} needed")]
    TooFew {
        /// Chosen.
        chosen: u32,
        /// Needed.
        min: u32,
    },
    /// More money than there is.
    #[error("plans for {spent} chosen, {budget} available")]
    OverBudget {
        /// Together.
        spent: Cents,
        /// Available.
        budget: Cents,
    },
    /// A plan that is not on this ballot.
    #[error("plan {0} is not on this ballot")]
    NotOnBallot(IdeaId),
    /// A sealed ballot that cannot be read back.
    #[error("not a ballot of this round")]
    Unreadable,
}

/// The plans a voter chose. A set: nothing can be chosen twice.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Choices(pub BTreeSet<IdeaId>);

const FORMAT: u8 = 1;
const EMPTY_PLACE: u16 = u16::MAX;

impl BallotText {
    /// Whether these choices may be cast. Fewer than the minimum is told by
    /// [`BallotText::still_needed`], not refused: each tick is saved as it is made.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self, choices: &Choices) -> Result<(), BallotError> {
        let mut spent = Cents::ZERO;
        let mut per_theme: BTreeMap<&str, u32> = BTreeMap::new();
        for id in &choices.0 {
            let plan = self.plans.iter().find(|plan| plan.id == *id).ok_or(BallotError::NotOnBallot(*id))?;
            spent = Cents::sum([spent, plan.cost]);
            *per_theme.entry(plan.theme.as_deref().unwrap_or("")).or_default() += 1;
        }
        let chosen = u32::try_from(choices.0.len()).unwrap_or(u32::MAX);
        match self.form {
            BallotForm::Choose { max, .. } if chosen > max => Err(BallotError::TooMany { chosen, max }),
            BallotForm::ChoosePerTheme { max } => match per_theme.into_iter().find(|(_, chosen)| *chosen > max) {
                Some((theme, chosen)) => Err(BallotError::TooManyInTheme { theme: theme.to_owned(), chosen, max }),
                None => Ok(()),
            },
            BallotForm::FillBudget if spent > self.budget => Err(BallotError::OverBudget { spent, budget: self.budget }),
            BallotForm::Choose { .. } | BallotForm::FillBudget => Ok(()),
        }
    }

    /// How many more plans the voter must choose before the ballot counts.
    #[must_use]
    pub fn still_needed(&self, choices: &Choices) -> u32 {
        let chosen = u32::try_from(choices.0.len()).unwrap_or(u32::MAX);
        match self.form {
            BallotForm::Choose { min, .. } => min.saturating_sub(chosen),
            BallotForm::ChoosePerTheme { .. } | BallotForm::FillBudget => 1_u32.saturating_sub(chosen),
        }
    }

    /// The ballot as bytes of one size, whatever was chosen, so that its sealed form tells nothing.
    #[must_use]
    pub fn encode(&self, choices: &Choices) -> Vec<u8> {
        let mut places: Vec<u16> =
            self.plans.iter().enumerate().filter(|(_, plan)| choices.0.contains(&plan.id)).filter_map(|(i, _)| u16::try_from(i).ok()).collect();
        places.resize(self.plans.len(), EMPTY_PLACE);
        std::iter::once(FORMAT).chain(places.into_iter().flat_map(u16::to_be_bytes)).collect()
    }

    /// Reads what [`BallotText::encode`] wrote.
    ///
    /// # Errors
    /// When the bytes are no ballot of this text.
    pub fn decode(&self, bytes: &[u8]) -> Result<Choices, BallotError> {
        let Some((&FORMAT, places)) = bytes.split_first() else { return Err(BallotError::Unreadable) };
        if places.len() != 2 * self.plans.len() {
            return Err(BallotError::Unreadable);
        }
        let mut chosen = BTreeSet::new();
        for pair in places.chunks_exact(2) {
            let place = pair.iter().fold(0_u16, |value, byte| value << 8 | u16::from(*byte));
            if place != EMPTY_PLACE {
                let plan = self.plans.get(usize::from(place)).ok_or(BallotError::Unreadable)?;
                chosen.insert(plan.id);
            }
        }
        Ok(Choices(chosen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(form: BallotForm) -> BallotText {
        let plan = |id: i64, euros: i64, theme: &str| BallotPlan {
            id: IdeaId(id),
            title: format!("Plan {id}"),
            summary: String::new(),
            cost: Cents::euros(euros),
            theme: (!theme.is_empty()).then(|| theme.to_owned()),
        };
        BallotText {
            plans: vec![plan(3, 600, "groen"), plan(7, 300, "groen"), plan(9, 200, "samen"), plan(11, 50, "")],
            form,
            budget: Cents::euros(1_000),
        }
    }

    fn choose(ids: &[i64]) -> Choices {
        Choices(ids.iter().map(|id| IdeaId(*id)).collect())
    }

    #[test]
    fn each_form_has_its_own_limit_and_its_own_message() {
        let two = text(BallotForm::Choose { min: 1, max: 2 });
        assert_eq!(two.check(&choose(&[3, 9])), Ok(()));
        assert_eq!(two.check(&choose(&[3, 7, 9])), Err(BallotError::TooMany { chosen: 3, max: 2 }));
        assert_eq!(two.check(&choose(&[4])), Err(BallotError::NotOnBallot(IdeaId(4))));
        let themes = text(BallotForm::ChoosePerTheme { max: 1 });
        assert_eq!(themes.check(&choose(&[3, 9, 11])), Ok(()));
        assert_eq!(themes.check(&choose(&[3, 7])), Err(BallotError::TooManyInTheme { theme: "groen".into(), chosen: 2, max: 1 }));
        let money = text(BallotForm::FillBudget);
        assert_eq!(money.check(&choose(&[3, 7, 11])), Ok(()));
        assert_eq!(money.check(&choose(&[3, 7, 9])), Err(BallotError::OverBudget { spent: Cents::euros(1_100), budget: Cents::euros(1_000) }));
    }

    #[test]
    fn an_empty_choice_is_saved_but_does_not_count_yet() {
        let text = text(BallotForm::Choose { min: 2, max: 3 });
        assert_eq!(text.check(&choose(&[])), Ok(()));
        assert_eq!(text.still_needed(&choose(&[3])), 1);
        assert_eq!(text.still_needed(&choose(&[3, 7])), 0);
    }

    #[test]
    fn every_ballot_has_the_same_size_and_reads_back() {
        let text = text(BallotForm::FillBudget);
        let sizes: BTreeSet<usize> = [&[][..], &[3], &[3, 7, 9, 11]].iter().map(|ids| text.encode(&choose(ids)).len()).collect();
        assert_eq!(sizes.len(), 1);
        for ids in [&[][..], &[9], &[3, 11]] {
            assert_eq!(text.decode(&text.encode(&choose(ids))), Ok(choose(ids)));
        }
        assert_eq!(text.decode(&[1, 0, 9]), Err(BallotError::Unreadable));
        assert_eq!(text.decode(&[1, 0, 9, 255, 255, 255, 255, 255, 255]), Err(BallotError::Unreadable));
    }
}
