//! Tables as a whole, for the refold: emptied with their indexes set aside, filled in order, and
//! indexed again.

use super::Reader;
use crate::error::Result;

/// The definitions of the indexes that were set aside.
pub(crate) struct SetAside(Vec<String>);

/// Empties tables and drops their separate indexes.
pub(crate) fn empty(connection: &Reader, tables: &[&str]) -> Result<SetAside> {
    let mut definitions = Vec::new();
    for table in tables {
        let indexes = connection.rows(
            "SELECT name, sql FROM sqlite_master \
             WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL ORDER BY rowid",
            &[(*table).into()],
            |columns| Ok((columns.text(0)?.to_owned(), columns.text(1)?.to_owned())),
        )?;
        for (name, definition) in indexes {
            connection.batch(&format!("DROP INDEX {name}"))?;
            definitions.push(definition);
        }
        connection.batch(&format!("DELETE FROM {table}"))?;
    }
    Ok(SetAside(definitions))
}

/// Makes the indexes again.
pub(crate) fn index(connection: &Reader, set_aside: &SetAside) -> Result<()> {
    set_aside.0.iter().try_for_each(|definition| connection.batch(definition))
}
