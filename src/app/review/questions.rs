//! Questions to the owner of an idea, and the answers.

use super::{awaits, not_frozen, open_for_reviewer};
use crate::app::Context;
use crate::app::ideas::{step, step_with};
use crate::domain::idea::{IdeaState, IdeaStep, Part};
use crate::domain::ids::IdeaId;
use crate::domain::person::Actor;
use crate::domain::review;
use crate::domain::time::long_date;
use crate::domain::working_days;
use crate::error::{Error, Message, Result};
use crate::storage::ideas::Idea;
use crate::storage::review::Question;
use crate::storage::{Db, ideas, people, review as store};
use crate::views::mail::Letter;

/// What to say of a question that is too short or too long.
#[must_use]
pub fn question_error() -> Message {
    Message::new("error-review-question").with("min", review::MIN_QUESTION).with("max", review::MAX_QUESTION)
}

/// Asks the owner of an idea something. Who asks becomes the contact when there is none.
///
/// # Errors
/// When a question is open already, or the vote has begun.
pub async fn ask(context: &Context, actor: &Actor, id: IdeaId, question: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context.db.clone().write(move |conn| ask_in(&context, conn, &actor, id, &question)).await
}

/// The same inside a transaction that is open already.
///
/// # Errors
/// As [`ask`].
pub(super) fn ask_in(context: &Context, conn: &mut Db, actor: &Actor, id: IdeaId, question: &str) -> Result<()> {
    let now = context.now();
    let (idea, round) = open_for_reviewer(conn, actor, id)?;
    awaits(&idea)?;
    not_frozen(&round, now)?;
    let person = actor.person().ok_or(Error::Forbidden)?;
    if idea.contact_id.is_none() {
        store::set_contact(conn, id, person)?;
    }
    let due = review::answer_by(now);
    store::add_question(conn, id, person, question, now, due)?;
    let href = context.url(&format!("/ideeen/{id}/vraag"));
    step_with(context, conn, actor, &idea, IdeaStep::Ask, Some(question), |letter, language| {
        let date = long_date(working_days::last_day(due), language);
        letter.line(Message::new("mail-review-answer-by").with("date", date)).button(Message::new("mail-review-answer-button"), href.clone())
    })?;
    Ok(())
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
            step(&context, conn, &actor, &idea, IdeaStep::Answer, None)?;
            let contact = people::find(conn, idea.contact_id.unwrap_or(question.asked_by))?;
            let letter = Letter::new(Message::new("mail-review-answered-subject").with("title", &idea.title))
                .line(Message::new("mail-review-answered-text"))
                .quote(answer)
                .button(Message::new("mail-review-button"), context.url(&format!("/werk/ideeen/{id}")));
            context.post(conn, &contact, &letter)
        })
        .await
}
