//! Polling places: where people can vote on paper, and when.

use super::{Context, Deed};
use crate::domain::area::Wijk;
use crate::domain::event::Subject;
use crate::domain::ids::{PollingPlaceId, RoundId, WijkId};
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, Role};
use crate::domain::phase::Phase;
use crate::domain::text::{self, TextError};
use crate::domain::time::{Instant, Window};
use crate::error::{Error, FieldError, Message, Result};
use crate::storage::polling::{self, NewPlace, PollingPlace};
use crate::storage::rounds::Round;
use crate::storage::{Db, areas, ballot_box, rounds};

/// Who says where people can vote on paper.
pub const PLACERS: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager, Role::Beheerder];
/// The longest name or address, in characters.
pub const MAX_LINE: usize = 120;
/// The most moments a place can be open.
pub const MOST_HOURS: usize = 8;

/// The polling places of a round, for who keeps the list.
#[derive(Debug, Clone)]
pub struct Places {
    /// The round.
    pub round: Round,
    /// Its wijken.
    pub wijken: Vec<(WijkId, String)>,
    /// The places.
    pub places: Vec<PollingPlace>,
}

/// What was typed of a place.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Its wijk.
    pub wijk: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Day, from, until of each moment it is open; empty ones do not count.
    pub hours: Vec<[String; 3]>,
}

/// The polling places of a round.
///
/// # Errors
/// When this person may not change them.
pub async fn places(context: &Context, actor: &Actor, round: RoundId) -> Result<Places> {
    let actor = actor.clone();
    context.db.read(move |conn| found(conn, &actor, round)).await
}

fn found(conn: &mut Db, actor: &Actor, round: RoundId) -> Result<Places> {
    let round = rounds::find(conn, round)?;
    if !actor.has_at(PLACERS, round.place()) {
        return Err(Error::Forbidden);
    }
    Ok(Places { wijken: rounds::wijken_of(conn, round.id)?, places: polling::all(conn, round.id)?, round })
}

/// Adds a place, or changes one.
///
/// # Errors
/// `Invalid` with every field that needs another look, or when this person may not.
pub async fn save(context: &Context, actor: &Actor, round: RoundId, place: Option<PollingPlaceId>, typed: Typed) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let here = found(conn, &actor, round)?;
            let new = parse(&here, &typed)?;
            check_open(conn, round)?;
            let (action, id) = match place {
                None => ("round.add_place", polling::insert(conn, round, &new)?),
                Some(id) if polling::update(conn, round, id, &new)? => ("round.change_place", id),
                Some(_) => return Err(Error::NotFound),
            };
            let detail = serde_json::json!({ "place": id, "name": new.name });
            Deed { actor: &actor, action, subject: Subject::Round, id: round.0 }.record_inside(conn, now, None, detail)
        })
        .await
}

/// Takes a place away that no paper came from.
///
/// # Errors
/// When papers came from it, or this person may not.
pub async fn remove(context: &Context, actor: &Actor, round: RoundId, place: PollingPlaceId) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let here = found(conn, &actor, round)?;
            check_open(conn, round)?;
            let name = here.places.iter().find(|one| one.id == place).map(|one| one.about.name.clone()).ok_or(Error::NotFound)?;
            if !polling::remove(conn, round, place)? {
                return Err(Error::refused(Message::new("error-place-used")));
            }
            let deed = Deed { actor: &actor, action: "round.remove_place", subject: Subject::Round, id: round.0 };
            deed.record_inside(conn, now, None, serde_json::json!({ "place": place, "name": name }))
        })
        .await
}

/// Once the box is closed nothing about paper changes any more.
pub(super) fn check_open(conn: &mut Db, round: RoundId) -> Result<()> {
    match ballot_box::closed_at(conn, round)? {
        None => Ok(()),
        Some(_) => Err(Error::refused(Message::new("error-paper-closed"))),
    }
}

fn parse(here: &Places, typed: &Typed) -> Result<NewPlace> {
    let mut errors = Vec::new();
    let wijk = typed.wijk.parse().ok().filter(|id| here.wijken.iter().any(|(wijk, _)| wijk == id));
    if wijk.is_none() {
        errors.push(FieldError::new("wijk", Message::new("error-choose")));
    }
    let mut line = |field: &'static str, value: &str| {
        text::line(value, 2, MAX_LINE).unwrap_or_else(|error| {
            errors.push(FieldError::new(field, line_error(error)));
            String::new()
        })
    };
    let (name, address) = (line("name", &typed.name), line("address", &typed.address));
    let mut hours = Vec::new();
    for (place, moment) in typed.hours.iter().enumerate() {
        match window(moment) {
            Ok(window) => hours.extend(window),
            Err(()) => errors.push(FieldError::new(format!("day{}", place + 1), Message::new("error-place-hours"))),
        }
    }
    hours.sort_by_key(|window| window.starts);
    hours.dedup_by_key(|window| window.starts);
    match wijk {
        Some(wijk) if errors.is_empty() => Ok(NewPlace { wijk, name, address, hours }),
        _ => Err(Error::Invalid(errors)),
    }
}

const fn line_error(error: TextError) -> Message {
    match error {
        TextError::TooLong(_) => Message::new("error-place-long"),
        TextError::Empty | TextError::TooShort(_) | TextError::NotAnEmail => Message::new("error-place-line"),
    }
}

/// A moment a place is open; none when nothing was filled in.
fn window([day, from, until]: &[String; 3]) -> Result<Option<Window>, ()> {
    if [day, from, until].iter().all(|part| part.trim().is_empty()) {
        return Ok(None);
    }
    let at = |time: &str| Instant::parse_local(&format!("{}T{}", day.trim(), time.trim())).map_err(|_| ());
    let (starts, ends) = (at(from)?, at(until)?);
    if starts < ends { Ok(Some(Window { starts, ends })) } else { Err(()) }
}

/// What stands on a poster.
#[derive(Debug, Clone)]
pub struct Poster {
    /// The round.
    pub round: Round,
    /// When votes are taken.
    pub window: Window,
    /// The wijk it hangs in.
    pub wijk: Wijk,
    /// Every place of the round, those of this wijk first.
    pub places: Vec<PollingPlace>,
}

/// The poster of a wijk.
///
/// # Errors
/// `NotFound` when the round is a draft, has no vote, or not this wijk.
pub async fn poster(context: &Context, slug: String, wijk: WijkId) -> Result<Poster> {
    context
        .db
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            let window = round.schedule.window(Phase::Vote).ok_or(Error::NotFound)?;
            if round.status == RoundStatus::Draft {
                return Err(Error::NotFound);
            }
            if rounds::wijken_of(conn, round.id)?.iter().all(|(id, _)| *id != wijk) {
                return Err(Error::NotFound);
            }
            let wijk = areas::find_wijk(conn, wijk)?;
            let mut places = polling::all(conn, round.id)?;
            places.sort_by_key(|place| place.about.wijk != wijk.id);
            Ok(Poster { round, window, wijk, places })
        })
        .await
}
