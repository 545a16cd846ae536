//! Weighing one idea: conditions, scores, notes, specialists, costs and cover.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::review::weighing::{self, Sheet, Weighing};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{CostId, CoverId, IdeaId, PersonId, SpecialistQuestionId};
use crate::domain::money::Cents;
use crate::domain::person::REVIEWERS;
use crate::domain::review::costs::{CostLine, CoverLine, Often, is_covered, per_year, total};
use crate::domain::review::frame::{Frame, Score, differ, weighed};
use crate::domain::review::{MAX_QUESTION, MAX_REASON};
use crate::domain::text::Email;
use crate::domain::time::{Instant, long_date, long_time};
use crate::domain::working_days;
use crate::error::{FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::respond::page;
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::review::dossier::{ConditionAnswer, SpecialistQuestion};
use crate::views::form::{Attempt, Field, Form, SummaryLine, Values};
use crate::views::words::{Badge, idea_state, word};
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let staff = Access::Roles(REVIEWERS);
    routes.get("/werk/ideeen/{id:[0-9]+}/dossier", staff, show)
}

/// A hard condition with its answer.
#[derive(Debug, Serialize)]
struct ConditionLine {
    met: Field,
    note: Field,
}

#[derive(Debug, Serialize)]
struct CriterionLine {
    name: String,
    guidance: String,
    weight: String,
    field: Field,
    given: Vec<String>,
    differ: bool,
}

#[derive(Debug, Serialize)]
struct SheetLine {
    name: String,
    status: String,
}

#[derive(Debug, Serialize)]
struct Said {
    head: String,
    text: String,
    answer: Option<String>,
    late: bool,
}

#[derive(Debug, Serialize)]
struct MoneyLine {
    key: String,
    what: String,
    when: String,
    amount: String,
}

#[derive(Debug, Serialize)]
struct YearLine {
    year: i32,
    cost: String,
    cover: String,
    gap: Option<String>,
}

/// Weighing one idea.
#[derive(Debug, Serialize)]
pub struct DossierPage {
    id: IdeaId,
    name: String,
    state: Badge,
    open: bool,
    conditions: Vec<ConditionLine>,
    unmet: usize,
    unanswered: usize,
    criteria: Vec<CriterionLine>,
    scores_open: bool,
    sheets: Vec<SheetLine>,
    colleague: Option<Field>,
    notes: Vec<Said>,
    note: Field,
    questions: Vec<Said>,
    specialist: Vec<Field>,
    costs: Vec<MoneyLine>,
    covers: Vec<MoneyLine>,
    years: Vec<YearLine>,
    total: Option<String>,
    covered: bool,
    cost: Vec<Field>,
    cover: Vec<Field>,
    errors: Vec<SummaryLine>,
    open_specialist: bool,
    open_cost: bool,
    open_cover: bool,
}

impl DossierPage {
    pub(super) fn new(tr: Translator<'_>, all: &Weighing, me: Option<PersonId>, now: Instant, attempt: &Attempt) -> Self {
        let form = Form::new(tr, "dossier", &attempt.values, &attempt.errors);
        let (costs, covers): (Vec<CostLine>, Vec<CoverLine>) =
            (all.costs.iter().map(|(_, line)| line.clone()).collect(), all.covers.iter().map(|(_, line)| line.clone()).collect());
        let said = |head: String, text: &str| Said { head, text: text.to_owned(), answer: None, late: false };
        let often = Often::ALL.iter().map(|often| (often.as_str().to_owned(), word(tr, "dossier-often", often.as_str())));
        let colleagues = all.team.iter().map(|person| (person.id.to_string(), person.name.clone()));
        let year = now.day().to_string().chars().take(4).collect::<String>();
        let specialist = vec![
            form.field("name").max(100),
            form.field("email").kind("email", None),
            form.field("question").max(MAX_QUESTION),
            form.field("days").inputmode("numeric").max(3).or_value("10"),
        ];
        let cost = vec![
            form.field("what").max(100),
            form.choice("often", often).or_choice(Often::Once.as_str()),
            form.field("amount").inputmode("decimal").max(20),
            form.field("year").inputmode("numeric").max(4).or_value(&year),
            form.field("years").inputmode("numeric").max(2).or_value("1"),
        ];
        let cover = vec![
            form.field("source").max(100),
            form.field("cover_year").inputmode("numeric").max(4).or_value(&year),
            form.field("cover_amount").inputmode("decimal").max(20),
        ];
        let wrong_in = |fields: &[Field]| fields.iter().any(|field| field.error.is_some());
        Self {
            id: all.idea.id,
            name: all.idea.title.clone(),
            state: idea_state(tr, all.idea.state),
            open: all.idea.state.awaits_verdict(),
            errors: form.summary(),
            conditions: condition_lines(tr, all, &form),
            unmet: all.conditions.iter().filter(|answer| !answer.met).count(),
            unanswered: all.frame.conditions.iter().filter(|c| all.conditions.iter().all(|answer| answer.condition != c.slug)).count(),
            criteria: criterion_lines(tr, all, me, &form),
            scores_open: all.open,
            sheets: all.sheets.iter().map(|sheet| sheet_line(tr, &all.frame, sheet)).collect(),
            colleague: (!all.team.is_empty() && !all.open).then(|| form.choice("colleague", colleagues)),
            notes: all.notes.iter().map(|(name, body, at)| said(format!("{name}, {}", long_time(*at, tr.language)), body)).collect(),
            note: form.field("note").max(MAX_REASON).rows(3),
            questions: all.questions.iter().map(|question| asked(tr, question, now)).collect(),
            open_specialist: wrong_in(&specialist),
            specialist,
            costs: all.costs.iter().map(|(id, line)| cost_line(tr, *id, line)).collect(),
            covers: all.covers.iter().map(|(id, line)| cover_line(*id, line)).collect(),
            years: per_year(&costs, &covers)
                .into_iter()
                .map(|(year, sum)| YearLine {
                    year,
                    cost: sum.cost.to_string(),
                    cover: sum.cover.to_string(),
                    gap: (sum.gap() != Cents::ZERO).then(|| sum.gap().to_string()),
                })
                .collect(),
            total: (!costs.is_empty()).then(|| total(&costs).to_string()),
            covered: is_covered(&costs, &covers),
            open_cost: wrong_in(&cost),
            cost,
            open_cover: wrong_in(&cover),
            cover,
        }
    }
}

fn condition_lines(tr: Translator<'_>, all: &Weighing, form: &Form<'_>) -> Vec<ConditionLine> {
    all.frame
        .conditions
        .iter()
        .map(|condition| {
            let answer = all.conditions.iter().find(|answer| answer.condition == condition.slug);
            let (met, note) = (format!("met-{}", condition.slug), format!("note-{}", condition.slug));
            let said = answer.map(|answer| if answer.met { "ja" } else { "nee" });
            let options = [("ja", "dossier-yes"), ("nee", "dossier-no")].map(|(value, key)| (value.to_owned(), tr.text(key)));
            ConditionLine {
                met: Field { label: condition.text.clone(), ..form.choice_as("met", &met, options).or_choice(said.unwrap_or_default()) },
                note: form.field_as("condition_note", &note).max(300).optional().or_value(answer.map_or("", |answer| answer.note.as_str())),
            }
        })
        .collect()
}

fn criterion_lines(tr: Translator<'_>, all: &Weighing, me: Option<PersonId>, form: &Form<'_>) -> Vec<CriterionLine> {
    let given = |sheet: &Sheet, slug: &str| sheet.scores.iter().flatten().find(|score| score.criterion == slug).map(|score| score.score);
    all.frame
        .criteria
        .iter()
        .map(|criterion| {
            let mine = all.sheets.iter().find(|sheet| Some(sheet.person) == me).and_then(|sheet| given(sheet, &criterion.slug));
            let options = (1..=criterion.scale).map(|n| (n.to_string(), n.to_string()));
            let field = form.choice_as("score", &format!("score-{}", criterion.slug), options);
            let field = Field { label: criterion.name.clone(), hint: Some(criterion.guidance.clone()).filter(|text| !text.is_empty()), ..field };
            let field = field.or_choice(&mine.map(|score| score.to_string()).unwrap_or_default());
            let scores: Vec<(String, i32)> =
                all.sheets.iter().filter_map(|sheet| Some((sheet.name.clone(), given(sheet, &criterion.slug)?))).filter(|_| all.open).collect();
            CriterionLine {
                name: criterion.name.clone(),
                guidance: criterion.guidance.clone(),
                weight: tr.message(&Message::new("dossier-weight").with("n", criterion.weight)),
                field,
                differ: differ(criterion.scale, scores.iter().map(|(_, score)| *score)),
                given: scores.into_iter().map(|(name, score)| format!("{name}: {score}")).collect(),
            }
        })
        .collect()
}

fn sheet_line(tr: Translator<'_>, frame: &Frame, sheet: &Sheet) -> SheetLine {
    let status = match (&sheet.scores, sheet.complete) {
        (Some(scores), true) => tr.message(&Message::new("dossier-weighed").with("n", weighed(frame, scores).unwrap_or_default())),
        (_, true) => tr.text("dossier-scored"),
        (_, false) => tr.text("dossier-not-scored"),
    };
    SheetLine { name: sheet.name.clone(), status }
}

fn asked(tr: Translator<'_>, question: &SpecialistQuestion, now: Instant) -> Said {
    let due = long_date(working_days::last_day(question.due_at), tr.language);
    Said {
        head: tr.message(&Message::new("dossier-asked").with("name", &question.name).with("date", due)),
        text: question.question.clone(),
        answer: question.answer.clone(),
        late: question.answer.is_none() && question.due_at <= now,
    }
}

fn cost_line(tr: Translator<'_>, id: CostId, line: &CostLine) -> MoneyLine {
    let when = match line.often {
        Often::Once => Message::new("dossier-once-in").with("year", line.year.to_string()),
        Often::Yearly => Message::new("dossier-yearly-from").with("year", line.year.to_string()).with("n", line.years),
    };
    MoneyLine { key: format!("kosten-{id}"), what: line.what.clone(), when: tr.message(&when), amount: line.cents.to_string() }
}

fn cover_line(id: CoverId, line: &CoverLine) -> MoneyLine {
    MoneyLine { key: format!("dekking-{id}"), what: line.source.clone(), when: line.year.to_string(), amount: line.cents.to_string() }
}

impl Page for DossierPage {
    const TEMPLATE: &'static str = "pages/review_dossier";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("dossier-title").with("title", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-work", "/werk"),
            Crumb::text("queue-title", "/werk/ideeen"),
            Crumb::name(self.name.clone(), format!("/werk/ideeen/{}", self.id)),
            Crumb::text("dossier-crumb", format!("/werk/ideeen/{}/dossier", self.id)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let Ok(email) = Email::parse("stadsbeheer@voorbeeld.nl") else { return Vec::new() };
        let frame = Frame::usual();
        let scores = |score| frame.criteria.iter().map(|c| Score { criterion: c.slug.clone(), score }).collect::<Vec<_>>();
        let sheet = |id, name: &str, score, complete, shown: bool| Sheet {
            person: PersonId(id),
            name: name.into(),
            complete,
            scores: shown.then(|| scores(score)),
        };
        let question = |answer: Option<&str>| SpecialistQuestion {
            id: SpecialistQuestionId(1),
            idea_id: IdeaId(7),
            asked_by: PersonId(1),
            name: "Stadsbeheer".into(),
            email: email.clone(),
            question: "Wat kost <snoeien>?".into(),
            asked_at: samples::noon(1),
            due_at: samples::noon(4),
            answer: answer.map(Into::into),
            answered_at: answer.map(|_| samples::noon(3)),
        };
        let bare = Weighing {
            idea: samples::idea(IdeaState::InReview),
            round: samples::round(),
            frame: frame.clone(),
            conditions: Vec::new(),
            sheets: Vec::new(),
            open: false,
            team: vec![samples::person(3, "Kim")],
            notes: Vec::new(),
            questions: Vec::new(),
            costs: Vec::new(),
            covers: Vec::new(),
            hearing: None,
        };
        let answers =
            frame.conditions.iter().enumerate().map(|(n, c)| ConditionAnswer { condition: c.slug.clone(), met: n > 0, note: "Nee.".into() });
        let cost = CostLine { what: "Bomen".into(), often: Often::Once, cents: Cents::euros(100), year: 2027, years: 1 };
        let yearly = CostLine { what: "Snoeien".into(), often: Often::Yearly, years: 3, ..cost.clone() };
        let full = Weighing {
            conditions: answers.collect(),
            sheets: vec![sheet(1, "Sam", 5, true, true), sheet(3, "Kim <i>", 1, true, true)],
            open: true,
            team: Vec::new(),
            notes: vec![("Sam".into(), "Laten wij bellen.".into(), samples::noon(2))],
            questions: vec![question(None), question(Some("€ 200 per jaar."))],
            costs: vec![(CostId(1), cost.clone()), (CostId(2), yearly)],
            covers: vec![(CoverId(1), CoverLine { source: "Gebiedsbudget".into(), year: 2027, cents: Cents::euros(100) })],
            ..bare.clone()
        };
        let waiting = Weighing {
            sheets: vec![sheet(1, "Sam", 4, true, true), sheet(3, "Kim", 0, true, false), sheet(4, "Lou", 0, false, false)],
            costs: vec![(CostId(1), cost)],
            covers: full.covers.clone(),
            ..bare.clone()
        };
        let decided = Weighing { idea: samples::idea(IdeaState::Feasible), ..bare.clone() };
        let own = frame.conditions.iter().map(|c| format!("note-{}", c.slug)).chain(frame.criteria.iter().map(|c| format!("score-{}", c.slug)));
        let wrong = own.chain(["colleague", "note", "email", "days", "what", "cover_amount"].map(str::to_owned));
        let wrong = Attempt {
            values: Values::from([("question".to_owned(), "Wat <kost> het?".to_owned())]),
            errors: wrong.map(|field| FieldError::new(field, Message::new("error-empty"))).collect(),
        };
        let calm = Attempt::default();
        [(&bare, &calm), (&full, &calm), (&waiting, &calm), (&decided, &calm), (&bare, &wrong)]
            .into_iter()
            .map(|(all, attempt)| Self::new(tr, all, Some(PersonId(1)), samples::noon(5), attempt))
            .collect()
    }
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let all = weighing::weighing(&context, &visit.actor, IdeaId(*id)).await?;
    let tr = context.views.translator(visit.language);
    page(&context, &visit, &DossierPage::new(tr, &all, visit.actor.person(), context.now(), &Attempt::default()))
}
