//! Carrying out what was chosen: begin, tell how it goes, finish, or stop with a reason.

use std::collections::BTreeMap;

use super::ideas::{action, authors, news, photos, step};
use super::review::{gebieden_of, open_for_reviewer};
use super::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaState, IdeaStep};
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::time::Instant;
use crate::error::{Error, Message, Result};
use crate::images;
use crate::storage::ideas::Idea;
use crate::storage::updates::{self, Chosen, Update};
use crate::storage::{ideas, people, rounds};
use crate::views::mail::Letter;

/// A chosen idea in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// The idea.
    pub idea: Chosen,
    /// Name of the contact.
    pub contact: Option<String>,
    /// When residents last heard something.
    pub heard: Option<Instant>,
}

/// The chosen ideas of my gebieden, those that wait longest first.
///
/// # Errors
/// When the database fails.
pub async fn list(context: &Context, actor: &Actor) -> Result<Vec<Line>> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let mine = gebieden_of(conn, &actor)?;
            let chosen = updates::chosen(conn, &mine)?;
            let ids: Vec<IdeaId> = chosen.iter().map(|line| line.idea).collect();
            let contacts: Vec<PersonId> = chosen.iter().filter_map(|line| line.contact).collect();
            let names = people::names(conn, &contacts)?;
            let newest: BTreeMap<IdeaId, Option<Instant>> = updates::newest(conn, &ids)?.into_iter().collect();
            let line = |idea: Chosen| Line {
                contact: idea.contact.and_then(|id| names.get(&id).cloned()),
                heard: newest.get(&idea.idea).copied().flatten(),
                idea,
            };
            Ok(chosen.into_iter().map(line).collect())
        })
        .await
}

/// A chosen idea with what was told about it.
///
/// # Errors
/// `Forbidden` for other gebiedsteams, `NotFound` for ideas that were not chosen.
pub async fn one(context: &Context, actor: &Actor, id: IdeaId) -> Result<(Idea, Vec<Update>)> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let idea = ideas::find(conn, id)?;
            let round = rounds::find(conn, idea.round_id)?;
            if !matches!(idea.state, IdeaState::Chosen | IdeaState::InProgress | IdeaState::Done | IdeaState::Stopped) {
                return Err(Error::NotFound);
            }
            if !actor.has_at(REVIEWERS, round.place()) {
                return Err(Error::Forbidden);
            }
            Ok((idea, updates::of_idea(conn, id)?))
        })
        .await
}

/// Begins, finishes or stops the work; everybody who takes part is told.
///
/// # Errors
/// When the step is not one of carrying out, or not possible from where the idea is.
pub async fn take_step(context: &Context, actor: &Actor, id: IdeaId, next: IdeaStep, reason: Option<String>) -> Result<()> {
    let (subject, text) = match next {
        IdeaStep::Start => ("mail-execution-start-subject", "mail-execution-start-text"),
        IdeaStep::Finish => ("mail-execution-finish-subject", "mail-execution-finish-text"),
        IdeaStep::Stop if reason.is_some() => ("mail-execution-stop-subject", "mail-execution-stop-text"),
        _ => return Err(Error::refused(Message::new("error-idea-step"))),
    };
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let (idea, _) = open_for_reviewer(conn, &actor, id)?;
            step(&context, conn, &actor, &idea, next, reason.as_deref())?;
            let mut letter = Letter::new(Message::new(subject).with("title", &idea.title)).line(Message::new(text).with("title", &idea.title));
            if let Some(reason) = reason {
                letter = letter.quote(reason);
            }
            let heard = authors(conn, &idea)?;
            let letter = with_button(&context, &idea, letter);
            news::tell_with(&context, conn, &idea, action(next), &heard, |_| letter.clone())
        })
        .await
}

/// Tells how the work goes: on the page of the idea, on its timeline, and by mail to its owner, its
/// co-authors and who supports it. A photo (with words for who cannot see it) stands beside it.
///
/// # Errors
/// When the idea is not being carried out, or has photos enough.
pub async fn update(context: &Context, actor: &Actor, id: IdeaId, body: String, photo: Option<(images::Photo, String)>) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, _) = open_for_reviewer(conn, &actor, id)?;
            let person = actor.person().ok_or(Error::Forbidden)?;
            if idea.state != IdeaState::InProgress {
                return Err(Error::refused(Message::new("error-idea-step")));
            }
            updates::insert(conn, id, person, &body, now)?;
            let deed = Deed { actor: &actor, action: "idea.update", subject: Subject::Idea, id: id.0 };
            let detail = match &photo {
                Some((photo, alt)) => {
                    photos::add(conn, &actor, &idea, photo, alt, now)?;
                    serde_json::json!({ "photo": photo.sha256 })
                }
                None => serde_json::json!({}),
            };
            deed.record(conn, now, Some(&body), detail)?;
            let letter = Letter::new(Message::new("mail-execution-update-subject").with("title", &idea.title))
                .line(Message::new("mail-execution-update-text").with("title", &idea.title))
                .quote(body);
            let owner = people::find(conn, idea.owner_id)?;
            let letter = with_button(&context, &idea, letter);
            context.post(conn, &owner, &letter)?;
            news::tell_with(&context, conn, &idea, "idea.update", &[idea.owner_id], |_| letter.clone())
        })
        .await
}

fn with_button(context: &Context, idea: &Idea, letter: Letter) -> Letter {
    letter.button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{}", idea.id)))
}
