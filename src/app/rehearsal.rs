//! The rehearsal (generale repetitie): the whole round with its real rules, form, wijken and plans,
//! played by invented people in a database of its own, through the same functions as the real vote.
//! Only what it gives to read comes out; the database and its keys are thrown away.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;

use super::count::ceremony::{self, Ceremony};
use super::count::holders::{self, Passphrase};
use super::count::outcomes;
use super::ledger::{self, Entry};
use super::staff::Fresh;
use super::voting::{self, Casting};
use super::{Context, codes};
use crate::clock::Clock;
use crate::config::{MailTarget, Settings};
use crate::domain::ballot::{BallotText, Choices};
use crate::domain::ids::{PersonId, RoundId};
use crate::domain::money::Cents;
use crate::domain::outcome::RoundStatus;
use crate::domain::person::{Actor, Grant, REVIEWERS, Role, Scope};
use crate::domain::phase::Phase;
use crate::domain::rules::BallotForm;
use crate::domain::time::{Instant, Language};
use crate::error::{Error, FieldError, Message, Result};
use crate::secrets::{Secrets, hex, random};
use crate::storage::rehearsal::{self, Original};
use crate::storage::rounds::Round;
use crate::storage::{Database, Target, people, rounds};

/// The most invented voters.
pub const MOST_VOTERS: u32 = 500;
/// How many there are when nobody says.
pub const VOTERS: u32 = 100;

/// A clock that stands where the rehearsal puts it.
struct Moved(Mutex<Instant>);

impl Clock for Moved {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Moved {
    fn to(&self, at: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

/// What a rehearsal gives to read.
pub struct Rehearsed {
    /// The whole ceremony, as far as the publication and the destruction of the key.
    pub ceremony: Ceremony,
    /// Invented voters whose ballot came in.
    pub voters: u32,
}

/// Rehearses a round that is set up and not open yet, with so many invented voters.
///
/// # Errors
/// When this person may not, voting has begun, there are no plans to vote for, or a step is refused:
/// then the real round would be refused there as well.
pub async fn rehearse(context: &Context, actor: &Actor, round: RoundId, voters: u32) -> Result<Rehearsed> {
    if voters == 0 || voters > MOST_VOTERS {
        return Err(Error::Invalid(vec![FieldError::new("voters", Message::new("error-rehearsal-voters").with("max", MOST_VOTERS))]));
    }
    let round = may_rehearse(context, actor, round).await?;
    let original = context.db.read(move |conn| rehearsal::read(conn, round)).await?;
    if original.plans.is_empty() {
        return Err(Error::refused(Message::new("error-rehearsal-no-plans")));
    }
    let folder = tempfile::tempdir().map_err(Error::internal)?;
    let stage = Stage::set(context, original, folder.path()).await?;
    let voters = stage.vote(voters).await?;
    let ceremony = stage.count().await?;
    drop(stage);
    folder.close().map_err(Error::internal)?;
    Ok(Rehearsed { ceremony, voters })
}

/// The round, when this person can rehearse it now.
///
/// # Errors
/// When this person may not, it is not set up, or voting has begun.
pub async fn may_rehearse(context: &Context, actor: &Actor, round: RoundId) -> Result<Round> {
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .read(move |conn| {
            let round = rounds::find(conn, round)?;
            if actor != Actor::Clock && !actor.has_at(REVIEWERS, round.place()) {
                return Err(Error::Forbidden);
            }
            let ready = round.status == RoundStatus::Published && round.schedule.window(Phase::Vote).is_some();
            if !ready || round.schedule.has_begun(Phase::Vote, now) {
                return Err(Error::refused(Message::new("error-rehearsal-when")));
            }
            Ok(round)
        })
        .await
}

/// A stage that is taken down afterwards.
struct Stage {
    context: Context,
    clock: Arc<Moved>,
    original: Original,
    round: RoundId,
    /// Two of the gebiedsteam, the wijkwethouder and the gebiedsmanager, all invented.
    cast: [Actor; 4],
    holders: Vec<(PersonId, String)>,
}

const NAMES: [(&str, Role); 4] = [
    ("Repetitie: gebiedsteam 1", Role::Gebiedsteam),
    ("Repetitie: gebiedsteam 2", Role::Gebiedsteam),
    ("Repetitie: wijkwethouder", Role::Wijkwethouder),
    ("Repetitie: gebiedsmanager", Role::Gebiedsmanager),
];

impl Stage {
    async fn set(real: &Context, original: Original, folder: &std::path::Path) -> Result<Self> {
        let opens = original.round.schedule.window(Phase::Vote).ok_or(Error::NotFound)?.starts;
        let clock = Arc::new(Moved(Mutex::new(opens.plus(TimeDelta::hours(-1)))));
        let target = Target::Sqlite(folder.join("rehearsal.sqlite").display().to_string());
        let opened = target.clone();
        let db = tokio::task::spawn_blocking(move || Database::open(&opened, 2)).await.map_err(Error::internal)?.map_err(Error::internal)?;
        let settings =
            Settings { database: target, data_dir: folder.to_owned(), mail: MailTarget::Folder(folder.join("mail")), ..(*real.settings).clone() };
        let shown = Arc::clone(&clock) as Arc<dyn Clock>;
        let context = Context {
            casting: Casting::new(db.clone(), Arc::clone(&shown)),
            db,
            clock: shown,
            secrets: Arc::new(Secrets::from_bytes(random().map_err(Error::Internal)?)),
            settings: Arc::new(settings),
            views: Arc::clone(&real.views),
            limits: Arc::default(),
            ballots: Arc::default(),
            turnout: Arc::default(),
        };
        let (copy, now) = (original.clone(), context.now());
        let (round, cast) = context
            .db
            .write(move |conn| {
                let round = rehearsal::copy(conn, &copy, now)?;
                let mut cast = Vec::new();
                for (name, role) in NAMES {
                    let person = people::insert(conn, None, name, Language::Nl, None, now)?;
                    let grant = Grant { role, scope: Scope::Gebied(copy.gebied.id), starts: now.day(), ends: None };
                    people::grant(conn, person.id, &grant, now)?;
                    cast.push(Actor::Person { id: person.id, name: name.to_owned(), grants: vec![grant] });
                }
                Ok((round, cast))
            })
            .await?;
        let cast: [Actor; 4] = cast.try_into().map_err(|_| Error::internal("a cast of four"))?;
        let mut stage = Self { context, clock, original, round, cast, holders: Vec::new() };
        stage.share_the_key().await?;
        Ok(stage)
    }

    /// Two of them become key holders, as before the real vote.
    async fn share_the_key(&mut self) -> Result<()> {
        for holder in self.cast.iter().take(2) {
            let passphrase = hex(&random::<16>().map_err(Error::Internal)?);
            holders::become_holder(&self.context, holder, self.round, passphrase.clone(), &passphrase).await?;
            self.holders.extend(holder.person().map(|person| (person, passphrase)));
        }
        Ok(())
    }

    /// Codes are made, and invented voters come in with them; gives how many.
    async fn vote(&self, voters: u32) -> Result<u32> {
        let schedule = &self.original.round.schedule;
        let opens = schedule.window(Phase::Vote).ok_or(Error::NotFound)?.starts;
        let wijken = u32::try_from(self.original.wijken.len()).unwrap_or(1).max(1);
        let [team, ..] = &self.cast;
        let mut came = 0;
        for (place, wijk) in (0..).zip(&self.original.wijken) {
            let share = voters / wijken + u32::from(place < voters % wijken);
            if share == 0 {
                continue;
            }
            self.clock.to(opens.plus(TimeDelta::hours(-1)));
            let batch = codes::make_batch(&self.context, team, self.round, wijk.id, share).await?;
            self.clock.to(opens.plus(TimeDelta::minutes(1)));
            for code in &batch.codes {
                let ticket = voting::enter(&self.context, self.round, code, Language::Nl).await?.ok_or(Error::NotFound)?;
                let frozen = voting::frozen_ballot(&self.context, self.round).await?;
                voting::cast(&self.context, &ticket, &invented(&frozen.text)?, Language::Nl).await?;
                came += 1;
            }
        }
        Ok(came)
    }

    /// Every step of the ceremony, by whose turn it is.
    async fn count(&self) -> Result<Ceremony> {
        let (context, round, sure) = (&self.context, self.round, Fresh::without_session());
        let schedule = &self.original.round.schedule;
        let [one, two, alderman, manager] = &self.cast;
        let starts = |phase| schedule.window(phase).map(|window| window.starts);
        let over = schedule.window(Phase::Vote).ok_or(Error::NotFound)?.ends;
        self.clock.to(starts(Phase::Count).map_or(over, |count| count.max(over)));
        self.grant(manager).await?;
        ceremony::close(context, one, sure, round).await?;
        ceremony::draw(context, one, sure, round, &dice()?, "Repetitie: verzonnen worpen").await?;
        let typed = self.holders.iter().map(|(person, typed)| Passphrase { person: *person, typed: typed.clone() }).collect();
        ceremony::open(context, two, sure, round, typed).await?;
        ceremony::count(context, one, sure, round).await?;
        outcomes::check(context, two, sure, round).await?;
        outcomes::confirm(context, alderman, sure, round, "").await?;
        self.clock.to(starts(Phase::Result).map_or_else(|| context.now(), |result| result.max(context.now())));
        outcomes::publish(context, manager, sure, round, Language::Nl).await?;
        ceremony::ceremony(context, one, round).await
    }

    /// The money of the round, so that the chosen plans get theirs.
    async fn grant(&self, manager: &Actor) -> Result<()> {
        let round = &self.original.round;
        let (year, money) = (round.budget_year(self.context.now()), Cents(round.amount().0.max(1)));
        let (gebied, why) = (self.original.gebied.slug.clone(), "Repetitie: gebiedsbudget".to_owned());
        ledger::book(&self.context, manager.clone(), gebied, Entry::Grant, year, money, why).await
    }
}

/// A ballot that the rules allow: plans in random order, as long as one more may be chosen.
fn invented(text: &BallotText) -> Result<Choices> {
    let mut order = Vec::with_capacity(text.plans.len());
    for plan in &text.plans {
        order.push((random::<8>().map_err(Error::Internal)?, plan.id));
    }
    order.sort_unstable();
    let ranked = matches!(text.form, BallotForm::Ranking { .. });
    let mut choices = Choices::default();
    for (_, plan) in order {
        // A ranking takes the next place; points and ticks are one each.
        let given = if ranked { u16::try_from(choices.len() + 1).unwrap_or(u16::MAX) } else { 1 };
        let mut more = choices.clone();
        if more.add(plan, given) && text.check(&more).is_ok() {
            choices = more;
        }
    }
    Ok(choices)
}

fn dice() -> Result<String> {
    let throws: [u8; 10] = random().map_err(Error::Internal)?;
    Ok(throws.iter().map(|throw| char::from(b'1' + throw % 6)).collect())
}
