//! The public record of an idea and of an advies: on their pages, and as files to read in a
//! spreadsheet or to work with.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::access::Access;
use super::respond::file;
use super::routes::Routes;
use super::visit::Visit;
use crate::app::Context;
use crate::app::letters::harmless;
use crate::app::timeline::{self, Record};
use crate::domain::event::{Subject, hashed_time};
use crate::domain::time::long_date;
use crate::error::{Error, Result};
use crate::i18n::Translator;
use crate::secrets::hex;
use crate::storage::events::Event;
use crate::views::words::word;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/ideeen/{id:[0-9]+}/tijdlijn.json", Access::Public, idea_json)
        .get("/ideeen/{id:[0-9]+}/tijdlijn.csv", Access::Public, idea_table)
        .get("/adviezen/{id:[0-9]+}/tijdlijn.json", Access::Public, advies_json)
        .get("/adviezen/{id:[0-9]+}/tijdlijn.csv", Access::Public, advies_table)
}

/// Something that happened, as `partials/timeline` takes it.
#[derive(Debug, Clone, Serialize)]
pub struct Moment {
    /// The day as people read it.
    pub date: String,
    /// The day for machines: 2027-03-04.
    pub iso: String,
    /// What happened.
    pub title: String,
    /// Why.
    pub text: Option<String>,
    /// Who did it.
    pub actor: Option<String>,
    /// Whether nothing happened since.
    pub current: bool,
}

/// The record, oldest first.
#[must_use]
pub fn moments(tr: Translator<'_>, events: &[Event]) -> Vec<Moment> {
    let last = events.len();
    events.iter().enumerate().map(|(at, event)| moment(tr, event, at + 1 == last)).collect()
}

/// One of them.
fn moment(tr: Translator<'_>, event: &Event, current: bool) -> Moment {
    let what = &event.what;
    Moment {
        date: long_date(what.at.day(), tr.language),
        iso: what.at.day().to_string(),
        title: word(tr, "event", &what.action),
        text: what.reason.clone(),
        actor: Some(who(tr, event)),
        current,
    }
}

/// Who did it: a resident by name, somebody with a role by name and role.
fn who(tr: Translator<'_>, event: &Event) -> String {
    let role = word(tr, "role", &event.what.actor_role);
    match &event.actor_name {
        Some(name) if event.what.actor_role == "resident" => name.clone(),
        Some(name) => format!("{name}, {role}"),
        None => role,
    }
}

/// One thing that happened, in a file.
#[derive(Debug, Serialize)]
struct Line<'a> {
    /// Place in the record of everything, which has no gaps.
    place: i64,
    /// When, in UTC (RFC 3339).
    at: String,
    /// What, by a name that stays the same.
    action: &'a str,
    /// What, in words.
    what: String,
    /// Who, by name and role.
    who: String,
    /// Why.
    why: Option<&'a str>,
    /// What the hash is made of besides, so that anybody can compute it again.
    proof: Proof<'a>,
    /// Hash over this and everything before it.
    hash: String,
}

/// The rest of what the hash of an event is made of.
#[derive(Debug, Serialize)]
struct Proof<'a> {
    /// What stands for who did it.
    mark: String,
    /// In which role.
    role: &'a str,
    /// About what kind of thing.
    subject: &'static str,
    /// About which one.
    subject_id: i64,
    /// Facts, exactly as they were written.
    facts: String,
    /// Hash of this event alone.
    leaf: String,
}

fn line<'a>(tr: Translator<'_>, event: &'a Event) -> Line<'a> {
    Line {
        place: event.seq,
        at: format!("{}Z", hashed_time(event.what.at)),
        action: &event.what.action,
        what: word(tr, "event", &event.what.action),
        who: who(tr, event),
        why: event.what.reason.as_deref(),
        proof: Proof {
            mark: hex(&event.mark),
            role: &event.what.actor_role,
            subject: event.what.subject.as_str(),
            subject_id: event.what.subject_id,
            facts: event.what.detail.to_string(),
            leaf: hex(&event.leaf),
        },
        hash: hex(&event.hash),
    }
}

fn json(context: &Context, tr: Translator<'_>, record: &Record) -> Result<HttpResponse> {
    let events: Vec<Line<'_>> = record.events.iter().map(|event| line(tr, event)).collect();
    let check = context.url("/logboek");
    let body = serde_json::json!({ "title": record.title, "page": context.url(&record.path), "check": check, "events": events });
    Ok(file(&format!("{}-tijdlijn.json", record.name()), "application/json", serde_json::to_vec_pretty(&body)?))
}

fn table(tr: Translator<'_>, record: &Record) -> Result<HttpResponse> {
    let body = csv(tr, &record.events).map_err(Error::internal)?;
    Ok(file(&format!("{}-tijdlijn.csv", record.name()), "text/csv; charset=utf-8", body))
}

fn csv(tr: Translator<'_>, events: &[Event]) -> Result<Vec<u8>, csv::Error> {
    // The mark that tells spreadsheets which letters are used.
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut file = csv::WriterBuilder::new().delimiter(b';').from_writer(&mut out);
    file.write_record(["plaats", "wanneer", "wat", "wie", "waarom", "vingerafdruk"])?;
    for event in events {
        let line = line(tr, event);
        let (what, who, why) = (harmless(&line.what), harmless(&line.who), harmless(line.why.unwrap_or_default()));
        file.write_record([&line.place.to_string(), &line.at, &what, &who, &why, &line.hash])?;
    }
    file.flush()?;
    drop(file);
    Ok(out)
}

async fn idea_json(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let record = timeline::of(&context, Subject::Idea, *id).await?;
    json(&context, context.views.translator(visit.language), &record)
}

async fn idea_table(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    table(context.views.translator(visit.language), &timeline::of(&context, Subject::Idea, *id).await?)
}

async fn advies_json(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let record = timeline::of(&context, Subject::Advies, *id).await?;
    json(&context, context.views.translator(visit.language), &record)
}

async fn advies_table(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    table(context.views.translator(visit.language), &timeline::of(&context, Subject::Advies, *id).await?)
}
