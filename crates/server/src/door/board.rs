//! Figures at the door: columns in memory that follow the ledger by position.

use std::sync::{PoisonError, RwLock};

use care::access::{Action, Relation};
use insight::{Behind, Board, Columns, Dimension, Figure, Filter, Page, Selection};
use jiff::civil::Date;
use ledger::Ledger;

use super::{Caller, Denied, Door};

const FACTS_AT_ONCE: u32 = 10_000;

/// The columns, and how far they have followed.
pub(super) struct Follower {
    columns: RwLock<Columns>,
}

impl Follower {
    pub(super) fn new() -> Self {
        Self { columns: RwLock::new(Columns::new()) }
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
        let indicators = &self.content.indicators;
        self.columns
            .ask(&self.ledger, |columns| insight::board(columns, indicators, filter, today, by))
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
        let behind = self.columns.ask(&self.ledger, |columns| {
            insight::behind(columns, indicators, filter, selection, today, key, none)
        })?;
        Ok(match behind.ok_or(Denied::NotFound)? {
            Figure::Shown(behind) => Figure::Shown(behind.total),
            Figure::Nothing => Figure::Nothing,
            Figure::Suppressed => Figure::Suppressed,
        })
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
