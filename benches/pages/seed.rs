//! A round of 100 ideas that is open for voting, with codes.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use wijkdeal::app::count::import;
use wijkdeal::app::{Context, codes};
use wijkdeal::domain::code::Stemcode;
use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::ids::{GebiedId, IdeaId, PersonId, RoundId, WijkId};
use wijkdeal::domain::money::Cents;
use wijkdeal::domain::person::Actor;
use wijkdeal::domain::phase::{Phase, Schedule};
use wijkdeal::domain::rules::Template;
use wijkdeal::domain::text::Email;
use wijkdeal::domain::time::{Instant, Language, Window};
use wijkdeal::error::{Error, Result};
use wijkdeal::storage::ideas::{self, Words};
use wijkdeal::storage::rounds::{self, NewRound};
use wijkdeal::storage::{Db, people, schema};

const IDEAS: i64 = 100;
/// Enough for every turn on a fast machine, and for the last evening.
const CODES: u32 = 75_000;
const SLUG: &str = "wijkdeal-noord";

/// What was seeded.
pub struct Seed {
    pub round: RoundId,
    pub resident: PersonId,
    pub ideas: Vec<IdeaId>,
    pub codes: Vec<Stemcode>,
}

impl Seed {
    /// The list of ideas.
    pub fn list(&self) -> String {
        format!("/rondes/{SLUG}/ideeen")
    }

    /// A page of one idea.
    pub fn page(&self) -> String {
        format!("/ideeen/{}", self.ideas.first().map_or(1, |idea| idea.0))
    }

    /// Where a ballot is posted.
    pub fn ballot(&self) -> String {
        format!("/rondes/{SLUG}/stembiljet")
    }
}

/// Fills a database.
pub async fn plant(context: &Context) -> Result<Seed> {
    let now = context.now();
    let (round, wijk, resident, ideas) = context.db.write(move |conn| city(conn, now)).await?;
    let codes = codes::make_batch(context, &Actor::Clock, round, wijk, CODES).await?.codes;
    Ok(Seed { round, resident, ideas, codes })
}

/// A vote of 58 plans and 14 411 ballots, imported and counted with Equal Shares; the address of its
/// result. None where the shared votes are not beside the project.
pub async fn real_vote(context: &Context) -> Result<Option<String>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/pabulib/stemmen/Netherlands_Amsterdam_309.pb");
    let Ok(file) = File::open(&file) else {
        eprintln!("the result of a real vote is left out: there is no {}", file.display());
        return Ok(None);
    };
    let imported = import::import(context, BufReader::new(file), "mes-cost-add1", Some("noord".into())).await?;
    Ok(Some(format!("/rondes/{}/uitslag", imported.slug)))
}

fn city(conn: &mut Db, now: Instant) -> Result<(RoundId, WijkId, PersonId, Vec<IdeaId>)> {
    let (gebied, wijk) = place(conn)?;
    let rules = Template::TopTen.rules();
    let themes: Vec<String> = rules.themes.iter().map(|theme| theme.slug.clone()).collect();
    let round = NewRound {
        slug: SLUG.into(),
        name: "Wijkdeal Noord".into(),
        purpose: "Wat heeft Noord nodig?".into(),
        gebied,
        rules,
        schedule: schedule(now)?,
        wijken: vec![wijk],
        inhabitants: 12_000,
        raadsbesluit: None,
        verdicts_at: None,
    };
    let round = rounds::insert(conn, &round, now)?;
    rounds::set_published(conn, round, now)?;
    let email = Email::parse("robin@voorbeeld.nl").map_err(Error::internal)?;
    let resident = people::insert(conn, Some(&email), "Robin Voorbeeld", Language::Nl, None, now)?.id;
    let mut all = Vec::new();
    for (number, theme) in (0..IDEAS).zip(themes.iter().cycle()) {
        let words = Words {
            title: format!("Een groener plein nummer {number}"),
            why: "Nu is het er in de zomer heet en komt er niemand. Met bomen en een bank wordt het een plek om elkaar te zien. ".repeat(3),
            residents_do: "Wij geven de bomen water en ruimen twee keer per jaar samen op.".into(),
            municipality_does: "Planten van de bomen, plaatsen van de bank.".into(),
            theme: Some(theme.clone()),
            wijk_id: Some(wijk),
            ..Words::default()
        };
        let id = ideas::insert(conn, round, resident, &words, &format!("idea-{number}"), now)?;
        ideas::set_state(conn, id, IdeaState::Submitted, now)?;
        ideas::set_state(conn, id, IdeaState::Feasible, now)?;
        diesel::update(schema::ideas::table.find(id)).set(schema::ideas::cost.eq(Cents::euros(1_000 + 100 * number))).execute(conn)?;
        all.push(id);
    }
    Ok((round, wijk, resident, all))
}

fn place(conn: &mut Db) -> Result<(GebiedId, WijkId)> {
    use schema::{gebieden, wijken};
    let gebied: GebiedId = diesel::insert_into(gebieden::table)
        .values((gebieden::slug.eq("noord"), gebieden::name.eq("Noord"), gebieden::kind.eq("stad")))
        .returning(gebieden::id)
        .get_result(conn)?;
    let wijk: WijkId = diesel::insert_into(wijken::table)
        .values((
            wijken::gebied_id.eq(gebied),
            wijken::slug.eq("noord"),
            wijken::name.eq("Noord"),
            wijken::inhabitants.eq(12_000_i64),
            wijken::inhabitants_year.eq(2026),
            wijken::valid_from.eq(NaiveDate::from_ymd_opt(2020, 1, 1).unwrap_or_default()),
        ))
        .returning(wijken::id)
        .get_result(conn)?;
    Ok((gebied, wijk))
}

/// Voting began a week ago and ends in a week.
fn schedule(now: Instant) -> Result<Schedule> {
    let day = |days: i64| now.plus(TimeDelta::days(days));
    let window = |starts, ends| Window { starts: day(starts), ends: day(ends) };
    let windows = vec![
        (Phase::Submit, window(-60, -30)),
        (Phase::Review, window(-30, -7)),
        (Phase::Vote, window(-7, 7)),
        (Phase::Count, window(7, 14)),
        (Phase::Result, window(14, 40)),
    ];
    Schedule::new(windows).map_err(Error::internal)
}
