//! Casting: saving ballots, those that come at the same moment together.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::{Ticket, check_open, frozen_ballot};
use crate::app::Context;
use crate::clock::Clock;
use crate::domain::ballot::{BallotError, BallotText, Choices};
use crate::domain::ids::RoundId;
use crate::domain::outcome::RollState;
use crate::domain::rules::Rules;
use crate::domain::time::{Instant, Language};
use crate::error::{Error, FieldError, Message, Result};
use crate::sealing::{Bound, seal_for_counting, seal_for_voter};
use crate::storage::ballot_box::{self, Opening, Sealed};
use crate::storage::{Database, Db, Together, roll, rounds};

/// Casts a ballot: it counts at once and takes the place of an earlier one with the same code.
///
/// Everything that takes time is done before the transaction; inside it are the clock, the roll
/// and the box. Sending the same ballot again changes nothing.
///
/// # Errors
/// When the choices break a rule of the ballot, voting is over, or the code was replaced.
pub async fn cast(context: &Context, ticket: &Ticket, choices: &Choices, language: Language) -> Result<()> {
    let frozen = frozen_ballot(context, ticket.round).await?;
    if let Err(error) = frozen.text.check(choices) {
        let round = ticket.round;
        let rules = context.db.read(move |conn| Ok(rounds::find(conn, round)?.rules)).await?;
        let field = match &error {
            BallotError::TooManyPointsForOne { plan, .. } => format!("punten_{plan}"),
            _ => "plannen".to_owned(),
        };
        return Err(Error::Invalid(vec![FieldError::new(field, refusal(&error, &frozen.text, &rules))]));
    }
    let bound = Bound::new(ticket.round, &frozen.hash);
    let plain = frozen.text.encode(choices);
    let ballot = Sealed {
        credential: ticket.code.credential,
        for_counting: seal_for_counting(&frozen.counting_key, &bound, &plain).map_err(Error::internal)?,
        for_voter: seal_for_voter(&ticket.code.voter_key, &bound, &plain).map_err(Error::Internal)?,
    };
    match context.casting.0.write(Cast { round: ticket.round, code_hash: ticket.code.code_hash, ballot }).await? {
        Answer::Saved => Ok(()),
        Answer::Revoked => Err(Error::refused(Message::new("error-code-revoked"))),
        Answer::OnPaper => Err(Error::refused(Message::new("error-code-on-paper"))),
        Answer::NotOpen(opening, now) => check_open(&opening, now, language),
    }
}

/// Where the casts of this instance come together.
#[derive(Clone)]
pub struct Casting(Together<Cast, Answer>);

impl Casting {
    /// Casts into this database, by this clock.
    #[must_use]
    pub fn new(db: Database, clock: Arc<dyn Clock>) -> Self {
        Self(Together::new(db, move |conn, casts| save(conn, casts, &*clock)))
    }
}

/// A ballot on its way, and the code that it comes in with.
struct Cast {
    round: RoundId,
    code_hash: [u8; 32],
    ballot: Sealed,
}

/// What became of a cast.
#[derive(Clone, Copy)]
enum Answer {
    Saved,
    Revoked,
    OnPaper,
    NotOpen(Opening, Instant),
}

/// Saves casts in one transaction; an answer for each, in their order.
fn save(conn: &mut Db, casts: &[Cast], clock: &dyn Clock) -> Result<Vec<Answer>> {
    let mut rounds: BTreeMap<RoundId, Vec<&Cast>> = BTreeMap::new();
    for cast in casts {
        rounds.entry(cast.round).or_default().push(cast);
    }
    let mut answers = HashMap::with_capacity(casts.len());
    for (round, casts) in rounds {
        answers.extend(save_in(conn, round, &casts, clock)?.into_iter().map(|(code, answer)| ((round, code), answer)));
    }
    Ok(casts.iter().map(|cast| answers.get(&(cast.round, cast.code_hash)).copied().unwrap_or(Answer::Revoked)).collect())
}

/// The casts of one round: what became of each code that is on the roll.
fn save_in<'a>(conn: &mut Db, round: RoundId, casts: &[&'a Cast], clock: &dyn Clock) -> Result<HashMap<[u8; 32], Answer>> {
    // Of two casts with one code the later one stays, as when they had come one after the other.
    let last: BTreeMap<&[u8], &'a Cast> = casts.iter().map(|cast| (cast.code_hash.as_slice(), *cast)).collect();
    let codes: Vec<&[u8]> = last.keys().copied().collect();
    // The roll first, the clock after it: waiting for another cast with one of these codes can take
    // until after the close.
    let entries = roll::locked(conn, round, &codes)?;
    let (opening, now) = (ballot_box::opening(conn, round)?, clock.now());
    if !opening.takes_votes(now) {
        return Ok(casts.iter().map(|cast| (cast.code_hash, Answer::NotOpen(opening, now))).collect());
    }
    let (mut unused, mut ballots, mut saved) = (Vec::new(), Vec::new(), HashMap::new());
    for entry in &entries {
        let Some(cast) = last.get(entry.code_hash.as_slice()) else { continue };
        match entry.state {
            RollState::Revoked => continue,
            RollState::Paper => {
                saved.insert(cast.code_hash, Answer::OnPaper);
                continue;
            }
            RollState::Issued => unused.push(entry.code_hash.as_slice()),
            RollState::Used => {}
        }
        ballots.push((entry.wijk, entry.channel, &cast.ballot));
        saved.insert(cast.code_hash, Answer::Saved);
    }
    roll::mark_used(conn, round, &unused)?;
    ballot_box::put(conn, round, &ballots)?;
    Ok(saved)
}

/// The rule a ballot breaks, in words.
fn refusal(error: &BallotError, text: &BallotText, rules: &Rules) -> Message {
    match error {
        BallotError::TooManyPoints { given, total } => {
            Message::new("error-ballot-points").with("given", given).with("total", total).with("n", given.saturating_sub(*total))
        }
        BallotError::TooManyPointsForOne { plan, given, max } => Message::new("error-ballot-points-for-one")
            .with("plan", text.plans.iter().find(|one| one.id == *plan).map_or("", |one| one.title.as_str()))
            .with("given", given)
            .with("max", max),
        BallotError::PlaceTwice(place) => Message::new("error-ballot-place-twice").with("place", place),
        BallotError::PlaceEmpty(place) => Message::new("error-ballot-place-empty").with("place", place),
        BallotError::TooMany { chosen, max } => {
            Message::new("error-ballot-too-many").with("chosen", chosen).with("max", max).with("n", chosen.saturating_sub(*max))
        }
        BallotError::TooManyInTheme { theme, chosen, max } => {
            Message::new(if theme.is_empty() { "error-ballot-too-many-joker" } else { "error-ballot-too-many-in-theme" })
                .with("theme", rules.theme(theme).map_or(theme.as_str(), |theme| &theme.name))
                .with("chosen", chosen)
                .with("max", max)
                .with("n", chosen.saturating_sub(*max))
        }
        BallotError::TooFew { chosen, min } => Message::new("error-ballot-too-few").with("chosen", chosen).with("min", min),
        BallotError::OverBudget { spent, budget } => Message::new("error-ballot-over-budget")
            .with("spent", spent)
            .with("budget", budget)
            .with("over", spent.minus(*budget).unwrap_or_default()),
        BallotError::NotOnBallot(_) | BallotError::Unreadable => Message::new("error-ballot-not-on-it"),
    }
}
