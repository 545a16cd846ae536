//! The gebiedsbudget: what is promised never exceeds what was granted, and every change says why.

use super::{Context, Deed};
use crate::domain::area::Gebied;
use crate::domain::event::Subject;
use crate::domain::idea::IdeaState;
use crate::domain::ids::{GebiedId, IdeaId};
use crate::domain::ledger::{Balance, BookingKind};
use crate::domain::money::Cents;
use crate::domain::person::{Actor, Place, ROUND_MANAGERS};
use crate::domain::time::Instant;
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::ideas::Idea;
use crate::storage::ledger::{self, Booking, NewBooking};
use crate::storage::rounds::Round;
use crate::storage::{Db, areas, ideas, rounds};

/// Sets money aside for a chosen plan, inside an open transaction. Nothing is set aside twice: what
/// is already reserved or paid for the plan counts.
///
/// # Errors
/// A refusal that says how much is left, when the gebiedsbudget of the year has not enough.
pub fn reserve(conn: &mut Db, actor: &Actor, round: &Round, idea: &Idea, cents: Cents, reason: &str, now: Instant) -> Result<()> {
    ledger::lock(conn, round.gebied)?;
    let done = ledger::balance_of_idea(conn, round.gebied, idea.id)?;
    let needed = Cents(cents.0.saturating_sub(done.reserved.0).saturating_sub(done.spent.0));
    if needed <= Cents::ZERO {
        return Ok(());
    }
    let year = round.budget_year(now);
    let free = ledger::balance(conn, round.gebied, year)?.free();
    if needed > free {
        let message = Message::new("error-ledger-not-enough").with("asked", needed).with("free", free).with("year", year);
        return Err(Error::refused(message));
    }
    let booking = NewBooking {
        gebied: round.gebied,
        year,
        kind: BookingKind::Reserved,
        cents: needed,
        round: Some(round.id),
        idea: Some(idea.id),
        reason: reason.to_owned(),
        person: actor.person(),
    };
    write(conn, actor, &booking, now)
}

/// Lets what is still reserved for a plan fall free, inside an open transaction.
///
/// # Errors
/// When the database fails.
pub fn release(conn: &mut Db, actor: &Actor, round: &Round, idea: &Idea, reason: &str, now: Instant) -> Result<()> {
    ledger::lock(conn, round.gebied)?;
    let left = ledger::balance_of_idea(conn, round.gebied, idea.id)?.reserved;
    if left <= Cents::ZERO {
        return Ok(());
    }
    let booking = NewBooking {
        gebied: round.gebied,
        year: year_of(conn, round.gebied, idea.id)?.unwrap_or_else(|| round.budget_year(now)),
        kind: BookingKind::Released,
        cents: left,
        round: Some(round.id),
        idea: Some(idea.id),
        reason: reason.to_owned(),
        person: actor.person(),
    };
    write(conn, actor, &booking, now)
}

/// The year in which money was reserved for a plan.
fn year_of(conn: &mut Db, gebied: GebiedId, idea: IdeaId) -> Result<Option<i32>> {
    let all = ledger::of_gebied(conn, gebied)?;
    Ok(all.into_iter().find(|booking| booking.idea == Some(idea) && booking.kind == BookingKind::Reserved).map(|booking| booking.year))
}

fn write(conn: &mut Db, actor: &Actor, booking: &NewBooking, now: Instant) -> Result<()> {
    ledger::book(conn, booking, now)?;
    let detail = serde_json::json!({ "kind": booking.kind, "year": booking.year, "cents": booking.cents });
    Deed { actor, action: "ledger.book", subject: Subject::Gebied, id: booking.gebied.0 }.record(conn, now, Some(&booking.reason), detail)
}

/// What somebody books by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The gemeenteraad grants money; the reason is its decision.
    Grant,
    /// A bill for a plan is paid from what is reserved for it.
    Pay(IdeaId),
    /// What is still reserved for a plan falls free.
    Release(IdeaId),
    /// A bill without a plan is paid from what is free.
    PayOther,
}

/// Books something by hand.
///
/// # Errors
/// When the actor does not manage rounds there, or there is not enough.
pub async fn book(context: &Context, actor: Actor, gebied: String, entry: Entry, year: i32, cents: Cents, reason: String) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let gebied = areas::gebied_by_slug(conn, &gebied)?;
            if !actor.has_at(ROUND_MANAGERS, Place { gebied: gebied.id, wijk: None }) {
                return Err(Error::Forbidden);
            }
            ledger::lock(conn, gebied.id)?;
            let plain =
                NewBooking { gebied: gebied.id, year, kind: BookingKind::Granted, cents, round: None, idea: None, reason, person: actor.person() };
            match entry {
                Entry::Grant => write(conn, &actor, &plain, now),
                Entry::PayOther => {
                    let free = ledger::balance(conn, gebied.id, year)?.free();
                    enough(cents, free)?;
                    write(conn, &actor, &NewBooking { kind: BookingKind::Reserved, ..plain.clone() }, now)?;
                    write(conn, &actor, &NewBooking { kind: BookingKind::Spent, ..plain }, now)
                }
                Entry::Pay(id) => {
                    let idea = idea_here(conn, gebied.id, id)?;
                    enough(cents, ledger::balance_of_idea(conn, gebied.id, id)?.reserved)?;
                    let year = year_of(conn, gebied.id, id)?.unwrap_or(year);
                    let booking = NewBooking { kind: BookingKind::Spent, year, idea: Some(id), round: Some(idea.round_id), ..plain };
                    write(conn, &actor, &booking, now)
                }
                Entry::Release(id) => {
                    let idea = idea_here(conn, gebied.id, id)?;
                    let round = rounds::find(conn, idea.round_id)?;
                    release(conn, &actor, &round, &idea, &plain.reason, now)
                }
            }
        })
        .await
}

fn enough(cents: Cents, left: Cents) -> Result<()> {
    if cents <= left { Ok(()) } else { Err(Error::Invalid(vec![FieldError::new("cents", Message::new("error-ledger-left").with("left", left))])) }
}

/// A plan whose round is of this gebied.
fn idea_here(conn: &mut Db, gebied: GebiedId, id: IdeaId) -> Result<Idea> {
    let idea = ideas::find(conn, id)?;
    if idea.state == IdeaState::Draft || rounds::find(conn, idea.round_id)?.gebied != gebied { Err(Error::NotFound) } else { Ok(idea) }
}

/// What the page of a gebiedsbudget shows.
#[derive(Debug, Clone)]
pub struct BudgetPage {
    /// The gebied.
    pub gebied: Gebied,
    /// The year that is shown.
    pub year: i32,
    /// All years with bookings, newest first.
    pub years: Vec<i32>,
    /// The year added up.
    pub balance: Balance,
    /// Its bookings, oldest first.
    pub bookings: Vec<Booking>,
    /// Plans with money still reserved: key, title, how much.
    pub reserved: Vec<(IdeaId, String, Cents)>,
    /// Whether the reader books here.
    pub manages: bool,
}

/// The gebiedsbudget of a year (the newest with bookings, or this year, when none is asked).
///
/// # Errors
/// `NotFound`, or when the database fails.
pub async fn budget_page(context: &Context, actor: Actor, slug: String, year: Option<i32>) -> Result<BudgetPage> {
    let now = context.now();
    context
        .db
        .read(move |conn| {
            let gebied = areas::gebied_by_slug(conn, &slug)?;
            let all = ledger::of_gebied(conn, gebied.id)?;
            let years: std::collections::BTreeSet<i32> = all.iter().map(|booking| booking.year).collect();
            let this_year = chrono::Datelike::year(&now.day());
            let newest = if years.contains(&this_year) { Some(this_year) } else { years.last().copied() };
            let year = year.or(newest).unwrap_or(this_year);
            let reserved = reserved(&all);
            let bookings: Vec<Booking> = all.into_iter().filter(|booking| booking.year == year).collect();
            Ok(BudgetPage {
                manages: actor.has_at(ROUND_MANAGERS, Place { gebied: gebied.id, wijk: None }),
                balance: Balance::of(bookings.iter().map(|booking| (booking.kind, booking.cents))),
                years: years.into_iter().rev().collect(),
                gebied,
                year,
                bookings,
                reserved,
            })
        })
        .await
}

/// Plans with money still reserved.
fn reserved(bookings: &[Booking]) -> Vec<(IdeaId, String, Cents)> {
    let mut plans: Vec<(IdeaId, String)> = bookings.iter().filter_map(|b| Some((b.idea?, b.idea_title.clone()?))).collect();
    plans.sort();
    plans.dedup();
    let left = |id: IdeaId| Balance::of(bookings.iter().filter(|b| b.idea == Some(id)).map(|b| (b.kind, b.cents))).reserved;
    plans.into_iter().map(|(id, title)| (id, title, left(id))).filter(|(_, _, cents)| *cents > Cents::ZERO).collect()
}
