//! Ballots on paper: taken in, typed twice apart, settled, and in the box like every other; and what
//! does not add up keeps the box open.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use wijkdeal::app::count::ceremony;
use wijkdeal::app::paper::typing::Typed;
use wijkdeal::app::paper::{batches, report, settling, typing};
use wijkdeal::app::polling;
use wijkdeal::app::voting::{self, Ticket};
use wijkdeal::domain::ballot::Choices;
use wijkdeal::domain::ids::{PaperBatchId, PollingPlaceId};
use wijkdeal::domain::outcome::Channel;
use wijkdeal::domain::paper::{PaperEntry, PaperKind};
use wijkdeal::domain::person::{Actor, Grant, Role, Scope};
use wijkdeal::domain::time::Language;
use wijkdeal::error::Error;
use wijkdeal::storage::{polling as places, schema};

use super::world::{CLOSES, Wish, World, box_and_used, usual};
use crate::support::{Browser, TestApp, on_each_database};

/// Somebody who works with paper.
async fn worker(app: &TestApp, world: &World, name: &str, role: Role) -> Actor {
    let scope = Scope::Gebied(world.gebied);
    let id = app.person_with(name, &[(role, scope)]).await;
    let starts = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    Actor::Person { id, name: name.into(), grants: vec![Grant { role, scope, starts, ends: None }] }
}

/// Three volunteers, and the polling place of the wijk.
pub struct Table {
    pub people: [Actor; 3],
    place: PollingPlaceId,
}

impl Table {
    pub async fn of(app: &TestApp, world: &World) -> Self {
        let people = [
            worker(app, world, "Anna Eerst", Role::WijMedewerker).await,
            worker(app, world, "Bert Tweede", Role::WijMedewerker).await,
            worker(app, world, "Cor Derde", Role::Gebiedsteam).await,
        ];
        let hours = vec![["2027-05-17".to_owned(), "13:00".to_owned(), "17:00".to_owned()]];
        let typed = polling::Typed { wijk: world.wijken[0].to_string(), name: "Het Dok".into(), address: "Voorbeeldstraat 1".into(), hours };
        polling::save(&app.context, &people[2], world.round, None, typed).await.unwrap();
        let round = world.round;
        let place = app.context.db.read(move |conn| Ok(places::all(conn, round)?[0].id)).await.unwrap();
        Self { people, place }
    }

    pub const fn place(&self) -> PollingPlaceId {
        self.place
    }

    /// A batch with a pile of so many papers, and its key.
    pub async fn batch(&self, app: &TestApp, world: &World, pile: usize) -> (PaperBatchId, Ticket) {
        let (place, wijk) = (self.place.to_string(), world.wijken[0].to_string());
        let (one, code) =
            batches::open(&app.context, &self.people[0], world.round, &batches::Pile { place, wijk, pile: pile.to_string(), is_table: false })
                .await
                .unwrap();
        let key = typing::unlock(&app.context, &self.people[0], one.batch.id, &code.printed()).await.unwrap();
        (one.batch.id, key)
    }

    pub async fn take(&self, app: &TestApp, world: &World, batch: PaperBatchId, code: usize) -> PaperKind {
        batches::take_in(&app.context, &self.people[0], batch, &world.codes[code]).await.unwrap()
    }

    /// Codes are taken in, two people type the same, and the batch goes in the box.
    async fn whole(&self, app: &TestApp, world: &World, pile: usize, codes: std::ops::Range<usize>) -> PaperBatchId {
        let (batch, key) = self.batch(app, world, pile).await;
        for code in codes.clone() {
            assert_eq!(self.take(app, world, batch, code).await, PaperKind::Taken);
        }
        batches::end_taking(&app.context, &self.people[0], batch).await.unwrap();
        for person in &self.people[..2] {
            for number in 1..=codes.len() {
                save(app, person, &key, batch, number, "1").await.unwrap();
            }
        }
        settling::put_in_box(&app.context, &self.people[0], &key, batch).await.unwrap();
        batch
    }

    /// The polling place had so many papers, of which none came back.
    pub async fn papers(&self, app: &TestApp, world: &World, supplied: usize) {
        let numbers = [supplied.to_string(), "0".into(), "0".into()];
        report::note_papers(&app.context, &self.people[2], world.round, self.place, numbers).await.unwrap();
    }
}

/// What a paper says: numbers, or the name of a kind.
fn typed(says: &str) -> Typed {
    let numbers = says.chars().all(|c| c.is_ascii_digit() || c == ' ');
    if numbers { Typed { numbers: says.into(), kind: String::new() } } else { Typed { numbers: String::new(), kind: says.into() } }
}

async fn save(app: &TestApp, person: &Actor, key: &Ticket, batch: PaperBatchId, number: usize, says: &str) -> wijkdeal::error::Result<()> {
    typing::save(&app.context, person, key, batch, i64::try_from(number).unwrap(), &typed(says)).await
}

/// What the paper with this number says.
fn paper(number: usize) -> String {
    match number {
        n if n % 40 == 0 => "blank".into(),
        n if n % 67 == 0 => "outside_rules".into(),
        n if n % 3 == 0 => format!("{}", n % 4 + 1),
        n => format!("{} {}", n % 4 + 1, (n + 1) % 4 + 1),
    }
}

const PAPERS: usize = 200;
/// Slips of the first and of the second person: the paper, and what they typed.
const SLIPS: [(usize, usize, &str); 7] =
    [(0, 3, "1 2"), (0, 50, "4"), (0, 77, "blank"), (0, 120, "1"), (1, 12, "2"), (1, 134, "1 3"), (1, 199, "unclear")];

fn refused(result: wijkdeal::error::Result<()>) -> &'static str {
    match result {
        Err(Error::Refused(message)) => message.key,
        Err(Error::Invalid(errors)) => errors[0].message.key,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn seven_slips_in_two_hundred_papers_are_all_found_and_settled_by_a_third() {
    on_each_database(async |app| {
        let world = World::open(&app, Wish { codes: u32::try_from(PAPERS).unwrap(), ..usual() }).await;
        let table = Table::of(&app, &world).await;
        let [anna, bert, cor] = &table.people;
        let (batch, key) = table.batch(&app, &world, PAPERS).await;
        for code in 0..PAPERS {
            assert_eq!(table.take(&app, &world, batch, code).await, PaperKind::Taken);
        }
        batches::end_taking(&app.context, anna, batch).await.unwrap();
        for (who, person) in [anna, bert].into_iter().enumerate() {
            for number in 1..=PAPERS {
                let slip = SLIPS.iter().find(|(slipped, at, _)| (*slipped, *at) == (who, number));
                let says = slip.map_or_else(|| paper(number), |(.., says)| (*says).to_owned());
                save(&app, person, &key, batch, number, &says).await.unwrap();
            }
            if who == 0 {
                let other = typing::typing(&app.context, bert, &key, batch, Some(3)).await.unwrap();
                assert!(other.own.is_none() && other.typed == 0, "nobody sees what the other typed");
                assert_eq!(refused(save(&app, anna, &key, batch, 3, "9").await), "error-paper-number");
                let half = settling::settling(&app.context, cor, &key, batch).await.unwrap();
                assert!(!half.complete && half.differences.is_empty());
            }
        }
        unreadable(&app, &world).await;
        assert_eq!(refused(save(&app, anna, &key, batch, 3, &paper(3)).await), "error-paper-typed", "nobody mends a slip in silence");
        let found = settling::settling(&app.context, cor, &key, batch).await.unwrap();
        let numbers: Vec<i64> = found.differences.iter().map(|one| one.number).collect();
        assert_eq!(numbers, [3, 12, 50, 77, 120, 134, 199]);
        let decide = async |person: &Actor, number: usize, reason: &str| {
            settling::decide(&app.context, person, &key, batch, i64::try_from(number).unwrap(), &typed(&paper(number)), reason).await
        };
        assert_eq!(refused(decide(anna, 3, "Ik weet het nog.").await), "error-paper-not-third");
        assert_eq!(refused(decide(cor, 3, "").await), "error-paper-reason");
        assert_eq!(refused(decide(cor, 4, "Zeker weten.").await), "error-paper-state", "no difference there");
        for (_, number, _) in &SLIPS[..6] {
            decide(cor, *number, "Het biletje nog eens bekeken.").await.unwrap();
        }
        assert_eq!(refused(settling::put_in_box(&app.context, cor, &key, batch).await), "error-paper-open");
        decide(cor, 199, "Goed te lezen.").await.unwrap();
        settling::put_in_box(&app.context, cor, &key, batch).await.unwrap();
        assert!(settling::put_in_box(&app.context, cor, &key, batch).await.is_err(), "once");
        assert_eq!(box_and_used(&app).await.0, i64::try_from(PAPERS).unwrap());
        let left: i64 = app.context.db.read(|conn| Ok(schema::paper_entries::table.count().get_result(conn)?)).await.unwrap();
        assert_eq!(left, 0, "what was typed is gone");

        table.papers(&app, &world, PAPERS).await;
        app.time_is(CLOSES);
        world.count(&app, &super::counting::actor(&app, &world).await).await.unwrap();
        counted_as_written(&app, &world).await;
    });
}

/// Nothing that was typed can be read in the database: not as it is sealed for, and not in clear.
async fn unreadable(app: &TestApp, world: &World) {
    let text = voting::frozen_ballot(&app.context, world.round).await.unwrap().text.clone();
    let rows: Vec<Vec<u8>> =
        app.context.db.read(|conn| Ok(schema::paper_entries::table.select(schema::paper_entries::sealed).load(conn)?)).await.unwrap();
    assert_eq!(rows.len(), 2 * PAPERS);
    let size = rows[0].len();
    for number in 1..=PAPERS {
        let says = typed(&paper(number));
        let kind = if says.kind.is_empty() { PaperKind::Valid } else { says.kind.parse().unwrap() };
        let plain = PaperEntry::parse(&text, &says.numbers, kind).unwrap().encode(&text);
        assert!(rows.iter().all(|row| row.len() == size && !row.windows(plain.len()).any(|part| part == plain)), "paper {number}");
    }
}

/// The count holds what is on the papers, in the class of paper.
async fn counted_as_written(app: &TestApp, world: &World) {
    let (round, plans) = (world.round, world.plans.clone());
    let rows: Vec<(Channel, String)> = app
        .context
        .db
        .read(move |conn| {
            use schema::counted_ballots as c;
            Ok(c::table.filter(c::round_id.eq(round)).select((c::channel, c::choices)).load(conn)?)
        })
        .await
        .unwrap();
    let mut expected: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for number in 1..=PAPERS {
        let mut chosen: Vec<usize> = typed(&paper(number)).numbers.split_whitespace().map(|n| n.parse::<usize>().unwrap() - 1).collect();
        chosen.sort_unstable();
        *expected.entry(chosen).or_default() += 1;
    }
    let mut found: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for (channel, choices) in rows {
        assert_eq!(channel, Channel::Paper);
        let choices: Choices = serde_json::from_str(&choices).unwrap();
        let chosen = plans.iter().enumerate().filter(|(_, id)| choices.contains(**id)).map(|(place, _)| place).collect();
        *found.entry(chosen).or_default() += 1;
    }
    assert_eq!(found, expected);
    let counter = worker(app, world, "Kijker", Role::Gebiedsteam).await;
    let turnout = ceremony::ceremony(&app.context, &counter, round).await.unwrap().counted.unwrap().turnout;
    assert_eq!((turnout.ballots, turnout.incomplete), (193, 7), "five blank and two outside the rules");
}

async fn desk_of(app: &TestApp, person: &Actor) -> Browser {
    app.browser_of(person.person().unwrap()).await
}

#[test]
fn a_pile_that_does_not_add_up_keeps_the_box_open_until_it_is_explained_in_public() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let table = Table::of(&app, &world).await;
        table.papers(&app, &world, 7).await;
        let batch = table.whole(&app, &world, 6, 0..5).await;
        let (busy, _) = table.batch(&app, &world, 2).await;
        app.time_is(CLOSES);
        let cor = desk_of(&app, &table.people[2]).await;
        let count = format!("/werk/rondes/{}/tellen", world.round);
        let close = format!("{count}/sluiten");
        let page = cor.get(&count).await.submit_to(&close, &[]).await;
        assert_eq!(page.status, 422, "{}", page.text());
        for words in [
            "Bundel 1 (Het Dok): er lagen 6 biljetten op de stapel, maar 5 zijn ingenomen of geweigerd. Dat is 1 te weinig.",
            "Bundel 2 (Het Dok) is nog niet klaar.",
            "Het Dok: er zijn 7 biljetten uitgereikt, maar er zitten er 8 in de bundels. Dat is 1 te veel.",
        ] {
            assert!(page.shows(words), "{words}: {}", page.text());
        }
        let closed: Option<wijkdeal::domain::time::Instant> = {
            let round = world.round;
            app.context.db.read(move |conn| Ok(wijkdeal::storage::ballot_box::closed_at(conn, round)?)).await.unwrap()
        };
        assert_eq!(closed, None, "the box stayed open");

        let report = format!("/werk/rondes/{}/aansluiting", world.round);
        let page = cor.post(&format!("{report}/uitleg"), &[("pile", &format!("bundel-{busy}")), ("why", "Nog bezig hiermee.")]).await;
        assert_eq!(page.status, 409, "what is not done cannot be explained");
        batches::without_code(&app.context, &table.people[0], busy).await.unwrap();
        batches::without_code(&app.context, &table.people[0], busy).await.unwrap();
        batches::end_taking(&app.context, &table.people[0], busy).await.unwrap();
        let page = cor.get(&report).await.submit_to(&format!("{report}/{}", table.place), &[(&format!("supplied{}", table.place), "8")]).await;
        assert!(page.status == 200 && !page.shows("Het Dok: er zijn"), "{}", page.text());
        let page = cor.get(&report).await.submit(&[("pile", &format!("bundel-{batch}")), ("why", "")]).await;
        assert!(page.status == 422 && page.shows("Schrijf in een zin waarom"), "{}", page.text());
        let page = page.submit(&[("pile", &format!("bundel-{batch}")), ("why", "Eén biljet is op de grond gevallen en zoek.")]).await;
        assert!(page.shows("Alles klopt of is uitgelegd"), "{}", page.text());
        assert!(app.visitor().get(&format!("/rondes/{}", world.slug)).await.shows("Eén biljet is op de grond gevallen en zoek."));
        let anna = desk_of(&app, &table.people[0]).await;
        assert_eq!(anna.post(&format!("{report}/uitleg"), &[("pile", "bundel-1"), ("why", "Ik leg het uit.")]).await.status, 403);

        let page = cor.get(&count).await.submit_to(&close, &[]).await;
        assert!(page.status == 200 && page.shows("De stembus sluiten Gedaan"), "{}", page.text());
        let late = batches::take_in(&app.context, &table.people[0], busy, &world.codes[8]).await;
        assert!(late.is_err(), "after the close nothing is taken in");
    });
}

#[test]
fn a_code_that_was_used_somewhere_is_refused_everywhere_else_with_the_reason() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let table = Table::of(&app, &world).await;
        world.cast(&app, 0, &[0]).await.unwrap();
        let inside = world.voter(&app, 1).await;
        let (batch, _) = table.batch(&app, &world, 4).await;
        let anna = desk_of(&app, &table.people[0]).await;
        let path = format!("/werk/papier/{batch}/innemen");
        let take = async |code: &str| anna.get(&path).await.submit(&[("code", code)]).await;
        let online = take(&world.codes[0].printed()).await;
        assert!(online.shows("met deze code is al op internet gestemd"), "{}", online.text());
        assert!(take(&world.codes[1].printed().to_lowercase()).await.shows("Ingenomen."));
        assert!(take(&world.codes[1].printed()).await.shows("met deze code is al een biljet ingenomen"));
        assert!(take("7KQ4-M2XH").await.shows("Kijk"), "a slip in the code costs nothing");
        let stranger = wijkdeal::domain::code::Stemcode::from_random([9; 15]);
        assert!(take(&stranger.printed()).await.shows("deze code bestaat niet in deze ronde"));

        let page = app.visitor().get(&world.path("stemmen")).await.submit(&[("code", &world.codes[1].printed())]).await;
        assert!(page.status == 422 && page.shows("Met deze stemcode is op papier gestemd"), "{}", page.text());
        let page = super::world::save(&world, &inside, &[2]).await;
        assert!(page.status == 409 && page.shows("Met deze stemcode is op papier gestemd"), "the booth was open already: {}", page.text());
        let number = wijkdeal::domain::letter::LetterNumber::of(&world.ticket(&app, 1).code.code_hash).to_string();
        let lost = desk_of(&app, &table.people[2]).await.post(&format!("/werk/rondes/{}/brief", world.round), &[("letter", &number)]).await;
        assert!(lost.status == 422 && lost.shows("is al gestemd"), "no new code for who voted on paper: {}", lost.text());

        let page = anna.get(&path).await;
        assert!(page.shows("1 ingenomen, 3 geweigerd, 4 op de stapel"), "{}", page.text());
        let undone = anna.post(&format!("/werk/papier/{batch}/vergissing"), &[("kind", "used_on_paper")]).await;
        assert!(undone.shows("1 ingenomen, 2 geweigerd"), "one strip was read twice: {}", undone.text());
        let report = anna.get(&format!("/werk/rondes/{}/aansluiting", world.round)).await;
        assert!(report.shows("Geweigerd: met de code is al op internet gestemd: 1"), "{}", report.text());
    });
}

/// T-PAPER: the same code at two tables and online at once.
#[test]
fn one_code_in_two_places_at_once_comes_in_once() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let table = Table::of(&app, &world).await;
        let (one, _) = table.batch(&app, &world, 20).await;
        let (two, _) = table.batch(&app, &world, 20).await;
        for code in 0..12 {
            let tasks: Vec<_> = (0..9)
                .map(|i| {
                    let (context, person, stemcode) = (app.context.clone(), table.people[i % 3].clone(), world.codes[code].clone());
                    let (ticket, choices) = (world.ticket(&app, code), Choices::ticks([world.plans[0]]));
                    let batch = if i % 3 == 0 { one } else { two };
                    actix_web::rt::spawn(async move {
                        if i % 3 == 2 {
                            voting::cast(&context, &ticket, &choices, Language::Nl).await.map_or("refused online", |()| "online")
                        } else {
                            let kind = batches::take_in(&context, &person, batch, &stemcode).await.unwrap();
                            if kind == PaperKind::Taken { "paper" } else { "refused" }
                        }
                    })
                })
                .collect();
            let mut won: BTreeMap<&str, usize> = BTreeMap::new();
            for task in tasks {
                *won.entry(task.await.unwrap()).or_default() += 1;
            }
            let (paper, online) = (won.get("paper").copied().unwrap_or(0), won.get("online").copied().unwrap_or(0));
            assert!((paper, online) == (1, 0) || (paper, online) == (0, 3), "code {code}: {won:?}");
        }
        let (ballots, used) = box_and_used(&app).await;
        assert_eq!(ballots, used, "the box equals the roll");
    });
}

#[test]
fn the_key_of_a_batch_is_on_its_cover_sheet_and_without_it_nobody_types() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let table = Table::of(&app, &world).await;
        let anna = desk_of(&app, &table.people[0]).await;
        let desk = format!("/werk/rondes/{}/papier", world.round);
        let fields = [("place", table.place.to_string()), ("wijk", world.wijken[0].to_string()), ("pile", "2".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let wrong = anna.get(&desk).await.submit(&[fields[0], fields[1], ("pile", "0")]).await;
        assert!(wrong.status == 422 && wrong.shows("Vul een aantal in van 1 tot 500"), "{}", wrong.text());
        let cover = anna.get(&desk).await.submit(&fields).await;
        assert_eq!((cover.status, cover.header("cache-control")), (200, Some("no-store")));
        let code = cover.all(".wd-receipt").remove(0);
        let take = cover.attribute(".wd-no-print a", "href").unwrap();
        for code in 0..2 {
            anna.get(&take).await.submit(&[("code", &world.codes[code].printed())]).await;
        }
        let base = take.trim_end_matches("/innemen");
        let page = anna.get(&take).await.submit_to(&format!("{base}/ingenomen"), &[]).await;
        assert!(page.shows("Invoeren."), "{}", page.text());
        assert!(!anna.get(&desk).await.html.contains(&code), "shown once");
        let asked = anna.get(&format!("{base}/invoer")).await;
        assert!(asked.path.ends_with("/sleutel"), "{}", asked.path);
        assert!(asked.submit(&[("code", &world.codes[3].printed())]).await.shows("Deze code hoort niet bij deze bundel"));
        let page = asked.submit(&[("code", &code)]).await;
        assert!(page.shows("Biljet 1") && page.shows("U hebt 0 van 2 biljetten ingevoerd"), "{}", page.text());
        let page = page.submit(&[("numbers", "1 2 3")]).await;
        assert!(page.status == 422 && page.shows("meer of minder plannen dan mag"), "{}", page.text());
        let page = page.submit(&[("numbers", "2 1")]).await.submit(&[("numbers", ""), ("kind", "blank")]).await;
        assert!(page.shows("U hebt 2 van 2"), "{}", page.text());
        assert_eq!(page.value("input[name=numbers]").as_deref(), Some(""));
        let bert = desk_of(&app, &table.people[1]).await;
        let page = bert.get(&format!("{base}/sleutel")).await.submit(&[("code", &code)]).await;
        assert_eq!(page.value("input[name=numbers]").as_deref(), Some(""), "Bert sees nothing of Anna");
        let page = page.submit(&[("numbers", "2 1")]).await.submit(&[("numbers", "1")]).await;
        assert!(page.shows("Twee mensen hebben alle biljetten ingevoerd"), "{}", page.text());
        let own = bert.get(&format!("{base}/verschillen")).await;
        assert!(own.shows("Biljet 2") && own.shows("Iemand anders") && !own.shows("Blanco"), "{}", own.text());
        let cor = desk_of(&app, &table.people[2]).await;
        let page = cor.get(&format!("{base}/sleutel")).await.submit(&[("code", &code)]).await;
        assert!(page.shows("Twee mensen hebben"));
        let page = cor.get(&format!("{base}/verschillen")).await;
        assert!(page.shows("Biljet 2 : Blanco: niets ingevuld / 1") || page.shows("Biljet 2: Blanco: niets ingevuld / 1"), "{}", page.text());
        let page = page.submit(&[("numbers", "1"), ("reason", "Een heel licht kruisje.")]).await;
        let page = page.submit_to(&format!("{base}/in-de-stembus"), &[]).await;
        assert!(page.shows("zitten verzegeld in de stembus"), "{}", page.text());
        assert_eq!(box_and_used(&app).await.0, 2);
    });
}

/// A lost cover sheet does not block the box: the same pile begins again, in public.
#[test]
fn a_batch_whose_cover_sheet_is_lost_begins_again_with_the_same_pile_in_public() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let table = Table::of(&app, &world).await;
        let [anna, bert, cor] = &table.people;
        let (lost, key) = table.batch(&app, &world, 3).await;
        for code in 0..2 {
            assert_eq!(table.take(&app, &world, lost, code).await, PaperKind::Taken);
        }
        batches::without_code(&app.context, anna, lost).await.unwrap();
        batches::end_taking(&app.context, anna, lost).await.unwrap();
        save(&app, anna, &key, lost, 1, "1").await.unwrap();

        let begin = async |who: &Actor, why: &str| batches::again(&app.context, who, world.round, lost, why).await;
        assert!(matches!(begin(anna, "Het voorblad is weg.").await, Err(Error::Forbidden)), "a volunteer does not");
        assert_eq!(refused(begin(cor, " ").await.map(drop)), "error-paper-reason");
        let (one, code) = begin(cor, "Het voorblad is nat geworden.").await.unwrap();
        let (batch, number) = (one.batch.id, one.batch.number);
        assert_eq!((number, one.batch.of(PaperKind::Taken), one.batch.of(PaperKind::NoCode), one.batch.papers()), (2, 2, 1, 2));
        assert_eq!(refused(begin(cor, "Nog een keer weg.").await.map(drop)), "error-paper-state", "it is begun again once");
        assert_eq!(refused(save(&app, bert, &key, lost, 1, "1").await), "error-paper-state", "nobody types in what is void");
        assert_eq!(refused(typing::unlock(&app.context, anna, batch, "7KQ4").await.map(drop)), "error-paper-key");

        let key = typing::unlock(&app.context, anna, batch, &code.printed()).await.unwrap();
        for person in [anna, bert] {
            for paper in 1..=2 {
                save(&app, person, &key, batch, paper, "2").await.unwrap();
            }
        }
        settling::put_in_box(&app.context, cor, &key, batch).await.unwrap();
        table.papers(&app, &world, 3).await;
        assert_eq!(box_and_used(&app).await.0, 2);
        let found = report::report(&app.context, cor, world.round).await.unwrap();
        assert!(found.problems.is_empty(), "the pile adds up, once: {:?}", found.problems);
        let team = app.staff("Team Zuid", Role::Gebiedsteam, Scope::Gebied(world.gebied)).await;
        let shown = team.get(&format!("/werk/rondes/{}/aansluiting", world.round)).await;
        assert!(shown.shows("Vervallen. Opnieuw begonnen als bundel 2.") && shown.shows("nat geworden"), "{}", shown.text());
        let public = app.visitor().get(&world.path("")[..world.path("").len() - 1]).await;
        assert!(public.shows("Het voorblad is nat geworden."), "{}", public.text());
        app.time_is(CLOSES);
        ceremony::close(&app.context, cor, wijkdeal::app::staff::Fresh::without_session(), world.round).await.unwrap();
    });
}
