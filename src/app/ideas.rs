//! What people do with ideas.

use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::idea::IdeaStep;
use crate::domain::person::Actor;
use crate::domain::time::Language;
use crate::error::{Error, Message, Result};
use crate::storage::ideas::Idea;
use crate::storage::{Db, ideas, people};
use crate::views::mail::Letter;

/// Takes an idea one step further: asks the domain, writes the state, adds the step with its actor
/// and reason to the timeline, and mails the owner. Every change of state goes through here.
///
/// # Errors
/// When the step is not possible from where the idea is, or the database fails.
pub fn step(context: &Context, conn: &mut Db, actor: &Actor, idea: &Idea, step: IdeaStep, reason: Option<&str>) -> Result<Idea> {
    step_with(context, conn, actor, idea, step, reason, |letter, _| letter)
}

/// The same, with more to say in the mail to the owner, in the owner's language.
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
    more: impl FnOnce(Letter, Language) -> Letter,
) -> Result<Idea> {
    let now = context.now();
    let state = idea.state.after(step).map_err(|_| Error::refused(Message::new("error-idea-step")))?;
    ideas::set_state(conn, idea.id, state, now)?;
    let action = action(step);
    let detail = serde_json::json!({ "from": idea.state.as_str(), "to": state.as_str() });
    Deed { actor, action, subject: Subject::Idea, id: idea.id.0 }.record(conn, now, reason, detail)?;
    let owner = people::find(conn, idea.owner_id)?;
    let mut letter = Letter::new(Message { key: mail_subject(step), args: vec![("title", idea.title.clone())] })
        .line(Message { key: mail_text(step), args: vec![("title", idea.title.clone())] });
    if let Some(reason) = reason {
        letter = letter.quote(reason);
    }
    let letter = letter.button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{}", idea.id)));
    context.post(conn, &owner, &more(letter, owner.language))?;
    Ok(Idea { state, changed_at: now, version: idea.version + 1, ..idea.clone() })
}

/// The name of a step in the record.
const fn action(step: IdeaStep) -> &'static str {
    match step {
        IdeaStep::Submit => "idea.submit",
        IdeaStep::TakeUp => "idea.take_up",
        IdeaStep::Ask => "idea.ask",
        IdeaStep::Answer => "idea.answer",
        IdeaStep::PublishFeasible => "idea.publish_feasible",
        IdeaStep::PublishNotFeasible => "idea.publish_not_feasible",
        IdeaStep::Merge => "idea.merge",
        IdeaStep::Forward => "idea.forward",
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
