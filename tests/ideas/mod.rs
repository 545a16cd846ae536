//! Ideas: writing, sharing, reading, supporting, photos.

pub mod photos;
mod reading;
mod sharing;
mod supporting;
mod writing;

use chrono::NaiveDate;
use diesel::prelude::*;
use wijkdeal::clock::Clock;
use wijkdeal::domain::area::GebiedKind;
use wijkdeal::domain::idea::IdeaStep;
use wijkdeal::domain::ids::{GebiedId, IdeaId, PersonId, RoundId, WijkId};
use wijkdeal::domain::person::Actor;
use wijkdeal::domain::phase::{Phase, Schedule};
use wijkdeal::domain::rules::{Rules, Template};
use wijkdeal::domain::time::Window;
use wijkdeal::storage::ideas::Words;
use wijkdeal::storage::rounds::NewRound;
use wijkdeal::storage::{ideas, people, rounds, schema};

use crate::support::{TestApp, at};

/// Where the form of the round is.
const NEW: &str = "/rondes/de-wijert-2027/ideeen/nieuw";

/// A gebied with two wijken and a round in one of them, open for ideas from 15 February until 1
/// April 2027, 20.00 hours.
struct Town {
    gebied: GebiedId,
    wijk: WijkId,
    other_wijk: WijkId,
    round: RoundId,
}

impl Town {
    async fn build(app: &TestApp) -> Self {
        Self::build_with(app, Template::TopTen.rules()).await
    }

    async fn build_with(app: &TestApp, rules: Rules) -> Self {
        let now = app.clock.now();
        app.context
            .db
            .write(move |conn| {
                use schema::{gebieden, wijken};
                let gebied: GebiedId = diesel::insert_into(gebieden::table)
                    .values((gebieden::slug.eq("zuid"), gebieden::name.eq("Zuid"), gebieden::kind.eq(GebiedKind::Stad)))
                    .returning(gebieden::id)
                    .get_result(conn)?;
                let mut places: Vec<WijkId> = Vec::new();
                for (slug, name) in [("de-wijert", "De Wijert"), ("helpman", "Helpman")] {
                    let id = diesel::insert_into(wijken::table)
                        .values((
                            wijken::gebied_id.eq(gebied),
                            wijken::slug.eq(slug),
                            wijken::name.eq(name),
                            wijken::inhabitants.eq(8_000),
                            wijken::inhabitants_year.eq(2026),
                            wijken::valid_from.eq(NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()),
                        ))
                        .returning(wijken::id)
                        .get_result(conn)?;
                    places.push(id);
                }
                let days = ["2027-02-15", "2027-04-01T20:00", "2027-05-01", "2027-05-20T20:00", "2027-06-01", "2027-07-01"];
                let phases = [Phase::Submit, Phase::Review, Phase::Vote, Phase::Result, Phase::Evaluate];
                let windows =
                    phases.into_iter().zip(days.windows(2)).map(|(phase, d)| (phase, Window { starts: at(d[0]), ends: at(d[1]) })).collect();
                let new = NewRound {
                    slug: "de-wijert-2027".into(),
                    name: "Wijkdeal De Wijert 2027".into(),
                    purpose: "Samen kiezen wat er in de wijk gebeurt.".into(),
                    gebied,
                    rules,
                    schedule: Schedule::new(windows).unwrap(),
                    wijken: vec![places[0]],
                    inhabitants: 8_000,
                    raadsbesluit: None,
                    verdicts_at: None,
                };
                let round = rounds::insert(conn, &new, now)?;
                rounds::set_published(conn, round, now)?;
                Ok(Self { gebied, wijk: places[0], other_wijk: places[1], round })
            })
            .await
            .unwrap()
    }

    /// An idea that was handed in by this person.
    async fn idea(&self, app: &TestApp, owner: PersonId, title: &str) -> IdeaId {
        let (round, wijk, now, context) = (self.round, self.wijk, app.clock.now(), app.context.clone());
        let words = Words { title: title.into(), why: format!("{title}: goed voor iedereen."), wijk_id: Some(wijk), ..Words::default() };
        app.context
            .db
            .write(move |conn| {
                let id = ideas::insert(conn, round, owner, &words, &format!("{owner}-{}", words.title), now)?;
                let idea = ideas::find(conn, id)?;
                let person = people::find(conn, owner)?;
                let actor = Actor::Person { id: owner, name: person.name, grants: Vec::new() };
                wijkdeal::app::ideas::step(&context, conn, &actor, &idea, IdeaStep::Submit, None)?;
                Ok(id)
            })
            .await
            .unwrap()
    }

    /// How many ideas the round has, drafts too.
    async fn ideas(&self, app: &TestApp) -> i64 {
        let round = self.round;
        app.context.db.read(move |conn| Ok(ideas::counts_of(conn, round)?)).await.unwrap().into_iter().map(|(_, n)| n).sum()
    }
}

/// An idea as somebody fills it in.
fn trees() -> Vec<(&'static str, &'static str)> {
    vec![
        ("title", "Plukbomen planten bij de speeltuin"),
        ("why", "Kinderen zien hoe fruit groeit.\nBuren maken een praatje."),
        ("residents_do", "Planten en snoeien."),
        ("cost", "4.500"),
        ("theme", "groen-en-buitenzijn"),
        ("place", "Plantsoen"),
        ("name", "Anna"),
        ("agree", "ja"),
        ("do", "indienen"),
    ]
}

/// The same with other answers to some of the questions.
fn trees_but<'a>(others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = trees();
    fields.retain(|(name, _)| !others.iter().any(|(other, _)| other == name));
    fields.extend(others);
    fields
}
