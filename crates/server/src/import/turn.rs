//! Turns: pieces are worked on side by side, but two that write the same resource keep their order,
//! and one that asks what is there waits for all before it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Which resources a piece writes.
pub(super) enum Wants {
    /// These, by address.
    These(Vec<String>),
    /// It has to know what is there: nobody else may write meanwhile.
    Everything,
}

/// Lets pieces through in their order.
#[derive(Default)]
pub(super) struct Turnstile {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    next: u64,
    /// Those who came before their turn, by number: only the next one is ever woken.
    waiting: HashMap<u64, Arc<Condvar>>,
    inside: usize,
    busy: HashSet<String>,
    alone: bool,
    given_up: bool,
}

/// A piece that is through; it makes room when it is dropped.
pub(super) struct Turn<'t> {
    turnstile: &'t Turnstile,
    wants: Wants,
}

impl Turnstile {
    /// Waits for the turn of the piece with this number, counted from 0. None when an import that
    /// failed lets nobody through any more.
    pub(super) fn enter(&self, number: u64, wants: Wants) -> Option<Turn<'_>> {
        let mut state = self.lock();
        while !state.given_up && (state.next != number || !state.has_room(&wants)) {
            let turn = Arc::clone(state.waiting.entry(number).or_default());
            state = turn.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.given_up {
            return None;
        }
        state.waiting.remove(&number);
        state.next += 1;
        state.inside += 1;
        match &wants {
            Wants::These(addresses) => state.busy.extend(addresses.iter().cloned()),
            Wants::Everything => state.alone = true,
        }
        state.wake_next();
        drop(state);
        Some(Turn { turnstile: self, wants })
    }

    /// Lets nobody through any more.
    pub(super) fn give_up(&self) {
        let mut state = self.lock();
        state.given_up = true;
        state.waiting.values().for_each(|turn| turn.notify_all());
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wake_next(&self) {
        if let Some(turn) = self.waiting.get(&self.next) {
            turn.notify_all();
        }
    }

    fn has_room(&self, wants: &Wants) -> bool {
        match wants {
            Wants::These(addresses) => {
                !self.alone && addresses.iter().all(|address| !self.busy.contains(address))
            }
            Wants::Everything => self.inside == 0,
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.turnstile.lock();
        state.inside -= 1;
        match &self.wants {
            Wants::These(addresses) => {
                for address in addresses {
                    state.busy.remove(address);
                }
            }
            Wants::Everything => state.alone = false,
        }
        state.wake_next();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_write_the_same_keep_their_order_and_others_do_not_wait() {
        let turnstile = Turnstile::default();
        let these = |address: &str| Wants::These(vec![address.to_owned()]);
        let order = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            let first = turnstile.enter(0, these("A")).unwrap();
            let other = scope.spawn(|| {
                let _turn = turnstile.enter(2, these("A")).unwrap();
                order.lock().unwrap().push(2);
            });
            let apart = scope.spawn(|| {
                let _turn = turnstile.enter(1, these("B")).unwrap();
                order.lock().unwrap().push(1);
            });
            apart.join().unwrap();
            order.lock().unwrap().push(0);
            drop(first);
            other.join().unwrap();
        });
        assert_eq!(*order.lock().unwrap(), [1, 0, 2]);
    }

    #[test]
    fn one_that_asks_waits_until_it_is_alone_and_a_failure_frees_everybody() {
        let turnstile = Turnstile::default();
        let first = turnstile.enter(0, Wants::These(Vec::new())).unwrap();
        std::thread::scope(|scope| {
            let alone = scope.spawn(|| turnstile.enter(1, Wants::Everything).is_some());
            drop(first);
            assert!(alone.join().unwrap());
            let late = scope.spawn(|| turnstile.enter(7, Wants::Everything).is_none());
            turnstile.give_up();
            assert!(late.join().unwrap());
        });
    }
}
