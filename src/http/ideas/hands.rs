//! Hands: an idea asks for help, and residents offer it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::hands::{self, Hands, Shown, Typed};
use crate::app::ideas::Tie;
use crate::domain::hands::{MAX_WORDS, WHAT, WHEN};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{CallId, IdeaId, PersonId};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Posted};
use crate::http::limits::Rule;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::sign_in::Nothing;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::hands::{Call, Offer};
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/ideeen/{id:[0-9]+}/handen", Access::Anyone, show)
        .post("/ideeen/{id:[0-9]+}/handen", Access::SignedIn, call)
        .post("/handen/{id:[0-9]+}", Access::SignedIn, offer)
        .post("/handen/{id:[0-9]+}/weg", Access::SignedIn, withdraw)
        .post("/handen/{id:[0-9]+}/klaar", Access::SignedIn, close)
}

/// A call on the page.
#[derive(Debug, Serialize)]
struct Line {
    id: CallId,
    what: String,
    when: String,
    count: String,
    closed: bool,
    full: bool,
    mine: bool,
    names: Option<Vec<String>>,
    /// The words that go with a hand; none when it cannot be offered here.
    offer: Option<Field>,
}

/// "2 of the 5 people".
pub(super) fn count(tr: Translator<'_>, shown: &Shown) -> String {
    tr.message(&Message::new("hands-count").with("n", shown.count).with("wanted", shown.call.wanted))
}

/// What is asked of neighbours for an idea, and who comes.
#[derive(Debug, Serialize)]
pub struct HandsPage {
    id: IdeaId,
    name: String,
    calls: Vec<Line>,
    signed_in: bool,
    open: bool,
    author: bool,
    ask: Option<Vec<Field>>,
    errors: Vec<SummaryLine>,
}

impl HandsPage {
    /// `offered`: the call whose form was sent with `values`; none when the form of the authors was.
    fn new(tr: Translator<'_>, found: &Hands, values: &Values, errors: &[FieldError], offered: Option<CallId>) -> Self {
        let form = Form::new(tr, "hands", values, errors);
        let none = Values::new();
        let line = |shown: &Shown| {
            let here = offered == Some(shown.call.id);
            let may = found.is_open() && shown.is_open() && !shown.is_full() && !shown.mine && found.signed_in && !found.tie.author;
            let form = if here { Form::new(tr, "hands", values, errors) } else { Form::new(tr, "hands", &none, &[]) };
            Line {
                id: shown.call.id,
                what: shown.call.what.clone(),
                when: shown.call.at_when.clone(),
                count: count(tr, shown),
                closed: !shown.is_open(),
                full: shown.is_full(),
                mine: shown.mine,
                names: shown.offers.as_ref().filter(|offers| !offers.is_empty()).map(|offers| offers.iter().map(named).collect()),
                offer: may.then(|| Field { id: words_id(shown.call.id), ..form.field("words").max(MAX_WORDS).rows(2).optional() }),
            }
        };
        let ask = || vec![form.field("what").max(WHAT.1), form.field("when").max(WHEN.1), form.field("wanted").inputmode("numeric").max(3)];
        let at = |line: SummaryLine| SummaryLine { id: offered.map_or(line.id, words_id), ..line };
        Self {
            id: found.idea.id,
            name: found.idea.title.clone(),
            calls: found.calls.iter().map(line).collect(),
            signed_in: found.signed_in,
            open: found.is_open(),
            author: found.tie.author,
            ask: (found.tie.author && found.is_open()).then(ask),
            errors: form.summary().into_iter().map(at).collect(),
        }
    }
}

fn words_id(call: CallId) -> String {
    format!("words-{call}")
}

fn named(offer: &Offer) -> String {
    if offer.words.is_empty() { offer.name.clone() } else { format!("{}: {}", offer.name, offer.words) }
}

/// A call of which two of five people came.
pub(super) fn sample(id: i64, offers: Option<Vec<Offer>>) -> Shown {
    let call = Call {
        id: CallId(id),
        idea_id: IdeaId(7),
        what: "Gaten <graven>".into(),
        at_when: "Zaterdag 6 maart, 10.00 uur".into(),
        wanted: 5,
        made_at: samples::noon(2),
        closed_at: None,
    };
    Shown { call, count: 2, offers, mine: false }
}

impl Page for HandsPage {
    const TEMPLATE: &'static str = "pages/hands";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("hands-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::name(&self.name, format!("/ideeen/{}", self.id)),
            Crumb::text("hands-title", format!("/ideeen/{}/handen", self.id)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let offers = vec![
            Offer { person: PersonId(3), name: "Cor".into(), words: "Ik neem <een schep> mee.".into() },
            Offer { person: PersonId(4), name: "Dina".into(), words: String::new() },
        ];
        let mine = Shown { mine: true, ..sample(2, Some(offers.clone())) };
        let full = Shown { count: 5, ..sample(3, None) };
        let closed = Shown { call: Call { closed_at: Some(samples::noon(9)), ..sample(4, None).call }, ..sample(4, None) };
        let of = |state, calls: Vec<Shown>, tie, signed_in| Hands { idea: samples::idea(state), calls, tie, signed_in };
        let author = Tie { owner: true, author: true, ..Tie::default() };
        let open = IdeaState::InProgress;
        let (none, errors) = (Values::new(), [FieldError::new("what", Message::new("error-hands-over"))]);
        let words = [FieldError::new("words", Message::new("error-hands-over"))];
        vec![
            Self::new(tr, &of(open, vec![sample(1, None), mine, full, closed], Tie::default(), true), &none, &words, Some(CallId(1))),
            Self::new(tr, &of(open, vec![sample(1, Some(offers)), sample(2, Some(Vec::new()))], author, true), &none, &errors, None),
            Self::new(tr, &of(open, vec![sample(1, None)], Tie::default(), false), &none, &[], None),
            Self::new(tr, &of(IdeaState::Withdrawn, Vec::new(), author, true), &none, &[], None),
        ]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let found = hands::about(&context, &visit.actor, IdeaId(*id)).await?;
    page(&context, &visit, &HandsPage::new(context.views.translator(visit.language), &found, &Values::new(), &[], None))
}

/// The page again, with what was typed.
async fn again(
    context: &Context,
    visit: &Visit,
    id: IdeaId,
    values: &Values,
    errors: &[FieldError],
    offered: Option<CallId>,
) -> Result<HttpResponse> {
    let found = hands::about(context, &visit.actor, id).await?;
    let shown = HandsPage::new(context.views.translator(visit.language), &found, values, errors, offered);
    page_with(context, visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

fn done(context: &Context, id: IdeaId) -> HttpResponse {
    see_with(context, &format!("/ideeen/{id}/handen"), "ok", "flash-saved")
}

async fn call(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    context.limits.count(Rule::Write, visit.address)?;
    let id = IdeaId(*id);
    let one = |name: &str| fields.one(name).to_owned();
    let typed = Typed { what: one("what"), when: one("when"), wanted: one("wanted") };
    match hands::call(&context, &visit.actor, id, typed).await {
        Ok(()) => Ok(done(&context, id)),
        Err(Error::Invalid(errors)) => again(&context, &visit, id, &fields.values(), &errors, None).await,
        Err(error) => Err(error),
    }
}

async fn offer(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    context.limits.count(Rule::Write, visit.address)?;
    let id = CallId(*id);
    match hands::offer(&context, &visit.actor, id, fields.one("words").to_owned()).await {
        Ok(idea) => Ok(done(&context, idea)),
        Err(Error::Invalid(errors)) => {
            let idea = hands::idea_of(&context, id).await?;
            again(&context, &visit, idea, &fields.values(), &errors, Some(id)).await
        }
        Err(error) => Err(error),
    }
}

async fn withdraw(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, _: Posted<Nothing>) -> Result<HttpResponse> {
    let idea = hands::withdraw(&context, &visit.actor, CallId(*id)).await?;
    Ok(done(&context, idea))
}

async fn close(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, _: Posted<Nothing>) -> Result<HttpResponse> {
    let idea = hands::close(&context, &visit.actor, CallId(*id)).await?;
    Ok(done(&context, idea))
}
