//! Room in memory: the reader waits while too much of what it read is still under way.

use std::sync::{Condvar, Mutex, PoisonError};

/// So many bytes may be under way; a single larger piece has to go alone.
pub(super) struct Room {
    most: usize,
    taken: Mutex<usize>,
    given_back: Condvar,
}

impl Room {
    pub(super) fn new(most: usize) -> Self {
        Self { most, taken: Mutex::default(), given_back: Condvar::new() }
    }

    /// Waits until there is room.
    pub(super) fn take(&self, bytes: usize) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken > 0 && *taken + bytes > self.most {
            taken = self.given_back.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += bytes;
    }

    pub(super) fn give_back(&self, bytes: usize) {
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) -= bytes;
        self.given_back.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::Room;

    #[test]
    fn what_is_too_large_goes_alone_and_others_wait() {
        let room = Room::new(10);
        room.take(25);
        std::thread::scope(|scope| {
            let next = scope.spawn(|| room.take(6));
            room.give_back(25);
            next.join().unwrap();
        });
        room.take(4);
        room.give_back(6);
        room.give_back(4);
        assert_eq!(*room.taken.lock().unwrap(), 0);
    }
}
