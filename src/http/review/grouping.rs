//! Ideas that are about the same, side by side, and asking their owners to go on together.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::app::Context;
use crate::app::review::grouping::{self, Beside, Candidate, Grouping};
use crate::app::review::verdicts::reason_error;
use crate::domain::idea::IdeaState;
use crate::domain::ids::IdeaId;
use crate::domain::person::REVIEWERS;
use crate::domain::review::{MAX_REASON, reason};
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Fields;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let staff = Access::Roles(REVIEWERS);
    routes.get("/werk/groepen/{slug}", staff, show).post("/werk/groepen/{slug}/naast", staff, beside).post("/werk/groepen/{slug}", staff, propose)
}

/// An idea on a card.
#[derive(Debug, Serialize)]
struct Card {
    id: IdeaId,
    href: String,
    title: String,
    why: String,
    residents_do: String,
    municipality_does: String,
    cost: Option<String>,
    by: String,
    proposed: bool,
}

fn card(tr: Translator<'_>, one: &Candidate) -> Card {
    let idea = &one.idea;
    Card {
        id: idea.id,
        href: format!("/werk/ideeen/{}", idea.id),
        title: idea.title.clone(),
        why: idea.why.clone(),
        residents_do: idea.residents_do.clone(),
        municipality_does: idea.municipality_does.clone(),
        cost: idea.cost_guess.map(|cents| cents.to_string()),
        by: tr.message(&Message::new("groups-by").with("name", &one.owner).with("n", one.support)),
        proposed: one.proposed,
    }
}

/// A group of ideas that look alike.
#[derive(Debug, Serialize)]
struct Group {
    heading: String,
    cards: Vec<Card>,
}

/// The ideas of a round, sorted by what they are about.
#[derive(Debug, Serialize)]
pub struct GroupingPage {
    slug: String,
    round: String,
    groups: Vec<Group>,
    all: Vec<Card>,
    open: bool,
}

impl GroupingPage {
    fn new(tr: Translator<'_>, grouping: &Grouping) -> Self {
        let group = |(at, group): (usize, &Vec<Candidate>)| Group {
            heading: tr.message(&Message::new("groups-heading").with("n", at + 1).with("count", group.len())),
            cards: group.iter().map(|one| card(tr, one)).collect(),
        };
        Self {
            slug: grouping.round.slug.clone(),
            round: grouping.round.name.clone(),
            groups: grouping.groups.iter().enumerate().map(group).collect(),
            all: grouping.all.iter().map(|one| card(tr, one)).collect(),
            open: grouping.open,
        }
    }
}

fn crumbs(slug: &str, round: &str) -> Vec<Crumb> {
    vec![
        Crumb::text("nav-home", "/"),
        Crumb::text("nav-work", "/werk"),
        Crumb::text("queue-title", "/werk/ideeen"),
        Crumb::name(round, format!("/werk/groepen/{slug}")),
    ]
}

fn sample(id: i64) -> Candidate {
    let idea = crate::storage::ideas::Idea { id: IdeaId(id), ..samples::idea(IdeaState::InReview) };
    Candidate { idea, owner: "Anna <i>".into(), support: 3, proposed: id == 8 }
}

impl Page for GroupingPage {
    const TEMPLATE: &'static str = "pages/groups";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("groups-title").with("round", &self.round)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.slug, &self.round)
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let full =
            Grouping { round: samples::round(), groups: vec![vec![sample(7), sample(8)]], all: vec![sample(7), sample(8), sample(9)], open: true };
        let none = Grouping { groups: Vec::new(), all: Vec::new(), ..full.clone() };
        let frozen = Grouping { open: false, ..full.clone() };
        vec![Self::new(tr, &full), Self::new(tr, &none), Self::new(tr, &frozen)]
    }
}

async fn show(context: web::Data<Context>, visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    let grouping = grouping::grouping(&context, &visit.actor, slug.into_inner()).await?;
    page(&context, &visit, &GroupingPage::new(context.views.translator(visit.language), &grouping))
}

/// Chosen ideas side by side.
#[derive(Debug, Serialize)]
pub struct BesidePage {
    slug: String,
    round: String,
    cards: Vec<Card>,
    lead: Field,
    reason: Field,
    errors: Vec<SummaryLine>,
}

impl BesidePage {
    fn new(tr: Translator<'_>, beside: &Beside, values: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "groups", values, errors);
        let lead = form.choice_as("lead_idea", "lead", beside.ideas.iter().map(|one| (one.idea.id.to_string(), one.idea.title.clone())));
        Self {
            slug: beside.round.slug.clone(),
            round: beside.round.name.clone(),
            cards: beside.ideas.iter().map(|one| card(tr, one)).collect(),
            lead,
            reason: form.field("reason").max(MAX_REASON).rows(4),
            errors: form.summary(),
        }
    }
}

impl Page for BesidePage {
    const TEMPLATE: &'static str = "pages/groups_beside";
    const NAV: Nav = Nav::Work;

    fn title(&self) -> Message {
        Message::new("groups-beside-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.slug, &self.round)
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let two = Beside { round: samples::round(), ideas: vec![sample(7), sample(8)] };
        let mut bare = two.clone();
        for one in &mut bare.ideas {
            one.idea.residents_do = String::new();
            one.idea.municipality_does = String::new();
            one.idea.cost_guess = None;
        }
        let errors = [FieldError::new("lead", Message::new("error-group-lead")), FieldError::new("reason", Message::new("error-empty"))];
        vec![Self::new(tr, &two, &Values::new(), &[]), Self::new(tr, &bare, &Values::new(), &errors)]
    }
}

fn chosen(fields: &Fields) -> Vec<IdeaId> {
    fields.all("ids").filter_map(|id| id.parse().ok()).collect()
}

async fn beside(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let beside = grouping::beside(&context, &visit.actor, slug.into_inner(), chosen(&fields)).await?;
    page(&context, &visit, &BesidePage::new(context.views.translator(visit.language), &beside, &Values::new(), &[]))
}

async fn propose(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let (slug, ids) = (slug.into_inner(), chosen(&fields));
    let lead: Option<IdeaId> = fields.one("lead").parse().ok();
    let mut errors = Vec::new();
    if lead.is_none() {
        errors.push(FieldError::new("lead", Message::new("error-group-lead")));
    }
    let reason = reason(fields.one("reason")).map_err(|error| errors.push(FieldError::new("reason", reason_error(error))));
    let done = match reason {
        Ok(reason) if errors.is_empty() => grouping::propose(&context, &visit.actor, slug.clone(), ids.clone(), lead, reason).await.map(drop),
        _ => Err(Error::Invalid(errors)),
    };
    match done {
        Ok(()) => Ok(see_with(&context, &format!("/werk/groepen/{slug}"), "ok", "flash-group-asked")),
        Err(Error::Invalid(errors)) => {
            let beside = grouping::beside(&context, &visit.actor, slug, ids).await?;
            let shown = BesidePage::new(context.views.translator(visit.language), &beside, &fields.values(), &errors);
            page_with(&context, &visit, StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error),
    }
}
