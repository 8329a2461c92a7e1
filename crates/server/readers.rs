//! Reading the store beside whoever writes it: a few connections, each lent to one question at a time.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::{OpenOptions, Store, StoreError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Wrong;

/// Questions that are worked on at a time; the others wait their turn.
const AT_ONCE: usize = 4;

/// Questions that wait; of more, each is told to come again.
const WAITING_MAX: usize = 64;

/// How long a question waits for its turn.
const PATIENCE: Duration = Duration::from_secs(15);

const BUSY: Wrong = Wrong::Busy("too many questions are asked at once");

/// Connections to the store, and who waits for one.
pub(crate) struct Readers {
    path: PathBuf,
    options: OpenOptions,
    turns: Arc<Semaphore>,
    /// One turn, for texts of rules that people send.
    rules: Arc<Semaphore>,
    places: Arc<Semaphore>,
    idle: Mutex<Idle>,
}

/// What is open and not lent out.
#[derive(Default)]
struct Idle {
    stores: Vec<Store>,
    /// The one that only looks whether others have written.
    watcher: Option<Store>,
    /// Which file they have open: another may stand at the path later.
    file: Option<(u64, u64)>,
    /// How many files there were before.
    generation: u64,
}

impl Readers {
    /// Of the store at `path`, which need not be there yet.
    pub(crate) fn new(path: PathBuf, options: OpenOptions) -> Self {
        let (turns, places) = (Semaphore::new(AT_ONCE), Semaphore::new(AT_ONCE + WAITING_MAX));
        Self {
            path,
            options,
            turns: Arc::new(turns),
            rules: Arc::new(Semaphore::new(1)),
            places: Arc::new(places),
            idle: Mutex::default(),
        }
    }

    /// Where the store is, without a password.
    pub(crate) fn place(&self) -> String {
        store::masked(&self.path.to_string_lossy())
    }

    /// Has `work` done on a thread that may wait, with the readers to borrow a store from.
    ///
    /// # Errors
    ///
    /// What `work` fails with; [`Wrong::Busy`] when too many ask.
    pub(crate) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Wrong> + Send + 'static,
    ) -> Result<T, Wrong> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| BUSY)?;
        self.worked(place, work).await
    }

    /// The same for a text of rules that somebody sent, of which one is worked on at a time: what it takes is theirs to
    /// choose, and may not keep others from what is stored.
    ///
    /// # Errors
    ///
    /// As [`work`](Self::work).
    pub(crate) async fn work_on_rules<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Wrong> + Send + 'static,
    ) -> Result<T, Wrong> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| BUSY)?;
        let alone = turn(&self.rules).await?;
        self.worked((place, alone), work).await
    }

    /// Has `work` done when it is its turn. What is `held` is so for as long as the work lasts, also when nobody waits
    /// for it any more.
    async fn worked<T: Send + 'static>(
        self: &Arc<Self>,
        held: impl Send + 'static,
        work: impl FnOnce(&Self) -> Result<T, Wrong> + Send + 'static,
    ) -> Result<T, Wrong> {
        let turn = turn(&self.turns).await?;
        let readers = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            let _held = (held, turn);
            work(&readers)
        });
        done.await.unwrap_or_else(|_| Err(Wrong::Broken("the work panicked".to_owned())))
    }

    /// Lends a store to `ask`; `None` while there is none.
    ///
    /// # Errors
    ///
    /// When it cannot be opened; what `ask` fails with.
    pub(crate) fn lend<T>(
        &self,
        ask: impl FnOnce(&Store) -> Result<T, Wrong>,
    ) -> Result<Option<T>, Wrong> {
        let (lent, generation) = {
            let mut idle = self.idle();
            idle.follow(&self.path);
            (idle.stores.pop(), idle.generation)
        };
        let store = match lent {
            Some(store) => store,
            None => match self.open()? {
                Some(store) => store,
                None => return Ok(None),
            },
        };
        let answer = ask(&store)?;
        let mut idle = self.idle();
        if idle.generation == generation && idle.stores.len() < AT_ONCE {
            idle.stores.push(store);
        }
        Ok(Some(answer))
    }

    /// A text that is another one once something was written.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub(crate) fn stamp(&self) -> Result<String, Wrong> {
        let mut idle = self.idle();
        idle.follow(&self.path);
        let watcher = match idle.watcher.take() {
            Some(watcher) => watcher,
            None => match self.open()? {
                Some(watcher) => {
                    // What it says only means something as long as it lives.
                    idle.generation += 1;
                    watcher
                }
                None => return Ok(format!("{}-", idle.generation)),
            },
        };
        let stamp = watcher.stamp()?;
        idle.watcher = Some(watcher);
        Ok(format!("{}-{stamp}", idle.generation))
    }

    /// [`Self::stamp`], without a turn among those whose work takes long.
    ///
    /// # Errors
    ///
    /// As [`Self::stamp`].
    pub(crate) async fn stamp_soon(self: &Arc<Self>) -> Result<String, Wrong> {
        let readers = Arc::clone(self);
        let stamp = tokio::task::spawn_blocking(move || readers.stamp());
        stamp.await.unwrap_or_else(|_| Err(Wrong::Broken("the work panicked".to_owned())))
    }

    fn open(&self) -> Result<Option<Store>, Wrong> {
        match Store::open(&self.path, &self.options) {
            Ok(store) => Ok(Some(store)),
            Err(StoreError::Missing { .. }) => Ok(None),
            // A file that was just made and holds no table yet.
            Err(StoreError::NotAStore { path }) if is_blank(&path) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Idle {
    /// Lets go of what is open when another file stands at the path.
    fn follow(&mut self, path: &Path) {
        if store::is_server(path) {
            return;
        }
        let file = std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()));
        if file != self.file {
            *self = Self { file, generation: self.generation + 1, ..Self::default() };
        }
    }
}

fn is_blank(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| file.len() == 0)
}

/// A turn of `of`, waited for.
async fn turn(of: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Wrong> {
    let turn = tokio::time::timeout(PATIENCE, Arc::clone(of).acquire_owned()).await;
    turn.map_err(|_| BUSY)?.map_err(|_| BUSY)
}
