//! Adviezen: as everybody reads them, as members of an adviesorgaan write them, and the reply.

mod desk;
mod organen;
mod public;
mod work;

use super::routes::Routes;

pub use desk::{DeskPage, NewAdviesPage};
pub use organen::OrganenPage;
pub use public::{AdviesPage, AdviesPaper, AdviezenPage, OrgaanPage};
pub use work::{ReplyPage, WorkPage};

/// Routes of these files.
pub fn routes(routes: Routes) -> Routes {
    [desk::routes, organen::routes, public::routes, work::routes].into_iter().fold(routes, |all, add| add(all))
}
