//! Ballot papers to print.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::letters::CodeLetter;
use crate::app::paper::PAPER;
use crate::app::paper::print::{self, Ground, MOST_AT_ONCE, Papers};
use crate::domain::ballot::{BallotPlan, BallotText};
use crate::domain::ids::{RoundId, WijkId};
use crate::domain::money::Cents;
use crate::domain::rules::{BallotForm, Template};
use crate::domain::time::Language;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::ballot::sample_plans;
use crate::http::booth::how_many;
use crate::http::forms::Posted;
use crate::http::respond::{page, page_with};
use crate::http::routes::Routes;
use crate::http::staff::Qr;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/werk/rondes/{id:[0-9]+}/stembiljetten", Access::Roles(PAPER), choose).post(
        "/werk/rondes/{id:[0-9]+}/stembiljetten",
        Access::Roles(PAPER),
        make,
    )
}

/// What can be printed.
const OUTPUTS: [&str; 3] = ["nl", "en", "nl-en"];

fn languages(output: &str) -> &'static [Language] {
    match output {
        "en" => &[Language::En],
        "nl-en" => &[Language::Nl, Language::En],
        _ => &[Language::Nl],
    }
}

/// Where ballot papers are chosen.
#[derive(Debug, Serialize)]
pub struct ChoosePage {
    round_name: String,
    href: String,
    /// The plans can still change.
    early: bool,
    plans: usize,
    mark: String,
    /// Papers with a code can still be made.
    open: bool,
    wijk: Field,
    count: Field,
    output: Field,
    errors: Vec<SummaryLine>,
}

impl ChoosePage {
    fn new(tr: Translator<'_>, ground: &Ground, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "papers", values, errors);
        let outputs = OUTPUTS.map(|output| (output.to_owned(), tr.text(&format!("papers-output-{output}"))));
        Self {
            round_name: ground.round.name.clone(),
            href: format!("/werk/rondes/{}/stembiljetten", ground.round.id),
            early: !ground.frozen,
            plans: ground.text.plans.len(),
            mark: ground.mark.clone(),
            open: ground.open,
            wijk: form.choice("wijk", ground.wijken.iter().map(|(id, name)| (id.to_string(), name.clone()))),
            count: form.field("count").inputmode("numeric").max(4).optional(),
            output: form.choice("output", outputs),
            errors: form.summary(),
        }
    }
}

impl Page for ChoosePage {
    const TEMPLATE: &'static str = "pages/papers_choose";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("papers-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("papers-crumb", self.href.clone())]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let errors = [FieldError::new("count", Message::new("error-papers-count").with("max", MOST_AT_ONCE))];
        let frozen = sample_ground(BallotForm::Choose { min: 1, max: 3 });
        let early = Ground { frozen: false, open: false, ..frozen.clone() };
        vec![Self::new(tr, &frozen, &Values::new(), &[]), Self::new(tr, &early, &Values::new(), &errors)]
    }
}

/// The words of a paper in one language.
#[derive(Debug, Clone, Serialize)]
struct Words {
    lang: &'static str,
    strip: String,
    own: String,
    write: String,
    title: String,
    how: String,
    fill: String,
    secret: String,
}

/// The strip that is torn off, with a code or with room to write one.
#[derive(Debug, Default, Serialize)]
struct Strip {
    code: Option<String>,
    number: String,
    qr: Option<Qr>,
}

/// A plan with its box.
#[derive(Debug, Serialize)]
struct PlanShown {
    number: usize,
    title: String,
    cost: String,
}

/// The plans of one theme; without a name when the ballot does not divide by theme.
#[derive(Debug, Serialize)]
struct ThemeShown {
    name: Option<String>,
    plans: Vec<PlanShown>,
}

/// Ballot papers to print.
#[derive(Debug, Serialize)]
pub struct PapersPage {
    round_name: String,
    wijk: String,
    mark: String,
    early: bool,
    words: Vec<Words>,
    themes: Vec<ThemeShown>,
    /// With a code each; one without when there are none.
    papers: Vec<Strip>,
}

impl PapersPage {
    fn new(tr: Translator<'_>, words: Vec<Words>, papers: Papers) -> Result<Self> {
        let Papers { ground, wijk, strips } = papers;
        let strip = |letter: CodeLetter| Ok(Strip { qr: Some(Qr::new(&letter.url)?), code: Some(letter.code), number: letter.number });
        let strips: Vec<Strip> = strips.into_iter().map(strip).collect::<Result<_>>()?;
        Ok(Self {
            round_name: ground.round.name.clone(),
            themes: themes(tr, &ground),
            wijk,
            mark: ground.mark,
            early: !ground.frozen,
            words,
            papers: if strips.is_empty() { vec![Strip::default()] } else { strips },
        })
    }
}

/// The plans in the order of their numbers; under the name of their theme when each theme has votes
/// of its own.
fn themes(tr: Translator<'_>, ground: &Ground) -> Vec<ThemeShown> {
    let shown = |(place, plan): (usize, &BallotPlan)| PlanShown { number: place + 1, title: plan.title.clone(), cost: plan.cost.to_string() };
    let all = || ground.text.plans.iter().enumerate();
    if !matches!(ground.text.form, BallotForm::ChoosePerTheme { .. }) {
        return vec![ThemeShown { name: None, plans: all().map(shown).collect() }];
    }
    let themes = ground.round.rules.themes.iter().map(|theme| (Some(theme.slug.as_str()), theme.name.clone()));
    let groups = themes.chain(std::iter::once((None, tr.text("ballot-joker"))));
    let group = |(slug, name): (Option<&str>, String)| ThemeShown {
        name: Some(name),
        plans: all().filter(|(_, plan)| plan.theme.as_deref() == slug).map(shown).collect(),
    };
    groups.map(group).filter(|theme| !theme.plans.is_empty()).collect()
}

fn words(tr: Translator<'_>, ground: &Ground, wijk: &str) -> Words {
    let budget = ground.text.budget.to_string();
    Words {
        lang: tr.language.code(),
        strip: tr.text("papers-strip"),
        own: tr.text("papers-own-code"),
        write: tr.text("papers-write-code"),
        title: tr.message(&Message::new("papers-ballot").with("round", &ground.round.name).with("wijk", wijk)),
        how: tr.message(&how_many(&ground.round.rules, Some(ground.text.plans.len()), &budget)),
        fill: tr.text(match ground.text.form {
            BallotForm::Points { .. } => "papers-fill-points",
            BallotForm::Ranking { .. } => "papers-fill-ranking",
            BallotForm::Choose { .. } | BallotForm::ChoosePerTheme { .. } | BallotForm::FillBudget => "papers-fill",
        }),
        secret: tr.text("papers-secret"),
    }
}

impl Page for PapersPage {
    const TEMPLATE: &'static str = "pages/papers";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("papers-title").with("round", &self.round_name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        Vec::new()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let letter = CodeLetter {
            address: Vec::new(),
            code: "7KQ4-M2XH-9TRB-3FZC".into(),
            url: "https://wijkdeal.example/rondes/de-wijert-2027/stemmen#c=7KQ4-M2XH-9TRB-3FZC".into(),
            number: "3XJ7P-0QRT8".into(),
        };
        let coded = Papers { ground: sample_ground(BallotForm::ChoosePerTheme { max: 3 }), wijk: "De Wijert".into(), strips: vec![letter] };
        let plain = |form| Papers { ground: Ground { frozen: false, ..sample_ground(form) }, wijk: "De Wijert".into(), strips: Vec::new() };
        let forms = [BallotForm::FillBudget, BallotForm::Points { total: 10, max: 5 }, BallotForm::Ranking { points: vec![3, 2, 1] }];
        let made = |papers: Papers| {
            let both = vec![words(tr, &papers.ground, &papers.wijk), words(tr, &papers.ground, &papers.wijk)];
            Self::new(tr, both, papers)
        };
        std::iter::once(coded).chain(forms.map(plain)).filter_map(|papers| made(papers).ok()).collect()
    }
}

pub(super) fn sample_ground(form: BallotForm) -> Ground {
    let round = crate::http::ballot::sample_round(Template::TopTen.rules());
    let theme = round.rules.themes.first().map(|theme| theme.slug.clone());
    let plans = sample_plans(theme);
    Ground {
        round,
        wijken: vec![(WijkId(1), "De Wijert".into())],
        text: BallotText { plans, form, budget: Cents::euros(150_000) },
        frozen: true,
        mark: "3FA1-09BC".into(),
        open: true,
    }
}

async fn choose(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>) -> Result<HttpResponse> {
    let ground = print::ground(&context, &visit.actor, *id).await?;
    page(&context, &visit, &ChoosePage::new(context.views.translator(visit.language), &ground, &Values::new(), &[]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    wijk: String,
    #[serde(default)]
    count: String,
    #[serde(default)]
    output: String,
}

async fn make(context: web::Data<Context>, visit: Visit, id: web::Path<RoundId>, form: Posted<Wanted>) -> Result<HttpResponse> {
    let form = form.0;
    let wijk = form.wijk.parse().unwrap_or(WijkId(0));
    let typed = form.count.trim();
    let made = if typed.is_empty() {
        print::without_code(&context, &visit.actor, *id, wijk).await
    } else {
        print::with_codes(&context, &visit.actor, *id, wijk, typed.parse().unwrap_or(0)).await
    };
    match made {
        Ok(papers) => {
            let words = languages(&form.output).iter().map(|one| words(context.views.translator(*one), &papers.ground, &papers.wijk)).collect();
            page(&context, &visit, &PapersPage::new(context.views.translator(visit.language), words, papers)?)
        }
        Err(Error::Invalid(errors)) => {
            let ground = print::ground(&context, &visit.actor, *id).await?;
            let values = [("wijk", form.wijk), ("count", form.count), ("output", form.output)];
            let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            let shown = ChoosePage::new(context.views.translator(visit.language), &ground, &values, &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}
