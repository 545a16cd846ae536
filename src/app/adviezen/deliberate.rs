//! How members get to an advies: each judges alone first, then they see each other's view, talk,
//! vote, and write down where they disagree. A member with an interest steps aside, visibly.

use super::write::{at_the_table, for_member};
use super::{CHAIR, seats};
use crate::app::{Context, Deed};
use crate::domain::advies::council::Says;
use crate::domain::advies::{AdviesState, Stance};
use crate::domain::event::Subject;
use crate::domain::ids::AdviesId;
use crate::domain::person::Actor;
use crate::error::{Error, Message, Result};
use crate::storage::adviezen::{self as store, deliberation};

/// What a member does on the way to an advies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Gives a view before seeing those of the others.
    View {
        /// What they think of it.
        stance: Stance,
        /// Why.
        body: String,
    },
    /// The chair lets members see each other's views.
    OpenViews,
    /// Steps aside because of an interest.
    StepAside {
        /// Which interest; everybody can read it.
        reason: String,
    },
    /// Says something to the other members.
    Comment {
        /// What.
        body: String,
    },
    /// Votes on the text that was put up for adoption.
    Vote {
        /// How.
        says: Says,
    },
    /// Writes a minority view, or takes it back with an empty text.
    Minority {
        /// The words.
        body: String,
    },
}

impl Move {
    const fn action(&self) -> &'static str {
        match self {
            Self::View { .. } => "advies.view",
            Self::OpenViews => "advies.open_views",
            Self::StepAside { .. } => "advies.step_aside",
            Self::Comment { .. } => "advies.comment",
            Self::Vote { .. } => "advies.vote",
            Self::Minority { .. } => "advies.minority",
        }
    }

    /// Whether the text may be in this state for it.
    const fn fits(&self, state: AdviesState) -> bool {
        match self {
            Self::View { .. } | Self::OpenViews => matches!(state, AdviesState::Draft),
            Self::Vote { .. } => matches!(state, AdviesState::Proposed),
            Self::StepAside { .. } | Self::Minority { .. } => matches!(state, AdviesState::Draft | AdviesState::Proposed),
            Self::Comment { .. } => true,
        }
    }
}

/// Makes a move in the deliberation on an advies.
///
/// # Errors
/// `NotFound` for who is no member; a refusal when it is not the moment, or the member stepped aside.
pub async fn make(context: &Context, actor: &Actor, id: AdviesId, step: Move) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let advies = for_member(conn, &actor, id)?;
            let person = actor.person().ok_or(Error::Forbidden)?;
            if !step.fits(advies.state) {
                return Err(Error::refused(Message::new("error-advies-step")));
            }
            if !matches!(step, Move::Comment { .. } | Move::OpenViews) {
                at_the_table(conn, id, person)?;
            }
            match &step {
                Move::View { stance, body } => deliberation::set_view(conn, id, person, *stance, body, now)?,
                Move::OpenViews => {
                    if !actor.has_in(CHAIR, advies.adviesorgaan_id) {
                        return Err(Error::Forbidden);
                    }
                    enough_views(conn, &advies, now)?;
                    deliberation::open_views(conn, id, now)?;
                }
                Move::StepAside { reason } => deliberation::add_recusal(conn, id, person, reason, now)?,
                Move::Comment { body } => deliberation::add_comment(conn, id, person, body, now)?,
                Move::Vote { says } => deliberation::set_vote(conn, id, person, *says, now)?,
                Move::Minority { body } => deliberation::set_minority(conn, id, person, body, now)?,
            }
            let reason = if let Move::StepAside { reason } = &step { Some(reason.as_str()) } else { None };
            let deed = Deed { actor: &actor, action: step.action(), subject: Subject::Advies, id: id.0 };
            deed.record_inside(conn, now, reason, serde_json::json!({}))
        })
        .await
}

/// That as many members gave a view as must take part in a vote.
fn enough_views(conn: &mut crate::storage::Db, advies: &store::Advies, now: crate::domain::time::Instant) -> Result<()> {
    let orgaan = store::lock_orgaan(conn, advies.adviesorgaan_id)?;
    let at_table: Vec<_> = seats(conn, orgaan.id, advies.id, now.day())?.into_iter().filter(|seat| !seat.recused).collect();
    let given = deliberation::views(conn, advies.id)?.into_iter().filter(|view| at_table.iter().any(|seat| seat.person == view.person)).count();
    let missing = orgaan.rules().needed(at_table.len()).saturating_sub(given);
    if missing == 0 { Ok(()) } else { Err(Error::refused(Message::new("error-advies-views").with("missing", missing))) }
}
