//! Calls at the exchange: those that nobody answered, and all calls of a number.

use care::id::{CallId, UnitId};
use care::view::PhoneRow;
use jiff::Timestamp;

use crate::error::Result;
use crate::ledger::Ledger;
use crate::record::{Readable, columns, record};
use crate::value::{Field, Value};

record!(
    PhoneRow,
    "phone_row",
    key { call_id: call },
    rest {
        unit: unit,
        language: language,
        caller: from,
        rang_at: rang_at,
        answered: answered,
        missed: missed,
        open: open,
        due_on: due_on,
        taken_by: taken_by,
        taken_at: taken_at,
        tries: tries,
        tried_at: tried_at,
    }
);

/// How many calls a unit had.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct PhoneCount {
    /// All.
    pub rang: u64,
    /// Those that somebody answered.
    pub answered: u64,
    /// Those that nobody answered.
    pub missed: u64,
    /// Those of them whose number was hidden, so that nobody can call back.
    pub hidden: u64,
}

impl Ledger {
    /// The call of an id.
    pub fn phone_call(&self, call: CallId) -> Result<Option<PhoneRow>> {
        let sql = format!("SELECT {} FROM phone_row WHERE call_id = $1", columns::<PhoneRow>());
        self.read(|reader| reader.row(&sql, &[call.value()], PhoneRow::read))
    }

    /// The calls of a unit after which somebody has still to call back, the oldest first.
    pub fn phone_open(&self, unit: &UnitId, limit: u32) -> Result<Vec<PhoneRow>> {
        let sql = format!(
            "SELECT {} FROM phone_row WHERE open = 1 AND unit = $1 \
             ORDER BY rang_at, call_id LIMIT $2",
            columns::<PhoneRow>()
        );
        let values = [unit.value(), i64::from(limit).into()];
        self.read(|reader| reader.rows(&sql, &values, PhoneRow::read))
    }

    /// The calls of a number to a unit since an instant, the oldest first; none of a hidden number.
    pub fn phone_of(&self, unit: &UnitId, from: &str, since: Timestamp) -> Result<Vec<PhoneRow>> {
        if from.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {} FROM phone_row WHERE caller = $1 AND unit = $2 AND rang_at >= $3 \
             ORDER BY rang_at, call_id",
            columns::<PhoneRow>()
        );
        let values = [Value::Text(from.into()), unit.value(), since.value()];
        self.read(|reader| reader.rows(&sql, &values, PhoneRow::read))
    }

    /// The calls that rang before an instant, the oldest first.
    pub fn phone_before(&self, before: Timestamp, limit: u32) -> Result<Vec<PhoneRow>> {
        let sql = format!(
            "SELECT {} FROM phone_row WHERE rang_at < $1 ORDER BY rang_at, call_id LIMIT $2",
            columns::<PhoneRow>()
        );
        let values = [before.value(), i64::from(limit).into()];
        self.read(|reader| reader.rows(&sql, &values, PhoneRow::read))
    }

    /// How many calls a unit had since an instant.
    pub fn phone_count(&self, unit: &UnitId, since: Timestamp) -> Result<PhoneCount> {
        let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(answered), 0) AS BIGINT), \
             CAST(COALESCE(SUM(missed), 0) AS BIGINT), \
             CAST(COALESCE(SUM(CASE WHEN missed = 1 AND caller = '' THEN 1 ELSE 0 END), 0) AS BIGINT) \
             FROM phone_row WHERE unit = $1 AND rang_at >= $2";
        let count = self.read(|reader| {
            reader.row(sql, &[unit.value(), since.value()], |columns| {
                Ok(PhoneCount {
                    rang: u64::read(columns, 0)?,
                    answered: u64::read(columns, 1)?,
                    missed: u64::read(columns, 2)?,
                    hidden: u64::read(columns, 3)?,
                })
            })
        })?;
        Ok(count.unwrap_or_default())
    }
}
