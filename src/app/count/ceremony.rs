//! The ceremony of closing, counting and publishing: where it is, whose turn it is, and its steps up to
//! the count. Every step asks anew, inside its transaction, whether it is its turn.

use super::alarms::alarms;
use super::holders::NEEDED;
use super::lot::{Drawn, Lot, MOST_THROWS, THROWS, dice};
use super::outcomes::{COUNTERS, Counted, counted};
use super::{key, may_begin, tally};
use crate::app::paper::report;
use crate::app::receipts::{self, Statement};
use crate::app::staff::Fresh;
use crate::app::{Context, Deed, voting};
use crate::domain::ceremony::Step;
use crate::domain::event::Subject;
use crate::domain::ids::{PersonId, RoundId};
use crate::domain::outcome::OutcomeState;
use crate::domain::person::{Actor, REVIEWERS, Role};
use crate::domain::text::paragraphs;
use crate::domain::time::Instant;
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::ceremony::{self as steps, Done};
use crate::storage::outcomes::Row;
use crate::storage::rounds::Round;
use crate::storage::tablets::{self, Tablet};
use crate::storage::{Db, ballot_box, box_lists, events, key_holders, outcomes, rounds};

pub use super::opening::open;

/// The longest text about a draw, in characters.
pub const MAX_TEXT: usize = 500;

/// What staff can do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Voting goes on, or the date of the count has not come.
    Wait,
    /// This step.
    Take(Step),
    /// Nothing: everything was done.
    Done,
}

/// Where the ceremony of a round is.
#[derive(Debug, Clone)]
pub struct State {
    /// The steps that were noted. A vote that was taken over from elsewhere has none.
    pub steps: Vec<Done>,
    /// The newest count.
    pub counted: Option<Row>,
    /// Who can open the box together.
    pub holders: Vec<(PersonId, String)>,
}

impl State {
    /// Reads where the ceremony of a round is.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(conn: &mut Db, round: RoundId) -> Result<Self> {
        let holders = key_holders::all(conn, round)?.into_iter().map(|holder| (holder.person, holder.name)).collect();
        Ok(Self { steps: steps::all(conn, round)?, counted: outcomes::find(conn, round)?, holders })
    }

    /// The note of a step that was done.
    #[must_use]
    pub fn done(&self, step: Step) -> Option<&Done> {
        self.steps.iter().find(|done| done.step == step)
    }

    /// The last step that was done.
    #[must_use]
    pub fn last(&self) -> Option<Step> {
        match self.counted.as_ref().map(|row| row.state) {
            None => self.steps.last().map(|done| done.step),
            Some(OutcomeState::Counted) => Some(Step::Count),
            Some(OutcomeState::Checked) => Some(Step::Check),
            Some(OutcomeState::Confirmed) => Some(Step::Confirm),
            Some(OutcomeState::Published) if self.steps.is_empty() || self.done(Step::Destroy).is_some() => Some(Step::Destroy),
            Some(OutcomeState::Published) => Some(Step::Publish),
        }
    }

    /// What comes next.
    #[must_use]
    pub fn next(&self, round: &Round, now: Instant) -> Next {
        let last = self.last();
        match Step::ALL.iter().find(|step| step.may_follow(last)) {
            Some(Step::Close) if !may_begin(round, now) => Next::Wait,
            Some(step) => Next::Take(*step),
            None => Next::Done,
        }
    }

    /// Whether this person takes this step: each needs its own role, and where it matters another
    /// pair of eyes than a step before it.
    #[must_use]
    pub fn takes(&self, actor: &Actor, round: &Round, step: Step) -> bool {
        let has = |roles: &[Role]| actor.has_at(roles, round.place());
        has(roles(step)) && !self.took_before(actor, step)
    }

    fn took_before(&self, actor: &Actor, step: Step) -> bool {
        let earlier = match (step, &self.counted) {
            // Two passphrases are two people already.
            (Step::Open, _) if self.holders.len() < NEEDED => vec![self.done(Step::Close).and_then(|done| done.done_by)],
            (Step::Check, Some(row)) => vec![row.counted_by],
            (Step::Confirm, Some(row)) => vec![row.counted_by, row.checked_by],
            _ => Vec::new(),
        };
        earlier.contains(&actor.person())
    }
}

/// Who takes a step.
#[must_use]
pub const fn roles(step: Step) -> &'static [Role] {
    match step {
        Step::Close | Step::Draw | Step::Open | Step::Clean | Step::Count | Step::Check | Step::Destroy => REVIEWERS,
        Step::Confirm => &[Role::Wijkwethouder],
        Step::Publish => &[Role::Gebiedsmanager],
    }
}

/// The round and where its ceremony is, when it is the turn of this step and this person takes it.
///
/// # Errors
/// When it is not, or something that was done before was changed since.
pub(super) fn turn(context: &Context, conn: &mut Db, actor: &Actor, round: RoundId, step: Step) -> Result<(Round, State)> {
    let round = rounds::find(conn, round)?;
    if !actor.has_at(COUNTERS, round.place()) {
        return Err(Error::Forbidden);
    }
    let state = State::read(conn, round.id)?;
    match state.next(&round, context.now()) {
        Next::Take(next) if next == step => {}
        Next::Wait if step == Step::Close => return Err(Error::refused(Message::new("error-count-too-early"))),
        _ => return Err(Error::refused(Message::new("error-outcome-order"))),
    }
    if !state.takes(actor, &round, step) {
        let eyes = actor.has_at(roles(step), round.place());
        return Err(if eyes { Error::refused(Message::new("error-four-eyes")) } else { Error::Forbidden });
    }
    match alarms(context, conn, round.id, &state)?.into_iter().next() {
        Some(alarm) => Err(Error::refused(alarm)),
        None => Ok((round, state)),
    }
}

/// Notes a step; somebody who did it at the same moment was first.
pub(super) fn added(conn: &mut Db, round: RoundId, done: &Done) -> Result<()> {
    if steps::add(conn, round, done)? { Ok(()) } else { Err(Error::Conflict) }
}

/// Closes the box: casts that are under way are in, later ones are refused. The list of trackers is
/// signed and published, and the secret number of the lot is fixed.
///
/// # Errors
/// When it is not the turn of this step, or the paper or the box does not add up.
pub async fn close(context: &Context, actor: &Actor, _: Fresh, round: RoundId) -> Result<()> {
    let (inner, actor) = (context.clone(), actor.clone());
    context
        .db
        .write(move |conn| {
            ballot_box::lock_round(conn, round)?;
            let now = inner.now();
            let (found, _) = turn(&inner, conn, &actor, round, Step::Close)?;
            let frozen = voting::ensure_ballot(&inner, conn, round, now)?;
            ballot_box::close(conn, round, now)?;
            tablets::forget_keys(conn, round)?;
            report::must_add_up(conn, round)?;
            let detail = receipts::publish_list(&inner, conn, (&found, &frozen), &Lot::prepared()?, now)?;
            added(conn, round, &Done::by(Step::Close, actor.person(), now))?;
            Deed { actor: &actor, action: "round.close_box", subject: Subject::Round, id: round.0 }.record(conn, now, None, detail)
        })
        .await
}

/// Writes down what the dice of the public draw gave, while nobody knows what is in the box.
///
/// # Errors
/// What is wrong with a field; when it is not the turn of this step.
pub async fn draw(context: &Context, actor: &Actor, _: Fresh, round: RoundId, thrown: &str, place: &str) -> Result<()> {
    let mut errors = Vec::new();
    let thrown = dice(thrown);
    if thrown.is_none() {
        errors.push(FieldError::new("dice", Message::new("error-lot-dice").with("least", THROWS).with("most", MOST_THROWS)));
    }
    let place =
        paragraphs(place, 3, MAX_TEXT).map_err(|_| errors.push(FieldError::new("place", Message::new("error-lot-place").with("max", MAX_TEXT))));
    let (Some(thrown), Ok(place)) = (thrown, place) else { return Err(Error::Invalid(errors)) };
    let (inner, actor) = (context.clone(), actor.clone());
    context
        .db
        .write(move |conn| {
            ballot_box::lock_round(conn, round)?;
            let now = inner.now();
            turn(&inner, conn, &actor, round, Step::Draw)?;
            let mut lot: Lot = serde_json::from_str(&box_lists::lot(conn, round)?)?;
            let detail = serde_json::json!({ "commitment": lot.commitment(), "dice": thrown });
            lot.drawn = Some(Drawn { dice: thrown, place: place.clone(), at: now, by: actor.person() });
            box_lists::set_lot(conn, round, &serde_json::to_string(&lot)?)?;
            added(conn, round, &Done::by(Step::Draw, actor.person(), now))?;
            Deed { actor: &actor, action: "round.draw_lot", subject: Subject::Round, id: round.0 }.record(conn, now, Some(&place), detail)
        })
        .await
}

/// Writes the database anew, so that nothing of the box stays behind in it.
///
/// # Errors
/// When it is not the turn of this step, or the database cannot be written anew now.
pub async fn clean(context: &Context, actor: &Actor, _: Fresh, round: RoundId) -> Result<()> {
    let (inner, who) = (context.clone(), actor.clone());
    context.db.read(move |conn| turn(&inner, conn, &who, round, Step::Clean)).await?;
    let target = context.settings.database.clone();
    let rewritten = tokio::task::spawn_blocking(move || ballot_box::rewrite(&target)).await.map_err(Error::internal)?;
    rewritten.map_err(|error| {
        tracing::error!(error, "the database was not written anew");
        Error::refused(Message::new("error-not-rewritten"))
    })?;
    note(context, actor, round, Step::Clean, "round.clean_box").await
}

/// Counts, by two programs that must agree.
///
/// # Errors
/// When it is not the turn of this step, or the two do not agree.
pub async fn count(context: &Context, actor: &Actor, _: Fresh, round: RoundId) -> Result<()> {
    let (inner, who) = (context.clone(), actor.clone());
    let found = context.db.read(move |conn| Ok(turn(&inner, conn, &who, round, Step::Count)?.0)).await?;
    tally::first(context, actor, found).await
}

/// Destroys the counting key: from now on no old backup of the box can be read.
///
/// # Errors
/// When it is not the turn of this step, the key is on another server, or its file cannot be removed.
pub async fn destroy(context: &Context, actor: &Actor, _: Fresh, round: RoundId) -> Result<()> {
    let (inner, who) = (context.clone(), actor.clone());
    context.db.read(move |conn| turn(&inner, conn, &who, round, Step::Destroy)).await?;
    key::destroy(context, round)?;
    note(context, actor, round, Step::Destroy, "round.destroy_key").await
}

/// Notes a step of which nothing else is written in the database.
async fn note(context: &Context, actor: &Actor, round: RoundId, step: Step, action: &'static str) -> Result<()> {
    let (inner, actor) = (context.clone(), actor.clone());
    context
        .db
        .write(move |conn| {
            ballot_box::lock_round(conn, round)?;
            let now = inner.now();
            turn(&inner, conn, &actor, round, step)?;
            added(conn, round, &Done::by(step, actor.person(), now))?;
            Deed { actor: &actor, action, subject: Subject::Round, id: round.0 }.record(conn, now, None, serde_json::json!({}))
        })
        .await
}

/// Somebody who did a step, as the page names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Which step.
    pub step: Step,
    /// When.
    pub at: Instant,
    /// Names of who did it: the one who pressed the button, or the two who opened the box.
    pub names: Vec<String>,
}

/// The ceremony of a round, as its page and its proces-verbaal show it.
#[derive(Debug, Clone)]
pub struct Ceremony {
    /// The round.
    pub round: Round,
    /// The next step.
    pub next: Next,
    /// Whether this person takes it.
    pub mine: bool,
    /// Whether this person can take a plan out.
    pub recounts: bool,
    /// Who can open the box together; nobody when one key file opens it.
    pub holders: Vec<(PersonId, String)>,
    /// The steps that were done.
    pub taken: Vec<Taken>,
    /// Where it is.
    pub state: State,
    /// What was signed when the box was closed, with the signature.
    pub closed: Option<(Statement, String)>,
    /// The lot, once it is prepared.
    pub lot: Option<Lot>,
    /// The outcome, once it is counted.
    pub counted: Option<Counted>,
    /// What was changed since it was done.
    pub alarms: Vec<Message>,
    /// Tablets that took votes without a connection.
    pub tablets: Vec<Tablet>,
    /// Length and last hash of the record.
    pub head: (i64, Vec<u8>),
}

/// The ceremony of a round: what was done and what comes next.
///
/// # Errors
/// When this person may not see it.
pub async fn ceremony(context: &Context, actor: &Actor, round: RoundId) -> Result<Ceremony> {
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .read(move |conn| {
            let round = rounds::find(conn, round)?;
            if !actor.has_at(COUNTERS, round.place()) {
                return Err(Error::Forbidden);
            }
            found(&inner, conn, Some(&actor), round)
        })
        .await
}

/// The ceremony of a round whose outcome is public, for everybody.
///
/// # Errors
/// `NotFound` before that, or when it was counted elsewhere.
pub async fn public(context: &Context, slug: String) -> Result<Ceremony> {
    let inner = context.clone();
    context
        .db
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            let here = !steps::all(conn, round.id)?.is_empty();
            let published = !outcomes::published(conn, round.id)?.is_empty();
            if here && published { found(&inner, conn, None, round) } else { Err(Error::NotFound) }
        })
        .await
}

fn found(context: &Context, conn: &mut Db, actor: Option<&Actor>, round: Round) -> Result<Ceremony> {
    let state = State::read(conn, round.id)?;
    let counted = counted(conn, round.id)?;
    let next = state.next(&round, context.now());
    let mine = match (next, actor) {
        (Next::Take(step), Some(actor)) => state.takes(actor, &round, step),
        _ => false,
    };
    // A vote that was taken over from elsewhere is not ours to count again.
    let ours = counted.as_ref().is_none_or(|counted| !counted.turnout.is_imported());
    let recounts = ours && actor.is_some_and(|actor| actor.has_at(REVIEWERS, round.place()));
    let holders = if state.is_shared() { state.holders.clone() } else { Vec::new() };
    let closed = receipts::closed(conn, round.id)?;
    let lot = if closed.is_some() { Some(serde_json::from_str(&box_lists::lot(conn, round.id)?)?) } else { None };
    let (taken, alarms) = (taken(conn, &state)?, alarms(context, conn, round.id, &state)?);
    let (tablets, head) = (tablets::all(conn, round.id)?, events::head(conn)?);
    Ok(Ceremony { next, mine, recounts, holders, taken, closed, lot, counted, alarms, tablets, head, state, round })
}

/// The steps that were done with the names of who did them.
fn taken(conn: &mut Db, state: &State) -> Result<Vec<Taken>> {
    let mut all = Vec::new();
    let mut add = |conn: &mut Db, step, at: Option<Instant>, people: &[Option<PersonId>]| {
        let Some(at) = at else { return Ok(()) };
        let mut names = Vec::new();
        for person in people {
            names.push(outcomes::name_of(conn, *person)?);
        }
        names.retain(|name| !name.is_empty());
        all.push(Taken { step, at, names });
        Ok::<(), Error>(())
    };
    for done in &state.steps {
        let holders = [done.first_holder, done.second_holder];
        let people = if done.first_holder.is_some() { holders.as_slice() } else { std::slice::from_ref(&done.done_by) };
        add(conn, done.step, Some(done.done_at), people)?;
    }
    if let Some(row) = &state.counted {
        add(conn, Step::Count, Some(row.counted_at), &[row.counted_by])?;
        add(conn, Step::Check, row.checked_at, &[row.checked_by])?;
        add(conn, Step::Confirm, row.confirmed_at, &[row.confirmed_by])?;
        add(conn, Step::Publish, row.published_at, &[])?;
    }
    all.sort_by_key(|taken| taken.step);
    Ok(all)
}
