//! What matters most asks for a new code of the app, and nothing that was typed is lost.

use chrono::TimeDelta;
use wijkdeal::app::count::{ceremony, outcomes};
use wijkdeal::app::people::{self, NewRole};
use wijkdeal::app::staff::Fresh;
use wijkdeal::domain::person::{Actor, Grant, Role, Scope};
use wijkdeal::domain::rules::OutcomeRule;
use wijkdeal::domain::text::Email;

use super::{Team, cast, tellen, within_budget};
use crate::house::staff::{Phone, set_up};
use crate::support::{Browser, TestApp, on_each_database};
use crate::voting::world::{CLOSES, World};

/// Somebody with a password and a phone, signed in a moment ago.
async fn with_phone(app: &TestApp, world: &World, name: &str, role: Role) -> (Browser, Phone) {
    let email = Email::parse(&format!("{}@voorbeeld.nl", name.to_lowercase())).unwrap();
    let starts = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    let new = NewRole { email: email.clone(), name: name.into(), grant: Grant { role, scope: Scope::Gebied(world.gebied), starts, ends: None } };
    let context = app.context.clone();
    app.context.db.write(move |conn| people::give(&context, conn, &Actor::Clock, &new).map(|_| ())).await.unwrap();
    let browser = app.visitor();
    let phone = set_up(app, &browser, &app.last_mail_to(email.as_str()).await.text).await;
    (browser, phone)
}

#[test]
fn a_session_of_long_ago_gives_a_new_code_and_goes_on_where_it_was() {
    on_each_database(async |app| {
        let world = World::open(&app, within_budget(OutcomeRule::WithinBudget)).await;
        cast(&app, &world, &[(12, &[0, 1])]).await;
        let team = Team::of(&app, world.gebied).await;
        app.time_is(CLOSES);
        let (sam, sams) = with_phone(&app, &world, "Sam", Role::Gebiedsteam).await;
        let (noor, noors) = with_phone(&app, &world, "Noor", Role::Wijkwethouder).await;
        assert!(sam.get(&tellen(&world)).await.value("input[name=code]").is_none(), "who signed in just now is not asked again");
        app.time_passes(TimeDelta::minutes(6));

        let page = sam.get(&tellen(&world)).await;
        assert!(page.value("input[name=code]").is_some(), "{}", page.text());
        let close = format!("{}/sluiten", tellen(&world));
        let without = page.submit_to(&close, &[]).await;
        assert!(without.status == 422 && without.shows("Vul de code uit uw app in"), "{}", without.text());
        let wrong = without.submit_to(&close, &[("code", "000000")]).await;
        assert!(wrong.status == 422 && wrong.shows("Deze code klopt niet"), "{}", wrong.text());
        assert!(app.visitor().get(&world.path("stembus.json")).await.status == 404, "nothing was closed");
        app.time_passes(TimeDelta::seconds(30));
        let right = wrong.submit_to(&close, &[("code", &sams.code(&app))]).await;
        assert!(right.status == 200 && app.visitor().get(&world.path("stembus.json")).await.status == 200, "{} {}", right.status, right.text());
        world.count(&app, &team.counter).await.unwrap();

        outcomes::check(&app.context, &team.checker, Fresh::without_session(), world.round).await.unwrap();
        let form = format!("{}/vaststellen", tellen(&world));
        let page = noor.get(&tellen(&world)).await.submit_to(&form, &[("note", "Dank aan alle bewoners.")]).await;
        assert!(page.status == 422 && page.all("textarea[name=note]") == ["Dank aan alle bewoners."], "the note stays: {}", page.text());
        let page = page.submit_to(&form, &[("code", &noors.code(&app))]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let counted = ceremony::ceremony(&app.context, &team.counter, world.round).await.unwrap().counted.unwrap();
        assert_eq!(counted.row.confirmed_note.as_deref(), Some("Dank aan alle bewoners."));
    });
}

#[test]
fn every_step_of_the_count_asks_and_a_form_without_a_code_changes_nothing() {
    on_each_database(async |app| {
        let world = World::open(&app, within_budget(OutcomeRule::Top { places: 1 })).await;
        cast(&app, &world, &[(1, &[0]), (1, &[2])]).await;
        let team = Team::of(&app, world.gebied).await;
        app.time_is(CLOSES);
        let (ali, _) = with_phone(&app, &world, "Ali", Role::Gebiedsmanager).await;
        let (noor, _) = with_phone(&app, &world, "Noor", Role::Wijkwethouder).await;
        app.time_passes(TimeDelta::minutes(6));
        world.count(&app, &team.counter).await.unwrap();
        let reason = [("plan", world.plans[0].to_string()), ("reason", "De grond is niet van ons.".to_owned())];
        let reason: Vec<(&str, &str)> = reason.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for (who, step, fields) in [
            (&ali, "/sluiten", &[] as &[_]),
            (&ali, "/loten", &[("dice", "1234561234"), ("place", "Op het plein")]),
            (&ali, "/openen", &[]),
            (&ali, "/herschrijven", &[]),
            (&ali, "/tellen", &[]),
            (&ali, "/controleren", &[]),
            (&ali, "/afvallen", reason.as_slice()),
            (&noor, "/vaststellen", &[]),
            (&ali, "/publiceren", &[]),
            (&ali, "/vernietigen", &[]),
        ] {
            let page = who.post(&format!("{}{step}", tellen(&world)), fields).await;
            assert!(page.status == 422 && page.shows("Vul de code uit uw app in"), "{step}: {} {}", page.status, page.text());
        }
        let counted = ceremony::ceremony(&app.context, &team.counter, world.round).await.unwrap().counted.unwrap();
        assert!(counted.row.checked_at.is_none() && counted.told.plans().all(|plan| !plan.withdrawn));
    });
}
