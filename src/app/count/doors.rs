//! Who finds the count and the stemcodes of a round when: links and tasks on the pages of staff.

use super::ceremony::{Next, State};
use super::outcomes::COUNTERS;
use crate::app::paper::PAPER;
use crate::app::polling::PLACERS;
use crate::app::work::Task;
use crate::domain::ceremony::Step;
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, REVIEWERS};
use crate::domain::phase::Phase;
use crate::domain::time::Instant;
use crate::error::{Message, Result};
use crate::storage::rounds::Round;
use crate::storage::{Db, ceremony, outcomes, rounds};

/// Which pages about the vote of a round somebody can use now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Doors {
    /// The stemcodes: from the day the rules are public until the vote is over.
    pub codes: bool,
    /// Voting on paper: from the day the rules are public until the outcome is due.
    pub paper: bool,
    /// The polling places, for who has no other page about paper.
    pub places: bool,
    /// The count: when the vote is over.
    pub count: bool,
}

/// Which pages about the vote of a round this person can use now.
#[must_use]
pub fn doors(actor: &Actor, round: &Round, now: Instant) -> Doors {
    let votes = round.status == RoundStatus::Published && round.schedule.window(Phase::Vote).is_some();
    let over = round.schedule.is_over(Phase::Vote, now);
    let in_time = votes && !round.schedule.has_begun(Phase::Result, now);
    let paper = in_time && actor.has_at(PAPER, round.place());
    Doors {
        codes: votes && !over && actor.has_at(REVIEWERS, round.place()),
        paper,
        places: in_time && !paper && actor.has_at(PLACERS, round.place()),
        count: votes && over && actor.has_at(COUNTERS, round.place()),
    }
}

/// The steps of a count that wait for this person.
///
/// # Errors
/// When the database fails.
pub fn tasks(conn: &mut Db, actor: &Actor, now: Instant) -> Result<Vec<Task>> {
    let (done, under_way) = (rounds::with_outcome(conn)?, outcomes::under_way(conn)?);
    let with_key = ceremony::with_key(conn)?;
    let settled = |round: &Round| done.contains(&round.id) && !under_way.contains(&round.id) && !with_key.contains(&round.id);
    let mut tasks = Vec::new();
    for round in rounds::all(conn)? {
        if settled(&round) || !doors(actor, &round, now).count {
            continue;
        }
        let state = State::read(conn, round.id)?;
        let Next::Take(step) = state.next(&round, now) else { continue };
        let early = step == Step::Publish && round.schedule.window(Phase::Result).is_some_and(|window| now < window.starts);
        let label = match step {
            Step::Close => Message::new("work-task-close"),
            Step::Draw => Message::new("work-task-draw"),
            Step::Open => Message::new("work-task-open"),
            Step::Clean => Message::new("work-task-clean"),
            Step::Count => Message::new("work-task-count"),
            Step::Check => Message::new("work-task-check"),
            Step::Confirm => Message::new("work-task-confirm"),
            Step::Publish => Message::new("work-task-publish"),
            Step::Destroy => Message::new("work-task-destroy"),
        };
        if !early && state.takes(actor, &round, step) {
            tasks.push(Task { href: format!("/werk/rondes/{}/tellen", round.id), label: label.with("name", &round.name), count: 1 });
        }
    }
    Ok(tasks)
}
