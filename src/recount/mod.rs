//! A second counter: small, slow and plain. It shares no line with [`crate::counting`], not even the
//! types: it reads the election as it is published, in JSON, and follows every group of equal ballots
//! with exact fractions. Every count is made by both, and goes on only when they agree.
//!
//! It knows what a round of ours can be: the list by votes, the first so many, Equal Shares with its
//! completions; pots, and channels that weigh. What it does not know it says.

mod input;
mod pot;
mod shares;

use input::{Election, Rule, Takes};
use pot::Pot;

/// Why the second counter gives no winners.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecountError {
    /// The election cannot be read, or has something that this counter does not know.
    #[error("the second counter does not know this election: {0}")]
    Unknown(String),
    /// The rules leave a tie open and there is no seed.
    #[error("the rules leave a tie open, and there is no seed for a lot")]
    LotNeeded,
}

/// The ids of the winners of an election in its canonical form, in the order in which they win.
///
/// # Errors
/// When it does not know the election, or a lot is needed.
pub fn winners(election: &str) -> Result<Vec<String>, RecountError> {
    let election: Election = serde_json::from_str(election).map_err(|error| RecountError::Unknown(error.to_string()))?;
    if !election.caps.is_empty() || !election.conflicts.is_empty() {
        return Err(RecountError::Unknown("caps or conflicts".to_owned()));
    }
    let (mut winners, mut flows): (Vec<usize>, Vec<(String, i64)>) = (Vec::new(), Vec::new());
    for part in election.parts() {
        let takes_part = |p: &usize| {
            let own = election.projects.get(*p).is_some_and(|project| project.pot == part.id);
            own || (part.takes == Takes::Rest && !winners.contains(p))
        };
        let members: Vec<usize> = (0..election.projects.len()).filter(takes_part).collect();
        let came: i64 = flows.iter().filter(|(to, _)| Some(to) == part.id.as_ref()).map(|(_, money)| money).sum();
        let mut pot = Pot::new(&election, part.id.as_deref(), members, part.budget + came);
        match part.rule.as_ref().unwrap_or(&election.rule) {
            Rule::TopK { k, extend_on_tie, measure } => pot.first(*k, *extend_on_tie, *measure)?,
            Rule::Greedy(rule) => pot.down_the_list(rule)?,
            Rule::EqualShares(rule) => shares::equal_shares(&mut pot, rule)?,
        }
        if let Some(to) = part.leftover_to {
            flows.push((to, pot.left.max(0)));
        }
        winners.extend(pot.winners);
    }
    Ok(winners.into_iter().filter_map(|p| election.projects.get(p)).map(|project| project.id.clone()).collect())
}
