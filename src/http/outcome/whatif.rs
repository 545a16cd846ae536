//! Two rules side by side on the same votes, for staff: to look back, and to choose the rules of a
//! new round. Only on votes whose outcome is public.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::ranking::{amount, percent, votes, warning};
use super::samples::counted;
use crate::app::Context;
use crate::app::count::told::{Told, ToldPlan};
use crate::app::count::whatif::{self, Choice, DESIGNERS, RULES, Tried};
use crate::counting::explain::HIDDEN_BELOW;
use crate::counting::{Portion, Side, Standing};
use crate::domain::money::Cents;
use crate::domain::rules::Template;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::respond::page_with;
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::words::Badge;
use crate::views::{Crumb, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/werk/wat-als", Access::Roles(DESIGNERS), show)
}

/// The fields of one side of the form.
#[derive(Debug, Serialize)]
struct SideFields {
    title: String,
    rule: Field,
    places: Field,
    budget: Field,
    min: Field,
}

/// A figure on both sides.
#[derive(Debug, Serialize)]
struct Pair {
    label: String,
    one: String,
    other: String,
    one_percent: u32,
    other_percent: u32,
}

/// A plan that wins on at least one side.
#[derive(Debug, Serialize)]
struct PlanLine {
    title: String,
    href: String,
    theme: String,
    votes: String,
    cost: String,
    one: bool,
    other: bool,
    state: Badge,
}

/// Both outcomes side by side.
#[derive(Debug, Serialize)]
struct Compared {
    round: String,
    href: String,
    warning: Option<String>,
    one: String,
    other: String,
    summary: Vec<String>,
    figures: Vec<Pair>,
    themes: Vec<Pair>,
    wijken: Vec<Pair>,
    plans: Vec<PlanLine>,
}

/// Trying rules.
#[derive(Debug, Serialize)]
pub struct WhatIfPage {
    round: Field,
    sides: Vec<SideFields>,
    fast: Field,
    none: bool,
    compared: Option<Compared>,
    errors: Vec<SummaryLine>,
}

fn rule_name(tr: Translator<'_>, rule: &str) -> String {
    tr.text(&format!("whatif-rule-{rule}"))
}

impl WhatIfPage {
    fn new(tr: Translator<'_>, rounds: &[(String, String)], values: &Values, errors: &[FieldError], compared: Option<Compared>) -> Self {
        let form = Form::new(tr, "whatif", values, errors);
        let side = |name: &str| {
            let field = |part: &str| {
                let made = form.field(&format!("{name}_{part}"));
                Field { label: tr.text(&format!("whatif-{part}")), hint: tr.optional(&format!("whatif-{part}-hint")), ..made }
            };
            let rules = RULES.iter().map(|rule| ((*rule).to_owned(), rule_name(tr, rule)));
            let rule = form.choice(&format!("{name}_rule"), rules);
            SideFields {
                title: tr.text(&format!("whatif-{name}")),
                rule: Field { label: tr.text("whatif-rule"), ..rule.or_choice(if name == "one" { "own" } else { "mes-cost-add1-pabulib-greedy" }) },
                places: field("places").inputmode("numeric").max(4).or_value("10").quiet(),
                budget: field("budget").inputmode("numeric").max(12).quiet(),
                min: field("min").inputmode("numeric").max(6).quiet(),
            }
        };
        Self {
            round: form.choice("round", rounds.iter().cloned()),
            sides: vec![side("one"), side("other")],
            fast: form.field("fast"),
            none: rounds.is_empty(),
            compared,
            errors: form.summary(),
        }
    }
}

impl Compared {
    fn new(tr: Translator<'_>, tried: &Tried, names: [String; 2]) -> Self {
        let (what, told) = (&tried.compared, &tried.told);
        let [one, other] = names;
        let standing = [what.one.outcome.standing, what.other.outcome.standing].into_iter().find(|standing| *standing != Standing::Exact);
        let prefer = Message::new("whatif-prefer").with("one", people(tr, what.prefer_one)).with("other", people(tr, what.prefer_other));
        let counts =
            Message::new("whatif-counts").with("both", what.both.len()).with("one", what.only_one.len()).with("other", what.only_other.len());
        Self {
            round: tried.round.name.clone(),
            href: format!("/rondes/{}/uitslag", tried.round.slug),
            warning: standing.and_then(|standing| warning(tr, standing)),
            one,
            other,
            summary: vec![tr.message(&counts), tr.message(&prefer)],
            figures: figures(tr, told, &what.one, &what.other),
            themes: portions(tr, told, &what.one.metrics.themes, &what.other.metrics.themes, (&what.one, &what.other)),
            wijken: portions(tr, told, &what.one.metrics.areas, &what.other.metrics.areas, (&what.one, &what.other)),
            plans: plans(tr, tried),
        }
    }
}

/// A number of voters; a small one is not told.
fn people(tr: Translator<'_>, count: u64) -> String {
    if (1..HIDDEN_BELOW).contains(&count) { tr.text("whatif-few") } else { votes(count) }
}

fn figures(tr: Translator<'_>, told: &Told, one: &Side, other: &Side) -> Vec<Pair> {
    let money = |cents| amount(tr, &told.currency, cents);
    let pair =
        |key: &str, of: &dyn Fn(&Side) -> String| Pair { label: tr.text(key), one: of(one), other: of(other), one_percent: 0, other_percent: 0 };
    let nothing = |side: &Side| percent(tr, i64::from(side.metrics.with_nothing_permille));
    let average = |side: &Side| percent(tr, tenths(side.metrics.funded_per_ballot.to_f64())).trim_end_matches('%').to_owned();
    vec![
        pair("whatif-winners", &|side| side.metrics.winners.to_string()),
        pair("whatif-spent", &|side| money(side.metrics.spent)),
        pair("whatif-left", &|side| money(side.outcome.budget.saturating_sub(side.metrics.spent).max(0))),
        Pair {
            one_percent: one.metrics.with_nothing_permille / 10,
            other_percent: other.metrics.with_nothing_permille / 10,
            ..pair("whatif-nothing", &nothing)
        },
        pair("whatif-average", &average),
        Pair {
            one_percent: one.metrics.fair_share_permille / 10,
            other_percent: other.metrics.fair_share_permille / 10,
            ..pair("whatif-fair", &|side| percent(tr, i64::from(side.metrics.fair_share_permille)))
        },
    ]
}

fn tenths(value: f64) -> i64 {
    format!("{:.0}", value * 10.0).parse().unwrap_or(0)
}

type Portions = std::collections::BTreeMap<String, Portion>;

/// Money per theme or wijk on both sides.
fn portions(tr: Translator<'_>, told: &Told, one: &Portions, other: &Portions, (first, second): (&Side, &Side)) -> Vec<Pair> {
    let cell = |portion: Option<&Portion>, side: &Side| {
        let (money, winners) = portion.map_or((0, 0), |portion| (portion.money, portion.winners));
        let part = money.saturating_mul(100).checked_div(side.metrics.spent).unwrap_or(0);
        let text = Message::new("whatif-portion").with("money", amount(tr, &told.currency, money)).with("n", winners);
        (tr.message(&text), u32::try_from(part).unwrap_or(0))
    };
    let mut pairs: Vec<Pair> = one
        .keys()
        .map(|name| {
            let ((one, one_percent), (other, other_percent)) = (cell(one.get(name), first), cell(other.get(name), second));
            Pair { label: name.clone(), one, other, one_percent, other_percent }
        })
        .collect();
    pairs.sort_by_key(|pair| std::cmp::Reverse(pair.one_percent.max(pair.other_percent)));
    // One theme or wijk for everything says nothing.
    if pairs.len() > 1 { pairs } else { Vec::new() }
}

fn plans(tr: Translator<'_>, tried: &Tried) -> Vec<PlanLine> {
    let (what, told) = (&tried.compared, &tried.told);
    let mut plans: Vec<&ToldPlan> = told.plans().collect();
    plans.sort_by_key(|plan| (std::cmp::Reverse(plan.votes), plan.cost));
    let line = |plan: &ToldPlan| {
        let (one, other) = (what.one.outcome.winners.contains(&plan.key), what.other.outcome.winners.contains(&plan.key));
        let (tone, key) = match (one, other) {
            (true, true) => ("success", "whatif-both"),
            (true, false) => ("warning", "whatif-only-one"),
            (false, true) => ("active", "whatif-only-other"),
            (false, false) => return None,
        };
        Some(PlanLine {
            title: plan.title.clone(),
            href: format!("/ideeen/{}", plan.idea),
            theme: plan.theme.clone().unwrap_or_default(),
            votes: votes(plan.votes),
            cost: amount(tr, &told.currency, plan.cost),
            one,
            other,
            state: Badge { tone, text: tr.text(key) },
        })
    };
    plans.into_iter().filter_map(line).collect()
}

impl Page for WhatIfPage {
    const TEMPLATE: &'static str = "pages/whatif";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("whatif-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-work", "/werk"), Crumb::text("whatif-title", "/werk/wat-als")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let rounds = [("de-wijert".to_owned(), "Wijkdeal <De Wijert>".to_owned())];
        let values = Values::from([("one_rule".to_owned(), "own".to_owned()), ("other_rule".to_owned(), "bos".to_owned())]);
        let errors = [FieldError::new("one_budget", Message::new("error-whatif-budget"))];
        let names = || ["Eigen regel".to_owned(), "Gelijke Delen".to_owned()];
        let compared = [true, false].map(|areas| sample(areas).map(|tried| Compared::new(tr, &tried, names())));
        let mut pages: Vec<Self> = compared.into_iter().map(|compared| Self::new(tr, &rounds, &values, &[], compared)).collect();
        pages.extend([Self::new(tr, &[], &Values::new(), &[], None), Self::new(tr, &rounds, &values, &errors, None)]);
        pages
    }
}

/// Two real counts of four invented plans.
fn sample(areas: bool) -> Option<Tried> {
    use crate::counting::{Ballot, Precision, Project, Rule, simple_election, what_if};
    let project = |id: &str, cost| Project {
        themes: if areas { vec![format!("Groen {id}")] } else { Vec::new() },
        areas: if areas { vec![format!("Wijk {id}")] } else { Vec::new() },
        ..Project::new(id, cost)
    };
    let projects = vec![project("a", 60_000), project("b", 50_000), project("c", 30_000), project("d", 10_000)];
    let ballots = vec![Ballot::times(60, [0, 1]), Ballot::times(40, [2]), Ballot::times(12, [3])];
    let one = simple_election(100_000, projects, ballots);
    let mut other = one.clone();
    other.rule = Rule::named("mes-cost", 100).ok()?;
    let precision = if areas { Precision::Exact } else { Precision::Preview };
    let compared = what_if(&one, &other, precision).ok()?;
    let counted = counted();
    let mut told = counted.told;
    told.pots.truncate(1);
    let round = crate::http::ballot::sample_round(Template::TopTen.rules());
    Some(Tried { round, told, turnout: counted.turnout, compared })
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    round: String,
    #[serde(default)]
    one_rule: String,
    #[serde(default)]
    one_places: String,
    #[serde(default)]
    one_budget: String,
    #[serde(default)]
    one_min: String,
    #[serde(default)]
    other_rule: String,
    #[serde(default)]
    other_places: String,
    #[serde(default)]
    other_budget: String,
    #[serde(default)]
    other_min: String,
    #[serde(default)]
    fast: String,
}

impl Asked {
    fn values(&self) -> Values {
        let all = [
            ("round", &self.round),
            ("one_rule", &self.one_rule),
            ("one_places", &self.one_places),
            ("one_budget", &self.one_budget),
            ("one_min", &self.one_min),
            ("other_rule", &self.other_rule),
            ("other_places", &self.other_places),
            ("other_budget", &self.other_budget),
            ("other_min", &self.other_min),
            ("fast", &self.fast),
        ];
        all.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }

    fn sides(&self) -> Result<[Choice; 2]> {
        let mut errors = Vec::new();
        let mut side = |name: &str, rule: &str, places: &str, budget: &str, min: &str| {
            let mut wrong = |part: &str, key| errors.push(FieldError::new(format!("{name}_{part}"), Message::new(key)));
            let budget = match budget.trim() {
                "" => None,
                text => Cents::parse(text).map(|cents| cents.0).map_err(|_| wrong("budget", "error-whatif-budget")).ok(),
            };
            let min_votes = match min.trim() {
                "" => None,
                text => text.parse().map_err(|_| wrong("min", "error-whatif-min")).ok(),
            };
            Choice { rule: rule.to_owned(), places: places.trim().parse().unwrap_or(0), budget, min_votes }
        };
        let one = side("one", &self.one_rule, &self.one_places, &self.one_budget, &self.one_min);
        let other = side("other", &self.other_rule, &self.other_places, &self.other_budget, &self.other_min);
        if errors.is_empty() { Ok([one, other]) } else { Err(Error::Invalid(errors)) }
    }
}

async fn show(context: web::Data<Context>, visit: Visit, asked: web::Query<Asked>) -> Result<HttpResponse> {
    let tr = context.views.translator(visit.language);
    let rounds = whatif::rounds_to_try(&context).await?;
    let values = asked.values();
    if asked.one_rule.is_empty() {
        return page_with(&context, &visit, StatusCode::OK, &WhatIfPage::new(tr, &rounds, &values, &[], None));
    }
    let tried = match asked.sides() {
        Ok(sides) => whatif::compare(&context, &visit.actor, asked.round.clone(), sides, !asked.fast.is_empty()).await,
        Err(error) => Err(error),
    };
    match tried {
        Ok(tried) => {
            let compared = Compared::new(tr, &tried, [rule_name(tr, &asked.one_rule), rule_name(tr, &asked.other_rule)]);
            page_with(&context, &visit, StatusCode::OK, &WhatIfPage::new(tr, &rounds, &values, &[], Some(compared)))
        }
        Err(Error::Invalid(errors)) => {
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &WhatIfPage::new(tr, &rounds, &values, &errors, None))
        }
        Err(error) => Err(error),
    }
}
