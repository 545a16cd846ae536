//! The page of one idea.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::sections::{self, Section};
use super::{Picture, picture};
use crate::app::Context;
use crate::app::ideas::read::{self, Kin, Whole};
use crate::app::ideas::{Tie, is_editable};
use crate::domain::advies::AdviesState;
use crate::domain::event::Subject;
use crate::domain::hands::is_open;
use crate::domain::help::HelpRole;
use crate::domain::idea::{IdeaState, IdeaStep};
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::person::Role;
use crate::domain::review::Verdict;
use crate::domain::time::{Instant, long_date};
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::respond::page;
use crate::http::routes::Routes;
use crate::http::timeline::{Moment as Told, moments};
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::events::Event;
use crate::storage::ideas::Idea;
use crate::storage::photos::Photo;
use crate::storage::review::Prepared;
use crate::views::advies::{AdviesBeside, beside, sample};
use crate::views::samples::{event, noon};
use crate::views::words::{Badge, idea_state};
use crate::views::{Crumb, Link, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/ideeen/{id:[0-9]+}", Access::Public, show)
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>) -> Result<HttpResponse> {
    let signed_in = visit.actor.person().is_some();
    let whole = read::whole(&context, visit.actor.clone(), *id).await?;
    page(&context, &visit, &IdeaPage::new(context.views.translator(visit.language), &whole, signed_in, context.now()))
}

/// The page of one idea.
#[derive(Debug, Serialize)]
pub struct IdeaPage {
    id: IdeaId,
    heading: String,
    by: String,
    badge: Badge,
    theme: Option<String>,
    draft: bool,
    parts: Vec<Part>,
    facts: Vec<Fact>,
    photos: Vec<Picture>,
    sections: Vec<Section>,
    adviezen: Vec<AdviesBeside>,
    timeline: Vec<Moment>,
    support: Support,
    author: Option<Author>,
    propose: bool,
    alike: Vec<Link>,
    #[serde(skip)]
    round: (String, String),
}

/// An answer of the form.
#[derive(Debug, Serialize)]
struct Part {
    heading: String,
    text: String,
}

/// A name with a value, as `partials/facts` takes it.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    key: String,
    value: String,
    href: Option<String>,
}

/// Something that happened, perhaps with a photo.
#[derive(Debug, Serialize)]
struct Moment {
    #[serde(flatten)]
    told: Told,
    picture: Option<Picture>,
}

#[derive(Debug, Serialize)]
struct Support {
    /// Nobody supports a draft, and its page does not speak of it.
    shown: bool,
    count: i64,
    /// `give`, `take`, `sign-in`, or nothing to do.
    button: Option<&'static str>,
    /// `follow`, `unfollow`, or nothing: who takes part hears it anyway.
    follow: Option<&'static str>,
}

/// What an author can do; none when there is nothing left to do.
#[derive(Debug, Serialize)]
struct Author {
    edit: bool,
    share: bool,
    hands: bool,
    withdraw: bool,
    discard: bool,
}

impl IdeaPage {
    fn new(tr: Translator<'_>, whole: &Whole, signed_in: bool, now: Instant) -> Self {
        let (idea, tie) = (&whole.idea, whole.tie);
        let slug = &whole.round.slug;
        let answers =
            [("idea-form-why", &idea.why), ("idea-form-residents-do", &idea.residents_do), ("idea-form-municipality-does", &idea.municipality_does)];
        let untitled = || tr.text("idea-untitled");
        Self {
            id: idea.id,
            heading: Some(idea.title.clone()).filter(|title| !title.is_empty()).unwrap_or_else(untitled),
            by: by(tr, whole),
            badge: idea_state(tr, idea.state),
            theme: theme(whole),
            draft: idea.state == IdeaState::Draft,
            parts: answers
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(key, text)| Part { heading: tr.text(key), text: text.clone() })
                .collect(),
            facts: facts(tr, whole),
            photos: whole.photos.iter().filter(|photo| !whole.events.iter().any(|event| shows(event, photo))).map(picture).collect(),
            sections: sections::of(tr, whole, now),
            adviezen: whole.adviezen.iter().map(|shown| beside(tr, shown, now)).collect(),
            timeline: timeline(tr, &whole.events, &whole.photos),
            support: support(whole, signed_in),
            author: tie
                .author
                .then_some(Author {
                    edit: is_editable(idea.state),
                    share: tie.owner && is_editable(idea.state),
                    hands: is_open(idea.state),
                    withdraw: tie.owner && idea.state != IdeaState::Draft && idea.state.after(IdeaStep::Withdraw).is_ok(),
                    discard: tie.owner && idea.state == IdeaState::Draft,
                })
                .filter(|can| can.edit || can.share || can.hands || can.withdraw || can.discard),
            propose: tie.reader && (idea.state == IdeaState::Draft || idea.state.awaits_verdict()),
            alike: whole.alike.iter().map(|(id, title)| Link { label: title.clone(), href: format!("/ideeen/{id}"), current: false }).collect(),
            round: (whole.round.name.clone(), format!("/rondes/{slug}")),
        }
    }
}

fn by(tr: Translator<'_>, whole: &Whole) -> String {
    if whole.co_authors.is_empty() {
        return tr.message(&Message::new("idea-by").with("name", &whole.owner));
    }
    tr.message(&Message::new("idea-by-with").with("name", &whole.owner).with("others", whole.co_authors.join(", ")))
}

fn theme(whole: &Whole) -> Option<String> {
    let slug = whole.idea.theme.as_deref()?;
    whole.round.rules.theme(slug).map(|theme| theme.name.clone())
}

fn facts(tr: Translator<'_>, whole: &Whole) -> Vec<Fact> {
    let idea = &whole.idea;
    let fact = |key: &str, value: Option<String>| value.map(|value| Fact { key: tr.text(key), value, href: None });
    let guess = idea.cost_guess.filter(|_| idea.cost.is_none()).map(|cents| tr.message(&Message::new("ideas-cost-about").with("cost", cents)));
    let list = format!("/rondes/{}/ideeen", whole.round.slug);
    let theme_href = idea.theme.as_ref().map(|slug| format!("{list}?thema={slug}"));
    [
        fact("idea-fact-cost", idea.cost.map(|cents| cents.to_string()).or(guess)),
        fact("idea-form-theme", theme(whole)).map(|fact| Fact { href: theme_href, ..fact }),
        fact("idea-form-wijk", whole.wijk.clone()),
        fact("idea-form-place", Some(idea.place.clone()).filter(|place| !place.is_empty())),
        fact("idea-fact-submitted", idea.submitted_at.map(|at| long_date(at.day(), tr.language))),
        fact("idea-fact-contact", whole.contact.clone()),
        fact("idea-fact-helper", helpers(whole)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Who of WIJ helps, with the role they took.
fn helpers(whole: &Whole) -> Option<String> {
    let line = |(name, role): &(String, Option<HelpRole>)| match role {
        Some(role) => format!("{name} ({})", role.as_str()),
        None => name.clone(),
    };
    let all: Vec<String> = whole.helpers.iter().map(line).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// Whether this photo came with this event.
fn shows(event: &Event, photo: &Photo) -> bool {
    event.what.detail.get("photo").and_then(serde_json::Value::as_str) == Some(photo.sha256.as_str())
}

fn timeline(tr: Translator<'_>, events: &[Event], photos: &[Photo]) -> Vec<Moment> {
    let picture_of = |event: &Event| photos.iter().find(|photo| shows(event, photo)).map(picture);
    events.iter().zip(moments(tr, events)).map(|(event, told)| Moment { told, picture: picture_of(event) }).collect()
}

fn support(whole: &Whole, signed_in: bool) -> Support {
    let open = whole.support_open && !whole.tie.author;
    let button = match (open, signed_in, whole.tie.supporter) {
        (false, ..) => None,
        (true, false, _) => Some("sign-in"),
        (true, true, false) => Some("give"),
        (true, true, true) => Some("take"),
    };
    let hears = whole.tie.author || whole.tie.supporter || whole.tie.reader;
    let follow = match (signed_in && whole.idea.state.is_public() && !hears, whole.tie.follower) {
        (false, _) => None,
        (true, false) => Some("follow"),
        (true, true) => Some("unfollow"),
    };
    Support { shown: whole.idea.state.is_public(), count: whole.support, button, follow }
}

impl Page for IdeaPage {
    const TEMPLATE: &'static str = "pages/idea";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("idea-title").with("title", &self.heading)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let (name, href) = &self.round;
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::name(name, href),
            Crumb::text("ideas-title", format!("{href}/ideeen")),
            Crumb::name(&self.heading, format!("/ideeen/{}", self.id)),
        ]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let (desk, draft, photo) = super::samples::desk();
        let happened = |action: &str, role: &str, name: Option<&str>, reason: Option<&str>| event(Subject::Idea, action, role, name, reason);
        let mut events = vec![happened("idea.edit", "resident", Some("Anna"), None), happened("idea.join", "resident", Some("Bert"), None)];
        events.extend(IdeaStep::ALL.iter().map(|step| happened(&format!("idea.{}", step.as_str()), "clock", None, None)));
        events.extend(Role::ALL.iter().map(|role| happened("idea.take_up", role.as_str(), Some("Sam"), Some("Omdat het kan."))));
        let whole = |state: IdeaState, tie: Tie| Whole {
            idea: Idea { state, submitted_at: Some(draft.created_at), ..draft.clone() },
            round: desk.round.clone(),
            tie,
            owner: "Anna".into(),
            co_authors: Vec::new(),
            contact: None,
            wijk: Some("De Wijert".into()),
            photos: Vec::new(),
            support: 0,
            support_open: true,
            events: Vec::new(),
            merged_into: None,
            kin: Kin::default(),
            alike: Vec::new(),
            verdict: None,
            helpers: Vec::new(),
            calls: Vec::new(),
            challenge: None,
            forward: None,
            adviezen: Vec::new(),
        };
        let owner = Tie { owner: true, author: true, ..Tie::default() };
        let mut full = whole(IdeaState::Submitted, Tie::default());
        full.co_authors = vec!["Bert".into(), "Cor <i>".into()];
        full.contact = Some("Sam".into());
        let later = Photo { sha256: "b".repeat(64), ..photo.clone() };
        let mut told = happened("idea.update", "gebiedsteam", Some("Sam"), Some("De gaten zijn gegraven."));
        told.what.detail = serde_json::json!({ "photo": later.sha256 });
        events.push(told);
        full.photos = vec![photo, later];
        full.support = 31;
        full.events = events;
        full.merged_into = Some((IdeaId(9), "Een ander <b>idee</b>".into()));
        full.kin = sample_kin();
        full.helpers = vec![("Wil".into(), Some(HelpRole::Verbinder)), ("Els".into(), None)];
        full.calls = vec![super::hands::sample(1, None)];
        full.challenge = Some(crate::http::review::sample_challenge(crate::domain::review::challenge::Stage::Asked));
        full.forward = crate::http::review::sample_forward(None, 12);
        full.adviezen = vec![sample(AdviesState::Published), sample(AdviesState::Answered)];
        full.verdict = Some(Prepared {
            idea: draft.id,
            verdict: Verdict::NotFeasible { reason: "Er ligt hier een gasleiding.\nKies een andere plek.".into() },
            by: PersonId(1),
            at: draft.created_at,
            published_at: Some(draft.created_at),
        });
        let mut own = whole(IdeaState::Draft, owner);
        own.alike = vec![(IdeaId(9), "Een ander idee".into())];
        own.idea.title = String::new();
        let supporting = whole(IdeaState::Feasible, Tie { supporter: true, ..Tie::default() });
        let mut late = whole(IdeaState::Forwarded, Tie { follower: true, ..Tie::default() });
        late.forward = crate::http::review::sample_forward(None, 12);
        let mut answered = whole(IdeaState::Forwarded, Tie::default());
        answered.forward = crate::http::review::sample_forward(Some("In 2028."), 12);
        let mut pages = vec![
            Self::new(tr, &late, true, noon(5)),
            Self::new(tr, &late, true, noon(20)),
            Self::new(tr, &answered, true, noon(20)),
            Self::new(tr, &full, false, noon(20)),
            Self::new(tr, &full, true, noon(20)),
            Self::new(tr, &own, true, noon(20)),
            Self::new(tr, &supporting, true, noon(20)),
        ];
        pages.push(Self::new(tr, &whole(IdeaState::Draft, Tie { reader: true, ..Tie::default() }), true, noon(20)));
        pages.extend(IdeaState::ALL.iter().map(|state| Self::new(tr, &whole(*state, owner), true, noon(20))));
        pages
    }
}

/// Ideas around an idea, for the samples.
fn sample_kin() -> Kin {
    Kin {
        merged: vec![(IdeaId(3), "Fruit <in> de straat".into(), "Bo".into())],
        part_of: Some((IdeaId(4), "Een groen plein".into())),
        parts: vec![(IdeaId(5), "Bankjes".into())],
        changed: true,
    }
}
