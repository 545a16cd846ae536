//! What the gebiedsteam does with an idea before its verdict: find it in the queue, take it up, hand
//! it over, ask its owner something.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::ideas::step_with;
use super::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaState, IdeaStep, Part};
use crate::domain::ids::{GebiedId, IdeaId, PersonId, RoundId};
use crate::domain::person::{Actor, Place, REVIEWERS, Scope};
use crate::domain::review::{self, WaitsFor};
use crate::domain::time::{Instant, long_date};
use crate::domain::working_days;
use crate::error::{Error, Message, Result};
use crate::storage::adviezen::Shown;
use crate::storage::events::Event;
use crate::storage::ideas::Idea;
use crate::storage::merges::Merge;
use crate::storage::people::Person;
use crate::storage::review::{Prepared, Question, SecondLook, Waiting};
use crate::storage::rounds::Round;
use crate::storage::{Db, adviezen, areas, events, ideas, merges, people, review as store, rounds};
use crate::views::mail::Letter;

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
    let mut team: Vec<Person> = Vec::new();
    for (role, person) in people::all_roles(conn)? {
        let here = match role.grant.scope {
            Scope::City => true,
            Scope::Gebied(gebied) => gebied == place.gebied,
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

/// A line of the queue.
#[derive(Debug, Clone)]
pub struct QueueLine {
    /// The idea.
    pub idea: Waiting,
    /// Name of the contact.
    pub contact: Option<String>,
    /// Who has to do something.
    pub waits_for: WaitsFor,
    /// The last day of the term, when there is one.
    pub due: Option<NaiveDate>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// Days since it was handed in.
    pub age: i64,
}

/// All ideas of my gebieden that await a verdict: what is overdue first, then by term, then by age.
/// The number of queries does not depend on the number of ideas.
///
/// # Errors
/// When the database fails.
pub async fn queue(context: &Context, actor: &Actor) -> Result<Vec<QueueLine>> {
    let (actor, now) = (actor.clone(), context.now());
    let rows = context
        .db
        .read(move |conn| {
            let mine = gebieden_of(conn, &actor)?;
            let waiting = store::waiting(conn, &mine)?;
            let asked: BTreeMap<IdeaId, Instant> = store::open_questions(conn, &mine)?.into_iter().collect();
            let contacts: BTreeSet<PersonId> = waiting.iter().filter_map(|row| row.contact).collect();
            let names = people::names(conn, &contacts.into_iter().collect::<Vec<_>>())?;
            Ok((waiting, asked, names))
        })
        .await?;
    let (waiting, asked, names) = rows;
    let mut lines: Vec<QueueLine> = waiting
        .into_iter()
        .map(|idea| {
            let contact = idea.contact.and_then(|id| names.get(&id).cloned());
            line(idea, contact, &asked, now)
        })
        .collect();
    lines.sort_by_key(|line| (!line.overdue, line.due.is_none(), line.due, line.idea.submitted_at, line.idea.idea));
    Ok(lines)
}

fn line(idea: Waiting, contact: Option<String>, asked: &BTreeMap<IdeaId, Instant>, now: Instant) -> QueueLine {
    let waits_for = review::waits_for(idea.state, idea.contact.is_some(), idea.prepared_at.is_some());
    let due = match (waits_for, idea.state) {
        (WaitsFor::Owner, _) => asked.get(&idea.idea).map(|due| working_days::last_day(*due)),
        (_, IdeaState::Submitted) => idea.submitted_at.map(review::first_reaction_by),
        _ => idea.verdicts_at.filter(|moment| now < *moment || idea.prepared_at.is_none()).map(Instant::day),
    };
    let overdue = due.is_some_and(|due| due < now.day());
    let age = idea.submitted_at.map_or(0, |at| now.day().signed_duration_since(at.day()).num_days());
    QueueLine { idea, contact, waits_for, due, overdue, age }
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
    /// The second look, when one was asked.
    pub second_look: Option<SecondLook>,
    /// Public adviezen on it.
    pub adviezen: Vec<Shown>,
    /// Proposals to merge, newest first.
    pub merges: Vec<Merge>,
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
                second_look: store::second_look(conn, id)?,
                adviezen: adviezen::published_on_idea(conn, id)?,
                merges: merges::of_idea(conn, id)?,
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

/// Takes an idea up: from now on this member of the gebiedsteam is its fixed contact.
///
/// # Errors
/// When it already has a contact, or awaits no verdict.
pub async fn take_up(context: &Context, actor: &Actor, id: IdeaId) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let (idea, round) = open_for_reviewer(conn, &actor, id)?;
            awaits(&idea)?;
            if idea.contact_id.is_some() {
                return Err(Error::refused(Message::new("error-review-has-contact")));
            }
            taken_up(&context, conn, &actor, idea, &round).map(|_| ())
        })
        .await
}

/// Makes `actor` the contact of an idea that has none, and takes the idea into review when it still
/// waited. An idea that has a contact stays as it is.
///
/// # Errors
/// When the database fails.
pub(super) fn taken_up(context: &Context, conn: &mut Db, actor: &Actor, idea: Idea, round: &Round) -> Result<Idea> {
    let person = actor.person().ok_or(Error::Forbidden)?;
    if idea.contact_id.is_some() {
        return Ok(idea);
    }
    store::set_contact(conn, idea.id, person)?;
    let idea = Idea { contact_id: Some(person), ..idea };
    if idea.state != IdeaState::Submitted {
        return told_of_contact(context, conn, actor, &idea, None).map(|()| idea);
    }
    let contact = contact_line(actor.name(), &areas::find_gebied(conn, round.gebied)?.name);
    step_with(context, conn, actor, &idea, IdeaStep::TakeUp, None, |letter, _| letter.line(contact.clone()))
}

fn contact_line(name: &str, gebied: &str) -> Message {
    Message::new("mail-review-contact").with("name", name).with("gebied", gebied)
}

/// Records that an idea has a new contact and tells the owner.
fn told_of_contact(context: &Context, conn: &mut Db, actor: &Actor, idea: &Idea, reason: Option<&str>) -> Result<()> {
    let now = context.now();
    Deed { actor, action: "idea.hand_over", subject: Subject::Idea, id: idea.id.0 }.record(conn, now, reason, serde_json::json!({}))?;
    let owner = people::find(conn, idea.owner_id)?;
    let contact = people::find(conn, idea.contact_id.ok_or(Error::NotFound)?)?;
    let round = rounds::find(conn, idea.round_id)?;
    let gebied = areas::find_gebied(conn, round.gebied)?.name;
    let mut letter = Letter::new(Message::new("mail-review-hand-over-subject").with("title", &idea.title)).line(contact_line(&contact.name, &gebied));
    if let Some(reason) = reason {
        letter = letter.line(Message::new("mail-review-hand-over-reason")).quote(reason);
    }
    context.post(conn, &owner, &letter.button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{}", idea.id))))
}

/// Hands an idea to a colleague, with a reason; the owner and the colleague are told.
///
/// # Errors
/// When the reason is too short, or the colleague does not answer ideas in this gebied.
pub async fn hand_over(context: &Context, actor: &Actor, id: IdeaId, to: PersonId, reason: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, round) = open_for_reviewer(conn, &actor, id)?;
            let team = team_at(conn, round.place(), now.day())?;
            let colleague = team.iter().find(|person| person.id == to).ok_or_else(|| Error::refused(Message::new("error-review-colleague")))?;
            if idea.contact_id == Some(to) {
                return Err(Error::refused(Message::new("error-review-same-contact")));
            }
            store::set_contact(conn, id, to)?;
            let idea = Idea { contact_id: Some(to), ..idea };
            told_of_contact(&context, conn, &actor, &idea, Some(&reason))?;
            if actor.person() == Some(to) {
                return Ok(());
            }
            let letter = Letter::new(Message::new("mail-review-yours-subject").with("title", &idea.title))
                .line(Message::new("mail-review-yours-text").with("name", actor.name()))
                .quote(reason)
                .button(Message::new("mail-review-button"), context.url(&format!("/werk/ideeen/{id}")));
            context.post(conn, colleague, &letter)
        })
        .await
}

/// Asks the owner of an idea something. Who asks becomes the contact when there is none.
///
/// # Errors
/// When a question is open already, or the vote has begun.
pub async fn ask(context: &Context, actor: &Actor, id: IdeaId, question: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, round) = open_for_reviewer(conn, &actor, id)?;
            awaits(&idea)?;
            not_frozen(&round, now)?;
            let person = actor.person().ok_or(Error::Forbidden)?;
            if idea.contact_id.is_none() {
                store::set_contact(conn, id, person)?;
            }
            let due = review::answer_by(now);
            store::add_question(conn, id, person, &question, now, due)?;
            let href = context.url(&format!("/ideeen/{id}/vraag"));
            step_with(&context, conn, &actor, &idea, IdeaStep::Ask, Some(&question), |letter, language| {
                let date = long_date(working_days::last_day(due), language);
                letter.line(Message::new("mail-review-answer-by").with("date", date)).button(Message::new("mail-review-answer-button"), href.clone())
            })?;
            Ok(())
        })
        .await
}

/// Whether somebody owns an idea or is one of its co-authors.
///
/// # Errors
/// When the database fails.
pub(super) fn is_author(conn: &mut Db, idea: &Idea, actor: &Actor) -> Result<bool> {
    let Some(person) = actor.person() else { return Ok(false) };
    Ok(idea.owner_id == person || ideas::people_of(conn, idea.id, Part::CoAuthor)?.iter().any(|(author, _)| *author == person))
}

/// The questions to the authors of an idea, for one of them.
///
/// # Errors
/// `Forbidden` for everybody else.
pub async fn questions_for_author(context: &Context, actor: &Actor, id: IdeaId) -> Result<(Idea, Vec<Question>)> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let idea = ideas::find(conn, id)?;
            if !is_author(conn, &idea, &actor)? {
                return Err(Error::Forbidden);
            }
            let questions = store::questions_of(conn, id)?;
            Ok((idea, questions))
        })
        .await
}

/// Answers the open question about an idea; its contact is told.
///
/// # Errors
/// When no question is open, or somebody else than an author answers.
pub async fn answer(context: &Context, actor: &Actor, id: IdeaId, answer: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let idea = ideas::lock(conn, id)?;
            if !is_author(conn, &idea, &actor)? {
                return Err(Error::Forbidden);
            }
            let open = store::questions_of(conn, id)?.into_iter().find(|question| question.answered_at.is_none());
            let question =
                open.filter(|_| idea.state == IdeaState::Question).ok_or_else(|| Error::refused(Message::new("error-review-no-question")))?;
            store::answer_question(conn, question.id, &answer, now)?;
            super::ideas::step(&context, conn, &actor, &idea, IdeaStep::Answer, None)?;
            let contact = people::find(conn, idea.contact_id.unwrap_or(question.asked_by))?;
            let letter = Letter::new(Message::new("mail-review-answered-subject").with("title", &idea.title))
                .line(Message::new("mail-review-answered-text"))
                .quote(answer)
                .button(Message::new("mail-review-button"), context.url(&format!("/werk/ideeen/{id}")));
            context.post(conn, &contact, &letter)
        })
        .await
}

/// The rounds of a queue: slug and name by key.
#[must_use]
pub fn rounds_in(lines: &[QueueLine]) -> BTreeMap<RoundId, (String, String)> {
    lines.iter().map(|line| (line.idea.round, (line.idea.round_slug.clone(), line.idea.round_name.clone()))).collect()
}
