//! Handing an idea on to the city: to somebody by name, with a duty to answer; an idea never disappears.

use subtle::ConstantTimeEq;

use super::gebieden_of;
use crate::app::ideas::{authors, news, post_authors};
use crate::app::work::Task;
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::ids::IdeaId;
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::review::forward::{Keeper, KeeperFlaw, answer_by, reminders_due};
use crate::domain::time::{Instant, Language, long_date};
use crate::domain::working_days;
use crate::error::{Error, FieldError, Message, Result};
use crate::secrets::{Use, hex};
use crate::storage::ideas::Idea;
use crate::storage::review::forwards::{self as store, Forward};
use crate::storage::{Db, ideas, outbox, rounds};
use crate::views::mail::Letter;

/// Reads who owes the answer.
///
/// # Errors
/// Every field that needs another look.
pub fn read_keeper(name: &str, email: &str) -> Result<Keeper, Vec<FieldError>> {
    Keeper::read(name, email).map_err(|flaws| {
        let error = |flaw: KeeperFlaw| match flaw {
            KeeperFlaw::Name(_) => FieldError::new("keeper_name", Message::new("error-keeper-name")),
            KeeperFlaw::Email(_) => FieldError::new("keeper_email", Message::new("error-email")),
        };
        flaws.into_iter().map(error).collect()
    })
}

/// Hands an idea on when its verdict is published: the term begins, and the keeper gets a letter with
/// a signed link.
///
/// # Errors
/// When nobody was named, or the database fails.
pub(super) fn send(context: &Context, conn: &mut Db, idea: &Idea) -> Result<Instant> {
    let now = context.now();
    let forward = store::of_idea(conn, idea.id)?.ok_or_else(|| Error::internal(format!("idea {} has no keeper", idea.id)))?;
    let due = answer_by(now);
    store::set_sent(conn, idea.id, now, due)?;
    write_keeper(context, conn, idea, &forward, due, "mail-keeper-text", now)?;
    Ok(due)
}

fn write_keeper(context: &Context, conn: &mut Db, idea: &Idea, forward: &Forward, due: Instant, text: &'static str, now: Instant) -> Result<()> {
    let letter = Letter::new(Message::new("mail-keeper-subject").with("title", &idea.title))
        .line(Message { key: text, args: vec![("name", forward.keeper_name.clone())] })
        .quote(format!("{}\n\n{}", idea.title, idea.why))
        .line(Message::new("mail-keeper-by").with("date", long_date(working_days::last_day(due), Language::Nl)))
        .button(Message::new("mail-review-answer-button"), context.url(&path(context, forward)));
    outbox::queue(conn, &context.views.mail(&forward.keeper_email, Language::Nl, &letter)?, now)?;
    Ok(())
}

/// The signed address with which the keeper answers: another keeper has another one.
fn path(context: &Context, forward: &Forward) -> String {
    format!("/doorgestuurd/{}/{}", forward.idea_id, signature(context, forward))
}

fn signature(context: &Context, forward: &Forward) -> String {
    hex(&context.secrets.mac(Use::SpecialistLink, &[b"keeper", &forward.idea_id.0.to_be_bytes(), forward.keeper_email.as_str().as_bytes()]))
}

/// An idea that was handed on, for the keeper with the signed link.
///
/// # Errors
/// `NotFound` when the link is not right, or the idea was not handed on.
pub async fn to_answer(context: &Context, id: IdeaId, given: String) -> Result<(Idea, Forward)> {
    let context = context.clone();
    context
        .db
        .clone()
        .read(move |conn| {
            let forward = signed(&context, conn, id, &given)?;
            Ok((ideas::find(conn, id)?, forward))
        })
        .await
}

fn signed(context: &Context, conn: &mut Db, id: IdeaId, given: &str) -> Result<Forward> {
    let forward = store::of_idea(conn, id)?.filter(|forward| forward.sent_at.is_some()).ok_or(Error::NotFound)?;
    let right = signature(context, &forward);
    if bool::from(right.as_bytes().ct_eq(given.as_bytes())) { Ok(forward) } else { Err(Error::NotFound) }
}

/// The keeper answers, once: on the public timeline, and by mail to everybody who takes part.
///
/// # Errors
/// `NotFound` when the link is not right; a refusal when there is an answer already.
pub async fn answer(context: &Context, id: IdeaId, given: String, answer: String) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let idea = ideas::lock(conn, id)?;
            let forward = signed(&context, conn, id, &given)?;
            if !store::answer(conn, id, &answer, now)? {
                return Err(Error::refused(Message::new("error-keeper-answered")));
            }
            let detail = serde_json::json!({ "keeper": forward.keeper_name });
            Deed { actor: &Actor::Visitor, action: "idea.city_answer", subject: Subject::Idea, id: id.0 }.record(conn, now, Some(&answer), detail)?;
            let letter = Letter::new(Message::new("mail-city-answer-subject").with("title", &idea.title))
                .line(Message::new("mail-city-answer-text").with("name", &forward.keeper_name))
                .quote(answer.clone())
                .button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{id}")));
            post_authors(&context, conn, &idea, |_| letter.clone())?;
            let heard = authors(conn, &idea)?;
            news::tell(&context, conn, &idea, "idea.city_answer", Some(&answer), &heard)
        })
        .await
}

/// Names another keeper, with a reason that everybody can read; the term stays.
///
/// # Errors
/// `Forbidden` outside their gebieden; a refusal when there is an answer already.
pub async fn hand_over(context: &Context, actor: &Actor, id: IdeaId, keeper: Keeper, reason: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let idea = ideas::lock(conn, id)?;
            let round = rounds::find(conn, idea.round_id)?;
            let person = actor.person().filter(|_| actor.has_at(REVIEWERS, round.place())).ok_or(Error::Forbidden)?;
            let old = store::of_idea(conn, id)?.ok_or(Error::NotFound)?;
            let due = old.due_at.filter(|_| old.answered_at.is_none()).ok_or_else(|| Error::refused(Message::new("error-keeper-answered")))?;
            store::name(conn, id, &keeper, person)?;
            let detail = serde_json::json!({ "keeper": keeper.name });
            Deed { actor: &actor, action: "idea.other_keeper", subject: Subject::Idea, id: id.0 }.record(conn, now, Some(&reason), detail)?;
            let forward = Forward { keeper_name: keeper.name, keeper_email: keeper.email, ..old };
            write_keeper(&context, conn, &idea, &forward, due, "mail-keeper-text", now)?;
            post_authors(&context, conn, &idea, |language| news::letter(&context, &idea, "idea.other_keeper", Some(&reason), language))?;
            let heard = authors(conn, &idea)?;
            news::tell(&context, conn, &idea, "idea.other_keeper", Some(&reason), &heard)
        })
        .await
}

/// What was handed on out of somebody's gebieden: what is open first, by the end of its term.
///
/// # Errors
/// When the database fails.
pub async fn overview(context: &Context, actor: &Actor) -> Result<Vec<(Forward, String)>> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let mine = gebieden_of(conn, &actor)?;
            Ok(store::sent_from(conn, &mine)?)
        })
        .await
}

/// What waits for somebody: ideas about which the city is late.
///
/// # Errors
/// When the database fails.
pub fn tasks(conn: &mut Db, actor: &Actor, now: Instant) -> Result<Vec<Task>> {
    let mine = gebieden_of(conn, actor)?;
    let late = store::sent_from(conn, &mine)?.iter().filter(|(forward, _)| forward.is_late(now)).count();
    let count = i64::try_from(late).map_err(Error::internal)?;
    Ok(vec![Task { href: "/werk/doorgestuurd".to_owned(), label: Message::new("work-task-city-late"), count }])
}

/// Reminds the keepers who are due to be reminded; gives how many. Doing it twice, or on several
/// instances, sends nothing twice.
///
/// # Errors
/// When the database fails.
pub async fn remind(context: &Context) -> Result<usize> {
    let now = context.now();
    let open = context.db.read(|conn| Ok(store::open(conn)?)).await?;
    let mut reminded = 0;
    for id in open.into_iter().filter(|forward| forward.due_at.is_some_and(|due| forward.reminders < reminders_due(due, now))).map(|f| f.idea_id) {
        let context = context.clone();
        reminded += context
            .db
            .clone()
            .write_unseen(move |conn| {
                let idea = ideas::lock(conn, id)?;
                let Some(forward) = store::of_idea(conn, id)?.filter(|forward| forward.answered_at.is_none()) else { return Ok(0) };
                let Some(due) = forward.due_at else { return Ok(0) };
                let times = reminders_due(due, now);
                if forward.reminders >= times {
                    return Ok(0);
                }
                store::set_reminded(conn, id, times)?;
                let text = if forward.is_late(now) { "mail-keeper-late" } else { "mail-keeper-soon" };
                write_keeper(&context, conn, &idea, &forward, due, text, now)?;
                Ok(1)
            })
            .await?;
    }
    Ok(reminded)
}
