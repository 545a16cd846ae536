//! Somebody's own page: what they wrote, what waits for them, what they support.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::ideas::read::{self, Mine};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{ChangeId, IdeaId, MergeId};
use crate::domain::time::long_date;
use crate::domain::working_days;
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::respond::page;
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::ideas::{Idea, OpenQuestion};
use crate::views::words::{Badge, idea_state};
use crate::views::{Crumb, Link, Nav, Page};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/mijn", Access::SignedIn, show)
}

async fn show(context: web::Data<Context>, visit: Visit) -> Result<HttpResponse> {
    let mine = read::mine(&context, visit.actor.clone()).await?;
    let tr = context.views.translator(visit.language);
    page(&context, &visit, &MinePage::new(tr, visit.actor.name(), &mine))
}

/// Somebody's own page.
#[derive(Debug, Serialize)]
pub struct MinePage {
    name: String,
    questions: Vec<Question>,
    changes: Vec<ToDecide>,
    merges: Vec<ToDecide>,
    invitations: Vec<Line>,
    drafts: Vec<Line>,
    ideas: Vec<Line>,
    reading: Vec<Line>,
    supported: Vec<Line>,
    rounds: Vec<Link>,
}

/// An idea in a list.
#[derive(Debug, Serialize)]
struct Line {
    title: String,
    href: String,
    badge: Badge,
    /// Last change.
    date: String,
    /// Written along with somebody else.
    along: bool,
}

#[derive(Debug, Serialize)]
struct Question {
    idea: IdeaId,
    title: String,
    question: String,
    due: String,
}

/// A proposal that waits for an answer.
#[derive(Debug, Serialize)]
struct ToDecide {
    title: String,
    href: String,
    due: Option<String>,
}

impl MinePage {
    fn new(tr: Translator<'_>, name: &str, mine: &Mine) -> Self {
        let draft = |idea: &&Idea| idea.state == IdeaState::Draft;
        let lines = |ideas: &[Idea], end: &str, along: bool, wanted: &dyn Fn(&&Idea) -> bool| {
            ideas.iter().filter(wanted).map(|idea| line(tr, idea, end, along)).collect::<Vec<_>>()
        };
        let mut drafts = lines(&mine.own, "/bewerken", false, &draft);
        drafts.extend(lines(&mine.along, "/bewerken", true, &draft));
        let mut ideas = lines(&mine.own, "", false, &|idea| !draft(idea));
        ideas.extend(lines(&mine.along, "", true, &|idea| !draft(idea)));
        let reading = lines(&mine.reading, "", false, &|_| true);
        let rounds = mine.open_rounds.iter();
        Self {
            name: name.to_owned(),
            questions: mine.questions.iter().map(|question| asked(tr, question)).collect(),
            changes: mine
                .changes
                .iter()
                .map(|(id, _, title, due)| ToDecide {
                    title: title.clone(),
                    href: format!("/wijzigingen/{id}"),
                    due: Some(long_date(working_days::last_day(*due), tr.language)),
                })
                .collect(),
            merges: mine.merges.iter().map(|(id, title)| ToDecide { title: title.clone(), href: format!("/samenvoegen/{id}"), due: None }).collect(),
            invitations: lines(&mine.invited, "/uitnodiging", false, &|_| true),
            supported: lines(&mine.supported, "", false, &|_| true),
            rounds: rounds
                .map(|round| Link { label: round.name.clone(), href: format!("/rondes/{}/ideeen/nieuw", round.slug), current: false })
                .collect(),
            drafts,
            ideas,
            reading,
        }
    }
}

fn line(tr: Translator<'_>, idea: &Idea, end: &str, along: bool) -> Line {
    let title = if idea.title.is_empty() { tr.text("idea-untitled") } else { idea.title.clone() };
    Line {
        title,
        href: format!("/ideeen/{}{end}", idea.id),
        badge: idea_state(tr, idea.state),
        date: long_date(idea.changed_at.day(), tr.language),
        along,
    }
}

fn asked(tr: Translator<'_>, question: &OpenQuestion) -> Question {
    let due = long_date(question.due_at.day(), tr.language);
    Question { idea: question.idea, title: question.title.clone(), question: question.question.clone(), due }
}

impl Page for MinePage {
    const TEMPLATE: &'static str = "pages/mine";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("nav-mine")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-mine", "/mijn")]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let (desk, draft, _) = super::samples::desk();
        let handed_in = Idea { state: IdeaState::Question, ..draft.clone() };
        let question =
            OpenQuestion { idea: draft.id, title: draft.title.clone(), question: "Wie snoeit <b>er</b>?".into(), due_at: draft.created_at };
        let untitled = Idea { title: String::new(), ..draft.clone() };
        let full = Mine {
            own: vec![draft.clone(), handed_in.clone()],
            along: vec![untitled, handed_in.clone()],
            invited: vec![draft.clone()],
            reading: vec![draft],
            supported: vec![handed_in.clone()],
            questions: vec![question],
            changes: vec![(ChangeId(1), handed_in.id, handed_in.title.clone(), handed_in.created_at)],
            merges: vec![(MergeId(1), "Plukbomen".into())],
            open_rounds: vec![desk.round],
        };
        vec![Self::new(tr, "Anna", &full), Self::new(tr, "Anna", &Mine::default())]
    }
}
