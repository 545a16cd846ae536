//! What the gebiedsteam does with an idea: find it in the queue, take it up, ask, judge, merge.

pub mod bulk;
pub mod challenges;
pub mod changes;
pub mod contact;
pub mod forwarding;
pub mod grouping;
pub mod hearing;
pub mod mails;
pub mod merging;
pub mod questions;
pub mod queue;
pub mod verdicts;
pub mod weighing;

use chrono::NaiveDate;

use crate::app::Context;
use crate::domain::event::Subject;
use crate::domain::idea::Part;
use crate::domain::ids::{GebiedId, IdeaId, PersonId};
use crate::domain::person::{Actor, Place, REVIEWERS, Scope};
use crate::domain::review;
use crate::domain::time::Instant;
use crate::error::{Error, Message, Result};
use crate::storage::adviezen::Shown;
use crate::storage::events::Event;
use crate::storage::ideas::Idea;
use crate::storage::people::Person;
use crate::storage::review::changes::Change;
use crate::storage::review::dossier::Hearing;
use crate::storage::review::forwards::Forward;
use crate::storage::review::merges::{self, Merge};
use crate::storage::review::{Prepared, Question, SecondLook};
use crate::storage::rounds::Round;
use crate::storage::{Db, adviezen, areas, events, ideas, people, review as store, rounds};

/// The gebieden in which somebody answers ideas.
///
/// # Errors
/// When the database fails.
pub fn gebieden_of(conn: &mut Db, actor: &Actor) -> Result<Vec<GebiedId>> {
    let all = areas::gebieden(conn)?;
    Ok(all.into_iter().map(|gebied| gebied.id).filter(|id| actor.has_at(REVIEWERS, Place { gebied: *id, wijk: None })).collect())
}

/// The people who answer ideas at this place today, by name.
///
/// # Errors
/// When the database fails.
pub fn team_at(conn: &mut Db, place: Place, today: NaiveDate) -> Result<Vec<Person>> {
    team_in(conn, &[place.gebied], today)
}

/// The people who answer ideas in one of these gebieden today, by name.
///
/// # Errors
/// When the database fails.
fn team_in(conn: &mut Db, gebieden: &[GebiedId], today: NaiveDate) -> Result<Vec<Person>> {
    let mut team: Vec<Person> = Vec::new();
    for (role, person) in people::all_roles(conn)? {
        let here = match role.grant.scope {
            Scope::City => true,
            Scope::Gebied(gebied) => gebieden.contains(&gebied),
            Scope::Wijk(_) | Scope::Adviesorgaan(_) => false,
        };
        let holds = here && REVIEWERS.contains(&role.grant.role) && role.grant.holds_on(today) && person.disabled_at.is_none();
        if holds && team.iter().all(|known| known.id != person.id) {
            team.push(person);
        }
    }
    Ok(team)
}

/// An idea and its round, locked, for somebody who answers ideas there.
///
/// # Errors
/// `NotFound` for drafts, `Forbidden` outside their gebieden.
pub(super) fn open_for_reviewer(conn: &mut Db, actor: &Actor, id: IdeaId) -> Result<(Idea, Round)> {
    let idea = ideas::lock(conn, id)?;
    let round = rounds::find(conn, idea.round_id)?;
    if !idea.state.is_public() {
        return Err(Error::NotFound);
    }
    if actor.has_at(REVIEWERS, round.place()) { Ok((idea, round)) } else { Err(Error::Forbidden) }
}

/// That answers cannot change any more because people vote on them.
///
/// # Errors
/// When the vote has begun.
pub(super) fn not_frozen(round: &Round, now: Instant) -> Result<()> {
    if review::frozen(&round.schedule, now) { Err(Error::refused(Message::new("error-review-frozen"))) } else { Ok(()) }
}

/// That the gebiedsteam still owes an answer.
///
/// # Errors
/// When it does not.
pub(super) fn awaits(idea: &Idea) -> Result<()> {
    if idea.state.awaits_verdict() { Ok(()) } else { Err(Error::refused(Message::new("error-idea-step"))) }
}

/// Everything the gebiedsteam knows about an idea.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The idea.
    pub idea: Idea,
    /// Its round.
    pub round: Round,
    /// Its owner.
    pub owner: String,
    /// The contact.
    pub contact: Option<String>,
    /// Co-authors.
    pub authors: Vec<String>,
    /// How many residents support it.
    pub supporters: usize,
    /// Questions and answers.
    pub questions: Vec<Question>,
    /// The verdict, prepared or published.
    pub verdict: Option<Prepared>,
    /// Whether it asks to take over a task of the gemeente.
    pub challenge: bool,
    /// Who of the city owes the answer, when it is or will be handed on.
    pub forward: Option<Forward>,
    /// The second look, when one was asked.
    pub second_look: Option<SecondLook>,
    /// The owner's side of a "no" that is not final.
    pub hearing: Option<Hearing>,
    /// Public adviezen on it.
    pub adviezen: Vec<Shown>,
    /// Proposals to merge, newest first.
    pub merges: Vec<Merge>,
    /// Proposals for other words, newest first, with who made them.
    pub changes: Vec<(Change, String)>,
    /// The colleagues who may be its contact.
    pub team: Vec<Person>,
    /// Other ideas of the round that await a verdict, by key.
    pub others: Vec<(IdeaId, String)>,
    /// Everything that happened, what only staff see too.
    pub events: Vec<Event>,
}

impl Dossier {
    /// The name of a colleague, or of the owner.
    #[must_use]
    pub fn name_of(&self, person: PersonId) -> Option<&str> {
        if person == self.idea.owner_id {
            return Some(&self.owner);
        }
        self.team.iter().find(|colleague| colleague.id == person).map(|colleague| colleague.name.as_str())
    }
}

/// Proposals for other words, with the names of who made them.
fn changes_of(conn: &mut Db, id: IdeaId) -> Result<Vec<(Change, String)>> {
    let changes = store::changes::of_idea(conn, id)?;
    let names = people::names(conn, &changes.iter().map(|change| change.by).collect::<Vec<_>>())?;
    let named = |change: Change| {
        let name = names.get(&change.by).cloned().unwrap_or_default();
        (change, name)
    };
    Ok(changes.into_iter().map(named).collect())
}

/// The dossier of an idea, for the gebiedsteam of its round.
///
/// # Errors
/// `NotFound` or `Forbidden`, or when the database fails.
pub async fn dossier(context: &Context, actor: &Actor, id: IdeaId) -> Result<Dossier> {
    let (actor, today) = (actor.clone(), context.now().day());
    context
        .db
        .read(move |conn| {
            let idea = ideas::find(conn, id)?;
            let round = rounds::find(conn, idea.round_id)?;
            if !idea.state.is_public() {
                return Err(Error::NotFound);
            }
            if !actor.has_at(REVIEWERS, round.place()) {
                return Err(Error::Forbidden);
            }
            let owner = people::find(conn, idea.owner_id)?.name;
            let contact = idea.contact_id.map(|contact| people::find(conn, contact)).transpose()?.map(|person| person.name);
            let others = ideas::public_of_round(conn, round.id)?;
            Ok(Dossier {
                owner,
                contact,
                authors: ideas::people_of(conn, id, Part::CoAuthor)?.into_iter().map(|(_, name)| name).collect(),
                supporters: ideas::people_of(conn, id, Part::Supporter)?.len(),
                questions: store::questions_of(conn, id)?,
                verdict: store::verdict_of(conn, id)?,
                challenge: store::challenges::of_idea(conn, id)?.is_some(),
                forward: store::forwards::of_idea(conn, id)?,
                second_look: store::second_look(conn, id)?,
                hearing: store::dossier::hearing(conn, id)?,
                adviezen: adviezen::published_on_idea(conn, id)?,
                merges: merges::of_idea(conn, id)?,
                changes: changes_of(conn, id)?,
                team: team_at(conn, round.place(), today)?,
                others: others
                    .into_iter()
                    .filter(|other| other.id != id && other.state.awaits_verdict())
                    .map(|other| (other.id, other.title))
                    .collect(),
                events: events::about(conn, Subject::Idea, id.0, true)?,
                idea,
                round,
            })
        })
        .await
}
