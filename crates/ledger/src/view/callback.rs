//! Promised calls: the line of a unit, and a resident's place in it.

use std::collections::BTreeMap;

use care::id::{CaseId, UnitId};
use care::view::CallbackRow;
use jiff::Timestamp;

use crate::error::Result;
use crate::ledger::Ledger;
use crate::record::{Readable, columns, record};
use crate::value::Field;

record!(
    CallbackRow,
    "callback_row",
    key { case_id: case },
    rest {
        contact: contact,
        person: person,
        unit: unit,
        from_at: from_at,
        until_at: until_at,
        in_line_since: in_line_since,
        calls: calls,
        called_at: called_at,
        told_at: told_at,
    }
);

impl Ledger {
    /// The call that a case is promised.
    pub fn callback(&self, case: CaseId) -> Result<Option<CallbackRow>> {
        let sql =
            format!("SELECT {} FROM callback_row WHERE case_id = $1", columns::<CallbackRow>());
        self.read(|reader| reader.row(&sql, &[case.value()], CallbackRow::read))
    }

    /// The calls that a unit has promised: by window, and in each by how long the resident has been in
    /// line.
    pub fn callbacks(&self, unit: &UnitId, limit: u32) -> Result<Vec<CallbackRow>> {
        let sql = format!(
            "SELECT {} FROM callback_row WHERE unit = $1 \
             ORDER BY from_at, in_line_since, contact, case_id LIMIT $2",
            columns::<CallbackRow>()
        );
        let values = [unit.value(), i64::from(limit).into()];
        self.read(|reader| reader.rows(&sql, &values, CallbackRow::read))
    }

    /// How many contacts of each unit are promised a call whose window begins before an instant.
    pub fn callbacks_until(&self, until: Timestamp) -> Result<BTreeMap<UnitId, u64>> {
        let sql = "SELECT unit, COUNT(DISTINCT contact) FROM callback_row WHERE from_at < $1 \
             GROUP BY unit ORDER BY unit";
        let found = self.read(|reader| {
            reader.rows(sql, &[until.value()], |columns| {
                Ok((Field::read(columns, 0)?, u64::read(columns, 1)?))
            })
        })?;
        Ok(found.into_iter().collect())
    }

    /// The cases that the same call serves.
    pub fn callbacks_with(&self, row: &CallbackRow) -> Result<Vec<CaseId>> {
        let sql = "SELECT case_id FROM callback_row WHERE unit = $1 AND from_at = $2 \
             AND in_line_since = $3 AND contact = $4 ORDER BY case_id";
        let values =
            [row.unit.value(), row.from_at.value(), row.in_line_since.value(), row.contact.value()];
        self.read(|reader| reader.rows(sql, &values, |columns| Field::read(columns, 0)))
    }

    /// How many contacts are called before this one.
    pub fn callbacks_before(&self, row: &CallbackRow) -> Result<u64> {
        let sql = "SELECT COUNT(DISTINCT contact) FROM callback_row WHERE unit = $1 \
             AND (from_at, in_line_since, contact) < ($2, $3, $4)";
        let values =
            [row.unit.value(), row.from_at.value(), row.in_line_since.value(), row.contact.value()];
        let count =
            self.read(|reader| reader.row(sql, &values, |columns| u64::read(columns, 0)))?;
        Ok(count.unwrap_or_default())
    }
}
