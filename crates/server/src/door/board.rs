//! Figures at the door: columns in memory that follow the ledger by position.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use care::access::{Action, Relation};
use insight::{Behind, Board, Columns, Dimension, Figure, Filter, Page, Selection};
use jiff::civil::Date;
use ledger::Ledger;

use super::{Caller, Denied, Door};

const FACTS_AT_ONCE: u32 = 10_000;
/// How many answers of each kind are kept until the next fact.
const ANSWERS: usize = 256;

/// The columns, how far they have followed, and what was counted since the last fact: many look at
/// the same board.
pub(super) struct Follower {
    columns: RwLock<Columns>,
    boards: Answers<(Filter, Date, Dimension), Board>,
    counts: Answers<(Filter, Selection, Date), Option<Figure<u32>>>,
}

/// Answers that hold at one position.
struct Answers<K, V>(Mutex<(u64, HashMap<K, V>)>);

impl<K: Eq + Hash, V: Clone> Answers<K, V> {
    fn none() -> Self {
        Self(Mutex::new((0, HashMap::new())))
    }

    /// The answer at this position, counted only if it was not yet.
    fn at(&self, position: u64, key: K, count: impl FnOnce(&K) -> V) -> V {
        let known = self.of(position).1.get(&key).cloned();
        known.unwrap_or_else(|| {
            // Counted without the lock: others must not wait for it.
            let answer = count(&key);
            let mut known = self.of(position);
            if known.0 == position && known.1.len() < ANSWERS {
                known.1.insert(key, answer.clone());
            }
            answer
        })
    }

    fn of(&self, position: u64) -> MutexGuard<'_, (u64, HashMap<K, V>)> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 < position {
            *known = (position, HashMap::new());
        }
        known
    }
}

impl Follower {
    pub(super) fn new() -> Self {
        Self {
            columns: RwLock::new(Columns::new()),
            boards: Answers::none(),
            counts: Answers::none(),
        }
    }

    /// Asks the columns something after they have caught up with the ledger.
    fn ask<T>(&self, ledger: &Ledger, ask: impl FnOnce(&Columns) -> T) -> Result<T, Denied> {
        let behind = {
            let columns = self.columns.read().unwrap_or_else(PoisonError::into_inner);
            columns.position() < ledger.position()
        };
        if behind {
            let mut columns = self.columns.write().unwrap_or_else(PoisonError::into_inner);
            catch_up(&mut columns, ledger)?;
        }
        let columns = self.columns.read().unwrap_or_else(PoisonError::into_inner);
        Ok(ask(&columns))
    }
}

fn catch_up(columns: &mut Columns, ledger: &Ledger) -> Result<(), Denied> {
    if columns.position() == 0 {
        let position = ledger.position();
        ledger.each_case(|row| columns.upsert(&row, position))?;
        columns.advance_to(position);
    }
    while columns.position() < ledger.position() {
        let (rows, until) = ledger.cases_changed_after(columns.position(), FACTS_AT_ONCE)?;
        for row in &rows {
            columns.upsert(row, until);
        }
        columns.advance_to(until);
    }
    Ok(())
}

impl Door {
    /// Folds the columns, so that the first look at a board is as quick as the next.
    pub fn warm(&self) -> Result<(), Denied> {
        self.columns.ask(&self.ledger, |_| ())
    }

    /// The access board.
    pub fn board(
        &self,
        caller: &Caller,
        filter: &Filter,
        today: Date,
        by: Dimension,
    ) -> Result<Board, Denied> {
        self.ground(caller, Action::SeeBoards, &[Relation::Task])?;
        let (indicators, boards) = (&self.content.indicators, &self.columns.boards);
        self.columns.ask(&self.ledger, |columns| {
            boards.at(columns.position(), (filter.clone(), today, by), |(filter, today, by)| {
                insight::board(columns, indicators, filter, *today, *by)
            })
        })
    }

    /// The codes there are figures of.
    pub fn board_values(&self, caller: &Caller, of: Dimension) -> Result<Vec<String>, Denied> {
        self.ground(caller, Action::SeeBoards, &[Relation::Task])?;
        self.columns.ask(&self.ledger, |columns| {
            columns.values(of).iter().map(ToString::to_string).collect()
        })
    }

    /// How many cases are behind a figure.
    pub fn count_behind(
        &self,
        caller: &Caller,
        filter: &Filter,
        selection: &Selection,
        today: Date,
    ) -> Result<Figure<u32>, Denied> {
        self.ground(caller, Action::SeeBoards, &[Relation::Task])?;
        let (indicators, key) = (&self.content.indicators, &self.pseudonym_key);
        let none = Page { number: 1, rows: 0 };
        let asked = (filter.clone(), selection.clone(), today);
        let count = self.columns.ask(&self.ledger, |columns| {
            self.columns.counts.at(columns.position(), asked, |(filter, selection, today)| {
                let found =
                    insight::behind(columns, indicators, filter, selection, *today, key, none);
                found.map(|found| match found {
                    Figure::Shown(behind) => Figure::Shown(behind.total),
                    Figure::Nothing => Figure::Nothing,
                    Figure::Suppressed => Figure::Suppressed,
                })
            })
        })?;
        count.ok_or(Denied::NotFound)
    }

    /// The pseudonymous cases behind a figure.
    pub fn behind(
        &self,
        caller: &Caller,
        filter: &Filter,
        selection: &Selection,
        today: Date,
        page: Page,
    ) -> Result<Figure<Behind>, Denied> {
        let ground = self.ground(caller, Action::SeeBehind, &[Relation::Task])?;
        self.write_down(caller, [None], Action::SeeBehind, ground)?;
        let (indicators, key) = (&self.content.indicators, &self.pseudonym_key);
        self.columns
            .ask(&self.ledger, |columns| {
                insight::behind(columns, indicators, filter, selection, today, key, page)
            })?
            .ok_or(Denied::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_holds_until_the_next_fact() {
        let answers = Answers::none();
        let ask = |position, key, answer| answers.at(position, key, |_: &&str| answer);
        assert_eq!(ask(7, "by unit", 1), 1);
        assert_eq!(ask(7, "by unit", 2), 1, "nothing has happened since");
        assert_eq!(ask(7, "by month", 3), 3, "another question");
        assert_eq!(ask(8, "by unit", 4), 4, "a fact has come");
        assert_eq!(ask(8, "by month", 5), 5);
    }
}
