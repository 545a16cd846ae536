//! Every page with its samples, so that a test can render all of them in every language.

use super::{Frame, Page, Views, Who};
use crate::domain::ids::PersonId;
use crate::domain::time::Language;
use crate::error::Message;
use crate::http;

/// What a page looks like: HTML and its context as JSON, for each sample.
pub type Rendered = Vec<(String, serde_json::Value)>;

/// A page that can be checked.
pub struct Check {
    /// Name of its template.
    pub template: &'static str,
    /// Renders every sample, for a visitor and for staff.
    pub render: fn(&Views, Language) -> Result<Rendered, String>,
}

fn check<P: Page>() -> Check {
    Check { template: P::TEMPLATE, render: render::<P> }
}

fn render<P: Page>(views: &Views, language: Language) -> Result<Rendered, String> {
    let frames = [
        Frame { language, csrf: "token".into(), path: "/".into(), person: None, flash: None },
        Frame {
            language,
            csrf: "token".into(),
            path: "/werk".into(),
            person: Some(Who { id: PersonId(1), name: "Sam <Voorbeeld>".into(), staff: true }),
            flash: Some(("ok", Message::new("flash-saved"))),
        },
    ];
    let mut pages = Vec::new();
    for page in P::samples(views.translator(language)) {
        for frame in &frames {
            let html = views.render(frame, &page).map_err(|e| format!("{}: {e}", P::TEMPLATE))?;
            let context = views.context(frame, &page).map_err(|e| format!("{}: {e}", P::TEMPLATE))?;
            pages.push((html, context));
        }
    }
    Ok(pages)
}

/// A page that is the same for everybody: put in the layout of a visitor, it is the page that is made for
/// that visitor.
fn shared<P: Page>() -> Check {
    Check { template: P::TEMPLATE, render: render_shared::<P> }
}

fn render_shared<P: Page>(views: &Views, language: Language) -> Result<Rendered, String> {
    let frame = Frame { language, csrf: "token".into(), path: "/".into(), person: None, flash: None };
    for page in P::samples(views.translator(language)) {
        let main = views.main(language, &page).map_err(|e| format!("{}: {e}", P::TEMPLATE))?;
        if views.around(&frame, &main).ok() != views.render(&frame, &page).ok() {
            return Err(format!("{}: is not the same for everybody", P::TEMPLATE));
        }
    }
    render::<P>(views, language)
}

/// All pages.
#[must_use]
pub fn all() -> Vec<Check> {
    let mut all = of_the_desk();
    all.extend(of_advice());
    all.extend(of_everybody());
    all.extend(of_paper());
    all
}

/// The pages of the gebiedsteam, and of owners while their idea is looked at.
fn of_the_desk() -> Vec<Check> {
    vec![
        check::<http::review::BesidePage>(),
        check::<http::review::BulkPage>(),
        check::<http::review::ChallengeDeskPage>(),
        check::<http::review::ChallengePage>(),
        check::<http::review::ChallengesPage>(),
        check::<http::review::ChangePage>(),
        check::<http::review::ChangesPage>(),
        check::<http::review::CityPage>(),
        check::<http::review::DossierPage>(),
        check::<http::review::ForwardedPage>(),
        check::<http::review::FrameFormPage>(),
        check::<http::review::FramePage>(),
        check::<http::review::GroupingPage>(),
        check::<http::review::IntendedPage>(),
        check::<http::review::MailsPage>(),
        check::<http::review::MergePage>(),
        check::<http::review::ProposeChangePage>(),
        check::<http::review::PublicationPage>(),
        check::<http::review::QuestionPage>(),
        check::<http::review::QueuePage>(),
        check::<http::review::ReviewPage>(),
        check::<http::review::SecondLookPage>(),
        check::<http::review::SpecialistPage>(),
    ]
}

/// The pages of adviesorganen and their adviezen.
fn of_advice() -> Vec<Check> {
    vec![
        check::<http::adviezen::AdviesPage>(),
        check::<http::adviezen::AdviesPaper>(),
        check::<http::adviezen::AdviezenPage>(),
        check::<http::adviezen::AskAdviesPage>(),
        check::<http::adviezen::DeskPage>(),
        check::<http::adviezen::JoinPage>(),
        check::<http::adviezen::MeetingsPage>(),
        check::<http::adviezen::NewAdviesPage>(),
        check::<http::adviezen::OrgaanPage>(),
        check::<http::adviezen::OrganenPage>(),
        check::<http::adviezen::ReplyPage>(),
        check::<http::adviezen::WorkPage>(),
    ]
}

/// Voting on paper.
fn of_paper() -> Vec<Check> {
    vec![
        check::<http::paper::ChoosePage>(),
        check::<http::paper::CoverPage>(),
        check::<http::paper::DeskPage>(),
        check::<http::paper::KeyPage>(),
        check::<http::paper::PapersPage>(),
        check::<http::paper::ReportPage>(),
        check::<http::paper::SettlePage>(),
        check::<http::paper::TakingPage>(),
        check::<http::paper::TypingPage>(),
        check::<http::polling::PlacesPage>(),
        check::<http::polling::PosterPage>(),
        check::<http::tablet::TabletBooth>(),
    ]
}

fn of_everybody() -> Vec<Check> {
    vec![
        check::<http::ballot::BallotPage>(),
        check::<http::booth::AskPage>(),
        check::<http::booth::AskedPage>(),
        check::<http::booth::BoothPage>(),
        check::<http::booth::LeftPage>(),
        check::<http::budget::BookPage>(),
        check::<http::budget::BudgetPage>(),
        check::<http::codes::CodesPage>(),
        check::<http::errors::ErrorPage>(),
        check::<http::execution::ExecutionListPage>(),
        check::<http::execution::ExecutionPage>(),
        check::<http::home::HomePage>(),
        check::<http::home::WijkPage>(),
        check::<http::home::WijkenPage>(),
        check::<http::fieldwork::FieldworkPage>(),
        check::<http::fieldwork::FunnelPage>(),
        check::<http::fieldwork::StreetsPage>(),
        check::<http::ideas::ArgumentDeskPage>(),
        check::<http::ideas::ArgumentPage>(),
        check::<http::ideas::ArgumentsPage>(),
        check::<http::help::AskHelpPage>(),
        check::<http::help::EnterPage>(),
        check::<http::help::HelpDeskPage>(),
        check::<http::ideas::FormPage>(),
        check::<http::ideas::HandsPage>(),
        check::<http::ideas::GivenPage>(),
        check::<http::ideas::IdeaPage>(),
        check::<http::ideas::StopPage>(),
        check::<http::ideas::InvitationPage>(),
        check::<http::ideas::ListPage>(),
        check::<http::ideas::MinePage>(),
        check::<http::ideas::SharePage>(),
        check::<http::letters::LettersPage>(),
        check::<http::logbook::LogbookPage>(),
        check::<http::letters::LostPage>(),
        check::<http::mailbox::MailPage>(),
        check::<http::mailbox::MailboxPage>(),
        check::<http::outcome::count::CountPage>(),
        check::<http::outcome::holders::HoldersPage>(),
        check::<http::outcome::minutes::MinutesPage>(),
        check::<http::rehearsal::RehearsalPage>(),
        shared::<http::outcome::page::OutcomePage>(),
        shared::<http::outcome::replay::ReplayPage>(),
        check::<http::outcome::whatif::WhatIfPage>(),
        shared::<http::outcome::wijk::WijkOutcomePage>(),
        check::<http::outcome::withdraw::WithdrawPage>(),
        check::<http::pages::AccessibilityPage>(),
        check::<http::pages::CookiesPage>(),
        check::<http::pages::GlossaryPage>(),
        check::<http::pages::HelpPage>(),
        check::<http::pages::PrivacyPage>(),
        check::<http::people::PeoplePage>(),
        check::<http::profile::ErasePage>(),
        check::<http::profile::ProfilePage>(),
        check::<http::profile::SessionsPage>(),
        check::<http::receipt::CheckPage>(),
        check::<http::rounds::edit::EditPage>(),
        check::<http::rounds::evaluate::EvaluatePage>(),
        check::<http::rounds::new::NewPage>(),
        check::<http::rounds::public::ListPage>(),
        check::<http::rounds::public::RoundPage>(),
        check::<http::rounds::public::RulesPage>(),
        check::<http::rounds::publish::CheckPage>(),
        check::<http::rounds::run::ExtendPage>(),
        check::<http::rounds::run::StopPage>(),
        check::<http::sign_in::AskPage>(),
        check::<http::sign_in::LinkPage>(),
        check::<http::sign_in::SentPage>(),
        check::<http::staff::ConfirmPage>(),
        check::<http::staff::SetupLinkPage>(),
        check::<http::staff::SetupPage>(),
        check::<http::staff::SignInPage>(),
        check::<http::tablet::TabletPage>(),
        check::<http::work::WorkPage>(),
    ]
}
