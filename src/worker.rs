//! What happens by itself: mail goes out, and what the dates of a round say is done.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;

use crate::app::adviezen::reminders;
use crate::app::review::{changes, forwarding, verdicts};
use crate::app::{Context, heads, ideas, privacy, rounds, witness};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::mail::Mailer;
use crate::storage::outbox;

/// Waits between tries: 1, 5, 15 and 60 minutes, then every 4 hours for two days.
fn next_try(tries: i32, now: Instant) -> Option<Instant> {
    let minutes = match tries {
        0 => 1,
        1 => 5,
        2 => 15,
        3 => 60,
        4..=16 => 240,
        _ => return None,
    };
    Some(now.plus(TimeDelta::minutes(minutes)))
}

/// How long a mail is of the instance that took it. When that one dies, another sends it after this.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How long sending one mail may take: less than the lease.
const SENDING: Duration = Duration::from_secs(45);

/// Sends the mails that are due; gives how many went out.
///
/// # Errors
/// When the database fails.
pub async fn send_mail(context: &Context, mailer: &Mailer) -> Result<usize> {
    let now = context.now();
    let until = now.plus(LEASE);
    let taken = context.db.write_unseen(move |conn| Ok(outbox::take(conn, now, until, 50)?)).await?;
    let mut sent = 0;
    for mail in taken {
        let (id, tries, until) = (mail.id, mail.tries, context.now().plus(LEASE));
        if !context.db.write_unseen(move |conn| Ok(outbox::hold(conn, id, tries, until)?)).await? {
            continue;
        }
        let sending = tokio::time::timeout(SENDING, mailer.send(id, &mail.mail)).await;
        let outcome = sending.unwrap_or_else(|_| Err("the mail server took too long".to_owned()));
        let now = context.now();
        match outcome {
            Ok(()) => {
                let keep = context.settings.demo;
                let gone = if keep { outbox::shown } else { outbox::sent };
                context.db.write_unseen(move |conn| Ok(gone(conn, id, now)?)).await?;
                sent += 1;
            }
            Err(error) => {
                tracing::warn!(mail = id.0, tries = mail.tries, error, "mail was not sent");
                let next = next_try(mail.tries, now);
                context.db.write_unseen(move |conn| Ok(outbox::failed(conn, id, &error, next)?)).await?;
            }
        }
    }
    Ok(sent)
}

/// What fails is logged and tried again: mail must go out all the same.
fn tried<T>(what: &'static str, done: Result<T>) {
    if let Err(error) = done {
        tracing::error!(%error, what, "something that happens by itself failed; it is tried again");
    }
}

/// One heartbeat. A clock that is behind is an alarm, said once a minute.
async fn keep_time(context: &Context) -> Result<()> {
    let behind = witness::beat(context).await?;
    if behind > witness::MOST_SKEW && context.clock.machine().unix() % 60 == 0 {
        let milliseconds = behind.num_milliseconds();
        tracing::error!(milliseconds, "the clock of this machine is behind that of another server, or went back: set it right");
    }
    Ok(())
}

/// Does what the dates say.
async fn follow_the_dates(context: &Context) {
    tried("keeping the time", keep_time(context).await);
    tried("what the dates of a round say", rounds::by_the_clock(context).await);
    tried("publishing verdicts that are due", verdicts::publish_due(context).await);
    tried("ending proposals whose term has passed", changes::lapse_due(context).await);
    tried("reminding who owes an answer for the city", forwarding::remind(context).await);
    tried("sending letters with news", ideas::news::send_letters(context).await);
    tried("sending the head of the record outside", heads::send_due(context).await);
}

/// One round of everything that happens by itself.
///
/// # Errors
/// When the database fails.
pub async fn tick(context: &Context, mailer: &Mailer) -> Result<()> {
    follow_the_dates(context).await;
    match reminders::remind(context).await {
        Ok(0) => {}
        Ok(reminded) => tracing::info!(reminded, "reminded of adviezen that wait for a reply"),
        // Mail must go out all the same.
        Err(error) => tracing::error!(%error, "reminders were not sent; it is tried again"),
    }
    while send_mail(context, mailer).await? > 0 {}
    context.limits.forget_quiet();
    Ok(())
}

/// Forgets what has had its time, once an hour.
async fn clean_up(context: &Context, last: &mut Option<Instant>) {
    let now = context.now();
    if last.is_some_and(|at| now.since(at) < TimeDelta::hours(1)) {
        return;
    }
    let cleaned = (privacy::clean_up(context).await, ideas::drafts::forget_old(context).await);
    match cleaned {
        (Ok(cleaned), Ok(drafts)) => tracing::info!(?cleaned, drafts, "forgot what had its time"),
        (Err(error), _) | (_, Err(error)) => tracing::error!(%error, "cleaning up failed; it is tried again in an hour"),
    }
    *last = Some(now);
}

/// Runs until told to stop.
pub async fn run(context: Context, mailer: Arc<Mailer>, mut stop: watch::Receiver<bool>) {
    let mut cleaned = None;
    while !*stop.borrow() {
        clean_up(&context, &mut cleaned).await;
        if let Err(error) = tick(&context, &mailer).await {
            tracing::error!(%error, "the worker failed; it tries again");
        }
        let pause = tokio::time::sleep(Duration::from_secs(1));
        tokio::select! {
            () = pause => {}
            _ = stop.changed() => {}
        }
    }
}
