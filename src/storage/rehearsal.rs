//! A copy of a round for its rehearsal: its configuration and its plans, and nobody who takes part.

use diesel::prelude::*;

use super::schema::{gebieden, ideas, wijken};
use super::{Db, areas, ballot_box, outcomes, rounds};
use crate::domain::area::{Gebied, Wijk};
use crate::domain::ballot::BallotPlan;
use crate::domain::idea::IdeaState;
use crate::domain::ids::{PersonId, RoundId, WijkId};
use crate::domain::time::{Instant, Language};
use crate::error::Result;
use crate::storage::rounds::{NewRound, Round};

/// What a rehearsal needs of a round.
#[derive(Debug, Clone)]
pub struct Original {
    /// The round.
    pub round: Round,
    /// Its gebied.
    pub gebied: Gebied,
    /// Its wijken.
    pub wijken: Vec<Wijk>,
    /// What would be on its ballot now, with the wijk of each plan.
    pub plans: Vec<(BallotPlan, Option<WijkId>)>,
}

/// Reads what a rehearsal needs.
///
/// # Errors
/// When the database fails.
pub fn read(conn: &mut Db, round: Round) -> Result<Original> {
    let mut wijken = Vec::new();
    for (id, _) in rounds::wijken_of(conn, round.id)? {
        wijken.push(areas::find_wijk(conn, id)?);
    }
    let places = outcomes::plans(conn, round.id)?;
    let wijk = |plan: &BallotPlan| places.iter().find(|row| row.id == plan.id).and_then(|row| row.wijk);
    let plans = ballot_box::plans(conn, round.id)?.into_iter().map(|plan| (plan.clone(), wijk(&plan))).collect();
    Ok(Original { gebied: areas::find_gebied(conn, round.gebied)?, wijken, plans, round })
}

/// Puts a copy in an empty database; gives its key there. One invented resident owns every plan.
///
/// # Errors
/// When the database fails.
pub fn copy(conn: &mut Db, original: &Original, now: Instant) -> Result<RoundId> {
    let gebied = &original.gebied;
    diesel::insert_into(gebieden::table)
        .values((gebieden::id.eq(gebied.id), gebieden::slug.eq(&gebied.slug), gebieden::name.eq(&gebied.name), gebieden::kind.eq(gebied.kind)))
        .execute(conn)?;
    for wijk in &original.wijken {
        diesel::insert_into(wijken::table)
            .values((
                wijken::id.eq(wijk.id),
                wijken::gebied_id.eq(gebied.id),
                wijken::slug.eq(&wijk.slug),
                wijken::name.eq(&wijk.name),
                wijken::inhabitants.eq(wijk.inhabitants),
                wijken::inhabitants_year.eq(wijk.inhabitants_year),
                wijken::valid_from.eq(wijk.valid_from),
            ))
            .execute(conn)?;
    }
    let round = &original.round;
    let new = NewRound {
        slug: round.slug.clone(),
        name: round.name.clone(),
        purpose: round.purpose.clone(),
        gebied: gebied.id,
        rules: round.rules.clone(),
        schedule: round.schedule.clone(),
        wijken: original.wijken.iter().map(|wijk| wijk.id).collect(),
        inhabitants: round.inhabitants,
        raadsbesluit: round.raadsbesluit.clone(),
        verdicts_at: None,
    };
    let id = rounds::insert(conn, &new, now)?;
    rounds::set_published(conn, id, now)?;
    let owner = super::people::insert(conn, None, "Verzonnen indiener", Language::Nl, None, now)?.id;
    for (plan, wijk) in &original.plans {
        add_plan(conn, (id, owner), plan, *wijk, now)?;
    }
    Ok(id)
}

fn add_plan(conn: &mut Db, (round, owner): (RoundId, PersonId), plan: &BallotPlan, wijk: Option<WijkId>, now: Instant) -> QueryResult<()> {
    diesel::insert_into(ideas::table)
        .values((
            ideas::id.eq(plan.id),
            ideas::round_id.eq(round),
            ideas::owner_id.eq(owner),
            ideas::state.eq(IdeaState::Feasible),
            ideas::title.eq(&plan.title),
            ideas::why.eq(&plan.summary),
            ideas::residents_do.eq(""),
            ideas::municipality_does.eq(""),
            ideas::cost.eq(plan.cost),
            ideas::theme.eq(&plan.theme),
            ideas::wijk_id.eq(wijk),
            ideas::place.eq(""),
            ideas::search_text.eq(""),
            ideas::form_key.eq(format!("rehearsal-{}", plan.id)),
            ideas::created_at.eq(now),
            ideas::changed_at.eq(now),
            ideas::submitted_at.eq(now),
            ideas::version.eq(1_i64),
        ))
        .execute(conn)?;
    Ok(())
}
