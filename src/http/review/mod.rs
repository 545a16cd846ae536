//! The desk of the gebiedsteam, and what owners do while their idea is looked at: the queue, one
//! idea, merging, and what will be published.

mod actions;
mod bulk;
mod challenges;
mod changes;
mod dossier;
mod forwarding;
mod frame;
mod grouping;
mod intended;
mod mails;
mod merging;
mod owner;
mod page;
mod queue;
mod samples;
mod specialist;
mod verdicts;
mod weigh;

use super::routes::Routes;

pub use bulk::BulkPage;
pub use challenges::{
    ChallengeDeskPage, ChallengePage, ChallengesPage, badge as challenge_badge, sample as sample_challenge, told as challenge_told,
};
pub use changes::{ChangePage, ChangesPage, ProposeChangePage};
pub use dossier::DossierPage;
pub use forwarding::{CityPage, ForwardedPage, sample as sample_forward};
pub use frame::{FrameFormPage, FramePage};
pub use grouping::{BesidePage, GroupingPage};
pub use intended::IntendedPage;
pub use mails::MailsPage;
pub use merging::MergePage;
pub use owner::{QuestionPage, SecondLookPage};
pub use page::ReviewPage;
pub use queue::QueuePage;
pub use specialist::SpecialistPage;
pub use verdicts::PublicationPage;

/// Routes of these files.
pub fn routes(routes: Routes) -> Routes {
    [
        actions::routes,
        bulk::routes,
        challenges::routes,
        changes::routes,
        dossier::routes,
        forwarding::routes,
        frame::routes,
        grouping::routes,
        intended::routes,
        mails::routes,
        merging::routes,
        owner::routes,
        queue::routes,
        specialist::routes,
        verdicts::routes,
        weigh::routes,
    ]
    .into_iter()
    .fold(routes, |all, add| add(all))
}
