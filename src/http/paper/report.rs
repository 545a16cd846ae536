//! The report of the paper: what was handed out, what came in, what became of it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{crumbs, kind_key, sample_batch};
use crate::app::Context;
use crate::app::paper::PAPER;
use crate::app::paper::report::{self, BatchLine, MAX_WHY, Pile, PlaceLine, Report};
use crate::domain::ids::{PaperBatchId, PollingPlaceId, RoundId};
use crate::domain::paper::{BatchState, BatchSum, PaperKind, PlaceSum};
use crate::domain::person::REVIEWERS;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Posted};
use crate::http::respond::{page_with, see_with};
use crate::http::routes::Routes;
use crate::http::tablet::{self, TabletLine};
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/werk/rondes/{id:[0-9]+}/aansluiting", Access::Roles(PAPER), show)
        .post("/werk/rondes/{id:[0-9]+}/aansluiting/{place:[0-9]+}", Access::Roles(PAPER), note)
        .post("/werk/rondes/{id:[0-9]+}/aansluiting/uitleg", Access::Roles(REVIEWERS), explain)
}

/// A place with its numbers and the form for them.
#[derive(Debug, Serialize)]
struct PlaceShown {
    name: String,
    href: String,
    supplied: i64,
    unused: i64,
    spoiled: i64,
    handed_out: i64,
    received: i64,
    missing: i64,
    explanation: Option<String>,
    fields: Vec<Field>,
}

/// Papers of one kind.
#[derive(Debug, Serialize)]
struct Tally {
    name: String,
    papers: i64,
}

/// A batch with its numbers.
#[derive(Debug, Serialize)]
struct BatchShown {
    name: String,
    place: String,
    pile: i64,
    taken: i64,
    refused: i64,
    valid: i64,
    blank: i64,
    invalid: i64,
    missing: i64,
    why: Vec<Tally>,
    /// The number of the batch that took its place.
    again: Option<i64>,
    typists: String,
    explanation: Option<String>,
}

/// The report of the paper of a round.
#[derive(Debug, Serialize)]
pub struct ReportPage {
    round_name: String,
    href: String,
    problems: Vec<String>,
    places: Vec<PlaceShown>,
    batches: Vec<BatchShown>,
    /// Tablets that took votes without a connection.
    tablets: Vec<TabletLine>,
    /// Those of which nobody said that nothing waits on them.
    warnings: Vec<String>,
    /// What can be explained, when this person can.
    pile: Option<Field>,
    why: Field,
    /// Numbers can still be filled in.
    open: bool,
    errors: Vec<SummaryLine>,
    #[serde(skip)]
    round: RoundId,
}

impl ReportPage {
    fn new(tr: Translator<'_>, report: &Report, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "report", values, errors);
        let round = report.round.id;
        let href = format!("/werk/rondes/{round}/aansluiting");
        let batch_name =
            |line: &BatchLine| tr.message(&Message::new("paper-batch-name").with("n", line.batch.number).with("wijk", &line.batch.wijk_name));
        let places = report.places.iter().filter(|line| line.sum.missing() != 0);
        let batches = report.batches.iter().filter(|line| line.sum.missing() != 0 && line.batch.state == BatchState::Done);
        let options: Vec<(String, String)> = places
            .map(|line| (format!("stemplek-{}", line.place.id), line.place.about.name.clone()))
            .chain(batches.map(|line| (format!("bundel-{}", line.batch.id), batch_name(line))))
            .collect();
        let explains = report.explains && !report.closed && !options.is_empty();
        Self {
            round_name: report.round.name.clone(),
            problems: report.problems.iter().map(|message| tr.message(message)).collect(),
            places: report.places.iter().map(|line| place_shown(&form, &href, line)).collect(),
            batches: report.batches.iter().map(|line| batch_shown(tr, batch_name(line), report, line)).collect(),
            tablets: report.tablets.iter().map(|tablet| TabletLine::new(tr, tablet)).collect(),
            warnings: if report.closed { Vec::new() } else { tablet::warnings(tr, &report.tablets) },
            pile: explains.then(|| form.choice_as("pile-choice", "pile", options)),
            why: form.field("why").max(MAX_WHY),
            open: !report.closed,
            errors: form.summary(),
            href,
            round,
        }
    }
}

fn place_shown(form: &Form<'_>, href: &str, line: &PlaceLine) -> PlaceShown {
    let (place, sum) = (&line.place, line.sum);
    let field = |name: &str, value: i64| form.field_as(name, &format!("{name}{}", place.id)).inputmode("numeric").max(6).or_value(&value.to_string());
    PlaceShown {
        name: place.about.name.clone(),
        href: format!("{href}/{}", place.id),
        supplied: sum.supplied,
        unused: sum.unused,
        spoiled: sum.spoiled,
        handed_out: sum.handed_out(),
        received: sum.received,
        missing: sum.missing(),
        explanation: place.explanation.clone(),
        fields: vec![field("supplied", sum.supplied), field("unused", sum.unused), field("spoiled", sum.spoiled)],
    }
}

fn batch_shown(tr: Translator<'_>, name: String, report: &Report, line: &BatchLine) -> BatchShown {
    let sum = line.sum;
    let kinds = PaperKind::REFUSALS.into_iter().chain(PaperKind::INVALID);
    let why = kinds.map(|kind| Tally { name: tr.text(kind_key(kind)), papers: line.batch.of(kind) }).filter(|tally| tally.papers > 0);
    BatchShown {
        name,
        place: line.place.clone(),
        pile: sum.pile,
        taken: sum.taken,
        refused: sum.refused,
        valid: sum.valid,
        blank: sum.blank,
        invalid: sum.invalid,
        // Its papers are in the batch that took its place.
        missing: if line.batch.state == BatchState::Void { 0 } else { sum.missing() },
        why: why.collect(),
        again: line.batch.again.and_then(|again| report.batches.iter().find(|other| other.batch.id == again)).map(|other| other.batch.number),
        typists: line.typists.join(", "),
        explanation: line.batch.explanation.clone(),
    }
}

impl Page for ReportPage {
    const TEMPLATE: &'static str = "pages/paper_report";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("report-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut all = crumbs(self.round);
        all.push(Crumb::text("report-crumb", self.href.clone()));
        all
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let one = sample_batch(BatchState::Done);
        let batch = BatchLine {
            sum: BatchSum::new(one.batch.pile, &one.batch.tallies),
            place: one.place.clone(),
            typists: vec!["Sam <Voorbeeld>".into(), "Kim Voorbeeld".into()],
            batch: one.batch,
        };
        let place = |explanation: Option<&str>| {
            let place = crate::http::polling::sample_places().into_iter().map(|place| PlaceLine {
                sum: PlaceSum { supplied: place.supplied, unused: place.unused, spoiled: place.spoiled, received: 200 },
                place: crate::storage::polling::PollingPlace { explanation: explanation.map(str::to_owned), ..place },
            });
            place.collect::<Vec<_>>()
        };
        let named = |key| Message::new(key).with("batch", 3).with("place", "Het <Dok>").with("pile", 200).with("done", 199).with("n", 1);
        let keys = ["paper-problem-busy", "paper-problem-batch-fewer", "paper-problem-batch-more", "paper-problem-untyped"];
        let other = ["paper-problem-place-fewer", "paper-problem-place-more"]
            .map(|key| Message::new(key).with("place", "Het <Dok>").with("out", 177).with("received", 200).with("n", 23));
        let roll = Message::new("paper-problem-roll").with("taken", 198).with("used", 197);
        let problems: Vec<Message> = keys.into_iter().map(named).chain(other).chain([roll]).collect();
        let tablets = tablet::sample_tablets();
        let mut void = sample_batch(BatchState::Void).batch;
        (void.again, void.explanation, void.tallies) = (Some(batch.batch.id), Some("Het <voorblad> is weg.".into()), Vec::new());
        let void = BatchLine { sum: BatchSum::new(void.pile, &[]), place: batch.place.clone(), typists: Vec::new(), batch: void };
        let busy = Report { round: one.round, places: place(None), batches: vec![batch, void], tablets, problems, explains: true, closed: false };
        let closed = Report { places: place(Some("Een <doos> was zoek.")), problems: Vec::new(), closed: true, ..busy.clone() };
        let empty = Report { places: Vec::new(), batches: Vec::new(), tablets: Vec::new(), problems: Vec::new(), ..busy.clone() };
        let errors = [FieldError::new("why", Message::new("error-paper-reason").with("max", MAX_WHY))];
        vec![Self::new(tr, &busy, &Values::new(), &errors), Self::new(tr, &closed, &Values::new(), &[]), Self::new(tr, &empty, &Values::new(), &[])]
    }
}

async fn shown(context: &Context, visit: &Visit, status: StatusCode, id: RoundId, values: &Values, errors: &[FieldError]) -> Result<HttpResponse> {
    let found = report::report(context, &visit.actor, id).await?;
    page_with(context, visit, status, &ReportPage::new(context.views.translator(visit.language), &found, values, errors))
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>) -> Result<HttpResponse> {
    shown(&context, &visit, StatusCode::OK, *id, &Values::new(), &[]).await
}

async fn answer(context: &Context, visit: &Visit, id: RoundId, values: Values, done: Result<()>) -> Result<HttpResponse> {
    match done {
        Ok(()) => Ok(see_with(context, &format!("/werk/rondes/{id}/aansluiting"), "ok", "flash-saved")),
        Err(Error::Invalid(errors)) => shown(context, visit, StatusCode::UNPROCESSABLE_ENTITY, id, &values, &errors).await,
        Err(error) => Err(error),
    }
}

async fn note(context: web::Data<Context>, visit: Visit, path: web::Path<(RoundId, PollingPlaceId)>, fields: Fields) -> Result<HttpResponse> {
    let (id, place) = path.into_inner();
    let typed = ["supplied", "unused", "spoiled"].map(|name| fields.one(&format!("{name}{place}")).to_owned());
    let done = report::note_papers(&context, &visit.actor, id, place, typed).await;
    answer(&context, &visit, id, fields.values(), done).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Explained {
    pile: String,
    why: String,
}

async fn explain(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, form: Posted<Explained>) -> Result<HttpResponse> {
    let form = form.0;
    let batch = || form.pile.strip_prefix("bundel-").and_then(|id| id.parse::<PaperBatchId>().ok()).map(Pile::Batch);
    let place = form.pile.strip_prefix("stemplek-").and_then(|id| id.parse::<PollingPlaceId>().ok()).map(Pile::Place);
    let done = match place.or_else(batch) {
        Some(pile) => report::explain(&context, &visit.actor, *id, pile, &form.why).await,
        None => Err(Error::Invalid(vec![FieldError::new("pile", Message::new("error-choose"))])),
    };
    let values = Values::from([("pile".to_owned(), form.pile), ("why".to_owned(), form.why)]);
    answer(&context, &visit, *id, values, done).await
}
