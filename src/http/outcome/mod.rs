//! How a result is made and shown: the steps of the count for staff, the public page, its files.

pub mod count;
pub mod files;
pub mod page;

use super::routes::Routes;

/// Routes of this folder.
pub fn routes(routes: Routes) -> Routes {
    files::routes(page::routes(count::routes(routes)))
}
