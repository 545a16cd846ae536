//! The gebiedsbudget always adds up.

use wijkdeal::app::ledger::{release, reserve};
use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::ids::{IdeaId, RoundId};
use wijkdeal::domain::money::Cents;
use wijkdeal::domain::person::Actor;
use wijkdeal::error::{Error, Result};
use wijkdeal::storage::ideas::{self, Words};
use wijkdeal::storage::{ledger, rounds};

use super::{city, euros, manager, published};
use crate::support::{TestApp, on_each_database};

async fn plan(app: &TestApp, round: RoundId) -> IdeaId {
    let owner = app.person_with("Anna", &[]).await;
    let now = app.context.now();
    app.context
        .db
        .write(move |conn| {
            let words = Words { title: "Bankjes langs het park".into(), ..Words::default() };
            let id = ideas::insert(conn, round, owner, &words, "form-1", now)?;
            ideas::set_state(conn, id, IdeaState::Chosen, now)?;
            Ok(id)
        })
        .await
        .unwrap()
}

async fn set_aside(app: &TestApp, round: RoundId, plan: IdeaId, cents: Cents) -> Result<()> {
    let now = app.context.now();
    app.context
        .db
        .write(move |conn| {
            let (round, idea) = (rounds::find(conn, round)?, ideas::find(conn, plan)?);
            reserve(conn, &Actor::Clock, &round, &idea, cents, "Gekozen door bewoners", now)
        })
        .await
}

#[test]
fn granted_is_always_reserved_plus_spent_plus_free() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        let round = published(&app, gebied, wijk).await;
        let plan = plan(&app, round).await;
        let mana = manager(&app, gebied).await;
        assert!(matches!(set_aside(&app, round, plan, euros(40_000)).await, Err(Error::Refused(m)) if m.key == "error-ledger-not-enough"));

        let form = mana.get("/werk/budget/zuid").await;
        let page = form.submit(&[("entry", "grant"), ("year", "2027"), ("cents", "150.000"), ("reason", "Raadsbesluit 2026-118")]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        set_aside(&app, round, plan, euros(40_000)).await.unwrap();
        set_aside(&app, round, plan, euros(40_000)).await.unwrap();
        let refused = set_aside(&app, round, plan, euros(150_001)).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "never more than was granted");

        let form = mana.get("/werk/budget/zuid").await;
        let pay = format!("pay-{plan}");
        let page = form.submit(&[("entry", &pay), ("cents", "50.000"), ("reason", "Rekening van de bankjes")]).await;
        assert_eq!(page.status, 422);
        assert!(page.shows("Er is nog € 40.000."), "{}", page.text());
        assert_eq!(page.value("input[name=reason]").as_deref(), Some("Rekening van de bankjes"), "what was typed stays");
        assert_eq!(page.submit(&[("cents", "15.000,50")]).await.status, 200);
        let page = mana.get("/werk/budget/zuid").await.submit(&[("entry", "other"), ("cents", "1.000"), ("reason", "Zaalhuur voor de avond")]).await;
        assert_eq!(page.status, 200);

        let balance = app.context.db.read(move |conn| Ok(ledger::balance(conn, gebied, 2027)?)).await.unwrap();
        assert_eq!((balance.granted, balance.reserved, balance.spent), (euros(150_000), Cents(2_499_950), Cents(1_600_050)));
        assert_eq!(balance.free(), euros(109_000));

        let now = app.context.now();
        let released = app.context.db.write(move |conn| {
            let (round, idea) = (rounds::find(conn, round)?, ideas::find(conn, plan)?);
            release(conn, &Actor::Clock, &round, &idea, "Het plan is klaar", now)
        });
        released.await.unwrap();
        let public = app.visitor().get("/gebieden/zuid/budget").await;
        for words in ["€ 150.000", "Raadsbesluit 2026-118", "Rekening van de bankjes", "Bankjes langs het park", "Zaalhuur voor de avond", "€ 133.999,50", "Mana Ger"] {
            assert!(public.shows(words), "{words}: {}", public.text());
        }
    });
}

#[test]
fn only_who_manages_the_gebied_books() {
    on_each_database(async |app| {
        let (gebied, _) = city(&app).await;
        let mana = manager(&app, gebied).await;
        assert_eq!(mana.get("/werk/budget/oost").await.status, 403);
        let fields = [("entry", "grant"), ("year", "2027"), ("cents", "1"), ("reason", "Zomaar wat geld")];
        assert_eq!(mana.post("/werk/budget/oost", &fields).await.status, 403);
        assert!(app.visitor().get("/gebieden/oost/budget").await.shows("nog niets geboekt"));
    });
}
