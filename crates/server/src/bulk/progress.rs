//! How far a job is, and how long it will still take at the pace it has had.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;

/// How much of how much is done.
#[derive(Default, Debug)]
pub(super) struct Progress {
    done: AtomicU64,
    total: AtomicU64,
}

/// What is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Left {
    /// How much is done.
    pub done: u64,
    /// Of how much; 0 while that is not known.
    pub total: u64,
    /// How many seconds it will still take; none while there is no pace to tell by.
    pub seconds: Option<u64>,
}

impl Progress {
    pub(super) fn set(&self, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    pub(super) fn add(&self, done: u64) {
        self.done.fetch_add(done, Ordering::Relaxed);
    }

    pub(super) fn now(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// What is left of work that began at an instant.
    pub(super) fn left(&self, began_at: Timestamp, now: Timestamp) -> Left {
        let (done, total) = self.now();
        let took = u64::try_from(began_at.duration_until(now).as_millis()).unwrap_or(0);
        let rest = total.saturating_sub(done);
        let seconds = (done > 0 && took > 0).then(|| rest.saturating_mul(took) / done / 1000 + 1);
        Left { done, total, seconds }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_the_pace() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let progress = Progress::default();
        assert_eq!(progress.left(at(0), at(10)).seconds, None);
        progress.set(100, 400);
        assert_eq!(progress.left(at(0), at(10)), Left { done: 100, total: 400, seconds: Some(31) });
        progress.add(300);
        assert_eq!(progress.left(at(0), at(40)).seconds, Some(1));
    }
}
