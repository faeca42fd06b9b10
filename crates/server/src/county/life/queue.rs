//! One line: the free times of one profession at one unit, and those who wait for one.

use std::collections::{BTreeMap, BTreeSet};

use care::id::CaseId;

use crate::county::staff::StaffAt;

/// The state of a line.
#[derive(Default)]
pub(super) struct Queue {
    free: BTreeSet<(i64, StaffAt)>,
    booked: BTreeSet<(i64, StaffAt)>,
    waiting: BTreeMap<(i64, u64), CaseId>,
    arrivals: u64,
    /// What was left over of a whole time when the last day was opened.
    pub(super) owed: f64,
}

/// The place of somebody who waits.
pub(super) type Ticket = (i64, u64);

impl Queue {
    /// A time is free from now on.
    pub(super) fn open(&mut self, start: i64, staff: StaffAt) {
        self.booked.remove(&(start, staff));
        self.free.insert((start, staff));
    }

    /// A time is taken from now on.
    pub(super) fn take(&mut self, start: i64, staff: StaffAt) {
        self.free.remove(&(start, staff));
        self.booked.insert((start, staff));
    }

    /// The free times that begin at an instant or later, the first one first.
    pub(super) fn free_from(&self, start: i64) -> impl Iterator<Item = (i64, StaffAt)> {
        self.free.range((start, 0)..).copied()
    }

    /// Forgets the times that begin before an instant.
    pub(super) fn forget_before(&mut self, start: i64) {
        self.free = self.free.split_off(&(start, 0));
        self.booked = self.booked.split_off(&(start, 0));
    }

    /// How many stand in the line, with a time or without.
    pub(super) fn length(&self) -> usize {
        self.booked.len() + self.waiting.len()
    }

    /// Whether somebody waits without a time.
    pub(super) fn is_waited_for(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Somebody waits from now on, in the order of their keys.
    pub(super) fn wait(&mut self, key: i64, case: CaseId) -> Ticket {
        self.arrivals += 1;
        let ticket = (key, self.arrivals);
        self.waiting.insert(ticket, case);
        ticket
    }

    /// Whose turn it is.
    pub(super) fn first_waiting(&self) -> Option<(Ticket, CaseId)> {
        self.waiting.first_key_value().map(|(ticket, case)| (*ticket, *case))
    }

    /// Somebody waits no longer.
    pub(super) fn leave(&mut self, ticket: Ticket) {
        self.waiting.remove(&ticket);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_time_is_free_or_taken() {
        let mut queue = Queue::default();
        queue.open(100, 1);
        queue.open(50, 2);
        assert_eq!(queue.free_from(0).collect::<Vec<_>>(), [(50, 2), (100, 1)]);
        queue.take(50, 2);
        assert_eq!(queue.free_from(0).collect::<Vec<_>>(), [(100, 1)]);
        assert_eq!(queue.length(), 1);
        queue.open(50, 2);
        assert_eq!(queue.length(), 0);
        queue.forget_before(60);
        assert_eq!(queue.free_from(0).count(), 1);
    }

    #[test]
    fn those_who_wait_are_called_by_key_and_then_by_arrival() {
        let mut queue = Queue::default();
        let [a, b, c] = [1, 2, 3].map(|n| CaseId(Uuid::from_u128(n)));
        queue.wait(20, a);
        queue.wait(10, b);
        queue.wait(10, c);
        let mut called = Vec::new();
        while let Some((ticket, case)) = queue.first_waiting() {
            called.push(case);
            queue.leave(ticket);
        }
        assert_eq!(called, [b, c, a]);
    }
}
