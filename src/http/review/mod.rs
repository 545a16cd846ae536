//! The desk of the gebiedsteam, and what owners do while their idea is looked at: the queue, one
//! idea, merging, and what will be published.

mod actions;
mod bulk;
mod changes;
mod dossier;
mod frame;
mod grouping;
mod intended;
mod merging;
mod owner;
mod page;
mod queue;
mod samples;
mod specialist;
mod verdicts;

use super::routes::Routes;

pub use bulk::BulkPage;
pub use changes::{ChangePage, ChangesPage, ProposeChangePage};
pub use dossier::DossierPage;
pub use frame::{FrameFormPage, FramePage};
pub use grouping::{BesidePage, GroupingPage};
pub use intended::IntendedPage;
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
        changes::routes,
        dossier::routes,
        frame::routes,
        grouping::routes,
        intended::routes,
        merging::routes,
        owner::routes,
        queue::routes,
        specialist::routes,
        verdicts::routes,
    ]
    .into_iter()
    .fold(routes, |all, add| add(all))
}
