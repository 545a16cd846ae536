//! A round with plans and codes, as the stories of the vote need it.

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::prelude::*;
use wijkdeal::app::codes;
use wijkdeal::app::count::ceremony::{self, Next};
use wijkdeal::app::staff::Fresh;
use wijkdeal::app::voting::Ticket;
use wijkdeal::clock::Clock;
use wijkdeal::domain::ceremony::Step;
use wijkdeal::domain::code::Stemcode;
use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::ids::{GebiedId, IdeaId, RoundId, WijkId};
use wijkdeal::domain::money::Cents;
use wijkdeal::domain::person::{Actor, Role};
use wijkdeal::domain::phase::{Phase, Schedule};
use wijkdeal::domain::rules::{BallotForm, Entrances, OutcomeRule, Rules, Template};
use wijkdeal::domain::time::{Instant, Language, Window};
use wijkdeal::sealing::FromCode;
use wijkdeal::storage::ideas::{self, Words};
use wijkdeal::storage::rounds::{self, NewRound};
use wijkdeal::storage::{people, schema};

use crate::support::{Browser, TestApp, at};

/// What the dice of every story give.
pub const DICE: &str = "3516244612";

/// Voting opens and closes here, unless a story says otherwise.
pub const OPENS: &str = "2027-05-10T09:00";
pub const CLOSES: &str = "2027-05-24T20:00";
pub const RESULT: &str = "2027-06-01T09:00";

/// A round in which people vote.
pub struct World {
    pub round: RoundId,
    pub slug: String,
    pub gebied: GebiedId,
    pub wijken: [WijkId; 2],
    pub plans: Vec<IdeaId>,
    pub codes: Vec<Stemcode>,
}

/// What a story wants to differ from the usual.
pub struct Wish {
    pub rules: Rules,
    /// Plans: title, euros, theme.
    pub plans: Vec<(&'static str, i64, Option<&'static str>)>,
    pub codes: u32,
    pub closes: Instant,
}

pub fn usual() -> Wish {
    Wish {
        rules: Rules {
            ballot: BallotForm::Choose { min: 1, max: 2 },
            outcome: OutcomeRule::Top { places: 2 },
            entrances: Entrances { letter: true, email: true },
            ..Template::TopTen.rules()
        },
        plans: vec![
            ("Plukbomen in het plantsoen", 4_500, Some("groen-en-buitenzijn")),
            ("Een muziekkoepel op het plein", 32_000, Some("kunst-cultuur-en-historie")),
            ("Veilig oversteken", 18_500, Some("verkeer-en-veiligheid")),
            ("Samen eten", 9_800, Some("meedoen-en-samenzijn")),
        ],
        codes: 12,
        closes: at(CLOSES),
    }
}

pub fn schedule(closes: Instant) -> Schedule {
    let window = |starts: Instant, ends: Instant| Window { starts, ends };
    let after = |days| closes.plus(chrono::TimeDelta::days(days));
    let opens = at(OPENS).min(after(-14));
    Schedule::new(vec![
        (Phase::Submit, window(opens.plus(chrono::TimeDelta::days(-60)), opens.plus(chrono::TimeDelta::days(-30)))),
        (Phase::Review, window(opens.plus(chrono::TimeDelta::days(-30)), opens)),
        (Phase::Vote, window(opens, closes)),
        (Phase::Count, window(closes, after(7))),
        (Phase::Result, window(after(7), after(30))),
        (Phase::Evaluate, window(after(200), after(300))),
    ])
    .unwrap()
}

impl World {
    /// A round that is open for voting, half-way.
    pub async fn open(app: &TestApp, wish: Wish) -> Self {
        let mut world = Self::make(app, &wish).await;
        app.clock.set(wish.closes.plus(chrono::TimeDelta::days(-7)));
        if wish.codes > 0 {
            world.codes = codes::make_batch(&app.context, &Actor::Clock, world.round, world.wijken[0], wish.codes).await.unwrap().codes;
        }
        world
    }

    async fn make(app: &TestApp, wish: &Wish) -> Self {
        let (rules, plans, schedule, now) = (wish.rules.clone(), wish.plans.clone(), schedule(wish.closes), app.clock.now());
        app.context
            .db
            .write(move |conn| {
                use schema::{gebieden, wijken};
                let gebied: GebiedId = diesel::insert_into(gebieden::table)
                    .values((gebieden::slug.eq("zuid"), gebieden::name.eq("Zuid"), gebieden::kind.eq("stad")))
                    .returning(gebieden::id)
                    .get_result(conn)?;
                let mut both = Vec::new();
                for (slug, name, inhabitants) in [("de-wijert", "De Wijert", 8_000_i64), ("helpman", "Helpman", 6_000)] {
                    let day = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
                    let id: WijkId = diesel::insert_into(wijken::table)
                        .values((
                            wijken::gebied_id.eq(gebied),
                            wijken::slug.eq(slug),
                            wijken::name.eq(name),
                            wijken::inhabitants.eq(inhabitants),
                            wijken::inhabitants_year.eq(2026),
                            wijken::valid_from.eq(day),
                        ))
                        .returning(wijken::id)
                        .get_result(conn)?;
                    both.push(id);
                }
                let wijken = [both[0], both[1]];
                let new = NewRound {
                    slug: "wijkdeal-zuid".into(),
                    name: "Wijkdeal Zuid".into(),
                    purpose: "Wat heeft Zuid nodig?".into(),
                    gebied,
                    rules,
                    schedule,
                    wijken: both.clone(),
                    inhabitants: 14_000,
                    raadsbesluit: None,
                    verdicts_at: None,
                };
                let round = rounds::insert(conn, &new, now)?;
                rounds::set_published(conn, round, now)?;
                let email = "owner@voorbeeld.nl".parse_email();
                let owner = people::insert(conn, Some(&email), "Robin Voorbeeld", Language::Nl, None, now)?.id;
                let mut ids = Vec::new();
                for (i, (title, euros, theme)) in plans.iter().enumerate() {
                    let words = Words {
                        title: (*title).into(),
                        why: "Goed voor de wijk.".into(),
                        theme: theme.map(Into::into),
                        wijk_id: Some(wijken[i % 2]),
                        ..Words::default()
                    };
                    let id = ideas::insert(conn, round, owner, &words, &format!("plan-{i}"), now)?;
                    ideas::set_state(conn, id, IdeaState::Submitted, now.plus(chrono::TimeDelta::minutes(i64::try_from(i).unwrap())))?;
                    ideas::set_state(conn, id, IdeaState::Feasible, now)?;
                    diesel::update(schema::ideas::table.find(id)).set(schema::ideas::cost.eq(Cents::euros(*euros))).execute(conn)?;
                    ids.push(id);
                }
                Ok(Self { round, slug: new.slug, gebied, wijken, plans: ids, codes: Vec::new() })
            })
            .await
            .unwrap()
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/rondes/{}/{rest}", self.slug)
    }

    /// A browser in which a code was typed; it shows the ballot.
    pub async fn voter(&self, app: &TestApp, code: usize) -> Browser {
        let browser = app.visitor();
        let page = browser.get(&self.path("stemmen")).await.submit(&[("code", &self.codes[code].printed())]).await;
        assert_eq!((page.status, page.path.as_str()), (200, self.path("stembiljet").as_str()), "{}", page.text());
        browser
    }

    /// The right to vote with a code, without a browser.
    pub fn ticket(&self, app: &TestApp, code: usize) -> Ticket {
        Ticket::new(self.round, FromCode::new(&app.context.secrets, self.round, &self.codes[code]), app.clock.now())
    }

    /// Everything up to the count, as far as it was not done yet: the box is closed and counted by this
    /// person and opened by a colleague, and the dice are thrown on the square.
    pub async fn count(&self, app: &TestApp, actor: &Actor) -> wijkdeal::error::Result<()> {
        let (context, sure) = (&app.context, Fresh::without_session());
        loop {
            let next = ceremony::ceremony(context, actor, self.round).await?.next;
            match next {
                Next::Wait | Next::Take(Step::Close) => ceremony::close(context, actor, sure, self.round).await?,
                Next::Take(Step::Draw) => ceremony::draw(context, actor, sure, self.round, DICE, "Op het plein, met bewoners").await?,
                Next::Take(Step::Open) => ceremony::open(context, &self.colleague(app).await, sure, self.round, Vec::new()).await?,
                _ => return ceremony::count(context, actor, sure, self.round).await,
            }
        }
    }

    /// Somebody else of the gebiedsteam.
    pub async fn colleague(&self, app: &TestApp) -> Actor {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("Collega {}", NEXT.fetch_add(1, Ordering::Relaxed));
        crate::outcome::actor(app, &name, Role::Gebiedsteam, self.gebied).await
    }

    /// Casts with a code, without a browser: the places of the plans.
    pub async fn cast(&self, app: &TestApp, code: usize, plans: &[usize]) -> wijkdeal::error::Result<()> {
        let choices = wijkdeal::domain::ballot::Choices::ticks(plans.iter().map(|i| self.plans[*i]));
        wijkdeal::app::voting::cast(&app.context, &self.ticket(app, code), &choices, Language::Nl).await
    }
}

/// Plans as fields of the form.
pub fn fields(world: &World, plans: &[usize]) -> Vec<(&'static str, String)> {
    plans.iter().map(|i| ("plan", world.plans[*i].to_string())).collect()
}

/// Posts a ballot as the form does.
pub async fn save(world: &World, browser: &Browser, plans: &[usize]) -> crate::support::Page {
    let fields = fields(world, plans);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    browser.post(&world.path("stembiljet"), &fields).await
}

/// The titles of the plans, in the order of the page.
pub fn titles(page: &crate::support::Page) -> Vec<String> {
    page.all(".wd-choice__label")
}

trait ParseEmail {
    fn parse_email(&self) -> wijkdeal::domain::text::Email;
}

impl ParseEmail for str {
    fn parse_email(&self) -> wijkdeal::domain::text::Email {
        wijkdeal::domain::text::Email::parse(self).unwrap()
    }
}

/// How many rows there are in the box and how many codes were used.
pub async fn box_and_used(app: &TestApp) -> (i64, i64) {
    use schema::{ballot_box, roll};
    app.context
        .db
        .read(|conn| {
            let ballots = ballot_box::table.count().get_result(conn)?;
            let used = roll::table.filter(roll::state.eq("used")).count().get_result(conn)?;
            Ok((ballots, used))
        })
        .await
        .unwrap()
}
