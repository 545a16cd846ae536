//! A gebiedsteam of twenty with five hundred ideas that wait for an answer.

use chrono::TimeDelta;
use diesel::prelude::*;
use wijkdeal::app::Context;
use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::ids::{GebiedId, PersonId};
use wijkdeal::domain::person::{Grant, Role, Scope};
use wijkdeal::domain::phase::{Phase, Schedule};
use wijkdeal::domain::rules::Template;
use wijkdeal::domain::text::Email;
use wijkdeal::domain::time::{Instant, Language, Window};
use wijkdeal::error::{Error, Result};
use wijkdeal::storage::ideas::{self, Words};
use wijkdeal::storage::rounds::{self, NewRound};
use wijkdeal::storage::{Db, people, review, schema};

const IDEAS: usize = 500;
const REVIEWERS: usize = 20;

/// Fills a gebied of its own; gives one of the reviewers.
pub async fn plant(context: &Context) -> Result<PersonId> {
    let now = context.now();
    context.db.write(move |conn| gebied(conn, now)).await
}

fn gebied(conn: &mut Db, now: Instant) -> Result<PersonId> {
    use schema::gebieden;
    let gebied: GebiedId = diesel::insert_into(gebieden::table)
        .values((gebieden::slug.eq("oost"), gebieden::name.eq("Oost"), gebieden::kind.eq("stad")))
        .returning(gebieden::id)
        .get_result(conn)?;
    let window = |starts, ends| Window { starts: now.plus(TimeDelta::days(starts)), ends: now.plus(TimeDelta::days(ends)) };
    let windows = vec![(Phase::Submit, window(-60, -30)), (Phase::Review, window(-30, 30)), (Phase::Vote, window(30, 60))];
    let round = NewRound {
        slug: "wijkdeal-oost".into(),
        name: "Wijkdeal Oost".into(),
        purpose: "Wat heeft Oost nodig?".into(),
        gebied,
        rules: Template::TopTen.rules(),
        schedule: Schedule::new(windows).map_err(Error::internal)?,
        wijken: Vec::new(),
        inhabitants: 30_000,
        raadsbesluit: None,
        verdicts_at: None,
    };
    let round = rounds::insert(conn, &round, now)?;
    rounds::set_published(conn, round, now)?;
    let owner = people::insert(conn, None, "Kim Voorbeeld", Language::Nl, None, now)?.id;
    let team = (0..REVIEWERS).map(|number| reviewer(conn, gebied, number, now)).collect::<Result<Vec<_>>>()?;
    // Every idea has a contact, except one in three.
    for number in 0..IDEAS {
        let words = Words { title: format!("Een bankje op hoek {number}"), why: "Om even te zitten.".into(), ..Words::default() };
        let id = ideas::insert(conn, round, owner, &words, &format!("desk-{number}"), now)?;
        ideas::set_state(conn, id, IdeaState::Submitted, now)?;
        if let Some(contact) = team.iter().cycle().nth(number).filter(|_| number % 3 > 0) {
            review::set_contact(conn, id, *contact)?;
        }
    }
    team.first().copied().ok_or(Error::NotFound)
}

fn reviewer(conn: &mut Db, gebied: GebiedId, number: usize, now: Instant) -> Result<PersonId> {
    let email = Email::parse(&format!("team{number}@voorbeeld.nl")).map_err(Error::internal)?;
    let person = people::insert(conn, Some(&email), &format!("Collega {number}"), Language::Nl, None, now)?.id;
    let grant = Grant { role: Role::Gebiedsteam, scope: Scope::Gebied(gebied), starts: now.day(), ends: None };
    people::grant(conn, person, &grant, now)?;
    Ok(person)
}
