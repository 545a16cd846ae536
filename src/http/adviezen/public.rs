//! Adviezen and adviesorganen as everybody sees them.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::adviezen::organen::{self, OrgaanView, is_full};
use crate::app::adviezen::{self, PublicAdvies};
use crate::domain::advies::council::{Majority, Votes};
use crate::domain::advies::topic::StandingTopic;
use crate::domain::advies::{AdviesState, Overview, ReplyKind};
use crate::domain::event::Subject;
use crate::domain::ids::{AdviesId, AdviesorgaanId, IdeaId, MeetingId, PersonId};
use crate::domain::person::Role;
use crate::domain::time::{Instant, long_date};
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::respond::page;
use crate::http::routes::Routes;
use crate::http::timeline::{Moment, moments};
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::adviezen::deliberation::{Minority, Note, PointReply, Recusal};
use crate::storage::adviezen::meetings::Meeting;
use crate::storage::adviezen::{Advies, Adviesorgaan, Shown};
use crate::views::advies::{AdviesSummary, sample, summary};
use crate::views::words::{Badge, Day, day, reply, word};
use crate::views::{Crumb, Link, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/adviezen", Access::Public, list)
        .get("/adviezen/{id:[0-9]+}", Access::Public, one)
        .get("/adviezen/{id:[0-9]+}/print", Access::Public, paper)
        .get("/adviesorganen/{slug}", Access::Public, orgaan)
}

/// The way to the list of adviezen.
pub(super) fn crumbs() -> Vec<Crumb> {
    vec![Crumb::text("nav-home", "/"), Crumb::text("nav-adviezen", "/adviezen")]
}

fn overview(tr: Translator<'_>, all: &[Shown], now: Instant) -> String {
    let counted = Overview::of(all.iter().map(|shown| (shown.advies.state, shown.advies.reply_due_at)), now);
    let message = Message::new("advies-overview").with("total", counted.total).with("answered", counted.answered).with("late", counted.late);
    tr.message(&message)
}

/// All public adviezen.
#[derive(Debug, Serialize)]
pub struct AdviezenPage {
    overview: String,
    adviezen: Vec<AdviesSummary>,
}

impl AdviezenPage {
    fn new(tr: Translator<'_>, all: &[Shown], now: Instant) -> Self {
        Self { overview: overview(tr, all, now), adviezen: all.iter().map(|shown| summary(tr, shown, now)).collect() }
    }
}

impl Page for AdviezenPage {
    const TEMPLATE: &'static str = "pages/adviezen";
    const NAV: Nav = Nav::Adviezen;

    fn title(&self) -> Message {
        Message::new("adviezen-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let all = [sample(AdviesState::Published), sample(AdviesState::Answered)];
        vec![Self::new(tr, &all, samples::noon(20)), Self::new(tr, &[], samples::noon(5))]
    }
}

async fn list(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let all = adviezen::published(&context).await?;
    page(&context, &visit, &AdviezenPage::new(context.views.translator(visit.language), &all, context.now()))
}

#[derive(Debug, Serialize)]
struct Answer {
    kind: Badge,
    reason: String,
    date: Day,
}

/// A point of the advies with what is done with it.
#[derive(Debug, Serialize)]
struct Point {
    number: i32,
    text: String,
    reply: Option<Badge>,
    reason: Option<String>,
}

/// Words of somebody.
#[derive(Debug, Serialize)]
struct Said {
    name: String,
    text: String,
    date: Option<Day>,
}

/// What pages and paper show of one advies.
#[derive(Debug, Serialize)]
struct Whole {
    id: AdviesId,
    summary: AdviesSummary,
    body: String,
    interests: String,
    points: Vec<Point>,
    minorities: Vec<Said>,
    aside: Vec<Said>,
    adopted: Option<Day>,
    how: Option<String>,
    orgaan_href: String,
    about: Vec<Link>,
    answer: Option<Answer>,
    afterwards: Vec<Said>,
    timeline: Vec<Moment>,
}

impl Whole {
    fn new(tr: Translator<'_>, found: &PublicAdvies, now: Instant) -> Self {
        let shown = &found.shown;
        let advies = &shown.advies;
        let said =
            |name: &str, text: &str, at: Option<Instant>| Said { name: name.to_owned(), text: text.to_owned(), date: at.map(|at| day(tr, at)) };
        Self {
            id: advies.id,
            summary: summary(tr, shown, now),
            body: advies.body.clone(),
            interests: advies.interests.clone(),
            points: points(tr, found),
            minorities: found.minorities.iter().map(|minority| said(&minority.name, &minority.body, None)).collect(),
            aside: found.recusals.iter().map(|recusal| said(&recusal.name, &recusal.reason, None)).collect(),
            adopted: advies.adopted_at.map(|at| day(tr, at)),
            how: how(tr, found),
            orgaan_href: format!("/adviesorganen/{}", shown.orgaan_slug),
            about: about(tr, found),
            timeline: moments(tr, &found.events),
            afterwards: found.afterwards.iter().map(|note| said(&note.name, &note.body, Some(note.at))).collect(),
            answer: shown.reply.as_ref().map(|found| Answer { kind: reply(tr, found.kind), reason: found.reason.clone(), date: day(tr, found.at) }),
        }
    }
}

/// What an advies is about: ideas, or else a round, or a standing topic.
fn about(tr: Translator<'_>, found: &PublicAdvies) -> Vec<Link> {
    let advies = &found.shown.advies;
    let link = |label: &str, href: String| Link { label: label.to_owned(), href, current: false };
    let first = advies.idea_id.zip(found.shown.idea.as_deref()).map(|(id, title)| link(title, format!("/ideeen/{id}")));
    let more = found.more.iter().map(|(id, title)| link(title, format!("/ideeen/{id}")));
    let ideas: Vec<Link> = first.into_iter().chain(more).collect();
    if !ideas.is_empty() {
        return ideas;
    }
    match (&found.shown.round, advies.topic) {
        (Some((slug, name)), _) => vec![link(name, format!("/rondes/{slug}"))],
        (None, Some(topic)) => vec![link(&word(tr, "advies-topic", topic.as_str()), "/adviezen".to_owned())],
        (None, None) => Vec::new(),
    }
}

fn points(tr: Translator<'_>, found: &PublicAdvies) -> Vec<Point> {
    (1..)
        .zip(found.shown.advies.points.lines())
        .map(|(number, text)| {
            let answered = found.points.iter().find(|reply| reply.number == number);
            Point {
                number,
                text: text.to_owned(),
                reply: answered.map(|found| reply(tr, found.kind)),
                reason: answered.map(|found| found.reason.clone()),
            }
        })
        .collect()
}

/// How it was adopted: in a meeting or in writing, and by which votes.
fn how(tr: Translator<'_>, found: &PublicAdvies) -> Option<String> {
    let votes = found.votes?;
    let counted = |key: &'static str| Message::new(key).with("yes", votes.yes).with("no", votes.no).with("neither", votes.neither);
    Some(match &found.meeting {
        Some(meeting) => tr.message(&counted("advies-how-meeting").with("date", day(tr, meeting.held_at).text)),
        None => tr.message(&counted("advies-how-writing")),
    })
}

/// A made-up public advies, for samples.
pub(super) fn sample_public(state: AdviesState) -> PublicAdvies {
    PublicAdvies {
        shown: sample(state),
        more: Vec::new(),
        events: Vec::new(),
        recusals: Vec::new(),
        minorities: Vec::new(),
        votes: None,
        meeting: None,
        points: Vec::new(),
        afterwards: Vec::new(),
    }
}

/// The same with everything an advies can have.
fn sample_full() -> PublicAdvies {
    let (person, name) = (PersonId(4), "Jo".to_owned());
    let votes = Some(Votes { yes: 3, no: 1, neither: 0 });
    PublicAdvies {
        events: vec![
            samples::event(Subject::Advies, "advies.adopt", "advies_voorzitter", Some("Jo"), None),
            samples::event(Subject::Advies, "advies.answer", "gebiedsteam", None, Some("Dat <doen> wij.")),
        ],
        more: vec![(IdeaId(8), "Fruit <in> de straat".into())],
        recusals: vec![Recusal { person, name: name.clone(), reason: "Mijn broer legt de tuin aan.".into() }],
        minorities: vec![Minority { person, name: name.clone(), body: "Ik vind tien bomen te weinig.".into() }],
        votes,
        meeting: Some(Meeting {
            id: MeetingId(1),
            orgaan: AdviesorgaanId(1),
            held_at: samples::noon(3),
            place: "Buurthuis".into(),
            agenda: "Bomen".into(),
            minutes: Some("Besloten.".into()),
        }),
        points: vec![PointReply { number: 1, kind: ReplyKind::Follow, reason: "Dat doen wij.".into() }],
        afterwards: vec![Note { name, body: "De bomen staan er.".into(), at: samples::noon(9) }],
        ..sample_public(AdviesState::Answered)
    }
}

/// One advies with its reply beside it.
#[derive(Debug, Serialize)]
pub struct AdviesPage(Whole);

/// One advies on paper.
#[derive(Debug, Serialize)]
pub struct AdviesPaper(Whole);

impl Page for AdviesPage {
    const TEMPLATE: &'static str = "pages/advies";
    const NAV: Nav = Nav::Adviezen;

    fn title(&self) -> Message {
        Message::new("advies-title").with("title", &self.0.summary.title)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::name(self.0.summary.title.clone(), format!("/adviezen/{}", self.0.id)));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let plain = sample_public(AdviesState::Published);
        let bare = Advies { idea_id: None, points: String::new(), interests: String::new(), ..plain.shown.advies.clone() };
        let round =
            PublicAdvies { shown: Shown { idea: None, advies: bare.clone(), ..plain.shown.clone() }, votes: sample_full().votes, ..plain.clone() };
        let topic = Advies { topic: Some(StandingTopic::Carers), round_id: None, ..bare };
        let topic = PublicAdvies { shown: Shown { idea: None, round: None, advies: topic, ..plain.shown.clone() }, ..plain.clone() };
        [sample_full(), plain, round, topic].iter().map(|found| Self(Whole::new(tr, found, samples::noon(5)))).collect()
    }
}

impl Page for AdviesPaper {
    const TEMPLATE: &'static str = "pages/advies_print";
    const NAV: Nav = Nav::Adviezen;

    fn title(&self) -> Message {
        Message::new("advies-title").with("title", &self.0.summary.title)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        Vec::new()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        AdviesPage::samples(tr).into_iter().map(|page| Self(page.0)).collect()
    }
}

async fn one(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let shown = adviezen::public(&context, AdviesId(*id)).await?;
    page(&context, &visit, &AdviesPage(Whole::new(context.views.translator(visit.language), &shown, context.now())))
}

async fn paper(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let shown = adviezen::public(&context, AdviesId(*id)).await?;
    page(&context, &visit, &AdviesPaper(Whole::new(context.views.translator(visit.language), &shown, context.now())))
}

#[derive(Debug, Serialize)]
struct Member {
    name: String,
    role: String,
    term: String,
}

/// An adviesorgaan.
#[derive(Debug, Serialize)]
pub struct OrgaanPage {
    name: String,
    slug: String,
    purpose: String,
    rules: String,
    members: Vec<Member>,
    room: String,
    recruiting: Option<String>,
    overview: String,
    adviezen: Vec<AdviesSummary>,
}

impl OrgaanPage {
    fn new(tr: Translator<'_>, view: &OrgaanView, now: Instant) -> Self {
        let room = Message::new("orgaan-room").with("n", view.members.len()).with("max", view.orgaan.max_members);
        Self {
            name: view.orgaan.name.clone(),
            slug: view.orgaan.slug.clone(),
            purpose: view.orgaan.purpose.clone(),
            rules: rules(tr, &view.orgaan),
            members: view.members.iter().map(|found| member(tr, found)).collect(),
            recruiting: Some(view.orgaan.recruiting.clone()).filter(|text| !text.is_empty() && !is_full(&view.orgaan, view.members.len())),
            room: tr.message(&room),
            overview: overview(tr, &view.adviezen, now),
            adviezen: view.adviezen.iter().map(|shown| summary(tr, shown, now)).collect(),
        }
    }
}

fn member(tr: Translator<'_>, found: &organen::Member) -> Member {
    let since = long_date(found.appointed, tr.language);
    let term = match found.until {
        Some(until) => Message::new("orgaan-term-until").with("since", since).with("until", long_date(until, tr.language)),
        None => Message::new("orgaan-term").with("since", since),
    };
    Member { name: found.name.clone(), role: word(tr, "orgaan-role", found.role.as_str()), term: tr.message(&term) }
}

/// How it adopts, in a sentence.
fn rules(tr: Translator<'_>, orgaan: &Adviesorgaan) -> String {
    if orgaan.quorum == 0 {
        return tr.text("orgaan-rules-chair");
    }
    let majority = word(tr, "orgaan-majority", orgaan.majority.as_str());
    tr.message(&Message::new("orgaan-rules").with("quorum", orgaan.quorum).with("majority", majority))
}

impl Page for OrgaanPage {
    const TEMPLATE: &'static str = "pages/adviezen_orgaan";
    const NAV: Nav = Nav::Adviezen;

    fn title(&self) -> Message {
        Message::new("orgaan-title").with("name", &self.name)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut way = crumbs();
        way.push(Crumb::name(self.name.clone(), format!("/adviesorganen/{}", self.slug)));
        way
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let orgaan = sample_orgaan();
        let full = OrgaanView {
            orgaan: orgaan.clone(),
            members: vec![sample_member("Jo", Role::AdviesVoorzitter, None), sample_member("Kim", Role::AdviesLid, Some(samples::noon(9).day()))],
            adviezen: vec![sample(AdviesState::Published)],
        };
        let informal = Adviesorgaan { quorum: 0, recruiting: String::new(), ..orgaan };
        let empty = OrgaanView { orgaan: informal, members: Vec::new(), adviezen: Vec::new() };
        vec![Self::new(tr, &full, samples::noon(20)), Self::new(tr, &empty, samples::noon(20))]
    }
}

fn sample_member(name: &str, role: Role, until: Option<chrono::NaiveDate>) -> organen::Member {
    organen::Member { name: name.into(), role, appointed: samples::noon(1).day(), until }
}

/// A made-up adviesorgaan, for samples.
pub(super) fn sample_orgaan() -> Adviesorgaan {
    Adviesorgaan {
        id: AdviesorgaanId(1),
        slug: "wij-raad".into(),
        name: "WIJ-raad".into(),
        purpose: "Komt op voor de belangen van bewoners.".into(),
        max_members: 9,
        reply_days: 20,
        quorum: 50,
        majority: Majority::Simple,
        recruiting: "Wij zoeken bewoners die graag <lezen>.".into(),
    }
}

async fn orgaan(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let view = organen::view(&context, slug.into_inner()).await?;
    page(&context, &visit, &OrgaanPage::new(context.views.translator(visit.language), &view, context.now()))
}
