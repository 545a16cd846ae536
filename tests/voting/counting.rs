//! The count: from a closed box to a public outcome, by different people.

use diesel::prelude::*;
use wijkdeal::app::count::ceremony;
use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::ids::PersonId;
use wijkdeal::domain::person::{Actor, Role, Scope};
use wijkdeal::error::Error;
use wijkdeal::storage::{Db, Target, ideas, schema};

use super::world::{CLOSES, DICE, RESULT, Wish, World, box_and_used, usual};
use crate::support::{Page, TestApp, at, on_each_database};

/// The people of the count.
struct People {
    counter: PersonId,
    checker: PersonId,
    alderman: PersonId,
    manager: PersonId,
}

async fn people(app: &TestApp, world: &World) -> People {
    let person = async |name, role| app.person_with(name, &[(role, Scope::Gebied(world.gebied))]).await;
    People {
        counter: person("Sam Teller", Role::Gebiedsteam).await,
        checker: person("Kim Controle", Role::Gebiedsteam).await,
        alderman: person("Noor Wethouder", Role::Wijkwethouder).await,
        manager: person("Ali Manager", Role::Gebiedsmanager).await,
    }
}

/// What this person sees on the page of the count, signed in anew.
async fn sees(app: &TestApp, world: &World, person: PersonId) -> Page {
    app.browser_of(person).await.get(&path(world)).await
}

/// This person takes a step, with the button or without it.
async fn takes(app: &TestApp, world: &World, person: PersonId, step: &str, fields: &[(&str, &str)]) -> Page {
    app.browser_of(person).await.post(&format!("{}{step}", path(world)), fields).await
}

fn path(world: &World) -> String {
    format!("/werk/rondes/{}/tellen", world.round)
}

/// 3 × plan 0, 2 × plan 1 and 2 × plan 2 (which is cheaper), 1 × plan 3.
async fn eight_votes(app: &TestApp, world: &World) {
    for (code, plans) in [(0, [0, 1]), (1, [0, 2]), (2, [0, 1]), (3, [2, 3])] {
        world.cast(app, code, &plans).await.unwrap();
    }
}

pub async fn actor(app: &TestApp, world: &World) -> Actor {
    let id = app.person_with("Rekenaar", &[(Role::Gebiedsteam, Scope::Gebied(world.gebied))]).await;
    let grants = vec![wijkdeal::domain::person::Grant {
        role: Role::Gebiedsteam,
        scope: Scope::Gebied(world.gebied),
        starts: chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        ends: None,
    }];
    Actor::Person { id, name: "Rekenaar".into(), grants }
}

#[test]
fn a_round_is_counted_checked_confirmed_and_published_by_different_people() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        eight_votes(&app, &world).await;
        let people = people(&app, &world).await;
        app.time_is(CLOSES);
        takes(&app, &world, people.counter, "/sluiten", &[]).await;
        let twice = takes(&app, &world, people.checker, "/sluiten", &[]).await;
        assert_eq!(twice.status, 409, "nothing is done twice");
        let skipped = takes(&app, &world, people.checker, "/openen", &[]).await;
        assert_eq!(skipped.status, 409, "the dice are thrown before the box is opened");
        takes(&app, &world, people.counter, "/loten", &[("dice", DICE), ("place", "Op het plein, met bewoners")]).await;
        let alone = takes(&app, &world, people.counter, "/openen", &[]).await;
        assert!(alone.status == 409 && alone.shows("moet iemand anders doen"), "nobody opens a box alone: {}", alone.text());
        takes(&app, &world, people.checker, "/openen", &[]).await;
        let page = takes(&app, &world, people.counter, "/tellen", &[]).await;
        assert!(page.shows("4 stembiljetten, 2 plannen gekozen."), "{}", page.text());
        assert!(page.shows("Deze stap is voor iemand anders"));
        let alone = takes(&app, &world, people.counter, "/controleren", &[]).await;
        assert!(alone.status == 409 && alone.shows("moet iemand anders doen"), "{}", alone.text());
        let skipped = takes(&app, &world, people.manager, "/publiceren", &[]).await;
        assert_eq!(skipped.status, 409, "nothing is skipped");
        let check = format!("{}/controleren", path(&world));
        let page = sees(&app, &world, people.checker).await.submit_to(&check, &[]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let not_alderman = takes(&app, &world, people.checker, "/vaststellen", &[]).await;
        assert_eq!(not_alderman.status, 403);
        takes(&app, &world, people.alderman, "/vaststellen", &[("note", "Met dank aan <alle> bewoners.")]).await;
        assert!(app.visitor().get(&world.path("uitslag")).await.shows("De uitslag komt op 31 mei 2027"));
        let early = takes(&app, &world, people.manager, "/publiceren", &[]).await;
        assert!(early.status == 409 && early.shows("vanaf 31 mei 2027, 20.00 uur"), "{}", early.text());
        app.time_is(RESULT);
        takes(&app, &world, people.manager, "/publiceren", &[]).await;
        let twice = takes(&app, &world, people.manager, "/publiceren", &[]).await;
        assert_eq!(twice.status, 409, "nothing is done twice");
        let minutes = app.browser_of(people.counter).await.get(&format!("{}/proces-verbaal", path(&world))).await;
        for words in ["Sam Teller", "Kim Controle", "Noor Wethouder", DICE, "Handtekening"] {
            assert!(minutes.shows(words), "{words}: {}", minutes.text());
        }
        let public = app.visitor().get(&world.path("proces-verbaal")).await;
        assert!(public.shows(DICE) && public.shows("De sleutel vernietigen"), "{}", public.text());
        assert!(!public.shows("Sam Teller") && !public.shows("nog niet compleet"), "{}", public.text());

        let page = app.visitor().get(&world.path("uitslag")).await;
        assert!(page.shows("De wethouder heeft de uitslag vastgesteld"), "{}", page.text());
        assert!(page.shows("Met dank aan <alle> bewoners."));
        let rows = page.all("tr.wd-row--chosen th a");
        assert_eq!(rows, ["Plukbomen in het plantsoen", "Veilig oversteken"], "the cheaper of two with equal votes");
        assert!(page.shows("het goedkoopste plan gaat voor"));
        let states =
            app.context.db.read(move |conn| Ok(world.plans.iter().map(|id| ideas::find(conn, *id).unwrap().state).collect::<Vec<_>>())).await;
        assert_eq!(states.unwrap(), [IdeaState::Chosen, IdeaState::Reserve, IdeaState::Chosen, IdeaState::NotChosen]);
        let subjects: Vec<String> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
        assert!(subjects.contains(&"Uw plan ‘Plukbomen in het plantsoen’ is gekozen".to_owned()), "{subjects:?}");
        assert!(!app.context.settings.data_dir.join("keys").join(format!("round-{}.key", world.round)).exists(), "the key is destroyed");
    });
}

#[test]
fn nobody_of_whatever_role_counts_or_sees_anything_before_the_close() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        eight_votes(&app, &world).await;
        let people = people(&app, &world).await;
        app.clock.set(at(CLOSES).plus(chrono::TimeDelta::milliseconds(-1)));
        for person in [people.counter, people.alderman, people.manager] {
            let page = sees(&app, &world, person).await;
            assert!(page.shows("niemand zien hoe het ervoor staat") && !page.shows("stembiljetten,"), "{}", page.text());
        }
        let page = takes(&app, &world, people.counter, "/sluiten", &[]).await;
        assert!(page.status == 409 && page.shows("Tellen kan pas"), "{}", page.text());
        assert_eq!(box_and_used(&app).await, (4, 4));
        for file in ["uitslag.json", "uitslag.csv", "stemmen.pb", "bundel.json"] {
            assert_eq!(app.visitor().get(&world.path(file)).await.status, 404);
        }
    });
}

#[test]
fn after_the_count_nothing_ties_a_ballot_to_a_code() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        eight_votes(&app, &world).await;
        let round = world.round;
        let sealed = app.context.db.read(move |conn| Ok(wijkdeal::storage::ballot_box::contents(conn, round)?)).await.unwrap();
        let credential = world.ticket(&app, 0).code.credential;
        app.time_is(CLOSES);
        world.count(&app, &actor(&app, &world).await).await.unwrap();
        assert_eq!(box_and_used(&app).await, (0, 4));
        match &app.context.settings.database {
            Target::Sqlite(file) => {
                let bytes: Vec<u8> = ["", "-wal"].iter().filter_map(|end| std::fs::read(format!("{file}{end}")).ok()).flatten().collect();
                let found = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
                assert!(!found(&credential), "a credential stayed behind");
                for (_, _, ballot) in &sealed {
                    assert!(!found(&ballot[..32]), "a sealed ballot stayed behind");
                }
            }
            Target::Postgres(_) => {
                let joined = app
                    .context
                    .db
                    .read(|conn| {
                        let Db::Postgres(conn) = conn else { panic!("PostgreSQL") };
                        let query = "SELECT count(*) AS n FROM roll JOIN counted_ballots ON roll.xmin::text = counted_ballots.xmin::text";
                        Ok(diesel::sql_query(query).get_result::<Number>(conn)?.n)
                    })
                    .await
                    .unwrap();
                assert_eq!(joined, 0, "the transaction that wrote them ties nothing");
            }
        }
    });
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

#[test]
fn a_count_that_was_cut_short_goes_on_and_one_that_was_done_is_not_done_again() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        eight_votes(&app, &world).await;
        let (round, actor) = (world.round, actor(&app, &world).await);
        app.time_is(CLOSES);
        world.count(&app, &actor).await.unwrap();
        // As after a crash between mixing and storing.
        app.context.db.write(move |conn| Ok(diesel::delete(schema::outcomes::table.find((round, 1_i64))).execute(conn)?)).await.unwrap();
        world.count(&app, &actor).await.unwrap();
        let counted = ceremony::ceremony(&app.context, &actor, round).await.unwrap().counted.unwrap();
        assert_eq!(counted.turnout.ballots, 4);
        let again = world.count(&app, &actor).await;
        assert!(matches!(again, Err(Error::Refused(message)) if message.key == "error-outcome-order"));
        // However the dates are moved, a box that was closed takes nothing.
        app.clock.set(at(CLOSES).plus(chrono::TimeDelta::minutes(-1)));
        assert!(world.cast(&app, 5, &[0]).await.is_err());
    });
}

#[test]
fn a_changed_box_or_a_changed_outcome_is_seen_and_nothing_goes_on() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        eight_votes(&app, &world).await;
        let actor = actor(&app, &world).await;
        let kept =
            app.context.db.read(|conn| Ok(schema::ballot_box::table.select(schema::ballot_box::for_counting).first::<Vec<u8>>(conn)?)).await.unwrap();
        let mut changed = kept.clone();
        changed[40] ^= 1;
        swap(&app, kept.clone(), changed.clone()).await;
        app.time_is(CLOSES);
        let refused = world.count(&app, &actor).await;
        assert!(matches!(refused, Err(Error::Refused(message)) if message.key == "error-box-damaged"));
        assert_eq!(box_and_used(&app).await, (4, 4), "nothing was lost");
        swap(&app, changed, kept).await;
        world.count(&app, &actor).await.unwrap();
        app.context
            .db
            .write(|conn| {
                use schema::outcomes;
                let outcome: String = outcomes::table.select(outcomes::outcome).first(conn)?;
                Ok(diesel::update(outcomes::table).set(outcomes::outcome.eq(outcome.replace("\"votes\":3", "\"votes\":9"))).execute(conn)?)
            })
            .await
            .unwrap();
        let checker = app.staff("Kim Controle", Role::Gebiedsteam, Scope::Gebied(world.gebied)).await;
        let page = checker.post(&format!("{}/controleren", path(&world)), &[]).await;
        assert!(page.status == 409 && page.shows("niet meer de uitslag die is geteld"), "{}", page.text());
    });
}

async fn swap(app: &TestApp, from: Vec<u8>, to: Vec<u8>) {
    app.context
        .db
        .write(move |conn| {
            use schema::ballot_box::dsl::{ballot_box, for_counting};
            Ok(diesel::update(ballot_box.filter(for_counting.eq(from))).set(for_counting.eq(to)).execute(conn)?)
        })
        .await
        .unwrap();
}

#[test]
fn votes_by_mail_are_a_class_apart_and_small_numbers_are_not_told() {
    on_each_database(async |app| {
        let world = World::open(&app, Wish { codes: 30, ..usual() }).await;
        for code in 0..25 {
            world.cast(&app, code, &[code % 4]).await.unwrap();
        }
        for name in ["anna", "bo"] {
            let email = wijkdeal::domain::text::Email::parse(&format!("{name}@voorbeeld.nl")).unwrap();
            wijkdeal::app::codes::send_code(&app.context, world.round, world.wijken[1], email, wijkdeal::domain::time::Language::Nl).await.unwrap();
            let mail = app.last_mail_to(&format!("{name}@voorbeeld.nl")).await;
            let code = mail.text.split("#c=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
            let browser = app.visitor();
            browser.get(&world.path("stemmen")).await.submit(&[("code", &code)]).await;
            super::world::save(&world, &browser, &[0]).await;
        }
        app.time_is(CLOSES);
        let actor = actor(&app, &world).await;
        world.count(&app, &actor).await.unwrap();
        let turnout = ceremony::ceremony(&app.context, &actor, world.round).await.unwrap().counted.unwrap().turnout;
        assert_eq!((turnout.ballots, turnout.inhabitants), (27, 14_000));
        assert_eq!(turnout.channels.len(), 2);
        assert!(turnout.channels.iter().all(|channel| channel.ballots.is_none()), "2 by mail are not told, so 25 by letter neither");
        assert!(turnout.wijken.iter().all(|wijk| wijk.ballots.is_none()));
        let addresses = app.context.db.read(|conn| Ok(schema::email_entrances::table.count().get_result::<i64>(conn)?)).await.unwrap();
        assert_eq!(addresses, 0, "which address got which code is forgotten");
    });
}

#[test]
fn a_ballot_with_too_few_plans_is_saved_and_told_and_does_not_count() {
    on_each_database(async |app| {
        let mut wish = usual();
        wish.rules.ballot = wijkdeal::domain::rules::BallotForm::Choose { min: 2, max: 3 };
        let world = World::open(&app, wish).await;
        let anna = world.voter(&app, 0).await;
        let page = super::world::save(&world, &anna, &[0]).await;
        assert!(page.shows("Uw stem telt nog niet: kies minstens 2 plannen"), "{}", page.text());
        world.cast(&app, 1, &[0, 1]).await.unwrap();
        app.time_is(CLOSES);
        let actor = actor(&app, &world).await;
        world.count(&app, &actor).await.unwrap();
        let turnout = ceremony::ceremony(&app.context, &actor, world.round).await.unwrap().counted.unwrap().turnout;
        assert_eq!((turnout.ballots, turnout.incomplete), (1, 1));
    });
}
