//! Reading ideas: the list of a round, one idea, and everything of one person.

use std::collections::HashMap;

use super::write::{ALIKE, PERHAPS_ALIKE, alike};
use super::{Tie, is_editable, readable, support};
use crate::app::Context;
use crate::app::hands::{self, Shown};
use crate::domain::event::Subject;
use crate::domain::help::HelpRole;
use crate::domain::idea::{IdeaState, Part};
use crate::domain::ids::{ChangeId, IdeaId, MergeId, PersonId, WijkId};
use crate::domain::outcome::RoundStatus;
use crate::domain::person::Actor;
use crate::domain::phase::Phase;
use crate::domain::text::search_form;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::storage::adviezen::{self, Shown as ShownAdvies};
use crate::storage::events::{self, Event};
use crate::storage::help;
use crate::storage::idea_people;
use crate::storage::ideas::{self, Card, Idea, OpenQuestion};
use crate::storage::photos::{self, Photo};
use crate::storage::review::challenges::Challenge;
use crate::storage::review::forwards::Forward;
use crate::storage::review::merges::Merge;
use crate::storage::review::{self, Prepared};
use crate::storage::rounds::{self, Round};
use crate::storage::{Db, people};

/// Ideas on one page of the list.
pub const PAGE: usize = 100;

/// States residents look for together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The gebiedsteam is looking.
    Looking,
    /// Possible.
    Possible,
    /// Chosen, being carried out or done.
    Chosen,
    /// Possible, but not chosen.
    NotChosen,
    /// Not possible, or not going on by itself.
    Ended,
}

impl Stage {
    /// Where an idea in this state is found.
    #[must_use]
    pub const fn of(state: IdeaState) -> Self {
        use IdeaState as S;
        match state {
            S::Draft | S::Submitted | S::Question | S::InReview | S::Challenge => Self::Looking,
            S::Feasible => Self::Possible,
            S::Chosen | S::InProgress | S::Done => Self::Chosen,
            S::NotChosen | S::Reserve => Self::NotChosen,
            S::NotFeasible | S::Merged | S::Forwarded | S::Withdrawn | S::Stopped => Self::Ended,
        }
    }
}

/// What a reader of the list asks for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Words that must all be in it.
    pub words: String,
    /// Slug of a theme.
    pub theme: Option<String>,
    /// A wijk.
    pub wijk: Option<WijkId>,
    /// States.
    pub stage: Option<Stage>,
    /// By title, instead of newest first.
    pub alphabetical: bool,
    /// Which page, from 1.
    pub page: usize,
}

/// The list of ideas of a round.
#[derive(Debug)]
pub struct List {
    /// The round.
    pub round: Round,
    /// Its wijken.
    pub wijken: Vec<(WijkId, String)>,
    /// The ideas of this page.
    pub cards: Vec<Card>,
    /// How many ideas fit what was asked.
    pub found: usize,
    /// How many public ideas the round has.
    pub total: usize,
    /// Supporters of each idea that has any.
    pub support: HashMap<IdeaId, i64>,
    /// The first photo of each idea that has one.
    pub photos: HashMap<IdeaId, Photo>,
}

/// The public round with this slug.
///
/// # Errors
/// `NotFound`, also while it is a draft.
pub fn public_round(conn: &mut Db, slug: &str) -> Result<Round> {
    let round = rounds::by_slug(conn, slug)?;
    if round.status == RoundStatus::Draft { Err(Error::NotFound) } else { Ok(round) }
}

/// The ideas of a round, in as many queries for a hundred as for ten.
///
/// # Errors
/// `NotFound` when there is no such round, theme, wijk or page.
pub fn list(conn: &mut Db, slug: &str, wanted: &Wanted) -> Result<List> {
    let round = public_round(conn, slug)?;
    let wijken = rounds::wijken_of(conn, round.id)?;
    let theme_there = wanted.theme.as_deref().is_none_or(|theme| round.rules.theme(theme).is_some());
    let wijk_there = wanted.wijk.is_none_or(|wijk| wijken.iter().any(|(id, _)| *id == wijk));
    if !theme_there || !wijk_there {
        return Err(Error::NotFound);
    }
    let mut cards = ideas::cards(conn, round.id)?;
    let total = cards.len();
    let words = search_form(&wanted.words);
    cards.retain(|card| fits(card, wanted, &words));
    if wanted.alphabetical {
        cards.sort_by_cached_key(|card| search_form(&card.title));
    }
    let found = cards.len();
    let start = wanted.page.checked_sub(1).and_then(|before| before.checked_mul(PAGE)).ok_or(Error::NotFound)?;
    if start > 0 && start >= found {
        return Err(Error::NotFound);
    }
    let cards = cards.into_iter().skip(start).take(PAGE).collect();
    let support = idea_people::support_in_round(conn, round.id)?;
    let mut first = HashMap::new();
    for photo in photos::of_round(conn, round.id)? {
        first.entry(photo.idea_id).or_insert(photo);
    }
    Ok(List { round, wijken, cards, found, total, support, photos: first })
}

fn fits(card: &Card, wanted: &Wanted, words: &str) -> bool {
    (wanted.theme.is_none() || wanted.theme == card.theme)
        && (wanted.wijk.is_none() || wanted.wijk == card.wijk_id)
        && wanted.stage.is_none_or(|stage| stage == Stage::of(card.state))
        && words.split(' ').all(|word| card.search_text.contains(word))
}

/// One idea with everything its page shows.
#[derive(Debug)]
pub struct Whole {
    /// The idea.
    pub idea: Idea,
    /// Its round.
    pub round: Round,
    /// What the reader is to it.
    pub tie: Tie,
    /// Name of its owner.
    pub owner: String,
    /// Names of its co-authors.
    pub co_authors: Vec<String>,
    /// Name of the contact person in the gebiedsteam.
    pub contact: Option<String>,
    /// Name of its wijk.
    pub wijk: Option<String>,
    /// Its photos.
    pub photos: Vec<Photo>,
    /// How many people support it.
    pub support: i64,
    /// Whether it can be supported now.
    pub support_open: bool,
    /// The public record, oldest first.
    pub events: Vec<Event>,
    /// The idea it goes on in.
    pub merged_into: Option<(IdeaId, String)>,
    /// Where it came from.
    pub kin: Kin,
    /// Ideas that are like it, for its authors.
    pub alike: Vec<(IdeaId, String)>,
    /// The published answer of the gebiedsteam.
    pub verdict: Option<Prepared>,
    /// Who of WIJ helps, by name and role.
    pub helpers: Vec<(String, Option<HelpRole>)>,
    /// The hands it asks for.
    pub calls: Vec<Shown>,
    /// What it asks to take over of the gemeente.
    pub challenge: Option<Challenge>,
    /// Who of the city owes an answer, when it was handed on.
    pub forward: Option<Forward>,
    /// The published adviezen about it.
    pub adviezen: Vec<ShownAdvies>,
}

/// The ideas that an idea came from and that came from it.
#[derive(Debug, Clone, Default)]
pub struct Kin {
    /// Ideas that go on in it, with the names of their owners.
    pub merged: Vec<(IdeaId, String, String)>,
    /// The idea of which it was a part.
    pub part_of: Option<(IdeaId, String)>,
    /// Parts of it that went on by themselves.
    pub parts: Vec<(IdeaId, String)>,
    /// Whether its words changed after a proposal.
    pub changed: bool,
}

fn kin(conn: &mut Db, id: IdeaId) -> Result<Kin> {
    Ok(Kin {
        merged: review::merged_from(conn, id)?,
        part_of: review::changes::came_from(conn, id)?,
        parts: review::changes::went_off(conn, id)?,
        changed: review::changes::of_idea(conn, id)?.iter().any(|change| change.state.changed_the_idea()),
    })
}

/// One idea, for who may read it.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn whole(context: &Context, actor: Actor, id: IdeaId) -> Result<Whole> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let (idea, round, tie) = readable(conn, &actor, id)?;
            let name = |conn: &mut Db, id: PersonId| people::find(conn, id).map(|person| person.name);
            let contact = idea.contact_id.map(|id| name(conn, id)).transpose()?;
            let wijken = rounds::wijken_of(conn, round.id)?;
            let merged_into = idea.merged_into.map(|id| ideas::find(conn, id)).transpose()?;
            let alike = if tie.author && is_editable(idea.state) { alike(conn, &round, Some(id), &idea.title, ALIKE)? } else { Vec::new() };
            Ok(Whole {
                owner: name(conn, idea.owner_id)?,
                co_authors: ideas::people_of(conn, id, Part::CoAuthor)?.into_iter().map(|(_, name)| name).collect(),
                contact,
                wijk: wijken.into_iter().find(|(wijk, _)| Some(*wijk) == idea.wijk_id).map(|(_, name)| name),
                photos: photos::of_idea(conn, id)?,
                support: idea_people::support(conn, id)?,
                support_open: support::is_open(&idea, &round, now),
                events: events::about(conn, Subject::Idea, id.0, false)?,
                merged_into: merged_into.map(|other| (other.id, other.title)),
                kin: kin(conn, id)?,
                alike,
                verdict: review::verdict_of(conn, id)?.filter(|verdict| verdict.published_at.is_some()),
                helpers: help::helpers(conn, id)?,
                calls: hands::of_idea(conn, id, tie, actor.person())?,
                challenge: review::challenges::of_idea(conn, id)?,
                forward: review::forwards::of_idea(conn, id)?.filter(|forward| forward.sent_at.is_some()),
                adviezen: adviezen::published_on_idea(conn, id)?,
                tie,
                idea,
                round,
            })
        })
        .await
}

/// What the idea form of a round needs.
#[derive(Debug)]
pub struct Desk {
    /// The round.
    pub round: Round,
    /// Its wijken.
    pub wijken: Vec<(WijkId, String)>,
    /// Whether ideas can be handed in now.
    pub open: bool,
    /// The hard conditions that the gebiedsteam will look at.
    pub conditions: Vec<String>,
}

/// The hard conditions of a round, as sentences.
fn conditions(conn: &mut Db, round: &Round) -> Result<Vec<String>> {
    Ok(review::dossier::frame_of(conn, round.id)?.conditions.into_iter().map(|condition| condition.text).collect())
}

/// What a new idea in a round needs.
///
/// # Errors
/// `NotFound` when there is no such round.
pub async fn desk(context: &Context, slug: String) -> Result<Desk> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let round = public_round(conn, &slug)?;
            let wijken = rounds::wijken_of(conn, round.id)?;
            let open = round.is_open(Phase::Submit, now);
            let conditions = conditions(conn, &round)?;
            Ok(Desk { round, wijken, open, conditions })
        })
        .await
}

/// An idea with what the form needs and its photos, for its authors. Whether it may still be
/// changed is for who asks: what was typed too late has to be shown all the same.
///
/// # Errors
/// When it is not theirs.
pub async fn desk_of(context: &Context, actor: Actor, id: IdeaId) -> Result<(Idea, Tie, Desk, Vec<Photo>)> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let (idea, round, tie) = readable(conn, &actor, id)?;
            if !tie.author {
                return Err(Error::Forbidden);
            }
            let wijken = rounds::wijken_of(conn, round.id)?;
            let open = round.is_open(Phase::Submit, now);
            let photos = photos::of_idea(conn, id)?;
            let conditions = conditions(conn, &round)?;
            Ok((idea, tie, Desk { round, wijken, open, conditions }, photos))
        })
        .await
}

/// Public ideas of a round that are like a title somebody is typing.
///
/// # Errors
/// `NotFound` when there is no such round.
pub async fn like(context: &Context, slug: String, title: String) -> Result<Vec<(IdeaId, String)>> {
    context
        .db
        .read(move |conn| {
            let round = public_round(conn, &slug)?;
            alike(conn, &round, None, &title, PERHAPS_ALIKE)
        })
        .await
}

/// Everything of one person.
#[derive(Debug, Default)]
pub struct Mine {
    /// Ideas they own.
    pub own: Vec<Idea>,
    /// Ideas they write along with.
    pub along: Vec<Idea>,
    /// Ideas they were invited to write along with.
    pub invited: Vec<Idea>,
    /// Ideas they read along with as a WIJ-medewerker.
    pub reading: Vec<Idea>,
    /// Ideas they support.
    pub supported: Vec<Idea>,
    /// Questions that wait for their answer.
    pub questions: Vec<OpenQuestion>,
    /// Proposals for other words of their own ideas: (key, idea, title, due).
    pub changes: Vec<(ChangeId, IdeaId, String, Instant)>,
    /// Proposals to go on together that wait for what they say, with the title of their idea.
    pub merges: Vec<(MergeId, String)>,
    /// Rounds where ideas can be handed in now.
    pub open_rounds: Vec<Round>,
}

/// The proposals to go on together to which the owner of these ideas has not said anything yet.
fn merges_to_answer(conn: &mut Db, own: &[Idea]) -> Result<Vec<(MergeId, String)>> {
    let ids: Vec<IdeaId> = own.iter().map(|idea| idea.id).collect();
    let open = review::merges::open_of(conn, &ids)?;
    let of = |merge: &Merge| {
        let mine = |id: IdeaId, unsaid: bool| own.iter().find(|idea| idea.id == id && unsaid).map(|idea| idea.title.clone());
        mine(merge.idea, merge.idea_owner_says.is_none()).or_else(|| mine(merge.into, merge.into_owner_says.is_none()))
    };
    Ok(open.iter().filter_map(|merge| of(merge).map(|title| (merge.id, title))).collect())
}

/// Everything of one person.
///
/// # Errors
/// When the database fails.
pub async fn mine(context: &Context, actor: Actor) -> Result<Mine> {
    let person = actor.person().ok_or(Error::SignInFirst)?;
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let own = ideas::owned_by(conn, person)?;
            let (along, invited): (Vec<_>, Vec<_>) = ideas::with_part(conn, person, Part::CoAuthor)?.into_iter().partition(|(_, accepted)| *accepted);
            let plain = |rows: Vec<(Idea, bool)>| rows.into_iter().map(|(idea, _)| idea).collect::<Vec<_>>();
            let along = plain(along);
            let written: Vec<IdeaId> = own.iter().chain(&along).map(|idea| idea.id).collect();
            let owned: Vec<IdeaId> = own.iter().map(|idea| idea.id).collect();
            Ok(Mine {
                questions: ideas::open_questions(conn, &written)?,
                changes: review::changes::open_of(conn, &owned)?,
                merges: merges_to_answer(conn, &own)?,
                invited: plain(invited),
                reading: plain(ideas::with_part(conn, person, Part::Reader)?),
                supported: plain(ideas::with_part(conn, person, Part::Supporter)?),
                open_rounds: rounds::all(conn)?.into_iter().filter(|round| round.is_open(Phase::Submit, now)).collect(),
                own,
                along,
            })
        })
        .await
}
