//! A tablet without a connection: it keeps its sealed ballots and delivers them later, each once, or
//! they are refused with a reason that the report shows.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PublicEncryptingKey};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use diesel::prelude::*;
use wijkdeal::app::codes;
use wijkdeal::domain::code::Stemcode;
use wijkdeal::domain::paper::PaperKind;
use wijkdeal::domain::person::{Actor, Role, Scope};
use wijkdeal::domain::time::Language;
use wijkdeal::sealing::FromCode;
use wijkdeal::secrets::{hex, random};
use wijkdeal::storage::{Target, roll, schema};

use super::counting::actor;
use super::paper::Table;
use super::world::{CLOSES, OPENS, World, box_and_used, usual};
use crate::support::{Browser, TestApp, at, on_each_database};

/// A tablet that was set up: its browser, and what its page seals with.
struct Tablet {
    browser: Browser,
    id: String,
    home: String,
    key: Vec<u8>,
    name: String,
    size: usize,
}

impl Tablet {
    /// Somebody at the desk makes a browser a tablet, for the voters of one wijk.
    async fn set_up(app: &TestApp, world: &World) -> Self {
        let volunteer = app.person_with("Wil Balie", &[(Role::WijMedewerker, Scope::Gebied(world.gebied))]).await;
        let browser = app.browser_of(volunteer).await;
        let path = format!("/werk/rondes/{}/tablet", world.round);
        let wijk = world.wijken[0].to_string();
        let page = browser.get(&path).await.submit_to(&format!("{path}/zonder-verbinding"), &[("wijk", &wijk), ("place", "")]).await;
        assert_eq!((page.status, page.path.as_str()), (200, world.path("tablet").as_str()), "{}", page.text());
        assert!(!page.shows("Wil Balie") && !page.shows("Uitloggen"), "the volunteer is signed out");
        let says = |name: &str| page.attribute("[data-tablet]", name).unwrap();
        Self {
            id: says("data-tablet"),
            home: says("data-home"),
            key: STANDARD.decode(says("data-key")).unwrap(),
            name: says("data-name"),
            size: says("data-size").parse().unwrap(),
            browser,
        }
    }

    /// Seals anything, as the page does with a ballot: a JWE of its own making.
    fn seal(&self, content: &str) -> String {
        let content_key: [u8; 32] = random().unwrap();
        let public = OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(&self.key).unwrap()).unwrap();
        let mut wrapped = vec![0; public.ciphertext_size()];
        public.encrypt(&OAEP_SHA256_MGF1SHA256, &content_key, &mut wrapped, None).unwrap();
        let head = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"{}"}}"#, self.name));
        let nonce: [u8; 12] = random().unwrap();
        let mut body = format!("{content:<width$}", width = self.size).into_bytes();
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &content_key).unwrap());
        let tag = key.seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(head.as_bytes()), &mut body).unwrap();
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        [head, part(&wrapped), part(&nonce), part(&body), part(tag.as_ref())].join(".")
    }

    /// A ballot with a tick for each of these plans.
    fn ballot(&self, world: &World, code: &Stemcode, plans: &[usize]) -> String {
        let given: Vec<String> = plans.iter().map(|place| format!("[{},1]", world.plans[*place])).collect();
        self.seal(&format!(r#"{{"code":"{}","given":[{}]}}"#, code.printed().replace('-', ""), given.join(",")))
    }

    /// Delivers something under a number; gives what became of it.
    async fn deliver(&self, number: &str, envelope: &str) -> String {
        let page = self.browser.post(&self.home, &[("tablet", &self.id), ("levering", number), ("biljet", envelope)]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let answer: serde_json::Value = serde_json::from_str(&page.html).unwrap();
        answer["outcome"].as_str().unwrap().to_owned()
    }

    /// Delivers a new ballot with this code.
    async fn vote(&self, world: &World, code: &Stemcode, plans: &[usize]) -> String {
        self.deliver(&number(), &self.ballot(world, code, plans)).await
    }
}

/// A new number for a delivery.
fn number() -> String {
    hex(&random::<16>().unwrap())
}

/// The report as the gebiedsteam reads it.
async fn report(app: &TestApp, world: &World) -> String {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    let name = format!("Team {}", NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    let team = app.staff(&name, Role::Gebiedsteam, Scope::Gebied(world.gebied)).await;
    team.get(&format!("/werk/rondes/{}/aansluiting", world.round)).await.text()
}

#[test]
fn a_ballot_that_waited_on_a_tablet_counts_once_however_often_it_is_delivered() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let tablet = Tablet::set_up(&app, &world).await;
        let (first, sealed) = (number(), tablet.ballot(&world, &world.codes[0], &[1, 2]));
        assert_eq!(tablet.deliver(&first, &sealed).await, "counted");
        // The answer was lost: the tablet delivers the same again, also at the same moment.
        assert_eq!(tablet.deliver(&first, &sealed).await, "counted");
        let (second, again) = (number(), tablet.ballot(&world, &world.codes[1], &[3]));
        let token = tablet.browser.token().await;
        let all = (0..16).map(|_| {
            let fields = [("csrf", token.as_str()), ("tablet", &tablet.id), ("levering", &second), ("biljet", &again)];
            let (browser, home) = (tablet.browser.clone(), tablet.home.clone());
            async move { browser.post_raw(&home, &fields).await.html }
        });
        for answer in futures_util::future::join_all(all).await {
            assert!(answer.contains("counted"), "{answer}");
        }
        assert_eq!(box_and_used(&app).await, (2, 2));
        // At home the voter sees what came in, and can change it.
        let home = world.voter(&app, 0).await;
        assert!(home.last().shows("Er zijn 2 plannen opgeslagen"), "{}", home.last().text());
        world.cast(&app, 0, &[0]).await.unwrap();
        assert_eq!(box_and_used(&app).await, (2, 2));
        assert!(report(&app, &world).await.contains("Tablet 1, Niet op een stemplek, De Wijert 2 0"), "{}", report(&app, &world).await);
        let told = tablet.browser.get(&format!("{}/stand", tablet.home)).await.html;
        assert!(told.contains("Ingeleverd en geteld: 2"), "{told}");
    });
}

#[test]
fn what_cannot_count_is_refused_with_a_reason_that_the_report_shows() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let elsewhere = codes::make_batch(&app.context, &Actor::Clock, world.round, world.wijken[1], 1).await.unwrap().codes;
        let table = Table::of(&app, &world).await;
        let tablet = Tablet::set_up(&app, &world).await;
        // Between sealing and delivering, these codes were used, taken in on paper, and replaced.
        world.cast(&app, 0, &[0]).await.unwrap();
        let (batch, _) = table.batch(&app, &world, 1).await;
        assert_eq!(table.take(&app, &world, batch, 1).await, PaperKind::Taken);
        let (round, replaced) = (world.round, FromCode::hash(&app.context.secrets, world.round, &world.codes[2]));
        app.context.db.write(move |conn| Ok(roll::revoke_unused(conn, round, &replaced)?)).await.unwrap();
        let before = box_and_used(&app).await;

        let codes = &world.codes;
        assert_eq!(tablet.vote(&world, &codes[0], &[1]).await, "used_online");
        assert_eq!(tablet.vote(&world, &codes[1], &[1]).await, "used_on_paper");
        assert_eq!(tablet.vote(&world, &codes[2], &[1]).await, "replaced");
        assert_eq!(tablet.vote(&world, &Stemcode::from_random([9; 15]), &[1]).await, "unknown");
        assert_eq!(tablet.vote(&world, &elsewhere[0], &[1]).await, "other_wijk");
        assert_eq!(tablet.vote(&world, &codes[3], &[0, 1, 2]).await, "outside_rules");
        assert_eq!(tablet.vote(&world, &codes[3], &[]).await, "outside_rules", "nothing chosen is no ballot");
        let mut damaged = tablet.ballot(&world, &codes[3], &[1]);
        damaged.replace_range(damaged.len() - 30..damaged.len() - 29, if damaged.as_bytes()[damaged.len() - 30] == b'A' { "B" } else { "A" });
        assert_eq!(tablet.deliver(&number(), &damaged).await, "damaged");
        assert_eq!(tablet.deliver(&number(), &tablet.seal("nonsense")).await, "damaged");
        assert_eq!(box_and_used(&app).await, before, "nothing of it is in the box");
        let first = world.voter(&app, 0).await;
        assert!(first.last().shows("Er is 1 plan opgeslagen"), "what came in first stays: {}", first.last().text());

        // The clock decides when it is delivered, not when it was sealed.
        app.clock.set(at(CLOSES).plus(TimeDelta::milliseconds(-1)));
        assert_eq!(tablet.vote(&world, &codes[4], &[1]).await, "counted");
        app.time_is(CLOSES);
        assert_eq!(tablet.vote(&world, &codes[5], &[1]).await, "late");
        let shown = report(&app, &world).await;
        for reason in [
            "Geweigerd: 1 (met de code was al op internet gestemd)",
            "Geweigerd: 1 (met de code was al op papier gestemd)",
            "Geweigerd: 1 (de code is vervangen of ingetrokken)",
            "Geweigerd: 1 (de code bestaat niet in deze ronde)",
            "Geweigerd: 1 (de code is van een andere wijk)",
            "Geweigerd: 2 (de keuze past niet in de spelregels)",
            "Geweigerd: 2 (het zegel is beschadigd)",
            "Geweigerd: 1 (ingeleverd na de sluiting)",
        ] {
            assert!(shown.contains(reason), "{reason}: {shown}");
        }
        for code in codes {
            assert!(!shown.contains(&code.printed()), "no code is in the report");
        }
    });
}

/// All bytes of an SQLite database and its log; nothing on a server of another process.
fn files(app: &TestApp) -> Vec<u8> {
    let Target::Sqlite(file) = &app.context.settings.database else { return Vec::new() };
    ["", "-wal"].iter().filter_map(|end| std::fs::read(format!("{file}{end}")).ok()).flatten().collect()
}

/// What the database keeps of tablets: wrapped keys, and how many deliveries.
async fn kept(app: &TestApp) -> (Vec<Option<Vec<u8>>>, i64) {
    use schema::{tablet_deliveries, tablets};
    app.context
        .db
        .read(|conn| Ok((tablets::table.select(tablets::wrapped).load(conn)?, tablet_deliveries::table.count().get_result(conn)?)))
        .await
        .unwrap()
}

#[test]
fn nothing_of_what_a_tablet_delivered_can_be_read_and_its_key_goes_with_the_close() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let tablet = Tablet::set_up(&app, &world).await;
        let one = tablet.ballot(&world, &world.codes[0], &[1]);
        let two = tablet.ballot(&world, &world.codes[1], &[0, 2]);
        assert_eq!(one.len(), two.len(), "the length of a seal tells nothing");
        assert_eq!(tablet.deliver(&number(), &one).await, "counted");
        assert_eq!(tablet.deliver(&number(), &two).await, "counted");
        assert_eq!(tablet.vote(&world, &world.codes[0], &[3]).await, "used_online");
        let bytes: String = files(&app).iter().map(|byte| char::from(*byte)).collect();
        for code in &world.codes[..2] {
            let symbols: String = code.symbols().iter().map(|byte| char::from(*byte)).collect();
            for shown in [code.printed(), code.printed().replace('-', ""), symbols] {
                assert!(!bytes.contains(&shown), "a code can be read");
            }
        }
        assert!(!bytes.contains("\"given\"") && !bytes.contains("eyJhbGciOi"), "what was delivered is kept nowhere");
        assert!(!bytes.contains(&format!("[[{},1]]", world.plans[1])), "a choice can be read");
        let (keys, deliveries) = kept(&app).await;
        assert!(keys.iter().all(Option::is_some) && deliveries == 3);

        app.time_is(CLOSES);
        let team = actor(&app, &world).await;
        world.count(&app, &team).await.unwrap();
        assert_eq!(kept(&app).await, (vec![None], 0), "the key and the numbers of the deliveries are gone");
        assert_eq!(tablet.vote(&world, &world.codes[5], &[1]).await, "late", "and the tablet still hears why");
        assert!(report(&app, &world).await.contains("Geweigerd: 1 (ingeleverd na de sluiting)"));
    });
}

#[test]
fn a_tablet_that_nobody_reported_empty_is_named_before_the_box_is_closed() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        Table::of(&app, &world).await;
        let tablet = Tablet::set_up(&app, &world).await;
        let warning = "Tablet 1, Niet op een stemplek, De Wijert is nog niet leeg gemeld.";
        let sam = app.person_with("Sam Team", &[(Role::Gebiedsteam, Scope::Gebied(world.gebied))]).await;
        let team = app.browser_of(sam).await;
        assert!(team.get(&format!("/werk/rondes/{}/tellen", world.round)).await.shows(warning));
        app.time_is(CLOSES);
        let team = app.browser_of(sam).await;
        let shows = async |path: &str| team.get(&format!("/werk/rondes/{}/{path}", world.round)).await.shows(warning);
        assert!(shows("tellen").await && shows("aansluiting").await, "also when the box can be closed");
        let finish = format!("/werk/rondes/{}/tablet/{}/klaar", world.round, tablet.id);
        assert_eq!(team.post(&finish, &[]).await.status, 200);
        assert!(!shows("tellen").await && !shows("aansluiting").await);
        let minutes = team.get(&format!("/werk/rondes/{}/tellen/proces-verbaal", world.round)).await;
        assert!(minutes.shows("Tablet 1") && minutes.shows("Leeg gemeld"), "{}", minutes.text());
    });
}

#[test]
fn who_is_no_tablet_delivers_nothing_and_nobody_sets_one_up_out_of_turn() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let tablet = Tablet::set_up(&app, &world).await;
        let sealed = tablet.ballot(&world, &world.codes[0], &[1]);
        let stranger = app.visitor();
        let fields = [("tablet", tablet.id.as_str()), ("levering", &number()), ("biljet", &sealed)];
        assert_eq!(stranger.post(&tablet.home, &fields).await.status, 404);
        assert_eq!(stranger.get(&format!("{}/stand", tablet.home)).await.status, 404);
        assert_eq!(stranger.get(&tablet.home).await.path, world.path("stemmen"), "others go to the booth");
        assert_eq!(tablet.browser.get(&world.path("stemmen")).await.path, tablet.home, "and the tablet comes back to its page");
        let unknown = [("tablet", "999"), ("levering", fields[1].1), ("biljet", &sealed)];
        assert_eq!(tablet.browser.post(&tablet.home, &unknown).await.status, 404);
        assert_eq!(box_and_used(&app).await, (0, 0));

        let path = format!("/werk/rondes/{}/tablet/zonder-verbinding", world.round);
        let resident = app.browser_of(app.person_with("Kim Bewoner", &[]).await).await;
        assert_eq!(resident.post(&path, &[("wijk", ""), ("place", "")]).await.status, 403);
        let desk = app.staff("Els Balie", Role::WijMedewerker, Scope::Gebied(world.gebied)).await;
        assert_eq!(desk.post(&path, &[("wijk", "999"), ("place", "")]).await.status, 422);
        for moment in [at(OPENS).plus(TimeDelta::days(-1)), at(CLOSES)] {
            app.clock.set(moment);
            let desk = app.staff(&format!("Balie {}", moment.unix()), Role::WijMedewerker, Scope::Gebied(world.gebied)).await;
            let page = desk.post(&path, &[("wijk", ""), ("place", "")]).await;
            assert!(page.status == 409 && page.shows("alleen zolang er gestemd wordt"), "{}", page.text());
        }
    });
}

/// While a ballot waits, its voter votes at home: whatever comes in first, there is one ballot.
#[test]
fn a_ballot_delivered_while_its_code_votes_online_is_one_ballot() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let tablet = Tablet::set_up(&app, &world).await;
        for code in 0..8 {
            let sealed = tablet.ballot(&world, &world.codes[code], &[1]);
            let number = number();
            let (delivered, cast) = futures_util::future::join(tablet.deliver(&number, &sealed), world.cast(&app, code, &[0])).await;
            cast.unwrap();
            assert!(["counted", "used_online"].contains(&delivered.as_str()), "{delivered}");
            let ballots = i64::try_from(code).unwrap() + 1;
            assert_eq!(box_and_used(&app).await, (ballots, ballots));
            let ticket = world.ticket(&app, code);
            let own = wijkdeal::app::voting::own_ballot(&app.context, &ticket, Language::Nl).await.unwrap();
            assert!(own.saved.unwrap().contains(world.plans[0]), "who voted online keeps that");
        }
    });
}
