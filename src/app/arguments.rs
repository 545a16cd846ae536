//! Arguments for and against an idea: giving one, reporting one, hiding one with a public reason, and
//! objecting to that. Nothing is ever taken away without a word.

use super::review::gebieden_of;
use super::work::Task;
use super::{Context, Deed};
use crate::app::ideas::{news, readable};
use crate::domain::argument::{MAX_BODY, MIN_BODY, PER_DAY, Side};
use crate::domain::event::Subject;
use crate::domain::ids::{ArgumentId, IdeaId, PersonId};
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::review::reason;
use crate::domain::text::paragraphs;
use crate::domain::time::Instant;
use crate::domain::working_days;
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::arguments::{self as store, Argument};
use crate::storage::ideas::Idea;
use crate::storage::{Db, ideas, people, rounds};
use crate::views::mail::Letter;

/// The arguments about an idea.
#[derive(Debug, Clone)]
pub struct Arguments {
    /// The idea.
    pub idea: Idea,
    /// All of them with the names of who gave them, oldest first.
    pub all: Vec<(Argument, String)>,
    /// Who reads them.
    pub reader: Option<PersonId>,
}

/// The arguments about an idea, for everybody who may read it.
///
/// # Errors
/// `NotFound` for a draft.
pub async fn about(context: &Context, actor: &Actor, id: IdeaId) -> Result<Arguments> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let (idea, ..) = readable(conn, &actor, id)?;
            if !idea.state.is_public() {
                return Err(Error::NotFound);
            }
            Ok(Arguments { all: store::of_idea(conn, id)?, reader: actor.person(), idea })
        })
        .await
}

fn words(field: &str, text: &str) -> Result<String> {
    let wrong = |_| Error::Invalid(vec![FieldError::new(field, Message::new("error-argument").with("min", MIN_BODY).with("max", MAX_BODY))]);
    paragraphs(text, MIN_BODY, MAX_BODY).map_err(wrong)
}

/// The begin of today.
fn today(now: Instant) -> Instant {
    working_days::end_of(now.day().pred_opt().unwrap_or(now.day()))
}

/// Gives an argument. Its idea's owner is told.
///
/// # Errors
/// When it is too short or too long, or somebody gave very many today.
pub async fn give(context: &Context, actor: &Actor, id: IdeaId, side: Side, text: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let person = actor.person().ok_or(Error::SignInFirst)?;
            let (idea, ..) = readable(conn, &actor, id)?;
            if !idea.state.is_public() {
                return Err(Error::NotFound);
            }
            let body = words("body", &text)?;
            if store::count_since(conn, person, today(now))? >= PER_DAY {
                return Err(Error::refused(Message::new("error-argument-many").with("n", PER_DAY)));
            }
            let argument = store::insert(conn, id, person, side, &body, now)?;
            let detail = serde_json::json!({ "argument": argument });
            Deed { actor: &actor, action: "idea.argue", subject: Subject::Idea, id: id.0 }.record_inside(conn, now, None, detail)?;
            if idea.owner_id == person {
                return Ok(());
            }
            let owner = people::find(conn, idea.owner_id)?;
            let letter = Letter::new(Message::new("mail-argument-subject").with("title", &idea.title))
                .line(Message::new("mail-argument-text").with("name", actor.name()))
                .quote(body)
                .button(Message::new("mail-argument-button"), context.url(&format!("/ideeen/{id}/argumenten")));
            context.post(conn, &owner, &letter)
        })
        .await
}

/// Reports an argument to the gebiedsteam; once for each person.
///
/// # Errors
/// When the reason is too short or too long.
pub async fn report(context: &Context, actor: &Actor, id: ArgumentId, why: String) -> Result<IdeaId> {
    let person = actor.person().ok_or(Error::SignInFirst)?;
    let clock = context.clone();
    context
        .db
        .write(move |conn| {
            let argument = store::find(conn, id)?;
            let why = words("reason", &why)?;
            store::report(conn, id, person, &why, clock.now())?;
            Ok(argument.idea_id)
        })
        .await
}

/// An argument with its idea.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub async fn one(context: &Context, id: ArgumentId) -> Result<(Argument, Idea)> {
    context
        .db
        .read(move |conn| {
            let argument = store::find(conn, id)?;
            let idea = ideas::find(conn, argument.idea_id)?;
            Ok((argument, idea))
        })
        .await
}

/// What the gebiedsteam does with an argument.
#[derive(Debug, Clone)]
pub enum Ruling {
    /// Leaves it: the reports were looked at.
    Leave,
    /// Hides it, with a reason that everybody reads.
    Hide(String),
    /// Decides on the objection of its writer: whether it comes back, and why.
    Decide(bool, String),
}

/// The gebiedsteam rules on an argument; everybody can read why. Whoever hid it does not decide on the
/// objection.
///
/// # Errors
/// `Forbidden` in another gebied; a refusal when there is nothing to rule on.
pub async fn rule(context: &Context, actor: &Actor, id: ArgumentId, ruling: Ruling) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let about = store::find(conn, id)?.idea_id;
            let idea = ideas::lock(conn, about)?;
            let round = rounds::find(conn, idea.round_id)?;
            let person = actor.person().filter(|_| actor.has_at(REVIEWERS, round.place())).ok_or(Error::Forbidden)?;
            let argument = store::find(conn, id)?;
            let course = argument.course();
            let nothing = || Error::refused(Message::new("error-argument-ruled"));
            let read = |text: &str| {
                reason(text).map_err(|error| Error::Invalid(vec![FieldError::new("reason", super::review::verdicts::reason_error(error))]))
            };
            let deed = |action| Deed { actor: &actor, action, subject: Subject::Idea, id: idea.id.0 };
            let detail = serde_json::json!({ "argument": id });
            // The writer gets a letter of their own.
            let heard = |action, conn: &mut Db, why: &str| {
                news::happened(&context, conn, &deed(action), &idea, Some(why), detail.clone(), &[argument.author_id])
            };
            match ruling {
                Ruling::Leave => {
                    store::set_checked(conn, id, now)?;
                    deed("idea.leave_argument").record_inside(conn, now, None, detail.clone())
                }
                Ruling::Hide(why) => {
                    let why = read(&why)?;
                    if course.hidden {
                        return Err(nothing());
                    }
                    store::hide(conn, id, person, &why, now)?;
                    heard("idea.hide_argument", conn, &why)?;
                    tell(&context, conn, &argument, "mail-argument-hidden", &why)
                }
                Ruling::Decide(back, why) => {
                    let why = read(&why)?;
                    if !course.waits() {
                        return Err(nothing());
                    }
                    if argument.hidden_by == Some(person) {
                        return Err(Error::refused(Message::new("error-argument-own")));
                    }
                    store::decide(conn, id, back)?;
                    let action = if back { "idea.restore_argument" } else { "idea.keep_hidden" };
                    heard(action, conn, &why)?;
                    tell(&context, conn, &argument, if back { "mail-argument-back" } else { "mail-argument-stays" }, &why)
                }
            }
        })
        .await
}

/// Tells the writer of an argument what became of it.
fn tell(context: &Context, conn: &mut Db, argument: &Argument, text: &'static str, why: &str) -> Result<()> {
    let writer = people::find(conn, argument.author_id)?;
    let letter = Letter::new(Message::new("mail-argument-ruled-subject"))
        .line(Message { key: text, args: Vec::new() })
        .quote(why)
        .button(Message::new("mail-argument-ruled-button"), context.url(&format!("/ideeen/{}/argumenten", argument.idea_id)));
    context.post(conn, &writer, &letter)
}

/// The writer of an argument that was hidden objects, once.
///
/// # Errors
/// `Forbidden` for everybody else; a refusal when it is not hidden, or there is an objection.
pub async fn object(context: &Context, actor: &Actor, id: ArgumentId, text: String) -> Result<IdeaId> {
    let (actor, clock) = (actor.clone(), context.clone());
    context
        .db
        .write(move |conn| {
            let now = clock.now();
            let about = store::find(conn, id)?.idea_id;
            ideas::lock(conn, about)?;
            let argument = store::find(conn, id)?;
            if actor.person() != Some(argument.author_id) {
                return Err(Error::Forbidden);
            }
            if !argument.course().may_object() {
                return Err(Error::refused(Message::new("error-argument-ruled")));
            }
            let text = words("objection", &text)?;
            store::object(conn, id, &text)?;
            let deed = Deed { actor: &actor, action: "idea.object", subject: Subject::Idea, id: about.0 };
            deed.record_inside(conn, now, Some(&text), serde_json::json!({ "argument": id }))?;
            Ok(about)
        })
        .await
}

/// The arguments that wait for somebody of the gebiedsteam, with what was reported.
///
/// # Errors
/// When the database fails.
pub async fn desk(context: &Context, actor: &Actor) -> Result<Vec<(Argument, Vec<String>)>> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let mine = gebieden_of(conn, &actor)?;
            Ok(store::waiting(conn, &mine)?)
        })
        .await
}

/// What waits for this reviewer.
///
/// # Errors
/// When the database fails.
pub fn tasks(conn: &mut Db, actor: &Actor) -> Result<Vec<Task>> {
    let mine = gebieden_of(conn, actor)?;
    let count = i64::try_from(store::waiting(conn, &mine)?.len()).map_err(Error::internal)?;
    Ok(vec![Task { href: "/werk/argumenten".to_owned(), label: Message::new("work-task-arguments"), count }])
}
