//! Weighing one idea: conditions, scores, notes, specialists, costs and cover.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::review::weighing::{self, Sheet, Weigh, Weighing};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{CostId, CoverId, IdeaId, PersonId, SpecialistQuestionId};
use crate::domain::money::Cents;
use crate::domain::person::REVIEWERS;
use crate::domain::review::costs::{CostLine, CoverLine, MAX_YEARS, Often, is_covered, per_year, total};
use crate::domain::review::frame::{Frame, Score, differ, weighed};
use crate::domain::review::{MAX_QUESTION, MAX_REASON, question};
use crate::domain::text::{Email, line, paragraphs};
use crate::domain::time::{Instant, long_date, long_time};
use crate::domain::working_days;
use crate::error::{Error, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::review::dossier::{ConditionAnswer, SpecialistQuestion};
use crate::views::form::{Choice, Field, Form, Values};
use crate::views::words::{Badge, idea_state, word};
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let staff = Access::Roles(REVIEWERS);
    routes
        .get("/werk/ideeen/{id:[0-9]+}/dossier", staff, show)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/voorwaarden", staff, conditions)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/punten", staff, scores)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/collega", staff, colleague)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/notitie", staff, note)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/specialist", staff, specialist)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/kosten", staff, cost)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/dekking", staff, cover)
        .post("/werk/ideeen/{id:[0-9]+}/dossier/weg", staff, remove)
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
}

impl DossierPage {
    fn new(tr: Translator<'_>, all: &Weighing, me: Option<PersonId>, now: Instant) -> Self {
        let none = Values::new();
        let form = Form::new(tr, "dossier", &none, &[]);
        let (costs, covers): (Vec<CostLine>, Vec<CoverLine>) =
            (all.costs.iter().map(|(_, line)| line.clone()).collect(), all.covers.iter().map(|(_, line)| line.clone()).collect());
        let said = |head: String, text: &str| Said { head, text: text.to_owned(), answer: None, late: false };
        let often = Often::ALL.iter().map(|often| (often.as_str().to_owned(), word(tr, "dossier-often", often.as_str())));
        let colleagues = all.team.iter().map(|person| (person.id.to_string(), person.name.clone()));
        let year = now.day().to_string().chars().take(4).collect::<String>();
        Self {
            id: all.idea.id,
            name: all.idea.title.clone(),
            state: idea_state(tr, all.idea.state),
            open: all.idea.state.awaits_verdict(),
            conditions: condition_lines(tr, all),
            unmet: all.conditions.iter().filter(|answer| !answer.met).count(),
            unanswered: all.frame.conditions.iter().filter(|c| all.conditions.iter().all(|answer| answer.condition != c.slug)).count(),
            criteria: criterion_lines(tr, all, me),
            scores_open: all.open,
            sheets: all.sheets.iter().map(|sheet| sheet_line(tr, &all.frame, sheet)).collect(),
            colleague: (!all.team.is_empty() && !all.open).then(|| form.choice("colleague", colleagues)),
            notes: all.notes.iter().map(|(name, body, at)| said(format!("{name}, {}", long_time(*at, tr.language)), body)).collect(),
            note: form.field("note").max(MAX_REASON).rows(3),
            questions: all.questions.iter().map(|question| asked(tr, question, now)).collect(),
            specialist: vec![
                form.field("name").max(100),
                form.field("email").kind("email", None),
                form.field("question").max(MAX_QUESTION),
                form.field("days").inputmode("numeric").max(3).or_value("10"),
            ],
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
            cost: vec![
                form.field("what").max(100),
                form.choice("often", often).or_choice(Often::Once.as_str()),
                form.field("amount").inputmode("decimal").max(20),
                form.field("year").inputmode("numeric").max(4).or_value(&year),
                form.field("years").inputmode("numeric").max(2).or_value("1"),
            ],
            cover: vec![
                form.field("source").max(100),
                form.field("cover_year").inputmode("numeric").max(4).or_value(&year),
                form.field("cover_amount").inputmode("decimal").max(20),
            ],
        }
    }
}

fn condition_lines(tr: Translator<'_>, all: &Weighing) -> Vec<ConditionLine> {
    let none = Values::new();
    let form = Form::new(tr, "dossier", &none, &[]);
    all.frame
        .conditions
        .iter()
        .map(|condition| {
            let answer = all.conditions.iter().find(|answer| answer.condition == condition.slug);
            let (met, note) = (format!("met-{}", condition.slug), format!("note-{}", condition.slug));
            let said = answer.map(|answer| if answer.met { "ja" } else { "nee" });
            let options = [("ja", "dossier-yes"), ("nee", "dossier-no")].map(|(value, key)| Choice {
                selected: said == Some(value),
                value: value.to_owned(),
                label: tr.text(key),
            });
            ConditionLine {
                met: Field { label: condition.text.clone(), options: Some(options.into()), ..form.field_as("met", &met) },
                note: form.field_as("condition_note", &note).max(300).optional().or_value(answer.map_or("", |answer| answer.note.as_str())),
            }
        })
        .collect()
}

fn criterion_lines(tr: Translator<'_>, all: &Weighing, me: Option<PersonId>) -> Vec<CriterionLine> {
    let none = Values::new();
    let form = Form::new(tr, "dossier", &none, &[]);
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
        [bare, full, waiting, decided].iter().map(|all| Self::new(tr, all, Some(PersonId(1)), samples::noon(5))).collect()
    }
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let all = weighing::weighing(&context, &visit.actor, IdeaId(*id)).await?;
    page(&context, &visit, &DossierPage::new(context.views.translator(visit.language), &all, visit.actor.person(), context.now()))
}

async fn done(context: &Context, visit: &Visit, id: i64, step: Weigh, place: &str) -> Result<HttpResponse> {
    weighing::weigh(context, &visit.actor, IdeaId(id), step).await?;
    Ok(see_with(context, &format!("/werk/ideeen/{id}/dossier#{place}"), "ok", "flash-saved"))
}

fn refused(key: &'static str) -> Error {
    Error::refused(Message::new(key))
}

async fn conditions(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let answers = fields.0.iter().filter_map(|(name, value)| {
        let condition = name.strip_prefix("met-")?;
        let note = line(fields.one(&format!("note-{condition}")), 0, 300).ok()?;
        Some(ConditionAnswer { condition: condition.to_owned(), met: value == "ja", note })
    });
    let mut answers: Vec<ConditionAnswer> = answers.collect();
    answers.sort_by(|one, other| one.condition.cmp(&other.condition));
    answers.dedup_by(|one, other| one.condition == other.condition);
    if answers.iter().any(|answer| !answer.met && answer.note.is_empty()) {
        return Err(refused("error-condition-note"));
    }
    done(&context, &visit, *id, Weigh::Conditions(answers), "voorwaarden").await
}

async fn scores(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let scores = fields.0.iter().filter_map(|(name, value)| {
        let criterion = name.strip_prefix("score-")?;
        Some(Score { criterion: criterion.to_owned(), score: value.parse().ok()? })
    });
    let mut scores: Vec<Score> = scores.collect();
    scores.sort_by(|one, other| one.criterion.cmp(&other.criterion));
    scores.dedup_by(|one, other| one.criterion == other.criterion);
    done(&context, &visit, *id, Weigh::Scores(scores), "punten").await
}

async fn colleague(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let colleague = fields.one("colleague").parse().map_err(|_| refused("error-review-colleague"))?;
    done(&context, &visit, *id, Weigh::AskColleague(colleague), "punten").await
}

async fn note(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let body = paragraphs(fields.one("note"), 2, MAX_REASON).map_err(|_| refused("error-note"))?;
    done(&context, &visit, *id, Weigh::Note(body), "notities").await
}

async fn specialist(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let name = line(fields.one("name"), 2, 100).map_err(|_| refused("error-specialist"))?;
    let email = Email::parse(fields.one("email")).map_err(|_| refused("error-specialist"))?;
    let text = question(fields.one("question")).map_err(|_| refused("error-specialist"))?;
    let days = fields.one("days").trim().parse::<u32>().ok().filter(|days| (1..=60).contains(days)).ok_or_else(|| refused("error-specialist"))?;
    weighing::ask_specialist(&context, &visit.actor, IdeaId(*id), name, email, text, days).await?;
    Ok(see_with(&context, &format!("/werk/ideeen/{id}/dossier#specialisten"), "ok", "flash-sent"))
}

fn year(text: &str) -> Result<i32> {
    text.trim().parse::<i32>().ok().filter(|year| (2020..=2100).contains(year)).ok_or_else(|| refused("error-cost-line"))
}

async fn cost(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let wrong = || refused("error-cost-line");
    let often = fields.one("often").parse::<Often>().map_err(|_| wrong())?;
    let years = fields.one("years").trim().parse::<i32>().ok().filter(|years| (1..=MAX_YEARS).contains(years)).ok_or_else(wrong)?;
    let new = CostLine {
        what: line(fields.one("what"), 2, 100).map_err(|_| wrong())?,
        often,
        cents: Cents::parse(fields.one("amount")).ok().filter(|cents| *cents > Cents::ZERO).ok_or_else(wrong)?,
        year: year(fields.one("year"))?,
        years: if often == Often::Once { 1 } else { years },
    };
    done(&context, &visit, *id, Weigh::AddCost(new), "kosten").await
}

async fn cover(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let wrong = || refused("error-cost-line");
    let new = CoverLine {
        source: line(fields.one("source"), 2, 100).map_err(|_| wrong())?,
        year: year(fields.one("cover_year"))?,
        cents: Cents::parse(fields.one("cover_amount")).ok().filter(|cents| *cents > Cents::ZERO).ok_or_else(wrong)?,
    };
    done(&context, &visit, *id, Weigh::AddCover(new), "kosten").await
}

async fn remove(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let step = match fields.one("line").split_once('-') {
        Some(("kosten", line)) => Weigh::RemoveCost(line.parse().map_err(|_| Error::NotFound)?),
        Some(("dekking", line)) => Weigh::RemoveCover(line.parse().map_err(|_| Error::NotFound)?),
        _ => return Err(Error::NotFound),
    };
    done(&context, &visit, *id, step, "kosten").await
}
