//! How a result is made and shown: the steps of the count for staff, the public pages, the files.

pub mod charts;
pub mod count;
pub mod files;
pub mod holders;
mod how;
pub mod minutes;
pub mod page;
pub mod ranking;
pub mod replay;
mod samples;
mod steps;
pub mod whatif;
pub mod wijk;
pub mod withdraw;

use super::routes::Routes;

/// Routes of this folder.
pub fn routes(routes: Routes) -> Routes {
    let routes = wijk::routes(replay::routes(page::routes(routes)));
    let routes = withdraw::routes(holders::routes(count::routes(files::routes(routes))));
    minutes::routes(whatif::routes(routes))
}
