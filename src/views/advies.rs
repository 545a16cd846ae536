//! An advies as pages show it: in a list, beside its reply, and in short on the page of an idea.

use serde::Serialize;

use super::words::{Badge, Day, advies_state, day, reply, stance, word};
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
    /// Who replies: `team`, the gebiedsteam, or `college`, on a standing topic.
    pub who: &'static str,
    /// What they do with it.
    pub reply: Option<Badge>,
    /// When it was published, or begun.
    pub date: Day,
    /// What it is about.
    pub about: String,
    /// The last day for a reply, while there is none.
    pub due: Option<String>,
}

/// What an advies is about, in words.
fn about(tr: Translator<'_>, shown: &Shown) -> String {
    let topic = || shown.advies.topic.map(|topic| word(tr, "advies-topic", topic.as_str()));
    shown.idea.clone().or_else(|| shown.round.clone().map(|(_, name)| name)).or_else(topic).unwrap_or_default()
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
        who: if advies.topic.is_some() { "college" } else { "team" },
        reply: shown.reply.as_ref().map(|found| reply(tr, found.kind)),
        date: day(tr, advies.published_at.unwrap_or(advies.created_at)),
        about: about(tr, shown),
        due: advies.reply_due_at.filter(|_| shown.reply.is_none()).map(|due| long_date(working_days::last_day(due), tr.language)),
    }
}

/// An advies with the reply beside it, as `partials/advies_beside.hbs` takes it.
#[derive(Debug, Clone, Serialize)]
pub struct AdviesBeside {
    /// The advies in a few lines.
    pub summary: AdviesSummary,
    /// How its text begins.
    pub begins: String,
    /// Whether there is more to read.
    pub more: bool,
    /// Why the gebiedsteam does with it what it does.
    pub reason: Option<String>,
    /// When it replied.
    pub replied: Option<Day>,
}

/// How much of an advies stands on the page of an idea, in characters.
const BEGINS: usize = 700;

/// An advies with the reply beside it.
#[must_use]
pub fn beside(tr: Translator<'_>, shown: &Shown, now: Instant) -> AdviesBeside {
    let body = &shown.advies.body;
    let cut = body.char_indices().nth(BEGINS).map(|(at, _)| body.get(..at).unwrap_or_default());
    let begins = cut.map_or_else(|| body.clone(), |cut| format!("{} …", cut.rsplit_once(char::is_whitespace).map_or(cut, |(words, _)| words)));
    AdviesBeside {
        summary: summary(tr, shown, now),
        begins,
        more: cut.is_some(),
        reason: shown.reply.as_ref().map(|reply| reply.reason.clone()),
        replied: shown.reply.as_ref().map(|reply| day(tr, reply.at)),
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
            round_id: Some(RoundId(1)),
            idea_id: Some(IdeaId(7)),
            topic: None,
            state,
            stance: Stance::Conditional,
            title: "Plant inheemse <bomen>".into(),
            body: "Dan komen er ook vogels.\nEn bijen.".into(),
            interests: "Wandelaars, vogels en wie er <woont>.".into(),
            points: "Kies inheemse bomen\nLeg vast wie snoeit".into(),
            kenmerk: adopted.then(|| "WIJ-RAAD-2027-1".into()),
            author_id: PersonId(4),
            created_at: noon(2),
            views_opened_at: None,
            adopted_at: adopted.then(|| noon(3)),
            meeting_id: None,
            published_at: state.is_public().then(|| noon(4)),
            reply_due_at: state.is_public().then(|| noon(8)),
            reminders: 0,
            version: 2,
        },
        orgaan_slug: "wij-raad".into(),
        orgaan: "WIJ-raad".into(),
        round: Some(("de-wijert-2027".into(), "Wijkdeal De Wijert 2027".into())),
        idea: Some("Plukbomen in het plantsoen".into()),
        reply: (state == AdviesState::Answered).then_some(reply),
    }
}
