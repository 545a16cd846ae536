//! Before a "no" is final, the owner sees it and can answer.

use super::questions::is_author;
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::ids::IdeaId;
use crate::domain::person::Actor;
use crate::domain::review::{self, Verdict};
use crate::domain::time::{Instant, long_date};
use crate::domain::working_days;
use crate::error::{Error, Message, Result};
use crate::storage::ideas::Idea;
use crate::storage::review::dossier::{self as store, Hearing};
use crate::storage::{Db, ideas, people, review as verdicts};
use crate::views::mail::Letter;

/// Shows a prepared "no" to the owner, who gets a term to answer. A "no" with another reason is shown
/// anew, unless the owner has answered; any other verdict ends it.
///
/// # Errors
/// When the database fails.
pub(super) fn follow(context: &Context, conn: &mut Db, actor: &Actor, idea: &Idea, verdict: &Verdict, now: Instant) -> Result<()> {
    let known = store::hearing(conn, idea.id)?;
    let Verdict::NotFeasible { reason } = verdict else {
        if known.is_some() {
            store::end_hearing(conn, idea.id)?;
        }
        return Ok(());
    };
    if known.is_some_and(|known| known.answered_at.is_some() || known.reason == *reason) {
        return Ok(());
    }
    let due = review::hearing::answer_by(now);
    store::set_hearing(conn, idea.id, reason, now, due)?;
    let deed = Deed { actor, action: "idea.hear_owner", subject: Subject::Idea, id: idea.id.0 };
    deed.record_inside(conn, now, Some(reason), serde_json::json!({}))?;
    let owner = people::find(conn, idea.owner_id)?;
    let date = long_date(working_days::last_day(due), owner.language);
    let letter = Letter::new(Message::new("mail-hearing-subject").with("title", &idea.title))
        .line(Message::new("mail-hearing-text"))
        .quote(reason.clone())
        .line(Message::new("mail-hearing-by").with("date", date))
        .button(Message::new("mail-hearing-button"), context.url(&format!("/ideeen/{}/voornemen", idea.id)));
    context.post(conn, &owner, &letter)
}

/// Whether a prepared verdict may be published as far as the owner's side is concerned.
///
/// # Errors
/// When the database fails.
pub(super) fn is_heard(conn: &mut Db, ready: &verdicts::Prepared, now: Instant) -> Result<bool> {
    if !matches!(ready.verdict, Verdict::NotFeasible { .. }) {
        return Ok(true);
    }
    let hearing = store::hearing(conn, ready.idea)?;
    Ok(review::hearing::may_be_final(hearing.map(|hearing| hearing.heard()), ready.at, now))
}

/// The "no" on an idea that is not final yet, for one of its authors.
///
/// # Errors
/// `Forbidden` for everybody else, `NotFound` when there is none.
pub async fn for_author(context: &Context, actor: &Actor, id: IdeaId) -> Result<(Idea, Hearing)> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let idea = ideas::find(conn, id)?;
            if !is_author(conn, &idea, &actor)? {
                return Err(Error::Forbidden);
            }
            let hearing = store::hearing(conn, id)?.ok_or(Error::NotFound)?;
            Ok((idea, hearing))
        })
        .await
}

/// The owner or a co-author answers a "no" before it is final; the contact is told and looks again.
///
/// # Errors
/// A refusal when it is final already, the term has passed, or there is an answer.
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
            let hearing = store::hearing(conn, id)?.ok_or(Error::NotFound)?;
            if !idea.state.awaits_verdict() || hearing.answered_at.is_some() || hearing.due_at <= now {
                return Err(Error::refused(Message::new("error-hearing-over")));
            }
            store::answer_hearing(conn, id, &answer, now)?;
            let deed = Deed { actor: &actor, action: "idea.answer_no", subject: Subject::Idea, id: id.0 };
            deed.record_inside(conn, now, Some(&answer), serde_json::json!({}))?;
            let Some(contact) = idea.contact_id else { return Ok(()) };
            let contact = people::find(conn, contact)?;
            let letter = Letter::new(Message::new("mail-hearing-answered-subject").with("title", &idea.title))
                .line(Message::new("mail-hearing-answered-text"))
                .quote(answer)
                .button(Message::new("mail-review-button"), context.url(&format!("/werk/ideeen/{id}")));
            context.post(conn, &contact, &letter)
        })
        .await
}
