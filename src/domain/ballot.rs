//! The ballot: what is on it, what a voter may choose, and its fixed-size form for sealing.

use std::collections::BTreeMap;

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
    /// Name of the wijk it is in; none for a plan for all of them.
    pub wijk: Option<String>,
    /// Where in the wijk, in its owner's words; can be empty.
    pub place: String,
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
    /// More points than there are to give.
    #[error("{given} points given, {total} to give")]
    TooManyPoints {
        /// Given.
        given: u32,
        /// To give.
        total: u32,
    },
    /// More points for one plan than allowed.
    #[error("{given} points for plan {plan}, at most {max} allowed")]
    TooManyPointsForOne {
        /// The plan.
        plan: IdeaId,
        /// Given to it.
        given: u32,
        /// Allowed.
        max: u32,
    },
    /// Two plans on one place.
    #[error("two plans on place {0}")]
    PlaceTwice(u32),
    /// A place is skipped.
    #[error("no plan on place {0}")]
    PlaceEmpty(u32),
    /// A plan that is not on this ballot.
    #[error("plan {0} is not on this ballot")]
    NotOnBallot(IdeaId),
    /// A sealed ballot that cannot be read back.
    #[error("not a ballot of this round")]
    Unreadable,
}

/// What a voter gave: a number above zero for each plan that got something. A tick is 1; points are
/// points; in a ranking it is the place, from 1. Nothing can be given twice.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Choices(BTreeMap<IdeaId, u16>);

/// Where a plan in a ranking goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// One place up.
    Up,
    /// One place down.
    Down,
    /// Off the list.
    Out,
}

impl Choices {
    /// A tick for each of these plans.
    #[must_use]
    pub fn ticks(plans: impl IntoIterator<Item = IdeaId>) -> Self {
        Self::given(plans.into_iter().map(|plan| (plan, 1)))
    }

    /// So much for each of these plans; nothing given is nothing kept.
    #[must_use]
    pub fn given(gifts: impl IntoIterator<Item = (IdeaId, u16)>) -> Self {
        Self(gifts.into_iter().filter(|(_, given)| *given > 0).collect())
    }

    /// These plans in this order, the best first.
    #[must_use]
    pub fn ranked(plans: impl IntoIterator<Item = IdeaId>) -> Self {
        Self((1..).zip(plans).map(|(place, plan)| (plan, place)).collect())
    }

    /// Gives to one more plan; false when it had something already, and then nothing changes.
    pub fn add(&mut self, plan: IdeaId, given: u16) -> bool {
        let free = !self.0.contains_key(&plan);
        if free && given > 0 {
            self.0.insert(plan, given);
        }
        free
    }

    /// What a plan got; 0 when nothing.
    #[must_use]
    pub fn of(&self, plan: IdeaId) -> u16 {
        self.0.get(&plan).copied().unwrap_or(0)
    }

    /// Whether a plan got anything.
    #[must_use]
    pub fn contains(&self, plan: IdeaId) -> bool {
        self.0.contains_key(&plan)
    }

    /// How many plans got something.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no plan got anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The plans that got something, with what they got.
    pub fn iter(&self) -> impl Iterator<Item = (IdeaId, u16)> + '_ {
        self.0.iter().map(|(plan, given)| (*plan, *given))
    }

    /// The plans in the order of their places.
    #[must_use]
    pub fn order(&self) -> Vec<IdeaId> {
        let mut places: Vec<(u16, IdeaId)> = self.iter().map(|(plan, place)| (place, plan)).collect();
        places.sort_unstable();
        places.into_iter().map(|(_, plan)| plan).collect()
    }

    /// A ranking without empty places: what comes after one moves up. Two plans on one place stay
    /// there, for [`BallotText::check`] to see.
    #[must_use]
    pub fn closed_up(&self) -> Self {
        let mut places: Vec<u16> = self.0.values().copied().collect();
        places.sort_unstable();
        places.dedup();
        let place = |old: u16| (1..).zip(&places).find(|(_, place)| **place == old).map_or(old, |(new, _)| new);
        Self(self.0.iter().map(|(plan, old)| (*plan, place(*old))).collect())
    }

    /// A ranking in which one plan moved; the others close up.
    #[must_use]
    pub fn moved(&self, plan: IdeaId, to: Move) -> Self {
        let mut order = self.order();
        let Some(at) = order.iter().position(|one| *one == plan) else { return self.clone() };
        match to {
            Move::Up if at > 0 => order.swap(at, at - 1),
            Move::Down if at + 1 < order.len() => order.swap(at, at + 1),
            Move::Up | Move::Down => {}
            Move::Out => {
                order.remove(at);
            }
        }
        Self::ranked(order)
    }

    /// What was given together.
    #[must_use]
    pub fn sum(&self) -> u32 {
        self.0.values().map(|given| u32::from(*given)).sum()
    }
}

const FORMAT: u8 = 2;

impl BallotText {
    /// Whether these choices may be cast. Fewer than the minimum is told by
    /// [`BallotText::still_needed`], not refused: each tick is saved as it is made.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self, choices: &Choices) -> Result<(), BallotError> {
        let mut spent = Cents::ZERO;
        let mut per_theme: BTreeMap<&str, u32> = BTreeMap::new();
        for (id, _) in choices.iter() {
            let plan = self.plans.iter().find(|plan| plan.id == id).ok_or(BallotError::NotOnBallot(id))?;
            spent = Cents::sum([spent, plan.cost]);
            *per_theme.entry(plan.theme.as_deref().unwrap_or("")).or_default() += 1;
        }
        let chosen = number(choices.len());
        match &self.form {
            BallotForm::Points { total, max } => return check_points(choices, *total, *max),
            BallotForm::Ranking { points } => return check_ranking(choices, number(points.len())),
            _ if choices.iter().any(|(_, given)| given != 1) => return Err(BallotError::Unreadable),
            BallotForm::Choose { max, .. } if chosen > *max => return Err(BallotError::TooMany { chosen, max: *max }),
            BallotForm::ChoosePerTheme { max } => {
                if let Some((theme, chosen)) = per_theme.into_iter().find(|(_, chosen)| chosen > max) {
                    return Err(BallotError::TooManyInTheme { theme: theme.to_owned(), chosen, max: *max });
                }
            }
            BallotForm::FillBudget if spent > self.budget => return Err(BallotError::OverBudget { spent, budget: self.budget }),
            BallotForm::Choose { .. } | BallotForm::FillBudget => {}
        }
        Ok(())
    }

    /// How many more plans the voter must choose before the ballot counts.
    #[must_use]
    pub fn still_needed(&self, choices: &Choices) -> u32 {
        let min = match self.form {
            BallotForm::Choose { min, .. } => min,
            BallotForm::ChoosePerTheme { .. } | BallotForm::FillBudget | BallotForm::Points { .. } | BallotForm::Ranking { .. } => 1,
        };
        min.saturating_sub(number(choices.len()))
    }

    /// The ballot as bytes of one size, whatever was chosen, so that its sealed form tells nothing:
    /// for each plan what it got.
    #[must_use]
    pub fn encode(&self, choices: &Choices) -> Vec<u8> {
        let given = self.plans.iter().flat_map(|plan| choices.of(plan.id).to_be_bytes());
        std::iter::once(FORMAT).chain(given).collect()
    }

    /// Reads what [`BallotText::encode`] wrote.
    ///
    /// # Errors
    /// When the bytes are no ballot of this text.
    pub fn decode(&self, bytes: &[u8]) -> Result<Choices, BallotError> {
        let Some((&FORMAT, given)) = bytes.split_first() else { return Err(BallotError::Unreadable) };
        if given.len() != 2 * self.plans.len() {
            return Err(BallotError::Unreadable);
        }
        let value = |pair: &[u8]| pair.iter().fold(0_u16, |value, byte| value << 8 | u16::from(*byte));
        Ok(Choices::given(self.plans.iter().zip(given.chunks_exact(2)).map(|(plan, pair)| (plan.id, value(pair)))))
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn check_points(choices: &Choices, total: u32, max: u32) -> Result<(), BallotError> {
    if let Some((plan, given)) = choices.iter().map(|(plan, given)| (plan, u32::from(given))).find(|(_, given)| *given > max) {
        return Err(BallotError::TooManyPointsForOne { plan, given, max });
    }
    let given = choices.sum();
    if given > total { Err(BallotError::TooManyPoints { given, total }) } else { Ok(()) }
}

/// Each place from 1 once, and no more plans than there are places.
fn check_ranking(choices: &Choices, max: u32) -> Result<(), BallotError> {
    let chosen = number(choices.len());
    if chosen > max {
        return Err(BallotError::TooMany { chosen, max });
    }
    let mut places: Vec<u32> = choices.iter().map(|(_, place)| u32::from(place)).collect();
    places.sort_unstable();
    if let Some(twice) = places.windows(2).find_map(|pair| pair.first().filter(|first| pair.last() == Some(*first))) {
        return Err(BallotError::PlaceTwice(*twice));
    }
    match (1..).zip(places).find(|(wanted, place)| wanted != place) {
        Some((wanted, _)) => Err(BallotError::PlaceEmpty(wanted)),
        None => Ok(()),
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
            wijk: None,
            place: String::new(),
        };
        BallotText {
            plans: vec![plan(3, 600, "groen"), plan(7, 300, "groen"), plan(9, 200, "samen"), plan(11, 50, "")],
            form,
            budget: Cents::euros(1_000),
        }
    }

    fn choose(ids: &[i64]) -> Choices {
        Choices::ticks(ids.iter().map(|id| IdeaId(*id)))
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
        let sizes: std::collections::BTreeSet<usize> = [&[][..], &[3], &[3, 7, 9, 11]].iter().map(|ids| text.encode(&choose(ids)).len()).collect();
        assert_eq!(sizes.len(), 1);
        for ids in [&[][..], &[9], &[3, 11]] {
            assert_eq!(text.decode(&text.encode(&choose(ids))), Ok(choose(ids)));
        }
        assert_eq!(text.decode(&[FORMAT, 0, 9]), Err(BallotError::Unreadable));
        assert_eq!(text.decode(&[1, 0, 1, 0, 0, 0, 0, 0, 0]), Err(BallotError::Unreadable));
        let heavier = text.decode(&[FORMAT, 0, 9, 0, 0, 0, 0, 0, 0]).unwrap();
        assert_eq!(text.check(&heavier), Err(BallotError::Unreadable), "a tick is a tick");
    }

    #[test]
    fn points_stay_within_the_total_and_within_the_most_for_one_plan() {
        let text = text(BallotForm::Points { total: 10, max: 5 });
        let given = |gifts: &[(i64, u16)]| Choices::given(gifts.iter().map(|(id, n)| (IdeaId(*id), *n)));
        assert_eq!(text.check(&given(&[(3, 5), (7, 5)])), Ok(()));
        assert_eq!(text.check(&given(&[(3, 6)])), Err(BallotError::TooManyPointsForOne { plan: IdeaId(3), given: 6, max: 5 }));
        assert_eq!(text.check(&given(&[(3, 5), (7, 5), (9, 1)])), Err(BallotError::TooManyPoints { given: 11, total: 10 }));
        assert_eq!(text.check(&given(&[(4, 1)])), Err(BallotError::NotOnBallot(IdeaId(4))));
        assert_eq!(text.still_needed(&given(&[(3, 0)])), 1, "no points is no vote");
        assert_eq!(text.decode(&text.encode(&given(&[(3, 5), (11, 2)]))), Ok(given(&[(11, 2), (3, 5)])));
    }

    #[test]
    fn a_ranking_is_an_order_without_gaps() {
        let text = text(BallotForm::Ranking { points: vec![3, 2, 1] });
        let ranked = |ids: &[i64]| Choices::ranked(ids.iter().map(|id| IdeaId(*id)));
        assert_eq!(text.check(&ranked(&[9, 3])), Ok(()));
        assert_eq!(text.check(&ranked(&[9, 3, 7, 11])), Err(BallotError::TooMany { chosen: 4, max: 3 }));
        let twice = Choices::given([(IdeaId(3), 1), (IdeaId(9), 1)]);
        assert_eq!(text.check(&twice.closed_up()), Err(BallotError::PlaceTwice(1)));
        let gap = Choices::given([(IdeaId(3), 3), (IdeaId(9), 1)]);
        assert_eq!(text.check(&gap), Err(BallotError::PlaceEmpty(2)));
        assert_eq!(gap.closed_up(), ranked(&[9, 3]));
        assert_eq!(text.decode(&text.encode(&ranked(&[9, 3]))).unwrap().order(), [IdeaId(9), IdeaId(3)]);
    }

    #[test]
    fn a_plan_in_a_ranking_moves_one_place_or_out() {
        let ranked = |ids: &[i64]| Choices::ranked(ids.iter().map(|id| IdeaId(*id)));
        let all = ranked(&[9, 3, 7]);
        assert_eq!(all.moved(IdeaId(7), Move::Up), ranked(&[9, 7, 3]));
        assert_eq!(all.moved(IdeaId(9), Move::Down), ranked(&[3, 9, 7]));
        assert_eq!((all.moved(IdeaId(9), Move::Up), all.moved(IdeaId(7), Move::Down)), (all.clone(), all.clone()));
        assert_eq!(all.moved(IdeaId(9), Move::Out), ranked(&[3, 7]));
        assert_eq!(all.moved(IdeaId(4), Move::Out), all);
    }
}
