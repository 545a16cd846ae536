//! Voting on paper: papers to print, batches to take in and type, and the report of what adds up.

mod print;

pub use print::{ChoosePage, PapersPage};

use super::routes::Routes;

/// Routes of these files.
pub fn routes(routes: Routes) -> Routes {
    print::routes(routes)
}
