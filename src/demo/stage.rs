//! The stage the demo is played on: the city, the people with roles, and the clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::people::resident;
use super::plans::DemoIdea;
use super::{DemoClock, WayIn, city, day};
use crate::app::ideas::words::Aim;
use crate::app::ideas::write::{self, Form};
use crate::app::ledger::Entry;
use crate::app::review::verdicts::NewVerdict;
use crate::app::review::{contact, verdicts};
use crate::app::{Context, areas, ledger};
use crate::domain::advies::council::CouncilRules;
use crate::domain::area::{GebiedKind, Wijk};
use crate::domain::division::{BuurtEntry, Division, GebiedEntry, WijkEntry};
use crate::domain::idea::VerdictKind;
use crate::domain::ids::{GebiedId, IdeaId, PersonId, RoundId};
use crate::domain::money::Cents;
use crate::domain::person::{Actor, Grant, Role, Scope};
use crate::domain::phase::{Phase, Schedule};
use crate::domain::rules::Rules;
use crate::domain::text::Email;
use crate::domain::time::{Instant, Language, Window};
use crate::error::{Error, Result};
use crate::secrets::{hex, random, sha256};
use crate::storage::adviezen::OrgaanText;
use crate::storage::sessions::{LinkPurpose, NewLink};
use crate::storage::{Db, adviezen, people, rounds, sessions};

/// How many residents take part in De Wijert.
pub const PARTICIPANTS: usize = 300;

/// Everything the scenes need.
pub struct Stage {
    /// The application.
    pub context: Context,
    clock: Arc<DemoClock>,
    /// The day the demo is started on.
    pub today: Instant,
    wijken: BTreeMap<String, Wijk>,
    /// The residents who take part.
    pub residents: Vec<Actor>,
    /// Staff by role; the second of a role has a 2 behind it.
    staff: BTreeMap<&'static str, (Actor, String)>,
}

/// A round as the demo describes it.
pub struct Plan<'a> {
    /// Part of its address.
    pub slug: &'a str,
    /// Name.
    pub name: &'a str,
    /// What it is for.
    pub purpose: &'a str,
    /// Slugs of its wijken.
    pub wijken: &'a [&'a str],
    /// The rules.
    pub rules: Rules,
    /// Phases with the first and last day, counted from today.
    pub phases: &'a [(Phase, i64, i64)],
    /// Decision of the gemeenteraad.
    pub raadsbesluit: &'a str,
}

impl Stage {
    /// Builds the city and its people.
    pub async fn open(context: &Context, clock: &Arc<DemoClock>, today: Instant) -> Result<Self> {
        clock.set(Some(day(today, -420, 9)));
        let (ctx, from) = (context.clone(), NaiveDate::from_ymd_opt(2019, 1, 1).unwrap_or_default());
        let (wijken, residents, staff) = context
            .db
            .write(move |conn| {
                let now = ctx.now();
                areas::import(conn, &division(), from, now)?;
                let wijken: BTreeMap<String, Wijk> =
                    crate::storage::areas::wijken(conn, now.day())?.into_iter().map(|wijk| (wijk.slug.clone(), wijk)).collect();
                let residents = (0..PARTICIPANTS).map(|i| add_resident(conn, i, now)).collect::<Result<Vec<_>>>()?;
                let zuid = wijken.get("de-wijert").map(|wijk| wijk.gebied).ok_or(Error::NotFound)?;
                let staff = add_staff(conn, zuid, &wijken, now)?;
                Ok((wijken, residents, staff))
            })
            .await?;
        Ok(Self { context: context.clone(), clock: Arc::clone(clock), today, wijken, residents, staff })
    }

    /// Moves the clock to so many days from today.
    pub fn on_day(&self, days: i64, hour: u32) {
        self.clock.set(Some(day(self.today, days, hour)));
    }

    /// The wijk with this slug.
    pub fn wijk(&self, slug: &str) -> Result<&Wijk> {
        self.wijken.get(slug).ok_or(Error::NotFound)
    }

    /// Somebody of the staff.
    pub fn staff(&self, who: &str) -> Result<&Actor> {
        self.staff.get(who).map(|(actor, _)| actor).ok_or(Error::NotFound)
    }

    /// A resident; the numbers go round.
    pub fn resident(&self, i: usize) -> Result<&Actor> {
        self.residents.get(i % self.residents.len().max(1)).ok_or(Error::NotFound)
    }

    /// Sets up and publishes a round.
    pub async fn round(&self, plan: &Plan<'_>) -> Result<RoundId> {
        let wijken = plan.wijken.iter().map(|slug| self.wijk(slug)).collect::<Result<Vec<_>>>()?;
        let windows = plan.phases.iter().map(|(phase, first, last)| {
            let window = Window { starts: day(self.today, *first, 9), ends: day(self.today, *last, 20) };
            (*phase, window)
        });
        let schedule = Schedule::new(windows.collect()).map_err(Error::internal)?;
        let verdicts_at = schedule.window(Phase::Review).map(|window| window.ends.plus(TimeDelta::hours(-1)));
        let new = rounds::NewRound {
            slug: plan.slug.to_owned(),
            name: plan.name.to_owned(),
            purpose: plan.purpose.to_owned(),
            gebied: wijken.first().map(|wijk| wijk.gebied).ok_or(Error::NotFound)?,
            rules: plan.rules.clone(),
            schedule,
            wijken: wijken.iter().map(|wijk| wijk.id).collect(),
            inhabitants: wijken.iter().map(|wijk| wijk.inhabitants).sum(),
            raadsbesluit: Some(plan.raadsbesluit.to_owned()),
            verdicts_at,
        };
        let (context, manager) = (self.context.clone(), self.staff("gebiedsmanager")?.clone());
        let make = move |conn: &mut Db| {
            let id = rounds::insert(conn, &new, context.now())?;
            let round = rounds::find(conn, id)?;
            crate::app::rounds::publish_in(&context, conn, &manager, &round)?;
            Ok(id)
        };
        self.context.db.write(make).await
    }

    /// Hands in an idea for a resident.
    pub async fn hand_in(&self, round: &str, owner: &Actor, idea: &DemoIdea) -> Result<IdeaId> {
        let slug = round.to_owned();
        let wijken = self.context.db.read(move |conn| {
            let round = rounds::by_slug(conn, &slug)?;
            Ok(rounds::wijken_of(conn, round.id)?)
        });
        let wijken = wijken.await?;
        let here = wijken.iter().find(|(_, name)| idea.place.contains(name.as_str())).or(wijken.first());
        let typed = [
            ("wijk", here.map(|(id, _)| id.to_string()).unwrap_or_default()),
            ("title", idea.title.to_owned()),
            ("why", idea.why.to_owned()),
            ("residents_do", idea.residents.to_owned()),
            ("municipality_does", idea.municipality.to_owned()),
            ("cost", idea.euros.to_string()),
            ("theme", idea.theme.to_owned()),
            ("place", idea.place.to_owned()),
            ("agree", "ja".to_owned()),
        ];
        let typed = typed.into_iter().map(|(field, value)| (field.to_owned(), value)).collect();
        let key = format!("demo-{round}-{}", crate::domain::text::slug(idea.title));
        let form = Form { typed, photo: None, aim: Aim::HandIn };
        Ok(write::begin(&self.context, owner.clone(), round.to_owned(), key, form).await?.id)
    }

    /// Books what the gemeenteraad granted, for last year, this year and the next.
    pub async fn grant_money(&self, wijk: &str, cents: Cents, reason: &str) -> Result<()> {
        let gebied = self.wijk(wijk)?.gebied;
        let slug = self.context.db.read(move |conn| Ok(crate::storage::areas::find_gebied(conn, gebied)?.slug)).await?;
        let this_year = self.today.day().year();
        for year in [this_year - 1, this_year, this_year + 1] {
            let manager = self.staff("gebiedsmanager")?.clone();
            ledger::book(&self.context, manager, slug.clone(), Entry::Grant, year, cents, reason.to_owned()).await?;
        }
        Ok(())
    }

    /// Looks at an idea and prepares the answer.
    pub async fn judge(&self, reviewer: &Actor, idea: IdeaId, cost: Option<i64>, reason: &str) -> Result<()> {
        contact::take_up(&self.context, reviewer, idea).await?;
        let kind = if cost.is_some() { VerdictKind::Feasible } else { VerdictKind::NotFeasible };
        let verdict = NewVerdict { kind, cost: cost.map(Cents::euros), reason: reason.to_owned(), keeper: None };
        verdicts::prepare(&self.context, reviewer, idea, verdict).await
    }

    /// A way in for everybody with a role, and for one resident.
    pub async fn ways_in(&self) -> Result<Vec<WayIn>> {
        let resident = ("bewoner", resident(0).1, self.resident(0)?.name().to_owned());
        let staff = self.staff.iter().map(|(who, (actor, email))| (*who, email.clone(), actor.name().to_owned()));
        let mut ways = Vec::new();
        for (who, email, name) in std::iter::once(resident).chain(staff) {
            let token: [u8; 32] = random().map_err(Error::Internal)?;
            let now = self.context.now();
            let link = NewLink {
                token_hash: sha256(&token).to_vec(),
                code_hash: sha256(&token).to_vec(),
                browser_hash: None,
                email: Email::parse(&email).map_err(Error::internal)?,
                purpose: LinkPurpose::Demo,
                next: if who == "bewoner" { "/mijn".into() } else { "/werk".into() },
                expires_at: now.plus(TimeDelta::days(30)),
            };
            self.context.db.write_unseen(move |conn| Ok(sessions::add_link(conn, &link, now)?)).await?;
            ways.push(WayIn { who: format!("{who} ({name})"), href: self.context.url(&format!("/inloggen/link#t={}", hex(&token))) });
        }
        Ok(ways)
    }
}

fn division() -> Division {
    let mut number = 0;
    let gebieden = city::GEBIEDEN.iter().map(|(slug, name, village, wijken)| GebiedEntry {
        slug: (*slug).to_owned(),
        name: (*name).to_owned(),
        kind: if *village { GebiedKind::Dorp } else { GebiedKind::Stad },
        wijken: wijken
            .iter()
            .map(|(slug, name, inhabitants)| {
                number += 1;
                // One buurt a wijk, under a code no statistics office uses.
                let buurt = BuurtEntry { code: format!("BU9999{number:04}"), name: (*name).to_owned(), inhabitants: *inhabitants };
                WijkEntry { slug: (*slug).to_owned(), name: (*name).to_owned(), buurten: vec![buurt] }
            })
            .collect(),
    });
    Division { year: city::YEAR, gebieden: gebieden.collect() }
}

fn add_resident(conn: &mut Db, i: usize, now: Instant) -> Result<Actor> {
    let (name, email) = resident(i);
    let email = Email::parse(&email).map_err(Error::internal)?;
    let person = people::insert(conn, Some(&email), &name, Language::Nl, None, now)?;
    Ok(Actor::Person { id: person.id, name, grants: Vec::new() })
}

fn add_staff(conn: &mut Db, zuid: GebiedId, wijken: &BTreeMap<String, Wijk>, now: Instant) -> Result<BTreeMap<&'static str, (Actor, String)>> {
    let text = OrgaanText {
        name: "WIJ-raad".into(),
        purpose: "De bewonersraad van WIJ Groningen: komt op voor de gemeenschappelijke belangen van bewoners.".into(),
        max_members: 15,
        reply_days: 30,
        rules: CouncilRules::USUAL,
        recruiting: "Wij zoeken bewoners die willen meedenken. U hoeft geen ervaring te hebben. Wij vergaderen één avond in de maand.".into(),
    };
    let raad = adviezen::insert_orgaan(conn, "wij-raad", &text)?;
    let council = Scope::Adviesorgaan(raad);
    let gebieden: std::collections::BTreeSet<GebiedId> = wijken.values().map(|wijk| wijk.gebied).collect();
    let everywhere: Vec<Scope> = gebieden.into_iter().map(Scope::Gebied).collect();
    let all: [(&'static str, &str, Role, Vec<Scope>); 10] = [
        ("gebiedsteam", "Gerrit Gebied", Role::Gebiedsteam, everywhere.clone()),
        ("gebiedsteam 2", "Gea Gebied", Role::Gebiedsteam, vec![Scope::Gebied(zuid)]),
        ("gebiedsmanager", "Mieke Manager", Role::Gebiedsmanager, everywhere.clone()),
        ("wijkwethouder", "Wessel Wethouder", Role::Wijkwethouder, everywhere.clone()),
        ("wij-medewerker", "Wietske Wij", Role::WijMedewerker, everywhere),
        ("WIJ-raad voorzitter", "Vera Voorzitter", Role::AdviesVoorzitter, vec![council]),
        ("WIJ-raad lid", "Lammert Lid", Role::AdviesLid, vec![council]),
        ("WIJ-raad lid 2", "Loubna Lid", Role::AdviesLid, vec![council]),
        ("WIJ-raad lid 3", "Luuk Lid", Role::AdviesLid, vec![council]),
        ("beheerder", "Bea Beheer", Role::Beheerder, vec![Scope::City]),
    ];
    let mut staff = BTreeMap::new();
    for (who, name, role, scopes) in all {
        let address = format!("{}@voorbeeld.nl", crate::domain::text::slug(name));
        let email = Email::parse(&address).map_err(Error::internal)?;
        let person = people::insert(conn, Some(&email), name, Language::Nl, None, now)?;
        let grants = scopes.into_iter().map(|scope| grant(conn, person.id, role, scope, now)).collect::<Result<Vec<_>>>()?;
        staff.insert(who, (Actor::Person { id: person.id, name: name.to_owned(), grants }, address));
    }
    Ok(staff)
}

fn grant(conn: &mut Db, person: PersonId, role: Role, scope: Scope, now: Instant) -> Result<Grant> {
    let given = Grant { role, scope, starts: now.day(), ends: None };
    people::grant(conn, person, &given, now)?;
    Ok(given)
}
