//! An advies as pages show it: in a list, beside its reply, and in short on the page of an idea.

use serde::Serialize;

use super::words::{Badge, Day, advies_state, day, reply, stance};
use crate::domain::advies::{AdviesState, ReplyKind, Stance, is_late};
use crate::domain::ids::{AdviesId, AdviesorgaanId, IdeaId, PersonId, RoundId};
use crate::domain::time::{Instant, long_date};
use crate::domain::working_days;
use crate::i18n::Translator;
use crate::storage::adviezen::{Advies, Reply, Shown};

/// An advies in a few lines, as `partials/advies_summary.hbs` takes it.
#[derive(Debug, Clone, Serialize)]
pub struct AdviesSummary {
    /// Address of the whole advies.
    pub href: String,
    /// Title.
    pub title: String,
    /// Its name, once adopted.
    pub kenmerk: Option<String>,
    /// Name of the adviesorgaan.
    pub orgaan: String,
    /// What it says.
    pub stance: Badge,
    /// Where it is: waits for a reply, late, answered.
    pub state: Badge,
    /// What the gebiedsteam does with it.
    pub reply: Option<Badge>,
    /// When it was published, or begun.
    pub date: Day,
    /// What it is about.
    pub about: String,
    /// The last day for a reply, while there is none.
    pub due: Option<String>,
}

/// An advies in a few lines.
#[must_use]
pub fn summary(tr: Translator<'_>, shown: &Shown, now: Instant) -> AdviesSummary {
    let advies = &shown.advies;
    AdviesSummary {
        href: format!("/adviezen/{}", advies.id),
        title: advies.title.clone(),
        kenmerk: advies.kenmerk.clone(),
        orgaan: shown.orgaan.clone(),
        stance: stance(tr, advies.stance),
        state: advies_state(tr, advies.state, is_late(advies.state, advies.reply_due_at, now)),
        reply: shown.reply.as_ref().map(|found| reply(tr, found.kind)),
        date: day(tr, advies.published_at.unwrap_or(advies.created_at)),
        about: shown.idea.clone().unwrap_or_else(|| shown.round.clone()),
        due: advies.reply_due_at.filter(|_| shown.reply.is_none()).map(|due| long_date(working_days::last_day(due), tr.language)),
    }
}

/// A made-up advies in this state, for samples of pages.
#[must_use]
pub fn sample(state: AdviesState) -> Shown {
    let noon = super::samples::noon;
    let adopted = matches!(state, AdviesState::Adopted | AdviesState::Published | AdviesState::Answered);
    let reply = Reply { advies_id: AdviesId(3), kind: ReplyKind::Partly, reason: "Wij planten er tien.".into(), author_id: PersonId(1), at: noon(9) };
    Shown {
        advies: Advies {
            id: AdviesId(3),
            adviesorgaan_id: AdviesorgaanId(1),
            round_id: RoundId(1),
            idea_id: Some(IdeaId(7)),
            state,
            stance: Stance::Conditional,
            title: "Plant inheemse <bomen>".into(),
            body: "Dan komen er ook vogels.\nEn bijen.".into(),
            kenmerk: adopted.then(|| "WIJ-RAAD-2027-1".into()),
            author_id: PersonId(4),
            created_at: noon(2),
            adopted_at: adopted.then(|| noon(3)),
            published_at: state.is_public().then(|| noon(4)),
            reply_due_at: state.is_public().then(|| noon(8)),
            version: 2,
        },
        orgaan_slug: "wij-raad".into(),
        orgaan: "WIJ-raad".into(),
        round_slug: "de-wijert-2027".into(),
        round: "Wijkdeal De Wijert 2027".into(),
        idea: Some("Plukbomen in het plantsoen".into()),
        reply: (state == AdviesState::Answered).then_some(reply),
    }
}
