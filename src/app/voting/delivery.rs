//! Ballots that were sealed on a tablet without a connection, and come in later: each counts once,
//! exactly as when it had been cast at that moment, or it is refused and counted with the reason.

use super::frozen_ballot;
use crate::app::Context;
use crate::domain::ids::{RoundId, TabletId, WijkId};
use crate::domain::outcome::RollState;
use crate::domain::tablet::{Content, Delivered};
use crate::envelope::DeliveryKey;
use crate::error::{Error, Result};
use crate::sealing::{Bound, FromCode, seal_for_counting, seal_for_voter};
use crate::secrets::Use;
use crate::storage::ballot_box::{self, Frozen, Sealed};
use crate::storage::tablets::{self, Tablet};
use crate::storage::{Db, roll};

/// Something a tablet delivers.
pub struct Delivery {
    /// The tablet on which it was sealed.
    pub tablet: TabletId,
    /// The random number that the tablet gave it, by which a second delivery of it is known.
    pub number: [u8; 16],
    /// The sealed ballot.
    pub envelope: String,
}

/// The name under which a tablet seals: a seal of one tablet is none of another.
#[must_use]
pub fn seal_name(tablet: TabletId) -> String {
    format!("wijkdeal tablet {tablet}")
}

/// What the key of a tablet is wrapped for.
pub(super) fn wrapped_for(public_key: &[u8]) -> Vec<u8> {
    [b"tablet ".as_slice(), public_key].concat()
}

/// A ballot that was opened and is within the rules.
struct Opened {
    code: FromCode,
    ballot: Sealed,
}

/// Takes a ballot in that a tablet delivers. The clock decides at this moment; of two ballots with
/// one code the first counts. The same delivery again changes nothing and gives the same answer.
///
/// # Errors
/// `NotFound` when the round has no such tablet. Then, and when the database fails, the tablet keeps it.
pub async fn deliver(context: &Context, round: RoundId, delivery: Delivery) -> Result<Delivered> {
    let (id, number) = (delivery.tablet, delivery.number);
    let (tablet, before) = context.db.read(move |conn| Ok((tablets::find(conn, id)?, tablets::outcome_of(conn, id, &number)?))).await?;
    if tablet.round != round {
        return Err(Error::NotFound);
    }
    if let Some(outcome) = before {
        return Ok(outcome);
    }
    let frozen = frozen_ballot(context, round).await?;
    let opened = open(context, &tablet, &frozen, &delivery.envelope)?;
    let (inner, wijk) = (context.clone(), tablet.wijk.map(|(wijk, _)| wijk));
    context
        .db
        .write_unseen(move |conn| {
            let outcome = take_in(&inner, conn, round, wijk, opened.as_ref())?;
            if tablets::note(conn, id, &number, outcome)? {
                return Ok(outcome);
            }
            // It came in twice at the same moment: the other one was first, and what that gave holds.
            tablets::outcome_of(conn, id, &number)?.ok_or(Error::Conflict)
        })
        .await
}

/// Opens a seal and checks the ballot in it; the refusal when there is none that can count.
fn open(context: &Context, tablet: &Tablet, frozen: &Frozen, envelope: &str) -> Result<std::result::Result<Opened, Delivered>> {
    // Without a key the box is closed: the clock says so when it is taken in.
    let Some(wrapped) = &tablet.wrapped else { return Ok(Err(Delivered::Late)) };
    let key = context.secrets.open(Use::DeliveryKey, &wrapped_for(&tablet.public_key), wrapped).map_err(Error::internal)?;
    let key = DeliveryKey::from_bytes(&zeroize::Zeroizing::new(key)).map_err(Error::internal)?;
    let content = key.open(&seal_name(tablet.id), envelope).ok().and_then(|plain| Content::read(&plain));
    let Some((code, choices)) = content else { return Ok(Err(Delivered::Damaged)) };
    if frozen.text.check(&choices).is_err() || frozen.text.still_needed(&choices) > 0 {
        return Ok(Err(Delivered::OutsideRules));
    }
    let (code, bound) = (FromCode::new(&context.secrets, tablet.round, &code), Bound::new(tablet.round, &frozen.hash));
    let plain = frozen.text.encode(&choices);
    let ballot = Sealed {
        credential: code.credential,
        for_counting: seal_for_counting(&frozen.counting_key, &bound, &plain).map_err(Error::internal)?,
        for_voter: seal_for_voter(&code.voter_key, &bound, &plain).map_err(Error::Internal)?,
    };
    Ok(Ok(Opened { code, ballot }))
}

/// The clock, the roll and the box, as for every cast; but a code that was used keeps what it has.
fn take_in(
    context: &Context,
    conn: &mut Db,
    round: RoundId,
    wijk: Option<WijkId>,
    opened: std::result::Result<&Opened, &Delivered>,
) -> Result<Delivered> {
    let codes: Vec<&[u8]> = opened.iter().map(|opened| opened.code.code_hash.as_slice()).collect();
    // The roll first, the clock after it: waiting for another cast with this code can take until after
    // the close.
    let entry = roll::locked(conn, round, &codes)?.pop();
    if !ballot_box::opening(conn, round)?.takes_votes(context.now()) {
        return Ok(Delivered::Late);
    }
    let opened = match opened {
        Ok(opened) => opened,
        Err(refusal) => return Ok(*refusal),
    };
    let Some(entry) = entry else { return Ok(Delivered::Unknown) };
    match entry.state {
        RollState::Used => return Ok(Delivered::UsedOnline),
        RollState::Paper => return Ok(Delivered::UsedOnPaper),
        RollState::Revoked => return Ok(Delivered::Replaced),
        RollState::Issued if wijk.is_some_and(|wijk| wijk != entry.wijk) => return Ok(Delivered::OtherWijk),
        RollState::Issued => {}
    }
    roll::mark_used(conn, round, &codes)?;
    ballot_box::put(conn, round, &[(entry.wijk, entry.channel, &opened.ballot)])?;
    Ok(Delivered::Counted)
}
