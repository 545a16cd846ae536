//! The two ways in: `read` and `write`. Callers do not see which database they are on.
//!
//! PostgreSQL: both run on a pool. SQLite: reads run on a pool that refuses writes; all writes go
//! to one thread that owns the writing connection and lets concurrent requests share one commit,
//! and so one fsync. Each write has a savepoint of its own: a refusal, an error or a panic undoes
//! only itself, and nobody is answered before the commit that holds the answer is on disk.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use diesel::RunQueryDsl;
use diesel::connection::{Connection, TransactionManager, TransactionManagerStatus};
use diesel::r2d2::ManageConnection;
use tokio::sync::oneshot;

use super::connection::{self, Db, Manager, Pool, Purpose, Target};
use super::migrate;
use crate::error::{Error, Result};

/// The most writes that share one commit.
const BATCH: usize = 512;
/// The most writes that wait; one more is answered "too busy".
const QUEUE: usize = 4096;

/// The database, shared by everything that needs it.
#[derive(Clone)]
pub struct Database {
    pool: Pool,
    writer: Option<Writer>,
    writes: Arc<AtomicU64>,
}

#[derive(Clone)]
struct Writer {
    jobs: SyncSender<Job>,
    waiting: Arc<AtomicUsize>,
}

/// Runs inside the open transaction; gives back what to do once it is known whether it committed.
type Job = Box<dyn FnOnce(&mut Db) -> Deliver + Send>;
type Deliver = Box<dyn FnOnce(bool) + Send>;
type Transactions = <Db as Connection>::TransactionManager;

impl Database {
    /// Opens the database and brings its tables up to date.
    ///
    /// # Errors
    /// When it cannot be reached, is newer than this program, or may lose what it confirmed.
    pub fn open(target: &Target, connections: u32) -> std::result::Result<Self, String> {
        migrate::up(target)?;
        Self::open_migrated(target, connections)
    }

    /// Opens a database whose tables are known to be up to date.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub fn open_migrated(target: &Target, connections: u32) -> std::result::Result<Self, String> {
        match target {
            Target::Postgres(_) => {
                let pool = connection::pool(target, Purpose::Write, connections)?;
                Ok(Self { pool, writer: None, writes: Arc::default() })
            }
            Target::Sqlite(_) => {
                let manager = Manager { target: target.clone(), purpose: Purpose::Write };
                let conn = manager.connect().map_err(|e| e.to_string())?;
                let (jobs, inbox) = sync_channel(QUEUE);
                let waiting = Arc::new(AtomicUsize::new(0));
                let counter = Arc::clone(&waiting);
                std::thread::Builder::new()
                    .name("database-writer".into())
                    .spawn(move || write_loop(&manager, conn, &inbox, &counter))
                    .map_err(|e| e.to_string())?;
                let pool = connection::pool(target, Purpose::Read, connections)?;
                Ok(Self { pool, writer: Some(Writer { jobs, waiting }), writes: Arc::default() })
            }
        }
    }

    /// Runs queries that change nothing.
    ///
    /// # Errors
    /// What the queries say, or [`Error::Busy`] when no connection came free.
    pub async fn read<T: Send + 'static>(&self, body: impl FnOnce(&mut Db) -> Result<T> + Send + 'static) -> Result<T> {
        let pool = self.pool.clone();
        blocking(move || {
            let mut conn = pool.get().map_err(|_| Error::Busy)?;
            caught(|| body(&mut conn))
        })
        .await
    }

    /// Runs queries in one transaction: all of it happens, or nothing.
    ///
    /// # Errors
    /// What the queries say (then nothing happened), or [`Error::Busy`].
    pub async fn write<T: Send + 'static>(&self, body: impl FnOnce(&mut Db) -> Result<T> + Send + 'static) -> Result<T> {
        let done = self.write_unseen(body).await;
        self.writes.fetch_add(1, Ordering::Release);
        done
    }

    /// The same for what changes no public page (sessions, ballots), so that kept pages stay.
    ///
    /// # Errors
    /// As [`Database::write`].
    pub async fn write_unseen<T: Send + 'static>(&self, body: impl FnOnce(&mut Db) -> Result<T> + Send + 'static) -> Result<T> {
        match &self.writer {
            Some(writer) => writer.write(body).await,
            None => {
                let pool = self.pool.clone();
                blocking(move || {
                    let mut conn = pool.get().map_err(|_| Error::Busy)?;
                    transaction(&mut conn, body)
                })
                .await
            }
        }
    }

    /// How many writes there have been through this instance: what was made before another write may
    /// be out of date.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.writes.load(Ordering::Acquire)
    }

    /// Whether a read and a write come through.
    pub async fn answers(&self) -> bool {
        let ping = |conn: &mut Db| Ok(diesel::sql_query("SELECT 1").execute(conn)?);
        self.read(ping).await.is_ok() && self.write_unseen(ping).await.is_ok()
    }

    /// How many writes wait at this moment (0 on PostgreSQL, where the pool waits).
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.writer.as_ref().map_or(0, |writer| writer.waiting.load(Ordering::Relaxed))
    }
}

impl Writer {
    async fn write<T: Send + 'static>(&self, body: impl FnOnce(&mut Db) -> Result<T> + Send + 'static) -> Result<T> {
        let (answer, outcome) = oneshot::channel();
        let waiting = Arc::clone(&self.waiting);
        let job: Job = Box::new(move |conn| {
            let outcome = in_savepoint(conn, body);
            Box::new(move |committed| {
                waiting.fetch_sub(1, Ordering::Relaxed);
                let lost = outcome.is_ok() && !committed;
                // Whoever asked may have gone away; then nobody needs the answer.
                let _ = answer.send(if lost { Err(Error::Busy) } else { outcome });
            })
        });
        self.waiting.fetch_add(1, Ordering::Relaxed);
        if let Err(refused) = self.jobs.try_send(job) {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(match refused {
                TrySendError::Full(_) => Error::Busy,
                TrySendError::Disconnected(_) => Error::internal("the writer stopped"),
            });
        }
        // Dropped without an answer: there was no connection to write on.
        outcome.await.unwrap_or(Err(Error::Busy))
    }
}

async fn blocking<T: Send + 'static>(body: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(body).await.unwrap_or_else(|error| Err(Error::internal(error)))
}

/// Takes jobs as long as there are any, many to a commit. A failing disk is an answer, not an end:
/// everybody in the batch hears that nothing was saved, and the next batch gets a fresh connection.
fn write_loop(manager: &Manager, conn: Db, inbox: &Receiver<Job>, waiting: &AtomicUsize) {
    let mut conn = Some(conn);
    while let Ok(first) = inbox.recv() {
        match conn.take().or_else(|| manager.connect().ok()) {
            Some(mut open) => conn = run_batch(&mut open, first, inbox).then_some(open),
            None => {
                // The job is dropped, which tells whoever waits for it.
                waiting.fetch_sub(1, Ordering::Relaxed);
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
        }
    }
}

/// Runs one batch; false when the connection should be replaced.
fn run_batch(conn: &mut Db, first: Job, inbox: &Receiver<Job>) -> bool {
    let begun = connection::begin(conn).is_ok();
    let mut answers = vec![first(conn)];
    answers.extend(inbox.try_iter().take(BATCH - 1).map(|job| job(conn)));
    let committed = begun && Transactions::commit_transaction(conn).is_ok();
    for deliver in answers {
        deliver(committed);
    }
    committed
}

/// A transaction of its own.
fn transaction<T>(conn: &mut Db, body: impl FnOnce(&mut Db) -> Result<T>) -> Result<T> {
    connection::begin(conn)?;
    match caught(|| body(conn)) {
        Ok(value) => {
            Transactions::commit_transaction(conn)?;
            Ok(value)
        }
        Err(error) => {
            Transactions::rollback_transaction(conn)?;
            Err(error)
        }
    }
}

fn depth(conn: &mut Db) -> u32 {
    match Transactions::transaction_manager_status_mut(conn) {
        TransactionManagerStatus::Valid(status) => status.transaction_depth().map_or(0, u32::from),
        TransactionManagerStatus::InError => 0,
    }
}

fn in_savepoint<T>(conn: &mut Db, body: impl FnOnce(&mut Db) -> Result<T>) -> Result<T> {
    let outer = depth(conn);
    if outer == 0 {
        return Err(Error::Busy);
    }
    Transactions::begin_transaction(conn)?;
    match caught(|| body(conn)) {
        Ok(value) => {
            Transactions::commit_transaction(conn)?;
            Ok(value)
        }
        Err(error) => {
            while depth(conn) > outer {
                Transactions::rollback_transaction(conn)?;
            }
            Err(error)
        }
    }
}

/// A panic in one request becomes its internal error, not the end of the writer.
fn caught<T>(body: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| Err(Error::Internal(panic_text(&*panic))))
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("unknown"))
}
