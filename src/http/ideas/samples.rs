//! A round, an idea and a photo for the samples of the pages.

use crate::app::ideas::read::Desk;
use crate::domain::idea::IdeaState;
use crate::domain::ids::{GebiedId, IdeaId, PersonId, PhotoId, RoundId, WijkId};
use crate::domain::money::Cents;
use crate::domain::outcome::RoundStatus;
use crate::domain::phase::{Phase, Schedule};
use crate::domain::rules::Template;
use crate::domain::time::{Instant, Window};
use crate::storage::ideas::Idea;
use crate::storage::photos::Photo;
use crate::storage::rounds::Round;

/// The moment of the samples.
pub fn moment() -> Instant {
    Instant::parse_local("2027-03-01T12:00").unwrap_or_else(|_| Instant::from_naive_utc(chrono::NaiveDateTime::MIN))
}

/// A round, an idea that is a draft, and a photo.
pub fn desk() -> (Desk, Idea, Photo) {
    let now = moment();
    let window = Window { starts: now, ends: now.plus(chrono::TimeDelta::days(30)) };
    let round = Round {
        id: RoundId(1),
        slug: "de-wijert-2027".into(),
        name: "Wijkdeal De Wijert <2027>".into(),
        purpose: "Samen kiezen".into(),
        gebied: GebiedId(1),
        status: RoundStatus::Published,
        rules: Template::TopTen.rules(),
        schedule: Schedule::new(vec![(Phase::Submit, window)]).unwrap_or_default(),
        inhabitants: 8_000,
        raadsbesluit: None,
        verdicts_at: None,
        stopped_reason: None,
        published_at: Some(now),
        version: 1,
    };
    let idea = Idea {
        id: IdeaId(7),
        round_id: round.id,
        owner_id: PersonId(1),
        contact_id: None,
        state: IdeaState::Draft,
        title: "Plukbomen <b>bij</b> de speeltuin".into(),
        why: "Kinderen zien hoe fruit groeit.\n\nBuren maken een praatje.".into(),
        residents_do: "Planten en snoeien.".into(),
        municipality_does: String::new(),
        cost_guess: Some(Cents::euros(4_500)),
        cost: None,
        theme: Some("groen-en-buitenzijn".into()),
        wijk_id: Some(WijkId(1)),
        place: "Plantsoen".into(),
        merged_into: None,
        created_at: now,
        changed_at: now,
        submitted_at: None,
        version: 3,
    };
    let photo = Photo { id: PhotoId(5), idea_id: idea.id, owner_id: idea.owner_id, sha256: "a".repeat(64), alt: "Een boom".into(), width: 1_600, height: 1_200 };
    (Desk { round, wijken: vec![(WijkId(1), "De Wijert".into())], open: true }, idea, photo)
}
