//! Ties: in which order they are decided, and how a lot is drawn that anyone
//! can draw again.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::election::{Cents, Project};

/// How ties are decided: step by step, until one decides. A tie that no step
/// decides stays open; the outcome then says that a lot is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieOrder {
    /// The steps, in order.
    pub steps: Vec<TieStep>,
    /// The published seed of the lot, in hexadecimal. Drawn in public after the
    /// box is closed and before the count. Without it [`TieStep::Lot`] decides
    /// nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
}

/// One step of a [`TieOrder`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieStep {
    /// The lower cost goes first.
    MinCost,
    /// More ballots in support go first.
    MaxVotes,
    /// The higher score goes first.
    MaxScore,
    /// The one handed in earlier goes first.
    Earliest,
    /// The lot: ascending SHA-256 of seed and id.
    Lot,
    /// Ascending id, compared as text. For comparison with other programs.
    Id,
}

impl TieOrder {
    /// Ascending id as text: what other programs use.
    pub fn by_id() -> Self {
        TieOrder { steps: vec![TieStep::Id], seed: None }
    }

    /// Lower cost, then more votes, then the lot with this seed.
    pub fn cost_votes_lot(seed: Option<String>) -> Self {
        TieOrder { steps: vec![TieStep::MinCost, TieStep::MaxVotes, TieStep::Lot], seed }
    }
}

/// Where a project stands in the lot: the SHA-256 of the seed's bytes followed
/// by the bytes of the id. Lower goes first.
pub fn lot_position(seed: &[u8], id: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(seed);
    hasher.update(id.as_bytes());
    hasher.finalize().into()
}

/// The bytes of a hexadecimal seed; `None` when it is not hexadecimal.
pub fn seed_bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = hex.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|d| !d.is_empty() && d.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, d| byte * 16 + d)).collect())
}

/// What the steps look at, per project.
#[derive(Clone, Debug)]
struct Key {
    cost: Cents,
    votes: u128,
    score: u128,
    /// A project without a known moment goes last.
    submitted: i64,
    lot: Option<[u8; 32]>,
    id: String,
}

/// The tie order worked out once for all projects of a pot: one order for the
/// whole count, as a lot must not be drawn again halfway.
#[derive(Clone, Debug)]
pub(crate) struct TieRanks {
    steps: Vec<TieStep>,
    keys: Vec<Key>,
    /// Position in the order; projects no step can tell apart share a position.
    ranks: Vec<u32>,
}

impl TieRanks {
    /// Works out the order. `votes` and `scores` are per project.
    pub(crate) fn new(order: &TieOrder, projects: &[&Project], votes: &[u128], scores: &[u128]) -> Self {
        let seed = order.seed.as_deref().and_then(seed_bytes);
        let keys: Vec<Key> = projects
            .iter()
            .zip(votes.iter().zip(scores))
            .map(|(project, (votes, score))| Key {
                cost: project.cost,
                votes: *votes,
                score: *score,
                submitted: project.submitted.unwrap_or(i64::MAX),
                lot: seed.as_deref().map(|seed| lot_position(seed, &project.id)),
                id: project.id.clone(),
            })
            .collect();
        let mut ranks = TieRanks { steps: order.steps.clone(), keys, ranks: Vec::new() };
        ranks.ranks = ranks.work_out();
        ranks
    }

    fn work_out(&self) -> Vec<u32> {
        let mut order: Vec<usize> = (0..self.keys.len()).collect();
        order.sort_by(|a, b| self.decide(*a, *b).0);
        let mut ranks = vec![0; order.len()];
        let mut rank = 0;
        let mut before: Option<usize> = None;
        for &p in &order {
            if before.is_some_and(|q| self.decide(q, p).0 != Ordering::Equal) {
                rank += 1;
            }
            if let Some(slot) = ranks.get_mut(p) {
                *slot = rank;
            }
            before = Some(p);
        }
        ranks
    }

    /// Which of two projects goes first, and the step that says so.
    pub(crate) fn decide(&self, a: usize, b: usize) -> (Ordering, Option<TieStep>) {
        let (Some(x), Some(y)) = (self.keys.get(a), self.keys.get(b)) else {
            return (Ordering::Equal, None);
        };
        for step in &self.steps {
            let order = match step {
                TieStep::MinCost => x.cost.cmp(&y.cost),
                TieStep::MaxVotes => y.votes.cmp(&x.votes),
                TieStep::MaxScore => y.score.cmp(&x.score),
                TieStep::Earliest => x.submitted.cmp(&y.submitted),
                TieStep::Lot => match (&x.lot, &y.lot) {
                    (Some(x), Some(y)) => x.cmp(y),
                    _ => Ordering::Equal,
                },
                TieStep::Id => x.id.cmp(&y.id),
            };
            if order != Ordering::Equal {
                return (order, Some(*step));
            }
        }
        (Ordering::Equal, None)
    }

    /// Position in the order; equal for projects that stay tied.
    pub(crate) fn rank(&self, p: usize) -> u32 {
        self.ranks.get(p).copied().unwrap_or(u32::MAX)
    }
}
