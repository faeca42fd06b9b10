//! Lists that many colleagues look at together: read once for all of them, as long as nothing has changed. Each look
//! is authorised and written down all the same.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use care::id::UnitId;
use jiff::civil::Date;
use ledger::{Ledger, QueueMark, Version, WorkList, Worked};

/// How many lists are kept at most; then all are read anew.
const LISTS_MAX: usize = 64;

/// The marks of all units.
pub(super) type Marks = Arc<BTreeMap<UnitId, QueueMark>>;

/// What was read of one state of the store.
#[derive(Default)]
pub(super) struct Shared(Mutex<Read>);

#[derive(Default)]
struct Read {
    version: Option<Version>,
    lists: HashMap<(WorkList, Date), Arc<Worked>>,
    marks: Option<Marks>,
}

impl Shared {
    /// A list, counted at a day.
    pub(super) fn work(
        &self,
        ledger: &Ledger,
        list: &WorkList,
        day: Date,
    ) -> ledger::Result<Arc<Worked>> {
        // Asked before the list is: what is committed meanwhile makes it old, and never the other way.
        let Some(version) = ledger.version() else { return ledger.work(list, day).map(Arc::new) };
        let key = (list.clone(), day);
        if let Some(known) = self.of(version, |read| read.lists.get(&key).cloned()) {
            return Ok(known);
        }
        let worked = Arc::new(ledger.work(list, day)?);
        self.keep(version, |read| {
            if read.lists.len() >= LISTS_MAX {
                read.lists.clear();
            }
            read.lists.insert(key, Arc::clone(&worked));
        });
        Ok(worked)
    }

    /// The marks of all units.
    pub(super) fn marks(&self, ledger: &Ledger) -> ledger::Result<Marks> {
        let Some(version) = ledger.version() else { return ledger.queue_marks(None).map(Arc::new) };
        if let Some(known) = self.of(version, |read| read.marks.clone()) {
            return Ok(known);
        }
        let marks = Arc::new(ledger.queue_marks(None)?);
        self.keep(version, |read| read.marks = Some(Arc::clone(&marks)));
        Ok(marks)
    }

    /// The mark of one unit, from those of all when they are known.
    pub(super) fn mark(&self, ledger: &Ledger, unit: &UnitId) -> ledger::Result<QueueMark> {
        let version = ledger.version();
        let known = version.and_then(|version| self.of(version, |read| read.marks.clone()));
        match known {
            Some(marks) => Ok(marks.get(unit).copied().unwrap_or_default()),
            None => Ok(ledger.queue_marks(Some(unit))?.remove(unit).unwrap_or_default()),
        }
    }

    fn of<T>(&self, version: Version, find: impl FnOnce(&Read) -> Option<T>) -> Option<T> {
        let read = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if read.version == Some(version) { find(&read) } else { None }
    }

    // What was read of an older state than the one that is kept is of no use to others.
    fn keep(&self, version: Version, put: impl FnOnce(&mut Read)) {
        let mut read = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if read.version.is_none_or(|kept| kept < version) {
            *read = Read { version: Some(version), ..Read::default() };
        }
        if read.version == Some(version) {
            put(&mut read);
        }
    }
}
