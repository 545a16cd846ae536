//! What a vote from a file needs in the database: a place and plans that already have an outcome.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Db;
use super::schema::{gebieden, ideas, rounds, wijken};
use crate::domain::area::GebiedKind;
use crate::domain::idea::IdeaState;
use crate::domain::ids::{GebiedId, IdeaId, PersonId, RoundId, WijkId};
use crate::domain::money::Cents;
use crate::domain::text::search_form;
use crate::domain::time::Instant;

/// Whether there is a round with this slug.
///
/// # Errors
/// When the database fails.
pub fn round_exists(conn: &mut Db, slug: &str) -> QueryResult<bool> {
    let found: i64 = rounds::table.filter(rounds::slug.eq(slug)).count().get_result(conn)?;
    Ok(found > 0)
}

/// The gebied and wijk with this slug; made, without inhabitants, when there are none. A vote from
/// elsewhere has a place that is no wijk of this city.
///
/// # Errors
/// When the database fails.
pub fn place(conn: &mut Db, slug: &str, name: &str, since: NaiveDate) -> QueryResult<(GebiedId, WijkId)> {
    let known = wijken::table.filter(wijken::slug.eq(slug)).select((wijken::gebied_id, wijken::id)).first(conn).optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    let gebied = gebieden::table.filter(gebieden::slug.eq(slug)).select(gebieden::id).first(conn).optional()?;
    let gebied: GebiedId = match gebied {
        Some(gebied) => gebied,
        None => diesel::insert_into(gebieden::table)
            .values((gebieden::slug.eq(slug), gebieden::name.eq(name), gebieden::kind.eq(GebiedKind::Stad)))
            .returning(gebieden::id)
            .get_result(conn)?,
    };
    let wijk = diesel::insert_into(wijken::table)
        .values((
            wijken::gebied_id.eq(gebied),
            wijken::slug.eq(slug),
            wijken::name.eq(name),
            wijken::inhabitants.eq(0_i64),
            wijken::inhabitants_year.eq(0),
            wijken::valid_from.eq(since),
        ))
        .returning(wijken::id)
        .get_result(conn)?;
    Ok((gebied, wijk))
}

/// A plan of a vote from a file.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Title.
    pub title: String,
    /// What the file says about it.
    pub description: String,
    /// What it costs.
    pub cost: Cents,
    /// Slug of its theme.
    pub theme: Option<String>,
    /// Where it is, as the file says it: a neighbourhood, or degrees.
    pub place: String,
    /// Whether it won.
    pub chosen: bool,
}

/// Adds a plan with its outcome.
///
/// # Errors
/// When the database fails.
pub fn add_plan(conn: &mut Db, round: RoundId, owner: PersonId, wijk: WijkId, plan: &Plan, form_key: &str, at: Instant) -> QueryResult<IdeaId> {
    let state = if plan.chosen { IdeaState::Chosen } else { IdeaState::NotChosen };
    diesel::insert_into(ideas::table)
        .values((
            ideas::round_id.eq(round),
            ideas::owner_id.eq(owner),
            ideas::state.eq(state),
            ideas::title.eq(&plan.title),
            ideas::why.eq(&plan.description),
            ideas::residents_do.eq(""),
            ideas::municipality_does.eq(""),
            ideas::cost.eq(plan.cost),
            ideas::theme.eq(&plan.theme),
            ideas::wijk_id.eq(wijk),
            ideas::place.eq(&plan.place),
            ideas::search_text.eq(search_form(&format!("{} {}", plan.title, plan.description))),
            ideas::form_key.eq(form_key),
            ideas::created_at.eq(at),
            ideas::changed_at.eq(at),
            ideas::submitted_at.eq(at),
            ideas::version.eq(1_i64),
        ))
        .returning(ideas::id)
        .get_result(conn)
}
