//! Following along: the last durable position, and those who want to know when it moves.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

use crate::ledger::Ledger;

/// A state of the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Version {
    position: u64,
    erased: u64,
}

/// Told the last position after each commit that added facts; runs on a thread of the store.
pub type OnCommit = Box<dyn Fn(u64) + Send + Sync>;

/// The last position that can be followed: durable, and with everything before it.
#[derive(Default)]
pub(crate) struct Watch {
    position: Mutex<u64>,
    moved: Condvar,
    told: RwLock<Vec<OnCommit>>,
    // Held while telling, so that nobody hears of an earlier position later.
    telling: Mutex<()>,
    /// How many keys were destroyed, and what they sealed taken out of every view.
    erased: AtomicU64,
}

impl Watch {
    /// Notes that an erasure is durable.
    pub(crate) fn erased(&self) {
        self.erased.fetch_add(1, Ordering::AcqRel);
    }

    pub(crate) fn position(&self) -> u64 {
        *self.position.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn move_to(&self, position: u64) {
        let _telling = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        let mut last = self.position.lock().unwrap_or_else(PoisonError::into_inner);
        if *last >= position {
            return;
        }
        *last = position;
        drop(last);
        self.moved.notify_all();
        for tell in self.told.read().unwrap_or_else(PoisonError::into_inner).iter() {
            tell(position);
        }
    }
}

impl Ledger {
    /// The position of the last durable fact before which nothing is under way, 0 when there is none.
    pub fn position(&self) -> u64 {
        self.watch().position()
    }

    /// What every read depends on: while it stays the same, the same question has the same answer, and whatever
    /// this process has committed is in it. None where other servers write, too.
    pub fn version(&self) -> Option<Version> {
        let watch = self.watch();
        let erased = watch.erased.load(Ordering::Acquire);
        (!self.is_shared()).then(|| Version { position: watch.position(), erased })
    }

    /// Has a function called after each commit that added facts, on whichever server. It runs on a
    /// thread of the store and must be quick.
    pub fn on_commit(&self, tell: OnCommit) {
        self.watch().told.write().unwrap_or_else(PoisonError::into_inner).push(tell);
    }

    /// Waits until there is a fact after a position, at most so long; answers the last position.
    pub fn wait_past(&self, position: u64, at_most: Duration) -> u64 {
        let watch = self.watch();
        let last = watch.position.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = watch.moved.wait_timeout_while(last, at_most, |last| *last <= position);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}
