//! Writing an advies: what it can be about, beginning it, and changing its text together.

use std::collections::BTreeMap;

use super::{CHAIR, Seat, decision, organen_of, seats};
use crate::app::{Context, Deed};
use crate::domain::advies::council::{CouncilRules, Decision, Votes, views_are_open};
use crate::domain::advies::topic::StandingTopic;
use crate::domain::advies::{AdviesState, AdviesText};
use crate::domain::event::Subject;
use crate::domain::ids::{AdviesId, AdviesorgaanId, IdeaId, PersonId, RequestId, RoundId};
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{ADVISERS, Actor, Role};
use crate::domain::phase::Phase;
use crate::error::{Error, Message, Result};
use crate::storage::adviezen::deliberation::{self, Minority, Note, Recusal, View};
use crate::storage::adviezen::meetings::{self, Meeting};
use crate::storage::adviezen::requests;
use crate::storage::adviezen::{self as store, About, Advies, Adviesorgaan, Shown, TextVersion};
use crate::storage::{Db, ideas, rounds};

/// What an advies can be about.
#[derive(Debug, Clone, Default)]
pub struct Subjects {
    /// The adviesorganen this person writes for.
    pub organen: Vec<Adviesorgaan>,
    /// Published rounds: (key, name).
    pub rounds: Vec<(RoundId, String)>,
    /// Ideas that residents may still vote on: (key, title, name of the round).
    pub ideas: Vec<(IdeaId, String, String)>,
}

/// What a member can begin an advies about.
///
/// # Errors
/// When the database fails.
pub async fn subjects(context: &Context, actor: &Actor) -> Result<Subjects> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let organen = organen_of(conn, &actor)?;
            let open = |round: &rounds::Round| round.status == RoundStatus::Published && !round.schedule.is_over(Phase::Vote, now);
            let rounds: BTreeMap<RoundId, String> = rounds::all(conn)?.into_iter().filter(open).map(|round| (round.id, round.name)).collect();
            let ideas =
                store::open_ideas(conn)?.into_iter().filter_map(|(id, title, round)| Some((id, title, rounds.get(&round)?.clone()))).collect();
            Ok(Subjects { organen, ideas, rounds: rounds.into_iter().collect() })
        })
        .await
}

/// What a member begins an advies about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// A whole round.
    Round(RoundId),
    /// One idea.
    Idea(IdeaId),
    /// Several ideas of one round; the first stands for all.
    Set(Vec<IdeaId>),
    /// A standing topic.
    Standing(StandingTopic),
    /// What was asked.
    Request(RequestId),
}

/// Begins an advies as a draft that only members see.
///
/// # Errors
/// `Forbidden` for who is no member; `NotFound` for what is not public.
pub async fn draft(context: &Context, actor: &Actor, orgaan: AdviesorgaanId, topic: Topic, text: AdviesText) -> Result<AdviesId> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let person = actor.person().filter(|_| actor.has_in(ADVISERS, orgaan)).ok_or(Error::Forbidden)?;
            let about = about(conn, orgaan, &topic)?;
            let id = store::insert(conn, orgaan, &about, &text, person, now)?;
            if let Topic::Request(request) = topic {
                requests::set_advies(conn, request, id)?;
            }
            Deed { actor: &actor, action: "advies.draft", subject: Subject::Advies, id: id.0 }.record_inside(
                conn,
                now,
                None,
                serde_json::json!({}),
            )?;
            Ok(id)
        })
        .await
}

/// What is behind a topic, when everybody may know of it.
pub(super) fn about(conn: &mut Db, orgaan: AdviesorgaanId, topic: &Topic) -> Result<About> {
    match topic {
        Topic::Standing(topic) => Ok(About { topic: Some(*topic), ..About::default() }),
        Topic::Round(round) => {
            if rounds::find(conn, *round)?.status == RoundStatus::Draft {
                return Err(Error::NotFound);
            }
            Ok(About { round: Some(*round), ..About::default() })
        }
        Topic::Idea(idea) => about(conn, orgaan, &Topic::Set(vec![*idea])),
        Topic::Set(set) => {
            let mut found = set.iter().map(|id| ideas::find(conn, *id)).collect::<Result<Vec<_>, _>>()?.into_iter();
            let first = found.next().filter(|idea| idea.state.is_public()).ok_or(Error::NotFound)?;
            let more: Vec<IdeaId> = found.filter(|idea| idea.state.is_public() && idea.round_id == first.round_id).map(|idea| idea.id).collect();
            if more.len() + 1 != set.len() || rounds::find(conn, first.round_id)?.status == RoundStatus::Draft {
                return Err(Error::refused(Message::new("error-advies-set")));
            }
            Ok(About { round: Some(first.round_id), idea: Some(first.id), more, topic: None })
        }
        Topic::Request(id) => {
            let request = requests::find(conn, *id)?;
            if request.adviesorgaan_id != orgaan || request.advies_id.is_some() {
                return Err(Error::refused(Message::new("error-advies-topic")));
            }
            Ok(About { round: request.round_id, idea: request.idea_id, more: Vec::new(), topic: request.topic })
        }
    }
}

/// An advies as its members work on it.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// The advies.
    pub shown: Shown,
    /// The other ideas of its set.
    pub more: Vec<(IdeaId, String)>,
    /// Its texts, newest first.
    pub texts: Vec<TextVersion>,
    /// Whether this member is the chair.
    pub chair: bool,
    /// Who looks.
    pub me: PersonId,
    /// The members.
    pub seats: Vec<Seat>,
    /// Who stepped aside, and why.
    pub recusals: Vec<Recusal>,
    /// The views this member may see: only their own until all are open.
    pub views: Vec<View>,
    /// Who gave a view.
    pub viewed: Vec<PersonId>,
    /// Whether all views are open.
    pub views_open: bool,
    /// Who voted what: (member, what they said).
    pub said: Vec<(PersonId, crate::domain::advies::council::Says)>,
    /// The votes so far, in writing.
    pub votes: Votes,
    /// What they decide, in writing.
    pub decision: Decision,
    /// The rules.
    pub rules: CouncilRules,
    /// Minority views.
    pub minorities: Vec<Minority>,
    /// What members said to each other.
    pub comments: Vec<Note>,
    /// The meetings of the adviesorgaan with who was there, newest first.
    pub meetings: Vec<Meeting>,
}

/// An advies for the members of its adviesorgaan.
///
/// # Errors
/// `NotFound` for everybody else: that it exists is theirs to tell.
pub async fn workshop(context: &Context, actor: &Actor, id: AdviesId) -> Result<Workshop> {
    let (actor, today) = (actor.clone(), context.now().day());
    context
        .db
        .read(move |conn| {
            let shown = store::find_shown(conn, id)?;
            let me = actor.person().filter(|_| actor.has_in(ADVISERS, shown.advies.adviesorgaan_id)).ok_or(Error::NotFound)?;
            let orgaan = store::orgaan_by_slug(conn, &shown.orgaan_slug)?;
            let seats = seats(conn, orgaan.id, id, today)?;
            let views = deliberation::views(conn, id)?;
            let viewed: Vec<PersonId> = views.iter().map(|view| view.person).collect();
            let at_table = seats.iter().filter(|seat| !seat.recused).count();
            let given = seats.iter().filter(|seat| !seat.recused && viewed.contains(&seat.person)).count();
            let views_open = views_are_open(at_table, given, shown.advies.views_opened_at.is_some() || !shown.advies.state.is_open());
            let (decision, votes) = decision(conn, &orgaan, &seats, id, None)?;
            Ok(Workshop {
                more: store::more_ideas(conn, id)?,
                texts: store::texts_of(conn, id)?,
                chair: actor.has_in(CHAIR, orgaan.id),
                me,
                recusals: deliberation::recusals(conn, id)?,
                views: views.into_iter().filter(|view| views_open || view.person == me).collect(),
                viewed,
                views_open,
                said: deliberation::votes(conn, id)?,
                votes,
                decision,
                rules: orgaan.rules(),
                minorities: deliberation::minorities(conn, id)?,
                comments: deliberation::comments(conn, id)?,
                meetings: meetings::of_orgaan(conn, orgaan.id)?,
                seats,
                shown,
            })
        })
        .await
}

/// An advies, locked, for one of its members, who saw this version.
pub(super) fn open_for_member(conn: &mut Db, actor: &Actor, id: AdviesId, version: i64, roles: &[Role]) -> Result<Advies> {
    let advies = for_member(conn, actor, id)?;
    if !actor.has_in(roles, advies.adviesorgaan_id) {
        return Err(Error::Forbidden);
    }
    if advies.version == version { Ok(advies) } else { Err(Error::Conflict) }
}

/// An advies, locked, for one of its members.
pub(super) fn for_member(conn: &mut Db, actor: &Actor, id: AdviesId) -> Result<Advies> {
    let advies = store::lock(conn, id)?;
    if actor.has_in(ADVISERS, advies.adviesorgaan_id) { Ok(advies) } else { Err(Error::NotFound) }
}

/// That a member did not step aside.
pub(super) fn at_the_table(conn: &mut Db, id: AdviesId, person: PersonId) -> Result<()> {
    let aside = deliberation::recusals(conn, id)?.iter().any(|recusal| recusal.person == person);
    if aside { Err(Error::refused(Message::new("error-advies-aside"))) } else { Ok(()) }
}

/// Changes the text of a draft. Every text is kept.
///
/// # Errors
/// `Conflict` when somebody changed it since this member opened it; a refusal when it is no draft.
pub async fn save(context: &Context, actor: &Actor, id: AdviesId, version: i64, text: AdviesText) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let advies = open_for_member(conn, &actor, id, version, ADVISERS)?;
            let person = actor.person().ok_or(Error::Forbidden)?;
            if advies.state != AdviesState::Draft {
                return Err(Error::refused(Message::new("error-advies-fixed")));
            }
            at_the_table(conn, id, person)?;
            store::set_text(conn, &advies, &text, person, now)?;
            Deed { actor: &actor, action: "advies.write", subject: Subject::Advies, id: id.0 }.record_inside(conn, now, None, serde_json::json!({}))
        })
        .await
}
