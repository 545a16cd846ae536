//! Loading gebieden, wijken and buurten, and their boundaries.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::Deed;
use crate::domain::area::{Gebied, Wijk};
use crate::domain::division::{Division, WijkEntry};
use crate::domain::event::Subject;
use crate::domain::ids::{GebiedId, WijkId};
use crate::domain::outline::{Area, OutlineError, Shape, path};
use crate::domain::person::Actor;
use crate::domain::time::Instant;
use crate::error::{Error, Message, Result};
use crate::storage::divisions::{self, OpenWijk};
use crate::storage::{Db, areas};

/// What loading a division did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Wijken that were added.
    pub added: usize,
    /// Wijken that stay as they were.
    pub kept: usize,
    /// Wijken of the old division that were closed.
    pub closed: usize,
}

/// Loads a division that holds from `from` on. A wijk that is the same keeps its row; one that
/// changed, or is not in the division any more, has the day before as its last.
///
/// # Errors
/// When there is a division from that day or later that differs, or the database fails.
pub fn import(conn: &mut Db, division: &Division, from: NaiveDate, now: Instant) -> Result<Loaded> {
    let last = from.checked_sub_days(Days::new(1)).unwrap_or(from);
    let mut open: BTreeMap<String, OpenWijk> = divisions::open_wijken(conn)?.into_iter().map(|wijk| (wijk.entry.slug.clone(), wijk)).collect();
    let mut loaded = Loaded::default();
    for gebied in &division.gebieden {
        let id = divisions::set_gebied(conn, &gebied.slug, &gebied.name, gebied.kind)?;
        for entry in &gebied.wijken {
            let old = open.remove(&entry.slug);
            if old.as_ref().is_some_and(|old| same(old, id, entry, division.year)) {
                loaded.kept += 1;
                continue;
            }
            let outline = old.as_ref().filter(|old| codes(&old.entry) == codes(entry)).and_then(|old| old.outline.clone());
            if let Some(old) = &old {
                close(conn, old, from, last)?;
                loaded.closed += 1;
            }
            divisions::insert_wijk(conn, id, entry, division.year, from, outline.as_deref())?;
            loaded.added += 1;
        }
    }
    for old in open.values() {
        close(conn, old, from, last)?;
        loaded.closed += 1;
    }
    let detail = serde_json::json!({ "from": from, "added": loaded.added, "kept": loaded.kept, "closed": loaded.closed });
    Deed { actor: &Actor::Clock, action: "areas.import", subject: Subject::Platform, id: 0 }.record_inside(conn, now, None, detail)?;
    Ok(loaded)
}

fn same(old: &OpenWijk, gebied: GebiedId, entry: &WijkEntry, year: i32) -> bool {
    let mut sorted = entry.clone();
    sorted.buurten.sort_by(|a, b| a.code.cmp(&b.code));
    old.gebied == gebied && old.year == year && old.entry == sorted
}

fn codes(entry: &WijkEntry) -> std::collections::BTreeSet<&str> {
    entry.buurten.iter().map(|buurt| buurt.code.as_str()).collect()
}

fn close(conn: &mut Db, old: &OpenWijk, from: NaiveDate, last: NaiveDate) -> Result<()> {
    if old.valid_from >= from {
        let message = Message::new("error-division-too-early").with("name", &old.entry.name).with("day", old.valid_from);
        return Err(Error::refused(message));
    }
    Ok(divisions::close_wijk(conn, old.id, last)?)
}

/// Loads boundaries for the division that holds on `day`; gives how many wijken got one.
///
/// # Errors
/// In the inner result the first shape of a wijk or buurt that there is not; or the database fails.
pub fn import_outlines(conn: &mut Db, shapes: &[Shape], day: NaiveDate) -> Result<Result<usize, OutlineError>> {
    let wijken: BTreeMap<String, WijkId> = areas::wijken(conn, day)?.into_iter().map(|wijk| (wijk.slug, wijk.id)).collect();
    let buurten: BTreeMap<String, WijkId> = areas::buurten(conn, day)?.into_iter().map(|buurt| (buurt.code, buurt.wijk)).collect();
    let mut of: BTreeMap<WijkId, Vec<&Shape>> = BTreeMap::new();
    for shape in shapes {
        let (found, name) = match &shape.area {
            Area::Wijk(slug) => (wijken.get(slug), slug),
            Area::Buurt(code) => (buurten.get(code), code),
        };
        match found {
            Some(id) => of.entry(*id).or_default().push(shape),
            None => return Ok(Err(OutlineError::Unknown { line: shape.line, name: name.clone() })),
        }
    }
    for (id, shapes) in &of {
        divisions::set_outline(conn, *id, &path(shapes.iter().copied()))?;
    }
    Ok(Ok(of.len()))
}

/// The gebieden with their wijken that hold on `day`.
///
/// # Errors
/// When the database fails.
pub fn by_gebied(conn: &mut Db, day: NaiveDate) -> Result<Vec<(Gebied, Vec<Wijk>)>> {
    let wijken = areas::wijken(conn, day)?;
    let gebieden = areas::gebieden(conn)?;
    let of = |id: GebiedId| wijken.iter().filter(|wijk| wijk.gebied == id).cloned().collect::<Vec<_>>();
    Ok(gebieden.into_iter().map(|gebied| (gebied.clone(), of(gebied.id))).filter(|(_, wijken)| !wijken.is_empty()).collect())
}
