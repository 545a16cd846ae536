//! Two owners decide whether their ideas go on together.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::review::merging::{self, Proposal};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, MergeId, PersonId};
use crate::domain::review::{Consent, MergeAnswer};
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::forms::Posted;
use crate::http::respond::{page, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::ideas::Idea;
use crate::storage::review::merges::Merge;
use crate::views::words::word;
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/samenvoegen/{id:\\d+}", Access::SignedIn, show).post("/samenvoegen/{id:\\d+}", Access::SignedIn, answer)
}

#[derive(Debug, Serialize)]
struct Side {
    href: String,
    title: String,
    why: String,
}

impl Side {
    fn of(idea: Idea) -> Self {
        Self { href: format!("/ideeen/{}", idea.id), title: idea.title, why: idea.why }
    }
}

/// A proposal to merge two ideas, for their owners.
#[derive(Debug, Serialize)]
pub struct MergePage {
    id: MergeId,
    idea: Side,
    into: Side,
    reason: String,
    said: Option<String>,
    state: Option<String>,
}

impl MergePage {
    fn new(tr: Translator<'_>, proposal: Proposal) -> Self {
        let state = match proposal.merge.answer() {
            MergeAnswer::Open => None,
            MergeAnswer::Agreed => Some("merge-agreed-text"),
            MergeAnswer::Refused => Some("merge-refused-text"),
        };
        Self {
            id: proposal.merge.id,
            idea: Side::of(proposal.idea),
            into: Side::of(proposal.into),
            reason: proposal.merge.reason,
            said: proposal.said.map(|said| word(tr, "merge-said", said.as_str())),
            state: state.map(|key| tr.text(key)),
        }
    }
}

impl Page for MergePage {
    const TEMPLATE: &'static str = "pages/merge";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("merge-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-mine", "/mijn"), Crumb::text("merge-title", format!("/samenvoegen/{}", self.id))]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let proposal = |idea_owner_says, into_owner_says, said| Proposal {
            merge: Merge {
                id: MergeId(1),
                idea: IdeaId(7),
                into: IdeaId(8),
                proposed_by: PersonId(1),
                reason: "Zij willen hetzelfde.".into(),
                proposed_at: samples::noon(3),
                idea_owner_says,
                into_owner_says,
                closed_at: None,
            },
            idea: samples::idea(IdeaState::InReview),
            into: samples::idea(IdeaState::InReview),
            said,
        };
        let (yes, no) = (Some(Consent::Yes), Some(Consent::No));
        let all = [proposal(None, None, None), proposal(yes, None, yes), proposal(yes, yes, yes), proposal(no, None, None)];
        all.into_iter().map(|proposal| Self::new(tr, proposal)).collect()
    }
}

async fn show(context: web::Data<Context>, visit: Visit, id: web::Path<i64>) -> Result<HttpResponse> {
    let proposal = merging::proposal(&context, &visit.actor, MergeId(*id)).await?;
    page(&context, &visit, &MergePage::new(context.views.translator(visit.language), proposal))
}

/// Yes or no.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Says {
    says: Consent,
}

async fn answer(context: web::Data<Context>, visit: Visit, id: web::Path<i64>, form: Posted<Says>) -> Result<HttpResponse> {
    merging::answer(&context, &visit.actor, MergeId(*id), form.0.says).await?;
    Ok(see_with(&context, &format!("/samenvoegen/{id}"), "ok", "flash-sent"))
}
