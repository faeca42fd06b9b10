//! Rights to act for another, by whoever holds them.

use care::id::PersonId;
use care::view::ActingRow;

use crate::error::Result;
use crate::ledger::Ledger;
use crate::record::record;
use crate::value::Field;

record!(ActingRow, "acting_row", key { person: person, actor: actor }, rest {});

impl Ledger {
    /// For whom somebody was given a right to act, in the order of their numbers.
    pub fn acted_for_by(&self, actor: PersonId) -> Result<Vec<PersonId>> {
        let sql = "SELECT person FROM acting_row WHERE actor = $1 ORDER BY person";
        self.read(|reader| reader.rows(sql, &[actor.value()], |columns| Field::read(columns, 0)))
    }
}
