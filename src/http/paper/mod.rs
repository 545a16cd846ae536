//! Voting on paper: papers to print, batches to take in and type, and the report of what adds up.

mod desk;
mod print;
mod report;
mod settling;
mod taking;
mod typing;

pub use desk::{CoverPage, DeskPage};
pub use print::{ChoosePage, PapersPage};
pub use report::ReportPage;
pub use settling::SettlePage;
pub use taking::TakingPage;
pub use typing::{KeyPage, TypingPage};

use actix_web::cookie::time::Duration;
use actix_web::{HttpRequest, HttpResponse};

use super::routes::Routes;
use super::visit::{cookie, cookie_value};
use crate::app::Context;
use crate::app::paper::batches::OneBatch;
use crate::app::voting::{BOOTH_MINUTES, Ticket};
use crate::domain::ids::{PaperBatchId, RoundId};
use crate::domain::paper::PaperKind;
use crate::error::{Error, Result};
use crate::views::Crumb;

/// Routes of these files.
pub fn routes(routes: Routes) -> Routes {
    let parts: [fn(Routes) -> Routes; 6] = [desk::routes, print::routes, report::routes, settling::routes, taking::routes, typing::routes];
    parts.iter().fold(routes, |routes, add| add(routes))
}

const COOKIE: &str = "bundel";

/// The key of a batch that this browser has, when it has one.
fn key(context: &Context, request: &HttpRequest) -> Option<Ticket> {
    Ticket::open(context, &cookie_value(context, request, COOKIE)?)
}

/// The answer with the cookie that keeps the key of a batch a while.
fn keep_key(context: &Context, ticket: &Ticket, mut answer: HttpResponse) -> Result<HttpResponse> {
    let fresh = Ticket::new(ticket.round, ticket.code.clone(), context.now());
    answer.add_cookie(&cookie(context, COOKIE, fresh.sealed(context)?, Duration::minutes(BOOTH_MINUTES))).map_err(Error::internal)?;
    Ok(answer)
}

/// The page of a batch of which nothing was typed yet for the path that was asked for.
fn batch_href(id: PaperBatchId, page: &str) -> String {
    format!("/werk/papier/{id}/{page}")
}

fn crumbs(round: RoundId) -> Vec<Crumb> {
    vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("paper-crumb", format!("/werk/rondes/{round}/papier"))]
}

/// The name of a kind of paper.
const fn kind_key(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Taken => "paper-kind-taken",
        PaperKind::UsedOnline => "paper-kind-used-online",
        PaperKind::UsedOnPaper => "paper-kind-used-on-paper",
        PaperKind::Replaced => "paper-kind-replaced",
        PaperKind::Unknown => "paper-kind-unknown",
        PaperKind::NoCode => "paper-kind-no-code",
        PaperKind::Valid => "paper-kind-valid",
        PaperKind::Blank => "paper-kind-blank",
        PaperKind::OutsideRules => "paper-kind-outside-rules",
        PaperKind::Unclear => "paper-kind-unclear",
        PaperKind::Recognisable => "paper-kind-recognisable",
        PaperKind::Foreign => "paper-kind-foreign",
    }
}

/// An invented batch for samples.
fn sample_batch(state: crate::domain::paper::BatchState) -> OneBatch {
    use crate::domain::ids::{PersonId, PollingPlaceId, WijkId};
    let tallies = vec![(PaperKind::NoCode, 1), (PaperKind::Taken, 198), (PaperKind::UsedOnline, 2), (PaperKind::Valid, 198)];
    let batch = crate::storage::paper::PaperBatch {
        id: PaperBatchId(3),
        round: RoundId(1),
        place: PollingPlaceId(1),
        wijk: WijkId(1),
        wijk_name: "De Wijert".into(),
        number: 3,
        pile: 200,
        is_table: false,
        key_hash: Vec::new(),
        state,
        typists: [Some(PersonId(1)), None],
        explanation: None,
        again: None,
        tallies,
    };
    OneBatch { round: super::ballot::sample_round(crate::domain::rules::Template::TopTen.rules()), batch, place: "Wijkcentrum <Het Dok>".into() }
}
