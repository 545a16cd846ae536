//! Letters: made once, with or without addresses; replaced at the desk; taken back.

use diesel::prelude::*;
use wijkdeal::app::codes;
use wijkdeal::domain::code::Stemcode;
use wijkdeal::domain::person::{Actor, Role, Scope};
use wijkdeal::error::Error;
use wijkdeal::sealing::fingerprint;
use wijkdeal::storage::{Db, schema};

use super::world::{World, box_and_used, save, usual};
use crate::support::{Browser, Page, TestApp, on_each_database};

const LIST: &str = "naam;straat\nDe bewoner van;Voorbeeldstraat 1\n=HYPERLINK(1);Voorbeeldstraat 2\n";

fn desk(world: &World) -> String {
    format!("/werk/rondes/{}/stemcodes", world.round)
}

async fn sam(app: &TestApp, world: &World) -> Browser {
    app.staff("Sam Voorbeeld", Role::Gebiedsteam, Scope::Gebied(world.gebied)).await
}

/// What comes in with a code: the page of the ballot, or the entrance with what is wrong.
async fn types(app: &TestApp, world: &World, code: &str) -> Page {
    app.visitor().get(&world.path("stemmen")).await.submit(&[("code", code)]).await
}

#[test]
fn letters_are_printed_in_two_languages_with_the_code_large_and_behind_the_hash_only() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let sam = sam(&app, &world).await;
        let wijk = world.wijken[0].to_string();
        let page = sam.get(&desk(&world)).await.submit(&[("wijk", &wijk), ("addresses", LIST), ("output", "nl-en")]).await;
        assert_eq!((page.status, page.all(".wd-letter").len()), (200, 4), "{}", page.text());
        assert!(page.shows("Uw stemcode voor Wijkdeal Zuid") && page.shows("Your voting code for Wijkdeal Zuid"));
        assert!(page.shows("Voorbeeldstraat 1") && page.shows("Voorbeeldstraat 2"));
        let shown = page.all(".wd-receipt");
        assert_eq!((&shown[0], &shown[2]), (&shown[1], &shown[3]), "one code in both languages");
        assert!(types(&app, &world, &shown[0]).await.shows("Mijn stembiljet"));
        assert!(!page.html.contains("stemmen?c") && page.all(".wd-qr").len() == 4);
        assert_eq!(page.headers["cache-control"], "no-store");
        let again = sam.get(&desk(&world)).await;
        assert!(!again.html.contains(&shown[0]) && !again.html.contains("Voorbeeldstraat"), "handed over once");
    });
}

#[test]
fn addresses_go_to_the_printing_house_and_are_kept_nowhere() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let wijk = world.wijken[1].to_string();
        let sam = sam(&app, &world).await;
        let file = sam.get(&desk(&world)).await.submit(&[("wijk", &wijk), ("addresses", LIST), ("output", "csv")]).await;
        let lines: Vec<&str> = file.html.lines().collect();
        assert!(lines[0].ends_with("stemcode;adres;wijk;briefnummer;naam;straat"), "{}", lines[0]);
        assert!(lines[1].ends_with(";De bewoner van;Voorbeeldstraat 1") && lines[2].ends_with(";'=HYPERLINK(1);Voorbeeldstraat 2"), "{}", file.html);
        if let wijkdeal::storage::Target::Sqlite(path) = &app.context.settings.database {
            for end in ["", "-wal"] {
                let bytes = std::fs::read(format!("{path}{end}")).unwrap();
                assert!(!bytes.windows(15).any(|part| part == b"Voorbeeldstraat"), "an address was kept");
            }
        }
        let page = sam.get(&desk(&world)).await.submit(&[("wijk", &wijk), ("addresses", "naam;straat\nA;B;C")]).await;
        assert!(page.status == 422 && page.shows("Regel 2 heeft niet evenveel kolommen"), "{}", page.text());
    });
}

#[test]
fn a_lost_letter_is_replaced_at_the_desk_by_its_number_once() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let wijk = world.wijken[0].to_string();
        let file = sam(&app, &world).await.get(&desk(&world)).await.submit(&[("wijk", &wijk), ("count", "2"), ("output", "csv")]).await;
        let rows: Vec<Vec<String>> = file.html.lines().skip(1).map(|line| line.split(';').map(str::to_owned).collect()).collect();
        let helper = app.staff("Wil Hulp", Role::WijMedewerker, Scope::Gebied(world.gebied)).await;
        let desk = format!("/werk/rondes/{}/brief", world.round);
        let ask = async |number: &str| helper.get(&desk).await.submit(&[("letter", number), ("output", "nl")]).await;
        let letter = ask(&rows[0][3].to_lowercase()).await;
        let code = letter.all(".wd-receipt").remove(0);
        assert_ne!(code, rows[0][0]);
        assert!(types(&app, &world, &rows[0][0]).await.shows("vervangen door een nieuwe"));
        assert!(types(&app, &world, &code).await.shows("Mijn stembiljet"));
        assert!(ask(&rows[0][3]).await.shows("al vervangen of ingetrokken"));

        let anna = app.visitor();
        anna.get(&world.path("stemmen")).await.submit(&[("code", &rows[1][0])]).await;
        save(&world, &anna, &[0]).await;
        let used = ask(&rows[1][3]).await;
        assert!(used.status == 422 && used.shows("is al gestemd"), "nobody votes twice: {}", used.text());
        assert!(ask("00000-00000").await.shows("geen brief met dit nummer"));
        assert!(ask("12").await.shows("Vul de 10 tekens"));
        assert_eq!(box_and_used(&app).await, (1, 1));
        let elsewhere = app.staff("Elders", Role::WijMedewerker, Scope::Wijk(world.wijken[0])).await;
        assert_eq!(elsewhere.get(&desk).await.status, 403);
    });
}

#[test]
fn a_batch_is_taken_back_with_a_public_reason_and_votes_that_are_in_stay() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        world.cast(&app, 0, &[0]).await.unwrap();
        let sam = sam(&app, &world).await;
        let batch = sam.get(&desk(&world)).await.attribute("#batch option", "value").unwrap();
        let revoke = format!("{}/intrekken", desk(&world));
        let page = sam.post(&revoke, &[("batch", &batch), ("reason", "")]).await;
        assert!(page.status == 422 && page.shows("Schrijf in een zin waarom"), "{}", page.text());
        let page = sam.post(&revoke, &[("batch", &batch), ("reason", "Een doos brieven is gestolen")]).await;
        assert!(page.shows("De partij is ingetrokken"), "{}", page.text());
        assert!(matches!(world.cast(&app, 1, &[0]).await, Err(Error::Refused(message)) if message.key == "error-code-revoked"));
        assert_eq!(box_and_used(&app).await, (1, 1));
        world.cast(&app, 0, &[1]).await.unwrap();
        let page = app.visitor().get(&format!("/rondes/{}", world.slug)).await;
        assert!(page.shows("Stemcodes ingetrokken") && page.shows("Een doos brieven is gestolen"), "{}", page.text());
        assert_eq!(sam.post(&revoke, &[("batch", &batch), ("reason", "Nog een keer")]).await.status, 409);
    });
}

#[test]
fn codes_made_elsewhere_come_in_as_fingerprints_only() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let theirs: Vec<Stemcode> = codes::generate(3).unwrap();
        let prints: Vec<[u8; 32]> = theirs.iter().map(fingerprint).collect();
        codes::import(&app.context, &Actor::Clock, world.round, world.wijken[1], &prints).await.unwrap();
        assert!(types(&app, &world, &theirs[2].printed()).await.shows("Mijn stembiljet"));
        let twice = codes::import(&app.context, &Actor::Clock, world.round, world.wijken[1], &prints[..1]).await;
        assert!(matches!(twice, Err(Error::Refused(message)) if message.key == "error-codes-double"));
    });
}

/// A code as it lies on the roll.
#[derive(QueryableByName)]
struct Lying {
    #[diesel(sql_type = diesel::sql_types::Binary)]
    code_hash: Vec<u8>,
}

/// T-LINK: where a row lies must not tell to which line of the list it belongs.
#[test]
fn the_place_of_a_code_on_the_roll_tells_nothing_about_its_letter() {
    on_each_database(async |app| {
        World::open(&app, usual()).await;
        let lying: Vec<Vec<u8>> = app
            .context
            .db
            .read(|conn| {
                use schema::roll::dsl::{code_hash, roll};
                Ok(match conn {
                    Db::Postgres(conn) => {
                        let rows: Vec<Lying> = diesel::sql_query("SELECT code_hash FROM roll ORDER BY ctid").load(conn)?;
                        rows.into_iter().map(|row| row.code_hash).collect()
                    }
                    conn => roll.select(code_hash).load(conn)?,
                })
            })
            .await
            .unwrap();
        assert!(lying.is_sorted(), "the rows lie in the order of their hashes, not of the letters");
    });
}
