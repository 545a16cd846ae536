//! The result: how it is shown, replayed, drawn by lot, counted again and tried with other rules.

mod again;
mod choices;
mod fresh;
mod ready;
mod shown;
mod whatif;

use wijkdeal::app::count::outcomes;
use wijkdeal::app::ledger::{self, Entry};
use wijkdeal::app::staff::Fresh;
use wijkdeal::counting;
use wijkdeal::domain::ids::{GebiedId, PersonId};
use wijkdeal::domain::money::Cents;
use wijkdeal::domain::person::{Actor, Grant, Role, Scope};
use wijkdeal::domain::rules::{BallotForm, OutcomeRule, Rules, Template, TieStep};
use wijkdeal::domain::time::Language;

use crate::support::{Page, TestApp};
use crate::voting::world::{CLOSES, RESULT, Wish, World, usual};

/// The people of a count, with and without a browser.
pub struct Team {
    pub counter: Actor,
    pub checker: Actor,
    pub alderman: Actor,
    pub manager: Actor,
}

impl Team {
    pub async fn of(app: &TestApp, gebied: GebiedId) -> Self {
        Self {
            counter: actor(app, "Sam Teller", Role::Gebiedsteam, gebied).await,
            checker: actor(app, "Kim Controle", Role::Gebiedsteam, gebied).await,
            alderman: actor(app, "Noor Wethouder", Role::Wijkwethouder, gebied).await,
            manager: actor(app, "Ali Manager", Role::Gebiedsmanager, gebied).await,
        }
    }

    /// What this person sees on the page of the count, signed in a moment ago.
    pub async fn sees(&self, app: &TestApp, world: &World, who: &Actor) -> Page {
        app.browser_of(id(who)).await.get(&tellen(world)).await
    }

    /// Counted, checked, confirmed and published.
    pub async fn settle(&self, app: &TestApp, world: &World) {
        self.confirm(app, world).await;
        app.time_is(RESULT);
        outcomes::publish(&app.context, &self.manager, Fresh::without_session(), world.round, Language::Nl).await.unwrap();
    }

    /// Counted, checked and confirmed.
    pub async fn confirm(&self, app: &TestApp, world: &World) {
        let sure = Fresh::without_session();
        app.time_is(CLOSES);
        let (money, why) = (Cents::euros(100_000), "Gebiedsbudget, raadsbesluit 1".to_owned());
        ledger::book(&app.context, self.manager.clone(), "zuid".into(), Entry::Grant, 2027, money, why).await.unwrap();
        world.count(app, &self.counter).await.unwrap();
        outcomes::check(&app.context, &self.checker, sure, world.round).await.unwrap();
        outcomes::confirm(&app.context, &self.alderman, sure, world.round, "").await.unwrap();
    }
}

pub fn id(actor: &Actor) -> PersonId {
    actor.person().unwrap()
}

pub async fn actor(app: &TestApp, name: &str, role: Role, gebied: GebiedId) -> Actor {
    let id = app.person_with(name, &[(role, Scope::Gebied(gebied))]).await;
    let starts = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    Actor::Person { id, name: name.into(), grants: vec![Grant { role, scope: Scope::Gebied(gebied), starts, ends: None }] }
}

pub fn tellen(world: &World) -> String {
    format!("/werk/rondes/{}/tellen", world.round)
}

/// Plans within the budget (50.000 euro), equal votes decided by lot alone.
pub fn within_budget(outcome: OutcomeRule) -> Wish {
    Wish {
        rules: Rules {
            outcome,
            amount: wijkdeal::domain::rules::Amount::Fixed { cents: Cents::euros(50_000) },
            ballot: BallotForm::Choose { min: 1, max: 3 },
            ties: Vec::<TieStep>::new(),
            ..Template::WithinBudget.rules()
        },
        codes: 40,
        ..usual()
    }
}

/// Ballots: so many codes choose these plans, one after another.
pub async fn cast(app: &TestApp, world: &World, groups: &[(usize, &[usize])]) {
    let mut code = 0;
    for (count, plans) in groups {
        for _ in 0..*count {
            world.cast(app, code, plans).await.unwrap();
            code += 1;
        }
    }
}

/// Counts what was published again: with `verify`, and with the independent program.
pub async fn recount(app: &TestApp, world: &World) {
    let bundle = app.visitor().get(&world.path("bundel.json")).await;
    assert_eq!(bundle.status, 200, "the ballots are public");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bundel.json");
    std::fs::write(&path, &bundle.html).unwrap();
    let read: counting::Bundle = serde_json::from_str(&bundle.html).unwrap();
    let verdict = counting::verify(&read, &mut |_| {});
    assert!(verdict.holds(), "our own count again: {verdict:?}");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/independent/recount.py");
    match python(script, &path) {
        Ok(answer) => assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stdout)),
        Err(_) => eprintln!("SKIPPED: there is no python3 to count again with"),
    }
}

#[expect(clippy::disallowed_types, reason = "the independent counter is another program")]
fn python(script: &str, bundle: &std::path::Path) -> std::io::Result<std::process::Output> {
    std::process::Command::new("python3").arg(script).arg(bundle).output()
}
