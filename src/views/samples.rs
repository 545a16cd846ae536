//! Made-up values for the samples of pages.

use crate::domain::event::{NewEvent, Subject};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{GebiedId, IdeaId, PersonId, RoundId};
use crate::domain::money::Cents;
use crate::domain::outcome::RoundStatus;
use crate::domain::phase::{Phase, Schedule};
use crate::domain::rules::Template;
use crate::domain::time::{Instant, Window};
use crate::storage::events::Event;
use crate::storage::ideas::Idea;
use crate::storage::people::Person;
use crate::storage::rounds::Round;

/// Noon on a day in March 2027.
#[must_use]
pub fn noon(day: u32) -> Instant {
    let local = chrono::NaiveDate::from_ymd_opt(2027, 3, day).and_then(|day| day.and_hms_opt(12, 0, 0)).unwrap_or_default();
    Instant::from_local(local).unwrap_or_else(|_| Instant::from_naive_utc(local))
}

/// An idea in this state.
#[must_use]
pub fn idea(state: IdeaState) -> Idea {
    Idea {
        id: IdeaId(7),
        round_id: RoundId(1),
        owner_id: PersonId(2),
        contact_id: (state != IdeaState::Submitted).then_some(PersonId(1)),
        state,
        title: "Plukbomen <in> het plantsoen".into(),
        why: "Kinderen zien hoe fruit groeit.\nBuren maken een praatje.".into(),
        residents_do: "Planten en water geven.".into(),
        municipality_does: String::new(),
        cost_guess: Some(Cents::euros(4_500)),
        cost: (state == IdeaState::Feasible).then_some(Cents::euros(4_800)),
        theme: None,
        wijk_id: None,
        place: "Bij de speeltuin".into(),
        merged_into: None,
        created_at: noon(1),
        changed_at: noon(2),
        submitted_at: Some(noon(1)),
        version: 3,
    }
}

/// A published round that votes in the second half of March 2027.
#[must_use]
pub fn round() -> Round {
    let window = |from, to| Window { starts: noon(from), ends: noon(to) };
    Round {
        id: RoundId(1),
        slug: "de-wijert-2027".into(),
        name: "Wijkdeal De Wijert 2027".into(),
        purpose: "Samen kiezen wat goed is voor de wijk.".into(),
        gebied: GebiedId(1),
        status: RoundStatus::Published,
        rules: Template::TopTen.rules(),
        schedule: Schedule::new(vec![(Phase::Review, window(1, 10)), (Phase::Vote, window(15, 30))]).unwrap_or_default(),
        inhabitants: 7_990,
        raadsbesluit: None,
        verdicts_at: Some(noon(10)),
        stopped_reason: None,
        published_at: Some(noon(1)),
        version: 1,
    }
}

/// Somebody.
#[must_use]
pub fn person(id: i64, name: &str) -> Person {
    Person {
        id: PersonId(id),
        email: None,
        name: name.into(),
        language: crate::domain::time::Language::Nl,
        wijk: None,
        created_at: noon(1),
        seen_at: noon(1),
        disabled_at: None,
        erased_at: None,
    }
}

/// Something that happened to this kind of thing.
#[must_use]
pub fn event(subject: Subject, action: &str, role: &str, name: Option<&str>, reason: Option<&str>) -> Event {
    Event {
        seq: 1,
        what: NewEvent {
            at: noon(3),
            actor: name.map(|_| PersonId(1)),
            actor_role: role.into(),
            action: action.into(),
            subject,
            subject_id: 7,
            reason: reason.map(Into::into),
            detail: serde_json::json!({}),
            public: true,
        },
        actor_name: name.map(Into::into),
        mark: Vec::new(),
        leaf: Vec::new(),
        hash: Vec::new(),
    }
}
