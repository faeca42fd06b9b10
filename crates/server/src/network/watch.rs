//! What one connection is doing, and whether it does it in time. The stream and the requests tell;
//! the task of the connection looks now and then, so a quiet connection costs one timer.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::pace::{Pace, Patience};

/// How long the rest of a body that nobody wants is taken, so that the answer is not lost with it.
const LINGER: Duration = Duration::from_secs(2);

/// How long what may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) head: Duration,
    pub(super) idle: Duration,
    pub(super) transfer: Patience,
}

impl Times {
    pub(super) fn shortest(&self) -> Duration {
        self.head.min(self.idle).min(self.transfer.time)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    /// The head of a request is awaited; a part of it may be there.
    Head { begun: bool },
    /// A request was answered, and another may come.
    Idle,
    /// So many requests are worked on.
    Busy(u32),
    /// The rest is only taken to be thrown away.
    Closing,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    since: Instant,
    out: Pace,
    several: bool,
    unread: bool,
    late: bool,
}

/// What a look at a connection says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Seen {
    /// All is well; look again then.
    Well(Duration),
    /// The head of a request did not come.
    Late,
    /// Nobody asks any more.
    Idle,
    /// The reader does not read, or never goes.
    Stuck,
}

/// One connection.
#[derive(Debug)]
pub(super) struct Watch {
    times: Times,
    state: Mutex<State>,
}

impl Watch {
    pub(super) fn new(times: Times, now: Instant) -> Self {
        let state = State {
            phase: Phase::Head { begun: false },
            since: now,
            out: Pace::default(),
            several: false,
            unread: false,
            late: false,
        };
        Self { times, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something came in.
    pub(super) fn came(&self, now: Instant) {
        let mut state = self.state();
        match state.phase {
            Phase::Head { begun: false } => state.phase = Phase::Head { begun: true },
            // Where several requests share a connection, bytes may be about any of them.
            Phase::Idle if !state.several => {
                (state.phase, state.since) = (Phase::Head { begun: true }, now);
            }
            Phase::Idle | Phase::Head { .. } | Phase::Busy(_) | Phase::Closing => {}
        }
    }

    /// The other side has no room for what is to go out.
    pub(super) fn waits(&self, now: Instant) {
        self.state().out.waits(now);
    }

    /// So much went out.
    pub(super) fn went(&self, bytes: usize, now: Instant) {
        self.state().out.moves(bytes, now, self.times.transfer);
    }

    /// A request begins.
    pub(super) fn begins(&self, several: bool) {
        let mut state = self.state();
        state.several = several;
        state.phase = match state.phase {
            Phase::Busy(requests) => Phase::Busy(requests + 1),
            Phase::Head { .. } | Phase::Idle | Phase::Closing => Phase::Busy(1),
        };
    }

    /// A request is answered to the end.
    pub(super) fn ends(&self, now: Instant) {
        let mut state = self.state();
        if let Phase::Busy(requests) = state.phase {
            let rest = requests.saturating_sub(1);
            state.phase = if rest == 0 { Phase::Idle } else { Phase::Busy(rest) };
            state.since = now;
        }
    }

    /// A body was not read to its end.
    pub(super) fn leaves_unread(&self) {
        self.state().unread = true;
    }

    /// Whether a part of a body may still be under way when the connection is closed.
    pub(super) fn has_unread(&self) -> bool {
        self.state().unread
    }

    /// The connection is to be closed; answers whether it was closing already.
    pub(super) fn closes(&self, now: Instant) {
        let mut state = self.state();
        if state.phase != Phase::Closing {
            (state.phase, state.since) = (Phase::Closing, now);
        }
    }

    /// Whether the head came too late, and whether there is a begun one to answer.
    pub(super) fn is_late(&self) -> Option<bool> {
        let state = self.state();
        let answers = state.phase == Phase::Head { begun: true } && !state.out.is_waiting();
        state.late.then_some(answers)
    }

    /// How it stands.
    pub(super) fn look(&self, now: Instant) -> Seen {
        let mut state = self.state();
        let took = now.saturating_duration_since(state.since);
        let transfer = state.out.left(now, self.times.transfer);
        if transfer == Some(Duration::ZERO) {
            return Seen::Stuck;
        }
        // Whatever begins after this look lasts at least as long as the shortest time.
        let next = self.times.shortest();
        let (most, over) = match state.phase {
            Phase::Head { .. } => (self.times.head, Seen::Late),
            Phase::Idle => (self.times.idle, Seen::Idle),
            Phase::Closing => (LINGER, Seen::Stuck),
            Phase::Busy(_) => return Seen::Well(transfer.unwrap_or(next).min(next)),
        };
        let left = most.saturating_sub(took);
        if !left.is_zero() {
            let next = left.min(next);
            return Seen::Well(transfer.unwrap_or(next).min(next));
        }
        if over == Seen::Late {
            if state.late {
                return Seen::Stuck;
            }
            state.late = true;
        }
        over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: Times = Times {
        head: Duration::from_secs(20),
        idle: Duration::from_secs(75),
        transfer: Patience { time: Duration::from_secs(30), bytes: 100 },
    };

    #[test]
    fn each_phase_has_its_time() {
        let began = Instant::now();
        let at = |seconds| began + Duration::from_secs(seconds);
        let watch = Watch::new(TIMES, began);
        assert_eq!(watch.look(at(1)), Seen::Well(Duration::from_secs(19)));
        watch.came(at(2));
        // The head has its time from the beginning: a letter now and then does not help.
        watch.came(at(19));
        watch.begins(false);
        assert_eq!(watch.look(at(500)), Seen::Well(TIMES.head));
        watch.ends(at(600));
        assert_eq!(watch.look(at(674)), Seen::Well(Duration::from_secs(1)));
        assert_eq!(watch.look(at(675)), Seen::Idle);
        watch.came(at(675));
        assert_eq!(watch.look(at(694)), Seen::Well(Duration::from_secs(1)));
        assert_eq!((watch.look(at(695)), watch.is_late()), (Seen::Late, Some(true)));
        assert_eq!(watch.look(at(696)), Seen::Stuck);
    }

    #[test]
    fn a_reader_who_does_not_read_is_left() {
        let began = Instant::now();
        let at = |seconds| began + Duration::from_secs(seconds);
        let watch = Watch::new(TIMES, began);
        watch.begins(false);
        watch.waits(at(100));
        assert_eq!(watch.look(at(115)), Seen::Well(Duration::from_secs(15)));
        watch.went(1, at(120));
        watch.waits(at(121));
        assert_eq!(watch.look(at(131)), Seen::Stuck);
    }

    #[test]
    fn requests_that_share_a_connection_end_one_by_one() {
        let began = Instant::now();
        let at = |seconds| began + Duration::from_secs(seconds);
        let watch = Watch::new(TIMES, began);
        watch.begins(true);
        watch.begins(true);
        watch.ends(at(10));
        assert_eq!(watch.look(at(400)), Seen::Well(TIMES.head));
        watch.ends(at(410));
        watch.came(at(470));
        assert_eq!(watch.look(at(485)), Seen::Idle);
    }
}
