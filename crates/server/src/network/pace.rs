//! How fast something moves: time spent waiting for the other side, held against the bytes that came
//! of it. Time that we spend ourselves does not count.

use std::time::{Duration, Instant};

/// How long may be waited, and how much must move in that time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    pub(super) time: Duration,
    pub(super) bytes: u64,
}

/// What moved so far.
#[derive(Default, Debug)]
pub(super) struct Pace {
    waited: Duration,
    moved: u64,
    since: Option<Instant>,
}

impl Pace {
    /// The other side has to do something now.
    pub(super) fn waits(&mut self, now: Instant) {
        self.since.get_or_insert(now);
    }

    /// So many bytes moved.
    pub(super) fn moves(&mut self, bytes: usize, now: Instant, patience: Patience) {
        if let Some(since) = self.since.take() {
            self.waited += now.saturating_duration_since(since);
        }
        self.moved += bytes as u64;
        if self.moved >= patience.bytes {
            (self.waited, self.moved) = (Duration::ZERO, 0);
        }
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.since.is_some()
    }

    /// How much longer may be waited; none when nobody waits.
    pub(super) fn left(&self, now: Instant, patience: Patience) -> Option<Duration> {
        let since = self.since?;
        let waited = self.waited + now.saturating_duration_since(since);
        Some(patience.time.saturating_sub(waited))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_allowed_for_as_long_as_enough_moves() {
        let patience = Patience { time: Duration::from_secs(10), bytes: 100 };
        let began = Instant::now();
        let at = |seconds| began + Duration::from_secs(seconds);
        let mut pace = Pace::default();
        assert_eq!(pace.left(at(500), patience), None, "our own time is free");
        pace.waits(at(0));
        pace.waits(at(3));
        assert_eq!(pace.left(at(4), patience), Some(Duration::from_secs(6)));
        // A byte now and then does not help.
        pace.moves(1, at(6), patience);
        assert_eq!(pace.left(at(400), patience), None);
        pace.waits(at(400));
        assert_eq!(pace.left(at(403), patience), Some(Duration::from_secs(1)));
        assert_eq!(pace.left(at(404), patience), Some(Duration::ZERO));
        // Enough of them do.
        pace.moves(99, at(404), patience);
        pace.waits(at(405));
        assert_eq!(pace.left(at(405), patience), Some(Duration::from_secs(10)));
    }
}
