//! What people do with ideas.

pub mod drafts;
pub mod held;
pub mod news;
pub mod people;
pub mod photos;
pub mod read;
pub mod support;
pub mod words;
pub mod write;

use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaState, IdeaStep, Part};
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, Role};
use crate::domain::time::Language;
use crate::error::{Error, Message, Result};
use crate::storage::ideas::Idea;
use crate::storage::rounds::Round;
use crate::storage::{Db, idea_people, ideas, people as everybody, rounds};
use crate::views::mail::Letter;

/// Takes an idea one step further: asks the domain, writes the state, adds the step with its actor
/// and reason to the timeline, and mails the owner and co-authors. Every change of state goes through
/// here.
///
/// # Errors
/// When the step is not possible from where the idea is, or the database fails.
pub fn step(context: &Context, conn: &mut Db, actor: &Actor, idea: &Idea, step: IdeaStep, reason: Option<&str>) -> Result<Idea> {
    step_with(context, conn, actor, idea, step, reason, |letter, _| letter)
}

/// The same, with more to say in the mail, in the language of its reader.
///
/// # Errors
/// As [`step`].
pub fn step_with(
    context: &Context,
    conn: &mut Db,
    actor: &Actor,
    idea: &Idea,
    step: IdeaStep,
    reason: Option<&str>,
    more: impl Fn(Letter, Language) -> Letter,
) -> Result<Idea> {
    let now = context.now();
    let state = idea.state.after(step).map_err(|_| Error::refused(Message::new("error-idea-step")))?;
    ideas::set_state(conn, idea.id, state, now)?;
    let action = action(step);
    let detail = serde_json::json!({ "from": idea.state.as_str(), "to": state.as_str() });
    Deed { actor, action, subject: Subject::Idea, id: idea.id.0 }.record(conn, now, reason, detail)?;
    let letter = step_letter(context, idea, step, reason);
    post_authors(context, conn, idea, |language| more(letter.clone(), language))?;
    if news::is_news(step) && idea.state.is_public() {
        let heard = authors(conn, idea)?;
        news::tell(context, conn, idea, action, reason, &heard)?;
    }
    Ok(Idea { state, changed_at: now, version: idea.version + 1, ..idea.clone() })
}

/// The letter to the authors of an idea about a step, with the reason.
#[must_use]
pub fn step_letter(context: &Context, idea: &Idea, step: IdeaStep, reason: Option<&str>) -> Letter {
    let letter = Letter::new(Message { key: mail_subject(step), args: vec![("title", idea.title.clone())] })
        .line(Message { key: mail_text(step), args: vec![("title", idea.title.clone())] });
    let letter = match reason {
        Some(reason) => letter.quote(reason),
        None => letter,
    };
    letter.button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{}", idea.id)))
}

/// The owner and the co-authors of an idea.
///
/// # Errors
/// When the database fails.
pub fn authors(conn: &mut Db, idea: &Idea) -> Result<Vec<PersonId>> {
    let co_authors = ideas::people_of(conn, idea.id, Part::CoAuthor)?;
    Ok(std::iter::once(idea.owner_id).chain(co_authors.into_iter().map(|(id, _)| id)).collect())
}

/// Sends a letter to the owner and the co-authors of an idea, each in their own language.
///
/// # Errors
/// When the database or a template fails.
pub fn post_authors(context: &Context, conn: &mut Db, idea: &Idea, letter: impl Fn(Language) -> Letter) -> Result<()> {
    for id in authors(conn, idea)? {
        let author = everybody::find(conn, id)?;
        context.post(conn, &author, &letter(author.language))?;
    }
    Ok(())
}

/// What somebody is to an idea.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tie {
    /// It is theirs.
    pub owner: bool,
    /// It is theirs, or they accepted to write along.
    pub author: bool,
    /// They are a WIJ-medewerker who was asked to read along.
    pub reader: bool,
    /// They were asked to write along and have not answered.
    pub invited: bool,
    /// They support it.
    pub supporter: bool,
    /// They follow it.
    pub follower: bool,
}

/// What somebody is to an idea.
///
/// # Errors
/// When the database fails.
pub fn tie(conn: &mut Db, actor: &Actor, idea: &Idea) -> Result<Tie> {
    let Some(person) = actor.person() else { return Ok(Tie::default()) };
    let parts = idea_people::parts(conn, idea.id, person)?;
    let has = |part: Part, accepted: bool| parts.iter().any(|member| member.part == part && member.accepted_at.is_some() == accepted);
    let owner = idea.owner_id == person;
    Ok(Tie {
        owner,
        author: owner || has(Part::CoAuthor, true),
        reader: has(Part::Reader, true) && actor.has_any(&[Role::WijMedewerker]),
        invited: has(Part::CoAuthor, false),
        supporter: has(Part::Supporter, true),
        follower: has(Part::Follower, true),
    })
}

/// An idea with its round and what the reader is to it, when they may read it: everybody what was
/// handed in, and a draft only its authors and who they asked to read along. For everybody else a
/// draft is not there.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn readable(conn: &mut Db, actor: &Actor, id: IdeaId) -> Result<(Idea, Round, Tie)> {
    let idea = ideas::find(conn, id)?;
    seen_by(conn, actor, idea)
}

/// The same for an idea that is about to change: locked until the transaction ends.
fn readable_locked(conn: &mut Db, actor: &Actor, id: IdeaId) -> Result<(Idea, Round, Tie)> {
    let idea = ideas::lock(conn, id)?;
    seen_by(conn, actor, idea)
}

fn seen_by(conn: &mut Db, actor: &Actor, idea: Idea) -> Result<(Idea, Round, Tie)> {
    let round = rounds::find(conn, idea.round_id)?;
    let tie = tie(conn, actor, &idea)?;
    let shown = idea.state.is_public() || tie.author || tie.reader;
    if shown && round.status != RoundStatus::Draft { Ok((idea, round, tie)) } else { Err(Error::NotFound) }
}

/// Whether its authors may still change the words: until the gebiedsteam takes it up.
#[must_use]
pub const fn is_editable(state: IdeaState) -> bool {
    matches!(state, IdeaState::Draft | IdeaState::Submitted)
}

/// The name of a step in the record.
#[must_use]
pub const fn action(step: IdeaStep) -> &'static str {
    match step {
        IdeaStep::Submit => "idea.submit",
        IdeaStep::TakeUp => "idea.take_up",
        IdeaStep::Ask => "idea.ask",
        IdeaStep::Answer => "idea.answer",
        IdeaStep::PublishFeasible => "idea.publish_feasible",
        IdeaStep::PublishNotFeasible => "idea.publish_not_feasible",
        IdeaStep::Merge => "idea.merge",
        IdeaStep::Forward => "idea.forward",
        IdeaStep::Challenge => "idea.challenge",
        IdeaStep::Withdraw => "idea.withdraw",
        IdeaStep::Reconsider => "idea.reconsider",
        IdeaStep::Choose => "idea.choose",
        IdeaStep::NotChoose => "idea.not_choose",
        IdeaStep::PutOnReserve => "idea.put_on_reserve",
        IdeaStep::Start => "idea.start",
        IdeaStep::Finish => "idea.finish",
        IdeaStep::Stop => "idea.stop",
    }
}

const fn mail_subject(step: IdeaStep) -> &'static str {
    match step {
        IdeaStep::Submit => "mail-idea-submit-subject",
        IdeaStep::TakeUp => "mail-idea-take-up-subject",
        IdeaStep::Ask => "mail-idea-ask-subject",
        IdeaStep::Answer => "mail-idea-answer-subject",
        IdeaStep::PublishFeasible => "mail-idea-publish-feasible-subject",
        IdeaStep::PublishNotFeasible => "mail-idea-publish-not-feasible-subject",
        IdeaStep::Merge => "mail-idea-merge-subject",
        IdeaStep::Forward => "mail-idea-forward-subject",
        IdeaStep::Challenge => "mail-idea-challenge-subject",
        IdeaStep::Withdraw => "mail-idea-withdraw-subject",
        IdeaStep::Reconsider => "mail-idea-reconsider-subject",
        IdeaStep::Choose => "mail-idea-choose-subject",
        IdeaStep::NotChoose => "mail-idea-not-choose-subject",
        IdeaStep::PutOnReserve => "mail-idea-put-on-reserve-subject",
        IdeaStep::Start => "mail-idea-start-subject",
        IdeaStep::Finish => "mail-idea-finish-subject",
        IdeaStep::Stop => "mail-idea-stop-subject",
    }
}

const fn mail_text(step: IdeaStep) -> &'static str {
    match step {
        IdeaStep::Submit => "mail-idea-submit-text",
        IdeaStep::TakeUp => "mail-idea-take-up-text",
        IdeaStep::Ask => "mail-idea-ask-text",
        IdeaStep::Answer => "mail-idea-answer-text",
        IdeaStep::PublishFeasible => "mail-idea-publish-feasible-text",
        IdeaStep::PublishNotFeasible => "mail-idea-publish-not-feasible-text",
        IdeaStep::Merge => "mail-idea-merge-text",
        IdeaStep::Forward => "mail-idea-forward-text",
        IdeaStep::Challenge => "mail-idea-challenge-text",
        IdeaStep::Withdraw => "mail-idea-withdraw-text",
        IdeaStep::Reconsider => "mail-idea-reconsider-text",
        IdeaStep::Choose => "mail-idea-choose-text",
        IdeaStep::NotChoose => "mail-idea-not-choose-text",
        IdeaStep::PutOnReserve => "mail-idea-put-on-reserve-text",
        IdeaStep::Start => "mail-idea-start-text",
        IdeaStep::Finish => "mail-idea-finish-text",
        IdeaStep::Stop => "mail-idea-stop-text",
    }
}
