//! Folds the write-ahead log back into the file on a thread of its own. The writer would stand still
//! for it, and with it everybody who waits until something is on the disk.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};

use super::Reader;
use crate::error::{Error, Result};

/// So many pages in the log are worth the while: few, because every reader looks through them.
const PAGES: i64 = 4_000;
/// A log that has become so long is begun anew, for which it must be folded back to its very end.
const LONG: i64 = 5 * PAGES;
/// How long it waits before it looks again.
const PAUSE: Duration = Duration::from_millis(20);

/// What the thread and the writer share.
#[derive(Default)]
struct Between {
    /// Held while folding: whoever wants the log empty has to wait.
    folding: Mutex<()>,
    /// The log should be begun anew.
    long: AtomicBool,
}

/// The thread.
pub(crate) struct Folder {
    call: Option<Sender<()>>,
    between: Arc<Between>,
    thread: Option<JoinHandle<()>>,
}

impl Folder {
    /// Starts the thread for a database.
    pub(crate) fn start(file: &Path) -> Result<Self> {
        let connection = Reader::open_folder(file)?;
        let (call, called) = bounded(1);
        let between = Arc::new(Between::default());
        let of_thread = Arc::clone(&between);
        let thread = std::thread::Builder::new()
            .name("ledger-folder".to_owned())
            .spawn(move || run(&connection, &called, &of_thread))
            .map_err(|error| Error::Failed { doing: "starting", message: error.to_string() })?;
        Ok(Self { call: Some(call), between, thread: Some(thread) })
    }

    /// Says that something was written. Answers whether the writer should fold back what little is
    /// left, so that the log begins anew.
    pub(crate) fn written(&self) -> bool {
        if let Some(call) = &self.call {
            match call.try_send(()) {
                // It was told already, or has given up: then the engine folds when the log is too long.
                Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
            }
        }
        self.between.long.swap(false, Ordering::AcqRel)
    }

    /// Keeps the thread from folding until the guard is dropped.
    pub(crate) fn still(&self) -> MutexGuard<'_, ()> {
        self.between.folding.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(self.call.take());
        if let Some(thread) = self.thread.take() {
            // A panic of it leaves the log to the engine.
            drop(thread.join());
        }
    }
}

fn run(connection: &Reader, called: &Receiver<()>, between: &Between) {
    while called.recv().is_ok() {
        match fold(connection, between) {
            Ok(()) => std::thread::sleep(PAUSE),
            // The engine itself folds a log that grows without end.
            Err(_) => return,
        }
    }
}

fn fold(connection: &Reader, between: &Between) -> Result<()> {
    let (all, folded) = connection.log_pages()?;
    if all - folded < PAGES {
        return Ok(());
    }
    let _folding = between.folding.lock().unwrap_or_else(PoisonError::into_inner);
    // The second time for what was written during the first.
    connection.fold_log()?;
    connection.fold_log()?;
    if all > LONG {
        between.long.store(true, Ordering::Release);
    }
    Ok(())
}
