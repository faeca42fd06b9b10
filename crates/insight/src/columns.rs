//! Cases as columns: one row for each case, a few bytes for each value, no names.
//! Invariant: after the same facts the columns say the same, in whatever order the rows came.

pub(crate) mod codes;
pub(crate) mod condition;
mod episode;
pub(crate) mod table;

use std::collections::HashMap;
use std::mem::size_of;
use std::sync::Arc;

use care::id::CaseId;
use care::view::CaseRow;

use self::codes::Codes;
use self::table::{Episode, Table};
use crate::day::Month;
use crate::filter::Dimension;
use crate::indicator::definition::{Moment, Place};

/// The cases of a store as columns, kept up to date by position.
#[derive(Clone, Default)]
pub struct Columns {
    rows: HashMap<CaseId, u32>,
    codes: Codes,
    table: Table,
    months: Months,
    position: u64,
}

/// The first and the last month of anything that happened in a case.
#[derive(Clone, Copy)]
struct Months(Month, Month);

impl Columns {
    /// No case yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a case in, or in the place of what was known of it. The position is that of the case's
    /// last fact; an older one than was put in before changes nothing.
    pub fn upsert(&mut self, case: &CaseRow, position: u64) {
        self.advance_to(position);
        let known = self.rows.get(&case.case).and_then(|row| usize::try_from(*row).ok());
        match known {
            Some(row) => {
                if self.table.position.get(row).is_some_and(|held| *held <= position) {
                    let episode = self.episode(case, position);
                    self.table.set(row, episode);
                }
            }
            // More rows than a row number can count would be more cases than Europe has.
            None => {
                if let Ok(row) = u32::try_from(self.table.len()) {
                    let episode = self.episode(case, position);
                    self.table.push(episode);
                    self.rows.insert(case.case, row);
                }
            }
        }
    }

    fn episode(&mut self, case: &CaseRow, position: u64) -> Episode {
        let episode = episode::of(case, position, &mut self.codes);
        let Episode { contact_month, assessed_month, need_month, visit_month, .. } = episode;
        for month in [contact_month, assessed_month, need_month, visit_month] {
            self.months.widen(month);
        }
        episode
    }

    /// Notes that all facts up to this position are counted, also those that concern no case.
    pub fn advance_to(&mut self, position: u64) {
        self.position = self.position.max(position);
    }

    /// The position of the last fact that is counted.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// How many cases there are.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.table.len() == 0
    }

    /// The memory the columns hold, in bytes.
    pub fn memory_bytes(&self) -> usize {
        // A hash table keeps a byte of its own for each place, and an eighth of them free.
        let index = self.rows.capacity() * 8 / 7 * (size_of::<(CaseId, u32)>() + 1);
        index + self.table.bytes() + self.codes.bytes()
    }

    /// The values of a dimension that there are cases of, in their order; for months those of
    /// contacts and of visits.
    pub fn values(&self, dimension: Dimension) -> Vec<Arc<str>> {
        let mut values: Vec<Arc<str>> = match dimension {
            Dimension::Month => self.months(),
            Dimension::Unit => {
                let mut codes = known(self.group(dimension, Place::Contact));
                codes.extend(known(self.group(dimension, Place::Care)));
                codes.sort_unstable();
                codes.dedup();
                self.texts(&codes)
            }
            Dimension::Municipality
            | Dimension::Profession
            | Dimension::Language
            | Dimension::Age
            | Dimension::Kind => self.texts(&known(self.group(dimension, Place::Care))),
        };
        values.sort_by(|a, b| (dimension.rank(a), a).cmp(&(dimension.rank(b), b)));
        values
    }

    fn texts(&self, codes: &[u16]) -> Vec<Arc<str>> {
        codes.iter().map(|code| self.codes.text(*code)).collect()
    }

    fn months(&self) -> Vec<Arc<str>> {
        let both = self.table.contact_month.iter().chain(&self.table.visit_month);
        let months = distinct(both.map(|month| month.0)).into_iter().map(Month::numbered);
        months.filter(|month| *month != Month::NONE).map(|month| month.to_string().into()).collect()
    }

    /// The first and the last month of anything that happened.
    pub(crate) fn span(&self) -> (Month, Month) {
        (self.months.0, self.months.1)
    }

    pub(crate) fn table(&self) -> &Table {
        &self.table
    }

    pub(crate) fn codes(&self) -> &Codes {
        &self.codes
    }

    /// The column of a dimension; months have theirs by moment.
    pub(crate) fn group(&self, dimension: Dimension, place: Place) -> &[u16] {
        match (dimension, place) {
            (Dimension::Municipality, _) => &self.table.municipality,
            (Dimension::Unit, Place::Contact) => &self.table.contact_unit,
            (Dimension::Unit, Place::Care) => &self.table.care_unit,
            (Dimension::Profession, _) => &self.table.profession,
            (Dimension::Language, _) => &self.table.language,
            (Dimension::Age, _) => &self.table.age_group,
            (Dimension::Kind, _) => &self.table.care,
            (Dimension::Month, _) => &[],
        }
    }

    pub(crate) fn month(&self, moment: Moment) -> &[Month] {
        match moment {
            Moment::Contact => &self.table.contact_month,
            Moment::Assessment => &self.table.assessed_month,
            Moment::Need => &self.table.need_month,
            Moment::Visit => &self.table.visit_month,
            Moment::Today => &[],
        }
    }
}

impl Months {
    fn widen(&mut self, month: Month) {
        if month != Month::NONE {
            (self.0, self.1) = (self.0.min(month), self.1.max(month));
        }
    }
}

impl Default for Months {
    fn default() -> Self {
        Self(Month::NONE, Month::FIRST)
    }
}

/// Each of these numbers once, in order.
fn distinct(numbers: impl Iterator<Item = u16>) -> Vec<u16> {
    let mut seen = vec![false; usize::from(u16::MAX) + 1];
    for number in numbers {
        if let Some(seen) = seen.get_mut(usize::from(number)) {
            *seen = true;
        }
    }
    (0..=u16::MAX).zip(seen).filter(|(_, seen)| *seen).map(|(number, _)| number).collect()
}

fn known(codes: &[u16]) -> Vec<u16> {
    let mut codes = distinct(codes.iter().copied());
    codes.retain(|code| *code != Codes::UNKNOWN);
    codes
}

impl std::fmt::Debug for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Columns({} cases at {})", self.len(), self.position)
    }
}

#[cfg(test)]
mod tests;
