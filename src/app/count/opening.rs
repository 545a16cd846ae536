//! Opening the box: its ballots are opened in memory and written back in random order, without what
//! could tie them to a code.

use super::alarms::digest;
use super::ceremony::{State, added, turn};
use super::holders::{NEEDED, Passphrase};
use super::key;
use crate::app::staff::Fresh;
use crate::app::{Context, Deed, receipts, voting};
use crate::domain::ceremony::Step;
use crate::domain::event::Subject;
use crate::domain::ids::{RoundId, WijkId};
use crate::domain::outcome::Channel;
use crate::domain::person::Actor;
use crate::error::{Error, Message, Result};
use crate::sealing::{Bound, CountingKey};
use crate::secrets::random;
use crate::storage::ballot_box::{self, Counted, Frozen};
use crate::storage::ceremony::Done;

type Sealed = Vec<(WijkId, Channel, Vec<u8>)>;

/// Opens the box with the passphrases of two key holders, or with the one key file; then writes the
/// database anew. What was in the box before is gone in the same transaction.
///
/// # Errors
/// When it is not the turn of this step, a passphrase is wrong, or a ballot was put in, taken out or
/// changed: then nothing is opened.
pub async fn open(context: &Context, actor: &Actor, fresh: Fresh, round: RoundId, typed: Vec<Passphrase>) -> Result<()> {
    let frozen = voting::frozen_ballot(context, round).await?;
    let (inner, who) = (context.clone(), actor.clone());
    let people: Vec<_> = typed.iter().filter(|passphrase| !passphrase.typed.is_empty()).map(|passphrase| passphrase.person).collect();
    let (sealed, key, state) = context
        .db
        .read(move |conn| {
            let (_, state) = turn(&inner, conn, &who, round, Step::Open)?;
            let sealed = ballot_box::contents(conn, round)?;
            // Nobody needs a key for an empty box.
            let key = if sealed.is_empty() { None } else { Some(key::open(&inner, conn, round, &typed)?) };
            Ok((sealed, key, state))
        })
        .await?;
    let (text, bound) = (frozen.clone(), Bound::new(round, &frozen.hash));
    let opened = move || key.map_or(Ok(Vec::new()), |key| open_all(&key, &text, &bound, sealed));
    let mixed = tokio::task::spawn_blocking(opened).await.map_err(Error::internal)??;
    let holders = if state.holders.len() < NEEDED { Vec::new() } else { people };
    store(context, actor, round, mixed, &holders).await?;
    if let Err(error) = super::ceremony::clean(context, actor, fresh, round).await {
        tracing::warn!(%error, "the database was not written anew after mixing; the page of the ceremony asks for it again");
    }
    Ok(())
}

async fn store(context: &Context, actor: &Actor, round: RoundId, mixed: Vec<Counted>, holders: &[crate::domain::ids::PersonId]) -> Result<()> {
    let (inner, actor, holders) = (context.clone(), actor.clone(), holders.to_vec());
    context
        .db
        .write(move |conn| {
            ballot_box::lock_round(conn, round)?;
            let now = inner.now();
            turn(&inner, conn, &actor, round, Step::Open)?;
            receipts::check_box(conn, round)?;
            let ballots = i64::try_from(mixed.len()).map_err(Error::internal)?;
            let digest = digest(&mixed)?;
            ballot_box::empty_into(conn, round, &mixed)?;
            let (first, second) = (holders.first().copied(), holders.get(1).copied());
            let done = Done { first_holder: first, second_holder: second, ballots: Some(ballots), ..Done::by(Step::Open, actor.person(), now) };
            added(conn, round, &Done { digest: Some(digest.clone()), ..done })?;
            let detail = serde_json::json!({ "ballots": ballots, "digest": digest });
            Deed { actor: &actor, action: "round.open_box", subject: Subject::Round, id: round.0 }.record(conn, now, None, detail)
        })
        .await
}

fn open_all(key: &CountingKey, frozen: &Frozen, bound: &Bound, sealed: Sealed) -> Result<Vec<Counted>> {
    let all = sealed.len();
    let mut mixed: Vec<([u8; 16], Counted)> = Vec::with_capacity(all);
    for (wijk, channel, ballot) in sealed {
        let choices = key.open(bound, &ballot).ok().and_then(|plain| frozen.text.decode(&plain).ok());
        if let Some(choices) = choices.filter(|choices| frozen.text.check(choices).is_ok()) {
            mixed.push((random().map_err(Error::Internal)?, Counted { wijk, channel, choices }));
        }
    }
    if mixed.len() != all {
        return Err(Error::refused(Message::new("error-box-damaged").with("n", all - mixed.len())));
    }
    mixed.sort_unstable_by_key(|(place, _)| *place);
    Ok(mixed.into_iter().map(|(_, ballot)| ballot).collect())
}

impl State {
    /// Whether two key holders are needed to open the box.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.holders.len() >= NEEDED
    }
}
