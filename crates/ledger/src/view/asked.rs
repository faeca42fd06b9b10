//! Cases at which a professional was asked to look.

use care::id::ProfessionalId;
use care::view::AskedRow;

use crate::error::Result;
use crate::ledger::Ledger;
use crate::record::{Readable, columns, record};
use crate::value::Field;

record!(
    AskedRow,
    "asked_row",
    key { case_id: case, professional: professional },
    rest { asked_by: asked_by, asked_at: asked_at }
);

impl Ledger {
    /// At what a professional was asked to look, the first asked first.
    pub fn asked(&self, professional: ProfessionalId, limit: u32) -> Result<Vec<AskedRow>> {
        let sql = format!(
            "SELECT {} FROM asked_row WHERE professional = $1 ORDER BY asked_at, case_id LIMIT $2",
            columns::<AskedRow>()
        );
        let values = [professional.value(), i64::from(limit).into()];
        self.read(|reader| reader.rows(&sql, &values, AskedRow::read))
    }
}
