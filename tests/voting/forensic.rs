//! T-LINK: somebody with the database, its log, its backups, its keys and the mail log joins
//! everything that can be joined.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use wijkdeal::domain::ballot::Choices;
use wijkdeal::secrets::random;
use wijkdeal::storage::{Db, Target, backup, box_lists, migrate, schema};

use super::world::{Wish, World, usual};
use crate::outcome::Team;
use crate::support::cluster::Cluster;
use crate::support::{TestApp, databases};

const VOTERS: usize = 200;

/// What an attacker knows who watched every cast: the choice of each voter, in order of time.
struct Watched {
    /// Choices, by voter in order of casting: what the attacker tries to find.
    choices: Vec<BTreeSet<usize>>,
    /// Everything that could be copied while people voted.
    copies: Vec<u8>,
    /// Names of the ballots in the box.
    credentials: Vec<[u8; 32]>,
    /// Numbers on the receipts.
    trackers: Vec<String>,
}

/// Everything the attacker gets hold of, on each database: of SQLite the file, its log and a backup; of
/// PostgreSQL the log (`pg_wal`) and a backup, when a server of our own can be started here.
fn attacked() -> Vec<(Target, Option<Cluster>)> {
    let cluster = Cluster::start();
    let mut all: Vec<(Target, Option<Cluster>)> = databases::fresh().into_iter().map(|target| (target, None)).collect();
    if let Some(cluster) = cluster {
        let target = Target::Postgres(cluster.url());
        migrate::up(&target).unwrap();
        all.truncate(1);
        all.push((target, Some(cluster)));
    }
    all
}

/// The files of the database as they are now, and a backup of this moment.
fn files(app: &TestApp, cluster: Option<&Cluster>, moment: &str) -> Vec<u8> {
    match (&app.context.settings.database, cluster) {
        (Target::Sqlite(file), _) => {
            let copy = format!("{file}-{moment}");
            backup::copy(&app.context.settings.database, copy.as_ref()).unwrap();
            ["", "-wal", "-shm", &format!("-{moment}")].iter().filter_map(|end| std::fs::read(format!("{file}{end}")).ok()).flatten().collect()
        }
        (_, Some(cluster)) => [cluster.log(), cluster.backup(moment)].concat(),
        (_, None) => Vec::new(),
    }
}

/// Two hundred voters choose two of eight plans at random, one after another, each seen by the attacker.
async fn everybody_votes(app: &TestApp, cluster: Option<&Cluster>, world: &World) -> Watched {
    let mut watched = Watched { choices: Vec::new(), copies: Vec::new(), credentials: Vec::new(), trackers: Vec::new() };
    for code in 0..VOTERS {
        let dice: [u8; 2] = random().unwrap();
        let first = usize::from(dice[0] % 8);
        let second = (first + 1 + usize::from(dice[1] % 7)) % 8;
        world.cast(app, code, &[first, second]).await.unwrap();
        watched.choices.push([first, second].into());
        let (round, credential) = (world.round, world.ticket(app, code).code.credential);
        let tracker = app.context.db.read(move |conn| Ok(box_lists::tracker_of(conn, round, &credential)?)).await.unwrap().unwrap();
        watched.credentials.push(credential);
        watched.trackers.push(tracker.to_string());
        if code == VOTERS / 2 {
            watched.copies.extend(files(app, cluster, "halfway"));
        }
    }
    watched.copies.extend(files(app, cluster, "voted"));
    watched
}

fn eight_plans() -> Wish {
    let titles = ["Bomen", "Bank", "Feest", "Pad", "Koor", "Tuin", "Schaak", "Licht"];
    Wish { plans: titles.iter().map(|title| (*title, 1_000, None)).collect(), codes: u32::try_from(VOTERS).unwrap(), ..usual() }
}

/// Bytes as characters, one for each, so that the search of the standard library does the work.
fn letters(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

fn holds(haystack: &str, needle: &[u8]) -> bool {
    haystack.contains(&letters(needle))
}

/// Everything in the box as text and bytes.
async fn dump(app: &TestApp) -> Vec<u8> {
    use schema::ballot_box as b;
    type Row = (Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>);
    let rows: Vec<Row> =
        app.context.db.read(|conn| Ok(b::table.select((b::credential, b::tracker, b::for_counting, b::for_voter)).load(conn)?)).await.unwrap();
    rows.into_iter().flat_map(|(a, b, c, d)| [a, b, c, d].concat()).collect()
}

/// A mixed ballot as it lies.
#[derive(QueryableByName)]
struct Lying {
    #[diesel(sql_type = diesel::sql_types::Text)]
    choices: String,
}

/// The mixed ballots in an order an attacker can see.
async fn mixed(app: &TestApp, world: &World, by_place: bool) -> Vec<BTreeSet<usize>> {
    let plans = world.plans.clone();
    let rows: Vec<String> = app
        .context
        .db
        .read(move |conn| {
            use schema::counted_ballots::dsl::{choices, counted_ballots, id};
            Ok(match conn {
                Db::Postgres(conn) if by_place => {
                    let rows: Vec<Lying> = diesel::sql_query("SELECT choices FROM counted_ballots ORDER BY ctid").load(conn)?;
                    rows.into_iter().map(|row| row.choices).collect()
                }
                conn => counted_ballots.order(id).select(choices).load(conn)?,
            })
        })
        .await
        .unwrap();
    let place = |id| plans.iter().position(|plan| *plan == id).unwrap();
    rows.iter().map(|row| serde_json::from_str::<Choices>(row).unwrap().order().into_iter().map(place).collect()).collect()
}

/// How many pairs fit when the n-th in one order is taken for the n-th in the other, and how many
/// would by chance: mean and deviation over all orders.
fn hits(known: &[&BTreeSet<usize>], seen: &[BTreeSet<usize>]) -> (f64, f64, f64) {
    let count = |all: &mut dyn Iterator<Item = &BTreeSet<usize>>| {
        let mut counts: BTreeMap<BTreeSet<usize>, f64> = BTreeMap::new();
        all.for_each(|choice| *counts.entry(choice.clone()).or_default() += 1.0);
        counts
    };
    let (left, right) = (count(&mut known.iter().copied()), count(&mut seen.iter()));
    let all = f64::from(u32::try_from(known.len()).unwrap());
    let mean: f64 = left.iter().map(|(choice, n)| n * right.get(choice).copied().unwrap_or(0.0) / all).sum();
    let fits = known.iter().zip(seen).filter(|(known, seen)| **known == *seen).count();
    (f64::from(u32::try_from(fits).unwrap()), mean, mean.sqrt())
}

/// T-LINK: before the close no choice can be read; after mixing no join is better than chance.
#[test]
fn nothing_that_can_be_copied_joins_a_voter_with_a_choice() {
    for (target, cluster) in attacked() {
        actix_web::rt::System::new().block_on(async {
            let app = TestApp::start(&target).await;
            joined(&app, cluster.as_ref()).await;
        });
    }
}

async fn joined(app: &TestApp, cluster: Option<&Cluster>) {
    let world = World::open(app, eight_plans()).await;
    let watched = everybody_votes(app, cluster, &world).await;
    nothing_can_be_read(app, &world, &watched, cluster.is_none()).await;

    Team::of(app, world.gebied).await.settle(app, &world).await;
    let keys = std::fs::read_dir(app.context.settings.data_dir.join("keys")).unwrap().map(|entry| entry.unwrap());
    let left: Vec<String> = keys.map(|key| key.file_name().to_string_lossy().into_owned()).filter(|name| name.ends_with(".key")).collect();
    assert!(left.is_empty(), "no key is left that opens a ballot of a backup: {left:?}");
    let bytes = files(app, cluster, "counted");
    let after = letters(&bytes);
    if cluster.is_none() {
        // The log of PostgreSQL keeps what was written until it is written over.
        for credential in &watched.credentials {
            assert!(!holds(&after, credential), "a credential stayed behind");
        }
    }
    let list: serde_json::Value = serde_json::from_str(&app.visitor().get(&world.path("stembus.json")).await.html).unwrap();
    let mut sorted = watched.trackers.clone();
    sorted.sort();
    assert_eq!(list["trackers"], serde_json::json!(sorted), "the receipts are in the list, and in no order of their own");

    let mut seen = vec![mixed(app, &world, false).await, mixed(app, &world, true).await];
    assert!(seen.iter().all(|ballots| ballots.len() == VOTERS));
    seen.extend(lying(&after, &world));
    no_order_fits_another(app, &world, &watched, &seen);
    one_transaction_wrote_all(app).await;
}

/// Before the close: no choice and no code, in whatever was copied. An opened ballot is two small numbers
/// for each plan, which anything else in a whole PostgreSQL server can look like: there it is looked
/// for in the box itself.
async fn nothing_can_be_read(app: &TestApp, world: &World, watched: &Watched, anywhere: bool) {
    let text = wijkdeal::app::voting::frozen_ballot(&app.context, world.round).await.unwrap().text.clone();
    let boxed = letters(&dump(app).await);
    let copies = letters(&watched.copies);
    let before = [copies.as_str(), &boxed].concat();
    let different: BTreeSet<&BTreeSet<usize>> = watched.choices.iter().collect();
    for choice in different {
        let choices = Choices::ticks(choice.iter().map(|place| world.plans[*place]));
        assert!(!holds(if anywhere { &before } else { &boxed }, &text.encode(&choices)), "a choice can be read before the close");
        assert!(!holds(&before, serde_json::to_string(&choices).unwrap().as_bytes()));
    }
    assert!(!holds(&before, world.codes[7].printed().as_bytes()) && !holds(&before, world.codes[7].symbols()), "a code can be read");
    assert!(app.mails().await.is_empty(), "nobody is mailed because they voted");
}

/// The choices in the order in which they lie in the files, the log and the backup, a box at a time.
fn lying(after: &str, world: &World) -> Vec<Vec<BTreeSet<usize>>> {
    let mut found: Vec<(usize, BTreeSet<usize>)> = Vec::new();
    for first in 0..8 {
        for second in first + 1..8 {
            let choices = serde_json::to_string(&Choices::ticks([world.plans[first], world.plans[second]])).unwrap();
            found.extend(after.match_indices(&choices).map(|(place, _)| (place, [first, second].into())));
        }
    }
    found.sort();
    let found: Vec<BTreeSet<usize>> = found.into_iter().map(|(_, choice)| choice).collect();
    assert!(found.len() >= VOTERS || after.is_empty(), "the mixed ballots lie in the files: {}", found.len());
    found.chunks_exact(VOTERS).map(<[BTreeSet<usize>]>::to_vec).collect()
}

/// Every order of voters that can be seen, against every order of ballots that can be seen.
fn no_order_fits_another(app: &TestApp, world: &World, watched: &Watched, seen: &[Vec<BTreeSet<usize>>]) {
    let by = |key: &dyn Fn(usize) -> Vec<u8>| {
        let mut order: Vec<usize> = (0..VOTERS).collect();
        order.sort_by_key(|voter| key(*voter));
        order
    };
    let orders = [
        ("time, as in the log and in every backup", (0..VOTERS).collect()),
        ("credential", by(&|voter| watched.credentials[voter].to_vec())),
        ("tracker", by(&|voter| watched.trackers[voter].clone().into_bytes())),
        ("roll", by(&|voter| world.ticket(app, voter).code.code_hash.to_vec())),
    ];
    for ballots in seen {
        for (name, order) in &orders {
            let known: Vec<&BTreeSet<usize>> = order.iter().map(|voter| &watched.choices[*voter]).collect();
            let (fits, mean, deviation) = hits(&known, ballots);
            // Five deviations: one wrong alarm in some hundred thousand runs.
            assert!(fits <= mean + 5.0 * deviation + 1.0, "{name}: {fits} fit, {mean} by chance");
        }
    }
}

/// In PostgreSQL each row names the transaction that wrote it: all mixed ballots name one, and no
/// row of the roll or of the list names it alone.
async fn one_transaction_wrote_all(app: &TestApp) {
    #[derive(QueryableByName)]
    struct Numbers {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        writers: i64,
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        joined: i64,
    }
    let found = app
        .context
        .db
        .read(|conn| {
            let Db::Postgres(conn) = conn else { return Ok(None) };
            let query = "SELECT (SELECT count(DISTINCT xmin::text) FROM counted_ballots) AS writers, \
                         (SELECT count(*) FROM roll JOIN counted_ballots ON roll.xmin::text = counted_ballots.xmin::text) AS joined";
            Ok(Some(diesel::sql_query(query).get_result::<Numbers>(conn)?))
        })
        .await
        .unwrap();
    assert!(found.is_none_or(|found| (found.writers, found.joined) == (1, 0)), "the transaction that wrote a ballot tells something");
}

/// The control: the same attack does find the voters when ballots are written back in the order they
/// came in. A test that never alarms shows nothing.
#[test]
fn the_attack_finds_ballots_that_were_not_mixed() {
    let known: Vec<BTreeSet<usize>> = (0..VOTERS).map(|voter| [voter % 8, (voter + 1 + voter / 8 % 7) % 8].into()).collect();
    let (fits, mean, deviation) = hits(&known.iter().collect::<Vec<_>>(), &known);
    assert!(fits > mean + 5.0 * deviation + 1.0);
}
