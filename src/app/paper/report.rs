//! The report of the paper: what was handed out, what came in, what became of it. The box can be
//! closed only when every pile adds up, or somebody explained in public why it does not.

use super::batches::is_closed;
use super::{round_of, typing};
use crate::app::polling::check_open;
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::ids::{PaperBatchId, PollingPlaceId, RoundId};
use crate::domain::outcome::RollState;
use crate::domain::paper::{BatchState, BatchSum, PaperKind, PlaceSum};
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::text;
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::paper::{self, PaperBatch};
use crate::storage::polling::{self, PollingPlace};
use crate::storage::rounds::{self, Round};
use crate::storage::tablets::{self, Tablet};
use crate::storage::{Db, roll};

/// The longest explanation, in characters.
pub const MAX_WHY: usize = 500;

/// A polling place with its numbers.
#[derive(Debug, Clone)]
pub struct PlaceLine {
    /// The place.
    pub place: PollingPlace,
    /// Its numbers.
    pub sum: PlaceSum,
}

/// A batch with its numbers.
#[derive(Debug, Clone)]
pub struct BatchLine {
    /// The batch.
    pub batch: PaperBatch,
    /// Name of its polling place.
    pub place: String,
    /// Its numbers.
    pub sum: BatchSum,
    /// Who typed it.
    pub typists: Vec<String>,
}

/// The report of the paper of a round.
#[derive(Debug, Clone)]
pub struct Report {
    /// The round.
    pub round: Round,
    /// Its polling places.
    pub places: Vec<PlaceLine>,
    /// Its batches.
    pub batches: Vec<BatchLine>,
    /// Tablets that took votes without a connection. They do not keep the box open.
    pub tablets: Vec<Tablet>,
    /// What keeps the box from being closed.
    pub problems: Vec<Message>,
    /// Whether this person can explain what does not add up.
    pub explains: bool,
    /// The box is closed: nothing changes any more.
    pub closed: bool,
}

/// The report of the paper of a round.
///
/// # Errors
/// When this person does not work with its paper.
pub async fn report(context: &Context, actor: &Actor, round: RoundId) -> Result<Report> {
    let actor = actor.clone();
    context
        .db
        .read(move |conn| {
            let round = round_of(conn, &actor, round)?;
            let (places, batches) = lines(conn, round.id)?;
            let problems = problems(conn, round.id, &places, &batches)?;
            let explains = actor.has_at(REVIEWERS, round.place());
            let (tablets, closed) = (tablets::all(conn, round.id)?, is_closed(conn, round.id)?);
            Ok(Report { closed, round, places, batches, tablets, problems, explains })
        })
        .await
}

fn lines(conn: &mut Db, round: RoundId) -> Result<(Vec<PlaceLine>, Vec<BatchLine>)> {
    let (places, all) = (polling::all(conn, round)?, paper::all(conn, round)?);
    let mut batches = Vec::with_capacity(all.len());
    for batch in all {
        let place = places.iter().find(|place| place.id == batch.place).map_or_else(String::new, |place| place.about.name.clone());
        let typists = typing::typists(conn, &batch)?;
        batches.push(BatchLine { sum: BatchSum::new(batch.pile, &batch.tallies), place, typists, batch });
    }
    let received = |id: PollingPlaceId| batches.iter().filter(|line| line.batch.place == id).map(|line| line.batch.sheets()).sum();
    let sum =
        |place: &PollingPlace| PlaceSum { supplied: place.supplied, unused: place.unused, spoiled: place.spoiled, received: received(place.id) };
    let places = places.into_iter().map(|place| PlaceLine { sum: sum(&place), place }).collect();
    Ok((places, batches))
}

/// What keeps the box from being closed, in plain words.
fn problems(conn: &mut Db, round: RoundId, places: &[PlaceLine], batches: &[BatchLine]) -> Result<Vec<Message>> {
    let mut all = Vec::new();
    for line in batches {
        let named = |key| Message::new(key).with("batch", line.batch.number).with("place", &line.place);
        let missing = line.sum.missing();
        if line.batch.state == BatchState::Void {
            continue;
        }
        if line.batch.state != BatchState::Done {
            all.push(named("paper-problem-busy"));
        } else if missing != 0 && line.batch.explanation.is_none() {
            let key = if missing > 0 { "paper-problem-batch-fewer" } else { "paper-problem-batch-more" };
            let done = line.sum.taken + line.sum.refused;
            all.push(named(key).with("pile", line.sum.pile).with("done", done).with("n", missing.abs()));
        }
        if line.batch.state == BatchState::Done && line.sum.untyped() != 0 {
            all.push(named("paper-problem-untyped").with("n", line.sum.untyped().abs()));
        }
    }
    for line in places {
        let missing = line.sum.missing();
        if missing != 0 && line.place.explanation.is_none() {
            let key = if missing > 0 { "paper-problem-place-fewer" } else { "paper-problem-place-more" };
            let message = Message::new(key).with("place", &line.place.about.name).with("out", line.sum.handed_out());
            all.push(message.with("received", line.sum.received).with("n", missing.abs()));
        }
    }
    let on_roll: i64 = roll::counts(conn, round)?.iter().filter(|count| count.state == RollState::Paper).map(|count| count.codes).sum();
    let taken: i64 = batches.iter().map(|line| line.batch.of(PaperKind::Taken)).sum();
    if on_roll != taken {
        all.push(Message::new("paper-problem-roll").with("taken", taken).with("used", on_roll));
    }
    Ok(all)
}

/// Before the box is closed: every pile must add up or be explained.
///
/// # Errors
/// `Invalid` with everything that does not add up.
pub fn must_add_up(conn: &mut Db, round: RoundId) -> Result<()> {
    let (places, batches) = lines(conn, round)?;
    let problems = problems(conn, round, &places, &batches)?;
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems.into_iter().map(|one| FieldError::new("paper", one)).collect())) }
}

/// Notes how many papers went to a polling place, came back clean, and were handed in for another.
///
/// # Errors
/// `Invalid` when these are no numbers; when the box is closed or this person may not.
pub async fn note_papers(context: &Context, actor: &Actor, round: RoundId, place: PollingPlaceId, typed: [String; 3]) -> Result<()> {
    let fields = ["supplied", "unused", "spoiled"];
    let read = |text: &String| text.trim().parse::<i64>().ok().filter(|n| (0..=100_000).contains(n));
    let numbers = typed.each_ref().map(read);
    let [Some(supplied), Some(unused), Some(spoiled)] = numbers else {
        let wrong = fields.iter().zip(numbers).filter(|(_, n)| n.is_none());
        return Err(Error::Invalid(
            wrong.map(|(field, _)| FieldError::new(format!("{field}{place}"), Message::new("error-paper-numbers"))).collect(),
        ));
    };
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            round_of(conn, &actor, round)?;
            check_open(conn, round)?;
            if !polling::set_papers(conn, round, place, [supplied, unused, spoiled])? {
                return Err(Error::NotFound);
            }
            let detail = serde_json::json!({ "place": place, "supplied": supplied, "unused": unused, "spoiled": spoiled });
            Deed { actor: &actor, action: "round.note_papers", subject: Subject::Round, id: round.0 }.record_inside(conn, now, None, detail)
        })
        .await
}

/// What does not add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pile {
    /// The papers of a polling place.
    Place(PollingPlaceId),
    /// The papers of a batch that is done.
    Batch(PaperBatchId),
}

/// Explains in public why a pile does not add up; then it does not keep the box open any more.
///
/// # Errors
/// `Invalid` without an explanation; when the box is closed, the batch is not done, or this person
/// may not.
pub async fn explain(context: &Context, actor: &Actor, round: RoundId, pile: Pile, why: &str) -> Result<()> {
    let why = text::line(why, 5, MAX_WHY)
        .map_err(|_| Error::Invalid(vec![FieldError::new("why", Message::new("error-paper-reason").with("max", MAX_WHY))]))?;
    let (actor, inner) = (actor.clone(), context.clone());
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            let found = rounds::find(conn, round)?;
            if !actor.has_at(REVIEWERS, found.place()) {
                return Err(Error::Forbidden);
            }
            check_open(conn, round)?;
            let detail = match pile {
                Pile::Place(id) if polling::explain(conn, round, id, &why)? => serde_json::json!({ "place": id }),
                Pile::Place(_) => return Err(Error::NotFound),
                Pile::Batch(id) => {
                    let batch = paper::lock(conn, id)?;
                    if batch.round != round || batch.state != BatchState::Done {
                        return Err(Error::refused(Message::new("error-paper-state")));
                    }
                    paper::explain(conn, id, &why)?;
                    serde_json::json!({ "batch": batch.number })
                }
            };
            Deed { actor: &actor, action: "round.explain_paper", subject: Subject::Round, id: round.0 }.record(conn, now, Some(&why), detail)
        })
        .await
}
