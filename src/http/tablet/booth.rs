//! The page on a tablet that goes on without a connection, what the tablet is told, and where it
//! delivers. The cookie of the tablet opens all of it; it names nobody.

use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::{name, sample_tablets, shared, told};
use crate::app::Context;
use crate::app::voting::delivery::{self, Delivery};
use crate::app::voting::tablet::{self, Device};
use crate::app::voting::{self, Booth};
use crate::domain::ids::TabletId;
use crate::domain::rules::BallotForm;
use crate::domain::tablet::Delivered;
use crate::domain::time::long_time;
use crate::error::{Error, Message, Result};
use crate::http::access::Access;
use crate::http::ballot::{BallotPage, sample};
use crate::http::booth::{crumbs, shut};
use crate::http::forms::Posted;
use crate::http::limits::Rule;
use crate::http::respond::{page, see};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::secrets::unhex;
use crate::views::form::{Field, Form, Values};
use crate::views::{Crumb, Nav, Page};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/rondes/{slug}/tablet", Access::Anyone, show).post("/rondes/{slug}/tablet", Access::Anyone, deliver).get(
        "/rondes/{slug}/tablet/stand",
        Access::Anyone,
        standing,
    )
}

/// The page on a tablet: where a code is typed, and what comes up without a connection.
#[derive(Debug, Serialize)]
pub struct TabletBooth {
    /// The ballot that comes up without a connection.
    #[serde(flatten)]
    ballot: BallotPage,
    tablet: TabletId,
    name: String,
    /// Whose votes it takes, when not everybody's.
    for_wijk: Option<String>,
    home: String,
    enter: String,
    work: String,
    lead_open: String,
    /// Votes are taken now.
    takes: bool,
    until: String,
    /// The close, in milliseconds since 1970.
    ends: i64,
    /// The key with which it seals (SPKI, base 64), the name of its seals, and how long what is in
    /// one is made.
    key: String,
    seal_name: String,
    size: usize,
    /// What to say when too few plans were chosen.
    few: String,
    told: Vec<String>,
    code: Field,
    #[serde(skip)]
    slug: String,
    #[serde(skip)]
    round_title: String,
}

impl TabletBooth {
    fn new(tr: Translator<'_>, device: &Device) -> Self {
        let (round, window) = (&device.ballot.round, device.ballot.window);
        let values = Values::new();
        let form = Form::new(tr, "booth", &values, &[]);
        let until = long_time(window.ends, tr.language);
        let min = match device.ballot.text.form {
            BallotForm::Choose { min, .. } => min.max(1),
            BallotForm::ChoosePerTheme { .. } | BallotForm::FillBudget | BallotForm::Points { .. } | BallotForm::Ranking { .. } => 1,
        };
        Self {
            ballot: BallotPage::of_tablet(tr, &device.ballot),
            tablet: device.tablet.id,
            name: name(tr, &device.tablet),
            for_wijk: device.tablet.wijk.as_ref().map(|(_, name)| name.clone()),
            home: format!("/rondes/{}/tablet", round.slug),
            enter: format!("/rondes/{}/stemmen", round.slug),
            work: format!("/werk/rondes/{}/tablet", round.id),
            lead_open: tr.message(&Message::new(if device.open { "booth-open" } else { "booth-over" }).with("ends", &until)),
            takes: device.open,
            until,
            ends: window.ends.unix().saturating_mul(1_000),
            key: STANDARD.encode(&device.tablet.public_key),
            seal_name: device.seal_name.clone(),
            size: device.size,
            few: tr.message(&Message::new("sealed-few").with("min", min)),
            told: told(tr, &device.tablet.tallies),
            code: form.field("code").kind("text", Some("off")).max(40),
            slug: round.slug.clone(),
            round_title: round.name.clone(),
        }
    }
}

impl Page for TabletBooth {
    const TEMPLATE: &'static str = "pages/tablet_booth";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("sealed-title").with("round", &self.round_title)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.round_title, &self.slug)
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let forms = [
            BallotForm::Choose { min: 2, max: 10 },
            BallotForm::ChoosePerTheme { max: 3 },
            BallotForm::FillBudget,
            BallotForm::Points { total: 10, max: 5 },
            BallotForm::Ranking { points: vec![3, 2, 1] },
        ];
        let device = |(form, tablet, open)| Device { ballot: sample(form), open, seal_name: "tablet 1".into(), size: 128, tablet };
        let tablets = sample_tablets().into_iter().cycle();
        forms
            .into_iter()
            .zip(tablets)
            .zip([true, true, true, true, false])
            .map(|((form, tablet), open)| Self::new(tr, &device((form, tablet, open))))
            .collect()
    }
}

/// The tablet that this browser is, in the round with this address.
///
/// # Errors
/// `NotFound` when it is none.
async fn here(context: &Context, request: &HttpRequest, slug: &str) -> Result<(Booth, TabletId)> {
    let booth = voting::booth(context, slug.to_owned()).await?;
    let tablet = shared(context, request, booth.round.id).and_then(|shared| shared.tablet).ok_or(Error::NotFound)?;
    Ok((booth, tablet))
}

/// A booth that was left open here is closed by this: where the connection went away, nobody could
/// press "Klaar".
async fn show(context: web::Data<Context>, visit: Visit, request: HttpRequest, slug: web::Path<String>) -> Result<HttpResponse> {
    let tablet = match here(&context, &request, &slug).await {
        Ok((_, tablet)) => tablet,
        Err(Error::NotFound) => return Ok(see(&format!("/rondes/{}/stemmen", voting::booth(&context, slug.into_inner()).await?.round.slug))),
        Err(error) => return Err(error),
    };
    let device = tablet::device(&context, tablet).await?;
    let shown = TabletBooth::new(context.views.translator(visit.language), &device);
    shut(&context, page(&context, &visit, &shown)?)
}

async fn standing(context: web::Data<Context>, visit: Visit, request: HttpRequest, slug: web::Path<String>) -> Result<HttpResponse> {
    let (_, id) = here(&context, &request, &slug).await?;
    let (open, tablet) = tablet::standing(&context, id).await?;
    let tr = context.views.translator(visit.language);
    let answer = serde_json::json!({ "open": open, "csrf": visit.csrf, "told": told(tr, &tablet.tallies) });
    shut(&context, HttpResponse::Ok().json(answer))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Handed {
    tablet: TabletId,
    levering: String,
    biljet: String,
}

async fn deliver(
    context: web::Data<Context>,
    visit: Visit,
    request: HttpRequest,
    slug: web::Path<String>,
    form: Posted<Handed>,
) -> Result<HttpResponse> {
    let (booth, _) = here(&context, &request, &slug).await?;
    let Handed { tablet, levering, biljet } = form.0;
    let number = unhex(&levering).and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| Error::refused(Message::new("error-form-changed")))?;
    let outcome = delivery::deliver(&context, booth.round.id, Delivery { tablet, number, envelope: biljet }).await?;
    if outcome == Delivered::Unknown {
        // A code that exists has passed above; nobody guesses codes through a tablet.
        context.limits.count(Rule::WrongStemcode, visit.address)?;
    }
    Ok(HttpResponse::Ok().json(serde_json::json!({ "outcome": outcome })))
}
