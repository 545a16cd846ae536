//! The two ways in: `read` and `write`. Callers do not see which database they are on.
//!
//! PostgreSQL: both run on a pool. SQLite: reads run on a pool that refuses writes; all writes go
//! to one thread that owns the writing connection and lets concurrent requests share one commit,
//! and so one fsync. Each write has a savepoint of its own: a refusal, an error or a panic undoes
//! only itself, and nobody is answered before the commit that holds the answer is on disk.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use diesel::RunQueryDsl;
use diesel::connection::{Connection, TransactionManager, TransactionManagerStatus};
use diesel::r2d2::{ManageConnection, PooledConnection};
use tokio::sync::oneshot;

use super::connection::{self, Db, Manager, Pool, Purpose, Target};
use super::migrate;
use crate::error::{Error, Result};

/// The most writes that share one commit.
const BATCH: usize = 512;
/// The most writes that wait; one more is answered "too busy".
const QUEUE: usize = 4096;
/// So long after trouble a connection is tried before it is used: more than one may have died.
const WARY: Duration = Duration::from_secs(60);

/// The database, shared by everything that needs it.
#[derive(Clone)]
pub struct Database {
    pool: Pool,
    writer: Option<Writer>,
    writes: Arc<AtomicU64>,
    /// When a connection last failed.
    trouble: Arc<Mutex<Option<Instant>>>,
    /// Whether the last heartbeat could not be saved.
    fails: Arc<AtomicBool>,
}

#[derive(Clone)]
struct Writer {
    jobs: SyncSender<Job>,
    waiting: Arc<AtomicUsize>,
}

/// What is to be done with a connection. Boxed, so that all that follows is compiled once and not
/// for every use case.
type Work = Box<dyn FnOnce(&mut Db) -> Result<()> + Send>;

/// Work for the writer, and who waits for it.
struct Job {
    work: Work,
    answer: oneshot::Sender<Result<()>>,
}

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
                Ok(Self { pool, writer: None, writes: Arc::default(), trouble: Arc::default(), fails: Arc::default() })
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
                Ok(Self { pool, writer: Some(Writer { jobs, waiting }), writes: Arc::default(), trouble: Arc::default(), fails: Arc::default() })
            }
        }
    }

    /// Runs queries that change nothing.
    ///
    /// # Errors
    /// What the queries say, or [`Error::Busy`] when no connection came free.
    pub async fn read<T: Send + 'static>(&self, body: impl FnOnce(&mut Db) -> Result<T> + Send + 'static) -> Result<T> {
        let (work, kept) = keeping(body);
        self.on_pool(work, caught).await?;
        taken(kept)
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
        let (work, kept) = keeping(body);
        match &self.writer {
            Some(writer) => writer.write(work).await?,
            None => self.on_pool(work, transaction).await?,
        }
        taken(kept)
    }

    /// On a connection of the pool, on a thread that may wait.
    async fn on_pool(&self, work: Work, run: fn(&mut Db, Work) -> Result<()>) -> Result<()> {
        let database = self.clone();
        let body = move || {
            let mut conn = database.connection()?;
            let done = run(&mut conn, work);
            if matches!(done, Err(Error::Unavailable(_))) && !connection::answers(&mut conn) {
                *database.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
            }
            done
        };
        tokio::task::spawn_blocking(body).await.unwrap_or_else(|error| Err(Error::internal(error)))
    }

    /// A connection of the pool. When the server was started anew, all that were kept have died:
    /// then they are tried one after another until one answers.
    fn connection(&self) -> Result<PooledConnection<Manager>> {
        let wary = self.trouble.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|at| at.elapsed() < WARY);
        for _ in 0..=self.pool.max_size() {
            match self.pool.get() {
                Ok(mut conn) => {
                    if !wary || connection::answers(&mut conn) {
                        return Ok(conn);
                    }
                }
                Err(error) if self.pool.state().connections == 0 => return Err(Error::Unavailable(error.to_string())),
                Err(_) => return Err(Error::Busy),
            }
        }
        Err(Error::Unavailable("no connection answers".to_owned()))
    }

    /// How many writes there have been through this instance: what was made before another write may
    /// be out of date.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.writes.load(Ordering::Acquire)
    }

    /// Whether a read comes through.
    pub async fn answers(&self) -> bool {
        self.read(|conn| Ok(diesel::sql_query("SELECT 1").execute(conn)?)).await.is_ok()
    }

    /// Whether the last heartbeat was saved.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        !self.fails.load(Ordering::Relaxed)
    }

    /// Notes whether a heartbeat was saved: whoever asks whether this server is ready need not write.
    pub fn note_heartbeat(&self, saved: bool) {
        self.fails.store(!saved, Ordering::Relaxed);
    }

    /// How many writes wait at this moment (0 on PostgreSQL, where the pool waits).
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.writer.as_ref().map_or(0, |writer| writer.waiting.load(Ordering::Relaxed))
    }
}

/// The work that runs a body and keeps what it gave, and where that is kept.
fn keeping<T: Send + 'static>(body: impl FnOnce(&mut Db) -> Result<T> + Send + 'static) -> (Work, oneshot::Receiver<T>) {
    let (keep, kept) = oneshot::channel();
    let work = Box::new(move |conn: &mut Db| {
        // Whoever asked may have gone away; then nobody needs the answer.
        let _ = keep.send(body(conn)?);
        Ok(())
    });
    (work, kept)
}

/// What the work gave, once it succeeded.
fn taken<T>(mut kept: oneshot::Receiver<T>) -> Result<T> {
    kept.try_recv().map_err(Error::internal)
}

impl Writer {
    async fn write(&self, work: Work) -> Result<()> {
        let (answer, outcome) = oneshot::channel();
        self.waiting.fetch_add(1, Ordering::Relaxed);
        if let Err(refused) = self.jobs.try_send(Job { work, answer }) {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(match refused {
                TrySendError::Full(_) => Error::Busy,
                TrySendError::Disconnected(_) => Error::internal("the writer stopped"),
            });
        }
        // Dropped without an answer: there was no connection to write on.
        outcome.await.unwrap_or_else(|_| Err(Error::Unavailable("no connection to write on".to_owned())))
    }
}

/// Takes jobs as long as there are any, many to a commit. A failing disk is an answer, not an end:
/// everybody in the batch hears that nothing was saved, and the next batch gets a fresh connection.
fn write_loop(manager: &Manager, conn: Db, inbox: &Receiver<Job>, waiting: &AtomicUsize) {
    let mut conn = Some(conn);
    while let Ok(first) = inbox.recv() {
        match conn.take().or_else(|| manager.connect().ok()) {
            Some(mut open) => conn = run_batch(&mut open, first, inbox, waiting).then_some(open),
            None => {
                // Jobs are dropped, which tells whoever waits for them.
                waiting.fetch_sub(1 + inbox.try_iter().count(), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(100));
            }
        }
    }
}

/// Runs one batch; false when the connection should be replaced.
fn run_batch(conn: &mut Db, first: Job, inbox: &Receiver<Job>, waiting: &AtomicUsize) -> bool {
    let begun = connection::begin(conn).map_err(Error::from);
    // Beginning waits for whoever else holds the database. When that took too long, nobody who came
    // meanwhile waits as long again.
    let most = if begun.is_ok() { BATCH - 1 } else { QUEUE };
    let done = std::iter::once(first).chain(inbox.try_iter().take(most)).map(|job| (job.answer, in_savepoint(conn, job.work)));
    let done: Vec<_> = done.collect();
    let trouble = begun.and_then(|()| Ok(Transactions::commit_transaction(conn)?)).err().map(|error| error.to_string());
    if let Some(cause) = &trouble {
        tracing::error!(cause, writes = done.len(), "nothing was saved; the next write is tried on a new connection");
    }
    for (answer, outcome) in done {
        waiting.fetch_sub(1, Ordering::Relaxed);
        let outcome = match &trouble {
            Some(cause) if outcome.is_ok() => Err(Error::Unavailable(cause.clone())),
            _ => outcome,
        };
        // Whoever asked may have gone away; then nobody needs the answer.
        let _ = answer.send(outcome);
    }
    trouble.is_none()
}

/// A transaction of its own.
fn transaction(conn: &mut Db, work: Work) -> Result<()> {
    connection::begin(conn)?;
    match caught(conn, work) {
        Ok(()) => Ok(Transactions::commit_transaction(conn)?),
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

fn in_savepoint(conn: &mut Db, work: Work) -> Result<()> {
    let outer = depth(conn);
    if outer == 0 {
        return Err(Error::Unavailable("there is no transaction to write in".to_owned()));
    }
    Transactions::begin_transaction(conn)?;
    match caught(conn, work) {
        Ok(()) => Ok(Transactions::commit_transaction(conn)?),
        Err(error) => {
            while depth(conn) > outer {
                Transactions::rollback_transaction(conn)?;
            }
            Err(error)
        }
    }
}

/// A panic in one request becomes its internal error, not the end of the writer.
fn caught(conn: &mut Db, work: Work) -> Result<()> {
    catch_unwind(AssertUnwindSafe(|| work(conn))).unwrap_or_else(|panic| Err(Error::Internal(panic_text(&*panic))))
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("unknown"))
}
