//! Writing together: inviting, asking somebody of WIJ to read along, answering an invitation.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::Context;
use crate::app::ideas::people::{self, Sharing};
use crate::domain::idea::Part;
use crate::domain::ids::{IdeaId, PersonId};
use crate::domain::text::Email;
use crate::error::{Error, FieldError, Message, Result};
use crate::http::access::Access;
use crate::http::forms::Posted;
use crate::http::limits::Rule;
use crate::http::respond::{page, page_with, see_with};
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::views::form::{Field, Form, SummaryLine, Values};
use crate::views::{Crumb, Nav, Page, samples};

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/ideeen/{id:[0-9]+}/delen", Access::SignedIn, sharing)
        .post("/ideeen/{id:[0-9]+}/delen", Access::SignedIn, invite)
        .post("/ideeen/{id:[0-9]+}/meelezer", Access::SignedIn, ask_reader)
        .post("/ideeen/{id:[0-9]+}/delen/weg", Access::SignedIn, part_with)
        .get("/ideeen/{id:[0-9]+}/uitnodiging", Access::SignedIn, invitation)
        .post("/ideeen/{id:[0-9]+}/uitnodiging", Access::SignedIn, answer)
}

/// The page on which an owner shares an idea.
#[derive(Debug, Serialize)]
pub struct SharePage {
    id: IdeaId,
    heading: String,
    errors: Vec<SummaryLine>,
    email: Field,
    reader: Option<Field>,
    members: Vec<MemberLine>,
}

#[derive(Debug, Serialize)]
struct MemberLine {
    person: PersonId,
    name: String,
    part: &'static str,
    what: String,
}

impl SharePage {
    fn new(tr: Translator<'_>, sharing: &Sharing, typed: &Values, errors: &[FieldError]) -> Self {
        let form = Form::new(tr, "share", typed, errors);
        let readers = sharing.readers.iter().map(|reader| (reader.id.to_string(), reader.name.clone()));
        let members = sharing.members.iter().map(|member| {
            let (part, key) = match (member.part, member.accepted_at) {
                (Part::Reader, _) => ("reader", "share-is-reader"),
                (_, Some(_)) => ("co_author", "share-is-author"),
                (_, None) => ("co_author", "share-is-invited"),
            };
            // Until they say yes, only the address is known: whether somebody has an account, and
            // under which name, is not for who can guess their address.
            let address = member.email.as_ref().filter(|_| member.accepted_at.is_none());
            let name = address.map_or_else(|| member.name.clone(), ToString::to_string);
            MemberLine { person: member.person, name, part, what: tr.text(key) }
        });
        Self {
            id: sharing.idea.id,
            heading: sharing.idea.title.clone(),
            errors: form.summary(),
            email: form.field("email").kind("email", Some("off")).max(254),
            reader: Some(form.choice("reader", readers)).filter(|_| !sharing.readers.is_empty()),
            members: members.collect(),
        }
    }
}

impl Page for SharePage {
    const TEMPLATE: &'static str = "pages/idea_share";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("share-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let idea = format!("/ideeen/{}", self.id);
        let share = format!("{idea}/delen");
        vec![Crumb::text("nav-home", "/"), Crumb::text("nav-mine", "/mijn"), Crumb::name(&self.heading, idea), Crumb::text("share-title", share)]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        use crate::storage::idea_people::Member;
        let (desk, idea, _) = super::samples::desk();
        let now = samples::noon(2);
        let member = |id: i64, part: Part, accepted: bool| Member {
            person: PersonId(id),
            name: "Bert <b>".into(),
            email: Email::parse("bert@voorbeeld.nl").ok(),
            part,
            accepted_at: accepted.then_some(now),
        };
        let reader = samples::person(9, "Wil van WIJ");
        let members = vec![member(2, Part::CoAuthor, true), member(3, Part::CoAuthor, false), member(4, Part::Reader, true)];
        let full = Sharing { idea, round: desk.round, members, readers: vec![reader] };
        let bare = Sharing { members: Vec::new(), readers: Vec::new(), idea: full.idea.clone(), round: full.round.clone() };
        let errors = [FieldError::new("email", Message::new("error-email"))];
        vec![Self::new(tr, &full, &Values::new(), &[]), Self::new(tr, &bare, &Values::new(), &errors)]
    }
}

async fn sharing(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>) -> Result<HttpResponse> {
    let sharing = people::sharing(&context, visit.actor.clone(), *id).await?;
    page(&context, &visit, &SharePage::new(context.views.translator(visit.language), &sharing, &Values::new(), &[]))
}

/// The page again with what is wrong, or on when nothing is.
async fn back(context: &Context, visit: &Visit, id: IdeaId, typed: Values, outcome: Result<()>, flash: &'static str) -> Result<HttpResponse> {
    let errors = match outcome {
        Ok(()) => return Ok(see_with(context, &format!("/ideeen/{id}/delen"), "ok", flash)),
        Err(Error::Invalid(errors)) => errors,
        Err(other) => return Err(other),
    };
    let sharing = people::sharing(context, visit.actor.clone(), id).await?;
    let page = SharePage::new(context.views.translator(visit.language), &sharing, &typed, &errors);
    page_with(context, visit, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Invite {
    email: String,
}

async fn invite(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>, form: Posted<Invite>) -> Result<HttpResponse> {
    context.limits.count(Rule::Write, visit.address)?;
    let outcome = match Email::parse(&form.0.email) {
        Ok(email) => people::invite(&context, visit.actor.clone(), *id, email, visit.language).await,
        Err(_) => Err(Error::Invalid(vec![FieldError::new("email", Message::new("error-email"))])),
    };
    back(&context, &visit, *id, Values::from([("email".to_owned(), form.0.email)]), outcome, "flash-invited").await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AskReader {
    reader: PersonId,
}

async fn ask_reader(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>, form: Posted<AskReader>) -> Result<HttpResponse> {
    context.limits.count(Rule::Write, visit.address)?;
    let outcome = people::ask_reader(&context, visit.actor.clone(), *id, form.0.reader).await;
    back(&context, &visit, *id, Values::new(), outcome, "flash-reader-asked").await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartWith {
    person: PersonId,
    part: Part,
}

async fn part_with(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>, form: Posted<PartWith>) -> Result<HttpResponse> {
    let leaves = visit.actor.person() == Some(form.0.person);
    people::part_with(&context, visit.actor, *id, form.0.person, form.0.part).await?;
    let next = if leaves { "/mijn".to_owned() } else { format!("/ideeen/{id}/delen") };
    Ok(see_with(&context, &next, "ok", "flash-done"))
}

/// The page on which somebody answers an invitation.
#[derive(Debug, Serialize)]
pub struct InvitationPage {
    id: IdeaId,
    heading: String,
    owner: String,
}

impl Page for InvitationPage {
    const TEMPLATE: &'static str = "pages/idea_invitation";
    const NAV: Nav = Nav::Mine;

    fn title(&self) -> Message {
        Message::new("invitation-title")
    }

    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::text("nav-home", "/"),
            Crumb::text("nav-mine", "/mijn"),
            Crumb::text("invitation-title", format!("/ideeen/{}/uitnodiging", self.id)),
        ]
    }

    fn samples(_: Translator<'_>) -> Vec<Self> {
        vec![Self { id: IdeaId(7), heading: "Plukbomen".into(), owner: "Anna <b>".into() }]
    }
}

async fn invitation(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>) -> Result<HttpResponse> {
    let (idea, owner) = people::invitation(&context, visit.actor.clone(), *id).await?;
    page(&context, &visit, &InvitationPage { id: idea.id, heading: idea.title, owner })
}

#[derive(Debug, Clone, Copy, Deserialize)]
enum Says {
    #[serde(rename = "ja")]
    Yes,
    #[serde(rename = "nee")]
    No,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    says: Says,
}

async fn answer(context: web::Data<Context>, visit: Visit, id: web::Path<IdeaId>, form: Posted<Answer>) -> Result<HttpResponse> {
    let yes = matches!(form.0.says, Says::Yes);
    people::answer(&context, visit.actor, *id, yes).await?;
    if yes { Ok(see_with(&context, &format!("/ideeen/{id}"), "ok", "flash-joined")) } else { Ok(see_with(&context, "/mijn", "ok", "flash-done")) }
}
