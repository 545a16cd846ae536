//! Ballot papers to print: with a code of their own on a strip that is torn off, or with a strip on
//! which the voter writes the code from their letter.

use super::PAPER;
use crate::app::codes::{self, NewBatch};
use crate::app::letters::{CodeLetter, letters};
use crate::app::{Context, voting};
use crate::domain::ballot::BallotText;
use crate::domain::ids::{RoundId, WijkId};
use crate::domain::person::Actor;
use crate::domain::phase::Phase;
use crate::error::{Error, FieldError, Message, Result};
use crate::secrets::hex;
use crate::storage::ballot_box;
use crate::storage::rounds::{self, Round};

/// The most papers with a code in one go.
pub const MOST_AT_ONCE: u32 = 500;

/// What papers of a round are printed from.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The round.
    pub round: Round,
    /// Its wijken.
    pub wijken: Vec<(WijkId, String)>,
    /// What is on the ballot.
    pub text: BallotText,
    /// Whether that cannot change any more.
    pub frozen: bool,
    /// Tells one text of the ballot from another: eight symbols of its hash.
    pub mark: String,
    /// Whether papers with a code can still be made.
    pub open: bool,
}

/// What papers of a round are printed from. Before voting begins the plans can still change; then so
/// does the mark.
///
/// # Errors
/// When this person may not print, or the round has no vote.
pub async fn ground(context: &Context, actor: &Actor, round: RoundId) -> Result<Ground> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let round = rounds::find(conn, round)?;
            if !actor.has_at(PAPER, round.place()) {
                return Err(Error::Forbidden);
            }
            round.schedule.window(Phase::Vote).ok_or(Error::NotFound)?;
            let frozen = ballot_box::frozen(conn, round.id)?;
            let (text, hash, frozen) = match frozen {
                Some(frozen) => (frozen.text, frozen.hash, true),
                None => {
                    let (text, _, hash) = voting::text_now(conn, &round)?;
                    (text, hash, false)
                }
            };
            let wijken = rounds::wijken_of(conn, round.id)?;
            let open = codes::check_not_over(&round, now).is_ok();
            Ok(Ground { round, wijken, text, frozen, mark: mark(&hash), open })
        })
        .await
}

/// Tells one text of the ballot from another, on paper and at the table.
#[must_use]
pub fn mark(hash: &[u8]) -> String {
    let mut mark = hex(hash.get(..4).unwrap_or_default()).to_uppercase();
    if mark.len() == 8 {
        mark.insert(4, '-');
    }
    mark
}

/// Papers to print.
pub struct Papers {
    /// What they are printed from.
    pub ground: Ground,
    /// Name of the wijk.
    pub wijk: String,
    /// The strips with a code; none for papers on which the voter writes it.
    pub strips: Vec<CodeLetter>,
}

/// One paper on which the voter writes the code of their letter: it can be copied as often as needed.
///
/// # Errors
/// As [`ground`], or when the round has no such wijk.
pub async fn without_code(context: &Context, actor: &Actor, round: RoundId, wijk: WijkId) -> Result<Papers> {
    let ground = ground(context, actor, round).await?;
    let wijk = ground.wijken.iter().find(|(id, _)| *id == wijk).map(|(_, name)| name.clone()).ok_or(Error::NotFound)?;
    Ok(Papers { ground, wijk, strips: Vec::new() })
}

/// Papers that each have a code of their own, shown once. The code on a paper can also be used
/// online: then the paper is refused.
///
/// # Errors
/// As [`ground`], or when the number is not right or voting is over.
pub async fn with_codes(context: &Context, actor: &Actor, round: RoundId, wijk: WijkId, count: u32) -> Result<Papers> {
    let ground = ground(context, actor, round).await?;
    if count == 0 || count > MOST_AT_ONCE {
        return Err(Error::Invalid(vec![FieldError::new("count", Message::new("error-papers-count").with("max", MOST_AT_ONCE))]));
    }
    let batch: NewBatch = codes::make_papers(context, actor, round, wijk, count).await?;
    let strips = letters(context, &batch, &Default::default());
    Ok(Papers { ground, wijk: batch.wijk, strips })
}
