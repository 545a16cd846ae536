//! Invented ballots, for samples of pages.

use crate::app::voting::{Booth, OwnBallot};
use crate::domain::advies::Stance;
use crate::domain::ballot::{BallotPlan, BallotText};
use crate::domain::ids::{AdviesId, GebiedId, IdeaId, RoundId, WijkId};
use crate::domain::money::Cents;
use crate::domain::outcome::RoundStatus;
use crate::domain::phase::Schedule;
use crate::domain::rules::{BallotForm, Rules, Template};
use crate::domain::time::{Instant, Window};
use crate::storage::rounds::Round;

/// An invented round for samples.
pub(in crate::http) fn sample_round(rules: Rules) -> Round {
    Round {
        id: RoundId(1),
        slug: "de-wijert-2027".into(),
        name: "Wijkdeal De Wijert".into(),
        purpose: "Wat heeft De Wijert nodig?".into(),
        gebied: GebiedId(1),
        status: RoundStatus::Published,
        rules,
        schedule: Schedule::default(),
        inhabitants: 8_000,
        raadsbesluit: None,
        verdicts_at: None,
        stopped_reason: None,
        published_at: None,
        version: 1,
    }
}

fn sample_window() -> Window {
    let at = |text: &str| Instant::parse_local(text).unwrap_or_else(|_| Instant::from_naive_utc(chrono::NaiveDateTime::default()));
    Window { starts: at("2027-11-15T09:00"), ends: at("2027-11-30T20:00") }
}

/// Two invented plans.
pub(in crate::http) fn sample_plans(theme: Option<String>) -> Vec<BallotPlan> {
    let plan = |id: i64, title: &str, theme: Option<String>, wijk: &str| BallotPlan {
        id: IdeaId(id),
        title: title.into(),
        summary: "Samen fruitbomen planten. ".repeat(12),
        cost: Cents::euros(4_500),
        theme,
        wijk: Some(wijk.into()),
        place: "Achter de sporthal".into(),
    };
    vec![plan(1, "Plukbomen <in> het plantsoen", theme, "De Wijert"), plan(2, "Een muziekkoepel", None, "Helpman")]
}

/// An invented booth for samples.
pub(in crate::http) fn sample_booth() -> Booth {
    Booth {
        round: sample_round(Template::TopTen.rules()),
        window: sample_window(),
        open: true,
        wijken: vec![(WijkId(1), "De Wijert".into()), (WijkId(2), "Helpman".into())],
        holders: 0,
    }
}

/// An invented ballot for samples.
pub(in crate::http) fn sample(form: BallotForm) -> OwnBallot {
    let rules = Rules { ballot: form.clone(), ..Template::TopTen.rules() };
    let plans = sample_plans(rules.themes.first().map(|theme| theme.slug.clone()));
    OwnBallot {
        round: sample_round(rules),
        window: sample_window(),
        text: BallotText { plans, form, budget: Cents::euros(150_000) },
        saved: None,
        adviezen: vec![(IdeaId(1), AdviesId(1), Stance::Conditional, "Plant ook een notenboom".into())],
        order: vec![1, 0],
    }
}
