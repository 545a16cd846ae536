//! Rounds: public pages, and the pages of those who set them up and run them.

pub mod edit;
pub mod evaluate;
pub mod fields;
pub mod new;
pub mod public;
pub mod publish;
mod reader;
pub mod run;

use super::routes::Routes;

/// Routes of this folder.
pub fn routes(routes: Routes) -> Routes {
    let routes = new::routes(public::routes(routes));
    let routes = publish::routes(edit::routes(routes));
    evaluate::routes(run::routes(routes))
}
