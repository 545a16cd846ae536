//! Hands: the authors of an idea ask neighbours for help, and residents offer it. How many came is for
//! everybody; who they are only for the authors and for each other.

use super::ideas::{Tie, news, post_authors, readable};
use super::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::hands::{self, MAX_WORDS, MOST_CALLS, MOST_WANTED, WHAT, WHEN};
use crate::domain::ids::{CallId, IdeaId, PersonId};
use crate::domain::person::Actor;
use crate::domain::text::{line, paragraphs};
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::hands::{self as store, Asked, Call, Offer};
use crate::storage::ideas::Idea;
use crate::storage::{Db, ideas};
use crate::views::mail::Letter;

/// A call for hands as somebody may see it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The call.
    pub call: Call,
    /// How many hands were offered.
    pub count: usize,
    /// Who they are, for the authors and for each other.
    pub offers: Option<Vec<Offer>>,
    /// Whether the reader offered theirs.
    pub mine: bool,
}

impl Shown {
    /// Whether it can still use hands.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.call.closed_at.is_none()
    }

    /// Whether enough people come.
    #[must_use]
    pub fn is_full(&self) -> bool {
        is_full(&self.call, self.count)
    }
}

fn is_full(call: &Call, count: usize) -> bool {
    usize::try_from(call.wanted).is_ok_and(|wanted| count >= wanted)
}

/// The calls of an idea for one reader.
#[derive(Debug, Clone)]
pub struct Hands {
    /// The idea.
    pub idea: Idea,
    /// The calls, oldest first.
    pub calls: Vec<Shown>,
    /// What the reader is to the idea.
    pub tie: Tie,
    /// Whether the reader is signed in.
    pub signed_in: bool,
}

impl Hands {
    /// Whether hands can be asked for and offered now.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        hands::is_open(self.idea.state)
    }
}

/// The calls of an idea, with the names this reader may see.
///
/// # Errors
/// When the database fails.
pub fn of_idea(conn: &mut Db, idea: IdeaId, tie: Tie, reader: Option<PersonId>) -> Result<Vec<Shown>> {
    let shown = |(call, offers): (Call, Vec<Offer>)| {
        let mine = offers.iter().any(|offer| Some(offer.person) == reader);
        Shown { call, count: offers.len(), offers: (mine || tie.author).then_some(offers), mine }
    };
    Ok(store::of_idea(conn, idea)?.into_iter().map(shown).collect())
}

/// The calls of an idea, for everybody who may read it.
///
/// # Errors
/// `NotFound` for a draft.
pub async fn about(context: &Context, actor: &Actor, id: IdeaId) -> Result<Hands> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let (idea, _, tie) = readable(conn, &actor, id)?;
            if !idea.state.is_public() {
                return Err(Error::NotFound);
            }
            Ok(Hands { calls: of_idea(conn, id, tie, actor.person())?, tie, signed_in: actor.person().is_some(), idea })
        })
        .await
}

/// A call as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// What has to be done.
    pub what: String,
    /// When.
    pub when: String,
    /// How many people.
    pub wanted: String,
}

fn read(typed: &Typed) -> Result<Asked> {
    let wrong = |field: &str, key: &'static str, (min, max): (usize, usize)| {
        FieldError::new(field, Message { key, args: Vec::new() }.with("min", min).with("max", max))
    };
    let what = line(&typed.what, WHAT.0, WHAT.1).map_err(|_| wrong("what", "error-hands-what", WHAT));
    let when = line(&typed.when, WHEN.0, WHEN.1).map_err(|_| wrong("when", "error-hands-when", WHEN));
    let wanted = hands::wanted(&typed.wanted).ok_or_else(|| FieldError::new("wanted", Message::new("error-hands-wanted").with("max", MOST_WANTED)));
    match (what, when, wanted) {
        (Ok(what), Ok(when), Ok(wanted)) => Ok(Asked { what, when, wanted }),
        (what, when, wanted) => Err(Error::Invalid([what.err(), when.err(), wanted.err()].into_iter().flatten().collect())),
    }
}

/// The idea of a call, locked until the transaction ends, with what somebody is to it.
fn call_of(conn: &mut Db, actor: &Actor, id: CallId) -> Result<(Call, Idea, Tie)> {
    let about = store::find(conn, id)?.idea_id;
    ideas::lock(conn, about)?;
    let (idea, _, tie) = readable(conn, actor, about)?;
    // Read again, now that nobody else can change it.
    Ok((store::find(conn, id)?, idea, tie))
}

fn over() -> Error {
    Error::refused(Message::new("error-hands-over"))
}

/// An author asks for hands; who supports or follows the idea hears of it.
///
/// # Errors
/// `Forbidden` for everybody else; when the idea does not go on, when several calls are open, or when a
/// field needs another look.
pub async fn call(context: &Context, actor: &Actor, id: IdeaId, typed: Typed) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            ideas::lock(conn, id)?;
            let (idea, _, tie) = readable(conn, &actor, id)?;
            if !tie.author {
                return Err(Error::Forbidden);
            }
            if !hands::is_open(idea.state) {
                return Err(over());
            }
            let asked = read(&typed)?;
            let open = store::of_idea(conn, id)?.iter().filter(|(call, _)| call.closed_at.is_none()).count();
            if open >= MOST_CALLS {
                return Err(Error::refused(Message::new("error-hands-many").with("n", MOST_CALLS)));
            }
            let call = store::insert(conn, id, &asked, now)?;
            let words = format!("{} ({})", asked.what, asked.when);
            let detail = serde_json::json!({ "call": call, "wanted": asked.wanted });
            let deed = Deed { actor: &actor, action: "idea.call_hands", subject: Subject::Idea, id: id.0 };
            let heard: Vec<PersonId> = actor.person().into_iter().collect();
            news::happened(&context, conn, &deed, &idea, Some(&words), detail, &heard)
        })
        .await
}

/// Offers a hand; the authors hear who comes. Doing so twice counts once.
///
/// # Errors
/// When it is their own idea, the call is closed, or enough people come.
pub async fn offer(context: &Context, actor: &Actor, id: CallId, text: String) -> Result<IdeaId> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let person = actor.person().ok_or(Error::SignInFirst)?;
            let (call, idea, tie) = call_of(conn, &actor, id)?;
            if tie.author {
                return Err(Error::refused(Message::new("error-hands-own")));
            }
            if call.closed_at.is_some() || !hands::is_open(idea.state) {
                return Err(over());
            }
            let coming = store::offering(conn, id)?;
            if coming.iter().any(|known| known.id == person) {
                return Ok(idea.id);
            }
            if is_full(&call, coming.len()) {
                return Err(Error::refused(Message::new("error-hands-full")));
            }
            let wrong = |_| Error::Invalid(vec![FieldError::new("words", Message::new("error-hands-words").with("max", MAX_WORDS))]);
            let words = paragraphs(&text, 0, MAX_WORDS).map_err(wrong)?;
            store::offer(conn, id, person, &words, context.now())?;
            tell_authors(&context, conn, &idea, &call, "mail-hands-offered", actor.name(), &words)?;
            Ok(idea.id)
        })
        .await
}

/// Tells the authors who comes, or does not come after all.
fn tell_authors(context: &Context, conn: &mut Db, idea: &Idea, call: &Call, text: &'static str, name: &str, words: &str) -> Result<()> {
    let mut letter = Letter::new(Message::new("mail-hands-subject").with("title", &idea.title))
        .line(Message { key: text, args: Vec::new() }.with("name", name))
        .quote(&call.what);
    if !words.is_empty() {
        letter = letter.quote(words);
    }
    let letter = letter.button(Message::new("mail-hands-button"), context.url(&format!("/ideeen/{}/handen", idea.id)));
    post_authors(context, conn, idea, |_| letter.clone())
}

/// Takes a hand back; the authors hear of it.
///
/// # Errors
/// When the database fails.
pub async fn withdraw(context: &Context, actor: &Actor, id: CallId) -> Result<IdeaId> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let person = actor.person().ok_or(Error::SignInFirst)?;
            let (call, idea, _) = call_of(conn, &actor, id)?;
            if store::withdraw(conn, id, person)? && call.closed_at.is_none() {
                tell_authors(&context, conn, &idea, &call, "mail-hands-withdrawn", actor.name(), "")?;
            }
            Ok(idea.id)
        })
        .await
}

/// An author closes a call; who would come hears that, and is thanked.
///
/// # Errors
/// `Forbidden` for everybody else.
pub async fn close(context: &Context, actor: &Actor, id: CallId) -> Result<IdeaId> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (call, idea, tie) = call_of(conn, &actor, id)?;
            if !tie.author {
                return Err(Error::Forbidden);
            }
            if call.closed_at.is_some() {
                return Ok(idea.id);
            }
            store::close(conn, id, now)?;
            let deed = Deed { actor: &actor, action: "idea.close_call", subject: Subject::Idea, id: idea.id.0 };
            let coming = store::offering(conn, id)?;
            let detail = serde_json::json!({ "call": id, "hands": coming.len() });
            let heard: Vec<PersonId> = coming.iter().map(|person| person.id).chain(actor.person()).collect();
            news::happened(&context, conn, &deed, &idea, Some(&call.what), detail, &heard)?;
            let letter = Letter::new(Message::new("mail-hands-closed-subject").with("title", &idea.title))
                .line(Message::new("mail-hands-closed"))
                .quote(&call.what)
                .button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{}", idea.id)));
            for person in coming {
                context.post(conn, &person, &letter)?;
            }
            Ok(idea.id)
        })
        .await
}

/// The idea of a call.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub async fn idea_of(context: &Context, id: CallId) -> Result<IdeaId> {
    context.db.read(move |conn| Ok(store::find(conn, id)?.idea_id)).await
}
