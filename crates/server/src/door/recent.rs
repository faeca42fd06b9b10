//! Looks that go on: the live queue is fetched again whenever it changes, and whoever keeps it open does not
//! look anew each time. Within some minutes the queue, looked at by the same person on the same ground, is
//! one look at each client whom it shows; a client who is new in it is a new look.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use care::access::Action;
use jiff::{SignedDuration, Timestamp};
use ledger::AccessEntry;

/// So long one look lasts.
const LASTS: SignedDuration = SignedDuration::from_mins(10);
/// How many are remembered at most; then all are forgotten, and written down again.
const REMEMBERED_MAX: usize = 200_000;

/// Who looked, on which ground, at whom.
pub(super) type Key = (String, String, Option<String>);

/// What a look at a queue says in its detail.
pub(super) const QUEUE: &str = "queue";

/// The looks at queues that were written down lately.
#[derive(Default)]
pub(super) struct Recent(Mutex<HashMap<Key, Timestamp>>);

impl Recent {
    /// Those that do not go on from one that is on the disk.
    pub(super) fn fresh(&self, looks: Vec<AccessEntry>) -> Vec<AccessEntry> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |look: &AccessEntry| {
            let written = key(look).and_then(|key| known.get(&key).copied());
            written.is_none_or(|at| at > look.at || at.duration_until(look.at) >= LASTS)
        };
        looks.into_iter().filter(is_fresh).collect()
    }

    /// Remembers looks once they are on the disk, never before.
    pub(super) fn remember(&self, looks: Vec<(Key, Timestamp)>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > REMEMBERED_MAX {
            known.clear();
        }
        known.extend(looks);
    }
}

/// What is to be remembered of looks, once they are on the disk.
pub(super) fn keys(looks: &[AccessEntry]) -> Vec<(Key, Timestamp)> {
    looks.iter().filter_map(|look| Some((key(look)?, look.at))).collect()
}

/// What a look at a queue is remembered by; nothing else is a look that goes on.
fn key(look: &AccessEntry) -> Option<Key> {
    let of_queue = look.action == Action::SeeWork.code() && look.detail == QUEUE;
    of_queue.then(|| (look.actor.clone(), look.ground.clone(), look.person.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(minute: i64, actor: &str, person: &str, action: Action) -> AccessEntry {
        AccessEntry {
            at: Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute),
            actor: actor.to_owned(),
            role: "professional".to_owned(),
            unit: None,
            person: Some(person.to_owned()),
            action: action.code().to_owned(),
            ground: "unit".to_owned(),
            detail: QUEUE.to_owned(),
        }
    }

    fn count(recent: &Recent, look: AccessEntry) -> usize {
        let fresh = recent.fresh(vec![look]);
        recent.remember(keys(&fresh));
        fresh.len()
    }

    #[test]
    fn the_same_list_is_one_look_for_a_while_and_everything_else_is_written() {
        let recent = Recent::default();
        let nurse = |minute| look(minute, "nurse", "anna", Action::SeeWork);
        assert_eq!(count(&recent, nurse(0)), 1);
        assert_eq!(count(&recent, nurse(9)), 0, "it goes on");
        assert_eq!(count(&recent, nurse(10)), 1, "for ten minutes");
        assert_eq!(count(&recent, look(11, "nurse", "bo", Action::SeeWork)), 1, "another client");
        assert_eq!(count(&recent, look(11, "doctor", "anna", Action::SeeWork)), 1, "somebody else");
        for _ in 0..2 {
            assert_eq!(count(&recent, look(11, "nurse", "anna", Action::SeeCase)), 1, "a case");
        }
        let other = AccessEntry { detail: String::new(), ..nurse(11) };
        for _ in 0..2 {
            assert_eq!(count(&recent, other.clone()), 1, "another list");
        }
        // What was not written is not remembered.
        let unwritten = Recent::default();
        assert_eq!(unwritten.fresh(vec![nurse(0)]).len(), 1);
        assert_eq!(unwritten.fresh(vec![nurse(1)]).len(), 1);
    }
}
