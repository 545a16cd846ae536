//! Writing an idea: keeping a draft, handing it in, changing it, taking it back.

use super::words::{self, Aim, Typed};
use super::{Tie, is_editable, news, photos, readable_locked, step};
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaState, IdeaStep, likeness};
use crate::domain::ids::{IdeaId, PersonId, WijkId};
use crate::domain::outcome::RoundStatus;
use crate::domain::person::Actor;
use crate::domain::phase::Phase;
use crate::domain::text::paragraphs;
use crate::domain::time::Instant;
use crate::error::{Error, FieldError, Message, Result};
use crate::images;
use crate::storage::ideas::{Idea, Words};
use crate::storage::rounds::Round;
use crate::storage::{Db, ideas, people, rounds};
use crate::views::mail::Letter;

/// From this likeness on the writer of an idea hears of the other one.
pub const ALIKE: u32 = 40;
/// From this likeness on another idea is shown while typing, when titles are still short.
pub const PERHAPS_ALIKE: u32 = 30;
/// The most ideas that are shown as being alike.
const MOST_ALIKE: usize = 4;
/// The longest reason, in characters.
pub const MAX_REASON: usize = 1_000;

/// A form that was sent.
#[derive(Debug, Clone)]
pub struct Form {
    /// What was typed.
    pub typed: Typed,
    /// A photo, already made safe.
    pub photo: Option<images::Photo>,
    /// What the writer wants.
    pub aim: Aim,
}

/// Begins an idea in a round. The same form sent twice is one idea.
///
/// # Errors
/// When the phase is not open, or a field needs another look; then nothing is kept.
pub async fn begin(context: &Context, actor: Actor, slug: String, form_key: String, form: Form) -> Result<Idea> {
    let owner = actor.person().ok_or(Error::SignInFirst)?;
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let round = rounds::by_slug(conn, &slug)?;
            let before = ideas::by_form_key(conn, &form_key)?;
            if let Some(idea) = before.filter(|idea| idea.state != IdeaState::Draft) {
                return own(idea, owner);
            }
            if round.status == RoundStatus::Draft {
                return Err(Error::NotFound);
            }
            let desk = Desk { context: &context, actor: &actor, form: &form };
            let words = desk.checked(conn, &round)?;
            let id = ideas::insert(conn, round.id, owner, &words, &form_key, now)?;
            let idea = own(ideas::lock(conn, id)?, owner)?;
            if idea.state != IdeaState::Draft {
                return Ok(idea);
            }
            let tie = Tie { owner: true, author: true, ..Tie::default() };
            desk.finish(conn, &round, idea, tie, &words)
        })
        .await
}

/// The idea, when it belongs to this person: a form key of somebody else is no way in.
fn own(idea: Idea, owner: PersonId) -> Result<Idea> {
    if idea.owner_id == owner { Ok(idea) } else { Err(Error::NotFound) }
}

/// What became of a change.
#[derive(Debug)]
pub enum Changed {
    /// It was kept.
    Kept(Box<Idea>),
    /// Somebody else changed the idea in the meantime: this is what it says now. Nothing was written.
    Meanwhile(Box<Idea>),
}

/// Changes an idea that was opened at `version`.
///
/// # Errors
/// When it is not theirs to change, it is too late, or a field needs another look.
pub async fn change(context: &Context, actor: Actor, id: IdeaId, version: i64, form: Form) -> Result<Changed> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let (idea, round, tie) = authored(conn, &actor, id)?;
            if idea.version != version {
                return Ok(Changed::Meanwhile(Box::new(idea)));
            }
            if idea.state == IdeaState::Submitted && form.aim == Aim::Keep {
                return Err(Error::refused(Message::new("error-form-changed")));
            }
            let desk = Desk { context: &context, actor: &actor, form: &form };
            let words = desk.checked(conn, &round)?;
            desk.finish(conn, &round, idea, tie, &words).map(|idea| Changed::Kept(Box::new(idea)))
        })
        .await
}

/// An idea its author may still change, locked until the transaction ends.
pub(in crate::app) fn authored(conn: &mut Db, actor: &Actor, id: IdeaId) -> Result<(Idea, Round, Tie)> {
    let (idea, round, tie) = readable_locked(conn, actor, id)?;
    match (tie.author, is_editable(idea.state)) {
        (false, _) => Err(Error::Forbidden),
        (true, false) => Err(Error::refused(Message::new("error-idea-taken-up"))),
        (true, true) => Ok((idea, round, tie)),
    }
}

/// Somebody with a form.
struct Desk<'a> {
    context: &'a Context,
    actor: &'a Actor,
    form: &'a Form,
}

impl Desk<'_> {
    /// The words of the form, or every field that needs another look in one go.
    fn checked(&self, conn: &mut Db, round: &Round) -> Result<Words> {
        let form = self.form;
        let wijken: Vec<(WijkId, String)> = rounds::wijken_of(conn, round.id)?;
        let mut errors = Vec::new();
        let words = words::read(&form.typed, round, &wijken, form.aim).or_else(|error| match error {
            Error::Invalid(found) => {
                errors.extend(found);
                Ok(Words::default())
            }
            other => Err(other),
        })?;
        errors.extend(words::name(&form.typed, form.aim).err());
        if form.photo.is_some() {
            errors.extend(photos::alt(&form.typed).err());
        }
        if errors.is_empty() { Ok(words) } else { Err(Error::Invalid(errors)) }
    }

    /// Writes the words and what came with them, and hands the idea in when that was asked.
    fn finish(&self, conn: &mut Db, round: &Round, idea: Idea, tie: Tie, words: &Words) -> Result<Idea> {
        let now = self.context.now();
        let hand_in = self.form.aim == Aim::HandIn && idea.state == IdeaState::Draft;
        if hand_in && !round.is_open(Phase::Submit, now) {
            return Err(Error::refused(not_open(round, now)));
        }
        if hand_in && !tie.owner {
            return Err(Error::refused(Message::new("error-idea-owner-submits")));
        }
        if !ideas::set_words(conn, idea.id, idea.version, words, now)? {
            return Err(Error::Conflict);
        }
        let idea = ideas::find(conn, idea.id)?;
        if let Some(photo) = &self.form.photo {
            let alt = photos::alt(&self.form.typed).map_err(|error| Error::Invalid(vec![error]))?;
            photos::add(conn, self.actor, &idea, photo, &alt, now)?;
        }
        if tie.owner {
            self.rename(conn)?;
        }
        if hand_in {
            let idea = step(self.context, conn, self.actor, &idea, IdeaStep::Submit, None)?;
            tell_of_alike(self.context, conn, round, &idea)?;
            return Ok(idea);
        }
        if idea.state == IdeaState::Submitted {
            let deed = Deed { actor: self.actor, action: "idea.edit", subject: Subject::Idea, id: idea.id.0 };
            deed.record(conn, now, None, serde_json::json!({}))?;
            self.tell_of_edit(conn, &idea)?;
        }
        Ok(idea)
    }

    /// Tells the other authors, and who supports or follows an idea, that its words changed.
    fn tell_of_edit(&self, conn: &mut Db, idea: &Idea) -> Result<()> {
        let mut heard: Vec<PersonId> = self.actor.person().into_iter().collect();
        if !heard.contains(&idea.owner_id) {
            let owner = people::find(conn, idea.owner_id)?;
            self.context.post(conn, &owner, &news::letter(self.context, idea, "idea.edit", None, owner.language))?;
            heard.push(owner.id);
        }
        news::tell(self.context, conn, idea, "idea.edit", None, &heard)
    }

    /// Keeps the name the owner chose to be called by. Who has a role is called what they were
    /// appointed under.
    fn rename(&self, conn: &mut Db) -> Result<()> {
        let name = words::name(&self.form.typed, self.form.aim).map_err(|error| Error::Invalid(vec![error]))?;
        let (Some(name), Some(person)) = (name, self.actor.person()) else { return Ok(()) };
        if name != self.actor.name() && !self.actor.is_staff() {
            let person = people::find(conn, person)?;
            people::update(conn, person.id, &name, person.language, person.wijk)?;
        }
        Ok(())
    }
}

/// Why an idea cannot be handed in now.
#[must_use]
pub fn not_open(round: &Round, now: Instant) -> Message {
    let over = round.status != RoundStatus::Published || round.schedule.has_begun(Phase::Submit, now);
    Message::new(if over { "error-idea-over" } else { "error-idea-not-yet" })
}

/// Public ideas of a round whose title has at least this likeness with `title`, the most alike first.
///
/// # Errors
/// When the database fails.
pub fn alike(conn: &mut Db, round: &Round, except: Option<IdeaId>, title: &str, least: u32) -> Result<Vec<(IdeaId, String)>> {
    let titles = ideas::titles(conn, round.id)?.into_iter().filter(|(id, _)| Some(*id) != except);
    let mut found: Vec<(u32, IdeaId, String)> =
        titles.map(|(id, other)| (likeness(title, &other), id, other)).filter(|(like, ..)| *like >= least).collect();
    found.sort_by_key(|(like, id, _)| (std::cmp::Reverse(*like), *id));
    Ok(found.into_iter().take(MOST_ALIKE).map(|(_, id, title)| (id, title)).collect())
}

fn tell_of_alike(context: &Context, conn: &mut Db, round: &Round, idea: &Idea) -> Result<()> {
    let found = alike(conn, round, Some(idea.id), &idea.title, ALIKE)?;
    if found.is_empty() {
        return Ok(());
    }
    let letter = Letter::new(Message::new("mail-idea-alike-subject").with("title", &idea.title)).line(Message::new("mail-idea-alike-text"));
    let letter = found.iter().fold(letter, |letter, (id, title)| letter.quote(format!("{title}\n{}", context.url(&format!("/ideeen/{id}")))));
    let letter = letter.button(Message::new("mail-idea-button"), context.url(&format!("/ideeen/{}", idea.id)));
    super::post_authors(context, conn, idea, |_| letter.clone())
}

/// Takes an idea back that was handed in.
///
/// # Errors
/// When it is not theirs, or it is too late.
pub async fn withdraw(context: &Context, actor: Actor, id: IdeaId, reason: String) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let (idea, _, tie) = readable_locked(conn, &actor, id)?;
            if !tie.owner {
                return Err(Error::Forbidden);
            }
            if idea.state == IdeaState::Draft {
                return Err(Error::refused(Message::new("error-idea-step")));
            }
            let too_long = |_| Error::Invalid(vec![FieldError::new("reason", Message::new("error-text-long").with("n", MAX_REASON))]);
            let reason = paragraphs(&reason, 0, MAX_REASON).map_err(too_long)?;
            step(&context, conn, &actor, &idea, IdeaStep::Withdraw, Some(reason.as_str()).filter(|text| !text.is_empty()))?;
            Ok(())
        })
        .await
}

/// Throws a draft away.
///
/// # Errors
/// When it is not theirs, or was handed in already.
pub async fn discard(context: &Context, actor: Actor, id: IdeaId) -> Result<()> {
    context
        .db
        .write(move |conn| {
            let (idea, _, tie) = readable_locked(conn, &actor, id)?;
            match (tie.owner, idea.state) {
                (false, _) => Err(Error::Forbidden),
                (true, IdeaState::Draft) => Ok(ideas::delete_draft(conn, id)?),
                (true, _) => Err(Error::refused(Message::new("error-idea-step"))),
            }
        })
        .await
}
