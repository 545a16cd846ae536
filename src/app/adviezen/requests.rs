//! Asking for advies: by a gebiedsteam or the college, with a term.

use super::organen::members_of;
use super::write::{Topic, about};
use super::{COLLEGE, may_ask};
use crate::app::ideas::news;
use crate::app::{Context, Deed};
use crate::domain::advies::topic::StandingTopic;
use crate::domain::event::Subject;
use crate::domain::ids::{IdeaId, RequestId, RoundId};
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::time::long_date;
use crate::domain::working_days;
use crate::error::{Error, Message, Result};
use crate::storage::adviezen::requests as store;
use crate::storage::adviezen::{self, Adviesorgaan};
use crate::storage::{ideas, rounds};
use crate::views::mail::Letter;

/// What somebody can ask advies about.
#[derive(Debug, Clone, Default)]
pub struct Possible {
    /// Whom.
    pub organen: Vec<Adviesorgaan>,
    /// Rounds of their gebieden: (key, name).
    pub rounds: Vec<(RoundId, String)>,
    /// Open ideas of these rounds: (key, title).
    pub ideas: Vec<(IdeaId, String)>,
    /// Whether they may ask about a standing topic: the college.
    pub topics: bool,
}

/// What somebody can ask advies about.
///
/// # Errors
/// When the database fails.
pub async fn possible(context: &Context, actor: &Actor) -> Result<Possible> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let mine = |round: &rounds::Round| round.status == RoundStatus::Published && actor.has_at(REVIEWERS, round.place());
            let rounds: Vec<(RoundId, String)> = rounds::all(conn)?.into_iter().filter(mine).map(|round| (round.id, round.name)).collect();
            let here = |id: RoundId| rounds.iter().any(|(round, _)| *round == id);
            let ideas = adviezen::open_ideas(conn)?.into_iter().filter(|(_, _, round)| here(*round)).map(|(id, title, _)| (id, title)).collect();
            Ok(Possible { organen: adviezen::organen(conn)?, ideas, rounds, topics: actor.has_any(COLLEGE) })
        })
        .await
}

/// What advies is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskAbout {
    /// A round.
    Round(RoundId),
    /// An idea.
    Idea(IdeaId),
    /// A standing topic.
    Standing(StandingTopic),
}

/// Asks an adviesorgaan for advies, within so many working days; its members are told.
///
/// # Errors
/// `Forbidden` for what is not theirs to ask about, `NotFound` for what is not public.
pub async fn ask(context: &Context, actor: &Actor, orgaan: String, what: AskAbout, question: String, days: u32) -> Result<RequestId> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let person = actor.person().ok_or(Error::Forbidden)?;
            let orgaan = adviezen::orgaan_by_slug(conn, &orgaan)?;
            let topic = match what {
                AskAbout::Round(round) => Topic::Round(round),
                AskAbout::Idea(idea) => Topic::Idea(idea),
                AskAbout::Standing(topic) => Topic::Standing(topic),
            };
            let about = about(conn, orgaan.id, &topic)?;
            may_ask(conn, &actor, &about)?;
            let due = working_days::end_of(working_days::after(now.day(), days));
            let id = store::insert(conn, orgaan.id, &about, &question, person, now, due)?;
            let deed = Deed { actor: &actor, action: "adviesorgaan.ask", subject: Subject::Adviesorgaan, id: orgaan.id.0 };
            deed.record_inside(conn, now, Some(&question), serde_json::json!({ "request": id }))?;
            if let Some(idea) = about.idea {
                let deed = Deed { actor: &actor, action: "idea.ask_advies", subject: Subject::Idea, id: idea.0 };
                let idea = ideas::find(conn, idea)?;
                news::happened(&context, conn, &deed, &idea, None, serde_json::json!({ "request": id }), &[])?;
            }
            for (_, member) in members_of(conn, orgaan.id, now.day())? {
                let date = long_date(working_days::last_day(due), member.language);
                let letter = Letter::new(Message::new("mail-advies-asked-subject"))
                    .line(Message::new("mail-advies-asked-text").with("name", actor.name()).with("date", date))
                    .quote(question.clone())
                    .button(Message::new("mail-advies-asked-button"), context.url("/werk/adviezen"));
                context.post(conn, &member, &letter)?;
            }
            Ok(id)
        })
        .await
}
