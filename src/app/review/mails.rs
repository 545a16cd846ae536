//! Every mail that goes out when verdicts are published, to be read before that moment.

use super::hearing::is_heard;
use super::verdicts::told_what_now;
use crate::app::Context;
use crate::app::ideas::{action, authors, news, step_letter};
use crate::domain::ids::IdeaId;
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::text::Email;
use crate::domain::time::Language;
use crate::error::{Error, Result};
use crate::storage::outbox::Mail;
use crate::storage::review::{self as store, Prepared, forwards};
use crate::storage::rounds::Round;
use crate::storage::{Db, ideas, people, rounds, updates};

/// The mails about one verdict.
#[derive(Debug, Clone)]
pub struct Mails {
    /// The idea.
    pub idea: IdeaId,
    /// Its title.
    pub title: String,
    /// Whether they wait until the owner is heard.
    pub waits: bool,
    /// Names of the owner and the co-authors.
    pub authors: Vec<String>,
    /// What they get.
    pub to_authors: Mail,
    /// How many support or follow it.
    pub followers: usize,
    /// What they get.
    pub to_followers: Mail,
}

/// The mails about the prepared verdicts of a round, in the reader's language, for its gebiedsteam.
///
/// # Errors
/// `NotFound` or `Forbidden`, or when the database or a template fails.
pub async fn preview(context: &Context, actor: &Actor, slug: String, language: Language) -> Result<(Round, Vec<Mails>)> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            if !actor.has_at(REVIEWERS, round.place()) {
                return Err(Error::Forbidden);
            }
            let ready = store::prepared_of_round(conn, round.id)?;
            let mails = ready.iter().map(|ready| mails(&context, conn, &round, ready, language)).collect::<Result<Vec<_>>>()?;
            Ok((round, mails))
        })
        .await
}

fn mails(context: &Context, conn: &mut Db, round: &Round, ready: &Prepared, language: Language) -> Result<Mails> {
    let idea = ideas::find(conn, ready.idea)?;
    let ids = authors(conn, &idea)?;
    let names = people::names(conn, &ids)?;
    let (step, reason) = (ready.verdict.kind().step(), Some(ready.verdict.reason()));
    let again = store::second_look(conn, idea.id)?.is_some();
    let keeper = forwards::of_idea(conn, idea.id)?;
    let letter =
        told_what_now(context, step_letter(context, &idea, step, reason), &ready.verdict, round, (idea.id, again), keeper.as_ref(), language);
    // Only the words are looked at: these go nowhere.
    let reader = Email::parse("bewoner@voorbeeld.nl").map_err(Error::internal)?;
    let to_authors = context.views.mail(&reader, language, &letter)?;
    let to_followers = context.views.mail(&reader, language, &news::letter(context, &idea, action(step), reason, language))?;
    let followers = updates::followers(conn, idea.id)?.into_iter().filter(|person| !ids.contains(&person.id)).count();
    Ok(Mails {
        idea: idea.id,
        title: idea.title,
        waits: !is_heard(conn, ready, context.now())?,
        authors: ids.iter().filter_map(|id| names.get(id).cloned()).collect(),
        to_authors,
        followers,
        to_followers,
    })
}
