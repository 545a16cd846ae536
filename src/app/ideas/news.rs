//! News for whose idea it is and for who supports or follows it: at once or in one letter a day or a week, with a link
//! that ends it.

use std::collections::BTreeMap;

use subtle::ConstantTimeEq;

use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaStep, Part};
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::news::{Pace, up_to};
use crate::domain::person::Actor;
use crate::domain::time::Language;
use crate::error::{Error, Message, Result};
use crate::secrets::{Use, hex};
use crate::storage::events::{self, Event};
use crate::storage::ideas::Idea;
use crate::storage::{Db, arguments, hands, ideas, news, people, updates};
use crate::views::mail::Letter;
use crate::views::words::word;

/// The letter to who supports or follows an idea about something that happened with it.
#[must_use]
pub fn letter(context: &Context, idea: &Idea, action: &str, reason: Option<&str>, language: Language) -> Letter {
    let what = what_happened(context, action, language);
    let letter = Letter::new(Message::new("mail-news-subject").with("title", &idea.title).with("what", &what))
        .line(Message::new("mail-news-text").with("title", &idea.title).with("what", &what));
    let letter = match reason {
        Some(reason) => letter.quote(reason),
        None => letter,
    };
    letter.button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{}", idea.id)))
}

/// What happened, in the words of the timeline.
fn what_happened(context: &Context, action: &str, language: Language) -> String {
    word(context.views.translator(language), "event", action)
}

/// Whether a step is news by itself: how a plan is carried out is told in other words, and a draft
/// has no followers.
#[must_use]
pub const fn is_news(step: IdeaStep) -> bool {
    !matches!(step, IdeaStep::Submit | IdeaStep::Start | IdeaStep::Finish | IdeaStep::Stop)
}

/// Writes what happened with an idea on its public record and tells everybody about it, except who
/// heard it already; about a draft only those inside know.
///
/// # Errors
/// When the database or a template fails.
pub fn happened(
    context: &Context,
    conn: &mut Db,
    deed: &Deed<'_>,
    idea: &Idea,
    reason: Option<&str>,
    detail: serde_json::Value,
    heard: &[PersonId],
) -> Result<()> {
    if !idea.state.is_public() {
        return deed.record_inside(conn, context.now(), reason, detail);
    }
    deed.record(conn, context.now(), reason, detail)?;
    tell(context, conn, idea, deed.action, reason, heard)
}

/// Tells everybody whose idea it is or who supports, follows or reads it what happened, except who heard
/// it already: at once, or with their next letter, as they wished.
///
/// # Errors
/// When the database or a template fails.
pub fn tell(context: &Context, conn: &mut Db, idea: &Idea, action: &str, reason: Option<&str>, heard: &[PersonId]) -> Result<()> {
    tell_with(context, conn, idea, action, heard, |language| letter(context, idea, action, reason, language))
}

/// The same with a letter of one's own.
///
/// # Errors
/// When the database or a template fails.
pub fn tell_with(context: &Context, conn: &mut Db, idea: &Idea, action: &str, heard: &[PersonId], letter: impl Fn(Language) -> Letter) -> Result<()> {
    let now = context.now();
    let mut all = updates::followers(conn, idea.id)?;
    if !heard.contains(&idea.owner_id) {
        all.push(people::find(conn, idea.owner_id)?);
    }
    let muted = news::muted_for(conn, idea.id)?;
    let paces: BTreeMap<PersonId, Pace> = news::paces(conn, &all.iter().map(|person| person.id).collect::<Vec<_>>())?.into_iter().collect();
    for person in all.iter().filter(|person| !heard.contains(&person.id) && !muted.contains(&person.id) && person.email.is_some()) {
        match paces.get(&person.id).copied().unwrap_or_default() {
            Pace::Each => {
                let text = Message::new("mail-news-stop");
                let letter = letter(person.language).unsubscribe(text, context.url(&stop_path(context, idea.id, person.id)));
                context.post(conn, person, &letter)?;
            }
            Pace::Daily | Pace::Weekly => news::keep(conn, person.id, idea.id, &what_happened(context, action, person.language), now)?,
            Pace::Never => {}
        }
    }
    Ok(())
}

/// The signed address with which one person ends the mail about one idea.
#[must_use]
pub fn stop_path(context: &Context, idea: IdeaId, person: PersonId) -> String {
    format!("/afmelden/{idea}/{person}/{}", signature(context, idea, person))
}

fn signature(context: &Context, idea: IdeaId, person: PersonId) -> String {
    hex(&context.secrets.mac(Use::MailLink, &[&idea.0.to_be_bytes(), &person.0.to_be_bytes()]))
}

/// The signed address with which one person ends all mail about ideas.
#[must_use]
pub fn stop_all_path(context: &Context, person: PersonId) -> String {
    format!("/afmelden/alles/{person}/{}", signature_of_all(context, person))
}

fn signature_of_all(context: &Context, person: PersonId) -> String {
    hex(&context.secrets.mac(Use::MailLink, &[&person.0.to_be_bytes()]))
}

/// Checks a signed address.
///
/// # Errors
/// `NotFound` when it is not right.
fn signed(right: &str, given: &str) -> Result<()> {
    if bool::from(right.as_bytes().ct_eq(given.as_bytes())) { Ok(()) } else { Err(Error::NotFound) }
}

/// The idea that a signed address is about, and whether its mail has ended.
///
/// # Errors
/// `NotFound` when the address is not right.
pub async fn stopping(context: &Context, id: IdeaId, person: PersonId, given: &str) -> Result<(Idea, bool)> {
    signed(&signature(context, id, person), given)?;
    context
        .db
        .read(move |conn| {
            let muted = news::muted_by(conn, person)?.contains(&id);
            Ok((ideas::find(conn, id)?, muted))
        })
        .await
}

/// Ends the mail about an idea to who has the signed address. Doing so twice is the same.
///
/// # Errors
/// `NotFound` when the address is not right.
pub async fn stop(context: &Context, id: IdeaId, person: PersonId, given: &str) -> Result<()> {
    signed(&signature(context, id, person), given)?;
    let now = context.now();
    context
        .db
        .write_unseen(move |conn| {
            ideas::find(conn, id)?;
            Ok(news::mute(conn, person, id, now)?)
        })
        .await
}

/// Whether somebody with the signed address gets no mail about ideas any more.
///
/// # Errors
/// `NotFound` when the address is not right.
pub async fn stopping_all(context: &Context, person: PersonId, given: &str) -> Result<bool> {
    signed(&signature_of_all(context, person), given)?;
    context.db.read(move |conn| Ok(news::pace_of(conn, person)? == Pace::Never)).await
}

/// Ends all mail about ideas to who has the signed address, and forgets what waited for the next
/// letter. Doing so twice is the same.
///
/// # Errors
/// `NotFound` when the address is not right.
pub async fn stop_all(context: &Context, person: PersonId, given: &str) -> Result<()> {
    signed(&signature_of_all(context, person), given)?;
    context
        .db
        .write_unseen(move |conn| {
            people::find(conn, person)?;
            news::forget_waiting(conn, person)?;
            Ok(news::set_pace(conn, person, Pace::Never)?)
        })
        .await
}

/// What somebody does with the mail they get.
#[derive(Debug, Clone, Copy)]
pub enum Wish {
    /// How often.
    Pace(Pace),
    /// None about this idea.
    Mute(IdeaId),
    /// About this idea again.
    Unmute(IdeaId),
}

/// Writes what somebody wishes.
///
/// # Errors
/// When nobody is signed in, or the database fails.
pub async fn wish(context: &Context, actor: &Actor, wish: Wish) -> Result<()> {
    let person = actor.person().ok_or(Error::SignInFirst)?;
    let now = context.now();
    context
        .db
        .write_unseen(move |conn| {
            match wish {
                Wish::Pace(pace) => news::set_pace(conn, person, pace)?,
                Wish::Mute(idea) => {
                    ideas::find(conn, idea)?;
                    news::mute(conn, person, idea, now)?;
                }
                Wish::Unmute(idea) => news::unmute(conn, person, idea)?,
            }
            Ok(())
        })
        .await
}

/// An idea somebody gave something to, and what happened with it.
#[derive(Debug, Clone)]
pub struct Given {
    /// The idea.
    pub idea: Idea,
    /// Whether it is theirs.
    pub own: bool,
    /// What they are to it.
    pub parts: Vec<Part>,
    /// Whether they offered a hand.
    pub helps: bool,
    /// Whether they gave an argument.
    pub argued: bool,
    /// The last thing on its public record.
    pub last: Option<Event>,
    /// Whether they get no mail about it.
    pub muted: bool,
}

/// What somebody gave, and how often they hear of it.
#[derive(Debug, Clone, Default)]
pub struct Gifts {
    /// The ideas, the one with the newest news first.
    pub ideas: Vec<Given>,
    /// How often they want mail.
    pub pace: Pace,
}

/// Everything somebody gave to ideas that are public, with what happened since.
///
/// # Errors
/// When nobody is signed in, or the database fails.
pub async fn gifts(context: &Context, actor: &Actor) -> Result<Gifts> {
    let person = actor.person().ok_or(Error::SignInFirst)?;
    context
        .db
        .read(move |conn| {
            let mut found: BTreeMap<IdeaId, (Idea, Vec<Part>)> =
                ideas::owned_by(conn, person)?.into_iter().map(|idea| (idea.id, (idea, Vec::new()))).collect();
            for part in Part::ALL {
                for (idea, _) in ideas::with_part(conn, person, *part)?.into_iter().filter(|(_, accepted)| *accepted) {
                    found.entry(idea.id).or_insert_with(|| (idea, Vec::new())).1.push(*part);
                }
            }
            let (helped, argued) = (hands::ideas_of(conn, person)?, arguments::ideas_of(conn, person)?);
            for id in helped.iter().chain(&argued) {
                if !found.contains_key(id) {
                    found.insert(*id, (ideas::find(conn, *id)?, Vec::new()));
                }
            }
            found.retain(|_, (idea, _)| idea.state.is_public());
            let muted = news::muted_by(conn, person)?;
            let keys: Vec<i64> = found.keys().map(|id| id.0).collect();
            let mut last = events::last_about(conn, Subject::Idea, &keys)?;
            let mut all: Vec<Given> = found
                .into_values()
                .map(|(idea, parts)| Given {
                    last: last.remove(&idea.id.0),
                    muted: muted.contains(&idea.id),
                    own: idea.owner_id == person,
                    helps: helped.contains(&idea.id),
                    argued: argued.contains(&idea.id),
                    parts,
                    idea,
                })
                .collect();
            all.sort_by_key(|given| std::cmp::Reverse(given.last.as_ref().map_or(0, |event| event.seq)));
            Ok(Gifts { ideas: all, pace: news::pace_of(conn, person)? })
        })
        .await
}

/// Sends the letters with several pieces of news that are due; gives how many. Doing it twice, or on
/// several instances, sends nothing twice.
///
/// # Errors
/// When the database or a template fails.
pub async fn send_letters(context: &Context) -> Result<usize> {
    let now = context.now();
    let waiting = context.db.read(|conn| Ok(news::waiting(conn)?)).await?;
    let mut sent = 0;
    for (person, pace, since) in waiting {
        let until = up_to(pace, now);
        if since < until {
            let context = context.clone();
            sent += context
                .db
                .clone()
                .write_unseen(move |conn| {
                    let rows = news::take(conn, person, until)?;
                    let person = people::find(conn, person)?;
                    if rows.is_empty() {
                        return Ok(0);
                    }
                    let mut letter = Letter::new(Message::new("mail-digest-subject").with("n", rows.len())).line(Message::new("mail-digest-text"));
                    for (idea, title, what) in rows {
                        letter = letter.quote(format!("{title}\n{what}\n{}", context.url(&format!("/ideeen/{idea}"))));
                    }
                    let letter = letter
                        .button(Message::new("mail-digest-button"), context.url("/mijn/gegeven"))
                        .unsubscribe(Message::new("mail-digest-stop"), context.url(&stop_all_path(&context, person.id)));
                    context.post(conn, &person, &letter)?;
                    Ok(1)
                })
                .await?;
        }
    }
    Ok(sent)
}
