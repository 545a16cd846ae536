//! Rounds: setting up, publishing, running and evaluating them, and what pages show of them.

mod clock;
mod pages;
mod running;
mod setup;

use super::Context;
use crate::domain::event::Subject;
use crate::domain::ids::PersonId;
use crate::domain::person::{Actor, Place, REVIEWERS, ROUND_MANAGERS, Role, Scope};
use crate::domain::phase::Phase;
use crate::domain::time::{Instant, Language};
use crate::error::{Error, Message, Result};
use crate::storage::people::Person;
use crate::storage::rounds::{Round, RoundPlace};
use crate::storage::{Db, people, round_records, rounds};
use crate::views::mail::Letter;

use super::Deed;
use super::work::Task;

pub use clock::by_the_clock;
pub use pages::{
    City, Overview, RoundPage, RulesPage, SetupPage, WijkPage, city, lessons, overview, overviews, round_page, rules_page, rules_text, setup_page, wijk_page,
    work_rounds,
};
pub use running::{evaluate, extend, stop};
pub use setup::{Checked, NewFromTemplate, Setup, check, create, publish, publish_in, save};

/// The deed of somebody about a round.
const fn deed<'a>(actor: &'a Actor, action: &'static str, round: &Round) -> Deed<'a> {
    Deed { actor, action, subject: Subject::Round, id: round.id.0 }
}

/// Refuses who does not manage rounds at this place.
///
/// # Errors
/// `Forbidden`.
pub fn must_manage(actor: &Actor, round: &Round) -> Result<()> {
    if actor.has_at(ROUND_MANAGERS, round.place()) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Everybody with one of these roles at a place today, each once.
///
/// # Errors
/// When the database fails.
pub fn staff_at(conn: &mut Db, place: Place, roles: &[Role], now: Instant) -> Result<Vec<Person>> {
    let mut found: Vec<Person> = Vec::new();
    for (row, person) in people::all_roles(conn)? {
        let here = match row.grant.scope {
            Scope::City => true,
            Scope::Gebied(gebied) => gebied == place.gebied,
            Scope::Wijk(wijk) => place.wijk == Some(wijk),
            Scope::Adviesorgaan(_) => false,
        };
        let holds = here && roles.contains(&row.grant.role) && row.grant.holds_on(now.day()) && person.disabled_at.is_none();
        if holds && !found.iter().any(|other| other.id == person.id) {
            found.push(person);
        }
    }
    Ok(found)
}

/// Mails everybody who takes part in a round, and its gebiedsteam; each once, in their language.
fn tell(context: &Context, conn: &mut Db, round: &Round, letter: impl Fn(Language) -> Letter) -> Result<()> {
    let now = context.now();
    let mut all = staff_at(conn, round.place(), &[REVIEWERS, ROUND_MANAGERS].concat(), now)?;
    let known: Vec<PersonId> = all.iter().map(|person| person.id).collect();
    all.extend(round_records::participants(conn, round.id)?.into_iter().filter(|person| !known.contains(&person.id)));
    for person in &all {
        context.post(conn, person, &letter(person.language))?;
    }
    Ok(())
}

/// What waits for somebody in the rounds they manage.
///
/// # Errors
/// When the database fails.
pub fn tasks(conn: &mut Db, actor: &Actor, now: Instant) -> Result<Vec<Task>> {
    let evaluated = round_records::evaluated(conn)?;
    let mut tasks = Vec::new();
    for round in rounds::all(conn)? {
        let manages = actor.has_at(ROUND_MANAGERS, round.place());
        let slug = &round.slug;
        if manages && round.status == crate::domain::outcome::RoundStatus::Draft {
            let label = Message::new("work-task-draft").with("name", &round.name);
            tasks.push(Task { href: format!("/werk/rondes/{slug}/controle"), label, count: 1 });
        }
        let evaluates = manages || actor.has_at(REVIEWERS, round.place());
        if evaluates && evaluation_due(&round, now) && !evaluated.contains(&round.id) {
            let label = Message::new("work-task-evaluate").with("name", &round.name);
            tasks.push(Task { href: format!("/werk/rondes/{slug}/evaluatie"), label, count: 1 });
        }
    }
    Ok(tasks)
}

/// Whether a round should be evaluated by now: it is published and that phase has begun.
fn evaluation_due(round: &Round, now: Instant) -> bool {
    round.status == crate::domain::outcome::RoundStatus::Published && round.schedule.has_begun(Phase::Evaluate, now)
}

/// The wijken of one round out of those of all rounds.
fn places_of(places: &[RoundPlace], round: &Round) -> Vec<RoundPlace> {
    places.iter().filter(|place| place.round == round.id).cloned().collect()
}
