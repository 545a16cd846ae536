//! A town for the stories: two gebieden, a round that is being reviewed, residents with ideas.

use diesel::prelude::*;
use wijkdeal::app;
use wijkdeal::domain::advies::council::CouncilRules;
use wijkdeal::domain::idea::{IdeaState, IdeaStep};
use wijkdeal::domain::ids::{GebiedId, IdeaId, PersonId, RoundId};
use wijkdeal::domain::person::{Actor, Role, Scope};
use wijkdeal::domain::phase::{Phase, Schedule};
use wijkdeal::domain::rules::Template;
use wijkdeal::domain::time::Window;
use wijkdeal::storage::adviezen::{self, OrgaanText};
use wijkdeal::storage::ideas::{self, Words};
use wijkdeal::storage::{Db, rounds, schema};

use crate::support::{Browser, TestApp, at};

/// A reason that is long enough.
pub const REASON: &str = "Het plantsoen is groot genoeg en de bodem is schoon.";
/// A "no" that is long enough.
pub const NO: &str = "Er ligt een gasleiding onder het hele plantsoen.";

pub struct Town {
    pub here: GebiedId,
    pub elsewhere: GebiedId,
    pub round: RoundId,
}

fn gebied(conn: &mut Db, slug: &str, name: &str) -> QueryResult<GebiedId> {
    use schema::gebieden;
    diesel::insert_into(gebieden::table)
        .values((gebieden::slug.eq(slug), gebieden::name.eq(name), gebieden::kind.eq("stad")))
        .returning(gebieden::id)
        .get_result(conn)
}

/// The dates of the round: the review ends on 1 April, the vote begins on 1 May 2027.
pub fn schedule() -> Schedule {
    let days = [
        (Phase::Submit, "2027-02-01", "2027-03-01"),
        (Phase::Review, "2027-03-01", "2027-04-01"),
        (Phase::Reconsider, "2027-04-01", "2027-04-15"),
        (Phase::Vote, "2027-05-01", "2027-05-31"),
        (Phase::Execute, "2027-07-01", "2028-01-01"),
    ];
    Schedule::new(days.map(|(phase, starts, ends)| (phase, Window { starts: at(starts), ends: at(ends) })).to_vec()).unwrap()
}

/// Makes the town; the verdicts come out at `verdicts_at`.
pub async fn town(app: &TestApp, verdicts_at: Option<&str>) -> Town {
    let (now, verdicts_at) = (app.context.now(), verdicts_at.map(at));
    app.context
        .db
        .write(move |conn| {
            let (here, elsewhere) = (gebied(conn, "zuid", "Zuid")?, gebied(conn, "oost", "Oost")?);
            let new = rounds::NewRound {
                slug: "de-wijert-2027".into(),
                name: "De Wijert 2027".into(),
                purpose: "Samen kiezen".into(),
                gebied: here,
                rules: Template::TopTen.rules(),
                schedule: schedule(),
                wijken: Vec::new(),
                inhabitants: 7_990,
                raadsbesluit: None,
                verdicts_at,
            };
            let round = rounds::insert(conn, &new, now)?;
            rounds::set_published(conn, round, now)?;
            Ok(Town { here, elsewhere, round })
        })
        .await
        .unwrap()
}

impl Town {
    /// A resident with a name and an address, signed in.
    pub async fn resident(&self, app: &TestApp, name: &str) -> (PersonId, Browser) {
        let person = app.person_with(name, &[]).await;
        (person, app.browser_of(person).await)
    }

    /// A member of the gebiedsteam of the round, signed in until the clock moves.
    pub async fn reviewer(&self, app: &TestApp, name: &str) -> Browser {
        app.staff(name, Role::Gebiedsteam, Scope::Gebied(self.here)).await
    }

    /// A member of the gebiedsteam, to be signed in with `browser_of` whenever the clock has moved.
    pub async fn colleague(&self, app: &TestApp, name: &str, role: Role) -> PersonId {
        app.person_with(name, &[(role, Scope::Gebied(self.here))]).await
    }

    /// An idea that was handed in by this resident.
    pub async fn idea(&self, app: &TestApp, owner: PersonId, title: &str) -> IdeaId {
        let (context, round, title, now) = (app.context.clone(), self.round, title.to_owned(), app.context.now());
        app.context
            .db
            .write(move |conn| {
                let words = Words { why: "Goed voor de wijk.".into(), title: title.clone(), ..Words::default() };
                let id = ideas::insert(conn, round, owner, &words, &format!("{round}-{owner}-{title}"), now)?;
                let (idea, actor) = (ideas::find(conn, id)?, resident(owner));
                app::ideas::step(&context, conn, &actor, &idea, IdeaStep::Submit, None)?;
                Ok(id)
            })
            .await
            .unwrap()
    }

    /// Takes an idea through these steps as the clock would.
    pub async fn steps(&self, app: &TestApp, id: IdeaId, steps: &[IdeaStep]) {
        let (context, steps) = (app.context.clone(), steps.to_vec());
        app.context
            .db
            .write(move |conn| {
                for step in steps {
                    let idea = ideas::find(conn, id)?;
                    app::ideas::step(&context, conn, &Actor::Clock, &idea, step, Some(REASON))?;
                }
                Ok(())
            })
            .await
            .unwrap();
    }
}

/// Adds wijken to gebieden: (gebied, slug, name).
pub async fn add_wijken(app: &TestApp, of: &[(GebiedId, &'static str, &'static str)]) {
    let of = of.to_vec();
    app.context
        .db
        .write(move |conn| {
            for (gebied, slug, name) in of {
                let since = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
                let row = (
                    schema::wijken::gebied_id.eq(gebied),
                    schema::wijken::slug.eq(slug),
                    schema::wijken::name.eq(name),
                    schema::wijken::inhabitants.eq(8_000),
                    schema::wijken::inhabitants_year.eq(2026),
                    schema::wijken::valid_from.eq(since),
                );
                diesel::insert_into(schema::wijken::table).values(row).execute(conn)?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

/// Ideas that were handed in, many at once.
pub async fn many_ideas(app: &TestApp, round: RoundId, owner: PersonId, how_many: usize) {
    let now = app.context.now();
    app.context
        .db
        .write(move |conn| {
            for n in 0..how_many {
                let words = Words { title: format!("Idee nummer {n:03}"), why: "Goed voor de wijk.".into(), ..Words::default() };
                let id = ideas::insert(conn, round, owner, &words, &format!("veel-{owner}-{n}"), now)?;
                ideas::set_state(conn, id, IdeaState::Submitted, now)?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

/// An adviesorgaan whose chair adopts.
pub fn informal() -> OrgaanText {
    OrgaanText {
        name: "Kinderraad".into(),
        purpose: "Geeft kinderen een stem.".into(),
        max_members: 9,
        reply_days: 10,
        rules: CouncilRules { quorum: 0, ..CouncilRules::USUAL },
        recruiting: String::new(),
    }
}

pub fn resident(id: PersonId) -> Actor {
    Actor::Person { id, name: "Bewoner".into(), grants: Vec::new() }
}

/// Where an idea is now.
pub async fn state(app: &TestApp, id: IdeaId) -> IdeaState {
    find(app, id).await.state
}

/// The WIJ-raad with the usual rules, and five members of it, the chair first.
pub async fn council(app: &TestApp) -> Vec<PersonId> {
    let text = OrgaanText {
        name: "WIJ-raad".into(),
        purpose: "Komt op voor bewoners.".into(),
        max_members: 5,
        reply_days: 10,
        rules: CouncilRules::USUAL,
        recruiting: "Wij zoeken bewoners die willen meedenken.".into(),
    };
    let raad = app.context.db.write(move |conn| Ok(adviezen::insert_orgaan(conn, "wij-raad", &text)?)).await.unwrap();
    let mut members = vec![app.person_with("Jo", &[(Role::AdviesVoorzitter, Scope::Adviesorgaan(raad))]).await];
    for name in ["Kim", "Lou", "Mo", "Noor"] {
        members.push(app.person_with(name, &[(Role::AdviesLid, Scope::Adviesorgaan(raad))]).await);
    }
    members
}

/// An idea as it is stored now.
pub async fn find(app: &TestApp, id: IdeaId) -> ideas::Idea {
    app.context.db.read(move |conn| Ok(ideas::find(conn, id)?)).await.unwrap()
}
