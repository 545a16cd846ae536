//! Door-to-door work: the WIJ-team counts per street, everybody sees what came of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Context, Deed};
use crate::domain::area::Wijk;
use crate::domain::event::Subject;
use crate::domain::fieldwork::{Count, CountFlaw, MOST};
use crate::domain::ids::{StreetCountId, WijkId};
use crate::domain::person::{Actor, Place, Role};
use crate::domain::text::line;
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::fieldwork::{self as store, NewCount, StreetCount};
use crate::storage::{Db, areas};

/// Roles that count, in their own wijk or gebied.
pub const COUNTERS: &[Role] = &[Role::WijMedewerker, Role::Gebiedsteam, Role::Gebiedsmanager];
/// The longest name of a street, in characters.
pub const MAX_STREET: usize = 80;

/// A street with everything that was counted there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Street {
    /// Name.
    pub name: String,
    /// All days together.
    pub count: Count,
}

/// What was counted in a wijk.
#[derive(Debug, Clone)]
pub struct Fieldwork {
    /// The wijk.
    pub wijk: Wijk,
    /// Street by street.
    pub streets: Vec<Street>,
    /// All streets together.
    pub total: Count,
    /// Every count by itself, for who counts.
    pub counts: Vec<StreetCount>,
}

/// What was counted in these wijken, in one query.
fn read(conn: &mut Db, wijken: Vec<Wijk>) -> Result<Vec<Fieldwork>> {
    let ids: Vec<WijkId> = wijken.iter().map(|wijk| wijk.id).collect();
    let mut counts: BTreeMap<WijkId, Vec<StreetCount>> = BTreeMap::new();
    for (wijk, count) in store::of_wijken(conn, &ids)? {
        counts.entry(wijk).or_default().push(count);
    }
    Ok(wijken.into_iter().map(|wijk| in_wijk(counts.remove(&wijk.id).unwrap_or_default(), wijk)).collect())
}

fn in_wijk(counts: Vec<StreetCount>, wijk: Wijk) -> Fieldwork {
    let mut streets: BTreeMap<&str, Vec<Count>> = BTreeMap::new();
    for one in &counts {
        streets.entry(&one.street).or_default().push(one.count);
    }
    let streets: Vec<Street> = streets.into_iter().map(|(name, all)| Street { name: name.to_owned(), count: Count::total(all) }).collect();
    Fieldwork { total: Count::total(streets.iter().map(|street| street.count)), streets, counts, wijk }
}

/// What was counted in a wijk, for everybody.
///
/// # Errors
/// `NotFound` when there is no such wijk.
pub async fn funnel(context: &Context, slug: String) -> Result<Fieldwork> {
    let day = context.now().day();
    context
        .db
        .read(move |conn| {
            let wijk = areas::wijk_by_slug(conn, &slug, day)?;
            read(conn, vec![wijk])?.pop().ok_or(Error::NotFound)
        })
        .await
}

/// The wijken in which somebody counts, with what was counted.
///
/// # Errors
/// When the database fails.
pub async fn wijken(context: &Context, actor: &Actor) -> Result<Vec<Fieldwork>> {
    let (actor, day) = (actor.clone(), context.now().day());
    context
        .db
        .read(move |conn| {
            let mine = areas::wijken(conn, day)?.into_iter().filter(|wijk| counts_in(&actor, wijk)).collect();
            read(conn, mine)
        })
        .await
}

fn counts_in(actor: &Actor, wijk: &Wijk) -> bool {
    actor.has_at(COUNTERS, Place { gebied: wijk.gebied, wijk: Some(wijk.id) })
}

/// What was counted in a wijk, for somebody who counts there.
///
/// # Errors
/// `NotFound` when there is no such wijk, `Forbidden` in another.
pub async fn desk(context: &Context, actor: &Actor, slug: String) -> Result<Fieldwork> {
    let found = funnel(context, slug).await?;
    if counts_in(actor, &found.wijk) { Ok(found) } else { Err(Error::Forbidden) }
}

/// A count as it was typed.
#[derive(Debug, Clone)]
pub struct Typed {
    /// The street.
    pub street: String,
    /// The day.
    pub day: String,
    /// Addresses.
    pub approached: String,
    /// Talks.
    pub spoken: String,
    /// Ideas.
    pub ideas: String,
    /// The name of the form.
    pub form_key: String,
}

impl Typed {
    fn checked(&self, today: NaiveDate) -> Result<(String, NaiveDate, Count)> {
        let mut errors = Vec::new();
        let street = line(&self.street, 2, MAX_STREET).map_err(|_| errors.push(FieldError::new("street", Message::new("error-street"))));
        let day = self.day.trim().parse::<NaiveDate>().ok().filter(|day| *day <= today);
        if day.is_none() {
            errors.push(FieldError::new("day", Message::new("error-field-day")));
        }
        let mut number = |field: &str, text: &str| {
            let found: Option<i64> = if text.trim().is_empty() { Some(0) } else { text.trim().parse().ok() };
            if found.is_none() {
                errors.push(FieldError::new(field, Message::new("error-field-number")));
            }
            found
        };
        let numbers = (number("approached", &self.approached), number("spoken", &self.spoken), number("ideas", &self.ideas));
        let count = match numbers {
            (Some(approached), Some(spoken), Some(ideas)) => {
                Count::new(approached, spoken, ideas).map_err(|flaws| errors.extend(flaws.into_iter().map(flaw))).ok()
            }
            _ => None,
        };
        match (street, day, count) {
            (Ok(street), Some(day), Some(count)) => Ok((street, day, count)),
            _ => Err(Error::Invalid(errors)),
        }
    }
}

fn flaw(flaw: CountFlaw) -> FieldError {
    match flaw {
        CountFlaw::Approached => FieldError::new("approached", Message::new("error-field-approached").with("max", MOST)),
        CountFlaw::Spoken => FieldError::new("spoken", Message::new("error-field-spoken")),
        CountFlaw::Ideas => FieldError::new("ideas", Message::new("error-field-ideas")),
    }
}

/// Adds what was counted in a street on a day. The same form sent twice is one count.
///
/// # Errors
/// `NotFound`, `Forbidden` in another wijk, or every field that needs another look.
pub async fn count(context: &Context, actor: &Actor, slug: String, typed: Typed) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (wijk, person) = mine(conn, &actor, &slug, now.day())?;
            let (street, day, count) = typed.checked(now.day())?;
            let new = NewCount { wijk: wijk.id, street: street.clone(), day, count, by: person, form_key: typed.form_key };
            if !store::insert(conn, &new, now)? {
                return Ok(());
            }
            let detail = serde_json::json!({ "wijk": wijk.id, "street": street, "approached": count.approached, "spoken": count.spoken, "ideas": count.ideas });
            Deed { actor: &actor, action: "gebied.count_street", subject: Subject::Gebied, id: wijk.gebied.0 }.record_inside(conn, now, None, detail)
        })
        .await
}

/// Takes a count away that was a mistake.
///
/// # Errors
/// `NotFound`, or `Forbidden` in another wijk.
pub async fn remove(context: &Context, actor: &Actor, slug: String, id: StreetCountId) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (wijk, _) = mine(conn, &actor, &slug, now.day())?;
            if !store::remove(conn, wijk.id, id)? {
                return Err(Error::NotFound);
            }
            let deed = Deed { actor: &actor, action: "gebied.uncount_street", subject: Subject::Gebied, id: wijk.gebied.0 };
            deed.record_inside(conn, now, None, serde_json::json!({ "wijk": wijk.id, "count": id }))
        })
        .await
}

fn mine(conn: &mut Db, actor: &Actor, slug: &str, day: NaiveDate) -> Result<(Wijk, crate::domain::ids::PersonId)> {
    let wijk = areas::wijk_by_slug(conn, slug, day)?;
    let person = actor.person().filter(|_| counts_in(actor, &wijk)).ok_or(Error::Forbidden)?;
    Ok((wijk, person))
}
