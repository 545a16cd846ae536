//! Right to Challenge: the authors say what they want to take over; the gebiedsteam takes it along a
//! way of its own, every stage with a public reason.

use super::contact::taken_up;
use super::{awaits, gebieden_of, open_for_reviewer};
use crate::app::ideas::write::authored;
use crate::app::ideas::{authors, news, post_authors, step};
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::money::Cents;
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::review::challenge::{MAX_TEXT, Stage, Task};
use crate::domain::text::{TextError, paragraphs};
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::ideas::Idea;
use crate::storage::review::challenges::{self as store, Challenge};
use crate::storage::review::{self, dossier};
use crate::storage::{ideas, rounds};
use crate::views::mail::Letter;

/// Reads the task as it was typed.
///
/// # Errors
/// Every field that needs another look.
pub fn read_task(now: &str, by: &str, cost: &str) -> Result<Task, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut text = |field: &str, typed: &str| {
        let wrong = |error| match error {
            TextError::TooLong(n) => Message::new("error-text-long").with("n", n),
            TextError::Empty | TextError::TooShort(_) | TextError::NotAnEmail => Message::new("error-empty"),
        };
        paragraphs(typed, 2, MAX_TEXT).map_err(|error| errors.push(FieldError::new(field, wrong(error)))).ok()
    };
    let (now, by) = (text("task_now", now), text("done_by", by));
    let cost = match cost.trim() {
        "" => Some(None),
        typed => Cents::parse(typed).map(Some).map_err(|_| errors.push(FieldError::new("cost_now", Message::new("error-amount")))).ok(),
    };
    match (now, by, cost) {
        (Some(now), Some(by), Some(cost)) => Ok(Task { now, by, cost }),
        _ => Err(errors),
    }
}

/// What an idea asks to take over, for its authors while they may still change it.
///
/// # Errors
/// When it is not theirs, or too late.
pub async fn for_authors(context: &Context, actor: &Actor, id: IdeaId) -> Result<(Idea, Option<Challenge>)> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let (idea, ..) = authored(conn, &actor, id)?;
            Ok((idea, store::of_idea(conn, id)?))
        })
        .await
}

/// The authors say what they want to take over, or nothing (any more).
///
/// # Errors
/// When it is not theirs, or too late.
pub async fn describe(context: &Context, actor: &Actor, id: IdeaId, task: Option<Task>) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, ..) = authored(conn, &actor, id)?;
            match &task {
                Some(task) => store::describe(conn, id, task, now)?,
                None => store::remove(conn, id)?,
            }
            if !idea.state.is_public() {
                return Ok(());
            }
            let deed = Deed { actor: &actor, action: "idea.describe_challenge", subject: Subject::Idea, id: id.0 };
            let heard: Vec<PersonId> = actor.person().into_iter().collect();
            news::happened(&context, conn, &deed, &idea, task.as_ref().map(|task| task.now.as_str()), serde_json::json!({}), &heard)
        })
        .await
}

/// What the gebiedsteam sees of one.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The idea.
    pub idea: Idea,
    /// What it asks to take over.
    pub challenge: Challenge,
}

/// An idea that asks to take over a task, for the gebiedsteam.
///
/// # Errors
/// `NotFound`, or `Forbidden` in another gebied.
pub async fn desk(context: &Context, actor: &Actor, id: IdeaId) -> Result<Desk> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let idea = ideas::find(conn, id)?;
            let round = rounds::find(conn, idea.round_id)?;
            let challenge = store::of_idea(conn, id)?.filter(|_| idea.state.is_public()).ok_or(Error::NotFound)?;
            if actor.has_at(REVIEWERS, round.place()) { Ok(Desk { idea, challenge }) } else { Err(Error::Forbidden) }
        })
        .await
}

/// All ideas in somebody's gebieden that ask to take over a task.
///
/// # Errors
/// When the database fails.
pub async fn overview(context: &Context, actor: &Actor) -> Result<Vec<(Challenge, String)>> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let mine = gebieden_of(conn, &actor)?;
            Ok(store::in_gebieden(conn, &mine)?)
        })
        .await
}

/// Takes an idea to its next stage, with a reason that everybody can read; its authors and who follows
/// it are told.
///
/// # Errors
/// When the stage is not next, the idea has gone another way, or it is in another gebied.
pub async fn move_on(context: &Context, actor: &Actor, id: IdeaId, to: Stage, reason: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, round) = open_for_reviewer(conn, &actor, id)?;
            let challenge = store::of_idea(conn, id)?.ok_or(Error::NotFound)?;
            if !challenge.stage.next().contains(&to) {
                return Err(Error::refused(Message::new("error-challenge-stage")));
            }
            let idea = if challenge.stage == Stage::Asked {
                awaits(&idea)?;
                review::remove_verdict(conn, id)?;
                dossier::end_hearing(conn, id)?;
                taken_up(&context, conn, &actor, idea, &round)?
            } else {
                idea
            };
            store::set_stage(conn, id, to, now)?;
            if let Some(next) = to.step() {
                step(&context, conn, &actor, &idea, next, Some(&reason))?;
                return Ok(());
            }
            let action = "idea.challenge_agreeing";
            Deed { actor: &actor, action, subject: Subject::Idea, id: id.0 }.record(conn, now, Some(&reason), serde_json::json!({}))?;
            let letter = Letter::new(Message::new("mail-challenge-subject").with("title", &idea.title))
                .line(Message::new("mail-challenge-agreeing"))
                .quote(reason.clone())
                .button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{id}")));
            post_authors(&context, conn, &idea, |_| letter.clone())?;
            let heard = authors(conn, &idea)?;
            news::tell(&context, conn, &idea, action, Some(&reason), &heard)
        })
        .await
}
