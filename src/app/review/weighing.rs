//! Weighing an idea: hard conditions first, then scores that colleagues give apart from each other,
//! notes among them, questions to specialists, and what it costs and who pays.

use super::open_for_reviewer;
use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::ids::{CostId, CoverId, IdeaId, PersonId, SpecialistQuestionId};
use crate::domain::person::{Actor, REVIEWERS, Role};
use crate::domain::phase::Phase;
use crate::domain::review::costs::{CostLine, CoverLine};
use crate::domain::review::frame::{Criterion, Frame, Score, is_complete};
use crate::domain::text::Email;
use crate::domain::time::{Instant, Language, long_date};
use crate::domain::working_days;
use crate::error::{Error, FieldError, Message, Result};
use crate::secrets::{Use, hex};
use crate::storage::ideas::Idea;
use crate::storage::people::Person;
use crate::storage::review::dossier::{self as store, ConditionAnswer, Hearing, NewSpecialistQuestion, Note, SpecialistQuestion};
use crate::storage::rounds::Round;
use crate::storage::{Db, ideas, outbox, people, rounds};
use crate::views::mail::Letter;

/// What one colleague gave.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Whether every criterion has a score.
    pub complete: bool,
    /// The scores, when the reader may see them.
    pub scores: Option<Vec<Score>>,
}

/// Everything an idea is weighed with.
#[derive(Debug, Clone)]
pub struct Weighing {
    /// The idea.
    pub idea: Idea,
    /// Its round.
    pub round: Round,
    /// The frame of the round.
    pub frame: Frame,
    /// Answers to the hard conditions.
    pub conditions: Vec<ConditionAnswer>,
    /// Who scores it.
    pub sheets: Vec<Sheet>,
    /// Whether all have scored, so that everybody sees everything.
    pub open: bool,
    /// Colleagues who can still be asked.
    pub team: Vec<Person>,
    /// Notes of the gebiedsteam.
    pub notes: Vec<Note>,
    /// Questions to specialists.
    pub questions: Vec<SpecialistQuestion>,
    /// What it costs.
    pub costs: Vec<(CostId, CostLine)>,
    /// Who pays.
    pub covers: Vec<(CoverId, CoverLine)>,
    /// The owner's side of a "no".
    pub hearing: Option<Hearing>,
}

/// Everything an idea is weighed with, as this reviewer may see it.
///
/// # Errors
/// `NotFound` for drafts, `Forbidden` outside their gebieden.
pub async fn weighing(context: &Context, actor: &Actor, id: IdeaId) -> Result<Weighing> {
    let (actor, today) = (actor.clone(), context.now().day());
    context
        .db
        .read(move |conn| {
            let idea = ideas::find(conn, id)?;
            let round = rounds::find(conn, idea.round_id)?;
            if !idea.state.is_public() {
                return Err(Error::NotFound);
            }
            if !actor.has_at(REVIEWERS, round.place()) {
                return Err(Error::Forbidden);
            }
            let frame = store::frame_of(conn, round.id)?;
            let (sheets, open) = sheets(conn, &frame, id, actor.person())?;
            let team = super::team_at(conn, round.place(), today)?;
            Ok(Weighing {
                conditions: store::condition_answers(conn, id)?,
                team: team.into_iter().filter(|one| Some(one.id) != actor.person() && sheets.iter().all(|sheet| sheet.person != one.id)).collect(),
                notes: store::notes(conn, id)?,
                questions: store::specialist_questions(conn, id)?,
                costs: store::costs(conn, id)?,
                covers: store::covers(conn, id)?,
                hearing: store::hearing(conn, id)?,
                idea,
                round,
                frame,
                sheets,
                open,
            })
        })
        .await
}

/// What every colleague gave; those of others only once all have scored everything.
fn sheets(conn: &mut Db, frame: &Frame, id: IdeaId, me: Option<PersonId>) -> Result<(Vec<Sheet>, bool)> {
    let judges = store::judges(conn, id)?;
    let all = store::scores(conn, id)?;
    let of = |person: PersonId| all.iter().filter(|(who, _)| *who == person).map(|(_, score)| score.clone()).collect::<Vec<_>>();
    let open = !judges.is_empty() && judges.iter().all(|(person, _)| is_complete(frame, &of(*person)));
    let sheet = |(person, name): (PersonId, String)| {
        let scores = of(person);
        Sheet { person, name, complete: is_complete(frame, &scores), scores: (open || me == Some(person)).then_some(scores) }
    };
    Ok((judges.into_iter().map(sheet).collect(), open))
}

/// Something a reviewer does while weighing an idea.
#[derive(Debug, Clone)]
pub enum Weigh {
    /// Says which hard conditions are met.
    Conditions(Vec<ConditionAnswer>),
    /// Scores every criterion.
    Scores(Vec<Score>),
    /// Asks a colleague to score too.
    AskColleague(PersonId),
    /// Writes a note for colleagues.
    Note(String),
    /// Adds something that costs money.
    AddCost(CostLine),
    /// Takes that away.
    RemoveCost(CostId),
    /// Adds money from somewhere.
    AddCover(CoverLine),
    /// Takes that away.
    RemoveCover(CoverId),
}

impl Weigh {
    const fn action(&self) -> &'static str {
        match self {
            Self::Conditions(_) => "idea.check_conditions",
            Self::Scores(_) => "idea.score",
            Self::AskColleague(_) => "idea.ask_colleague",
            Self::Note(_) => "idea.note",
            Self::AddCost(_) | Self::RemoveCost(_) => "idea.change_costs",
            Self::AddCover(_) | Self::RemoveCover(_) => "idea.change_cover",
        }
    }
}

/// Does something while weighing an idea. Scores stay as they are once all are open.
///
/// # Errors
/// `Forbidden` outside their gebieden; a refusal when it is not possible any more.
pub async fn weigh(context: &Context, actor: &Actor, id: IdeaId, step: Weigh) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, round) = open_for_reviewer(conn, &actor, id)?;
            let person = actor.person().ok_or(Error::Forbidden)?;
            if !matches!(step, Weigh::Note(_)) {
                super::awaits(&idea)?;
            }
            match &step {
                Weigh::Conditions(answers) => store::set_condition_answers(conn, id, person, answers, now)?,
                Weigh::Scores(given) => score(conn, &round, id, person, given, now)?,
                Weigh::AskColleague(colleague) => ask_colleague(&context, conn, &idea, &round, *colleague)?,
                Weigh::Note(body) => store::add_note(conn, id, person, body, now)?,
                Weigh::AddCost(line) => store::add_cost(conn, id, line)?,
                Weigh::RemoveCost(line) => store::remove_cost(conn, id, *line)?,
                Weigh::AddCover(line) => store::add_cover(conn, id, line)?,
                Weigh::RemoveCover(line) => store::remove_cover(conn, id, *line)?,
            }
            let deed = Deed { actor: &actor, action: step.action(), subject: Subject::Idea, id: id.0 };
            deed.record_inside(conn, now, None, serde_json::json!({}))
        })
        .await
}

fn score(conn: &mut Db, round: &Round, id: IdeaId, person: PersonId, given: &[Score], now: Instant) -> Result<()> {
    let frame = store::frame_of(conn, round.id)?;
    if sheets(conn, &frame, id, None)?.1 {
        return Err(Error::refused(Message::new("error-score-open")));
    }
    if !is_complete(&frame, given) {
        let left = frame.criteria.iter().filter(|criterion| given.iter().all(|score| score.criterion != criterion.slug));
        let wrong = |criterion: &Criterion| FieldError::new(format!("score-{}", criterion.slug), Message::new("error-score-all"));
        return Err(Error::Invalid(left.map(wrong).collect()));
    }
    store::add_judge(conn, id, person, now)?;
    Ok(store::set_scores(conn, id, person, given)?)
}

fn ask_colleague(context: &Context, conn: &mut Db, idea: &Idea, round: &Round, colleague: PersonId) -> Result<()> {
    let team = super::team_at(conn, round.place(), context.now().day())?;
    let wrong = || Error::Invalid(vec![FieldError::new("colleague", Message::new("error-review-colleague"))]);
    let colleague = team.iter().find(|person| person.id == colleague).ok_or_else(wrong)?;
    store::add_judge(conn, idea.id, colleague.id, context.now())?;
    let letter = Letter::new(Message::new("mail-score-subject").with("title", &idea.title))
        .line(Message::new("mail-score-text"))
        .button(Message::new("mail-review-button"), context.url(&format!("/werk/ideeen/{}/dossier", idea.id)));
    context.post(conn, colleague, &letter)
}

/// Asks a specialist something, within so many working days. The specialist answers with a signed
/// link and needs no account.
///
/// # Errors
/// `Forbidden` outside their gebieden; a refusal when the idea awaits no verdict.
pub async fn ask_specialist(context: &Context, actor: &Actor, id: IdeaId, name: String, email: Email, question: String, days: u32) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let (idea, _) = open_for_reviewer(conn, &actor, id)?;
            super::awaits(&idea)?;
            let person = actor.person().ok_or(Error::Forbidden)?;
            let due = working_days::end_of(working_days::after(now.day(), days));
            let new = NewSpecialistQuestion { idea: id, name, email, question, due };
            let key = store::add_specialist_question(conn, &new, person, now)?;
            let deed = Deed { actor: &actor, action: "idea.ask_specialist", subject: Subject::Idea, id: id.0 };
            deed.record_inside(conn, now, Some(&new.question), serde_json::json!({ "question": key }))?;
            let letter = Letter::new(Message::new("mail-specialist-subject").with("title", &idea.title))
                .line(Message::new("mail-specialist-text").with("name", actor.name()))
                .quote(new.question.clone())
                .line(Message::new("mail-review-answer-by").with("date", long_date(working_days::last_day(due), Language::Nl)))
                .button(Message::new("mail-review-answer-button"), context.url(&specialist_path(&context, key, now)));
            outbox::queue(conn, &context.views.mail(&new.email, Language::Nl, &letter)?, now)?;
            Ok(())
        })
        .await
}

/// The signed address of a question to a specialist: nobody can make one for another question.
fn specialist_path(context: &Context, id: SpecialistQuestionId, asked_at: Instant) -> String {
    format!("/vakvraag/{id}/{}", signature(context, id, asked_at))
}

fn signature(context: &Context, id: SpecialistQuestionId, asked_at: Instant) -> String {
    let at = asked_at.naive_utc().and_utc().timestamp_micros();
    hex(&context.secrets.mac(Use::SpecialistLink, &[&id.0.to_be_bytes(), &at.to_be_bytes()]))
}

/// A question as the specialist sees it: with the idea it is about.
#[derive(Debug, Clone)]
pub struct SpecialistView {
    /// The question.
    pub question: SpecialistQuestion,
    /// The idea.
    pub idea: Idea,
}

fn signed(context: &Context, question: &SpecialistQuestion, given: &str) -> Result<()> {
    use subtle::ConstantTimeEq;
    let right = signature(context, question.id, question.asked_at);
    if bool::from(right.as_bytes().ct_eq(given.as_bytes())) { Ok(()) } else { Err(Error::NotFound) }
}

/// A question for the specialist who has its signed link.
///
/// # Errors
/// `NotFound` when the link is not right.
pub async fn specialist_question(context: &Context, id: SpecialistQuestionId, given: String) -> Result<SpecialistView> {
    let context = context.clone();
    context
        .db
        .clone()
        .read(move |conn| {
            let question = store::find_specialist_question(conn, id)?;
            signed(&context, &question, &given)?;
            Ok(SpecialistView { idea: ideas::find(conn, question.idea_id)?, question })
        })
        .await
}

/// The specialist answers, once; who asked is told.
///
/// # Errors
/// `NotFound` when the link is not right; a refusal when there is an answer already.
pub async fn answer_as_specialist(context: &Context, id: SpecialistQuestionId, given: String, answer: String) -> Result<()> {
    let context = context.clone();
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let question = store::lock_specialist_question(conn, id)?;
            signed(&context, &question, &given)?;
            if question.answered_at.is_some() {
                return Err(Error::refused(Message::new("error-review-no-question")));
            }
            store::answer_specialist_question(conn, id, &answer, now)?;
            let idea = ideas::find(conn, question.idea_id)?;
            let deed = Deed { actor: &Actor::Visitor, action: "idea.specialist_answer", subject: Subject::Idea, id: idea.id.0 };
            deed.record_inside(conn, now, Some(&answer), serde_json::json!({ "question": id }))?;
            let asker = people::find(conn, question.asked_by)?;
            let letter = Letter::new(Message::new("mail-review-answered-subject").with("title", &idea.title))
                .line(Message::new("mail-specialist-answered").with("name", &question.name))
                .quote(answer)
                .button(Message::new("mail-review-button"), context.url(&format!("/werk/ideeen/{}/dossier", idea.id)));
            context.post(conn, &asker, &letter)
        })
        .await
}

/// The frame of a round with whether it can still change: until ideas can be handed in, so that
/// nobody is judged by what they could not read.
///
/// # Errors
/// `NotFound`, or `Forbidden` outside their gebieden.
pub async fn frame_for_manager(context: &Context, actor: &Actor, slug: String) -> Result<(Round, Frame, bool)> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            managed(&actor, &round)?;
            let frame = store::frame_of(conn, round.id)?;
            let open = !round.schedule.has_begun(Phase::Submit, now);
            Ok((round, frame, open))
        })
        .await
}

/// Changes the frame of a round.
///
/// # Errors
/// `Forbidden` for who does not head its gebiedsteam; a refusal once ideas can be handed in.
pub async fn set_frame(context: &Context, actor: &Actor, slug: String, frame: Frame) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            managed(&actor, &round)?;
            if round.schedule.has_begun(Phase::Submit, context.now()) {
                return Err(Error::refused(Message::new("error-frame-late")));
            }
            store::set_frame(conn, round.id, &frame)?;
            let deed = Deed { actor: &actor, action: "round.frame", subject: Subject::Round, id: round.id.0 };
            deed.record_inside(conn, context.now(), None, serde_json::json!({}))
        })
        .await
}

fn managed(actor: &Actor, round: &Round) -> Result<()> {
    if actor.has_at(&[Role::Gebiedsmanager], round.place()) { Ok(()) } else { Err(Error::Forbidden) }
}

/// The frame of a round as everybody may read it.
///
/// # Errors
/// `NotFound` while the round is a draft.
pub async fn public_frame(context: &Context, slug: String) -> Result<(Round, Frame)> {
    context
        .db
        .read(move |conn| {
            let round = crate::app::ideas::read::public_round(conn, &slug)?;
            let frame = store::frame_of(conn, round.id)?;
            Ok((round, frame))
        })
        .await
}
