//! Rounds, wijken and the gebiedsbudget, told as what people do with them.

mod areas;
mod clock;
mod ledger;
mod pages;
mod setup;

use wijkdeal::domain::division;
use wijkdeal::domain::ids::{GebiedId, RoundId, WijkId};
use wijkdeal::domain::money::Cents;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::domain::phase::{Phase, Schedule};
use wijkdeal::domain::rules::Template;
use wijkdeal::domain::time::Window;
use wijkdeal::storage::rounds::NewRound;
use wijkdeal::storage::{areas as stored_areas, rounds};

use crate::support::{Browser, TestApp, at};

/// A small city: De Wijert and Helpman in Zuid, Beijum in Oost.
pub const CITY: &str = "\
buurtcode,buurtnaam,wijk,wijknaam,gebied,gebiednaam,inwoners_2016
BU00140605,De Wijert,de-wijert,De Wijert,zuid,Zuid,5000
BU00140606,De Wijert-Zuid,de-wijert,De Wijert,zuid,Zuid,2990
BU00140604,Helpman,helpman,Helpman e.o.,zuid,Zuid,11105
BU00141100,Beijum-West,beijum,Beijum,oost,Oost,12740
";

/// Loads the small city and gives the gebied Zuid and the wijk De Wijert.
pub async fn city(app: &TestApp) -> (GebiedId, WijkId) {
    let division = division::read_csv(CITY.as_bytes()).unwrap();
    let now = app.context.now();
    app.context
        .db
        .write(move |conn| {
            wijkdeal::app::areas::import(conn, &division, at("2020-01-01").day(), now)?;
            let wijk = stored_areas::wijk_by_slug(conn, "de-wijert", now.day())?;
            Ok((wijk.gebied, wijk.id))
        })
        .await
        .unwrap()
}

/// The gebiedsmanager of a gebied, signed in.
pub async fn manager(app: &TestApp, gebied: GebiedId) -> Browser {
    app.staff("Mana Ger", Role::Gebiedsmanager, Scope::Gebied(gebied)).await
}

/// The dates of a round that is a whole year: (phase, begins, ends).
pub const YEAR: [(Phase, &str, &str); 6] = [
    (Phase::Submit, "2027-04-01T09:00", "2027-05-01T00:00"),
    (Phase::Review, "2027-05-01T00:00", "2027-06-01T00:00"),
    (Phase::Vote, "2027-06-10T09:00", "2027-06-30T20:00"),
    (Phase::Count, "2027-06-30T20:00", "2027-07-05T09:00"),
    (Phase::Result, "2027-07-05T09:00", "2027-08-01T00:00"),
    (Phase::Evaluate, "2027-10-01T09:00", "2027-12-01T00:00"),
];

/// A schedule of local times.
pub fn schedule(phases: &[(Phase, &str, &str)]) -> Schedule {
    let windows = phases.iter().map(|(phase, starts, ends)| (*phase, Window { starts: at(starts), ends: at(ends) }));
    Schedule::new(windows.collect()).unwrap()
}

/// A published round in De Wijert with the dates of [`YEAR`].
pub async fn published(app: &TestApp, gebied: GebiedId, wijk: WijkId) -> RoundId {
    let context = app.context.clone();
    app.context
        .db
        .write(move |conn| {
            let now = context.now();
            let new = NewRound {
                slug: "de-wijert-2027".into(),
                name: "Wijkdeal De Wijert 2027".into(),
                purpose: "Samen kiezen wat er in de wijk gebeurt.".into(),
                gebied,
                rules: Template::TopTen.rules(),
                schedule: schedule(&YEAR),
                wijken: vec![wijk],
                inhabitants: 7_990,
                raadsbesluit: Some("2026-118".into()),
                verdicts_at: None,
            };
            let id = rounds::insert(conn, &new, now)?;
            let round = rounds::find(conn, id)?;
            wijkdeal::app::rounds::publish_in(&context, conn, &wijkdeal::domain::person::Actor::Clock, &round)?;
            Ok(id)
        })
        .await
        .unwrap()
}

/// So many euros.
pub const fn euros(euros: i64) -> Cents {
    Cents::euros(euros)
}
