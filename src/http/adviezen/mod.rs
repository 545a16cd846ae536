//! Adviezen: as everybody reads them, as members of an adviesorgaan write them, and the reply.

mod deliberate;
mod desk;
mod joining;
mod meetings;
mod organen;
mod public;
mod reply;
mod requests;
mod work;

use super::routes::Routes;

pub use desk::{DeskPage, NewAdviesPage};
pub use joining::JoinPage;
pub use meetings::MeetingsPage;
pub use organen::OrganenPage;
pub use public::{AdviesPage, AdviesPaper, AdviezenPage, OrgaanPage};
pub use reply::ReplyPage;
pub use requests::AskAdviesPage;
pub use work::WorkPage;

/// Routes of these files.
pub fn routes(routes: Routes) -> Routes {
    [
        deliberate::routes,
        desk::routes,
        joining::routes,
        meetings::routes,
        organen::routes,
        public::routes,
        reply::routes,
        requests::routes,
        work::routes,
    ]
    .into_iter()
    .fold(routes, |all, add| add(all))
}
