//! Finding streams by the beginning of their names.

use crate::error::Result;
use crate::ledger::Ledger;
use crate::value::Value;
use crate::view::person::after_prefix;

impl Ledger {
    /// The names of all streams that begin like this, in their order.
    pub fn streams(&self, prefix: &str) -> Result<Vec<String>> {
        let sql = "SELECT name FROM stream WHERE name >= $1 AND name < $2 ORDER BY name";
        let values = [prefix.into(), Value::Text(after_prefix(prefix).into())];
        self.read(|reader| reader.rows(sql, &values, |columns| Ok(columns.text(0)?.to_owned())))
    }
}
