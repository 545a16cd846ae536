//! Writing together: what many people ask for at the same moment is saved in one transaction, so
//! that a busy evening costs few of them. On SQLite the writer already shares commits; here the
//! statements are shared too, on both databases.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::{Database, Db};
use crate::error::{Error, Result};

/// The most that goes into one transaction.
const BATCH: usize = 256;
/// Transactions at the same time: the next one stands ready when the last one is done.
const LANES: usize = 2;
/// The most that waits; one more is answered "too busy".
const QUEUE: usize = 4096;

/// Saves all of these; gives an answer for each, in their order.
type Save<I, O> = Box<dyn Fn(&mut Db, &[I]) -> Result<Vec<O>> + Send + Sync>;

/// Something to save, and who waits for the answer.
type Waiting<I, O> = (I, oneshot::Sender<Result<O>>);

/// Gathers what is to be saved while the one before is being saved.
pub struct Together<I, O>(Arc<Inner<I, O>>);

impl<I, O> Clone for Together<I, O> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

struct Inner<I, O> {
    db: Database,
    save: Save<I, O>,
    queue: Mutex<Queue<I, O>>,
}

struct Queue<I, O> {
    waiting: Vec<Waiting<I, O>>,
    /// Tasks that save, and take what waits after that.
    busy: usize,
}

impl<I: Send + Sync + 'static, O: Send + 'static> Together<I, O> {
    /// Saves with this function, which changes no public page. It may be called again with a part
    /// of what it was called with before, when that failed.
    pub fn new(db: Database, save: impl Fn(&mut Db, &[I]) -> Result<Vec<O>> + Send + Sync + 'static) -> Self {
        let queue = Mutex::new(Queue { waiting: Vec::new(), busy: 0 });
        Self(Arc::new(Inner { db, save: Box::new(save), queue }))
    }

    /// Saves one thing together with what others ask for now; answers when it is on disk.
    ///
    /// # Errors
    /// What saving says of this one thing, [`Error::Busy`] or [`Error::Unavailable`].
    pub async fn write(&self, item: I) -> Result<O> {
        let (tell, told) = oneshot::channel();
        let start = {
            let mut queue = self.0.queue();
            if queue.waiting.len() >= QUEUE {
                return Err(Error::Busy);
            }
            queue.waiting.push((item, tell));
            let start = queue.busy < LANES;
            queue.busy += usize::from(start);
            start
        };
        if start {
            // On its own: who asked first may go away before the others have their answer.
            tokio::spawn(drain(Arc::clone(&self.0)));
        }
        // Dropped without an answer: the server is stopping.
        told.await.unwrap_or(Err(Error::Busy))
    }
}

impl<I, O> Inner<I, O> {
    fn queue(&self) -> MutexGuard<'_, Queue<I, O>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Saves until nothing waits any more.
async fn drain<I: Send + Sync + 'static, O: Send + 'static>(inner: Arc<Inner<I, O>>) {
    let mut turn = Turn { inner, over: false };
    loop {
        let batch: Vec<_> = {
            let mut queue = turn.inner.queue();
            if queue.waiting.is_empty() {
                queue.busy -= 1;
                turn.over = true;
                return;
            }
            let most = queue.waiting.len().min(BATCH);
            queue.waiting.drain(..most).collect()
        };
        save(&turn.inner, batch).await;
    }
}

/// One task that saves. When it is dropped half way, because its thread stops, whoever waits hears
/// so, and the next one can start.
struct Turn<I, O> {
    inner: Arc<Inner<I, O>>,
    over: bool,
}

impl<I, O> Drop for Turn<I, O> {
    fn drop(&mut self) {
        if !self.over {
            let mut queue = self.inner.queue();
            queue.busy -= 1;
            if queue.busy == 0 {
                queue.waiting.clear();
            }
        }
    }
}

/// Saves a batch. When it fails as a whole each is tried alone, so that nobody suffers from
/// somebody else's row.
async fn save<I: Send + Sync + 'static, O: Send + 'static>(inner: &Arc<Inner<I, O>>, batch: Vec<Waiting<I, O>>) {
    let (items, waiting): (Vec<I>, Vec<_>) = batch.into_iter().unzip();
    let items = Arc::new(items);
    let mut waiting = waiting.into_iter();
    // Whoever asked may have gone away; then nobody needs the answer.
    match run(inner, &items, 0..items.len()).await {
        Ok(answers) => waiting.zip(answers).for_each(|(tell, answer)| drop(tell.send(Ok(answer)))),
        Err(Error::Busy) => refuse(inner, waiting, || Error::Busy),
        Err(Error::Unavailable(cause)) => refuse(inner, waiting, || Error::Unavailable(cause.clone())),
        Err(error) if items.len() == 1 => drop(waiting.next().map(|tell| tell.send(Err(error)))),
        Err(_) => {
            for (place, tell) in waiting.enumerate() {
                let one = run(inner, &items, place..place + 1).await;
                drop(tell.send(one.and_then(|mut one| one.pop().ok_or(Error::Busy))));
            }
        }
    }
}

/// Nothing can be saved now: these hear so, and everybody behind them, who has waited as long.
fn refuse<I, O>(inner: &Inner<I, O>, waiting: impl Iterator<Item = oneshot::Sender<Result<O>>>, why: impl Fn() -> Error) {
    let behind = std::mem::take(&mut inner.queue().waiting);
    waiting.chain(behind.into_iter().map(|(_, tell)| tell)).for_each(|tell| drop(tell.send(Err(why()))));
}

/// Saves these items in one transaction.
async fn run<I: Send + Sync + 'static, O: Send + 'static>(
    inner: &Arc<Inner<I, O>>,
    items: &Arc<Vec<I>>,
    range: std::ops::Range<usize>,
) -> Result<Vec<O>> {
    let (saving, items) = (Arc::clone(inner), Arc::clone(items));
    inner.db.write_unseen(move |conn| (saving.save)(conn, items.get(range).unwrap_or_default())).await
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::storage::Target;

    /// Writes the number 13 down as a mistake that spoils the whole transaction.
    fn together(transactions: &Arc<AtomicUsize>) -> (tempfile::TempDir, Together<u32, u32>) {
        let folder = tempfile::tempdir().unwrap();
        let db = Database::open(&Target::Sqlite(folder.path().join("t.sqlite").display().to_string()), 2).unwrap();
        let counted = Arc::clone(transactions);
        let save = move |_: &mut Db, items: &[u32]| {
            counted.fetch_add(1, Ordering::Relaxed);
            if items.contains(&13) { Err(Error::internal("thirteen")) } else { Ok(items.iter().map(|item| item * 2).collect()) }
        };
        (folder, Together::new(db, save))
    }

    #[actix_web::test]
    async fn everybody_gets_their_own_answer_and_few_transactions_are_needed() {
        let transactions = Arc::default();
        let (_folder, together) = together(&transactions);
        let asked: Vec<_> = (100..200)
            .map(|item| {
                (
                    item,
                    tokio::spawn({
                        let together = together.clone();
                        async move { together.write(item).await }
                    }),
                )
            })
            .collect();
        for (item, answer) in asked {
            assert_eq!(answer.await.unwrap().unwrap(), item * 2);
        }
        assert!(transactions.load(Ordering::Relaxed) < 50);
    }

    #[actix_web::test]
    async fn a_mistake_of_one_harms_nobody_else() {
        let (_folder, together) = together(&Arc::default());
        let asked: Vec<_> = (0..40)
            .map(|item| {
                (
                    item,
                    tokio::spawn({
                        let together = together.clone();
                        async move { together.write(item).await }
                    }),
                )
            })
            .collect();
        for (item, answer) in asked {
            let answer = answer.await.unwrap();
            assert!(if item == 13 { matches!(answer, Err(Error::Internal(_))) } else { answer.is_ok_and(|double| double == item * 2) }, "{item}");
        }
    }

    #[actix_web::test]
    async fn who_goes_away_takes_nobody_along() {
        let (_folder, together) = together(&Arc::default());
        // Asked, and gone before anything could be saved.
        assert!(futures_util::future::poll_immediate(together.write(1)).await.is_none());
        assert_eq!(together.write(2).await.unwrap(), 4);
    }
}
