//! Letters with stemcodes to print, and a new letter for somebody who lost theirs.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::access::Access;
use super::forms::Posted;
use super::respond::{page, page_with};
use super::routes::Routes;
use super::staff::Qr;
use super::visit::Visit;
use crate::app::codes::{self, DESK, NewBatch};
use crate::app::letters::{self, Addresses, CodeLetter};
use crate::app::{Context, voting};
use crate::domain::ids::RoundId;
use crate::domain::phase::Phase;
use crate::domain::rules::Template;
use crate::domain::time::{Language, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::i18n::Translator;
use crate::storage::rounds::Round;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk/rondes/{id:[0-9]+}/brief", Access::Roles(DESK), ask).post("/werk/rondes/{id:[0-9]+}/brief", Access::Roles(DESK), replace)
}

/// The words of a letter in one language.
#[derive(Debug, Clone, Serialize)]
struct Words {
    lang: &'static str,
    title: String,
    purpose: String,
    lines: Vec<String>,
    code: String,
    qr: String,
    number: String,
}

#[derive(Debug, Serialize)]
struct Shown {
    address: Vec<String>,
    code: String,
    number: String,
    qr: Qr,
}

/// Letters, one on a sheet.
#[derive(Debug, Serialize)]
pub struct LettersPage {
    round_name: String,
    /// The address of the booth, for who types it.
    booth: String,
    words: Vec<Words>,
    letters: Vec<Shown>,
}

impl LettersPage {
    /// The letters of a batch, each in these languages.
    ///
    /// # Errors
    /// When a QR code cannot be drawn.
    pub fn new(context: &Context, batch: &NewBatch, addresses: &Addresses, languages: &[Language]) -> Result<Self> {
        let words = languages.iter().map(|language| words(context.views.translator(*language), &batch.round, &batch.wijk)).collect();
        let booth = context.url(&format!("/rondes/{}/stemmen", batch.round.slug));
        Self::made(&batch.round, booth, words, letters::letters(context, batch, addresses))
    }

    fn made(round: &Round, booth: String, words: Vec<Words>, letters: Vec<CodeLetter>) -> Result<Self> {
        let shown = |letter: CodeLetter| Ok(Shown { qr: Qr::new(&letter.url)?, address: letter.address, code: letter.code, number: letter.number });
        Ok(Self { round_name: round.name.clone(), booth, words, letters: letters.into_iter().map(shown).collect::<Result<_>>()? })
    }
}

fn words(tr: Translator<'_>, round: &Round, wijk: &str) -> Words {
    let window = round.schedule.window(Phase::Vote);
    let time = |at| long_time(at, tr.language);
    let (starts, ends) = window.map_or_else(Default::default, |window| (time(window.starts), time(window.ends)));
    let who = Message::new("letter-who").with("wijk", wijk).with("age", round.rules.min_age_vote);
    Words {
        lang: tr.language.code(),
        title: tr.message(&Message::new("letter-title").with("round", &round.name)),
        purpose: round.purpose.clone(),
        lines: vec![
            tr.message(&Message::new("letter-when").with("starts", starts).with("ends", ends)),
            tr.message(&who),
            tr.text("letter-how"),
            tr.text("letter-change"),
            tr.text("letter-secret"),
            tr.text("letter-help"),
        ],
        code: tr.text("letter-code"),
        qr: tr.text("letter-qr"),
        number: tr.text("letter-number"),
    }
}

impl Page for LettersPage {
    const TEMPLATE: &'static str = "pages/letters";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("letters-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        Vec::new()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = super::ballot::sample_round(Template::TopTen.rules());
        let booth = "https://wijkdeal.example/rondes/de-wijert-2027/stemmen".to_owned();
        let letter = |address: &[&str]| CodeLetter {
            address: address.iter().map(|line| (*line).to_owned()).collect(),
            code: "7KQ4-M2XH-9TRB-3FZC".into(),
            url: format!("{booth}#c=7KQ4-M2XH-9TRB-3FZC"),
            number: "3XJ7P-0QRT8".into(),
        };
        let letters = vec![letter(&["De bewoner <van>", "Voorbeeldstraat 1"]), letter(&[])];
        let page = Self::made(&round, booth.clone(), vec![words(tr, &round, "De Wijert"), words(tr, &round, "De Wijert")], letters);
        page.into_iter().collect()
    }
}

/// Where the number of a lost letter is typed.
#[derive(Debug, Serialize)]
pub struct LostPage {
    round_name: String,
    href: String,
    letter: Field,
    output: Field,
    errors: Vec<SummaryLine>,
}

impl LostPage {
    fn new(tr: Translator<'_>, round: &Round, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "lost", values, errors);
        let languages = ["nl", "en", "nl-en"].map(|output| (output.to_owned(), tr.text(&format!("codes-output-{output}"))));
        Self {
            round_name: round.name.clone(),
            href: format!("/werk/rondes/{}/brief", round.id),
            letter: form.field("letter").kind("text", Some("off")).max(30),
            output: form.choice("output", languages),
            errors: form.summary(),
        }
    }
}

impl Page for LostPage {
    const TEMPLATE: &'static str = "pages/letter_lost";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("lost-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("lost-crumb", self.href.clone())]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let round = super::ballot::sample_round(Template::TopTen.rules());
        let errors = [FieldError::new("letter", Message::new("error-letter-number"))];
        vec![Self::new(tr, &round, &Values::new(), &[]), Self::new(tr, &round, &Values::from([("letter".into(), "3XJ".into())]), &errors)]
    }
}

async fn ask(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>) -> Result<HttpResponse> {
    let round = voting::round_for(&context, &visit.actor, *id, DESK).await?;
    page(&context, &visit, &LostPage::new(context.views.translator(visit.language), &round, &Values::new(), &[]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lost {
    letter: String,
    #[serde(default)]
    output: String,
}

async fn replace(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, form: Posted<Lost>) -> Result<HttpResponse> {
    let form = form.0;
    match codes::replace(&context, &visit.actor, *id, &form.letter).await {
        Ok(batch) => {
            let languages: &[Language] = match form.output.as_str() {
                "en" => &[Language::En],
                "nl-en" => &[Language::Nl, Language::En],
                _ => &[Language::Nl],
            };
            page(&context, &visit, &LettersPage::new(&context, &batch, &Addresses::default(), languages)?)
        }
        Err(Error::Invalid(errors)) => {
            let round = voting::round_for(&context, &visit.actor, *id, DESK).await?;
            let values = Values::from([("letter".to_owned(), form.letter), ("output".to_owned(), form.output)]);
            let shown = LostPage::new(context.views.translator(visit.language), &round, &values, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}
