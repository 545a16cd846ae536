//! Other words for an idea: the gebiedsteam or the WIJ-medewerker who reads along proposes them, the
//! owner takes them, refuses them or writes their own, within a term. A proposal can also let a part
//! of the idea go on as an idea of its own.

use super::not_frozen;
use crate::app::ideas::words::{self, Aim, Typed};
use crate::app::ideas::{authors, news, step, tie};
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::idea::{IdeaState, IdeaStep, MAX_TEXT, MAX_TITLE};
use crate::domain::ids::{ChangeId, IdeaId, PersonId};
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::review::change::{ChangeState, NotNow, PartOff, Wording, answer_by, may_answer};
use crate::domain::review::{MAX_REASON, reason};
use crate::domain::text::{TextError, line, paragraphs};
use crate::domain::time::{Instant, long_date};
use crate::domain::working_days;
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::ideas::{Idea, Words};
use crate::storage::review::changes::{self as store, Change, Closed, NewChange};
use crate::storage::rounds::Round;
use crate::storage::{Db, ideas, people, review, rounds};
use crate::views::mail::Letter;

/// The shortest title, in characters.
const MIN_TITLE: usize = 5;

/// The words of an idea as they are now.
#[must_use]
pub fn wording(idea: &Idea) -> Wording {
    Wording {
        title: idea.title.clone(),
        why: idea.why.clone(),
        residents_do: idea.residents_do.clone(),
        municipality_does: idea.municipality_does.clone(),
        cost: idea.cost_guess,
    }
}

/// Whether somebody may propose other words: the gebiedsteam for what it looks at, and who was asked
/// to read along also for a draft.
fn may_propose(conn: &mut Db, actor: &Actor, idea: &Idea, round: &Round) -> Result<()> {
    let reads = tie(conn, actor, idea)?.reader;
    let reviews = actor.has_at(REVIEWERS, round.place());
    match (idea.state, reviews, reads) {
        (IdeaState::Draft, _, false) => Err(Error::NotFound),
        (IdeaState::Draft, _, true) => Ok(()),
        (_, false, false) => Err(Error::Forbidden),
        (state, ..) if state.awaits_verdict() => Ok(()),
        _ => Err(Error::refused(Message::new("error-idea-step"))),
    }
}

/// An idea for somebody who may propose other words.
///
/// # Errors
/// `NotFound`, `Forbidden`, or a refusal when it is too late.
pub async fn to_propose(context: &Context, actor: &Actor, id: IdeaId) -> Result<Idea> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let idea = ideas::find(conn, id)?;
            let round = rounds::find(conn, idea.round_id)?;
            may_propose(conn, &actor, &idea, &round)?;
            not_frozen(&round, now)?;
            Ok(idea)
        })
        .await
}

/// Reads the words that were typed for an idea; what was not asked stays as it is.
fn read_words(conn: &mut Db, idea: &Idea, round: &Round, typed: &Typed) -> Result<Words> {
    let wijken = rounds::wijken_of(conn, round.id)?;
    let mut all = words::typed(idea);
    all.extend(
        ["title", "why", "residents_do", "municipality_does", "cost"]
            .iter()
            .filter_map(|field| typed.get_key_value(*field))
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    let aim = if idea.state == IdeaState::Draft { Aim::Keep } else { Aim::Change };
    words::read(&all, round, &wijken, aim)
}

fn words_as(words: &Words) -> Wording {
    Wording {
        title: words.title.clone(),
        why: words.why.clone(),
        residents_do: words.residents_do.clone(),
        municipality_does: words.municipality_does.clone(),
        cost: words.cost_guess,
    }
}

/// Reads the part that would go on by itself; none when nothing was typed there.
fn read_part(typed: &Typed) -> Result<Option<PartOff>, Vec<FieldError>> {
    let value = |field: &str| typed.get(field).map_or("", |text| text.trim());
    if value("part_title").is_empty() && value("part_why").is_empty() {
        return Ok(None);
    }
    let wrong = |field: &str, error: TextError| {
        FieldError::new(
            field,
            match error {
                TextError::TooLong(n) => Message::new("error-text-long").with("n", n),
                TextError::TooShort(n) => Message::new("error-text-short").with("n", n),
                TextError::Empty | TextError::NotAnEmail => Message::new("error-empty"),
            },
        )
    };
    let title = line(value("part_title"), MIN_TITLE, MAX_TITLE).map_err(|error| wrong("part_title", error));
    let why = paragraphs(value("part_why"), 1, MAX_TEXT).map_err(|error| wrong("part_why", error));
    match (title, why) {
        (Ok(title), Ok(why)) => Ok(Some(PartOff { title, why })),
        (title, why) => Err(title.err().into_iter().chain(why.err()).collect()),
    }
}

/// Everything of a form, or all that needs another look at once.
fn checked<A, B, C>(words: Result<A>, part: Result<B, Vec<FieldError>>, reason: Result<C, FieldError>) -> Result<(A, B, C)> {
    let mut errors = Vec::new();
    let words = match words {
        Ok(words) => Some(words),
        Err(Error::Invalid(found)) => {
            errors.extend(found);
            None
        }
        Err(other) => return Err(other),
    };
    let part = part.map_err(|found| errors.extend(found)).ok();
    let reason = reason.map_err(|found| errors.push(found)).ok();
    match (words, part, reason) {
        (Some(words), Some(part), Some(reason)) => Ok((words, part, reason)),
        _ => Err(Error::Invalid(errors)),
    }
}

/// Proposes other words for an idea, with a reason. The owner gets a mail and a term.
///
/// # Errors
/// When a proposal is open already, nothing would change, or a field needs another look.
pub async fn propose(context: &Context, actor: &Actor, id: IdeaId, typed: Typed) -> Result<ChangeId> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let person = actor.person().ok_or(Error::SignInFirst)?;
            let idea = ideas::lock(conn, id)?;
            let round = rounds::find(conn, idea.round_id)?;
            may_propose(conn, &actor, &idea, &round)?;
            not_frozen(&round, now)?;
            if store::of_idea(conn, id)?.iter().any(|change| change.state == ChangeState::Open) {
                return Err(Error::refused(Message::new("error-change-open")));
            }
            let why = typed.get("reason").map_or("", String::as_str);
            let why = reason(why).map_err(|error| FieldError::new("reason", super::verdicts::reason_error(error)));
            let (words, part, why) = checked(read_words(conn, &idea, &round, &typed), read_part(&typed), why)?;
            let (before, proposed) = (wording(&idea), words_as(&words));
            if before == proposed && part.is_none() {
                return Err(Error::Invalid(vec![FieldError::new("title", Message::new("error-change-nothing"))]));
            }
            let due = answer_by(now);
            let new = NewChange { idea: id, by: person, before, proposed, part, reason: why, due_at: due };
            let change = store::insert(conn, &new, now)?;
            let deed = Deed { actor: &actor, action: "idea.propose_change", subject: Subject::Idea, id: id.0 };
            let heard: Vec<PersonId> = authors(conn, &idea)?.into_iter().chain([person]).collect();
            news::happened(&context, conn, &deed, &idea, Some(&new.reason), serde_json::json!({ "change": change }), &heard)?;
            for author in authors(conn, &idea)? {
                let author = people::find(conn, author)?;
                let date = long_date(working_days::last_day(due), author.language);
                let letter = Letter::new(Message::new("mail-change-subject").with("title", &idea.title))
                    .line(Message::new("mail-change-text").with("name", actor.name()))
                    .quote(new.reason.clone())
                    .line(Message::new("mail-change-by").with("date", date))
                    .button(Message::new("mail-change-button"), context.url(&format!("/wijzigingen/{change}")));
                context.post(conn, &author, &letter)?;
            }
            Ok(change)
        })
        .await
}

/// What happened with a proposal, for everybody; about a draft only for those inside.
fn record(conn: &mut Db, actor: &Actor, idea: &Idea, action: &'static str, now: Instant, reason: Option<&str>, change: ChangeId) -> Result<()> {
    let deed = Deed { actor, action, subject: Subject::Idea, id: idea.id.0 };
    let detail = serde_json::json!({ "change": change });
    if idea.state.is_public() { deed.record(conn, now, reason, detail) } else { deed.record_inside(conn, now, reason, detail) }
}

/// A proposal as one reader sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The proposal.
    pub change: Change,
    /// The idea as it is now.
    pub idea: Idea,
    /// Who proposed it.
    pub by: String,
    /// Whether this reader is the owner, who decides.
    pub mine: bool,
}

/// A proposal, for the authors of the idea, who proposed it, and the gebiedsteam.
///
/// # Errors
/// `NotFound`, or `Forbidden` for everybody else.
pub async fn see(context: &Context, actor: &Actor, id: ChangeId) -> Result<Seen> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let change = store::find(conn, id)?;
            let idea = ideas::find(conn, change.idea)?;
            let round = rounds::find(conn, idea.round_id)?;
            let tie = tie(conn, &actor, &idea)?;
            let inside = actor.has_at(REVIEWERS, round.place()) && idea.state.is_public();
            if !(tie.author || inside || actor.person() == Some(change.by)) {
                return Err(Error::Forbidden);
            }
            let by = people::find(conn, change.by)?.name;
            Ok(Seen { change, idea, by, mine: tie.owner })
        })
        .await
}

/// What the owner does with a proposal.
#[derive(Debug, Clone)]
pub enum Decision {
    /// Takes it as it is.
    Accept,
    /// Does not want it; says why, or nothing.
    Refuse(String),
    /// Writes it their own way.
    Rewrite(Typed),
}

/// The owner decides on a proposal, having seen this version of the idea.
///
/// # Errors
/// `Conflict` when the idea changed in the meantime, a refusal when it is too late or answered, and
/// every field that needs another look.
pub async fn decide(context: &Context, actor: &Actor, id: ChangeId, version: i64, decision: Decision) -> Result<ChangeState> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let found = store::find(conn, id)?;
            let idea = ideas::lock(conn, found.idea)?;
            // Read again: somebody may have answered while this waited for the lock.
            let change = store::find(conn, id)?;
            let round = rounds::find(conn, idea.round_id)?;
            let owner = actor.person().filter(|person| *person == idea.owner_id).ok_or(Error::Forbidden)?;
            may_answer(change.state, change.due_at, now).map_err(|error| {
                Error::refused(Message::new(match error {
                    NotNow::Closed => "error-change-closed",
                    NotNow::Late => "error-change-late",
                }))
            })?;
            if !(idea.state == IdeaState::Draft || idea.state.awaits_verdict()) {
                return Err(Error::refused(Message::new("error-change-late")));
            }
            not_frozen(&round, now)?;
            let desk = Desk { context: &context, actor: &actor, idea: &idea, round: &round, change: &change, owner, now };
            match decision {
                Decision::Refuse(why) => desk.refuse(conn, &why),
                _ if idea.version != version => Err(Error::Conflict),
                Decision::Accept => desk.accept(conn),
                Decision::Rewrite(typed) => desk.rewrite(conn, &typed),
            }
        })
        .await
}

/// An owner with a proposal.
struct Desk<'a> {
    context: &'a Context,
    actor: &'a Actor,
    idea: &'a Idea,
    round: &'a Round,
    change: &'a Change,
    owner: PersonId,
    now: Instant,
}

impl Desk<'_> {
    fn refuse(&self, conn: &mut Db, why: &str) -> Result<ChangeState> {
        let too_long = |_| Error::Invalid(vec![FieldError::new("answer", Message::new("error-text-long").with("n", MAX_REASON))]);
        let why = Some(paragraphs(why, 0, MAX_REASON).map_err(too_long)?).filter(|text| !text.is_empty());
        let closed = Closed { state: ChangeState::Refused, words: None, part_idea: None, answer: why };
        self.close(conn, &closed, "idea.refuse_change")
    }

    fn accept(&self, conn: &mut Db) -> Result<ChangeState> {
        let wanted = &self.change.proposed;
        let words = Words {
            title: wanted.title.clone(),
            why: wanted.why.clone(),
            residents_do: wanted.residents_do.clone(),
            municipality_does: wanted.municipality_does.clone(),
            cost_guess: wanted.cost,
            theme: self.idea.theme.clone(),
            wijk_id: self.idea.wijk_id,
            place: self.idea.place.clone(),
        };
        self.change_the_idea(conn, ChangeState::Accepted, &words, self.change.part.as_ref(), "idea.accept_change")
    }

    fn rewrite(&self, conn: &mut Db, typed: &Typed) -> Result<ChangeState> {
        let part = if self.change.part.is_some() { read_part(typed) } else { Ok(None) };
        let (words, part, ()) = checked(read_words(conn, self.idea, self.round, typed), part, Ok(()))?;
        self.change_the_idea(conn, ChangeState::Rewritten, &words, part.as_ref(), "idea.rewrite_change")
    }

    fn change_the_idea(&self, conn: &mut Db, state: ChangeState, words: &Words, part: Option<&PartOff>, action: &'static str) -> Result<ChangeState> {
        if !ideas::set_words(conn, self.idea.id, self.idea.version, words, self.now)? {
            return Err(Error::Conflict);
        }
        let part_idea = part.map(|part| self.part_off(conn, words, part)).transpose()?;
        let closed = Closed { state, words: Some((wording(self.idea), words_as(words))), part_idea, answer: None };
        self.close(conn, &closed, action)
    }

    /// Begins the idea that a part of this one becomes: of the same owner, with the same contact.
    fn part_off(&self, conn: &mut Db, words: &Words, part: &PartOff) -> Result<IdeaId> {
        let words = Words {
            title: part.title.clone(),
            why: part.why.clone(),
            residents_do: String::new(),
            municipality_does: String::new(),
            cost_guess: None,
            ..words.clone()
        };
        let id = ideas::insert(conn, self.round.id, self.owner, &words, &format!("part-{}", self.change.id), self.now)?;
        for author in authors(conn, self.idea)?.into_iter().filter(|author| *author != self.owner) {
            review::add_author(conn, id, author, self.now)?;
        }
        if let Some(contact) = self.idea.contact_id {
            review::set_contact(conn, id, contact)?;
        }
        if self.idea.state.is_public() {
            let new = ideas::find(conn, id)?;
            step(self.context, conn, self.actor, &new, IdeaStep::Submit, None)?;
            let detail = serde_json::json!({ "idea": self.idea.id });
            Deed { actor: self.actor, action: "idea.come_from", subject: Subject::Idea, id: id.0 }.record(
                conn,
                self.now,
                Some(&self.idea.title),
                detail,
            )?;
            let detail = serde_json::json!({ "idea": id });
            let deed = Deed { actor: self.actor, action: "idea.part_off", subject: Subject::Idea, id: self.idea.id.0 };
            // The authors hear how the proposal ended.
            let heard = authors(conn, self.idea)?;
            news::happened(self.context, conn, &deed, self.idea, Some(&part.title), detail, &heard)?;
        }
        Ok(id)
    }

    fn close(&self, conn: &mut Db, closed: &Closed, action: &'static str) -> Result<ChangeState> {
        store::close(conn, self.change.id, closed, self.now)?;
        record(conn, self.actor, self.idea, action, self.now, closed.answer.as_deref(), self.change.id)?;
        tell_how_it_ended(self.context, conn, self.change, self.idea, closed.state, &[self.change.by])?;
        if self.idea.state.is_public() {
            let heard = authors(conn, self.idea)?;
            news::tell(self.context, conn, self.idea, action, Some(&self.change.reason), &heard)?;
        }
        Ok(closed.state)
    }
}

/// Tells these people how a proposal ended.
fn tell_how_it_ended(context: &Context, conn: &mut Db, change: &Change, idea: &Idea, state: ChangeState, people_told: &[PersonId]) -> Result<()> {
    let key = match state {
        ChangeState::Open | ChangeState::Accepted => "mail-change-accepted-text",
        ChangeState::Refused => "mail-change-refused-text",
        ChangeState::Rewritten => "mail-change-rewritten-text",
        ChangeState::Lapsed => "mail-change-lapsed-text",
    };
    let letter = Letter::new(Message::new("mail-change-ended-subject").with("title", &idea.title))
        .line(Message { key, args: Vec::new() })
        .button(Message::new("mail-change-ended-button"), context.url(&format!("/wijzigingen/{}", change.id)));
    for id in people_told {
        let person = people::find(conn, *id)?;
        context.post(conn, &person, &letter)?;
    }
    Ok(())
}

/// Ends the proposals whose term has passed or whose idea went on without them: the idea stays as it
/// was, and both sides are told. Gives how many. Doing it twice, or on several instances, does nothing twice.
///
/// # Errors
/// When the database fails.
pub async fn lapse_due(context: &Context) -> Result<usize> {
    let now = context.now();
    let due = context.db.read(move |conn| Ok(store::to_lapse(conn, now)?)).await?;
    let mut ended = 0;
    for id in due {
        let context = context.clone();
        ended += context.db.clone().write(move |conn| lapse(&context, conn, id)).await?;
    }
    Ok(ended)
}

fn lapse(context: &Context, conn: &mut Db, id: ChangeId) -> Result<usize> {
    let now = context.now();
    let about = store::find(conn, id)?.idea;
    let idea = ideas::lock(conn, about)?;
    let change = store::find(conn, id)?;
    if change.state != ChangeState::Open {
        return Ok(0);
    }
    let closed = Closed { state: ChangeState::Lapsed, words: None, part_idea: None, answer: None };
    store::close(conn, id, &closed, now)?;
    record(conn, &Actor::Clock, &idea, "idea.lapse_change", now, None, id)?;
    tell_how_it_ended(context, conn, &change, &idea, ChangeState::Lapsed, &[change.by, idea.owner_id])?;
    Ok(1)
}

/// The changes that the owner of an idea took or wrote after a proposal, for everybody.
///
/// # Errors
/// `NotFound` for an idea that nobody may read.
pub async fn history(context: &Context, id: IdeaId) -> Result<(Idea, Vec<Change>)> {
    context
        .db
        .read(move |conn| {
            let (idea, ..) = crate::app::ideas::readable(conn, &Actor::Visitor, id)?;
            let changes = store::of_idea(conn, id)?.into_iter().filter(|change| change.state.changed_the_idea()).collect();
            Ok((idea, changes))
        })
        .await
}
