//! The public reply to an advies, and what happened afterwards.

use super::adopt::{after, tell};
use super::{PublicAdvies, may_reply, whole};
use crate::app::{Context, Deed};
use crate::domain::advies::{AdviesState, AdviesStep, ReplyKind};
use crate::domain::event::Subject;
use crate::domain::ids::AdviesId;
use crate::domain::person::Actor;
use crate::error::{Error, Message, Result};
use crate::storage::adviezen::deliberation::{self, PointReply};
use crate::storage::adviezen::{self as store, Reply};
use crate::views::mail::Letter;

/// A public advies for the gebiedsteam that must reply to it.
///
/// # Errors
/// `NotFound` when it is not public, `Forbidden` for other gebiedsteams.
pub async fn to_answer(context: &Context, actor: &Actor, id: AdviesId) -> Result<PublicAdvies> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let shown = store::find_shown(conn, id)?;
            if !shown.advies.state.is_public() {
                return Err(Error::NotFound);
            }
            if may_reply(conn, &actor, &shown.advies)? { whole(conn, shown) } else { Err(Error::Forbidden) }
        })
        .await
}

/// The gebiedsteam or the college replies in public, once, also to every point: follows the advies, a part of it, or not, with a reason.
///
/// # Errors
/// `Forbidden` for other gebiedsteams; a refusal when it was answered already.
pub async fn answer(context: &Context, actor: &Actor, id: AdviesId, kind: ReplyKind, reason: String, points: Vec<PointReply>) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let advies = store::lock(conn, id)?;
            let person = if may_reply(conn, &actor, &advies)? { actor.person() } else { None }.ok_or(Error::Forbidden)?;
            let asked = advies.points.lines().count();
            if points.len() != asked {
                return Err(Error::refused(Message::new("error-advies-points")));
            }
            let state = after(&advies, AdviesStep::Answer)?;
            store::set_state(conn, id, state)?;
            store::add_reply(conn, &Reply { advies_id: id, kind, reason: reason.clone(), author_id: person, at: now })?;
            for point in &points {
                deliberation::add_point_reply(conn, id, point)?;
            }
            let deed = Deed { actor: &actor, action: "advies.answer", subject: Subject::Advies, id: id.0 };
            deed.record(conn, now, Some(&reason), serde_json::json!({ "kind": kind }))?;
            let letter = Letter::new(Message::new("mail-advies-answered-subject").with("title", &advies.title))
                .line(Message::new("mail-advies-answered-text"))
                .quote(reason)
                .button(Message::new("mail-advies-button"), context.url(&format!("/adviezen/{id}")));
            tell(&context, conn, &actor, &advies, "idea.advies_reply", &letter)
        })
        .await
}

/// The gebiedsteam tells what happened after its reply; everybody who was told of the reply hears it.
///
/// # Errors
/// When there is no reply yet, or for other gebiedsteams.
pub async fn tell_afterwards(context: &Context, actor: &Actor, id: AdviesId, body: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let advies = store::lock(conn, id)?;
            let person = if may_reply(conn, &actor, &advies)? { actor.person() } else { None }.ok_or(Error::Forbidden)?;
            if advies.state != AdviesState::Answered {
                return Err(Error::refused(Message::new("error-advies-step")));
            }
            deliberation::add_afterwards(conn, id, person, &body, now)?;
            let deed = Deed { actor: &actor, action: "advies.afterwards", subject: Subject::Advies, id: id.0 };
            deed.record(conn, now, Some(&body), serde_json::json!({}))?;
            let letter = Letter::new(Message::new("mail-advies-afterwards-subject").with("title", &advies.title))
                .quote(body)
                .button(Message::new("mail-advies-button"), context.url(&format!("/adviezen/{id}")));
            tell(&context, conn, &actor, &advies, "idea.advies_afterwards", &letter)
        })
        .await
}
