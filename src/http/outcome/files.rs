//! The published outcome as files: to read in a spreadsheet, to work with, and to count again.

use actix_web::{HttpResponse, web};

use crate::app::Context;
use crate::app::count::outcomes::{self, Public, ballots_are_public};
use crate::app::count::told::Told;
use crate::app::letters::harmless;
use crate::error::{Error, Result};
use crate::http::access::Access;
use crate::http::respond::file;
use crate::http::routes::Routes;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/rondes/{slug}/uitslag.json", Access::Public, json)
        .get("/rondes/{slug}/uitslag.csv", Access::Public, table)
        .get("/rondes/{slug}/stemmen.pb", Access::Public, ballots)
        .get("/rondes/{slug}/bundel.json", Access::Public, bundle)
        .get("/rondes/{slug}/uitslag/telling/{number:[0-9]+}/bundel.json", Access::Public, old_bundle)
}

async fn json(context: web::Data<Context>, slug: web::Path<String>) -> Result<HttpResponse> {
    let (found, _, outcome) = outcomes::published(&context, slug.into_inner()).await?;
    let turnout = found.counted.as_ref().map(|counted| &counted.turnout);
    let body = serde_json::json!({ "round": found.round.name, "outcome": outcome, "turnout": turnout });
    Ok(file(&format!("{}-uitslag.json", found.round.slug), "application/json", serde_json::to_vec(&body)?))
}

async fn table(context: web::Data<Context>, slug: web::Path<String>) -> Result<HttpResponse> {
    let found = outcomes::public(&context, slug.into_inner()).await?;
    let counted = found.counted.as_ref().ok_or(Error::NotFound)?;
    Ok(file(&format!("{}-uitslag.csv", found.round.slug), "text/csv; charset=utf-8", csv(&counted.told).map_err(Error::internal)?))
}

fn csv(told: &Told) -> Result<Vec<u8>, csv::Error> {
    // The mark that tells spreadsheets which letters are used.
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut file = csv::WriterBuilder::new().delimiter(b';').from_writer(&mut out);
    file.write_record(["pot", "plaats", "plan", "thema", "stemmen", "punten", "kosten", "gekozen", "reserve", "over", "waarom"])?;
    for pot in &told.pots {
        for plan in &pot.plans {
            let decimal = |cents| told.currency.decimal(cents).replace('.', ",");
            let yes = |yes: bool| if yes { "ja" } else { "nee" };
            file.write_record([
                &harmless(pot.name.as_deref().unwrap_or("")),
                &plan.rank.to_string(),
                &harmless(&plan.title),
                &harmless(plan.theme.as_deref().unwrap_or("")),
                &plan.votes.to_string(),
                &plan.score_tenths.map_or_else(String::new, |tenths| format!("{},{}", tenths / 10, tenths % 10)),
                &decimal(plan.cost),
                yes(plan.chosen),
                yes(plan.reserve),
                &plan.left.map_or_else(String::new, decimal),
                &harmless(plan.why.nl.first().map_or("", String::as_str)),
            ])?;
        }
    }
    file.flush()?;
    drop(file);
    Ok(out)
}

/// The ballots are there only when there are enough of them.
fn check_public(found: &Public) -> Result<()> {
    let public = found.counted.as_ref().is_some_and(|counted| ballots_are_public(&counted.turnout));
    if public { Ok(()) } else { Err(Error::NotFound) }
}

async fn ballots(context: web::Data<Context>, slug: web::Path<String>) -> Result<HttpResponse> {
    let (found, election, outcome) = outcomes::published(&context, slug.into_inner()).await?;
    check_public(&found)?;
    let body = outcomes::pb(&context, &found, &election, &outcome)?;
    Ok(file(&format!("{}.pb", found.round.slug), "text/plain; charset=utf-8", body))
}

async fn bundle(context: web::Data<Context>, slug: web::Path<String>) -> Result<HttpResponse> {
    let (found, election, outcome) = outcomes::published(&context, slug.into_inner()).await?;
    check_public(&found)?;
    Ok(file(&format!("{}-bundel.json", found.round.slug), "application/json", outcomes::bundle(&election, outcome)?))
}

async fn old_bundle(context: web::Data<Context>, path: web::Path<(String, i64)>) -> Result<HttpResponse> {
    let (slug, number) = path.into_inner();
    let (found, election, outcome) = outcomes::published_version(&context, slug, number).await?;
    check_public(&found)?;
    let name = format!("{}-bundel-{number}.json", found.round.slug);
    Ok(file(&name, "application/json", outcomes::bundle(&election, outcome)?))
}
