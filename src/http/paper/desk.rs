//! The batches of a round, and the cover sheet of a new one.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{batch_href, crumbs, sample_batch};
use crate::app::Context;
use crate::app::paper::PAPER;
use crate::app::paper::batches::{self, Desk, OneBatch};
use crate::domain::code::Stemcode;
use crate::domain::ids::{PaperBatchId, RoundId};
use crate::domain::paper::{BatchState, BatchSum};
use crate::domain::person::REVIEWERS;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Posted;
use crate::http::respond::{page, page_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::paper::PaperBatch;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/werk/rondes/{id:[0-9]+}/papier", Access::Roles(PAPER), show)
        .post("/werk/rondes/{id:[0-9]+}/papier", Access::Roles(PAPER), open)
        .post("/werk/rondes/{id:[0-9]+}/papier/opnieuw", Access::Roles(REVIEWERS), again)
}

/// The kind of batch that is the ballot of a table.
const TABLE: &str = "tafel";

/// A batch in the list.
#[derive(Debug, Serialize)]
struct Line {
    name: String,
    place: String,
    papers: String,
    state: String,
    next: String,
    href: Option<String>,
}

fn batch_name(tr: Translator<'_>, batch: &PaperBatch) -> String {
    let key = if batch.is_table { "paper-batch-table" } else { "paper-batch-name" };
    tr.message(&Message::new(key).with("n", batch.number).with("wijk", &batch.wijk_name))
}

fn line(tr: Translator<'_>, desk: &Desk, batch: &PaperBatch) -> Line {
    let sum = BatchSum::new(batch.pile, &batch.tallies);
    let place = desk.places.iter().find(|place| place.id == batch.place).map_or_else(String::new, |place| place.about.name.clone());
    let (state, next, href) = match batch.state {
        BatchState::Taking => ("paper-state-taking", "paper-do-take", Some("innemen")),
        BatchState::Typing => ("paper-state-typing", "paper-do-type", Some("invoer")),
        BatchState::Done => ("paper-state-done", "paper-do-type", None),
        BatchState::Void => ("paper-state-void", "paper-do-type", None),
    };
    Line {
        name: batch_name(tr, batch),
        place,
        papers: tr.message(&Message::new("paper-of-pile").with("done", sum.taken + sum.refused).with("pile", sum.pile)),
        state: tr.text(state),
        next: tr.text(next),
        href: href.filter(|_| desk.open).map(|page| batch_href(batch.id, page)),
    }
}

/// The batches of a round.
#[derive(Debug, Serialize)]
pub struct DeskPage {
    round_name: String,
    href: String,
    open: bool,
    has_places: bool,
    batches: Vec<Line>,
    places_href: String,
    print_href: String,
    report_href: String,
    place: Field,
    wijk: Field,
    pile: Field,
    /// A pile of papers or a table; only where tables vote.
    soort: Option<Field>,
    /// The batches that can be begun again, and why; only for who can.
    again: Option<[Field; 2]>,
    tablet_href: String,
    errors: Vec<SummaryLine>,
    #[serde(skip)]
    round: RoundId,
}

impl DeskPage {
    fn new(tr: Translator<'_>, desk: &Desk, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "paper", values, errors);
        let round = desk.round.id;
        let busy = desk.batches.iter().filter(|batch| matches!(batch.state, BatchState::Taking | BatchState::Typing));
        let busy: Vec<(String, String)> = busy.map(|batch| (batch.id.to_string(), batch_name(tr, batch))).collect();
        let again = desk.begins_again && desk.open && !busy.is_empty();
        Self {
            round_name: desk.round.name.clone(),
            href: format!("/werk/rondes/{round}/papier"),
            open: desk.open,
            has_places: !desk.places.is_empty(),
            batches: desk.batches.iter().map(|batch| line(tr, desk, batch)).collect(),
            places_href: format!("/werk/rondes/{round}/stemplekken"),
            print_href: format!("/werk/rondes/{round}/stembiljetten"),
            report_href: format!("/werk/rondes/{round}/aansluiting"),
            place: form.choice("place", desk.places.iter().map(|place| (place.id.to_string(), place.about.name.clone()))),
            wijk: form.choice("wijk", desk.wijken.iter().map(|(id, name)| (id.to_string(), name.clone()))),
            pile: form.field("pile").inputmode("numeric").max(4),
            soort: desk.round.rules.meetings.tables.then(|| {
                form.choice(
                    "soort",
                    ["", TABLE].map(|kind| (kind.to_owned(), tr.text(if kind == TABLE { "paper-kind-table" } else { "paper-kind-pile" }))),
                )
            }),
            again: again.then(|| [form.choice("bundel", busy), form.field("reden").max(batches::MAX_AGAIN)]),
            tablet_href: format!("/werk/rondes/{round}/tablet"),
            errors: form.summary(),
            round,
        }
    }
}

impl Page for DeskPage {
    const TEMPLATE: &'static str = "pages/paper";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("paper-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(self.round)
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let OneBatch { round, .. } = sample_batch(BatchState::Done);
        let batches = [BatchState::Taking, BatchState::Typing, BatchState::Done, BatchState::Void].map(|state| sample_batch(state).batch).into();
        let wijken = vec![(crate::domain::ids::WijkId(1), "De Wijert".to_owned())];
        let mut round = round;
        round.rules.meetings.tables = true;
        let full = Desk { round, wijken, places: crate::http::polling::sample_places(), batches, open: true, begins_again: true };
        let empty = Desk { places: Vec::new(), batches: Vec::new(), ..full.clone() };
        let closed = Desk { open: false, ..full.clone() };
        let errors = [FieldError::new("pile", Message::new("error-paper-pile").with("max", 500))];
        vec![Self::new(tr, &full, &Values::new(), &errors), Self::new(tr, &empty, &Values::new(), &[]), Self::new(tr, &closed, &Values::new(), &[])]
    }
}

/// The sheet that lies on a pile: its number, and the code of its key, shown once.
#[derive(Debug, Serialize)]
pub struct CoverPage {
    round_name: String,
    number: i64,
    place: String,
    wijk: String,
    pile: i64,
    is_table: bool,
    code: String,
    next: String,
    /// The codes were taken in before, under a cover sheet that was lost.
    typing: bool,
}

impl CoverPage {
    fn new(one: &OneBatch, code: &Stemcode) -> Self {
        Self {
            round_name: one.round.name.clone(),
            number: one.batch.number,
            place: one.place.clone(),
            wijk: one.batch.wijk_name.clone(),
            pile: one.batch.pile,
            is_table: one.batch.is_table,
            code: code.printed(),
            next: batch_href(one.batch.id, if one.batch.state == BatchState::Typing { "invoer" } else { "innemen" }),
            typing: one.batch.state == BatchState::Typing,
        }
    }
}

impl Page for CoverPage {
    const TEMPLATE: &'static str = "pages/paper_cover";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("cover-title").with("n", self.number)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        Vec::new()
    }

    fn samples(_: Translator<'_>) -> Vec<Self> {
        let mut table = sample_batch(BatchState::Taking);
        table.batch.is_table = true;
        [sample_batch(BatchState::Taking), sample_batch(BatchState::Typing), table]
            .iter()
            .map(|one| Self::new(one, &Stemcode::from_random([5; 15])))
            .collect()
    }
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>) -> Result<HttpResponse> {
    let desk = batches::desk(&context, &visit.actor, *id).await?;
    page(&context, &visit, &DeskPage::new(context.views.translator(visit.language), &desk, &Values::new(), &[]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pile {
    place: String,
    wijk: String,
    pile: String,
    #[serde(default)]
    soort: String,
}

async fn open(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, form: Posted<Pile>) -> Result<HttpResponse> {
    let form = form.0;
    let typed = batches::Pile { place: form.place.clone(), wijk: form.wijk.clone(), pile: form.pile.clone(), is_table: form.soort == TABLE };
    let opened = batches::open(&context, &visit.actor, *id, &typed).await;
    let values = [("place", form.place), ("wijk", form.wijk), ("pile", form.pile), ("soort", form.soort)];
    cover(&context, &visit, *id, values.into_iter(), opened).await
}

/// The cover sheet of a batch, or the form again with what must be looked at.
async fn cover(
    context: &Context,
    visit: &Visit,
    id: RoundId,
    typed: impl Iterator<Item = (&'static str, String)>,
    opened: Result<(OneBatch, Stemcode)>,
) -> Result<HttpResponse> {
    match opened {
        Ok((one, code)) => page(context, visit, &CoverPage::new(&one, &code)),
        Err(Error::Invalid(errors)) => {
            let desk = batches::desk(context, &visit.actor, id).await?;
            let values = typed.map(|(name, value)| (name.to_owned(), value)).collect();
            let shown = DeskPage::new(context.views.translator(visit.language), &desk, &values, &errors);
            page_with(context, visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Again {
    bundel: String,
    reden: String,
}

async fn again(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, form: Posted<Again>) -> Result<HttpResponse> {
    let form = form.0;
    let opened = match form.bundel.parse::<PaperBatchId>() {
        Ok(batch) => batches::again(&context, &visit.actor, *id, batch, &form.reden).await,
        Err(_) => Err(Error::Invalid(vec![FieldError::new("bundel", Message::new("error-choose"))])),
    };
    cover(&context, &visit, *id, [("bundel", form.bundel), ("reden", form.reden)].into_iter(), opened).await
}
