//! Ideas on the web: writing, sharing, the list, the page of one idea, and somebody's own page.

mod arguments;
mod form;
mod form_page;
mod hands;
mod list;
mod media;
mod mine;
mod news;
mod page;
mod samples;
mod sections;
mod share;
mod support;

use serde::Serialize;

use super::routes::Routes;
use crate::images::{SMALL, fitted};
use crate::storage::photos::Photo;

pub use arguments::{ArgumentDeskPage, ArgumentPage, ArgumentsPage};
pub use form_page::FormPage;
pub use hands::HandsPage;
pub use list::ListPage;
pub use mine::MinePage;
pub use news::{GivenPage, StopPage};
pub use page::IdeaPage;
pub use sections::Section;
pub use share::{InvitationPage, SharePage};

/// Routes of these files.
pub fn routes(routes: Routes) -> Routes {
    [
        arguments::routes,
        form::routes,
        hands::routes,
        list::routes,
        page::routes,
        share::routes,
        support::routes,
        media::routes,
        mine::routes,
        news::routes,
    ]
    .into_iter()
    .fold(routes, |all, add| add(all))
}

/// A photo on a page.
#[derive(Debug, Clone, Serialize)]
pub struct Picture {
    /// Address of the small version.
    pub src: String,
    /// Address of the large version.
    pub large: String,
    /// What can be seen on it.
    pub alt: String,
    /// Width of the small version, in pixels.
    pub width: u32,
    /// Height of the small version, in pixels.
    pub height: u32,
}

/// A photo as a page shows it.
#[must_use]
pub fn picture(photo: &Photo) -> Picture {
    let side = |length: i32| u32::try_from(length).unwrap_or(SMALL);
    let (width, height) = fitted(side(photo.width), side(photo.height), SMALL);
    let sha256 = &photo.sha256;
    Picture { src: format!("/media/{sha256}-klein.jpg"), large: format!("/media/{sha256}.jpg"), alt: photo.alt.clone(), width, height }
}
