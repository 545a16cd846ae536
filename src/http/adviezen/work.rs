//! Working on one advies: writing together, adopting, publishing.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::desk::{crumbs, read_text, text_fields};
use crate::app::Context;
use crate::app::adviezen::write::{self, Workshop};
use crate::app::adviezen::{Seat, adopt};
use crate::domain::advies::council::{CouncilRules, Decision, Says, Votes};
use crate::domain::advies::{AdviesState, AdviesStep, MAX_INTERESTS, Stance};
use crate::domain::ids::{AdviesId, AdviesorgaanId, IdeaId, MeetingId, PersonId};
use crate::domain::person::{ADVISERS, Role};
use crate::domain::review::MAX_REASON;
use crate::domain::time::{Instant, long_time};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::{Fields, Posted};
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::adviezen::deliberation::{Minority, Note, Recusal, View};
use crate::storage::adviezen::meetings::Meeting;
use crate::storage::adviezen::{Advies, Shown, TextVersion};
use crate::views::advies::{AdviesSummary, sample, summary};
use crate::views::diff::{Piece, pieces};
use crate::views::form::{Attempt, Field, Form, SummaryLine, Values};
use crate::views::words::{Badge, stance, word};
use crate::views::{Crumb, Nav, Page, samples};

const CHAIR: &[Role] = &[Role::AdviesVoorzitter];

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let (members, chair) = (Access::Roles(ADVISERS), Access::Roles(CHAIR));
    routes
        .get("/werk/adviezen/{id:[0-9]+}", members, show)
        .post("/werk/adviezen/{id:[0-9]+}", members, save)
        .post("/werk/adviezen/{id:[0-9]+}/voorleggen", members, propose)
        .post("/werk/adviezen/{id:[0-9]+}/heropenen", chair, reopen)
        .post("/werk/adviezen/{id:[0-9]+}/vaststellen", chair, adopt_it)
        .post("/werk/adviezen/{id:[0-9]+}/publiceren", chair, publish)
}

#[derive(Debug, Serialize)]
struct Version {
    line: String,
    title: String,
    text: String,
    changed: Option<Vec<Piece>>,
}

/// The text somebody else saved in the meantime.
#[derive(Debug, Serialize)]
struct Theirs {
    heading: String,
    title: String,
    body: String,
    interests: String,
    points: String,
}

/// A member at the table.
#[derive(Debug, Serialize)]
struct SeatLine {
    name: String,
    status: String,
}

/// Words of a member.
#[derive(Debug, Serialize)]
struct Said {
    name: String,
    text: String,
    stance: Option<Badge>,
    when: Option<String>,
}

/// What this member can do besides writing.
#[derive(Debug, Serialize)]
struct Can {
    view: Option<Vec<Field>>,
    open_views: bool,
    aside: Option<Field>,
    vote: Option<Field>,
    minority: Option<Field>,
    comment: Field,
}

/// An advies as its members work on it.
#[derive(Debug, Serialize)]
pub struct WorkPage {
    id: AdviesId,
    version: i64,
    summary: AdviesSummary,
    more: Vec<String>,
    body: String,
    interests: String,
    points: Vec<String>,
    text: Option<Vec<Field>>,
    errors: Vec<SummaryLine>,
    theirs: Option<Theirs>,
    versions: Vec<Version>,
    seats: Vec<SeatLine>,
    views: Vec<Said>,
    views_closed: bool,
    aside: Vec<Said>,
    minorities: Vec<Said>,
    comments: Vec<Said>,
    standing: Option<String>,
    rules: String,
    can: Can,
    meetings: Option<Field>,
    propose: bool,
    proposed: bool,
    adopt: bool,
    publish: bool,
    public: bool,
}

impl WorkPage {
    /// `typed` is the text that this member just sent, when it could not be saved; `attempt` anything
    /// else.
    pub(super) fn new(tr: Translator<'_>, work: &Workshop, now: Instant, typed: Option<(&Values, &[FieldError])>, attempt: &Attempt) -> Self {
        let advies = &work.shown.advies;
        let pairs = [
            ("stance", advies.stance.as_str().to_owned()),
            ("title", advies.title.clone()),
            ("body", advies.body.clone()),
            ("interests", advies.interests.clone()),
            ("points", advies.points.clone()),
        ];
        let stored: Values = pairs.map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
        let (values, errors) = typed.unwrap_or((&stored, &[]));
        let form = Form::new(tr, "advies-form", values, errors);
        let aside = work.recusals.iter().any(|recusal| recusal.person == work.me);
        let said = |name: &str, text: &str| Said { name: name.to_owned(), text: text.to_owned(), stance: None, when: None };
        Self {
            id: advies.id,
            version: advies.version,
            summary: summary(tr, &work.shown, now),
            more: work.more.iter().map(|(_, title)| title.clone()).collect(),
            body: advies.body.clone(),
            interests: advies.interests.clone(),
            points: advies.points.lines().map(str::to_owned).collect(),
            text: (advies.state.is_open() && !aside).then(|| text_fields(tr, &form)),
            errors: form.summary().into_iter().chain(Form::new(tr, "advies-form", &attempt.values, &attempt.errors).summary()).collect(),
            theirs: typed.filter(|(_, errors)| errors.is_empty()).map(|_| theirs(tr, work)),
            versions: versions(tr, &work.texts),
            seats: work.seats.iter().map(|seat| seat_line(tr, work, seat)).collect(),
            views: work.views.iter().map(|view| Said { stance: Some(stance(tr, view.stance)), ..said(&view.name, &view.body) }).collect(),
            views_closed: !work.views_open,
            aside: work.recusals.iter().map(|recusal| said(&recusal.name, &recusal.reason)).collect(),
            minorities: work.minorities.iter().map(|minority| said(&minority.name, &minority.body)).collect(),
            comments: work.comments.iter().map(|note| Said { when: Some(long_time(note.at, tr.language)), ..said(&note.name, &note.body) }).collect(),
            standing: (advies.state == AdviesState::Proposed).then(|| standing(tr, work)),
            rules: rules(tr, work.rules),
            can: can(tr, work, aside, attempt),
            meetings: (work.chair && advies.state == AdviesState::Proposed && work.meetings.iter().any(|meeting| meeting.minutes.is_some()))
                .then(|| meetings(tr, work)),
            propose: advies.state == AdviesState::Draft,
            proposed: advies.state == AdviesState::Proposed,
            adopt: work.chair && advies.state == AdviesState::Proposed,
            publish: work.chair && advies.state == AdviesState::Adopted,
            public: advies.state.is_public(),
        }
    }
}

/// Every text with what changed since the one before it, the newest first.
fn versions(tr: Translator<'_>, texts: &[TextVersion]) -> Vec<Version> {
    let whole = |text: &TextVersion| format!("{}\n{}\n{}", text.body, text.interests, text.points);
    texts
        .iter()
        .enumerate()
        .map(|(at, text)| Version {
            line: tr.message(&version_line(tr, text)),
            title: text.title.clone(),
            text: whole(text),
            changed: texts.get(at + 1).map(|before| pieces(&whole(before), &whole(text))),
        })
        .collect()
}

fn version_line(tr: Translator<'_>, text: &TextVersion) -> Message {
    Message::new("advies-work-version").with("version", text.version).with("name", &text.author).with("time", long_time(text.at, tr.language))
}

fn theirs(tr: Translator<'_>, work: &Workshop) -> Theirs {
    let (name, advies) = (work.texts.first().map(|text| text.author.as_str()).unwrap_or_default(), &work.shown.advies);
    Theirs {
        heading: tr.message(&Message::new("advies-work-theirs").with("name", name)),
        title: advies.title.clone(),
        body: advies.body.clone(),
        interests: advies.interests.clone(),
        points: advies.points.clone(),
    }
}

fn seat_line(tr: Translator<'_>, work: &Workshop, seat: &Seat) -> SeatLine {
    let voted = work.said.iter().any(|(person, _)| *person == seat.person);
    let key = match (seat.recused, work.shown.advies.state) {
        (true, _) => "advies-seat-aside",
        (false, AdviesState::Draft) if work.viewed.contains(&seat.person) => "advies-seat-viewed",
        (false, AdviesState::Draft) => "advies-seat-not-viewed",
        (false, _) if voted => "advies-seat-voted",
        (false, _) => "advies-seat-not-voted",
    };
    SeatLine { name: seat.name.clone(), status: tr.text(key) }
}

/// How the vote stands, and what it decides.
fn standing(tr: Translator<'_>, work: &Workshop) -> String {
    let counted = Message::new("advies-votes").with("yes", work.votes.yes).with("no", work.votes.no).with("neither", work.votes.neither);
    let decided = match work.decision {
        Decision::Adopted => Message::new("advies-decision-adopted"),
        Decision::TooFew { missing } => Message::new("advies-decision-too-few").with("missing", missing),
        Decision::NoMajority => Message::new("advies-decision-no-majority"),
    };
    format!("{} {}", tr.message(&counted), tr.message(&decided))
}

/// How the adviesorgaan adopts, in a sentence.
fn rules(tr: Translator<'_>, rules: CouncilRules) -> String {
    if rules.quorum == 0 {
        return tr.text("orgaan-rules-chair");
    }
    let majority = word(tr, "orgaan-majority", rules.majority.as_str());
    tr.message(&Message::new("orgaan-rules").with("quorum", rules.quorum).with("majority", majority))
}

fn can(tr: Translator<'_>, work: &Workshop, aside: bool, attempt: &Attempt) -> Can {
    let (state, me) = (work.shown.advies.state, work.me);
    let mut mine = Values::new();
    if let Some(view) = work.views.iter().find(|view| view.person == me) {
        mine.insert("view_stance".into(), view.stance.as_str().into());
        mine.insert("view".into(), view.body.clone());
    }
    if let Some(minority) = work.minorities.iter().find(|minority| minority.person == me) {
        mine.insert("minority".into(), minority.body.clone());
    }
    if let Some((_, says)) = work.said.iter().find(|(person, _)| *person == me) {
        mine.insert("says".into(), says.as_str().into());
    }
    mine.extend(attempt.values.clone());
    let form = Form::new(tr, "advies-form", &mine, &attempt.errors);
    let writing = matches!(state, AdviesState::Draft | AdviesState::Proposed) && !aside;
    let stances = Stance::ALL.iter().map(|stance| (stance.as_str().to_owned(), word(tr, "advies-stance", stance.as_str())));
    let votes = Says::ALL.iter().map(|says| (says.as_str().to_owned(), word(tr, "advies-says", says.as_str())));
    Can {
        view: (state == AdviesState::Draft && !aside)
            .then(|| vec![form.choice("view_stance", stances), form.field("view").max(MAX_INTERESTS).rows(4)]),
        open_views: work.chair && state == AdviesState::Draft && !work.views_open,
        aside: writing.then(|| form.field("aside").max(MAX_REASON).rows(3)),
        vote: (state == AdviesState::Proposed && !aside && work.rules.quorum > 0).then(|| form.choice("says", votes)),
        minority: writing.then(|| form.field("minority").max(MAX_INTERESTS).rows(4).optional()),
        comment: form.field("comment").max(MAX_INTERESTS).rows(3),
    }
}

fn meetings(tr: Translator<'_>, work: &Workshop) -> Field {
    let none = Values::new();
    let form = Form::new(tr, "advies-form", &none, &[]);
    let held = work.meetings.iter().filter(|meeting| meeting.minutes.is_some());
    let held = held.map(|meeting| {
        (meeting.id.to_string(), tr.message(&Message::new("advies-in-meeting").with("time", long_time(meeting.held_at, tr.language))))
    });
    form.choice("meeting", std::iter::once((String::new(), tr.text("advies-in-writing"))).chain(held))
}

impl Page for WorkPage {
    const TEMPLATE: &'static str = "pages/adviezen_work";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("advies-work-title").with("title", &self.summary.title)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::name(self.summary.title.clone(), format!("/werk/adviezen/{}", self.id)));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let draft = sample_work(AdviesState::Draft, false);
        let typed = Values::from([("stance".to_owned(), "positive".to_owned()), ("title".to_owned(), "Meer bomen".to_owned())]);
        let errors = [FieldError::new("title", Message::new("error-advies-title"))];
        let now = samples::noon(5);
        let calm = Attempt::default();
        let wrong = Attempt {
            values: Values::from([("aside".to_owned(), "Mijn <broer>.".to_owned())]),
            errors: ["view_stance", "view", "aside", "minority", "comment"].map(|field| FieldError::new(field, Message::new("error-empty"))).into(),
        };
        let mut all = vec![
            Self::new(tr, &draft, now, Some((&typed, &errors)), &calm),
            Self::new(tr, &draft, now, Some((&typed, &[])), &calm),
            Self::new(tr, &draft, now, None, &wrong),
        ];
        for state in AdviesState::ALL {
            all.push(Self::new(tr, &sample_work(*state, true), now, None, &calm));
            all.push(Self::new(tr, &sample_work(*state, false), now, None, &calm));
        }
        for decision in [Decision::TooFew { missing: 2 }, Decision::NoMajority] {
            all.push(Self::new(tr, &Workshop { decision, ..sample_work(AdviesState::Proposed, false) }, now, None, &calm));
        }
        let bare = Workshop {
            rules: CouncilRules { quorum: 0, ..CouncilRules::USUAL },
            me: PersonId(5),
            views: Vec::new(),
            views_open: false,
            meetings: Vec::new(),
            minorities: Vec::new(),
            comments: Vec::new(),
            texts: Vec::new(),
            ..sample_work(AdviesState::Draft, true)
        };
        let lone = Workshop { recusals: Vec::new(), more: Vec::new(), ..bare.clone() };
        let unpointed = Advies { points: String::new(), interests: String::new(), ..bare.shown.advies.clone() };
        let plain = Workshop { shown: Shown { advies: Advies { state: AdviesState::Proposed, ..unpointed }, ..bare.shown.clone() }, ..bare.clone() };
        all.extend([bare, lone, plain].iter().map(|work| Self::new(tr, work, now, None, &calm)));
        all
    }
}

/// A made-up advies at work, as member 4 or the chair sees it.
fn sample_work(state: AdviesState, chair: bool) -> Workshop {
    let (jo, kim, lou) = (PersonId(4), PersonId(5), PersonId(6));
    let text = TextVersion {
        version: 1,
        author: "Jo".into(),
        at: samples::noon(2),
        title: "Bomen".into(),
        body: "Dan komen er vogels.".into(),
        interests: "Vogels.".into(),
        points: "Kies inheemse bomen".into(),
    };
    let newer = TextVersion { version: 2, body: "Dan komen er ook vogels <en> bijen.".into(), ..text.clone() };
    let seat = |person, name: &str, recused| Seat { person, name: name.into(), recused };
    Workshop {
        shown: sample(state),
        more: vec![(IdeaId(8), "Fruit in de straat".into())],
        texts: vec![newer, text],
        chair,
        me: jo,
        seats: vec![seat(jo, "Jo", false), seat(kim, "Kim <i>", true), seat(lou, "Lou", false)],
        recusals: vec![Recusal { person: kim, name: "Kim".into(), reason: "Mijn broer legt de tuin aan.".into() }],
        views: vec![View { person: jo, name: "Jo".into(), stance: Stance::Positive, body: "Goed idee.".into() }],
        viewed: vec![jo],
        views_open: true,
        said: vec![(jo, Says::For)],
        votes: Votes { yes: 1, no: 0, neither: 0 },
        decision: Decision::Adopted,
        rules: CouncilRules::USUAL,
        minorities: vec![Minority { person: jo, name: "Jo".into(), body: "Tien bomen is te weinig.".into() }],
        comments: vec![Note { name: "Jo".into(), body: "Zullen wij het soort noemen?".into(), at: samples::noon(2) }],
        meetings: vec![Meeting {
            id: MeetingId(1),
            orgaan: AdviesorgaanId(1),
            held_at: samples::noon(3),
            place: "Buurthuis".into(),
            agenda: "Bomen".into(),
            minutes: Some("Besloten.".into()),
        }],
    }
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let work = write::workshop(&context, &visit.actor, AdviesId(*id)).await?;
    page(&context, &visit, &WorkPage::new(context.views.translator(visit.language), &work, context.now(), None, &Attempt::default()))
}

/// Saves, or shows both texts when somebody else saved first: nobody's words are lost.
async fn save(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, fields: Fields) -> Result<HttpResponse> {
    let id = AdviesId(*id);
    let version = fields.one("version").parse().map_err(|_| Error::Conflict)?;
    let (status, errors) = match read_text(&fields) {
        Ok(text) => match write::save(&context, &visit.actor, id, version, text).await {
            Ok(()) => return Ok(see_with(&context, &format!("/werk/adviezen/{id}"), "ok", "flash-saved")),
            Err(Error::Conflict) => (StatusCode::CONFLICT, Vec::new()),
            Err(error) => return Err(error),
        },
        Err(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
    };
    let work = write::workshop(&context, &visit.actor, id).await?;
    let (tr, values) = (context.views.translator(visit.language), fields.values());
    page_with(&context, &visit, status, &WorkPage::new(tr, &work, context.now(), Some((&values, &errors)), &Attempt::default()))
}

/// The version of the advies that the page showed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    version: i64,
    /// The meeting in which it is adopted; empty when that is done in writing.
    #[serde(default)]
    meeting: String,
}

async fn stepped(context: &Context, visit: &Visit, id: i64, seen: &Seen, step: AdviesStep, flash: &'static str) -> Result<HttpResponse> {
    adopt::step(context, &visit.actor, AdviesId(id), seen.version, step, seen.meeting.parse().ok()).await?;
    Ok(see_with(context, &format!("/werk/adviezen/{id}"), "ok", flash))
}

async fn propose(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, seen: Posted<Seen>) -> Result<HttpResponse> {
    stepped(&context, &visit, *id, &seen.0, AdviesStep::Propose, "flash-advies-proposed").await
}

async fn reopen(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, seen: Posted<Seen>) -> Result<HttpResponse> {
    stepped(&context, &visit, *id, &seen.0, AdviesStep::Reopen, "flash-done").await
}

async fn adopt_it(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, seen: Posted<Seen>) -> Result<HttpResponse> {
    stepped(&context, &visit, *id, &seen.0, AdviesStep::Adopt, "flash-advies-adopted").await
}

async fn publish(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, seen: Posted<Seen>) -> Result<HttpResponse> {
    stepped(&context, &visit, *id, &seen.0, AdviesStep::Publish, "flash-advies-published").await
}
