//! A round, an idea and a photo for the samples of the pages.

use crate::app::ideas::read::Desk;
use crate::domain::idea::IdeaState;
use crate::domain::ids::{PhotoId, WijkId};
use crate::domain::phase::{Phase, Schedule};
use crate::domain::time::Window;
use crate::storage::ideas::Idea;
use crate::storage::photos::Photo;
use crate::storage::rounds::Round;
use crate::views::samples::{idea, noon, round};

/// A round that is open for ideas, an idea that is a draft, and a photo.
pub fn desk() -> (Desk, Idea, Photo) {
    let window = Window { starts: noon(1), ends: noon(30) };
    let round = Round { schedule: Schedule::new(vec![(Phase::Submit, window)]).unwrap_or_default(), ..round() };
    let theme = round.rules.themes.first().map(|theme| theme.slug.clone());
    let draft = Idea { theme, wijk_id: Some(WijkId(1)), submitted_at: None, ..idea(IdeaState::Draft) };
    let photo = Photo {
        id: PhotoId(5),
        idea_id: draft.id,
        owner_id: draft.owner_id,
        sha256: "a".repeat(64),
        alt: "Een boom".into(),
        width: 1_600,
        height: 1_200,
    };
    (Desk { round, wijken: vec![(WijkId(1), "De Wijert".into())], open: true, conditions: vec!["Het is voor <iedereen>.".into()] }, draft, photo)
}
